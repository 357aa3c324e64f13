//! `trefoil compare` as a person uses it: files and folders in, one bad file among good ones, and going on.

#![expect(
    clippy::disallowed_methods,
    reason = "a test may write files and look at what was written"
)]

use std::fs;
use std::path::Path;

use serde_json::Value;
use unicode_width::UnicodeWidthStr as _;

use super::run::{text, trefoil, trefoil_in};

const CUT: &str = "description = \"A tenth less\"\n[scale]\n\"pools[grant].amount\" = 0.9\n";

/// A result as text, without the line that says how long it took.
fn untimed(json: &str) -> String {
    let rest = json
        .lines()
        .filter(|line| !line.contains("\"wall_seconds\""));
    rest.collect::<Vec<_>>().join("\n")
}

fn names(result: &Value) -> Vec<String> {
    let options = result["result"]["options"].as_array().unwrap();
    let names = options.iter().map(|option| option["option"].as_str());
    names.map(|name| name.unwrap().to_owned()).collect()
}

#[test]
fn without_scenarios_those_of_the_model_are_compared_and_fit_80_columns() {
    let output = trefoil(&["compare", "minimal", "--samples", "20"]);
    assert_eq!(output.status.code(), Some(0));
    let page = text(&output);
    for words in [
        "today",
        "base",
        "more-volunteers",
        "restricted-gift",
        "WHAT IMPROVES",
        "IN EACH OTHER'S WORLDS",
        "MONEY TO MATCH",
    ] {
        assert!(page.contains(words), "{words}\n{page}");
    }
    assert!(page.lines().all(|line| line.width() <= 80), "{page}");
}

#[test]
fn every_shipped_model_is_compared_with_its_own_scenarios() {
    for (model, least) in [("minimal", 4), ("impossible", 4), ("inventory", 4)] {
        let output = trefoil(&["compare", model, "--samples", "2", "--format", "json"]);
        assert_eq!(output.status.code(), Some(0), "{model}");
        let result: Value = serde_json::from_str(&text(&output)).unwrap();
        assert_eq!(result["kind"], "compare");
        assert!(names(&result).len() >= least, "{model}");
        let described = |option: &Value| {
            option["kind"] != "scenario" || option["description"].as_str().is_some()
        };
        let options = result["result"]["options"].as_array().unwrap();
        assert!(options.iter().all(described), "{model}");
        // Nothing that was asked is left out.
        let money = result["result"]["money"].as_array().unwrap();
        let planned = options.iter().filter(|option| !option["worth"].is_null());
        let planned = planned.count();
        assert_eq!(money.len(), planned * (planned - 1), "{model}");
    }
}

#[test]
fn a_broken_scenario_among_good_ones_is_reported_with_its_line_and_the_rest_is_compared() {
    let folder = tempfile::tempdir().unwrap();
    let options = folder.path().join("options");
    fs::create_dir(&options).unwrap();
    fs::write(options.join("cut.toml"), CUT).unwrap();
    fs::write(
        options.join("typo.toml"),
        "[set]\n\"pools[grnt].amount\" = 1\n",
    )
    .unwrap();
    fs::write(options.join("torn.toml"), "[set\n").unwrap();
    fs::write(options.join("notes.txt"), "no scenario").unwrap();
    let output = trefoil_in(
        folder.path(),
        &[
            "compare",
            "minimal",
            "options",
            "more-volunteers",
            "no-such",
            "--format",
            "json",
        ],
    );
    assert_eq!(output.status.code(), Some(4));
    let said = String::from_utf8(output.stderr.clone()).unwrap();
    assert!(said.contains("typo.toml:2"), "{said}");
    assert!(said.contains("torn.toml:1"), "{said}");
    assert!(said.contains("no-such"), "{said}");
    let result: Value = serde_json::from_str(&text(&output)).unwrap();
    assert_eq!(names(&result), ["today", "base", "cut", "more-volunteers"]);
    let unusable = result["result"]["unusable"].as_array().unwrap();
    let of: Vec<&str> = unusable
        .iter()
        .map(|row| row["option"].as_str().unwrap())
        .collect();
    assert_eq!(of, ["torn", "typo", "no-such"]);
    let place = unusable[1]["place"].as_str().unwrap();
    assert!(place.contains("typo.toml:2"), "{place}");
    let cut = &result["result"]["options"][2];
    assert_eq!(cut["description"], "A tenth less");
    assert_eq!(cut["changes"][0]["path"], "pools[grant].amount");
    assert_eq!(cut["resources"][1]["cut"], 10_000.0);
}

#[test]
fn where_nothing_can_be_used_there_is_nothing_to_compare() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("typo.toml"),
        "[set]\n\"pool[grant].amount\" = 1\n",
    )
    .unwrap();
    fs::create_dir(folder.path().join("empty")).unwrap();
    for arguments in [
        &["compare", "minimal", "typo.toml"][..],
        &["compare", "minimal", "empty"],
        &[
            "compare",
            "minimal",
            "more-volunteers",
            "--reference",
            "less-volunteers",
        ],
        &["compare", "minimal", "--workbook", "results.csv"],
        &["compare", "no-such-model"],
    ] {
        let output = trefoil_in(folder.path(), arguments);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        assert!(output.stdout.is_empty() && !output.stderr.is_empty());
    }
}

#[test]
fn a_comparison_without_any_plan_exits_with_3_and_says_why() {
    let output = trefoil(&["compare", "impossible", "smaller-grant"]);
    assert_eq!(output.status.code(), Some(3));
    let page = text(&output);
    assert!(page.contains("no plan keeps all of"), "{page}");
    assert!(page.contains("more-readers"), "{page}");
}

fn compare_out(folder: &Path, more: &[&str]) -> String {
    let asked = [
        "compare",
        "minimal",
        "--samples",
        "30",
        "--seed",
        "3",
        "--format",
        "csv",
        "--out",
        "out",
    ];
    let output = trefoil_in(folder, &[&asked[..], more].concat());
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    untimed(&fs::read_to_string(folder.join("out/result.json")).unwrap())
}

#[test]
fn one_thread_or_two_and_a_run_that_was_killed_end_with_the_same_bytes() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let whole = compare_out(one.path(), &["--threads", "1"]);
    assert_eq!(whole, compare_out(two.path(), &["--threads", "2"]));
    for table in [
        "compared.csv",
        "regrets.csv",
        "matching_money.csv",
        "columns.csv",
    ] {
        let read = |folder: &Path| fs::read(folder.join("out").join(table)).unwrap();
        assert_eq!(read(one.path()), read(two.path()), "{table}");
    }
    // Killed at any line, the last one torn: what was finished is gone on with.
    let journal = fs::read_to_string(one.path().join("out/journal.jsonl")).unwrap();
    let lines = journal.lines().count();
    assert!(lines > 35, "{lines} lines");
    for part in [0.02, 0.3, 0.9] {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a place in a file"
        )]
        let cut = (part * journal.len() as f64) as usize;
        fs::write(one.path().join("out/journal.jsonl"), &journal[..cut]).unwrap();
        assert_eq!(compare_out(one.path(), &["--resume"]), whole);
    }
    // Of another question, nothing is gone on with.
    let output = trefoil_in(
        one.path(),
        &[
            "compare",
            "minimal",
            "--seed",
            "3",
            "--reference",
            "base",
            "--out",
            "out",
            "--resume",
        ],
    );
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn hostile_names_are_shown_and_never_obeyed() {
    let folder = tempfile::tempdir().unwrap();
    let name = "=cmd(1)<script>alert(1)<b>.toml";
    let description = "description = \"</dd><script>alert(2)</script>\"\n";
    fs::write(
        folder.path().join(name),
        format!("{description}{CUT}").replacen("description = \"A tenth less\"\n", "", 1),
    )
    .unwrap();
    // A file named like an option that is always there keeps apart from it.
    fs::write(folder.path().join("base.toml"), CUT).unwrap();
    let output = trefoil_in(
        folder.path(),
        &[
            "compare",
            "minimal",
            name,
            "base.toml",
            "--samples",
            "3",
            "--format",
            "csv",
            "--out",
            "out",
        ],
    );
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let table = fs::read_to_string(folder.path().join("out/compared.csv")).unwrap();
    assert!(table.contains("'=cmd(1)"), "{table}");
    let json = fs::read_to_string(folder.path().join("out/result.json")).unwrap();
    let result: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(
        names(&result),
        ["today", "base", "=cmd(1)<script>alert(1)<b>", "base.toml"]
    );
    let made = trefoil_in(folder.path(), &["report", "out", "-o", "page.html"]);
    assert_eq!(made.status.code(), Some(0));
    let page = fs::read_to_string(folder.path().join("page.html")).unwrap();
    assert!(!page.contains("<script>alert"), "a name became a script");
    assert!(page.contains("&lt;script&gt;alert(1)"), "the name is shown");
}

#[test]
fn a_comparison_alone_makes_a_page_and_beside_a_plan_it_adds_a_section() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let asked = ["compare", "minimal", "--samples", "5", "--out", "options"];
    let more = ["--workbook", "options.xlsx", "--quiet"];
    assert!(
        trefoil_in(folder, &[&asked[..], &more].concat())
            .status
            .success()
    );
    assert!(
        fs::read(folder.join("options.xlsx"))
            .unwrap()
            .starts_with(b"PK")
    );
    let plan = [
        "recommend",
        "minimal",
        "--samples",
        "5",
        "--out",
        "plan",
        "--quiet",
    ];
    assert!(trefoil_in(folder, &plan).status.success());
    let page = |results: &[&str], file: &str| {
        let made = trefoil_in(folder, &[&["report"], results, &["-o", file]].concat());
        assert_eq!(
            made.status.code(),
            Some(0),
            "{}",
            String::from_utf8_lossy(&made.stderr)
        );
        fs::read_to_string(folder.join(file)).unwrap()
    };
    let alone = page(&["options"], "alone.html");
    let both = page(&["plan", "options"], "both.html");
    for page in [&alone, &both] {
        assert!(page.contains("Options side by side"));
        assert!(page.contains("Money to match"));
        assert!(page.contains("more-volunteers"));
    }
    assert!(
        both.contains("Who is asked") || both.contains("asks"),
        "the plan's own sections stay"
    );
    // The workbook is not overwritten unasked.
    let again = trefoil_in(
        folder,
        &[
            "compare",
            "minimal",
            "--samples",
            "0",
            "--workbook",
            "options.xlsx",
        ],
    );
    assert_eq!(again.status.code(), Some(1));
}
