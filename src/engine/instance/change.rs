//! The same community with some of its figures changed: what draws and questions of "what if" start from.

use std::collections::BTreeMap;

use super::{ActivityIndex, Cell, Instance, PoolData, PoolIndex, ResourceIndex, cell, pool};
use crate::domain::{GroupId, IndicatorId, Model, PlaceId, PoolId, ValuePer};
use crate::evidence::steps::convert;

impl Cell {
    /// What it measures: indicator, place, group and arrival year.
    #[must_use]
    pub fn key(&self) -> (&IndicatorId, &PlaceId, &GroupId, u32) {
        (&self.indicator, &self.place, &self.group, self.years)
    }
}

impl Instance {
    /// The same with more of a pool, in its unit.
    pub fn add_to_pool(&mut self, pool: PoolIndex, more: f64) {
        let amount = self.pools[pool].amount + more;
        self.set_pool_amounts([(pool, amount)]);
    }

    /// Pools have these amounts, each in its unit; what they give today stays what plans are compared with.
    pub fn set_pool_amounts(&mut self, amounts: impl IntoIterator<Item = (PoolIndex, f64)>) {
        for (pool, amount) in amounts {
            let data = &mut self.pools[pool];
            data.amount = amount;
            data.may_move = pool::may_move(amount, data.today, data.max_moved);
        }
        self.limit();
    }

    /// Adds a pool without restrictions that gives nothing today, and returns its position. Flows are measured
    /// against what the other pools of the resource hold, so that a pool of nothing has a shadow price too.
    pub fn add_pool(&mut self, resource: ResourceIndex, amount: f64) -> PoolIndex {
        let serves = |wanted: ResourceIndex, activity: ActivityIndex| {
            let data = &self.activities[activity];
            let mut needs = data.needs.iter();
            data.excluded_by.is_none()
                && needs.any(|need| need.resource == wanted && need.checked && need.takes())
        };
        let activities = || 0..self.activities.len();
        let conversions = self.conversions.iter().enumerate();
        let may_convert = conversions
            .filter(|(_, conversion)| conversion.from == resource)
            .flat_map(|(index, conversion)| {
                let served = activities().filter(move |&activity| serves(conversion.to, activity));
                served.map(move |activity| (index, activity))
            })
            .collect();
        let names =
            (0..=self.pools.len()).filter_map(|number| PoolId::new(&format!("new-{number}")));
        let mut free = names.filter(|id| self.pools.iter().all(|pool| pool.id != *id));
        let Some(id) = free.next() else {
            // There are more names than pools.
            return self.pools.len();
        };
        let others = || self.pools.iter().filter(|pool| pool.resource == resource);
        let switching = others().map(|pool| pool.switching).next();
        let least_unit = others().map(|pool| pool.amount).sum();
        self.pools.push(PoolData {
            id,
            resource,
            amount,
            today: 0.0,
            least_unit,
            switching: switching.unwrap_or(0.0),
            max_moved: 0.0,
            may_move: 0.0,
            arcs: Vec::new(),
            restricted: false,
            may_add: activities()
                .filter(|&activity| serves(resource, activity))
                .collect(),
            may_convert,
        });
        self.limit();
        self.pools.len() - 1
    }

    /// Every pool may move `factor` times the share that is set, or all that it gives; locks stay.
    pub fn set_move_limit(&mut self, factor: Option<f64>) {
        for data in &mut self.pools {
            data.max_moved = factor.map_or(1.0, |factor| (factor * data.max_moved).min(1.0));
            data.may_move = pool::may_move(data.amount, data.today, data.max_moved);
        }
        self.limit();
    }

    /// The locks of pools that turn out to have less than what is locked lapse: nobody can pay what is not there.
    pub fn let_locks_lapse(&mut self) {
        for data in &mut self.pools {
            let locked = data.arcs.iter().filter(|arc| arc.locked);
            let locked: f64 = locked.map(|arc| arc.amount).sum();
            if locked > data.amount {
                for arc in &mut data.arcs {
                    arc.locked = false;
                }
            }
        }
    }

    /// A pool gives what it gives today and nothing else: its partner does not take part.
    pub fn hold_pool(&mut self, pool: PoolIndex) {
        let data = &mut self.pools[pool];
        for arc in &mut data.arcs {
            arc.locked = true;
        }
        data.may_add.clear();
        data.may_convert.clear();
        self.limit();
    }

    /// Each effect is `values[effect]`, in its own scale, for the better where above zero; what was doubtful
    /// becomes what is expected.
    ///
    /// Which cells there are, what they weigh, and where each activity stands today do not depend on effects.
    #[must_use]
    pub fn with_effects(&self, values: &[f64]) -> Instance {
        let mut changed = self.clone();
        for activity in &mut changed.activities {
            activity.benefits.clear();
        }
        for (index, cell) in changed.cells.iter_mut().enumerate() {
            let doubtful = std::mem::take(&mut cell.doubtful);
            cell.terms.extend(doubtful);
            for term in &mut cell.terms {
                let (converted, slope) = convert(
                    self.effects[term.effect].scale,
                    cell.unit,
                    cell.level,
                    cell.population,
                    values[term.effect] * cell.fidelity,
                );
                term.gain = term.reach * converted;
                term.sensitivity = term.reach * slope * cell.fidelity;
                changed.activities[term.activity]
                    .benefits
                    .push((index, term.gain));
            }
        }
        changed
    }

    /// The same where value is per gap share or per person, and every target leaves `factor` times its gap.
    #[must_use]
    pub fn revalued(&self, model: &Model, per: ValuePer, factor: f64) -> Instance {
        let mut changed = self.clone();
        for cell in &mut changed.cells {
            cell.gap *= factor;
            cell.target = cell.baseline + factor * (cell.target - cell.baseline);
        }
        cell::weigh(model, per, &mut changed.cells);
        changed.all_gaps = cell::all_gaps(&changed.cells);
        changed
    }

    /// The same with the value of `other`: what a gain is worth, where its gap ends, and what counts, cell by cell. A
    /// cell that `other` does not have is worth nothing there.
    #[must_use]
    pub fn valued_like(&self, other: &Instance) -> Instance {
        let known: BTreeMap<_, &Cell> = other.cells.iter().map(|cell| (cell.key(), cell)).collect();
        let mut changed = self.clone();
        changed.value.loss_slope = other.value.loss_slope;
        changed.value.beyond_target_slope = other.value.beyond_target_slope;
        for cell in &mut changed.cells {
            let like = known.get(&cell.key()).filter(|like| like.unit == cell.unit);
            let like = like.map(|like| (like.weight, like.counted, like.gap));
            (cell.weight, cell.counted, cell.gap) = like.unwrap_or((0.0, false, cell.gap));
        }
        changed.all_gaps = other.all_gaps;
        changed
    }

    /// Worth to `self` of `gains` by cell of `other`, which may be another community: cells are told by what they
    /// measure, and what `self` does not measure is worth nothing to it.
    #[must_use]
    pub fn worth_of(&self, other: &Instance, gains: &[f64]) -> f64 {
        let known: BTreeMap<_, &Cell> = self.cells.iter().map(|cell| (cell.key(), cell)).collect();
        let cells = other.cells.iter().zip(gains);
        cells
            .filter_map(|(cell, &gain)| {
                let like = known.get(&cell.key())?;
                (like.unit == cell.unit).then(|| self.worth(like, gain))
            })
            .sum()
    }

    pub(super) fn limit(&mut self) {
        pool::limit(&self.pools, &self.conversions, &mut self.activities);
    }
}
