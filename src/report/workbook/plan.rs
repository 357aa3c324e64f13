//! The plan beside those that move less and more, figure by figure.

use std::collections::BTreeMap;

use super::sheet::{Plot, PlotKind, Sheet, Value};
use crate::report::number::percent;
use crate::report::record::{
    Column, IndicatorRecord, MoveLimitRecord, MoveLimitWord, RecommendResult, StatusWord,
};
use crate::report::view::{MoveTally, firmness_of};

const fn column(name: &'static str, meaning: &'static str, unit: &'static str) -> Column {
    Column {
        name,
        meaning,
        unit,
    }
}

const COLUMNS: [Column; 13] = [
    column(
        "figure",
        "What is counted: of an indicator, what it gains.",
        "",
    ),
    column("unit", "What it is counted in.", ""),
    column("gap", "Gain that reaches every target.", "[unit]"),
    column(
        "today",
        "As it is allocated today; gains are counted from there.",
        "[unit]",
    ),
    column(
        "small",
        "Best plan that moves at most a tenth of what may move.",
        "[unit]",
    ),
    column(
        "small_low",
        "The same: 5 % of the draws lie below.",
        "[unit]",
    ),
    column(
        "small_high",
        "The same: 95 % of the draws lie below.",
        "[unit]",
    ),
    column("recommended", "The recommended plan.", "[unit]"),
    column(
        "recommended_low",
        "The same: 5 % of the draws lie below.",
        "[unit]",
    ),
    column(
        "recommended_high",
        "The same: 95 % of the draws lie below.",
        "[unit]",
    ),
    column(
        "free",
        "Best plan without a limit on moves but locks and restrictions.",
        "[unit]",
    ),
    column(
        "free_low",
        "The same: 5 % of the draws lie below.",
        "[unit]",
    ),
    column(
        "free_high",
        "The same: 95 % of the draws lie below.",
        "[unit]",
    ),
];

const LIMITS: [MoveLimitWord; 3] = [
    MoveLimitWord::Small,
    MoveLimitWord::AsSet,
    MoveLimitWord::Free,
];

/// A figure and its range, where they are known.
type Ranged = (Option<f64>, Option<f64>, Option<f64>);

fn row(
    figure: impl Into<String>,
    unit: &str,
    gap: Option<f64>,
    today: Option<f64>,
    of: impl Fn(MoveLimitWord) -> Ranged,
) -> Vec<Value> {
    let mut row = vec![
        Value::text(figure),
        Value::text(unit),
        Value::known(gap),
        Value::known(today),
    ];
    for limit in LIMITS {
        let (value, low, high) = of(limit);
        row.extend([value, low, high].map(Value::known));
    }
    row
}

/// The sheet of the plan.
pub(super) fn plan(result: &RecommendResult) -> Sheet {
    let mut sheet = Sheet::new("plan", message(result), COLUMNS.to_vec());
    let under = |limit: MoveLimitWord| result.move_limits.iter().find(|row| row.limit == limit);
    let only = |value: Option<f64>| (value, None, None);
    if let Some(value) = &result.value {
        let share = |of: f64| (value.all_gaps > 0.0).then(|| of / value.all_gaps);
        let closed = |limit: MoveLimitWord| {
            let found = under(limit).map(|row| row.share_of_gap_closed);
            let plan = Some(value.share_of_gap_closed).filter(|_| limit == MoveLimitWord::AsSet);
            only(found.or(plan))
        };
        sheet.rows.push(row(
            "Part of the weighted gaps that is closed",
            "share",
            None,
            share(value.today),
            closed,
        ));
        let proved = |limit: MoveLimitWord| match under(limit) {
            Some(row) => only(Some(row.gap)),
            None => only(Some(value.gap).filter(|_| limit == MoveLimitWord::AsSet)),
        };
        sheet.rows.push(row(
            "No plan is better by more than",
            "share",
            None,
            None,
            proved,
        ));
    }
    let better = |limit: MoveLimitWord| {
        under(limit).map_or((None, None, None), |row| {
            (
                row.better_than_today,
                row.better_than_today_low,
                row.better_than_today_high,
            )
        })
    };
    if result
        .move_limits
        .iter()
        .any(|row| row.better_than_today.is_some())
    {
        sheet.rows.push(row(
            "Draws in which it is better than today",
            "share",
            None,
            None,
            better,
        ));
    }
    for (resource, name, unit) in resources(&result.move_limits) {
        let moved = |limit: MoveLimitWord| {
            let rows = under(limit).map_or(&[][..], |row| &row.moved);
            let found = rows.iter().find(|row| row.resource == resource);
            // Where there is a plan, what is not in its list does not move.
            only(under(limit).map(|_| found.map_or(0.0, |row| row.amount)))
        };
        sheet.rows.push(row(
            format!("Moved a year: {name}"),
            unit,
            None,
            Some(0.0),
            moved,
        ));
    }
    add_indicators(&mut sheet, &result.indicators);
    sheet
}

/// The resources that any of the plans moves: id, name and unit.
fn resources(limits: &[MoveLimitRecord]) -> Vec<(&str, &str, &str)> {
    let moved = limits.iter().flat_map(|row| &row.moved);
    let known: BTreeMap<&str, (&str, &str)> = moved
        .map(|row| {
            (
                row.resource.as_str(),
                (row.resource_name.as_str(), row.unit.as_str()),
            )
        })
        .collect();
    known
        .into_iter()
        .map(|(id, (name, unit))| (id, name, unit))
        .collect()
}

/// Adds the gains of the indicators, and a chart of those in the unit of most.
fn add_indicators(sheet: &mut Sheet, indicators: &[IndicatorRecord]) {
    let mut units: BTreeMap<&str, usize> = BTreeMap::new();
    for row in indicators {
        *units.entry(&row.gain_unit).or_default() += 1;
    }
    let mut units: Vec<(&str, usize)> = units.into_iter().collect();
    units.sort_by_key(|&(unit, count)| (std::cmp::Reverse(count), unit));
    for (position, &(unit, _)) in units.iter().enumerate() {
        let first = sheet.rows.len();
        for indicator in indicators.iter().filter(|row| row.gain_unit == unit) {
            let gain = |limit: MoveLimitWord| {
                let found = indicator.under.iter().find(|row| row.limit == limit);
                found.map_or((None, None, None), |row| {
                    (Some(row.gain), row.low, row.high)
                })
            };
            sheet.rows.push(row(
                indicator.indicator_name.clone(),
                unit,
                Some(indicator.gap),
                Some(0.0),
                gain,
            ));
        }
        let rows = first..sheet.rows.len();
        let is_drawn = position == 0 && indicators.iter().any(|row| !row.under.is_empty());
        if is_drawn {
            sheet.plots.push(Plot {
                kind: PlotKind::Groups,
                title: format!("Gain of each indicator under the three limits on moves ({unit})"),
                along: "figure",
                series: vec!["small", "recommended", "free"],
                rows,
                unit: unit.to_owned(),
            });
        }
    }
}

/// What the plan comes to, in a sentence or two.
pub(super) fn message(result: &RecommendResult) -> String {
    let Some(value) = &result.value else {
        return match result.status {
            StatusWord::Infeasible => {
                "No plan keeps every limit; the report says which clash.".to_owned()
            }
            _ => "No plan was found, and nothing is proved.".to_owned(),
        };
    };
    let mut partners: Vec<&str> = result.asks.iter().map(|row| row.partner.as_str()).collect();
    partners.dedup();
    let mut message = format!(
        "The recommended plan closes {} of the weighted gaps; {} moves, asked of {} partners.",
        percent(value.share_of_gap_closed, 3),
        result.moves.len(),
        partners.len()
    );
    if let Some(moves) = &result.moves_hold {
        let tally = MoveTally::new(moves.iter().map(|row| {
            let firmness = firmness_of(row.firmness, row.holds, row.share);
            (firmness, row.to.is_some())
        }));
        message += &format!(" {}", tally.words());
    }
    message
}
