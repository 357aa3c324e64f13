//! Participants of each activity, by segment of its response.
//!
//! x_a = Σ_q u_aq, 0 ≤ u_aq ≤ width_aq, Σ_q width_aq = capacity_a. Effective participants
//! h_a = Σ_q σ_q u_aq: where σ does not rise, segments fill in order, since more effective participants
//! never lower the value (FORMULATION 3); where it does, integers hold the order. An excluded activity has no column; one that needs what
//! nothing gives it has no room.

use super::{ColumnKey, Problem};
use crate::engine::instance::{ActivityData, Instance};

pub(super) fn add(problem: &mut Problem, instance: &Instance) {
    let reachable = reachable(problem, instance);
    for (index, activity) in instance.activities.iter().enumerate() {
        if activity.excluded_by.is_some() || activity.capacity <= 0.0 {
            continue;
        }
        let blocked = blocked(activity, |resource| reachable[index].contains(&resource));
        let scale = if activity.most > 0.0 {
            activity.most
        } else {
            activity.capacity
        };
        let mut left = if blocked { 0.0 } else { activity.most };
        for (segment, stretch) in activity.segments.iter().enumerate() {
            let width = stretch.width.min(left);
            left -= width;
            let key = ColumnKey::Participants {
                activity: index,
                segment,
            };
            problem.add_column(key, scale, 0.0, 0.0, width);
        }
    }
}

/// Resources that some pool may add, by activity.
fn reachable(problem: &Problem, instance: &Instance) -> Vec<Vec<usize>> {
    let mut reachable = vec![Vec::new(); instance.activities.len()];
    for class in &problem.classes {
        for &activity in &class.activities {
            reachable[activity].push(class.resource);
        }
    }
    reachable
}

/// Whether an activity needs a resource that it neither has today nor can be given.
fn blocked(activity: &ActivityData, reachable: impl Fn(usize) -> bool) -> bool {
    activity.needs.iter().any(|need| {
        need.checked && need.takes() && need.allocated <= 0.0 && !reachable(need.resource)
    })
}
