//! Plans that are nearly as good, as plain data.

use super::{ActivityId, IndicatorId};

/// Whether near-optimal plans need an activity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Necessity {
    /// Every near-optimal plan gives it more than today.
    MustHave,
    /// Some do and some do not.
    RealChoice,
    /// None gives it more than today, and some give it less, or the recommended plan does not run it.
    Dispensable,
    /// Every near-optimal plan leaves it as it is today.
    Fixed,
}

/// The near-optimal range of an activity.
#[derive(Debug, Clone, PartialEq)]
pub struct ActivityRange {
    /// The activity.
    pub activity: ActivityId,
    /// Participants today.
    pub today: f64,
    /// Participants in the recommended plan.
    pub plan: f64,
    /// Fewest participants in any plan within the tolerance that was found.
    pub least: f64,
    /// Most.
    pub most: f64,
    /// No plan within the tolerance has fewer: proved.
    pub least_bound: f64,
    /// No plan within the tolerance has more: proved.
    pub most_bound: f64,
    /// What that makes of it.
    pub necessity: Necessity,
}

/// Another plan that is nearly as good.
#[derive(Debug, Clone, PartialEq)]
pub struct Alternative {
    /// Its exact value.
    pub value: f64,
    /// Share of the recommended plan's value that it gives up.
    pub gives_up: f64,
    /// Its distance from the recommended plan: mean difference of participants as shares of capacity.
    pub distance: f64,
    /// Participants by activity, in the order of the ranges.
    pub participants: Vec<f64>,
    /// Gains by indicator, over places and years: counted cells.
    pub gains: Vec<(IndicatorId, f64)>,
}

/// Plans that are nearly as good as the best.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Alternatives {
    /// Value of the recommended plan.
    pub value: f64,
    /// No plan is worth more than this.
    pub bound: f64,
    /// Share of the value that a plan may give up.
    pub tolerance: f64,
    /// Unit of every value.
    pub unit: &'static str,
    /// Whether it was interrupted.
    pub interrupted: bool,
    /// The range of each activity.
    pub ranges: Vec<ActivityRange>,
    /// Maximally different plans.
    pub plans: Vec<Alternative>,
}
