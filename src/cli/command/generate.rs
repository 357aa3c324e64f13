//! `trefoil generate`: a made-up model.

use crate::app;
use crate::cli::exit::{Exit, Failure};
use crate::cli::job::GenerateJob;
use crate::cli::printer::Printer;
use crate::io;

/// Writes a model.
pub(in crate::cli) fn run(job: &GenerateJob, printer: &mut Printer) -> Result<Exit, Failure> {
    let tables = app::generate::tables(job.size, job.seed);
    io::write::new_folder(&job.out, &io::model_files(&tables))?;
    let folder = job.out.display();
    printer.message(&format!(
        "wrote a made-up model to {folder}; try: trefoil recommend {folder}"
    ));
    Ok(Exit::Done)
}
