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
    for (index, lower, upper) in taking_part(instance) {
        let scale = scale(&instance.cells[index], lower, upper);
        problem.add_column(ColumnKey::Change(index), scale, 0.0, lower, upper);
        define(problem, instance, index, scale);
    }
}

/// Cells that take part, each with its least and its largest change.
pub(super) fn taking_part(instance: &Instance) -> Vec<(CellIndex, f64, f64)> {
    let floors = instance.rules.iter().filter_map(|rule| match &rule.demand {
        Demand::Floor(floors) => Some(floors),
        _ => None,
    });
    let floored: BTreeSet<CellIndex> = floors
        .flatten()
        .flat_map(|(cells, _)| cells.iter().copied())
        .collect();
    let cells = instance.cells.iter().enumerate();
    cells
        .filter(|(index, cell)| cell.weight > 0.0 || floored.contains(index))
        .map(|(index, cell)| {
            let (lower, upper) = bounds(instance, cell);
            (index, lower, upper)
        })
        .filter(|&(_, lower, upper)| upper.max(-lower) > 0.0)
        .collect()
}

/// Least and largest change that capacities and pools could allow.
pub(super) fn bounds(instance: &Instance, cell: &Cell) -> (f64, f64) {
    let mut bounds = (-cell.beside, cell.beside);
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

/// A typical size of a cell's change: what activities could do, or what lies beside them where they do nothing.
fn scale(cell: &Cell, lower: f64, upper: f64) -> f64 {
    let own = (upper - cell.beside).max(-lower - cell.beside);
    if own > 0.0 { own } else { cell.beside }
}

/// Adds the row that makes the columns of D the sum of what activities do.
pub(super) fn define(problem: &mut Problem, instance: &Instance, index: CellIndex, scale: f64) {
    let columns = problem.cells[index].iter().flat_map(|cell| &cell.change);
    let mut entries: Vec<(usize, f64)> = columns.map(|&column| (column, 1.0)).collect();
    let mut constant = 0.0;
    for term in &instance.cells[index].terms {
        constant += instance.contribution(term, 0.0);
        entries.extend(slopes(problem, instance, term));
    }
    problem.add_row(RowKey::Benefit(index), scale, constant, constant, entries);
}

fn slopes<'a>(
    problem: &'a Problem,
    instance: &'a Instance,
    term: &'a Term,
) -> impl Iterator<Item = (usize, f64)> + 'a {
    let columns = problem.participants[term.activity].clone();
    let segments = &instance.activities[term.activity].segments;
    columns.zip(segments).map(move |(column, stretch)| {
        let slope = if term.gain > 0.0 { stretch.slope } else { 1.0 };
        (column, -term.gain * slope)
    })
}
