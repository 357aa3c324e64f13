//! Options side by side, as plain data; amounts stand beside their unit.

use super::{
    ActivityId, Frequency, GroupId, IndicatorId, Infeasibility, PracticeId, ResourceId, Sample,
    Status, Unit,
};

/// Which of the options something is about: a position in [`Comparison::options`].
pub type OptionIndex = usize;

/// What an option is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OptionKind {
    /// What partners do today, in the model as it is.
    Today,
    /// The best plan for the model as it is.
    Base,
    /// The best plan for the model with a scenario over it.
    Scenario,
}

/// What an option's plan is worth.
#[derive(Debug, Clone, PartialEq)]
pub struct OptionValue {
    /// Exact value of the plan, as the option itself values gains.
    pub plan: f64,
    /// Exact value of its best plan, before moves were held to steps.
    pub best: f64,
    /// No plan of the option is worth more.
    pub bound: f64,
    /// (bound − plan) / max(|plan|, a thousandth of all gaps' worth).
    pub gap: f64,
    /// Exact value of the plan as the reference values gains: what options are compared by.
    pub worth: f64,
    /// The same over the draws; `None` without any.
    pub range: Option<Sample>,
    /// Share of the draws in which the plan is worth more than what partners do today, carried out in the option's own
    /// world; `None` without draws, and for today itself.
    pub beats_today: Option<Frequency>,
    /// Share of the draws in which it is worth more than the reference in the same draw; `None` without draws, and for
    /// the reference itself.
    pub beats_reference: Option<Frequency>,
    /// The largest regret of the plan over the worlds; `None` where it cannot be carried out in one of them.
    pub largest_regret: Option<f64>,
    /// The world of that regret.
    pub worst_world: Option<OptionIndex>,
}

/// A resource in an option.
#[derive(Debug, Clone, PartialEq)]
pub struct OptionResource {
    /// The resource.
    pub resource: ResourceId,
    /// Its unit.
    pub unit: String,
    /// What all pools of it hold a year.
    pub held: f64,
    /// What pools have less than they give today.
    pub cut: f64,
    /// What leaves activities or is newly used; of a pool that is cut, what is missing leaves too.
    pub moved: f64,
}

/// An option.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparedOption {
    /// Its name: `today`, `base`, or that of the scenario's file.
    pub name: String,
    /// What it is.
    pub kind: OptionKind,
    /// What it asks, in the words of its author.
    pub description: Option<String>,
    /// Why the engine stopped.
    pub status: Status,
    /// Why no plan keeps every limit.
    pub infeasibility: Option<Infeasibility>,
    /// Why the solver failed, in words.
    pub failed: Option<String>,
    /// Whether it values gains as the reference does.
    pub same_value: bool,
    /// What the plan is worth; `None` where there is none.
    pub value: Option<OptionValue>,
    /// Moves of the plan.
    pub moves: usize,
    /// Partners that must agree to one.
    pub partners: usize,
    /// What it holds and moves, by resource.
    pub resources: Vec<OptionResource>,
}

/// What an indicator gains in one option.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OptionGain {
    /// Gain against today where every figure is as expected: people for percent, SD × people for a score, units else.
    pub gain: f64,
    /// The same over the draws, which are common to all options; `None` without any.
    pub range: Option<Sample>,
}

/// An indicator, over places and arrival years, in every option.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparedIndicator {
    /// The indicator.
    pub indicator: IndicatorId,
    /// The group; `None`: all that counts.
    pub group: Option<GroupId>,
    /// Whether it counts in the value, or is reported only.
    pub counted: bool,
    /// Unit of the indicator.
    pub unit: Unit,
    /// By option; `None` where it has no plan, or does not measure this.
    pub gains: Vec<Option<OptionGain>>,
}

/// An activity in every option.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparedActivity {
    /// The activity.
    pub activity: ActivityId,
    /// Participants by option, today and in the plan; `None` where it has no plan or no such activity.
    pub levels: Vec<Option<OptionLevel>>,
}

/// How many take part in an activity in one option.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OptionLevel {
    /// Participants today.
    pub today: f64,
    /// Participants in the plan.
    pub plan: f64,
    /// Whether the plan differs from today by more than rounding.
    pub change: LevelChange,
}

/// What a plan does with an activity that runs today or could.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LevelChange {
    /// More participants than today.
    Grows,
    /// As many.
    Stays,
    /// Fewer.
    Shrinks,
}

/// How many of the options' plans have a practice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spread {
    /// All.
    All,
    /// Some.
    Some,
    /// None.
    None,
}

/// A practice over the options that have a plan, today not among them.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparedPractice {
    /// The practice.
    pub practice: PracticeId,
    /// Options in whose plan it runs.
    pub runs: Vec<OptionIndex>,
    /// Options in whose plan it has more participants than today.
    pub grows: Vec<OptionIndex>,
    /// In how many it runs.
    pub running: Spread,
    /// In how many it grows.
    pub growing: Spread,
}

/// A plan in a world.
#[derive(Debug, Clone, PartialEq)]
pub struct Regret {
    /// The option whose plan it is.
    pub plan: OptionIndex,
    /// The option whose world it is carried out in.
    pub world: OptionIndex,
    /// What it is worth there, as that world values gains, and less than what; `None` where it cannot be told.
    pub found: Option<RegretFound>,
    /// Why it cannot be told, in words.
    pub reason: Option<String>,
}

/// What a plan is worth in a world.
#[derive(Debug, Clone, PartialEq)]
pub struct RegretFound {
    /// Exact value of the plan, carried out there.
    pub value: f64,
    /// Value of that world's own plan, less this; below zero where the plan goes past limits of that world.
    pub regret: f64,
    /// What any plan of that world could be worth more at most: its bound, less the value.
    pub at_most: f64,
    /// Limits of that world that the plan breaks, in words.
    pub breaks: Vec<String>,
}

/// How one option comes to be worth as much as another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MatchKind {
    /// It already is.
    Already,
    /// With so much new money.
    Money,
    /// Not by money alone, however much.
    NotByMoney,
    /// That it takes money is proved; how much at most was not found.
    Open,
}

/// The least new unrestricted money with which the best plan of one option is worth as much as that of another.
#[derive(Debug, Clone, PartialEq)]
pub struct MatchedMoney {
    /// The option that gets the money.
    pub option: OptionIndex,
    /// The option that it is to match.
    pub other: OptionIndex,
    /// How it comes to match.
    pub kind: MatchKind,
    /// Less is not enough: proved.
    pub at_least: f64,
    /// So much is enough: a plan was found; `None` where none was.
    pub at_most: Option<f64>,
    /// What it is to be worth, as the reference values gains.
    pub target: f64,
    /// What it can be worth at most with any amount.
    pub ceiling: f64,
}

/// New money by which options are matched.
#[derive(Debug, Clone, PartialEq)]
pub struct MatchingMoney {
    /// The resource.
    pub resource: ResourceId,
    /// Its unit.
    pub unit: String,
    /// Every pair of options.
    pub pairs: Vec<MatchedMoney>,
}

/// Options side by side.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The option that others are compared with.
    pub reference: OptionIndex,
    /// Today, the model as it is, then the scenarios in the order given.
    pub options: Vec<ComparedOption>,
    /// Draws that were asked for and made, common to all options.
    pub draws: (usize, usize),
    /// Seed of the draws.
    pub seed: u64,
    /// Unit of the values, as the reference has it.
    pub unit: &'static str,
    /// Worth of closing every gap of the reference.
    pub all_gaps: f64,
    /// What each indicator gains.
    pub indicators: Vec<ComparedIndicator>,
    /// What runs where.
    pub activities: Vec<ComparedActivity>,
    /// Which practices the plans have in common.
    pub practices: Vec<ComparedPractice>,
    /// Every plan in every world, by plan and world.
    pub regrets: Vec<Regret>,
    /// The plan whose largest regret is least (minimax regret): of those that keep the limits of every world, where
    /// there are any, else of all that can be carried out in every world.
    pub least_regret: Option<OptionIndex>,
    /// Whether regrets of different worlds are in one unit, so that the largest can be told.
    pub one_unit: bool,
    /// The money; `None` where no resource is money.
    pub money: Option<MatchingMoney>,
    /// Whether it was stopped before all was done.
    pub interrupted: bool,
}
