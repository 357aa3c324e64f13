//! Results as a workbook: a message and a table a sheet, charts, and asks that partners answer.

mod compare;
mod defaults;
mod plan;
mod sheet;
mod sheets;
#[cfg(test)]
mod tests;
mod trust;
mod write;

use super::record::{
    AlternativesResult, CompareResult, Manifest, RecommendResult, SensitivityResult, ValidateResult,
};
use crate::diagnostic::{Diagnostic, Diagnostics, Location, codes};
use sheet::Sheet;

/// What a workbook of results is made of.
#[derive(Debug, Clone, Copy)]
pub struct WorkbookParts<'a> {
    /// What is recommended.
    pub recommend: &'a RecommendResult,
    /// What made it.
    pub manifest: &'a Manifest,
    /// What was found in the input.
    pub findings: &'a Diagnostics,
    /// How far it can be trusted, where that was asked: sheets `frontier` and `tornado`.
    pub sensitivity: Option<&'a SensitivityResult>,
    /// Plans that are nearly as good, where they were asked for: sheet `alternatives`.
    pub alternatives: Option<&'a AlternativesResult>,
    /// What a check of the model says, where that was asked: sheet `effects`.
    pub validate: Option<&'a ValidateResult>,
}

impl<'a> WorkbookParts<'a> {
    /// A recommendation alone.
    #[must_use]
    pub fn of(
        recommend: &'a RecommendResult,
        manifest: &'a Manifest,
        findings: &'a Diagnostics,
    ) -> Self {
        WorkbookParts {
            recommend,
            manifest,
            findings,
            sensitivity: None,
            alternatives: None,
            validate: None,
        }
    }
}

/// The results as the bytes of a workbook (.xlsx).
///
/// Numbers are numbers at full precision, texts never become formulas, missing cells are empty. The last sheet,
/// `columns`, says what every column means and its unit. The same results give the same bytes: how long they took is
/// left out.
///
/// # Errors
/// There are more rows, or a text has more characters, than a workbook holds.
pub fn results_workbook(parts: &WorkbookParts) -> Result<Vec<u8>, Diagnostics> {
    bytes(&all(parts))
}

/// Options side by side as the bytes of a workbook (.xlsx), like [`results_workbook`].
///
/// # Errors
/// There are more rows, or a text has more characters, than a workbook holds.
pub fn compare_workbook(
    result: &CompareResult,
    manifest: &Manifest,
) -> Result<Vec<u8>, Diagnostics> {
    bytes(&compare::all(result, manifest))
}

fn bytes(sheets: &[Sheet]) -> Result<Vec<u8>, Diagnostics> {
    write::bytes(sheets).map_err(|error| {
        let mut findings = Diagnostics::new();
        findings.push(
            Diagnostic::error(
                codes::UNWRITABLE_FILE,
                Location::path("workbook"),
                format!("cannot be written: {error}"),
            )
            .hint("write a folder with --out instead"),
        );
        findings
    })
}

/// Every sheet, in order.
fn all(parts: &WorkbookParts) -> Vec<Sheet> {
    let result = parts.recommend;
    let mut sheets = vec![
        plan::plan(result),
        sheets::asks(result),
        sheets::moves(result),
        sheets::indicators(result),
        sheets::activities(result),
        sheets::pools(result),
        sheets::evidence(result),
    ];
    if let Some(effects) = parts.validate.and_then(|result| result.effects.as_ref()) {
        sheets.push(trust::effects(effects));
    }
    sheets.push(defaults::defaults(result, parts.manifest, parts.findings));
    if let Some(sensitivity) = parts.sensitivity {
        sheets.extend(sensitivity.frontier.as_deref().map(trust::frontier));
        let value = sensitivity.value.as_ref();
        let tornado = sensitivity.tornado.as_deref();
        // Best values are of plans in any amounts, and so is what they are held against.
        let steps = result.steps.as_ref().filter(|steps| steps.kept);
        let as_it_stands = steps.map(|steps| steps.value_before);
        sheets.extend(tornado.map(|rows| trust::tornado(rows, value, as_it_stands)));
    }
    sheets.extend(parts.alternatives.map(trust::alternatives));
    sheets.push(sheets::manifest(parts.manifest));
    sheets.push(sheets::columns(&sheets));
    sheets
}
