//! `trefoil compare`: options side by side.

use std::path::Path;
use std::time::Instant;

use super::kept::Kept;
use super::{asked, located, manifest, may_write, present, write_workbook};
use crate::app::compare::{self, BASE, Candidate, TODAY};
use crate::app::watch::Watch;
use crate::cli::exit::{Exit, Failure};
use crate::cli::interrupt;
use crate::cli::job::{CompareJob, bad_option};
use crate::cli::printer::Printer;
use crate::cli::progress::Watched;
use crate::diagnostic::{Diagnostics, suggestion};
use crate::domain::{Comparison, OptionKind};
use crate::io::{self, LoadOptions, Loaded};
use crate::report::{
    ChangeRecord, CompareReport, ComparedModel, Program, compare_files, compare_workbook,
};

/// A scenario that can be used.
struct Usable {
    name: String,
    loaded: Loaded,
}

impl Usable {
    /// What its author says that it asks: the last scenario that was laid over the model is its own.
    fn description(&self) -> Option<&str> {
        self.loaded.scenarios.last()?.description.as_deref()
    }
}

/// Compares.
pub(in crate::cli) fn run(job: &CompareJob, printer: &mut Printer) -> Result<Exit, Failure> {
    let started = Instant::now();
    may_write(job.workbook.as_ref())?;
    let base = io::load(&job.model.model, &job.model.overlay)?;
    let (usable, mut unusable) = scenarios(job)?;
    for (_, findings) in &unusable {
        printer.refusal(&findings.clone().sorted());
    }
    if usable.is_empty() {
        return Ok(Exit::BadInput);
    }
    let names = || usable.iter().map(|option| option.name.as_str());
    check_reference(job, names())?;

    let mut candidates = vec![Candidate {
        name: BASE,
        description: None,
        model: &base.model,
    }];
    candidates.extend(usable.iter().map(|option| Candidate {
        name: &option.name,
        description: option.description(),
        model: &option.loaded.model,
    }));
    let kept = Kept::open(
        job.out.as_deref(),
        job.resume,
        &base,
        ("compare", &question(job, &usable)),
        &compare_files(),
    )?;
    interrupt::listen(printer.is_quiet());
    let watched = Watched::new(printer);
    let outcome = compare::run(
        &candidates,
        &job.options,
        Watch {
            progress: &|step| watched.step(step),
            keep: &|entry| kept.keep(entry),
            kept: kept.entries(),
        },
    );
    printer.clear_progress();
    let outcome = outcome.map_err(|error| Failure::of_job(error, &base))?;
    for (position, findings) in &outcome.refused {
        // The first candidate is the model as it is.
        if let Some(option) = position.checked_sub(1).and_then(|at| usable.get(at)) {
            let findings = option.loaded.locate(findings);
            printer.refusal(&findings.clone().sorted());
            unusable.push((option.name.clone(), findings));
        }
    }

    let findings = located(&base, &outcome.findings);
    let mut manifest = manifest(&job.model, Some(&base));
    manifest.solver = Some(Program::parse(&outcome.solver));
    manifest.seed = Some(job.options.seed);
    manifest.options = vec![
        asked("--reference", job.options.reference.as_deref()),
        asked("--samples", job.options.samples),
        asked("scenarios", Some(inputs(&usable).as_str())),
    ];
    manifest.timing.wall_seconds = started.elapsed().as_secs_f64();
    let changes: Vec<Vec<ChangeRecord>> = usable
        .iter()
        .map(|option| own_changes(&option.loaded, &base))
        .collect();
    let mut models = vec![ComparedModel {
        name: BASE,
        model: &base.model,
        changes: &[],
    }];
    let options = usable.iter().zip(&changes);
    models.extend(options.map(|(option, changes)| ComparedModel {
        name: &option.name,
        model: &option.loaded.model,
        changes,
    }));
    let report = CompareReport {
        models: &models,
        comparison: &outcome.comparison,
        unusable: &unusable,
        manifest: &manifest,
        findings: &findings,
    };
    printer.warnings(&findings, &job.model.model);
    present(&report, job.output, job.out.as_deref(), printer)?;
    write_workbook(job.workbook.as_ref(), printer, || {
        compare_workbook(&report.rows(), &manifest)
    })?;
    kept.close(outcome.comparison.interrupted, printer)?;
    Ok(ended(&outcome.comparison, !unusable.is_empty()))
}

fn ended(comparison: &Comparison, some_failed: bool) -> Exit {
    let mut options = comparison.options.iter();
    let planned = options.any(|option| option.kind != OptionKind::Today && option.value.is_some());
    if comparison.interrupted {
        Exit::Interrupted
    } else if some_failed {
        Exit::SomeFailed
    } else if planned {
        Exit::Done
    } else {
        Exit::NoPlan
    }
}

/// The scenarios that can be used, and those that cannot with what is wrong with them.
type Read = (Vec<Usable>, Vec<(String, Diagnostics)>);

fn scenarios(job: &CompareJob) -> Result<Read, Failure> {
    let (mut usable, mut unusable) = (Vec::new(), Vec::new());
    for named in io::scenarios(&job.model.model, &job.scenarios, &[TODAY, BASE])? {
        if named.findings.has_errors() {
            unusable.push((named.name, named.findings));
            continue;
        }
        let mut overlay: LoadOptions = job.model.overlay.clone();
        overlay.scenarios.push(named.path);
        match io::load(&job.model.model, &overlay) {
            Ok(loaded) => usable.push(Usable {
                name: named.name,
                loaded,
            }),
            Err(findings) => unusable.push((named.name, findings)),
        }
    }
    Ok((usable, unusable))
}

fn check_reference<'n>(
    job: &CompareJob,
    names: impl Iterator<Item = &'n str>,
) -> Result<(), Failure> {
    let Some(wanted) = &job.options.reference else {
        return Ok(());
    };
    let known: Vec<&str> = [TODAY, BASE].into_iter().chain(names).collect();
    if known.contains(&wanted.as_str()) {
        return Ok(());
    }
    let hint = suggestion(wanted, known.iter().copied());
    let hint = hint.unwrap_or_else(|| format!("the options are {}", known.join(", ")));
    let refused = bad_option(
        "--reference",
        format!("there is no option `{}`", Path::new(wanted).display()),
        &hint,
    );
    Err(Failure::Input(refused))
}

/// Names and hashes of the scenarios' models: with them the same comparison can be made again.
fn inputs(usable: &[Usable]) -> String {
    let rows = usable.iter();
    let rows = rows.map(|option| format!("{} {}", option.name, option.loaded.input_hash));
    rows.collect::<Vec<_>>().join("; ")
}

/// All that solves depend on besides the model as it is.
fn question(job: &CompareJob, usable: &[Usable]) -> String {
    let reference = job.options.reference.as_deref().unwrap_or(TODAY);
    format!(
        "seed {}, reference {reference}, {}",
        job.options.seed,
        inputs(usable)
    )
}

/// What an option changes beyond what all do.
fn own_changes(loaded: &Loaded, base: &Loaded) -> Vec<ChangeRecord> {
    let changes = loaded.changes.iter();
    changes
        .filter(|change| !base.changes.contains(change))
        .map(|change| ChangeRecord {
            path: change.path.clone(),
            old: change.old.clone(),
            new: change.new.clone(),
            by: change.by.clone(),
        })
        .collect()
}
