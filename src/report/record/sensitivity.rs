//! What an analysis of sensitivity writes.

use serde::{Deserialize, Serialize};

use super::{
    BasisWord, InfeasibilityRecord, LimitationWord, MonteCarloRecord, MoveHoldsRecord,
    RangeOriginWord, StatusWord, ValueRecord, record,
};

record! {
    /// A figure that is not known for certain.
    FigureRecord in "figures" {
        /// What it is: a path of --set, or the effect of a practice on an indicator.
        path: String, "";
        /// How far its row can be taken as known; missing: the row does not say.
        basis: Option<BasisWord>, "";
        /// Where its range comes from.
        origin: RangeOriginWord, "";
        /// The figure in the model.
        value: f64, "the figure's own";
        /// Its P10.
        low: f64, "the figure's own";
        /// Its P90.
        high: f64, "the figure's own";
    }
}

record! {
    /// What the program filled in and what decides most of that, the largest swing of the best value first.
    FilledInRecord in "replace_first" {
        /// What was filled in: a path of --set.
        path: String, "";
        /// The figure in the model; missing: a lock, which is there.
        value: Option<f64>, "the figure's own";
        /// Its P10.
        low: Option<f64>, "the figure's own";
        /// Its P90.
        high: Option<f64>, "the figure's own";
        /// Best value with the figure at its P10; with the lock.
        best_at_low: f64, "[unit]";
        /// Best value with the figure at its P90; without the lock.
        best_at_high: f64, "[unit]";
        /// Unit of the values.
        unit: String, "";
    }
}

record! {
    /// One figure at a time, the largest swing of the best value first.
    SwingRecord in "tornado" {
        /// The figure: a path of --set, or the effect of a practice on an indicator.
        path: String, "";
        /// How far its row can be taken as known; missing: the row does not say.
        basis: Option<BasisWord>, "";
        /// Where its range comes from.
        origin: RangeOriginWord, "";
        /// The figure in the model.
        value: f64, "the figure's own";
        /// Its P10.
        low: f64, "the figure's own";
        /// Its P90.
        high: f64, "the figure's own";
        /// Best value with the figure at its P10.
        best_at_low: f64, "[unit]";
        /// Best value with the figure at its P90.
        best_at_high: f64, "[unit]";
        /// Value of the recommended plan with the figure at its P10.
        plan_at_low: f64, "[unit]";
        /// Value of the recommended plan with the figure at its P90.
        plan_at_high: f64, "[unit]";
        /// Unit of the values.
        unit: String, "";
        /// Moves of the plan that the best plan no longer makes at the P10.
        moves_lost_at_low: usize, "moves";
        /// Moves of the plan that the best plan no longer makes at the P90.
        moves_lost_at_high: usize, "moves";
        /// Largest certified gap of the two best values, relative.
        gap: f64, "share";
    }
}

record! {
    /// A point of a frontier.
    FrontierPointRecord in "frontier_points" {
        /// The resource.
        resource: String, "";
        /// More of the resource, free of restrictions.
        more: f64, "[more_unit]";
        /// Unit of that.
        more_unit: String, "";
        /// Best value.
        value: f64, "[unit]";
        /// No plan is worth more than this.
        bound: f64, "[unit]";
        /// Unit of the two.
        unit: String, "";
        /// Worth of the next unit of the resource; missing with integers.
        next: Option<f64>, "[next_unit]";
        /// Unit of that worth.
        next_unit: String, "";
        /// Activities with more participants than at the point before.
        grow: Vec<String>, "";
        /// Names of those activities.
        grow_names: Vec<String>, "";
        /// Activities that grew before and have fewer participants here: the frontier is not nested.
        dropped: Vec<String>, "";
        /// Names of those activities.
        dropped_names: Vec<String>, "";
    }
}

record! {
    /// What more of a resource would bring, free of restrictions.
    FrontierRecord in "frontier" {
        /// The resource.
        resource: String, "";
        /// Name of the resource.
        resource_name: String, "";
        /// Its unit.
        resource_unit: String, "";
        /// Whether every breakpoint is there; else it was solved at some points.
        exact: bool, "";
        /// Largest distance of the points' chords from the best value between them; missing where it is not exact.
        distance: Option<f64>, "[unit]";
        /// Unit of the values.
        unit: String, "";
        nested {
            /// The points, from nothing more on.
            points: Vec<FrontierPointRecord>;
        }
    }
}

record! {
    /// What one more and one less unit of a pool are worth, by solving again.
    MarginalRecord in "marginal" {
        /// The pool.
        pool: String, "";
        /// Who holds it.
        partner: String, "";
        /// Name of the partner.
        partner_name: String, "";
        /// What it is of; missing: the model does not hold the pool.
        resource: Option<String>, "";
        /// Name of the resource.
        resource_name: Option<String>, "";
        /// Its amount a year.
        amount: f64, "[unit]";
        /// How much less and more of it was tried.
        step: f64, "[unit]";
        /// Unit of the two.
        unit: String, "";
        /// Shadow price at the plan; missing with integers.
        price: Option<f64>, "[marginal_unit]";
        /// Loss per unit with so much less of it; missing where no plan is left.
        left: Option<f64>, "[marginal_unit]";
        /// Gain per unit with so much more of it; missing where no plan was found.
        right: Option<f64>, "[marginal_unit]";
        /// What the gaps of the plans leave open of the two.
        noise: f64, "[marginal_unit]";
        /// Unit of those.
        marginal_unit: String, "";
    }
}

record! {
    /// What an indicator gains without a rule or a restriction.
    LimitationGainRecord in "limitation_gains" {
        /// What was taken away.
        limitation: LimitationWord, "";
        /// The rule or the pool.
        id: String, "";
        /// The indicator.
        indicator: String, "";
        /// Name of the indicator.
        indicator_name: String, "";
        /// Its gain without it, less its gain with it.
        gain: f64, "[gain_unit]";
        /// Unit of the gain.
        gain_unit: String, "";
    }
}

record! {
    /// What a rule or a restriction costs: the best plan is solved again without it.
    LimitationRecord in "limitations" {
        /// What was taken away.
        limitation: LimitationWord, "";
        /// The rule or the pool.
        id: String, "";
        /// What it says.
        words: String, "";
        /// Value that the best plan without it has more; missing where the solver failed.
        price: Option<f64>, "[unit]";
        /// What the gaps of the two plans leave open.
        noise: f64, "[unit]";
        /// Unit of the two.
        unit: String, "";
        nested {
            /// What each indicator that changes gains without it.
            gains: Vec<LimitationGainRecord>;
        }
    }
}

record! {
    /// What an indicator loses at a place where a partner does not take part.
    LoserRecord in "losers" {
        /// The partner.
        partner: String, "";
        /// The indicator.
        indicator: String, "";
        /// Name of the indicator.
        indicator_name: String, "";
        /// The place.
        place: String, "";
        /// Name of the place.
        place_name: String, "";
        /// Gain that is lost.
        loss: f64, "[gain_unit]";
        /// Unit of the gain.
        gain_unit: String, "";
    }
}

record! {
    /// What happens where a partner does not take part: the others plan anew.
    RefusalRecord in "refusals" {
        /// The partner.
        partner: String, "";
        /// Name of the partner.
        partner_name: String, "";
        /// Value that is lost; missing where no plan is left.
        loss: Option<f64>, "[unit]";
        /// What the gaps of the two plans leave open.
        noise: f64, "[unit]";
        /// Unit of the two.
        unit: String, "";
        /// Activities that grow in the plan and have fewer participants without the partner.
        stops: Vec<String>, "";
        /// Names of those activities.
        stops_names: Vec<String>, "";
        nested {
            /// Gains that are lost, the largest first.
            losers: Vec<LoserRecord>;
        }
    }
}

record! {
    /// What doing without an activity costs.
    ReplacementRecord in "replacement" {
        /// The activity, practice@place.
        activity: String, "";
        /// Name of the activity.
        activity_name: String, "";
        /// Participants a year in the plan.
        plan: f64, "[plan_unit]";
        /// Unit of that.
        plan_unit: String, "";
        /// Value that is lost where nothing is given to it; missing where no plan does without it.
        cost: Option<f64>, "[unit]";
        /// What the gaps of the two plans leave open.
        noise: f64, "[unit]";
        /// Unit of the two.
        unit: String, "";
        /// Activities that grow in its place.
        instead: Vec<String>, "";
        /// Names of those activities.
        instead_names: Vec<String>, "";
    }
}

/// How far a recommendation can be trusted; null where a method was not asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct SensitivityResult {
    /// Why the engine stopped on the recommendation.
    pub status: StatusWord,
    /// Whether the run was interrupted, so that the rest is of what was finished.
    pub interrupted: bool,
    /// Value and bound of the recommendation; null where there is no plan.
    pub value: Option<ValueRecord>,
    /// Figures that are not known for certain.
    pub figures: Vec<FigureRecord>,
    /// Draws.
    pub montecarlo: Option<MonteCarloRecord>,
    /// Which moves hold, and what the others depend on; by partner, pool, from, to.
    pub moves_hold: Option<Vec<MoveHoldsRecord>>,
    /// One figure at a time, the largest swing first.
    pub tornado: Option<Vec<SwingRecord>>,
    /// More of each resource.
    pub frontier: Option<Vec<FrontierRecord>>,
    /// One unit more or less of each pool.
    pub marginal: Option<Vec<MarginalRecord>>,
    /// Without each rule and restriction.
    pub rules: Option<Vec<LimitationRecord>>,
    /// Without each partner.
    pub refusals: Option<Vec<RefusalRecord>>,
    /// Without each activity.
    pub replacement: Option<Vec<ReplacementRecord>>,
    /// Why there is no plan; null where there is one.
    pub infeasibility: Option<InfeasibilityRecord>,
}

impl SensitivityResult {
    /// The result of a search that stopped before it found anything.
    #[must_use]
    pub fn nothing() -> Self {
        SensitivityResult {
            status: StatusWord::Stopped,
            interrupted: true,
            value: None,
            figures: Vec::new(),
            montecarlo: None,
            moves_hold: None,
            tornado: None,
            frontier: None,
            marginal: None,
            rules: None,
            refusals: None,
            replacement: None,
            infeasibility: None,
        }
    }
}
