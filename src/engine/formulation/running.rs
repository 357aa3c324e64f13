//! Whether an activity runs, and with how many participants at least.
//!
//! L_a z_a ≤ x_a, and u_aq ≤ M_aq z_a for each segment of the response, z_a 0 or 1 (FORMULATION 5, "Minimum
//! viable scale"). M_aq is the segment's own width, or what pools could ever pay for if that is less: by
//! segment and as small as can be, so that a fraction of z allows no more than that fraction of each
//! segment. Activities whose running takes nothing and counts nowhere have no such column.

use super::{ColumnKey, Problem, RowKey};
use crate::engine::instance::{ActivityData, Instance};

pub(super) fn add(problem: &mut Problem, instance: &Instance) {
    for (index, activity) in instance.activities.iter().enumerate() {
        let entries = problem.participants_entries(index);
        if !activity.has_switch() || activity.excluded_by.is_some() || entries.is_empty() {
            continue;
        }
        let room: f64 = entries
            .iter()
            .map(|&(column, _)| problem.lp.column_upper[column] * problem.column_scales[column])
            .sum();
        let possible = room.min(activity.within_reach) >= activity.least;
        let runs = problem.add_switch(ColumnKey::Runs(index), possible);
        let widths = widths(activity);
        for (segment, &(column, _)) in entries.iter().enumerate() {
            let scale = problem.column_scales[column];
            problem.add_row(
                RowKey::MostScale {
                    activity: index,
                    segment,
                },
                scale,
                f64::NEG_INFINITY,
                0.0,
                [(column, 1.0), (runs, -widths[segment])],
            );
        }
        let mut least = entries;
        least.push((runs, -activity.least));
        let scale = activity.least;
        problem.add_row(RowKey::LeastScale(index), scale, 0.0, f64::INFINITY, least);
    }
}

/// Most participants in each segment of any plan.
pub(super) fn widths(activity: &ActivityData) -> Vec<f64> {
    let mut left = activity.within_reach;
    // Where slopes rise, later segments are worth more: only the total is bounded by what pools have.
    let in_order = activity.stretches().len() <= 1;
    activity
        .segments
        .iter()
        .map(|segment| {
            let width = segment.width.min(left);
            if in_order {
                left -= width;
            }
            width
        })
        .collect()
}
