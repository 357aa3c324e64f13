//! The shipped inventory as a person uses it.

use serde_json::Value;

use super::run::{text, trefoil};
use crate::io::files_of;
use trefoil::app::{recommend, watch::Watch};
use trefoil::domain::Status;
use trefoil::io::{LoadOptions, load};

/// A page as one line of words, wherever it is broken.
fn flat(page: &str) -> String {
    page.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn json(arguments: &[&str]) -> Value {
    let output = trefoil(&[arguments, &["--format", "json"]].concat());
    assert_eq!(output.status.code(), Some(0), "{arguments:?}");
    serde_json::from_str(&text(&output)).unwrap()
}

#[test]
fn money_that_leaves_unknown_programs_is_told_apart_from_what_was_shown_to_fail() {
    let output = trefoil(&["recommend", "inventory"]);
    assert_eq!(output.status.code(), Some(0));
    let page = flat(&text(&output));
    let result = json(&["recommend", "inventory"]);
    let unknown: Vec<&Value> = result["result"]["activities"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["never_evaluated"] == true)
        .map(|row| &row["activity"])
        .collect();
    assert_eq!(unknown.len(), 4);
    let moves = result["result"]["moves"].as_array().unwrap();
    let sum = |of: &dyn Fn(&Value) -> bool| -> f64 {
        let amounts = moves.iter().filter(|row| of(row));
        amounts.map(|row| row["amount"].as_f64().unwrap()).sum()
    };
    let leaves = sum(&|row| unknown.contains(&&row["from"]));
    assert!(leaves > 0.0);
    // As the page writes an amount: $12,345.
    let dollars = |amount: f64| {
        let digits = format!("{amount:.0}");
        let (thousands, rest) = digits.split_at(digits.len() - 3);
        format!("${thousands},{rest}")
    };
    let told = format!(
        "{} of the {} that moves leaves programs that were never evaluated, not programs shown to fail.",
        dollars(leaves),
        dollars(sum(&|_| true))
    );
    assert!(page.contains(&told), "{told}\n{page}");
    let messages = flat(&String::from_utf8_lossy(&output.stderr));
    assert!(
        messages.contains("program 'Lakeside summer camp' looks like practice `summer-learning`"),
        "{messages}"
    );
}

/// What is told first is what solving again says.
#[test]
fn what_is_filled_in_is_ranked_by_what_it_decides() {
    let page = text(&trefoil(&["recommend", "inventory", "--quiet"]));
    assert!(page.contains("REPLACE THESE FIRST"), "{page}");
    let result = json(&["recommend", "inventory"]);
    let rows = result["result"]["replace_first"].as_array().unwrap();
    assert_eq!(rows.len(), 5);
    let number = |row: &Value, key: &str| row[key].as_f64().unwrap();
    let swings: Vec<f64> = rows
        .iter()
        .map(|row| (number(row, "best_at_high") - number(row, "best_at_low")).abs())
        .collect();
    assert!(
        swings.is_sorted_by(|a, b| a >= b) && swings[4] > 0.0,
        "{swings:?}"
    );
    let first = &rows[0];
    for (end, best) in [("low", "best_at_low"), ("high", "best_at_high")] {
        let set = format!("{}={}", first["path"].as_str().unwrap(), first[end]);
        let options = LoadOptions {
            sets: vec![set],
            ..LoadOptions::default()
        };
        let loaded = load("inventory", &options).unwrap();
        let outcome = recommend::run(
            &loaded.model,
            recommend::Options::without_draws(),
            Watch::nobody(),
        )
        .unwrap();
        let value = outcome.recommendation.best_value().unwrap();
        let told = number(first, best);
        assert!(
            (value - told).abs() <= 1e-4 * told.abs(),
            "{end}: {value} and {told}"
        );
    }
    // A model of which nothing was filled in has nothing to replace.
    assert!(json(&["recommend", "minimal"])["result"]["replace_first"].is_null());
}

/// Without capacities that were filled in, locks are all that is left to look up.
#[test]
fn an_unclear_restriction_is_among_what_decides_where_the_money_would_move() {
    let alone = [
        "recommend",
        "inventory",
        "--set",
        "inventory[youth-leadership-circle,rivers-foundation,northgate,endowment].restricted=unclear",
        "--set",
        "activities[*,*].capacity=",
    ];
    let result = json(&alone);
    let rows = result["result"]["replace_first"].as_array().unwrap();
    assert!(!rows.is_empty());
    for row in rows {
        let path = row["path"].as_str().unwrap();
        assert!(
            path.starts_with("allocations[") && path.ends_with(".locked"),
            "{path}"
        );
        assert!(row["value"].is_null());
        let gain = row["best_at_high"].as_f64().unwrap() - row["best_at_low"].as_f64().unwrap();
        assert!(gain > 0.0, "{path}: {gain}");
    }
}

#[test]
fn the_full_tables_are_written_for_a_folder_of_their_own() {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("full");
    let out = folder.display().to_string();
    let output = trefoil(&["validate", "inventory", "--print-resolved", "--out", &out]);
    assert_eq!(output.status.code(), Some(0));
    let files = files_of(&folder);
    assert!(files.contains_key("pools.csv") && !files.contains_key("inventory.csv"));
    let full = load(&out, &LoadOptions::default()).unwrap();
    let inventory = load("inventory", &LoadOptions::default()).unwrap();
    assert_eq!(full.input_hash, inventory.input_hash);
    let notes = String::from_utf8(files["activities.csv"].clone()).unwrap();
    assert!(
        notes
            .lines()
            .skip(1)
            .all(|line| line.contains("filled in") && line.ends_with(",default"))
    );
}

#[test]
fn the_shipped_practices_are_listed_with_what_they_count_for() {
    let page = text(&trefoil(&["models", "--practices"]));
    assert!(
        page.contains("summer-learning: Academic summer learning, six weeks"),
        "{page}"
    );
    let result = json(&["models", "--practices"]);
    let practices = result["result"]["practices"].as_array().unwrap();
    let tutoring = practices
        .iter()
        .find(|row| row["practice"] == "adult-tutoring")
        .unwrap();
    assert_eq!(
        (&tutoring["from_grade"], &tutoring["to_grade"]),
        (&0.into(), &3.into())
    );
    assert_eq!(tutoring["cost"], 3131.0);
    let outcomes = tutoring["outcomes"].as_array().unwrap();
    let reading = outcomes
        .iter()
        .find(|row| row["outcome"] == "Reading")
        .unwrap();
    assert_eq!(reading["level"], 4);
    assert_eq!(
        trefoil(&["models", "--practices", "--schemes"])
            .status
            .code(),
        Some(1)
    );
}

/// Locked money and protected programs stay as they are.
#[test]
fn an_inventory_ends_with_a_certified_plan() {
    let loaded = load("inventory", &LoadOptions::default()).unwrap();
    let outcome = recommend::run(
        &loaded.model,
        recommend::Options::without_draws(),
        Watch::nobody(),
    )
    .unwrap();
    let result = outcome.recommendation;
    assert_eq!(result.status, Status::Optimal);
    for row in &result.moves {
        assert_ne!(row.pool.as_str(), "rivers-foundation-endowment-unclear");
        assert_ne!(
            row.from.as_ref().map(ToString::to_string).as_deref(),
            Some("after-school@midtown")
        );
    }
    assert!(result.replace_first.is_none(), "not asked without draws");
}
