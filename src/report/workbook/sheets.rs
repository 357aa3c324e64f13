//! The sheets of a recommendation that are tables of its rows.

use std::collections::BTreeMap;

use super::sheet::{Plot, PlotKind, Sheet, Value};
use super::write::heading;
use crate::report::basis::BasisRecord;
use crate::report::record::{
    ActivityRecord, AskRecord, CellRecord, Column, Manifest, MoveRecord, PoolRecord,
    PracticeRecord, RecommendResult, ToCell as _, UnitWord,
};

/// Most rows that a chart of columns is read with.
const DRAWN: usize = 14;

/// What each partner is asked for, with room for answers.
pub(super) fn asks(result: &RecommendResult) -> Sheet {
    let message = if result.asks.is_empty() {
        "Nobody is asked for anything."
    } else {
        "What each partner is asked for. Choose an answer for each and, where it is agree or counter, write the \
         amount: these go into the table commitments of the model."
    };
    let first = [
        "partner_name",
        "ask",
        "action",
        "amount",
        "unit",
        "resource_name",
        "from_name",
        "to_name",
        "brings",
        "firmness",
        "share",
        "answer",
        "amount_agreed",
    ];
    let last = [
        "holds",
        "partner",
        "pool",
        "resource",
        "from",
        "to",
        "converted_to",
    ];
    let mut sheet = Sheet::of::<AskRecord>("asks", message, &result.asks, &first, &last);
    sheet.asked = vec![("answer", &AskRecord::ANSWERS), ("amount_agreed", &[])];
    sheet
}

/// Who moves what from what to what.
pub(super) fn moves(result: &RecommendResult) -> Sheet {
    let message = format!("{} moves, by partner and pool.", result.moves.len());
    let first = [
        "partner_name",
        "resource_name",
        "from_name",
        "to_name",
        "amount",
        "unit",
    ];
    let last = ["partner", "pool", "resource", "from", "to"];
    Sheet::of::<MoveRecord>("moves", message, &result.moves, &first, &last)
}

/// Each indicator at each place, for each group, in each arrival year.
pub(super) fn indicators(result: &RecommendResult) -> Sheet {
    let counted = result.cells.iter().filter(|cell| cell.counted);
    let (better, worse) = counted.fold((0, 0), |(better, worse), cell| {
        (
            better + usize::from(cell.gain > 1e-6),
            worse + usize::from(cell.gain < -1e-6),
        )
    });
    let message = format!(
        "Of the rows that count, {better} get better and {worse} worse. Gains are counted for the better; people are \
         never added up across indicators."
    );
    let drawn = drawn(&result.cells);
    let is_drawn =
        |cell: &&CellRecord| drawn.is_some_and(|key| key == key_of(cell)) && is_drawable(cell);
    let (mut shown, others): (Vec<&CellRecord>, Vec<&CellRecord>) =
        result.cells.iter().partition(is_drawn);
    let length = shown.len().min(DRAWN);
    shown.extend(others);
    let first = [
        "indicator_name",
        "place_name",
        "group_name",
        "arrives",
        "baseline",
        "expected",
        "target",
        "unit",
        "gain",
        "gain_low",
        "gain_high",
        "gain_unit",
        "gap",
    ];
    let last = ["indicator", "place", "group"];
    let mut sheet =
        Sheet::of::<CellRecord>("indicators", message, shown.iter().copied(), &first, &last);
    if let Some(cell) = shown.first().filter(|_| length > 0) {
        sheet.plots.push(Plot {
            kind: PlotKind::Groups,
            title: format!(
                "Baseline, expected and target: {}, {}, arriving {}",
                cell.place_name, cell.group_name, cell.arrives
            ),
            along: "indicator_name",
            series: vec!["baseline", "expected", "target"],
            rows: 0..length,
            unit: cell.unit.word().to_owned(),
        });
    }
    sheet
}

fn key_of(cell: &CellRecord) -> (&str, &str, u32) {
    (&cell.place, &cell.group, cell.years)
}

/// Only what is in one unit stands on one axis.
fn is_drawable(cell: &CellRecord) -> bool {
    cell.counted && cell.unit == UnitWord::Percent
}

/// The place, group and arrival year with the most rows that can be drawn together; the first of several.
fn drawn(cells: &[CellRecord]) -> Option<(&str, &str, u32)> {
    let mut counts: BTreeMap<(&str, &str, u32), usize> = BTreeMap::new();
    for cell in cells.iter().filter(|cell| is_drawable(cell)) {
        *counts.entry(key_of(cell)).or_default() += 1;
    }
    let best = counts.into_iter().rev().max_by_key(|&(_, count)| count);
    best.map(|(key, _)| key)
}

/// Every activity today and in the plan.
pub(super) fn activities(result: &RecommendResult) -> Sheet {
    let rows = &result.activities;
    let grow = rows
        .iter()
        .filter(|row| row.plan > row.today + 1e-6)
        .count();
    let shrink = rows
        .iter()
        .filter(|row| row.plan < row.today - 1e-6)
        .count();
    let message = format!(
        "Of {} activities, {grow} grow and {shrink} shrink; the others stay.",
        rows.len()
    );
    let first = [
        "practice_name",
        "place_name",
        "today",
        "plan",
        "capacity",
        "unit",
    ];
    let last = ["activity", "practice", "place"];
    Sheet::of::<ActivityRecord>("activities", message, rows, &first, &last)
}

/// Every pool today and in the plan.
pub(super) fn pools(result: &RecommendResult) -> Sheet {
    let mut units: BTreeMap<&str, usize> = BTreeMap::new();
    for pool in &result.pools {
        *units.entry(&pool.unit).or_default() += 1;
    }
    // The unit of most first, so that these stand together in the chart.
    let most = |pool: &PoolRecord| std::cmp::Reverse(units[pool.unit.as_str()]);
    let mut pools: Vec<&PoolRecord> = result.pools.iter().collect();
    pools.sort_by_key(|pool| (most(pool), &pool.unit, &pool.pool));
    let full = pools.iter().filter(|pool| pool.amount_binds).count();
    let held = pools.iter().filter(|pool| pool.move_limit_binds).count();
    let message = format!(
        "Of {} pools, {full} are used up and {held} move as much as they may.",
        pools.len()
    );
    let first = [
        "pool",
        "partner_name",
        "resource_name",
        "amount",
        "today",
        "plan",
        "unallocated",
        "unit",
    ];
    let last = ["partner", "resource"];
    let mut sheet = Sheet::of::<PoolRecord>("pools", message, pools.iter().copied(), &first, &last);
    if let Some(pool) = pools.first() {
        let alike = pools.iter().filter(|row| row.unit == pool.unit).count();
        sheet.plots.push(Plot {
            kind: PlotKind::Groups,
            title: format!(
                "Allocated of each pool today and in the plan ({})",
                pool.unit
            ),
            along: "pool",
            series: vec!["today", "plan"],
            rows: 0..alike.min(DRAWN),
            unit: pool.unit.clone(),
        });
    }
    sheet
}

/// What is known of each practice, and why it is in the plan or not.
pub(super) fn evidence(result: &RecommendResult) -> Sheet {
    let message = "Why, and why not, each practice. Levels run from 0 (rigorously shown to do nothing, or harm) to 5 \
                   (replicated independently at scale); never evaluated is not the same as shown to fail.";
    let first = ["practice_name", "level", "standing", "verdict", "reason"];
    let last = ["practice", "best_place"];
    Sheet::of::<PracticeRecord>("evidence", message, &result.practices, &first, &last)
}

/// What made the results.
pub(super) fn manifest(manifest: &Manifest) -> Sheet {
    let columns = vec![
        Column {
            name: "what",
            meaning: "A fact of the run.",
            unit: "",
        },
        Column {
            name: "value",
            meaning: "What it was; empty: none.",
            unit: "",
        },
    ];
    let message = "What made these results: enough to make them again.";
    let mut sheet = Sheet::new("manifest", message, columns);
    let text = |text: &Option<String>| text.clone().map_or(Value::Blank, Value::Text);
    let mut add = |what: String, value: Value| sheet.rows.push(vec![Value::Text(what), value]);
    let tool = format!("{} {}", manifest.tool.name, manifest.tool.version);
    add("program".to_owned(), Value::Text(tool));
    add("model".to_owned(), text(&manifest.model));
    add("input hash".to_owned(), text(&manifest.input_hash));
    for scenario in &manifest.scenarios {
        add("scenario".to_owned(), Value::text(scenario));
    }
    for set in &manifest.sets {
        add("--set".to_owned(), Value::text(set));
    }
    let seed = manifest.seed.map(|seed| seed.cell().into());
    add("seed".to_owned(), seed.unwrap_or(Value::Blank));
    let solver = manifest.solver.as_ref();
    let solver = solver.map(|solver| Value::Text(format!("{} {}", solver.name, solver.version)));
    add("solver".to_owned(), solver.unwrap_or(Value::Blank));
    let limit = Value::known(manifest.time_limit_seconds);
    add("time limit in seconds".to_owned(), limit);
    for option in &manifest.options {
        add(
            format!("option {}", option.option),
            option.value.cell().into(),
        );
    }
    for change in &manifest.changes {
        let old = change.old.as_deref().unwrap_or("nothing");
        let new = change.new.as_deref().unwrap_or("nothing");
        let value = Value::Text(format!("{old} → {new} ({})", change.by));
        add(format!("changed: {}", change.path), value);
    }
    for setting in &manifest.settings {
        add(
            format!("setting {}", setting.path),
            setting.value.cell().into(),
        );
    }
    for table in &manifest.basis {
        add(
            format!("rows of {}", table.table),
            Value::Text(basis(table)),
        );
    }
    sheet
}

/// How many rows of a table are known how.
fn basis(table: &BasisRecord) -> String {
    let counts = [
        (table.published, "published"),
        (table.derived, "derived"),
        (table.local, "local"),
        (table.default, "default"),
        (table.illustrative, "illustrative"),
        (table.unstated, "not stated"),
    ];
    let told = counts.iter().filter(|(count, _)| *count > 0);
    let told: Vec<String> = told
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    if told.is_empty() {
        "none".to_owned()
    } else {
        told.join(", ")
    }
}

/// What every column of `sheets` means.
pub(super) fn columns(sheets: &[Sheet]) -> Sheet {
    let column = |name, meaning| Column {
        name,
        meaning,
        unit: "",
    };
    let message =
        "What every column means. A unit in brackets is the name of the column that holds it.";
    let mut sheet = Sheet::new(
        "columns",
        message,
        vec![
            column("sheet", "The sheet."),
            column("column", "The column, as its heading has it."),
            column("meaning", "What it says."),
            column(
                "unit",
                "Unit of its values; in brackets, the column that holds it.",
            ),
        ],
    );
    for of in sheets {
        for column in &of.columns {
            let unit = if column.unit.is_empty() {
                Value::Blank
            } else {
                Value::Text(heading(column.unit))
            };
            sheet.rows.push(vec![
                Value::text(of.name),
                Value::Text(heading(column.name)),
                Value::text(column.meaning),
                unit,
            ]);
        }
    }
    sheet
}
