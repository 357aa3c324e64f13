//! What more of a pool is worth where integers leave no shadow price: solved again with more of it.

use super::backend::Limits;
use super::extract::Allocation;
use super::instance::Instance;
use super::recommend::EngineOptions;
use super::solve::{Flow, Progress, Search, SearchSettings, search_from};
use crate::domain::{Recommendation, Resolved};

/// How much more of a pool is tried, as a share of it. One dollar more is worth less than the gap that a
/// search over integers leaves, so that its worth could not be told from nothing.
const MORE: f64 = 0.05;

/// Fills in what more of each pool is worth, as far as it is allowed to go on.
pub(super) fn resolve(
    instance: &Instance,
    options: EngineOptions<'_>,
    plan: &Allocation,
    result: &mut Recommendation,
    progress: &mut dyn FnMut(Progress) -> Flow,
) {
    let Some(value) = result.value.clone() else {
        return;
    };
    let settings = SearchSettings {
        backend: options.backend,
        form: options.form,
        limits: Limits::default(),
    };
    for (pool, row) in result.pools.iter_mut().enumerate() {
        let more = MORE * instance.pools[pool].amount;
        if more <= 0.0 {
            continue;
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
        if stopped {
            return;
        }
        if let Search::Found(solved) = found {
            // What was feasible stays so: more of a pool never makes the best plan worse.
            let with = solved.point.evaluation.value.max(value.plan);
            let bound = solved.bound.max(with);
            row.resolved = Some(Resolved {
                more,
                value: (with - value.plan) / more,
                low: ((with - value.bound) / more).max(0.0),
                high: (bound - value.plan) / more,
            });
        }
    }
}
