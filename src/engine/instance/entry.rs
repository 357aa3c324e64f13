//! A proposal as one more activity, beside those that there are.

use super::{
    ActivityData, ActivityIndex, Demand, Instance, NeedAt, PoolData, ResourceIndex, Segment, Term,
};
use crate::domain::{ActivityId, PracticeId};
use crate::engine::entry::{Entry, Givers};

impl Instance {
    /// The same with a proposal as its last activity; `None` where there is no place for it.
    pub(in crate::engine) fn with_entry(&self, entry: &Entry) -> Option<Instance> {
        let mut changed = self.clone();
        for cell in &mut changed.cells {
            cell.beside = 0.0;
        }
        let id = changed.entry_id()?;
        let least = if entry.whole { entry.participants } else { 0.0 };
        let index = changed.put_entry(entry, id);
        let counted = entry
            .rules
            .iter()
            .any(|&rule| matches!(changed.rules[rule].demand, Demand::Activities { .. }));
        changed.activities[index].least = if counted && least <= 0.0 {
            1.0_f64.min(entry.participants)
        } else {
            least
        };
        changed.limit();
        Some(changed)
    }

    /// A name for a proposal at some place; `None` where there is no place at all.
    pub(in crate::engine) fn entry_id(&self) -> Option<ActivityId> {
        let cells = self.cells.iter().map(|cell| &cell.place);
        let mut places = cells.chain(self.activities.iter().map(|activity| &activity.id.place));
        let place = places.next()?.clone();
        let mut names = (0..=self.activities.len())
            .filter_map(|number| PracticeId::new(&format!("proposal-{number}")));
        let free = |practice: &PracticeId| {
            let mut activities = self.activities.iter();
            activities.all(|activity| activity.id.practice != *practice)
        };
        let practice = names.find(free)?;
        Some(ActivityId { practice, place })
    }

    /// Adds a proposal as the last activity, without a least scale, and returns its position.
    pub(in crate::engine) fn put_entry(&mut self, entry: &Entry, id: ActivityId) -> ActivityIndex {
        let index = self.activities.len();
        let people = entry.participants;
        let need = |&(resource, amount): &(ResourceIndex, f64)| NeedAt {
            resource,
            per_participant: amount / people,
            fixed: 0.0,
            once: 0.0,
            published: None,
            stated: amount / people,
            price_factor: 1.0,
            allocated: 0.0,
            idle: 0.0,
            checked: true,
        };
        let requests = entry.requests.iter().filter(|(_, amount)| *amount > 0.0);
        let effects = entry
            .effects
            .iter()
            .map(|&(cell, change)| (cell, change / people));
        self.activities.push(ActivityData {
            id,
            today: 0.0,
            capacity: people,
            capacity_is_default: false,
            most: people,
            within_reach: people,
            least: 0.0,
            segments: vec![Segment {
                width: people,
                slope: 1.0,
            }],
            chord_error: 0.0,
            needs: requests.map(need).collect(),
            benefits: effects.clone().collect(),
            excluded_by: None,
            never_evaluated: false,
        });
        for (cell, gain) in effects {
            // It rests on no effect of the evidence; what draws effects anew never sees it.
            self.cells[cell].terms.push(Term {
                activity: index,
                gain,
                effect: 0,
                sensitivity: 0.0,
                reach: 0.0,
            });
        }
        let conversions = &self.conversions;
        for (pool, data) in self.pools.iter_mut().enumerate() {
            if entry.asks(data.resource) && entry.may_get(pool, data) {
                data.may_add.push(index);
            }
            if entry.givers == Givers::Unrestricted && !data.restricted {
                for (conversion, converted) in conversions.iter().enumerate() {
                    if converted.from == data.resource && entry.asks(converted.to) {
                        data.may_convert.push((conversion, index));
                    }
                }
                data.may_convert.sort_unstable();
            }
        }
        for &rule in &entry.rules {
            match &mut self.rules[rule].demand {
                Demand::Activities { activities, .. }
                | Demand::Participants { activities, .. }
                | Demand::Amount { activities, .. } => activities.push(index),
                _ => {}
            }
        }
        index
    }

    /// Takes back the proposal that [`Instance::put_entry`] added.
    pub(in crate::engine) fn take_entry(&mut self, entry: &Entry) {
        let index = self.activities.len() - 1;
        self.activities.pop();
        for &(cell, _) in &entry.effects {
            self.cells[cell].terms.pop();
        }
        for data in &mut self.pools {
            data.may_add.retain(|&activity| activity != index);
            data.may_convert.retain(|&(_, activity)| activity != index);
        }
        for &rule in &entry.rules {
            match &mut self.rules[rule].demand {
                Demand::Activities { activities, .. }
                | Demand::Participants { activities, .. }
                | Demand::Amount { activities, .. } => activities.retain(|&one| one != index),
                _ => {}
            }
        }
    }
}

impl Entry {
    /// Whether it asks for any of a resource.
    pub(in crate::engine) fn asks(&self, resource: ResourceIndex) -> bool {
        let mut requests = self.requests.iter();
        requests.any(|&(asked, amount)| asked == resource && amount > 0.0)
    }

    /// Whether a pool may give to it, if it asks for what the pool holds.
    pub(in crate::engine) fn may_get(&self, pool: usize, data: &PoolData) -> bool {
        match &self.givers {
            Givers::Unrestricted => !data.restricted,
            Givers::Pools(pools) => pools.contains(&pool),
        }
    }
}
