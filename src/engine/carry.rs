//! A plan that stays what it is while figures turn out otherwise.

use std::collections::BTreeMap;

use super::extract::{Allocation, given};
use super::instance::Instance;
use super::verify::AUDIT_TOLERANCE;

/// Amounts this close, relative, are one amount.
const SAME_AMOUNT: f64 = 1e-9;

/// Participants by activity where `plan`, made for `expected`, is carried out in `drawn`, the same community with
/// other figures (FORMULATION 6).
///
/// The plan keeps what each pool gives and what runs. A pool that has less than the plan gives is cut pro rata.
/// Who takes part follows from the needs as they are: an activity that nothing is moved to or from has exactly the
/// participants that it has today in `drawn`, and what a plan leaves idle stays idle in the same measure.
#[must_use]
pub fn carry_out(expected: &Instance, plan: &Allocation, drawn: &Instance) -> Vec<f64> {
    carried_plan(expected, plan, drawn).participants
}

/// [`carry_out`] with what each pool then gives: the plan itself, cut where a pool has less.
#[must_use]
pub fn carried_plan(expected: &Instance, plan: &Allocation, drawn: &Instance) -> Allocation {
    let mut cut = cut(plan, drawn);
    cut.participants = levels(expected, plan, &cut, drawn);
    cut
}

/// What each pool gives of `plan` where none gives more than it has.
fn cut(plan: &Allocation, drawn: &Instance) -> Allocation {
    let mut cut = plan.clone();
    for (pool, data) in drawn.pools.iter().enumerate() {
        let Some(grants) = cut.grants.get_mut(pool) else {
            continue;
        };
        let today = |activity| {
            let arc = data.arcs.iter().find(|arc| arc.activity == activity);
            arc.map_or(0.0, |arc| arc.amount)
        };
        let as_it_is: f64 = grants
            .iter()
            .map(|&(activity, amount)| {
                amount + data.switching * (amount - today(activity)).max(0.0)
            })
            .sum();
        let converted: f64 = cut.converted[pool].iter().map(|&(.., amount)| amount).sum();
        let used = as_it_is + converted;
        if used > data.amount {
            let share = data.amount / used;
            for (_, amount) in grants {
                *amount *= share;
            }
            for (.., amount) in &mut cut.converted[pool] {
                *amount *= share;
            }
        }
    }
    cut
}

/// Participants by activity where pools give what `cut` says in place of `plan`.
fn levels(expected: &Instance, plan: &Allocation, cut: &Allocation, drawn: &Instance) -> Vec<f64> {
    let planned = given(expected, &plan.grants, &plan.converted);
    let received = given(drawn, &cut.grants, &cut.converted);
    let amount =
        |amounts: &BTreeMap<usize, f64>, resource| amounts.get(&resource).copied().unwrap_or(0.0);
    drawn
        .activities
        .iter()
        .zip(&expected.activities)
        .enumerate()
        .map(|(index, (activity, before))| {
            let participants = plan.participants[index];
            if activity.excluded_by.is_some() {
                return 0.0;
            }
            let checked = || {
                let needs = activity.needs.iter();
                needs.filter(|need| need.checked && need.takes())
            };
            let same = |one: f64, other: f64, size: f64| (one - other).abs() <= SAME_AMOUNT * size;
            let untouched = same(participants, before.today, before.capacity)
                && checked().all(|need| {
                    let now = amount(&received[index], need.resource);
                    same(now, need.allocated, need.allocated)
                });
            if untouched {
                // Not what a division makes of it, so that where nothing moves nothing changes.
                return activity.today;
            }
            let paid_for = checked()
                .map(|need| {
                    let resource = need.resource;
                    let was = before.needs.iter().find(|was| was.resource == resource);
                    let (then, now) = (
                        amount(&planned[index], resource),
                        amount(&received[index], resource),
                    );
                    // What the plan leaves idle of what is idle today, and what that is a part of.
                    let (kept, of) = match was {
                        Some(was) if was.idle > 0.0 => {
                            let idle = then - was.needed(participants);
                            ((idle / was.idle).clamp(0.0, 1.0), then)
                        }
                        _ => (1.0, need.allocated),
                    };
                    let left = if of > 0.0 { (now / of).min(1.0) } else { 1.0 };
                    // Where only running takes it, a hair too little must not stop it.
                    let hair = if need.per_participant > 0.0 {
                        0.0
                    } else {
                        AUDIT_TOLERANCE * need.standing()
                    };
                    need.pays_for(now - kept * left * need.idle + hair)
                })
                .reduce(f64::min);
            if participants <= 0.0 {
                0.0
            } else {
                let participants = paid_for.unwrap_or(participants);
                participants.clamp(0.0, activity.capacity)
            }
        })
        .collect()
}

/// What each activity is given of each of its needs' resources, less what it is given today, in the order of the
/// activities and needs of `expected`, where `instance` is the same community with other figures.
///
/// In another community an activity may have one need more or less: the one-time cost of what does not run today.
#[must_use]
pub fn changes(expected: &Instance, instance: &Instance, plan: &Allocation) -> Vec<f64> {
    let received = given(instance, &plan.grants, &plan.converted);
    let activities = expected.activities.iter().zip(&instance.activities);
    activities
        .zip(&received)
        .flat_map(|((before, activity), received)| {
            before.needs.iter().map(|need| {
                let mut now = activity.needs.iter();
                let now = now.find(|now| now.resource == need.resource);
                let today = now.unwrap_or(need).allocated;
                received.get(&need.resource).copied().unwrap_or(0.0) - today
            })
        })
        .collect()
}
