//! A rule funds activities.
//!
//! x_a ≥ max(limit, or today's level where the rule has no limit) (FORMULATION 5).

use super::{Problem, RowKey};
use crate::engine::instance::{Demand, Instance};

pub(super) fn add(problem: &mut Problem, instance: &Instance) {
    for (rule, data) in instance.rules.iter().enumerate() {
        let Demand::Fund(floors) = &data.demand else {
            continue;
        };
        for &(activity, least) in floors {
            let entries = problem.participants_entries(activity);
            let scale = instance.activities[activity].capacity.max(least).max(1.0);
            problem.add_row(
                RowKey::Fund { rule, activity },
                scale,
                least,
                f64::INFINITY,
                entries,
            );
        }
    }
}
