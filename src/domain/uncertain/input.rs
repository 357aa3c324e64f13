//! One figure of a model, by the path that a person writes.

use std::collections::BTreeMap;
use std::fmt;

use super::Span;
use super::figure::{FIGURES, Figure};
use crate::diagnostic::{closest, suggestion};
use crate::domain::Tables;

/// A figure of a model that can be uncertain: a column of a row, or a setting.
///
/// It is written as in `--set`: `needs[books,money].per_participant`, `evidence.levels.3.mean`.
#[derive(Debug, Clone)]
pub struct Input {
    figure: &'static Figure,
    /// The row's path, or the section of the settings.
    row: String,
}

impl PartialEq for Input {
    fn eq(&self, other: &Self) -> bool {
        // A row's path begins with its table.
        (&self.row, self.figure.column) == (&other.row, other.figure.column)
    }
}

impl Eq for Input {}

impl fmt::Display for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.row, self.figure.column)
    }
}

impl Input {
    /// The figure that a path names in these tables. Spaces around a part of the key, and another spelling of a
    /// number in it, change nothing.
    ///
    /// # Errors
    /// The path is none, or names nothing here that can be uncertain; with what is near.
    pub fn parse(path: &str, tables: &Tables) -> Result<Self, NoInput> {
        let (figure, position) = Finder::new(tables).find(path)?;
        Ok(Input::at(figure, tables, position))
    }

    /// The figure of a row.
    pub(in crate::domain) fn at(figure: &'static Figure, tables: &Tables, position: usize) -> Self {
        Input {
            figure,
            row: (figure.row)(tables, position),
        }
    }

    /// Every figure of the tables that can be uncertain, in no order that means anything; blank ones are left out.
    #[must_use]
    pub fn all(tables: &Tables) -> Vec<Self> {
        let mut inputs = Vec::new();
        for figure in FIGURES {
            for position in 0..(figure.rows)(tables) {
                if (figure.get)(tables, position).is_some() {
                    inputs.push(Input::at(figure, tables, position));
                }
            }
        }
        inputs
    }

    /// The table that holds it; `None` for a setting.
    #[must_use]
    pub fn table(&self) -> Option<&'static str> {
        Some(self.figure.table).filter(|_| !self.figure.is_setting())
    }

    /// The row that holds it, `table[key,key]`, or the section of the settings.
    #[must_use]
    pub fn row(&self) -> &str {
        &self.row
    }

    /// The column, or the last part of the setting's key.
    #[must_use]
    pub fn column(&self) -> &'static str {
        self.figure.column
    }

    /// Its logical path.
    #[must_use]
    pub fn path(&self) -> String {
        self.to_string()
    }

    /// The figure in these tables; `None` where it is blank or the row is not there.
    ///
    /// The row is looked for; who reads many figures goes through [`super::uncertain`].
    #[must_use]
    pub fn get(&self, tables: &Tables) -> Option<f64> {
        (self.figure.get)(tables, self.position(tables)?)
    }

    /// Replaces the figure by another one, held to what it may be; whether there is one to replace.
    pub fn set(&self, tables: &mut Tables, value: f64) -> bool {
        let position = self.position(tables);
        let now = position.and_then(|position| (self.figure.get)(tables, position));
        let (Some(position), Some(now)) = (position, now) else {
            return false;
        };
        let ends = (self.figure.span)(tables, position).ends(now);
        (self.figure.set)(tables, position, Span::held(value, ends));
        true
    }

    /// What the figure may be; `None` where the row is not there.
    #[must_use]
    pub fn span(&self, tables: &Tables) -> Option<Span> {
        self.position(tables)
            .map(|position| (self.figure.span)(tables, position))
    }

    fn position(&self, tables: &Tables) -> Option<usize> {
        (0..(self.figure.rows)(tables)).find(|row| (self.figure.row)(tables, *row) == self.row)
    }
}

/// Why a path names no figure that can be uncertain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoInput {
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// What to try.
    pub hint: Option<String>,
    /// The table of which the row is missing, where that is why.
    pub without_row: Option<&'static str>,
}

impl fmt::Display for NoInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for NoInput {}

/// Finds the figures of many paths: the rows of each table are read once.
pub(in crate::domain) struct Finder<'t> {
    tables: &'t Tables,
    /// Positions of rows by path, by table.
    rows: BTreeMap<&'static str, BTreeMap<String, usize>>,
}

impl<'t> Finder<'t> {
    pub fn new(tables: &'t Tables) -> Self {
        Finder {
            tables,
            rows: BTreeMap::new(),
        }
    }

    /// The figure that a path names, and the position of its row; the first one of rows with the same key.
    pub fn find(&mut self, path: &str) -> Result<(&'static Figure, usize), NoInput> {
        let path = path.trim();
        let Some((table, rest)) = path.split_once('[') else {
            return self.setting(path);
        };
        let columns: Vec<&Figure> = FIGURES
            .iter()
            .filter(|figure| !figure.is_setting() && figure.table == table.trim())
            .collect();
        let Some(first) = columns.first() else {
            let known = FIGURES.iter().map(|figure| figure.table);
            let mut known: Vec<&str> = known.filter(|table| !table.is_empty()).collect();
            known.dedup();
            return Err(NoInput {
                message: format!(
                    "there is no table `{}` with figures that can be uncertain",
                    table.trim()
                ),
                hint: suggestion(table, known),
                without_row: None,
            });
        };
        let table = first.table;
        let Some((key, column)) = rest.rsplit_once("].") else {
            let example = if (first.rows)(self.tables) > 0 {
                format!(", such as `{}`", first.path(self.tables, 0))
            } else {
                String::new()
            };
            return Err(NoInput {
                message: format!("`{path}` does not name a figure"),
                hint: Some(format!("write a row and its column{example}")),
                without_row: None,
            });
        };
        let column = column.trim();
        let Some(figure) = FIGURES
            .iter()
            .find(|figure| figure.table == table && figure.column == column)
        else {
            return Err(NoInput {
                message: format!("`{column}` of {table} is no figure that can be uncertain"),
                hint: suggestion(column, columns.iter().map(|figure| figure.column)),
                without_row: None,
            });
        };
        let row = format!("{table}[{}]", normal_key(key, figure.numbers));
        let rows = self.rows_of(figure);
        match rows.get(&row) {
            Some(position) => Ok((figure, *position)),
            None => {
                let hint = match closest(&row, rows.keys().map(String::as_str)) {
                    Some(near) => Some(format!("did you mean `{near}.{column}`?")),
                    None => suggestion(&row, rows.keys().map(String::as_str)),
                };
                Err(NoInput {
                    message: format!("there is no row `{row}`"),
                    hint,
                    without_row: Some(table),
                })
            }
        }
    }

    fn rows_of(&mut self, figure: &'static Figure) -> &BTreeMap<String, usize> {
        let tables = self.tables;
        self.rows.entry(figure.table).or_insert_with(|| {
            let count = (figure.rows)(tables);
            // Backwards, so that of doubled keys the first row stays.
            (0..count)
                .rev()
                .map(|position| ((figure.row)(tables, position), position))
                .collect()
        })
    }

    fn setting(&self, path: &str) -> Result<(&'static Figure, usize), NoInput> {
        let settings = || {
            FIGURES
                .iter()
                .filter(|figure| figure.is_setting())
                .flat_map(|figure| (0..(figure.rows)(self.tables)).map(move |row| (figure, row)))
        };
        if let Some(found) = settings().find(|(figure, row)| figure.path(self.tables, *row) == path)
        {
            return Ok(found);
        }
        let known: Vec<String> = settings()
            .map(|(figure, row)| figure.path(self.tables, row))
            .collect();
        // The last part of a key alone is the likeliest slip.
        let last = known
            .iter()
            .map(String::as_str)
            .find(|key| key.rsplit('.').next() == Some(path));
        let near = last.or_else(|| closest(path, known.iter().map(String::as_str)));
        let hint = near.map_or_else(
            || {
                "a figure of a table is `table[key,key].column`, a setting is a key such as value.discount or evidence.levels.3.mean".to_owned()
            },
            |near| format!("did you mean `{near}`?"),
        );
        Err(NoInput {
            message: format!("`{path}` is no setting that can be uncertain"),
            hint: Some(hint),
            without_row: None,
        })
    }
}

/// A row's key without spaces around its parts, numbers as paths write them.
fn normal_key(key: &str, numbers: &[usize]) -> String {
    let parts: Vec<String> = key
        .split(',')
        .map(str::trim)
        .enumerate()
        .map(|(position, part)| {
            let number = part
                .parse::<f64>()
                .ok()
                .filter(|_| numbers.contains(&position));
            number.map_or_else(|| part.to_owned(), |number| (number + 0.0).to_string())
        })
        .collect();
    parts.join(",")
}
