//! What options side by side write.

use serde::{Deserialize, Serialize};

use super::{ChangeWord, MatchWord, OptionKindWord, SpreadWord, StatusWord, record};

record! {
    /// What an option holds and moves of a resource.
    OptionResourceRecord in "option_resources" {
        /// The option.
        option: String, "";
        /// The resource.
        resource: String, "";
        /// Name of the resource.
        resource_name: String, "";
        /// What all pools of it hold a year.
        held: f64, "[unit]";
        /// What pools have less than they give today.
        cut: f64, "[unit]";
        /// What leaves activities or is newly used a year; of a pool that is cut, what is missing leaves too.
        moved: f64, "[unit]";
        /// Unit of the amounts.
        unit: String, "";
    }
}

record! {
    /// A value or row that the option changes in the model.
    OptionChangeRecord in "option_changes" {
        /// The option.
        option: String, "";
        /// Path of the value or row.
        path: String, "";
        /// What was there; missing where that was blank or not there.
        old: Option<String>, "";
        /// What is there now.
        new: Option<String>, "";
        /// The scenario file that says so, or --set.
        by: String, "";
    }
}

record! {
    /// An option: today, the model as it is, or a scenario.
    ComparedRecord in "compared" {
        /// Its name.
        option: String, "";
        /// What it is.
        kind: OptionKindWord, "";
        /// What it asks, in the words of its author.
        description: Option<String>, "";
        /// Why the engine stopped.
        status: StatusWord, "";
        /// Whether it is the one that others are compared with.
        is_reference: bool, "";
        /// Whether it values gains as the reference does.
        same_value: bool, "";
        /// Exact value of its plan, as the reference values gains; missing where there is no plan.
        worth: Option<f64>, "[unit]";
        /// Worth that 5 % of the draws lie below; missing without draws.
        worth_low: Option<f64>, "[unit]";
        /// Worth that 95 % of the draws lie below.
        worth_high: Option<f64>, "[unit]";
        /// Worth as a part of the worth of closing every gap, as the reference values them.
        closes: Option<f64>, "share";
        /// The same for worth_low.
        closes_low: Option<f64>, "share";
        /// The same for worth_high.
        closes_high: Option<f64>, "share";
        /// Exact value of its plan, as the option itself values gains.
        value: Option<f64>, "[unit]";
        /// No plan of the option is worth more, as it values gains itself.
        bound: Option<f64>, "[unit]";
        /// (bound - value) / max(|value|, a thousandth of all gaps).
        gap: Option<f64>, "share";
        /// Unit of the values.
        unit: String, "";
        /// Share of the draws in which it is worth more than what is done today in its own world.
        beats_today: Option<f64>, "share";
        /// Low end of the 90 % Wilson interval of that share.
        beats_today_low: Option<f64>, "share";
        /// High end.
        beats_today_high: Option<f64>, "share";
        /// Share of the draws in which it is worth more than the reference in the same draw.
        beats_reference: Option<f64>, "share";
        /// Low end of the 90 % Wilson interval of that share.
        beats_reference_low: Option<f64>, "share";
        /// High end.
        beats_reference_high: Option<f64>, "share";
        /// The largest regret of its plan over the worlds; missing where it cannot be told of one of them.
        largest_regret: Option<f64>, "[unit]";
        /// The world of that regret.
        worst_world: Option<String>, "";
        /// Whether its largest regret is the least: of the plans that keep every world's limits, where there are any.
        least_regret: bool, "";
        /// Moves of its plan.
        moves: usize, "moves";
        /// Partners that must agree to one.
        partners: usize, "partners";
        /// Limits that clash, where no plan keeps them all.
        clashes: Vec<String>, "";
        /// A cheapest way out of the clash.
        way_out: Vec<String>, "";
        /// Why the solver failed.
        failed: Option<String>, "";
        nested {
            /// What it holds and moves.
            resources: Vec<OptionResourceRecord>;
            /// What it changes in the model.
            changes: Vec<OptionChangeRecord>;
        }
    }
}

record! {
    /// What an indicator gains in an option, over places and arrival years.
    ComparedGainRecord in "compared_gains" {
        /// The indicator.
        indicator: String, "";
        /// Name of the indicator.
        indicator_name: String, "";
        /// The group; missing: all that counts.
        group: Option<String>, "";
        /// Name of the group.
        group_name: Option<String>, "";
        /// Whether the row counts in the value or is reported only.
        counted: bool, "";
        /// The option.
        option: String, "";
        /// Gain against today where every figure is as expected; negative is worse.
        gain: f64, "[gain_unit]";
        /// Gain that 5 % of the draws lie below; missing without draws. Draws are common to all options.
        low: Option<f64>, "[gain_unit]";
        /// Gain that 95 % of the draws lie below.
        high: Option<f64>, "[gain_unit]";
        /// Unit of the gain.
        gain_unit: String, "";
    }
}

record! {
    /// How many take part in an activity in an option.
    ComparedActivityRecord in "compared_activities" {
        /// The activity, practice@place.
        activity: String, "";
        /// Name of the practice.
        practice_name: String, "";
        /// Name of the place.
        place_name: String, "";
        /// The option.
        option: String, "";
        /// Participants a year today.
        today: f64, "[unit]";
        /// Participants a year in the option's plan.
        plan: f64, "[unit]";
        /// Unit of the participants.
        unit: String, "";
        /// Whether it grows, shrinks or stays.
        change: ChangeWord, "";
    }
}

record! {
    /// A practice over the options' plans, today not among them.
    ComparedPracticeRecord in "compared_practices" {
        /// The practice.
        practice: String, "";
        /// Name of the practice.
        practice_name: String, "";
        /// In how many plans it runs.
        running: SpreadWord, "";
        /// In how many plans it has more participants than today.
        growing: SpreadWord, "";
        /// Options in whose plan it runs.
        runs: Vec<String>, "";
        /// Options in whose plan it has more participants than today.
        grows: Vec<String>, "";
    }
}

record! {
    /// The plan of one option, carried out in the world of another.
    RegretRecord in "regrets" {
        /// The option whose plan it is.
        plan: String, "";
        /// The option whose world it is carried out in.
        world: String, "";
        /// What it is worth there, as that world values gains; missing where it cannot be told.
        value: Option<f64>, "[unit]";
        /// Value of that world's own plan, less this; negative where the plan goes past limits of that world.
        regret: Option<f64>, "[unit]";
        /// No plan of that world is worth more than this plan by more.
        at_most: Option<f64>, "[unit]";
        /// The regret as a part of the worth of closing every gap of the reference.
        share: Option<f64>, "share";
        /// Unit of the values.
        unit: String, "";
        /// Limits of that world that the plan breaks.
        breaks: Vec<String>, "";
        /// Why it cannot be told.
        reason: Option<String>, "";
    }
}

record! {
    /// The least new unrestricted money with which an option's best plan, in any amounts, is worth as much as another's.
    MatchingMoneyRecord in "matching_money" {
        /// The option that gets the money; today with money alone moves nothing that is there.
        option: String, "";
        /// The option that it is to match.
        matches: String, "";
        /// How it comes to match.
        how: MatchWord, "";
        /// Less is not enough: proved.
        at_least: f64, "[unit]";
        /// So much is enough: a plan was found; missing where none was.
        at_most: Option<f64>, "[unit]";
        /// Unit of the amounts.
        unit: String, "";
        /// What it is to be worth, as the reference values gains.
        target: f64, "[value_unit]";
        /// What it can be worth at most with any amount: proved.
        ceiling: f64, "[value_unit]";
        /// Unit of target and ceiling.
        value_unit: String, "";
    }
}

record! {
    /// A scenario that could not be used, by what is wrong with it.
    UnusableRecord in "unusable" {
        /// What the option would be called.
        option: String, "";
        /// What kind of mistake it is.
        code: String, "";
        /// Where it is: file, line, column.
        place: String, "";
        /// What is wrong.
        message: String, "";
        /// What to try.
        hint: Option<String>, "";
    }
}

/// Options side by side.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct CompareResult {
    /// Whether the run was interrupted, so that the rest is of what was finished.
    pub interrupted: bool,
    /// The option that others are compared with, and as which gains are valued.
    pub reference: String,
    /// Unit of the values.
    pub unit: String,
    /// Worth of closing every gap, as the reference values it.
    pub all_gaps: f64,
    /// Seed of the draws.
    pub seed: u64,
    /// Draws that were asked for.
    pub draws_asked: usize,
    /// Draws that were made, common to all options.
    pub draws: usize,
    /// Whether regrets of different worlds are in one unit, so that the largest can be told.
    pub regrets_in_one_unit: bool,
    /// Today, the model as it is, then the scenarios in the order given.
    pub options: Vec<ComparedRecord>,
    /// What each indicator gains in each option.
    pub gains: Vec<ComparedGainRecord>,
    /// What runs where.
    pub activities: Vec<ComparedActivityRecord>,
    /// Which practices the plans have in common.
    pub practices: Vec<ComparedPracticeRecord>,
    /// Every plan in every world.
    pub regrets: Vec<RegretRecord>,
    /// What money makes one option worth as much as another; null where no resource is money.
    pub money: Option<Vec<MatchingMoneyRecord>>,
    /// Scenarios that could not be used.
    pub unusable: Vec<UnusableRecord>,
}

impl CompareResult {
    /// The result of a comparison that stopped before it found anything.
    #[must_use]
    pub fn nothing() -> Self {
        CompareResult {
            interrupted: true,
            reference: String::new(),
            unit: String::new(),
            all_gaps: 0.0,
            seed: 0,
            draws_asked: 0,
            draws: 0,
            regrets_in_one_unit: true,
            options: Vec::new(),
            gains: Vec::new(),
            activities: Vec::new(),
            practices: Vec::new(),
            regrets: Vec::new(),
            money: None,
            unusable: Vec::new(),
        }
    }

    /// The names of the options that have a plan, in order.
    pub(in crate::report) fn planned(&self) -> Vec<&ComparedRecord> {
        let options = self.options.iter();
        options.filter(|option| option.worth.is_some()).collect()
    }
}
