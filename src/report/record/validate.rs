//! What a check of a model writes.

use serde::Serialize;

use super::record;
use crate::diagnostic::{Diagnostics, Severity};
use crate::domain::Tables;
use crate::report::basis;

record! {
    /// A table and its size.
    TableRecord in "tables" {
        /// The table.
        table: String, "";
        /// Its rows.
        rows: usize, "rows";
    }
}

/// Whether a model can be used, and how large it is.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct ValidateResult {
    /// Whether there is no error.
    pub valid: bool,
    /// Findings that stop the work.
    pub errors: usize,
    /// Findings that a reader should know.
    pub warnings: usize,
    /// Defaults and assumptions that were filled in.
    pub notes: usize,
    /// The tables and their sizes; empty where the model could not be built.
    pub tables: Vec<TableRecord>,
}

impl ValidateResult {
    /// What `findings` come to, for the model of `tables` where there is one.
    #[must_use]
    pub fn new(tables: Option<&Tables>, findings: &Diagnostics) -> Self {
        let count = |severity| {
            findings
                .iter()
                .filter(|finding| finding.severity == severity)
                .count()
        };
        ValidateResult {
            valid: !findings.has_errors(),
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            notes: count(Severity::Note),
            tables: tables
                .map(basis::of_tables)
                .unwrap_or_default()
                .into_iter()
                .map(|row| TableRecord {
                    rows: row.rows(),
                    table: row.table,
                })
                .collect(),
        }
    }
}
