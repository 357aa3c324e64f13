//! Raw values to a model, and the model's findings back to file, line and column.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::cell::Cell;
use super::formula;
use super::overlay::Change;
use super::raw::{Record, RowReader, for_each_table};
use super::source::RawModel;
use super::table::RawTable;
use crate::diagnostic::{Diagnostic, Diagnostics, Location, codes};
use crate::domain::{
    Activity, Allocation, Baseline, Conversion, Evidence, Group, Indicator, Link, Model, Need,
    Partner, Place, Pool, PoolId, Practice, Range, Reading, Resource, ResponsePoint, Restriction,
    Rule, Serves, Tables, is_id,
};

/// The model of raw values, with what is wrong or worth knowing, each finding at its place in the files.
///
/// Cells that are wrong are reported and their rows left out; the checks of rows against each other are
/// told so, and stay silent where only a left out row would explain what they see.
pub(super) fn resolve(
    raw: &RawModel,
    changes: &[Change],
    findings: &mut Diagnostics,
) -> Option<Model> {
    let mut reading = Reading::default();
    for change in changes {
        let pool = change
            .path
            .strip_prefix("pools[")
            .and_then(|rest| rest.strip_suffix("].amount"));
        reading.changed_amounts.extend(pool.and_then(PoolId::new));
    }
    if raw.settings.cells.get("name").is_none_or(Cell::is_blank) {
        reading.incomplete.insert("model");
    }
    let tables = tables(raw, &mut reading, findings);
    let (model, checked) = match Model::checked(tables, &reading) {
        Ok((model, warnings)) => (Some(model), warnings),
        Err(errors) => (None, errors),
    };
    findings.extend(locate(raw, &checked));
    model.filter(|_| !findings.has_errors())
}

/// The rows of all tables that the model keeps; what is wrong with cells is reported, and their rows left out.
pub(super) fn tables(raw: &RawModel, reading: &mut Reading, findings: &mut Diagnostics) -> Tables {
    macro_rules! tables {
        ($($field:ident: $row:ident,)+) => {
            Tables {
                settings: raw.settings.decode(findings),
                $($field: rows::<$row>(raw, reading, findings),)+
            }
        };
    }
    for_each_table!(tables)
}

/// Findings at the places where their rows, tables or settings were read.
pub(super) fn locate(raw: &RawModel, findings: &Diagnostics) -> Diagnostics {
    let mut places = Places {
        raw,
        rows: BTreeMap::new(),
    };
    let mut located = Diagnostics::new();
    for finding in findings {
        located.push(places.locate(finding.clone()));
    }
    located
}

/// The rows of one table.
pub(super) fn rows<R: Record>(
    raw: &RawModel,
    reading: &mut Reading,
    findings: &mut Diagnostics,
) -> Vec<R> {
    let name = R::SPEC.name;
    let Some(table) = raw.tables.get(name) else {
        return Vec::new();
    };
    if table.rows_left_out {
        reading.unnamed_rows.insert(name);
        reading.incomplete.insert(name);
    }
    let mut rows = Vec::with_capacity(table.rows.len());
    for row in &table.rows {
        match R::decode(&mut RowReader::new(table, row, findings)) {
            Some(decoded) => rows.push(decoded),
            None => {
                reading.incomplete.insert(name);
                match table.key(row).as_slice() {
                    [id] if is_id(id) => {
                        reading
                            .unread_ids
                            .entry(name)
                            .or_default()
                            .insert(id.clone());
                    }
                    _ => {
                        reading.unnamed_rows.insert(name);
                    }
                }
            }
        }
    }
    rows
}

/// Finds the places of rows by their keys.
struct Places<'r> {
    raw: &'r RawModel,
    rows: BTreeMap<&'r str, BTreeMap<Vec<String>, Vec<usize>>>,
}

impl<'r> Places<'r> {
    /// The finding at the place where its row, table or setting was read.
    fn locate(&mut self, mut finding: Diagnostic) -> Diagnostic {
        let Some(path) = finding.location.path.clone() else {
            return finding;
        };
        let column = finding.location.column.clone();
        let (name, key) = match path.split_once('[') {
            Some((name, rest)) => (name, rest.rsplit_once(']').map(|(key, _)| key)),
            None => (path.as_str(), None),
        };
        let mut location = match (self.raw.tables.get_key_value(name), key) {
            (Some((name, table)), Some(key)) => {
                let key: Vec<String> = if table.spec.is_keyed_by_path() {
                    vec![key.to_owned()]
                } else {
                    key.split(',').map(str::to_owned).collect()
                };
                let index = self.rows.entry(name).or_insert_with(|| table.by_key());
                let rows = index.get(&key).map(Vec::as_slice).unwrap_or_default();
                let Some(first) = rows.first() else {
                    return finding;
                };
                let mut position = *first;
                if finding.code == codes::DUPLICATE_KEY && rows.len() > 1 {
                    // The later row is the one to change; the earlier one is named beside it.
                    position = rows[1];
                    let place = table.row_location(&table.rows[*first]);
                    finding.hint = Some(format!(
                        "remove one of them, or give it another key; the first is at {place}"
                    ));
                }
                place(table, position, column.as_deref())
            }
            (Some((_, table)), None) => Location {
                column,
                ..table.place()
            },
            (None, _) => self.raw.settings.location(&path),
        };
        location.path = Some(path);
        finding.location = location;
        finding
    }
}

fn place(table: &RawTable, row: usize, column: Option<&str>) -> Location {
    let row = &table.rows[row];
    match column.and_then(|column| table.spec.position(column)) {
        Some(position) => table.location(row, position),
        None => table.row_location(row),
    }
}

/// The resolved files of a model: `model.toml`, then one CSV file for each table that has rows.
///
/// Every setting is written, also where it is a default; a column that no row fills is left out. Numbers
/// are the shortest that read back as the same. Reading the files gives the same rows.
#[must_use]
pub fn model_files(tables: &Tables) -> Vec<(String, Vec<u8>)> {
    let mut files = vec![(
        super::source::SETTINGS_FILE.to_owned(),
        settings_file(tables).into_bytes(),
    )];
    macro_rules! files {
        ($($field:ident: $row:ident,)+) => {
            $(if !tables.$field.is_empty() {
                files.push((format!("{}.csv", <$row as Record>::SPEC.name), table_file(&tables.$field)));
            })+
        };
    }
    for_each_table!(files);
    files
}

/// The texts of all cells of rows, and the positions of the columns that are written: those that must be there,
/// and those that any row fills.
pub(super) fn filled<R: Record>(rows: &[R]) -> (Vec<usize>, Vec<Vec<String>>) {
    let rows: Vec<Vec<String>> = rows.iter().map(Record::encode).collect();
    let columns = (0..R::SPEC.columns.len())
        .filter(|position| {
            R::SPEC.columns[*position].required || rows.iter().any(|row| !row[*position].is_empty())
        })
        .collect();
    (columns, rows)
}

fn table_file<R: Record>(rows: &[R]) -> Vec<u8> {
    let (columns, rows) = filled(rows);
    let mut writer = csv::Writer::from_writer(Vec::new());
    let header: Vec<&str> = columns
        .iter()
        .map(|position| R::SPEC.columns[*position].name)
        .collect();
    // Writing to memory cannot fail, and every row has as many cells as the header.
    let _ = writer.write_record(&header);
    for row in &rows {
        let cells: Vec<Cow<'_, str>> = columns
            .iter()
            .map(|position| match R::SPEC.columns[*position].free {
                true => formula::defused(&row[*position]),
                false => Cow::Borrowed(row[*position].as_str()),
            })
            .collect();
        let _ = writer.write_record(cells.iter().map(|cell| cell.as_bytes()));
    }
    writer.into_inner().unwrap_or_default()
}

fn settings_file(tables: &Tables) -> String {
    let mut text = String::new();
    let mut open = "";
    for setting in super::raw::SETTINGS {
        let value = setting.text(&tables.settings);
        if value.is_empty() {
            continue;
        }
        if setting.key == super::raw::PRICE_LEVELS {
            text.push_str(&format!("\n[{}]\n", setting.key));
            open = setting.key;
            for line in value.split(';') {
                text.push_str(&format!("{line}\n"));
            }
            continue;
        }
        let (section, key) = setting.key.rsplit_once('.').unwrap_or(("", setting.key));
        if section != open {
            text.push_str(&format!("\n[{section}]\n"));
            open = section;
        }
        let value = if setting.numeric {
            value
        } else {
            toml::Value::String(value).to_string()
        };
        text.push_str(&format!("{key} = {value}\n"));
    }
    text
}

/// One text for the whole model, the same for any order of rows and columns and any spelling of numbers.
pub(super) fn canonical(tables: &Tables) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (name, content) in model_files(tables) {
        // Lengths keep the border between files from being written inside one.
        bytes.extend_from_slice(format!("{name} {}\n", content.len()).as_bytes());
        bytes.extend_from_slice(&content);
    }
    bytes
}
