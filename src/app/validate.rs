//! What a valid model still deserves to be told, before anything is solved.

use crate::diagnostic::{Diagnostic, Diagnostics, Location, codes};
use crate::domain::{Basis, Coverage, Effects, Model, Provenance, Tables};
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
    let mut checked = match evidence::effects(model) {
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
    };
    checked.findings.extend(not_published(model.tables()));
    checked.findings = checked.findings.sorted();
    checked
}

/// What keeps the tables from being a model by themselves: after a scenario, a pool may hold less than it
/// gives today, which no model may on its own.
///
/// # Errors
/// All that would be wrong with them.
pub fn stands_alone(model: &Model) -> Result<(), Diagnostics> {
    Model::new(model.tables().clone()).map(|_| ())
}

/// How many rows of the tables with figures are not published, derived or local.
fn not_published(tables: &Tables) -> Diagnostics {
    let (mut rows, mut doubtful) = (0, 0);
    let mut parts = Vec::new();
    let mut table = |name: &str, provenances: &mut dyn Iterator<Item = &Provenance>| {
        let (mut all, mut mine) = (0, 0);
        for row in provenances {
            all += 1;
            if !matches!(
                row.basis,
                Some(Basis::Published | Basis::Derived | Basis::Local)
            ) {
                mine += 1;
            }
        }
        rows += all;
        doubtful += mine;
        if mine > 0 {
            parts.push(format!("{name} {mine} of {all}"));
        }
    };
    macro_rules! tables {
        ($($name:ident),+) => {
            $(table(stringify!($name), &mut tables.$name.iter().map(|row| &row.provenance));)+
        };
    }
    tables!(
        baselines,
        responses,
        activities,
        needs,
        evidence,
        serves,
        pools,
        allocations
    );
    let mut findings = Diagnostics::new();
    if doubtful > 0 {
        let message = format!(
            "{doubtful} of {rows} rows with figures are illustrative, defaults or without a basis: {}",
            parts.join(", ")
        );
        findings.push(
            Diagnostic::note(codes::FIGURES_NOT_PUBLISHED, Location::path("name"), message)
                .hint("results are no better than these: replace those that decide, and say in `basis` and `source` where they come from"),
        );
    }
    findings
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
