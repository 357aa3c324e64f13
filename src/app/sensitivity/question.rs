//! What all methods ask about: a recommendation, its plan, and the means to solve again.

use super::figures::Figures;
use super::outcome::{Ending, Planned, Rows};
use crate::app::runner::Runner;
use crate::app::watch::Entry;
use crate::domain::{ActivityId, Model, Recommendation};
use crate::engine::backend::Raw;
use crate::engine::{Allocation, Instance, Resolver};

/// Share of capacity by which participants must differ to be more or fewer than others.
pub(super) const DIFFERS: f64 = 1e-6;

/// A recommendation and the means to solve again.
pub(super) struct Question<'a> {
    pub model: &'a Model,
    pub base: &'a Instance,
    pub recommendation: &'a Recommendation,
    pub plan: &'a Allocation,
    /// The best plan, before its moves were held to steps: what other best plans are compared with.
    pub before: &'a Allocation,
    /// Exact value of the best plan.
    pub value: f64,
    /// No plan is worth more than this.
    pub bound: f64,
    pub figures: &'a Figures<'a>,
    pub rows: &'a Rows,
    pub resolver: &'a Resolver<'a>,
    pub runner: &'a Runner<'a>,
}

/// A community to solve.
pub(super) struct Task<'a> {
    /// The name that its result is kept under.
    pub key: String,
    /// The community; `None` where the change makes no valid one.
    pub instance: Box<dyn Fn() -> Option<Instance> + Sync + 'a>,
}

impl<'a> Question<'a> {
    /// A resolver for a plan.
    pub(super) fn resolver(base: &Instance, plan: &Allocation) -> Resolver<'static> {
        Resolver::new(base, &plan.participants, &Raw)
    }

    /// The plan with what it was made for.
    pub(super) fn planned(&self) -> Planned<'a> {
        Planned {
            base: self.base,
            plan: self.plan,
            rows: self.rows,
            others: &[],
        }
    }

    /// Gains by row of the best plan as expected.
    pub(super) fn best_gains(&self) -> Vec<f64> {
        let best = Planned {
            plan: self.before,
            ..self.planned()
        };
        best.carried(self.base).gains
    }

    /// How each task ended, in order; `None` where the job was stopped before. `tolerance` is the gap that a search
    /// over integers goes on to.
    pub(super) fn solve(
        &self,
        what: &'static str,
        tasks: &[Task<'_>],
        tolerance: f64,
    ) -> Vec<Option<Ending>> {
        self.solve_beside(what, tasks, tolerance, &[])
    }

    /// The same, with the values of other plans in each community.
    pub(super) fn solve_beside(
        &self,
        what: &'static str,
        tasks: &[Task<'_>],
        tolerance: f64,
        others: &[(Instance, Allocation)],
    ) -> Vec<Option<Ending>> {
        let planned = Planned {
            others,
            ..self.planned()
        };
        let keys: Vec<String> = tasks.iter().map(|task| task.key.clone()).collect();
        let entries = self.runner.run(
            what,
            &keys,
            || self.resolver.worker(),
            |worker, index| {
                let key = &keys[index];
                match (tasks[index].instance)() {
                    Some(instance) => {
                        let answer = worker.solve_within(&instance, tolerance);
                        planned.entry(key, &instance, answer)
                    }
                    None => Entry {
                        key: key.clone(),
                        status: "the model would no longer be valid".to_owned(),
                        values: Vec::new(),
                    },
                }
            },
        );
        entries
            .iter()
            .map(|entry| entry.as_ref().map(|entry| planned.read(entry)))
            .collect()
    }

    /// Id of an activity.
    pub(super) fn activity(&self, index: usize) -> ActivityId {
        self.base.activities[index].id.clone()
    }

    /// Whether `participants` of an activity are more than `than`.
    pub(super) fn is_more(&self, activity: usize, participants: f64, than: f64) -> bool {
        participants > than + DIFFERS * self.base.activities[activity].capacity
    }

    /// Activities that grow in the best plan.
    pub(super) fn growing(&self) -> Vec<usize> {
        (0..self.base.activities.len())
            .filter(|&index| {
                let today = self.base.activities[index].today;
                self.is_more(index, self.before.participants[index], today)
            })
            .collect()
    }
}
