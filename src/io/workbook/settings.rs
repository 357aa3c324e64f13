//! The sheet of the settings: a key and its value a row.

use super::cells::BookSheet;
use super::read::{at, cell, header_text};
use super::{SETTINGS_COLUMNS, SETTINGS_SHEET};
use crate::diagnostic::{Diagnostic, Diagnostics, Location, codes};
use crate::io::cell::{Origin, SheetCell};
use crate::io::raw::{Given, RawSettings, find_setting};
use crate::io::scalar::quoted;
use crate::io::table::cell_name;

/// The settings of a sheet; what is wrong with its form is reported.
pub(super) fn read(file: &str, sheet: &BookSheet, findings: &mut Diagnostics) -> RawSettings {
    let mut settings = RawSettings {
        file: file.to_owned(),
        sheet: Some(SETTINGS_SHEET.to_owned()),
        ..RawSettings::default()
    };
    let place = Location::file(file, None).sheet(SETTINGS_SHEET);
    let header = sheet.rows.get(&1);
    let column_of = |wanted: &str| {
        let mut cells = header.into_iter().flatten();
        cells
            .find(|(_, value)| header_text(value).eq_ignore_ascii_case(wanted))
            .map(|(column, _)| *column)
    };
    let [key, value, meaning] = SETTINGS_COLUMNS;
    let (Some(key), Some(value)) = (column_of(key), column_of(value)) else {
        findings.push(
            Diagnostic::error(
                codes::HEADER_ROW,
                Location {
                    line: Some(1),
                    ..place
                },
                format!("row 1 of the sheet {SETTINGS_SHEET} does not name the columns `{key}` and `{value}`"),
            )
            .hint("a row a setting: its key in the first column, its value in the second, and those two words above them"),
        );
        return settings;
    };
    settings.whole = sheet.stopped.is_none() && sheet.merged.is_empty();
    let meaning = column_of(meaning);
    for (row, cells) in &sheet.rows {
        for (column, content) in cells {
            if [Some(key), Some(value), meaning].contains(&Some(*column)) {
                continue;
            }
            let message = format!(
                "{} stands in a column that is not known",
                quoted(&header_text(content))
            );
            findings.push(
                Diagnostic::error(
                    codes::UNKNOWN_COLUMN,
                    at(file, sheet, *row, *column),
                    message,
                )
                .hint(format!(
                    "the columns are {}; words for people go into the last",
                    SETTINGS_COLUMNS.join(", ")
                )),
            );
            break;
        }
        if *row == 1 {
            continue;
        }
        match (cells.get(&key), cells.get(&value)) {
            (Some(name), content) => {
                let name = header_text(name);
                let setting = find_setting(&name);
                let column = setting.map(|setting| (setting.numeric, setting.schema));
                let content = content.map(|content| cell(content, column, false));
                settings.add(
                    Given {
                        value: Ok(content.unwrap_or_else(crate::io::cell::Cell::blank)),
                        origin: Origin {
                            cell: Some(SheetCell {
                                sheet: sheet.name.clone(),
                                cell: Some(cell_name(value, *row)),
                            }),
                            ..Origin::line(file, Some(*row))
                        },
                        key: name,
                    },
                    findings,
                );
            }
            (None, Some(_)) => findings.push(
                Diagnostic::error(
                    codes::MISSING_VALUE,
                    at(file, sheet, *row, key),
                    "the value beside this cell has no key",
                )
                .hint("name the setting, or clear the value"),
            ),
            (None, None) => {}
        }
    }
    settings
}
