//! Practices, their bands, needs and activities.

use std::collections::BTreeSet;

use super::community::grade_range;
use super::{Check, at};
use crate::diagnostic::{Diagnostic, Location, codes};
use crate::domain::{Practice, PracticeId};

pub(super) fn check(check: &mut Check<'_>) {
    let offered: BTreeSet<&PracticeId> = check
        .tables
        .activities
        .iter()
        .map(|row| &row.practice)
        .collect();
    scale(check);
    for row in &check.tables.practices {
        let path = row.path();
        if row.grades.low > row.grades.high {
            let message = format!(
                "the band of grades {}..{} ends before it begins",
                row.grades.low, row.grades.high
            );
            check.findings.push(
                Diagnostic::error(codes::BAND_ORDER, at(&path, "grades"), message)
                    .hint(format!("write `{}..{}`", row.grades.high, row.grades.low)),
            );
        }
        once(check, row, &path);
        let mut ends = vec![row.grades.low, row.grades.high];
        ends.dedup();
        for grade in ends {
            grade_range(check, &path, "grades", grade);
        }
        if check.complete("needs") && !check.tables.needs.is_empty() {
            needs(check, &row.id, &path);
        }
        if check.complete("activities")
            && !check.tables.activities.is_empty()
            && !offered.contains(&row.id)
        {
            let message = format!(
                "{} is offered at no place, so that no plan can choose it",
                row.id
            );
            check.findings.push(
                Diagnostic::warning(
                    codes::PRACTICE_WITHOUT_ACTIVITY,
                    Location::path(path),
                    message,
                )
                .hint("add a row to activities for each place where it could be done"),
            );
        }
    }
}

/// A one-time cost names its resource, and a resource its cost.
fn once(check: &mut Check<'_>, row: &Practice, path: &str) {
    let (column, message) = match (row.one_time_cost, &row.one_time_resource) {
        (Some(_), None) => (
            "one_time_resource",
            "the one-time cost is of no resource".to_owned(),
        ),
        (None, Some(resource)) => (
            "one_time_cost",
            format!("{resource} is named for a one-time cost, and there is none"),
        ),
        _ => return,
    };
    check.findings.push(
        Diagnostic::error(codes::ONE_TIME_COST, at(path, column), message)
            .hint("fill both one_time_cost and one_time_resource, or neither"),
    );
}

/// What can never run is not an activity; what runs today may be above its capacity, and is taken as it is.
fn scale(check: &mut Check<'_>) {
    for row in &check.tables.activities {
        if let (Some(scale), Some(capacity)) = (row.min_scale, row.capacity)
            && scale > capacity
        {
            let message = format!(
                "at least {scale} participants are needed, and at most {capacity} can take part"
            );
            check.findings.push(
                Diagnostic::error(
                    codes::SCALE_ABOVE_CAPACITY,
                    at(&row.path(), "min_scale"),
                    message,
                )
                .hint("lower min_scale, raise capacity, or remove the activity"),
            );
        }
    }
}

fn needs(check: &mut Check<'_>, practice: &PracticeId, path: &str) {
    let takes_something = check.needs.get(practice).is_some_and(|needs| {
        let mut each = needs.values();
        each.any(|takes| takes.per_participant > 0.0 || takes.fixed > 0.0)
    });
    if !takes_something {
        let message = format!("{practice} takes nothing of any resource, so that it would be free");
        check.findings.push(
            Diagnostic::error(codes::PRACTICE_WITHOUT_NEEDS, Location::path(path), message)
                .hint("add a row to needs for what a participant takes in a year"),
        );
    }
}
