//! `trefoil recommend`: the plan and its reasons.

use std::time::Instant;

use super::{asked, located, manifest, may_write, present, write_workbook};
use crate::app::recommend;
use crate::app::watch::Watch;
use crate::cli::exit::{Exit, Failure};
use crate::cli::interrupt;
use crate::cli::job::RecommendJob;
use crate::cli::printer::Printer;
use crate::cli::progress::Watched;
use crate::engine::Flow;
use crate::io;
use crate::report::{
    AsksReport, Program, RecommendReport, Report, WorkbookParts, results_workbook,
};

/// Recommends.
pub(in crate::cli) fn run(job: &RecommendJob, printer: &mut Printer) -> Result<Exit, Failure> {
    let started = Instant::now();
    may_write(job.workbook.as_ref())?;
    let loaded = io::load(&job.model.model, &job.model.overlay)?;
    interrupt::listen(printer.is_quiet());
    let watched = Watched::new(printer);
    let outcome = recommend::run(
        &loaded.model,
        job.options,
        Watch {
            progress: &|step| watched.step(step),
            ..Watch::nobody()
        },
    );
    printer.clear_progress();
    let outcome = outcome.map_err(|error| Failure::of_job(error, &loaded))?;

    let findings = located(&loaded, &outcome.findings);
    let mut manifest = manifest(&job.model, Some(&loaded));
    manifest.solver = Some(Program::parse(&outcome.solver));
    manifest.time_limit_seconds = job.options.time_limit;
    manifest.seed = outcome
        .recommendation
        .trust
        .as_ref()
        .map(|_| job.options.seed);
    manifest.options = vec![asked("--samples", job.options.samples)];
    manifest.timing.wall_seconds = started.elapsed().as_secs_f64();
    let report = RecommendReport {
        model: &loaded.model,
        recommendation: &outcome.recommendation,
        manifest: &manifest,
        findings: &findings,
    };
    printer.warnings(&findings, &job.model.model);
    let asks = AsksReport(report);
    let shown: &dyn Report = if job.asks { &asks } else { &report };
    present(shown, job.output, job.out.as_deref(), printer)?;
    write_workbook(job.workbook.as_ref(), printer, || {
        let rows = report.rows();
        results_workbook(&WorkbookParts::of(&rows, &manifest, &findings))
    })?;
    let interrupted = interrupt::flow() == Flow::Stop;
    if interrupted {
        printer.message("interrupted: this is as far as it came; the same command begins anew");
    }
    Ok(Exit::of(outcome.recommendation.status, interrupted))
}
