//! Ranges of the settings.

use super::Check;
use crate::diagnostic::{Diagnostic, Location, codes};
use crate::domain::RangeSettings;

/// Most chords that stand for a smooth response: beyond it the error is far below any other.
const MOST_CHORDS: u32 = 1000;

/// Largest discount-free slopes and points: beyond it a value has no digits left beside another.
pub(in crate::domain) const LARGEST_SLOPE: f64 = 1e6;

/// Least spread of a prior, in SD: a smaller one would be certainty.
pub(in crate::domain) const LEAST_SPREAD: f64 = 1e-6;

/// The settings' name among the tables that were read.
const SETTINGS: &str = "model";

pub(super) fn check(check: &mut Check<'_>) {
    let settings = &check.tables.settings;
    if settings.name.trim().is_empty() && check.complete(SETTINGS) {
        out_of_range(check, "name", "a text");
    }
    if !(settings.currency.len() == 3
        && settings
            .currency
            .bytes()
            .all(|byte| byte.is_ascii_uppercase()))
    {
        out_of_range(
            check,
            "currency",
            "an ISO 4217 code of three capital letters, such as USD",
        );
    }
    match settings.horizon {
        0 => out_of_range(check, "horizon", "1 or more"),
        1 => {}
        _ => check.findings.push(
            Diagnostic::error(
                codes::NOT_SERVED_YET,
                Location::path("horizon").column("horizon"),
                "several planning years are not served yet by this version",
            )
            .hint("set it to 1, or leave it out"),
        ),
    }
    let value = &settings.value;
    let spread = LEAST_SPREAD..=LARGEST_SLOPE;
    require(
        check,
        "value.loss_slope",
        (1.0..=LARGEST_SLOPE).contains(&value.loss_slope),
        "1 or more, at most 1e6",
    );
    require(
        check,
        "value.beyond_target_slope",
        (0.0..=1.0).contains(&value.beyond_target_slope),
        "from 0 to 1",
    );
    require(
        check,
        "value.discount",
        value.discount > 0.0 && value.discount <= 1.0,
        "above 0 and at most 1: what a gain one year later is worth against now",
    );
    require(
        check,
        "value.least_gap_points",
        value.least_gap_points > 0.0 && value.least_gap_points <= LARGEST_SLOPE,
        "above 0, at most 1e6",
    );
    require(
        check,
        "policy.chords",
        (1..=MOST_CHORDS).contains(&settings.policy.chords),
        "from 1 to 1000",
    );
    require(
        check,
        "policy.integer_gap",
        (0.0..=1.0).contains(&settings.policy.integer_gap),
        "from 0 (to the end) to 1",
    );
    require(
        check,
        "policy.nodes",
        settings.policy.nodes > 0,
        "1 or more",
    );
    prices(check);
    ranges(check);
    evaluation(check);
    let evidence = &settings.evidence;
    require(
        check,
        "evidence.small_below",
        evidence.small_below >= 0.0 && evidence.small_below.is_finite(),
        "a number of zero or more",
    );
    for (level, prior) in evidence.levels.iter().enumerate() {
        let key = |name: &str| format!("evidence.levels.{level}.{name}");
        require(
            check,
            &key("mean"),
            prior.mean.abs() <= LARGEST_SLOPE,
            "a finite number of SD",
        );
        require(check, &key("sd"), spread.contains(&prior.sd), "above 0");
        require(
            check,
            &key("standard_error"),
            spread.contains(&prior.standard_error),
            "above 0",
        );
    }
    for (name, multiplier) in [
        ("quasi_experimental", evidence.quasi_experimental),
        ("correlational", evidence.correlational),
        ("developer_made", evidence.developer_made),
        ("small", evidence.small),
        ("not_real_world", evidence.not_real_world),
    ] {
        let key = |part: &str| format!("evidence.multipliers.{name}.{part}");
        require(
            check,
            &key("mean"),
            (0.0..=LARGEST_SLOPE).contains(&multiplier.mean),
            "a number of zero or more",
        );
        require(
            check,
            &key("sd"),
            (0.0..=LARGEST_SLOPE).contains(&multiplier.sd),
            "a number of zero or more",
        );
    }
}

fn require(check: &mut Check<'_>, key: &str, holds: bool, requirement: &str) {
    if !holds {
        out_of_range(check, key, requirement);
    }
}

/// Widths of what is not known exactly.
fn ranges(check: &mut Check<'_>) {
    // Taken apart, so that a new width cannot be forgotten here.
    let RangeSettings {
        default,
        illustrative,
        derived,
        local,
        published,
        unstated,
        prior_means,
    } = check.tables.settings.ranges;
    for (key, width) in [
        ("ranges.default", default),
        ("ranges.illustrative", illustrative),
        ("ranges.derived", derived),
        ("ranges.local", local),
        ("ranges.published", published),
        ("ranges.unstated", unstated),
        ("ranges.prior_means", prior_means),
    ] {
        require(
            check,
            key,
            (0.0..=LARGEST_SLOPE).contains(&width),
            "0 (taken as known) or more, at most 1e6",
        );
    }
}

/// How proposals are judged.
fn evaluation(check: &mut Check<'_>) {
    let settings = &check.tables.settings.evaluation;
    let above_zero = |value: f64| value > 0.0 && value.is_finite();
    let marks = (settings.review_low, settings.review_high);
    let tests = [
        (
            "participants_kept",
            settings.participants_kept.get() > 0.0,
            "above 0 and at most 1",
        ),
        (
            "reference_cost",
            above_zero(settings.reference_cost),
            "above 0",
        ),
        (
            "reference_participants",
            above_zero(settings.reference_participants),
            "above 0",
        ),
        (
            "review_high",
            marks.0.is_finite() && marks.1.is_finite() && marks.0 < marks.1,
            "above the lowest mark, review_low",
        ),
        (
            "review_points",
            (0.0..=LARGEST_SLOPE).contains(&settings.review_points),
            "from 0 to 1e6",
        ),
        (
            "per_applicant",
            settings.per_applicant != Some(0),
            "1 or more",
        ),
    ];
    for (key, holds, what) in tests {
        require(check, &format!("evaluation.{key}"), holds, what);
    }
}

/// Prices are stated whole, or not at all.
fn prices(check: &mut Check<'_>) {
    let prices = &check.tables.settings.prices;
    if !prices.is_stated() {
        return;
    }
    let mut years: Vec<i32> = prices.levels.iter().map(|level| level.year).collect();
    years.sort_unstable();
    require(
        check,
        "prices.levels",
        years.windows(2).all(|pair| pair[0] != pair[1]),
        "one level for each year",
    );
    require(
        check,
        "prices.index",
        prices.index.is_some(),
        "the name and source of the index",
    );
    let known = prices.year.is_some_and(|year| years.contains(&year));
    require(
        check,
        "prices.year",
        known,
        "the year of the model's prices, one that prices.levels has",
    );
}

fn out_of_range(check: &mut Check<'_>, key: &str, requirement: &str) {
    let message = format!("`{key}` must be {requirement}");
    check.error(
        codes::SETTING_OUT_OF_RANGE,
        Location::path(key).column(key),
        message,
    );
}
