//! Who is asked for what: the moves of each partner, pool by pool.

use std::collections::BTreeSet;

use super::firm::firmness_words;
use super::share::often;
use crate::domain::{Model, Move, MoveStanding, PartnerId, PoolId, Recommendation};
use crate::report::names::Names;
use crate::report::number::NOISE;

/// What one activity receives.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::report) struct Receipt {
    /// How much a year.
    pub amount: String,
    /// What receives: `to Tutoring, Covington`.
    pub to: String,
    /// The amount, by which the largest are chosen where not all are shown.
    pub size: f64,
}

/// What one activity gives.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::report) struct Donor {
    /// What gives: `From mentoring, Covington`.
    pub from: String,
    /// What receives it.
    pub receipts: Vec<Receipt>,
}

/// The moves of a pool.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::report) struct PoolMoves {
    /// The pool.
    pub pool: String,
    /// How much of it moves.
    pub moved: String,
    /// The pool's amount.
    pub amount: String,
    /// What switching uses up on top, where it does.
    pub switching_cost: Option<String>,
    /// The moves, by what gives.
    pub donors: Vec<Donor>,
}

/// The moves of a partner.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::report) struct PartnerMoves {
    /// Name of the partner.
    pub partner: String,
    /// Its pools that move.
    pub pools: Vec<PoolMoves>,
}

/// Who is asked, and who is not asked for anything.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::report) struct PartnersView {
    /// The partners that move something.
    pub moving: Vec<PartnerMoves>,
    /// The partners with pools that move nothing.
    pub not_asked: Vec<String>,
    /// Whether it is known which moves hold.
    pub marked: bool,
}

impl PartnersView {
    /// The moves of `recommendation` by partner.
    pub(super) fn new(model: &Model, names: Names, recommendation: &Recommendation) -> Self {
        let mut moves: Vec<&Move> = recommendation.moves.iter().collect();
        moves.sort_by(|a, b| {
            (&a.partner, &a.pool, &a.from, &a.to).cmp(&(&b.partner, &b.pool, &b.from, &b.to))
        });
        let standings = recommendation.holds.as_deref().unwrap_or_default();
        let draws = recommendation
            .trust
            .as_ref()
            .map_or(0, |trust| trust.draws.done);
        let moving: Vec<PartnerMoves> = moves
            .chunk_by(|a, b| a.partner == b.partner)
            .map(|moves| PartnerMoves {
                partner: names.partner(&moves[0].partner),
                pools: moves
                    .chunk_by(|a, b| a.pool == b.pool)
                    .map(|moves| pool_moves(model, names, moves, standings, draws))
                    .collect(),
            })
            .collect();
        let asked: BTreeSet<&PartnerId> = moves.iter().map(|row| &row.partner).collect();
        let holders: BTreeSet<&PartnerId> = recommendation
            .pools
            .iter()
            .map(|pool| &pool.partner)
            .collect();
        PartnersView {
            moving,
            marked: !standings.is_empty(),
            not_asked: holders
                .difference(&asked)
                .map(|id| names.partner(id))
                .collect(),
        }
    }
}

/// How a move stands, in brackets; nothing where that is not known.
fn standing(standings: &[MoveStanding], draws: usize, row: &Move) -> String {
    let converted_to = row.converted.as_ref().map(|to| &to.resource);
    let same = |other: &&MoveStanding| {
        (
            &other.pool,
            &other.from,
            &other.to,
            other.converted_to.as_ref(),
        ) == (&row.pool, &row.from, &row.to, converted_to)
    };
    match standings.iter().find(same) {
        Some(known) => format!(
            " ({}, {})",
            firmness_words(known.firmness()),
            often(known.share.share, draws)
        ),
        None => String::new(),
    }
}

fn pool_moves(
    model: &Model,
    names: Names,
    moves: &[&Move],
    standings: &[MoveStanding],
    draws: usize,
) -> PoolMoves {
    let first = moves[0];
    let unit = names.unit(&first.unit);
    let switching: f64 = moves.iter().map(|row| row.switching_cost).sum();
    let moved: f64 = moves
        .iter()
        .map(|row| row.amount + row.switching_cost)
        .sum();
    let nowhere = if amount_of(model, &first.pool) < given_today(model, &first.pool) {
        "given up, since the pool is smaller, or freed"
    } else {
        "freed: its giver needs no more, and nothing does better with it"
    };
    PoolMoves {
        pool: names.pool(&first.pool),
        moved: unit.bare(moved),
        amount: unit.amount(amount_of(model, &first.pool)),
        switching_cost: (switching > NOISE).then(|| unit.amount(switching)),
        donors: moves
            .chunk_by(|a, b| a.from == b.from)
            .map(|moves| Donor {
                from: moves[0].from.as_ref().map_or_else(
                    || "From what is unallocated today".to_owned(),
                    |id| format!("From {}", names.activity(id)),
                ),
                receipts: moves
                    .iter()
                    .map(|row| Receipt {
                        amount: unit.bare(row.amount),
                        to: row.to.as_ref().map_or_else(
                            || nowhere.to_owned(),
                            |id| {
                                let becomes =
                                    row.converted.as_ref().map_or_else(String::new, |to| {
                                        let amount = names.unit(&to.unit).amount(to.amount);
                                        format!(", as {amount} of {}", names.resource(&to.resource))
                                    });
                                format!("to {}{becomes}", names.activity(id))
                            },
                        ) + &standing(standings, draws, row),
                        size: row.amount,
                    })
                    .collect(),
            })
            .collect(),
    }
}

fn given_today(model: &Model, pool: &PoolId) -> f64 {
    let rows = model.tables().allocations.iter();
    rows.filter(|row| row.pool == *pool)
        .map(|row| row.amount.get())
        .sum()
}

fn amount_of(model: &Model, pool: &PoolId) -> f64 {
    model.pool(pool).map_or(0.0, |row| row.amount.get())
}
