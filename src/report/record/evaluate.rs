//! What an evaluation of proposals writes of all of them together.

use super::{NotScoredWord, ProposalRecord, record};
use crate::report::json::JsonResult;

record! {
    /// A proposal's place among the others.
    RankRecord in "ranking" {
        /// Rank from 1; equal scores have the same one.
        rank: usize, "";
        /// The proposal.
        proposal: String, "";
        /// Who asks.
        applicant: Option<String>, "";
        /// Its title.
        title: Option<String>, "";
        /// Its score.
        score: f64, "points";
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
        /// What it asks for, in money.
        money: Option<f64>, "[currency]";
        /// Currency of the money.
        currency: String, "";
        /// Participants that are claimed.
        claimed: Option<f64>, "participants";
        /// Participants that are counted.
        counted: Option<f64>, "participants";
        /// How likely it is worth more for its money than the one below; missing for the last.
        beats_next: Option<f64>, "share";
        /// Whether the one below is a tie: neither is worth more in at least 90 % of what effects may be.
        tied_with_next: Option<bool>, "";
        /// Why the one above stands above it, in words; missing for the first.
        below_because: Option<String>, "";
        /// Where it stands beside the line at which money ends, or that it is passed over for a condition; missing without a budget.
        side: Option<String>, "";
        /// Part of it in the best portfolio; missing where that was not asked.
        in_portfolio: Option<f64>, "share";
        /// Whether it is in every portfolio within a hundredth of the best (core), in none (exterior) or in some.
        portfolio: Option<String>, "";
        /// Share of the draws in whose portfolio it is.
        drawn: Option<f64>, "share";
        /// What to look twice at.
        flags: Vec<String>, "";
    }
}

record! {
    /// A proposal that scores do not tell from others at the line, in the order of the tie rule.
    LotRecord in "lottery" {
        /// The proposal.
        proposal: String, "";
        /// Its lot, the first 16 hexadecimal digits of the SHA-256 of seed:proposal; the lowest goes first, but none before one that is firmly better.
        lot: String, "";
        /// Whether it is supported.
        supported: bool, "";
    }
}

record! {
    /// How many proposals have no score, by why.
    WhyNotRecord in "not_scored" {
        /// Why.
        why_not: NotScoredWord, "";
        /// How many.
        proposals: u64, "proposals";
    }
}

record! {
    /// What there is of a resource, and what is left of it at the line.
    BudgetRecord in "budget" {
        /// The resource.
        resource: String, "";
        /// Name of the resource.
        resource_name: String, "";
        /// What there is.
        amount: f64, "[unit]";
        /// What going down the ranking leaves.
        left: f64, "[unit]";
        /// What the best portfolio leaves; missing where that was not asked.
        left_by_portfolio: Option<f64>, "[unit]";
        /// Unit of the amounts.
        unit: String, "";
    }
}

record! {
    /// The best proposals together within the budget.
    PortfolioRecord in "portfolio" {
        /// Proposals in it.
        proposals: usize, "proposals";
        /// What they are worth together.
        value: f64, "value";
        /// No portfolio within the budget is worth more.
        bound: f64, "value";
        /// (bound - value) / |value|.
        gap: f64, "share";
        /// What those are worth together that going down the ranking supports.
        value_by_ranking: f64, "value";
        /// Whether it was searched where each proposal stands; not where there are too many.
        told: bool, "";
        /// Proposals in every portfolio that may be best.
        core: usize, "proposals";
        /// Proposals in some.
        borderline: usize, "proposals";
        /// Proposals in none.
        exterior: usize, "proposals";
        /// Proposals of which the search could not tell.
        undecided: usize, "proposals";
        /// Draws of effects in which a portfolio was chosen.
        draws: usize, "";
    }
}

record! {
    /// The best portfolio with another budget.
    PortfolioPointRecord in "portfolio_frontier" {
        /// Part of the budget.
        factor: f64, "share";
        /// Proposals in it.
        proposals: usize, "proposals";
        /// What they are worth together.
        value: f64, "value";
        /// No portfolio within it is worth more.
        bound: f64, "value";
        /// Proposals of the next smaller budget's portfolio that are not in this one, although there is more.
        dropped: Vec<String>, "";
    }
}

record! {
    /// A rank that differs from an earlier evaluation's, and why.
    RankChangeRecord in "rank_changes" {
        /// The proposal.
        proposal: String, "";
        /// Its rank before; missing: it had none.
        rank_before: Option<usize>, "";
        /// Its rank now; missing: it has none.
        rank_now: Option<usize>, "";
        /// Its score before.
        score_before: Option<f64>, "points";
        /// Its score now.
        score_now: Option<f64>, "points";
        /// Why, in words.
        because: String, "";
    }
}

record! {
    /// What is wrong with a row that could not be read; a row may have several.
    RejectedRecord in "rejected" {
        /// Number of the row, from 1.
        row: u64, "";
        /// The proposal; missing where the row has no id that can be read.
        proposal: Option<String>, "";
        /// The file as the user named it.
        file: Option<String>, "";
        /// Line of the file, or row of the sheet.
        line: Option<u64>, "";
        /// Cell of the sheet, such as D7.
        cell: Option<String>, "";
        /// Column.
        column: Option<String>, "";
        /// What is wrong.
        message: String, "";
        /// What to try.
        hint: Option<String>, "";
    }
}

record! {
    /// Words for a practice that nobody has matched: fill in `practice` and name the file with --matches.
    UnmatchedRecord in "unmatched" {
        /// The words, as they are written.
        text: String, "";
        /// The practice that a person confirms; blank here.
        practice: Option<String>, "";
        /// Practices that look like it, the closest first.
        suggestions: Vec<String>, "";
        /// Proposals that use the words.
        proposals: u64, "proposals";
    }
}

/// What `trefoil evaluate` writes as JSON; the records of the proposals stand in `proposals.jsonl` beside it.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
pub struct EvaluateResult {
    /// Rows of the file that were read, of this part where it is one.
    pub read: u64,
    /// Those that have a score, or were given one.
    pub scored: u64,
    /// Those that have none.
    pub not_scored: u64,
    /// Those that could not be read.
    pub rejected: u64,
    /// What closing every gap is worth, in the unit of values; missing where every score was given.
    pub all_gaps: Option<f64>,
    /// Unit of values.
    pub value_unit: String,
    /// Which part of the file it is, such as `2/4`; missing: all of it.
    pub shard: Option<String>,
    /// Which frozen rules differ from those of this run; missing where none were named.
    pub changed_since_frozen: Option<Vec<String>>,
    /// Why proposals have no score.
    pub why_not: Vec<WhyNotRecord>,
    /// What is wrong with rows that could not be read; shortened likewise, as are the lists below.
    pub rejections: Vec<RejectedRecord>,
    /// Words for practices that nobody has matched.
    pub unmatched: Vec<UnmatchedRecord>,
    /// What there is, by resource; empty without a budget.
    pub budget: Vec<BudgetRecord>,
    /// The best portfolio; missing where that was not asked.
    pub portfolio: Option<PortfolioRecord>,
    /// The same with other budgets.
    pub frontier: Vec<PortfolioPointRecord>,
    /// The ranking; in `result.json` its first rows where there are more than [`RANKED_IN_RESULT`]: `ranking.csv` has
    /// all of them.
    pub ranking: Vec<RankRecord>,
    /// The tie at the line.
    pub lottery: Vec<LotRecord>,
    /// What changed since an earlier evaluation; empty where none was named.
    pub changes: Vec<RankChangeRecord>,
}

impl RankRecord {
    /// The row of a proposal that has a score, before it is placed.
    #[must_use]
    pub fn unplaced(record: &ProposalRecord) -> Self {
        RankRecord {
            rank: 0,
            proposal: record.proposal.clone().unwrap_or_default(),
            applicant: record.applicant.clone(),
            title: record.title.clone(),
            score: record.score.unwrap_or_default(),
            need: record.need,
            effect: record.effect,
            people: record.people,
            cost: record.cost,
            reviewers: record.reviewers,
            money: record.money,
            currency: record.currency.clone(),
            claimed: record.claimed,
            counted: record.counted,
            beats_next: None,
            tied_with_next: None,
            below_because: None,
            side: None,
            in_portfolio: None,
            portfolio: None,
            drawn: None,
            flags: record.flags.clone(),
        }
    }
}

impl RejectedRecord {
    /// What is wrong with the row of a record.
    pub fn all(record: &ProposalRecord) -> impl Iterator<Item = Self> {
        record.findings.iter().map(|finding| RejectedRecord {
            row: record.row,
            proposal: record.proposal.clone(),
            file: finding.file.clone(),
            line: finding.line,
            cell: finding.cell.clone(),
            column: finding.column.clone(),
            message: finding.message.clone(),
            hint: finding.hint.clone(),
        })
    }
}

/// Rows of the ranking, and of each list of rows, that a result holds as JSON.
pub const RANKED_IN_RESULT: usize = 1_000;

impl EvaluateResult {
    /// The same with no list of rows longer than [`RANKED_IN_RESULT`]: a file of proposals may be of any length, and its
    /// tables hold every row.
    #[must_use]
    pub fn shortened(&self) -> Self {
        fn first<T: Clone>(rows: &[T]) -> Vec<T> {
            rows[..rows.len().min(RANKED_IN_RESULT)].to_vec()
        }
        let EvaluateResult {
            read,
            scored,
            not_scored,
            rejected,
            all_gaps,
            value_unit,
            shard,
            changed_since_frozen,
            why_not,
            rejections,
            unmatched,
            budget,
            portfolio,
            frontier,
            ranking,
            lottery,
            changes,
        } = self;
        EvaluateResult {
            read: *read,
            scored: *scored,
            not_scored: *not_scored,
            rejected: *rejected,
            all_gaps: *all_gaps,
            value_unit: value_unit.clone(),
            shard: shard.clone(),
            changed_since_frozen: changed_since_frozen.clone(),
            why_not: why_not.clone(),
            rejections: first(rejections),
            unmatched: first(unmatched),
            budget: budget.clone(),
            portfolio: portfolio.clone(),
            frontier: frontier.clone(),
            ranking: first(ranking),
            lottery: first(lottery),
            changes: first(changes),
        }
    }
}

impl JsonResult for EvaluateResult {
    const KIND: &'static str = "evaluate";
}
