//! The search for a plan with integers: which activities run, and which stretches of a response are full.
//!
//! The program over the tangents is relaxed, so that the bound of its search tree holds for every plan.
//! The plan that the tree finds fixes the integers; the linear program that is left is solved exactly by
//! the tangent loop, and its tangents sharpen the next search (outer approximation: Duran & Grossmann,
//! Math. Program. 36, 1986). A pattern of integers that no exact plan keeps is ruled out. Limits are by
//! nodes, so that the same model gives the same plan on any machine.

use super::backend::{Limits, Outcome, Solution, start};
use super::formulation::Problem;
use super::instance::Instance;
use super::solve::{
    End, FIRST_STAGE_TOLERANCE, Flow, Point, Progress, SECOND_STAGE_TOLERANCE, Search,
    SearchSettings, Solved, TOLERANCE, TangentLoop,
};
use crate::domain::IntegerSearch;

/// Searches after which the best plan is taken with the gap it has.
const MOST_SEARCHES: usize = 40;

/// Part of the tolerance that is left to the tree; the rest is for the tangents.
const SHARE_OF_TREE: f64 = 0.5;

/// The best plan so far: the program with its integers fixed, and its point.
struct Best {
    problem: Problem,
    point: Point,
}

struct Integers<'a> {
    instance: &'a Instance,
    settings: SearchSettings<'a>,
    limits: Limits,
    problem: Problem,
    best: Option<Best>,
    bound: f64,
    rounds: usize,
    took: IntegerSearch,
    stopped: bool,
    progress: &'a mut dyn FnMut(Progress) -> Flow,
}

/// What a pattern of integers came to.
#[derive(PartialEq, Eq)]
enum Tried {
    /// A plan, better than the best one or not.
    Plan,
    /// No exact plan has it.
    Impossible,
    /// A limit, a wish to stop, or the solver.
    Nothing,
}

/// Finds the plan of most value with its integers and, with the same integers, the one that moves least.
pub(super) fn search(
    instance: &Instance,
    problem: Problem,
    settings: SearchSettings<'_>,
    from: &[f64],
    progress: &mut dyn FnMut(Progress) -> Flow,
) -> Search {
    let integers = problem.lp.integers.len();
    let mut search = Integers {
        instance,
        settings,
        limits: settings.limits,
        problem,
        best: None,
        bound: f64::INFINITY,
        rounds: 0,
        took: IntegerSearch {
            integers,
            searches: 0,
            nodes: 0,
        },
        stopped: false,
        progress,
    };
    let relaxed = search.problem.relaxed();
    let (_, bound, end) = search.tangents(relaxed, true);
    let point = match end {
        End::Reached(point) | End::Stopped(Some(point)) => point,
        End::Infeasible => return Search::Infeasible(Box::new(search.problem)),
        End::Stopped(None) => return Search::Stopped,
        End::Failed(why) => return Search::Failed(why),
    };
    search.bound = bound;
    for participants in [&point.participants[..], from] {
        let pattern = search.problem.pattern_of(instance, participants);
        search.try_pattern(&pattern);
    }
    match search.improve() {
        None => search.finish(),
        Some(end) => end,
    }
}

impl Integers<'_> {
    /// Gap that the plan is held to.
    fn tolerance(&self) -> f64 {
        self.instance.policy.integer_gap.max(TOLERANCE)
    }

    fn gap(&self) -> f64 {
        self.best.as_ref().map_or(f64::INFINITY, |best| {
            let value = best.point.evaluation.value;
            (self.bound - value) / self.instance.scale(value)
        })
    }

    /// The tangent loop on a program without integers; its tangents are kept. Gives the program and its bound.
    fn tangents(&mut self, mut problem: Problem, fractions: bool) -> (Problem, f64, End) {
        let mut session = start(self.settings.backend, &problem.lp, self.limits);
        let (stopped, progress) = (&mut self.stopped, &mut self.progress);
        let mut report = |step| {
            let flow = progress(step);
            *stopped |= flow == Flow::Stop;
            flow
        };
        let mut tangents = TangentLoop {
            instance: self.instance,
            session: session.as_mut(),
            rounds: self.rounds,
            bound: f64::INFINITY,
            fractions,
            progress: &mut report,
        };
        let end = tangents.first_stage(&mut problem);
        let bound = tangents.bound;
        self.rounds = tangents.rounds;
        self.limits = self.limits.after(session.as_ref());
        self.problem.adopt_tangents(&problem);
        (problem, bound, end)
    }

    /// Solves what a pattern leaves exactly, and keeps it where it is the best.
    fn try_pattern(&mut self, pattern: &[bool]) -> Tried {
        let fixed = self.problem.fixed(self.instance, pattern);
        let (problem, _, end) = self.tangents(fixed, false);
        match end {
            End::Reached(point) | End::Stopped(Some(point)) => {
                let value = point.evaluation.value;
                let better = self
                    .best
                    .as_ref()
                    .is_none_or(|best| best.point.evaluation.value < value);
                if better {
                    self.best = Some(Best {
                        problem,
                        point: *point,
                    });
                }
                Tried::Plan
            }
            End::Infeasible => Tried::Impossible,
            End::Stopped(None) | End::Failed(_) => Tried::Nothing,
        }
    }

    /// Searches until the gap is within the tolerance or nothing is gained; says so where no plan was found.
    fn improve(&mut self) -> Option<Search> {
        while self.took.searches < MOST_SEARCHES
            && self.gap() > self.tolerance() - SECOND_STAGE_TOLERANCE
            && !self.stopped
        {
            let solution = self.tree();
            if let Some(tree) = solution.tree {
                self.took.nodes += tree.nodes;
                self.bound = self.bound.min(tree.bound * self.problem.objective_scale);
            }
            let Some(values) = solution.values else {
                return match (solution.outcome, &self.best) {
                    (_, Some(_)) => None,
                    (Outcome::Infeasible, None) => {
                        Some(Search::Infeasible(Box::new(self.problem.clone())))
                    }
                    (Outcome::Limit, None) => Some(Search::Stopped),
                    (outcome, None) => {
                        Some(Search::Failed(format!("the solver ended with {outcome:?}")))
                    }
                };
            };
            let step = Progress {
                stage: 1,
                rounds: self.rounds,
                gap: self.gap(),
            };
            if (self.progress)(step) == Flow::Stop {
                self.stopped = true;
            }
            let before = (self.problem.tangents(), self.value());
            let pattern = self.problem.pattern(&values);
            match self.try_pattern(&pattern) {
                Tried::Impossible => self.problem.rule_out(&pattern),
                Tried::Nothing => break,
                // The same tangents and the same plan would give the same search again.
                Tried::Plan if before == (self.problem.tangents(), self.value()) => break,
                Tried::Plan => {}
            }
        }
        self.best.is_none().then_some(Search::Stopped)
    }

    fn value(&self) -> Option<f64> {
        self.best.as_ref().map(|best| best.point.evaluation.value)
    }

    /// One search over the integers.
    fn tree(&mut self) -> Solution {
        self.took.searches += 1;
        let value = self.value().unwrap_or(self.bound);
        let exact = FIRST_STAGE_TOLERANCE + SECOND_STAGE_TOLERANCE;
        let left = (self.tolerance() - exact).max(0.0) * SHARE_OF_TREE;
        let gap = left * self.instance.scale(value) / self.problem.objective_scale;
        let limits = Limits {
            nodes: Some(self.instance.policy.nodes),
            gap: Some(gap),
            ..self.limits
        };
        let mut session = start(self.settings.backend, &self.problem.lp, limits);
        if let Some(best) = &self.best {
            session.suggest(&best.point.values);
        }
        let solution = session.solve();
        self.limits = self.limits.after(session.as_ref());
        solution
    }

    /// Least moves with the best plan's integers.
    fn finish(mut self) -> Search {
        let tolerance = self.tolerance();
        let Some(Best { mut problem, point }) = self.best.take() else {
            return Search::Stopped;
        };
        let first_problem = problem.clone();
        let mut session = start(self.settings.backend, &problem.lp, self.limits);
        let mut tangents = TangentLoop {
            instance: self.instance,
            session: session.as_mut(),
            rounds: self.rounds,
            bound: self.bound,
            fractions: false,
            progress: self.progress,
        };
        let last = if self.stopped {
            point.clone()
        } else {
            tangents.second_stage(&mut problem, &point)
        };
        Search::Found(Box::new(Solved {
            first_problem,
            first: point,
            problem,
            point: last,
            bound: self.bound,
            rounds: tangents.rounds,
            integers: Some(self.took),
            tolerance,
        }))
    }
}
