//! Practices, their bands, needs and activities.

use std::collections::BTreeSet;

use super::community::grade_range;
use super::{Check, at};
use crate::diagnostic::{Diagnostic, Location, codes};
use crate::domain::PracticeId;

pub(super) fn check(check: &mut Check<'_>) {
    let offered: BTreeSet<&PracticeId> = check
        .tables
        .activities
        .iter()
        .map(|row| &row.practice)
        .collect();
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

fn needs(check: &mut Check<'_>, practice: &PracticeId, path: &str) {
    let takes_something = check
        .needs
        .get(practice)
        .is_some_and(|needs| needs.values().any(|amount| *amount > 0.0));
    if !takes_something {
        let message = format!("{practice} takes nothing of any resource, so that it would be free");
        check.findings.push(
            Diagnostic::error(codes::PRACTICE_WITHOUT_NEEDS, Location::path(path), message)
                .hint("add a row to needs for what a participant takes in a year"),
        );
    }
}
