//! The steps from a reported effect to the one that is used, each pure and small enough to check by hand.

use statrs::distribution::{Continuous, ContinuousCDF, Normal};

use crate::domain::{
    BiasMultiplier, Design, EffectScale, EffectUnit, Evidence, EvidenceSettings, Indicator,
    LevelPrior, Practice, Unit,
};

/// Closest to 0 or 1 that a reported proportion is taken, so that its probit is finite.
const PROPORTION_CLIP: f64 = 1e-6;

/// A mean with its standard deviation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// Mean.
    pub mean: f64,
    /// Standard deviation, zero or more.
    pub sd: f64,
}

impl Estimate {
    /// The estimate in another unit, or with its sign turned.
    #[must_use]
    pub fn scaled(self, factor: f64) -> Self {
        Estimate {
            mean: self.mean * factor,
            sd: self.sd * factor.abs(),
        }
    }
}

/// Standard normal distribution function.
#[must_use]
pub fn probability(z: f64) -> f64 {
    Normal::standard().cdf(z)
}

/// Standard normal quantile of `p` in (0, 1).
#[must_use]
pub fn probit(p: f64) -> f64 {
    Normal::standard().inverse_cdf(p)
}

/// An effect that skips the scale: percent points / 100, score points / SD, count points.
#[must_use]
pub fn as_given(reported: Estimate, unit: EffectUnit, indicator: &Indicator) -> Estimate {
    let factor = match (indicator.unit, unit) {
        (Unit::Percent, EffectUnit::Points) => 0.01,
        (Unit::Score, EffectUnit::Points) => {
            1.0 / indicator.sd.map_or(1.0, crate::domain::Positive::get)
        }
        _ => 1.0,
    };
    reported.scaled(factor)
}

/// Step 1: a study's effect in SD, in the raw direction of what it measured, and how it was reached.
///
/// `indicator` is what was measured, `None` where that is the study's own outcome.
/// A difference of proportions goes through the probit at the study's own comparison level; its error
/// by the delta method at the treated level. A missing error is `default_error` (SD).
#[must_use]
pub fn harmonize(
    row: &Evidence,
    indicator: Option<&Indicator>,
    default_error: f64,
) -> (Estimate, &'static str) {
    let effect = row.effect.get();
    let error = row.standard_error.map(crate::domain::NonNegative::get);
    let unit = indicator.map_or(Unit::Percent, |indicator| indicator.unit);
    let (mean, error, how) = match (unit, row.effect_unit) {
        (Unit::Score, EffectUnit::Points) => {
            let sd = indicator
                .and_then(|indicator| indicator.sd)
                .map_or(1.0, crate::domain::Positive::get);
            (
                effect / sd,
                error.map(|se| se / sd),
                "points divided by the indicator's SD",
            )
        }
        (Unit::Percent, EffectUnit::Points | EffectUnit::Share) => {
            let to_share = if row.effect_unit == EffectUnit::Points {
                0.01
            } else {
                1.0
            };
            let clip = |p: f64| p.clamp(PROPORTION_CLIP, 1.0 - PROPORTION_CLIP);
            let before = clip(row.baseline.map_or(50.0, crate::domain::Finite::get) / 100.0);
            let after = clip(before + effect * to_share);
            let z = probit(after);
            let density = Normal::standard().pdf(z);
            (
                z - probit(before),
                error.map(|se| se * to_share / density),
                "probit at the study's own comparison level",
            )
        }
        _ => (effect, error, "reported in SD"),
    };
    (
        Estimate {
            mean,
            sd: error.unwrap_or(default_error),
        },
        how,
    )
}

/// Step 2: multipliers for what is known to inflate reports, and their names.
///
/// e′ = m·e, v = m²·se² + (e² + se²)·Var(m), m = Π m_h. A harmful estimate is taken whole.
#[must_use]
pub fn adjust(
    estimate: Estimate,
    row: &Evidence,
    settings: &EvidenceSettings,
) -> (Estimate, String) {
    let mut applied: Vec<(&str, BiasMultiplier)> = Vec::new();
    match row.design {
        Some(Design::QuasiExperimental) => {
            applied.push(("quasi-experimental", settings.quasi_experimental));
        }
        Some(Design::Correlational) => applied.push(("correlational", settings.correlational)),
        Some(Design::Randomized) | None => {}
    }
    if row.independent == Some(false) {
        applied.push(("developer-made", settings.developer_made));
    }
    if row
        .sample
        .is_some_and(|sample| sample.get() < settings.small_below)
    {
        applied.push(("small", settings.small));
    }
    if row.real_world == Some(false) {
        applied.push(("not real-world", settings.not_real_world));
    }
    if applied.is_empty() {
        return (estimate, "no multiplier applies".to_owned());
    }
    if estimate.mean < 0.0 {
        return (estimate, "harmful: taken whole".to_owned());
    }
    let mean: f64 = applied.iter().map(|(_, m)| m.mean).product();
    let second_moment: f64 = applied
        .iter()
        .map(|(_, m)| m.mean * m.mean + m.sd * m.sd)
        .product();
    let variance = (second_moment - mean * mean).max(0.0);
    let square = |x: f64| x * x;
    let spread =
        square(mean * estimate.sd) + (square(estimate.mean) + square(estimate.sd)) * variance;
    let names: Vec<String> = applied
        .iter()
        .map(|(name, m)| format!("{name} × {} (spread {})", m.mean, m.sd))
        .collect();
    (
        Estimate {
            mean: mean * estimate.mean,
            sd: spread.sqrt(),
        },
        names.join(", "),
    )
}

/// Step 4: normal shrinkage to the prior of the credibility level (Smith & Winkler 2006).
///
/// k = τ₀² / (τ₀² + v); mean μ₀ + k(e′ − μ₀), variance k·v; for a harmful estimate μ₀ := min(μ₀, 0).
#[must_use]
pub fn shrink(estimate: Estimate, prior: LevelPrior) -> Estimate {
    let variance = estimate.sd * estimate.sd;
    let prior_mean = if estimate.mean < 0.0 {
        prior.mean.min(0.0)
    } else {
        prior.mean
    };
    let prior_variance = prior.sd * prior.sd;
    let weight = prior_variance / (prior_variance + variance);
    Estimate {
        mean: prior_mean + weight * (estimate.mean - prior_mean),
        sd: (weight * variance).sqrt(),
    }
}

/// Share of the effect lost each year after it was measured: the practice's own, else the evidence's
/// own follow-up (constant yearly loss between its two measurements), else the setting.
#[must_use]
pub fn fade(row: &Evidence, practice: &Practice, settings: &EvidenceSettings) -> f64 {
    if let Some(fade) = practice.fade {
        return fade.get();
    }
    let first = row.years_after.map_or(0.0, crate::domain::NonNegative::get);
    match (row.follow_up_years, row.follow_up_effect) {
        (Some(later), Some(effect)) if later.get() > first && row.effect.get() != 0.0 => {
            let kept = effect.get() / row.effect.get();
            if kept <= 0.0 {
                1.0
            } else {
                (1.0 - kept.powf(1.0 / (later.get() - first))).max(0.0)
            }
        }
        _ => settings.fade.get(),
    }
}

/// Step 6 for percent: Φ(Φ⁻¹(p) + d) − p, the share of participants that cross the line.
///
/// `level` is the share over the line today, clipped to half a person from either end of `people`.
#[must_use]
pub fn crossing(level: f64, people: f64, shift: f64) -> f64 {
    let z = clipped_probit(level, people);
    // Both through the same function: no shift is exactly no change.
    probability(z + shift) - probability(z)
}

/// Step 6: an effect in an indicator's own terms, per participant, and its derivative in the effect.
///
/// Percent: the share of participants that cross the line ([`crossing`]); a score: SD; what is taken as given
/// stands already in cell units. `level` is the share over the line today, `shift` the effect, both higher is
/// better.
#[must_use]
pub fn convert(scale: EffectScale, unit: Unit, level: f64, people: f64, shift: f64) -> (f64, f64) {
    match (scale, unit) {
        (EffectScale::Sd, Unit::Percent) => (
            crossing(level, people, shift),
            crossing_slope(level, people, shift),
        ),
        _ => (shift, 1.0),
    }
}

/// Derivative of [`crossing`] in the shift.
#[must_use]
pub fn crossing_slope(level: f64, people: f64, shift: f64) -> f64 {
    Normal::standard().pdf(clipped_probit(level, people) + shift)
}

/// Φ⁻¹(p), p held half a person from either end.
fn clipped_probit(level: f64, people: f64) -> f64 {
    let margin = (0.5 / people.max(1.0)).min(0.5);
    probit(level.clamp(margin, 1.0 - margin))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shrinking_weighs_the_report_by_its_precision() {
        let prior = LevelPrior {
            mean: 0.06,
            sd: 0.1,
            standard_error: 0.077,
        };
        let shrunk = shrink(
            Estimate {
                mean: 0.26,
                sd: 0.1,
            },
            prior,
        );
        assert!((shrunk.mean - 0.16).abs() < 1e-12);
        assert!((shrunk.sd - (0.005_f64).sqrt()).abs() < 1e-12);
    }

    #[test]
    fn a_harmful_report_is_not_pulled_above_zero() {
        let prior = LevelPrior {
            mean: 0.06,
            sd: 0.1,
            standard_error: 0.077,
        };
        let shrunk = shrink(
            Estimate {
                mean: -0.1,
                sd: 0.1,
            },
            prior,
        );
        assert!((shrunk.mean + 0.05).abs() < 1e-12);
    }

    #[test]
    fn crossing_the_line_from_the_middle_matches_the_normal_table() {
        // Φ(0.25) = 0.598706 (standard normal table).
        assert!((crossing(0.5, 1000.0, 0.25) - 0.098_706_3).abs() < 1e-6);
        assert!(crossing(0.0, 100.0, 0.0).abs() < 1e-15);
        assert!(crossing(1.0, 100.0, 0.5) < 0.005);
    }
}
