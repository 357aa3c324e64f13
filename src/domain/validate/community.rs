//! Indicators and their baselines.

use std::collections::BTreeMap;

use super::{Check, at, figure};
use crate::diagnostic::{Diagnostic, Location, codes};
use crate::domain::{Baseline, Direction, Finite, Indicator, IndicatorId, Unit};

/// Lowest grade: before birth, six years before kindergarten (0).
pub(super) const LOWEST_GRADE: i32 = -6;

/// Highest grade: twelve years of school and eight of study.
pub(super) const HIGHEST_GRADE: i32 = 20;

pub(super) fn check(check: &mut Check<'_>) {
    for row in &check.tables.indicators {
        indicator(check, row);
    }
    weights(check);
    let mut rows: BTreeMap<&IndicatorId, Vec<&Baseline>> = BTreeMap::new();
    for row in &check.tables.baselines {
        if let Some(indicator) = check.indicators.get(&row.indicator).copied() {
            rows.entry(&indicator.id).or_default().push(row);
            baseline(check, indicator, row);
        }
    }
    for (id, rows) in rows {
        if let Some(indicator) = check.indicators.get(id).copied() {
            targets(check, indicator, &rows);
        }
    }
}

fn indicator(check: &mut Check<'_>, row: &Indicator) {
    let path = row.path();
    match row.unit {
        Unit::Score if row.sd.is_none() => check.findings.push(
            Diagnostic::error(
                codes::SCORE_WITHOUT_SD,
                at(&path, "sd"),
                format!("the score {} has no standard deviation over people", row.id),
            )
            .hint("the publisher of the test gives it; without it no effect can be turned into points"),
        ),
        Unit::Dollars => check.findings.push(
            Diagnostic::error(
                codes::NOT_SERVED_YET,
                at(&path, "unit"),
                "indicators in dollars are not served yet by this version",
            )
            .hint("use percent, score or count"),
        ),
        Unit::Percent | Unit::Score | Unit::Count => {}
    }
    if let Some(ceiling) = row.ceiling {
        in_unit(check, row, &path, "ceiling", ceiling.get());
    }
    if let Some(grade) = row.grade {
        grade_range(check, &path, "grade", grade);
    }
}

/// Notes a grade that nobody is in.
pub(super) fn grade_range(check: &mut Check<'_>, path: &str, column: &str, grade: i32) {
    if !(LOWEST_GRADE..=HIGHEST_GRADE).contains(&grade) {
        let message = format!("there is no grade {grade}");
        check.findings.push(
            Diagnostic::error(codes::OUT_OF_RANGE, at(path, column), message).hint(format!(
                "from {LOWEST_GRADE} to {HIGHEST_GRADE}; a grade is the age less 5: -6 before birth, -5 birth, -1 preschool, 0 kindergarten, 13 the first year of college"
            )),
        );
    }
}

/// Notes a percentage outside 0-100 and a count below zero; whether the value is inside.
fn in_unit(
    check: &mut Check<'_>,
    indicator: &Indicator,
    path: &str,
    column: &str,
    value: f64,
) -> bool {
    let id = &indicator.id;
    let (inside, code, message) = match indicator.unit {
        Unit::Percent => (
            (0.0..=100.0).contains(&value),
            codes::PERCENT_OUT_OF_RANGE,
            format!("{value} is outside 0-100, and {id} is in percent"),
        ),
        Unit::Count => (
            value >= 0.0,
            codes::OUT_OF_RANGE,
            format!("{value} is below zero, and {id} is a count"),
        ),
        Unit::Score | Unit::Dollars => return true,
    };
    if !inside {
        check.error(code, at(path, column), message);
    }
    inside
}

fn weights(check: &mut Check<'_>) {
    if !check.complete("indicators") {
        return;
    }
    let rows = &check.tables.indicators;
    let given = rows.iter().filter(|row| row.weight.is_some()).count();
    if given == 0 {
        return;
    }
    if let Some(without) = rows.iter().find(|row| row.weight.is_none()) {
        let message = format!(
            "{given} of {} indicators have a weight, and {} has none",
            rows.len(),
            without.id
        );
        check.findings.push(
            Diagnostic::error(
                codes::UNEVEN_WEIGHTS,
                at(&without.path(), "weight"),
                message,
            )
            .hint("give every indicator a weight, or none for equal weights; 0 is a weight too"),
        );
    } else if rows
        .iter()
        .all(|row| row.weight.is_some_and(|weight| weight.get() == 0.0))
    {
        let location = Location::path("indicators").column("weight");
        let message = "every weight is 0, so that nothing is worth anything";
        check.findings.push(
            Diagnostic::error(codes::UNEVEN_WEIGHTS, location, message)
                .hint("give some indicator a weight above 0"),
        );
    }
}

/// How much better `value` is than `than`, in the indicator's unit.
fn better_by(indicator: &Indicator, value: f64, than: f64) -> f64 {
    match indicator.direction {
        Direction::Increase => value - than,
        Direction::Decrease => than - value,
    }
}

fn baseline(check: &mut Check<'_>, indicator: &Indicator, row: &Baseline) {
    let path = row.path();
    if row.population.get() == 0.0 {
        check.findings.push(
            Diagnostic::error(
                codes::ZERO_POPULATION,
                at(&path, "population"),
                "nobody is measured here",
            )
            .hint("remove the row, or give the people measured in one year"),
        );
    }
    let mut in_range = in_unit(check, indicator, &path, "baseline", row.baseline.get());
    if let Some(target) = row.target {
        in_range &= in_unit(check, indicator, &path, "target", target.get());
    }
    let Some(ceiling) = indicator.ceiling.filter(|_| in_range) else {
        return;
    };
    if better_by(indicator, row.baseline.get(), ceiling.get()) > 0.0 {
        let message = format!(
            "the baseline {} is already better than {}, the best value that {} can reach",
            row.baseline, ceiling, indicator.id
        );
        check.findings.push(
            Diagnostic::error(codes::BASELINE_PAST_CEILING, at(&path, "baseline"), message)
                .hint("correct the baseline, or the indicator's ceiling or direction"),
        );
    } else if let Some(target) = row.target
        && better_by(indicator, target.get(), ceiling.get()) > 0.0
    {
        let message = format!(
            "the target {target} is better than {ceiling}, the best value that {} can reach",
            indicator.id
        );
        check.findings.push(
            Diagnostic::error(codes::TARGET_PAST_CEILING, at(&path, "target"), message)
                .hint("lower the target, or correct the indicator's ceiling"),
        );
    }
}

/// A percentage of at most 1 everywhere is more often a share that was not turned into percent.
fn written_as_shares(check: &mut Check<'_>, indicator: &Indicator, rows: &[&Baseline]) {
    let figures = || {
        rows.iter()
            .flat_map(|row| [Some(row.baseline), row.target])
            .flatten()
            .map(Finite::get)
    };
    let small = figures().all(|figure| (0.0..=1.0).contains(&figure))
        && figures().any(|figure| figure > 0.0);
    if indicator.unit == Unit::Percent && small {
        let message = format!(
            "{} is in percent, 0-100, and every figure of it is at most 1",
            indicator.id
        );
        check.findings.push(
            Diagnostic::warning(
                codes::PERCENT_AS_SHARE,
                at(&rows[0].path(), "baseline"),
                message,
            )
            .hint("write 53 % as 53, not as 0.53"),
        );
    }
}

/// A place may have reached the target that others have not. Where every target of an indicator is worse
/// than its baseline, it is the direction, or the columns, that are wrong.
fn targets(check: &mut Check<'_>, indicator: &Indicator, rows: &[&Baseline]) {
    written_as_shares(check, indicator, rows);
    let aimed = || {
        rows.iter()
            .filter_map(|row| row.target.map(|target| (*row, target.get())))
    };
    let gap = |row: &Baseline, target: f64| better_by(indicator, target, row.baseline.get());
    let (better, worse) = match indicator.direction {
        Direction::Increase => ("increase", "below"),
        Direction::Decrease => ("decrease", "above"),
    };
    if aimed().count() > 0 && aimed().all(|(row, target)| gap(row, target) < 0.0) {
        for (row, target) in aimed() {
            let message = format!(
                "the target {target} is {worse} the baseline {}, and {} is better when it {better}s",
                row.baseline, indicator.id
            );
            check.findings.push(
                Diagnostic::error(
                    codes::TARGET_AGAINST_DIRECTION,
                    at(&row.path(), "target"),
                    message,
                )
                .hint("check the indicator's direction, and which figure is the target"),
            );
        }
        return;
    }
    for (row, target) in aimed() {
        let gap = gap(row, target);
        if gap <= 0.0 {
            let message = if gap == 0.0 {
                format!("the target {target} is already reached")
            } else {
                format!("the target {target} is already passed by {}", figure(-gap))
            };
            check.findings.push(
                Diagnostic::warning(codes::TARGET_MET, at(&row.path(), "target"), message)
                    .hint("gains here count only as gains beyond the target"),
            );
        }
    }
}
