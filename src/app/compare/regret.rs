//! Each plan in each other's world: what it is worth there, and how much less than what that world's own plan is.

use super::Set;
use crate::domain::{OptionKind, Regret, RegretFound};
use crate::engine::{broken_limits, carried_plan, transfer};

/// Every plan in every world that an option is of, by plan and world.
pub(super) fn regrets(set: &Set<'_>) -> Vec<Regret> {
    let plans = 0..set.members.len();
    let worlds = || {
        let all = 0..set.members.len();
        all.filter(|&member| set.members[member].kind != OptionKind::Today)
    };
    plans
        .flat_map(|plan| worlds().map(move |world| (plan, world)))
        .map(|(plan, world)| {
            let found = one(set, plan, world);
            let reason = found.as_ref().err().cloned();
            Regret {
                plan,
                world,
                found: found.ok(),
                reason,
            }
        })
        .collect()
}

fn one(set: &Set<'_>, plan: usize, world: usize) -> Result<RegretFound, String> {
    let missing = |member: usize| format!("there is no plan of {}", set.members[member].name);
    let own = set.members[plan].plan.as_ref();
    let own = own.ok_or_else(|| missing(plan))?;
    let best = set.members[world].plan.as_ref();
    let best = best.ok_or_else(|| missing(world))?;
    let there = &set.world(world).instance;
    if plan == world {
        return Ok(RegretFound {
            value: own.values.0,
            regret: 0.0,
            at_most: (own.bound - own.values.0).max(0.0),
            breaks: Vec::new(),
        });
    }
    let transferred = transfer(&set.world(plan).instance, &own.plan, there)?;
    let carried = carried_plan(&transferred.expected, &transferred.plan, there);
    let value = there.evaluate(&carried.participants).value;
    Ok(RegretFound {
        value,
        regret: best.values.0 - value,
        at_most: (best.bound - value).max(best.values.0 - value),
        breaks: broken_limits(there, &carried.plan(there)),
    })
}
