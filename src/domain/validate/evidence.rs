//! Reported effects: units, sizes, ratings, follow-ups.

use std::collections::BTreeMap;

use super::{Check, at};
use crate::diagnostic::{Diagnostic, Location, codes};
use crate::domain::{
    EffectUnit, Evidence, Indicator, Measured, NonNegative, RATING_SEPARATOR, Unit,
};

/// Longest time between a practice and what is measured, in years: a lifetime.
const LONGEST_YEARS: f64 = 100.0;

pub(super) fn check(check: &mut Check<'_>) {
    for row in &check.tables.evidence {
        let path = row.path();
        scheme(check, row, &path);
        follow_up(check, row, &path);
        match &row.measured {
            Measured::Indicator(id) => {
                if let Some(indicator) = check.indicators.get(id).copied() {
                    if unit(check, row, indicator, &path) && indicator.unit == Unit::Percent {
                        share(check, row, &path);
                    }
                    arrival(check, row, indicator, &path);
                }
            }
            Measured::Outcome(_) => {
                if own_terms(check, row, &path) {
                    share(check, row, &path);
                }
            }
        }
    }
    mixed_studies(check);
}

fn scheme(check: &mut Check<'_>, row: &Evidence, path: &str) {
    let items = |text: &Option<String>| {
        text.as_ref()
            .map_or(0, |text| text.split(RATING_SEPARATOR).count())
    };
    let (schemes, ratings) = (items(&row.scheme), items(&row.rating));
    if row.is_as_given() || schemes == ratings {
        return;
    }
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let (column, message, hint) = match (schemes, ratings) {
        (_, 0) => (
            "rating",
            format!("the scheme `{}` stands without a rating", text(&row.scheme)),
            "give the study's rating in that scheme",
        ),
        (0, _) => (
            "scheme",
            format!(
                "the rating `{}` stands without its scheme",
                text(&row.rating)
            ),
            "name the scheme that gave the rating",
        ),
        _ => (
            "rating",
            format!("the schemes are {schemes} and the ratings {ratings}"),
            "give one rating for each scheme, in the same order, separated by `;`",
        ),
    };
    check.findings.push(
        Diagnostic::error(codes::SCHEME_WITHOUT_RATING, at(path, column), message).hint(hint),
    );
}

fn follow_up(check: &mut Check<'_>, row: &Evidence, path: &str) {
    for (column, years) in [
        ("years_after", row.years_after),
        ("follow_up_years", row.follow_up_years),
    ] {
        if let Some(years) = years.filter(|years| years.get() > LONGEST_YEARS) {
            let message = format!("{years} years after the practice is longer than a lifetime");
            check.error(codes::OUT_OF_RANGE, at(path, column), message);
        }
    }
    let first = row.years_after.map_or(0.0, NonNegative::get);
    let (column, message) = match (row.follow_up_years, row.follow_up_effect) {
        (Some(_), None) => ("follow_up_effect", "the follow-up has no effect".to_owned()),
        (None, Some(_)) => (
            "follow_up_years",
            "the effect of the follow-up has no time".to_owned(),
        ),
        (Some(later), Some(_)) if later.get() <= first => (
            "follow_up_years",
            format!(
                "the follow-up after {later} years is not later than the first measurement after {first}"
            ),
        ),
        _ => return,
    };
    check.findings.push(
        Diagnostic::error(codes::FOLLOW_UP, at(path, column), message)
            .hint("give both the years since the practice and the effect then, or neither"),
    );
}

/// Notes an effect that the indicator cannot take; whether it can.
fn unit(check: &mut Check<'_>, row: &Evidence, indicator: &Indicator, path: &str) -> bool {
    let given = row.is_as_given();
    let (column, message, hint) = match (row.effect_unit, indicator.unit) {
        (EffectUnit::Sd, Unit::Count | Unit::Dollars) => (
            "effect_unit",
            format!("an effect in sd cannot be turned into {}", indicator.id),
            "give the effect in points: units of the indicator per participant",
        ),
        (EffectUnit::Share, Unit::Score | Unit::Count | Unit::Dollars) => (
            "effect_unit",
            format!(
                "an effect as a share of people cannot be turned into {}, which is not in percent",
                indicator.id
            ),
            "give the effect in points, or sd for a score",
        ),
        (EffectUnit::Sd, Unit::Percent) if given => (
            "effect_unit",
            format!(
                "an effect in sd cannot be taken as given for {}, which is in percent",
                indicator.id
            ),
            "give the effect in points or share, or leave the scheme out",
        ),
        _ => {
            let proportion = indicator.unit == Unit::Percent && row.effect_unit != EffectUnit::Sd;
            return !proportion || given || has_level(check, row, path);
        }
    };
    check
        .findings
        .push(Diagnostic::error(codes::EFFECT_UNIT, at(path, column), message).hint(hint));
    false
}

/// Whether the level of the comparison group is given, as a proportion needs it; noted where it is not.
fn has_level(check: &mut Check<'_>, row: &Evidence, path: &str) -> bool {
    if row.baseline.is_none() {
        check.findings.push(
            Diagnostic::error(
                codes::EFFECT_WITHOUT_BASELINE,
                at(path, "baseline"),
                "an effect on percent needs the level of the comparison group",
            )
            .hint("give that level, 0-100, as the study reports it, or the effect in sd"),
        );
    }
    row.baseline.is_some()
}

/// Notes an effect on a study's own outcome that has no meaning without an indicator's unit; whether it has.
fn own_terms(check: &mut Check<'_>, row: &Evidence, path: &str) -> bool {
    let (column, message) = if row.is_as_given() {
        (
            "scheme",
            "an effect on a study's own outcome cannot be taken as given: it is in no indicator's unit",
        )
    } else if row.effect_unit == EffectUnit::Points {
        (
            "effect_unit",
            "an effect on a study's own outcome cannot be in points: the unit of the outcome is not known",
        )
    } else {
        return row.effect_unit == EffectUnit::Sd || has_level(check, row, path);
    };
    check.findings.push(
        Diagnostic::error(codes::EFFECT_UNIT, at(path, column), message)
            .hint("give the effect in sd, or as a share of people with the study's own baseline"),
    );
    false
}

/// Sizes of a difference of proportions.
fn share(check: &mut Check<'_>, row: &Evidence, path: &str) {
    if row.effect_unit == EffectUnit::Sd {
        return;
    }
    let effect = row.effect.get();
    let points = if row.effect_unit == EffectUnit::Share {
        effect * 100.0
    } else {
        effect
    };
    match row.baseline.filter(|_| !row.is_as_given()) {
        Some(level) if level.get() <= 0.0 || level.get() >= 100.0 => {
            let message =
                format!("the comparison group's level {level} must be between 0 and 100 percent");
            check.error(codes::PERCENT_OUT_OF_RANGE, at(path, "baseline"), message);
        }
        Some(level) if level.get() + points <= 0.0 || level.get() + points >= 100.0 => {
            let message = format!(
                "the effect would bring the comparison group from {level} to {} percent",
                super::figure(level.get() + points)
            );
            check.findings.push(
                Diagnostic::error(codes::EFFECT_OUT_OF_RANGE, at(path, "effect"), message)
                    .hint("points are percentage points, share is 0-1: check the effect, its unit and the level"),
            );
        }
        None if points.abs() > 100.0 => {
            let message = format!(
                "an effect of {} points per participant is past 100 percent",
                super::figure(points)
            );
            check.findings.push(
                Diagnostic::error(codes::EFFECT_OUT_OF_RANGE, at(path, "effect"), message)
                    .hint("points are percentage points, share is 0-1"),
            );
        }
        _ => {}
    }
}

/// Participants meet an indicator in its grade or never: a practice above it moves nothing.
fn arrival(check: &mut Check<'_>, row: &Evidence, indicator: &Indicator, path: &str) {
    let (Some(grade), Some(practice)) = (indicator.grade, check.practices.get(&row.practice))
    else {
        return;
    };
    if practice.grades.low <= grade {
        return;
    }
    let overridden = check.tables.serves.iter().any(|serves| {
        serves.practice == row.practice
            && serves
                .indicator
                .as_ref()
                .is_none_or(|only| *only == indicator.id)
    });
    if !overridden {
        let message = format!(
            "{} serves grades {}..{}, all after grade {grade} of {}, so that its effect never arrives",
            row.practice, practice.grades.low, practice.grades.high, indicator.id
        );
        check.findings.push(
            Diagnostic::warning(codes::EFFECT_NEVER_ARRIVES, Location::path(path), message)
                .hint("check the practice's grades and the indicator's grade, or say in serves whom it reaches"),
        );
    }
}

/// Studies that would be pooled must all be in standard deviations, or all taken as given.
fn mixed_studies(check: &mut Check<'_>) {
    let mut first: BTreeMap<_, &Evidence> = BTreeMap::new();
    for row in &check.tables.evidence {
        let links = check.links.get(&row.measured);
        let own = row.measured.indicator().into_iter();
        let linked = links
            .into_iter()
            .flatten()
            .filter(|link| {
                check
                    .practices
                    .get(&row.practice)
                    .is_some_and(|practice| link.covers(practice.grades))
            })
            .map(|link| &link.indicator);
        for indicator in own.chain(linked) {
            let in_sd = check
                .indicators
                .get(indicator)
                .is_some_and(|row| matches!(row.unit, Unit::Percent | Unit::Score));
            let effect = (&row.practice, indicator, &row.place, &row.group);
            let earlier = *first.entry(effect).or_insert(row);
            if !in_sd || earlier.is_as_given() == row.is_as_given() {
                continue;
            }
            let message = format!(
                "{} and {} are studies of the effect of {} on {indicator}, and only one of them is taken as given: they cannot be pooled",
                earlier.study, row.study, row.practice
            );
            check.findings.push(
                Diagnostic::error(codes::MIXED_STUDIES, at(&row.path(), "scheme"), message)
                    .hint("take both as given, or neither"),
            );
        }
    }
}
