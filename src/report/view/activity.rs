//! Activities today and in the plan.

use std::collections::BTreeMap;

use super::share::often;
use crate::domain::{ActivityId, ActivityResult, Recommendation};
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
    /// How often the best plan of a draw runs it; `None` where nothing was drawn.
    pub runs: Option<String>,
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
    /// Whether it is known how often they run over draws.
    pub drawn: bool,
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
        let draws = recommendation
            .trust
            .as_ref()
            .map_or(0, |trust| trust.draws.done);
        let runs: BTreeMap<&ActivityId, String> = recommendation
            .trust
            .iter()
            .flat_map(|trust| &trust.activities)
            .map(|row| (&row.activity, often(row.funded.share, draws)))
            .collect();
        let changing = rows
            .chunk_by(|a, b| a.activity.practice == b.activity.practice)
            .map(|rows| PracticeActivities {
                practice: names.practice(&rows[0].activity.practice),
                rows: rows
                    .iter()
                    .map(|row| activity_row(names, row, &runs))
                    .collect(),
            })
            .collect();
        ActivityView {
            changing,
            staying,
            not_done,
            drawn: !runs.is_empty(),
        }
    }
}

fn activity_row(
    names: Names,
    row: &ActivityResult,
    runs: &BTreeMap<&ActivityId, String>,
) -> ActivityRow {
    let change = row.plan - row.today;
    ActivityRow {
        place: names.place(&row.activity.place),
        today: people(row.today),
        plan: people(row.plan),
        change: signed(change, &people(change)),
        capacity: people(row.capacity),
        full: !matters(row.capacity - row.plan, row.capacity),
        capacity_is_default: row.capacity_is_default,
        runs: runs.get(&row.activity).cloned(),
    }
}
