//! What limits the plan: pools, their use, and what one more unit is worth.

use std::collections::BTreeMap;

use crate::domain::{PoolResult, Recommendation, ResourceId};
use crate::report::names::Names;
use crate::report::number::{as_float, count, percent};

/// Whether as much is taken of a pool as may be: to the limit, or so near to it that no further step fits.
pub(in crate::report) fn at_move_limit(binds: bool, moved: f64, may_move: f64, step: f64) -> bool {
    binds || (moved > 0.0 && may_move - moved < step)
}

/// A pool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) struct PoolRow {
    /// Its id.
    pub pool: String,
    /// Its amount.
    pub amount: String,
    /// Neither allocated nor used up in the plan.
    pub unused: String,
    /// Taken from activities.
    pub taken: String,
    /// Which of its limits is reached, in a word or two.
    pub limit: &'static str,
    /// Share of all gaps that a step more of the amount would close; `None` where it is not known.
    pub more: Option<String>,
    /// Share of all gaps that being allowed to move a step more would close.
    pub more_moving: Option<String>,
}

/// The pools of a resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) struct ResourcePools {
    /// Name of the resource and its unit.
    pub resource: String,
    /// The step that marginal values are for: `$10,000`.
    pub step: String,
    /// Its pools.
    pub pools: Vec<PoolRow>,
}

/// All pools by resource: time, talent, treasure; within one, those of greatest worth first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::report) struct PoolsView {
    /// The resources.
    pub resources: Vec<ResourcePools>,
    /// What limits the plan most, in a sentence.
    pub summary: String,
    /// How what a step more is worth was found, in a sentence.
    pub worth: &'static str,
}

impl PoolsView {
    /// The pools of `recommendation`.
    pub(super) fn new(names: Names, recommendation: &Recommendation) -> Self {
        let all_gaps = recommendation
            .value
            .as_ref()
            .map_or(0.0, |value| value.all_gaps);
        let mut by_resource: BTreeMap<&ResourceId, Vec<&PoolResult>> = BTreeMap::new();
        for pool in &recommendation.pools {
            by_resource.entry(&pool.resource).or_default().push(pool);
        }
        let mut by_resource: Vec<(&ResourceId, Vec<&PoolResult>)> =
            by_resource.into_iter().collect();
        by_resource.sort_by_key(|(id, _)| names.class(id));
        let resources = by_resource
            .into_iter()
            .map(|(id, mut pools)| {
                let worth = |pool: &PoolResult| pool.marginal_value.unwrap_or(0.0);
                pools.sort_by(|a, b| {
                    worth(b)
                        .total_cmp(&worth(a))
                        .then_with(|| a.pool.cmp(&b.pool))
                });
                let unit = names.unit(&pools[0].unit);
                let step = names.step(id, &pools[0].unit);
                ResourcePools {
                    resource: names.resource(id),
                    step: unit.amount(step),
                    pools: pools
                        .into_iter()
                        .map(|pool| pool_row(names, recommendation, pool, step, all_gaps))
                        .collect(),
                }
            })
            .collect();
        PoolsView {
            resources,
            summary: summary(recommendation),
            worth: if recommendation
                .pools
                .iter()
                .any(|pool| pool.resolved.is_some())
            {
                "The column before the last says what share of all gaps one step more of the amount would close, \
                 by solving again with 5% more of the pool: where activities run or do not run there are no \
                 shadow prices."
            } else {
                "The last two columns say what share of all gaps one step more would close: of the amount \
                 (more), or of what may be taken (freer)."
            },
        }
    }
}

/// Whether the limit on what may be taken is reached, to the last step in which the plan moves the resource.
fn is_at_move_limit(recommendation: &Recommendation, pool: &PoolResult) -> bool {
    let steps = recommendation.steps.iter().flat_map(|steps| &steps.steps);
    let step = steps
        .into_iter()
        .find(|row| row.resource == pool.resource)
        .map_or(0.0, |row| row.step);
    at_move_limit(pool.move_limit_binds, pool.moved, pool.may_move, step)
}

fn pool_row(
    names: Names,
    recommendation: &Recommendation,
    pool: &PoolResult,
    step: f64,
    all_gaps: f64,
) -> PoolRow {
    let unit = names.unit(&pool.unit);
    let closes = |value: Option<f64>| {
        value
            .filter(|_| all_gaps > 0.0)
            .map(|value| percent((value * step / all_gaps).max(0.0), 2))
    };
    PoolRow {
        pool: pool.pool.to_string(),
        amount: unit.bare(pool.amount),
        // A pool that binds is used up; what the tolerance of its value leaves is not worth a figure.
        unused: unit.bare(if pool.amount_binds {
            0.0
        } else {
            pool.unallocated
        }),
        taken: unit.bare(pool.moved),
        limit: match (pool.amount_binds, is_at_move_limit(recommendation, pool)) {
            (true, true) => "both",
            (true, false) => "amount",
            (false, true) => "taking",
            (false, false) => "neither",
        },
        more: closes(
            pool.marginal_value
                .or(pool.resolved.map(|resolved| resolved.value)),
        ),
        more_moving: closes(pool.marginal_value_of_moving),
    }
}

fn summary(recommendation: &Recommendation) -> String {
    let pools = &recommendation.pools;
    let amount = pools.iter().filter(|pool| pool.amount_binds).count();
    let moves = pools
        .iter()
        .filter(|pool| is_at_move_limit(recommendation, pool))
        .count();
    format!(
        "Of {}, {} used up and {} at the limit of what may be taken.",
        count(pools.len(), "pool"),
        is_or_are(amount),
        is_or_are(moves),
    )
}

fn is_or_are(number: usize) -> String {
    let verb = if number == 1 { "is" } else { "are" };
    format!(
        "{} {verb}",
        crate::report::number::grouped(as_float(number), 0)
    )
}

#[cfg(test)]
mod tests {
    use super::at_move_limit;

    #[test]
    fn a_pool_from_which_no_further_step_may_be_taken_is_at_its_limit() {
        // $845,000 of $847,234 in steps of $5,000.
        assert!(at_move_limit(false, 845_000.0, 847_234.0, 5_000.0));
        assert!(!at_move_limit(false, 840_000.0, 847_234.0, 5_000.0));
        // Where nothing is taken, what may be taken is no limit that is reached.
        assert!(!at_move_limit(false, 0.0, 0.0, 5_000.0));
        assert!(at_move_limit(true, 3_039.0, 3_039.0, 0.0));
    }
}
