//! What plans that are nearly as good write.

use serde::{Deserialize, Serialize};

use super::{InfeasibilityRecord, NecessityWord, StatusWord, ValueRecord, record};

record! {
    /// The range of an activity over the plans that are nearly as good.
    ActivityRangeRecord in "ranges" {
        /// The activity, practice@place.
        activity: String, "";
        /// What is done.
        practice: String, "";
        /// Name of the practice.
        practice_name: String, "";
        /// Where it is done.
        place: String, "";
        /// Name of the place.
        place_name: String, "";
        /// Participants a year today.
        today: f64, "[unit]";
        /// Participants a year in the recommended plan.
        plan: f64, "[unit]";
        /// Fewest participants in any plan within the tolerance that was found.
        least: f64, "[unit]";
        /// Most.
        most: f64, "[unit]";
        /// No plan within the tolerance has fewer: proved.
        least_bound: f64, "[unit]";
        /// No plan within the tolerance has more: proved.
        most_bound: f64, "[unit]";
        /// Unit of the participants.
        unit: String, "";
        /// Whether plans that are nearly as good need it.
        necessity: NecessityWord, "";
    }
}

record! {
    /// An activity in a plan that is nearly as good.
    PlanActivityRecord in "plan_activities" {
        /// The plan, from 1.
        plan: usize, "";
        /// The activity, practice@place.
        activity: String, "";
        /// Name of the activity.
        activity_name: String, "";
        /// Participants a year.
        participants: f64, "[unit]";
        /// Unit of that.
        unit: String, "";
    }
}

record! {
    /// What an indicator gains in a plan that is nearly as good, over places and years.
    PlanGainRecord in "plan_gains" {
        /// The plan, from 1.
        plan: usize, "";
        /// The indicator.
        indicator: String, "";
        /// Name of the indicator.
        indicator_name: String, "";
        /// Its gain; negative is worse.
        gain: f64, "[gain_unit]";
        /// Unit of the gain.
        gain_unit: String, "";
    }
}

record! {
    /// Another plan that is nearly as good.
    PlanRecord in "plans" {
        /// The plan, from 1.
        plan: usize, "";
        /// Its exact value.
        value: f64, "[unit]";
        /// Unit of that.
        unit: String, "";
        /// Share of the recommended plan's value that it gives up.
        gives_up: f64, "share";
        /// Mean difference of participants from the recommended plan, as shares of capacity.
        distance: f64, "share";
        nested {
            /// Every activity, in the order of the ranges.
            activities: Vec<PlanActivityRecord>;
            /// What each indicator gains.
            gains: Vec<PlanGainRecord>;
        }
    }
}

/// Plans that are nearly as good as the recommended one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct AlternativesResult {
    /// Why the engine stopped on the recommendation.
    pub status: StatusWord,
    /// Whether the run was interrupted, so that the rest is of what was finished.
    pub interrupted: bool,
    /// Value and bound of the recommendation; null where there is no plan.
    pub value: Option<ValueRecord>,
    /// Share of the value that a plan may give up.
    pub tolerance: f64,
    /// The range of each activity.
    pub ranges: Vec<ActivityRangeRecord>,
    /// Maximally different plans.
    pub plans: Vec<PlanRecord>,
    /// Why there is no plan; null where there is one.
    pub infeasibility: Option<InfeasibilityRecord>,
}

impl AlternativesResult {
    /// The result of a search that stopped before it found anything.
    #[must_use]
    pub fn nothing() -> Self {
        AlternativesResult {
            status: StatusWord::Stopped,
            interrupted: true,
            value: None,
            tolerance: 0.0,
            ranges: Vec::new(),
            plans: Vec::new(),
            infeasibility: None,
        }
    }
}
