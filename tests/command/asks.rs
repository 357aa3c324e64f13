//! `trefoil recommend --asks` and `--workbook`: what partners are asked for, and results in a workbook.

use std::collections::BTreeMap;

use super::run::{text, trefoil};
use crate::io::{files_of, read_file};

fn said(output: &std::process::Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn each_move_is_asked_of_its_partner_once_and_in_80_columns() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out").display().to_string();
    let output = trefoil(&[
        "recommend",
        "cincinnati",
        "--samples",
        "4",
        "--asks",
        "--out",
        &out,
    ]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let printed = text(&output);
    assert!(
        printed.lines().all(|line| line.chars().count() <= 80),
        "{printed}"
    );
    let files = files_of(&folder.path().join("out"));
    let json: serde_json::Value = serde_json::from_slice(&files["result.json"]).unwrap();
    let (asks, moves) = (&json["result"]["asks"], &json["result"]["moves"]);
    let (asks, moves) = (asks.as_array().unwrap(), moves.as_array().unwrap());
    assert_eq!(asks.len(), moves.len());
    let mut last: BTreeMap<String, u64> = BTreeMap::new();
    for (ask, row) in asks.iter().zip(moves) {
        for key in ["partner", "pool", "from", "to", "amount", "unit"] {
            assert_eq!(ask[key], row[key]);
        }
        let action = match (row["from"].is_null(), row["to"].is_null()) {
            (_, true) => "release",
            (true, false) => "use",
            (false, false) => "move",
        };
        assert_eq!(ask["action"], action);
        let number = last.entry(ask["partner"].to_string()).or_default();
        *number += 1;
        assert_eq!(ask["ask"], *number);
        assert!(ask["holds"].is_boolean() && ask["answer"].is_null());
    }
    let numbered = printed.lines().filter(|line| {
        let start = line.trim_start().split_once(". ").map(|(number, _)| number);
        start.is_some_and(|number| number.parse::<u32>().is_ok())
    });
    assert_eq!(numbered.count(), asks.len());
    let table = String::from_utf8(files["asks.csv"].clone()).unwrap();
    assert!(
        table
            .lines()
            .next()
            .unwrap()
            .ends_with(",answer,amount_agreed")
    );
    let refused = trefoil(&["recommend", "minimal", "--asks", "--format", "json"]);
    assert_eq!(refused.status.code(), Some(1));
}

#[test]
fn a_workbook_of_results_is_the_same_in_every_run_and_is_not_overwritten_unasked() {
    let folder = tempfile::tempdir().unwrap();
    let run = |name: &str, more: &[&str]| {
        let file = folder.path().join(name).display().to_string();
        let command = [
            "recommend",
            "minimal",
            "--samples",
            "4",
            "--workbook",
            &file,
        ];
        trefoil(&[&command[..], more].concat())
    };
    for name in ["one.xlsx", "two.xlsx"] {
        let output = run(name, &[]);
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    }
    let read = |name: &str| read_file(&folder.path().join(name));
    assert_eq!(read("one.xlsx"), read("two.xlsx"));
    let refused = run("one.xlsx", &[]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(said(&refused).contains("--force"), "{}", said(&refused));
    // Before anything is read or computed: this model is not there.
    let file = folder.path().join("one.xlsx").display().to_string();
    let early = trefoil(&["recommend", "no-such-model", "--workbook", &file]);
    assert!(said(&early).contains("--force"), "{}", said(&early));
    assert_eq!(run("one.xlsx", &["--force"]).status.code(), Some(0));
    assert_eq!(run("one.ods", &[]).status.code(), Some(1));
}
