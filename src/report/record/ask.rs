//! What a plan asks of each partner.

use super::{MoveFirmnessWord, record};

record! {
    /// What a partner is asked for: a move of one of its pools, with room for the answer.
    AskRecord in "asks" {
        /// Who is asked.
        partner: String, "";
        /// Name of the partner.
        partner_name: String, "";
        /// Number of the ask within the partner, from 1.
        ask: usize, "";
        /// What is asked: move (from one activity to another), use (what is unallocated today) or release (nothing in the plan receives it).
        action: String, "";
        /// Amount a year that is received, before it is converted.
        amount: f64, "[unit]";
        /// Unit of the amount.
        unit: String, "";
        /// What the switch itself uses up, taken from the giver on top.
        switching_cost: f64, "[unit]";
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
        /// Its participants a year today.
        from_today: Option<f64>, "participants";
        /// Its participants a year in the plan.
        from_plan: Option<f64>, "participants";
        /// Activity that receives, practice@place; missing: it stays unallocated.
        to: Option<String>, "";
        /// Name of the activity that receives.
        to_name: Option<String>, "";
        /// Its participants a year today.
        to_today: Option<f64>, "participants";
        /// Its participants a year in the plan.
        to_plan: Option<f64>, "participants";
        /// The resource that it is converted to on the way.
        converted_to: Option<String>, "";
        /// Name of that resource.
        converted_to_name: Option<String>, "";
        /// How much of that resource arrives.
        converted_amount: Option<f64>, "[converted_unit]";
        /// Unit of what arrives.
        converted_unit: Option<String>, "";
        /// The largest three changes that it brings, rounded; missing: none is known.
        brings: Option<String>, "";
        /// Whether the move holds whatever the doubtful figures are; missing without draws.
        holds: Option<bool>, "";
        /// Share of the draws whose best plan makes the move too, by at least half; missing without draws.
        share: Option<f64>, "share";
        /// How firm it is: firm (it holds), leaning (made in at least half of the draws) or toss_up; missing without draws.
        firmness: Option<MoveFirmnessWord>, "";
        /// For the partner to fill in: agree, counter or decline.
        answer: Option<String>, "";
        /// For the partner to fill in: the amount that is agreed to.
        amount_agreed: Option<f64>, "[unit]";
    }
}

impl AskRecord {
    /// Asks for what nothing receives.
    pub const RELEASE: &str = "release";
    /// Asks for what nothing gives.
    pub const USE: &str = "use";
    /// Asks for what one activity gives and another receives.
    pub const MOVE: &str = "move";
    /// What a partner may answer, in the words of the table `commitments`.
    pub const ANSWERS: [&str; 3] = ["agree", "counter", "decline"];
}
