//! What a check of the evidence writes: each effect with every step from the reports to its use, and the rating
//! schemes.

use serde::{Deserialize, Serialize};

use super::{EffectOriginWord, StepWord, plain, record};
use crate::domain::{ChainStep, Coverage, Effect, Model, StudyId};
use crate::report::names::Names;

record! {
    /// How many indicators the practices can move.
    CoverageRecord in "coverage" {
        /// All indicators.
        indicators: usize, "indicators";
        /// Those that some practice is expected to move.
        movable: usize, "indicators";
        /// Those that none is: tracked, not counted as improving.
        tracked: usize, "indicators";
    }
}

impl From<&Coverage> for CoverageRecord {
    fn from(coverage: &Coverage) -> Self {
        CoverageRecord {
            indicators: coverage.indicators,
            movable: coverage.movable(),
            tracked: coverage.tracked.len(),
        }
    }
}

record! {
    /// A step from a reported effect to the one that is used.
    ChainRecord in "chain" {
        /// The practice.
        practice: String, "";
        /// The indicator.
        indicator: String, "";
        /// Place that the effect holds for; missing: any.
        place: Option<String>, "";
        /// Group that the effect holds for; missing: any.
        group: Option<String>, "";
        /// The step.
        step: StepWord, "";
        /// Study that the step is of; missing: all of them.
        study: Option<String>, "";
        /// Place of a converted effect.
        at_place: Option<String>, "";
        /// Group of a converted effect.
        at_group: Option<String>, "";
        /// Effect after the step; positive is better in all but reported.
        mean: f64, "[unit]";
        /// Its standard deviation after the step.
        sd: f64, "[unit]";
        /// Unit of the two.
        unit: String, "";
        /// Where the step's numbers come from.
        origin: String, "";
    }
}

record! {
    /// What is expected of one participant of a practice on an indicator.
    EffectRecord in "effects" {
        /// The practice.
        practice: String, "";
        /// Name of the practice.
        practice_name: String, "";
        /// The indicator.
        indicator: String, "";
        /// Name of the indicator.
        indicator_name: String, "";
        /// Place that it holds for; missing: any.
        place: Option<String>, "";
        /// Group that it holds for; missing: any.
        group: Option<String>, "";
        /// What it rests on.
        origin: EffectOriginWord, "";
        /// The studies it rests on, separated by semicolons.
        studies: String, "";
        /// Credibility level that governs, 0-5; missing: taken as given.
        level: Option<u8>, "level";
        /// Expected effect, positive is better.
        mean: f64, "[unit]";
        /// Its standard deviation.
        sd: f64, "[unit]";
        /// Unit of the two.
        unit: String, "";
        /// Years between the practice and the measurement.
        years_after: f64, "years";
        /// Part of the effect that is lost each year after that.
        fade: f64, "share";
        /// Practices of one group are uncertain together.
        shock_group: Option<String>, "";
        nested {
            /// Every step from the reports to what is used at each place.
            chain: Vec<ChainRecord>;
        }
    }
}

impl EffectRecord {
    /// An effect with what it comes to at each place: the place, the group and the last step there.
    #[must_use]
    pub fn new(model: &Model, effect: &Effect, converted: &[(String, String, &ChainStep)]) -> Self {
        let names = Names::new(model);
        let step = |step: &ChainStep, at: Option<(&String, &String)>| ChainRecord {
            practice: effect.practice.to_string(),
            indicator: effect.indicator.to_string(),
            place: effect.place.as_ref().map(ToString::to_string),
            group: effect.group.as_ref().map(ToString::to_string),
            step: step.step.into(),
            study: step.study.as_ref().map(ToString::to_string),
            at_place: at.map(|(place, _)| place.clone()),
            at_group: at.map(|(_, group)| group.clone()),
            mean: plain(step.mean),
            sd: plain(step.sd),
            unit: step.unit.to_owned(),
            origin: step.origin.clone(),
        };
        let studies: Vec<&str> = effect.studies.iter().map(StudyId::as_str).collect();
        EffectRecord {
            practice: effect.practice.to_string(),
            practice_name: names.practice(&effect.practice),
            indicator: effect.indicator.to_string(),
            indicator_name: names.indicator(&effect.indicator),
            place: effect.place.as_ref().map(ToString::to_string),
            group: effect.group.as_ref().map(ToString::to_string),
            origin: effect.origin.into(),
            studies: studies.join(";"),
            level: effect.level,
            mean: plain(effect.mean),
            sd: plain(effect.sd),
            unit: effect.chain.last().map_or("", |step| step.unit).to_owned(),
            years_after: plain(effect.years_after),
            fade: plain(effect.fade),
            shock_group: effect.shock_group.as_ref().map(ToString::to_string),
            chain: effect
                .chain
                .iter()
                .map(|each| step(each, None))
                .chain(
                    converted
                        .iter()
                        .map(|(place, group, each)| step(each, Some((place, group)))),
                )
                .collect(),
        }
    }
}

record! {
    /// A rating of a scheme and where it stands on the credibility scale.
    RatingRecord in "schemes" {
        /// The scheme, as an evidence table names it.
        scheme: String, "";
        /// The rating, as an evidence table names it.
        rating: String, "";
        /// Its name in the scheme.
        label: String, "";
        /// Credibility level, 0 (rigorous null, or harm) to 5 (replicated independently at scale).
        level: u8, "level";
        /// What the scheme says it takes, in short; missing: that was not read in its source.
        definition: Option<String>, "";
        /// Why it stands there.
        reason: String, "";
        /// Where its definition stands.
        source: String, "";
    }
}

record! {
    /// A level of the credibility scale: what is expected of a practice before its own studies are seen.
    LevelRecord in "levels" {
        /// Credibility level, 0-5.
        level: u8, "level";
        /// Expected effect, positive is better.
        mean: f64, "SD";
        /// Its standard deviation over such practices.
        sd: f64, "SD";
        /// Standard error of such a study that reports none.
        standard_error: f64, "SD";
    }
}

/// The rating schemes on the one credibility scale.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct SchemesResult {
    /// The scale with its default settings.
    pub levels: Vec<LevelRecord>,
    /// Every rating that an evidence table can name.
    pub schemes: Vec<RatingRecord>,
}
