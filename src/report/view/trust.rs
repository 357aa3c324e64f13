//! How far the plan can be trusted, in a few figures: what the headlines of both reports say.

use super::firm::{MoveTally, freed_words};
use super::share::{Shares, interval, of_draws};
use crate::domain::{MonteCarlo, MoveStanding};
use crate::report::names::Names;

/// The value where every figure is as expected beside the value over the draws.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) struct DrawnValue {
    /// As expected, as a share of all gaps.
    pub expected: String,
    /// Mean over the draws.
    pub mean: String,
    /// 90 % range over the draws.
    pub range: String,
    /// The mean of the best plan of each draw, and its range.
    pub best: Option<(String, String)>,
    /// Why the first two differ, in a sentence.
    pub why: &'static str,
}

/// How far the plan can be trusted.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::report) struct TrustView {
    /// How firm the moves that matter are; `None` where that was not asked.
    pub moves: Option<MoveTally>,
    /// Share of the draws in which the plan does better than today.
    pub chance: Option<f64>,
    /// How often the plan does better than today, `94% of 196 draws`, and the interval of that.
    pub better: Option<(String, String)>,
    /// Draws in which no plan keeps every rule.
    pub infeasible: usize,
    /// The plan's value over the draws.
    pub value: Option<DrawnValue>,
}

impl TrustView {
    /// What draws and the standing of the moves say, where there are any.
    pub fn new(
        names: Names,
        drawn: Option<&MonteCarlo>,
        moves: Option<&[MoveStanding]>,
        all_gaps: f64,
    ) -> Option<Self> {
        if drawn.is_none() && moves.is_none() {
            return None;
        }
        let draws = drawn.map_or(0, |drawn| drawn.draws.done);
        let better = drawn.and_then(|drawn| drawn.beats_today);
        Some(TrustView {
            moves: moves.map(|moves| {
                let matter = moves.iter().filter(|row| !is_small(names, row));
                MoveTally::new(matter.map(|row| (row.firmness(), row.to.is_some())))
            }),
            chance: better.map(|share| share.share),
            better: better.map(|share| (of_draws(share.share, draws), interval(&share))),
            infeasible: drawn.map_or(0, |drawn| drawn.draws.infeasible),
            value: drawn.and_then(|drawn| drawn_value(drawn, Shares { all_gaps })),
        })
    }

    /// How firm the moves are, and how that goes together with the chance of doing better, a sentence or two.
    pub fn moves_words(&self) -> Option<String> {
        let tally = self.moves?;
        let reconciled = self.chance.and_then(|chance| tally.reconciled(chance));
        let words = [
            Some(tally.words()),
            freed_words(tally.freed),
            reconciled.map(str::to_owned),
        ];
        Some(words.into_iter().flatten().collect::<Vec<_>>().join(" "))
    }
}

/// Share of its pool below which a move is nothing that partners need to agree on: it rounds to 0.0 %.
pub(in crate::report) const LEAST_OF_POOL: f64 = 0.000_5;

/// Whether a move is too small to matter: its amount reads as nothing, alone or as a share of its pool.
pub(super) fn is_small(names: Names, row: &MoveStanding) -> bool {
    let is_nothing = names.unit(&row.unit).reads_nothing(row.amount);
    let share = names.share_of_pool(&row.pool, row.amount);
    is_nothing || share.is_some_and(|share| share < LEAST_OF_POOL)
}

fn drawn_value(drawn: &MonteCarlo, shares: Shares) -> Option<DrawnValue> {
    /// Standard errors within which two values are not told apart: 95 % of a normal distribution.
    const ALIKE: f64 = 1.96;
    let plan = drawn.plan?;
    let difference = plan.mean - drawn.expected;
    Some(DrawnValue {
        expected: shares.of(drawn.expected),
        mean: shares.of(plan.mean),
        range: shares.range(plan.low, plan.high),
        best: drawn
            .best
            .map(|best| (shares.of(best.mean), shares.range(best.low, best.high))),
        why: if difference.abs() <= ALIKE * plan.standard_error {
            "The two differ by no more than the chance of these draws."
        } else if difference < 0.0 {
            "The mean is the lower one because a gain beyond a target hardly counts and a loss counts more: figures \
             that turn out well add less than those that turn out badly take away."
        } else {
            "The mean is the higher one: figures that turn out well add more than those that turn out badly take away."
        },
    })
}
