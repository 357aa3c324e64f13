//! What evidence comes to: one distribution per practice, indicator, place and group.

use super::{GroupId, IndicatorId, PlaceId, PracticeId, StudyId};

/// The unit that an [`Effect`] is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EffectScale {
    /// Standard deviations of people, converted per cell (percent by probit).
    Sd,
    /// Taken as given, in cell units per participant: share of people for percent, SD for a score, count points.
    AsGiven,
}

/// A number on the way from a reported effect to the one that is used.
#[derive(Debug, Clone, PartialEq)]
pub struct ChainStep {
    /// Name of the step: reported, harmonized, adjusted, shrunk.
    pub step: &'static str,
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
    /// The study it rests on.
    pub study: StudyId,
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
    /// Credibility level, 0-5; `None` for `as_given`.
    pub level: Option<u8>,
    /// Years between the practice and the measurement.
    pub years_after: f64,
    /// Share of the effect lost each year after that.
    pub fade: f64,
    /// Every step from the report to here.
    pub chain: Vec<ChainStep>,
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
        self.range(practice)
            .filter(|&position| {
                let effect = &self.effects[position];
                effect.indicator == *indicator
                    && effect.place.as_ref().is_none_or(|only| only == place)
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
