//! A model as a workbook.

use rust_xlsxwriter::{Color, Format, FormatAlign, Workbook, XlsxError};

use super::page::{
    Kind, LINE, MOST_ROWS, OPTIONAL_FILL, SETTINGS_WIDTHS, aligned, bytes, check_length, failed,
    for_print, header, height, in_words, put, refused, width, wrapped,
};
use super::{SETTINGS_COLUMNS, SETTINGS_SHEET};
use crate::diagnostic::Diagnostics;
use crate::domain::{Settings, Tables};
use crate::io::raw::{PRICE_LEVELS, Record, SETTINGS, for_each_table};
use crate::io::resolve::filled;

/// The resolved model as the bytes of a workbook (.xlsx): a sheet `model` of all settings, then one for each table
/// that has rows.
///
/// It holds what [`crate::io::model_files`] holds, and reads back as the same model: every setting is there, also
/// where it is a default; a column that no row fills is left out; numbers are kept bit for bit. The same model gives
/// the same bytes.
///
/// # Errors
/// A table has more rows, or a text more characters, than a workbook holds.
pub fn model_workbook(tables: &Tables) -> Result<Vec<u8>, Diagnostics> {
    let mut workbook = Workbook::new();
    settings(&mut workbook, &tables.settings)?;
    macro_rules! sheets {
        ($($field:ident: $row:ident,)+) => {
            $(if !tables.$field.is_empty() {
                table(&mut workbook, &tables.$field)?;
            })+
        };
    }
    for_each_table!(sheets);
    bytes(&mut workbook).map_err(|error| failed("workbook", &error))
}

/// The keys of the settings with their values and meanings; a level of the price index has a key of its own.
fn rows(settings: &Settings) -> Vec<(String, String, Kind, &'static str)> {
    let mut rows = Vec::new();
    for setting in SETTINGS {
        let value = setting.text(settings);
        if value.is_empty() {
            continue;
        }
        if setting.key == PRICE_LEVELS {
            for level in value.split(';') {
                let (year, level) = level.split_once('=').unwrap_or((level, ""));
                let key = format!("{PRICE_LEVELS}.{}", year.trim());
                rows.push((key, level.trim().to_owned(), Kind::Number, setting.doc));
            }
        } else {
            let kind = if setting.numeric {
                Kind::Number
            } else {
                Kind::Text
            };
            rows.push((setting.key.to_owned(), value, kind, setting.doc));
        }
    }
    rows
}

fn settings(workbook: &mut Workbook, settings: &Settings) -> Result<(), Diagnostics> {
    let rows = rows(settings);
    for (key, value, _, _) in &rows {
        check_length(value, key)?;
    }
    let mut write = || -> Result<(), XlsxError> {
        let sheet = workbook.add_worksheet();
        sheet.set_name(SETTINGS_SHEET)?;
        let head = header(OPTIONAL_FILL, Color::Black);
        for (column, name) in (0..).zip(SETTINGS_COLUMNS) {
            sheet.write_string_with_format(0, column, name, &head)?;
        }
        let plain = wrapped();
        let left = wrapped().set_align(FormatAlign::Left);
        for (row, (key, value, kind, doc)) in (1..).zip(&rows) {
            sheet.write_string_with_format(row, 0, key, &plain)?;
            put(sheet, (row, 1), value, *kind, &left)?;
            let doc = in_words(doc);
            sheet.write_string_with_format(row, 2, &doc, &plain)?;
            let texts = [
                (value.as_str(), SETTINGS_WIDTHS.0),
                (&doc, SETTINGS_WIDTHS.1),
            ];
            sheet.set_row_height(row, height(texts))?;
        }
        sheet.set_column_width(0, width(rows.iter().map(|(key, ..)| key.as_str())))?;
        sheet.set_column_width(1, SETTINGS_WIDTHS.0)?;
        sheet.set_column_width(2, SETTINGS_WIDTHS.1)?;
        sheet.set_freeze_panes(1, 1)?;
        for_print(sheet)
    };
    write().map_err(|error| failed(SETTINGS_SHEET, &error))
}

fn table<R: Record>(workbook: &mut Workbook, rows: &[R]) -> Result<(), Diagnostics> {
    let spec = R::SPEC;
    if rows.len() >= MOST_ROWS {
        let message = format!("the table has more rows than the {MOST_ROWS} of a sheet");
        return Err(refused(spec.name, message));
    }
    let (columns, rows) = filled(rows);
    for (line, row) in rows.iter().enumerate() {
        for (text, column) in row.iter().zip(spec.columns) {
            let place = || format!("{} row {}, {}", spec.name, line + 2, column.name);
            if text.len() > usize::from(u8::MAX) {
                check_length(text, place())?;
            }
        }
    }
    let mut write = || -> Result<(), XlsxError> {
        let sheet = workbook.add_worksheet();
        sheet.set_name(spec.name)?;
        let head = header(OPTIONAL_FILL, Color::Black);
        let plain = Format::new().set_align(FormatAlign::Top);
        let long = wrapped();
        let mut heights = vec![0.0_f64; rows.len()];
        for (at, position) in (0..).zip(&columns) {
            let column = &spec.columns[*position];
            let kind = Kind::of(column);
            let (plain, long) = (aligned(&plain, kind), aligned(&long, kind));
            sheet.write_string_with_format(0, at, column.name, &aligned(&head, kind))?;
            let texts = rows.iter().map(|row| row[*position].as_str());
            let wide = width(texts.chain([column.name]));
            sheet.set_column_width(at, wide)?;
            for (line, row) in (1..).zip(&rows) {
                let text = row[*position].as_str();
                let tall = height([(text, wide)]);
                let highest = &mut heights[line as usize - 1];
                *highest = highest.max(tall);
                let look = if tall > LINE { &long } else { &plain };
                put(sheet, (line, at), text, kind, look)?;
            }
        }
        for (line, tall) in (1..).zip(heights) {
            if tall > LINE {
                sheet.set_row_height(line, tall)?;
            }
        }
        sheet.set_freeze_panes(1, 0)?;
        for_print(sheet)
    };
    write().map_err(|error| failed(spec.name, &error))
}
