//! `trefoil validate`: all that is wrong with a model, or the model with everything filled in.

use std::time::Instant;

use super::manifest;
use crate::app;
use crate::cli::exit::{Exit, Failure};
use crate::cli::job::{ValidateJob, ValidateTask};
use crate::cli::printer::Printer;
use crate::diagnostic::Severity;
use crate::io;
use crate::report::{self, ValidateResult};

/// Checks a model.
pub(in crate::cli) fn run(job: &ValidateJob, printer: &mut Printer) -> Result<Exit, Failure> {
    let started = Instant::now();
    let loaded = io::load(&job.model.model, &job.model.overlay);
    let (loaded, findings) = match (&job.task, loaded) {
        (_, Ok(loaded)) => {
            let mut findings = loaded.diagnostics.clone();
            findings.extend(loaded.locate(&app::validate::run(&loaded.model)));
            (Some(loaded), findings.sorted())
        }
        // Findings are the data of a check, and only an obstacle to anything else.
        (ValidateTask::Findings { .. }, Err(findings)) => (None, findings.sorted()),
        (ValidateTask::PrintResolved | ValidateTask::WriteResolved(_), Err(findings)) => {
            return Err(findings.into());
        }
    };
    let tables = loaded.as_ref().map(|loaded| loaded.model.tables());
    match &job.task {
        ValidateTask::Findings { json } => {
            let mut manifest = manifest(&job.model, loaded.as_ref());
            manifest.timing.wall_seconds = started.elapsed().as_secs_f64();
            let result = ValidateResult::new(tables, &findings);
            printer.data(&if *json {
                report::json(&result, &manifest, &findings)
            } else {
                report::validation(&result, &manifest, &findings, printer.style())
            });
            return Ok(if result.valid {
                Exit::Done
            } else {
                Exit::BadInput
            });
        }
        ValidateTask::PrintResolved => {
            for (name, bytes) in tables.map(io::model_files).unwrap_or_default() {
                printer.data(&format!(
                    "==> {name} <==\n{}\n",
                    String::from_utf8_lossy(&bytes)
                ));
            }
        }
        ValidateTask::WriteResolved(folder) => {
            if let Some(loaded) = &loaded {
                alone(loaded)?;
            }
            io::write::new_folder(folder, &tables.map(io::model_files).unwrap_or_default())?;
            printer.message(&format!("wrote the merged model to {}", folder.display()));
        }
    }
    printer.warnings(&findings, &job.model.model);
    Ok(Exit::Done)
}

/// Refuses to write tables that could not be read again as the same model.
fn alone(loaded: &io::Loaded) -> Result<(), Failure> {
    let Err(findings) = app::validate::stands_alone(&loaded.model) else {
        return Ok(());
    };
    let mut findings = loaded.locate(&findings);
    for finding in findings
        .iter_mut()
        .filter(|finding| finding.severity == Severity::Error)
    {
        finding.hint = Some(
            "as tables of their own these would be refused: write the model without this change, and keep it in a scenario"
                .to_owned(),
        );
    }
    Err(findings.sorted().into())
}
