//! `trefoil models`: the models and the rating schemes that come with the program.

use crate::app;
use crate::cli::exit::Exit;
use crate::cli::job::ModelsJob;
use crate::cli::printer::Printer;
use crate::diagnostic::Diagnostics;
use crate::domain::EvidenceSettings;
use crate::io;
use crate::report::{
    self, LevelRecord, Manifest, ModelRecord, ModelsResult, RatingRecord, SchemesResult,
};

/// Lists the models, or the rating schemes.
pub(in crate::cli) fn run(job: ModelsJob, printer: &mut Printer) -> Exit {
    if job.schemes {
        schemes(job.json, printer);
        return Exit::Done;
    }
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

fn schemes(json: bool, printer: &mut Printer) {
    let result = SchemesResult {
        levels: EvidenceSettings::default()
            .levels
            .iter()
            .zip(0..)
            .map(|(prior, level)| LevelRecord {
                level,
                mean: prior.mean,
                sd: prior.sd,
                standard_error: prior.standard_error,
            })
            .collect(),
        schemes: app::evidence::schemes()
            .iter()
            .flat_map(|scheme| {
                scheme.ratings.iter().map(|rating| RatingRecord {
                    scheme: scheme.name.clone(),
                    rating: rating.rating.clone(),
                    label: rating.label.clone(),
                    level: rating.level,
                    definition: rating.definition.clone(),
                    reason: rating.reason.clone(),
                    source: rating.source.clone(),
                })
            })
            .collect(),
    };
    printer.data(&if json {
        report::json(&result, &Manifest::new(), &Diagnostics::new())
    } else {
        report::schemes(&result, printer.style())
    });
}
