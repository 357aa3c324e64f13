//! Results as JSON: one envelope for every command.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde::Serialize;

use super::record::{
    AlternativesResult, FindingRecord, Manifest, ModelsResult, PracticesResult, RecommendResult,
    SchemesResult, SensitivityResult, ValidateResult,
};
use crate::diagnostic::Diagnostics;

/// Version of the format of results; a minor version only adds.
pub const FORMAT_VERSION: &str = "1.0";

/// What every result is wrapped in.
#[derive(Debug, Serialize, JsonSchema)]
struct Envelope<'a, R> {
    /// Version of this format; a minor version only adds.
    format_version: &'static str,
    /// The command whose result it is.
    kind: &'static str,
    /// What made it: enough to make it again.
    manifest: &'a Manifest,
    /// The result.
    result: &'a R,
    /// What was found in the input.
    diagnostics: Vec<FindingRecord>,
}

/// A result that a command writes as JSON.
pub trait JsonResult: Serialize + JsonSchema {
    /// The command whose result it is.
    const KIND: &'static str;
}

impl JsonResult for RecommendResult {
    const KIND: &'static str = "recommend";
}

impl JsonResult for SensitivityResult {
    const KIND: &'static str = "sensitivity";
}

impl JsonResult for AlternativesResult {
    const KIND: &'static str = "alternatives";
}

impl JsonResult for ValidateResult {
    const KIND: &'static str = "validate";
}

impl JsonResult for SchemesResult {
    const KIND: &'static str = "schemes";
}

impl JsonResult for PracticesResult {
    const KIND: &'static str = "practices";
}

impl JsonResult for ModelsResult {
    const KIND: &'static str = "models";
}

/// `result` in its envelope, indented, with a line end.
#[must_use]
pub fn json<R: JsonResult>(result: &R, manifest: &Manifest, findings: &Diagnostics) -> String {
    let envelope = Envelope {
        format_version: FORMAT_VERSION,
        kind: R::KIND,
        manifest,
        result,
        diagnostics: FindingRecord::all(findings),
    };
    let mut text = serde_json::to_string_pretty(&envelope)
        .expect("every key of a result is a string, and writing into memory cannot fail");
    text.push('\n');
    text
}

fn schema_of<R: JsonResult>() -> (String, serde_json::Value) {
    // What is written, not what would be read: every key is always there.
    let schema: Schema = SchemaSettings::draft2020_12()
        .for_serialize()
        .into_generator()
        .into_root_schema_for::<Envelope<R>>();
    (format!("result-{}", R::KIND), schema.into())
}

/// The JSON Schema of every result, by name.
#[must_use]
pub fn schemas() -> Vec<(String, serde_json::Value)> {
    vec![
        schema_of::<RecommendResult>(),
        schema_of::<SensitivityResult>(),
        schema_of::<AlternativesResult>(),
        schema_of::<ValidateResult>(),
        schema_of::<ModelsResult>(),
        schema_of::<PracticesResult>(),
        schema_of::<SchemesResult>(),
    ]
}
