//! Reported effects: units, sizes, ratings, follow-ups.

use std::collections::BTreeMap;

use super::{Check, at};
use crate::diagnostic::{Diagnostic, Location, codes};
use crate::domain::{AS_GIVEN, EffectUnit, Evidence, Indicator, NonNegative, Unit};

/// Effect, in SD, that is larger than any published one of a programme: Bloom's "two sigma" (1984), which
/// no later study came near.
const LARGEST_PUBLISHED: f64 = 2.0;

/// Longest time between a practice and what is measured, in years: a lifetime.
const LONGEST_YEARS: f64 = 100.0;

pub(super) fn check(check: &mut Check<'_>) {
    for row in &check.tables.evidence {
        let path = row.path();
        scheme(check, row, &path);
        follow_up(check, row, &path);
        if let Some(indicator) = check.indicators.get(&row.indicator).copied() {
            let in_unit = unit(check, row, indicator, &path);
            if in_unit {
                size(check, row, indicator, &path);
            }
            arrival(check, row, indicator, &path);
        }
    }
    several_studies(check);
}

fn as_given(row: &Evidence) -> bool {
    row.scheme.as_deref() == Some(AS_GIVEN)
}

fn scheme(check: &mut Check<'_>, row: &Evidence, path: &str) {
    let (column, message, hint) = match (&row.scheme, &row.rating) {
        (Some(scheme), None) if scheme != AS_GIVEN => (
            "rating",
            format!("the scheme `{scheme}` stands without a rating"),
            "give the study's rating in that scheme",
        ),
        (None, Some(rating)) => (
            "scheme",
            format!("the rating `{rating}` stands without its scheme"),
            "name the scheme that gave the rating",
        ),
        _ => return,
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
    let given = as_given(row);
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
            if proportion && !given && row.baseline.is_none() {
                check.findings.push(
                    Diagnostic::error(
                        codes::EFFECT_WITHOUT_BASELINE,
                        at(path, "baseline"),
                        "an effect on percent needs the level of the comparison group",
                    )
                    .hint("give that level, 0-100, as the study reports it, or the effect in sd"),
                );
                return false;
            }
            return true;
        }
    };
    check
        .findings
        .push(Diagnostic::error(codes::EFFECT_UNIT, at(path, column), message).hint(hint));
    false
}

fn size(check: &mut Check<'_>, row: &Evidence, indicator: &Indicator, path: &str) {
    let effect = row.effect.get();
    let sd = match (row.effect_unit, indicator.unit) {
        (EffectUnit::Sd, _) => Some(effect),
        (EffectUnit::Points, Unit::Score) => indicator.sd.map(|sd| effect / sd.get()),
        _ => None,
    };
    if let Some(sd) = sd.filter(|sd| sd.abs() > LARGEST_PUBLISHED) {
        let message = format!(
            "an effect of {} SD is larger than any published one",
            super::figure(sd)
        );
        check.findings.push(
            Diagnostic::warning(codes::LARGE_EFFECT, at(path, "effect"), message)
                .hint("check the effect and its unit: half a standard deviation is already large"),
        );
    }
    if indicator.unit != Unit::Percent || row.effect_unit == EffectUnit::Sd {
        return;
    }
    let points = if row.effect_unit == EffectUnit::Share {
        effect * 100.0
    } else {
        effect
    };
    match row.baseline.filter(|_| !as_given(row)) {
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
                .is_none_or(|only| *only == row.indicator)
    });
    if !overridden {
        let message = format!(
            "{} serves grades {}..{}, all after grade {grade} of {}, so that its effect never arrives",
            row.practice, practice.grades.low, practice.grades.high, row.indicator
        );
        check.findings.push(
            Diagnostic::warning(codes::EFFECT_NEVER_ARRIVES, Location::path(path), message)
                .hint("check the practice's grades and the indicator's grade, or say in serves whom it reaches"),
        );
    }
}

fn several_studies(check: &mut Check<'_>) {
    let mut first: BTreeMap<_, &Evidence> = BTreeMap::new();
    for row in &check.tables.evidence {
        let effect = (&row.practice, &row.indicator, &row.place, &row.group);
        let Some(earlier) = first.get(&effect) else {
            first.insert(effect, row);
            continue;
        };
        if earlier.study == row.study {
            // The same key twice is reported as that.
            continue;
        }
        let message = format!(
            "{} is a second study of the effect of {} on {}, after {}: several studies of one effect are not served yet by this version",
            row.study, row.practice, row.indicator, earlier.study
        );
        check.findings.push(
            Diagnostic::error(codes::SEVERAL_STUDIES, at(&row.path(), "study"), message)
                .hint("keep the one you trust most, or a published review of them"),
        );
    }
}
