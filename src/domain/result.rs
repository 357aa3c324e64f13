//! What a recommendation says, as plain data; amounts stand beside their unit.

use super::{
    ActivityId, Basis, FilledIn, GroupId, IndicatorGain, IndicatorId, Model, MonteCarlo,
    MoveStanding, PartnerId, PlaceId, PoolId, PracticeId, ResourceId, RuleId, UnderLimit, Unit,
};

/// Why the engine stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// A plan whose certified gap is within the tolerance.
    Optimal,
    /// A plan whose gap is certified but wider than the tolerance.
    GapOpen,
    /// No plan keeps every promise; proved.
    Infeasible,
    /// Stopped by a limit before a plan was found or infeasibility was proved.
    Stopped,
}

/// Value of today, of the plan, and how much better any plan could be.
#[derive(Debug, Clone, PartialEq)]
pub struct ValueSummary {
    /// Value of today's allocation: 0, recomputed.
    pub today: f64,
    /// Exact value of the plan.
    pub plan: f64,
    /// No plan is worth more than this.
    pub bound: f64,
    /// (bound − plan) / max(|plan|, a thousandth of all gaps' worth).
    pub gap: f64,
    /// Worth of closing every gap.
    pub all_gaps: f64,
    /// Share of the weighted gaps that the plan closes.
    pub share_of_gap_closed: f64,
    /// Unit of the values.
    pub unit: &'static str,
}

/// An amount of a pool from one activity to another.
#[derive(Debug, Clone, PartialEq)]
pub struct Move {
    /// The pool.
    pub pool: PoolId,
    /// Who holds it and is asked.
    pub partner: PartnerId,
    /// What it is of.
    pub resource: ResourceId,
    /// What gives; `None` is what today leaves unallocated.
    pub from: Option<ActivityId>,
    /// What receives; `None` stays unallocated.
    pub to: Option<ActivityId>,
    /// Amount a year that is received, before it is converted.
    pub amount: f64,
    /// What it is converted to on the way.
    pub converted: Option<Converted>,
    /// What the switch itself uses up, taken from the giver on top.
    pub switching_cost: f64,
    /// Unit of the amounts.
    pub unit: String,
    /// What it brings: gains under the plan less those where this move alone is declined and nobody plans anew, by
    /// indicator, in the order of their ids. What several moves bring together does not add up.
    pub brings: Vec<IndicatorGain>,
}

/// What a move becomes on the way to its receiver.
#[derive(Debug, Clone, PartialEq)]
pub struct Converted {
    /// The resource that arrives.
    pub resource: ResourceId,
    /// How much of it arrives a year.
    pub amount: f64,
    /// Its unit.
    pub unit: String,
}

/// An activity today and in the plan.
#[derive(Debug, Clone, PartialEq)]
pub struct ActivityResult {
    /// The activity.
    pub activity: ActivityId,
    /// Participants today.
    pub today: f64,
    /// Participants in the plan.
    pub plan: f64,
    /// Most participants.
    pub capacity: f64,
    /// Fewest participants with whom it runs; `None` where running is no choice of its own.
    pub least: Option<f64>,
    /// Whether the capacity was filled in by the grades' population.
    pub capacity_is_default: bool,
    /// Whether no study speaks of its practice.
    pub never_evaluated: bool,
    /// What one participant more is worth at the prices of the plan, before its cost; `None` for a plan with
    /// integers, which has no prices.
    pub marginal_benefit: Option<f64>,
    /// What the resources of one participant more are worth elsewhere; `None` where no pool may give them.
    pub marginal_cost: Option<f64>,
    /// What it uses, per resource.
    pub uses: Vec<Use>,
}

/// What an activity uses of a resource.
#[derive(Debug, Clone, PartialEq)]
pub struct Use {
    /// The resource.
    pub resource: ResourceId,
    /// Unit of the amounts.
    pub unit: String,
    /// Need per participant that was used.
    pub per_participant: f64,
    /// Need per participant as the model states it, at the prices of its own year.
    pub stated_per_participant: f64,
    /// Factor that brings it to the model's prices; 1 for all but money of other years.
    pub price_factor: f64,
    /// Published need per participant, where the local one governs instead.
    pub published_per_participant: Option<f64>,
    /// Need of running at all that was used, a year.
    pub fixed: f64,
    /// Published need of running at all, where the local one governs instead.
    pub published_fixed: Option<f64>,
    /// One-time cost of starting where it does not run today.
    pub once: f64,
    /// Allocated today.
    pub today: f64,
    /// Allocated in the plan.
    pub plan: f64,
    /// Whether nothing is recorded of this resource there, so that it was not checked.
    pub unchecked: bool,
}

/// A cell: an indicator at a place for a group in an arrival year.
#[derive(Debug, Clone, PartialEq)]
pub struct CellResult {
    /// The indicator.
    pub indicator: IndicatorId,
    /// The place.
    pub place: PlaceId,
    /// The group.
    pub group: GroupId,
    /// Years until the change arrives; 0 is the plan's own year.
    pub years: u32,
    /// Unit of the indicator.
    pub unit: Unit,
    /// Whether it counts in the value, or is reported only.
    pub counted: bool,
    /// People measured in one year.
    pub population: f64,
    /// Value today, in indicator units.
    pub baseline: f64,
    /// Value aimed at, in indicator units.
    pub target: f64,
    /// Whether the target was filled in by the default rule.
    pub target_is_default: bool,
    /// Value expected under the plan, in indicator units.
    pub expected: f64,
    /// Change for the better, in indicator units (negative: worse).
    pub points: f64,
    /// Change for the better in people (percent), SD × people (score), or units (count).
    pub gain: f64,
    /// Low end of the 90 % range of `gain`, from the evidence's uncertainty alone.
    pub gain_low: f64,
    /// High end of that range.
    pub gain_high: f64,
    /// Gain that reaches the target, in the unit of `gain`.
    pub gap: f64,
    /// Basis of the baseline row.
    pub basis: Option<Basis>,
}

/// A pool: use, limits and what one more unit is worth.
#[derive(Debug, Clone, PartialEq)]
pub struct PoolResult {
    /// The pool.
    pub pool: PoolId,
    /// Who holds it.
    pub partner: PartnerId,
    /// What it is of.
    pub resource: ResourceId,
    /// Unit of the amounts.
    pub unit: String,
    /// Amount a year.
    pub amount: f64,
    /// Allocated today.
    pub today: f64,
    /// Allocated in the plan.
    pub plan: f64,
    /// What switching uses up.
    pub switching_cost: f64,
    /// What is given to be converted.
    pub converted: f64,
    /// Neither allocated nor used up.
    pub unallocated: f64,
    /// Taken from activities; what a rule's exclusion frees is outside, as it is outside `may_move`.
    pub moved: f64,
    /// Most that may be taken from activities.
    pub may_move: f64,
    /// Whether the whole amount is used.
    pub amount_binds: bool,
    /// Whether the limit on moves is reached.
    pub move_limit_binds: bool,
    /// Value of one more unit of the amount, a shadow price; `None` for a plan with integers.
    pub marginal_value: Option<f64>,
    /// With integers: what solving again with more of the pool says.
    pub resolved: Option<Resolved>,
    /// Value of being allowed to move one more unit.
    pub marginal_value_of_moving: Option<f64>,
}

/// The worth of more of a pool, by solving again with more of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Resolved {
    /// How much more, in the pool's unit.
    pub more: f64,
    /// Value of a unit of it: the difference of two plans, each within its own gap.
    pub value: f64,
    /// Least value of a unit that values and bounds allow.
    pub low: f64,
    /// Largest.
    pub high: f64,
}

/// What the plan does with a practice over all its places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Not done today, done in the plan.
    Starts,
    /// More participants.
    Grows,
    /// As today.
    Stays,
    /// Fewer participants.
    Shrinks,
    /// Done today, not in the plan.
    Stops,
    /// Neither today nor in the plan.
    LeftOut,
}

/// What is known of a practice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Studied, and expected to help some indicator here.
    Effective,
    /// Studied, and expected to do harm to some indicator here and to help none.
    Harmful,
    /// Studied, and shown to do nothing: a rigorous null, or nothing expected.
    Null,
    /// No study speaks of it: not shown to help, and not shown to fail.
    NeverEvaluated,
    /// Studied, but no study speaks of an indicator here that its participants meet.
    Unmeasured,
}

/// Why a practice is in the plan or not.
#[derive(Debug, Clone, PartialEq)]
pub struct PracticeResult {
    /// The practice.
    pub practice: PracticeId,
    /// What the plan does with it.
    pub verdict: Verdict,
    /// What is known of it.
    pub standing: Standing,
    /// Best credibility level of its effects.
    pub level: Option<u8>,
    /// Participants today, over all places.
    pub today: f64,
    /// Participants in the plan, over all places.
    pub plan: f64,
    /// What holds it where it is, in words.
    pub reason: String,
    /// Factor on its effects at which it would enter or grow at its best place; `None` where it does or never would.
    pub enters_at_effect: Option<f64>,
    /// Factor on its cost at which it would enter or grow at its best place.
    pub enters_at_cost: Option<f64>,
    /// The place that those factors are for.
    pub best_place: Option<PlaceId>,
}

/// What a search over integers took.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IntegerSearch {
    /// Choices of yes or no.
    pub integers: usize,
    /// Searches, each with the tangents that the ones before added.
    pub searches: usize,
    /// Nodes of all of them.
    pub nodes: u64,
}

/// What was recomputed from the model alone before anyone saw the plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Certificate {
    /// Largest breach of any pool, need, level, lock or rule, relative to its size.
    pub largest_violation: f64,
    /// Checks made.
    pub checks: usize,
    /// Certified gap.
    pub gap: f64,
    /// Tolerance that the gap was held to.
    pub tolerance: f64,
    /// Linear programs that were solved.
    pub rounds: usize,
    /// With integers: how many, how often they were searched, and the nodes of those searches.
    pub integers: Option<IntegerSearch>,
    /// Tangents of the response that were used.
    pub tangents: usize,
    /// Columns, rows and entries of the last linear program.
    pub size: (usize, usize, usize),
    /// Largest distance of a smooth response from its chords, in participants.
    pub chord_error: f64,
}

/// A limit that takes part in an infeasibility.
#[derive(Debug, Clone, PartialEq)]
pub struct Clash {
    /// The rule, where it is one.
    pub rule: Option<RuleId>,
    /// The limit in the model's words.
    pub limit: String,
}

/// A change of one rule that, with the others of its list, makes a plan possible.
#[derive(Debug, Clone, PartialEq)]
pub struct Relaxation {
    /// The rule.
    pub rule: RuleId,
    /// Its limit now.
    pub limit: f64,
    /// The limit that can be kept.
    pub relaxed: f64,
    /// Unit of both.
    pub unit: String,
}

/// Why no plan exists.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Infeasibility {
    /// An irreducible set: drop any one and the others can be kept together.
    pub clashes: Vec<Clash>,
    /// A cheapest way out.
    pub relaxations: Vec<Relaxation>,
}

/// How many indicators the practices of a model can move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// All indicators.
    pub indicators: usize,
    /// Those that no practice is expected to move, in the order of their ids: tracked, not counted as improving.
    pub tracked: Vec<IndicatorId>,
}

impl Coverage {
    /// The coverage of a model of which `tracked` cannot be moved.
    #[must_use]
    pub fn new(model: &Model, tracked: &[IndicatorId]) -> Self {
        Coverage {
            indicators: model.tables().indicators.len(),
            tracked: tracked.to_vec(),
        }
    }

    /// Indicators that some practice can move.
    #[must_use]
    pub fn movable(&self) -> usize {
        self.indicators - self.tracked.len()
    }
}

/// In which amounts a resource is moved.
#[derive(Debug, Clone, PartialEq)]
pub struct StepOf {
    /// The resource.
    pub resource: ResourceId,
    /// Its unit.
    pub unit: String,
    /// Moves are multiples of this, or all that their giver has; 0: any amount.
    pub step: f64,
    /// Least move.
    pub least: f64,
}

/// What an indicator loses by steps.
#[derive(Debug, Clone, PartialEq)]
pub struct StepLoss {
    /// The indicator.
    pub indicator: IndicatorId,
    /// Gain of the plan before it was held to steps, less its gain after, over all cells that count; in people, SD ×
    /// people, or units.
    pub loss: f64,
    /// Unit of the indicator.
    pub unit: Unit,
}

/// What it costs to hold moves to amounts that people can carry out.
#[derive(Debug, Clone, PartialEq)]
pub struct Steps {
    /// Whether the plan is held to them; not where the rules of the model leave no such plan.
    pub kept: bool,
    /// In which amounts each resource is moved, where that is not any.
    pub steps: Vec<StepOf>,
    /// Most moves of a partner.
    pub most_per_partner: Option<u32>,
    /// Value of the plan before.
    pub value_before: f64,
    /// Moves of the plan before.
    pub moves_before: usize,
    /// No plan in these steps that is made of the moves of the plan before is worth more.
    pub bound: f64,
    /// What each indicator loses, in the order of their ids; negative: it gains.
    pub losses: Vec<StepLoss>,
}

impl Recommendation {
    /// Value of the best plan that was found: the one before moves were held to steps. `None` without a plan.
    #[must_use]
    pub fn best_value(&self) -> Option<f64> {
        let before = self.steps.as_ref().map(|steps| steps.value_before);
        before.or(self.value.as_ref().map(|value| value.plan))
    }
}

/// A plan with its reasons, bounds and checks.
#[derive(Debug, Clone, PartialEq)]
pub struct Recommendation {
    /// Why the engine stopped.
    pub status: Status,
    /// Value and bound; `None` where there is no plan.
    pub value: Option<ValueSummary>,
    /// Who moves how much from what to what.
    pub moves: Vec<Move>,
    /// Every activity.
    pub activities: Vec<ActivityResult>,
    /// Every cell that some practice reaches.
    pub cells: Vec<CellResult>,
    /// Indicators that no practice can move: tracked, not modelled.
    pub tracked: Vec<IndicatorId>,
    /// Every pool.
    pub pools: Vec<PoolResult>,
    /// Every practice.
    pub practices: Vec<PracticeResult>,
    /// What was checked; `None` where there is no plan.
    pub certificate: Option<Certificate>,
    /// Why there is no plan.
    pub infeasibility: Option<Infeasibility>,
    /// What holding moves to steps costs; `None` where they are not held to any, or there is no plan.
    pub steps: Option<Steps>,
    /// The plan beside those under smaller and larger limits on moves; `None` where that was not asked, or there is no
    /// plan.
    pub move_limits: Option<Vec<UnderLimit>>,
    /// The plan over draws of what is not known; `None` where that was not asked, or there is no plan.
    pub trust: Option<MonteCarlo>,
    /// Whether each move holds, in the order of the moves; `None` as above.
    pub holds: Option<Vec<MoveStanding>>,
    /// What of all that was filled in decides most, the most first; `None` where that was not asked, or there is no
    /// plan.
    pub replace_first: Option<Vec<FilledIn>>,
}
