//! Mirrors of what can be done, for whom, and with what effect.

use super::{Either, Flag, Optional, Required, mirror};
use crate::diagnostic::codes;
use crate::domain::{
    Activity, Band, Design, EffectUnit, Evidence, Finite, GroupId, IndicatorId, Link, Measured,
    Need, NonNegative, OutcomeId, PlaceId, Practice, PracticeId, ResourceId, ResponseForm,
    ResponsePoint, Serves, Share, ShockGroupId, StudyId,
};
use crate::io::cell::Fault;

mirror! {
    /// Something that can be done.
    "practices" => Practice by ["id"];
    /// Short name by which other tables refer to it.
    id: Required<PracticeId>,
    /// Its name for people.
    name: Required<String>,
    /// Grades of its participants, both ends included: `0..3`. A grade is the age less 5: -5 birth, -1 preschool, 0
    /// kindergarten.
    grades: Required<Band>,
    /// How effective participants grow with participants: linear, quadratic, exponential, or a table in `responses`.
    response: Required<ResponseForm>,
    /// Gain of the last participant as a share of the first one's; for quadratic and exponential.
    response_last: Optional<Share>,
    /// Share of the effect lost each year after it was measured; blank: from the evidence, else the setting.
    fade: Optional<Share>,
    /// Practices that share it are uncertain together.
    shock_group: Optional<ShockGroupId>,
    /// What starting it at a place takes once, in the unit of `one_time_resource`; blank is 0.
    one_time_cost: Optional<NonNegative>,
    /// Resource of the one-time cost.
    one_time_resource: Optional<ResourceId>,
    /// Year of the one-time cost's prices, for money.
    price_year: Optional<i32>,
}

mirror! {
    /// A point of a tabled response; nothing for nobody is implied.
    "responses" => ResponsePoint by ["practice", "place", "participants"];
    /// The practice.
    practice: Required<PracticeId>,
    /// The place; blank is any place without points of its own.
    place: Optional<PlaceId>,
    /// Participants a year.
    participants: Required<NonNegative>,
    /// Participants at full effect that they are worth.
    effective_participants: Required<NonNegative>,
}

mirror! {
    /// A practice at a place.
    "activities" => Activity by ["practice", "place"];
    /// The practice.
    practice: Required<PracticeId>,
    /// The place.
    place: Required<PlaceId>,
    /// Most participants a year; blank: the people of its grades there.
    capacity: Optional<NonNegative>,
    /// Fewest participants with whom it runs at all; blank is 0.
    min_scale: Optional<NonNegative>,
    /// Participants today; blank: what today's allocations pay for.
    participants_today: Optional<NonNegative>,
    /// Whether what it has today stays.
    protected: Flag,
}

mirror! {
    /// What one participant of a practice takes of a resource.
    "needs" => Need by ["practice", "resource"];
    /// The practice.
    practice: Required<PracticeId>,
    /// The resource.
    resource: Required<ResourceId>,
    /// Amount per participant and year, in the resource's unit.
    per_participant: Required<NonNegative>,
    /// Amount per year wherever the practice runs, whatever the number of participants; blank is 0.
    fixed: Optional<NonNegative>,
    /// Year of the prices, for money.
    price_year: Optional<i32>,
}

mirror! {
    /// An effect of a practice, as a study reports it.
    "evidence" => Evidence by ["study", "practice", "indicator", "study_outcome", "place", "group"];
    /// Short name of the study.
    study: Required<StudyId>,
    /// The practice.
    practice: Required<PracticeId>,
    [either measured: Measured =
        indicator "The indicator that the study measured; blank: a study_outcome instead.",
        study_outcome "What the study measured, where that is not an indicator of the model; `links` says for which it counts."]
    /// The place it holds for; blank is any.
    place: Optional<PlaceId>,
    /// The student group it holds for; blank is any.
    group: Optional<GroupId>,
    /// Reported effect per participant, in the own direction of what was measured: fewer absences are a negative effect.
    effect: Required<Finite>,
    /// Unit of the effect: sd (standard deviations), points (indicator units), share (proportion of people, 0-1).
    effect_unit: Required<EffectUnit>,
    /// Standard error, in the effect's unit; blank: that of its credibility level.
    standard_error: Optional<NonNegative>,
    /// Level of the comparison group, in the indicator's unit.
    baseline: Optional<Finite>,
    /// Years between the practice and the measurement; blank is 0.
    years_after: Optional<NonNegative>,
    /// Years between the practice and a later measurement.
    follow_up_years: Optional<NonNegative>,
    /// Effect at that later measurement, in the effect's unit.
    follow_up_effect: Optional<Finite>,
    /// Rating scheme, or several separated by `;`; `as_given` takes the effect as it stands.
    scheme: Optional<String>,
    /// Rating within the scheme, one for each scheme; where they differ, the lowest governs.
    rating: Optional<String>,
    /// How the study was made; blank: no adjustment.
    design: Optional<Design>,
    /// Whether the evaluator was independent of the developer; blank: no adjustment.
    independent: Optional<bool>,
    /// Participants in the study; blank: no adjustment.
    sample: Optional<NonNegative>,
    /// Whether it ran in usual conditions; blank: no adjustment.
    real_world: Optional<bool>,
}

impl Either for Measured {
    type First = Optional<IndicatorId>;
    type Second = Optional<OutcomeId>;

    fn join(indicator: Option<IndicatorId>, outcome: Option<OutcomeId>) -> Result<Self, Fault> {
        match (indicator, outcome) {
            (Some(indicator), None) => Ok(Measured::Indicator(indicator)),
            (None, Some(outcome)) => Ok(Measured::Outcome(outcome)),
            (Some(indicator), Some(outcome)) => Err(Fault::new(
                codes::EFFECT_ON_WHAT,
                format!("the effect is on the indicator `{indicator}` and on the study's own outcome `{outcome}`"),
            )
            .hint("keep the one that the study measured; links says for which indicators an outcome counts")),
            (None, None) => Err(Fault::new(
                codes::EFFECT_ON_WHAT,
                "the effect is on neither an indicator nor a study's own outcome",
            )
            .hint("fill indicator, or study_outcome where the study measured something else")),
        }
    }

    fn encode(&self) -> [String; 2] {
        let text = |id: Option<&str>| id.unwrap_or_default().to_owned();
        [
            text(self.indicator().map(IndicatorId::as_str)),
            text(self.outcome().map(OutcomeId::as_str)),
        ]
    }
}

mirror! {
    /// An indicator that the studies of an outcome count for.
    "links" => Link by ["study_outcome", "indicator", "from_grade", "to_grade"];
    /// What studies measured.
    study_outcome: Required<OutcomeId>,
    /// The indicator; it runs in the same direction as the outcome.
    indicator: Required<IndicatorId>,
    /// Lowest grade of participants for which it holds; blank is any.
    from_grade: Optional<i32>,
    /// Highest grade of participants for which it holds; blank is any.
    to_grade: Optional<i32>,
    /// How far the effect on the indicator may stray from the one on the outcome: a standard deviation, in SD.
    extra_sd: Required<NonNegative>,
}

mirror! {
    /// Who is served, where the rule of the grades is not right.
    "serves" => Serves by ["practice", "place", "indicator", "group", "years_later"];
    /// The practice.
    practice: Required<PracticeId>,
    /// The place; blank is any.
    place: Optional<PlaceId>,
    /// The indicator; blank is any.
    indicator: Optional<IndicatorId>,
    /// The student group; blank is any.
    group: Optional<GroupId>,
    /// Share of the participants.
    share: Required<Share>,
    /// Years after which they meet the indicator; blank is 0.
    years_later: Optional<u32>,
}
