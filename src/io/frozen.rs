//! The rules of a round, written down before scores are seen, and held against those of a later run.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{disk, write};
use crate::diagnostic::{Diagnostic, Diagnostics, Location, codes};

/// Version of the format.
const VERSION: &str = "1.0";

/// The rules of a round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Frozen {
    /// Version of this format.
    format_version: String,
    /// What is frozen.
    kind: String,
    /// Each part of the rules, with its digest or its text.
    pub rules: BTreeMap<String, String>,
    /// Digest of all of them.
    pub digest: String,
}

impl Frozen {
    /// The rules as they are now.
    #[must_use]
    pub fn new(rules: BTreeMap<String, String>) -> Self {
        let parts: Vec<&str> = rules
            .iter()
            .flat_map(|(part, text)| [part.as_str(), text.as_str()])
            .collect();
        Frozen {
            format_version: VERSION.to_owned(),
            kind: "frozen-rules".to_owned(),
            digest: super::journal::digest(&parts),
            rules,
        }
    }

    /// Writes the rules to `path`, where they are not there yet; where they are, the parts that differ now.
    ///
    /// # Errors
    /// What is there is not such a file, somebody changed it by hand, or the disk refuses.
    pub fn write_or_compare(&self, path: &Path) -> Result<Vec<String>, Diagnostics> {
        if !disk::is_file(path) {
            // A structure of strings always has a form in JSON.
            let mut bytes = serde_json::to_vec_pretty(self).unwrap_or_default();
            bytes.push(b'\n');
            write::new_file(path, false, || Ok(bytes))?;
            return Ok(Vec::new());
        }
        let refuse = |message: String| {
            let mut findings = Diagnostics::new();
            let place = Location::file(path.display().to_string(), None);
            findings.push(
                Diagnostic::error(codes::FROZEN_RULES, place, message)
                    .hint("name the file that --freeze wrote, or a new one"),
            );
            findings
        };
        let bytes = disk::read(path).map_err(|error| refuse(format!("cannot be read: {error}")))?;
        let before: Frozen = serde_json::from_slice(&bytes)
            .map_err(|error| refuse(format!("does not hold frozen rules: {error}")))?;
        if before.digest != Frozen::new(before.rules.clone()).digest {
            return Err(refuse(
                "its rules do not have its digest: somebody changed the file".to_owned(),
            ));
        }
        let parts = before.rules.keys().chain(self.rules.keys());
        let mut changed: Vec<String> = parts
            .filter(|part| before.rules.get(*part) != self.rules.get(*part))
            .cloned()
            .collect();
        changed.sort();
        changed.dedup();
        Ok(changed)
    }
}
