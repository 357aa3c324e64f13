//! What a plan comes to, row by row: moves, activities, cells and pools.

use super::brings::brings;
use super::evaluate::Evaluation;
use super::explain::Prices;
use super::extract::{Allocation, given};
use super::instance::Instance;
use super::moves::PoolMove;
use super::recommend::NINETY_PERCENT;
use super::solve::TOLERANCE;
use crate::domain::{
    ActivityResult, CellResult, Converted, IndicatorGain, Model, Move, PoolResult, Use,
};

/// Share of a limit from which on it counts as reached.
const BINDS: f64 = 1.0 - 1e-6;

pub(super) fn named(
    model: &Model,
    instance: &Instance,
    plan: &Allocation,
    evaluation: &Evaluation,
    by_pool: &[Vec<PoolMove>],
) -> Vec<Move> {
    let mut moves = Vec::new();
    for (pool, data) in instance.pools.iter().enumerate() {
        let row = &model.tables().pools[pool];
        let unit = &model.tables().resources[data.resource].unit;
        let id =
            |activity: Option<usize>| activity.map(|index| instance.activities[index].id.clone());
        for step in &by_pool[pool] {
            let amount = if step.to.is_some() && step.conversion.is_none() {
                step.gross / (1.0 + data.switching)
            } else {
                step.gross
            };
            let converted = step.conversion.map(|index| {
                let conversion = &instance.conversions[index];
                Converted {
                    resource: instance.resources[conversion.to].clone(),
                    amount: conversion.rate * step.gross,
                    unit: model.tables().resources[conversion.to].unit.clone(),
                }
            });
            moves.push(Move {
                pool: data.id.clone(),
                partner: row.partner.clone(),
                resource: row.resource.clone(),
                from: id(step.from),
                to: id(step.to),
                amount,
                converted,
                switching_cost: step.gross - amount,
                unit: unit.clone(),
                brings: brings(instance, plan, evaluation, pool, step)
                    .into_iter()
                    .map(|(indicator, unit, gain)| IndicatorGain {
                        indicator,
                        unit,
                        gain,
                        range: None,
                    })
                    .collect(),
            });
        }
    }
    moves.sort_by(|a, b| {
        let to = |step: &Move| step.converted.as_ref().map(|to| to.resource.clone());
        (&a.partner, &a.pool, &a.from, &a.to, to(a)).cmp(&(
            &b.partner,
            &b.pool,
            &b.from,
            &b.to,
            to(b),
        ))
    });
    moves
}

pub(super) fn activities(
    instance: &Instance,
    model: &Model,
    prices: Option<&Prices<'_>>,
    plan: &Allocation,
) -> Vec<ActivityResult> {
    let received = given(instance, &plan.grants, &plan.converted);
    instance
        .activities
        .iter()
        .enumerate()
        .map(|(index, activity)| ActivityResult {
            activity: activity.id.clone(),
            today: activity.today,
            plan: plan.participants[index],
            capacity: activity.capacity,
            capacity_is_default: activity.capacity_is_default,
            never_evaluated: activity.never_evaluated,
            least: activity.has_switch().then_some(activity.least),
            marginal_benefit: prices.map(|prices| prices.benefit(index, plan.participants[index])),
            marginal_cost: prices.and_then(|prices| prices.cost(index)),
            uses: activity
                .needs
                .iter()
                .map(|need| Use {
                    resource: instance.resources[need.resource].clone(),
                    unit: model.tables().resources[need.resource].unit.clone(),
                    per_participant: need.per_participant,
                    stated_per_participant: need.stated,
                    price_factor: need.price_factor,
                    published_per_participant: need.published.map(|(each, _)| each),
                    fixed: need.fixed,
                    published_fixed: need
                        .published
                        .map(|(_, fixed)| fixed)
                        .filter(|&fixed| fixed > 0.0),
                    once: need.once,
                    today: need.allocated,
                    plan: received[index].get(&need.resource).copied().unwrap_or(0.0),
                    unchecked: !need.checked,
                })
                .collect(),
        })
        .collect()
}

/// Cells that something reaches, with a range from the evidence's uncertainty alone: by the delta
/// method, effects independent of each other and each shared by its places. A practice that was never
/// evaluated adds nothing to the mean and its whole prior to the range. Practices of one shock group are taken
/// as independent here: how strongly they go together is not an input of a single plan.
pub(super) fn cells(
    instance: &Instance,
    evaluation: &Evaluation,
    participants: &[f64],
) -> Vec<CellResult> {
    instance
        .cells
        .iter()
        .enumerate()
        .filter(|(_, cell)| !(cell.terms.is_empty() && cell.doubtful.is_empty()))
        .map(|(index, cell)| {
            let gain = evaluation.gains[index];
            let mut by_effect: std::collections::BTreeMap<usize, f64> =
                std::collections::BTreeMap::new();
            for term in cell.terms.iter().chain(&cell.doubtful) {
                let activity = &instance.activities[term.activity];
                let more = if term.gain > 0.0 {
                    activity.response(participants[term.activity])
                        - activity.response(activity.today)
                } else {
                    participants[term.activity] - activity.today
                };
                *by_effect.entry(term.effect).or_default() += term.sensitivity * more;
            }
            let variance: f64 = by_effect
                .iter()
                .map(|(&effect, weight)| (weight * instance.effects[effect].sd).powi(2))
                .sum();
            let spread = NINETY_PERCENT
                * variance.sqrt()
                * instance.overlap_slope(cell, evaluation.changes[index]);
            let points = if cell.people > 0.0 {
                gain / cell.people * cell.points_per_person
            } else {
                0.0
            };
            CellResult {
                indicator: cell.indicator.clone(),
                place: cell.place.clone(),
                group: cell.group.clone(),
                years: cell.years,
                unit: cell.unit,
                counted: cell.counted,
                population: cell.population,
                baseline: cell.baseline,
                target: cell.target,
                target_is_default: cell.target_is_default,
                expected: cell.baseline + cell.sign * points,
                points,
                gain,
                gain_low: gain - spread,
                gain_high: gain + spread,
                gap: cell.gap,
                basis: cell.basis,
            }
        })
        .collect()
}

pub(super) fn pools(
    model: &Model,
    instance: &Instance,
    prices: &Prices<'_>,
    plan: &Allocation,
    scale: f64,
    linear: bool,
) -> Vec<PoolResult> {
    let today = Allocation::today(instance);
    instance
        .pools
        .iter()
        .enumerate()
        .map(|(pool, data)| {
            let row = &model.tables().pools[pool];
            let after: f64 = plan.grants[pool].iter().map(|&(_, amount)| amount).sum();
            let added: f64 = plan.grants[pool]
                .iter()
                .map(|&(activity, amount)| (amount - today.amount(pool, activity)).max(0.0))
                .sum();
            let moved: f64 = data
                .arcs
                .iter()
                .filter(|arc| instance.activities[arc.activity].excluded_by.is_none())
                .map(|arc| (arc.amount - plan.amount(pool, arc.activity)).max(0.0))
                .sum();
            let switching_cost = data.switching * added;
            let converted: f64 = plan.converted[pool]
                .iter()
                .map(|&(.., amount)| amount)
                .sum();
            let used = after + switching_cost + converted;
            let unallocated = (data.amount - used).max(0.0);
            // What the tolerance of the value leaves of a pool that has a price is not worth a decision.
            let worthless =
                |left: f64, price: f64| price > 0.0 && left * price <= TOLERANCE * scale;
            let (price, price_of_moving) = (prices.pool(pool), prices.moving(pool));
            PoolResult {
                pool: data.id.clone(),
                partner: row.partner.clone(),
                resource: row.resource.clone(),
                unit: model.tables().resources[data.resource].unit.clone(),
                amount: data.amount,
                today: data.today,
                plan: after,
                switching_cost,
                converted,
                unallocated,
                moved,
                may_move: data.may_move,
                amount_binds: data.amount > 0.0
                    && (used >= BINDS * data.amount || worthless(unallocated, price)),
                move_limit_binds: data.today > 0.0
                    && (moved >= BINDS * data.may_move
                        || worthless(data.may_move - moved, price_of_moving)),
                marginal_value: (linear && data.amount > 0.0).then_some(price),
                resolved: None,
                marginal_value_of_moving: linear.then_some(price_of_moving),
            }
        })
        .collect()
}
