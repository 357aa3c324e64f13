//! What a check of a model writes.

use serde::{Deserialize, Serialize};

use super::{CoverageRecord, EffectRecord, TrackedRecord, record};
use crate::diagnostic::{Diagnostics, Severity};
use crate::domain::{Coverage, Model};
use crate::report::basis;
use crate::report::names::Names;

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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
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
    /// How many indicators the practices can move; null where that is not known.
    pub coverage: Option<CoverageRecord>,
    /// Indicators that no practice can move: tracked, not counted as improving.
    pub tracked: Vec<TrackedRecord>,
    /// Each effect with its chain, by practice, indicator, place and group; null unless it was asked for.
    pub effects: Option<Vec<EffectRecord>>,
}

impl ValidateResult {
    /// What `findings` come to, for `model` where there is one and what its practices can move where that is known.
    #[must_use]
    pub fn new(model: Option<&Model>, coverage: Option<&Coverage>, findings: &Diagnostics) -> Self {
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
            tables: model
                .map(|model| basis::of_tables(model.tables()))
                .unwrap_or_default()
                .into_iter()
                .map(|row| TableRecord {
                    rows: row.rows(),
                    table: row.table,
                })
                .collect(),
            coverage: coverage.map(CoverageRecord::from),
            tracked: match (model, coverage) {
                (Some(model), Some(coverage)) => coverage
                    .tracked
                    .iter()
                    .map(|id| TrackedRecord {
                        indicator: id.to_string(),
                        indicator_name: Names::new(model).indicator(id),
                    })
                    .collect(),
                _ => Vec::new(),
            },
            effects: None,
        }
    }
}
