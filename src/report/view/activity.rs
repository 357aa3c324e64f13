//! Activities today and in the plan.

use crate::domain::{ActivityResult, Recommendation};
use crate::report::names::Names;
use crate::report::number::{people, signed};
use crate::report::record::matters;

/// An activity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) struct ActivityRow {
    /// Where it is done.
    pub place: String,
    /// Participants today.
    pub today: String,
    /// Participants in the plan.
    pub plan: String,
    /// The difference, with its sign.
    pub change: String,
    /// Most participants.
    pub capacity: String,
    /// Whether the plan fills it.
    pub full: bool,
    /// Whether the capacity was filled in by the grades' population.
    pub capacity_is_default: bool,
}

/// The activities of a practice that change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) struct PracticeActivities {
    /// Name of the practice.
    pub practice: String,
    /// Its activities.
    pub rows: Vec<ActivityRow>,
}

/// The activities that change, and how many do not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::report) struct ActivityView {
    /// Those that change, by practice.
    pub changing: Vec<PracticeActivities>,
    /// Number of those that are done today and stay as they are.
    pub staying: usize,
    /// Number of those that are done neither today nor in the plan.
    pub not_done: usize,
}

impl ActivityView {
    /// The activities of `recommendation`.
    pub(super) fn new(names: Names, recommendation: &Recommendation) -> Self {
        let mut rows: Vec<&ActivityResult> = recommendation.activities.iter().collect();
        rows.sort_by(|a, b| a.activity.cmp(&b.activity));
        let changes = |row: &ActivityResult| matters(row.plan - row.today, row.capacity);
        let still = rows.iter().filter(|row| !changes(row)).count();
        let staying = rows
            .iter()
            .filter(|row| !changes(row) && matters(row.today, row.capacity))
            .count();
        let not_done = still - staying;
        rows.retain(|row| changes(row));
        let changing = rows
            .chunk_by(|a, b| a.activity.practice == b.activity.practice)
            .map(|rows| PracticeActivities {
                practice: names.practice(&rows[0].activity.practice),
                rows: rows.iter().map(|row| activity_row(names, row)).collect(),
            })
            .collect();
        ActivityView {
            changing,
            staying,
            not_done,
        }
    }
}

fn activity_row(names: Names, row: &ActivityResult) -> ActivityRow {
    let change = row.plan - row.today;
    ActivityRow {
        place: names.place(&row.activity.place),
        today: people(row.today),
        plan: people(row.plan),
        change: signed(change, &people(change)),
        capacity: people(row.capacity),
        full: !matters(row.capacity - row.plan, row.capacity),
        capacity_is_default: row.capacity_is_default,
    }
}
