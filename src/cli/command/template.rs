//! `trefoil template`: a workbook to fill in.

use crate::app;
use crate::cli::exit::{Exit, Failure};
use crate::cli::job::TemplateJob;
use crate::cli::printer::Printer;
use crate::io::{self, SchemeRatings, TemplateOptions};

/// Writes a template.
pub(in crate::cli) fn run(job: &TemplateJob, printer: &mut Printer) -> Result<Exit, Failure> {
    let schemes = app::evidence::schemes();
    let options = TemplateOptions {
        inventory: job.inventory,
        schemes: schemes
            .iter()
            .map(|scheme| SchemeRatings {
                scheme: scheme.name.clone(),
                ratings: scheme
                    .ratings
                    .iter()
                    .map(|rating| rating.rating.clone())
                    .collect(),
            })
            .collect(),
    };
    io::write::new_file(&job.out, job.force, || io::template(&options))?;
    printer.message(&format!(
        "wrote {} to fill in; its first sheet says how",
        job.out.display()
    ));
    Ok(Exit::Done)
}
