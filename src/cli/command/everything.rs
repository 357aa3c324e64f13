//! `trefoil my.xlsx`: all that there is to say of a workbook, as a workbook of results and a page beside it.

use std::path::{Path, PathBuf};
use std::time::Instant;

use super::{located, manifest, validate};
use crate::app::watch::Watch;
use crate::app::{alternatives, recommend, sensitivity};
use crate::cli::exit::{Exit, Failure};
use crate::cli::interrupt;
use crate::cli::job::EverythingJob;
use crate::cli::printer::Printer;
use crate::cli::progress::Watched;
use crate::engine::Flow;
use crate::io;
use crate::report::{
    self, AlternativesResult, Program, Read, RecommendResult, Results, SensitivityResult,
    WorkbookParts,
};

/// Recommends, asks how far that can be trusted and what else is nearly as good, and writes both files.
///
/// A model without a plan has a page that says why, and no other results.
pub(in crate::cli) fn run(job: &EverythingJob, printer: &mut Printer) -> Result<Exit, Failure> {
    let started = Instant::now();
    let (book, page) = (
        beside(&job.file, "results.xlsx"),
        beside(&job.file, "report.html"),
    );
    for path in [&book, &page] {
        io::write::may_write(path, job.force)?;
    }
    let loaded = io::load(&job.model.model, &job.model.overlay)?;
    let model = &loaded.model;
    interrupt::listen(printer.is_quiet());
    let watched = Watched::new(printer);
    let progress = |step| watched.step(step);
    let watch = || Watch {
        progress: &progress,
        ..Watch::nobody()
    };
    let outcome = recommend::run(model, recommend::Options::default(), watch());
    let outcome = outcome.map_err(|error| Failure::of_job(error, &loaded))?;
    let planned = outcome.recommendation.value.is_some();
    let go_on = || planned && interrupt::flow() == Flow::Continue;
    let failed = |error| Failure::of_job(error, &loaded);
    let trust = if go_on() {
        let found = sensitivity::run(model, &sensitivity::Options::default(), watch());
        Some(found.map_err(failed)?)
    } else {
        None
    };
    let others = if go_on() {
        let found = alternatives::run(model, &alternatives::Options::default(), watch());
        Some(found.map_err(failed)?)
    } else {
        None
    };
    printer.clear_progress();

    let findings = located(&loaded, &outcome.findings);
    let mut manifest = manifest(&job.model, Some(&loaded));
    manifest.solver = Some(Program::parse(&outcome.solver));
    manifest.seed = Some(0);
    manifest.timing.wall_seconds = started.elapsed().as_secs_f64();
    let recommended = RecommendResult::new(model, &outcome.recommendation);
    let trust = trust
        .as_ref()
        .map(|found| SensitivityResult::new(model, &found.recommendation, &found.sensitivity));
    let others = others
        .as_ref()
        .map(|found| AlternativesResult::new(model, &found.recommendation, &found.alternatives));
    let checked = validate::with_evidence(&loaded);
    let parts = WorkbookParts {
        sensitivity: trust.as_ref(),
        alternatives: others.as_ref(),
        validate: Some(&checked),
        ..WorkbookParts::of(&recommended, &manifest, &findings)
    };
    io::write::new_file(&book, job.force, || report::results_workbook(&parts))?;

    let results = Results {
        recommend: Some(Read::made(recommended, &manifest, &findings)),
        sensitivity: trust.map(|result| Read::made(result, &manifest, &findings)),
        alternatives: others.map(|result| Read::made(result, &manifest, &findings)),
        compare: None,
        validate: Some(Read::made(checked, &manifest, &findings)),
    };
    io::write::new_file(&page, job.force, || Ok(report::page(&results).into_bytes()))?;
    printer.warnings(&findings, &job.model.model);
    printer.message(&format!(
        "wrote {} and {}: the page is for reading, the workbook for answers and figures",
        page.display(),
        book.display()
    ));
    let interrupted = interrupt::flow() == Flow::Stop;
    Ok(Exit::of(outcome.recommendation.status, interrupted))
}

/// `my.xlsx` with another ending: `my.results.xlsx`.
fn beside(file: &Path, ending: &str) -> PathBuf {
    file.with_extension(ending)
}
