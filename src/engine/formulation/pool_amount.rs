//! A pool gives no more than it has.
//!
//! Σ_a (a_fa + κ up_fa) + converted-out ≤ A_f, that is Σ_k ((1 + κ) flow_{f,k} + converted_{f,k}) − Σ_a dn_fa
//! ≤ A_f − Σ_a a⁰_fa, the last sum over activities that no rule excludes; what is left stays unallocated (FORMULATION 5).

use super::{ColumnKey, Giving, Problem, RowKey};
use crate::engine::instance::Instance;

pub(super) fn add(problem: &mut Problem, instance: &Instance) {
    for (pool, data) in instance.pools.iter().enumerate() {
        if data.scale() <= 0.0 {
            continue;
        }
        let mut entries: Vec<(usize, f64)> = problem.giving[pool]
            .iter()
            .map(|&(column, giving)| match giving {
                Giving::AsItIs => (column, 1.0 + data.switching),
                Giving::ToConvert => (column, 1.0),
            })
            .collect();
        let mut kept = 0.0;
        for arc in &data.arcs {
            if instance.activities[arc.activity].excluded_by.is_some() {
                continue;
            }
            kept += arc.amount;
            if let Some(column) = problem.column(ColumnKey::Release {
                pool,
                activity: arc.activity,
            }) {
                entries.push((column, -1.0));
            }
        }
        let spare = data.amount - kept;
        problem.add_row(
            RowKey::PoolAmount(pool),
            data.scale(),
            f64::NEG_INFINITY,
            spare,
            entries,
        );
    }
}
