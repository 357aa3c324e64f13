//! What draws of all that is not known write: of a recommendation, and of its sensitivity.

use serde::{Deserialize, Serialize};

use super::{BasisWord, CountedByWord, FirmnessWord, MoveFirmnessWord, RangeOriginWord, record};

record! {
    /// A draw that came to nothing.
    FailedDrawRecord in "failed_draws" {
        /// Its number, from 0.
        draw: u64, "";
        /// Why.
        why: String, "";
    }
}

record! {
    /// How many draws there were, and how well each was solved.
    DrawsRecord in "draws" {
        /// Draws that were asked for.
        asked: usize, "draws";
        /// Those that have a plan.
        done: usize, "draws";
        /// Those in which no plan keeps every rule.
        infeasible: usize, "draws";
        /// Those that failed.
        failed: usize, "draws";
        /// Seed of the random numbers.
        seed: u64, "";
        /// Figures that were drawn, effects included.
        figures: usize, "figures";
        /// Median certified gap of the draws' best plans, relative.
        median_gap: f64, "share";
        /// Largest of those gaps.
        largest_gap: f64, "share";
        /// Draws that were solved again from nothing, as a check.
        checked: usize, "draws";
        /// Largest relative difference of value that the check found, beyond what the two gaps allow.
        largest_difference: f64, "share";
        nested {
            /// Those that failed, each with its reason.
            failures: Vec<FailedDrawRecord>;
        }
    }
}

record! {
    /// A value over the draws: of the plan, or of the best plan of each draw.
    DrawnValueRecord in "drawn_values" {
        /// Whose value: plan (the recommended one) or best (of each draw).
        of: String, "";
        /// Value where every figure is as expected; missing for best.
        expected: Option<f64>, "[unit]";
        /// Mean over the draws.
        mean: f64, "[unit]";
        /// Standard error of the mean.
        standard_error: f64, "[unit]";
        /// Value that 5 % of the draws lie below.
        low: f64, "[unit]";
        /// Median.
        median: f64, "[unit]";
        /// Value that 95 % of the draws lie below.
        high: f64, "[unit]";
        /// Unit of the values.
        unit: String, "";
        /// Share of the draws in which it is better than today's allocation there; missing where that was not counted.
        better_than_today: Option<f64>, "share";
        /// Low end of the 90 % Wilson interval of that share.
        better_than_today_low: Option<f64>, "share";
        /// High end.
        better_than_today_high: Option<f64>, "share";
    }
}

record! {
    /// What an indicator gains under the recommended plan over the draws.
    ImprovementRecord in "improvements" {
        /// The indicator.
        indicator: String, "";
        /// Name of the indicator.
        indicator_name: String, "";
        /// The place; missing: all places together.
        place: Option<String>, "";
        /// Name of the place.
        place_name: Option<String>, "";
        /// The group, where it is reported only; missing: all that counts.
        group: Option<String>, "";
        /// Name of the group.
        group_name: Option<String>, "";
        /// Mean gain over the draws, all arrival years together; negative is worse.
        mean: f64, "[gain_unit]";
        /// Standard error of the mean.
        standard_error: f64, "[gain_unit]";
        /// Gain that 5 % of the draws lie below.
        low: f64, "[gain_unit]";
        /// Median gain.
        median: f64, "[gain_unit]";
        /// Gain that 95 % of the draws lie below.
        high: f64, "[gain_unit]";
        /// Unit of the gains.
        gain_unit: String, "";
        /// Share of the draws in which it gains.
        better: f64, "share";
        /// Low end of the 90 % Wilson interval of that share.
        better_low: f64, "share";
        /// High end.
        better_high: f64, "share";
    }
}

record! {
    /// What becomes of an activity in the best plan of each draw.
    ActivityDrawsRecord in "activity_draws" {
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
        /// Participants a year in the recommended plan.
        plan: f64, "[unit]";
        /// Mean participants over the draws' best plans.
        mean: f64, "[unit]";
        /// Standard error of the mean.
        standard_error: f64, "[unit]";
        /// Participants that 5 % of the draws lie below.
        low: f64, "[unit]";
        /// Median participants.
        median: f64, "[unit]";
        /// Participants that 95 % of the draws lie below.
        high: f64, "[unit]";
        /// Unit of those.
        unit: String, "";
        /// Share of the draws whose best plan runs it.
        runs: f64, "share";
        /// Low end of the 90 % Wilson interval of that share.
        runs_low: f64, "share";
        /// High end.
        runs_high: f64, "share";
        /// Share of the draws whose best plan gives it more participants than today.
        grows: f64, "share";
        /// Low end of the 90 % Wilson interval of that share.
        grows_low: f64, "share";
        /// High end.
        grows_high: f64, "share";
        /// Share of the draws whose best plan gives it fewer participants than today.
        shrinks: f64, "share";
        /// Low end of the 90 % Wilson interval of that share.
        shrinks_low: f64, "share";
        /// High end.
        shrinks_high: f64, "share";
        /// How firmly it belongs to the best plan, by how often it runs.
        firmness: FirmnessWord, "";
        /// What the recommended plan does with it: grows, shrinks, or runs where it stays as today; missing in older results.
        counted_by: Option<CountedByWord>, "";
        /// Share of the draws whose best plan does that too.
        alike: Option<f64>, "share";
        /// Low end of the 90 % Wilson interval of that share.
        alike_low: Option<f64>, "share";
        /// High end.
        alike_high: Option<f64>, "share";
        /// How firmly it belongs to the recommendation, by that share.
        alike_firmness: Option<FirmnessWord>, "";
    }
}

record! {
    /// Two growing activities of which neither grows more often by more than the noise.
    TieRecord in "ties" {
        /// The one, practice@place.
        activity: String, "";
        /// Name of the one.
        activity_name: String, "";
        /// The other, practice@place.
        other: String, "";
        /// Name of the other.
        other_name: String, "";
    }
}

record! {
    /// How much the draws' best plans are alike.
    StabilityRecord in "stability" {
        /// Mean Kendall tau of the activities' changes in participants, as shares of capacity, against the plan's.
        kendall: f64, "";
        /// How many activities that grow most in the plan are compared.
        top: usize, "activities";
        /// Mean share of those that are also among as many that grow most in a draw.
        top_overlap: f64, "share";
        nested {
            /// Pairs that the draws do not tell apart.
            ties: Vec<TieRecord>;
        }
    }
}

record! {
    /// What knowing every figure before choosing would be worth.
    PerfectInformationRecord in "perfect_information" {
        /// Mean of the draws' best values less the mean of the best plan found over those draws.
        value: f64, "[unit]";
        /// Its standard error.
        standard_error: f64, "[unit]";
        /// Unit of the two.
        unit: String, "";
        /// Whether a better plan over all draws may exist, so that the value is at most this.
        at_most: bool, "";
        /// Plans that were looked at.
        plans: usize, "plans";
    }
}

/// The plan, and the best plans, over draws of what is not known.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct MonteCarloRecord {
    /// How many draws.
    pub draws: DrawsRecord,
    /// Value of the plan, then of the best plan of each draw; empty without any draw.
    pub values: Vec<DrawnValueRecord>,
    /// What each indicator gains; by indicator, group, place.
    pub improvements: Vec<ImprovementRecord>,
    /// What becomes of each activity; by activity.
    pub activities: Vec<ActivityDrawsRecord>,
    /// How much the best plans are alike; null where that is not known.
    pub stability: Option<StabilityRecord>,
    /// What knowing would be worth; null where that is not known.
    pub perfect_information: Option<PerfectInformationRecord>,
}

record! {
    /// What a move depends on: a figure that alone, at one end of its range, takes the move away.
    DependenceRecord in "dependences" {
        /// The pool of the move.
        pool: String, "";
        /// Activity that gives; missing: what today leaves unallocated.
        from: Option<String>, "";
        /// Activity that receives; missing: it stays unallocated.
        to: Option<String>, "";
        /// The resource that the move is converted to.
        converted_to: Option<String>, "";
        /// The figure or the setting: a path of --set, or the effect of a practice on an indicator.
        path: String, "";
        /// Its value in the model; missing: it is not known here.
        now: Option<f64>, "the figure's own";
        /// The value at which the move goes.
        at: f64, "the figure's own";
        /// Basis of the figure; missing: none is stated, as for settings and effects.
        basis: Option<BasisWord>, "";
        /// Where its range comes from; missing: it is a setting.
        origin: Option<RangeOriginWord>, "";
    }
}

record! {
    /// Whether a move of the plan holds whatever the doubtful figures are.
    MoveHoldsRecord in "moves_hold" {
        /// Who holds the pool and is asked.
        partner: String, "";
        /// Name of the partner.
        partner_name: String, "";
        /// The pool.
        pool: String, "";
        /// What the pool is of; missing: the model does not hold the pool.
        resource: Option<String>, "";
        /// Name of the resource.
        resource_name: Option<String>, "";
        /// Activity that gives, practice@place; missing: what today leaves unallocated.
        from: Option<String>, "";
        /// Name of the activity that gives.
        from_name: Option<String>, "";
        /// Activity that receives, practice@place; missing: it stays unallocated.
        to: Option<String>, "";
        /// Name of the activity that receives.
        to_name: Option<String>, "";
        /// The resource that it is converted to on the way.
        converted_to: Option<String>, "";
        /// Name of that resource.
        converted_to_name: Option<String>, "";
        /// Amount a year.
        amount: f64, "[unit]";
        /// Unit of the amount.
        unit: String, "";
        /// Share of the draws whose best plan makes the move too, by at least half.
        share: f64, "share";
        /// Low end of the 90 % Wilson interval of that share.
        share_low: f64, "share";
        /// High end.
        share_high: f64, "share";
        /// Whether it is made under the other way of valuing too.
        under_both_values: bool, "";
        /// Whether it is made with every target's gap a fifth smaller and larger.
        under_other_targets: bool, "";
        /// Whether it holds: in at least 90 % of the draws, and under all of these settings.
        holds: bool, "";
        /// How firm it is: firm (it holds), leaning (made in at least half of the draws) or toss_up; missing in older results.
        firmness: Option<MoveFirmnessWord>, "";
        nested {
            /// Figures that take it away, one at a time at an end of their range; empty where that was not asked.
            depends_on: Vec<DependenceRecord>;
        }
    }
}
