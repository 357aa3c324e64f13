//! `trefoil sensitivity`: how far the recommendation can be trusted.

use std::time::Instant;

use super::kept::Kept;
use super::{asked, located, manifest, present};
use crate::app::sensitivity;
use crate::app::watch::Watch;
use crate::cli::exit::{Exit, Failure};
use crate::cli::interrupt;
use crate::cli::job::{SensitivityJob, method_names};
use crate::cli::printer::Printer;
use crate::cli::progress::Watched;
use crate::io;
use crate::report::{Program, SensitivityReport, sensitivity_files};

/// Finds out.
pub(in crate::cli) fn run(job: &SensitivityJob, printer: &mut Printer) -> Result<Exit, Failure> {
    let started = Instant::now();
    let loaded = io::load(&job.model.model, &job.model.overlay)?;
    let kept = Kept::open(
        job.out.as_deref(),
        job.resume,
        &loaded,
        ("sensitivity", &format!("seed {}", job.options.seed)),
        &sensitivity_files(),
    )?;
    interrupt::listen(printer.is_quiet());
    let watched = Watched::new(printer);
    let outcome = sensitivity::run(
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
    manifest.seed = Some(job.options.seed);
    manifest.options = vec![
        asked(
            "--method",
            Some(method_names(&job.options.methods).as_str()),
        ),
        asked("--samples", job.options.samples),
    ];
    manifest.timing.wall_seconds = started.elapsed().as_secs_f64();
    let report = SensitivityReport {
        model: &loaded.model,
        recommendation: &outcome.recommendation,
        sensitivity: &outcome.sensitivity,
        manifest: &manifest,
        findings: &findings,
    };
    printer.warnings(&findings, &job.model.model);
    present(&report, job.output, job.out.as_deref(), printer)?;
    let interrupted = outcome.sensitivity.interrupted;
    kept.close(interrupted, printer)?;
    Ok(Exit::of(outcome.recommendation.status, interrupted))
}
