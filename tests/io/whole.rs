//! Whole folders, damaged at random: whatever is in them, they are refused with reasons or mean what they say.
//!
//! `FUZZ_FOLDERS` is how many are tried, `FUZZ_FIRST` the number of the first; a failure prints its number, and
//! `FUZZ_FIRST=<number> FUZZ_FOLDERS=1` tries it again.

use std::fmt::Write as _;
use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use trefoil::app::validate;
use trefoil::diagnostic::{Diagnostics, codes};
use trefoil::domain::{Model, Status, uncertain};
use trefoil::engine::backend::{Limits, Raw};
use trefoil::engine::{EngineOptions, Flow, Form, Instance, recommend};
use trefoil::evidence::effects;
use trefoil::io::{LoadOptions, Loaded, load, model_files, write};
use trefoil::report::RecommendResult;

use super::folder::Folder;
use super::mutate::case;

/// Folders that are tried unless `FUZZ_FOLDERS` says otherwise.
const FOLDERS: u64 = 500;

/// Folders between two lines of progress.
const PROGRESS: u64 = 1_000;

/// Activities, chords and cells up to which a plan is asked for: such are solved in milliseconds.
const SMALL: [usize; 3] = [16, 16, 400];

/// Linear programs after which a search is stopped. Work is bounded by counts, so that a number always means the
/// same.
const MOST_ROUNDS: usize = 300;

/// Simplex iterations that one linear program may take.
const MOST_ITERATIONS: u32 = 50_000;

fn asked(name: &str, unless: u64) -> u64 {
    let text = std::env::var(name).ok();
    text.map_or(unless, |text| text.parse().expect("a count"))
}

/// What became of folders, by kind.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Tally {
    refused: u64,
    valid: u64,
    planned: u64,
    without_plan: u64,
}

#[test]
fn whole_folders_are_refused_with_reasons_or_mean_what_they_say() {
    let (first, count) = (asked("FUZZ_FIRST", 0), asked("FUZZ_FOLDERS", FOLDERS));
    let next = AtomicU64::new(first);
    let tally = Mutex::new(Tally::default());
    let failures = Mutex::new(String::new());
    let threads = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= first + count {
                        break;
                    }
                    let outcome = catch_unwind(AssertUnwindSafe(|| try_folder(&case(number))));
                    if let Err(panic) = outcome.map(|kind| add(&mut tally.lock().unwrap(), kind)) {
                        let said = panic.downcast_ref::<String>().map(String::as_str);
                        let said = said.or_else(|| panic.downcast_ref::<&str>().copied());
                        let said = said.unwrap_or("no message");
                        writeln!(
                            failures.lock().unwrap(),
                            "FUZZ_FIRST={number} FUZZ_FOLDERS=1: {said}"
                        )
                        .unwrap();
                    }
                    let done = number - first + 1;
                    if done.is_multiple_of(PROGRESS) {
                        let tally = *tally.lock().unwrap();
                        // The captured output of a test would show only at its end.
                        let _ = writeln!(std::io::stderr(), "{done} of {count} folders: {tally:?}");
                    }
                }
            });
        }
    });
    let failures = failures.into_inner().unwrap();
    assert!(failures.is_empty(), "\n{failures}");
    let tally = tally.into_inner().unwrap();
    if count > FOLDERS {
        let _ = writeln!(std::io::stderr(), "{count} folders: {tally:?}");
    }
    // Damage that is always refused, or never, would try nothing.
    if count >= FOLDERS {
        let some = |kind: u64| kind > count / 50;
        assert!(
            some(tally.refused) && some(tally.valid) && some(tally.planned),
            "{tally:?}"
        );
    }
}

fn add(tally: &mut Tally, kind: Tally) {
    tally.refused += kind.refused;
    tally.valid += kind.valid;
    tally.planned += kind.planned;
    tally.without_plan += kind.without_plan;
}

/// Everything that must hold of a folder; what became of it.
fn try_folder(folder: &Folder) -> Tally {
    let mut tally = Tally::default();
    let (_root, path) = folder.write();
    let read = || load(&path.to_string_lossy(), &folder.options());
    match (read(), read()) {
        (Ok(loaded), Ok(again)) => {
            assert!(!loaded.diagnostics.has_errors());
            assert_eq!(loaded.diagnostics, again.diagnostics);
            assert_eq!(loaded.input_hash, again.input_hash);
            legible(&loaded.diagnostics);
            survives_writing(&loaded);
            draws(&loaded.model);
            tally.valid = 1;
            plan(&loaded, &mut tally);
        }
        (Err(findings), Err(again)) => {
            assert!(findings.has_errors());
            assert_eq!(findings, again);
            assert_eq!(findings.clone().sorted(), findings, "findings are in order");
            legible(&findings);
            tally.refused = 1;
        }
        _ => panic!("the same folder is read and refused"),
    }
    tally
}

/// Every finding says where and what, on lines that a terminal shows as they are.
fn legible(findings: &Diagnostics) {
    for finding in findings {
        let location = &finding.location;
        assert!(
            location.file.is_some() || location.path.is_some(),
            "no place: {finding}"
        );
        assert!(
            !finding.message.trim().is_empty(),
            "no message at {location}"
        );
        assert!(
            finding
                .hint
                .as_ref()
                .is_none_or(|hint| !hint.trim().is_empty()),
            "an empty hint: {finding}"
        );
        assert!(
            codes::CODES.iter().any(|(code, _)| *code == finding.code),
            "{}",
            finding.code
        );
        let text = finding.to_string();
        let shown = |c: char| c == '\n' || !c.is_control();
        assert!(text.chars().all(shown), "control characters: {text:?}");
        assert!(text.len() < 8_000, "{} bytes in one finding", text.len());
    }
}

/// What was accepted reads back the same, unless a scenario left a pool less than it gives.
fn survives_writing(loaded: &Loaded) {
    let tables = loaded.model.tables();
    if let Err(findings) = validate::stands_alone(&loaded.model) {
        for finding in &findings {
            let warning = finding.severity != trefoil::diagnostic::Severity::Error;
            assert!(
                warning || finding.code == codes::OVER_ALLOCATED_POOL,
                "{finding}"
            );
        }
        return;
    }
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("written");
    write::new_folder(&folder, &model_files(tables))
        .unwrap_or_else(|findings| panic!("{findings}"));
    let back = load(&folder.to_string_lossy(), &LoadOptions::default());
    let back = back.unwrap_or_else(|findings| panic!("what was written is refused: {findings}"));
    assert_eq!(back.model, loaded.model);
    assert_eq!(back.input_hash, loaded.input_hash);
}

/// Nothing changes where nothing is drawn, and the model of any draw can be taken to the program to solve.
fn draws(model: &Model) {
    let inputs = uncertain(model);
    assert!(inputs.windows(2).all(|pair| pair[0].path < pair[1].path));
    let same: Vec<f64> = inputs.iter().map(|input| input.value).collect();
    assert_eq!(model.drawn(&inputs, &same), *model);
    for p in [0.001, 0.1, 0.9, 0.999] {
        let values: Vec<f64> = inputs.iter().map(|input| input.at(p)).collect();
        assert!(values.iter().all(|value| value.is_finite()), "{inputs:?}");
        let drawn = model.drawn(&inputs, &values);
        let Ok(effects) = effects(&drawn) else {
            return;
        };
        let instance = Instance::new(&drawn, &effects);
        for cell in &instance.cells {
            let room = cell.room.unwrap_or_default();
            let sound = |value: f64| value.is_finite() && value >= 0.0;
            assert!(
                [cell.weight, cell.gap, room].into_iter().all(sound),
                "{cell:?}"
            );
        }
    }
}

/// Builds what the model comes to and, where it is small, a plan that passes its audit.
fn plan(loaded: &Loaded, tally: &mut Tally) {
    legible(&loaded.locate(&validate::run(&loaded.model)));
    let Ok(effects) = effects(&loaded.model) else {
        return;
    };
    let instance = Instance::new(&loaded.model, &effects);
    let chords = loaded.model.settings().policy.chords as usize;
    let sizes = [instance.activities.len(), chords, instance.cells.len()];
    if sizes.iter().zip(SMALL).any(|(size, most)| *size > most) {
        return;
    }
    let limits = Limits {
        iterations: Some(MOST_ITERATIONS),
        ..Limits::default()
    };
    let options = EngineOptions {
        backend: &Raw,
        form: Form::Reduced,
        limits,
    };
    let result = recommend(&loaded.model, &instance, options, &mut |progress| {
        if progress.rounds > MOST_ROUNDS {
            Flow::Stop
        } else {
            Flow::Continue
        }
    });
    let result = result.unwrap_or_else(|error| panic!("no plan: {error}"));
    match result.status {
        Status::Optimal => tally.planned = 1,
        Status::GapOpen | Status::Infeasible | Status::Stopped => tally.without_plan = 1,
    }
    shows(&loaded.model, &result);
}

/// A result has no figure that JSON cannot write.
fn shows(model: &Model, result: &trefoil::domain::Recommendation) {
    let record = RecommendResult::new(model, result);
    let value = record.value.as_ref();
    assert!(
        value.is_none_or(|value| value.plan.is_finite()),
        "{value:?}"
    );
    assert!(
        !serde_json::to_string(&record)
            .expect("a result is JSON")
            .is_empty()
    );
}
