//! What a re-solve came to, as figures that can be kept and read back.

use std::collections::BTreeMap;

use crate::app::watch::Entry;
use crate::domain::{GroupId, IndicatorId, PlaceId, Unit};
use crate::engine::{Allocation, Answer, Instance, carry_out, changes};

/// Status of an entry with a plan.
const FOUND: &str = "found";
/// Status of an entry without one.
const INFEASIBLE: &str = "infeasible";

/// A row of what improves: an indicator, a place or all, and the group where it is reported only.
pub(super) type RowKey = (IndicatorId, Option<GroupId>, Option<PlaceId>);

/// The rows of what improves, in order, and which cells add up to each.
pub(super) struct Rows {
    positions: BTreeMap<RowKey, (usize, Unit)>,
}

impl Rows {
    /// The rows of an instance.
    pub(super) fn new(instance: &Instance) -> Self {
        let mut positions: BTreeMap<RowKey, (usize, Unit)> = BTreeMap::new();
        for cell in &instance.cells {
            let group = (!cell.counted).then(|| cell.group.clone());
            for place in [None, Some(cell.place.clone())] {
                let key = (cell.indicator.clone(), group.clone(), place);
                positions.insert(key, (0, cell.unit));
            }
        }
        for (position, row) in positions.values_mut().enumerate() {
            row.0 = position;
        }
        Rows { positions }
    }

    /// The keys and units, in order.
    pub(super) fn keys(&self) -> impl Iterator<Item = (&RowKey, Unit)> {
        self.positions.iter().map(|(key, &(_, unit))| (key, unit))
    }

    /// The gains by row: sums over arrival years and, where groups count, over groups.
    pub(super) fn gains(&self, instance: &Instance, gains: &[f64]) -> Vec<f64> {
        let mut sums = vec![0.0; self.positions.len()];
        for (cell, gain) in instance.cells.iter().zip(gains) {
            let group = (!cell.counted).then(|| cell.group.clone());
            for place in [None, Some(cell.place.clone())] {
                let key = (cell.indicator.clone(), group.clone(), place);
                if let Some(&(position, _)) = self.positions.get(&key) {
                    sums[position] += gain;
                }
            }
        }
        sums
    }
}

/// What the recommended plan comes to in a community.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Carried {
    /// Its exact value.
    pub value: f64,
    /// Gains by row.
    pub gains: Vec<f64>,
}

/// The best plan of a community.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found {
    /// Its exact value.
    pub value: f64,
    /// No plan is worth more than this.
    pub bound: f64,
    /// What gaps are relative to.
    pub scale: f64,
    /// Participants by activity, in the plan and today.
    pub participants: Vec<f64>,
    /// See [`Found::participants`].
    pub today: Vec<f64>,
    /// What activities are given more than today, by need.
    pub changes: Vec<f64>,
    /// Gains by row.
    pub gains: Vec<f64>,
    /// Worth of one more unit of each pool; none with integers.
    pub prices: Vec<f64>,
    /// The recommended plan, carried out there.
    pub carried: Carried,
    /// Exact values of other plans, carried out there.
    pub others: Vec<f64>,
}

impl Found {
    /// Certified gap, relative.
    pub(super) fn gap(&self) -> f64 {
        (self.bound - self.value) / self.scale
    }
}

/// How a re-solve ended.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Ending {
    Found(Box<Found>),
    Infeasible,
    Failed(String),
}

impl Ending {
    /// The plan, where there is one.
    pub(super) fn found(&self) -> Option<&Found> {
        match self {
            Ending::Found(found) => Some(found),
            Ending::Infeasible | Ending::Failed(_) => None,
        }
    }
}

/// The recommended plan, and what it was made for.
#[derive(Clone, Copy)]
pub(super) struct Planned<'a> {
    /// The community as expected.
    pub base: &'a Instance,
    /// The plan.
    pub plan: &'a Allocation,
    /// The rows of what improves.
    pub rows: &'a Rows,
    /// Other plans, each with the community that it was made for.
    pub others: &'a [(Instance, Allocation)],
}

impl Planned<'_> {
    /// What the recommended plan comes to in `instance`.
    pub(super) fn carried(&self, instance: &Instance) -> Carried {
        let evaluation = instance.evaluate(&carry_out(self.base, self.plan, instance));
        Carried {
            value: evaluation.value,
            gains: self.rows.gains(instance, &evaluation.gains),
        }
    }

    /// The entry of an answer for `instance`.
    pub(super) fn entry(&self, key: &str, instance: &Instance, answer: Answer) -> Entry {
        let (status, values) = match answer {
            Answer::Found(resolved) => {
                let carried = self.carried(instance);
                let vectors = [
                    resolved.plan.participants.clone(),
                    instance.today(),
                    changes(self.base, instance, &resolved.plan),
                    self.rows.gains(instance, &resolved.evaluation.gains),
                    resolved.prices.clone(),
                    carried.gains,
                    self.others
                        .iter()
                        .map(|(expected, plan)| {
                            let participants = carry_out(expected, plan, instance);
                            instance.evaluate(&participants).value
                        })
                        .collect(),
                ];
                let mut values = vec![
                    resolved.value(),
                    resolved.bound,
                    instance.scale(resolved.value()),
                    carried.value,
                ];
                for vector in vectors {
                    values.push(vector.len() as f64);
                    values.extend(vector);
                }
                (FOUND.to_owned(), values)
            }
            Answer::Infeasible => (INFEASIBLE.to_owned(), Vec::new()),
            Answer::Failed(why) => (why, Vec::new()),
        };
        Entry {
            key: key.to_owned(),
            status,
            values,
        }
    }

    /// What an entry says; one that was written by nobody we know, or of another community, has failed.
    pub(super) fn read(&self, entry: &Entry) -> Ending {
        match entry.status.as_str() {
            FOUND => figures(&entry.values)
                .filter(|found| self.fits(found))
                .map_or_else(
                    || Ending::Failed("what was kept of it cannot be read".to_owned()),
                    |found| Ending::Found(Box::new(found)),
                ),
            INFEASIBLE => Ending::Infeasible,
            why => Ending::Failed(why.to_owned()),
        }
    }

    /// Whether figures are as many as this community has activities, needs and rows.
    fn fits(&self, found: &Found) -> bool {
        let activities = &self.base.activities;
        let needs: usize = activities.iter().map(|activity| activity.needs.len()).sum();
        let rows = self.rows.keys().count();
        found.participants.len() == activities.len()
            && found.today.len() == activities.len()
            && found.changes.len() == needs
            && found.gains.len() == rows
            && found.carried.gains.len() == rows
    }
}

fn figures(values: &[f64]) -> Option<Found> {
    let (&[value, bound, scale, carried], mut rest) = values.split_first_chunk::<4>()?;
    let mut vector = || {
        let (&length, after) = rest.split_first()?;
        let (own, after) = after.split_at_checked(length as usize)?;
        rest = after;
        Some(own.to_vec())
    };
    Some(Found {
        value,
        bound,
        scale,
        participants: vector()?,
        today: vector()?,
        changes: vector()?,
        gains: vector()?,
        prices: vector()?,
        carried: Carried {
            value: carried,
            gains: vector()?,
        },
        others: vector()?,
    })
}
