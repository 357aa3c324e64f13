//! A plan: a feasible allocation with its activity levels.

use super::{ActivityId, PoolId, ResourceId};

/// What one pool gives to one activity.
#[derive(Debug, Clone, PartialEq)]
pub struct Grant {
    /// Who gives.
    pub pool: PoolId,
    /// What it is given to.
    pub activity: ActivityId,
    /// Amount a year, in the unit of the pool's resource.
    pub amount: f64,
    /// What it is converted to on the way; `None`: it arrives as it is.
    pub converted_to: Option<ResourceId>,
}

/// How many people take part in an activity.
#[derive(Debug, Clone, PartialEq)]
pub struct Level {
    /// The activity.
    pub activity: ActivityId,
    /// Participants a year.
    pub participants: f64,
}

/// A feasible allocation with its activity levels, each list in the order of its key.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Plan {
    /// Non-zero amounts, by pool and activity.
    pub grants: Vec<Grant>,
    /// Every activity of the model, by activity.
    pub levels: Vec<Level>,
}
