//! `trefoil report` as a person uses it: results in, a page out, and nothing overwritten unasked.

#![expect(
    clippy::disallowed_methods,
    reason = "a test may look at what was written"
)]

use std::fs;
use std::path::Path;
use std::process::Output;

use super::run::{text, trefoil_in};
use trefoil::report::{ReadResult, read};

/// Writes what a command prints as JSON.
fn result(folder: &Path, file: &str, arguments: &[&str]) -> String {
    let output = trefoil_in(
        folder,
        &[arguments, &["--format", "json", "--quiet"]].concat(),
    );
    let json = text(&output);
    fs::write(folder.join(file), &json).unwrap();
    json
}

fn said(output: &Output) -> String {
    assert!(
        output.stdout.is_empty(),
        "a page is no data for standard output"
    );
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort_unstable();
    names
}

#[test]
fn results_of_every_command_make_one_page_of_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    for command in ["recommend", "alternatives"] {
        result(folder, &format!("{command}.json"), &[command, "minimal"]);
    }
    result(
        folder,
        "sensitivity.json",
        &["sensitivity", "minimal", "--samples", "20"],
    );
    result(
        folder,
        "evidence.json",
        &["validate", "minimal", "--evidence"],
    );
    let written = trefoil_in(
        folder,
        &["recommend", "minimal", "--out", "plan", "--quiet"],
    );
    assert_eq!(written.status.code(), Some(0));
    let files = ["sensitivity.json", "evidence.json", "alternatives.json"];
    let of = |plan: &str, page: &str| {
        let output = trefoil_in(
            folder,
            &[&["report", plan], &files[..], &["-o", page]].concat(),
        );
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        fs::read_to_string(folder.join(page)).unwrap()
    };
    let (one, other) = (
        of("recommend.json", "one.html"),
        of("recommend.json", "other.html"),
    );
    assert_eq!(one, other);
    // A folder is its result.json.
    let from_folder = of("plan", "folder.html");
    assert_eq!(
        from_folder
            .replace("plan/result.json", "recommend.json")
            .len(),
        one.len()
    );
    for section in [
        "asks", "flows", "targets", "funded", "evidence", "swings", "pools", "choices", "made",
    ] {
        assert!(
            one.contains(&format!("<section id=\"{section}\"")),
            "{section}"
        );
    }
}

#[test]
fn a_page_that_is_there_is_kept_unless_it_is_forced() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    result(
        folder,
        "plan.json",
        &["recommend", "minimal", "--samples", "0"],
    );
    let first = trefoil_in(folder, &["report", "plan.json"]);
    assert_eq!(first.status.code(), Some(0));
    assert!(said(&first).contains("wrote report.html"));
    fs::write(folder.join("report.html"), "mine").unwrap();
    let second = trefoil_in(folder, &["report", "plan.json"]);
    assert_eq!(second.status.code(), Some(1));
    let words = said(&second);
    assert!(
        words.contains("report.html") && words.contains("--force"),
        "{words}"
    );
    assert_eq!(
        fs::read_to_string(folder.join("report.html")).unwrap(),
        "mine"
    );
    let forced = trefoil_in(folder, &["report", "plan.json", "--force", "--quiet"]);
    assert_eq!(
        (forced.status.code(), said(&forced).as_str()),
        (Some(0), "")
    );
    assert!(
        fs::read_to_string(folder.join("report.html"))
            .unwrap()
            .starts_with("<!DOCTYPE html>")
    );
    // Nothing is left of the writing.
    assert_eq!(names(folder), ["plan.json", "report.html"]);
}

#[test]
fn all_that_is_wrong_with_the_results_is_said_at_once_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let plan = result(
        folder,
        "plan.json",
        &["recommend", "minimal", "--samples", "0"],
    );
    fs::write(folder.join("cut.json"), &plan[..plan.len() / 2]).unwrap();
    fs::write(folder.join("twice.json"), &plan).unwrap();
    fs::create_dir(folder.join("empty")).unwrap();
    result(
        folder,
        "changed.json",
        &[
            "alternatives",
            "minimal",
            "--set",
            "pools[grant].amount=50000",
        ],
    );
    let arguments = [
        "report",
        "plan.json",
        "cut.json",
        "twice.json",
        "missing.json",
        "empty",
        "changed.json",
    ];
    let output = trefoil_in(folder, &arguments);
    assert_eq!(output.status.code(), Some(1));
    let words: String = said(&output)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    for part in [
        "bad-result] cut.json",
        "ends before its JSON does",
        "twice.json",
        "of which plan.json is one already",
        "missing.json",
        "the folder holds no result.json",
        "different-input] changed.json",
        "is of another model than plan.json",
        "5 errors",
    ] {
        assert!(words.contains(part), "{part} is not in\n{words}");
    }
    assert!(!folder.join("report.html").exists());
}

#[test]
fn a_model_without_a_plan_makes_a_page_that_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    result(folder, "plan.json", &["recommend", "impossible"]);
    let output = trefoil_in(folder, &["report", "plan.json"]);
    assert_eq!(output.status.code(), Some(0));
    let page = fs::read_to_string(folder.join("report.html")).unwrap();
    assert!(page.contains("No plan keeps every promise") && page.contains("The cheapest way out"));
}

#[test]
fn a_page_cannot_be_made_of_nothing() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(
        trefoil_in(folder.path(), &["report"]).status.code(),
        Some(1)
    );
}

#[test]
fn results_of_the_shipped_models_are_the_same_bytes_after_they_were_read() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in [
        &["recommend", "minimal"][..],
        &["recommend", "inventory", "--samples", "20"],
        &["recommend", "impossible"],
        &["sensitivity", "minimal", "--samples", "20"],
        &["alternatives", "minimal"],
        &["compare", "minimal", "--samples", "5"],
        &["compare", "impossible", "--samples", "2"],
        &["validate", "inventory", "--evidence"],
        &["validate", "cincinnati", "--evidence"],
    ] {
        let json = result(folder.path(), "result.json", arguments);
        let again = match read("result.json", json.as_bytes()).unwrap() {
            ReadResult::Recommend(read) => read.json(),
            ReadResult::Sensitivity(read) => read.json(),
            ReadResult::Alternatives(read) => read.json(),
            ReadResult::Compare(read) => read.json(),
            ReadResult::Validate(read) => read.json(),
        };
        assert!(again == json, "{arguments:?}");
    }
}
