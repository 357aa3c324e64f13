//! A recommendation: search, extract, verify, explain.

use std::collections::BTreeMap;

use super::backend::{Backend, Limits};
use super::brings::brings;
use super::evaluate::Evaluation;
use super::explain::{Prices, practices};
use super::extract::{Allocation, allocation, given};
use super::formulation::Form;
use super::infeasible;
use super::instance::Instance;
use super::marginal::more_of_pool;
use super::moves::{PoolMove, pool_moves};
use super::solve::{Flow, Progress, Search, SearchSettings, Solved, TOLERANCE, search};
use super::steps::{Stepped, in_steps};
use super::verify::{Verified, verify};
use crate::domain::{
    ActivityResult, CellResult, Certificate, Converted, IndicatorGain, IndicatorId, Model, Move,
    PoolResult, Recommendation, Status, StepLoss, StepOf, Steps, Unit, Use, ValueSummary,
};

/// Standard deviations on either side of the mean that hold 90 % of a normal distribution.
pub(super) const NINETY_PERCENT: f64 = 1.644_853_626_951_472_2;

/// Share of a limit from which on it counts as reached.
const BINDS: f64 = 1.0 - 1e-6;

/// Why no recommendation could be made although the input is right.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum EngineError {
    /// The solver failed, or what it answered does not hold.
    #[error("the solver failed: {0}")]
    Solver(String),
    /// The plan did not pass its audit.
    #[error(transparent)]
    Refused(#[from] super::verify::Refused),
}

/// How a recommendation is made.
#[derive(Clone, Copy)]
pub struct EngineOptions<'a> {
    /// The solver.
    pub backend: &'a dyn Backend,
    /// How finely flows are told apart.
    pub form: Form,
    /// Limits of each linear program.
    pub limits: Limits,
}

/// The certified recommendation for an instance of `model`, and what more of each pool is worth where it has no
/// shadow price.
///
/// # Errors
/// Only where the solver fails or a plan does not pass its audit; that no plan exists is a
/// [`Status`], not an error.
pub fn recommend(
    model: &Model,
    instance: &Instance,
    options: EngineOptions<'_>,
    progress: &mut dyn FnMut(Progress) -> Flow,
) -> Result<Recommendation, EngineError> {
    let (mut result, plan) = recommend_plan(model, instance, options, progress)?;
    if let Some(plan) = plan.filter(|_| instance.has_integers() && options.limits.seconds.is_none())
    {
        for pool in 0..instance.pools.len() {
            let resolved = more_of_pool(instance, options, &plan, &result, pool, progress);
            result.pools[pool].resolved = resolved;
        }
    }
    Ok(result)
}

/// The certified recommendation alone, with its plan by position.
///
/// # Errors
/// As for [`recommend`].
pub fn recommend_plan(
    model: &Model,
    instance: &Instance,
    options: EngineOptions<'_>,
    progress: &mut dyn FnMut(Progress) -> Flow,
) -> Result<(Recommendation, Option<Allocation>), EngineError> {
    let (result, planned) = planned(model, instance, options, false, progress)?;
    Ok((result, planned.map(|planned| planned.plan)))
}

/// A recommended plan by position.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned {
    /// The plan.
    pub plan: Allocation,
    /// The plan before its moves were held to steps.
    pub before: Allocation,
}

/// [`recommend_plan`], its moves held to amounts that people can carry out. Bound, gap and prices are those of the
/// plan before.
///
/// # Errors
/// As for [`recommend`].
pub fn recommend_in_steps(
    model: &Model,
    instance: &Instance,
    options: EngineOptions<'_>,
    progress: &mut dyn FnMut(Progress) -> Flow,
) -> Result<(Recommendation, Option<Planned>), EngineError> {
    planned(model, instance, options, true, progress)
}

fn planned(
    model: &Model,
    instance: &Instance,
    options: EngineOptions<'_>,
    held: bool,
    progress: &mut dyn FnMut(Progress) -> Flow,
) -> Result<(Recommendation, Option<Planned>), EngineError> {
    let EngineOptions {
        backend,
        form,
        limits,
    } = options;
    match search(
        instance,
        SearchSettings {
            backend,
            form,
            limits,
        },
        progress,
    ) {
        Search::Found(solved) => {
            let plan = allocation(instance, &solved.problem, &solved.point);
            let verified = verify(instance, &plan.plan(instance))?;
            let value = verified.evaluation.value;
            if solved.bound < value - TOLERANCE * instance.scale(value) {
                return Err(EngineError::Solver(format!(
                    "a bound of {} lies below a plan's value of {value}",
                    solved.bound
                )));
            }
            let gap = (solved.bound.max(value) - value) / instance.scale(value);
            let moves: Vec<Vec<PoolMove>> = (0..instance.pools.len())
                .map(|pool| pool_moves(instance, pool, &plan))
                .collect();
            let (held, stepped) = if held {
                in_steps(
                    model,
                    instance,
                    options,
                    &plan,
                    &verified.evaluation,
                    progress,
                )
            } else {
                (false, None)
            };
            let steps = held.then(|| summary(model, instance, &verified, &moves, stepped.as_ref()));
            let before = plan.clone();
            let (plan, moves, verified) = match stepped {
                Some(stepped) => (stepped.plan, stepped.moves, stepped.verified),
                None => (plan, moves, verified),
            };
            let mut result = found(model, instance, &solved, gap, &plan, &moves, &verified);
            result.steps = steps;
            Ok((result, Some(Planned { plan, before })))
        }
        Search::Infeasible(problem) => {
            let mut result = empty(instance, Status::Infeasible);
            result.infeasibility = infeasible::explain(instance, &problem, backend, limits);
            if result.infeasibility.is_none() && limits != Limits::default() {
                // The limit may have cut the proof short: nothing is claimed.
                return Ok((empty(instance, Status::Stopped), None));
            }
            if result.infeasibility.is_none() {
                return Err(EngineError::Solver(
                    "it says that no plan exists, which could not be confirmed".to_owned(),
                ));
            }
            Ok((result, None))
        }
        Search::Stopped => Ok((empty(instance, Status::Stopped), None)),
        Search::Failed(why) => Err(EngineError::Solver(why)),
    }
}

fn empty(instance: &Instance, status: Status) -> Recommendation {
    Recommendation {
        status,
        value: None,
        moves: Vec::new(),
        activities: Vec::new(),
        cells: Vec::new(),
        tracked: instance.tracked.clone(),
        pools: Vec::new(),
        practices: Vec::new(),
        certificate: None,
        infeasibility: None,
        steps: None,
        move_limits: None,
        trust: None,
        holds: None,
        replace_first: None,
    }
}

fn found(
    model: &Model,
    instance: &Instance,
    solved: &Solved,
    certified: f64,
    plan: &Allocation,
    moves: &[Vec<PoolMove>],
    verified: &Verified,
) -> Recommendation {
    let prices = Prices::new(instance, &solved.first_problem, &solved.first);
    // With integers these are prices at the plan's own choices: good for words, never for numbers.
    let linear = solved.integers.is_none();
    let evaluation = &verified.evaluation;
    // Rounding of the bound's own sums may leave it a hair below an exact optimum.
    let bound = solved.bound.max(evaluation.value);
    let gap = (bound - evaluation.value) / instance.scale(evaluation.value);
    let today = instance.evaluate(&instance.today()).value;
    Recommendation {
        status: if certified <= solved.tolerance {
            Status::Optimal
        } else {
            Status::GapOpen
        },
        value: Some(ValueSummary {
            today,
            plan: evaluation.value,
            bound,
            gap,
            all_gaps: instance.all_gaps,
            share_of_gap_closed: instance.share_of_gap_closed(&evaluation.gains),
            unit: model.settings().value.per.unit(),
        }),
        moves: named(model, instance, plan, evaluation, moves),
        activities: activities(instance, model, linear.then_some(&prices), plan),
        cells: cells(instance, evaluation, &plan.participants),
        tracked: instance.tracked.clone(),
        pools: pools(
            model,
            instance,
            &prices,
            plan,
            instance.scale(evaluation.value),
            linear,
        ),
        practices: practices(model, instance, &prices, &plan.participants, linear),
        certificate: Some(Certificate {
            largest_violation: verified.largest_violation,
            checks: verified.checks,
            gap: certified,
            tolerance: solved.tolerance,
            rounds: solved.rounds,
            integers: solved.integers,
            tangents: solved.problem.tangents(),
            size: (
                solved.problem.lp.columns(),
                solved.problem.lp.rows(),
                solved.problem.lp.values.len(),
            ),
            chord_error: instance
                .activities
                .iter()
                .map(|activity| activity.chord_error)
                .fold(0.0, f64::max),
        }),
        infeasibility: None,
        steps: None,
        move_limits: None,
        trust: None,
        holds: None,
        replace_first: None,
    }
}

/// What steps come to beside the plan before them.
fn summary(
    model: &Model,
    instance: &Instance,
    before: &Verified,
    moves: &[Vec<PoolMove>],
    stepped: Option<&Stepped>,
) -> Steps {
    let gains = |of: &Verified| {
        let mut gains: BTreeMap<IndicatorId, (f64, Unit)> = BTreeMap::new();
        let cells = instance.cells.iter().zip(&of.evaluation.gains);
        for (cell, gain) in cells.filter(|(cell, _)| cell.counted) {
            let entry = gains.entry(cell.indicator.clone());
            entry.or_insert((0.0, cell.unit)).0 += gain;
        }
        gains
    };
    let after = gains(stepped.map_or(before, |stepped| &stepped.verified));
    let value_before = before.evaluation.value;
    Steps {
        kept: stepped.is_some(),
        steps: instance
            .steps
            .iter()
            .zip(&model.tables().resources)
            .filter(|(size, _)| size.step > 0.0 || size.least > 0.0)
            .map(|(size, row)| StepOf {
                resource: row.id.clone(),
                unit: row.unit.clone(),
                step: size.step,
                least: size.least,
            })
            .collect(),
        most_per_partner: instance.most_moves,
        value_before,
        moves_before: moves.iter().map(Vec::len).sum(),
        bound: stepped.map_or(value_before, |stepped| stepped.bound),
        losses: gains(before)
            .into_iter()
            .map(|(indicator, (gain, unit))| StepLoss {
                loss: gain - after.get(&indicator).map_or(0.0, |&(gain, _)| gain),
                indicator,
                unit,
            })
            .collect(),
    }
}

fn named(
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

fn activities(
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
fn cells(instance: &Instance, evaluation: &Evaluation, participants: &[f64]) -> Vec<CellResult> {
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

fn pools(
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
