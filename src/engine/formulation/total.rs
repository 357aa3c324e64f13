//! A rule limits a total of participants, of activities that run, or of an amount.
//!
//! Σ_a x_a, Σ_a z_a, or Σ_f Σ_a a_fa over the pools of the rule's partners, is at least or at most the limit
//! (FORMULATION 5). Amounts are Σ a⁰ + Σ flows − Σ releases: classes are told apart by these rules, so
//! that a flow counts whole or not at all. What is converted counts as what its pool gave.

use super::{ColumnKey, Problem, RowKey};
use crate::engine::instance::{Demand, Instance};

pub(super) fn add(problem: &mut Problem, instance: &Instance) {
    for (rule, data) in instance.rules.iter().enumerate() {
        let (entries, constant, at_least, limit) = match &data.demand {
            Demand::Participants {
                activities,
                at_least,
                limit,
            } => {
                let entries = activities
                    .iter()
                    .flat_map(|&activity| problem.participants_entries(activity))
                    .collect();
                (entries, 0.0, *at_least, *limit)
            }
            Demand::Amount {
                pools,
                activities,
                at_least,
                limit,
                ..
            } => {
                let (entries, today) = amount(problem, instance, rule, pools, activities);
                (entries, today, *at_least, *limit)
            }
            Demand::Activities {
                activities,
                at_least,
                limit,
            } => {
                let running = activities
                    .iter()
                    .filter_map(|&activity| problem.column(ColumnKey::Runs(activity)));
                let entries = running.map(|column| (column, 1.0)).collect();
                (entries, 0.0, *at_least, *limit)
            }
            Demand::Fund(_)
            | Demand::Exclude(_)
            | Demand::Floor(_)
            | Demand::Requires(_)
            | Demand::Excludes(_) => continue,
        };
        let rest = limit - constant;
        let (lower, upper) = if at_least {
            (rest, f64::INFINITY)
        } else {
            (f64::NEG_INFINITY, rest)
        };
        let entries: Vec<(usize, f64)> = entries;
        let scale = entries
            .iter()
            .map(|&(column, value)| (value * problem.column_scales[column]).abs())
            .fold(1.0, f64::max);
        problem.add_row(RowKey::Total(rule), scale, lower, upper, entries);
    }
}

fn amount(
    problem: &Problem,
    instance: &Instance,
    rule: usize,
    pools: &[usize],
    activities: &[usize],
) -> (Vec<(usize, f64)>, f64) {
    let mut entries = Vec::new();
    let mut today = 0.0;
    for &pool in pools {
        for (class, data) in problem.classes.iter().enumerate() {
            if data.rules.contains(&rule) {
                let columns = [
                    ColumnKey::Flow { pool, class },
                    ColumnKey::Converted { pool, class },
                ];
                let given = columns.into_iter().filter_map(|key| problem.column(key));
                entries.extend(given.map(|column| (column, 1.0)));
            }
        }
        for arc in &instance.pools[pool].arcs {
            let excluded = instance.activities[arc.activity].excluded_by.is_some();
            if !excluded && activities.binary_search(&arc.activity).is_ok() {
                today += arc.amount;
                let released = problem.column(ColumnKey::Release {
                    pool,
                    activity: arc.activity,
                });
                entries.extend(released.map(|column| (column, -1.0)));
            }
        }
    }
    (entries, today)
}
