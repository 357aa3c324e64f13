//! Overlays: what a person changes on a model without touching its files.
//!
//! Precedence: defaults, then the model, then the scenarios in the order given, each after what it
//! extends, then `--set`. A scenario that changes what another one changed is an error, unless it
//! extends that one or says `override = true`: two files that silently disagree are how a wrong plan is
//! made. Every change is kept, old and new.

mod apply;
mod path;
mod scenario;

pub(super) use scenario::KEYS;

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::cell::Cell;
use super::source::{RawModel, ScenarioFile, Source};
use crate::diagnostic::{Diagnostic, Diagnostics, Location, codes};
use apply::Layers;
use scenario::{Action, Edit, Scenario};

/// How `--set` is named in findings and changes.
pub(super) const SET_OPTION: &str = "--set";

/// One value or row that an overlay changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Logical path of the value or row, `table[key,key].column`, `table[key,key]`, or a key of the settings.
    pub path: String,
    /// What was there; `None` where that was blank, or the row was not there.
    pub old: Option<String>,
    /// What is there now; `None` where that is blank, or the row is gone.
    pub new: Option<String>,
    /// The scenario file that says so, or `--set`.
    pub by: String,
}

/// A scenario that was laid over a model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LaidScenario {
    /// The file as the user named it.
    pub file: String,
    /// What it asks, in the words of its author.
    pub description: Option<String>,
}

/// When an overlay's change is made: before the tables of an inventory are derived, or after, on the derived rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// What the derived rows follow from.
    Stated,
    /// The tables that have derived rows.
    Derived,
}

/// Applies scenarios and settings of the command line to a model's raw values, and derives what its inventory comes
/// to on the way.
pub(super) fn apply(
    raw: &mut RawModel,
    source: &Source,
    scenarios: &[PathBuf],
    sets: &[String],
    findings: &mut Diagnostics,
) -> (Vec<Change>, Vec<LaidScenario>) {
    let mut chain = Chain::default();
    for spec in scenarios {
        if let Some(file) = source.scenario(spec, findings) {
            chain.add(&file, &mut Vec::new(), findings);
        }
    }
    let sets = set_options(sets, findings);
    let mut layers = Layers::new(raw);
    for phase in [Phase::Stated, Phase::Derived] {
        for (position, link) in chain.links.iter().enumerate() {
            layers.scenario(position, &link.scenario, &link.ancestors, phase, findings);
        }
        layers.settings(&sets, phase, findings);
        if phase == Phase::Stated {
            layers.derive(findings);
        }
    }
    let laid = chain.links.iter().map(|link| LaidScenario {
        file: link.scenario.label.clone(),
        description: link.scenario.description.clone(),
    });
    (layers.changes(), laid.collect())
}

/// The changes of the `--set` options, `path=value`; an empty value is blank.
fn set_options(sets: &[String], findings: &mut Diagnostics) -> Vec<Edit> {
    let mut edits = Vec::new();
    for text in sets {
        match text.split_once('=') {
            Some((path, value)) => {
                let action = Action::Set(Cell::plain(value));
                edits.push(Edit {
                    path: path.trim().to_owned(),
                    line: None,
                    action,
                });
            }
            None => findings.push(
                Diagnostic::error(
                    codes::BAD_PATH,
                    Location::file(SET_OPTION, None),
                    format!("{} has no value", super::scalar::quoted(text)),
                )
                .hint("write `--set path=value`"),
            ),
        }
    }
    edits
}

/// Scenarios in the order in which they are applied, each once.
#[derive(Default)]
struct Chain {
    links: Vec<Link>,
}

struct Link {
    file: ScenarioFile,
    scenario: Scenario,
    /// Positions of the scenarios that it extends, directly or not.
    ancestors: BTreeSet<usize>,
}

impl Chain {
    /// Adds a scenario after what it extends; its position.
    fn add(
        &mut self,
        file: &ScenarioFile,
        open: &mut Vec<ScenarioFile>,
        findings: &mut Diagnostics,
    ) -> Option<usize> {
        if let Some(position) = self.links.iter().position(|link| link.file.same(file)) {
            return Some(position);
        }
        let bytes = file.bytes(findings)?;
        let scenario = Scenario::read(&file.label, &bytes, findings)?;
        open.push(file.clone());
        let mut ancestors = BTreeSet::new();
        for (name, line) in &scenario.extends {
            let location = || Location::file(file.label.clone(), Some(*line)).column("extends");
            let Some(parent) = file.neighbour(name) else {
                findings.push(
                    Diagnostic::error(
                        codes::NO_SUCH_SCENARIO,
                        location(),
                        format!(
                            "there is no scenario {} beside this file",
                            super::scalar::quoted(name)
                        ),
                    )
                    .hint("name a file of the same folder, with or without .toml"),
                );
                continue;
            };
            if let Some(start) = open.iter().position(|other| other.same(&parent)) {
                let names: Vec<&str> = open[start..]
                    .iter()
                    .map(|other| other.label.as_str())
                    .collect();
                findings.push(
                    Diagnostic::error(
                        codes::SCENARIO_CYCLE,
                        location(),
                        format!(
                            "the scenario extends itself: {} → {}",
                            names.join(" → "),
                            parent.label
                        ),
                    )
                    .hint("drop one `extends` of this circle"),
                );
                continue;
            }
            if let Some(position) = self.add(&parent, open, findings) {
                ancestors.insert(position);
                ancestors.extend(&self.links[position].ancestors);
            }
        }
        open.pop();
        self.links.push(Link {
            file: file.clone(),
            scenario,
            ancestors,
        });
        Some(self.links.len() - 1)
    }
}
