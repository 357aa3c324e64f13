//! From a point of the reduced program back to a plan: who gives what to which activity.

use std::collections::BTreeMap;

use super::formulation::{ColumnKey, Problem};
use super::instance::{ActivityIndex, ConversionIndex, Instance};
use super::solve::Point;
use super::trim::trim;
use crate::domain::{Grant, Level, Plan};

/// Amounts this small beside their pool, and levels this close to today's beside their capacity, are
/// the solver's rounding and not a decision …
const ROUNDING: f64 = 1e-9;
/// … unless they are more than this beside what the activity can need, so that taking them out never
/// comes near the tolerance of the audit.
const ROUNDING_OF_NEED: f64 = 1e-7;

/// What a pool gives to be converted for an activity: conversion, activity, amount in the pool's unit.
pub type Converted = (ConversionIndex, ActivityIndex, f64);

/// A plan by position: what each pool gives to each activity, and participants by activity.
#[derive(Debug, Clone, PartialEq)]
pub struct Allocation {
    /// Activity and amount, by pool, in the order of activities; amounts above zero only.
    pub grants: Vec<Vec<(ActivityIndex, f64)>>,
    /// What each pool gives to be converted, in its own unit, by conversion and activity; above zero only.
    pub converted: Vec<Vec<Converted>>,
    /// Participants by activity.
    pub participants: Vec<f64>,
}

impl Allocation {
    /// Today's.
    #[must_use]
    pub fn today(instance: &Instance) -> Self {
        let arcs = |pool: &super::instance::PoolData| {
            pool.arcs
                .iter()
                .map(|arc| (arc.activity, arc.amount))
                .collect()
        };
        Allocation {
            grants: instance.pools.iter().map(arcs).collect(),
            converted: vec![Vec::new(); instance.pools.len()],
            participants: instance.today(),
        }
    }

    /// What a pool gives to an activity.
    #[must_use]
    pub fn amount(&self, pool: usize, activity: ActivityIndex) -> f64 {
        let grants = &self.grants[pool];
        grants
            .binary_search_by_key(&activity, |&(to, _)| to)
            .map_or(0.0, |position| grants[position].1)
    }

    /// The plan by ids.
    #[must_use]
    pub fn plan(&self, instance: &Instance) -> Plan {
        let grants = self
            .grants
            .iter()
            .zip(&instance.pools)
            .flat_map(|(grants, pool)| {
                grants.iter().map(|&(activity, amount)| Grant {
                    pool: pool.id.clone(),
                    activity: instance.activities[activity].id.clone(),
                    amount,
                    converted_to: None,
                })
            });
        let pools = self.converted.iter().zip(&instance.pools);
        let converted = pools.flat_map(|(converted, pool)| {
            converted
                .iter()
                .map(|&(conversion, activity, amount)| Grant {
                    pool: pool.id.clone(),
                    activity: instance.activities[activity].id.clone(),
                    amount,
                    converted_to: Some(
                        instance.resources[instance.conversions[conversion].to].clone(),
                    ),
                })
        });
        let mut grants: Vec<Grant> = grants.chain(converted).collect();
        grants.sort_by(|a, b| {
            (&a.pool, &a.activity, &a.converted_to).cmp(&(&b.pool, &b.activity, &b.converted_to))
        });
        let levels =
            instance
                .activities
                .iter()
                .zip(&self.participants)
                .map(|(activity, &participants)| Level {
                    activity: activity.id.clone(),
                    participants,
                });
        Plan {
            grants,
            levels: levels.collect(),
        }
    }
}

/// The plan at a point: flows of classes split by the north-west corner rule in key order, what goes up
/// and down on one arc netted, rounding of the solver taken out.
#[must_use]
pub fn allocation(instance: &Instance, problem: &Problem, point: &Point) -> Allocation {
    let mut amounts: Vec<BTreeMap<ActivityIndex, f64>> = instance
        .pools
        .iter()
        .map(|pool| {
            pool.arcs
                .iter()
                .map(|arc| (arc.activity, arc.amount))
                .collect()
        })
        .collect();
    for (pool, data) in instance.pools.iter().enumerate() {
        for arc in &data.arcs {
            let kept = if instance.activities[arc.activity].excluded_by.is_some() {
                0.0
            } else {
                let released = problem.amount(
                    &point.values,
                    ColumnKey::Release {
                        pool,
                        activity: arc.activity,
                    },
                );
                arc.amount - released.clamp(0.0, arc.amount)
            };
            amounts[pool].insert(arc.activity, kept);
        }
    }
    let mut converted = vec![Vec::new(); instance.pools.len()];
    split(instance, problem, point, &mut amounts, &mut converted);
    for (converted, pool) in converted.iter_mut().zip(&instance.pools) {
        converted.retain(|&(conversion, activity, amount)| {
            let conversion = &instance.conversions[conversion];
            amount
                > rounding(
                    instance,
                    activity,
                    conversion.to,
                    pool.scale(),
                    conversion.rate,
                )
        });
        converted.sort_by_key(|&(conversion, activity, _)| (conversion, activity));
    }
    let mut grants: Vec<Vec<(ActivityIndex, f64)>> = (0..instance.pools.len())
        .map(|pool| tidy(instance, pool, &amounts[pool], &converted[pool]))
        .collect();
    let participants = levels(
        instance,
        &given(instance, &grants, &converted),
        &point.participants,
    );
    trim(instance, &mut grants, &converted, &participants);
    Allocation {
        grants,
        converted,
        participants,
    }
}

/// North-west corner: givers and activities of a class in key order, each pair filled as far as it goes;
/// pools that give as it is before those that convert.
fn split(
    instance: &Instance,
    problem: &Problem,
    point: &Point,
    amounts: &mut [BTreeMap<ActivityIndex, f64>],
    converted: &mut [Vec<Converted>],
) {
    for (index, class) in problem.classes.iter().enumerate() {
        let resource = class.resource;
        let amount = |key| problem.amount(&point.values, key).max(0.0);
        let as_it_is = class.pools.iter().map(|&pool| {
            let given = amount(ColumnKey::Flow { pool, class: index });
            (pool, None, given)
        });
        let by_conversion = class.converters.iter().map(|&(pool, conversion)| {
            let rate = instance.conversions[conversion].rate;
            let given = amount(ColumnKey::Converted { pool, class: index });
            (pool, Some((conversion, rate)), given * rate)
        });
        let mut flows: Vec<_> = as_it_is.chain(by_conversion).collect();
        let needed: Vec<(ActivityIndex, f64)> = class
            .activities
            .iter()
            .filter_map(|&activity| {
                let need = instance.activities[activity]
                    .needs
                    .iter()
                    .find(|need| need.resource == resource)?;
                let key = ColumnKey::Addition { activity, resource };
                let wanted = match problem.column(key) {
                    Some(_) => amount(key),
                    None => need.needed(running(instance, point.participants[activity], activity)),
                };
                Some((activity, wanted.max(0.0)))
            })
            .collect();
        // Rounding leaves the two sums a hair apart: spread over all, no activity feels it.
        let total: f64 = needed.iter().map(|&(_, wanted)| wanted).sum();
        let given: f64 = flows.iter().map(|&(.., amount)| amount).sum();
        let factor = if total > given { given / total } else { 1.0 };
        let mut flow = flows.iter_mut();
        let mut current = flow.next();
        for (activity, wanted) in needed {
            let mut wanted = wanted * factor;
            while wanted > 0.0 {
                let Some((pool, conversion, left)) = current.as_mut() else {
                    break;
                };
                let given = wanted.min(*left);
                match *conversion {
                    None => *amounts[*pool].entry(activity).or_default() += given,
                    Some((index, rate)) if given > 0.0 => {
                        converted[*pool].push((index, activity, given / rate));
                    }
                    Some(_) => {}
                }
                wanted -= given;
                *left -= given;
                if *left <= 0.0 {
                    current = flow.next();
                }
            }
        }
    }
}

/// Participants of an activity; none where it has a switch that is off but for rounding.
fn running(instance: &Instance, participants: f64, activity: ActivityIndex) -> f64 {
    if participants < instance.activities[activity].least / 2.0 {
        0.0
    } else {
        participants
    }
}

/// Amount of a pool of this size that is the solver's rounding, where an activity is given `rate` of a resource
/// for each unit of it.
fn rounding(
    instance: &Instance,
    activity: ActivityIndex,
    resource: usize,
    held: f64,
    rate: f64,
) -> f64 {
    let activity = &instance.activities[activity];
    let need = activity.needs.iter().find(|need| need.resource == resource);
    let most = need.map_or(0.0, |need| need.size(activity));
    (ROUNDING * held).min(ROUNDING_OF_NEED * most / rate)
}

/// Amounts of one pool without the solver's rounding, and never more than the pool has.
fn tidy(
    instance: &Instance,
    pool: usize,
    amounts: &BTreeMap<ActivityIndex, f64>,
    converted: &[Converted],
) -> Vec<(ActivityIndex, f64)> {
    let data = &instance.pools[pool];
    let rounding = |activity| rounding(instance, activity, data.resource, data.scale(), 1.0);
    let today = |activity: ActivityIndex| {
        data.arcs
            .binary_search_by_key(&activity, |arc| arc.activity)
            .map_or(0.0, |position| data.arcs[position].amount)
    };
    let mut tidied: Vec<(ActivityIndex, f64)> = amounts
        .iter()
        .map(|(&activity, &amount)| {
            let before = today(activity);
            let unchanged = (amount - before).abs() <= rounding(activity)
                && instance.activities[activity].excluded_by.is_none();
            (activity, if unchanged { before } else { amount })
        })
        .filter(|&(activity, amount)| amount > rounding(activity))
        .collect();
    let used = |grants: &[(ActivityIndex, f64)]| -> f64 {
        grants
            .iter()
            .map(|&(activity, amount)| {
                amount + data.switching * (amount - today(activity)).max(0.0)
            })
            .sum()
    };
    let converted: f64 = converted.iter().map(|&(.., amount)| amount).sum();
    let over = used(&tidied) + converted - data.amount;
    let added = |&(activity, amount): &(ActivityIndex, f64)| (amount - today(activity)).max(0.0);
    let additions: f64 = tidied.iter().map(added).sum();
    if over > 0.0 && additions > over {
        // What rounding gave too much comes off every addition alike, so that no activity feels it.
        let share = over / (additions * (1.0 + data.switching));
        for grant in &mut tidied {
            grant.1 -= share * added(grant);
        }
    }
    tidied
}

/// Participants that what is given pays for, at most those that are wanted; exactly today's where nothing changed.
pub(super) fn levels(
    instance: &Instance,
    given: &[BTreeMap<usize, f64>],
    wanted: &[f64],
) -> Vec<f64> {
    let activities = 0..instance.activities.len();
    activities
        .map(|index| level(instance, index, &given[index], wanted[index]))
        .collect()
}

/// [`levels`] of one activity.
pub(super) fn level(
    instance: &Instance,
    index: ActivityIndex,
    given: &BTreeMap<usize, f64>,
    wanted: f64,
) -> f64 {
    let activity = &instance.activities[index];
    let wanted = running(instance, wanted, index);
    if activity.excluded_by.is_some() || (activity.has_switch() && wanted <= 0.0) {
        return 0.0;
    }
    let close = (wanted - activity.today).abs() <= ROUNDING * activity.most;
    let target = if close { activity.today } else { wanted };
    activity
        .needs
        .iter()
        .filter(|need| need.checked && need.takes())
        .map(|need| {
            let amount = given.get(&need.resource).copied().unwrap_or(0.0);
            // Today's allocation pays for today's participants exactly, whatever the division says.
            let paid_today = amount >= need.allocated && target <= activity.today;
            if paid_today || need.per_participant <= 0.0 {
                target
            } else {
                need.pays_for(amount)
            }
        })
        .fold(target.min(activity.capacity), f64::min)
        .max(0.0)
}

/// Amount of each resource that each activity is given, what is converted for it included.
#[must_use]
pub fn given(
    instance: &Instance,
    grants: &[Vec<(ActivityIndex, f64)>],
    converted: &[Vec<Converted>],
) -> Vec<BTreeMap<usize, f64>> {
    let mut given = vec![BTreeMap::new(); instance.activities.len()];
    for (pool, grants) in instance.pools.iter().zip(grants) {
        for &(activity, amount) in grants {
            *given[activity].entry(pool.resource).or_insert(0.0) += amount;
        }
    }
    for &(conversion, activity, amount) in converted.iter().flatten() {
        let conversion = &instance.conversions[conversion];
        *given[activity].entry(conversion.to).or_insert(0.0) += conversion.rate * amount;
    }
    given
}
