//! Plans that are nearly as good as the best one: how far each activity can go, and plans that differ most.
//!
//! The range of an activity is its fewest and most participants over all plans that give up at most a tolerance
//! (Brill, Chang & Hopkins 1982). Different plans are sought one after another, each with as few as can be of the
//! participants that the plans before it had (SPORES weights; Lombardi, Pickering, Colombo & Pfenninger 2020).

use std::collections::BTreeMap;

use super::recommend::JobError;
use super::runner::Runner;
use super::watch::{Entry, Step, Watch};
use crate::diagnostic::Diagnostics;
use crate::domain::{
    ActivityRange, Alternative, Alternatives, IndicatorId, Model, Necessity, Recommendation,
};
use crate::engine::backend::{Backend as _, Limits, Raw};
use crate::engine::{self, Allocation, EngineOptions, Flow, Form, Instance, Reached, Resolver};
use crate::evidence;

/// Share of capacity by which participants must differ to be more or fewer than others.
const DIFFERS: f64 = 1e-4;

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// Share of the value that a plan may give up, 0-1.
    pub tolerance: f64,
    /// How many different plans are sought.
    pub plans: usize,
    /// Threads; `None`: as many as the machine has. Results do not depend on it.
    pub threads: Option<usize>,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            tolerance: 0.01,
            plans: 5,
            threads: None,
        }
    }
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The recommendation that they are nearly as good as; without a plan, there are none.
    pub recommendation: Recommendation,
    /// The alternatives.
    pub alternatives: Alternatives,
    /// What was filled in or could not be checked.
    pub findings: Diagnostics,
    /// The solver and its version.
    pub solver: String,
}

/// Finds plans that are nearly as good.
///
/// # Errors
/// What is wrong with the evidence, or that the engine failed.
pub fn run(model: &Model, options: &Options, watch: Watch<'_>) -> Result<Outcome, JobError> {
    let effects = evidence::effects(model).map_err(JobError::Input)?;
    let instance = Instance::new(model, &effects);
    let findings = super::validate::findings(model, &instance);
    let runner = Runner::new(options.threads, watch)?;
    let engine_options = EngineOptions {
        backend: &Raw,
        form: Form::Reduced,
        limits: Limits::default(),
    };
    let (recommendation, planned) =
        engine::recommend_in_steps(model, &instance, engine_options, &mut |progress| {
            runner.step(Step {
                what: "looking for the best plan",
                done: progress.rounds,
                of: 0,
            })
        })?;
    let mut alternatives = Alternatives {
        tolerance: options.tolerance,
        ..Alternatives::default()
    };
    if let (Some(planned), Some(value), Some(best)) =
        (&planned, &recommendation.value, recommendation.best_value())
    {
        let near = Near {
            instance: &instance,
            plan: &planned.plan,
            value: best,
            least: best - options.tolerance * best.abs(),
            resolver: Resolver::new(&instance, &planned.before.participants, &Raw),
            runner: &runner,
        };
        alternatives.value = best;
        alternatives.bound = value.bound;
        alternatives.unit = value.unit;
        alternatives.ranges = near.ranges();
        alternatives.plans = near.plans(options.plans);
    }
    alternatives.interrupted = runner.is_stopped();
    Ok(Outcome {
        recommendation,
        alternatives,
        findings,
        solver: Raw.name(),
    })
}

/// What the plans are near to.
struct Near<'a> {
    instance: &'a Instance,
    plan: &'a Allocation,
    value: f64,
    /// What a plan is worth at least.
    least: f64,
    resolver: Resolver<'a>,
    runner: &'a Runner<'a>,
}

impl Near<'_> {
    /// The range of each activity of which both ends were found.
    fn ranges(&self) -> Vec<ActivityRange> {
        let activities = &self.instance.activities;
        let keys: Vec<String> = activities
            .iter()
            .flat_map(|activity| ["least", "most"].map(|end| format!("{end}/{}", activity.id)))
            .collect();
        let entries = self.runner.run(
            "how far each activity can go",
            &keys,
            || self.resolver.worker(),
            |worker, index| {
                let mut weights = vec![0.0; activities.len()];
                let direction = if index % 2 == 0 { -1.0 } else { 1.0 };
                weights[index / 2] = direction;
                let found = worker.reach(self.instance, &weights, self.least);
                let (status, values) = match found {
                    Ok(Some(Reached { reach, bound, .. })) => (
                        "found".to_owned(),
                        vec![direction * reach, direction * bound],
                    ),
                    Ok(None) => ("infeasible".to_owned(), Vec::new()),
                    Err(outcome) => (format!("the solver ended with {outcome:?}"), Vec::new()),
                };
                Entry {
                    key: keys[index].clone(),
                    status,
                    values,
                }
            },
        );
        let end = |index: usize| match entries[index].as_ref()?.values.as_slice() {
            &[reached, bound] => Some((reached, bound)),
            _ => None,
        };
        let activities = activities.iter().enumerate();
        activities
            .filter_map(|(index, activity)| {
                let plan = self.plan.participants[index];
                let ((least, least_bound), (most, most_bound)) =
                    (end(2 * index)?, end(2 * index + 1)?);
                // The recommended plan is one of them.
                let (least, most) = (least.min(plan), most.max(plan));
                let more = |one: f64, than: f64| one > than + DIFFERS * activity.capacity;
                let necessity = if more(least, activity.today) {
                    Necessity::MustHave
                } else if more(most, activity.today) {
                    Necessity::RealChoice
                } else if more(activity.today, least) || most <= 0.0 {
                    Necessity::Dispensable
                } else {
                    Necessity::Fixed
                };
                Some(ActivityRange {
                    activity: activity.id.clone(),
                    today: activity.today,
                    plan,
                    least,
                    most,
                    least_bound: least_bound.min(least).max(0.0),
                    most_bound: most_bound.max(most).min(activity.capacity),
                    necessity,
                })
            })
            .collect()
    }

    /// Share of its capacity that an activity uses.
    fn share(&self, activity: usize, participants: f64) -> f64 {
        let capacity = self.instance.activities[activity].capacity;
        if capacity > 0.0 {
            participants / capacity
        } else {
            0.0
        }
    }

    /// Plans that differ most, as far as new ones are found.
    fn plans(&self, wanted: usize) -> Vec<Alternative> {
        let activities = self.instance.activities.len();
        let mut used: Vec<f64> = self.shares(&self.plan.participants);
        let mut worker = self.resolver.worker();
        let mut plans: Vec<Alternative> = Vec::new();
        for done in 0..wanted {
            let step = Step {
                what: "looking for different plans",
                done,
                of: wanted,
            };
            if self.runner.step(step) == Flow::Stop {
                break;
            }
            let weights: Vec<f64> = (0..activities)
                .map(|activity| -self.share(activity, used[activity]))
                .collect();
            let Ok(Some(found)) = worker.reach(self.instance, &weights, self.least) else {
                break;
            };
            let known = plans
                .iter()
                .map(|plan| &plan.participants)
                .chain([&self.plan.participants]);
            let differs = known
                .map(|other| self.distance(&found.participants, other))
                .fold(f64::INFINITY, f64::min);
            for (used, share) in used.iter_mut().zip(self.shares(&found.participants)) {
                *used += share;
            }
            if differs > DIFFERS {
                plans.push(self.alternative(found));
            }
        }
        plans
    }

    fn shares(&self, participants: &[f64]) -> Vec<f64> {
        let participants = participants.iter().enumerate();
        participants
            .map(|(activity, &participants)| self.share(activity, participants))
            .collect()
    }

    /// Mean difference of participants as shares of capacity.
    fn distance(&self, one: &[f64], other: &[f64]) -> f64 {
        let differences = self.shares(one).into_iter().zip(self.shares(other));
        let total: f64 = differences.map(|(one, other)| (one - other).abs()).sum();
        total / one.len().max(1) as f64
    }

    fn alternative(&self, found: Reached) -> Alternative {
        let mut gains: BTreeMap<IndicatorId, f64> = BTreeMap::new();
        let cells = self.instance.cells.iter().zip(&found.evaluation.gains);
        for (cell, gain) in cells.filter(|(cell, _)| cell.counted) {
            *gains.entry(cell.indicator.clone()).or_default() += gain;
        }
        let value = found.evaluation.value;
        Alternative {
            value,
            gives_up: (self.value - value) / self.instance.scale(self.value),
            distance: self.distance(&found.participants, &self.plan.participants),
            participants: found.participants,
            gains: gains.into_iter().collect(),
        }
    }
}
