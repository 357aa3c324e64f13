//! Rules about which activities run beside each other.
//!
//! requires: z_a ≤ z_b, or z_a ≤ 0 where the place has no b; excludes: Σ_a z_a ≤ 1 (FORMULATION 5, "Rules").

use super::{ColumnKey, Problem, RowKey};
use crate::engine::instance::{Demand, Instance};

pub(super) fn add(problem: &mut Problem, instance: &Instance) {
    for (rule, data) in instance.rules.iter().enumerate() {
        match &data.demand {
            Demand::Requires(pairs) => {
                for (part, &(first, second)) in pairs.iter().enumerate() {
                    let Some(first) = problem.column(ColumnKey::Runs(first)) else {
                        continue;
                    };
                    // What cannot run has no column: nothing that requires it runs.
                    let second = second.and_then(|second| problem.column(ColumnKey::Runs(second)));
                    let entries: Vec<_> = [Some((first, 1.0)), second.map(|column| (column, -1.0))]
                        .into_iter()
                        .flatten()
                        .collect();
                    let key = RowKey::Requires { rule, part };
                    problem.add_row(key, 1.0, f64::NEG_INFINITY, 0.0, entries);
                }
            }
            Demand::Excludes(sets) => {
                for (part, set) in sets.iter().enumerate() {
                    let running = set
                        .iter()
                        .filter_map(|&activity| problem.column(ColumnKey::Runs(activity)));
                    let entries: Vec<_> = running.map(|column| (column, 1.0)).collect();
                    let key = RowKey::Excludes { rule, part };
                    problem.add_row(key, 1.0, f64::NEG_INFINITY, 1.0, entries);
                }
            }
            _ => {}
        }
    }
}
