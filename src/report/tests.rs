//! A recommendation through every exporter.

use unicode_width::UnicodeWidthStr;

use super::table::layout::WIDTH;
use super::{File, Manifest, RecommendReport, Report as _, Style, sample};
use crate::diagnostic::{Diagnostic, Diagnostics, Location};
use crate::domain::{Model, Recommendation, Status};

pub(super) fn findings() -> Diagnostics {
    let mut findings = Diagnostics::new();
    findings.push(Diagnostic::warning(
        "no-target",
        Location::path("baselines[g3-reading,south,all].target"),
        "none",
    ));
    findings
}

/// What a report borrows.
struct Parts {
    model: Model,
    recommendation: Recommendation,
    manifest: Manifest,
    findings: Diagnostics,
}

impl Parts {
    fn of(recommendation: &Recommendation) -> Self {
        Parts {
            model: sample::model(),
            recommendation: recommendation.clone(),
            manifest: sample::manifest(),
            findings: findings(),
        }
    }

    fn report(&self) -> RecommendReport<'_> {
        RecommendReport {
            model: &self.model,
            recommendation: &self.recommendation,
            manifest: &self.manifest,
            findings: &self.findings,
        }
    }
}

fn text(recommendation: &Recommendation, style: Style) -> String {
    Parts::of(recommendation).report().table(style)
}

fn folder(recommendation: &Recommendation) -> Vec<File> {
    Parts::of(recommendation).report().folder()
}

pub(super) fn file(files: &[File], name: &str) -> String {
    let (_, bytes) = files
        .iter()
        .find(|(file, _)| file == name)
        .expect("the file");
    String::from_utf8(bytes.clone()).expect("UTF-8")
}

pub(super) fn assert_fits(text: &str) {
    for line in text.lines() {
        assert!(line.width() <= WIDTH, "{} columns: {line}", line.width());
        assert_eq!(line, line.trim_end(), "blanks at the end of a line");
    }
}

#[test]
fn a_recommendation_reads_well_in_80_columns() {
    let text = text(&sample::recommendation(), Style::default());
    assert_fits(&text);
    assert!(
        !text.contains('\u{1b}'),
        "no escape sequence without colour"
    );
    insta::assert_snapshot!(text);
}

#[test]
fn colour_is_never_the_only_carrier() {
    let coloured = text(
        &sample::recommendation(),
        Style {
            colour: true,
            all: false,
        },
    );
    assert!(coloured.contains("\u{1b}[1m"));
    let stripped = coloured.replace("\u{1b}[1m", "").replace("\u{1b}[0m", "");
    assert_eq!(stripped, text(&sample::recommendation(), Style::default()));
}

#[test]
fn an_impossible_model_is_told_which_limits_clash_and_the_cheapest_way_out() {
    let text = text(&sample::impossible(), Style::default());
    assert_fits(&text);
    insta::assert_snapshot!(text);
}

#[test]
fn a_search_that_stopped_without_a_plan_says_that_nothing_is_proved() {
    let stopped = Recommendation {
        status: Status::Stopped,
        infeasibility: None,
        ..sample::impossible()
    };
    let text = text(&stopped, Style::default());
    assert!(
        text.contains("NO PLAN FOUND") && text.contains("Nothing is proved"),
        "{text}"
    );
}

#[test]
fn a_plan_that_is_not_proved_best_says_so() {
    let mut open = sample::recommendation();
    open.status = Status::GapOpen;
    if let Some(value) = &mut open.value {
        value.bound = 0.05;
    }
    let text = text(&open, Style::default());
    assert!(text.contains("NOT PROVED BEST"), "{text}");
    assert!(
        text.split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .contains("up to 0.9% more"),
        "{text}"
    );
}

#[test]
fn a_plan_without_moves_says_that_nothing_should_move() {
    let mut same = sample::recommendation();
    same.moves.clear();
    same.cells
        .iter_mut()
        .for_each(|cell| (cell.gain, cell.gain_low, cell.gain_high) = (0.0, 0.0, 0.0));
    let text = text(&same, Style::default());
    assert!(text.contains("Nothing should move"), "{text}");
    assert!(text.contains("Nobody: the plan moves nothing."), "{text}");
    assert!(text.contains("Nothing changes."), "{text}");
}

#[test]
fn long_lists_are_cut_with_a_count_but_losses_are_always_shown() {
    let mut long = sample::recommendation();
    let gain = long
        .cells
        .iter()
        .position(|cell| cell.gain > 5.0)
        .expect("a gain");
    for years in 20..90 {
        for row in 0..2 {
            let mut step = long.moves[row].clone();
            step.amount = f64::from(years);
            long.moves.push(step);
        }
        let mut cell = long.cells[gain].clone();
        cell.indicator = crate::domain::IndicatorId::new(&format!("extra-{years}")).expect("an id");
        long.cells.push(cell);
    }
    let short = text(&long, Style::default());
    assert!(
        short.contains("more smaller moves (--all shows them)"),
        "{short}"
    );
    assert!(
        short.contains("Places that gain are added up here"),
        "{short}"
    );
    assert!(short.contains("worse"), "the loss is shown");
    assert_fits(&short);
    let whole = text(
        &long,
        Style {
            all: true,
            colour: false,
        },
    );
    assert!(!whole.contains("(--all shows them)"), "{whole}");
    assert!(whole.lines().count() > short.lines().count());
}

#[test]
fn json_has_every_key_with_null_for_what_is_missing() {
    let value: serde_json::Value =
        serde_json::from_str(&Parts::of(&sample::recommendation()).report().json()).expect("JSON");
    let (_, schema) = super::schemas().remove(0);
    let mut missing = Vec::new();
    check_required(&schema, &schema, &value, "", &mut missing);
    assert_eq!(missing, Vec::<String>::new());

    assert_eq!(value["format_version"], "1.0");
    assert_eq!(value["kind"], "recommend");
    assert!(value["manifest"]["seed"].is_null());
    assert_eq!(value["manifest"]["timing"]["wall_seconds"], 0.25);
    let result = &value["result"];
    let keys: Vec<&str> = result
        .as_object()
        .expect("an object")
        .keys()
        .map(String::as_str)
        .collect();
    let mut expected = [
        "status",
        "value",
        "asks",
        "moves",
        "activities",
        "cells",
        "coverage",
        "indicators",
        "move_limits",
        "steps",
        "tracked",
        "pools",
        "practices",
        "certificate",
        "infeasibility",
        "trust",
        "moves_hold",
        "replace_first",
    ];
    expected.sort_unstable();
    assert_eq!(
        keys.iter().collect::<std::collections::BTreeSet<_>>().len(),
        expected.len()
    );
    assert!(expected.iter().all(|key| keys.contains(key)), "{keys:?}");
    assert!(result["infeasibility"].is_null());
    assert!(result["moves"][0]["from"].is_null(), "unallocated is null");
    assert_eq!(result["moves"][0]["to"], "tutoring@south");
    let order: Vec<&str> = result["moves"]
        .as_array()
        .expect("moves")
        .iter()
        .filter_map(|row| row["pool"].as_str())
        .collect();
    assert_eq!(
        order,
        [
            "agency-coaches",
            "fund-open",
            "fund-open",
            "volunteer-hours"
        ]
    );
    assert!(result["moves"][3]["to"].is_null());
    // A zero has no sign, whatever the solver gave.
    assert_eq!(
        result["pools"][0]["marginal_value_of_moving"].to_string(),
        "0.0"
    );
}

/// Collects the keys that `schema` requires and `value` lacks, all the way down.
pub(super) fn check_required(
    root: &serde_json::Value,
    schema: &serde_json::Value,
    value: &serde_json::Value,
    path: &str,
    missing: &mut Vec<String>,
) {
    if let Some(reference) = schema["$ref"].as_str() {
        let pointer = reference.trim_start_matches('#');
        let target = root.pointer(pointer).expect("a reference that resolves");
        return check_required(root, target, value, path, missing);
    }
    if let Some(options) = schema["anyOf"].as_array() {
        if !value.is_null() {
            check_required(root, &options[0], value, path, missing);
        }
        return;
    }
    if let (Some(properties), Some(object)) = (schema["properties"].as_object(), value.as_object())
    {
        let required: Vec<&str> = schema["required"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|key| key.as_str())
            .collect();
        for (key, inner) in properties {
            let here = format!("{path}.{key}");
            if !required.contains(&key.as_str()) {
                missing.push(format!("{here} is not required"));
            }
            match object.get(key) {
                Some(value) => check_required(root, inner, value, &here, missing),
                None => missing.push(here),
            }
        }
    }
    if let Some(items) = value.as_array() {
        for (position, item) in items.iter().enumerate() {
            check_required(
                root,
                &schema["items"],
                item,
                &format!("{path}[{position}]"),
                missing,
            );
        }
    }
}

#[test]
fn json_and_folder_are_the_same_bytes_twice() {
    let once = folder(&sample::recommendation());
    assert_eq!(once, folder(&sample::recommendation()));
}

/// That `columns.csv` explains every column of every table among `files`, and nothing else.
pub(super) fn assert_explained(files: &[File]) {
    let mut dictionary = csv::Reader::from_reader(std::io::Cursor::new(file(files, "columns.csv")));
    let explained: std::collections::BTreeSet<(String, String)> = dictionary
        .records()
        .map(|row| {
            let row = row.expect("a row");
            assert!(!row[2].is_empty(), "{row:?} has a meaning");
            (row[0].to_owned(), row[1].to_owned())
        })
        .collect();
    let mut found = std::collections::BTreeSet::new();
    for (name, bytes) in files {
        let Some(table) = name
            .strip_suffix(".csv")
            .filter(|table| *table != "columns")
        else {
            continue;
        };
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        for column in reader.headers().expect("a header") {
            found.insert((table.to_owned(), column.to_owned()));
        }
        assert!(
            reader.records().all(|row| row.is_ok()),
            "{name} has rows of one length"
        );
    }
    assert_eq!(found, explained);
}

#[test]
fn every_column_of_every_table_is_explained() {
    let files = folder(&sample::recommendation());
    assert_explained(&files);
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    for table in [
        "moves",
        "activities",
        "uses",
        "cells",
        "pools",
        "practices",
        "clashes",
        "changes",
        "basis",
    ] {
        assert!(names.contains(&format!("{table}.csv").as_str()), "{table}");
    }
    assert!(names.contains(&"result.json"));
    insta::assert_snapshot!("moves.csv", file(&files, "moves.csv"));
    insta::assert_snapshot!("columns.csv", file(&files, "columns.csv"));
}

#[test]
fn text_that_a_spreadsheet_would_run_is_defused_and_numbers_are_not() {
    let mut recommendation = sample::recommendation();
    recommendation.practices[0].reason = "=HYPERLINK(\"http://example.org\")".to_owned();
    recommendation.practices[1].reason = "-1".to_owned();
    let files = folder(&recommendation);
    assert!(
        file(&files, "practices.csv").contains("\"'=HYPERLINK(\"\"http://example.org\"\")\""),
        "{}",
        file(&files, "practices.csv")
    );
    assert!(file(&files, "practices.csv").contains(",'-1,"));
    assert!(
        file(&files, "cells.csv").contains(",-0.4,-3,"),
        "{}",
        file(&files, "cells.csv")
    );
}
