//! The plan as a linear program, one family of columns or rows a file.
//!
//! Every quantity is written in its own unit and scaled on the way in: flows as shares of their pool,
//! participants as shares of capacity, changes of a cell as shares of the largest change it can see.
//! Columns and rows are known by typed keys, never by position arithmetic.
//!
//! The structure stays reachable: given multipliers of the rows of pools ([`RowKey::PoolAmount`],
//! [`RowKey::MoveLimit`], [`RowKey::Class`], [`RowKey::Total`]) and of cells ([`RowKey::Benefit`]), the
//! columns of one activity share no row with those of another, so that a backend may separate them.

mod benefit;
mod beside;
mod class;
mod conversion;
mod entry;
mod floor;
mod fund;
mod key;
mod label;
mod least_moves;
mod move_limit;
mod need;
mod overlap;
mod pattern;
mod piece;
mod pool_amount;
mod response;
mod rising;
mod running;
mod step;
mod total;
mod value;

pub use class::{Class, Form};
pub(super) use entry::{Parts, Put};
pub use key::{ColumnKey, RowKey};
pub use label::Label;
pub use piece::Touches;
pub use step::MoveInSteps;
pub(super) use step::TIE;

use std::collections::BTreeMap;
use std::ops::Range;

use super::instance::{ActivityIndex, CellIndex, Instance, NeedAt};
use super::lp::{Lp, LpRow};

/// Names of the families of columns and rows, for tests that each is covered.
pub const FAMILIES: [&str; 18] = [
    "response",
    "running",
    "rising",
    "need",
    "class",
    "pool_amount",
    "move_limit",
    "benefit",
    "overlap",
    "piece",
    "value",
    "fund",
    "floor",
    "total",
    "beside",
    "conversion",
    "least_moves",
    "step",
];

/// A linear program that knows what its columns and rows stand for.
#[derive(Debug, Clone)]
pub struct Problem {
    /// The scaled program.
    pub lp: Lp,
    /// What each column stands for.
    pub columns: Vec<ColumnKey>,
    /// What each row stands for.
    pub rows: Vec<RowKey>,
    /// Own units per scaled unit, by column.
    pub column_scales: Vec<f64>,
    /// Own units per scaled unit, by row.
    pub row_scales: Vec<f64>,
    /// Value per scaled unit of the objective.
    pub objective_scale: f64,
    /// Activities that share their flows.
    pub classes: Vec<Class>,
    /// Number of tangents of each cell, by cell; those of cells outside the program are 0.
    tangents: Vec<usize>,
    /// The columns of each cell, by cell; `None` where it does not take part.
    cells: Vec<Option<CellColumns>>,
    /// The columns that hold participants, by activity, one after another in the order of the segments.
    participants: Vec<Range<usize>>,
    /// The columns of what each pool gives, by pool.
    giving: Vec<Vec<(usize, Giving)>>,
    /// Positions of the columns that are neither of participants nor of cells.
    positions: BTreeMap<ColumnKey, usize>,
    row_positions: BTreeMap<RowKey, usize>,
}

/// How a pool gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Giving {
    AsItIs,
    ToConvert,
}

/// The columns of a cell that takes part in a program.
#[derive(Debug, Clone, Default)]
struct CellColumns {
    /// Those that add up to D.
    change: Vec<usize>,
    /// Those that y is made of, each with how much of y a unit of it is.
    gain: Vec<(usize, f64)>,
}

impl Problem {
    /// The plan of largest value.
    #[must_use]
    pub fn new(instance: &Instance, form: Form) -> Self {
        let mut problem = Problem::activities(instance, form);
        benefit::add(&mut problem, instance);
        value::add(&mut problem, instance);
        overlap::add(&mut problem, instance);
        problem.promises(instance);
        problem
    }

    /// The same with all its tangents from the start, as pieces of D: fewer rows, to be solved again and again.
    ///
    /// Tangents can only be added by making the program anew; it has no second stage of its own.
    #[must_use]
    pub fn in_pieces(instance: &Instance, touches: &Touches) -> Self {
        let mut problem = Problem::activities(instance, Form::Reduced);
        piece::add(&mut problem, instance, touches);
        problem.promises(instance);
        problem
    }

    /// The plan of largest value in which nothing moves but by `moves`, each in its steps, and each partner makes at
    /// most `most` of them. `value` is that of the plan that the moves are taken from, for the sizes of ties.
    #[must_use]
    pub fn in_steps(
        instance: &Instance,
        moves: &[MoveInSteps],
        most: Option<u32>,
        value: f64,
    ) -> Self {
        let mut problem = Problem::new(instance, Form::PerArc);
        step::add(&mut problem, instance, moves, most, value);
        problem.lp.integers.sort_unstable();
        problem
    }

    /// What activities need and pools give.
    fn activities(instance: &Instance, form: Form) -> Self {
        let mut problem = Problem {
            lp: Lp::new(),
            columns: Vec::new(),
            rows: Vec::new(),
            column_scales: Vec::new(),
            row_scales: Vec::new(),
            objective_scale: 1.0,
            classes: class::classes(instance, form),
            tangents: vec![0; instance.cells.len()],
            cells: vec![None; instance.cells.len()],
            participants: vec![0..0; instance.activities.len()],
            giving: vec![Vec::new(); instance.pools.len()],
            positions: BTreeMap::new(),
            row_positions: BTreeMap::new(),
        };
        response::add(&mut problem, instance);
        running::add(&mut problem, instance);
        rising::add(&mut problem, instance);
        need::add(&mut problem, instance, form);
        class::add(&mut problem, instance, form);
        pool_amount::add(&mut problem, instance);
        move_limit::add(&mut problem, instance);
        problem
    }

    /// What rules demand, and the last of the scaling.
    fn promises(&mut self, instance: &Instance) {
        fund::add(self, instance);
        floor::add(self, instance);
        total::add(self, instance);
        beside::add(self, instance);
        conversion::add(self, instance);
        self.scale_objective();
    }

    /// Adds a tangent of the overlap of `cell` at the change `at`, and returns its row.
    #[must_use]
    pub fn add_tangent(&mut self, instance: &Instance, cell: CellIndex, at: f64) -> LpRow {
        overlap::tangent(self, instance, cell, at)
    }

    /// Turns to the second stage: least moves that keep `value`. Returns the row that keeps it.
    #[must_use]
    pub fn keep_value(&mut self, instance: &Instance, value: f64) -> LpRow {
        least_moves::turn(self, instance, value)
    }

    /// Turns to most Σ weight × participants over activities, of the plans that are worth `value` or more.
    pub fn seek(&mut self, weights: &[f64], value: f64) {
        let _row = least_moves::keep(self, value);
        for (columns, weight) in self.participants.iter().zip(weights) {
            for column in columns.clone() {
                self.lp.costs[column] = weight * self.column_scales[column];
            }
        }
        self.scale_objective();
    }

    /// Takes over the tangents that a program made from this one was given since.
    pub fn adopt_tangents(&mut self, other: &Problem) {
        for row in self.lp.rows()..other.lp.rows() {
            if matches!(other.rows[row], RowKey::Overlap { .. }) {
                let taken = LpRow {
                    lower: other.lp.row_lower[row],
                    upper: other.lp.row_upper[row],
                    entries: other.lp.row(row).collect(),
                };
                self.push_row(other.rows[row], other.row_scales[row], &taken);
            }
        }
        self.tangents.clone_from(&other.tangents);
    }

    /// Position of a column.
    #[must_use]
    pub fn column(&self, key: ColumnKey) -> Option<usize> {
        match key {
            ColumnKey::Participants { activity, segment } => {
                self.participants[activity].clone().nth(segment)
            }
            ColumnKey::Change(cell) => self.columns_of(cell)?.change.first().copied(),
            ColumnKey::Gain { cell, piece } | ColumnKey::Piece { cell, piece } => {
                let (column, _) = self.columns_of(cell)?.gain.get(piece)?;
                Some(*column)
            }
            _ => self.positions.get(&key).copied(),
        }
        .filter(|&column| self.columns[column] == key)
    }

    /// Position of a row.
    #[must_use]
    pub fn row(&self, key: RowKey) -> Option<usize> {
        self.row_positions.get(&key).copied()
    }

    /// The value of a column of a scaled point, in its own unit; 0 where there is no such column.
    #[must_use]
    pub fn amount(&self, point: &[f64], key: ColumnKey) -> f64 {
        self.column(key)
            .map_or(0.0, |column| point[column] * self.column_scales[column])
    }

    /// The multiplier of a row in value per own unit of its bound; 0 where there is no such row.
    #[must_use]
    pub fn price(&self, duals: &[f64], key: RowKey) -> f64 {
        self.row(key).map_or(0.0, |row| {
            duals[row] * self.objective_scale / self.row_scales[row]
        })
    }

    /// Participants of an activity at a scaled point.
    #[must_use]
    pub fn participants(&self, point: &[f64], activity: ActivityIndex) -> f64 {
        let columns = self.participants[activity].clone();
        columns
            .map(|column| point[column] * self.column_scales[column])
            .sum()
    }

    /// D of a cell at a scaled point.
    #[must_use]
    pub fn change(&self, point: &[f64], cell: CellIndex) -> f64 {
        let columns = self.cells[cell].iter().flat_map(|cell| &cell.change);
        columns
            .map(|&column| point[column] * self.column_scales[column])
            .sum()
    }

    /// y of a cell at a scaled point, which the tangents hold from above only.
    #[must_use]
    pub fn gain(&self, point: &[f64], cell: CellIndex) -> f64 {
        self.gain_entries(cell)
            .map(|(column, each)| each * point[column] * self.column_scales[column])
            .sum()
    }

    /// Whether a cell takes part in the program.
    #[must_use]
    pub fn has_cell(&self, cell: CellIndex) -> bool {
        self.cells[cell].is_some()
    }

    /// Tangents of all cells.
    #[must_use]
    pub fn tangents(&self) -> usize {
        self.tangents.iter().sum()
    }

    fn columns_of(&self, cell: CellIndex) -> Option<&CellColumns> {
        self.cells[cell].as_ref()
    }

    /// The columns that y is made of, each with how much of y a unit of it is.
    fn gain_entries(&self, cell: CellIndex) -> impl Iterator<Item = (usize, f64)> {
        self.cells[cell].iter().flat_map(|cell| &cell.gain).copied()
    }

    /// Participants of an activity times ρ, and its running times what that takes.
    fn needed_entries(&self, activity: ActivityIndex, need: &NeedAt) -> Vec<(usize, f64)> {
        let participants = self.participants_entries(activity).into_iter();
        let running = self.column(ColumnKey::Runs(activity));
        participants
            .map(|(column, _)| (column, need.per_participant))
            .chain(running.map(|column| (column, need.standing())))
            .filter(|&(_, amount)| amount > 0.0)
            .collect()
    }

    /// Adds a column that is 0 or 1; it cannot be 1 where `possible` is false.
    fn add_switch(&mut self, key: ColumnKey, possible: bool) -> usize {
        let column = self.add_column(key, 1.0, 0.0, 0.0, f64::from(u8::from(possible)));
        self.lp.integers.push(column);
        column
    }

    /// Adds a column; `cost` is value per own unit, the bounds are in its own unit.
    fn add_column(
        &mut self,
        key: ColumnKey,
        scale: f64,
        cost: f64,
        lower: f64,
        upper: f64,
    ) -> usize {
        let column = self
            .lp
            .add_column(cost * scale, lower / scale, upper / scale);
        self.columns.push(key);
        self.column_scales.push(scale);
        match key {
            ColumnKey::Participants { activity, .. } => {
                let columns = &mut self.participants[activity];
                let first = if columns.start == columns.end {
                    column
                } else {
                    columns.start
                };
                *columns = first..column + 1;
            }
            ColumnKey::Change(cell) => self.cells[cell].get_or_insert_default().change.push(column),
            ColumnKey::Gain { cell, .. } => {
                let columns = self.cells[cell].get_or_insert_default();
                columns.gain.push((column, 1.0));
            }
            ColumnKey::Piece { cell, .. } => {
                self.cells[cell].get_or_insert_default().change.push(column);
            }
            ColumnKey::Flow { pool, .. } => {
                self.giving[pool].push((column, Giving::AsItIs));
                self.positions.insert(key, column);
            }
            ColumnKey::Converted { pool, .. } => {
                self.giving[pool].push((column, Giving::ToConvert));
                self.positions.insert(key, column);
            }
            _ => {
                self.positions.insert(key, column);
            }
        }
        column
    }

    /// A row in own units, scaled.
    fn scaled(
        &self,
        scale: f64,
        lower: f64,
        upper: f64,
        entries: impl IntoIterator<Item = (usize, f64)>,
    ) -> LpRow {
        LpRow {
            lower: lower / scale,
            upper: upper / scale,
            entries: entries
                .into_iter()
                .map(|(column, value)| (column, value * self.column_scales[column] / scale))
                .collect(),
        }
    }

    /// Adds a row, all in own units; `scale` is a typical size of its activity.
    fn add_row(
        &mut self,
        key: RowKey,
        scale: f64,
        lower: f64,
        upper: f64,
        entries: impl IntoIterator<Item = (usize, f64)>,
    ) -> LpRow {
        let row = self.scaled(scale, lower, upper, entries);
        self.push_row(key, scale, &row);
        row
    }

    fn push_row(&mut self, key: RowKey, scale: f64, row: &LpRow) {
        let position = self.lp.add_row(row.clone());
        self.rows.push(key);
        self.row_scales.push(scale);
        self.row_positions.insert(key, position);
    }

    /// Makes the largest cost 1, so that the solver's absolute tolerance on duals is a relative one.
    fn scale_objective(&mut self) {
        let largest = self
            .lp
            .costs
            .iter()
            .fold(0.0, |largest: f64, cost| largest.max(cost.abs()));
        if largest > 0.0 {
            self.objective_scale = largest;
            for cost in &mut self.lp.costs {
                *cost /= largest;
            }
        }
    }

    /// A program's columns that hold participants of an activity, with 1 each.
    fn participants_entries(&self, activity: ActivityIndex) -> Vec<(usize, f64)> {
        let columns = self.participants[activity].clone();
        columns.map(|column| (column, 1.0)).collect()
    }
}
