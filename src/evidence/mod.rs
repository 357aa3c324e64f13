//! From what studies report to what is expected of a practice: ratings on one credibility scale,
//! effects in one unit, shrunk before anything is optimized.
//!
//! Pure: a [`Model`] in, [`Effects`] out. The steps and their sources are in [`steps`].

mod scheme;
pub mod steps;

pub use scheme::{Rating, Scheme, schemes};

use crate::diagnostic::{Diagnostic, Diagnostics, Location, codes};
use crate::domain::{
    AS_GIVEN, ChainStep, Direction, Effect, EffectScale, EffectUnit, Effects, Evidence,
    EvidenceSettings, Indicator, Model, Practice, Unit,
};
use steps::Estimate;

/// Credibility level of a study without a rating: 1, "rationale, or unrated".
pub const UNRATED_LEVEL: u8 = 1;

/// The effects of a model's evidence.
///
/// # Errors
/// A rating that its scheme does not have, or a scheme that is not known; all of them.
pub fn effects(model: &Model) -> Result<Effects, Diagnostics> {
    let mut findings = Diagnostics::new();
    let mut effects = Vec::new();
    for row in &model.tables().evidence {
        let (Some(indicator), Some(practice)) = (
            model.indicator(&row.indicator),
            model.practice(&row.practice),
        ) else {
            continue;
        };
        match level(row) {
            Ok(level) => effects.push(effect(
                row,
                level,
                indicator,
                practice,
                &model.settings().evidence,
            )),
            Err(finding) => findings.push(*finding),
        }
    }
    if findings.is_empty() {
        Ok(Effects::new(effects))
    } else {
        Err(findings.sorted())
    }
}

/// The credibility level of a row, `None` for `as_given`.
fn level(row: &Evidence) -> Result<Option<u8>, Box<Diagnostic>> {
    match (row.scheme.as_deref(), row.rating.as_deref()) {
        (Some(AS_GIVEN), _) => Ok(None),
        (None, _) => Ok(Some(UNRATED_LEVEL)),
        (Some(name), rating) => scheme::find(name, rating.unwrap_or_default())
            .map(Some)
            .map_err(|unknown| {
                let (column, message, hint) = match unknown {
                    scheme::Unknown::Scheme { known } => (
                        "scheme",
                        format!("there is no rating scheme `{name}`"),
                        format!("one of {known}, or as_given"),
                    ),
                    scheme::Unknown::Rating { known } => (
                        "rating",
                        format!(
                            "the scheme `{name}` has no rating `{}`",
                            rating.unwrap_or_default()
                        ),
                        format!("one of {known}"),
                    ),
                };
                let location = Location::path(format!("{}.{column}", row.path())).column(column);
                Box::new(Diagnostic::error(codes::UNKNOWN_RATING, location, message).hint(hint))
            }),
    }
}

fn effect(
    row: &Evidence,
    level: Option<u8>,
    indicator: &Indicator,
    practice: &Practice,
    settings: &EvidenceSettings,
) -> Effect {
    let sign = match indicator.direction {
        Direction::Increase => 1.0,
        Direction::Decrease => -1.0,
    };
    let reported_unit = match row.effect_unit {
        EffectUnit::Sd => "SD",
        EffectUnit::Points => "points",
        EffectUnit::Share => "share",
    };
    let reported = Estimate {
        mean: row.effect.get(),
        sd: row
            .standard_error
            .map_or(0.0, crate::domain::NonNegative::get),
    };
    let mut chain = vec![ChainStep {
        step: "reported",
        mean: reported.mean,
        sd: reported.sd,
        unit: reported_unit,
        origin: match row.standard_error {
            Some(_) => format!("study {}", row.study),
            None => format!("study {}, no standard error", row.study),
        },
    }];
    let as_given = level.is_none() || matches!(indicator.unit, Unit::Count | Unit::Dollars);
    let (scale, estimate) = if as_given {
        let estimate = steps::as_given(reported, row.effect_unit, indicator).scaled(sign);
        chain.push(ChainStep {
            step: "as given",
            mean: estimate.mean,
            sd: estimate.sd,
            unit: "per participant",
            origin: "taken as it stands; positive is better".to_owned(),
        });
        (EffectScale::AsGiven, estimate)
    } else {
        let level = level.unwrap_or(UNRATED_LEVEL);
        let prior = settings.levels[usize::from(level.min(5))];
        let (harmonized, how) = steps::harmonize(row, indicator, prior.standard_error);
        let harmonized = harmonized.scaled(sign);
        chain.push(ChainStep {
            step: "harmonized",
            mean: harmonized.mean,
            sd: harmonized.sd,
            unit: "SD",
            origin: match row.standard_error {
                Some(_) => how.to_owned(),
                None => format!("{how}; standard error is the default of level {level}"),
            },
        });
        let (adjusted, multipliers) = steps::adjust(harmonized, row, settings);
        chain.push(ChainStep {
            step: "adjusted",
            mean: adjusted.mean,
            sd: adjusted.sd,
            unit: "SD",
            origin: multipliers,
        });
        let shrunk = steps::shrink(adjusted, prior);
        chain.push(ChainStep {
            step: "shrunk",
            mean: shrunk.mean,
            sd: shrunk.sd,
            unit: "SD",
            origin: format!(
                "toward level {level}: mean {}, spread {} SD",
                prior.mean, prior.sd
            ),
        });
        (EffectScale::Sd, shrunk)
    };
    Effect {
        study: row.study.clone(),
        practice: row.practice.clone(),
        indicator: row.indicator.clone(),
        place: row.place.clone(),
        group: row.group.clone(),
        scale,
        mean: estimate.mean,
        sd: estimate.sd,
        level,
        years_after: row.years_after.map_or(0.0, crate::domain::NonNegative::get),
        fade: steps::fade(row, practice, settings),
        chain,
    }
}
