//! What a valid model still deserves to be told, before anything is solved.

use crate::diagnostic::Diagnostics;
use crate::domain::{Coverage, Effects, Model};
use crate::engine::{self, Form, Instance, Problem};
use crate::evidence;

/// What was found in a model.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// Findings of the evidence and of the program to solve; errors where a rating cannot be read.
    pub findings: Diagnostics,
    /// Its effects and how many indicators they can move; `None` where the evidence cannot be read.
    pub evidence: Option<(Effects, Coverage)>,
}

/// Checks a model as far as can be done without solving it.
#[must_use]
pub fn check(model: &Model) -> Checked {
    match evidence::effects(model) {
        Ok(effects) => {
            let instance = Instance::new(model, &effects);
            Checked {
                findings: findings(model, &instance),
                evidence: Some((effects, Coverage::new(model, &instance.tracked))),
            }
        }
        Err(findings) => Checked {
            findings,
            evidence: None,
        },
    }
}

/// The findings of [`check`].
#[must_use]
pub fn run(model: &Model) -> Diagnostics {
    check(model).findings
}

/// Findings of the evidence, of an instance and of its program.
pub(super) fn findings(model: &Model, instance: &Instance) -> Diagnostics {
    let mut findings = evidence::warnings(model);
    findings.extend(instance.findings.clone());
    findings.extend(engine::check(
        instance,
        &Problem::new(instance, Form::Reduced),
    ));
    findings.sorted()
}
