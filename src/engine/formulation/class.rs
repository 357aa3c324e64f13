//! Flows from pools to classes of activities.
//!
//! Activities belong to one class of a resource when the same pools may add it to them, or convert into
//! it for them, and every rule about amounts counts them alike; then only their sum matters to a pool:
//! Σ_f (flow_{f,k} + rate · converted_{f,k}) = Σ_{a in k} up_ra. One flow per pool and class replaces one per pool and
//! activity; the plan is split back by the north-west corner rule afterwards (FORMULATION 5, "Size").

use std::collections::BTreeMap;

use super::need::has_row;
use super::{ColumnKey, Problem, RowKey};
use crate::engine::instance::{
    ActivityIndex, ConversionIndex, Demand, Instance, PoolIndex, ResourceIndex,
};

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
    /// Pools that may give something converted into it, in order.
    pub converters: Vec<(PoolIndex, ConversionIndex)>,
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

/// What may be given of one resource: by pools as it is, and converted.
type Givers = (Vec<PoolIndex>, Vec<(PoolIndex, ConversionIndex)>);

/// What tells classes apart: the resource, its givers, the rules and, with one flow per arc, the activity.
type Kind = (ResourceIndex, Givers, Vec<usize>, Option<ActivityIndex>);

/// The classes of an instance, in the order of their first activity.
pub(super) fn classes(instance: &Instance, form: Form) -> Vec<Class> {
    let mut givers: BTreeMap<(ActivityIndex, ResourceIndex), Givers> = BTreeMap::new();
    for (pool, data) in instance.pools.iter().enumerate() {
        if data.adds() {
            for &activity in &data.may_add {
                let entry = givers.entry((activity, data.resource)).or_default();
                entry.0.push(pool);
            }
            for &(conversion, activity) in &data.may_convert {
                let to = instance.conversions[conversion].to;
                let entry = givers.entry((activity, to)).or_default();
                entry.1.push((pool, conversion));
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
    for ((activity, resource), givers) in givers {
        let rules: Vec<usize> = members[activity]
            .iter()
            .copied()
            .filter(|&rule| {
                about(rule, resource)
                    || givers
                        .1
                        .iter()
                        .any(|&(_, conversion)| about(rule, instance.conversions[conversion].from))
            })
            .collect();
        let only = (form == Form::PerArc).then_some(activity);
        let kind = (resource, givers, rules, only);
        let class = match found.get(&kind) {
            Some(&class) => class,
            None => {
                let (_, (pools, converters), rules, _) = kind.clone();
                classes.push(Class {
                    resource,
                    pools,
                    converters,
                    activities: Vec::new(),
                    rules,
                    most: 0.0,
                });
                found.insert(kind, classes.len() - 1);
                classes.len() - 1
            }
        };
        classes[class].activities.push(activity);
        let data = &instance.activities[activity];
        let need = data.needs.iter().find(|need| need.resource == resource);
        classes[class].most += need.map_or(0.0, |need| {
            need.needed(data.capacity).max(need.allocated) + need.idle
        });
    }
    classes
}

pub(super) fn add(problem: &mut Problem, instance: &Instance, form: Form) {
    for class in 0..problem.classes.len() {
        let Class {
            resource,
            pools,
            converters,
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
            most += need.needed(data.most).max(need.allocated) + need.idle;
            if has_row(need, form) {
                let added = problem.column(ColumnKey::Addition { activity, resource });
                entries.extend(added.map(|column| (column, -1.0)));
            } else {
                let needed = problem.needed_entries(activity, need);
                entries.extend(needed.into_iter().map(|(column, amount)| (column, -amount)));
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
            let column = problem.add_column(
                key,
                scale,
                0.0,
                0.0,
                (2.0 * data.amount.max(data.least_unit)).min(most),
            );
            entries.push((column, 1.0));
        }
        for (pool, conversion) in converters {
            let data = &instance.pools[pool];
            let rate = instance.conversions[conversion].rate;
            let key = ColumnKey::Converted { pool, class };
            let taken = most / rate;
            let scale = if most > 0.0 {
                data.scale().min(taken)
            } else {
                1.0
            };
            let column = problem.add_column(
                key,
                scale,
                0.0,
                0.0,
                (2.0 * data.amount.max(data.least_unit)).min(taken),
            );
            entries.push((column, rate));
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
