//! What a valid model still deserves to be told, before anything is solved.

use crate::diagnostic::Diagnostics;
use crate::domain::Model;
use crate::engine::{self, Form, Instance, Problem};
use crate::evidence;

/// Findings of the evidence and of the program to solve; errors where a rating cannot be read.
#[must_use]
pub fn run(model: &Model) -> Diagnostics {
    match evidence::effects(model) {
        Ok(effects) => findings(&Instance::new(model, &effects)),
        Err(findings) => findings,
    }
}

/// Findings of an instance and of its program.
pub(super) fn findings(instance: &Instance) -> Diagnostics {
    let mut findings = instance.findings.clone();
    findings.extend(engine::check(
        instance,
        &Problem::new(instance, Form::Reduced),
    ));
    findings.sorted()
}
