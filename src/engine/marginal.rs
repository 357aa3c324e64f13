//! What more of a pool is worth where integers leave no shadow price: solved again with more of it.

use super::backend::Limits;
use super::extract::Allocation;
use super::instance::{Instance, PoolIndex};
use super::recommend::EngineOptions;
use super::solve::{Flow, Progress, Search, SearchSettings, search_from};
use crate::domain::{Recommendation, Resolved};

/// How much more of a pool is tried, as a share of it. One dollar more is worth less than the gap that a
/// search over integers leaves, so that its worth could not be told from nothing.
const MORE: f64 = 0.05;

/// What more of a pool is worth, where the plan is `plan` with its value and bound in `result`; `None` for a pool
/// without an amount, and where nothing was found.
///
/// Solving stops where `progress` says so.
pub fn more_of_pool(
    instance: &Instance,
    options: EngineOptions<'_>,
    plan: &Allocation,
    result: &Recommendation,
    pool: PoolIndex,
    progress: &mut dyn FnMut(Progress) -> Flow,
) -> Option<Resolved> {
    let value = result.value.as_ref()?;
    let settings = SearchSettings {
        backend: options.backend,
        form: options.form,
        limits: Limits::default(),
    };
    let more = MORE * instance.pools[pool].amount;
    if more <= 0.0 {
        return None;
    }
    let mut larger = instance.clone();
    larger.add_to_pool(pool, more);
    let mut stopped = false;
    let mut report = |step| {
        let flow = progress(step);
        stopped = flow == Flow::Stop;
        flow
    };
    let found = search_from(&larger, settings, &plan.participants, &mut report);
    let Search::Found(solved) = found else {
        return None;
    };
    if stopped {
        return None;
    }
    let best = result.best_value()?;
    // What was feasible stays so: more of a pool never makes the best plan worse.
    let with = solved.point.evaluation.value.max(best);
    let bound = solved.bound.max(with);
    Some(Resolved {
        more,
        value: (with - best) / more,
        low: ((with - value.bound) / more).max(0.0),
        high: (bound - best) / more,
    })
}
