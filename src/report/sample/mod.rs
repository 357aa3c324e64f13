//! A small model and a recommendation for it, made by hand, for the tests of this room.

macro_rules! id {
    ($kind:ident, $text:expr) => {
        $kind::new($text).expect("a well-formed id")
    };
}

mod alternatives;
mod model;
mod plan;
mod sensitivity;
mod trust;

pub(super) use alternatives::alternatives;
pub(super) use model::model;
pub(super) use plan::{impossible, recommendation};
pub(super) use sensitivity::sensitivity;
pub(super) use trust::trusted;

use crate::report::{ChangeRecord, Manifest, Program};

/// A manifest for [`model`] after one scenario.
pub(super) fn manifest() -> Manifest {
    let mut manifest = Manifest::new().of_model(&model());
    "9.9.9".clone_into(&mut manifest.tool.version);
    manifest.input_hash = Some("sha256:0".to_owned());
    manifest.scenarios = vec!["scenarios/more-coaches.toml".to_owned()];
    manifest.changes = vec![ChangeRecord {
        path: "pools[agency-coaches].amount".to_owned(),
        old: Some("6".to_owned()),
        new: Some("6.5".to_owned()),
        by: "scenarios/more-coaches.toml".to_owned(),
    }];
    manifest.solver = Some(Program::parse("HiGHS 1.2.3"));
    manifest.timing.wall_seconds = 0.25;
    manifest
}
