//! Solving a community again and again with other figures: for draws, and for every question of "what if".
//!
//! A [`Resolver`] is made once, from a plan: where the tangents of its cells stand, and the basis of its program.
//! Each [`Worker`] has a solver of its own, which forgets all it did before every program and starts from that
//! basis: the same answer in whatever order, on whatever thread. A program with all its tangents from the start
//! ([`Problem::in_pieces`]) is solved once as a rule, and every answer carries its own bound. With integers the
//! relaxation gives the bound, and the choices that it and the first plan point to are each solved with their
//! integers fixed; only where the best of them is too far from the bound is there a search.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::backend::{Backend, Basis, Limits, Outcome, Session, Solution, start};
use super::bound::upper_bound;
use super::evaluate::Evaluation;
use super::extract::{Allocation, allocation};
use super::formulation::{ColumnKey, Problem, RowKey, Touches};
use super::instance::Instance;
use super::solve::{Point, TOLERANCE};

/// Gap of an answer from which on it is sought closer, relative. What draws differ by is far larger.
pub const RESOLVE_TOLERANCE: f64 = 1e-4;
/// The same with integers.
pub const RESOLVE_INTEGER_TOLERANCE: f64 = 1e-2;
/// Programs with ever more tangents after which an answer keeps the gap it has.
const MOST_ROUNDS: usize = 4;
/// Nodes of a search.
const NODES: u32 = 50;
/// Programs of a dive.
const MOST_DIVES: usize = 12;
/// Shares of the least scale below which a dive stops an activity and from which on it runs it.
const NEARLY: (f64, f64) = (0.25, 0.5);

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

/// What every re-solve starts from.
pub struct Resolver<'a> {
    backend: &'a dyn Backend,
    touches: Touches,
    columns: Vec<ColumnKey>,
    rows: Vec<RowKey>,
    basis: Option<Basis>,
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
            basis: session.basis().filter(|_| solved),
            columns: problem.columns,
            rows: problem.rows,
            participants: participants.to_vec(),
        }
    }

    /// A worker: one for each thread.
    #[must_use]
    pub fn worker(&self) -> Worker<'_> {
        Worker {
            resolver: self,
            session: None,
        }
    }

    /// The basis for a program: that of the first one, by what columns and rows stand for.
    fn basis_for(&self, problem: &Problem) -> Option<Basis> {
        let basis = self.basis.as_ref()?;
        if self.columns == problem.columns && self.rows == problem.rows {
            return Some(basis.clone());
        }
        let columns: BTreeMap<ColumnKey, usize> = self.columns.iter().copied().zip(0..).collect();
        let rows: BTreeMap<RowKey, usize> = self.rows.iter().copied().zip(0..).collect();
        Some(basis.taken(
            problem.columns.iter().map(|key| columns.get(key).copied()),
            problem.rows.iter().map(|key| rows.get(key).copied()),
        ))
    }
}

/// One solver, used again and again.
pub struct Worker<'a> {
    resolver: &'a Resolver<'a>,
    session: Option<Box<dyn Session>>,
}

impl Worker<'_> {
    /// The best plan for `instance`, with its bound.
    pub fn solve(&mut self, instance: &Instance) -> Answer {
        let mut touches = Cow::Borrowed(&self.resolver.touches);
        let mut bound = f64::INFINITY;
        let mut solves = 0;
        let (problem, relaxed) = loop {
            let problem = Problem::in_pieces(instance, &touches);
            if let Some(what) = problem.lp.not_finite() {
                return Answer::Failed(format!("{what} is not finite"));
            }
            let solution = self.program(&problem);
            solves += 1;
            let point = match point(instance, &problem, solution) {
                Ok(point) => point,
                Err(Outcome::Infeasible) => return Answer::Infeasible,
                Err(outcome) => {
                    return Answer::Failed(format!("the solver ended with {outcome:?}"));
                }
            };
            bound = bound.min(upper_bound(&problem.lp, &point.duals) * problem.objective_scale);
            if solves == MOST_ROUNDS || !refine(touches.to_mut(), instance, &problem, &point) {
                break (problem, point);
            }
        };
        let linear = problem.lp.integers.is_empty();
        let prices = if linear {
            prices(instance, &problem, &relaxed.duals)
        } else {
            Vec::new()
        };
        let found = if linear {
            Ok((resolved(instance, &problem, &relaxed), false))
        } else {
            self.with_integers(instance, &problem, &relaxed, &mut bound, &mut solves)
        };
        let (best, searched) = match found {
            Ok(found) => found,
            Err(Outcome::Infeasible) => return Answer::Infeasible,
            Err(_) => return Answer::Failed("no choices of what runs were found".to_owned()),
        };
        let value = best.value();
        let scale = instance.scale(value);
        if bound < value - TOLERANCE * scale {
            return Answer::Failed(format!(
                "a bound of {bound} lies below a plan's value of {value}"
            ));
        }
        let bound = bound.max(value);
        Answer::Found(Box::new(Resolved {
            bound,
            gap: (bound - value) / scale,
            solves,
            searched,
            prices,
            ..best
        }))
    }

    /// The best of some choices; where that is too far from the bound, also of a search.
    fn with_integers(
        &mut self,
        instance: &Instance,
        problem: &Problem,
        relaxed: &Point,
        bound: &mut f64,
        solves: &mut usize,
    ) -> Result<(Resolved, bool), Outcome> {
        let mut attempts = Attempts {
            instance,
            problem,
            basis: self.session.as_ref().and_then(|session| session.basis()),
            tried: Vec::new(),
            best: None,
        };
        let patterns = [
            problem.pattern_of(instance, &relaxed.participants),
            problem.pattern(&relaxed.values),
            problem.pattern_of(instance, &self.resolver.participants),
        ];
        for pattern in patterns {
            attempts.make(self, pattern);
            if attempts.gap(*bound) <= RESOLVE_INTEGER_TOLERANCE {
                break;
            }
        }
        if attempts.gap(*bound) > RESOLVE_INTEGER_TOLERANCE {
            let basis = attempts.basis.clone();
            if let Some(pattern) = self.dive(instance, problem, relaxed, basis.as_ref()) {
                attempts.make(self, pattern);
            }
        }
        let searched = attempts.gap(*bound) > RESOLVE_INTEGER_TOLERANCE;
        let mut end = Outcome::Limit;
        if searched {
            let solution = self.search(instance, problem, &attempts, *bound);
            if let Some(tree) = solution.tree {
                *bound = bound.min(tree.bound * problem.objective_scale);
            }
            if let Some(values) = solution.values {
                attempts.make(self, problem.pattern(&values));
            }
            end = solution.outcome;
        }
        *solves += attempts.tried.len();
        let best = attempts.best.ok_or(end)?;
        Ok((best.0, searched))
    }

    /// A search over the integers of a few nodes, from the best that was found.
    fn search(
        &self,
        instance: &Instance,
        problem: &Problem,
        attempts: &Attempts<'_>,
        bound: f64,
    ) -> Solution {
        let best = attempts.best.as_ref();
        let value = best.map_or(bound, |(best, _)| best.value());
        let left = RESOLVE_INTEGER_TOLERANCE / 2.0 * instance.scale(value);
        let limits = Limits {
            nodes: Some(NODES),
            gap: Some(left / problem.objective_scale),
            ..Limits::default()
        };
        let mut session = start(self.resolver.backend, &problem.lp, limits);
        if let Some((_, values)) = best {
            session.suggest(values);
        }
        session.solve()
    }

    /// A program without regard to integers, from the resolver's basis.
    fn program(&mut self, problem: &Problem) -> Solution {
        let basis = self.resolver.basis_for(problem);
        let solution = self.from_basis(problem, basis.as_ref());
        match solution.outcome {
            Outcome::Optimal => solution,
            // Whatever a warm start says but a plan is said again from nothing before it is believed.
            _ => {
                self.session = None;
                self.from_basis(problem, None)
            }
        }
    }

    fn from_basis(&mut self, problem: &Problem, basis: Option<&Basis>) -> Solution {
        if let (Some(session), Some(basis)) = (&mut self.session, basis)
            && session.restart(&problem.lp, basis)
        {
            return session.solve();
        }
        let mut session = start(
            self.resolver.backend,
            &problem.relaxed().lp,
            Limits::default(),
        );
        if let Some(basis) = basis {
            session.restart(&problem.lp, basis);
        }
        let solution = session.solve();
        self.session = Some(session);
        solution
    }
}

/// Patterns of integers, each solved as a linear program.
struct Attempts<'a> {
    instance: &'a Instance,
    problem: &'a Problem,
    /// The relaxation's basis, from which each starts.
    basis: Option<Basis>,
    tried: Vec<Vec<bool>>,
    /// The best plan and its scaled point.
    best: Option<(Resolved, Vec<f64>)>,
}

impl Attempts<'_> {
    fn make(&mut self, worker: &mut Worker<'_>, pattern: Vec<bool>) {
        if self.tried.contains(&pattern) {
            return;
        }
        let fixed = self.problem.fixed(self.instance, &pattern);
        self.tried.push(pattern);
        let solution = worker.from_basis(&fixed, self.basis.as_ref());
        if let Ok(point) = point(self.instance, &fixed, solution) {
            let found = resolved(self.instance, &fixed, &point);
            let best = self.best.as_ref();
            if best.is_none_or(|(best, _)| best.value() < found.value()) {
                self.best = Some((found, point.values));
            }
        }
    }

    fn gap(&self, bound: f64) -> f64 {
        self.best.as_ref().map_or(f64::INFINITY, |(best, _)| {
            (bound - best.value()) / self.instance.scale(best.value())
        })
    }
}

impl Worker<'_> {
    /// Choices found by fixing those that the relaxation all but made, and relaxing what is left, again and again.
    fn dive(
        &mut self,
        instance: &Instance,
        problem: &Problem,
        relaxed: &Point,
        basis: Option<&Basis>,
    ) -> Option<Vec<bool>> {
        let mut program = problem.relaxed();
        let mut participants = relaxed.participants.clone();
        for _ in 0..MOST_DIVES {
            let mut open: Vec<(f64, usize)> = Vec::new();
            for &column in &problem.lp.integers {
                let fixed = program.lp.column_lower[column] == program.lp.column_upper[column];
                if let (ColumnKey::Runs(activity), false) = (problem.columns[column], fixed) {
                    let share = participants[activity] / instance.activities[activity].least;
                    if share > 0.0 && share < 1.0 - 1e-9 {
                        open.push((share, column));
                    }
                }
            }
            if open.is_empty() {
                return Some(problem.pattern_of(instance, &participants));
            }
            open.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            let last = open.len() - 1;
            for (position, &(share, column)) in open.iter().enumerate() {
                let value = if share >= NEARLY.1 || (position == last && share > NEARLY.0) {
                    1.0
                } else if share < NEARLY.0 || position == 0 {
                    0.0
                } else {
                    continue;
                };
                program.lp.column_lower[column] = value;
                program.lp.column_upper[column] = value;
            }
            let solution = self.from_basis(&program, basis);
            participants = point(instance, &program, solution).ok()?.participants;
        }
        None
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
fn refine(touches: &mut Touches, instance: &Instance, problem: &Problem, point: &Point) -> bool {
    let tolerance = RESOLVE_TOLERANCE * instance.scale(point.evaluation.value);
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
        touches.add(instance, index, change);
    }
    true
}
