//! Solving a community again and again with other figures: for draws, and for every question of "what if".
//!
//! A [`Resolver`] is made once, from a plan: where the tangents of its cells stand, and the basis of its program.
//! Each [`Worker`] has a solver of its own, which forgets all it did before every program and starts from that
//! basis: the same answer in whatever order, on whatever thread. A program with all its tangents from the start
//! ([`Problem::in_pieces`]) is solved once as a rule, and every answer carries its own bound. With integers the
//! relaxation gives the bound, and the choices that it and the first plan point to are each solved with their
//! integers fixed; only where the best of them is too far from the bound is there a search.

mod integers;

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::backend::{Backend, Basis, Limits, Outcome, Session, Solution, start};
use super::bound::upper_bound;
use super::evaluate::Evaluation;
use super::extract::{Allocation, allocation};
use super::formulation::{ColumnKey, Problem, RowKey, Touches};
use super::instance::Instance;
use super::lp::Lp;
use super::solve::{Point, TOLERANCE, broken_floors};
use super::verify::verify;

/// Gap of an answer from which on it is sought closer, relative. What draws differ by is far larger.
pub const RESOLVE_TOLERANCE: f64 = 1e-4;
/// The same with integers.
pub const RESOLVE_INTEGER_TOLERANCE: f64 = 1e-2;
/// Programs with ever more tangents after which an answer keeps the gap it has.
const MOST_ROUNDS: usize = 4;
/// The same where it does not keep a floor yet.
const MOST_ROUNDS_FOR_FLOORS: usize = 20;
/// Nodes of a search.
const NODES: u32 = 10;
/// Part of the tolerance within which an answer with integers is taken without another try.
const CLOSE: f64 = 0.5;

/// What solving again came to.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// A plan.
    Found(Box<Resolved>),
    /// No plan keeps every rule.
    Infeasible,
    /// The solver failed: why, in words.
    Failed(String),
}

impl Answer {
    fn without_plan(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Infeasible => Answer::Infeasible,
            Outcome::Limit => Answer::Failed("no choice of what runs was found".to_owned()),
            outcome => Answer::Failed(format!("the solver ended with {outcome:?}")),
        }
    }
}

/// The best plan for an instance, as far as it was sought.
#[derive(Debug, Clone, PartialEq)]
pub struct Resolved {
    /// The plan, by position.
    pub plan: Allocation,
    /// Its exact worth.
    pub evaluation: Evaluation,
    /// No plan is worth more than this.
    pub bound: f64,
    /// (bound − value) / scale.
    pub gap: f64,
    /// Linear programs solved.
    pub solves: usize,
    /// Whether there was a search over integers.
    pub searched: bool,
    /// Worth of one more unit of each pool, a shadow price; none with integers.
    pub prices: Vec<f64>,
}

impl Resolved {
    /// Exact value of the plan.
    #[must_use]
    pub fn value(&self) -> f64 {
        self.evaluation.value
    }
}

/// A plan that is worth enough and goes as far as can be in some direction.
#[derive(Debug, Clone, PartialEq)]
pub struct Reached {
    /// Participants by activity.
    pub participants: Vec<f64>,
    /// Its exact worth.
    pub evaluation: Evaluation,
    /// Σ weight × participants.
    pub reach: f64,
    /// No plan that is worth enough reaches further.
    pub bound: f64,
}

/// A basis, by what columns and rows stand for.
struct KeyedBasis {
    columns: Vec<ColumnKey>,
    rows: Vec<RowKey>,
    basis: Basis,
}

impl KeyedBasis {
    /// The basis for another program: columns and rows are as those that stand for the same.
    fn on(&self, problem: &Problem) -> Basis {
        if self.columns == problem.columns && self.rows == problem.rows {
            return self.basis.clone();
        }
        let columns: BTreeMap<ColumnKey, usize> = self.columns.iter().copied().zip(0..).collect();
        let rows: BTreeMap<RowKey, usize> = self.rows.iter().copied().zip(0..).collect();
        self.basis.taken(
            problem.columns.iter().map(|key| columns.get(key).copied()),
            problem.rows.iter().map(|key| rows.get(key).copied()),
        )
    }
}

/// What every re-solve starts from.
pub struct Resolver<'a> {
    backend: &'a dyn Backend,
    touches: Touches,
    basis: Option<KeyedBasis>,
    /// Participants by activity of the plan that it was made from.
    participants: Vec<f64>,
}

impl<'a> Resolver<'a> {
    /// A resolver for instances that are like `instance`, of which `participants` by activity is a good plan.
    #[must_use]
    pub fn new(instance: &Instance, participants: &[f64], backend: &'a dyn Backend) -> Self {
        let expected: Vec<f64> = instance.effects.iter().map(|effect| effect.mean).collect();
        let instance = instance.with_effects(&expected);
        let touches = Touches::near(&instance, &instance.evaluate(participants).changes);
        let problem = Problem::in_pieces(&instance, &touches);
        let mut session = start(backend, &problem.relaxed().lp, Limits::default());
        let solved = session.solve().outcome == Outcome::Optimal;
        Resolver {
            backend,
            touches,
            basis: session.basis().filter(|_| solved).map(|basis| KeyedBasis {
                columns: problem.columns,
                rows: problem.rows,
                basis,
            }),
            participants: participants.to_vec(),
        }
    }

    /// A worker: one for each thread.
    #[must_use]
    pub fn worker(&self) -> Worker<'_> {
        Worker {
            resolver: self,
            session: None,
            cold: false,
        }
    }

    /// A worker that starts every program from nothing, to check the others by.
    #[must_use]
    pub fn cold_worker(&self) -> Worker<'_> {
        Worker {
            cold: true,
            ..self.worker()
        }
    }
}

/// What an answer took so far.
struct Effort {
    /// Gap at which a search over integers may stop.
    tolerance: f64,
    bound: f64,
    solves: usize,
    searched: bool,
}

impl Effort {
    fn bounded(&mut self, bound: f64) {
        self.bound = self.bound.min(bound);
    }

    /// The answer, once its plan passes the audit and its bound holds.
    fn answer(self, instance: &Instance, best: Resolved) -> Answer {
        if let Err(refused) = verify(instance, &best.plan.plan(instance)) {
            return Answer::Failed(refused.to_string());
        }
        let value = best.value();
        let scale = instance.scale(value);
        if self.bound < value - TOLERANCE * scale {
            return Answer::Failed(format!(
                "a bound of {} lies below a plan's value of {value}",
                self.bound
            ));
        }
        let bound = self.bound.max(value);
        Answer::Found(Box::new(Resolved {
            bound,
            gap: (bound - value) / scale,
            solves: self.solves,
            searched: self.searched,
            ..best
        }))
    }
}

/// One solver, used again and again.
pub struct Worker<'a> {
    resolver: &'a Resolver<'a>,
    session: Option<Box<dyn Session>>,
    cold: bool,
}

impl Worker<'_> {
    /// The best plan for `instance`, audited, with its bound.
    pub fn solve(&mut self, instance: &Instance) -> Answer {
        self.solve_within(instance, RESOLVE_INTEGER_TOLERANCE)
    }

    /// The same, where a search over integers goes on to a gap of `tolerance`, as far as its nodes allow.
    pub fn solve_within(&mut self, instance: &Instance, tolerance: f64) -> Answer {
        let mut touches = Cow::Borrowed(&self.resolver.touches);
        let mut effort = Effort {
            tolerance,
            bound: f64::INFINITY,
            solves: 0,
            searched: false,
        };
        let mut rounds = 0;
        let mut last: Option<KeyedBasis> = None;
        loop {
            rounds += 1;
            let problem = Problem::in_pieces(instance, &touches);
            if let Some(what) = problem.lp.not_finite() {
                return Answer::Failed(format!("{what} is not finite"));
            }
            let first = self.resolver.basis.as_ref();
            let solution = self.program(&problem, last.as_ref().or(first));
            effort.solves += 1;
            let relaxed = match point(instance, &problem, solution) {
                Ok(point) => point,
                Err(outcome) => return Answer::without_plan(outcome),
            };
            effort.bounded(upper_bound(&problem.lp, &relaxed.duals) * problem.objective_scale);
            let linear = problem.lp.integers.is_empty();
            let exact = if linear {
                RESOLVE_TOLERANCE
            } else {
                CLOSE * tolerance
            };
            if rounds < MOST_ROUNDS && refine(&mut touches, instance, &problem, &relaxed, exact) {
                let basis = self.session.as_ref().and_then(|session| session.basis());
                last = basis.map(|basis| KeyedBasis {
                    columns: problem.columns,
                    rows: problem.rows,
                    basis,
                });
                continue;
            }
            let found = if linear {
                Ok(resolved(instance, &problem, &relaxed))
            } else {
                self.with_integers(instance, &problem, &relaxed, &mut effort)
            };
            let mut best = match found {
                Ok(best) => best,
                Err(outcome) => return Answer::without_plan(outcome),
            };
            let broken = broken_floors(instance, &best.evaluation.gains);
            if !broken.is_empty() && rounds < MOST_ROUNDS_FOR_FLOORS {
                for cell in broken {
                    let change = best.evaluation.changes[cell];
                    touches.to_mut().add(instance, cell, change);
                }
                continue;
            }
            if linear {
                best.prices = prices(instance, &problem, &relaxed.duals);
            }
            return effort.answer(instance, best);
        }
    }

    /// Of the plans that are worth `value` or more, to [`RESOLVE_TOLERANCE`], the one with the largest
    /// Σ weight × participants over activities; `None` where none is found. With integers the choices that the
    /// relaxation and the resolver's plan point to are tried, then a search.
    pub fn reach(
        &mut self,
        instance: &Instance,
        weights: &[f64],
        value: f64,
    ) -> Result<Option<Reached>, Outcome> {
        let mut problem = Problem::in_pieces(instance, &self.resolver.touches);
        problem.seek(weights, value);
        let solution = self.program(&problem, self.resolver.basis.as_ref());
        let relaxed = match point(instance, &problem, solution) {
            Ok(point) => point,
            Err(Outcome::Infeasible) => return Ok(None),
            Err(outcome) => return Err(outcome),
        };
        let mut bound = upper_bound(&problem.lp, &relaxed.duals) * problem.objective_scale;
        let mut found = Furthest {
            weights,
            enough: value - 2.0 * RESOLVE_TOLERANCE * instance.scale(value),
            best: None,
        };
        if problem.lp.integers.is_empty() {
            found.take(resolved(instance, &problem, &relaxed));
        } else {
            let basis = self.session.as_ref().and_then(|session| session.basis());
            let patterns = [
                problem.pattern_of(instance, &relaxed.participants),
                problem.pattern_of(instance, &self.resolver.participants),
            ];
            let attempt = |worker: &mut Self, found: &mut Furthest<'_>, pattern: &[bool]| {
                let fixed = problem.fixed_lp(instance, pattern);
                let solution = worker.warm(&fixed, basis.as_ref());
                if let Ok(point) = point(instance, &problem, solution) {
                    found.take(resolved(instance, &problem, &point));
                }
            };
            for pattern in &patterns {
                attempt(self, &mut found, pattern);
            }
            let capacities = instance.activities.iter().zip(weights);
            let range: f64 = capacities
                .map(|(activity, weight)| weight.abs() * activity.capacity)
                .sum();
            let short = |found: &Furthest<'_>| {
                let best = found.best.as_ref();
                best.is_none_or(|best| best.reach < bound - RESOLVE_INTEGER_TOLERANCE * range)
            };
            if short(&found) {
                let limits = Limits {
                    nodes: Some(NODES),
                    gap: Some(RESOLVE_INTEGER_TOLERANCE / 2.0 * range / problem.objective_scale),
                    ..Limits::default()
                };
                let tree = start(self.resolver.backend, &problem.lp, limits).solve();
                if let Some(found) = tree.tree {
                    bound = bound.min(found.bound * problem.objective_scale);
                }
                if let Some(values) = tree.values {
                    attempt(self, &mut found, &problem.pattern(&values));
                }
            }
        }
        let best = found.best;
        Ok(best.map(|best| Reached {
            bound: bound.max(best.reach),
            ..best
        }))
    }

    /// A program without regard to integers, from a basis.
    fn program(&mut self, problem: &Problem, from: Option<&KeyedBasis>) -> Solution {
        let basis = from.map(|from| from.on(problem));
        let solution = self.warm(&problem.lp, basis.as_ref());
        match solution.outcome {
            Outcome::Optimal => solution,
            // Whatever a warm start says but a plan is said again from nothing before it is believed.
            _ => {
                self.session = None;
                self.warm(&problem.lp, None)
            }
        }
    }

    fn warm(&mut self, lp: &Lp, basis: Option<&Basis>) -> Solution {
        let basis = basis.filter(|_| !self.cold);
        if let (Some(session), Some(basis)) = (&mut self.session, basis)
            && session.restart(lp, basis)
        {
            return session.solve();
        }
        let relaxed = Lp {
            integers: Vec::new(),
            ..lp.clone()
        };
        let mut session = start(self.resolver.backend, &relaxed, Limits::default());
        if let Some(basis) = basis {
            session.restart(&relaxed, basis);
        }
        let solution = session.solve();
        self.session = Some(session);
        solution
    }
}

/// The plan that reaches furthest of those that are worth enough.
struct Furthest<'a> {
    weights: &'a [f64],
    enough: f64,
    best: Option<Reached>,
}

impl Furthest<'_> {
    fn take(&mut self, found: Resolved) {
        let participants = found.plan.participants;
        let weighted = participants.iter().zip(self.weights);
        let reach: f64 = weighted
            .map(|(participants, weight)| weight * participants)
            .sum();
        let further = self.best.as_ref().is_none_or(|best| best.reach < reach);
        if found.evaluation.value >= self.enough && further {
            self.best = Some(Reached {
                participants,
                evaluation: found.evaluation,
                reach,
                bound: f64::INFINITY,
            });
        }
    }
}

/// The point of a solution, its participants' worth exact.
fn point(instance: &Instance, problem: &Problem, solution: Solution) -> Result<Point, Outcome> {
    match (solution.outcome, solution.values, solution.duals) {
        (Outcome::Optimal, Some(values), Some(duals)) => {
            let participants: Vec<f64> = (0..instance.activities.len())
                .map(|activity| problem.participants(&values, activity).max(0.0))
                .collect();
            let evaluation = instance.evaluate(&participants);
            Ok(Point {
                values,
                duals,
                participants,
                evaluation,
            })
        }
        (outcome, ..) => Err(outcome),
    }
}

fn resolved(instance: &Instance, problem: &Problem, point: &Point) -> Resolved {
    let plan = allocation(instance, problem, point);
    let evaluation = instance.evaluate(&plan.participants);
    Resolved {
        plan,
        evaluation,
        bound: f64::INFINITY,
        gap: f64::INFINITY,
        solves: 0,
        searched: false,
        prices: Vec::new(),
    }
}

/// Derivative of the optimum in the amount of each pool, over all the rows that hold it.
fn prices(instance: &Instance, problem: &Problem, duals: &[f64]) -> Vec<f64> {
    let pools = instance.pools.iter().enumerate();
    pools
        .map(|(pool, data)| {
            let amount = problem.price(duals, RowKey::PoolAmount(pool));
            let moving = problem.price(duals, RowKey::MoveLimit(pool));
            // What may move from a pool that was cut falls as less of it is cut.
            amount
                + if data.is_cut() {
                    moving * (data.max_moved - 1.0)
                } else {
                    0.0
                }
        })
        .collect()
}

/// Adds tangents where those of the program are worth too much, if they are altogether; false where they are not.
fn refine(
    touches: &mut Cow<'_, Touches>,
    instance: &Instance,
    problem: &Problem,
    point: &Point,
    tolerance: f64,
) -> bool {
    let tolerance = tolerance * instance.scale(point.evaluation.value);
    let cells = instance.cells.iter().enumerate();
    let excess: Vec<(usize, f64, f64)> = cells
        .filter(|&(index, _)| problem.has_cell(index))
        .map(|(index, cell)| {
            let change = problem.change(&point.values, index);
            let over = problem.gain(&point.values, index) - instance.overlap(cell, change);
            (index, change, cell.weight * over)
        })
        .filter(|&(_, change, over)| change > 0.0 && over > 0.0)
        .collect();
    if excess.iter().map(|&(.., over)| over).sum::<f64>() <= tolerance {
        return false;
    }
    let share = tolerance / (2.0 * excess.len() as f64);
    for (index, change, _) in excess.into_iter().filter(|&(.., over)| over > share) {
        touches.to_mut().add(instance, index, change);
    }
    true
}
