//! What is measured: indicators, places, groups and their baselines.

use super::{Finite, GroupId, IndicatorId, NonNegative, PlaceId, Positive};

/// How far a figure can be taken as known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    /// Read in a named source.
    Published,
    /// Computed from published figures.
    Derived,
    /// The partnership's own record.
    Local,
    /// Filled in by Trefoil, with its reason.
    Default,
    /// Plausible, and not published anywhere.
    Illustrative,
}

/// Where a row comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Provenance {
    /// Where the figures were read.
    pub source: Option<String>,
    /// What a reader should know about them.
    pub note: Option<String>,
    /// How far they can be taken as known; `None` where the row does not say.
    pub basis: Option<Basis>,
}

/// The unit of an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// Share of people, 0-100.
    Percent,
    /// Mean score of people; its standard deviation is needed.
    Score,
    /// A number for the whole place.
    Count,
    /// Money, in the model's currency.
    Dollars,
}

/// Which way an indicator improves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// Higher is better.
    Increase,
    /// Lower is better.
    Decrease,
}

impl Direction {
    /// +1 where higher is better, −1 where lower is.
    #[must_use]
    pub fn sign(self) -> f64 {
        match self {
            Direction::Increase => 1.0,
            Direction::Decrease => -1.0,
        }
    }
}

/// A measured outcome with a direction. Row of `indicators`.
#[derive(Debug, Clone, PartialEq)]
pub struct Indicator {
    /// Key.
    pub id: IndicatorId,
    /// The goal it belongs to.
    pub goal: String,
    /// The outcome of that goal it measures.
    pub outcome: String,
    /// Its name for people.
    pub name: String,
    /// Unit of its values.
    pub unit: Unit,
    /// Which way it improves.
    pub direction: Direction,
    /// School grade at which it is measured (−1 preschool, 0 kindergarten); `None`: at once, whatever the grade.
    pub grade: Option<i32>,
    /// Standard deviation over people, in indicator units; required for a score.
    pub sd: Option<Positive>,
    /// Weight among indicators, any scale; `None` for all means equal weights.
    pub weight: Option<NonNegative>,
    /// Best value that can be reached, in indicator units; percent has 100.
    pub ceiling: Option<Finite>,
    /// Where the row comes from.
    pub provenance: Provenance,
}

impl Indicator {
    /// Indicator units per unit of gain and person: 100 for percent, the SD for a score, 1 for a count.
    #[must_use]
    pub fn points_per_person(&self) -> f64 {
        match self.unit {
            Unit::Percent => 100.0,
            Unit::Score => self.sd.map_or(1.0, Positive::get),
            Unit::Count | Unit::Dollars => 1.0,
        }
    }

    /// Share of people on the better side of the line at a value of a percent, 0-1; 0 for other units.
    #[must_use]
    pub fn share_over_line(&self, value: f64) -> f64 {
        match (self.unit, self.direction) {
            (Unit::Percent, Direction::Increase) => value / 100.0,
            (Unit::Percent, Direction::Decrease) => 1.0 - value / 100.0,
            _ => 0.0,
        }
    }
}

/// A district or site. Row of `places`.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Key.
    pub id: PlaceId,
    /// Its name for people.
    pub name: String,
    /// Share of a practice's effect that this place obtains, 0-1; `None` is 1.
    pub fidelity: Option<super::Share>,
    /// Where the row comes from.
    pub provenance: Provenance,
}

/// A student group. Row of `groups`.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Key.
    pub id: GroupId,
    /// Its name for people.
    pub name: String,
    /// The set it belongs to: all, race, income …
    pub set: String,
    /// Whether the groups of its set add up to everybody.
    pub partition: bool,
    /// Where the row comes from.
    pub provenance: Provenance,
}

/// Where an indicator stands at a place for a group. Row of `baselines`.
#[derive(Debug, Clone, PartialEq)]
pub struct Baseline {
    /// Key: the indicator.
    pub indicator: IndicatorId,
    /// Key: the place.
    pub place: PlaceId,
    /// Key: the group.
    pub group: GroupId,
    /// People measured in one year.
    pub population: NonNegative,
    /// Value today, in indicator units.
    pub baseline: Finite,
    /// Value aimed at, in indicator units; `None`: the default rule of the model.
    pub target: Option<Finite>,
    /// Year in which the baseline was measured.
    pub year: Option<i32>,
    /// Where the row comes from.
    pub provenance: Provenance,
}
