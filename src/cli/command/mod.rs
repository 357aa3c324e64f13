//! One command a file.

pub(super) mod generate;
pub(super) mod models;
pub(super) mod recommend;
pub(super) mod schema;
pub(super) mod validate;

use super::job::ModelJob;
use crate::io::Loaded;
use crate::report::{ChangeRecord, Manifest};

/// The manifest of a run of `job`, which read `loaded`.
fn manifest(job: &ModelJob, loaded: Option<&Loaded>) -> Manifest {
    let mut manifest = Manifest::new();
    manifest.scenarios = job
        .overlay
        .scenarios
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    manifest.sets.clone_from(&job.overlay.sets);
    let Some(loaded) = loaded else {
        return manifest;
    };
    manifest = manifest.of_model(&loaded.model);
    manifest.input_hash = Some(loaded.input_hash.clone());
    manifest.changes = loaded
        .changes
        .iter()
        .map(|change| ChangeRecord {
            path: change.path.clone(),
            old: change.old.clone(),
            new: change.new.clone(),
            by: change.by.clone(),
        })
        .collect();
    manifest
}
