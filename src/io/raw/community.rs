//! Mirrors of what is measured, where, for whom and by whom.

use super::{Flag, Optional, Required, mirror};
use crate::domain::{
    Baseline, Direction, Finite, Group, GroupId, Indicator, IndicatorId, NonNegative, Partner,
    PartnerId, Place, PlaceId, Positive, Share, Unit,
};

mirror! {
    /// A measured outcome with a direction.
    "indicators" => Indicator by ["id"];
    /// Short name by which other tables refer to it.
    id: Required<IndicatorId>,
    /// The goal it belongs to.
    goal: Required<String>,
    /// The outcome of that goal that it measures; what an inventory's practices do for it is known from studies where
    /// it is one of those that `trefoil models --practices` lists.
    outcome: Required<String>,
    /// Its name for people.
    name: Required<String>,
    /// Unit of its values: percent (of people, 0-100), score (a mean, needs `sd`), count (a number for the whole
    /// place), dollars (not served yet).
    unit: Required<Unit>,
    /// Which way it improves.
    direction: Required<Direction>,
    /// School grade at which it is measured, the age less 5 (-1 preschool, 0 kindergarten); blank: at once, whatever
    /// the grade.
    grade: Optional<i32>,
    /// Standard deviation over people, in the indicator's unit; required for a score.
    sd: Optional<Positive>,
    /// Weight among indicators, on any scale; blank for all: equal weights.
    weight: Optional<NonNegative>,
    /// Best value that can be reached, in the indicator's unit; blank for percent: 100, or 0 where lower is better.
    ceiling: Optional<Finite>,
}

mirror! {
    /// A district or site.
    "places" => Place by ["id"];
    /// Short name by which other tables refer to it.
    id: Required<PlaceId>,
    /// Its name for people.
    name: Required<String>,
    /// Share of a practice's effect that this place obtains; blank is 1.
    fidelity: Optional<Share>,
}

mirror! {
    /// A student group.
    "groups" => Group by ["id"];
    /// Short name by which other tables refer to it.
    id: Required<GroupId>,
    /// Its name for people.
    name: Required<String>,
    /// The set it belongs to: all, race, income …
    set: Required<String>,
    /// Whether the groups of its set add up to everybody.
    partition: Flag,
}

mirror! {
    /// An organization that holds pools.
    "partners" => Partner by ["id"];
    /// Short name by which other tables refer to it.
    id: Required<PartnerId>,
    /// Its name for people.
    name: Required<String>,
}

mirror! {
    /// Where an indicator stands at a place for a group.
    "baselines" => Baseline by ["indicator", "place", "group"];
    /// The indicator.
    indicator: Required<IndicatorId>,
    /// The place.
    place: Required<PlaceId>,
    /// The student group.
    group: Required<GroupId>,
    /// People measured in one year.
    population: Required<NonNegative>,
    /// Value today, in the indicator's unit.
    baseline: Required<Finite>,
    /// Value aimed at, in the indicator's unit; blank: the default rule.
    target: Optional<Finite>,
    /// Year in which the baseline was measured.
    year: Optional<i32>,
}
