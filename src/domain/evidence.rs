//! What evidence comes to: one distribution per practice, indicator, place and group.

use super::{GroupId, IndicatorId, PlaceId, PracticeId, ShockGroupId, StudyId};

/// The unit that an [`Effect`] is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EffectScale {
    /// Standard deviations of people, converted per cell (percent by probit).
    Sd,
    /// Taken as given, in cell units per participant: share of people for percent, SD for a score, count points.
    AsGiven,
}

/// What an effect rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EffectOrigin {
    /// Studies of which some rating is known.
    Rated,
    /// Studies without any rating: level 1 governs.
    Unrated,
    /// Studies whose effect is taken as it stands.
    AsGiven,
    /// No study at all: the prior of level 1 alone. Never evaluated is not shown to fail.
    NeverEvaluated,
}

/// A step from a reported effect to the one that is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// As the study reports it, in its own unit and direction.
    Reported,
    /// In standard deviations, positive is better.
    Harmonized,
    /// After the multipliers for known weaknesses of the study.
    Adjusted,
    /// Of a study's own outcome, as far as it says something about the indicator.
    Linked,
    /// What one study says through several outcomes, taken together.
    Combined,
    /// In cell units, without any of the steps in standard deviations.
    AsGiven,
    /// Several studies together, for a new place.
    Pooled,
    /// Drawn toward what practices of its level achieved; what is used.
    Shrunk,
    /// The prior of level 1, where there is no study.
    Prior,
    /// Turned into the indicator's own unit at a place.
    Converted,
}

/// A number on the way from a reported effect to the one that is used.
#[derive(Debug, Clone, PartialEq)]
pub struct ChainStep {
    /// The step.
    pub step: Step,
    /// The study it belongs to; `None` where it is of all of them.
    pub study: Option<StudyId>,
    /// Effect after the step.
    pub mean: f64,
    /// Its standard deviation after the step.
    pub sd: f64,
    /// Unit of both.
    pub unit: &'static str,
    /// Where the step's own numbers come from.
    pub origin: String,
}

/// What is expected of one participant of a practice on an indicator, higher is better.
#[derive(Debug, Clone, PartialEq)]
pub struct Effect {
    /// The studies it rests on, in the order of their ids; none where the practice was never evaluated.
    pub studies: Vec<StudyId>,
    /// What it rests on.
    pub origin: EffectOrigin,
    /// The practice.
    pub practice: PracticeId,
    /// The indicator.
    pub indicator: IndicatorId,
    /// Place it holds for; `None` is any.
    pub place: Option<PlaceId>,
    /// Group it holds for; `None` is any.
    pub group: Option<GroupId>,
    /// Unit of `mean` and `sd`.
    pub scale: EffectScale,
    /// Expected effect, positive is better.
    pub mean: f64,
    /// Its standard deviation.
    pub sd: f64,
    /// Credibility level that governs, 0-5: the lowest of its ratings; `None` where it is taken as given.
    pub level: Option<u8>,
    /// Years between the practice and the measurement.
    pub years_after: f64,
    /// Share of the effect lost each year after that.
    pub fade: f64,
    /// Practices of one group are uncertain together; kept for draws.
    pub shock_group: Option<ShockGroupId>,
    /// Every step from the report to here.
    pub chain: Vec<ChainStep>,
}

impl Effect {
    /// Whether any study speaks of it.
    #[must_use]
    pub fn is_evaluated(&self) -> bool {
        self.origin != EffectOrigin::NeverEvaluated
    }
}

/// All the effects of a model, in the order practice, indicator, place, group.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Effects {
    effects: Vec<Effect>,
}

impl Effects {
    /// Effects in any order.
    #[must_use]
    pub fn new(mut effects: Vec<Effect>) -> Self {
        effects.sort_by(|a, b| {
            (&a.practice, &a.indicator, &a.place, &a.group).cmp(&(
                &b.practice,
                &b.indicator,
                &b.place,
                &b.group,
            ))
        });
        Effects { effects }
    }

    /// All of them.
    #[must_use]
    pub fn all(&self) -> &[Effect] {
        &self.effects
    }

    /// The effects of a practice.
    #[must_use]
    pub fn of(&self, practice: &PracticeId) -> &[Effect] {
        &self.effects[self.range(practice)]
    }

    /// The effect that governs a cell, as a position in [`Effects::all`]; the most specific one: place
    /// and group, then group, then place, then general.
    #[must_use]
    pub fn governing(
        &self,
        practice: &PracticeId,
        indicator: &IndicatorId,
        place: &PlaceId,
        group: &GroupId,
    ) -> Option<usize> {
        let key =
            |effect: &Effect| (&effect.practice, &effect.indicator).cmp(&(practice, indicator));
        let start = self.effects.partition_point(|effect| key(effect).is_lt());
        let end = self.effects.partition_point(|effect| key(effect).is_le());
        (start..end)
            .filter(|&position| {
                let effect = &self.effects[position];
                effect.place.as_ref().is_none_or(|only| only == place)
                    && effect.group.as_ref().is_none_or(|only| only == group)
            })
            .max_by_key(|&position| {
                let effect = &self.effects[position];
                2 * u8::from(effect.group.is_some()) + u8::from(effect.place.is_some())
            })
    }

    fn range(&self, practice: &PracticeId) -> std::ops::Range<usize> {
        let start = self
            .effects
            .partition_point(|effect| effect.practice < *practice);
        let end = self
            .effects
            .partition_point(|effect| effect.practice <= *practice);
        start..end
    }
}
