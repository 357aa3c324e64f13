//! `trefoil generate`: a made-up model, or made-up proposals for one.

use crate::app;
use crate::cli::exit::{Exit, Failure};
use crate::cli::job::{GenerateJob, Made};
use crate::cli::printer::Printer;
use crate::domain::Proposal;
use crate::io::{self, LoadOptions};

/// Writes a model, or proposals.
pub(in crate::cli) fn run(job: &GenerateJob, printer: &mut Printer) -> Result<Exit, Failure> {
    let out = job.out.display();
    match &job.made {
        Made::Model(size) => {
            let tables = app::generate::tables(*size, job.seed);
            io::write::new_folder(&job.out, &io::model_files(&tables))?;
            printer.message(&format!(
                "wrote a made-up model to {out}; try: trefoil recommend {out}"
            ));
        }
        Made::Proposals { count, model } => {
            let loaded = io::load(model, &LoadOptions::default())?;
            io::write::new_file(&job.out, false, || {
                let proposals = app::generate::proposals(&loaded.model, *count, job.seed);
                Ok(io::proposals::csv(&proposals.collect::<Vec<Proposal>>()))
            })?;
            printer.message(&format!("wrote {count} made-up proposals to {out}"));
        }
    }
    Ok(Exit::Done)
}
