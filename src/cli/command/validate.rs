//! `trefoil validate`: all that is wrong with a model, the chain of its evidence, or the model with everything
//! filled in.

use std::time::Instant;

use super::manifest;
use crate::app;
use crate::app::validate::Checked;
use crate::cli::args::Format;
use crate::cli::exit::{Exit, Failure};
use crate::cli::job::{ValidateJob, ValidateTask};
use crate::cli::printer::Printer;
use crate::diagnostic::Severity;
use crate::domain::{Effects, Model};
use crate::io;
use crate::report::{self, EffectRecord, ValidateResult};

/// Checks a model.
pub(in crate::cli) fn run(job: &ValidateJob, printer: &mut Printer) -> Result<Exit, Failure> {
    let started = Instant::now();
    let loaded = io::load(&job.model.model, &job.model.overlay);
    let (loaded, findings, evidence) = match (&job.task, loaded) {
        (_, Ok(loaded)) => {
            let Checked { findings, evidence } = app::validate::check(&loaded.model);
            let mut all = loaded.diagnostics.clone();
            all.extend(loaded.locate(&findings));
            (Some(loaded), all.sorted(), evidence)
        }
        // Findings are the data of a check, and only an obstacle to anything else.
        (ValidateTask::Findings { .. } | ValidateTask::Evidence(_), Err(findings)) => {
            (None, findings.sorted(), None)
        }
        (ValidateTask::PrintResolved | ValidateTask::WriteResolved(_), Err(findings)) => {
            return Err(findings.into());
        }
    };
    let model = loaded.as_ref().map(|loaded| &loaded.model);
    let coverage = evidence.as_ref().map(|(_, coverage)| coverage);
    let mut result = ValidateResult::new(model, coverage, &findings);
    let format = match &job.task {
        ValidateTask::Findings { json: true } => Format::Json,
        ValidateTask::Findings { json: false } => Format::Table,
        ValidateTask::Evidence(format) => {
            if let (Some(model), Some((effects, _))) = (model, &evidence) {
                result.effects = Some(effect_records(model, effects));
            }
            *format
        }
        task @ (ValidateTask::PrintResolved | ValidateTask::WriteResolved(_)) => {
            let files = model.map(|model| io::model_files(model.tables()));
            let files = files.unwrap_or_default();
            if let ValidateTask::WriteResolved(folder) = task {
                if let Some(loaded) = &loaded {
                    alone(loaded)?;
                }
                io::write::new_folder(folder, &files)?;
                printer.message(&format!("wrote the merged model to {}", folder.display()));
            } else {
                for (name, bytes) in files {
                    let text = String::from_utf8_lossy(&bytes);
                    printer.data(&format!("==> {name} <==\n{text}\n"));
                }
            }
            printer.warnings(&findings, &job.model.model);
            return Ok(Exit::Done);
        }
    };
    let mut manifest = manifest(&job.model, loaded.as_ref());
    manifest.timing.wall_seconds = started.elapsed().as_secs_f64();
    let effects = result.effects.as_deref();
    match format {
        Format::Json => printer.data(&report::json(&result, &manifest, &findings)),
        Format::Csv => {
            printer.warnings(&findings, &job.model.model);
            printer.data(&report::chains(effects.unwrap_or_default()));
        }
        Format::Table => {
            if let Some(effects) = effects {
                printer.data(&report::effects(effects, printer.style()));
                printer.data("\n");
            }
            printer.data(&report::validation(
                &result,
                &manifest,
                &findings,
                printer.style(),
            ));
        }
    }
    Ok(if result.valid {
        Exit::Done
    } else {
        Exit::BadInput
    })
}

/// A model that was loaded, checked, with the chain of each effect.
pub(super) fn with_evidence(loaded: &io::Loaded) -> ValidateResult {
    let Checked { findings, evidence } = app::validate::check(&loaded.model);
    let findings = super::located(loaded, &findings);
    let coverage = evidence.as_ref().map(|(_, coverage)| coverage);
    let mut result = ValidateResult::new(Some(&loaded.model), coverage, &findings);
    result.effects = evidence
        .as_ref()
        .map(|(effects, _)| effect_records(&loaded.model, effects));
    result
}

/// Each effect with its chain to every place.
fn effect_records(model: &Model, effects: &Effects) -> Vec<EffectRecord> {
    let conversions = app::evidence::conversions(model, effects);
    let mut start = 0;
    effects
        .all()
        .iter()
        .enumerate()
        .map(|(index, effect)| {
            let end = start
                + conversions[start..]
                    .iter()
                    .take_while(|conversion| conversion.effect == index)
                    .count();
            let converted: Vec<_> = conversions[start..end]
                .iter()
                .map(|conversion| {
                    let row = &model.tables().baselines[conversion.baseline];
                    (
                        row.place.to_string(),
                        row.group.to_string(),
                        &conversion.step,
                    )
                })
                .collect();
            start = end;
            EffectRecord::new(model, effect, &converted)
        })
        .collect()
}

/// Refuses to write tables that could not be read again as the same model.
pub(super) fn alone(loaded: &io::Loaded) -> Result<(), Failure> {
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
