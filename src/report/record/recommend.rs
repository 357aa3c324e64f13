//! What a recommendation writes.

use serde::{Deserialize, Serialize};

use super::{
    AskRecord, BasisWord, BringsRecord, CoverageRecord, FilledInRecord, IndicatorRecord,
    MonteCarloRecord, MoveHoldsRecord, MoveLimitRecord, StandingWord, StatusWord, StepsRecord,
    UnitWord, VerdictWord, record,
};

record! {
    /// Value of today, of the plan, and how much better any plan could be.
    ValueRecord in "value" {
        /// Value of today's allocation, recomputed.
        today: f64, "[unit]";
        /// Exact value of the plan.
        plan: f64, "[unit]";
        /// No plan is worth more than this.
        bound: f64, "[unit]";
        /// (bound - plan) / max(|plan|, a thousandth of all_gaps).
        gap: f64, "share";
        /// Worth of closing every gap.
        all_gaps: f64, "[unit]";
        /// Part of the weighted gaps that the plan closes.
        share_of_gap_closed: f64, "share";
        /// Unit of the values.
        unit: String, "";
    }
}

record! {
    /// An amount of a pool from one activity to another.
    MoveRecord in "moves" {
        /// Who holds the pool and is asked.
        partner: String, "";
        /// Name of the partner.
        partner_name: String, "";
        /// The pool.
        pool: String, "";
        /// What the pool is of.
        resource: String, "";
        /// Name of the resource.
        resource_name: String, "";
        /// Activity that gives, practice@place; missing: what today leaves unallocated.
        from: Option<String>, "";
        /// Name of the activity that gives.
        from_name: Option<String>, "";
        /// Activity that receives, practice@place; missing: it stays unallocated.
        to: Option<String>, "";
        /// Name of the activity that receives.
        to_name: Option<String>, "";
        /// Amount a year that is received, before it is converted.
        amount: f64, "[unit]";
        /// The resource that it is converted to on the way.
        converted_to: Option<String>, "";
        /// How much of that resource arrives.
        converted_amount: Option<f64>, "[converted_unit]";
        /// Unit of what arrives.
        converted_unit: Option<String>, "";
        /// What the switch itself uses up, taken from the giver on top.
        switching_cost: f64, "[unit]";
        /// Unit of the amounts.
        unit: String, "";
        nested {
            /// What it brings, by indicator.
            brings: Vec<BringsRecord>;
        }
    }
}

record! {
    /// What an activity uses of a resource.
    UseRecord in "uses" {
        /// The activity, practice@place.
        activity: String, "";
        /// The resource.
        resource: String, "";
        /// Name of the resource.
        resource_name: String, "";
        /// Need per participant that was used.
        per_participant: f64, "[unit] per participant";
        /// Need per participant as the model states it, at the prices of its own year.
        stated_per_participant: f64, "[unit] per participant";
        /// Factor that brings it to the model's prices; 1 for all but money of other years.
        price_factor: f64, "factor";
        /// Need per participant as published, where the local one governs instead.
        published_per_participant: Option<f64>, "[unit] per participant";
        /// Need of running at all that was used, whatever the number of participants.
        fixed: f64, "[unit]";
        /// Need of running at all as published, where the local one governs instead.
        published_fixed: Option<f64>, "[unit]";
        /// One-time cost of starting, where the activity does not run today.
        once: f64, "[unit]";
        /// Allocated today.
        today: f64, "[unit]";
        /// Allocated in the plan.
        plan: f64, "[unit]";
        /// Unit of the amounts.
        unit: String, "";
        /// Whether nothing is recorded of this resource there, so that it was not checked.
        unchecked: bool, "";
    }
}

record! {
    /// An activity today and in the plan.
    ActivityRecord in "activities" {
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
        /// Participants a year in the plan.
        plan: f64, "[unit]";
        /// Most participants a year.
        capacity: f64, "[unit]";
        /// Whether the capacity was filled in by the grades' population.
        capacity_is_default: bool, "";
        /// Fewest participants with whom it runs; missing where running is no choice of its own.
        least: Option<f64>, "[unit]";
        /// Unit of the four.
        unit: String, "";
        /// Whether no study speaks of the practice.
        never_evaluated: bool, "";
        /// What one participant more is worth at the prices of the plan, before its cost; missing with integers.
        marginal_benefit: Option<f64>, "[marginal_unit]";
        /// What the resources of one participant more are worth elsewhere; missing too with integers.
        marginal_cost: Option<f64>, "[marginal_unit]";
        /// Unit of the two.
        marginal_unit: String, "";
        nested {
            /// What it uses, per resource.
            uses: Vec<UseRecord>;
        }
    }
}

record! {
    /// A cell: an indicator at a place for a group in an arrival year.
    CellRecord in "cells" {
        /// The indicator.
        indicator: String, "";
        /// Name of the indicator.
        indicator_name: String, "";
        /// The place.
        place: String, "";
        /// Name of the place.
        place_name: String, "";
        /// The group.
        group: String, "";
        /// Name of the group.
        group_name: String, "";
        /// Years until the change arrives; 0 is the plan's own year.
        years: u32, "years";
        /// The year in which the change arrives, as the model writes its cycle.
        arrives: String, "";
        /// Whether the cell counts in the value, or is reported only.
        counted: bool, "";
        /// People measured in one year.
        population: f64, "people";
        /// Value today.
        baseline: f64, "[unit]";
        /// Value aimed at.
        target: f64, "[unit]";
        /// Whether the target was filled in by the default rule.
        target_is_default: bool, "";
        /// Value expected under the plan.
        expected: f64, "[unit]";
        /// Change for the better in the indicator's unit; negative is worse.
        points: f64, "[unit]";
        /// Unit of the indicator.
        unit: UnitWord, "";
        /// Change for the better in people, SD x people (score) or units (count); negative is worse.
        gain: f64, "[gain_unit]";
        /// Low end of the 90 % range of gain, from the evidence's uncertainty alone.
        gain_low: f64, "[gain_unit]";
        /// High end of that range.
        gain_high: f64, "[gain_unit]";
        /// Gain that reaches the target.
        gap: f64, "[gain_unit]";
        /// Unit of gain, its range and gap.
        gain_unit: String, "";
        /// Basis of the baseline row.
        basis: Option<BasisWord>, "";
    }
}

record! {
    /// An indicator that no practice can move: tracked, not modelled.
    TrackedRecord in "tracked" {
        /// The indicator.
        indicator: String, "";
        /// Name of the indicator.
        indicator_name: String, "";
    }
}

record! {
    /// A pool: use, limits and what one more unit is worth.
    PoolRecord in "pools" {
        /// The pool.
        pool: String, "";
        /// Who holds it.
        partner: String, "";
        /// Name of the partner.
        partner_name: String, "";
        /// What it is of.
        resource: String, "";
        /// Name of the resource.
        resource_name: String, "";
        /// Amount a year.
        amount: f64, "[unit]";
        /// Allocated today.
        today: f64, "[unit]";
        /// Allocated in the plan.
        plan: f64, "[unit]";
        /// What switching uses up.
        switching_cost: f64, "[unit]";
        /// Given to be converted to another resource.
        converted: f64, "[unit]";
        /// Neither allocated nor used up.
        unallocated: f64, "[unit]";
        /// Taken from activities.
        moved: f64, "[unit]";
        /// Most that may be taken from activities.
        may_move: f64, "[unit]";
        /// Unit of the amounts.
        unit: String, "";
        /// Whether the whole amount is used.
        amount_binds: bool, "";
        /// Whether the limit on moves is reached.
        move_limit_binds: bool, "";
        /// Value of one more unit of the amount: the shadow price; missing for a plan with integers.
        marginal_value: Option<f64>, "[marginal_unit]";
        /// With integers instead: value per unit of `resolved_more` units more, by solving again.
        resolved_value: Option<f64>, "[marginal_unit]";
        /// How much more of the pool that was.
        resolved_more: Option<f64>, "[unit]";
        /// Least value per unit that the bounds of both searches allow.
        resolved_low: Option<f64>, "[marginal_unit]";
        /// Largest value per unit that they allow.
        resolved_high: Option<f64>, "[marginal_unit]";
        /// Value of being allowed to move one more unit.
        marginal_value_of_moving: Option<f64>, "[marginal_unit]";
        /// Unit of the marginal values.
        marginal_unit: String, "";
    }
}

record! {
    /// Why a practice is in the plan or not.
    PracticeRecord in "practices" {
        /// The practice.
        practice: String, "";
        /// Name of the practice.
        practice_name: String, "";
        /// What the plan does with it over all its places.
        verdict: VerdictWord, "";
        /// What is known of it.
        standing: StandingWord, "";
        /// Best credibility level of its effects, 0 (shown to do nothing or harm) to 5; missing: never evaluated, or taken as given.
        level: Option<u8>, "level";
        /// Participants a year today, over all places.
        today: f64, "[unit]";
        /// Participants a year in the plan, over all places.
        plan: f64, "[unit]";
        /// Unit of the two.
        unit: String, "";
        /// What holds it where it is.
        reason: String, "";
        /// Factor on its effects at which it would enter or grow at its best place.
        enters_at_effect: Option<f64>, "factor";
        /// Factor on its cost at which it would enter or grow at its best place.
        enters_at_cost: Option<f64>, "factor";
        /// The place that those factors are for.
        best_place: Option<String>, "";
        /// Name of that place.
        best_place_name: Option<String>, "";
    }
}

record! {
    /// What was recomputed from the model alone before anyone saw the plan.
    CertificateRecord in "certificate" {
        /// Largest breach of any pool, need, level, lock or rule, relative to its size.
        largest_violation: f64, "share";
        /// Checks made.
        checks: usize, "checks";
        /// Certified gap.
        gap: f64, "share";
        /// Tolerance that the gap was held to.
        tolerance: f64, "share";
        /// Linear programs that were solved.
        rounds: usize, "linear programs";
        /// Choices of yes or no (what runs, which stretches of a response are full); 0 for a linear program.
        integers: usize, "choices";
        /// Searches over them, each with the tangents that the ones before added.
        searches: usize, "searches";
        /// Nodes of those searches.
        nodes: u64, "nodes";
        /// Tangents of the response that were used.
        tangents: usize, "tangents";
        /// Columns of the last linear program.
        columns: usize, "columns";
        /// Rows of the last linear program.
        rows: usize, "rows";
        /// Entries of the last linear program that are not zero.
        entries: usize, "entries";
        /// Largest distance of a smooth response from its chords.
        chord_error: f64, "participants";
    }
}

record! {
    /// A limit that takes part in an infeasibility: without any one of them, the others can be kept together.
    ClashRecord in "clashes" {
        /// The rule, where it is one.
        rule: Option<String>, "";
        /// The limit in the model's words.
        limit: String, "";
    }
}

record! {
    /// A change of one rule that, with the others of its list, makes a plan possible.
    RelaxationRecord in "relaxations" {
        /// The rule.
        rule: String, "";
        /// Its limit now.
        limit: f64, "[unit]";
        /// The limit that can be kept.
        relaxed: f64, "[unit]";
        /// Unit of both.
        unit: String, "";
    }
}

/// Why no plan exists.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct InfeasibilityRecord {
    /// An irreducible set of limits that clash.
    pub clashes: Vec<ClashRecord>,
    /// A cheapest way out: all of these changes together.
    pub relaxations: Vec<RelaxationRecord>,
}

/// A plan with its reasons, bounds and checks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct RecommendResult {
    /// Why the engine stopped.
    pub status: StatusWord,
    /// Value and bound; null where there is no plan.
    pub value: Option<ValueRecord>,
    /// Who moves how much from what to what; by partner, pool, from, to.
    pub moves: Vec<MoveRecord>,
    /// What each partner is asked for; by partner, pool, from, to.
    pub asks: Vec<AskRecord>,
    /// Every activity.
    pub activities: Vec<ActivityRecord>,
    /// Every cell that some practice reaches; by indicator, place, group, years.
    pub cells: Vec<CellRecord>,
    /// Every indicator that some practice may move, and its gain under each limit on moves.
    #[serde(default)]
    pub indicators: Vec<IndicatorRecord>,
    /// The plan beside those that move less and more, small, recommended, free; empty where that was not asked.
    #[serde(default)]
    pub move_limits: Vec<MoveLimitRecord>,
    /// What holding moves to steps costs; null where they are not held to any, or there is no plan.
    pub steps: Option<StepsRecord>,
    /// How many indicators the practices can move.
    pub coverage: CoverageRecord,
    /// Indicators that no practice can move: tracked, not counted as improving.
    pub tracked: Vec<TrackedRecord>,
    /// Every pool.
    pub pools: Vec<PoolRecord>,
    /// Every practice.
    pub practices: Vec<PracticeRecord>,
    /// What was checked; null where there is no plan.
    pub certificate: Option<CertificateRecord>,
    /// Why there is no plan; null where there is one.
    pub infeasibility: Option<InfeasibilityRecord>,
    /// The plan over draws of what is not known; null where that was not asked, or there is no plan.
    pub trust: Option<MonteCarloRecord>,
    /// Whether each move holds, by partner, pool, from, to; null as above.
    pub moves_hold: Option<Vec<MoveHoldsRecord>>,
    /// What was filled in and decides most; null where nothing was, where that was not asked, or there is no plan.
    pub replace_first: Option<Vec<FilledInRecord>>,
}
