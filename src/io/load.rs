//! Loading a model: files, overlays, rows, checks.

use std::path::PathBuf;

use sha2::{Digest, Sha256};

use super::journal::hexadecimal;
use super::overlay::{self, Change, LaidScenario};
use super::resolve;
use super::scalar::shortened;
use super::source::{self, RawModel, Source};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::domain::Model;

/// What is laid over a model's files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LoadOptions {
    /// Scenarios, in the order in which they apply: paths of files, or names of the model's own.
    pub scenarios: Vec<PathBuf>,
    /// Changes of single values, `path=value`, after every scenario.
    pub sets: Vec<String>,
}

/// A valid model and where it comes from.
#[derive(Debug)]
pub struct Loaded {
    /// The model.
    pub model: Model,
    /// Warnings and notes, sorted; no errors.
    pub diagnostics: Diagnostics,
    /// What scenarios and options changed, in the order in which they did.
    pub changes: Vec<Change>,
    /// The scenarios that were laid over it, in the order in which they apply: what one extends comes before it.
    pub scenarios: Vec<LaidScenario>,
    /// SHA-256 of the resolved model in hexadecimal digits: the same for any order of rows and columns.
    pub input_hash: String,
    /// Short name of the model, that of its folder.
    pub name: String,
    raw: RawModel,
}

impl Loaded {
    /// Findings of a later check of the model, each at the file, line and column of its path.
    #[must_use]
    pub fn locate(&self, findings: &Diagnostics) -> Diagnostics {
        let mut findings = resolve::locate(&self.raw, findings);
        findings.iter_mut().for_each(legible);
        findings
    }
}

/// A model that is shipped inside the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShippedModel {
    /// The name to load it by.
    pub name: String,
    /// Its name for people.
    pub title: String,
    /// What it is about.
    pub description: String,
}

/// Reads a model and what is laid over it.
///
/// `spec` is the path of a folder or of a workbook, or the name of a shipped model; a folder of that name comes first.
///
/// # Errors
/// Everything that is wrong with the files, at once, with the warnings.
///
/// ```
/// use trefoil::io::{LoadOptions, load};
///
/// let options = LoadOptions { sets: vec!["pools[volunteers].amount=1600".to_owned()], ..LoadOptions::default() };
/// let loaded = load("minimal", &options).expect("the shipped model is valid");
/// assert_eq!(loaded.changes[0].old.as_deref(), Some("1000"));
/// assert_eq!(loaded.model.tables().pools.len(), 2);
/// ```
pub fn load(spec: &str, options: &LoadOptions) -> Result<Loaded, Diagnostics> {
    let mut findings = Diagnostics::new();
    let loaded = read(spec, options, &mut findings);
    for finding in findings.iter_mut() {
        legible(finding);
    }
    let findings = findings.sorted();
    match loaded {
        Some((model, (changes, scenarios), raw)) if !findings.has_errors() => {
            let digest = Sha256::digest(resolve::canonical(model.tables()));
            let input_hash = hexadecimal(&digest);
            Ok(Loaded {
                model,
                diagnostics: findings,
                changes,
                scenarios,
                input_hash,
                name: raw.name.clone(),
                raw,
            })
        }
        _ => Err(findings),
    }
}

/// Longest name of a column or path that a finding repeats, in characters: a key of the longest ids.
const LONGEST_NAME: usize = 400;

/// Longest message that a finding has, in characters: a few lines.
const LONGEST_MESSAGE: usize = 1000;

/// Cuts what was read from a file and repeated in a finding: a megabyte of a key, or what a terminal would obey.
pub(super) fn legible(finding: &mut Diagnostic) {
    let location = &mut finding.location;
    for name in [&mut location.column, &mut location.path]
        .into_iter()
        .flatten()
    {
        *name = shortened(name, LONGEST_NAME);
    }
    finding.message = shortened(&finding.message, LONGEST_MESSAGE);
}

/// What scenarios changed, and which they are.
type Overlaid = (Vec<Change>, Vec<LaidScenario>);

fn read(
    spec: &str,
    options: &LoadOptions,
    findings: &mut Diagnostics,
) -> Option<(Model, Overlaid, RawModel)> {
    let source = Source::open(spec, findings)?;
    let mut raw = source.read(findings)?;
    let (changes, scenarios) = overlay::apply(
        &mut raw,
        &source,
        &options.scenarios,
        &options.sets,
        findings,
    );
    let model = resolve::resolve(&raw, &changes, findings)?;
    Some((model, (changes, scenarios), raw))
}

/// The models that are shipped inside the program, by name.
#[must_use]
pub fn shipped_models() -> Vec<ShippedModel> {
    let mut models = Vec::new();
    for name in source::shipped_names() {
        let mut findings = Diagnostics::new();
        let raw = Source::open_shipped(name).and_then(|source| source.read(&mut findings));
        let settings = raw.map(|raw| raw.settings.decode(&mut findings));
        let (title, description) = settings
            .map(|s| (s.name, s.description.unwrap_or_default()))
            .unwrap_or_default();
        models.push(ShippedModel {
            name: name.to_owned(),
            title,
            description,
        });
    }
    models
}
