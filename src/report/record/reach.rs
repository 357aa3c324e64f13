//! What a recommendation writes of plans that move less and more, of its steps, and of each indicator.

use super::{MoveLimitWord, UnitWord, record};

record! {
    /// What an indicator gains under a limit on moves, over places, groups that count and arrival years.
    UnderLimitRecord in "under_limits" {
        /// The indicator.
        indicator: String, "";
        /// The limit: small (a tenth of the one that is set), recommended (as it is set), free (none).
        limit: MoveLimitWord, "";
        /// Gain where every figure is as expected; negative is worse.
        gain: f64, "[gain_unit]";
        /// Gain that 5 % of the draws lie below; missing without draws.
        low: Option<f64>, "[gain_unit]";
        /// Gain that 95 % of the draws lie below.
        high: Option<f64>, "[gain_unit]";
        /// Unit of the gains.
        gain_unit: String, "";
    }
}

record! {
    /// An indicator that some practice may move, over places and groups that count.
    IndicatorRecord in "indicators" {
        /// The indicator.
        indicator: String, "";
        /// Name of the indicator.
        indicator_name: String, "";
        /// The goal that it belongs to.
        goal: String, "";
        /// The outcome of that goal that it measures.
        outcome: String, "";
        /// Unit of the indicator.
        unit: UnitWord, "";
        /// People measured in one year.
        population: f64, "people";
        /// People on the better side today (percent), or units (count); missing for scores.
        today: Option<f64>, "[gain_unit]";
        /// Gain that reaches every target in one year.
        gap: f64, "[gain_unit]";
        /// Unit of today and gap.
        gain_unit: String, "";
        /// The first year in which a change arrives, as the model writes its cycle.
        arrives_first: String, "";
        /// The last.
        arrives_last: String, "";
        nested {
            /// Its gain under each limit on moves; empty where that was not asked.
            under: Vec<UnderLimitRecord>;
        }
    }
}

record! {
    /// How much of a resource the best plan under a limit moves.
    LimitMovedRecord in "limit_moved" {
        /// The limit.
        limit: MoveLimitWord, "";
        /// The resource.
        resource: String, "";
        /// Name of the resource.
        resource_name: String, "";
        /// Amount a year.
        amount: f64, "[unit]";
        /// Unit of the amount.
        unit: String, "";
    }
}

record! {
    /// The best plan under a limit on moves.
    MoveLimitRecord in "move_limits" {
        /// The limit: small (a tenth of the one that is set), recommended (as it is set), free (none).
        limit: MoveLimitWord, "";
        /// Part of each pool's set limit that may move; missing: no limit.
        factor: Option<f64>, "share";
        /// Exact value of the plan; moves are in steps under the set limit alone.
        value: f64, "[unit]";
        /// No plan under the limit is worth more.
        bound: f64, "[unit]";
        /// (bound - value) / max(|value|, a thousandth of all gaps).
        gap: f64, "share";
        /// Unit of value and bound.
        unit: String, "";
        /// Part of the weighted gaps that it closes.
        share_of_gap_closed: f64, "share";
        /// Share of the draws in which it is better than today's allocation there; missing without draws.
        better_than_today: Option<f64>, "share";
        /// Low end of the 90 % Wilson interval of that share.
        better_than_today_low: Option<f64>, "share";
        /// High end.
        better_than_today_high: Option<f64>, "share";
        nested {
            /// What it moves, by resource.
            moved: Vec<LimitMovedRecord>;
        }
    }
}

record! {
    /// In which amounts a resource is moved.
    StepSizeRecord in "step_sizes" {
        /// The resource.
        resource: String, "";
        /// Name of the resource.
        resource_name: String, "";
        /// Moves are multiples of this, or all that their giver has; 0: any amount.
        step: f64, "[unit]";
        /// Least move.
        least: f64, "[unit]";
        /// Unit of the two.
        unit: String, "";
    }
}

record! {
    /// What an indicator loses by steps.
    StepLossRecord in "step_losses" {
        /// The indicator.
        indicator: String, "";
        /// Name of the indicator.
        indicator_name: String, "";
        /// Its gain before moves were held to steps, less its gain after; negative: it gains.
        loss: f64, "[gain_unit]";
        /// Unit of the loss.
        gain_unit: String, "";
    }
}

record! {
    /// What it costs to hold moves to amounts that people can carry out.
    StepsRecord in "steps" {
        /// Whether the plan is held to them; not where the rules leave no such plan.
        kept: bool, "";
        /// Most moves of a partner; missing: as many as the plan takes.
        most_per_partner: Option<u32>, "moves";
        /// Value of the plan before.
        value_before: f64, "[unit]";
        /// Value of the plan before, less that of the plan.
        price: f64, "[unit]";
        /// No plan in steps that is made of the moves of the plan before is worth more.
        bound: f64, "[unit]";
        /// Unit of the values.
        unit: String, "";
        /// Moves of the plan before.
        moves_before: usize, "moves";
        nested {
            /// In which amounts each resource is moved, where that is not any.
            sizes: Vec<StepSizeRecord>;
            /// What each indicator loses.
            losses: Vec<StepLossRecord>;
        }
    }
}

record! {
    /// What a move brings: what the plan would lose where this move alone is declined and nobody plans anew.
    BringsRecord in "brings" {
        /// The pool of the move.
        pool: String, "";
        /// Activity that gives; missing: what today leaves unallocated.
        from: Option<String>, "";
        /// Activity that receives; missing: it stays unallocated.
        to: Option<String>, "";
        /// The resource that the move is converted to.
        converted_to: Option<String>, "";
        /// The indicator.
        indicator: String, "";
        /// Name of the indicator.
        indicator_name: String, "";
        /// Gain that the move brings; what several moves bring together does not add up.
        gain: f64, "[gain_unit]";
        /// Unit of the gain.
        gain_unit: String, "";
    }
}
