//! Results for people and programs: a result in, text or bytes out. Nothing is printed or written here.
//!
//! A recommendation becomes rows ([`RecommendResult`]) at full precision for JSON and CSV, and a view,
//! rounded once and with names in place of ids, for the terminal.

mod basis;
mod csv;
mod cycle;
mod findings;
#[cfg(feature = "html")]
mod html;
mod json;
mod names;
mod number;
mod read;
#[cfg(test)]
mod read_tests;
mod record;
#[cfg(test)]
mod sample;
mod table;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod trust_tests;
mod view;
#[cfg(feature = "workbook")]
mod workbook;

pub use basis::BasisRecord;
pub use csv::{File, chains};
pub use findings::{findings, summary};
#[cfg(feature = "html")]
pub use html::page;
pub use json::{FORMAT_VERSION, JsonResult, json, schemas};
pub use read::{Read, ReadResult, Results, read};
pub use record::*;
pub use table::{Style, effects, models, practices, proposal, schemes, validation};
#[cfg(feature = "workbook")]
pub use workbook::{WorkbookParts, compare_workbook, results_workbook};

use crate::diagnostic::Diagnostics;
use crate::domain::{Alternatives, Comparison, Model, Recommendation, Sensitivity};

/// A result with all that its exporters need.
pub trait Report {
    /// The report that a person reads in a terminal.
    fn table(&self, style: Style) -> String;

    /// The result as JSON in its envelope.
    fn json(&self) -> String;

    /// The result folder: `result.json`, a CSV file per table, and `columns.csv` that explains them.
    fn folder(&self) -> Vec<File>;
}

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
    /// The result as rows, at full precision.
    #[must_use]
    pub fn rows(&self) -> RecommendResult {
        RecommendResult::new(self.model, self.recommendation)
    }
}

impl Report for RecommendReport<'_> {
    fn table(&self, style: Style) -> String {
        table::recommendation(
            &view::RecommendView::new(self.model, self.recommendation, self.manifest),
            style,
        )
    }

    fn json(&self) -> String {
        json(&self.rows(), self.manifest, self.findings)
    }

    fn folder(&self) -> Vec<File> {
        let rows = self.rows();
        let tables = csv::recommendation(&rows, self.manifest, self.findings);
        with_result(tables, &self.json())
    }
}

/// The same, of which a person reads only what each partner is asked for.
#[derive(Debug, Clone, Copy)]
pub struct AsksReport<'a>(pub RecommendReport<'a>);

impl Report for AsksReport<'_> {
    fn table(&self, style: Style) -> String {
        let currency = &self.0.model.settings().currency;
        table::asks(&self.0.rows(), currency, style)
    }

    fn json(&self) -> String {
        self.0.json()
    }

    fn folder(&self) -> Vec<File> {
        self.0.folder()
    }
}

/// How far a recommendation can be trusted, with all that its exporters need.
#[derive(Debug, Clone, Copy)]
pub struct SensitivityReport<'a> {
    /// The model it is for.
    pub model: &'a Model,
    /// What is recommended.
    pub recommendation: &'a Recommendation,
    /// How far that can be trusted.
    pub sensitivity: &'a Sensitivity,
    /// What made it.
    pub manifest: &'a Manifest,
    /// What was found in the input.
    pub findings: &'a Diagnostics,
}

impl SensitivityReport<'_> {
    fn rows(&self) -> SensitivityResult {
        SensitivityResult::new(self.model, self.recommendation, self.sensitivity)
    }
}

impl Report for SensitivityReport<'_> {
    fn table(&self, style: Style) -> String {
        table::sensitivity(
            &view::SensitivityView::new(
                self.model,
                self.recommendation,
                self.sensitivity,
                self.manifest,
            ),
            style,
        )
    }

    fn json(&self) -> String {
        json(&self.rows(), self.manifest, self.findings)
    }

    fn folder(&self) -> Vec<File> {
        let rows = self.rows();
        let tables = csv::sensitivity(&rows, self.manifest, self.findings);
        with_result(tables, &self.json())
    }
}

/// Plans that are nearly as good, with all that their exporters need.
#[derive(Debug, Clone, Copy)]
pub struct AlternativesReport<'a> {
    /// The model they are for.
    pub model: &'a Model,
    /// What is recommended.
    pub recommendation: &'a Recommendation,
    /// The alternatives to it.
    pub alternatives: &'a Alternatives,
    /// What made them.
    pub manifest: &'a Manifest,
    /// What was found in the input.
    pub findings: &'a Diagnostics,
}

impl AlternativesReport<'_> {
    fn rows(&self) -> AlternativesResult {
        AlternativesResult::new(self.model, self.recommendation, self.alternatives)
    }
}

impl Report for AlternativesReport<'_> {
    fn table(&self, style: Style) -> String {
        table::alternatives(
            &view::AlternativesView::new(
                self.model,
                self.recommendation,
                self.alternatives,
                self.manifest,
            ),
            style,
        )
    }

    fn json(&self) -> String {
        json(&self.rows(), self.manifest, self.findings)
    }

    fn folder(&self) -> Vec<File> {
        let rows = self.rows();
        let tables = csv::alternatives(&rows, self.manifest, self.findings);
        with_result(tables, &self.json())
    }
}

/// What becomes of proposals, with all that its exporters need.
#[derive(Debug, Clone, Copy)]
pub struct EvaluateReport<'a> {
    /// The model they are for.
    pub model: &'a Model,
    /// What becomes of them.
    pub result: &'a EvaluateResult,
    /// What made it.
    pub manifest: &'a Manifest,
    /// What was found in the input.
    pub findings: &'a Diagnostics,
}

impl Report for EvaluateReport<'_> {
    fn table(&self, style: Style) -> String {
        let currency = &self.model.settings().currency;
        table::evaluation(self.result, currency, &self.manifest.changes, style)
    }

    fn json(&self) -> String {
        json(&self.result.shortened(), self.manifest, self.findings)
    }

    fn folder(&self) -> Vec<File> {
        let tables = csv::evaluation(self.result, self.manifest, self.findings);
        with_result(tables, &self.json())
    }
}

/// Options side by side, with all that their exporters need.
#[derive(Debug, Clone, Copy)]
pub struct CompareReport<'a> {
    /// The models that are compared, that as it is first.
    pub models: &'a [ComparedModel<'a>],
    /// The options.
    pub comparison: &'a Comparison,
    /// Scenarios that could not be used, with why.
    pub unusable: &'a [(String, Diagnostics)],
    /// What made it.
    pub manifest: &'a Manifest,
    /// What was found in the model as it is.
    pub findings: &'a Diagnostics,
}

impl CompareReport<'_> {
    /// The result as rows, at full precision.
    #[must_use]
    pub fn rows(&self) -> CompareResult {
        CompareResult::new(self.models, self.comparison, self.unusable)
    }
}

impl Report for CompareReport<'_> {
    fn table(&self, style: Style) -> String {
        let settings = self.models.first().map(|row| row.model.settings());
        let heading = table::Heading {
            model: settings.map_or("", |settings| settings.name.as_str()),
            cycle: settings.map_or("", |settings| settings.cycle.as_str()),
            currency: settings.map_or("", |settings| settings.currency.as_str()),
            changes: &self.manifest.changes,
        };
        table::comparison(&self.rows(), heading, style)
    }

    fn json(&self) -> String {
        json(&self.rows(), self.manifest, self.findings)
    }

    fn folder(&self) -> Vec<File> {
        let rows = self.rows();
        let tables = csv::comparison(&rows, self.manifest, self.findings);
        with_result(tables, &self.json())
    }
}

/// Name of the file that holds the whole result.
const RESULT: &str = "result.json";

/// `tables` and the whole result as files.
fn with_result(mut tables: Vec<File>, json: &str) -> Vec<File> {
    tables.push((RESULT.to_owned(), json.as_bytes().to_vec()));
    tables
}

/// Names of the files of a sensitivity, whatever it says.
#[must_use]
pub fn sensitivity_files() -> Vec<String> {
    names_of(csv::sensitivity(
        &SensitivityResult::nothing(),
        &Manifest::new(),
        &Diagnostics::new(),
    ))
}

/// Names of the files of alternatives, whatever they are.
#[must_use]
pub fn alternatives_files() -> Vec<String> {
    names_of(csv::alternatives(
        &AlternativesResult::nothing(),
        &Manifest::new(),
        &Diagnostics::new(),
    ))
}

/// Names of the files of an evaluation, whatever it says.
#[must_use]
pub fn evaluation_files() -> Vec<String> {
    names_of(csv::evaluation(
        &EvaluateResult::default(),
        &Manifest::new(),
        &Diagnostics::new(),
    ))
}

/// Names of the files of a comparison, whatever it says.
#[must_use]
pub fn compare_files() -> Vec<String> {
    names_of(csv::comparison(
        &CompareResult::nothing(),
        &Manifest::new(),
        &Diagnostics::new(),
    ))
}

fn names_of(tables: Vec<File>) -> Vec<String> {
    let names = with_result(tables, "").into_iter();
    names.map(|(name, _)| name).collect()
}
