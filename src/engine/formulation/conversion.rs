//! No more of a resource is converted than may be.
//!
//! Σ_f Σ_k converted_{f,k} ≤ cap over all pools of the resource that is given up, in its unit (FORMULATION
//! 5, "Conversions"). What is converted is counted in the use of its pool and, times the rate, in what
//! its class is given.

use super::{ColumnKey, Problem, RowKey};
use crate::engine::instance::Instance;

pub(super) fn add(problem: &mut Problem, instance: &Instance) {
    for (index, conversion) in instance.conversions.iter().enumerate() {
        let mut entries = Vec::new();
        let mut amount = 0.0;
        for (pool, data) in instance.pools.iter().enumerate() {
            if data.resource == conversion.from {
                amount += data.amount;
                entries.extend(
                    (0..problem.classes.len())
                        .filter(|&class| problem.classes[class].resource == conversion.to)
                        .filter_map(|class| problem.column(ColumnKey::Converted { pool, class }))
                        .map(|column| (column, 1.0)),
                );
            }
        }
        if !entries.is_empty() {
            let scale = if conversion.cap > 0.0 {
                conversion.cap.min(amount)
            } else {
                amount
            };
            problem.add_row(
                RowKey::ConversionCap(index),
                scale,
                f64::NEG_INFINITY,
                conversion.cap,
                entries,
            );
        }
    }
}
