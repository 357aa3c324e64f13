//! Who must agree to what: the moves of each partner, pool by pool.

use std::collections::BTreeSet;

use crate::domain::{ActivityId, Model, Move, PartnerId, PoolId, Recommendation};
use crate::report::names::Names;
use crate::report::number::NOISE;

/// A move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) struct MoveRow {
    /// How much a year is received.
    pub amount: String,
    /// What gives.
    pub from: String,
    /// What receives.
    pub to: String,
}

/// The moves of a pool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) struct PoolMoves {
    /// The pool.
    pub pool: String,
    /// How much of it moves.
    pub moved: String,
    /// The pool's amount.
    pub amount: String,
    /// What switching uses up on top, where it does.
    pub switching_cost: Option<String>,
    /// The moves.
    pub moves: Vec<MoveRow>,
}

/// The moves of a partner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) struct PartnerMoves {
    /// Name of the partner.
    pub partner: String,
    /// Its pools that move.
    pub pools: Vec<PoolMoves>,
}

/// Who must agree, and who is not asked for anything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::report) struct PartnersView {
    /// The partners that move something.
    pub moving: Vec<PartnerMoves>,
    /// The partners with pools that move nothing.
    pub not_asked: Vec<String>,
}

impl PartnersView {
    /// The moves of `recommendation` by partner.
    pub(super) fn new(model: &Model, names: Names, recommendation: &Recommendation) -> Self {
        let mut moves: Vec<&Move> = recommendation.moves.iter().collect();
        moves.sort_by(|a, b| {
            (&a.partner, &a.pool, &a.from, &a.to).cmp(&(&b.partner, &b.pool, &b.from, &b.to))
        });
        let moving: Vec<PartnerMoves> = moves
            .chunk_by(|a, b| a.partner == b.partner)
            .map(|moves| PartnerMoves {
                partner: names.partner(&moves[0].partner),
                pools: moves
                    .chunk_by(|a, b| a.pool == b.pool)
                    .map(|moves| pool_moves(model, names, moves))
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
            not_asked: holders
                .difference(&asked)
                .map(|id| names.partner(id))
                .collect(),
        }
    }
}

fn pool_moves(model: &Model, names: Names, moves: &[&Move]) -> PoolMoves {
    let first = moves[0];
    let unit = names.unit(&first.unit);
    let switching: f64 = moves.iter().map(|row| row.switching_cost).sum();
    let moved: f64 = moves
        .iter()
        .map(|row| row.amount + row.switching_cost)
        .sum();
    PoolMoves {
        pool: names.pool(&first.pool),
        moved: unit.bare(moved),
        amount: unit.amount(amount_of(model, &first.pool)),
        switching_cost: (switching > NOISE).then(|| unit.amount(switching)),
        moves: moves
            .iter()
            .map(|row| MoveRow {
                amount: unit.bare(row.amount),
                from: end(names, row.from.as_ref(), "unallocated today"),
                to: end(names, row.to.as_ref(), "stays unallocated"),
            })
            .collect(),
    }
}

fn amount_of(model: &Model, pool: &PoolId) -> f64 {
    model.pool(pool).map_or(0.0, |row| row.amount.get())
}

fn end(names: Names, activity: Option<&ActivityId>, unallocated: &str) -> String {
    activity.map_or_else(|| unallocated.to_owned(), |id| names.activity(id))
}
