//! A plan whose moves people can carry out: each a multiple of its step, or all that its giver has.
//!
//! The moves of the plan of most value are kept as the moves that may be made; how large each is, is chosen anew
//! in whole steps, with the least and the most that a partner may be asked for (FORMULATION 5, "The move list").
//! Money and staff no longer come to the same number of participants exactly, so that an activity that something
//! moves to or from may hold less than one step of each beyond its need: that is the one allowance of the audit.

use std::collections::BTreeMap;

use super::backend::{Limits, start};
use super::evaluate::Evaluation;
use super::extract::{Allocation, given, levels};
use super::formulation::{ColumnKey, MoveInSteps, Problem, TIE};
use super::instance::Instance;
use super::moves::{PoolMove, pool_moves};
use super::recommend::EngineOptions;
use super::solve::{Flow, Progress};
use super::verify::{Verified, verify};
use crate::domain::Model;

/// Gap, relative, at which the search over steps may stop: far below what a step itself costs.
const GAP: f64 = 2e-3;

/// Nodes of the search over steps.
const NODES: u32 = 10;

/// Searches, each with the tangents that the ones before added.
const MOST_SEARCHES: usize = 5;

/// Part of a step below which a move of the plan is not thought of.
const TRIFLE: f64 = 1e-3;

/// Part of a pool that is the solver's rounding.
const ROUNDING: f64 = 1e-9;

/// Part of a change by which overlap must lower it for a tangent of its own.
const BENT: f64 = 1e-6;

/// A value that is better by less than this, relative, is no better.
const BETTER: f64 = 1e-9;

/// A plan in steps.
pub(super) struct Stepped {
    /// The plan.
    pub plan: Allocation,
    /// Its moves, by pool.
    pub moves: Vec<Vec<PoolMove>>,
    /// Its audit.
    pub verified: Verified,
    /// No plan in these steps, by moves of the plan that was given, is worth more.
    pub bound: f64,
}

/// The moves of a plan with the steps, the least amount and the asker of each; empty where nothing holds them.
fn moves_in_steps(model: &Model, instance: &Instance, plan: &Allocation) -> Vec<MoveInSteps> {
    let pools = 0..instance.pools.len();
    let partner = |pool: usize| {
        let id = &model.tables().pools[pool].partner;
        let mut partners = model.tables().partners.iter();
        partners.position(|row| row.id == *id).unwrap_or(usize::MAX)
    };
    let moves: Vec<MoveInSteps> = pools
        .flat_map(|pool| {
            let size = instance.steps[instance.pools[pool].resource];
            pool_moves(instance, pool, plan)
                .into_iter()
                .filter(move |found| found.gross > TRIFLE * size.step)
                .map(move |found| MoveInSteps {
                    pool,
                    from: found.from,
                    to: found.to,
                    conversion: found.conversion,
                    step: size.step,
                    least: if size.least > size.step {
                        size.least
                    } else {
                        0.0
                    },
                    partner: partner(pool),
                })
                .filter(move |step| step.held(instance) > ROUNDING * instance.pools[pool].scale())
        })
        .collect();
    let held = instance.most_moves.is_some()
        || moves.iter().any(|step| step.step > 0.0 || step.least > 0.0);
    if held { moves } else { Vec::new() }
}

/// Whether moves of a plan are held to anything, and the best plan that was found in which they are; `None` where the
/// rules leave no such plan.
pub(super) fn in_steps(
    model: &Model,
    instance: &Instance,
    options: EngineOptions<'_>,
    plan: &Allocation,
    evaluation: &Evaluation,
    progress: &mut dyn FnMut(Progress) -> Flow,
) -> (bool, Option<Stepped>) {
    let moves = moves_in_steps(model, instance, plan);
    if moves.is_empty() {
        return (false, None);
    }
    let value = evaluation.value;
    let roomy = with_room(instance, &moves);
    let mut problem = Problem::in_steps(&roomy, &moves, instance.most_moves, value);
    touch(&mut problem, &roomy, &evaluation.changes);
    let mut search = Search {
        instance: &roomy,
        moves: &moves,
        best: None,
        bound: f64::INFINITY,
    };
    let scale = instance.scale(value);
    let mut limits = options.limits;
    for round in 1..=MOST_SEARCHES {
        let mut session = start(
            options.backend,
            &problem.lp,
            Limits {
                nodes: Some(NODES),
                gap: Some(GAP * scale / problem.objective_scale),
                ..limits
            },
        );
        let solution = session.solve();
        limits = limits.after(session.as_ref());
        let Some(values) = solution.values else {
            break;
        };
        if let Some(tree) = solution.tree {
            // The objective holds at most one tie for each move.
            let ties = TIE * scale * moves.len() as f64;
            search.bound = search
                .bound
                .min(tree.bound * problem.objective_scale + ties);
        }
        let participants: Vec<f64> = (0..roomy.activities.len())
            .map(|activity| problem.participants(&values, activity).max(0.0))
            .collect();
        let changes = search.keep(&amounts(&roomy, &moves, &problem, &values), &participants);
        let step = Progress {
            stage: 2,
            rounds: round,
            gap: 0.0,
        };
        if progress(step) == Flow::Stop {
            break;
        }
        // The program holds gains from above only: where that lies well above, it is held there too.
        let over: f64 = (0..roomy.cells.len())
            .filter(|&cell| problem.has_cell(cell))
            .map(|cell| {
                let change = problem.change(&values, cell);
                let exact = roomy.overlap(&roomy.cells[cell], change);
                roomy.cells[cell].weight * (problem.gain(&values, cell) - exact).max(0.0)
            })
            .sum();
        if over <= GAP * scale {
            break;
        }
        touch(&mut problem, &roomy, &changes);
    }
    search.polish();
    let Search { best, bound, .. } = search;
    let stepped = best.map(|best| Stepped {
        plan: best.plan,
        moves: best.moves,
        bound: bound.max(best.verified.evaluation.value),
        verified: best.verified,
    });
    (true, stepped)
}

/// The same community with room for a part of a step where something moves.
fn with_room(instance: &Instance, moves: &[MoveInSteps]) -> Instance {
    let mut roomy = instance.clone();
    let mut touched: Vec<usize> = moves
        .iter()
        .flat_map(|step| step.from.into_iter().chain(step.to))
        .collect();
    touched.sort_unstable();
    touched.dedup();
    for activity in touched {
        for need in &mut roomy.activities[activity].needs {
            need.idle += instance.steps[need.resource].step;
        }
    }
    roomy
}

/// Tangents where the cells stand, but where the tangent at 0 says as much.
fn touch(problem: &mut Problem, instance: &Instance, changes: &[f64]) {
    for (index, cell) in instance.cells.iter().enumerate() {
        let change = changes[index];
        let below = change - instance.overlap(cell, change);
        if problem.has_cell(index) && instance.bends(cell) && below > BENT * change.abs() {
            let _row = problem.add_tangent(instance, index, change);
        }
    }
}

/// Whole steps of each move, and what it takes beyond them.
type Amounts = Vec<(f64, f64)>;

fn amounts(
    instance: &Instance,
    moves: &[MoveInSteps],
    problem: &Problem,
    values: &[f64],
) -> Amounts {
    let moves = moves.iter().enumerate();
    moves
        .map(|(index, step)| {
            let steps = if step.step > 0.0 {
                (problem.amount(values, ColumnKey::Steps(index)) / step.step).round()
            } else {
                0.0
            };
            let rest = problem.amount(values, ColumnKey::Rest(index));
            let rounding = ROUNDING * instance.pools[step.pool].scale().max(step.step);
            (steps, if rest > rounding { rest } else { 0.0 })
        })
        .collect()
}

/// The best plan so far, with the amounts that it comes from.
struct Best {
    amounts: Amounts,
    plan: Allocation,
    moves: Vec<Vec<PoolMove>>,
    verified: Verified,
}

struct Search<'a> {
    instance: &'a Instance,
    moves: &'a [MoveInSteps],
    best: Option<Best>,
    bound: f64,
}

impl Search<'_> {
    /// Keeps the plan of these amounts where it passes its audit and is the best; gives the changes of its cells.
    fn keep(&mut self, amounts: &Amounts, wanted: &[f64]) -> Vec<f64> {
        let (plan, moves) = self.carried(amounts, wanted);
        let evaluation = self.instance.evaluate(&plan.participants);
        let changes = evaluation.changes.clone();
        if let Ok(verified) = verify(self.instance, &plan.plan(self.instance)) {
            let value = verified.evaluation.value;
            let known = self.best.as_ref();
            if known.is_none_or(|best| value > best.verified.evaluation.value) {
                self.best = Some(Best {
                    amounts: amounts.clone(),
                    plan,
                    moves,
                    verified,
                });
            }
        }
        changes
    }

    /// The plan that the amounts come to, with its moves by pool.
    fn carried(&self, amounts: &Amounts, wanted: &[f64]) -> (Allocation, Vec<Vec<PoolMove>>) {
        let instance = self.instance;
        let mut made: Vec<Vec<PoolMove>> = vec![Vec::new(); instance.pools.len()];
        for (step, &(steps, rest)) in self.moves.iter().zip(amounts) {
            let gross = (steps * step.step + rest) * step.factor(instance);
            if gross > 0.0 {
                made[step.pool].push(PoolMove {
                    from: step.from,
                    to: step.to,
                    conversion: step.conversion,
                    gross,
                });
            }
        }
        let mut plan = Allocation::today(instance);
        for (pool, (data, made)) in instance.pools.iter().zip(&mut made).enumerate() {
            let mut kept: BTreeMap<usize, f64> = plan.grants[pool].iter().copied().collect();
            let rounding = ROUNDING * data.scale();
            for step in &mut *made {
                if let Some(left) = step.from.and_then(|from| kept.get_mut(&from)) {
                    if (*left - step.gross).abs() <= rounding {
                        step.gross = *left;
                    }
                    *left -= step.gross;
                }
            }
            for arc in &data.arcs {
                if instance.activities[arc.activity].excluded_by.is_some()
                    && let Some(left) = kept.insert(arc.activity, 0.0)
                    && left > rounding
                {
                    made.push(PoolMove {
                        from: Some(arc.activity),
                        to: None,
                        conversion: None,
                        gross: left,
                    });
                }
            }
            for step in &*made {
                let Some(to) = step.to else { continue };
                match step.conversion {
                    None => {
                        *kept.entry(to).or_default() += step.gross / (1.0 + data.switching);
                    }
                    Some(conversion) => plan.converted[pool].push((conversion, to, step.gross)),
                }
            }
            plan.converted[pool].sort_by_key(|&(conversion, to, _)| (conversion, to));
            plan.grants[pool] = kept
                .into_iter()
                .filter(|&(_, amount)| amount > 0.0)
                .collect();
        }
        plan.participants = levels(
            instance,
            &given(instance, &plan.grants, &plan.converted),
            wanted,
        );
        (plan, made)
    }

    /// Takes back step by step what brings nothing, and tries one step more of each move.
    fn polish(&mut self) {
        let mut improved = true;
        while improved {
            improved = false;
            for index in 0..self.moves.len() {
                for by in [-1.0, 1.0] {
                    improved |= self.moved_by(index, by);
                }
            }
        }
    }

    /// Whether one step more or less of a move is better: worth more, or as much with less that moves.
    fn moved_by(&mut self, index: usize, by: f64) -> bool {
        let Some(best) = &self.best else {
            return false;
        };
        let (steps, _) = best.amounts[index];
        let step = &self.moves[index];
        if step.step <= 0.0 || steps + by < 0.0 {
            return false;
        }
        let least = if steps + by > 0.0 { step.least } else { 0.0 };
        let unasked = steps == 0.0 && self.instance.most_moves.is_some();
        if (steps + by) * step.step < least || unasked {
            return false;
        }
        let mut amounts = best.amounts.clone();
        amounts[index].0 += by;
        let (value, scale) = (
            best.verified.evaluation.value,
            self.instance.scale(best.verified.evaluation.value),
        );
        let today = self.instance.activities.iter();
        let wanted: Vec<f64> = today
            .zip(&best.plan.participants)
            .map(|(activity, &now)| activity.today.max(now))
            .collect();
        // A giver that is left with nothing gives all that it has by all of its moves together.
        let same_giver = |other: &MoveInSteps| (other.pool, other.from) == (step.pool, step.from);
        let mut rests = self.moves.iter().zip(&amounts);
        if rests.any(|(other, &(_, rest))| rest > 0.0 && same_giver(other)) {
            return false;
        }
        let (plan, moves) = self.carried(&amounts, &wanted);
        let gained = self.instance.evaluate(&plan.participants).value - value;
        if gained < -BETTER * scale || (by > 0.0 && gained <= BETTER * scale) {
            return false;
        }
        let Ok(verified) = verify(self.instance, &plan.plan(self.instance)) else {
            return false;
        };
        self.best = Some(Best {
            amounts,
            plan,
            moves,
            verified,
        });
        true
    }
}
