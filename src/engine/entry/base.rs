//! The community without any proposal: its best plan, its bound, its prices.

use super::narrow::Narrow;
use super::{Entry, EntryError};
use crate::domain::ActivityId;
use crate::engine::backend::{Backend, Limits, start};
use crate::engine::bound::upper_bound;
use crate::engine::formulation::{Form, Problem};
use crate::engine::instance::{Cell, Instance};
use crate::engine::lp::Lp;
use crate::engine::resolve::Resolver;
use crate::engine::solve::{End, Flow, Search, SearchSettings, TangentLoop, search};

/// A community without any proposal, solved: what every proposal is compared with. Shared by all threads.
pub struct Base<'a> {
    pub(super) backend: &'a dyn Backend,
    pub(super) instance: Instance,
    /// The relaxation with its tangents, with room for proposals.
    pub(super) problem: Problem,
    /// The basis of its optimum, and what a proposal is solved beside first; `None` where the solver keeps no basis.
    pub(super) narrow: Option<Narrow>,
    pub(super) duals: Vec<f64>,
    /// The bound that these duals prove.
    pub(super) relaxed: f64,
    pub(super) value: f64,
    pub(super) bound: f64,
    pub(super) participants: Vec<f64>,
    /// Change of each cell in the relaxation's best plan.
    pub(super) changes: Vec<f64>,
    /// Where running takes integers: what solves it again.
    pub(super) resolver: Option<Resolver<'a>>,
    /// The id that proposals have while they are valued.
    pub(super) id: Option<ActivityId>,
}

impl<'a> Base<'a> {
    /// Solves a community, to [`crate::engine::TOLERANCE`] or, with integers, to the gap of its policy.
    ///
    /// # Errors
    /// [`EntryError::Base`].
    pub fn new(instance: &Instance, backend: &'a dyn Backend) -> Result<Self, EntryError> {
        let base = |why: &str| EntryError::Base(why.to_owned());
        let mut instance = instance.clone();
        let resolver = if instance.has_integers() {
            let (value, bound, participants) = best_with_integers(&instance, backend)?;
            let resolver = Resolver::new(&instance, &participants, backend);
            Some((value, bound, participants, resolver))
        } else {
            None
        };
        let beside: Vec<f64> = instance
            .cells
            .iter()
            .map(|cell| room_beside(&instance, cell))
            .collect();
        for (cell, beside) in instance.cells.iter_mut().zip(beside) {
            cell.beside = beside;
        }
        let mut problem = Problem::new(&instance, Form::Reduced).relaxed();
        problem.widen_flows(&instance);
        if let Some(what) = problem.lp.not_finite() {
            return Err(EntryError::Base(format!("{what} is not finite")));
        }
        let mut session = start(backend, &problem.lp, Limits::default());
        let mut go_on = |_| Flow::Continue;
        let mut tangents = TangentLoop {
            instance: &instance,
            session: session.as_mut(),
            rounds: 0,
            bound: f64::INFINITY,
            fractions: resolver.is_some(),
            progress: &mut go_on,
        };
        let point = match tangents.first_stage(&mut problem) {
            End::Reached(point) | End::Stopped(Some(point)) => point,
            End::Infeasible => return Err(base("no plan keeps every rule")),
            End::Stopped(None) => return Err(base("the tangents did not meet the value")),
            End::Failed(why) => return Err(EntryError::Base(why)),
        };
        let bound = tangents.bound;
        let relaxed = upper_bound(&problem.lp, &point.duals) * problem.objective_scale;
        let (value, bound, participants, resolver) = match resolver {
            None => (
                point.evaluation.value,
                bound,
                point.participants.clone(),
                None,
            ),
            Some((value, found, participants, resolver)) => {
                (value, bound.min(found), participants, Some(resolver))
            }
        };
        let basis = session.basis();
        let narrow = basis.map(|basis| Narrow::new(&problem, basis, &point.duals));
        Ok(Base {
            backend,
            id: instance.entry_id(),
            narrow,
            changes: point.evaluation.changes,
            duals: point.duals,
            relaxed: relaxed.max(value),
            value,
            bound: bound.max(value),
            participants,
            resolver,
            problem,
            instance,
        })
    }

    /// Value of the best plan without proposals.
    #[must_use]
    pub fn value(&self) -> f64 {
        self.value
    }

    /// No plan without proposals is worth more.
    #[must_use]
    pub fn bound(&self) -> f64 {
        self.bound
    }

    /// Participants by activity of the best plan without proposals.
    #[must_use]
    pub fn participants(&self) -> &[f64] {
        &self.participants
    }

    /// An upper bound on what a proposal adds, from the base's duals alone.
    ///
    /// V* is the largest Σ c x of the program, and the multipliers λ ≥ 0 of its rows A x ≤ b bound it by
    /// λ b + Σ_j max over column j's bounds of (c − Aᵀ λ)_j x_j, whatever λ is (Neumaier & Shcherbina 2004). A
    /// proposal is one more column, so that for the same λ the bound grows by max(0, r), where
    /// r = Σ_c μ_c D_c − Σ_r price_r · request_r is its reduced value at full size: flows of its own into it have none where
    /// the multiplier of their row is the price of the cheapest giver. So V*(with) ≤ bound + max(0, r), while
    /// V*(without) ≥ value: it adds at most bound − value + max(0, r), of which bound − value is the base's own gap.
    /// With integers the relaxation's bound and prices say the same; a price given what runs would not.
    ///
    /// # Errors
    /// [`EntryError::Input`].
    pub fn adds_at_most(&self, entry: &Entry) -> Result<f64, EntryError> {
        super::check(&self.instance, entry).map_err(EntryError::Input)?;
        let parts = self.problem.parts(&self.instance, entry);
        let (reduced, _) = self
            .problem
            .reduced(&self.instance, entry, &parts, &self.duals);
        Ok(self.at_most(reduced))
    }

    /// [`Base::adds_at_most`] for a reduced value in units of the program's objective.
    pub(super) fn at_most(&self, reduced: f64) -> f64 {
        let more = (reduced.max(0.0) * self.problem.objective_scale) * (1.0 + 4.0 * f64::EPSILON);
        if more > 0.0 {
            (self.relaxed + more) - self.value
        } else {
            self.bound - self.value
        }
    }

    /// The program that it was solved by, scaled, with its tangents; integers are free to be fractions.
    #[must_use]
    pub fn program(&self) -> &Lp {
        &self.problem.lp
    }

    /// A proposal as one more column of [`Base::program`], from 0 to 1 and without a cost: row and coefficient. `None`
    /// where that takes rows of its own, or the proposal is not well formed.
    #[must_use]
    pub fn as_column(&self, entry: &Entry) -> Option<Vec<(usize, f64)>> {
        super::check(&self.instance, entry).ok()?;
        let parts = self.problem.parts(&self.instance, entry);
        parts.is_column().then_some(parts.entries)
    }

    /// A solver beside it: one for each thread.
    #[must_use]
    pub fn valuer(&self) -> super::Valuer<'_> {
        super::Valuer::new(self)
    }
}

/// How far a proposal may change a cell within the program: all its people, or as much as all activities can.
fn room_beside(instance: &Instance, cell: &Cell) -> f64 {
    let own = instance.largest_change(cell);
    let sizes = [
        own,
        cell.people,
        cell.population,
        cell.gap,
        cell.room.unwrap_or(0.0),
    ];
    sizes.into_iter().fold(0.0, f64::max)
}

/// Value, bound and participants of the best plan with integers.
fn best_with_integers(
    instance: &Instance,
    backend: &dyn Backend,
) -> Result<(f64, f64, Vec<f64>), EntryError> {
    let settings = SearchSettings {
        backend,
        form: Form::Reduced,
        limits: Limits::default(),
    };
    match search(instance, settings, &mut |_| Flow::Continue) {
        Search::Found(found) => {
            let value = found.first.evaluation.value;
            Ok((value, found.bound, found.first.participants))
        }
        Search::Infeasible(_) => Err(EntryError::Base("no plan keeps every rule".to_owned())),
        Search::Stopped => Err(EntryError::Base("the search found none".to_owned())),
        Search::Failed(why) => Err(EntryError::Base(why)),
    }
}
