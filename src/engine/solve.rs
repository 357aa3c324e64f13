//! The tangent loop and its two stages: most value, then least moves; with integers, see [`super::integer`].
//!
//! Each linear program over the tangents is a relaxation, so its dual bound is an upper bound on every
//! plan; the exact worth of its point is a lower one. Tangents are added where the two differ
//! (Kelley 1960) until they meet.

use std::collections::BTreeSet;

use super::backend::{Backend, Limits, Outcome, Session, start};
use super::bound::upper_bound;
use super::evaluate::Evaluation;
use super::formulation::{Form, Problem};
use super::instance::{CellIndex, Demand, Instance};
use super::lp::LpRow;
use crate::domain::IntegerSearch;

/// Certified gap that a recommendation is held to.
pub const TOLERANCE: f64 = 1e-6;
/// Gap of the first stage.
pub const FIRST_STAGE_TOLERANCE: f64 = 5e-7;
/// Value that the second stage may give up for fewer moves: what it aims at and what it accepts.
pub const SECOND_STAGE_AIM: f64 = 4e-7;
/// See [`SECOND_STAGE_AIM`].
pub const SECOND_STAGE_TOLERANCE: f64 = 5e-7;
/// Breach of a floor, relative, that still counts as kept: half of what the audit lets pass.
pub const FLOOR_TOLERANCE: f64 = 5e-7;

/// Rounds after which a stage stops with the gap it has.
const MOST_ROUNDS: usize = 60;

/// What to do after a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    /// Go on.
    Continue,
    /// Stop and keep what there is.
    Stop,
}

/// How far a solve has come.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// 1: most value; 2: least moves.
    pub stage: u8,
    /// Linear programs solved so far.
    pub rounds: usize,
    /// Gap so far.
    pub gap: f64,
}

/// The point of a stage.
#[derive(Debug, Clone)]
pub struct Point {
    /// Scaled value per column.
    pub values: Vec<f64>,
    /// Multiplier per row.
    pub duals: Vec<f64>,
    /// Participants by activity.
    pub participants: Vec<f64>,
    /// Their exact worth.
    pub evaluation: Evaluation,
}

/// What the two stages came to.
#[derive(Debug, Clone)]
pub struct Solved {
    /// The problem with its tangents, as the first stage left it.
    pub first_problem: Problem,
    /// The point of most value, with its duals.
    pub first: Point,
    /// The problem as the second stage left it.
    pub problem: Problem,
    /// The point of least moves among those worth as much.
    pub point: Point,
    /// No plan is worth more than this.
    pub bound: f64,
    /// Linear programs solved.
    pub rounds: usize,
    /// With integers: how many there are, the searches over them, and their nodes.
    pub integers: Option<IntegerSearch>,
    /// Gap that the plan was held to.
    pub tolerance: f64,
}

/// How the search ended.
#[derive(Debug, Clone)]
pub enum Search {
    /// With a plan.
    Found(Box<Solved>),
    /// No plan keeps every rule; the problem says which ones there are.
    Infeasible(Box<Problem>),
    /// Before there was a plan.
    Stopped,
    /// The solver failed, or its answers do not hold.
    Failed(String),
}

/// Settings of a search.
#[derive(Clone, Copy)]
pub struct SearchSettings<'a> {
    /// The solver.
    pub backend: &'a dyn Backend,
    /// How finely flows are told apart.
    pub form: Form,
    /// Limits of each linear program.
    pub limits: Limits,
}

/// A stage's end.
pub(super) enum End {
    Reached(Box<Point>),
    Infeasible,
    Stopped(Option<Box<Point>>),
    Failed(String),
}

/// Finds the plan of most value and, of those worth as much, the one that moves least.
pub fn search(
    instance: &Instance,
    settings: SearchSettings<'_>,
    progress: &mut dyn FnMut(Progress) -> Flow,
) -> Search {
    search_from(instance, settings, &instance.today(), progress)
}

/// [`search`], with participants by activity whose choices of what runs are tried first.
pub(super) fn search_from(
    instance: &Instance,
    settings: SearchSettings<'_>,
    from: &[f64],
    progress: &mut dyn FnMut(Progress) -> Flow,
) -> Search {
    let mut problem = Problem::new(instance, settings.form);
    if let Some(what) = problem.lp.not_finite() {
        return Search::Failed(format!("{what} is not finite"));
    }
    if !problem.lp.integers.is_empty() {
        return super::integer::search(instance, problem, settings, from, progress);
    }
    let mut session = start(settings.backend, &problem.lp, settings.limits);
    let mut loop_ = TangentLoop {
        instance,
        session: session.as_mut(),
        rounds: 0,
        bound: f64::INFINITY,
        fractions: false,
        progress,
    };
    let first = match loop_.first_stage(&mut problem) {
        End::Reached(point) => point,
        End::Stopped(Some(point)) => {
            return Search::Found(Box::new(Solved {
                first_problem: problem.clone(),
                first: (*point).clone(),
                problem,
                point: *point,
                bound: loop_.bound,
                rounds: loop_.rounds,
                integers: None,
                tolerance: TOLERANCE,
            }));
        }
        End::Infeasible => return Search::Infeasible(Box::new(problem)),
        End::Stopped(None) => return Search::Stopped,
        End::Failed(why) => return Search::Failed(why),
    };
    let first_problem = problem.clone();
    let point = loop_.second_stage(&mut problem, &first);
    let (bound, rounds) = (loop_.bound, loop_.rounds);
    Search::Found(Box::new(Solved {
        first_problem,
        first: *first,
        problem,
        point,
        bound,
        rounds,
        integers: None,
        tolerance: TOLERANCE,
    }))
}

/// The first stage alone, without integers: the most value and its bound. For benches and re-solves.
pub fn most_value(
    instance: &Instance,
    settings: SearchSettings<'_>,
) -> Option<(Problem, Point, f64)> {
    let mut problem = Problem::new(instance, settings.form);
    let mut session = start(settings.backend, &problem.lp, settings.limits);
    let mut go_on = |_| Flow::Continue;
    let mut loop_ = TangentLoop {
        instance,
        session: session.as_mut(),
        rounds: 0,
        bound: f64::INFINITY,
        fractions: false,
        progress: &mut go_on,
    };
    match loop_.first_stage(&mut problem) {
        End::Reached(point) => {
            let bound = loop_.bound;
            Some((problem, *point, bound))
        }
        _ => None,
    }
}

pub(super) struct TangentLoop<'a> {
    pub(super) instance: &'a Instance,
    pub(super) session: &'a mut dyn Session,
    pub(super) rounds: usize,
    pub(super) bound: f64,
    /// Whether the point is of fractions of choices, so that its changes are those of the program and not
    /// those of any participants.
    pub(super) fractions: bool,
    pub(super) progress: &'a mut dyn FnMut(Progress) -> Flow,
}

impl TangentLoop<'_> {
    fn solve(&mut self, problem: &Problem) -> Result<Point, End> {
        self.rounds += 1;
        let solution = self.session.solve();
        match (solution.outcome, solution.values, solution.duals) {
            (Outcome::Optimal, Some(values), Some(duals)) => {
                let participants: Vec<f64> = (0..self.instance.activities.len())
                    .map(|activity| problem.participants(&values, activity).max(0.0))
                    .collect();
                let evaluation = if self.fractions {
                    let cells = 0..self.instance.cells.len();
                    let changes = cells.map(|cell| problem.change(&values, cell)).collect();
                    self.instance.worth_of_changes(changes)
                } else {
                    self.instance.evaluate(&participants)
                };
                Ok(Point {
                    values,
                    duals,
                    participants,
                    evaluation,
                })
            }
            (Outcome::Infeasible, ..) => Err(End::Infeasible),
            (Outcome::Limit, ..) => Err(End::Stopped(None)),
            (outcome, ..) => Err(End::Failed(format!("the solver ended with {outcome:?}"))),
        }
    }

    /// Most value, to [`FIRST_STAGE_TOLERANCE`], every floor kept.
    pub(super) fn first_stage(&mut self, problem: &mut Problem) -> End {
        let mut best: Option<Box<Point>> = None;
        for _ in 0..MOST_ROUNDS {
            let point = match self.solve(problem) {
                Ok(point) => point,
                Err(End::Stopped(None)) => return End::Stopped(best),
                Err(end) => return end,
            };
            self.bound = self
                .bound
                .min(upper_bound(&problem.lp, &point.duals) * problem.objective_scale);
            let value = point.evaluation.value;
            let gap = (self.bound - value) / self.instance.scale(value);
            if gap < -TOLERANCE {
                return End::Failed(format!(
                    "a bound of {} lies below a value of {value}",
                    self.bound
                ));
            }
            let broken = broken_floors(self.instance, &point.evaluation.gains);
            if broken.is_empty()
                && best
                    .as_ref()
                    .is_none_or(|best| best.evaluation.value < value)
            {
                best = Some(Box::new(point.clone()));
            }
            let report = Progress {
                stage: 1,
                rounds: self.rounds,
                gap,
            };
            if (self.progress)(report) == Flow::Stop {
                return End::Stopped(best);
            }
            if gap <= FIRST_STAGE_TOLERANCE && broken.is_empty() {
                return End::Reached(Box::new(point));
            }
            let share = FIRST_STAGE_TOLERANCE * self.instance.scale(value);
            let rows = self.cut(problem, &point, share, &broken);
            if rows.is_empty() {
                break;
            }
            self.session.add_rows(&rows);
        }
        End::Stopped(best)
    }

    /// Least moves among the plans worth as much as `first`; `first` itself where that cannot be had.
    pub(super) fn second_stage(&mut self, problem: &mut Problem, first: &Point) -> Point {
        let value = first.evaluation.value;
        let scale = self.instance.scale(value);
        let row = problem.keep_value(self.instance, value - SECOND_STAGE_AIM * scale);
        self.session.add_rows(&[row]);
        self.session.set_costs(&problem.lp.costs);
        let accepted = value - SECOND_STAGE_TOLERANCE * scale;
        for _ in 0..MOST_ROUNDS {
            let Ok(point) = self.solve(problem) else {
                break;
            };
            let gap = (self.bound - point.evaluation.value) / scale;
            let broken = broken_floors(self.instance, &point.evaluation.gains);
            if point.evaluation.value >= accepted && broken.is_empty() {
                return point;
            }
            let report = Progress {
                stage: 2,
                rounds: self.rounds,
                gap,
            };
            if (self.progress)(report) == Flow::Stop {
                break;
            }
            let share = (SECOND_STAGE_TOLERANCE - SECOND_STAGE_AIM) * scale;
            let rows = self.cut(problem, &point, share, &broken);
            if rows.is_empty() {
                break;
            }
            self.session.add_rows(&rows);
        }
        let mut kept = first.clone();
        kept.values.resize(problem.lp.columns(), 0.0);
        kept
    }

    /// Tangents where the program's gain is worth more than the exact one, to `tolerance` in all, and at
    /// the cells of broken floors.
    fn cut(
        &self,
        problem: &mut Problem,
        point: &Point,
        tolerance: f64,
        broken: &BTreeSet<CellIndex>,
    ) -> Vec<LpRow> {
        let instance = self.instance;
        let cells = (0..instance.cells.len())
            .filter(|&cell| problem.has_cell(cell))
            .count() as f64;
        let mut rows = Vec::new();
        for (index, cell) in instance.cells.iter().enumerate() {
            if !problem.has_cell(index) || !instance.bends(cell) {
                continue;
            }
            let change = problem.change(&point.values, index);
            let exact = instance.overlap(cell, change);
            let over = problem.gain(&point.values, index) - exact;
            let matters = cell.weight * over > tolerance / (4.0 * cells);
            if change > 0.0 && over > 0.0 && (matters || broken.contains(&index)) {
                rows.push(problem.add_tangent(instance, index, change));
            }
        }
        rows
    }
}

/// Cells of the floors that exact gains do not keep.
pub fn broken_floors(instance: &Instance, gains: &[f64]) -> BTreeSet<CellIndex> {
    let mut broken = BTreeSet::new();
    for rule in &instance.rules {
        let Demand::Floor(floors) = &rule.demand else {
            continue;
        };
        for (cells, least) in floors {
            let total: f64 = cells.iter().map(|&cell| gains[cell]).sum();
            if total < least - FLOOR_TOLERANCE * instance.floor_size(cells, *least) {
                broken.extend(cells.iter().copied());
            }
        }
    }
    broken
}
