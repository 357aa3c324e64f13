//! What can be told of a problem before it is solved.

use std::collections::BTreeMap;

use super::formulation::{ColumnKey, Label, Problem};
use super::instance::Instance;
use crate::diagnostic::{Diagnostic, Diagnostics, Location, codes};

/// Scaled coefficients outside this range strain a solver's tolerances.
const USUAL_COEFFICIENTS: std::ops::RangeInclusive<f64> = 1e-9..=1e7;

/// Gaps that are named as furthest from closing.
const FURTHEST: usize = 5;

/// Largest shortfall, as a share of the gap, that still counts as reaching it.
const REACHED: f64 = 1e-9;

/// Targets that nothing can reach, and inputs behind extreme coefficients.
#[must_use]
pub fn check(instance: &Instance, problem: &Problem) -> Diagnostics {
    let mut findings = Diagnostics::new();
    unreachable_targets(instance, &mut findings);
    extreme_coefficients(instance, problem, &mut findings);
    findings
}

/// Targets beyond what every activity at capacity would come to, over the arrival years together, in one note.
fn unreachable_targets(instance: &Instance, findings: &mut Diagnostics) {
    let mut places: BTreeMap<_, (f64, f64)> = BTreeMap::new();
    for cell in instance
        .cells
        .iter()
        .filter(|cell| cell.counted && cell.gap > 0.0)
    {
        let entry = places
            .entry((&cell.indicator, &cell.place, &cell.group))
            .or_insert((0.0, cell.gap));
        let most: f64 = cell
            .terms
            .iter()
            .map(|term| {
                let capacity = instance.activities[term.activity].capacity;
                instance.contribution(term, capacity).max(0.0)
            })
            .sum();
        entry.0 += instance.overlap(cell, most);
    }
    let all = places.len();
    let mut short: Vec<(f64, String)> = places
        .into_iter()
        .filter(|(_, (most, gap))| *most < gap * (1.0 - REACHED))
        .map(|((indicator, place, _), (most, gap))| {
            (most.max(0.0) / gap, format!("{indicator} at {place}"))
        })
        .collect();
    short.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
    if !short.is_empty() {
        let furthest: Vec<String> = short
            .iter()
            .take(FURTHEST)
            .map(|(share, what)| format!("{what} ({:.0} %)", 100.0 * share))
            .collect();
        findings.push(
            Diagnostic::note(
                codes::TARGET_OUT_OF_REACH,
                Location::path("baselines").column("target"),
                format!(
                    "{} of {all} gaps would stay open with every activity at capacity; furthest from closing: {}",
                    short.len(),
                    furthest.join(", ")
                ),
            )
            .hint("larger capacities, or practices that move these indicators, would reach further"),
        );
    }
}

fn extreme_coefficients(instance: &Instance, problem: &Problem, findings: &mut Diagnostics) {
    for row in 0..problem.lp.rows() {
        let extreme = problem
            .lp
            .row(row)
            .find(|(_, value)| !USUAL_COEFFICIENTS.contains(&value.abs()));
        if let Some((column, value)) = extreme {
            let key = problem.columns[column];
            let row = Label(instance, problem, problem.rows[row]);
            let column = Label(instance, problem, key);
            findings.push(
                Diagnostic::warning(
                    codes::EXTREME_COEFFICIENT,
                    input(instance, key),
                    format!("{column} enters {row} with {value:e} after scaling: some figure behind it is far from the others"),
                )
                .hint("check the units of the need, amount or effect that it comes from"),
            );
        }
    }
}

/// The row of the model that a column comes from.
fn input(instance: &Instance, key: ColumnKey) -> Location {
    match key {
        ColumnKey::Participants { activity, .. }
        | ColumnKey::Runs(activity)
        | ColumnKey::Full { activity, .. }
        | ColumnKey::Addition { activity, .. }
        | ColumnKey::Idle { activity, .. } => {
            let id = &instance.activities[activity].id;
            Location::path(format!("activities[{},{}]", id.practice, id.place))
        }
        ColumnKey::Release { pool, .. }
        | ColumnKey::Converted { pool, .. }
        | ColumnKey::Flow { pool, .. } => {
            Location::path(format!("pools[{}]", instance.pools[pool].id))
        }
        ColumnKey::Change(cell) | ColumnKey::Gain { cell, .. } | ColumnKey::Piece { cell, .. } => {
            let cell = &instance.cells[cell];
            Location::path(format!(
                "baselines[{},{},{}]",
                cell.indicator, cell.place, cell.group
            ))
        }
        ColumnKey::Steps(_) | ColumnKey::Rest(_) | ColumnKey::Last(_) | ColumnKey::Asked(_) => {
            Location::path("moves")
        }
    }
}
