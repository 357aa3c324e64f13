//! Where a tabled response rises, integers hold the order in which its segments fill.
//!
//! The segments fall into stretches on which slopes do not rise. w_k is 1 where stretch k is full: u_q ≥
//! width_q w_k for q in it, u_q ≤ width_q w_k for q in the next, w_k ≤ w_{k−1} (the incremental form of
//! a piecewise linear function, which is as tight as one can be: Vielma, Ahmed & Nemhauser, Oper. Res. 58,
//! 2010). Within a stretch the falling slopes keep the order by themselves.

use super::{ColumnKey, Problem, RowKey};
use crate::engine::instance::Instance;

pub(super) fn add(problem: &mut Problem, instance: &Instance) {
    for (index, activity) in instance.activities.iter().enumerate() {
        let stretches = activity.stretches();
        if stretches.len() < 2 || problem.participants_entries(index).is_empty() {
            continue;
        }
        let mut before = None;
        for (stretch, &start) in stretches.iter().enumerate() {
            let end = stretches
                .get(stretch + 1)
                .copied()
                .unwrap_or(activity.segments.len());
            let full = (end < activity.segments.len()).then(|| {
                let reached: f64 = activity.segments[..end].iter().map(|part| part.width).sum();
                let key = ColumnKey::Full {
                    activity: index,
                    stretch,
                };
                problem.add_switch(key, reached <= activity.within_reach)
            });
            for segment in start..end {
                segment_rows(problem, instance, (index, segment), before, full);
            }
            before = full;
        }
    }
}

/// u ≤ width w of the stretch before, u ≥ width w of its own; w falls from stretch to stretch by both.
fn segment_rows(
    problem: &mut Problem,
    instance: &Instance,
    (activity, segment): (usize, usize),
    before: Option<usize>,
    full: Option<usize>,
) {
    let key = ColumnKey::Participants { activity, segment };
    let Some(column) = problem.column(key) else {
        return;
    };
    let width = instance.activities[activity].segments[segment].width;
    let scale = problem.column_scales[column];
    if let Some(before) = before {
        problem.add_row(
            RowKey::Opened { activity, segment },
            scale,
            f64::NEG_INFINITY,
            0.0,
            [(column, 1.0), (before, -width)],
        );
    }
    if let Some(full) = full {
        problem.add_row(
            RowKey::Filled { activity, segment },
            scale,
            0.0,
            f64::INFINITY,
            [(column, 1.0), (full, -width)],
        );
    }
}
