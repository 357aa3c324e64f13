//! Responses: how effective participants grow with participants.

use std::collections::{BTreeMap, BTreeSet};

use super::{Check, at, figure};
use crate::diagnostic::{Diagnostic, Location, codes};
use crate::domain::{PlaceId, PracticeId, ResponseForm, ResponsePoint};

/// Points that a table needs beside the origin: with one it would be a straight line.
const FEWEST_POINTS: usize = 2;

pub(super) fn check(check: &mut Check<'_>) {
    forms(check);
    let mut tables: BTreeMap<(&PracticeId, Option<&PlaceId>), Vec<&ResponsePoint>> =
        BTreeMap::new();
    for row in &check.tables.responses {
        tables
            .entry((&row.practice, row.place.as_ref()))
            .or_default()
            .push(row);
    }
    let mut refused: BTreeSet<&PracticeId> = BTreeSet::new();
    for ((practice, _), points) in &tables {
        match check.practices.get(practice).map(|row| row.response) {
            Some(ResponseForm::Table) => points_of_one(check, points),
            Some(_) if refused.insert(practice) => {
                let message =
                    format!("{practice} has points of a response, and its response is not `table`");
                check.findings.push(
                    Diagnostic::error(
                        codes::RESPONSE_POINTS,
                        Location::path(points[0].path()),
                        message,
                    )
                    .hint("set the practice's response to table, or remove its points"),
                );
            }
            _ => {}
        }
    }
}

fn forms(check: &mut Check<'_>) {
    let with_points: BTreeSet<&PracticeId> = check
        .tables
        .responses
        .iter()
        .map(|row| &row.practice)
        .collect();
    for row in &check.tables.practices {
        let path = row.path();
        let (code, column, message, hint) = match (row.response, row.response_last) {
            (ResponseForm::Quadratic | ResponseForm::Exponential, None) => (
                codes::RESPONSE_LAST,
                "response_last",
                "the response needs the gain of the last participant as a share of the first one's",
                "from 0 to 1: 0.5 where the last participant gains half as much; linear where all gain alike",
            ),
            (ResponseForm::Exponential, Some(last)) if last.get() == 0.0 => (
                codes::RESPONSE_LAST,
                "response_last",
                "an exponential response never falls to 0",
                "a share above 0, or the response quadratic",
            ),
            (ResponseForm::Linear | ResponseForm::Table, Some(_)) => (
                codes::RESPONSE_LAST,
                "response_last",
                "only a quadratic or exponential response takes the gain of the last participant",
                "leave it blank, or change the response",
            ),
            (ResponseForm::Table, None)
                if check.complete("responses") && !with_points.contains(&row.id) =>
            {
                (
                    codes::RESPONSE_POINTS,
                    "response",
                    "the response is a table, and the table has no points",
                    "add its points to responses",
                )
            }
            _ => continue,
        };
        check
            .findings
            .push(Diagnostic::error(code, at(&path, column), message).hint(hint));
    }
}

fn points_of_one(check: &mut Check<'_>, points: &[&ResponsePoint]) {
    let given = points
        .iter()
        .filter(|point| point.participants.get() > 0.0)
        .count();
    if given < FEWEST_POINTS && check.complete("responses") {
        check.findings.push(
            Diagnostic::error(
                codes::RESPONSE_POINTS,
                Location::path(points[0].path()),
                "a tabled response needs at least two points beside nothing for nobody",
            )
            .hint("add points, or make the response linear"),
        );
    }
    let (mut participants, mut effective) = (0.0, 0.0);
    for (position, point) in points.iter().enumerate() {
        let (x, h) = (point.participants.get(), point.effective_participants.get());
        if x == 0.0 && position == 0 {
            if h > 0.0 {
                let message = format!("{} effective participants for nobody", figure(h));
                check.findings.push(
                    Diagnostic::error(
                        codes::RESPONSE_ORDER,
                        at(&point.path(), "effective_participants"),
                        message,
                    )
                    .hint("the response begins at nothing for nobody: remove the row"),
                );
                return;
            }
            continue;
        }
        // Points stand in the order of participants; an equal one is a doubled key, reported as such.
        if x <= participants {
            return;
        }
        if h < effective {
            let message = format!(
                "effective participants fall from {} to {}",
                figure(effective),
                figure(h)
            );
            check.findings.push(
                Diagnostic::error(codes::RESPONSE_ORDER, at(&point.path(), "effective_participants"), message)
                    .hint("more participants are never worth less; where they crowd each other, cap the capacity"),
            );
            return;
        }
        (participants, effective) = (x, h);
    }
}
