//! What is known of the practices that programs name: shipped evidence, and what it counts for.

use std::collections::BTreeSet;

use super::derive::{Derived, Inventory};
use super::{ShippedOutcome, ShippedPractice, listed};
use crate::diagnostic::{Diagnostic, Location, closest, codes};
use crate::domain::{Direction, Indicator, Label, Link, OutcomeId, Unit};

pub(super) fn derive(inventory: &Inventory<'_>, derived: &mut Derived) {
    let mut used: BTreeSet<&str> = BTreeSet::new();
    let mut measured: BTreeSet<&OutcomeId> = BTreeSet::new();
    for (program, doing) in inventory.programs.iter().zip(&inventory.doing) {
        let Some(shipped) = inventory.library.practice(&doing.practice) else {
            continue;
        };
        if doing.unknown || !used.insert(doing.practice.as_str()) {
            continue;
        }
        for row in counting(shipped, inventory) {
            derived.from(row.path(), program);
            derived.tables.evidence.push(row.clone());
            measured.extend(row.measured.outcome());
        }
    }
    for outcome in &inventory.library.outcomes {
        // Links that somebody wrote for an outcome say all that it counts for.
        if measured.contains(&outcome.study_outcome)
            && !is_linked(&outcome.study_outcome, inventory)
        {
            let indicators = counted_by(outcome, &inventory.given.indicators);
            derived
                .tables
                .links
                .extend(indicators.map(|indicator| Link {
                    study_outcome: outcome.study_outcome.clone(),
                    indicator: indicator.id.clone(),
                    from_grade: None,
                    to_grade: None,
                    extra_sd: outcome.extra_sd,
                    provenance: outcome.provenance.clone(),
                }));
        }
    }
    if !used.is_empty() {
        outcomes_not_known(inventory, derived);
    }
}

/// The studies of a practice that say something of an indicator here; all of them where none does, so that what was
/// studied is never taken for never evaluated.
fn counting<'a>(
    shipped: &'a ShippedPractice,
    inventory: &Inventory<'_>,
) -> Vec<&'a crate::domain::Evidence> {
    let counts = |id: &OutcomeId| {
        is_linked(id, inventory)
            || inventory
                .library
                .outcomes
                .iter()
                .filter(|outcome| outcome.study_outcome == *id)
                .any(|outcome| {
                    counted_by(outcome, &inventory.given.indicators)
                        .next()
                        .is_some()
                })
    };
    let all = || shipped.evidence.iter();
    let some: Vec<_> = all()
        .filter(|row| row.measured.outcome().is_none_or(counts))
        .collect();
    if some.is_empty() {
        all().collect()
    } else {
        some
    }
}

/// Whether somebody wrote for which indicators an outcome counts.
fn is_linked(id: &OutcomeId, inventory: &Inventory<'_>) -> bool {
    let mut links = inventory.given.links.iter();
    links.any(|link| link.study_outcome == *id)
}

/// The indicators whose outcome a study's outcome counts for. Studies are of what should rise, in standard
/// deviations of people: what should fall, and what is counted for a whole place, needs links of its own.
fn counted_by<'a>(
    outcome: &'a ShippedOutcome,
    indicators: &'a [Indicator],
) -> impl Iterator<Item = &'a Indicator> {
    indicators.iter().filter(|row| {
        row.direction == Direction::Increase
            && matches!(row.unit, Unit::Percent | Unit::Score)
            && Label::new(&row.outcome)
                .is_some_and(|name| outcome.outcomes.iter().any(|other| other.id() == name.id()))
    })
}

/// One warning for all indicators that no shipped study can count for.
fn outcomes_not_known(inventory: &Inventory<'_>, derived: &mut Derived) {
    let given = inventory.given;
    let linked = |row: &Indicator| {
        let links = given.links.iter().any(|link| link.indicator == row.id);
        let mut studies = given.evidence.iter();
        let studied = studies.any(|study| study.measured.indicator() == Some(&row.id));
        let mut outcomes = inventory.library.outcomes.iter();
        let known = outcomes.any(|outcome| {
            counted_by(outcome, std::slice::from_ref(row))
                .next()
                .is_some()
        });
        links || studied || known
    };
    let without: Vec<&Indicator> = given.indicators.iter().filter(|row| !linked(row)).collect();
    let Some(first) = without.first() else {
        return;
    };
    let mut words: Vec<&str> = inventory
        .library
        .outcomes
        .iter()
        .flat_map(|outcome| &outcome.outcomes)
        .map(Label::text)
        .collect();
    words.sort_unstable();
    words.dedup();
    let message = format!(
        "no shipped study counts for {}: an indicator's outcome must be one of the words that studies are known by, in percent or a score that should rise",
        listed(without.iter().map(|row| row.id.as_str()))
    );
    let hint = match closest(&first.outcome, words.iter().copied()) {
        Some(meant) => format!("did you mean `{meant}`? Or add rows to links"),
        None => format!("the words are {}; or add rows to links", words.join("; ")),
    };
    derived.findings.push(
        Diagnostic::warning(
            codes::OUTCOME_NOT_SHIPPED,
            Location::path(format!("{}.outcome", first.path())).column("outcome"),
            message,
        )
        .hint(hint),
    );
}
