//! Second stage: of the plans that are worth as much, the one that moves least.
//!
//! Minimize Σ_f Σ_k flow_{f,k} / A_f (pools without an amount dropped) subject to V ≥ value, the tangents
//! still held. Ties go by weights 1 + 10⁻⁴ · rank in key order. Releases and additions carry the small
//! weight alone: nothing is taken from an activity, or exchanged within it, for no gain at all
//! (FORMULATION 5, "Second stage"; the weight on releases is ours, since a release that nothing uses
//! would otherwise be free).

use super::{ColumnKey, Problem, RowKey};
use crate::engine::instance::{Instance, PoolData};
use crate::engine::lp::LpRow;

/// Weight by which ties are broken, against 1 for a flow of the whole pool.
const TIE: f64 = 1e-4;

/// Adds the row that keeps the value, and takes the value out of the objective.
pub(super) fn keep(problem: &mut Problem, value: f64) -> LpRow {
    let entries: Vec<(usize, f64)> = problem
        .lp
        .costs
        .iter()
        .enumerate()
        .filter(|&(_, &cost)| cost != 0.0)
        .map(|(column, &cost)| {
            (
                column,
                cost * problem.objective_scale / problem.column_scales[column],
            )
        })
        .collect();
    let scale = problem.objective_scale;
    let row = problem.add_row(RowKey::KeepValue, scale, value, f64::INFINITY, entries);
    problem.lp.costs.fill(0.0);
    problem.objective_scale = 1.0;
    row
}

pub(super) fn turn(problem: &mut Problem, instance: &Instance, value: f64) -> LpRow {
    let row = keep(problem, value);
    let moving: Vec<usize> = (0..problem.columns.len())
        .filter(|&column| ranks(problem.columns[column]))
        .collect();
    let count = moving.len().max(1) as f64;
    for (rank, column) in moving.into_iter().enumerate() {
        let tie = TIE * (1.0 + rank as f64 / count);
        let weight = match problem.columns[column] {
            ColumnKey::Flow { pool, .. } | ColumnKey::Converted { pool, .. }
                if instance.pools[pool].amount > 0.0 =>
            {
                (1.0 + tie) * problem.column_scales[column] / instance.pools[pool].amount
            }
            ColumnKey::Release { pool, .. } => {
                tie * problem.column_scales[column] / instance.pools[pool].scale()
            }
            ColumnKey::Addition { resource, .. } => {
                let held = instance
                    .pools
                    .iter()
                    .filter(|pool| pool.resource == resource);
                let largest = held.map(PoolData::scale).fold(0.0, f64::max);
                tie * problem.column_scales[column] / largest.max(f64::MIN_POSITIVE)
            }
            _ => tie,
        };
        problem.lp.costs[column] = -weight;
    }
    row
}

fn ranks(key: ColumnKey) -> bool {
    matches!(
        key,
        ColumnKey::Flow { .. }
            | ColumnKey::Converted { .. }
            | ColumnKey::Addition { .. }
            | ColumnKey::Release { .. }
    )
}
