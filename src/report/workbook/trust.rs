//! The sheets of what is asked besides a recommendation: frontiers, swings, plans nearly as good, effects.

use super::sheet::{Plot, PlotKind, Sheet, Value};
use crate::report::record::{
    ActivityRangeRecord, AlternativesResult, Column, EffectRecord, FrontierPointRecord,
    FrontierRecord, SwingRecord, ValueRecord,
};

/// Figures of a tornado that are drawn.
const DRAWN: usize = 15;

/// What more of each resource buys.
pub(super) fn frontier(rows: &[FrontierRecord]) -> Sheet {
    let message = "What more of each resource, free of restrictions, would buy: the best value with so much more of it.";
    let points = rows.iter().flat_map(|row| &row.points);
    let first = [
        "resource",
        "more",
        "more_unit",
        "value",
        "bound",
        "unit",
        "next",
        "next_unit",
    ];
    let mut sheet =
        Sheet::of::<FrontierPointRecord>("frontier", message, points, &first, &["grow", "dropped"]);
    let mut start = 0;
    for row in rows {
        let end = start + row.points.len();
        if end > start + 1 {
            sheet.plots.push(Plot {
                kind: PlotKind::Line,
                title: format!(
                    "Best value with more of {} ({})",
                    row.resource_name, row.resource_unit
                ),
                along: "more",
                series: vec!["value"],
                rows: start..end,
                unit: row.unit.clone(),
            });
        }
        start = end;
    }
    sheet
}

/// What one figure at a time does to the best value, against the best value as things stand: `as_it_stands`, or that
/// of the plan where it is not held to steps.
pub(super) fn tornado(
    rows: &[SwingRecord],
    value: Option<&ValueRecord>,
    as_it_stands: Option<f64>,
) -> Sheet {
    let message = "One figure at a time at either end of its range, the largest swing of the best value first.";
    let first = [
        "path",
        "low",
        "value",
        "high",
        "best_at_low",
        "best_at_high",
        "unit",
    ];
    let mut sheet = Sheet::of::<SwingRecord>("tornado", message, rows, &first, &[]);
    let Some(value) = value else {
        return sheet;
    };
    for (name, meaning) in [
        (
            "change_at_low",
            "Best value with the figure at its P10, less the best value as things stand, both in any amounts.",
        ),
        (
            "change_at_high",
            "Best value with the figure at its P90, less the best value as things stand, both in any amounts.",
        ),
    ] {
        sheet.columns.push(Column {
            name,
            meaning,
            unit: "[unit]",
        });
    }
    let base = as_it_stands.unwrap_or(value.plan);
    for (cells, row) in sheet.rows.iter_mut().zip(rows) {
        cells.extend([row.best_at_low, row.best_at_high].map(|best| Value::Number(best - base)));
    }
    if !rows.is_empty() {
        sheet.plots.push(Plot {
            kind: PlotKind::Swings,
            title: "Change of the best value with each figure at either end of its range"
                .to_owned(),
            along: "path",
            series: vec!["change_at_low", "change_at_high"],
            rows: 0..rows.len().min(DRAWN),
            unit: value.unit.clone(),
        });
    }
    sheet
}

/// How far each activity may differ at next to no cost.
pub(super) fn alternatives(result: &AlternativesResult) -> Sheet {
    let message =
        "The fewest and most participants of each activity in plans that are nearly as good.";
    let first = [
        "practice_name",
        "place_name",
        "necessity",
        "today",
        "plan",
        "least",
        "most",
    ];
    let last = ["activity", "practice", "place"];
    Sheet::of::<ActivityRangeRecord>("alternatives", message, &result.ranges, &first, &last)
}

/// What is expected of one participant.
pub(super) fn effects(rows: &[EffectRecord]) -> Sheet {
    let message = "What is expected of one participant of each practice on each indicator, and what that rests on.";
    let first = ["practice_name", "indicator_name"];
    let last = ["practice", "indicator"];
    Sheet::of::<EffectRecord>("effects", message, rows, &first, &last)
}
