//! What an activity is given is what it needs.
//!
//! For a resource r that an activity a has today:
//! up_ra − Σ_f dn_fa − ρ_ra x_a − F_ra z_a − s_ra = −Σ_f a⁰_fa, 0 ≤ dn_fa ≤ a⁰_fa (0 where locked),
//! 0 ≤ s_ra ≤ s⁰_ra: no new idle money, and what an activity no longer uses leaves it
//! (FORMULATION 5). F_ra holds a one-time cost too where a does not run today. Where a has nothing of r
//! today, up_ra = ρ_ra x_a + F_ra z_a is put into the row of its class
//! and has neither column nor row, except in the form with one flow per arc.

use super::{ColumnKey, Form, Problem, RowKey};
use crate::engine::instance::{Instance, NeedAt};

pub(super) fn add(problem: &mut Problem, instance: &Instance, form: Form) {
    let mut addable = vec![Vec::new(); instance.activities.len()];
    for class in &problem.classes {
        for &activity in &class.activities {
            addable[activity].push(class.resource);
        }
    }
    let mut releases = vec![Vec::new(); instance.activities.len()];
    for (pool, data) in instance.pools.iter().enumerate() {
        for arc in &data.arcs {
            if !arc.locked && instance.activities[arc.activity].excluded_by.is_none() {
                let key = ColumnKey::Release {
                    pool,
                    activity: arc.activity,
                };
                let column = problem.add_column(key, arc.amount, 0.0, 0.0, arc.amount);
                releases[arc.activity].push((data.resource, column));
            }
        }
    }
    for (index, activity) in instance.activities.iter().enumerate() {
        if activity.excluded_by.is_some() {
            continue;
        }
        for need in &activity.needs {
            if need.checked && has_row(need, form) && (need.allocated > 0.0 || need.takes()) {
                let may_add = addable[index].contains(&need.resource);
                row(problem, instance, index, need, may_add, &releases[index]);
            }
        }
    }
}

/// Whether a need has a row of its own, or is put into the row of its class.
pub(super) fn has_row(need: &NeedAt, form: Form) -> bool {
    need.allocated > 0.0 || form == Form::PerArc
}

fn row(
    problem: &mut Problem,
    instance: &Instance,
    activity: usize,
    need: &NeedAt,
    may_add: bool,
    releases: &[(usize, usize)],
) {
    let data = &instance.activities[activity];
    let resource = need.resource;
    let most = need.size(data);
    let mut entries: Vec<(usize, f64)> = problem
        .needed_entries(activity, need)
        .into_iter()
        .map(|(column, amount)| (column, -amount))
        .collect();
    entries.extend(
        releases
            .iter()
            .filter(|&&(of, _)| of == resource)
            .map(|&(_, column)| (column, -1.0)),
    );
    if may_add {
        let key = ColumnKey::Addition { activity, resource };
        let column = problem.add_column(key, most, 0.0, 0.0, most + need.idle);
        entries.push((column, 1.0));
    }
    if need.idle > 0.0 {
        let column = problem.add_column(
            ColumnKey::Idle { activity, resource },
            most,
            0.0,
            0.0,
            need.idle,
        );
        entries.push((column, -1.0));
    }
    problem.add_row(
        RowKey::Need { activity, resource },
        most,
        -need.allocated,
        -need.allocated,
        entries,
    );
}
