//! `trefoil models`: the models, the practices and the rating schemes that come with the program.

use crate::app;
use crate::cli::exit::Exit;
use crate::cli::job::{Listing, ModelsJob};
use crate::cli::printer::Printer;
use crate::diagnostic::Diagnostics;
use crate::domain::EvidenceSettings;
use crate::io;
use crate::report::{
    self, LevelRecord, Manifest, ModelRecord, ModelsResult, PracticesResult, RatingRecord,
    SchemesResult, ShippedOutcomeRecord, ShippedPracticeRecord,
};

/// Lists the models, the practices, or the rating schemes.
pub(in crate::cli) fn run(job: ModelsJob, printer: &mut Printer) -> Exit {
    match job.what {
        Listing::Models => models(job.json, printer),
        Listing::Schemes => schemes(job.json, printer),
        Listing::Practices => practices(job.json, printer),
    }
    Exit::Done
}

fn models(json: bool, printer: &mut Printer) {
    let models = io::shipped_models()
        .into_iter()
        .map(|model| ModelRecord {
            name: model.name,
            title: model.title,
            description: model.description,
        })
        .collect();
    let result = ModelsResult { models };
    printer.data(&if json {
        report::json(&result, &Manifest::new(), &Diagnostics::new())
    } else {
        report::models(&result, printer.style())
    });
}

fn practices(json: bool, printer: &mut Printer) {
    let practices = app::practices::listed();
    let practices = practices
        .into_iter()
        .map(|row| {
            let practice = &row.shipped.practice;
            let cost = row.shipped.cost.as_ref();
            ShippedPracticeRecord {
                practice: practice.id.to_string(),
                practice_name: practice.name.clone(),
                from_grade: practice.grades.low,
                to_grade: practice.grades.high,
                cost: cost.map(|cost| cost.per_participant.get()),
                price_year: cost.and_then(|cost| cost.price_year),
                outcomes: row
                    .outcomes
                    .into_iter()
                    .map(|(outcome, level)| ShippedOutcomeRecord {
                        practice: practice.id.to_string(),
                        outcome,
                        level,
                    })
                    .collect(),
            }
        })
        .collect();
    let result = PracticesResult { practices };
    printer.data(&if json {
        report::json(&result, &Manifest::new(), &Diagnostics::new())
    } else {
        report::practices(&result, printer.style())
    });
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
