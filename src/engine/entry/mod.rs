//! What a proposal adds to a community: the best value with it minus the best value without.
//!
//! A [`Base`] is the community without it, solved and certified once; a [`Valuer`] is one solver beside it, one for each
//! thread. The bases' duals price what a proposal asks for and what it changes. By concavity what they leave over is an
//! upper bound on what it adds, so that most proposals need no solve at all; the others are solved with one column
//! more, from the base's basis, and the tangents are refined around what they change. The same answer in any order.

mod base;
mod narrow;
mod valuer;

pub use base::Base;
pub use valuer::Valuer;

use super::instance::{
    ActivityIndex, CellIndex, Demand, Instance, PoolIndex, ResourceIndex, RuleIndex,
};

/// Which pools may give to a proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Givers {
    /// Every pool without restrictions that holds what it asks for, or something that converts into it.
    Unrestricted,
    /// These pools, in what they hold themselves.
    Pools(Vec<PoolIndex>),
}

/// A proposal: a new, separate activity beside those of the model, linear up to its full size.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// What it asks for at full size, by resource, each once, in the resource's unit.
    pub requests: Vec<(ResourceIndex, f64)>,
    /// Who may give it.
    pub givers: Givers,
    /// Change of cells at full size, before programs overlap: in people, or the cell's unit of D; each cell once, for
    /// the better where above zero.
    pub effects: Vec<(CellIndex, f64)>,
    /// Whether it runs in full or not at all.
    pub whole: bool,
    /// Participants at full size, above zero.
    pub participants: f64,
    /// Rules about totals of activities, participants or amounts that count it.
    pub rules: Vec<RuleIndex>,
}

/// Why what a proposal adds is not known.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum EntryError {
    /// A figure of the proposal is none, or names what is not there: in words.
    #[error("{0}")]
    Input(String),
    /// The community without any proposal has no certified plan: why, in words.
    #[error("there is no plan without proposals: {0}")]
    Base(String),
    /// The community with it was not solved: why, in words.
    #[error("not solved: {0}")]
    Solver(String),
}

/// How it is known what a proposal adds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// By the base's duals: at most `high`, and `high` is within the base's own gap.
    Screened,
    /// By solving with it.
    Resolved,
}

/// What a proposal adds, certified.
#[derive(Debug, Clone, PartialEq)]
pub struct Added {
    /// It adds at least this much value.
    pub low: f64,
    /// It adds at most this much.
    pub high: f64,
    /// How that is known.
    pub known: Known,
    /// What its full size is worth at the margin of the base: Σ μ D over its cells.
    pub worth: f64,
    /// What its full request is worth to the activities of the base: Σ price × request. Prices are those of the
    /// relaxation where the model has integers, and bound what it adds without saying what it costs. Infinite where
    /// no pool may give what it asks for.
    pub price: f64,
    /// The part of its full size at which it enters the best plan that was found, 0 to 1.
    pub size: f64,
    /// Activities whose participants change, most first: what it displaces, and what it makes possible.
    pub displaced: Vec<(ActivityIndex, f64)>,
    /// Programs solved.
    pub solves: usize,
}

/// What is wrong with a proposal, in words.
fn check(instance: &Instance, entry: &Entry) -> Result<(), String> {
    let distinct = |mut positions: Vec<usize>, what: &str| {
        positions.sort_unstable();
        match positions.windows(2).find(|pair| pair[0] == pair[1]) {
            Some(pair) => Err(format!("it names {what} {} twice", pair[0])),
            None => Ok(()),
        }
    };
    if !(entry.participants > 0.0 && entry.participants.is_finite()) {
        return Err(format!("{} participants are none", entry.participants));
    }
    for &(resource, amount) in &entry.requests {
        if resource >= instance.resources.len() {
            return Err(format!("there is no resource {resource}"));
        }
        if !(amount >= 0.0 && amount.is_finite()) {
            return Err(format!("a request of {amount} is none"));
        }
    }
    for &(cell, change) in &entry.effects {
        if cell >= instance.cells.len() {
            return Err(format!("there is no cell {cell}"));
        }
        if !change.is_finite() {
            return Err(format!("a change of {change} is none"));
        }
    }
    if let Givers::Pools(pools) = &entry.givers
        && let Some(pool) = pools.iter().find(|&&pool| pool >= instance.pools.len())
    {
        return Err(format!("there is no pool {pool}"));
    }
    for &rule in &entry.rules {
        let counts = instance.rules.get(rule).is_some_and(|rule| {
            matches!(
                rule.demand,
                Demand::Activities { .. } | Demand::Participants { .. } | Demand::Amount { .. }
            )
        });
        if !counts {
            return Err(format!("rule {rule} is none that counts a total"));
        }
    }
    distinct(
        entry.requests.iter().map(|request| request.0).collect(),
        "resource",
    )?;
    distinct(
        entry.effects.iter().map(|effect| effect.0).collect(),
        "cell",
    )?;
    distinct(entry.rules.clone(), "rule")
}
