//! One effect from its studies, every step kept with where its numbers come from.

use std::collections::BTreeMap;

use super::pool::{self, Pooled};
use super::steps::{self, Estimate};
use super::{Graded, Study, UNRATED_LEVEL};
use crate::domain::{
    Basis, ChainStep, Effect, EffectOrigin, EffectScale, EffectUnit, EvidenceSettings, Indicator,
    LevelPrior, NonNegative, Practice, Step, StudyId, Unit,
};

/// Unit of effects that were brought to one scale.
const SD: &str = "SD";
/// Unit of effects that are taken as they stand.
const AS_GIVEN: &str = "per participant";

/// What one study comes to, before it meets the others.
struct Part {
    study: StudyId,
    estimate: Estimate,
    years_after: f64,
    fade: f64,
}

/// The effect that all studies of one practice, indicator, place and group come to; `None` without studies.
///
/// A study that measured the indicator itself does not count again through its other outcomes; one that
/// counts through several outcomes is their mean with the mean of their errors, as if they were the same
/// measure: the most cautious of the correlations that are never reported (Borenstein, Hedges, Higgins &
/// Rothstein 2009, Introduction to Meta-Analysis, ch. 24). Years until the measurement and fading are means over
/// the studies with the weights of the pool; a study without a follow-up fades by the setting. The lowest level
/// of all ratings governs, also for the studies that have none; a missing standard error is that of the study's
/// own level.
pub(super) fn effect(
    studies: &[Study<'_>],
    indicator: &Indicator,
    practice: &Practice,
    settings: &EvidenceSettings,
) -> Option<Effect> {
    let first = studies.first()?;
    let as_given = first.row.is_as_given() || matches!(indicator.unit, Unit::Count | Unit::Dollars);
    let mut by_study: BTreeMap<&StudyId, Vec<&Study>> = BTreeMap::new();
    for study in studies {
        by_study.entry(&study.row.study).or_default().push(study);
    }
    for rows in by_study.values_mut() {
        if rows.iter().any(|study| study.link.is_none()) {
            rows.retain(|study| study.link.is_none());
        }
    }

    let mut chain = Vec::new();
    let parts: Vec<Part> = by_study
        .iter()
        .map(|(id, rows)| {
            part(
                id, rows, as_given, indicator, practice, settings, &mut chain,
            )
        })
        .collect();
    let estimates: Vec<Estimate> = parts.iter().map(|part| part.estimate).collect();
    let pooled = pool::reml(&estimates)?;
    let unit = if as_given { AS_GIVEN } else { SD };
    let estimate = match estimates.as_slice() {
        // A single study passes through, digit for digit.
        [only] => *only,
        _ => {
            let estimate = pooled.new_place();
            chain.push(step(
                Step::Pooled,
                None,
                estimate,
                unit,
                pooling(&pooled, parts.len()),
            ));
            estimate
        }
    };
    let weights = pool::weights(&estimates, pooled.between);
    let weighted = |of: fn(&Part) -> f64| -> f64 {
        match parts.as_slice() {
            [only] => of(only),
            _ => parts
                .iter()
                .zip(&weights)
                .map(|(part, weight)| of(part) * weight)
                .sum(),
        }
    };
    let counted = || by_study.values().flatten();
    let governing = counted().filter_map(|study| study.level()).min();
    let (scale, origin, level, estimate) = if as_given {
        (EffectScale::AsGiven, EffectOrigin::AsGiven, None, estimate)
    } else {
        let level = governing.unwrap_or(UNRATED_LEVEL);
        let prior = prior(settings, level);
        let shrunk = steps::shrink(estimate, prior);
        let told = format!(
            "{}; {}",
            shrinking(estimate, prior, level),
            rated(counted().copied())
        );
        chain.push(step(Step::Shrunk, None, shrunk, SD, told));
        let origin = if governing.is_some() {
            EffectOrigin::Rated
        } else {
            EffectOrigin::Unrated
        };
        (EffectScale::Sd, origin, Some(level), shrunk)
    };
    Some(Effect {
        studies: parts.iter().map(|part| part.study.clone()).collect(),
        origin,
        practice: practice.id.clone(),
        indicator: indicator.id.clone(),
        place: first.row.place.clone(),
        group: first.row.group.clone(),
        scale,
        mean: estimate.mean,
        sd: estimate.sd,
        level,
        years_after: weighted(|part| part.years_after),
        fade: weighted(|part| part.fade),
        shock_group: practice.shock_group.clone(),
        chain,
    })
}

fn prior(settings: &EvidenceSettings, level: u8) -> LevelPrior {
    settings.levels[usize::from(level).min(settings.levels.len() - 1)]
}

fn step(
    step: Step,
    study: Option<&StudyId>,
    estimate: Estimate,
    unit: &'static str,
    origin: impl Into<String>,
) -> ChainStep {
    ChainStep {
        step,
        study: study.cloned(),
        mean: estimate.mean,
        sd: estimate.sd,
        unit,
        origin: origin.into(),
    }
}

/// One study through its own steps.
fn part(
    id: &StudyId,
    rows: &[&Study<'_>],
    as_given: bool,
    indicator: &Indicator,
    practice: &Practice,
    settings: &EvidenceSettings,
    chain: &mut Vec<ChainStep>,
) -> Part {
    let estimates: Vec<Estimate> = rows
        .iter()
        .map(|study| {
            if as_given {
                taken_as_given(study, indicator, chain)
            } else {
                in_sd(study, indicator, settings, chain)
            }
        })
        .collect();
    let count = rows.len() as f64;
    let mean =
        |of: &dyn Fn(&Study<'_>) -> f64| rows.iter().map(|study| of(study)).sum::<f64>() / count;
    let estimate = match estimates.as_slice() {
        [only] => *only,
        several => {
            let together = Estimate {
                mean: several.iter().map(|each| each.mean).sum::<f64>() / count,
                sd: several.iter().map(|each| each.sd).sum::<f64>() / count,
            };
            let told = format!("mean of its {} outcomes, as one measure", several.len());
            chain.push(step(Step::Combined, Some(id), together, SD, told));
            together
        }
    };
    Part {
        study: id.clone(),
        estimate,
        years_after: mean(&|study| study.row.years_after.map_or(0.0, NonNegative::get)),
        fade: mean(&|study| steps::fade(study.row, practice, settings)),
    }
}

/// What a study says, in its own unit.
fn reported(study: &Study<'_>, chain: &mut Vec<ChainStep>) -> Estimate {
    let row = study.row;
    let estimate = Estimate {
        mean: row.effect.get(),
        sd: row.standard_error.map_or(0.0, NonNegative::get),
    };
    let unit = match row.effect_unit {
        EffectUnit::Sd => SD,
        EffectUnit::Points => "points",
        EffectUnit::Share => "share",
    };
    let basis = match row.provenance.basis {
        Some(Basis::Published) => "published",
        Some(Basis::Derived) => "derived from published figures",
        Some(Basis::Local) => "local record",
        Some(Basis::Default) => "a default",
        Some(Basis::Illustrative) => "illustrative",
        None => "basis not stated",
    };
    let mut told = match &row.provenance.source {
        Some(source) => format!("{basis}: {source}"),
        None => basis.to_owned(),
    };
    if let Some(outcome) = row.measured.outcome() {
        told = format!("on {outcome}, {told}");
    }
    if row.standard_error.is_none() {
        told.push_str("; no standard error");
    }
    chain.push(step(Step::Reported, Some(&row.study), estimate, unit, told));
    estimate
}

fn taken_as_given(
    study: &Study<'_>,
    indicator: &Indicator,
    chain: &mut Vec<ChainStep>,
) -> Estimate {
    let row = study.row;
    let estimate = steps::as_given(reported(study, chain), row.effect_unit, indicator)
        .scaled(indicator.direction.sign());
    let told = "taken as it stands; positive is better";
    chain.push(step(
        Step::AsGiven,
        Some(&row.study),
        estimate,
        AS_GIVEN,
        told,
    ));
    estimate
}

fn in_sd(
    study: &Study<'_>,
    indicator: &Indicator,
    settings: &EvidenceSettings,
    chain: &mut Vec<ChainStep>,
) -> Estimate {
    let row = study.row;
    let id = Some(&row.study);
    reported(study, chain);

    let level = study.level().unwrap_or(UNRATED_LEVEL);
    let measured = study.link.is_none().then_some(indicator);
    let (harmonized, how) = steps::harmonize(row, measured, prior(settings, level).standard_error);
    let harmonized = harmonized.scaled(indicator.direction.sign());
    let told = match row.standard_error {
        Some(_) => how.to_owned(),
        None => format!("{how}; standard error is the setting of level {level}"),
    };
    chain.push(step(Step::Harmonized, id, harmonized, SD, told));

    let (adjusted, multipliers) = steps::adjust(harmonized, row, settings);
    chain.push(step(Step::Adjusted, id, adjusted, SD, multipliers));

    let Some(link) = study.link else {
        return adjusted;
    };
    // After the multipliers, which speak of the study and not of how far its outcome stands for the indicator.
    let linked = Estimate {
        mean: adjusted.mean,
        sd: adjusted.sd.hypot(link.extra_sd.get()),
    };
    let told = format!(
        "{} counts for {} with {} SD more spread",
        link.study_outcome, link.indicator, link.extra_sd
    );
    chain.push(step(Step::Linked, id, linked, SD, told));
    linked
}

/// A figure as a sentence gives it.
fn figure(value: f64) -> String {
    let rounded = (value * 1e4).round() / 1e4 + 0.0;
    rounded.to_string()
}

fn pooling(pooled: &Pooled, studies: usize) -> String {
    format!(
        "{studies} studies by REML: standard error of their mean {}, spread between places {}",
        figure(pooled.standard_error),
        figure(pooled.between.sqrt())
    )
}

fn shrinking(estimate: Estimate, prior: LevelPrior, level: u8) -> String {
    let weight = prior.sd * prior.sd / (prior.sd * prior.sd + estimate.sd * estimate.sd);
    let mean = if estimate.mean < 0.0 && prior.mean > 0.0 {
        "0 (harmful: not drawn above it)".to_owned()
    } else {
        prior.mean.to_string()
    };
    format!(
        "toward the prior of level {level}, mean {mean} and spread {} SD; the studies weigh {}%",
        prior.sd,
        (100.0 * weight).round()
    )
}

/// Which rating governs, and all there are.
fn rated<'a>(studies: impl Iterator<Item = &'a Study<'a>>) -> String {
    let mut ratings: Vec<String> = Vec::new();
    let mut add = |text: String| {
        if !ratings.contains(&text) {
            ratings.push(text);
        }
    };
    for study in studies {
        if study.ratings.is_empty() {
            add("unrated".to_owned());
        }
        for Graded {
            scheme,
            rating,
            level,
        } in study.ratings
        {
            add(format!("{scheme} {rating} (level {level})"));
        }
    }
    match ratings.as_slice() {
        [only] => format!("rating: {only}"),
        several => format!("the lowest of its ratings governs: {}", several.join(", ")),
    }
}
