//! How far a recommendation can be trusted, as plain data; amounts stand beside their unit.

use super::{
    ActivityId, GroupId, IndicatorId, PartnerId, PlaceId, PoolId, ResourceId, RuleId, Unit,
};

/// A sample in a few figures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sample {
    /// Mean.
    pub mean: f64,
    /// Standard error of the mean.
    pub standard_error: f64,
    /// Value that 5 % of the sample lie below: the low end of the 90 % range.
    pub low: f64,
    /// Median.
    pub median: f64,
    /// Value that 95 % of the sample lie below: the high end of the 90 % range.
    pub high: f64,
}

/// How often something was so.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Frequency {
    /// Share of the draws, 0-1.
    pub share: f64,
    /// Low end of its 90 % Wilson interval.
    pub low: f64,
    /// High end.
    pub high: f64,
}

/// What settled where a range comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RangeOrigin {
    /// The evidence: a standard error, pooled and shrunk.
    Evidence,
    /// A row of `ranges`.
    Stated,
    /// The default of the figure's basis.
    Basis,
    /// The default of the credibility scale.
    Scale,
}

/// A figure that is not known for certain.
#[derive(Debug, Clone, PartialEq)]
pub struct UncertainFigure {
    /// What it is: a path, or `effect[practice,indicator]`.
    pub path: String,
    /// How far the row can be taken as known: the word of its basis; `None` where it does not say.
    pub basis: Option<super::Basis>,
    /// Where its range comes from.
    pub origin: RangeOrigin,
    /// The figure in the model.
    pub value: f64,
    /// Its P10.
    pub low: f64,
    /// Its P90.
    pub high: f64,
}

/// A draw that came to nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailedDraw {
    /// Its number, from 0.
    pub draw: u64,
    /// Why, in words.
    pub why: String,
}

/// How many draws there were.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Draws {
    /// How many were asked for.
    pub asked: usize,
    /// How many have a plan.
    pub done: usize,
    /// In how many no plan keeps every rule.
    pub infeasible: usize,
    /// Those that failed.
    pub failed: Vec<FailedDraw>,
    /// Seed of the random numbers.
    pub seed: u64,
    /// Figures that were drawn, effects included.
    pub figures: usize,
    /// Median and largest certified gap of the draws' best plans, relative.
    pub median_gap: f64,
    /// See [`Draws::median_gap`].
    pub largest_gap: f64,
    /// Draws that were solved again from nothing, as a check.
    pub checked: usize,
    /// Largest relative difference of value that the check found, beyond what the two gaps allow.
    pub largest_difference: f64,
}

/// What an indicator gains under the recommended plan over the draws.
#[derive(Debug, Clone, PartialEq)]
pub struct ImprovementRange {
    /// The indicator.
    pub indicator: IndicatorId,
    /// The place; `None`: all places together.
    pub place: Option<PlaceId>,
    /// The group, where it is reported only; `None`: all that counts.
    pub group: Option<GroupId>,
    /// Unit of the indicator.
    pub unit: Unit,
    /// Gain over the arrival years together: people for percent, SD × people for a score, units for a count.
    pub gain: Sample,
    /// How often it is above 0.
    pub better: Frequency,
}

/// How much may move, against the limit that is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MoveLimit {
    /// A tenth of it.
    Small,
    /// As it is set: the recommended plan.
    AsSet,
    /// No limit but locks and restrictions.
    Free,
}

/// What an indicator gains in a plan, over places, groups that count and arrival years.
#[derive(Debug, Clone, PartialEq)]
pub struct IndicatorGain {
    /// The indicator.
    pub indicator: IndicatorId,
    /// Its unit.
    pub unit: Unit,
    /// Gain where every figure is as expected: people for percent, SD × people for a score, units for a count.
    pub gain: f64,
    /// The same over the draws; `None` without any.
    pub range: Option<Sample>,
}

/// How much of a resource a plan moves.
#[derive(Debug, Clone, PartialEq)]
pub struct ResourceMoved {
    /// The resource.
    pub resource: ResourceId,
    /// Its unit.
    pub unit: String,
    /// Amount a year.
    pub amount: f64,
}

/// The best plan under a limit on moves.
#[derive(Debug, Clone, PartialEq)]
pub struct UnderLimit {
    /// The limit.
    pub limit: MoveLimit,
    /// Part of each pool's set limit that may move; `None`: no limit.
    pub factor: Option<f64>,
    /// Exact value of the plan.
    pub value: f64,
    /// No plan under the limit is worth more.
    pub bound: f64,
    /// (bound − value) / max(|value|, a thousandth of all gaps' worth).
    pub gap: f64,
    /// Share of the weighted gaps that it closes.
    pub share_of_gap_closed: f64,
    /// In how many of the draws it is worth more than today's allocation there; `None` without draws.
    pub better_than_today: Option<Frequency>,
    /// What it moves, by resource.
    pub moved: Vec<ResourceMoved>,
    /// What each indicator gains, in the order of their ids.
    pub gains: Vec<IndicatorGain>,
}

/// How firmly something belongs to the best plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Firmness {
    /// In at least 90 % of the draws.
    Robust,
    /// In 10-90 % of them.
    Contested,
    /// In fewer than 10 %.
    Out,
}

/// What becomes of an activity in the best plan of each draw.
#[derive(Debug, Clone, PartialEq)]
pub struct ActivityDraws {
    /// The activity.
    pub activity: ActivityId,
    /// Participants in the recommended plan.
    pub plan: f64,
    /// How often it runs.
    pub funded: Frequency,
    /// How often it has more participants than today.
    pub grows: Frequency,
    /// How often fewer.
    pub shrinks: Frequency,
    /// Participants over the draws.
    pub participants: Sample,
    /// By how often it runs.
    pub firmness: Firmness,
    /// What the recommended plan does with it, which [`ActivityDraws::alike`] counts.
    pub counted_by: super::CountedBy,
    /// By how often the best plan of a draw does that too.
    pub alike_firmness: Firmness,
}

/// How much the draws' best plans are alike.
#[derive(Debug, Clone, PartialEq)]
pub struct Stability {
    /// Mean Kendall τ of the activities' changes in participants, as shares of capacity, against the recommended plan's.
    pub kendall: f64,
    /// How many activities grow most in the recommended plan: the k of the overlap.
    pub top: usize,
    /// Mean share of those that are also among the k that grow most in a draw.
    pub top_overlap: f64,
    /// Pairs of growing activities of which neither grows more often by more than the noise: ties.
    pub ties: Vec<(ActivityId, ActivityId)>,
}

/// What knowing every figure before choosing would be worth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PerfectInformation {
    /// Mean of the draws' best values less the mean of the best plan found over those draws, in units of value.
    pub value: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Whether a better plan over all draws may exist than was looked at, so that the value is at most this.
    pub at_most: bool,
    /// Plans that were looked at.
    pub plans: usize,
}

/// The plan and the best plans over draws of what is not known.
#[derive(Debug, Clone, PartialEq)]
pub struct MonteCarlo {
    /// How many draws.
    pub draws: Draws,
    /// Value of the plan where every figure is as expected.
    pub expected: f64,
    /// Value of the plan over the draws; `None` without any.
    pub plan: Option<Sample>,
    /// Value of the best plan of each draw.
    pub best: Option<Sample>,
    /// How often the plan does better than today's allocation, both carried out in the draw.
    pub beats_today: Option<Frequency>,
    /// What each indicator gains.
    pub improvements: Vec<ImprovementRange>,
    /// What becomes of each activity.
    pub activities: Vec<ActivityDraws>,
    /// How much the best plans are alike.
    pub stability: Option<Stability>,
    /// What knowing would be worth.
    pub perfect_information: Option<PerfectInformation>,
}

/// What a move depends on.
#[derive(Debug, Clone, PartialEq)]
pub struct Dependence {
    /// The figure or the setting, by its path.
    pub path: String,
    /// The value at which the move goes.
    pub at: f64,
    /// Its basis; `None` where none is stated, as for settings and effects.
    pub basis: Option<super::Basis>,
    /// Where its range comes from; `None` for a setting.
    pub origin: Option<RangeOrigin>,
}

/// Whether a move holds whatever the doubtful figures are.
#[derive(Debug, Clone, PartialEq)]
pub struct MoveStanding {
    /// The pool.
    pub pool: PoolId,
    /// Its partner.
    pub partner: PartnerId,
    /// What gives; `None` is what today leaves unallocated.
    pub from: Option<ActivityId>,
    /// What receives; `None` stays unallocated.
    pub to: Option<ActivityId>,
    /// What it is converted to on the way.
    pub converted_to: Option<ResourceId>,
    /// Amount, in the pool's unit.
    pub amount: f64,
    /// Unit of the amount.
    pub unit: String,
    /// How often the best plan of a draw makes it too: the giver gives and the receiver gains at least half as much.
    pub share: Frequency,
    /// Whether it is made under the other way of valuing, [`super::ValuePer`], too.
    pub under_both_values: bool,
    /// Whether it is made with every target's gap a fifth smaller and larger.
    pub under_other_targets: bool,
    /// Whether it holds: at least 90 % of the draws, and all of these settings.
    pub holds: bool,
    /// The figures, one at a time at their P10 or P90, that take it away; empty where that was not asked.
    pub depends_on: Vec<Dependence>,
}

/// One figure at a time.
#[derive(Debug, Clone, PartialEq)]
pub struct Swing {
    /// The figure.
    pub figure: UncertainFigure,
    /// Best value with the figure at its P10, and at its P90.
    pub best: (f64, f64),
    /// Value of the recommended plan there.
    pub plan: (f64, f64),
    /// Moves of the recommended plan that the best plan no longer makes there.
    pub moves_lost: (usize, usize),
    /// Largest certified gap of the two best values, relative.
    pub gap: f64,
}

/// Something that the program filled in, and what it decides.
#[derive(Debug, Clone, PartialEq)]
pub struct FilledIn {
    /// Its path, `table[key,key].column`.
    pub path: String,
    /// The figure with its range; `None` for a lock, which is there or not.
    pub figure: Option<UncertainFigure>,
    /// Best value with the figure at its P10, and at its P90; for a lock, with it and without.
    pub best: (f64, f64),
}

/// A point of a frontier.
#[derive(Debug, Clone, PartialEq)]
pub struct FrontierPoint {
    /// More of the resource, in its unit.
    pub more: f64,
    /// Best value.
    pub value: f64,
    /// No plan is worth more than this.
    pub bound: f64,
    /// Worth of the next unit; `None` with integers.
    pub next: Option<f64>,
    /// Activities with more participants than at the point before.
    pub grow: Vec<ActivityId>,
    /// Activities that grew before and have fewer participants here: the frontier is not nested.
    pub dropped: Vec<ActivityId>,
}

/// What more of a resource would bring, free of restrictions.
#[derive(Debug, Clone, PartialEq)]
pub struct Frontier {
    /// The resource.
    pub resource: ResourceId,
    /// Its unit.
    pub unit: String,
    /// Whether every breakpoint is there (a linear program); else solved at some points.
    pub exact: bool,
    /// Largest distance of the points' chords from the best value between them, in units of value; exact frontiers only.
    pub distance: Option<f64>,
    /// The points, from nothing more on.
    pub points: Vec<FrontierPoint>,
}

/// What one more and one less unit of a pool are worth.
#[derive(Debug, Clone, PartialEq)]
pub struct Marginal {
    /// The pool.
    pub pool: PoolId,
    /// Its partner.
    pub partner: PartnerId,
    /// Its unit.
    pub unit: String,
    /// Its amount.
    pub amount: f64,
    /// Shadow price at the plan; `None` with integers.
    pub price: Option<f64>,
    /// How much less and more was tried, in the pool's unit.
    pub step: f64,
    /// Loss per unit with so much less of it; `None` where no plan is left.
    pub left: Option<f64>,
    /// Gain per unit with so much more.
    pub right: Option<f64>,
    /// What the gaps of the plans leave open of the two, per unit.
    pub noise: f64,
}

/// What is taken away to find its price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Limitation {
    /// A rule.
    Rule(RuleId),
    /// The restrictions of a pool.
    Restrictions(PoolId),
    /// The locks of a pool's allocations.
    Locks(PoolId),
    /// The limit on how much of a pool may move.
    MoveLimit(PoolId),
}

/// What a rule or a restriction costs.
#[derive(Debug, Clone, PartialEq)]
pub struct LimitationPrice {
    /// What was taken away.
    pub limitation: Limitation,
    /// What it says, in words.
    pub words: String,
    /// Value that the best plan without it has more; `None` where the solver failed.
    pub price: Option<f64>,
    /// What the gaps of the two plans leave open.
    pub noise: f64,
    /// Gains by indicator without it, less those with it; those that change.
    pub indicators: Vec<(IndicatorId, f64)>,
}

/// What happens where a partner does not take part.
#[derive(Debug, Clone, PartialEq)]
pub struct Refusal {
    /// The partner.
    pub partner: PartnerId,
    /// Value that is lost, the others planning anew; `None` where no plan is left.
    pub loss: Option<f64>,
    /// What the gaps of the two plans leave open.
    pub noise: f64,
    /// Activities that grow in the plan and have fewer participants without the partner.
    pub stops: Vec<ActivityId>,
    /// Gains that are lost, by indicator and place, in the indicator's own unit of gain; the largest first.
    pub losers: Vec<(IndicatorId, PlaceId, f64)>,
}

/// What doing without an activity costs.
#[derive(Debug, Clone, PartialEq)]
pub struct Replacement {
    /// The activity.
    pub activity: ActivityId,
    /// Participants in the plan.
    pub plan: f64,
    /// Value that is lost where nothing is given to it; `None` where no plan does without it.
    pub cost: Option<f64>,
    /// What the gaps of the two plans leave open.
    pub noise: f64,
    /// Activities that grow in its place.
    pub instead: Vec<ActivityId>,
}

/// What sensitivity came to, by method; `None` where a method was not asked for.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sensitivity {
    /// Value of the recommended plan.
    pub value: f64,
    /// No plan is worth more than this.
    pub bound: f64,
    /// Worth of closing every gap.
    pub all_gaps: f64,
    /// Unit of every value.
    pub unit: &'static str,
    /// Figures that are not known for certain.
    pub figures: Vec<UncertainFigure>,
    /// Whether it was interrupted, so that what follows is of what was finished.
    pub interrupted: bool,
    /// Draws.
    pub montecarlo: Option<MonteCarlo>,
    /// Which moves hold.
    pub holds: Option<Vec<MoveStanding>>,
    /// One figure at a time, the largest swing first.
    pub tornado: Option<Vec<Swing>>,
    /// More of each resource.
    pub frontier: Option<Vec<Frontier>>,
    /// One unit more or less of each pool.
    pub marginal: Option<Vec<Marginal>>,
    /// Without each rule and restriction.
    pub rules: Option<Vec<LimitationPrice>>,
    /// Without each partner.
    pub refusals: Option<Vec<Refusal>>,
    /// Without each activity.
    pub replacement: Option<Vec<Replacement>>,
}
