//! What each rule and restriction costs: the best plan without it.

use std::collections::BTreeMap;

use super::outcome::Found;
use super::question::{Question, Task};
use crate::domain::{IndicatorId, Limitation, LimitationPrice, Model, PoolId, Share, Tables};
use crate::engine::Instance;
use crate::evidence;

/// Gap that searches go on to.
const TOLERANCE: f64 = 1e-3;

/// The price of each rule, and of each pool's restrictions, locks and limit on moves.
pub(super) fn prices(question: &Question<'_>) -> Vec<LimitationPrice> {
    let limits = limits(question.model);
    let tasks: Vec<Task> = limits
        .iter()
        .map(|limit| Task {
            key: format!("without/{}", name(limit)),
            instance: Box::new(|| without(question.model, limit)),
        })
        .collect();
    let endings = question.solve("without each limit", &tasks, TOLERANCE);
    drop(tasks);
    let today: Vec<f64> = question.best_gains();
    limits
        .into_iter()
        .zip(endings)
        .filter_map(|(limitation, ending)| {
            // What an interrupted job did not come to has no row.
            let ending = ending?;
            let found = ending.found();
            Some(LimitationPrice {
                words: words(question.model, &limitation),
                // The recommended plan is one of those without the limit.
                price: found.map(|found| (found.value - question.value).max(0.0)),
                noise: noise(question, found),
                indicators: found.map_or_else(Vec::new, |found| {
                    by_indicator(question, &found.gains, &today)
                }),
                limitation,
            })
        })
        .collect()
}

/// What the gaps of the recommended plan and of another leave open.
pub(super) fn noise(question: &Question<'_>, found: Option<&Found>) -> f64 {
    let other = found.map_or(0.0, |found| found.bound - found.value);
    (question.bound - question.value) + other
}

/// Gains by indicator less those of another plan, over all places; those that differ.
fn by_indicator(question: &Question<'_>, gains: &[f64], than: &[f64]) -> Vec<(IndicatorId, f64)> {
    let mut differences: BTreeMap<IndicatorId, f64> = BTreeMap::new();
    let rows = question.rows.keys().zip(gains.iter().zip(than));
    for (((indicator, group, place), _), (gain, than)) in rows {
        if group.is_none() && place.is_none() && gain != than {
            differences.insert(indicator.clone(), gain - than);
        }
    }
    differences.into_iter().collect()
}

fn limits(model: &Model) -> Vec<Limitation> {
    let tables = model.tables();
    let rules = tables
        .rules
        .iter()
        .map(|rule| Limitation::Rule(rule.id.clone()));
    let pools = tables.pools.iter().flat_map(|pool| {
        let restricted = tables.restrictions.iter().any(|row| row.pool == pool.id);
        let mut given = tables.allocations.iter().filter(|row| row.pool == pool.id);
        let gives = given.clone().next().is_some();
        let locked = given.any(|row| row.locked);
        let id = || pool.id.clone();
        [
            restricted.then(|| Limitation::Restrictions(id())),
            locked.then(|| Limitation::Locks(id())),
            gives.then(|| Limitation::MoveLimit(id())),
        ]
    });
    rules.chain(pools.flatten()).collect()
}

/// What the model comes to without a limit; `None` where it would not be valid.
fn without(model: &Model, limit: &Limitation) -> Option<Instance> {
    let model = model.with(|tables| take_away(tables, limit)).ok()?;
    let effects = evidence::effects(&model).ok()?;
    Some(Instance::new(&model, &effects))
}

fn take_away(tables: &mut Tables, limit: &Limitation) {
    match limit {
        Limitation::Rule(id) => tables.rules.retain(|rule| rule.id != *id),
        Limitation::Restrictions(id) => tables.restrictions.retain(|row| row.pool != *id),
        Limitation::Locks(id) => {
            for row in &mut tables.allocations {
                row.locked &= row.pool != *id;
            }
        }
        Limitation::MoveLimit(id) => {
            for pool in &mut tables.pools {
                if pool.id == *id {
                    pool.max_moved = Some(Share::literal(1.0));
                }
            }
        }
    }
}

fn name(limit: &Limitation) -> String {
    match limit {
        Limitation::Rule(id) => format!("rules[{id}]"),
        Limitation::Restrictions(id) => format!("restrictions[{id}]"),
        Limitation::Locks(id) => format!("locks[{id}]"),
        Limitation::MoveLimit(id) => format!("max_moved[{id}]"),
    }
}

fn words(model: &Model, limit: &Limitation) -> String {
    let tables = model.tables();
    let held = |id: &PoolId| {
        let pool = model.pool(id);
        let partner = pool.and_then(|pool| model.partner(&pool.partner));
        let resource = pool.and_then(|pool| model.resource(&pool.resource));
        format!(
            "{} of {}",
            resource.map_or_else(|| id.to_string(), |resource| resource.name.clone()),
            partner.map_or_else(String::new, |partner| partner.name.clone())
        )
    };
    match limit {
        Limitation::Rule(id) => {
            let rule = tables.rules.iter().find(|rule| rule.id == *id);
            let kind = rule.map_or("rule", |rule| rule.kind.word());
            format!("rule {id} ({kind})")
        }
        Limitation::Restrictions(id) => format!("what {} may be given to ({id})", held(id)),
        Limitation::Locks(id) => format!("what {} is locked in place ({id})", held(id)),
        Limitation::MoveLimit(id) => {
            let pool = model.pool(id).and_then(|pool| pool.max_moved);
            let share = pool.unwrap_or(model.settings().policy.max_moved).get();
            let percent = (100.0 * share).round();
            format!("no more than {percent}% of {} moves ({id})", held(id))
        }
    }
}
