//! Choices of what runs: those that the relaxation and an earlier plan point to, each solved with its integers fixed,
//! and a search where the best of them is too far from the bound.

use super::{CLOSE, Effort, NODES, Resolved, Worker, point, resolved};
use crate::engine::backend::{Basis, Limits, Outcome, Solution, start};
use crate::engine::formulation::{ColumnKey, Problem};
use crate::engine::instance::Instance;
use crate::engine::solve::Point;

/// Nodes of a search for any plan at all.
const MOST_NODES: u32 = 1_000;
/// Times the tolerance from which on there is a search over integers, which costs as much as ten other answers.
const WIDE: f64 = 2.0;
/// Part of the value by which other choices must be better than those of the resolver's plan to take their place:
/// what differs by less is a tie, and a tie is no reason to choose otherwise.
const STICKS: f64 = 1e-3;
/// Choices that are turned over one at a time.
const MOST_FLIPS: usize = 12;
/// Programs of a dive.
const MOST_DIVES: usize = 12;
/// Shares of the least scale below which a dive stops an activity and from which on it runs it.
const NEARLY: (f64, f64) = (0.25, 0.5);

impl Worker<'_> {
    /// The best of some choices; where that is too far from the bound, also of a search.
    pub(super) fn with_integers(
        &mut self,
        instance: &Instance,
        problem: &Problem,
        relaxed: &Point,
        effort: &mut Effort,
    ) -> Result<Resolved, Outcome> {
        let mut attempts = Attempts {
            instance,
            problem,
            basis: self.session.as_ref().and_then(|session| session.basis()),
            tried: Vec::new(),
            best: None,
        };
        let patterns = [
            problem.pattern_of(instance, &self.resolver.participants),
            problem.pattern_of(instance, &relaxed.participants),
            problem.pattern(&relaxed.values),
        ];
        for pattern in patterns {
            attempts.make(self, pattern);
            if attempts.gap(effort.bound) <= CLOSE * effort.tolerance {
                break;
            }
        }
        if attempts.gap(effort.bound) > effort.tolerance {
            let basis = attempts.basis.clone();
            if let Some(pattern) = self.dive(instance, problem, relaxed, basis.as_ref()) {
                attempts.make(self, pattern);
            }
        }
        if attempts.gap(effort.bound) > effort.tolerance {
            attempts.flip(self, relaxed, effort);
        }
        let mut end = Outcome::Limit;
        if attempts.best.is_none() {
            effort.searched = true;
            end = self.any_plan(&mut attempts);
        }
        if attempts.best.is_some() && attempts.gap(effort.bound) > WIDE * effort.tolerance {
            effort.searched = true;
            let solution = self.search(instance, problem, &attempts, effort);
            if let Some(tree) = solution.tree {
                effort.bounded(tree.bound * problem.objective_scale);
            }
            if let Some(values) = solution.values {
                attempts.make(self, problem.pattern(&values));
            }
        }
        effort.solves += attempts.tried.len();
        attempts.best.map(|(best, _)| best).ok_or(end)
    }

    /// A search for any choices at all, whatever they are worth, and how it ended.
    fn any_plan(&mut self, attempts: &mut Attempts<'_>) -> Outcome {
        let mut lp = attempts.problem.lp.clone();
        lp.costs.fill(0.0);
        let limits = Limits {
            nodes: Some(MOST_NODES),
            ..Limits::default()
        };
        let solution = start(self.resolver.backend, &lp, limits).solve();
        if let Some(values) = solution.values {
            attempts.make(self, attempts.problem.pattern(&values));
        }
        solution.outcome
    }

    /// A search over the integers of a few nodes, from the best that was found.
    fn search(
        &self,
        instance: &Instance,
        problem: &Problem,
        attempts: &Attempts<'_>,
        effort: &Effort,
    ) -> Solution {
        let best = attempts.best.as_ref();
        let value = best.map_or(effort.bound, |(best, _)| best.value());
        let left = effort.tolerance / 2.0 * instance.scale(value);
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

    /// Choices found by fixing those that the relaxation all but made, and relaxing what is left, again and again.
    fn dive(
        &mut self,
        instance: &Instance,
        problem: &Problem,
        relaxed: &Point,
        basis: Option<&Basis>,
    ) -> Option<Vec<bool>> {
        let mut program = problem.lp.clone();
        let mut participants = relaxed.participants.clone();
        for _ in 0..MOST_DIVES {
            let mut open: Vec<(f64, usize)> = Vec::new();
            for &column in &problem.lp.integers {
                let fixed = program.column_lower[column] == program.column_upper[column];
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
                program.column_lower[column] = value;
                program.column_upper[column] = value;
            }
            let solution = self.warm(&program, basis);
            participants = point(instance, problem, solution).ok()?.participants;
        }
        None
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
        let fixed = self.problem.fixed_lp(self.instance, &pattern);
        self.tried.push(pattern);
        let solution = worker.warm(&fixed, self.basis.as_ref());
        if let Ok(point) = point(self.instance, self.problem, solution) {
            let found = resolved(self.instance, self.problem, &point);
            let least = self
                .best
                .as_ref()
                .map(|(best, _)| best.value() + STICKS * self.instance.scale(best.value()));
            if least.is_none_or(|least| least < found.value()) {
                self.best = Some((found, point.values));
            }
        }
    }

    /// Turns choices over one at a time where the best pattern differs from what the relaxation runs at all, the
    /// clearest differences first, as long as the gap is too wide.
    fn flip(&mut self, worker: &mut Worker<'_>, relaxed: &Point, effort: &Effort) {
        let Some((best, _)) = &self.best else { return };
        let mut pattern = self
            .problem
            .pattern_of(self.instance, &best.plan.participants);
        let integers = self.problem.lp.integers.iter().enumerate();
        let mut differing: Vec<(f64, usize)> = integers
            .filter_map(|(position, &column)| {
                let ColumnKey::Runs(activity) = self.problem.columns[column] else {
                    return None;
                };
                let least = self.instance.activities[activity].least;
                let share = (relaxed.participants[activity] / least).min(1.0);
                let runs = f64::from(u8::from(pattern[position]));
                let differs = (share - runs).abs();
                (differs > 1e-9 && self.problem.lp.column_upper[column] > 0.0)
                    .then_some((differs, position))
            })
            .collect();
        differing.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        for (_, position) in differing.into_iter().take(MOST_FLIPS) {
            let before = self.best.as_ref().map(|(best, _)| best.value());
            pattern[position] = !pattern[position];
            self.make(worker, pattern.clone());
            if self.best.as_ref().map(|(best, _)| best.value()) == before {
                pattern[position] = !pattern[position];
            } else if self.gap(effort.bound) <= effort.tolerance {
                break;
            }
        }
    }

    fn gap(&self, bound: f64) -> f64 {
        self.best.as_ref().map_or(f64::INFINITY, |(best, _)| {
            (bound - best.value()) / self.instance.scale(best.value())
        })
    }
}
