//! The filled cells of a workbook, as the file has them.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, ExcelDateTime, Reader as _, SheetType, SheetVisible, Xlsx, XlsxError};

use crate::diagnostic::{Diagnostic, Diagnostics, Location, codes};

/// What one cell holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    /// A text, as it is; also one without a character.
    Text(String),
    /// A number.
    Number(f64),
    /// A number that is shown as a percentage: 0.3 for what shows as 30 %.
    Percent(f64),
    /// True or false.
    Flag(bool),
    /// A date or time, written as ISO 8601 has it.
    Date(String),
    /// An error, such as `#REF!`.
    Failed(String),
    /// A formula without the value that it comes to.
    Uncomputed(String),
}

impl Value {
    fn is_blank(&self) -> bool {
        matches!(self, Value::Text(text) if text.trim().is_empty())
    }
}

/// Merged cells, each bound included: rows from 1, columns from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Merged {
    /// First and last row.
    pub rows: (u64, u64),
    /// First and last column.
    pub columns: (u32, u32),
}

impl Merged {
    /// Whether it has cells of a column.
    pub fn covers(&self, column: u32) -> bool {
        (self.columns.0..=self.columns.1).contains(&column)
    }
}

/// A sheet.
#[derive(Debug, Default)]
pub(super) struct BookSheet {
    /// Its name.
    pub name: String,
    /// Whether people do not see it.
    pub hidden: bool,
    /// Filled cells by row, from 1, and column, from 0.
    pub rows: BTreeMap<u64, BTreeMap<u32, Value>>,
    /// Merged cells.
    pub merged: Vec<Merged>,
    /// An error of a cell that stopped the reading of the sheet, and the cell before it.
    pub stopped: Option<(String, Option<(u32, u64)>)>,
}

/// First bytes of the container of encrypted workbooks and of those before 2007.
const OLD_CONTAINER: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// First bytes of a ZIP file.
const ZIP: &[u8] = b"PK\x03\x04";

/// Stream of an encrypted workbook, in UTF-16.
const ENCRYPTED: &[u8] = b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0";

/// What an OpenDocument file holds near its beginning.
const OPEN_DOCUMENT: &[u8] = b"application/vnd.oasis.opendocument";

/// The sheets of a workbook, or `None` where it cannot be read, which is reported.
pub(super) fn open(file: &str, bytes: &[u8], findings: &mut Diagnostics) -> Option<Vec<BookSheet>> {
    let mut refuse = |message: String, hint: &str| {
        let place = Location::file(file, None);
        findings.push(Diagnostic::error(codes::BAD_WORKBOOK, place, message).hint(hint));
        None
    };
    if let Some((message, hint)) = other_kind(bytes) {
        return refuse(message.to_owned(), hint);
    }
    const DAMAGED: &str = "open it in a spreadsheet and save it again as an Excel workbook (.xlsx), or take an earlier copy";
    // What was written by no spreadsheet may lead the reader of the format anywhere.
    match catch_unwind(AssertUnwindSafe(|| sheets(bytes))) {
        Ok(Ok(sheets)) => Some(sheets),
        Ok(Err(error)) => refuse(format!("the workbook is damaged: {error}"), DAMAGED),
        Err(_) => refuse("the workbook is damaged".to_owned(), DAMAGED),
    }
}

/// What a file is that is no workbook of the kind that is read, and what to do.
fn other_kind(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    const SAVE_AS: &str = "open it in a spreadsheet and save it as an Excel workbook (.xlsx)";
    let holds = |part: &[u8], within: usize| {
        let bytes = &bytes[..bytes.len().min(within)];
        bytes.windows(part.len()).any(|window| window == part)
    };
    if bytes.is_empty() {
        Some(("the file is empty", "take an earlier copy"))
    } else if bytes.starts_with(OLD_CONTAINER) && holds(ENCRYPTED, bytes.len()) {
        Some((
            "the workbook is encrypted",
            "save a copy without a password: in the spreadsheet, File, Info or Properties, remove the password",
        ))
    } else if bytes.starts_with(OLD_CONTAINER) {
        Some(("this is a workbook in the form before 2007 (.xls)", SAVE_AS))
    } else if holds(OPEN_DOCUMENT, 200) {
        Some(("this is an OpenDocument spreadsheet (.ods)", SAVE_AS))
    } else if bytes.starts_with(ZIP) {
        None
    } else {
        Some(("this is no workbook", SAVE_AS))
    }
}

fn sheets(bytes: &[u8]) -> Result<Vec<BookSheet>, XlsxError> {
    let mut workbook = Xlsx::new(Cursor::new(bytes))?;
    let listed = workbook.sheets_metadata().to_vec();
    let mut sheets = Vec::with_capacity(listed.len());
    for sheet in listed {
        if sheet.typ == SheetType::WorkSheet {
            let mut read = BookSheet {
                hidden: sheet.visible != SheetVisible::Visible,
                name: sheet.name,
                ..BookSheet::default()
            };
            fill(&mut workbook, &mut read)?;
            sheets.push(read);
        }
    }
    Ok(sheets)
}

fn fill(workbook: &mut Xlsx<Cursor<&[u8]>>, sheet: &mut BookSheet) -> Result<(), XlsxError> {
    let mut reader = workbook.worksheet_cells_reader(&sheet.name)?;
    let percent: Vec<bool> = reader
        .styles()
        .iter()
        .map(|style| {
            let format = style.number_format.as_ref();
            format.is_some_and(|format| is_percent(&format.format_code))
        })
        .collect();
    let mut last = None;
    loop {
        match reader.next_cell_with_style_id() {
            Ok(Some((cell, style))) => {
                let (row, column) = cell.get_position();
                let row = u64::from(row) + 1;
                last = Some((column, row));
                if let Some(value) = value(cell.get_value(), percent.get(style) == Some(&true)) {
                    sheet.rows.entry(row).or_default().insert(column, value);
                }
            }
            Ok(None) => break,
            // Kinds of errors that newer spreadsheets know.
            Err(XlsxError::CellError(text)) => {
                sheet.stopped = Some((text, last));
                break;
            }
            Err(error) => return Err(error),
        }
    }
    drop(reader);
    let mut reader = workbook.worksheet_cells_reader(&sheet.name)?;
    while let Some(formula) = reader.next_formula()? {
        let (row, column) = formula.get_position();
        let text = formula.get_value();
        if !text.is_empty() {
            let row = sheet.rows.entry(u64::from(row) + 1).or_default();
            row.entry(column)
                .or_insert_with(|| Value::Uncomputed(format!("={text}")));
        }
    }
    drop(reader);
    sheet.rows.retain(|_, cells| {
        cells.retain(|_, value| !value.is_blank());
        !cells.is_empty()
    });
    for region in workbook.merge_cells_by_sheet_name(&sheet.name)? {
        let row = |row: u32| u64::from(row) + 1;
        sheet.merged.push(Merged {
            rows: (row(region.start.0), row(region.end.0)),
            columns: (region.start.1, region.end.1),
        });
    }
    Ok(())
}

fn value(data: &DataRef<'_>, percent: bool) -> Option<Value> {
    Some(match data {
        DataRef::Empty => return None,
        DataRef::String(text) => Value::Text(text.clone()),
        DataRef::SharedString(text) => Value::Text((*text).to_owned()),
        DataRef::Int(number) => Value::Text(number.to_string()),
        DataRef::Float(number) if !number.is_finite() => Value::Text(number.to_string()),
        DataRef::Float(number) if percent => Value::Percent(*number),
        DataRef::Float(number) => Value::Number(*number),
        DataRef::Bool(flag) => Value::Flag(*flag),
        DataRef::DateTime(date) => Value::Date(iso(date)),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Value::Date(text.clone()),
        DataRef::Error(error) => Value::Failed(error.to_string()),
    })
}

/// A date, or a time where there is no day, or both.
fn iso(date: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, _, _) = date.to_ymd_hms_milli();
    let whole = date.as_f64();
    if !(0.0..1.0).contains(&whole) && whole.fract() == 0.0 {
        format!("{year:04}-{month:02}-{day:02}")
    } else if (0.0..1.0).contains(&whole) || date.is_duration() {
        format!("{hour:02}:{minute:02}")
    } else {
        format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}")
    }
}

/// Whether a number format shows a hundred times the number: it has a percent sign that is no literal text.
fn is_percent(format: &str) -> bool {
    let mut characters = format.chars();
    let mut quoted = false;
    while let Some(c) = characters.next() {
        match c {
            '"' => quoted = !quoted,
            '\\' | '_' | '*' if !quoted => {
                characters.next();
            }
            '%' if !quoted => return true,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percent_sign_counts_where_it_is_no_literal() {
        for (format, percent) in [
            ("0%", true),
            ("0.00%;[Red]-0.00%", true),
            ("0\"%\"", false),
            ("0\\%", false),
            ("General", false),
        ] {
            assert_eq!(is_percent(format), percent, "{format}");
        }
    }
}
