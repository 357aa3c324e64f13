//! The change of a cell is the sum of what activities do to it.
//!
//! D_c = Σ_a reach_ac · e_ac · persist(τ) · (h_a − h⁰_a), with x in place of h for a harm, which does not
//! diminish (FORMULATION 3). A cell takes part where it counts or a floor holds it, and something
//! reaches it. The bounds of D come from the activities'
//! capacities and from all that their pools could ever pay for.

use std::collections::BTreeSet;

use super::{ColumnKey, Problem, RowKey};
use crate::engine::instance::{Cell, CellIndex, Demand, Instance, Term};

pub(super) fn add(problem: &mut Problem, instance: &Instance) {
    let floored: BTreeSet<CellIndex> = instance
        .rules
        .iter()
        .filter_map(|rule| match &rule.demand {
            Demand::Floor(floors) => Some(floors),
            _ => None,
        })
        .flatten()
        .flat_map(|(cells, _)| cells.iter().copied())
        .collect();
    for (index, cell) in instance.cells.iter().enumerate() {
        if cell.weight <= 0.0 && !floored.contains(&index) {
            continue;
        }
        let (lower, upper) = bounds(instance, cell);
        let scale = upper.max(-lower);
        if scale > 0.0 {
            add_cell(problem, instance, index, scale, lower, upper);
        }
    }
}

/// Least and largest change that capacities and pools could allow.
pub(super) fn bounds(instance: &Instance, cell: &Cell) -> (f64, f64) {
    let mut bounds = (0.0, 0.0);
    for term in &cell.terms {
        let activity = &instance.activities[term.activity];
        let ends = [
            instance.contribution(term, 0.0),
            instance.contribution(term, activity.most),
        ];
        bounds.0 += ends[0].min(ends[1]);
        bounds.1 += ends[0].max(ends[1]);
    }
    bounds
}

fn add_cell(
    problem: &mut Problem,
    instance: &Instance,
    index: CellIndex,
    scale: f64,
    lower: f64,
    upper: f64,
) {
    let cell = &instance.cells[index];
    let change = problem.add_column(ColumnKey::Change(index), scale, 0.0, lower, upper);
    let mut entries = vec![(change, 1.0)];
    let mut constant = 0.0;
    for term in &cell.terms {
        constant += instance.contribution(term, 0.0);
        entries.extend(slopes(problem, instance, term));
    }
    problem.add_row(RowKey::Benefit(index), scale, constant, constant, entries);
}

fn slopes(problem: &Problem, instance: &Instance, term: &Term) -> Vec<(usize, f64)> {
    let activity = &instance.activities[term.activity];
    activity
        .segments
        .iter()
        .enumerate()
        .filter_map(|(segment, stretch)| {
            let key = ColumnKey::Participants {
                activity: term.activity,
                segment,
            };
            let slope = if term.gain > 0.0 { stretch.slope } else { 1.0 };
            problem
                .column(key)
                .map(|column| (column, -term.gain * slope))
        })
        .collect()
}
