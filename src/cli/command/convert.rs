//! `trefoil convert`: a model as a folder or as a workbook.

use super::validate::alone;
use crate::cli::exit::{Exit, Failure};
use crate::cli::job::{ConvertJob, Destination};
use crate::cli::printer::Printer;
use crate::io;

/// Writes a model in the other form, or in the same once more.
pub(in crate::cli) fn run(job: &ConvertJob, printer: &mut Printer) -> Result<Exit, Failure> {
    let loaded = io::load(&job.model.model, &job.model.overlay)?;
    alone(&loaded)?;
    let tables = loaded.model.tables();
    let out = match &job.out {
        Destination::Folder(folder) if job.force => {
            io::write::folder(folder, &io::model_files(tables))?;
            folder
        }
        Destination::Folder(folder) => {
            io::write::new_folder(folder, &io::model_files(tables))?;
            folder
        }
        Destination::Workbook(file) => {
            io::write::new_file(file, job.force, || io::model_workbook(tables))?;
            file
        }
    };
    printer.warnings(&loaded.diagnostics, &job.model.model);
    printer.message(&format!("wrote the model to {}", out.display()));
    Ok(Exit::Done)
}
