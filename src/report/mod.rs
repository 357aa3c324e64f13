//! Results for people and programs: a result in, text or bytes out. Nothing is printed or written here.
//!
//! A recommendation becomes rows ([`RecommendResult`]) at full precision for JSON and CSV, and a view,
//! rounded once and with names in place of ids, for the terminal.

mod basis;
mod csv;
mod cycle;
mod findings;
mod json;
mod names;
mod number;
mod record;
#[cfg(test)]
mod sample;
mod table;
#[cfg(test)]
mod tests;
mod view;

pub use basis::BasisRecord;
pub use csv::{File, chains};
pub use findings::{findings, summary};
pub use json::{FORMAT_VERSION, JsonResult, json, schemas};
pub use record::*;
pub use table::{Style, effects, models, schemes, validation};

use crate::diagnostic::Diagnostics;
use crate::domain::{Model, Recommendation};

/// A recommendation with all that its exporters need.
#[derive(Debug, Clone, Copy)]
pub struct RecommendReport<'a> {
    /// The model it is for.
    pub model: &'a Model,
    /// What is recommended.
    pub recommendation: &'a Recommendation,
    /// What made it.
    pub manifest: &'a Manifest,
    /// What was found in the input.
    pub findings: &'a Diagnostics,
}

impl RecommendReport<'_> {
    /// The report that a person reads in a terminal.
    #[must_use]
    pub fn table(&self, style: Style) -> String {
        table::recommendation(
            &view::RecommendView::new(self.model, self.recommendation, self.manifest),
            style,
        )
    }

    /// The result as JSON in its envelope.
    #[must_use]
    pub fn json(&self) -> String {
        json(&self.rows(), self.manifest, self.findings)
    }

    /// The result folder: `result.json`, a CSV file per table, and `columns.csv` that explains them.
    #[must_use]
    pub fn folder(&self) -> Vec<File> {
        let rows = self.rows();
        let mut files = csv::recommendation(&rows, self.manifest, self.findings);
        files.push((
            "result.json".to_owned(),
            json(&rows, self.manifest, self.findings).into_bytes(),
        ));
        files
    }

    fn rows(&self) -> RecommendResult {
        RecommendResult::new(self.model, self.recommendation)
    }
}
