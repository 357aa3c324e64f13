//! What runs, for how many, at what cost: activities and needs.

use std::collections::BTreeMap;

use super::derive::{Derived, Inventory, is_of_everybody};
use super::practices::grades;
use super::{CAPACITY_FACTOR, Program, PublishedCost, basis_of, figure, filled_in, listed};
use crate::diagnostic::{Diagnostic, codes};
use crate::domain::{
    Activity, Band, Baseline, Basis, Need, NonNegative, PlaceId, PracticeId, Tables,
};

/// What all programs of one practice at one place come to.
#[derive(Default)]
struct Here<'a> {
    dollars: f64,
    participants: f64,
    programs: Vec<&'a Program>,
}

pub(super) fn activities(inventory: &Inventory<'_>, derived: &mut Derived) {
    let mut practices: BTreeMap<&PracticeId, BTreeMap<&PlaceId, Here<'_>>> = BTreeMap::new();
    for (program, doing) in inventory.programs.iter().copied().zip(&inventory.doing) {
        let here = practices
            .entry(&doing.practice)
            .or_default()
            .entry(&program.place)
            .or_default();
        here.dollars += program.dollars.get();
        here.participants += program.participants.get();
        here.programs.push(program);
    }
    for (practice, places) in practices {
        let band = grades(practice, inventory.given, derived);
        for (place, here) in &places {
            activity(practice, place, here, band, inventory.given, derived);
        }
        need(practice, &places, inventory, derived);
    }
}

fn activity(
    practice: &PracticeId,
    place: &PlaceId,
    here: &Here<'_>,
    band: Option<Band>,
    given: &Tables,
    derived: &mut Derived,
) {
    let eligible = band.and_then(|band| eligible(band, place, given));
    let served = here.participants;
    let most = CAPACITY_FACTOR * served;
    let (capacity, why) = match eligible {
        Some(people) if people < served => (
            served,
            format!(
                "those served, who are more than the {} people of its grades there",
                figure(people)
            ),
        ),
        Some(people) if people < most => (
            people,
            format!("the people of its grades there, fewer than {CAPACITY_FACTOR} x those served"),
        ),
        Some(people) => (
            most,
            format!(
                "{CAPACITY_FACTOR} x those served, fewer than the {} people of its grades there",
                figure(people)
            ),
        ),
        None => (
            most,
            format!("{CAPACITY_FACTOR} x those served; nobody is measured there"),
        ),
    };
    let names = listed(here.programs.iter().map(|program| program.program.text()));
    let (Some(capacity), Some(today)) = (NonNegative::new(capacity), NonNegative::new(served))
    else {
        derived.findings.push(Diagnostic::error(
            codes::NUMBER_TOO_LARGE,
            Derived::at(here.programs[0], "participants"),
            "the participants add up to more than any number that is accepted",
        ));
        return;
    };
    let row = Activity {
        practice: practice.clone(),
        place: place.clone(),
        capacity: Some(capacity),
        min_scale: None,
        participants_today: Some(today),
        protected: here.programs.iter().any(|program| program.protected),
        provenance: filled_in(
            Basis::Default,
            format!("participants today: those of {names}, local; capacity filled in: {why}"),
        ),
    };
    derived.from(row.path(), here.programs[0]);
    derived.tables.activities.push(row);
}

/// The people of a band's grades at a place: its grades x the most people that one of the indicators measures there
/// which its participants can meet.
fn eligible(band: Band, place: &PlaceId, given: &Tables) -> Option<f64> {
    let met = |row: &Baseline| {
        let indicator = given
            .indicators
            .iter()
            .find(|other| other.id == row.indicator);
        indicator.is_some_and(|row| row.grade.is_none_or(|grade| grade >= band.low))
    };
    let here = || given.baselines.iter().filter(|row| row.place == *place);
    let people = |row: &Baseline| row.population.get();
    let everybody = here().filter(|row| is_of_everybody(row, given));
    let largest = everybody
        .filter(|row| met(row))
        .map(people)
        .reduce(f64::max);
    let largest = largest.or_else(|| here().map(people).reduce(f64::max));
    largest.map(|people| f64::from(band.grades()) * people)
}

/// What a participant costs: the most of all places, so that no dollar of today counts as idle; the engine takes each
/// place at its own cost, since what stated participants take is never more than what is allocated.
fn need(
    practice: &PracticeId,
    places: &BTreeMap<&PlaceId, Here<'_>>,
    inventory: &Inventory<'_>,
    derived: &mut Derived,
) {
    let cost = |here: &Here<'_>| here.dollars / here.participants;
    let Some((place, most)) = places
        .iter()
        .max_by(|a, b| cost(a.1).total_cmp(&cost(b.1)).then(b.0.cmp(a.0)))
    else {
        return;
    };
    let rows = inventory
        .given
        .resources
        .iter()
        .chain(&derived.tables.resources);
    let pools = derived.tables.pools.first().map(|pool| &pool.resource);
    let Some(resource) = rows
        .map(|row| &row.id)
        .find(|id| Some(*id) == pools)
        .cloned()
    else {
        return;
    };
    let Some(per_participant) = NonNegative::new(cost(most)) else {
        derived.findings.push(Diagnostic::error(
            codes::NUMBER_TOO_LARGE,
            Derived::at(most.programs[0], "dollars"),
            "the dollars per participant are more than any amount that is accepted",
        ));
        return;
    };
    let dollars: f64 = places.values().map(|here| here.dollars).sum();
    let people: f64 = places.values().map(|here| here.participants).sum();
    let overall = if places.len() == 1 {
        String::new()
    } else {
        format!(
            ", the most of its places, each of which is taken at its own; over all {} it is {}",
            places.len(),
            figure(dollars / people)
        )
    };
    let shipped = inventory.library.practice(practice);
    let published = match shipped.and_then(|shipped| shipped.cost.as_ref()) {
        Some(cost) => format!("; published: {}", published(cost)),
        None => String::new(),
    };
    let programs = places
        .values()
        .flat_map(|here| here.programs.iter().copied());
    let basis = match basis_of(programs) {
        Basis::Published | Basis::Derived | Basis::Local => Basis::Derived,
        doubtful => doubtful,
    };
    let row = Need {
        practice: practice.clone(),
        resource,
        per_participant,
        fixed: None,
        price_year: inventory.given.settings.prices.year,
        provenance: filled_in(
            basis,
            format!(
                "local cost: {} for {} participants at {place}{overall}; one more is taken to cost as much{published}",
                figure(most.dollars),
                figure(most.participants)
            ),
        ),
    };
    derived.from(row.path(), most.programs[0]);
    derived.tables.needs.push(row);
}

fn published(cost: &PublishedCost) -> String {
    let year = cost
        .price_year
        .map_or_else(String::new, |year| format!(" at prices of {year}"));
    let source = cost.provenance.source.as_deref();
    let source = source.map_or_else(String::new, |source| format!(" ({source})"));
    format!("{}{year}{source}", figure(cost.per_participant.get()))
}
