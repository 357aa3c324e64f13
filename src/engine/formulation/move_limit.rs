//! A pool takes no more from its activities than may move.
//!
//! Σ_a dn_fa ≤ max_moved_f Σ_a a⁰_fa; where a scenario leaves A_f < Σ_a a⁰_fa the cut comes on top:
//! Σ_a dn_fa ≤ (Σ_a a⁰_fa − A_f) + max_moved_f A_f. What a rule's exclusion releases is outside the limit
//! (FORMULATION 5).

use super::{ColumnKey, Problem, RowKey};
use crate::engine::instance::Instance;

pub(super) fn add(problem: &mut Problem, instance: &Instance) {
    for (pool, data) in instance.pools.iter().enumerate() {
        let entries: Vec<(usize, f64)> = data
            .arcs
            .iter()
            .filter_map(|arc| {
                problem.column(ColumnKey::Release {
                    pool,
                    activity: arc.activity,
                })
            })
            .map(|column| (column, 1.0))
            .collect();
        if !entries.is_empty() {
            problem.add_row(
                RowKey::MoveLimit(pool),
                data.scale(),
                f64::NEG_INFINITY,
                data.may_move,
                entries,
            );
        }
    }
}
