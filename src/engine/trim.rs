//! What a plan would leave idle, taken back.
//!
//! Participants are those whom every resource pays for. Where one of them is needed in amounts below what the
//! solver tells from nothing beside its pools, its flow is lost, nobody takes part, and what the other pools
//! give would be idle: no plan may add that. It stays in those pools instead.

use super::extract::{Converted, given};
use super::instance::{ActivityIndex, Instance};

/// Share of what an activity can need beyond which its idle amount is no rounding: a tenth of what the audit lets
/// pass, so that ordinary plans keep their amounts to the last digit.
const ROUNDING: f64 = 1e-7;

/// Lowers what pools add as it is to activities whose participants do not take it; grants that come to nothing go.
pub(super) fn trim(
    instance: &Instance,
    grants: &mut [Vec<(ActivityIndex, f64)>],
    converted: &[Vec<Converted>],
    participants: &[f64],
) {
    let received = given(instance, grants, converted);
    for (index, activity) in instance.activities.iter().enumerate() {
        if activity.excluded_by.is_some() {
            continue;
        }
        for need in activity.needs.iter().filter(|need| need.checked) {
            let amount = received[index].get(&need.resource).copied();
            let taken = need.needed(participants[index]) + need.idle;
            let excess = amount.unwrap_or(0.0) - taken;
            if excess > ROUNDING * need.size(activity) {
                take_back(instance, grants, index, need.resource, excess);
            }
        }
    }
}

/// Takes an amount off what pools of a resource add to an activity, from each alike.
fn take_back(
    instance: &Instance,
    grants: &mut [Vec<(ActivityIndex, f64)>],
    activity: ActivityIndex,
    resource: usize,
    excess: f64,
) {
    let pools = || {
        let pools = instance.pools.iter().enumerate();
        pools.filter(|(_, pool)| pool.resource == resource)
    };
    let today = |pool: usize| {
        let arcs = instance.pools[pool].arcs.iter();
        let mut own = arcs.filter(|arc| arc.activity == activity);
        own.next().map_or(0.0, |arc| arc.amount)
    };
    let granted = |grants: &[Vec<(ActivityIndex, f64)>], pool: usize| {
        let mut own = grants[pool].iter().filter(|(to, _)| *to == activity);
        own.next().map_or(0.0, |(_, amount)| *amount)
    };
    let added: f64 = pools()
        .map(|(pool, _)| (granted(grants, pool) - today(pool)).max(0.0))
        .sum();
    if added <= 0.0 {
        return;
    }
    let kept = (1.0 - excess / added).max(0.0);
    for (pool, _) in pools() {
        let before = today(pool);
        for (to, amount) in &mut grants[pool] {
            if *to == activity && *amount > before {
                *amount = before + kept * (*amount - before);
            }
        }
        grants[pool].retain(|(_, amount)| *amount > 0.0);
    }
}
