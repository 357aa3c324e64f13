//! The rows that an inventory comes to, put beside those that somebody wrote.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::cell::{Cell, Origin};
use super::library::library;
use super::raw::{BESIDE_INVENTORY, REQUIRED_TABLES, Record, for_each_table};
use super::resolve;
use super::source::RawModel;
use super::table::{RawRow, RawTable};
use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::domain::{
    Activity, Allocation, Baseline, Conversion, Evidence, Group, Indicator, Link, Need, Partner,
    Place, Pool, Practice, Program, Range, Reading, Resource, ResponsePoint, Restriction, Rule,
    Serves, derive,
};

/// Tables of which an inventory makes rows.
pub(super) const DERIVED_TABLES: [&str; 12] = [
    "places",
    "groups",
    "partners",
    "resources",
    "practices",
    "activities",
    "needs",
    "evidence",
    "links",
    "pools",
    "restrictions",
    "allocations",
];

/// The tables without which there is no model, by what is there of it.
///
/// An inventory that was begun, without one of the tables that would stand in its place, is what somebody means to
/// fill in: that it has no row is reported, and not that those tables are missing.
pub(super) fn needed(
    tables: &mut BTreeMap<&'static str, RawTable>,
    findings: &mut Diagnostics,
) -> &'static [&'static str] {
    if is_given(tables) {
        return BESIDE_INVENTORY;
    }
    let stands_in = |name: &&str| !BESIDE_INVENTORY.contains(name) && tables.contains_key(name);
    if REQUIRED_TABLES.iter().any(stands_in) {
        return REQUIRED_TABLES;
    }
    let Some(begun) = tables.get_mut(Program::TABLE) else {
        return REQUIRED_TABLES;
    };
    let message = "the inventory has no rows, and no other table says what runs today";
    findings.push(
        Diagnostic::error(codes::EMPTY_TABLE, begun.place(), message)
            .hint("a program a row: what it is, who pays, where, how much, for how many people"),
    );
    begun.rows_left_out = true;
    BESIDE_INVENTORY
}

/// Whether a model has an inventory, or something that should have been one.
pub(super) fn is_given(tables: &BTreeMap<&'static str, RawTable>) -> bool {
    let table = tables.get(Program::TABLE);
    table.is_some_and(|table| !table.rows.is_empty() || table.rows_left_out)
}

/// Adds the rows that the inventory comes to; a row whose key is there already wins. A derived row stands where the
/// row of the inventory does that it comes from.
pub(super) fn add_derived(raw: &mut RawModel, findings: &mut Diagnostics) {
    if !is_given(&raw.tables) {
        return;
    }
    let mut reading = Reading::default();
    let programs = resolve::rows::<Program>(raw, &mut reading, findings);
    let whole = reading.incomplete.is_empty();
    // What is wrong with the other tables is said when all of them are read.
    let mut read = Reading::default();
    let given = resolve::tables(raw, &mut read, &mut Diagnostics::new());
    let derived = derive(&programs, &given, &read, library());
    findings.extend(resolve::locate(raw, &derived.findings));
    let sound = whole && !derived.findings.has_errors();

    let origins = origins(raw);
    let nowhere = raw
        .tables
        .get(Program::TABLE)
        .map_or_else(|| Origin::line("", None), |table| table.origin(None));
    let nowhere = Arc::new(nowhere);
    macro_rules! add {
        ($($field:ident: $row:ident,)+) => {$(
            let rows = derived.tables.$field.iter().map(|row| {
                let program = derived.origins.get(&row.path());
                let origin = program.and_then(|program| origins.get(program));
                (row.encode(), Arc::clone(origin.unwrap_or(&nowhere)))
            });
            add(raw, <$row as Record>::SPEC.name, rows.collect());
        )+};
    }
    for_each_table!(add);
    if !sound {
        // What is missing from these tables is what the findings are about.
        for name in DERIVED_TABLES {
            if let Some(table) = raw.tables.get_mut(name) {
                table.rows_left_out = true;
            }
        }
    }
}

/// Where each row of the inventory was read, by its path.
fn origins(raw: &RawModel) -> BTreeMap<String, Arc<Origin>> {
    let table = raw.tables.get(Program::TABLE);
    let rows = table.into_iter().flat_map(|table| {
        table.rows.iter().map(move |row| {
            let origin = row
                .origin
                .clone()
                .unwrap_or_else(|| Arc::new(table.origin((row.line > 0).then_some(row.line))));
            (table.row_path(row), origin)
        })
    });
    rows.collect()
}

fn add(raw: &mut RawModel, name: &str, rows: Vec<(Vec<String>, Arc<Origin>)>) {
    let Some(table) = raw.tables.get_mut(name) else {
        return;
    };
    let given = table.by_key();
    for (texts, origin) in rows {
        let row = RawRow {
            line: 0,
            cells: texts.iter().map(|text| Cell::plain(text)).collect(),
            origin: Some(origin),
        };
        if !given.contains_key(&table.key(&row)) {
            table.rows.push(row);
        }
    }
}
