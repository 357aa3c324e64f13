//! What studies measured beside the indicators, and the indicators that it counts for.

use std::collections::{BTreeMap, BTreeSet};

use super::community::grade_range;
use super::{Check, at};
use crate::diagnostic::{Diagnostic, Location, codes};
use crate::domain::{Direction, IndicatorId, OutcomeId, Unit};

pub(super) fn check(check: &mut Check<'_>) {
    without_link(check);
    let mut directions: BTreeMap<&OutcomeId, (Direction, &IndicatorId)> = BTreeMap::new();
    for row in &check.tables.links {
        let path = row.path();
        for (column, grade) in [("from_grade", row.from_grade), ("to_grade", row.to_grade)] {
            if let Some(grade) = grade {
                grade_range(check, &path, column, grade);
            }
        }
        if let (Some(from), Some(to)) = (row.from_grade, row.to_grade)
            && from > to
        {
            let message =
                format!("the link holds from grade {from} to {to}: it ends before it begins");
            contradicts(check, &path, "to_grade", message, "swap the two grades");
        }
        let Some(indicator) = check.indicators.get(&row.indicator).copied() else {
            continue;
        };
        if matches!(indicator.unit, Unit::Count | Unit::Dollars) {
            let message = format!(
                "studies of {} are in standard deviations, which cannot be turned into {}",
                row.study_outcome, row.indicator
            );
            contradicts(
                check,
                &path,
                "indicator",
                message,
                "link it to an indicator in percent or a score",
            );
        }
        let (direction, other) = *directions
            .entry(&row.study_outcome)
            .or_insert((indicator.direction, &row.indicator));
        if direction != indicator.direction {
            let message = format!(
                "{} cannot stand for both {other} and {}: one should rise and the other fall",
                row.study_outcome, row.indicator
            );
            contradicts(
                check,
                &path,
                "indicator",
                message,
                "give the outcome another id for one of them, and its studies with the sign turned",
            );
        }
    }
}

fn contradicts(check: &mut Check<'_>, path: &str, column: &str, message: String, hint: &str) {
    check
        .findings
        .push(Diagnostic::error(codes::LINK_CONTRADICTS, at(path, column), message).hint(hint));
}

/// One warning for each outcome that studies measured and that counts for nothing.
fn without_link(check: &mut Check<'_>) {
    if !check.complete("links") {
        return;
    }
    let mut told: BTreeSet<&OutcomeId> = BTreeSet::new();
    for row in &check.tables.evidence {
        let Some(outcome) = row.measured.outcome() else {
            continue;
        };
        if check.links.contains_key(&row.measured) || !told.insert(outcome) {
            continue;
        }
        let message = format!(
            "no link says for which indicator {outcome} counts, so that its studies change nothing"
        );
        check.findings.push(
            Diagnostic::warning(
                codes::OUTCOME_WITHOUT_LINK,
                Location::path(format!("{}.study_outcome", row.path())).column("study_outcome"),
                message,
            )
            .hint("add a row to links, or leave the study out"),
        );
    }
}
