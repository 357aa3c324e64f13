//! What a valid model still deserves to be told, before anything is solved.

use crate::diagnostic::{Diagnostic, Diagnostics, Location, codes};
use crate::domain::{Basis, Model, Provenance, Tables};
use crate::engine::{self, Form, Instance, Problem};
use crate::evidence;

/// Findings of the evidence and of the program to solve; errors where a rating cannot be read.
#[must_use]
pub fn run(model: &Model) -> Diagnostics {
    let mut found = match evidence::effects(model) {
        Ok(effects) => findings(&Instance::new(model, &effects)),
        Err(findings) => findings,
    };
    found.extend(not_published(model.tables()));
    found.sorted()
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

/// Findings of an instance and of its program.
pub(super) fn findings(instance: &Instance) -> Diagnostics {
    let mut findings = instance.findings.clone();
    findings.extend(engine::check(
        instance,
        &Problem::new(instance, Form::Reduced),
    ));
    findings.sorted()
}
