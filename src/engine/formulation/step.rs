//! Moves in amounts that people can carry out.
//!
//! A move i of pool f from d to a takes m_i = s n_i + w_i of the resource, n_i a whole number, 0 ≤ w_i ≤ s y_i: a
//! multiple of its step s, but for the one move of a giver that takes the last of what it has (y_i = 1, Σ_i y_i ≤ 1,
//! and then Σ_i (1 + κ) m_i = a⁰_fd, where i runs over the moves of d). Where a move has a least amount ℓ, or moves
//! are counted, it is asked for or not: ℓ (b_i − y_i) ≤ m_i ≤ M b_i, Σ_{i of a partner} b_i ≤ K. The releases and flows of the program are what the moves
//! add up to: dn_fd = Σ_i (1 + κ) m_i, flow_fa = Σ_i m_i, converted likewise, and nothing else moves.
//! Of FORMULATION 5, "The move list"; the program has one flow per pool and activity.

use std::collections::BTreeMap;

use super::{ColumnKey, Problem, RowKey};
use crate::engine::instance::{ActivityIndex, ConversionIndex, Instance, PoolIndex};

/// Weight by which of plans that are worth the same the one that moves less is taken: of a move of the whole pool,
/// beside the size of the value.
pub(in crate::engine) const TIE: f64 = 1e-5;

/// Part of a step by which what a giver has may miss a multiple of it.
const WHOLE: f64 = 1e-9;

/// A move that may be made, and in which amounts; its giver has something.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MoveInSteps {
    /// The pool.
    pub pool: PoolIndex,
    /// The giver; `None` is what is unallocated today.
    pub from: Option<ActivityIndex>,
    /// The receiver; `None` stays unallocated.
    pub to: Option<ActivityIndex>,
    /// What it is converted by on the way.
    pub conversion: Option<ConversionIndex>,
    /// The amount is a multiple of this, or the giver is left with nothing; 0: any amount.
    pub step: f64,
    /// Least amount, but where the giver is left with nothing.
    pub least: f64,
    /// Who is asked: moves of one asker are counted together.
    pub partner: usize,
}

impl MoveInSteps {
    /// What leaves the giver for one unit of the move.
    #[must_use]
    pub fn factor(&self, instance: &Instance) -> f64 {
        if self.to.is_some() && self.conversion.is_none() {
            1.0 + instance.pools[self.pool].switching
        } else {
            1.0
        }
    }

    /// What the giver has.
    #[must_use]
    pub fn held(&self, instance: &Instance) -> f64 {
        let pool = &instance.pools[self.pool];
        match self.from {
            Some(activity) => {
                let arc = pool.arcs.iter().find(|arc| arc.activity == activity);
                arc.map_or(0.0, |arc| arc.amount)
            }
            None => (pool.amount - pool.today).max(0.0),
        }
    }
}

pub(super) fn add(
    problem: &mut Problem,
    instance: &Instance,
    moves: &[MoveInSteps],
    most: Option<u32>,
    value: f64,
) {
    let counted = most.is_some();
    let mut givers: BTreeMap<(PoolIndex, Option<ActivityIndex>), Vec<usize>> = BTreeMap::new();
    let mut receivers: BTreeMap<(PoolIndex, ActivityIndex, Option<ConversionIndex>), Vec<usize>> =
        BTreeMap::new();
    let mut partners: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, step) in moves.iter().enumerate() {
        let givers = givers.entry((step.pool, step.from)).or_default();
        givers.push(index);
        if let Some(to) = step.to {
            let key = (step.pool, to, step.conversion);
            receivers.entry(key).or_default().push(index);
        }
        partners.entry(step.partner).or_default().push(index);
    }
    let mut amounts: Vec<Vec<usize>> = vec![Vec::new(); moves.len()];
    for (giver, (&(pool, from), of)) in givers.iter().enumerate() {
        let data = &instance.pools[pool];
        let held = moves[of[0]].held(instance);
        let mut last: Vec<usize> = Vec::new();
        for &index in of {
            let step = &moves[index];
            let most = held / step.factor(instance);
            let cost = -TIE * instance.scale(value) / (problem.objective_scale * data.scale());
            if step.step > 0.0 {
                let steps = (most / step.step + WHOLE).floor();
                let column = problem.add_column(
                    ColumnKey::Steps(index),
                    step.step,
                    cost,
                    0.0,
                    steps * step.step,
                );
                problem.lp.integers.push(column);
                amounts[index].push(column);
            }
            let rest = if step.step > 0.0 {
                step.step.min(most)
            } else {
                most
            };
            let column = problem.add_column(ColumnKey::Rest(index), rest, cost, 0.0, rest);
            amounts[index].push(column);
            let is_last = (step.step > 0.0 || step.least > 0.0)
                .then(|| problem.add_switch(ColumnKey::Last(index), true));
            if let Some(is_last) = is_last.filter(|_| step.step > 0.0) {
                problem.add_row(
                    RowKey::RestOfMove(index),
                    rest,
                    f64::NEG_INFINITY,
                    0.0,
                    [(column, 1.0), (is_last, -rest)],
                );
            }
            last.extend(is_last);
            if step.least > 0.0 || counted {
                asked(problem, index, step, &amounts[index], most, is_last);
            }
        }
        let given: Vec<(usize, f64)> = of
            .iter()
            .flat_map(|&index| {
                let factor = moves[index].factor(instance);
                amounts[index].iter().map(move |&column| (column, factor))
            })
            .collect();
        if !last.is_empty() {
            let all = last.iter().map(|&column| (column, -held));
            let entries = given.iter().copied().chain(all);
            let row = RowKey::Emptied(giver);
            problem.add_row(row, data.scale(), 0.0, f64::INFINITY, entries);
        }
        if last.len() > 1 {
            let row = RowKey::OneLast(giver);
            let entries = last.iter().map(|&column| (column, 1.0));
            problem.add_row(row, 1.0, f64::NEG_INFINITY, 1.0, entries);
        }
        let release = from
            .and_then(|activity| problem.column(ColumnKey::Release { pool, activity }))
            .map(|column| (column, -1.0));
        if release.is_some() {
            let entries = given.into_iter().chain(release);
            problem.add_row(RowKey::Given(giver), data.scale(), 0.0, 0.0, entries);
        } else {
            let row = RowKey::Given(giver);
            problem.add_row(row, data.scale(), f64::NEG_INFINITY, held, given);
        }
    }
    let mut moving: Vec<usize> = Vec::new();
    for (receiver, (&(pool, to, conversion), of)) in receivers.iter().enumerate() {
        let resource = conversion.map_or(instance.pools[pool].resource, |index| {
            instance.conversions[index].to
        });
        let class = problem
            .classes
            .iter()
            .position(|class| class.resource == resource && class.activities == [to]);
        let flow = class.and_then(|class| {
            problem.column(match conversion {
                None => ColumnKey::Flow { pool, class },
                Some(_) => ColumnKey::Converted { pool, class },
            })
        });
        let received = of.iter().flat_map(|&index| &amounts[index]);
        let entries = received.map(|&column| (column, 1.0));
        let entries = entries.chain(flow.map(|column| (column, -1.0)));
        let scale = instance.pools[pool].scale();
        let entries: Vec<(usize, f64)> = entries.collect();
        problem.add_row(RowKey::Received(receiver), scale, 0.0, 0.0, entries);
        moving.extend(flow);
    }
    for &(pool, from) in givers.keys() {
        let release =
            from.and_then(|activity| problem.column(ColumnKey::Release { pool, activity }));
        moving.extend(release);
    }
    if let Some(most) = most {
        for (&partner, of) in &partners {
            let asked = of
                .iter()
                .filter_map(|&index| problem.column(ColumnKey::Asked(index)));
            let entries: Vec<(usize, f64)> = asked.map(|column| (column, 1.0)).collect();
            let most = f64::from(most);
            problem.add_row(
                RowKey::MostMoves(partner),
                most.max(1.0),
                f64::NEG_INFINITY,
                most,
                entries,
            );
        }
    }
    moving.sort_unstable();
    for column in 0..problem.columns.len() {
        let moves = matches!(
            problem.columns[column],
            ColumnKey::Release { .. } | ColumnKey::Flow { .. } | ColumnKey::Converted { .. }
        );
        if moves && moving.binary_search(&column).is_err() {
            problem.lp.column_upper[column] = 0.0;
        }
    }
}

/// The choice of asking for a move at all.
fn asked(
    problem: &mut Problem,
    index: usize,
    step: &MoveInSteps,
    amounts: &[usize],
    most: f64,
    last: Option<usize>,
) {
    let asked = problem.add_switch(ColumnKey::Asked(index), true);
    let amount = amounts.iter().map(|&column| (column, 1.0));
    let entries: Vec<(usize, f64)> = amount.clone().chain([(asked, -most)]).collect();
    let row = RowKey::MostOfMove(index);
    problem.add_row(row, most, f64::NEG_INFINITY, 0.0, entries);
    if step.least > 0.0 {
        let but = last.map(|column| (column, step.least));
        let entries: Vec<(usize, f64)> = amount.chain([(asked, -step.least)]).chain(but).collect();
        let row = RowKey::LeastOfMove(index);
        problem.add_row(row, most, 0.0, f64::INFINITY, entries);
    }
}
