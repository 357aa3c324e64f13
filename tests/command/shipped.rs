//! Every shipped model with every one of its scenarios, and what the results promise.

use std::path::Path;

use serde_json::Value;

use super::run::{text, trefoil, trefoil_in};
use trefoil::app::{recommend, watch::Watch};
use trefoil::domain::{Recommendation, Status};
use trefoil::io::{LoadOptions, load, shipped_models};

fn recommended(model: &str, scenario: Option<&str>) -> Recommendation {
    let options = LoadOptions {
        scenarios: scenario.into_iter().map(Into::into).collect(),
        ..LoadOptions::default()
    };
    let loaded = load(model, &options).unwrap();
    recommend::run(
        &loaded.model,
        recommend::Options::without_draws(),
        Watch::nobody(),
    )
    .unwrap()
    .recommendation
}

/// Names of the files in a folder, in order; none where there is no folder.
#[expect(clippy::disallowed_methods, reason = "a test may look at files")]
fn files(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// Names of the scenarios of a model.
fn scenarios(model: &str) -> Vec<String> {
    files(
        &Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("scenarios")
            .join(model),
    )
    .iter()
    .filter_map(|file| file.strip_suffix(".toml"))
    .map(str::to_owned)
    .collect()
}

#[test]
fn every_shipped_model_with_every_scenario_ends_with_a_certified_plan_or_a_proof_that_there_is_none()
 {
    for model in shipped_models() {
        let names = scenarios(&model.name);
        for scenario in std::iter::once(None).chain(names.iter().map(|name| Some(name.as_str()))) {
            let result = recommended(&model.name, scenario);
            let what = format!("{} with {scenario:?}", model.name);
            // One scenario lifts the limit that makes it impossible.
            if model.name == "impossible" && scenario != Some("more-books") {
                assert_eq!(result.status, Status::Infeasible, "{what}");
                continue;
            }
            assert_eq!(result.status, Status::Optimal, "{what}");
            let value = result.value.unwrap();
            assert_eq!(value.today, 0.0, "{what}");
            let integers = result.certificate.as_ref().unwrap().integers;
            let tolerance = if integers.is_some() { 1e-3 } else { 1e-6 };
            let gap = result.certificate.as_ref().unwrap().gap;
            assert!(gap <= tolerance && value.bound >= value.plan, "{what}");
            assert!(
                result.steps.as_ref().is_none_or(|steps| steps.kept),
                "{what}"
            );
            for pool in &result.pools {
                let used = pool.plan + pool.switching_cost + pool.converted;
                assert!(used <= pool.amount * (1.0 + 1e-9), "{what}: {}", pool.pool);
            }
        }
    }
}

#[test]
fn an_impossible_model_exits_with_3_and_names_the_limits_that_clash() {
    let output = trefoil(&["recommend", "impossible"]);
    assert_eq!(output.status.code(), Some(3));
    let page = text(&output);
    for rule in ["more-readers", "few-books", "tutors-as-today"] {
        assert!(page.contains(rule), "{page}");
    }
}

#[test]
fn bad_input_and_bad_usage_exit_with_1() {
    for arguments in [
        &["recommend", "no-such-model"][..],
        &["recommend", "minimal", "--set", "pools[grnt].amount=1"],
        &["recommend", "minimal", "--format", "poem"],
        &["reccomend"],
    ] {
        let output = trefoil(arguments);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        assert!(output.stdout.is_empty(), "{arguments:?}");
        assert!(!output.stderr.is_empty(), "{arguments:?}");
    }
}

#[test]
fn the_same_question_has_the_same_answer_but_for_the_clock() {
    let answer = || {
        let mut value: Value = serde_json::from_str(&text(&trefoil(&[
            "recommend",
            "cincinnati",
            "--format",
            "json",
        ])))
        .unwrap();
        value["manifest"]["timing"] = Value::Null;
        value
    };
    let first = answer();
    assert_eq!(first, answer());
    assert_eq!(first["format_version"], "1.0");
    assert_eq!(first["result"]["status"], "optimal");
}

#[test]
fn a_result_folder_holds_the_result_its_tables_and_what_their_columns_mean() {
    let folder = tempfile::tempdir().unwrap();
    let output = trefoil_in(
        folder.path(),
        &["recommend", "minimal", "--format", "csv", "--out", "result"],
    );
    assert_eq!(output.status.code(), Some(0));
    let present = files(&folder.path().join("result"));
    for file in [
        "result.json",
        "moves.csv",
        "activities.csv",
        "cells.csv",
        "pools.csv",
        "practices.csv",
        "columns.csv",
    ] {
        assert!(present.iter().any(|name| name == file), "{file}");
    }
}

#[test]
fn a_generated_model_can_be_read_back_and_solved() {
    let folder = tempfile::tempdir().unwrap();
    let made = trefoil_in(
        folder.path(),
        &["generate", "--size", "S", "--seed", "7", "--out", "made"],
    );
    assert_eq!(
        made.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&made.stderr)
    );
    let solved = trefoil_in(
        folder.path(),
        &["recommend", "made", "--format", "json", "--quiet"],
    );
    assert_eq!(solved.status.code(), Some(0));
    let value: Value = serde_json::from_str(&text(&solved)).unwrap();
    assert_eq!(value["result"]["status"], "optimal");
}

/// The chain of each effect in the two forms for programs: as many steps in the one as in the other.
#[test]
fn the_evidence_is_written_as_json_and_as_csv() {
    let output = trefoil(&["validate", "cincinnati", "--evidence", "--format", "json"]);
    let value: Value = serde_json::from_str(&text(&output)).unwrap();
    let effects = value["result"]["effects"].as_array().unwrap();
    let steps: usize = effects
        .iter()
        .map(|effect| effect["chain"].as_array().unwrap().len())
        .sum();
    assert!(effects.len() > 35 && steps > 4 * 35, "{steps}");
    let table = text(&trefoil(&[
        "validate",
        "cincinnati",
        "--evidence",
        "--format",
        "csv",
    ]));
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    assert_eq!(reader.records().map(Result::unwrap).count(), steps);

    let output = trefoil(&["validate", "cincinnati", "--format", "json"]);
    let value: Value = serde_json::from_str(&text(&output)).unwrap();
    assert!(value["result"]["effects"].is_null());
    assert_eq!(value["result"]["coverage"]["movable"], 18);
    let refused = trefoil(&["validate", "cincinnati", "--format", "csv"]);
    assert_eq!(refused.status.code(), Some(1));
    let output = trefoil(&["models", "--schemes", "--format", "json"]);
    let value: Value = serde_json::from_str(&text(&output)).unwrap();
    assert_eq!(value["result"]["schemes"].as_array().unwrap().len(), 76);
}

#[test]
fn generated_proposals_are_of_the_model_that_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let generate = |out: &str| {
        let arguments = [
            "generate",
            "--proposals",
            "20",
            "--model",
            "minimal",
            "--seed",
            "7",
            "--out",
            out,
        ];
        trefoil_in(folder.path(), &arguments)
    };
    assert!(generate("a.csv").status.success());
    assert!(!generate("a.csv").status.success(), "it is there already");
    assert!(!generate("a.xlsx").status.success());
    assert!(generate("b.csv").status.success());
    let text = |name: &str| crate::io::read_file(&folder.path().join(name));
    assert_eq!(text("a.csv"), text("b.csv"));
    let lines = String::from_utf8(text("a.csv")).unwrap();
    assert_eq!(lines.lines().count(), 21, "{lines}");
}
