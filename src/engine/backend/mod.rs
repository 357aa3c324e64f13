//! Solvers behind one trait. Their own types never leave this room, and each runs on one thread:
//! parallelism is above them.

mod raw;
mod reference;

pub use raw::Raw;
pub use reference::Reference;

use super::lp::{Lp, LpRow};

/// Primal and dual feasibility tolerance of a solve, on scaled rows and columns. At 1e-7 one
/// optimum was seen to spread by 4e-7, which is the whole tolerance of a first stage.
pub const SOLVER_TOLERANCE: f64 = 1e-9;

/// Why a solver stopped; whether it has a point is another fact, see [`Solution::values`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It says that its point is optimal.
    Optimal,
    /// It says that there is no point.
    Infeasible,
    /// It says that the objective has no bound.
    Unbounded,
    /// A limit was reached.
    Limit,
    /// It failed.
    Failed,
}

/// What a solver says. Nothing of it is believed before it is checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Solution {
    /// Why it stopped.
    pub outcome: Outcome,
    /// Value per column, where it has a point.
    pub values: Option<Vec<f64>>,
    /// Derivative of the maximum in the bound of each row; a program with integers has none.
    pub duals: Option<Vec<f64>>,
    /// With integers: what the solver holds no point to exceed, and the nodes that it looked at.
    pub tree: Option<Tree>,
}

/// What a search over integers says of itself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tree {
    /// Bound on the objective of every point.
    pub bound: f64,
    /// Nodes of the search.
    pub nodes: u64,
}

impl Solution {
    /// An end without a point.
    #[must_use]
    pub fn without_point(outcome: Outcome) -> Self {
        Solution {
            outcome,
            values: None,
            duals: None,
            tree: None,
        }
    }
}

/// Limits of a session, as values: the engine has no clock of its own.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Limits {
    /// Simplex iterations.
    pub iterations: Option<u32>,
    /// Nodes of one search over integers; the same nodes on any machine.
    pub nodes: Option<u32>,
    /// Difference of bound and objective, absolute, at which a search over integers may stop; 0 without.
    pub gap: Option<f64>,
    /// Seconds that all the solves of a session may take together.
    pub seconds: Option<f64>,
}

impl Limits {
    /// What is left after a session.
    #[must_use]
    pub fn after(self, session: &dyn Session) -> Self {
        Limits {
            seconds: self
                .seconds
                .map(|seconds| (seconds - session.seconds()).max(0.0)),
            ..self
        }
    }
}

/// A solver.
pub trait Backend: Sync {
    /// Name and version, for manifests.
    fn name(&self) -> String;

    /// Takes a program in, to be solved once or again and again.
    fn start(&self, lp: &Lp, limits: Limits) -> Box<dyn Session>;
}

/// A program inside a solver.
pub trait Session {
    /// Solves the program as it stands, from the last basis where the solver keeps one.
    fn solve(&mut self) -> Solution;

    /// Adds rows at the end.
    fn add_rows(&mut self, rows: &[LpRow]);

    /// Replaces the objective.
    fn set_costs(&mut self, costs: &[f64]);

    /// Seconds that its solves took so far.
    fn seconds(&self) -> f64 {
        0.0
    }

    /// Offers a point to start a search over integers from; a solver may ignore it.
    fn suggest(&mut self, _point: &[f64]) {}

    /// Which columns and rows its last point rests on; `None` where the solver does not say.
    fn basis(&self) -> Option<Basis> {
        None
    }

    /// Adds columns and rows to the program that was taken in, in place of those of an earlier call and of rows added
    /// since, and goes to a basis of the program itself: the answer depends on these alone. `entries` are those of the
    /// new columns in old rows. False where the solver cannot do so.
    fn put_beside(&mut self, _beside: &Beside<'_>, _basis: &Basis) -> bool {
        false
    }

    /// Forgets all of its past and takes another program of the same kind in, to be solved from a basis. The
    /// answer depends on the two alone, whatever was solved before. False where the solver cannot do so.
    fn restart(&mut self, _lp: &Lp, _basis: &Basis) -> bool {
        false
    }
}

/// Columns and rows beside a program.
#[derive(Debug, Clone, Copy)]
pub struct Beside<'a> {
    /// Lower and upper bound of each column; none has a cost.
    pub columns: &'a [(f64, f64)],
    /// Row, column and coefficient of the columns' entries in the program's rows.
    pub entries: &'a [(usize, usize, f64)],
    /// Rows over all columns.
    pub rows: &'a [LpRow],
}

/// Which columns and rows a point rests on, as the solver counts them; made by one session, for another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basis {
    pub(super) columns: Vec<i32>,
    pub(super) rows: Vec<i32>,
}

impl Basis {
    /// Whether a column is at its lower bound.
    #[must_use]
    pub fn column_at_lower(&self, column: usize) -> bool {
        self.columns[column] == raw::AT_LOWER
    }

    /// Whether a row stands on its own: the point does not rest on its bounds.
    #[must_use]
    pub fn row_stands(&self, row: usize) -> bool {
        self.rows[row] == raw::BASIC
    }

    /// The same for another program: each of its columns and rows is as the one at the position that is given for
    /// it; further columns are at their lower bound, and further rows stand on their own.
    #[must_use]
    pub fn taken(
        &self,
        columns: impl Iterator<Item = Option<usize>>,
        rows: impl Iterator<Item = Option<usize>>,
    ) -> Basis {
        let taken = |statuses: &[i32], at: Option<usize>, otherwise| {
            at.map_or(otherwise, |position| statuses[position])
        };
        Basis {
            columns: columns
                .map(|at| taken(&self.columns, at, raw::AT_LOWER))
                .collect(),
            rows: rows.map(|at| taken(&self.rows, at, raw::BASIC)).collect(),
        }
    }
}

/// Takes a program in; one without columns is answered here, since solvers make an error of it.
pub fn start(backend: &dyn Backend, lp: &Lp, limits: Limits) -> Box<dyn Session> {
    if lp.columns() > 0 {
        backend.start(lp, limits)
    } else {
        Box::new(Nothing { lp: lp.clone() })
    }
}

/// A program without columns: every row is 0, which its bounds allow or not.
struct Nothing {
    lp: Lp,
}

impl Session for Nothing {
    fn solve(&mut self) -> Solution {
        let allowed = self.lp.largest_violation(&[]) <= SOLVER_TOLERANCE;
        Solution {
            outcome: if allowed {
                Outcome::Optimal
            } else {
                Outcome::Infeasible
            },
            values: allowed.then(Vec::new),
            duals: allowed.then(|| vec![0.0; self.lp.rows()]),
            tree: None,
        }
    }

    fn add_rows(&mut self, rows: &[LpRow]) {
        for row in rows {
            self.lp.add_row(row.clone());
        }
    }

    fn set_costs(&mut self, _costs: &[f64]) {}
}
