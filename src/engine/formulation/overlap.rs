//! Programs that meet in a cell overlap.
//!
//! y = D where D ≤ 0, y = room (1 − exp(−D / room)) where D > 0: concave with slope 1 at 0, never past the
//! ceiling (multiplicative residual; Bracken & McCormick 1968). It is held from above by tangents,
//! y ≤ y_k + exp(−D_k / room) (D − D_k), first at a few points, then where the solution sits (Kelley 1960).
//! A cell without a ceiling has the tangent at 0 alone, which is exact.

use super::benefit::bounds;
use super::{ColumnKey, Problem, RowKey};
use crate::engine::instance::{CellIndex, Instance};
use crate::engine::lp::LpRow;

/// Where the first tangents touch, as shares of the largest change that capacities allow.
const FIRST_TANGENTS: [f64; 3] = [0.0, 0.1, 0.4];

pub(super) fn add(problem: &mut Problem, instance: &Instance) {
    for (index, cell) in instance.cells.iter().enumerate() {
        if problem.has_cell(index) {
            let (_, highest) = bounds(instance, cell);
            let curved =
                instance.bends(cell) && cell.room.is_some_and(|room| room > 0.0) && highest > 0.0;
            for share in FIRST_TANGENTS
                .iter()
                .take(if curved { FIRST_TANGENTS.len() } else { 1 })
            {
                let _row = tangent(problem, instance, index, share * highest.max(0.0));
            }
        }
    }
}

/// Adds the tangent at `at` and returns its row.
pub(super) fn tangent(
    problem: &mut Problem,
    instance: &Instance,
    index: CellIndex,
    at: f64,
) -> LpRow {
    let cell = &instance.cells[index];
    let at = at.max(0.0);
    // At 0 the slope from below serves both sides: losses are not softened, even without room.
    let slope = if at > 0.0 {
        instance.overlap_slope(cell, at)
    } else {
        1.0
    };
    let height = instance.overlap(cell, at) - slope * at;
    let change = problem.column(ColumnKey::Change(index)).unwrap_or_default();
    // A tangent far inside what capacities allow is held on the scale of where it touches: beside all
    // that could happen, the gain of a small plan would slip under the solver's tolerance.
    let scale = if at > 0.0 {
        at.min(problem.column_scales[change])
    } else {
        problem.column_scales[change]
    };
    let mut entries: Vec<(usize, f64)> = problem.gain_entries(index).collect();
    entries.push((change, -slope));
    let key = RowKey::Overlap {
        cell: index,
        tangent: problem.tangents[index],
    };
    problem.tangents[index] += 1;
    problem.add_row(key, scale, f64::NEG_INFINITY, height, entries)
}
