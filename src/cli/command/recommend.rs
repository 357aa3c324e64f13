//! `trefoil recommend`: the plan and its reasons.

use std::time::{Duration, Instant};

use super::manifest;
use crate::app::recommend::{self, JobError, Options};
use crate::cli::exit::{Exit, Failure};
use crate::cli::job::{Output, RecommendJob};
use crate::cli::printer::Printer;
use crate::domain::Status;
use crate::engine::{Flow, Progress};
use crate::io;
use crate::report::{Program, RecommendReport, Style};

/// A search shorter than this shows no progress, which would only flicker.
const PATIENCE: Duration = Duration::from_secs(1);

/// Recommends.
pub(in crate::cli) fn run(job: &RecommendJob, printer: &mut Printer) -> Result<Exit, Failure> {
    let started = Instant::now();
    let loaded = io::load(&job.model.model, &job.model.overlay)?;
    let options = Options {
        time_limit: job.time_limit,
        ..Options::default()
    };
    let outcome = recommend::run(&loaded.model, options, crate::app::watch::Watch::nobody());
    printer.clear_progress();
    let outcome = outcome.map_err(|error| match error {
        JobError::Input(findings) => Failure::Input(loaded.locate(&findings)),
        JobError::Engine(error) => Failure::Bug(error.to_string()),
        JobError::Threads(error) => Failure::Bug(error),
    })?;

    let mut findings = loaded.diagnostics.clone();
    findings.extend(loaded.locate(&outcome.findings));
    let findings = findings.sorted();
    let mut manifest = manifest(&job.model, Some(&loaded));
    manifest.solver = Some(Program::parse(&outcome.solver));
    manifest.time_limit_seconds = job.time_limit;
    manifest.timing.wall_seconds = started.elapsed().as_secs_f64();
    let report = RecommendReport {
        model: &loaded.model,
        recommendation: &outcome.recommendation,
        manifest: &manifest,
        findings: &findings,
    };

    printer.warnings(&findings, &job.model.model);
    match job.output {
        Output::Table { all } => {
            let style = Style {
                all,
                ..printer.style()
            };
            printer.data(&report.table(style));
        }
        Output::Json => printer.data(&report.json()),
        Output::Nothing => {}
    }
    if let Some(folder) = &job.out {
        io::write::folder(folder, &report.folder())?;
        printer.message(&format!(
            "wrote result.json, the tables and columns.csv, which explains them, to {}",
            folder.display()
        ));
    }
    Ok(match outcome.recommendation.status {
        Status::Optimal | Status::GapOpen => Exit::Done,
        Status::Infeasible | Status::Stopped => Exit::NoPlan,
    })
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
