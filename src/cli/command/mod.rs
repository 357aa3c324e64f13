//! One command a file.

pub(super) mod alternatives;
pub(super) mod compare;
pub(super) mod convert;
pub(super) mod evaluate;
pub(super) mod everything;
pub(super) mod generate;
mod kept;
pub(super) mod models;
pub(super) mod recommend;
pub(super) mod report;
pub(super) mod schema;
pub(super) mod sensitivity;
pub(super) mod template;
pub(super) mod validate;

use std::path::Path;

use super::exit::Failure;
use super::job::{ModelJob, Output, ResultsWorkbook};
use super::printer::Printer;
use crate::diagnostic::Diagnostics;
use crate::io::{self, Loaded};
use crate::report::{ChangeRecord, Manifest, OptionRecord, Report, Scalar, Style};

/// An option that was asked for, as the manifest keeps it.
fn asked<T: Into<Scalar>>(option: &str, value: Option<T>) -> OptionRecord {
    OptionRecord {
        option: option.to_owned(),
        value: value.map(Into::into),
    }
}

/// What was found in reading `loaded` and in working on it, each at its file and line.
fn located(loaded: &Loaded, findings: &Diagnostics) -> Diagnostics {
    let mut all = loaded.diagnostics.clone();
    all.extend(loaded.locate(findings));
    all.sorted()
}

/// Prints `report` as it was asked for, and writes its folder where one was named.
fn present(
    report: &dyn Report,
    output: Output,
    out: Option<&Path>,
    printer: &mut Printer,
) -> Result<(), Failure> {
    match output {
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
    if let Some(folder) = out {
        io::write::folder(folder, &report.folder())?;
        printer.message(&format!(
            "wrote result.json, the tables and columns.csv, which explains them, to {}",
            folder.display()
        ));
    }
    Ok(())
}

/// Whether a workbook of results can be written, before anything is computed: nobody should wait for what is then
/// refused.
///
/// # Errors
/// It is there already, and nobody gave it up.
fn may_write(workbook: Option<&ResultsWorkbook>) -> Result<(), Failure> {
    match workbook {
        Some(workbook) => Ok(io::write::may_write(&workbook.file, workbook.force)?),
        None => Ok(()),
    }
}

/// Writes a workbook of results, where one is asked for, and says so.
///
/// # Errors
/// It cannot be made or written.
fn write_workbook(
    workbook: Option<&ResultsWorkbook>,
    printer: &mut Printer,
    bytes: impl FnOnce() -> Result<Vec<u8>, Diagnostics>,
) -> Result<(), Failure> {
    if let Some(ResultsWorkbook { file, force }) = workbook {
        io::write::new_file(file, *force, bytes)?;
        printer.message(&format!("wrote the results to {}", file.display()));
    }
    Ok(())
}

/// The manifest of a run of `job`, which read `loaded`.
fn manifest(job: &ModelJob, loaded: Option<&Loaded>) -> Manifest {
    let mut manifest = Manifest::new();
    manifest.scenarios = job
        .overlay
        .scenarios
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    manifest.sets.clone_from(&job.overlay.sets);
    let Some(loaded) = loaded else {
        return manifest;
    };
    manifest = manifest.of_model(&loaded.model);
    manifest.input_hash = Some(loaded.input_hash.clone());
    manifest.changes = loaded
        .changes
        .iter()
        .map(|change| ChangeRecord {
            path: change.path.clone(),
            old: change.old.clone(),
            new: change.new.clone(),
            by: change.by.clone(),
        })
        .collect();
    manifest
}
