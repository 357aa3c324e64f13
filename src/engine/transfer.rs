//! A plan of one community taken to another: rows are told by their ids, since the two may have different ones.

use std::collections::BTreeMap;

use super::extract::Allocation;
use super::instance::{ActivityData, Instance, NeedAt};

/// A plan in the positions of another community, ready for [`super::carry_out`].
#[derive(Debug, Clone)]
pub struct Transferred {
    /// The community that the plan was made for, in the other's positions: of use to [`super::carry_out`] alone.
    pub expected: Instance,
    /// The plan.
    pub plan: Allocation,
}

/// `plan`, made for `from`, in the positions of `to`.
///
/// A pool that `to` does not have has nothing there, so that what it gives is cut to nothing. A pool or an activity
/// that only `to` has stays as it is today: the plan says nothing of it.
///
/// # Errors
/// In words, why the plan cannot be carried out there at all: it gives to an activity that `to` does not have, by a
/// conversion that it does not have, or from a pool that holds another resource there.
pub fn transfer(from: &Instance, plan: &Allocation, to: &Instance) -> Result<Transferred, String> {
    let mut expected = to.clone();
    let mut moved = Allocation::today(to);
    let positions: BTreeMap<_, usize> = (0..)
        .zip(&to.activities)
        .map(|(index, activity)| (&activity.id, index))
        .collect();
    let position = |activity: usize| -> Result<usize, String> {
        let id = &from.activities[activity].id;
        let known = positions.get(id).copied();
        known.ok_or_else(|| format!("there is no {id} there"))
    };
    for (index, activity) in from.activities.iter().enumerate() {
        match positions.get(&activity.id) {
            Some(&there) => {
                expected.activities[there] = renamed(from, activity, to);
                moved.participants[there] = plan.participants[index];
            }
            None if plan.participants[index] > 0.0 => {
                return Err(format!("there is no {} there", activity.id));
            }
            None => {}
        }
    }
    for conversion in &mut expected.conversions {
        let names = (&to.resources[conversion.from], &to.resources[conversion.to]);
        let mut own = from.conversions.iter();
        let own = own.find(|own| (&from.resources[own.from], &from.resources[own.to]) == names);
        conversion.rate = own.map_or(conversion.rate, |own| own.rate);
    }
    for (index, pool) in from.pools.iter().enumerate() {
        let Some(there) = to.pools.iter().position(|other| other.id == pool.id) else {
            continue;
        };
        let resource = &from.resources[pool.resource];
        if to.resources[to.pools[there].resource] != *resource {
            return Err(format!("{} holds something else there", pool.id));
        }
        let mut grants = Vec::with_capacity(plan.grants[index].len());
        for &(activity, amount) in &plan.grants[index] {
            grants.push((position(activity)?, amount));
        }
        grants.sort_by_key(|&(activity, _)| activity);
        // What the pool gives today to activities that only the other community has goes on.
        let news = to.pools[there].arcs.iter().filter(|arc| {
            let id = &to.activities[arc.activity].id;
            from.activities.iter().all(|other| other.id != *id)
        });
        grants.extend(news.map(|arc| (arc.activity, arc.amount)));
        grants.sort_by_key(|&(activity, _)| activity);
        moved.grants[there] = grants;
        let mut converted = Vec::with_capacity(plan.converted[index].len());
        for &(conversion, activity, amount) in &plan.converted[index] {
            let wanted = &from.resources[from.conversions[conversion].to];
            let known = to.conversions.iter().position(|other| {
                to.resources[other.from] == *resource && to.resources[other.to] == *wanted
            });
            let Some(conversion) = known else {
                return Err(format!("nothing converts {resource} into {wanted} there"));
            };
            converted.push((conversion, position(activity)?, amount));
        }
        converted.sort_by_key(|&(conversion, activity, _)| (conversion, activity));
        moved.converted[there] = converted;
    }
    Ok(Transferred {
        expected,
        plan: moved,
    })
}

/// An activity of `from` whose needs are of the resources as `to` counts them.
fn renamed(from: &Instance, activity: &ActivityData, to: &Instance) -> ActivityData {
    let needs = activity.needs.iter().filter_map(|need| {
        let id = &from.resources[need.resource];
        let resource = to.resources.iter().position(|other| other == id)?;
        Some(NeedAt {
            resource,
            ..need.clone()
        })
    });
    ActivityData {
        needs: needs.collect(),
        ..activity.clone()
    }
}
