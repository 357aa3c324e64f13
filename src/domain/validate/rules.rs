//! Rules: whether they are about anything, and whether their limits can matter.

use super::{Check, at};
use crate::diagnostic::{Diagnostic, Location, codes};
use crate::domain::{IndicatorId, Measure, Rule, RuleKind};

pub(super) fn check(check: &mut Check<'_>) {
    for row in &check.tables.rules {
        limit(check, row);
        if ids_are_known(check, row) {
            matches_nothing(check, row);
        }
    }
}

fn limit(check: &mut Check<'_>, row: &Rule) {
    let (limit, least, message, hint) = match &row.kind {
        RuleKind::Fund { limit: Some(limit) } => (
            limit.get(),
            f64::MIN_POSITIVE,
            "a rule to fund for nobody holds always",
            "give a limit above 0, or leave it blank for today's level",
        ),
        RuleKind::AtLeast { limit, .. } => (
            limit.get(),
            f64::MIN_POSITIVE,
            "a rule of at least nothing holds always",
            "give a limit above 0",
        ),
        RuleKind::AtMost { limit, .. } => (
            limit.get(),
            0.0,
            "a rule of at most less than nothing can never hold",
            "give a limit of 0 or more",
        ),
        RuleKind::Requires | RuleKind::Excludes => return pair(check, row),
        RuleKind::Fund { limit: None } | RuleKind::Exclude | RuleKind::Floor { .. } => return,
    };
    if limit < least {
        let finding = Diagnostic::error(codes::RULE_LIMIT, at(&row.path(), "limit"), message);
        check.findings.push(finding.hint(hint));
    }
}

/// Fewest practices that a rule about practices beside each other can name.
const PAIR: usize = 2;

fn pair(check: &mut Check<'_>, row: &Rule) {
    let mut practices = row.practices.clone();
    practices.sort();
    practices.dedup();
    if practices.len() < PAIR || practices.len() < row.practices.len() {
        let message = format!(
            "a rule of kind `{}` is about two or more practices, each named once",
            row.kind.word()
        );
        check.findings.push(
            Diagnostic::error(codes::RULE_PRACTICES, at(&row.path(), "practices"), message).hint(
                "separate them by `;`: `first;second`, where for `requires` the first needs the others",
            ),
        );
    }
}

/// Whether the other rows that a rule names are there; where not, that is reported as such.
fn ids_are_known(check: &Check<'_>, row: &Rule) -> bool {
    let tables = check.tables;
    let indicator = |id: &IndicatorId| check.indicators.contains_key(id);
    let measured = match &row.kind {
        RuleKind::Floor {
            indicator: Some(id),
            ..
        } => indicator(id),
        RuleKind::AtLeast {
            measure: Measure::Amount(id),
            ..
        }
        | RuleKind::AtMost {
            measure: Measure::Amount(id),
            ..
        } => check.resources.contains_key(id),
        _ => true,
    };
    measured
        && row
            .practices
            .iter()
            .all(|id| check.practices.contains_key(id))
        && row
            .places
            .iter()
            .all(|id| tables.places.iter().any(|place| place.id == *id))
        && row
            .groups
            .iter()
            .all(|id| tables.groups.iter().any(|group| group.id == *id))
        && row
            .partners
            .iter()
            .all(|id| tables.partners.iter().any(|partner| partner.id == *id))
        && ["activities", "baselines", "pools", "needs"]
            .into_iter()
            .all(|table| check.complete(table))
}

fn matches_nothing(check: &mut Check<'_>, row: &Rule) {
    let tables = check.tables;
    let mut activities = tables
        .activities
        .iter()
        .filter(|activity| row.covers(&activity.practice, &activity.place));
    let (nothing, hint) = match &row.kind {
        RuleKind::Floor { indicator, .. } => {
            let found = tables.baselines.iter().any(|baseline| {
                indicator
                    .as_ref()
                    .is_none_or(|only| *only == baseline.indicator)
                    && (row.places.is_empty() || row.places.contains(&baseline.place))
                    && (row.groups.is_empty() || row.groups.contains(&baseline.group))
            });
            (!found, "no baseline is of that indicator, place and group")
        }
        RuleKind::AtLeast {
            measure: Measure::Amount(resource),
            ..
        }
        | RuleKind::AtMost {
            measure: Measure::Amount(resource),
            ..
        } => {
            let held = tables.pools.iter().any(|pool| {
                pool.resource == *resource
                    && (row.partners.is_empty() || row.partners.contains(&pool.partner))
            });
            if held {
                let taken = activities.any(|activity| check.takes(&activity.practice, resource));
                (
                    !taken,
                    "no activity of those practices and places takes that resource",
                )
            } else {
                (true, "none of those partners holds a pool of that resource")
            }
        }
        RuleKind::Requires => {
            let first = row.practices.first();
            (
                !activities.any(|activity| Some(&activity.practice) == first),
                "its first practice is an activity at none of those places",
            )
        }
        RuleKind::Fund { .. }
        | RuleKind::Exclude
        | RuleKind::Excludes
        | RuleKind::AtLeast { .. }
        | RuleKind::AtMost { .. } => (
            activities.next().is_none(),
            "no activity is of those practices and places",
        ),
    };
    if nothing {
        let message = format!("the rule {} is about nothing that exists", row.id);
        check.findings.push(
            Diagnostic::error(
                codes::RULE_MATCHES_NOTHING,
                Location::path(row.path()),
                message,
            )
            .hint(hint),
        );
    }
}
