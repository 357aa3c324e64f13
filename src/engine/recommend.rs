//! A recommendation: search, extract, verify, explain.

use std::collections::BTreeMap;

use super::backend::{Backend, Limits};
use super::explain::{Prices, practices};
use super::extract::{Allocation, allocation};
use super::formulation::Form;
use super::infeasible;
use super::instance::Instance;
use super::marginal::more_of_pool;
use super::moves::{PoolMove, pool_moves};
use super::rows::{activities, cells, named, pools};
use super::solve::{Flow, Progress, Search, SearchSettings, Solved, TOLERANCE, search};
use super::steps::{Stepped, in_steps};
use super::verify::{Verified, verify};
use crate::domain::{
    Certificate, IndicatorId, Model, Recommendation, Status, StepLoss, StepOf, Steps, Unit,
    ValueSummary,
};

/// Standard deviations on either side of the mean that hold 90 % of a normal distribution.
pub(super) const NINETY_PERCENT: f64 = 1.644_853_626_951_472_2;

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
