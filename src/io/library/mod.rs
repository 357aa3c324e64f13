//! Practices that come with the program: what is published in the shipped model of a real region, for any inventory.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::cell::Cell;
use super::resolve;
use super::scalar::Scalar as _;
use super::source::Source;
use crate::diagnostic::Diagnostics;
use crate::domain::{
    Basis, EffectUnit, Evidence, Finite, Indicator, Label, Library, Measured, NonNegative,
    OutcomeId, Practice, Provenance, PublishedCost, Reading, ShippedOutcome, ShippedPractice,
    Tables, Unit,
};

/// The shipped model that the practices are taken from.
const REGION: &str = "cincinnati";

/// What its studies measure: the indicators of the region that stand for it, and the outcomes of any model's
/// indicators that it counts for.
const OUTCOMES: &str = include_str!("outcomes.csv");

/// Words by which a program's name suggests a practice.
const NAMES: &str = include_str!("names.csv");

static LIBRARY: LazyLock<Library> = LazyLock::new(read);

/// The practices that are shipped for any inventory to name.
///
/// Of the region, what is published or derived from it: practices with their grades and studies, and what a
/// participant costs. Responses, starting costs, capacities and all else that is illustrative there is left behind.
#[must_use]
pub fn library() -> &'static Library {
    &LIBRARY
}

fn read() -> Library {
    let mut findings = Diagnostics::new();
    let raw = Source::open_shipped(REGION).and_then(|source| source.read(&mut findings));
    let tables = raw.map(|raw| resolve::tables(&raw, &mut Reading::default(), &mut findings));
    let (Some(tables), Some(outcomes)) = (tables, outcomes()) else {
        // The shipped files are read by a test.
        return Library::default();
    };
    let names: BTreeMap<String, Vec<String>> = rows(NAMES)
        .into_iter()
        .map(|row| (row[0].clone(), list(&row[1])))
        .collect();
    let practices = tables
        .practices
        .iter()
        .filter_map(|practice| {
            let evidence = evidence(practice, &tables, &outcomes);
            (!evidence.is_empty()).then(|| ShippedPractice {
                practice: plain(practice),
                evidence,
                cost: cost(practice, &tables),
                looks_like: names.get(practice.id.as_str()).cloned().unwrap_or_default(),
            })
        })
        .collect();
    let mut library = Library {
        practices,
        outcomes: outcomes.into_iter().map(|row| row.shipped).collect(),
    };
    library
        .practices
        .sort_by(|a, b| a.practice.id.cmp(&b.practice.id));
    library
        .outcomes
        .sort_by(|a, b| a.study_outcome.cmp(&b.study_outcome));
    library
}

/// The cells of a shipped table, without its header.
fn rows(table: &str) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let records = reader.records().flatten();
    records
        .map(|record| record.iter().map(str::to_owned).collect())
        .collect()
}

fn list(cell: &str) -> Vec<String> {
    let items = cell.split(';').filter(|item| !item.is_empty());
    items.map(str::to_owned).collect()
}

/// An outcome, and the region's indicators that stand for it.
struct Outcome {
    shipped: ShippedOutcome,
    indicators: Vec<String>,
}

fn outcomes() -> Option<Vec<Outcome>> {
    let outcome = |row: Vec<String>| {
        let [id, indicators, outcomes, extra, note] = row.as_slice() else {
            return None;
        };
        Some(Outcome {
            shipped: ShippedOutcome {
                study_outcome: OutcomeId::new(id)?,
                outcomes: list(outcomes)
                    .iter()
                    .filter_map(|text| Label::new(text))
                    .collect(),
                extra_sd: NonNegative::decode(&Cell::plain(extra)).ok()?,
                provenance: Provenance {
                    source: None,
                    note: Some(format!(
                        "filled in: the indicator's outcome is one that these studies count for; extra error, a judgement: {note}"
                    )),
                    basis: Some(Basis::Default),
                },
            },
            indicators: list(indicators),
        })
    };
    rows(OUTCOMES).into_iter().map(outcome).collect()
}

/// The practice without what is illustrative: every participant gains alike, and starting costs nothing.
fn plain(practice: &Practice) -> Practice {
    let provenance = Provenance {
        source: practice.provenance.source.clone(),
        note: Some("a shipped practice: its grades are published; filled in: every participant gains alike, and starting costs nothing".to_owned()),
        basis: Some(Basis::Derived),
    };
    Practice {
        shock_group: practice.shock_group.clone(),
        ..Practice::plain(
            practice.id.clone(),
            practice.name.clone(),
            practice.grades,
            provenance,
        )
    }
}

fn is_known(provenance: &Provenance) -> bool {
    matches!(provenance.basis, Some(Basis::Published | Basis::Derived))
}

/// The studies of a practice, each of an outcome of its own: one study speaks of an outcome once.
fn evidence(practice: &Practice, tables: &Tables, outcomes: &[Outcome]) -> Vec<Evidence> {
    let mut told = BTreeSet::new();
    tables
        .evidence
        .iter()
        .filter(|row| row.practice == practice.id && is_known(&row.provenance))
        .filter_map(|row| match &row.measured {
            Measured::Outcome(_) => Some(row.clone()),
            Measured::Indicator(id) => {
                let outcome = outcomes
                    .iter()
                    .find(|outcome| outcome.indicators.iter().any(|other| other == id.as_str()))?;
                let indicator = tables.indicators.iter().find(|other| other.id == *id)?;
                of_outcome(row, indicator, &outcome.shipped.study_outcome)
            }
        })
        .filter(|row| told.insert((row.study.clone(), row.measured.clone())))
        .collect()
}

/// The study as one of an outcome: points of a percentage become a share, points of a score standard deviations.
fn of_outcome(row: &Evidence, indicator: &Indicator, outcome: &OutcomeId) -> Option<Evidence> {
    let mut study = row.clone();
    study.measured = Measured::Outcome(outcome.clone());
    if row.effect_unit == EffectUnit::Points {
        let points = match indicator.unit {
            Unit::Percent => 100.0,
            Unit::Score => indicator.sd?.get(),
            Unit::Count | Unit::Dollars => return None,
        };
        let scaled = |value: Finite| Finite::new(value.get() / points);
        study.effect = scaled(row.effect)?;
        study.follow_up_effect = row.follow_up_effect.and_then(scaled);
        study.standard_error = row
            .standard_error
            .and_then(|error| NonNegative::new(error.get() / points));
        (study.effect_unit, study.baseline) = match indicator.unit {
            Unit::Percent => (EffectUnit::Share, row.baseline),
            _ => (EffectUnit::Sd, None),
        };
    }
    Some(study)
}

fn cost(practice: &Practice, tables: &Tables) -> Option<PublishedCost> {
    let needs = tables.needs.iter();
    let mut money = needs.filter(|need| {
        need.practice == practice.id
            && tables.is_money(&need.resource)
            && is_known(&need.provenance)
    });
    money.next().map(|need| PublishedCost {
        per_participant: need.per_participant,
        price_year: need.price_year,
        provenance: need.provenance.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_shipped_tables_is_about_something_that_is_there() {
        let library = library();
        assert!(library.practices.len() > 15, "{}", library.practices.len());
        let known: BTreeSet<&OutcomeId> = library
            .outcomes
            .iter()
            .map(|outcome| &outcome.study_outcome)
            .collect();
        for row in &library.practices {
            assert!(!row.looks_like.is_empty(), "{}", row.practice.id);
            for study in &row.evidence {
                assert!(
                    study
                        .measured
                        .outcome()
                        .is_some_and(|id| known.contains(id))
                );
                assert!(is_known(&study.provenance));
            }
        }
        for row in rows(NAMES) {
            let mut practices = library.practices.iter();
            assert!(
                practices.any(|other| other.practice.id.as_str() == row[0]),
                "{}",
                row[0]
            );
        }
        assert_eq!(library.outcomes.len(), rows(OUTCOMES).len());
        assert!(library.outcomes.iter().all(|row| !row.outcomes.is_empty()));
    }

    #[test]
    fn points_become_what_a_study_of_an_outcome_may_be_in() {
        let find = |practice: &str| {
            let rows = &library().practices;
            let row = rows.iter().find(|row| row.practice.id.as_str() == practice);
            row.unwrap().evidence[0].clone()
        };
        // 3 points more enrolled of 50 %.
        let counseling = find("summer-counseling");
        assert_eq!(counseling.effect_unit, EffectUnit::Share);
        assert!((counseling.effect.get() - 0.03).abs() < 1e-15);
        assert_eq!(counseling.baseline.unwrap().get(), 50.0);
        // 0.1 points of a test whose standard deviation is 5.2.
        let act = find("act-prep");
        assert_eq!(act.effect_unit, EffectUnit::Sd);
        assert!((act.effect.get() - 0.1 / 5.2).abs() < 1e-15);
        assert!((act.standard_error.unwrap().get() - 0.1 / 5.2).abs() < 1e-15);
    }
}
