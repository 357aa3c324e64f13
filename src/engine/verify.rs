//! The audit: everything a plan must keep, recomputed from the model's numbers and the plan alone.
//!
//! Nothing of the solver is used, not its rows, its slacks or its objective. A plan that breaks anything
//! by more than [`AUDIT_TOLERANCE`] is refused.

use std::collections::BTreeMap;

use super::evaluate::Evaluation;
use super::instance::{Demand, Instance};
use crate::domain::{ActivityId, Plan, PoolId};

/// Largest breach, relative to the size of what is broken, that still counts as kept.
pub const AUDIT_TOLERANCE: f64 = 1e-6;

/// A plan that passed, with what was found on the way.
#[derive(Debug, Clone, PartialEq)]
pub struct Verified {
    /// Exact worth of the plan.
    pub evaluation: Evaluation,
    /// Largest breach, relative.
    pub largest_violation: f64,
    /// Number of checks.
    pub checks: usize,
}

/// Why a plan is refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("the plan fails its audit: {}", .breaches.join("; "))]
pub struct Refused {
    /// Each breach in words.
    pub breaches: Vec<String>,
}

/// What a pool gives, by position.
#[derive(Debug, Clone, Default)]
struct Given {
    /// By activity.
    as_it_is: BTreeMap<usize, f64>,
    /// To be converted, by conversion and activity.
    converted: BTreeMap<(usize, usize), f64>,
}

struct Audit {
    largest: f64,
    checks: usize,
    breaches: Vec<String>,
}

impl Audit {
    /// `value` is at most `limit`; a breach is relative to `size`.
    fn at_most(&mut self, value: f64, limit: f64, size: f64, what: impl Fn() -> String) {
        self.checks += 1;
        let breach = (value - limit) / size.abs().max(limit.abs()).max(f64::MIN_POSITIVE);
        if breach.is_nan() || breach > AUDIT_TOLERANCE {
            self.breaches
                .push(format!("{}: {value} against {limit}", what()));
        }
        self.largest = if breach.is_nan() {
            f64::INFINITY
        } else {
            self.largest.max(breach)
        };
    }

    /// A total is at least or at most a limit.
    fn limited(&mut self, total: f64, at_least: bool, limit: f64, what: impl Fn() -> String) {
        if at_least {
            self.at_least(total, limit, 1.0, what);
        } else {
            self.at_most(total, limit, 1.0, what);
        }
    }

    fn at_least(&mut self, value: f64, limit: f64, size: f64, what: impl Fn() -> String) {
        self.at_most(-value, -limit, size, what);
    }
}

/// Checks a plan.
///
/// # Errors
/// Every breach above [`AUDIT_TOLERANCE`], in words.
pub fn verify(instance: &Instance, plan: &Plan) -> Result<Verified, Refused> {
    let (mut audit, given, participants) = read(instance, plan);
    check_pools(&mut audit, instance, &given);
    check_needs(&mut audit, instance, &given, &participants);
    let evaluation = instance.evaluate(&participants);
    check_rules(&mut audit, instance, &given, &participants, &evaluation);
    audit.checks += 1;
    if !evaluation.value.is_finite() {
        audit.breaches.push("the value is not finite".to_owned());
    }
    if audit.breaches.is_empty() {
        Ok(Verified {
            evaluation,
            largest_violation: audit.largest,
            checks: audit.checks,
        })
    } else {
        Err(Refused {
            breaches: audit.breaches,
        })
    }
}

/// What of a plan's amounts and levels the model has names for, by position; what it has none for is a breach.
fn read(instance: &Instance, plan: &Plan) -> (Audit, Vec<Given>, Vec<f64>) {
    let mut audit = Audit {
        largest: 0.0,
        checks: 0,
        breaches: Vec::new(),
    };
    let activities: BTreeMap<&ActivityId, usize> = instance
        .activities
        .iter()
        .enumerate()
        .map(|(index, activity)| (&activity.id, index))
        .collect();
    let pools: BTreeMap<&PoolId, usize> = instance
        .pools
        .iter()
        .enumerate()
        .map(|(index, pool)| (&pool.id, index))
        .collect();

    let mut participants = vec![0.0; instance.activities.len()];
    for level in &plan.levels {
        match activities.get(&level.activity) {
            Some(&index) => participants[index] = level.participants,
            None => audit
                .breaches
                .push(format!("{} is not an activity", level.activity)),
        }
    }
    let mut given = vec![Given::default(); instance.pools.len()];
    for grant in &plan.grants {
        match (pools.get(&grant.pool), activities.get(&grant.activity)) {
            (Some(&pool), Some(&activity)) => match &grant.converted_to {
                None => *given[pool].as_it_is.entry(activity).or_default() += grant.amount,
                Some(to) => {
                    let conversion = instance.conversions.iter().position(|conversion| {
                        conversion.from == instance.pools[pool].resource
                            && instance.resources[conversion.to] == *to
                    });
                    match conversion {
                        Some(conversion) => {
                            let entry = given[pool].converted.entry((conversion, activity));
                            *entry.or_default() += grant.amount;
                        }
                        None => audit.breaches.push(format!(
                            "nothing converts what {} holds into {to}",
                            grant.pool
                        )),
                    }
                }
            },
            _ => audit.breaches.push(format!(
                "{} to {} names nothing in the model",
                grant.pool, grant.activity
            )),
        }
    }
    (audit, given, participants)
}

/// What `plan` breaks of what people and rules allow: amounts, restrictions, locks, limits on moves and rules, each
/// in a few words. Needs and least scales are not looked at, since a plan that was made for other figures is carried
/// out with what it meets.
#[must_use]
pub fn broken_limits(instance: &Instance, plan: &Plan) -> Vec<String> {
    let (mut audit, given, participants) = read(instance, plan);
    check_pools(&mut audit, instance, &given);
    let evaluation = instance.evaluate(&participants);
    check_rules(&mut audit, instance, &given, &participants, &evaluation);
    let mut broken: Vec<String> = Vec::new();
    for breach in audit.breaches {
        // The figures of a breach are for those who look for a mistake.
        let words = breach
            .rsplit_once(": ")
            .map_or(&*breach, |(words, _)| words);
        if !broken.iter().any(|other| other == words) {
            broken.push(words.to_owned());
        }
    }
    broken
}

/// Amounts, restrictions, locks, exclusions and limits on moves.
fn check_pools(audit: &mut Audit, instance: &Instance, given: &[Given]) {
    for (pool, given) in instance.pools.iter().zip(given) {
        let size = pool.scale();
        let (mut used, mut moved) = (0.0, 0.0);
        let mut today: BTreeMap<usize, (f64, bool)> = BTreeMap::new();
        for arc in &pool.arcs {
            today.insert(arc.activity, (arc.amount, arc.locked));
        }
        for (&(conversion, activity), &amount) in &given.converted {
            let id = &instance.activities[activity].id;
            audit.at_least(amount, 0.0, size, || {
                format!("{} converts a negative amount for {id}", pool.id)
            });
            let may = pool
                .may_convert
                .binary_search(&(conversion, activity))
                .is_ok();
            audit.at_most(if may { 0.0 } else { amount }, 0.0, size, || {
                format!("{} may convert nothing for {id}", pool.id)
            });
            used += amount;
        }
        for (&activity, &amount) in &given.as_it_is {
            let before = today.get(&activity).map_or(0.0, |&(amount, _)| amount);
            let added = (amount - before).max(0.0);
            let id = &instance.activities[activity].id;
            audit.at_least(amount, 0.0, size, || {
                format!("{} gives {id} a negative amount", pool.id)
            });
            if pool.may_add.binary_search(&activity).is_err() {
                audit.at_most(amount, before, before.max(1e-3 * size.min(1.0)), || {
                    format!("{} may not add to {id}", pool.id)
                });
            }
            used += amount + pool.switching * added;
        }
        for (&activity, &(before, locked)) in &today {
            let amount = given.as_it_is.get(&activity).copied().unwrap_or(0.0);
            let data = &instance.activities[activity];
            if data.excluded_by.is_none() {
                moved += (before - amount).max(0.0);
                if locked {
                    audit.at_least(amount, before, before, || {
                        format!("{} to {} is locked", pool.id, data.id)
                    });
                }
            }
        }
        audit.at_most(used, pool.amount, size, || {
            format!("{} gives more than it has", pool.id)
        });
        audit.at_most(moved, pool.may_move, size, || {
            format!("{} moves more than it may", pool.id)
        });
    }
    for (index, conversion) in instance.conversions.iter().enumerate() {
        let all = given.iter().flat_map(|given| &given.converted);
        let mine = all.filter(|((of, _), _)| *of == index);
        let total: f64 = mine.map(|(_, amount)| amount).sum();
        audit.at_most(total, conversion.cap, conversion.cap, || {
            let [from, to] =
                [conversion.from, conversion.to].map(|resource| &instance.resources[resource]);
            format!("more {from} is converted to {to} than may be")
        });
    }
}

/// Levels within capacity, needs met, nothing newly idle, nothing excluded.
fn check_needs(audit: &mut Audit, instance: &Instance, given: &[Given], participants: &[f64]) {
    let mut received: Vec<BTreeMap<usize, f64>> = vec![BTreeMap::new(); instance.activities.len()];
    for (pool, given) in instance.pools.iter().zip(given) {
        for (&activity, &amount) in &given.as_it_is {
            *received[activity].entry(pool.resource).or_default() += amount;
        }
        for (&(conversion, activity), &amount) in &given.converted {
            let conversion = &instance.conversions[conversion];
            *received[activity].entry(conversion.to).or_default() += conversion.rate * amount;
        }
    }
    for (index, activity) in instance.activities.iter().enumerate() {
        let people = participants[index];
        let id = &activity.id;
        audit.at_least(people, 0.0, activity.capacity, || {
            format!("{id} has negative participants")
        });
        audit.at_most(people, activity.capacity, activity.capacity, || {
            format!("{id} is over capacity")
        });
        if activity.excluded_by.is_some() {
            let total: f64 = received[index].values().sum();
            audit.at_most(people + total, 0.0, 1.0, || format!("{id} is excluded"));
            continue;
        }
        if people > 0.0 && activity.has_switch() {
            audit.at_least(people, activity.least, activity.least, || {
                format!("{id} runs below its least scale")
            });
        }
        for need in activity.needs.iter().filter(|need| need.checked) {
            let resource = &instance.resources[need.resource];
            let amount = received[index].get(&need.resource).copied().unwrap_or(0.0);
            let needed = need.needed(people);
            let size = need.size(activity);
            audit.at_least(amount, needed, size, || format!("{id} lacks {resource}"));
            audit.at_most(amount - needed, need.idle, size, || {
                format!("{id} holds idle {resource}")
            });
        }
    }
}

/// Every rule, floors in exact gains.
fn check_rules(
    audit: &mut Audit,
    instance: &Instance,
    given: &[Given],
    participants: &[f64],
    evaluation: &Evaluation,
) {
    let runs = |activity: usize| f64::from(u8::from(participants[activity] > 0.0));
    for rule in &instance.rules {
        let name = || format!("the rule {} is broken", rule.id);
        match &rule.demand {
            Demand::Exclude(_) => {}
            Demand::Fund(floors) => {
                for &(activity, least) in floors {
                    audit.at_least(
                        participants[activity],
                        least,
                        instance.activities[activity].capacity,
                        name,
                    );
                }
            }
            Demand::Floor(floors) => {
                for (cells, least) in floors {
                    let gain: f64 = cells.iter().map(|&cell| evaluation.gains[cell]).sum();
                    audit.at_least(gain, *least, instance.floor_size(cells, *least), name);
                }
            }
            Demand::Requires(pairs) => {
                for &(first, second) in pairs {
                    let second = second.map_or(0.0, &runs);
                    audit.at_most(runs(first), second, 1.0, name);
                }
            }
            Demand::Excludes(sets) => {
                for set in sets {
                    audit.at_most(set.iter().copied().map(&runs).sum(), 1.0, 1.0, name);
                }
            }
            Demand::Activities {
                activities,
                at_least,
                limit,
            } => {
                let total: f64 = activities.iter().copied().map(&runs).sum();
                audit.limited(total, *at_least, *limit, name);
            }
            Demand::Participants {
                activities,
                at_least,
                limit,
            } => {
                let total: f64 = activities
                    .iter()
                    .map(|&activity| participants[activity])
                    .sum();
                audit.limited(total, *at_least, *limit, name);
            }
            Demand::Amount {
                pools,
                activities,
                at_least,
                limit,
                ..
            } => {
                let total: f64 = pools
                    .iter()
                    .flat_map(|&pool| {
                        let converted = given[pool].converted.iter();
                        let converted =
                            converted.map(|(&(_, activity), &amount)| (activity, amount));
                        let as_it_is = given[pool].as_it_is.iter();
                        as_it_is
                            .map(|(&activity, &amount)| (activity, amount))
                            .chain(converted)
                    })
                    .filter(|(activity, _)| activities.binary_search(activity).is_ok())
                    .map(|(_, amount)| amount)
                    .sum();
                audit.limited(total, *at_least, *limit, name);
            }
        }
    }
}
