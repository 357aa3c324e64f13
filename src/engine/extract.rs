//! From a point of the reduced program back to a plan: who gives what to which activity.

use std::collections::BTreeMap;

use super::formulation::{ColumnKey, Problem};
use super::instance::{ActivityIndex, Instance};
use super::solve::Point;
use super::trim::trim;
use crate::domain::{Grant, Level, Plan};

/// Amounts this small beside their pool, and levels this close to today's beside their capacity, are
/// the solver's rounding and not a decision …
const ROUNDING: f64 = 1e-9;
/// … unless they are more than this beside what the activity can need, so that taking them out never
/// comes near the tolerance of the audit.
const ROUNDING_OF_NEED: f64 = 1e-7;

/// A plan by position: what each pool gives to each activity, and participants by activity.
#[derive(Debug, Clone, PartialEq)]
pub struct Allocation {
    /// Activity and amount, by pool, in the order of activities; amounts above zero only.
    pub grants: Vec<Vec<(ActivityIndex, f64)>>,
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
                })
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
            grants: grants.collect(),
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
    split(instance, problem, point, &mut amounts);
    let mut grants: Vec<Vec<(ActivityIndex, f64)>> = (0..instance.pools.len())
        .map(|pool| tidy(instance, pool, &amounts[pool]))
        .collect();
    let participants = levels(instance, &grants, &point.participants);
    trim(instance, &mut grants, &participants);
    Allocation {
        grants,
        participants,
    }
}

/// North-west corner: pools and activities of a class in key order, each pair filled as far as it goes.
fn split(
    instance: &Instance,
    problem: &Problem,
    point: &Point,
    amounts: &mut [BTreeMap<ActivityIndex, f64>],
) {
    for (index, class) in problem.classes.iter().enumerate() {
        let resource = class.resource;
        let mut flows: Vec<(usize, f64)> = class
            .pools
            .iter()
            .map(|&pool| {
                (
                    pool,
                    problem
                        .amount(&point.values, ColumnKey::Flow { pool, class: index })
                        .max(0.0),
                )
            })
            .collect();
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
                    Some(_) => problem.amount(&point.values, key),
                    None => need.per_participant * point.participants[activity],
                };
                Some((activity, wanted.max(0.0)))
            })
            .collect();
        // Rounding leaves the two sums a hair apart: spread over all, no activity feels it.
        let total: f64 = needed.iter().map(|&(_, wanted)| wanted).sum();
        let given: f64 = flows.iter().map(|&(_, amount)| amount).sum();
        let factor = if total > given { given / total } else { 1.0 };
        let mut flow = flows.iter_mut();
        let mut current = flow.next();
        for (activity, wanted) in needed {
            let mut wanted = wanted * factor;
            while wanted > 0.0 {
                let Some((pool, left)) = current.as_mut() else {
                    break;
                };
                let given = wanted.min(*left);
                *amounts[*pool].entry(activity).or_default() += given;
                wanted -= given;
                *left -= given;
                if *left <= 0.0 {
                    current = flow.next();
                }
            }
        }
    }
}

/// Amounts of one pool without the solver's rounding, and never more than the pool has.
fn tidy(
    instance: &Instance,
    pool: usize,
    amounts: &BTreeMap<ActivityIndex, f64>,
) -> Vec<(ActivityIndex, f64)> {
    let data = &instance.pools[pool];
    let rounding = |activity: ActivityIndex| {
        let activity = &instance.activities[activity];
        let need = activity
            .needs
            .iter()
            .find(|need| need.resource == data.resource);
        let most = need.map_or(0.0, |need| need.size(activity));
        (ROUNDING * data.scale()).min(ROUNDING_OF_NEED * most)
    };
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
    let over = used(&tidied) - data.amount;
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

/// Participants that the grants pay for, at most those of the point; exactly today's where nothing changed.
fn levels(instance: &Instance, grants: &[Vec<(ActivityIndex, f64)>], wanted: &[f64]) -> Vec<f64> {
    let given = given(instance, grants);
    instance
        .activities
        .iter()
        .enumerate()
        .map(|(index, activity)| {
            if activity.excluded_by.is_some() {
                return 0.0;
            }
            let close = (wanted[index] - activity.today).abs() <= ROUNDING * activity.most;
            let target = if close { activity.today } else { wanted[index] };
            activity
                .needs
                .iter()
                .filter(|need| need.checked && need.per_participant > 0.0)
                .map(|need| {
                    let amount = given[index].get(&need.resource).copied().unwrap_or(0.0);
                    // Today's allocation pays for today's participants exactly, whatever the division says.
                    if amount >= need.allocated && target <= activity.today {
                        target
                    } else {
                        amount / need.per_participant
                    }
                })
                .fold(target.min(activity.capacity), f64::min)
                .max(0.0)
        })
        .collect()
}

/// Amount of each resource that each activity is given.
#[must_use]
pub fn given(
    instance: &Instance,
    grants: &[Vec<(ActivityIndex, f64)>],
) -> Vec<BTreeMap<usize, f64>> {
    let mut given = vec![BTreeMap::new(); instance.activities.len()];
    for (pool, grants) in instance.pools.iter().zip(grants) {
        for &(activity, amount) in grants {
            *given[activity].entry(pool.resource).or_insert(0.0) += amount;
        }
    }
    given
}
