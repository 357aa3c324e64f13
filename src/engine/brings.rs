//! What a move brings: what the plan would lose where that move alone is declined and nobody plans anew.

use std::collections::{BTreeMap, BTreeSet};

use super::evaluate::Evaluation;
use super::extract::{Allocation, level};
use super::instance::{ActivityIndex, Instance, PoolIndex};
use super::moves::PoolMove;
use crate::domain::{IndicatorId, Unit};

/// Part of a population beside which a change is the rounding of sums.
const ROUNDING: f64 = 1e-9;

/// The gain of each indicator under the plan less its gain without one move, over cells that count; those that
/// differ, in the order of their ids.
///
/// What a receiver needs besides comes by other moves: without one of them, it serves as many as what is left pays
/// for, so that what its moves bring does not add up.
pub(super) fn brings(
    instance: &Instance,
    plan: &Allocation,
    evaluation: &Evaluation,
    pool: PoolIndex,
    step: &PoolMove,
) -> Vec<(IndicatorId, Unit, f64)> {
    let touched: BTreeSet<ActivityIndex> = step.from.into_iter().chain(step.to).collect();
    let without = declined(instance, plan, pool, step, &touched);
    let mut changed: BTreeMap<usize, f64> = BTreeMap::new();
    for &activity in &touched {
        for &(cell, _) in &instance.activities[activity].benefits {
            changed.entry(cell).or_insert_with(|| {
                let terms = instance.cells[cell].terms.iter();
                let less: f64 = terms
                    .filter_map(|term| {
                        let then = *without.get(&term.activity)?;
                        let now = plan.participants[term.activity];
                        Some(instance.contribution(term, now) - instance.contribution(term, then))
                    })
                    .sum();
                evaluation.changes[cell] - less
            });
        }
    }
    let mut gains: BTreeMap<&IndicatorId, (Unit, f64, f64)> = BTreeMap::new();
    for (index, change) in changed {
        let cell = &instance.cells[index];
        if cell.counted {
            let gain = evaluation.gains[index] - instance.overlap(cell, change);
            let entry = gains
                .entry(&cell.indicator)
                .or_insert((cell.unit, 0.0, 0.0));
            entry.1 += gain;
            entry.2 += cell.people;
        }
    }
    gains
        .into_iter()
        .filter(|(_, (_, gain, people))| gain.abs() > ROUNDING * people)
        .map(|(indicator, (unit, gain, _))| (indicator.clone(), unit, gain))
        .collect()
}

/// Participants of the two activities of a move where it is declined.
fn declined(
    instance: &Instance,
    plan: &Allocation,
    pool: PoolIndex,
    step: &PoolMove,
    touched: &BTreeSet<ActivityIndex>,
) -> BTreeMap<ActivityIndex, f64> {
    let data = &instance.pools[pool];
    let (resource, arrives) = match step.conversion {
        None => (data.resource, step.gross / (1.0 + data.switching)),
        Some(index) => {
            let conversion = &instance.conversions[index];
            (conversion.to, conversion.rate * step.gross)
        }
    };
    touched
        .iter()
        .map(|&activity| {
            let mut received = received(instance, plan, activity);
            if step.from == Some(activity) {
                *received.entry(data.resource).or_default() += step.gross;
            }
            if step.to == Some(activity) {
                let left = received.entry(resource).or_default();
                *left = (*left - arrives).max(0.0);
            }
            let today = instance.activities[activity].today;
            let wanted = today.max(plan.participants[activity]);
            (activity, level(instance, activity, &received, wanted))
        })
        .collect()
}

/// What an activity is given of each resource.
fn received(
    instance: &Instance,
    plan: &Allocation,
    activity: ActivityIndex,
) -> BTreeMap<usize, f64> {
    let mut received = BTreeMap::new();
    for (pool, data) in instance.pools.iter().enumerate() {
        *received.entry(data.resource).or_default() += plan.amount(pool, activity);
        for &(conversion, to, amount) in &plan.converted[pool] {
            if to == activity {
                let conversion = &instance.conversions[conversion];
                *received.entry(conversion.to).or_default() += conversion.rate * amount;
            }
        }
    }
    received
}
