//! What was filled in, what a person chose otherwise, and what was found in the input.

use std::collections::BTreeSet;

use super::sheet::{Sheet, Value};
use crate::diagnostic::Diagnostics;
use crate::report::record::{Column, FindingRecord, Manifest, RecommendResult, ToCell as _};

const fn column(name: &'static str, meaning: &'static str, unit: &'static str) -> Column {
    Column {
        name,
        meaning,
        unit,
    }
}

const COLUMNS: [Column; 9] = [
    column("kind", "Why it is listed.", ""),
    column(
        "path",
        "What it is: a path of --set, a setting, or a file.",
        "",
    ),
    column(
        "value",
        "Its value in this run; missing: it has none.",
        "the figure's own",
    ),
    column("low", "Its P10, where it was drawn.", "the figure's own"),
    column("high", "Its P90, where it was drawn.", "the figure's own"),
    column(
        "best_at_low",
        "Best value of a plan with the figure at its P10.",
        "[unit]",
    ),
    column(
        "best_at_high",
        "Best value of a plan with the figure at its P90.",
        "[unit]",
    ),
    column("unit", "Unit of the two.", ""),
    column("note", "What is to be known of it.", ""),
];

/// The sheet of what was filled in.
pub(super) fn defaults(
    result: &RecommendResult,
    manifest: &Manifest,
    findings: &Diagnostics,
) -> Sheet {
    let message = "What was filled in, what decides most first: replace it with what is true. Below, settings that \
                   are not as usual, and what was found in the input.";
    let mut sheet = Sheet::new("defaults", message, COLUMNS.to_vec());
    let mut add = |kind: &str, path: String, figures: [Value; 6], note: &str| {
        let mut row = vec![Value::text(kind), Value::Text(path)];
        row.extend(figures);
        row.push(Value::text(note));
        sheet.rows.push(row);
    };
    let alone = |value: Value| {
        let [low, high, best_low, best_high, unit] = [const { Value::Blank }; 5];
        [value, low, high, best_low, best_high, unit]
    };
    for row in result.replace_first.iter().flatten() {
        let figures = [
            Value::known(row.value),
            Value::known(row.low),
            Value::known(row.high),
            Value::Number(row.best_at_low),
            Value::Number(row.best_at_high),
            Value::text(&row.unit),
        ];
        add(
            "replace first",
            row.path.clone(),
            figures,
            "filled in, and decides most",
        );
    }
    // A target is one for all arrival years.
    let mut told = BTreeSet::new();
    for cell in result.cells.iter().filter(|cell| cell.target_is_default) {
        let path = format!(
            "baselines[{},{},{}].target",
            cell.indicator, cell.place, cell.group
        );
        if told.insert(path.clone()) {
            let note = "target filled in by the default rule";
            add("default", path, alone(Value::Number(cell.target)), note);
        }
    }
    for row in result
        .activities
        .iter()
        .filter(|row| row.capacity_is_default)
    {
        let path = format!("activities[{},{}].capacity", row.practice, row.place);
        let note = "capacity filled in";
        add("default", path, alone(Value::Number(row.capacity)), note);
    }
    for row in &manifest.settings {
        let Some(usual) = row.default.as_ref().filter(|usual| **usual != row.value) else {
            continue;
        };
        let usual = match usual.cell().into() {
            Value::Number(number) => format!("usually {number}"),
            Value::Text(text) => format!("usually {text}"),
            Value::Blank => "usually none".to_owned(),
        };
        add(
            "setting",
            row.path.clone(),
            alone(row.value.cell().into()),
            &usual,
        );
    }
    for row in FindingRecord::all(findings) {
        let file = row.file.map(|file| match row.line {
            Some(line) => format!("{file}, line {line}"),
            None => file,
        });
        let place = row.path.or(file).unwrap_or_default();
        let hint = row
            .hint
            .map(|hint| format!(" Try: {hint}."))
            .unwrap_or_default();
        let note = format!("{}.{hint}", row.message.trim_end_matches('.'));
        add(row.severity.word(), place, alone(Value::Blank), &note);
    }
    sheet
}
