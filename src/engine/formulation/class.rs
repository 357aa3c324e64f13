//! Flows from pools to classes of activities.
//!
//! Activities belong to one class of a resource when the same pools may add it to them and every rule
//! about amounts counts them alike; then only their sum matters to a pool:
//! Σ_f flow_{f,k} = Σ_{a in k} up_ra. One flow per pool and class replaces one per pool and
//! activity; the plan is split back by the north-west corner rule afterwards (FORMULATION 5, "Size").

use std::collections::BTreeMap;

use super::need::has_row;
use super::{ColumnKey, Problem, RowKey};
use crate::engine::instance::{ActivityIndex, Demand, Instance, PoolIndex, ResourceIndex};

/// How finely flows are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// One flow per pool and class.
    Reduced,
    /// One flow per pool and activity: larger, and the same optimum. An oracle for tests.
    PerArc,
}

/// Activities that the same pools may add a resource to.
#[derive(Debug, Clone, PartialEq)]
pub struct Class {
    /// The resource.
    pub resource: ResourceIndex,
    /// Pools that may add it, in order.
    pub pools: Vec<PoolIndex>,
    /// The activities, in order.
    pub activities: Vec<ActivityIndex>,
    /// The rules about amounts of the resource that count these activities.
    pub rules: Vec<usize>,
    /// What the activities could use at capacity, in the resource's unit.
    pub most: f64,
}

impl Class {
    /// A name that depends on the model's ids alone: the resource and its first activity.
    pub(super) fn name(&self, instance: &Instance) -> String {
        let first = self
            .activities
            .first()
            .map(|&activity| instance.activities[activity].id.to_string());
        format!(
            "{},{}",
            instance.resources[self.resource],
            first.unwrap_or_default()
        )
    }
}

/// What tells classes apart: the resource, the pools, the rules and, with one flow per arc, the activity.
type Kind = (
    ResourceIndex,
    Vec<PoolIndex>,
    Vec<usize>,
    Option<ActivityIndex>,
);

/// The classes of an instance, in the order of their first activity.
pub(super) fn classes(instance: &Instance, form: Form) -> Vec<Class> {
    let mut givers: BTreeMap<(ActivityIndex, ResourceIndex), Vec<PoolIndex>> = BTreeMap::new();
    for (pool, data) in instance.pools.iter().enumerate() {
        if data.amount > 0.0 {
            for &activity in &data.may_add {
                givers
                    .entry((activity, data.resource))
                    .or_default()
                    .push(pool);
            }
        }
    }
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); instance.activities.len()];
    for (rule, data) in instance.rules.iter().enumerate() {
        if let Demand::Amount { activities, .. } = &data.demand {
            for &activity in activities {
                members[activity].push(rule);
            }
        }
    }
    let about = |rule: usize, wanted: ResourceIndex| matches!(&instance.rules[rule].demand, Demand::Amount { resource, .. } if *resource == wanted);
    let mut found: BTreeMap<Kind, usize> = BTreeMap::new();
    let mut classes: Vec<Class> = Vec::new();
    for ((activity, resource), pools) in givers {
        let rules: Vec<usize> = members[activity]
            .iter()
            .copied()
            .filter(|&rule| about(rule, resource))
            .collect();
        let only = (form == Form::PerArc).then_some(activity);
        let class = *found
            .entry((resource, pools.clone(), rules.clone(), only))
            .or_insert_with(|| {
                classes.push(Class {
                    resource,
                    pools,
                    activities: Vec::new(),
                    rules,
                    most: 0.0,
                });
                classes.len() - 1
            });
        classes[class].activities.push(activity);
        let data = &instance.activities[activity];
        let need = data.needs.iter().find(|need| need.resource == resource);
        classes[class].most += need.map_or(0.0, |need| {
            (need.per_participant * data.capacity).max(need.allocated) + need.idle
        });
    }
    classes
}

pub(super) fn add(problem: &mut Problem, instance: &Instance, form: Form) {
    for class in 0..problem.classes.len() {
        let Class {
            resource,
            pools,
            activities,
            ..
        } = problem.classes[class].clone();
        let mut entries = Vec::new();
        let mut most = 0.0;
        for activity in activities {
            let data = &instance.activities[activity];
            let Some(need) = data.needs.iter().find(|need| need.resource == resource) else {
                continue;
            };
            most += (need.per_participant * data.most).max(need.allocated) + need.idle;
            if has_row(need, form) {
                let added = problem.column(ColumnKey::Addition { activity, resource });
                entries.extend(added.map(|column| (column, -1.0)));
            } else {
                let participants = problem.participants_entries(instance, activity);
                entries.extend(
                    participants
                        .into_iter()
                        .map(|(column, _)| (column, -need.per_participant)),
                );
            }
        }
        for pool in pools {
            let data = &instance.pools[pool];
            let key = ColumnKey::Flow { pool, class };
            // Twice the amount: the row of the pool holds it, and no price hides in the bound.
            let scale = if most > 0.0 {
                data.scale().min(most)
            } else {
                1.0
            };
            let column = problem.add_column(key, scale, 0.0, 0.0, (2.0 * data.amount).min(most));
            entries.push((column, 1.0));
        }
        problem.add_row(
            RowKey::Class(class),
            if most > 0.0 { most } else { 1.0 },
            0.0,
            0.0,
            entries,
        );
    }
}
