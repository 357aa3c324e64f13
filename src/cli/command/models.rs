//! `trefoil models`: the models that come with the program.

use crate::cli::exit::Exit;
use crate::cli::job::ModelsJob;
use crate::cli::printer::Printer;
use crate::diagnostic::Diagnostics;
use crate::io;
use crate::report::{self, Manifest, ModelRecord, ModelsResult};

/// Lists the models.
pub(in crate::cli) fn run(job: ModelsJob, printer: &mut Printer) -> Exit {
    let models = io::shipped_models()
        .into_iter()
        .map(|model| ModelRecord {
            name: model.name,
            title: model.title,
            description: model.description,
        })
        .collect();
    let result = ModelsResult { models };
    printer.data(&if job.json {
        report::json(&result, &Manifest::new(), &Diagnostics::new())
    } else {
        report::models(&result, printer.style())
    });
    Exit::Done
}
