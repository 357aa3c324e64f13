//! What is wrong with an input, where, and what to try: the leaf that every room may use.
//!
//! A check never stops at the first finding. It adds to a [`Diagnostics`] collection, which is
//! sorted by place and printed whole.

pub mod codes;
mod suggest;

pub use suggest::{closest, suggestion};

use std::cmp::Ordering;
use std::fmt;

/// How bad a finding is. Errors stop the work; warnings and notes travel with the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The input cannot be used.
    Error,
    /// The input can be used, but a reader should know.
    Warning,
    /// A default or an assumption that was filled in.
    Note,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        })
    }
}

/// Sheet of a workbook that holds keys in place of columns.
pub const SETTINGS_SHEET: &str = "model";

/// Where in the input a finding sits.
///
/// `path` is the logical place that `--set` and overlays use (`pools[title-one].amount`); the
/// reading room adds the file, the line and the column that it came from.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// The file as the user named it, or `--set`.
    pub file: Option<String>,
    /// Sheet of a workbook.
    pub sheet: Option<String>,
    /// One-based line of the file, or row of the sheet.
    pub line: Option<u64>,
    /// Cell of the sheet, such as `D7`.
    pub cell: Option<String>,
    /// Column of the table or key of the settings.
    pub column: Option<String>,
    /// Logical path of the value, `table[key,key].column`.
    pub path: Option<String>,
}

impl Location {
    /// A place known only by its logical path.
    #[must_use]
    pub fn path(path: impl Into<String>) -> Self {
        Location {
            path: Some(path.into()),
            ..Location::default()
        }
    }

    /// A place in a file.
    #[must_use]
    pub fn file(file: impl Into<String>, line: Option<u64>) -> Self {
        Location {
            file: Some(file.into()),
            line,
            ..Location::default()
        }
    }

    /// The same place, in a sheet of a workbook.
    #[must_use]
    pub fn sheet(mut self, sheet: impl Into<String>) -> Self {
        self.sheet = Some(sheet.into());
        self
    }

    /// The same place, with the cell of the sheet named.
    #[must_use]
    pub fn cell(mut self, cell: impl Into<String>) -> Self {
        self.cell = Some(cell.into());
        self
    }

    /// The same place, with the column named.
    #[must_use]
    pub fn column(mut self, column: impl Into<String>) -> Self {
        self.column = Some(column.into());
        self
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.file, &self.path) {
            (Some(file), _) => {
                f.write_str(file)?;
                match (&self.sheet, &self.cell, self.line) {
                    (Some(sheet), Some(cell), _) => write!(f, " {sheet}!{cell}")?,
                    (Some(sheet), None, Some(line)) => write!(f, " {sheet}, row {line}")?,
                    (Some(sheet), None, None) => write!(f, " {sheet}")?,
                    (None, _, Some(line)) => write!(f, ":{line}")?,
                    (None, _, None) => {}
                }
                if let Some(column) = &self.column {
                    // A table has columns, a TOML file has keys, an option of the command is its own place.
                    match file {
                        file if file.starts_with("--") => write!(f, " {column}")?,
                        file if file.ends_with(".toml") => write!(f, ", key {column}")?,
                        _ if self.sheet.as_deref() == Some(SETTINGS_SHEET) => {
                            write!(f, ", key {column}")?;
                        }
                        _ => write!(f, ", column {column}")?,
                    }
                }
                Ok(())
            }
            (None, Some(path)) => f.write_str(path),
            (None, None) => f.write_str("the model"),
        }
    }
}

/// One finding: what is wrong, where, and what to try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// Stable kebab-case name of the kind of finding, such as `unknown-column`.
    pub code: &'static str,
    /// Where it is.
    pub location: Location,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// What to try.
    pub hint: Option<String>,
}

impl Diagnostic {
    /// An error of kind `code` at `location`.
    #[must_use]
    pub fn error(code: &'static str, location: Location, message: impl Into<String>) -> Self {
        Diagnostic {
            severity: Severity::Error,
            code,
            location,
            message: message.into(),
            hint: None,
        }
    }

    /// A warning of kind `code` at `location`.
    #[must_use]
    pub fn warning(code: &'static str, location: Location, message: impl Into<String>) -> Self {
        Diagnostic {
            severity: Severity::Warning,
            ..Diagnostic::error(code, location, message)
        }
    }

    /// A note of kind `code` at `location`.
    #[must_use]
    pub fn note(code: &'static str, location: Location, message: impl Into<String>) -> Self {
        Diagnostic {
            severity: Severity::Note,
            ..Diagnostic::error(code, location, message)
        }
    }

    /// The same finding, with what to try.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same finding, with what to try where that is known.
    #[must_use]
    pub fn maybe_hint(mut self, hint: Option<String>) -> Self {
        self.hint = hint.or(self.hint);
        self
    }

    fn order(&self, other: &Self) -> Ordering {
        (self.severity, &self.location, self.code, &self.message).cmp(&(
            other.severity,
            &other.location,
            other.code,
            &other.message,
        ))
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}[{}]: {}: {}",
            self.severity, self.code, self.location, self.message
        )?;
        if let Some(hint) = &self.hint {
            write!(f, "\n  try: {hint}")?;
        }
        Ok(())
    }
}

/// All the findings of a check.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diagnostics {
    items: Vec<Diagnostic>,
}

impl Diagnostics {
    /// No findings.
    #[must_use]
    pub fn new() -> Self {
        Diagnostics::default()
    }

    /// Adds one finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.items.push(diagnostic);
    }

    /// Adds all the findings of another check.
    pub fn extend(&mut self, other: Diagnostics) {
        self.items.extend(other.items);
    }

    /// Whether any finding is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.items
            .iter()
            .any(|item| item.severity == Severity::Error)
    }

    /// Number of findings.
    #[must_use]
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there is no finding.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The findings, errors first, then by place; each once.
    #[must_use]
    pub fn sorted(mut self) -> Self {
        self.items.sort_by(Diagnostic::order);
        self.items.dedup();
        self
    }

    /// The findings in their present order.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.items.iter()
    }

    /// The findings, to change their places.
    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, Diagnostic> {
        self.items.iter_mut()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, item) in self.items.iter().enumerate() {
            if position > 0 {
                writeln!(f)?;
            }
            write!(f, "{item}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostics {}
