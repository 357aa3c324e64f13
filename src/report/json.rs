//! Results as JSON: one envelope for every command.

use std::borrow::Cow;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::record::{
    AlternativesResult, CompareResult, EvaluateResult, FindingRecord, Manifest, ModelsResult,
    PracticesResult, ProposalRecord, RecommendResult, SchemesResult, SensitivityResult,
    ValidateResult,
};
use crate::diagnostic::Diagnostics;

/// Version of the format of results; a minor version only adds.
pub const FORMAT_VERSION: &str = "1.0";

/// What every result is wrapped in, borrowed where it is written and owned where it was read.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(bound(deserialize = "R: DeserializeOwned"))]
pub(super) struct Envelope<'a, R: Clone> {
    /// Version of this format; a minor version only adds.
    pub format_version: Cow<'a, str>,
    /// The command whose result it is.
    pub kind: Cow<'a, str>,
    /// What made it: enough to make it again.
    pub manifest: Cow<'a, Manifest>,
    /// The result.
    pub result: Cow<'a, R>,
    /// What was found in the input.
    pub diagnostics: Vec<FindingRecord>,
}

/// A result that a command writes as JSON.
pub trait JsonResult: Clone + Serialize + DeserializeOwned + JsonSchema {
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

impl JsonResult for CompareResult {
    const KIND: &'static str = "compare";
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
    written(&Envelope {
        format_version: Cow::Borrowed(FORMAT_VERSION),
        kind: Cow::Borrowed(R::KIND),
        manifest: Cow::Borrowed(manifest),
        result: Cow::Borrowed(result),
        diagnostics: FindingRecord::all(findings),
    })
}

/// An envelope as text.
pub(super) fn written<R: JsonResult>(envelope: &Envelope<R>) -> String {
    let mut text = serde_json::to_string_pretty(envelope)
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

/// The schema of a line of `proposals.jsonl`.
fn schema_of_proposal() -> (String, serde_json::Value) {
    let schema: Schema = SchemaSettings::draft2020_12()
        .for_serialize()
        .into_generator()
        .into_root_schema_for::<ProposalRecord>();
    ("result-proposal".to_owned(), schema.into())
}

/// The JSON Schema of every result, by name.
#[must_use]
pub fn schemas() -> Vec<(String, serde_json::Value)> {
    vec![
        schema_of::<RecommendResult>(),
        schema_of::<SensitivityResult>(),
        schema_of::<AlternativesResult>(),
        schema_of::<EvaluateResult>(),
        schema_of_proposal(),
        schema_of::<CompareResult>(),
        schema_of::<ValidateResult>(),
        schema_of::<ModelsResult>(),
        schema_of::<PracticesResult>(),
        schema_of::<SchemesResult>(),
    ]
}
