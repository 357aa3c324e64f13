//! How much of each resource a plan moves.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{Model, ResourceMoved};
use crate::engine::{Allocation, Instance};

/// What leaves activities or is newly used in `plan`, by resource that a pool of `instance` holds.
pub(super) fn moved(model: &Model, instance: &Instance, plan: &Allocation) -> Vec<ResourceMoved> {
    let today = Allocation::today(instance);
    let mut amounts: BTreeMap<usize, f64> = BTreeMap::new();
    for (pool, data) in instance.pools.iter().enumerate() {
        let change = |sign: f64| -> f64 {
            let touched = data.arcs.iter().map(|arc| arc.activity);
            let given = plan.grants[pool].iter().map(|&(to, _)| to);
            let all: BTreeSet<usize> = touched.chain(given).collect();
            all.into_iter()
                .map(|to| (sign * (plan.amount(pool, to) - today.amount(pool, to))).max(0.0))
                .sum()
        };
        let converted: f64 = plan.converted[pool]
            .iter()
            .map(|&(.., amount)| amount)
            .sum();
        *amounts.entry(data.resource).or_default() += change(-1.0).max(change(1.0) + converted);
    }
    amounts
        .into_iter()
        .map(|(resource, amount)| {
            let row = &model.tables().resources[resource];
            ResourceMoved {
                resource: row.id.clone(),
                unit: row.unit.clone(),
                amount,
            }
        })
        .collect()
}
