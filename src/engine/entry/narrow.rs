//! The base's program without what one proposal more will hardly change: less than half of it on a large model, and
//! solved in a third of the time.
//!
//! Left out are columns that stand at nothing and would have to become a good deal cheaper before they moved, and
//! tangents that do not touch the base's plan. What is found without them is a plan of the whole program, and its
//! duals, with none for the rows left out, bound the whole program: whether that is narrow enough is seen there, and
//! where it is not the whole program is solved.

use crate::engine::backend::{Backend, Basis, Beside, Limits, Session, Solution, start};
use crate::engine::formulation::{Problem, RowKey};
use crate::engine::lp::{Lp, LpRow};

/// Share of what a column is worth, or costs, by which it may be too dear and is kept all the same.
const MARGIN: f64 = 0.1;

/// What is kept of a program.
pub(super) struct Narrow {
    /// The basis of the whole.
    whole: Basis,
    lp: Lp,
    basis: Basis,
    columns: Kept,
    rows: Kept,
}

/// Positions that are kept of a list.
struct Kept {
    /// Position in the whole of each one kept.
    whole: Vec<usize>,
    /// Position among those kept of each of the whole.
    narrow: Vec<Option<usize>>,
}

impl Kept {
    fn new(kept: impl Iterator<Item = bool>) -> Self {
        let mut whole = Vec::new();
        let narrow = kept.enumerate().map(|(position, kept)| {
            kept.then(|| {
                whole.push(position);
                whole.len() - 1
            })
        });
        let narrow = narrow.collect();
        Kept { whole, narrow }
    }

    /// Position among those kept, those after the whole being kept too.
    fn narrow(&self, position: usize) -> Option<usize> {
        match position.checked_sub(self.narrow.len()) {
            Some(beyond) => Some(self.whole.len() + beyond),
            None => self.narrow[position],
        }
    }

    /// Values of all, with zero for those left out.
    fn widened(&self, values: &[f64]) -> Vec<f64> {
        let (kept, beyond) = values.split_at(self.whole.len());
        let mut all = vec![0.0; self.narrow.len()];
        for (&position, &value) in self.whole.iter().zip(kept) {
            all[position] = value;
        }
        all.extend_from_slice(beyond);
        all
    }
}

impl Narrow {
    /// What is kept of a program whose optimum has this basis and these duals.
    pub fn new(problem: &Problem, basis: Basis, duals: &[f64]) -> Self {
        let lp = &problem.lp;
        let mut reduced = lp.costs.clone();
        let mut size: Vec<f64> = lp.costs.iter().map(|cost| cost.abs()).collect();
        for (row, dual) in duals.iter().enumerate() {
            for (column, value) in lp.row(row) {
                reduced[column] -= dual * value;
                size[column] += (dual * value).abs();
            }
        }
        let columns = Kept::new((0..lp.columns()).map(|column| {
            let at_nothing = basis.column_at_lower(column) && lp.column_lower[column] == 0.0;
            !at_nothing || -reduced[column] <= MARGIN * size[column]
        }));
        let rows = Kept::new((0..lp.rows()).map(|row| {
            let tangent = matches!(problem.rows[row], RowKey::Overlap { .. });
            !(tangent && basis.row_stands(row))
        }));
        let mut narrow = Lp::new();
        for &column in &columns.whole {
            narrow.add_column(
                lp.costs[column],
                lp.column_lower[column],
                lp.column_upper[column],
            );
        }
        for &row in &rows.whole {
            narrow.add_row(LpRow {
                lower: lp.row_lower[row],
                upper: lp.row_upper[row],
                entries: taken(lp.row(row), &columns),
            });
        }
        Narrow {
            lp: narrow,
            basis: basis.taken(
                columns.whole.iter().copied().map(Some),
                rows.whole.iter().copied().map(Some),
            ),
            columns,
            rows,
            whole: basis,
        }
    }

    /// The basis of the whole program.
    pub fn whole(&self) -> &Basis {
        &self.whole
    }

    /// A solver of it that speaks of the whole program.
    pub fn start<'a>(&'a self, backend: &dyn Backend) -> Box<dyn Session + 'a> {
        Box::new(NarrowSession {
            narrow: self,
            inner: begun(backend, &self.lp, &self.basis),
        })
    }
}

/// A solver that has solved a program from its basis. It scales by the program that it solves first, which is thus
/// always the base's own.
pub(super) fn begun(backend: &dyn Backend, lp: &Lp, basis: &Basis) -> Box<dyn Session> {
    let mut session = start(backend, lp, Limits::default());
    if session.restart(lp, basis) {
        session.solve();
    }
    session
}

/// The entries of a row in columns that are kept.
fn taken(entries: impl Iterator<Item = (usize, f64)>, columns: &Kept) -> Vec<(usize, f64)> {
    entries
        .filter_map(|(column, value)| Some((columns.narrow(column)?, value)))
        .collect()
}

struct NarrowSession<'a> {
    narrow: &'a Narrow,
    inner: Box<dyn Session>,
}

impl NarrowSession<'_> {
    fn rows(&self, rows: &[LpRow]) -> Vec<LpRow> {
        rows.iter()
            .map(|row| LpRow {
                entries: taken(row.entries.iter().copied(), &self.narrow.columns),
                ..*row
            })
            .collect()
    }
}

impl Session for NarrowSession<'_> {
    fn solve(&mut self) -> Solution {
        let solution = self.inner.solve();
        let Narrow { columns, rows, .. } = self.narrow;
        Solution {
            values: solution.values.map(|values| columns.widened(&values)),
            duals: solution.duals.map(|duals| rows.widened(&duals)),
            ..solution
        }
    }

    fn add_rows(&mut self, rows: &[LpRow]) {
        self.inner.add_rows(&self.rows(rows));
    }

    fn set_costs(&mut self, costs: &[f64]) {
        let kept = (0..costs.len()).filter(|&column| self.narrow.columns.narrow(column).is_some());
        let kept: Vec<f64> = kept.map(|column| costs[column]).collect();
        self.inner.set_costs(&kept);
    }

    fn put_beside(&mut self, beside: &Beside<'_>, _basis: &Basis) -> bool {
        let Narrow { columns, rows, .. } = self.narrow;
        let entries: Vec<(usize, usize, f64)> = beside
            .entries
            .iter()
            .filter_map(|&(row, column, value)| {
                Some((rows.narrow(row)?, columns.narrow(column)?, value))
            })
            .collect();
        let beside = Beside {
            columns: beside.columns,
            entries: &entries,
            rows: &self.rows(beside.rows),
        };
        self.inner.put_beside(&beside, &self.narrow.basis)
    }
}
