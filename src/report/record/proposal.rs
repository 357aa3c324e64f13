//! What an evaluation writes of each row of a proposals file, as soon as it is known.

use super::{FindingRecord, UnitWord, record};
use crate::domain::{Flag, NotScored};

super::words::words! {
    /// What makes a reader look twice at a proposal.
    FlagWord from Flag {
        /// More participants are claimed than there are people who could take part.
        TooManyParticipants = "too_many_participants",
        /// It asks for less than half of what a participant of the practice is known to take.
        CheapParticipants = "cheap_participants",
        /// It asks for more than twice of what a participant of the practice is known to take.
        DearParticipants = "dear_participants",
        /// The effect of the applicant's own study was held to the 90th percentile of its level.
        LargeEffect = "large_effect",
        /// Its worth rests on the applicant's own study.
        OwnEvidence = "own_evidence",
        /// No study speaks of its practice.
        NeverEvaluated = "never_evaluated",
        /// It asks for a resource that has no price, which its cost leaves out.
        Unpriced = "unpriced",
        /// Some indicator gets worse.
        Harm = "harm",
        /// The practice runs at one of its places today.
        RunsToday = "runs_today",
    }
    /// Why a proposal that can be read has no score.
    NotScoredWord from NotScored {
        /// Nobody has said which practice of the model it is.
        Unmatched = "unmatched",
        /// Its evidence cannot be used.
        Evidence = "evidence",
        /// Nothing that the model measures at its places is moved by it.
        NothingMoved = "nothing_moved",
        /// No gain is expected of it, all indicators together.
        NoGain = "no_gain",
        /// Nothing that it asks for has a price.
        NoCost = "no_cost",
    }
}

/// What became of a row of a proposals file.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    serde::Serialize,
    serde::Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ProposalStatus {
    /// It has a score of its own.
    Scored,
    /// It has the score that the file gives it.
    Given,
    /// It could be read, and has no score.
    NotScored,
    /// It could not be read.
    Rejected,
}

impl ProposalStatus {
    /// The word as results write it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            ProposalStatus::Scored => "scored",
            ProposalStatus::Given => "given",
            ProposalStatus::NotScored => "not_scored",
            ProposalStatus::Rejected => "rejected",
        }
    }
}

impl super::ToCell for ProposalStatus {
    fn cell(&self) -> super::Cell {
        super::Cell::Literal(self.word().to_owned())
    }
}

record! {
    /// Participants of a proposal at a place.
    ProposalPlaceRecord in "proposal_places" {
        /// The place.
        place: String, "";
        /// Name of the place.
        place_name: String, "";
        /// People who could take part: the grades of the practice × the people that an indicator measures there.
        eligible: f64, "people";
        /// Participants that are claimed, in proportion to the people who could take part.
        claimed: f64, "participants";
        /// Participants that are counted.
        counted: f64, "participants";
    }
}

record! {
    /// An amount that a proposal asks for.
    ProposalRequestRecord in "proposal_requests" {
        /// The resource.
        resource: String, "";
        /// Name of the resource.
        resource_name: String, "";
        /// Amount a year.
        amount: f64, "[unit]";
        /// Unit of the amount.
        unit: String, "";
        /// Money that one unit stands for; missing: it has no price.
        price: Option<f64>, "[currency]";
        /// Currency of the price.
        currency: String, "";
    }
}

record! {
    /// What a proposal alone is expected to do to an indicator, over places, groups that count and arrival years.
    ProposalGainRecord in "proposal_gains" {
        /// The indicator.
        indicator: String, "";
        /// Name of the indicator.
        indicator_name: String, "";
        /// Unit of the indicator.
        unit: UnitWord, "";
        /// Expected gain; negative is worse.
        gain: f64, "[gain_unit]";
        /// Low end of its 90 % range, as far as effects are uncertain.
        low: f64, "[gain_unit]";
        /// High end.
        high: f64, "[gain_unit]";
        /// Unit of the gain.
        gain_unit: String, "";
        /// The first year in which it arrives, as the model writes its cycle.
        arrives_first: String, "";
        /// The last.
        arrives_last: String, "";
    }
}

record! {
    /// How uncertain a proposal's value is by one effect alone; effects of the same key are the same effect.
    ProposalDoubtRecord in "proposal_doubts" {
        /// The practice, or the proposal where the effect is of the applicant's own study.
        of: String, "";
        /// The indicator.
        indicator: String, "";
        /// The place that the effect is for; missing: any.
        place: Option<String>, "";
        /// The group; missing: any.
        group: Option<String>, "";
        /// Practices that share it are uncertain together.
        shock_group: Option<String>, "";
        /// Standard deviation of the value; negative where a larger effect is worth less.
        sd: f64, "value";
    }
}

record! {
    /// What the best plan changes elsewhere where it takes a proposal in.
    DisplacedRecord in "proposal_displaced" {
        /// The activity.
        activity: String, "";
        /// Name of the activity.
        activity_name: String, "";
        /// Participants with the proposal less those without.
        change: f64, "participants";
    }
}

record! {
    /// A row of a proposals file and what became of it.
    ProposalRecord in "proposals" {
        /// Number of the row, from 1.
        row: u64, "";
        /// Line of the file, or row of the sheet.
        line: u64, "";
        /// The proposal; missing where the row has no id that can be read.
        proposal: Option<String>, "";
        /// What became of it.
        status: ProposalStatus, "";
        /// Who asks.
        applicant: Option<String>, "";
        /// Its title.
        title: Option<String>, "";
        /// The practice, where it is one of the model.
        practice: Option<String>, "";
        /// Name of the practice.
        practice_name: Option<String>, "";
        /// Why it has no score; missing where it has one, or was rejected.
        why_not: Option<NotScoredWord>, "";
        /// More of why, in words: what its practice is called, or what is wrong with its evidence.
        why_not_text: Option<String>, "";
        /// Practices that look like it, the closest first.
        suggestions: Vec<String>, "";
        /// Its score; missing where it has none.
        score: Option<f64>, "points";
        /// How much the model values a gain of the people it reaches.
        need: Option<f64>, "points";
        /// What each of its participants gains.
        effect: Option<f64>, "points";
        /// How many participants it has.
        people: Option<f64>, "points";
        /// What it asks for; more is less.
        cost: Option<f64>, "points";
        /// What reviewers say.
        reviewers: Option<f64>, "points";
        /// Mean of its reviews.
        review: Option<f64>, "marks";
        /// Participants that are claimed.
        claimed: Option<f64>, "participants";
        /// Participants that are counted.
        counted: Option<f64>, "participants";
        /// What it asks for, in money.
        money: Option<f64>, "[currency]";
        /// Currency of the money.
        currency: String, "";
        /// Exact value that it alone adds to today's.
        value: Option<f64>, "value";
        /// Lowest credibility level of its effects, 0-5; missing where they are taken as given.
        level: Option<u8>, "";
        /// Whether any part of it may be supported.
        partial: bool, "";
        /// Least that it adds to the best plan; missing where that was not asked.
        adds_at_least: Option<f64>, "value";
        /// Most that it adds to the best plan.
        adds_at_most: Option<f64>, "value";
        /// Whether the plan was sought again with it; otherwise prices prove that it adds at most that.
        resolved: Option<bool>, "";
        /// Part of it that the best plan takes; missing where the plan was not sought again.
        part: Option<f64>, "share";
        /// Proposals that cannot be supported beside it.
        excludes: Vec<String>, "";
        /// Proposals without which it cannot be supported.
        requires: Vec<String>, "";
        /// What to look twice at.
        flags: Vec<String>, "";
        nested {
            /// Where, and for how many.
            places: Vec<ProposalPlaceRecord>;
            /// What it asks for.
            requests: Vec<ProposalRequestRecord>;
            /// What it alone is expected to do.
            gains: Vec<ProposalGainRecord>;
            /// How uncertain its value is.
            doubts: Vec<ProposalDoubtRecord>;
            /// What the best plan changes elsewhere, the largest change first.
            displaced: Vec<DisplacedRecord>;
            /// What is wrong with the row, where it was rejected.
            findings: Vec<FindingRecord>;
        }
    }
}

impl ProposalRecord {
    /// The record as a line of `proposals.jsonl`, without its end.
    #[must_use]
    pub fn line(&self) -> String {
        serde_json::to_string(self)
            .expect("every key of a record is a string, and writing into memory cannot fail")
    }

    /// The record of a line of `proposals.jsonl`; `None` where it is none.
    #[must_use]
    pub fn read(line: &str) -> Option<Self> {
        serde_json::from_str(line).ok()
    }
}
