//! Sheets to raw tables.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use super::cells::{BookSheet, Merged, Value, open};
use super::{FOR_PEOPLE, REQUIRED_MARK, SETTINGS_SHEET, settings};
use crate::diagnostic::{Diagnostic, Diagnostics, Location, codes, suggestion};
use crate::io::cell::{Cell, Form};
use crate::io::raw::{self, ColumnSpec, LATER_TABLES, RawSettings, Spec};
use crate::io::scalar::{number_text, quoted};
use crate::io::source::RawModel;
use crate::io::table::{RawTable, Sheet, cell_name, unknown_column};
use crate::io::{inventory, missing};

/// Rows in which the names of the columns are looked for, where they are not in the first.
const HEADER_WITHIN: usize = 50;

/// Columns in which a date is as good as any other text.
const WORDS: [&str; 2] = ["source", "note"];

/// The raw values of a workbook, with everything that is wrong with its form.
pub(in crate::io) fn read(
    name: &str,
    file: &str,
    bytes: &[u8],
    findings: &mut Diagnostics,
) -> Option<RawModel> {
    let sheets = open(file, bytes, findings)?;
    let mut settings: Option<RawSettings> = None;
    let mut tables: BTreeMap<&'static str, RawTable> = BTreeMap::new();
    for sheet in &sheets {
        let place = Location::file(file, None).sheet(sheet.name.clone());
        let bears = sheet.name.trim().to_lowercase();
        let spec = raw::specs().into_iter().find(|spec| spec.name == bears);
        let again = spec.is_some_and(|spec| tables.contains_key(spec.name))
            || (bears == SETTINGS_SHEET && settings.is_some());
        if again {
            if let Some(other) = spec.and_then(|spec| tables.get_mut(spec.name)) {
                // Which of them is meant is not known, so that nothing is concluded from either.
                other.rows_left_out = true;
            }
            let message = format!("is the table {bears} again");
            findings.push(
                Diagnostic::error(codes::DUPLICATE_TABLE, place, message)
                    .hint("keep one of the sheets"),
            );
        } else if bears == SETTINGS_SHEET {
            hidden(sheet, place, findings);
            settings = Some(settings::read(file, sheet, findings));
        } else if let Some(spec) = spec {
            hidden(sheet, place, findings);
            tables.insert(spec.name, table(file, sheet, spec, findings));
        } else if FOR_PEOPLE.contains(&bears.as_str()) || sheet.rows.is_empty() {
            // Words for people, or a sheet that every new workbook has.
        } else if LATER_TABLES.contains(&bears.as_str()) {
            if sheet.rows.len() > 1 {
                let message = format!("the table {bears} is not served yet by this version");
                findings.push(
                    Diagnostic::error(codes::NOT_SERVED_YET, place, message)
                        .hint("remove the sheet, or its rows"),
                );
            }
        } else {
            findings.push(unknown_sheet(sheet, place));
        }
    }
    let settings = settings.unwrap_or_else(|| {
        findings.push(missing::missing_sheet(
            SETTINGS_SHEET,
            "the settings, a key and a value a row; at least `name`",
            file,
        ));
        RawSettings {
            file: file.to_owned(),
            sheet: Some(SETTINGS_SHEET.to_owned()),
            ..RawSettings::default()
        }
    });
    let required = inventory::needed(&mut tables, findings);
    for spec in raw::specs() {
        tables.entry(spec.name).or_insert_with(|| {
            let mut table = RawTable::empty(spec, file.to_owned());
            table.sheet = Some(spec.name.to_owned());
            if required.contains(&spec.name) {
                findings.push(missing::missing_sheet(spec.name, spec.doc, file));
                table.rows_left_out = true;
            }
            table
        });
    }
    Some(RawModel {
        name: name.to_owned(),
        settings,
        tables,
    })
}

/// Says that a sheet that people do not see is read.
fn hidden(sheet: &BookSheet, place: Location, findings: &mut Diagnostics) {
    if sheet.hidden && !sheet.rows.is_empty() {
        findings.push(Diagnostic::note(
            codes::HIDDEN_SHEET,
            place,
            "the sheet is hidden, and counts like any other",
        ));
    }
}

fn unknown_sheet(sheet: &BookSheet, place: Location) -> Diagnostic {
    let names: Vec<&str> = raw::specs().into_iter().map(|spec| spec.name).collect();
    if sheet.hidden {
        return Diagnostic::note(
            codes::HIDDEN_SHEET,
            place,
            "the sheet is hidden and bears no table's name: it is not read",
        );
    }
    Diagnostic::error(
        codes::UNKNOWN_TABLE,
        place,
        format!(
            "the sheet {} is not a table of a model",
            quoted(&sheet.name)
        ),
    )
    .hint(format!(
        "{}; words for people go into a sheet `README`",
        suggestion(sheet.name.trim(), names.into_iter().chain([SETTINGS_SHEET]))
            .unwrap_or_else(|| "give it the name of a table".to_owned())
    ))
}

/// The place of a cell.
pub(super) fn at(file: &str, sheet: &BookSheet, row: u64, column: u32) -> Location {
    Location::file(file, Some(row))
        .sheet(sheet.name.clone())
        .cell(cell_name(column, row))
}

/// The text of a cell as a header has it: without the words that say that the column must be filled.
pub(super) fn header_text(value: &Value) -> String {
    let text = cell(value, None, true).text;
    let name = text.strip_suffix(REQUIRED_MARK).unwrap_or(&text);
    name.trim().to_owned()
}

/// What a cell comes to, in a column or setting that is numeric and has a schema; `words` are columns in which any
/// text is good.
pub(super) fn cell(value: &Value, column: Option<(bool, fn() -> Json)>, words: bool) -> Cell {
    match value {
        Value::Text(text) => Cell::plain(text),
        Value::Number(number) => Cell::plain(&number_text(*number)),
        // 0.3 is shown as 30 %: a share takes the one, and whatever else takes the other refuses the sign.
        Value::Percent(number) => {
            let is_share = column.is_some_and(|(numeric, schema)| {
                numeric && schema()["maximum"].as_f64() == Some(1.0)
            });
            if is_share {
                Cell::plain(&number_text(*number))
            } else {
                let shown = (number * 1e10).round() / 1e8;
                Cell::plain(&format!("{}%", number_text(shown)))
            }
        }
        Value::Flag(flag) => Cell::plain(&flag.to_string()),
        Value::Date(text) if words => Cell::plain(text),
        Value::Date(text) => Cell::of_form(text, Form::Date),
        Value::Failed(text) => Cell::of_form(text, Form::Failed),
        Value::Uncomputed(text) => Cell::of_form(text, Form::Uncomputed),
    }
}

/// The table of a sheet.
fn table(
    file: &str,
    sheet: &BookSheet,
    spec: &'static Spec,
    findings: &mut Diagnostics,
) -> RawTable {
    let mut empty = RawTable::empty(spec, file.to_owned());
    empty.sheet = Some(sheet.name.clone());
    if sheet.rows.is_empty() {
        return empty;
    }
    if let Some(finding) = header_elsewhere(file, sheet, spec) {
        findings.push(finding);
        empty.rows_left_out = true;
        return empty;
    }
    let mut read = Sheet {
        file: file.to_owned(),
        sheet: Some(sheet.name.clone()),
        header_line: 1,
        ..Sheet::default()
    };
    for (column, value) in sheet.rows.get(&1).into_iter().flatten() {
        read.header.push(header_text(value));
        read.columns.push(*column);
    }
    if let Some((text, last)) = &sheet.stopped {
        read.rows_left_out = true;
        findings.push(unknown_error(file, sheet, text, *last));
    }
    let merged = merged(file, sheet, &read.columns, findings);
    read.rows_left_out |= !merged.is_empty();
    let declared: Vec<Option<&ColumnSpec>> = read
        .header
        .iter()
        .map(|name| spec.position(name).map(|position| &spec.columns[position]))
        .collect();
    let mut stray = BTreeSet::new();
    for (row, cells) in sheet.rows.range(2..) {
        let mut filled = Vec::with_capacity(cells.len());
        for (position, column) in read.columns.iter().enumerate() {
            let value = cells
                .get(column)
                .or_else(|| behind(sheet, &merged, *row, *column));
            if let Some(value) = value {
                filled.push((position, cell_of(value, declared[position])));
            }
        }
        for column in cells.keys().filter(|column| !read.columns.contains(column)) {
            if stray.insert(*column) {
                findings.push(unknown_column(spec, "", at(file, sheet, *row, *column)));
            }
        }
        if !filled.is_empty() {
            read.rows.push((*row, filled));
        }
    }
    RawTable::from_sheet(spec, read, findings)
}

fn cell_of(value: &Value, column: Option<&ColumnSpec>) -> Cell {
    let words = column.is_none_or(|column| WORDS.contains(&column.name));
    cell(
        value,
        column.map(|column| (column.numeric, column.schema)),
        words,
    )
}

/// The finding of a sheet whose columns are not named in its first row.
fn header_elsewhere(file: &str, sheet: &BookSheet, spec: &Spec) -> Option<Diagnostic> {
    let known = |cells: &BTreeMap<u32, Value>| {
        let names = cells.values().map(header_text);
        names.filter(|name| spec.position(name).is_some()).count()
    };
    let first = sheet.rows.get(&1);
    if first.is_some_and(|cells| known(cells) > 0) {
        return None;
    }
    let required = spec.columns.iter().filter(|column| column.required).count();
    let found = sheet
        .rows
        .iter()
        .take(HEADER_WITHIN)
        .find(|(_, cells)| known(cells) >= required.clamp(1, 2));
    let place = |row: u64| Location::file(file, Some(row)).sheet(sheet.name.clone());
    match (found, first) {
        (Some((row, _)), _) => Some(
            Diagnostic::error(
                codes::HEADER_ROW,
                place(*row),
                format!("the names of the columns are in row {row}, and must be in row 1"),
            )
            .hint("delete the rows above them; words for people go into a sheet `README`"),
        ),
        (None, None) => {
            let required = spec.columns.iter().filter(|column| column.required);
            let names: Vec<&str> = required.map(|column| column.name).collect();
            Some(
                Diagnostic::error(
                    codes::HEADER_ROW,
                    place(1),
                    "row 1 is blank, and must name the columns",
                )
                .hint(format!("write into its cells: {}", names.join(", "))),
            )
        }
        // Names that are not known are reported one by one.
        (None, Some(_)) => None,
    }
}

/// The finding of an error that the reader of the format does not know.
pub(super) fn unknown_error(
    file: &str,
    sheet: &BookSheet,
    text: &str,
    last: Option<(u32, u64)>,
) -> Diagnostic {
    let place = Location::file(file, None).sheet(sheet.name.clone());
    let (place, where_) = match last {
        Some((column, row)) => (
            Location {
                line: Some(row),
                ..place
            },
            format!("the cell after {}", cell_name(column, row)),
        ),
        None => (place, "the first cell".to_owned()),
    };
    Diagnostic::error(
        codes::CELL_ERROR,
        place,
        format!("{where_} holds the error {}", quoted(text)),
    )
    .hint("mend its formula, or type the value; leave it blank where it is not known")
}

/// The regions of merged cells within the columns of the table, each reported.
fn merged(
    file: &str,
    sheet: &BookSheet,
    columns: &[u32],
    findings: &mut Diagnostics,
) -> Vec<Merged> {
    let last_row = sheet.rows.keys().next_back().copied().unwrap_or_default();
    let mut within = Vec::new();
    for region in &sheet.merged {
        let covers = |column: &u32| (region.columns.0..=region.columns.1).contains(column);
        let single = region.rows.0 == region.rows.1 && region.columns.0 == region.columns.1;
        if single || region.rows.0 > last_row || !columns.iter().any(covers) {
            continue;
        }
        within.push(*region);
        let name = |column, row| cell_name(column, row);
        let message = format!(
            "the cells {}:{} are merged, so that it is not known which rows their value is of",
            name(region.columns.0, region.rows.0),
            name(region.columns.1, region.rows.1)
        );
        let place = at(file, sheet, region.rows.0, region.columns.0);
        findings.push(
            Diagnostic::error(codes::MERGED_CELLS, place, message)
                .hint("unmerge them, and fill each cell"),
        );
    }
    within
}

/// The value of the merged cells that a cell is one of: what people see there, so that nothing is missed twice.
fn behind<'s>(sheet: &'s BookSheet, merged: &[Merged], row: u64, column: u32) -> Option<&'s Value> {
    let region = merged.iter().find(|region| {
        (region.rows.0..=region.rows.1).contains(&row)
            && (region.columns.0..=region.columns.1).contains(&column)
    })?;
    sheet.rows.get(&region.rows.0)?.get(&region.columns.0)
}
