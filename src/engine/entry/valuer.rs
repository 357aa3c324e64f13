//! One solver that values one proposal after another beside the same community.

use std::collections::BTreeMap;

use super::narrow::begun;
use super::{Added, Base, Entry, EntryError, Known, check};
use crate::engine::backend::{Basis, Beside, Limits, Outcome, Session, start};
use crate::engine::bound::upper_bound_with;
use crate::engine::extract::allocation;
use crate::engine::formulation::{Form, Parts, Problem, Put};
use crate::engine::instance::{Demand, Instance};
use crate::engine::lp::{Lp, LpRow};
use crate::engine::resolve::{Answer, Resolver, Worker};
use crate::engine::solve::{Point, SearchSettings, TOLERANCE, broken_floors, most_value};
use crate::engine::verify::verify;

/// Width of what is certified, as a share of what a proposal adds, at which refining tangents ends.
const NARROW: f64 = 1e-2;
/// The same as a multiple of the base's own gap, which no refinement takes away …
const GAPS: f64 = 2.0;
/// … or of the value, where that is less.
const LEAST: f64 = 1e-6;
/// Programs after which what is certified stays as wide as it is.
const MOST_ROUNDS: usize = 30;
/// Part of the width that is spread over the cells to tell which tangents matter.
const SHARE: f64 = 0.25;
/// Change of participants, as a share of capacity, that is the solver's rounding.
const ROUNDING: f64 = 1e-6;

/// A solver with the base's program inside, for one proposal after another.
pub struct Valuer<'a> {
    base: &'a Base<'a>,
    /// A solver for each [`Program`].
    sessions: [Option<Box<dyn Session + 'a>>; 2],
    /// The base's community and program, to which a proposal is added and from which it is taken again.
    instance: Instance,
    problem: Problem,
    worker: Option<Worker<'a>>,
}

/// The base's program, or what is kept of it.
#[derive(Debug, Clone, Copy)]
enum Program {
    Narrow,
    Whole,
}

/// Where rounds of tangents ended.
struct Refined {
    point: Point,
    bound: f64,
    rounds: usize,
    /// Whether what is certified is as narrow as is asked for.
    close: bool,
}

/// What solving with a proposal came to.
struct Solved {
    value: f64,
    bound: f64,
    size: f64,
    participants: Vec<f64>,
    solves: usize,
}

impl<'a> Valuer<'a> {
    pub(super) fn new(base: &'a Base<'a>) -> Self {
        Valuer {
            base,
            sessions: [None, None],
            instance: base.instance.clone(),
            problem: base.problem.clone(),
            worker: base.resolver.as_ref().map(Resolver::worker),
        }
    }

    /// What a proposal adds: by the base's duals where those show that it is no more than the base's own gap, otherwise
    /// by solving with it.
    ///
    /// # Errors
    /// [`EntryError`].
    pub fn added(&mut self, entry: &Entry) -> Result<Added, EntryError> {
        let (parts, most, mut added) = self.priced(entry)?;
        let base = self.base;
        added.high = most;
        if most <= (base.bound - base.value) * (1.0 + 4.0 * f64::EPSILON) {
            return Ok(added);
        }
        self.solved_into(entry, &parts, added)
    }

    /// What a proposal adds by solving with it, whatever the base's duals say: the check on [`Valuer::added`].
    ///
    /// # Errors
    /// [`EntryError`].
    pub fn added_by_solving(&mut self, entry: &Entry) -> Result<Added, EntryError> {
        let (parts, _, added) = self.priced(entry)?;
        self.solved_into(entry, &parts, added)
    }

    /// Where a proposal stands, what it adds at most by the base's duals, and an answer that knows no more than its
    /// worth and price.
    fn priced(&self, entry: &Entry) -> Result<(Parts, f64, Added), EntryError> {
        let base = self.base;
        check(&base.instance, entry).map_err(EntryError::Input)?;
        let parts = base.problem.parts(&base.instance, entry);
        let (reduced, price) = base
            .problem
            .reduced(&base.instance, entry, &parts, &base.duals);
        let added = Added {
            low: 0.0,
            high: f64::INFINITY,
            known: Known::Screened,
            worth: if price.is_finite() {
                reduced * base.problem.objective_scale + price
            } else {
                self.worth(entry)
            },
            price,
            size: 0.0,
            displaced: Vec::new(),
            solves: 0,
        };
        Ok((parts, base.at_most(reduced), added))
    }

    /// Σ μ D.
    fn worth(&self, entry: &Entry) -> f64 {
        let free = Entry {
            requests: Vec::new(),
            rules: Vec::new(),
            ..entry.clone()
        };
        let base = self.base;
        let parts = base.problem.parts(&base.instance, &free);
        let (worth, _) = base
            .problem
            .reduced(&base.instance, &free, &parts, &base.duals);
        worth * base.problem.objective_scale
    }

    fn solved_into(
        &mut self,
        entry: &Entry,
        parts: &Parts,
        mut added: Added,
    ) -> Result<Added, EntryError> {
        let base = self.base;
        added.known = Known::Resolved;
        let found = match self.worker.is_some() || self.takes_another_way(entry) {
            false => self.beside(entry, parts)?,
            true => self.anew(entry)?,
        };
        let Some(found) = found else {
            // With it in full no plan keeps every rule: it adds nothing, as far as the base itself is known.
            added.high = added.high.min(base.bound - base.value);
            return Ok(added);
        };
        added.solves = found.solves;
        // Without it the base's own plan is there still.
        added.high = added
            .high
            .min((found.bound - base.value).max(base.bound - base.value));
        if found.value > base.value {
            added.low = (found.value - base.bound).max(0.0);
            added.size = found.size;
            let activities = base.instance.activities.iter().zip(&base.participants);
            let both = activities.zip(&found.participants).enumerate();
            added.displaced = both
                .map(|(index, ((data, before), after))| (index, after - before, data.capacity))
                .filter(|&(_, change, capacity)| change.abs() > ROUNDING * capacity)
                .map(|(index, change, _)| (index, change))
                .collect();
            added
                .displaced
                .sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()).then(a.0.cmp(&b.0)));
        }
        if added.low > added.high * (1.0 + 1e-9) + TOLERANCE * base.instance.scale(base.value) {
            let problem = format!(
                "a bound of {} lies below a gain of {}",
                added.high, added.low
            );
            return Err(EntryError::Solver(problem));
        }
        added.low = added.low.min(added.high);
        Ok(added)
    }

    /// Whether a proposal does not fit beside the base's program: it takes an integer, or changes a cell further than
    /// there is room for.
    fn takes_another_way(&self, entry: &Entry) -> bool {
        let instance = &self.base.instance;
        let counted = entry
            .rules
            .iter()
            .any(|&rule| matches!(instance.rules[rule].demand, Demand::Activities { .. }));
        let far = entry
            .effects
            .iter()
            .any(|&(cell, change)| change.abs() > instance.cells[cell].beside);
        (counted && !entry.whole) || far || self.base.narrow.is_none()
    }

    /// Solves the community that has it as an activity; `None` where no plan keeps every rule.
    fn anew(&mut self, entry: &Entry) -> Result<Option<Solved>, EntryError> {
        let base = self.base;
        let failed = |why: &str| EntryError::Solver(why.to_owned());
        let with = base
            .instance
            .with_entry(entry)
            .ok_or_else(|| failed("there is no place for it"))?;
        let answer = match &mut self.worker {
            Some(worker) => worker.solve_within(&with, base.instance.policy.integer_gap),
            // A model without integers but for those of the proposal is searched as one with integers.
            None if with.has_integers() => {
                Resolver::new(&base.instance, &base.participants, base.backend)
                    .worker()
                    .solve_within(&with, TOLERANCE)
            }
            None => {
                let settings = SearchSettings {
                    backend: base.backend,
                    form: Form::Reduced,
                    limits: Limits::default(),
                };
                let (problem, point, bound) =
                    most_value(&with, settings).ok_or_else(|| failed("no plan was found"))?;
                return audited(&with, &problem, &point, bound, 1).map(Some);
            }
        };
        let last = with.activities.len() - 1;
        match answer {
            Answer::Found(found) => Ok(Some(Solved {
                value: found.value(),
                bound: found.bound,
                size: found.plan.participants[last] / entry.participants,
                solves: found.solves,
                participants: found.plan.participants.clone(),
            })),
            Answer::Infeasible => Ok(None),
            Answer::Failed(why) => Err(EntryError::Solver(why)),
        }
    }

    /// Solves the base's program with one column more, from the base's basis.
    fn beside(&mut self, entry: &Entry, parts: &Parts) -> Result<Option<Solved>, EntryError> {
        let Some(id) = self.base.id.clone() else {
            return Err(EntryError::Solver("there is no place for it".to_owned()));
        };
        self.instance.put_entry(entry, id);
        let put = self.problem.put(&self.instance, entry, parts, entry.whole);
        self.expect(entry);
        let mut found = self.refined(&put, Program::Narrow);
        if !matches!(found, Ok(Refined { close: true, .. })) {
            found = self.refined(&put, Program::Whole);
        }
        if let (Err(Outcome::Infeasible), true) = (&found, entry.whole) {
            // What a warm start says of there being no plan is said again from nothing before it is believed.
            let lp = completed(&self.problem.lp, &put.entries);
            let again = start(self.base.backend, &lp, Limits::default()).solve();
            if again.outcome != Outcome::Infeasible {
                found = Err(again.outcome);
            }
        }
        let found = found.map(|refined| {
            let Refined {
                point,
                bound,
                rounds,
                ..
            } = refined;
            audited(&self.instance, &self.problem, &point, bound, rounds)
        });
        self.problem.take(put);
        self.instance.take_entry(entry);
        match found {
            Err(Outcome::Infeasible) if entry.whole => Ok(None),
            // Whatever else a warm start fails at is solved as an activity of the model.
            Err(_) => self.anew(entry),
            Ok(found) => found.map(Some),
        }
    }

    /// Tangents where a proposal in full brings the cells that it changes: as a rule one program is then enough.
    fn expect(&mut self, entry: &Entry) {
        for &(cell, change) in &entry.effects {
            let at = self.base.changes[cell] + change;
            if at > 0.0
                && self.problem.has_cell(cell)
                && self.instance.bends(&self.instance.cells[cell])
            {
                let _row = self.problem.add_tangent(&self.instance, cell, at);
            }
        }
    }

    /// Rounds of tangents until what is certified is narrow.
    fn refined(&mut self, put: &Put, program: Program) -> Result<Refined, Outcome> {
        let base = self.base;
        let Some(narrow) = &base.narrow else {
            return Err(Outcome::Failed);
        };
        let basis = narrow.whole();
        let kept = self.sessions[program as usize].take();
        let mut session = kept.unwrap_or_else(|| match program {
            Program::Narrow => narrow.start(base.backend),
            Program::Whole => begun(base.backend, &base.problem.lp, basis),
        });
        let refined = self.rounds(put, session.as_mut(), basis);
        if refined.is_ok() {
            self.sessions[program as usize] = Some(session);
        }
        refined
    }

    fn rounds(
        &mut self,
        put: &Put,
        session: &mut dyn Session,
        basis: &Basis,
    ) -> Result<Refined, Outcome> {
        let base = self.base;
        let columns = self.problem.bounds_since(put);
        let rows = self.problem.rows_since(put);
        let beside = Beside {
            columns: &columns,
            entries: &put.entries,
            rows: &rows,
        };
        if !session.put_beside(&beside, basis) {
            return Err(Outcome::Failed);
        }
        let own_gap = base.bound - base.value;
        let mut bound = f64::INFINITY;
        for round in 1..=MOST_ROUNDS {
            let solution = session.solve();
            let (Outcome::Optimal, Some(values), Some(duals)) =
                (solution.outcome, solution.values, solution.duals)
            else {
                return Err(solution.outcome);
            };
            let proved = upper_bound_with(&self.problem.lp, &put.entries, &duals);
            bound = f64::min(bound, proved * self.problem.objective_scale);
            let participants: Vec<f64> = (0..self.instance.activities.len())
                .map(|activity| self.problem.participants(&values, activity).max(0.0))
                .collect();
            let evaluation = self.instance.evaluate(&participants);
            let value = evaluation.value;
            let broken = broken_floors(&self.instance, &evaluation.gains);
            let gain = bound - base.value;
            let least = LEAST * self.instance.scale(base.value);
            let width = (NARROW * gain).max((GAPS * own_gap).min(least));
            // What adds nothing, whatever it is worth exactly, needs no closer look.
            let nothing = gain <= own_gap.max(0.0) * GAPS;
            let close = broken.is_empty() && (bound - value <= width || nothing);
            let mut cuts = Vec::new();
            if !close && round < MOST_ROUNDS {
                let cells = entry_cells(&self.problem, &self.instance);
                for cell in cells {
                    let change = self.problem.change(&values, cell);
                    let over = self.problem.gain(&values, cell)
                        - self.instance.overlap(&self.instance.cells[cell], change);
                    let matters = self.instance.cells[cell].weight * over
                        > SHARE * width / self.instance.cells.len() as f64;
                    if change > 0.0 && over > 0.0 && (matters || broken.contains(&cell)) {
                        cuts.push(self.problem.add_tangent(&self.instance, cell, change));
                    }
                }
            }
            if cuts.is_empty() {
                let point = Point {
                    values,
                    duals,
                    participants,
                    evaluation,
                };
                if !broken.is_empty() {
                    return Err(Outcome::Limit);
                }
                return Ok(Refined {
                    point,
                    bound,
                    rounds: round,
                    close,
                });
            }
            session.add_rows(&cuts);
        }
        Err(Outcome::Limit)
    }
}

/// Cells in which tangents can be added.
fn entry_cells(problem: &Problem, instance: &Instance) -> Vec<usize> {
    let cells = instance.cells.iter().enumerate();
    let curved = cells.filter(|&(index, cell)| problem.has_cell(index) && instance.bends(cell));
    curved.map(|(index, _)| index).collect()
}

/// The plan at a point, once it passes its audit as one of the community that has the proposal as its last activity.
fn audited(
    instance: &Instance,
    problem: &Problem,
    point: &Point,
    bound: f64,
    solves: usize,
) -> Result<Solved, EntryError> {
    let plan = allocation(instance, problem, point);
    let verified = verify(instance, &plan.plan(instance))
        .map_err(|refused| EntryError::Solver(refused.to_string()))?;
    let last = instance.activities.len() - 1;
    let capacity = instance.activities[last].capacity;
    Ok(Solved {
        value: verified.evaluation.value,
        bound,
        size: plan.participants[last] / capacity,
        participants: plan.participants,
        solves,
    })
}

/// A program with some entries more.
fn completed(lp: &Lp, more: &[(usize, usize, f64)]) -> Lp {
    let mut whole = Lp::new();
    for column in 0..lp.columns() {
        whole.add_column(
            lp.costs[column],
            lp.column_lower[column],
            lp.column_upper[column],
        );
    }
    let mut by_row: BTreeMap<usize, Vec<(usize, f64)>> = BTreeMap::new();
    for &(row, column, value) in more {
        by_row.entry(row).or_default().push((column, value));
    }
    for row in 0..lp.rows() {
        let more = by_row.get(&row).into_iter().flatten().copied();
        whole.add_row(LpRow {
            lower: lp.row_lower[row],
            upper: lp.row_upper[row],
            entries: lp.row(row).chain(more).collect(),
        });
    }
    whole
}
