//! `trefoil alternatives`: plans that are nearly as good.

use std::time::Instant;

use super::kept::Kept;
use super::{asked, located, manifest, present};
use crate::app::alternatives;
use crate::app::watch::Watch;
use crate::cli::exit::{Exit, Failure};
use crate::cli::interrupt;
use crate::cli::job::AlternativesJob;
use crate::cli::printer::Printer;
use crate::cli::progress::Watched;
use crate::io;
use crate::report::{AlternativesReport, Program, alternatives_files};

/// Finds them.
pub(in crate::cli) fn run(job: &AlternativesJob, printer: &mut Printer) -> Result<Exit, Failure> {
    let started = Instant::now();
    let loaded = io::load(&job.model.model, &job.model.overlay)?;
    let kept = Kept::open(
        job.out.as_deref(),
        job.resume,
        &loaded,
        (
            "alternatives",
            &format!("tolerance {}", job.options.tolerance),
        ),
        &alternatives_files(),
    )?;
    interrupt::listen(printer.is_quiet());
    let watched = Watched::new(printer);
    let outcome = alternatives::run(
        &loaded.model,
        &job.options,
        Watch {
            progress: &|step| watched.step(step),
            keep: &|entry| kept.keep(entry),
            kept: kept.entries(),
        },
    );
    printer.clear_progress();
    let outcome = outcome.map_err(|error| Failure::of_job(error, &loaded))?;

    let findings = located(&loaded, &outcome.findings);
    let mut manifest = manifest(&job.model, Some(&loaded));
    manifest.solver = Some(Program::parse(&outcome.solver));
    manifest.options = vec![
        asked("--tolerance", Some(job.options.tolerance)),
        asked("--plans", Some(job.options.plans)),
    ];
    manifest.timing.wall_seconds = started.elapsed().as_secs_f64();
    let report = AlternativesReport {
        model: &loaded.model,
        recommendation: &outcome.recommendation,
        alternatives: &outcome.alternatives,
        manifest: &manifest,
        findings: &findings,
    };
    printer.warnings(&findings, &job.model.model);
    present(&report, job.output, job.out.as_deref(), printer)?;
    let interrupted = outcome.alternatives.interrupted;
    kept.close(interrupted, printer)?;
    Ok(Exit::of(outcome.recommendation.status, interrupted))
}
