//! What a little more and a little less of each pool is worth.

use super::outcome::{Ending, Found};
use super::question::{Question, Task};
use crate::domain::Marginal;

/// How much less and more is tried, as a share of the pool.
const STEP: f64 = 0.01;
/// The same with integers, where one per cent is worth less than the gap.
const INTEGER_STEP: f64 = 0.05;

/// Gap that searches go on to.
const TOLERANCE: f64 = 1e-3;

/// The worth of each pool that has an amount, in the order of their ids.
pub(super) fn marginal(question: &Question<'_>) -> Vec<Marginal> {
    let base = question.base;
    let linear = !base.has_integers();
    let share = if linear { STEP } else { INTEGER_STEP };
    let pools: Vec<usize> = (0..base.pools.len())
        .filter(|&pool| base.pools[pool].amount > 0.0)
        .collect();
    let changed = |pool: usize, name: &str, factor: f64| Task {
        key: format!("pool/{}/{name}", base.pools[pool].id),
        instance: Box::new(move || {
            let mut instance = base.clone();
            let amount = instance.pools[pool].amount * factor;
            instance.set_pool_amounts([(pool, amount)]);
            Some(instance)
        }),
    };
    let mut tasks = vec![Task {
        key: "pool/as it is".to_owned(),
        instance: Box::new(|| Some(base.clone())),
    }];
    for &pool in &pools {
        tasks.push(changed(pool, "less", 1.0 - share));
        tasks.push(changed(pool, "more", 1.0 + share));
    }
    let endings = question.solve("more and less of each pool", &tasks, TOLERANCE);
    let found = |index: usize| endings[index].as_ref().and_then(Ending::found);
    let Some(here) = found(0) else {
        return Vec::new();
    };
    let open = |other: Option<&Found>| other.map_or(0.0, |other| other.bound - other.value);
    pools
        .iter()
        .enumerate()
        // What an interrupted job did not come to has no row.
        .filter(|(position, _)| {
            let mut both = endings[1 + 2 * position..3 + 2 * position].iter();
            both.all(Option::is_some)
        })
        .map(|(position, &pool)| {
            let (less, more) = (found(1 + 2 * position), found(2 + 2 * position));
            let data = &base.pools[pool];
            let row = &question.model.tables().pools[pool];
            let step = share * data.amount;
            Marginal {
                pool: data.id.clone(),
                partner: row.partner.clone(),
                unit: question.model.tables().resources[data.resource]
                    .unit
                    .clone(),
                amount: data.amount,
                price: here.prices.get(pool).copied(),
                step,
                // Less of a pool never makes the best plan better.
                left: less.map(|less| ((here.value - less.value) / step).max(0.0)),
                right: more.map(|more| ((more.value - here.value) / step).max(0.0)),
                noise: (open(Some(here)) + open(less).max(open(more))) / step,
            }
        })
        .collect()
}
