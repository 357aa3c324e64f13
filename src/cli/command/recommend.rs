//! `trefoil recommend`: the plan and its reasons.

use std::time::{Duration, Instant};

use super::{asked, located, manifest, present};
use crate::app::recommend;
use crate::cli::exit::{Exit, Failure};
use crate::cli::interrupt;
use crate::cli::job::RecommendJob;
use crate::cli::printer::Printer;
use crate::engine::{Flow, Progress};
use crate::io;
use crate::report::{Program, RecommendReport};

/// A search shorter than this shows no progress, which would only flicker.
const PATIENCE: Duration = Duration::from_secs(1);

/// Recommends.
pub(in crate::cli) fn run(job: &RecommendJob, printer: &mut Printer) -> Result<Exit, Failure> {
    let started = Instant::now();
    let loaded = io::load(&job.model.model, &job.model.overlay)?;
    interrupt::listen(printer.is_quiet());
    let mut interrupted = false;
    let outcome = recommend::run(&loaded.model, job.options, &mut |progress| {
        if started.elapsed() > PATIENCE {
            printer.progress(&progress_line(progress));
        }
        let flow = interrupt::flow();
        interrupted |= flow == Flow::Stop;
        flow
    });
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
    present(&report, job.output, job.out.as_deref(), printer)?;
    if interrupted {
        printer.message("interrupted: this is as far as it came; the same command begins anew");
    }
    Ok(Exit::of(outcome.recommendation.status, interrupted))
}

fn progress_line(progress: Progress) -> String {
    let stage = if progress.stage == 1 {
        "looking for the best plan"
    } else {
        "keeping moves few"
    };
    let gap = if progress.gap.is_finite() {
        format!(", within {:.0e} of the best", progress.gap)
    } else {
        String::new()
    };
    format!("{stage}: round {}{gap}", progress.rounds)
}
