//! From what studies report to what is expected of a practice: ratings on one credibility scale,
//! effects in one unit, pooled, and shrunk before anything is optimized.
//!
//! Pure: a [`Model`] in, [`Effects`] out. The steps and their sources are in [`steps`] and [`pool`]. All studies
//! of one practice, indicator, place and group are pooled; the most specific of these keys governs a cell.

mod chain;
pub mod pool;
mod scheme;
pub mod steps;

pub use scheme::{Rating, Scheme, schemes};

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Diagnostics, Location, codes};
use crate::domain::{
    ChainStep, Effect, EffectOrigin, EffectScale, Effects, Evidence, Indicator, IndicatorId, Link,
    Measured, Model, OwnEvidence, Practice, PracticeId, Step, Unit,
};

/// Credibility level of a study without a rating: 1, "rationale, or unrated".
pub const UNRATED_LEVEL: u8 = 1;

/// Effect, in SD, that is larger than any published one of a programme: the "two sigma" of tutoring one to one
/// (Bloom 1984, Educational Researcher 13(6), 4-16), which no later study came near. In 3,426 effects of
/// randomized studies 70 % are at most 0.21 (Kraft 2023).
pub const LARGEST_PUBLISHED: f64 = 2.0;

/// A row of evidence as it counts for one indicator.
struct Study<'a> {
    row: &'a Evidence,
    /// What ties its outcome to the indicator; `None` where it measured the indicator itself.
    link: Option<&'a Link>,
    /// Its ratings, each with the level it stands for.
    ratings: &'a [Graded<'a>],
}

/// A rating and where it stands.
struct Graded<'a> {
    scheme: &'a str,
    rating: &'a str,
    level: u8,
}

impl Study<'_> {
    /// The lowest of its levels.
    fn level(&self) -> Option<u8> {
        self.ratings.iter().map(|rating| rating.level).min()
    }
}

/// The effects of a model's evidence, and the prior of level 1 for each practice that no study speaks of, on each
/// indicator that its participants can meet.
///
/// # Errors
/// A rating that its scheme does not have, or a scheme that is not known; all of them.
pub fn effects(model: &Model) -> Result<Effects, Diagnostics> {
    let rows = model.tables().evidence.iter();
    let mut effects = of_studies(model, rows, |id| model.practice(id))?;
    never_evaluated(model, &mut effects);
    Ok(Effects::new(effects))
}

/// The effects of one study that somebody puts forward, of a practice that is not in the model.
///
/// # Errors
/// As [`effects`].
pub fn own_effects(model: &Model, own: &OwnEvidence) -> Result<Effects, Diagnostics> {
    let practice = |id: &PracticeId| (*id == own.practice.id).then_some(&own.practice);
    of_studies(model, [&own.study], practice).map(Effects::new)
}

/// The effects of studies, with what `practice_of` says of their practices.
fn of_studies<'a>(
    model: &'a Model,
    rows: impl IntoIterator<Item = &'a Evidence>,
    practice_of: impl Fn(&PracticeId) -> Option<&'a Practice>,
) -> Result<Vec<Effect>, Diagnostics> {
    let mut findings = Diagnostics::new();
    let rows: Vec<(&Evidence, Vec<Graded>)> = rows
        .into_iter()
        .map(|row| (row, graded(row, &mut findings)))
        .collect();
    if !findings.is_empty() {
        return Err(findings.sorted());
    }

    let mut links: BTreeMap<&str, Vec<&Link>> = BTreeMap::new();
    for link in &model.tables().links {
        links
            .entry(link.study_outcome.as_str())
            .or_default()
            .push(link);
    }
    let mut keys: BTreeMap<_, Vec<Study>> = BTreeMap::new();
    for (row, ratings) in &rows {
        let row = *row;
        let Some(practice) = practice_of(&row.practice) else {
            continue;
        };
        let mut add = |indicator, link| {
            keys.entry((&row.practice, indicator, &row.place, &row.group))
                .or_default()
                .push(Study { row, link, ratings });
        };
        match &row.measured {
            Measured::Indicator(indicator) => add(indicator, None),
            Measured::Outcome(outcome) => {
                // Of several links that hold, the most doubtful one counts.
                let mut widest: BTreeMap<&IndicatorId, &Link> = BTreeMap::new();
                for &link in links.get(outcome.as_str()).into_iter().flatten() {
                    if link.covers(practice.grades) {
                        let known = widest.entry(&link.indicator).or_insert(link);
                        if link.extra_sd.get() > known.extra_sd.get() {
                            *known = link;
                        }
                    }
                }
                for (indicator, link) in widest {
                    add(indicator, Some(link));
                }
            }
        }
    }
    let mut effects = Vec::new();
    for ((practice, indicator, ..), studies) in &keys {
        if let (Some(practice), Some(indicator)) =
            (practice_of(practice), model.indicator(indicator))
        {
            effects.extend(chain::effect(
                studies,
                indicator,
                practice,
                &model.settings().evidence,
            ));
        }
    }
    Ok(effects)
}

/// The ratings of a row, `as_given` has none.
fn graded<'a>(row: &'a Evidence, findings: &mut Diagnostics) -> Vec<Graded<'a>> {
    let mut graded = Vec::new();
    for (scheme, rating) in row.ratings() {
        match scheme::find(scheme, rating) {
            Ok(level) => graded.push(Graded {
                scheme,
                rating,
                level,
            }),
            Err(unknown) => {
                let (column, message, hint) = match unknown {
                    scheme::Unknown::Scheme { known } => (
                        "scheme",
                        format!("there is no rating scheme `{scheme}`"),
                        format!(
                            "one of {known}, or as_given; `trefoil models --schemes` shows them"
                        ),
                    ),
                    scheme::Unknown::Rating { known } => (
                        "rating",
                        format!("the scheme `{scheme}` has no rating `{rating}`"),
                        format!("one of {known}; `trefoil models --schemes` says what they mean"),
                    ),
                };
                let location = Location::path(format!("{}.{column}", row.path())).column(column);
                findings
                    .push(Diagnostic::error(codes::UNKNOWN_RATING, location, message).hint(hint));
            }
        }
    }
    graded
}

/// What is expected of practices that no study speaks of: the prior of level 1, wide and without direction.
///
/// On every indicator in SD that participants can meet: in its grade or later years, or where `serves` says so.
fn never_evaluated(model: &Model, effects: &mut Vec<Effect>) {
    let tables = model.tables();
    let evaluated: BTreeSet<_> = tables.evidence.iter().map(|row| &row.practice).collect();
    let prior = model.settings().evidence.levels[usize::from(UNRATED_LEVEL)];
    for practice in &tables.practices {
        if evaluated.contains(&practice.id) {
            continue;
        }
        for indicator in &tables.indicators {
            let met = indicator
                .grade
                .is_none_or(|grade| practice.grades.low <= grade);
            let served = || {
                tables.serves.iter().any(|row| {
                    row.practice == practice.id
                        && row
                            .indicator
                            .as_ref()
                            .is_none_or(|only| *only == indicator.id)
                })
            };
            if !in_sd(indicator) || !(met || served()) {
                continue;
            }
            let fade = practice.fade.unwrap_or(model.settings().evidence.fade);
            effects.push(Effect {
                studies: Vec::new(),
                origin: EffectOrigin::NeverEvaluated,
                practice: practice.id.clone(),
                indicator: indicator.id.clone(),
                place: None,
                group: None,
                scale: EffectScale::Sd,
                mean: prior.mean,
                sd: prior.sd,
                level: Some(UNRATED_LEVEL),
                years_after: 0.0,
                fade: fade.get(),
                shock_group: practice.shock_group.clone(),
                chain: vec![ChainStep {
                    step: Step::Prior,
                    study: None,
                    mean: prior.mean,
                    sd: prior.sd,
                    unit: "SD",
                    origin: "never evaluated: the prior of level 1".to_owned(),
                }],
            });
        }
    }
}

/// Whether effects on an indicator are worked out in standard deviations.
fn in_sd(indicator: &Indicator) -> bool {
    matches!(indicator.unit, Unit::Percent | Unit::Score)
}

/// What the studies' own figures should make a reader look twice at.
#[must_use]
pub fn warnings(model: &Model) -> Diagnostics {
    let mut findings = Diagnostics::new();
    for row in &model.tables().evidence {
        let indicator = row.measured.indicator().and_then(|id| model.indicator(id));
        if row.is_as_given() || indicator.is_some_and(|indicator| !in_sd(indicator)) {
            continue;
        }
        let (harmonized, how) = steps::harmonize(row, indicator, 0.0);
        if harmonized.mean.abs() > LARGEST_PUBLISHED {
            let message = format!(
                "an effect of {:.2} SD ({how}) is larger than any published one, {LARGEST_PUBLISHED} SD",
                harmonized.mean
            );
            let location = Location::path(format!("{}.effect", row.path())).column("effect");
            findings.push(
                Diagnostic::warning(codes::LARGE_EFFECT, location, message).hint(
                    "check the effect and its unit: half a standard deviation is already large",
                ),
            );
        }
    }
    findings
}
