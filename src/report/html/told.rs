//! What the sections share: the results, their names, and figures that several sections tell.

use std::collections::BTreeMap;

use super::book::{Book, setting};
use crate::domain::MoveFirmness;
use crate::report::BasisRecord;
use crate::report::Results;
use crate::report::record::{
    ActivityDrawsRecord, AlternativesResult, CompareResult, InfeasibilityRecord, Manifest,
    MonteCarloRecord, MoveHoldsRecord, MoveRecord, PoolRecord, RecommendResult, SensitivityResult,
    StatusWord, ValueRecord,
};
use crate::report::view::{
    LEAST_OF_POOL, MoveTally, Shares, any_amounts_words, at_move_limit, firmness_of,
};

/// The key of a move: pool, from, to, what it becomes.
type MoveKey<'a> = (&'a str, Option<&'a str>, Option<&'a str>, Option<&'a str>);

/// The results with what is known of all of them.
#[derive(Debug)]
pub(super) struct Told<'a> {
    /// The results.
    pub results: &'a Results,
    /// Their names.
    pub book: Book<'a>,
    standings: BTreeMap<MoveKey<'a>, &'a MoveHoldsRecord>,
}

impl<'a> Told<'a> {
    /// What `results` tell.
    pub(super) fn new(results: &'a Results) -> Self {
        let mut standings = BTreeMap::new();
        let plan = results
            .recommend
            .iter()
            .flat_map(|read| &read.result.moves_hold);
        let tested = results
            .sensitivity
            .iter()
            .flat_map(|read| &read.result.moves_hold);
        // A sensitivity says what a move depends on too, so it comes last and stays.
        for row in plan.flatten().chain(tested.flatten()) {
            let key = (
                row.pool.as_str(),
                row.from.as_deref(),
                row.to.as_deref(),
                row.converted_to.as_deref(),
            );
            standings.insert(key, row);
        }
        Told {
            results,
            book: Book::new(results),
            standings,
        }
    }

    /// The plan.
    pub(super) fn plan(&self) -> Option<&'a RecommendResult> {
        self.results.recommend.as_ref().map(|read| &read.result)
    }

    /// How far it can be trusted.
    pub(super) fn sensitivity(&self) -> Option<&'a SensitivityResult> {
        self.results.sensitivity.as_ref().map(|read| &read.result)
    }

    /// Plans that are nearly as good.
    pub(super) fn alternatives(&self) -> Option<&'a AlternativesResult> {
        self.results.alternatives.as_ref().map(|read| &read.result)
    }

    /// Options side by side.
    pub(super) fn comparison(&self) -> Option<&'a CompareResult> {
        self.results.compare.as_ref().map(|read| &read.result)
    }

    /// The manifest of the first result.
    pub(super) fn manifest(&self) -> Option<&'a Manifest> {
        self.results
            .manifests()
            .first()
            .map(|(_, _, manifest)| *manifest)
    }

    /// The cycle of the model, as it writes it.
    pub(super) fn cycle(&self) -> Option<&'a str> {
        self.results
            .manifests()
            .into_iter()
            .find_map(|(_, _, manifest)| setting(manifest, "cycle"))
            .filter(|cycle| !cycle.is_empty())
    }

    /// Why the engine stopped, where a result says so.
    pub(super) fn status(&self) -> Option<StatusWord> {
        self.plan()
            .map(|plan| plan.status)
            .or_else(|| self.sensitivity().map(|result| result.status))
            .or_else(|| self.alternatives().map(|result| result.status))
    }

    /// Why there is no plan, where there is none.
    pub(super) fn infeasibility(&self) -> Option<&'a InfeasibilityRecord> {
        self.plan()
            .and_then(|plan| plan.infeasibility.as_ref())
            .or_else(|| {
                self.sensitivity()
                    .and_then(|result| result.infeasibility.as_ref())
            })
            .or_else(|| {
                self.alternatives()
                    .and_then(|result| result.infeasibility.as_ref())
            })
    }

    /// Whether some result is of a run that was interrupted.
    pub(super) fn interrupted(&self) -> bool {
        self.sensitivity().is_some_and(|result| result.interrupted)
            || self.alternatives().is_some_and(|result| result.interrupted)
            || self.comparison().is_some_and(|result| result.interrupted)
    }

    /// Value and bound of the plan.
    pub(super) fn value(&self) -> Option<&'a ValueRecord> {
        self.plan()
            .and_then(|plan| plan.value.as_ref())
            .or_else(|| self.sensitivity().and_then(|result| result.value.as_ref()))
            .or_else(|| self.alternatives().and_then(|result| result.value.as_ref()))
    }

    /// What values are shares of.
    pub(super) fn shares(&self) -> Shares {
        Shares {
            all_gaps: self.value().map_or(0.0, |value| value.all_gaps),
        }
    }

    /// The plan over draws of what is not known: of the plan's own run, or else of the sensitivity.
    pub(super) fn drawn(&self) -> Option<&'a MonteCarloRecord> {
        let own = self.plan().and_then(|plan| plan.trust.as_ref());
        own.or_else(|| {
            self.sensitivity()
                .and_then(|result| result.montecarlo.as_ref())
        })
    }

    /// The draws that hold activities too, which the sensitivity has more of.
    pub(super) fn drawn_activities(&self) -> Option<&'a MonteCarloRecord> {
        let tested = self
            .sensitivity()
            .and_then(|result| result.montecarlo.as_ref());
        tested
            .filter(|drawn| !drawn.activities.is_empty())
            .or_else(|| self.drawn().filter(|drawn| !drawn.activities.is_empty()))
    }

    /// Number of draws with a plan that moves were looked at in; 0 where that is not known.
    pub(super) fn draws(&self) -> usize {
        self.drawn_activities()
            .or_else(|| self.drawn())
            .map_or(0, |drawn| drawn.draws.done)
    }

    /// Whether a move is too small to matter: its amount reads as nothing, alone or as a share of its pool.
    pub(super) fn is_small(&self, pool: &str, amount: f64, unit: &str) -> bool {
        let share = self
            .book
            .pool(pool)
            .filter(|pool| pool.amount > 0.0)
            .map(|pool| amount / pool.amount);
        self.book.unit(unit).reads_nothing(amount)
            || share.is_some_and(|share| share < LEAST_OF_POOL)
    }

    /// The moves that matter.
    pub(super) fn moves(&self) -> Vec<&'a MoveRecord> {
        let moves = self.plan().map_or(&[][..], |plan| plan.moves.as_slice());
        moves
            .iter()
            .filter(|row| !self.is_small(&row.pool, row.amount, &row.unit))
            .collect()
    }

    /// How a move stands, where that is known.
    pub(super) fn standing(&self, row: &MoveRecord) -> Option<&'a MoveHoldsRecord> {
        let key = (
            row.pool.as_str(),
            row.from.as_deref(),
            row.to.as_deref(),
            row.converted_to.as_deref(),
        );
        self.standings.get(&key).copied()
    }

    /// How firm a move is, where that is known.
    pub(super) fn firmness(&self, row: &MoveRecord) -> Option<MoveFirmness> {
        self.standing(row)
            .map(|row| firmness_of(row.firmness, row.holds, row.share))
    }

    /// How firm the moves that matter are; `None` where that is not known.
    pub(super) fn tally(&self) -> Option<MoveTally> {
        if self.standings.is_empty() {
            return None;
        }
        let matter = self
            .standings
            .values()
            .filter(|row| !self.is_small(&row.pool, row.amount, &row.unit));
        Some(MoveTally::new(matter.map(|row| {
            let firmness = firmness_of(row.firmness, row.holds, row.share);
            (firmness, row.to.is_some())
        })))
    }

    /// Every move whose standing is known and that matters and is asked for, by partner, pool, from and to.
    pub(super) fn standings(&self) -> impl Iterator<Item = &'a MoveHoldsRecord> {
        self.standings
            .values()
            .copied()
            .filter(|row| row.to.is_some() && !self.is_small(&row.pool, row.amount, &row.unit))
    }

    /// How the activity does over the draws, where that is known.
    pub(super) fn over_draws(&self, activity: &str) -> Option<&'a ActivityDrawsRecord> {
        let drawn = self.drawn_activities()?;
        drawn.activities.iter().find(|row| row.activity == activity)
    }

    /// Value of the best plan in any amounts, where the recommended one is held to steps and it is known.
    pub(super) fn in_any_amounts(&self) -> Option<f64> {
        let steps = self.plan().and_then(|plan| plan.steps.as_ref());
        let start = || {
            let rows = self.sensitivity()?.frontier.as_ref()?;
            rows.iter()
                .find_map(|row| row.points.first().map(|point| point.value))
        };
        steps
            .filter(|steps| steps.kept)
            .map(|steps| steps.value_before)
            .or_else(start)
    }

    /// Why figures of plans that are sought anew are not those of the plan in steps, in a sentence; `None` where they
    /// are the same.
    pub(super) fn any_amounts_words(&self) -> Option<String> {
        any_amounts_words(self.shares(), self.value()?.plan, self.in_any_amounts()?)
    }

    /// Whether as much of a pool is taken from activities as may be, to the last step.
    pub(super) fn is_at_move_limit(&self, pool: &PoolRecord) -> bool {
        let sizes = self.plan().and_then(|plan| plan.steps.as_ref());
        let step = sizes
            .into_iter()
            .flat_map(|steps| &steps.sizes)
            .find(|row| row.resource == pool.resource)
            .map_or(0.0, |row| row.step);
        at_move_limit(pool.move_limit_binds, pool.moved, pool.may_move, step)
    }

    /// How far the rows of the model can be taken as known, of tables that hold rows.
    pub(super) fn basis(&self) -> Vec<BasisRecord> {
        let rows = self
            .manifest()
            .map_or(&[][..], |manifest| manifest.basis.as_slice());
        rows.iter().filter(|row| row.rows() > 0).cloned().collect()
    }
}
