//! A sparse linear program, some of whose columns may be integers, in the form that every backend takes.
//!
//! Maximize cost · x subject to lower ≤ A x ≤ upper by row and lower ≤ x ≤ upper by column. Rows are
//! stored one after another, so that rows can be added as the problem is solved.

/// A row: its bounds and its entries.
#[derive(Debug, Clone, PartialEq)]
pub struct LpRow {
    /// Lower bound; −∞ where there is none.
    pub lower: f64,
    /// Upper bound; +∞ where there is none.
    pub upper: f64,
    /// Columns and coefficients, each column once.
    pub entries: Vec<(usize, f64)>,
}

/// A linear program that is maximized, mixed-integer where it has [`Lp::integers`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Lp {
    /// Objective per column.
    pub costs: Vec<f64>,
    /// Lower bound per column.
    pub column_lower: Vec<f64>,
    /// Upper bound per column.
    pub column_upper: Vec<f64>,
    /// Columns that must be whole numbers, in order.
    pub integers: Vec<usize>,
    /// Lower bound per row.
    pub row_lower: Vec<f64>,
    /// Upper bound per row.
    pub row_upper: Vec<f64>,
    /// First entry of each row, and at last the number of entries.
    pub starts: Vec<usize>,
    /// Column of each entry.
    pub indices: Vec<usize>,
    /// Coefficient of each entry.
    pub values: Vec<f64>,
}

impl Lp {
    /// A program without columns or rows.
    #[must_use]
    pub fn new() -> Self {
        Lp {
            starts: vec![0],
            ..Lp::default()
        }
    }

    /// Adds a column and returns its position.
    pub fn add_column(&mut self, cost: f64, lower: f64, upper: f64) -> usize {
        self.costs.push(cost);
        self.column_lower.push(lower);
        self.column_upper.push(upper);
        self.costs.len() - 1
    }

    /// Adds a row and returns its position. Entries of one column are added up; zeros are dropped.
    pub fn add_row(&mut self, row: LpRow) -> usize {
        let LpRow {
            lower,
            upper,
            mut entries,
        } = row;
        entries.sort_by_key(|&(column, _)| column);
        for (column, value) in entries {
            match self.indices.last() {
                Some(&last)
                    if last == column
                        && self.indices.len() > self.starts[self.starts.len() - 1] =>
                {
                    let end = self.values.len() - 1;
                    self.values[end] += value;
                }
                _ if value != 0.0 => {
                    self.indices.push(column);
                    self.values.push(value);
                }
                _ => {}
            }
        }
        self.starts.push(self.indices.len());
        self.row_lower.push(lower);
        self.row_upper.push(upper);
        self.row_lower.len() - 1
    }

    /// Takes back the columns and rows that were added last; rows that stay must not name the columns that go.
    pub(super) fn truncate(&mut self, columns: usize, rows: usize) {
        self.costs.truncate(columns);
        self.column_lower.truncate(columns);
        self.column_upper.truncate(columns);
        self.row_lower.truncate(rows);
        self.row_upper.truncate(rows);
        self.starts.truncate(rows + 1);
        let entries = self.starts.last().copied().unwrap_or(0);
        self.indices.truncate(entries);
        self.values.truncate(entries);
    }

    /// Number of columns.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.costs.len()
    }

    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.row_lower.len()
    }

    /// Columns and coefficients of a row.
    pub fn row(&self, row: usize) -> impl Iterator<Item = (usize, f64)> {
        let range = self.starts[row]..self.starts[row + 1];
        self.indices[range.clone()]
            .iter()
            .copied()
            .zip(self.values[range].iter().copied())
    }

    /// A row times a point.
    #[must_use]
    pub fn activity(&self, row: usize, point: &[f64]) -> f64 {
        self.row(row)
            .map(|(column, value)| value * point[column])
            .sum()
    }

    /// Objective at a point.
    #[must_use]
    pub fn objective(&self, point: &[f64]) -> f64 {
        self.costs
            .iter()
            .zip(point)
            .map(|(cost, value)| cost * value)
            .sum()
    }

    /// Largest breach of any row or column bound at a point, absolute.
    #[must_use]
    pub fn largest_violation(&self, point: &[f64]) -> f64 {
        let outside =
            |value: f64, lower: f64, upper: f64| (lower - value).max(value - upper).max(0.0);
        let columns = (0..self.columns()).map(|column| {
            outside(
                point[column],
                self.column_lower[column],
                self.column_upper[column],
            )
        });
        let rows = (0..self.rows()).map(|row| {
            outside(
                self.activity(row, point),
                self.row_lower[row],
                self.row_upper[row],
            )
        });
        columns.chain(rows).fold(0.0, f64::max)
    }

    /// The first column or row that is not finite where it must be, in words.
    ///
    /// Solvers accept an infinite cost and call the answer optimal, so this is asked before solving.
    #[must_use]
    pub fn not_finite(&self) -> Option<String> {
        let bad_bound = |lower: f64, upper: f64| lower.is_nan() || upper.is_nan() || lower > upper;
        if let Some(column) = self.costs.iter().position(|cost| !cost.is_finite()) {
            return Some(format!("objective of column {column}"));
        }
        if let Some(column) = (0..self.columns())
            .find(|&column| bad_bound(self.column_lower[column], self.column_upper[column]))
        {
            return Some(format!("bounds of column {column}"));
        }
        if let Some(row) =
            (0..self.rows()).find(|&row| bad_bound(self.row_lower[row], self.row_upper[row]))
        {
            return Some(format!("bounds of row {row}"));
        }
        self.values
            .iter()
            .position(|value| !value.is_finite())
            .map(|entry| format!("entry {entry}"))
    }
}
