//! From the rows of an inventory to the full tables.

use std::collections::BTreeMap;

use super::practices::Doing;
use super::{Library, Program, evidence, listed, money, practices, reached, words_of};
use crate::diagnostic::{Diagnostic, Diagnostics, Location, codes, suggestion};
use crate::domain::{Baseline, Basis, Group, PartnerId, Place, PlaceId, Reading, Tables};

/// The set of the one group that is everybody.
const EVERYBODY: &str = "all";

/// What an inventory comes to.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Derived {
    /// The derived rows; those whose key the given tables hold are not to be added to them.
    pub tables: Tables,
    /// Path of the inventory's row that a derived row comes from, by the path of the derived row.
    pub origins: BTreeMap<String, String>,
    /// What was filled in, what cannot be, and what to try.
    pub findings: Diagnostics,
}

impl Derived {
    /// Notes that a derived row comes from a row of the inventory.
    pub(super) fn from(&mut self, derived: String, program: &Program) {
        self.origins
            .entry(derived)
            .or_insert_with(|| program.path());
    }

    /// The place of a column of a row of the inventory.
    pub(super) fn at(program: &Program, column: &str) -> Location {
        Location::path(format!("{}.{column}", program.path())).column(column)
    }
}

/// The programs, each with the practice that it comes to.
pub(super) struct Inventory<'a> {
    /// The programs in the order of their paths, so that the order of rows has no meaning.
    pub programs: Vec<&'a Program>,
    /// What each does.
    pub doing: Vec<Doing>,
    /// The partner that each payer is, by the id of its name.
    pub partners: BTreeMap<&'a str, PartnerId>,
    /// The rows that somebody wrote.
    pub given: &'a Tables,
    /// What is shipped.
    pub library: &'a Library,
}

/// The full tables of an inventory beside the tables that somebody wrote.
///
/// * A partner for each name, unless `partners` is given; a pool for each partner, source of funds, restriction and
///   recurrence, of all its dollars, given today as the rows say.
/// * An activity for each practice and place, with the participants of all its programs, a need of dollars that is
///   the largest local cost per participant (the engine takes each place at its own cost, and nothing counts as
///   idle), and a capacity of the lesser of the people of its grades there and [`super::CAPACITY_FACTOR`] times those
///   served.
/// * The evidence of shipped practices that programs name, and links to the indicators whose `outcome` it counts for.
/// * Money whose restriction is not clear is locked; restricted money stays with what its pool pays today.
///
/// A row whose key somebody wrote is for the caller to leave out. `reading` says which given tables could not be read
/// whole: nothing is concluded from what is not in them.
#[must_use]
pub(crate) fn derive(
    programs: &[Program],
    given: &Tables,
    reading: &Reading,
    library: &Library,
) -> Derived {
    let mut derived = Derived {
        tables: Tables::new(given.settings.clone()),
        origins: BTreeMap::new(),
        findings: Diagnostics::new(),
    };
    let mut sorted: Vec<&Program> = programs.iter().collect();
    sorted.sort_by_cached_key(|program| program.path());
    duplicates(&sorted, &mut derived);
    let partners = money::partners(&sorted, given, reading, &mut derived);
    let doing = practices::resolve(&sorted, given, reading, library, &mut derived);
    let known = places(&sorted, given, reading, &mut derived);
    groups(given, &mut derived);
    let (programs, doing) = sorted
        .into_iter()
        .zip(doing)
        .filter(|(program, _)| known.contains(&&program.place))
        .filter_map(|(program, doing)| doing.map(|doing| (program, doing)))
        .unzip();
    let inventory = Inventory {
        programs,
        doing,
        partners,
        given,
        library,
    };
    practices::rows(&inventory, &mut derived);
    money::derive(&inventory, &mut derived);
    reached::activities(&inventory, &mut derived);
    evidence::derive(&inventory, &mut derived);
    if !derived.findings.has_errors() {
        summary(&inventory, &mut derived);
    }
    derived
}

fn duplicates(programs: &[&Program], derived: &mut Derived) {
    for pair in programs.windows(2) {
        let path = pair[0].path();
        if path == pair[1].path() {
            let message = format!("two rows have the same key, `{path}`");
            derived.findings.push(
                Diagnostic::error(codes::DUPLICATE_KEY, Location::path(path), message)
                    .hint("add them up, or tell their sources of funds apart"),
            );
        }
    }
}

/// The places that are known; without a table of them, those of the baselines are.
fn places<'a>(
    programs: &[&Program],
    given: &'a Tables,
    reading: &Reading,
    derived: &mut Derived,
) -> Vec<&'a PlaceId> {
    let mut known: Vec<&PlaceId> = if given.places.is_empty() {
        given.baselines.iter().map(|row| &row.place).collect()
    } else {
        given.places.iter().map(|row| &row.id).collect()
    };
    known.sort();
    known.dedup();
    if given.places.is_empty() {
        derived.tables.places.extend(known.iter().map(|id| Place {
            id: (*id).clone(),
            name: words_of(id.as_str()),
            fidelity: None,
            provenance: super::filled_in(Basis::Default, "filled in: the name is made of the id"),
        }));
    }
    let table = if given.places.is_empty() {
        "baselines"
    } else {
        "places"
    };
    for program in programs {
        if !known.contains(&&program.place) && !reading.incomplete.contains(table) {
            let message = format!("`{}` is not a place of the table {table}", program.place);
            let hint = suggestion(program.place.as_str(), known.iter().map(|id| id.as_str()));
            derived.findings.push(
                Diagnostic::error(codes::UNKNOWN_ID, Derived::at(program, "place"), message)
                    .maybe_hint(hint),
            );
        }
    }
    known
}

/// Without a table of groups: `all` is everybody, and every other group is reported only.
fn groups(given: &Tables, derived: &mut Derived) {
    if !given.groups.is_empty() {
        return;
    }
    let mut ids: Vec<_> = given.baselines.iter().map(|row| &row.group).collect();
    ids.sort();
    ids.dedup();
    derived.tables.groups.extend(ids.into_iter().map(|id| {
        let everybody = id.as_str() == EVERYBODY;
        let note = if everybody {
            "filled in: the group `all` is everybody"
        } else {
            "filled in: a group whose set nobody states is reported, and does not count"
        };
        Group {
            id: id.clone(),
            name: words_of(id.as_str()),
            set: id.to_string(),
            partition: everybody,
            provenance: super::filled_in(Basis::Default, note),
        }
    }));
}

/// Whether a baseline is of everybody.
pub(super) fn is_of_everybody(row: &Baseline, given: &Tables) -> bool {
    match given.groups.iter().find(|group| group.id == row.group) {
        Some(group) => group.set == EVERYBODY,
        None => row.group.as_str() == EVERYBODY,
    }
}

fn summary(inventory: &Inventory<'_>, derived: &mut Derived) {
    if inventory.programs.is_empty() {
        return;
    }
    let unknown = inventory.programs.iter().zip(&inventory.doing);
    let unknown: Vec<&str> = unknown
        .filter(|(_, doing)| doing.unknown)
        .map(|(program, _)| program.program.text())
        .collect();
    let never = if unknown.is_empty() {
        String::new()
    } else {
        format!(
            "; never evaluated, which is not shown to fail: {}",
            listed(unknown)
        )
    };
    let tables = &derived.tables;
    let message = format!(
        "from {} rows: {} practices, {} activities, {} pools of {} partners, with capacities, needs and locks filled in{never}",
        inventory.programs.len(),
        tables.practices.len(),
        tables.activities.len(),
        tables.pools.len(),
        tables.partners.len(),
    );
    derived.findings.push(
        Diagnostic::note(
            codes::FILLED_IN_FROM_INVENTORY,
            Location::path(Program::TABLE),
            message,
        )
        .hint("`trefoil validate MODEL --print-resolved` shows every figure with its reason; a row of your own in that table replaces it"),
    );
}
