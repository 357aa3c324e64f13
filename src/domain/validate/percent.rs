//! Figures of a study that are percentages, or differences of percentages, beyond what those can be.

use super::{Check, at, figure};
use crate::diagnostic::{Diagnostic, codes};
use crate::domain::{AS_GIVEN, EffectUnit, Evidence, Finite, Indicator, NonNegative, Unit};

pub(super) fn check(check: &mut Check<'_>) {
    for row in &check.tables.evidence {
        let indicator = row.measured.indicator();
        let indicator = indicator.and_then(|id| check.indicators.get(id).copied());
        if let Some(indicator) = indicator.filter(|indicator| indicator.unit == Unit::Percent) {
            level(check, row, indicator);
            differences(check, row);
        }
    }
}

/// The level of the comparison group. Where the effect is turned into SD at that level, it is checked with the
/// effect, and more strictly.
fn level(check: &mut Check<'_>, row: &Evidence, indicator: &Indicator) {
    let as_given = row.scheme.as_deref() == Some(AS_GIVEN);
    let apart = row.effect_unit == EffectUnit::Sd || as_given;
    let outside = |level: &Finite| !(0.0..=100.0).contains(&level.get());
    if let Some(level) = row.baseline.filter(outside).filter(|_| apart) {
        let message = format!(
            "{level} is outside 0-100, and {} is in percent",
            indicator.id
        );
        check.error(
            codes::PERCENT_OUT_OF_RANGE,
            at(&row.path(), "baseline"),
            message,
        );
    }
}

/// The standard error and the follow-up, both in the effect's unit.
fn differences(check: &mut Check<'_>, row: &Evidence) {
    let points = match row.effect_unit {
        EffectUnit::Sd => return,
        EffectUnit::Points => 1.0,
        EffectUnit::Share => 100.0,
    };
    for (column, what, value) in [
        (
            "standard_error",
            "a standard error",
            row.standard_error.map(NonNegative::get),
        ),
        (
            "follow_up_effect",
            "an effect at follow-up",
            row.follow_up_effect.map(Finite::get),
        ),
    ] {
        if let Some(value) = value.filter(|value| (value * points).abs() > 100.0) {
            let message = format!(
                "{what} of {} points is past 100 percent",
                figure(value * points)
            );
            check.findings.push(
                Diagnostic::error(codes::EFFECT_OUT_OF_RANGE, at(&row.path(), column), message)
                    .hint("it is in the effect's unit: points are percentage points, share is 0-1"),
            );
        }
    }
}
