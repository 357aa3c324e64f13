//! Pools: what they give today, what they may add to and how much of them may move (FORMULATION 5).

use std::collections::BTreeMap;

use super::{ActivityData, Arc, ConversionData, PoolData, Positions, ResourceIndex};
use crate::domain::{Model, PoolId, Restriction};

/// Amounts this close, relative, are one amount written in two ways.
pub(super) const SAME_AMOUNT: f64 = 1e-9;
/// How far beyond all that pools have a bound stays, so that it never binds and hides a pool's price.
const SLACK: f64 = 2.0;

/// All pools.
pub(super) fn build(
    model: &Model,
    positions: &Positions<'_>,
    activities: &[ActivityData],
    conversions: &[ConversionData],
) -> Vec<PoolData> {
    let tables = model.tables();
    tables
        .pools
        .iter()
        .map(|row| {
            let resource = positions
                .resources
                .get(row.resource.as_str())
                .copied()
                .unwrap_or_default();
            let amount = row.amount.get();
            let start = tables
                .allocations
                .partition_point(|other| other.pool < row.id);
            let end = tables
                .allocations
                .partition_point(|other| other.pool <= row.id);
            let mut arcs: Vec<Arc> = tables.allocations[start..end]
                .iter()
                .filter(|given| given.amount.get() > 0.0)
                .filter_map(|given| {
                    let activity =
                        positions.activity(given.practice.as_str(), given.place.as_str())?;
                    let protected = tables.activities[activity].protected;
                    Some(Arc {
                        activity,
                        amount: given.amount.get(),
                        locked: given.locked || protected,
                    })
                })
                .collect();
            arcs.sort_by_key(|arc| arc.activity);
            let today: f64 = arcs.iter().map(|arc| arc.amount).sum();
            let share = row
                .max_moved
                .unwrap_or(model.settings().policy.max_moved)
                .get();
            let restrictions = restrictions(&tables.restrictions, &row.id);
            let may_serve = |wanted: ResourceIndex| {
                activities
                    .iter()
                    .enumerate()
                    .filter(move |(_, activity)| {
                        activity.excluded_by.is_none()
                            && activity
                                .needs
                                .iter()
                                .any(|need| need.resource == wanted && need.checked && need.takes())
                            && allowed(restrictions, activity)
                    })
                    .map(|(index, _)| index)
            };
            let may_convert = conversions
                .iter()
                .enumerate()
                .filter(|(_, conversion)| conversion.from == resource)
                .flat_map(|(index, conversion)| {
                    may_serve(conversion.to).map(move |activity| (index, activity))
                })
                .collect();
            PoolData {
                id: row.id.clone(),
                resource,
                amount,
                today,
                least_unit: 0.0,
                switching: tables.resources[resource]
                    .switching
                    .map_or(0.0, crate::domain::NonNegative::get),
                max_moved: share,
                may_move: may_move(amount, today, share),
                arcs,
                restricted: !restrictions.is_empty(),
                may_add: may_serve(resource).collect(),
                may_convert,
            }
        })
        .collect()
}

/// Most that may be taken from activities: a share of what is given today; where less is left than that, what
/// is cut and the same share of what is left.
pub(super) fn may_move(amount: f64, today: f64, share: f64) -> f64 {
    if amount < today * (1.0 - SAME_AMOUNT) {
        (today - amount) + share * amount
    } else {
        share * today
    }
}

/// All conversions.
pub(super) fn conversions(model: &Model, positions: &Positions<'_>) -> Vec<ConversionData> {
    let position = |id: &crate::domain::ResourceId| {
        let known = positions.resources.get(id.as_str());
        known.copied().unwrap_or_default()
    };
    let rows = model.tables().conversions.iter();
    rows.map(|row| ConversionData {
        from: position(&row.from),
        to: position(&row.to),
        rate: row.rate.get(),
        cap: row.cap.get(),
    })
    .collect()
}

/// Lowers the most participants of each activity to what the pools that may give to it could pay for
/// with all they have, and to none where a rule excludes it: programs are scaled by what can happen.
pub(super) fn limit(
    pools: &[PoolData],
    conversions: &[ConversionData],
    activities: &mut [ActivityData],
) {
    let mut amounts: Vec<BTreeMap<ResourceIndex, f64>> = vec![BTreeMap::new(); activities.len()];
    for pool in pools {
        for &activity in &pool.may_add {
            *amounts[activity].entry(pool.resource).or_default() += pool.scale();
        }
        for &(conversion, activity) in &pool.may_convert {
            let ConversionData { to, rate, cap, .. } = conversions[conversion];
            *amounts[activity].entry(to).or_default() += rate * pool.scale().min(cap);
        }
        for arc in &pool.arcs {
            if pool.may_add.binary_search(&arc.activity).is_err() {
                *amounts[arc.activity].entry(pool.resource).or_default() += arc.amount;
            }
        }
    }
    for (activity, amounts) in activities.iter_mut().zip(amounts) {
        activity.most = activity.capacity;
        activity.within_reach = activity.capacity;
        if activity.excluded_by.is_some() {
            activity.most = 0.0;
            activity.within_reach = 0.0;
        }
        for need in &activity.needs {
            if need.checked && need.takes() {
                let amount = amounts.get(&need.resource).copied().unwrap_or(0.0);
                // Rounding must not take a participant away from what is paid for today.
                let paid_for = need.pays_for(amount * (1.0 + SAME_AMOUNT));
                activity.within_reach = activity.within_reach.min(paid_for);
                activity.most = activity.most.min(SLACK * need.pays_for(amount));
            }
        }
        activity.within_reach = activity.within_reach.max(activity.today.min(activity.most));
    }
}

fn restrictions<'a>(rows: &'a [Restriction], pool: &PoolId) -> &'a [Restriction] {
    let start = rows.partition_point(|row| row.pool < *pool);
    let end = rows.partition_point(|row| row.pool <= *pool);
    &rows[start..end]
}

/// Several rows are a union; a blank practice or place is any; no row at all is everything.
fn allowed(restrictions: &[Restriction], activity: &ActivityData) -> bool {
    restrictions.is_empty()
        || restrictions
            .iter()
            .any(|row| row.names(&activity.id.practice, &activity.id.place))
}
