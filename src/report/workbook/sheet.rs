//! A sheet before it is written: a message, columns that say what they hold, rows, and charts of some of them.

use std::ops::Range;

use crate::report::record::{Cell, Column, Record};

/// What one cell holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    /// Nothing: missing.
    Blank,
    /// A number, at full precision.
    Number(f64),
    /// A text, which never becomes a formula.
    Text(String),
}

impl Value {
    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Value::Text(text.into())
    }

    /// A number, where it is known.
    pub fn known(number: Option<f64>) -> Self {
        number.map_or(Value::Blank, Value::Number)
    }
}

impl From<Cell> for Value {
    fn from(cell: Cell) -> Self {
        match cell {
            Cell::Blank => Value::Blank,
            Cell::Text(text) => Value::Text(text),
            Cell::Literal(literal) => match (literal.parse::<f64>(), literal.as_str()) {
                // The shortest form of a number reads back as that number.
                (Ok(number), _) if number.is_finite() => Value::Number(number),
                (_, "true") => Value::text("yes"),
                (_, "false") => Value::text("no"),
                _ => Value::Text(literal),
            },
        }
    }
}

/// What a chart looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PlotKind {
    /// Bars of every series under each other, row by row: names of rows are long.
    Groups,
    /// Bars of every series on one line, to both sides of nothing.
    Swings,
    /// A line through points.
    Line,
}

/// A chart of some rows of a sheet.
#[derive(Debug, Clone)]
pub(super) struct Plot {
    /// What it looks like.
    pub kind: PlotKind,
    /// What it shows; it begins with words of the program's own.
    pub title: String,
    /// Column of what stands along the first axis.
    pub along: &'static str,
    /// Columns that are drawn.
    pub series: Vec<&'static str>,
    /// The rows, from 0.
    pub rows: Range<usize>,
    /// What the figures are in.
    pub unit: String,
}

/// A sheet.
#[derive(Debug, Clone)]
pub(super) struct Sheet {
    /// Its name.
    pub name: &'static str,
    /// What it says, in a sentence or two.
    pub message: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, a value a column.
    pub rows: Vec<Vec<Value>>,
    /// Columns that people fill in: the column, and the words that it takes, none where it takes amounts.
    pub asked: Vec<(&'static str, &'static [&'static str])>,
    /// Its charts.
    pub plots: Vec<Plot>,
}

impl Sheet {
    /// A sheet without a row.
    pub fn new(name: &'static str, message: impl Into<String>, columns: Vec<Column>) -> Self {
        Sheet {
            name,
            message: message.into(),
            columns,
            rows: Vec::new(),
            asked: Vec::new(),
            plots: Vec::new(),
        }
    }

    /// A sheet of records: the columns `first`, then all others but those of `last`, then these.
    pub fn of<'a, R: Record + 'a>(
        name: &'static str,
        message: impl Into<String>,
        rows: impl IntoIterator<Item = &'a R>,
        first: &[&str],
        last: &[&str],
    ) -> Self {
        let position = |wanted: &&str| R::COLUMNS.iter().position(|row| row.name == *wanted);
        let first: Vec<usize> = first.iter().filter_map(position).collect();
        let last: Vec<usize> = last.iter().filter_map(position).collect();
        let others = (0..R::COLUMNS.len()).filter(|at| !first.contains(at) && !last.contains(at));
        let order: Vec<usize> = first
            .iter()
            .copied()
            .chain(others)
            .chain(last.clone())
            .collect();
        let mut sheet = Sheet::new(
            name,
            message,
            order.iter().map(|&at| R::COLUMNS[at]).collect(),
        );
        for row in rows {
            let cells = row.cells();
            sheet
                .rows
                .push(order.iter().map(|&at| cells[at].clone().into()).collect());
        }
        sheet
    }

    /// Position of a column.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    /// Unit of a cell: that of its column, or what the column named there holds in its row.
    pub fn unit<'s>(&'s self, row: &'s [Value], column: usize) -> &'s str {
        let unit = self.columns[column].unit;
        let named = unit
            .strip_prefix('[')
            .and_then(|unit| unit.strip_suffix(']'));
        match named.and_then(|name| self.column(name)).map(|at| &row[at]) {
            Some(Value::Text(text)) => text,
            _ => unit,
        }
    }
}
