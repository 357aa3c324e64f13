//! Who pays: partners, the money resource, pools, today's allocations and their restrictions.

use std::collections::{BTreeMap, BTreeSet};

use super::derive::{Derived, Inventory};
use super::practices::Doing;
use super::{Program, Restricted, basis_of, figure, filled_in, listed};
use crate::diagnostic::{Diagnostic, Location, codes, suggestion};
use crate::domain::{
    Allocation, Basis, MAX_ID_LENGTH, NonNegative, Partner, PartnerId, PlaceId, Pool, PoolId,
    PracticeId, Reading, Resource, ResourceClass, ResourceId, Restriction, Tables, id_of,
};

/// The id of the money of a model that has no table of resources.
const MONEY: &str = "dollars";

/// What stands for a source of funds that nobody names.
const NO_SOURCE: &str = "funds";

/// What the money of one pool has in common.
type Source<'a> = (PartnerId, &'a str, Restricted, &'a str, bool);

pub(super) fn derive(inventory: &Inventory<'_>, derived: &mut Derived) {
    let Some(resource) = resource(inventory, derived) else {
        return;
    };
    let mut sources: BTreeMap<Source<'_>, Vec<(&Program, &Doing)>> = BTreeMap::new();
    for (program, doing) in inventory.programs.iter().copied().zip(&inventory.doing) {
        let Some(partner) = inventory.partners.get(program.partner.id()).cloned() else {
            continue;
        };
        let restricted = program.restriction_known();
        let words = program.restriction.as_deref().unwrap_or_default();
        if restricted == Restricted::No && !words.is_empty() {
            derived.findings.push(
                Diagnostic::error(
                    codes::MISPLACED_VALUE,
                    Derived::at(program, "restriction"),
                    "the money is said to be unrestricted, and has a restriction",
                )
                .hint("write yes in restricted, or move the words to note"),
            );
        }
        let source = program.source_of_funds.as_ref();
        let source = source.map_or(NO_SOURCE, |label| label.id());
        let recurring = program.recurring.unwrap_or(false);
        sources
            .entry((partner, source, restricted, words, recurring))
            .or_default()
            .push((program, doing));
    }
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for (source, programs) in sources {
        let id = pool_id(&source, &mut taken);
        if let Some(id) = PoolId::new(&id) {
            pool(&id, &source, &programs, &resource, derived);
        }
    }
    restrictions_said(inventory, derived);
}

/// The resource that dollars are of.
fn resource(inventory: &Inventory<'_>, derived: &mut Derived) -> Option<ResourceId> {
    let given = inventory.given;
    let money: Vec<&ResourceId> = given
        .resources
        .iter()
        .filter(|row| row.class == ResourceClass::Treasure)
        .map(|row| &row.id)
        .collect();
    if let [only] = money.as_slice() {
        return Some((*only).clone());
    }
    let id = ResourceId::new(MONEY)?;
    if money.contains(&&id) {
        return Some(id);
    }
    if !money.is_empty() || given.resources.iter().any(|row| row.id == id) {
        let message = "which resource the inventory's dollars are of cannot be told".to_owned();
        derived.findings.push(
            Diagnostic::error(
                codes::INVENTORY_CLASH,
                Location::path(Program::TABLE).column(MONEY),
                message,
            )
            .hint(format!(
                "call the one that they are of `{MONEY}`, of the class treasure, in resources"
            )),
        );
        return None;
    }
    derived.tables.resources.push(Resource {
        id: id.clone(),
        class: ResourceClass::Treasure,
        unit: given.settings.currency.clone(),
        name: "Money".to_owned(),
        step: None,
        switching: None,
        provenance: filled_in(
            Basis::Default,
            "filled in: an inventory is of money; hours and staff are not limits until pools of them are added",
        ),
    });
    Some(id)
}

/// The partners that pay, by the ids of their names; where there is a table of them, found by id or name.
pub(super) fn partners<'a>(
    programs: &[&'a Program],
    given: &Tables,
    reading: &Reading,
    derived: &mut Derived,
) -> BTreeMap<&'a str, PartnerId> {
    let mut found: BTreeMap<&str, PartnerId> = BTreeMap::new();
    let mut missing: BTreeSet<&str> = BTreeSet::new();
    for program in programs {
        let label = &program.partner;
        if found.contains_key(label.id()) || missing.contains(label.id()) {
            continue;
        }
        let partner = if given.partners.is_empty() {
            of_name(program, derived)
        } else {
            let rows = given.partners.iter().find(|row| {
                row.id.as_str() == label.id() || id_of(&row.name).as_deref() == Some(label.id())
            });
            rows.map(|row| row.id.clone())
        };
        match partner {
            Some(id) => {
                found.insert(label.id(), id);
            }
            None if reading.incomplete.contains(Partner::TABLE) => {}
            None => {
                missing.insert(label.id());
                let message = format!(
                    "'{}' is neither the id nor the name of a partner of the table partners",
                    label.text()
                );
                let names = given.partners.iter();
                let names = names.flat_map(|row| [row.id.as_str(), &row.name]);
                derived.findings.push(
                    Diagnostic::error(codes::UNKNOWN_ID, Derived::at(program, "partner"), message)
                        .maybe_hint(suggestion(label.text(), names)),
                );
            }
        }
    }
    found
}

/// A partner of that name.
fn of_name(program: &Program, derived: &mut Derived) -> Option<PartnerId> {
    let row = Partner {
        id: PartnerId::new(program.partner.id())?,
        name: program.partner.text().to_owned(),
        provenance: filled_in(basis_of([program]), "as the inventory names it"),
    };
    let id = row.id.clone();
    derived.from(row.path(), program);
    derived.tables.partners.push(row);
    Some(id)
}

/// An id that no other pool has.
fn pool_id(source: &Source<'_>, taken: &mut BTreeSet<String>) -> String {
    let (partner, source, restricted, _, recurring) = source;
    let kind = match restricted {
        Restricted::Yes => "-restricted",
        Restricted::No => "",
        Restricted::Unclear => "-unclear",
    };
    let once = if *recurring { "" } else { "-once" };
    let mut number = 1;
    loop {
        let count = if number == 1 {
            String::new()
        } else {
            format!("-{number}")
        };
        let ending = format!("{kind}{once}{count}");
        let stem: String = format!("{partner}-{source}")
            .chars()
            .take(MAX_ID_LENGTH - ending.len())
            .collect();
        let id = format!("{stem}{ending}");
        if taken.insert(id.clone()) {
            return id;
        }
        number += 1;
    }
}

fn pool(
    id: &PoolId,
    (partner, source, restricted, words, recurring): &Source<'_>,
    programs: &[(&Program, &Doing)],
    resource: &ResourceId,
    derived: &mut Derived,
) {
    let mut given: BTreeMap<(&PracticeId, &PlaceId), (f64, Vec<&Program>)> = BTreeMap::new();
    for (program, doing) in programs {
        let entry = given.entry((&doing.practice, &program.place)).or_default();
        entry.0 += program.dollars.get();
        entry.1.push(program);
    }
    // Added in the same order as the allocations are, so that the pool holds what it gives to the last digit.
    let amount: f64 = given.values().map(|(amount, _)| amount).sum();
    let names = || programs.iter().map(|(program, _)| program.program.text());
    let stated = programs
        .iter()
        .all(|(program, _)| program.recurring.is_some());
    let (Some(amount), Some((first, _))) = (NonNegative::new(amount), programs.first()) else {
        too_much(programs, derived);
        return;
    };
    let again = match (stated, recurring) {
        (true, _) => "",
        (false, _) => "; whether it comes again nobody says: filled in as not, the cautious side",
    };
    let row = Pool {
        id: id.clone(),
        partner: partner.clone(),
        resource: resource.clone(),
        amount,
        recurring: *recurring,
        max_moved: None,
        provenance: filled_in(
            basis_of(programs.iter().map(|(program, _)| *program)),
            format!(
                "sum of the inventory's dollars of this partner from {source}, for {}{again}",
                listed(names())
            ),
        ),
    };
    derived.from(row.path(), first);
    derived.tables.pools.push(row);
    for ((practice, place), (amount, programs)) in given {
        let Some(amount) = NonNegative::new(amount) else {
            continue;
        };
        let (basis, note) = allocation_note(*restricted, words, &programs);
        let row = Allocation {
            pool: id.clone(),
            practice: practice.clone(),
            place: place.clone(),
            amount,
            locked: *restricted == Restricted::Unclear,
            provenance: filled_in(basis, note),
        };
        derived.from(row.path(), programs[0]);
        derived.tables.allocations.push(row);
        if *restricted == Restricted::Yes {
            let row = Restriction {
                pool: id.clone(),
                practice: Some(practice.clone()),
                place: Some(place.clone()),
                provenance: filled_in(
                    Basis::Default,
                    format!(
                        "filled in: no program reads the words of a restriction ({}), so that the money stays with what its pool pays today",
                        if words.is_empty() {
                            "none are given"
                        } else {
                            words
                        }
                    ),
                ),
            };
            derived.from(row.path(), programs[0]);
            derived.tables.restrictions.push(row);
        }
    }
}

fn allocation_note(restricted: Restricted, words: &str, programs: &[&Program]) -> (Basis, String) {
    let names = listed(programs.iter().map(|program| program.program.text()));
    let basis = basis_of(programs.iter().copied());
    match restricted {
        Restricted::No => (basis, format!("dollars of {names}")),
        Restricted::Yes => (basis, format!("dollars of {names}, restricted: {words}")),
        Restricted::Unclear => (
            // What is doubtful is the lock, which somebody should look into.
            Basis::Default,
            format!(
                "dollars of {names}; filled in: locked, since whether they are restricted is not clear"
            ),
        ),
    }
}

fn too_much(programs: &[(&Program, &Doing)], derived: &mut Derived) {
    for (program, _) in programs {
        derived.findings.push(Diagnostic::error(
            codes::NUMBER_TOO_LARGE,
            Derived::at(program, "dollars"),
            "the dollars of this source add up to more than any amount that is accepted",
        ));
    }
}

/// What became of money that is restricted, or may be.
fn restrictions_said(inventory: &Inventory<'_>, derived: &mut Derived) {
    let of = |restricted: Restricted| {
        let rows = inventory.programs.iter().copied();
        rows.filter(move |program| program.restriction_known() == restricted)
    };
    let sum = |restricted| -> String {
        figure(of(restricted).map(|program| program.dollars.get()).sum())
    };
    let currency = &inventory.given.settings.currency;
    if let Some(first) = of(Restricted::Unclear).next() {
        let message = format!(
            "whether the money is restricted is not clear for {}: {} {currency} are locked to what they pay today",
            listed(of(Restricted::Unclear).map(|program| program.program.text())),
            sum(Restricted::Unclear),
        );
        derived.findings.push(
            Diagnostic::warning(
                codes::RESTRICTION_UNCLEAR,
                Derived::at(first, "restricted"),
                message,
            )
            .hint("ask the partner, and write yes or no"),
        );
    }
    if let Some(first) = of(Restricted::Yes).next() {
        let message = format!(
            "no program reads the words of a restriction: {} {currency} may only move among what their pools pay today ({})",
            sum(Restricted::Yes),
            listed(of(Restricted::Yes).map(|program| program.program.text())),
        );
        derived.findings.push(
            Diagnostic::note(
                codes::RESTRICTION_NOT_READ,
                Derived::at(first, "restriction"),
                message,
            )
            .hint("rows of `restrictions` for the pool say what else it may be given to"),
        );
    }
}
