//! What the change of a cell is worth.
//!
//! V = Σ_c δ^τ W_c U(y_c); U is concave with U(0) = 0: slope λ ≥ 1 on losses, 1 up to the gap, φ ≤ 1
//! beyond it (FORMULATION 4). y_c is the sum of one column per slope; since slopes fall, they fill in order.

use super::benefit::bounds;
use super::{ColumnKey, Problem};
use crate::engine::instance::{Cell, Instance};

pub(super) fn add(problem: &mut Problem, instance: &Instance) {
    for (index, cell) in instance.cells.iter().enumerate() {
        if !problem.has_cell(index) {
            continue;
        }
        let (lowest, highest) = bounds(instance, cell);
        let highest = instance.overlap(cell, highest);
        let scale =
            problem.column_scales[problem.column(ColumnKey::Change(index)).unwrap_or_default()];
        for (piece, (slope, lower, upper)) in pieces(instance, cell, lowest, highest)
            .into_iter()
            .enumerate()
        {
            problem.add_column(
                ColumnKey::Gain { cell: index, piece },
                scale,
                cell.weight * slope,
                lower,
                upper,
            );
        }
    }
}

/// Slope and ends of each piece that the change can reach; neighbours of one slope are one piece.
fn pieces(instance: &Instance, cell: &Cell, lowest: f64, highest: f64) -> Vec<(f64, f64, f64)> {
    let lowest = lowest.min(0.0);
    let to_target = cell.gap.min(highest).max(0.0);
    let beyond = (highest - to_target).max(0.0);
    let (loss, past) = if cell.weight > 0.0 {
        (
            instance.value.loss_slope,
            instance.value.beyond_target_slope,
        )
    } else {
        (1.0, 1.0)
    };
    let mut pieces: Vec<(f64, f64, f64)> = Vec::new();
    for (slope, lower, upper) in [
        (loss, lowest, 0.0),
        (1.0, 0.0, to_target),
        (past, 0.0, beyond),
    ] {
        match pieces.last_mut() {
            Some(last) if last.0 == slope => last.2 += upper,
            _ if upper > lower => pieces.push((slope, lower, upper)),
            _ => {}
        }
    }
    pieces
}
