//! What can be done: practices, activities, their needs, responses and whom they serve.

use super::{
    Finite, GroupId, IndicatorId, NonNegative, OutcomeId, PlaceId, PracticeId, Provenance,
    ResourceId, Share, ShockGroupId,
};

/// A band of school grades, both ends included (−1 preschool, 0 kindergarten).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Band {
    /// Lowest grade served.
    pub low: i32,
    /// Highest grade served, at least `low`.
    pub high: i32,
}

impl Band {
    /// Number of grades in the band.
    #[must_use]
    pub fn grades(self) -> u32 {
        self.high.abs_diff(self.low) + 1
    }
}

/// How the effective participants of an activity grow with its participants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResponseForm {
    /// Each participant gains the same.
    Linear,
    /// The gain falls in a straight line to `response_last` at capacity.
    Quadratic,
    /// The gain falls exponentially to `response_last` at capacity.
    Exponential,
    /// Given by points in `responses`.
    Table,
}

/// Something that can be done. Row of `practices`.
#[derive(Debug, Clone, PartialEq)]
pub struct Practice {
    /// Key.
    pub id: PracticeId,
    /// Its name for people.
    pub name: String,
    /// Grades of its participants.
    pub grades: Band,
    /// Form of its response.
    pub response: ResponseForm,
    /// Gain of the last participant as a share of the first one's; for quadratic and exponential.
    pub response_last: Option<Share>,
    /// Share of the effect lost each year after it was measured; `None`: from the evidence, else the setting.
    pub fade: Option<Share>,
    /// What starting it at a place takes once, in the unit of `one_time_resource`.
    pub one_time_cost: Option<NonNegative>,
    /// Resource of the one-time cost.
    pub one_time_resource: Option<ResourceId>,
    /// Year of the one-time cost's prices, for money.
    pub price_year: Option<i32>,
    /// Practices that share it are uncertain together: a draw moves their effects alike.
    pub shock_group: Option<ShockGroupId>,
    /// Where the row comes from.
    pub provenance: Provenance,
}

impl Practice {
    /// A practice of which no more is said: every participant gains alike, and starting it costs nothing.
    #[must_use]
    pub fn plain(id: PracticeId, name: String, grades: Band, provenance: Provenance) -> Self {
        Practice {
            id,
            name,
            grades,
            response: ResponseForm::Linear,
            response_last: None,
            fade: None,
            one_time_cost: None,
            one_time_resource: None,
            price_year: None,
            shock_group: None,
            provenance,
        }
    }
}

/// A point of a tabled response. Row of `responses`.
#[derive(Debug, Clone, PartialEq)]
pub struct ResponsePoint {
    /// Key: the practice.
    pub practice: PracticeId,
    /// Key: the place; `None` is any place without a table of its own.
    pub place: Option<PlaceId>,
    /// Participants.
    pub participants: NonNegative,
    /// Participants at full effect that they are worth.
    pub effective_participants: NonNegative,
    /// Where the row comes from.
    pub provenance: Provenance,
}

/// A practice at a place. Row of `activities`.
#[derive(Debug, Clone, PartialEq)]
pub struct Activity {
    /// Key: the practice.
    pub practice: PracticeId,
    /// Key: the place.
    pub place: PlaceId,
    /// Most participants a year; `None`: the people of its grades there.
    pub capacity: Option<NonNegative>,
    /// Fewest participants with whom it runs at all; `None` is 0.
    pub min_scale: Option<NonNegative>,
    /// Participants today; `None`: what today's allocations pay for.
    pub participants_today: Option<NonNegative>,
    /// Whether what it has today stays.
    pub protected: bool,
    /// Where the row comes from.
    pub provenance: Provenance,
}

/// What one participant of a practice takes of a resource. Row of `needs`.
#[derive(Debug, Clone, PartialEq)]
pub struct Need {
    /// Key: the practice.
    pub practice: PracticeId,
    /// Key: the resource.
    pub resource: ResourceId,
    /// Amount per participant and year, in the resource's unit.
    pub per_participant: NonNegative,
    /// Amount per year wherever the practice runs, whatever the number of participants; `None` is 0.
    pub fixed: Option<NonNegative>,
    /// Year of the prices, for money.
    pub price_year: Option<i32>,
    /// Where the row comes from.
    pub provenance: Provenance,
}

/// Who is served, where the rule of the grades is not right. Row of `serves`.
#[derive(Debug, Clone, PartialEq)]
pub struct Serves {
    /// Key: the practice.
    pub practice: PracticeId,
    /// Key: the place; `None` is any.
    pub place: Option<PlaceId>,
    /// Key: the indicator; `None` is any.
    pub indicator: Option<IndicatorId>,
    /// Key: the group; `None` is any.
    pub group: Option<GroupId>,
    /// Share of the participants, 0-1.
    pub share: Share,
    /// Key: years after which they meet the indicator; `None` is 0.
    pub years_later: Option<u32>,
    /// Where the row comes from.
    pub provenance: Provenance,
}

/// Unit of a reported effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EffectUnit {
    /// Standard deviations of what was measured.
    Sd,
    /// Indicator units (percentage points for percent).
    Points,
    /// Proportion of people, 0-1.
    Share,
}

/// How a study was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Design {
    /// Participants were assigned at random.
    Randomized,
    /// A comparison group, not at random.
    QuasiExperimental,
    /// Controls in a regression, or before and after.
    Correlational,
}

/// What a study measured: exactly one of the two.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measured {
    /// An indicator of the model.
    Indicator(IndicatorId),
    /// Something else, in its own terms; it counts for the indicators that `links` ties it to.
    Outcome(OutcomeId),
}

impl Measured {
    /// The indicator, where it is one.
    #[must_use]
    pub fn indicator(&self) -> Option<&IndicatorId> {
        match self {
            Measured::Indicator(id) => Some(id),
            Measured::Outcome(_) => None,
        }
    }

    /// The study's own outcome, where it is one.
    #[must_use]
    pub fn outcome(&self) -> Option<&OutcomeId> {
        match self {
            Measured::Indicator(_) => None,
            Measured::Outcome(id) => Some(id),
        }
    }
}

/// An indicator that the studies of an outcome count for. Row of `links`.
///
/// The outcome runs in the same direction as the indicator: fewer absences of one kind stand for fewer of
/// another.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// Key: what studies measured.
    pub study_outcome: OutcomeId,
    /// Key: the indicator.
    pub indicator: IndicatorId,
    /// Key: lowest grade of participants for which it holds; `None` is any.
    pub from_grade: Option<i32>,
    /// Key: highest grade of participants for which it holds; `None` is any.
    pub to_grade: Option<i32>,
    /// Standard deviation, in SD, of the effect on the indicator about the one on the outcome.
    pub extra_sd: NonNegative,
    /// Where the row comes from.
    pub provenance: Provenance,
}

impl Link {
    /// Whether it holds for participants of those grades: the bands share a grade.
    #[must_use]
    pub fn covers(&self, grades: Band) -> bool {
        self.from_grade.is_none_or(|from| grades.high >= from)
            && self.to_grade.is_none_or(|to| grades.low <= to)
    }
}

/// Rating scheme that takes an effect as it stands: no harmonizing, no multipliers, no shrinking.
pub const AS_GIVEN: &str = "as_given";

/// Separates the schemes that rated one study, and its ratings in their order.
pub const RATING_SEPARATOR: char = ';';

/// An effect of a practice, as a study reports it. Row of `evidence`.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// Key: the study.
    pub study: super::StudyId,
    /// Key: the practice.
    pub practice: PracticeId,
    /// Key: the indicator, or what else the study measured.
    pub measured: Measured,
    /// Key: the place it holds for; `None` is any.
    pub place: Option<PlaceId>,
    /// Key: the group it holds for; `None` is any.
    pub group: Option<GroupId>,
    /// Reported effect per participant, in the raw direction of what was measured.
    pub effect: Finite,
    /// Unit of the effect, its error and its follow-up.
    pub effect_unit: EffectUnit,
    /// Standard error, in the effect's unit; `None`: its level's.
    pub standard_error: Option<NonNegative>,
    /// Level of the comparison group, in indicator units (percent: 0-100).
    pub baseline: Option<Finite>,
    /// Years between the practice and the measurement; `None` is 0.
    pub years_after: Option<NonNegative>,
    /// Years between the practice and a later measurement.
    pub follow_up_years: Option<NonNegative>,
    /// Effect at that later measurement.
    pub follow_up_effect: Option<Finite>,
    /// Rating scheme, or several separated by `;`; `as_given` takes the effect as it stands.
    pub scheme: Option<String>,
    /// Rating within the scheme, one for each scheme.
    pub rating: Option<String>,
    /// How the study was made; `None`: no adjustment.
    pub design: Option<Design>,
    /// Whether the evaluator was independent of the developer; `None`: no adjustment.
    pub independent: Option<bool>,
    /// Participants in the study; `None`: no adjustment.
    pub sample: Option<NonNegative>,
    /// Whether it ran in usual conditions; `None`: no adjustment.
    pub real_world: Option<bool>,
    /// Where the row comes from.
    pub provenance: Provenance,
}

impl Evidence {
    /// Its ratings, each with the scheme that gave it; none where it is unrated or taken as given.
    ///
    /// Only as many as both columns name: a model is checked to name as many of the one as of the other.
    pub fn ratings(&self) -> impl Iterator<Item = (&str, &str)> {
        fn split(text: Option<&str>) -> Vec<&str> {
            text.into_iter()
                .flat_map(|text| text.split(RATING_SEPARATOR))
                .map(str::trim)
                .collect()
        }
        let schemes = split(self.scheme.as_deref().filter(|_| !self.is_as_given()));
        let ratings = split(self.rating.as_deref());
        schemes.into_iter().zip(ratings)
    }

    /// Whether the effect is taken as it stands.
    #[must_use]
    pub fn is_as_given(&self) -> bool {
        self.scheme.as_deref() == Some(AS_GIVEN)
    }
}
