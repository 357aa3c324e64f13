//! An option's community, and its certified plan as figures that can be kept and read back.

use std::collections::BTreeMap;
use std::sync::Mutex;

use super::Candidate;
use crate::app::runner::Runner;
use crate::app::watch::Entry;
use crate::domain::{Effects, Infeasibility, Model, Status};
use crate::engine::backend::{Limits, Raw};
use crate::engine::{
    Allocation, EngineError, EngineOptions, Flow, Form, Instance, recommend_in_steps,
};

/// Status of an entry with a plan.
const FOUND: &str = "found";
/// Status of an entry without one.
const INFEASIBLE: &str = "infeasible";

/// A community to solve.
pub(super) struct World<'a> {
    pub name: &'a str,
    pub description: Option<&'a str>,
    pub model: &'a Model,
    pub effects: Effects,
    /// Where every figure is as expected.
    pub instance: Instance,
}

impl<'a> World<'a> {
    /// The community of a candidate.
    pub fn new(candidate: Candidate<'a>, effects: Effects) -> Self {
        World {
            name: candidate.name,
            description: candidate.description,
            model: candidate.model,
            instance: Instance::new(candidate.model, &effects),
            effects,
        }
    }
}

/// The plan that is recommended, and the best one before its moves were held to steps.
#[derive(Debug, Clone)]
pub(super) struct Plans {
    pub plan: Allocation,
    pub before: Allocation,
    /// Exact value of each, as its own world values gains.
    pub values: (f64, f64),
    /// No plan there is worth more.
    pub bound: f64,
}

impl Plans {
    /// What partners do today.
    pub fn today(instance: &Instance) -> Self {
        let today = Allocation::today(instance);
        let value = instance.evaluate(&today.participants).value;
        Plans {
            plan: today.clone(),
            before: today,
            values: (value, value),
            bound: value,
        }
    }
}

/// How the search for a world's plan ended.
#[derive(Debug, Clone)]
pub(super) struct Solved {
    pub status: Status,
    pub plans: Option<Plans>,
    pub infeasibility: Option<Infeasibility>,
    pub failed: Option<String>,
}

/// Solves every world, several at once.
pub(super) fn solve(worlds: &[World<'_>], runner: &Runner<'_>) -> Vec<Solved> {
    let keys: Vec<String> = worlds
        .iter()
        .map(|world| format!("plan/{}", world.name))
        .collect();
    // Why there is no plan is words, which the journal has no place for.
    let reasons: Mutex<BTreeMap<usize, Infeasibility>> = Mutex::new(BTreeMap::new());
    let entries = runner.run(
        "options",
        &keys,
        || (),
        |(), index| {
            let (status, values) = match certified(&worlds[index]) {
                Ok((status, Some(plans), _)) => (FOUND.to_owned(), written(status, &plans)),
                Ok((_, None, reason)) => {
                    if let Some(reason) = reason {
                        reasons
                            .lock()
                            .unwrap_or_else(std::sync::PoisonError::into_inner)
                            .insert(index, reason);
                    }
                    (INFEASIBLE.to_owned(), Vec::new())
                }
                Err(error) => (error.to_string(), Vec::new()),
            };
            Entry {
                key: keys[index].clone(),
                status,
                values,
            }
        },
    );
    let mut reasons = reasons
        .into_inner()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    let none = |status, infeasibility, failed| Solved {
        status,
        plans: None,
        infeasibility,
        failed,
    };
    let read_back = |index: usize, entry: Option<Entry>, reason: Option<Infeasibility>| {
        let Some(entry) = entry else {
            return none(Status::Stopped, None, None);
        };
        match entry.status.as_str() {
            FOUND => match read(&worlds[index].instance, &entry.values) {
                Some((status, plans)) => Solved {
                    status,
                    plans: Some(plans),
                    infeasibility: None,
                    failed: None,
                },
                None => {
                    let why = "what was kept of it cannot be read".to_owned();
                    none(Status::Stopped, None, Some(why))
                }
            },
            INFEASIBLE => {
                // Kept from an earlier run: that there is none is known, and the reason is found again.
                let reason = reason.or_else(|| certified(&worlds[index]).ok()?.2);
                none(Status::Infeasible, reason, None)
            }
            why => none(Status::Stopped, None, Some(why.to_owned())),
        }
    };
    let entries = entries.into_iter().enumerate();
    entries
        .map(|(index, entry)| read_back(index, entry, reasons.remove(&index)))
        .collect()
}

type Certified = (Status, Option<Plans>, Option<Infeasibility>);

fn certified(world: &World<'_>) -> Result<Certified, EngineError> {
    let options = EngineOptions {
        backend: &Raw,
        form: Form::Reduced,
        limits: Limits::default(),
    };
    // A plan is kept whole or not at all: who stops the job waits for those that are begun.
    let mut go_on = |_| Flow::Continue;
    let (result, planned) = recommend_in_steps(world.model, &world.instance, options, &mut go_on)?;
    let plans = planned
        .zip(result.value.as_ref())
        .map(|(planned, value)| Plans {
            values: (value.plan, result.best_value().unwrap_or(value.plan)),
            bound: value.bound,
            plan: planned.plan,
            before: planned.before,
        });
    Ok((result.status, plans, result.infeasibility))
}

/// A plan as figures, which [`read`] reads.
fn written(status: Status, plans: &Plans) -> Vec<f64> {
    let open = if status == Status::GapOpen { 1.0 } else { 0.0 };
    let mut values = vec![open, plans.values.0, plans.values.1, plans.bound];
    for plan in [&plans.plan, &plans.before] {
        values.extend(&plan.participants);
        for (grants, converted) in plan.grants.iter().zip(&plan.converted) {
            values.push(grants.len() as f64);
            for &(activity, amount) in grants {
                values.extend([activity as f64, amount]);
            }
            values.push(converted.len() as f64);
            for &(conversion, activity, amount) in converted {
                values.extend([conversion as f64, activity as f64, amount]);
            }
        }
    }
    values
}

fn read(instance: &Instance, values: &[f64]) -> Option<(Status, Plans)> {
    let (&[open, value, best, bound], mut rest) = values.split_first_chunk::<4>()?;
    let mut plan = || -> Option<Allocation> {
        let (participants, after) = rest.split_at_checked(instance.activities.len())?;
        rest = after;
        let mut grants = Vec::with_capacity(instance.pools.len());
        let mut converted = Vec::with_capacity(instance.pools.len());
        for _ in &instance.pools {
            let mut next = |width: usize| -> Option<&[f64]> {
                let (&length, after) = rest.split_first()?;
                let (own, after) = after.split_at_checked(length as usize * width)?;
                rest = after;
                Some(own)
            };
            grants.push(
                next(2)?
                    .chunks_exact(2)
                    .map(|pair| (pair[0] as usize, pair[1]))
                    .collect::<Vec<_>>(),
            );
            converted.push(
                next(3)?
                    .chunks_exact(3)
                    .map(|row| (row[0] as usize, row[1] as usize, row[2]))
                    .collect::<Vec<_>>(),
            );
        }
        let activities = instance.activities.len();
        let conversions = instance.conversions.len();
        let known = grants.iter().flatten().all(|&(to, _)| to < activities)
            && converted
                .iter()
                .flatten()
                .all(|&(by, to, _)| by < conversions && to < activities);
        known.then(|| Allocation {
            grants,
            converted,
            participants: participants.to_vec(),
        })
    };
    let (plan, before) = (plan()?, plan()?);
    let status = if open > 0.0 {
        Status::GapOpen
    } else {
        Status::Optimal
    };
    let plans = Plans {
        plan,
        before,
        values: (value, best),
        bound,
    };
    rest.is_empty().then_some((status, plans))
}
