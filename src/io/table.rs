//! A table as raw cells, each with its place, and its rows by key; and the reading of one from CSV.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::cell::{Cell, Origin, SheetCell};
use super::example::{self, Verdict};
use super::form::{self, NotText, QuoteFault};
use super::formula;
use super::raw::Spec;
use super::scalar::{number, quoted};
use crate::diagnostic::{Diagnostic, Diagnostics, Location, codes, suggestion};
use crate::domain::id_of;

/// What some programs write before UTF-8 text.
pub(super) const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// The header and rows of a table as a source gives them, before any column is known.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    /// The file as the user named it.
    pub file: String,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// Line of the header.
    pub header_line: u64,
    /// Names of the columns.
    pub header: Vec<String>,
    /// Column of each name in the sheet of a workbook, from 0.
    pub columns: Vec<u32>,
    /// Line of each row, and its filled cells with the position of their column in the header.
    pub rows: Vec<(u64, Vec<(usize, Cell)>)>,
    /// Whether rows were left out because they are wrong in themselves.
    pub rows_left_out: bool,
}

/// One row of a known table.
#[derive(Debug, Clone)]
pub(super) struct RawRow {
    /// Line of its file or row of its sheet; 0 for a row of an overlay.
    pub line: u64,
    /// One cell for each column of the table's declaration.
    pub cells: Vec<Cell>,
    /// Where a row of an overlay was read.
    pub origin: Option<Arc<Origin>>,
}

/// A known table: its rows, each with one cell for each declared column.
#[derive(Debug)]
pub(super) struct RawTable {
    /// Its declaration.
    pub spec: &'static Spec,
    /// The file as the user named it.
    pub file: String,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// Its rows.
    pub rows: Vec<RawRow>,
    /// Whether rows of the file are missing here, because they are wrong in themselves.
    pub rows_left_out: bool,
    lacking: Vec<usize>,
    /// Column of the sheet for each declared one.
    columns: Vec<Option<u32>>,
}

/// The name of a cell of a sheet, such as `D7`: of a column from 0 and a row from 1.
pub(super) fn cell_name(column: u32, row: u64) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(
            b'A' + u8::try_from(rest % 26).unwrap_or_default(),
        ));
        rest /= 26;
    }
    format!("{}{row}", letters.iter().rev().collect::<String>())
}

/// The text of a file, without a byte order mark; reported where it is not UTF-8 or holds a zero byte.
pub(super) fn text<'a>(file: &str, bytes: &'a [u8], findings: &mut Diagnostics) -> Option<&'a str> {
    let mark = if bytes.starts_with(BYTE_ORDER_MARK) {
        BYTE_ORDER_MARK.len()
    } else {
        0
    };
    let bytes = &bytes[mark..];
    let NotText { offset, what, hint } = match form::text(bytes) {
        Ok(text) => return Some(text),
        Err(fault) => fault,
    };
    let line = 1 + line_ends(bytes, 0, offset);
    findings.push(
        Diagnostic::error(
            codes::NOT_UTF8,
            Location::file(file, Some(line)),
            format!("byte {} of the file is {what}", mark + offset),
        )
        .hint(hint),
    );
    None
}

impl Sheet {
    /// The table of a CSV file. Rows that are wrong in themselves are reported and left out.
    pub fn read(file: &str, bytes: &[u8], findings: &mut Diagnostics) -> Option<Self> {
        let content = text(file, bytes, findings)?;
        let mut sheet = Sheet {
            file: file.to_owned(),
            header_line: 1,
            ..Sheet::default()
        };
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(content.as_bytes());
        let mut lines = LineCounter::new(content.as_bytes());
        let mut record = csv::StringRecord::new();
        let mut first = true;
        loop {
            let start = reader.position().byte();
            match reader.read_record(&mut record) {
                Ok(true) => {}
                Ok(false) => break,
                // The text is UTF-8 and lengths may differ, so that nothing else can be wrong.
                Err(error) => {
                    let line = error.position().map(csv::Position::line);
                    let message = format!("the file cannot be read as CSV: {error}");
                    findings.push(Diagnostic::error(
                        codes::BAD_CSV,
                        Location::file(file, line),
                        message,
                    ));
                    return None;
                }
            }
            let (line, quotes) = lines.record(start, reader.position().byte());
            if let Some(fault) = quotes {
                findings.push(fault.at(Location::file(file, Some(line))));
                // Without a header, or where one cell swallows the rest, nothing else can be judged.
                if first || fault == QuoteFault::Unclosed {
                    return None;
                }
                sheet.rows_left_out = true;
                continue;
            }
            let cells: Vec<String> = record.iter().map(|cell| cell.trim().to_owned()).collect();
            if first {
                let place = Location::file(file, Some(line));
                if let Some(finding) = form::wrong_separator(&cells, &place) {
                    findings.push(finding);
                    return None;
                }
                sheet.header_line = line;
                sheet.header = cells;
                first = false;
            } else if cells.iter().all(String::is_empty) {
                // Spreadsheets write rows of separators below the last filled one.
            } else {
                sheet.add(line, cells, findings);
            }
        }
        Some(sheet)
    }

    /// The place of the header, or of one of its names.
    fn header_place(&self, at: Option<usize>) -> Location {
        let column = at.and_then(|at| self.columns.get(at));
        Location {
            sheet: self.sheet.clone(),
            cell: column.map(|column| cell_name(*column, self.header_line)),
            ..Location::file(self.file.clone(), Some(self.header_line))
        }
    }

    /// The declared column of each name of the header; unknown and doubled ones are reported.
    fn positions(&self, spec: &Spec, findings: &mut Diagnostics) -> Vec<Option<usize>> {
        let mut positions = Vec::with_capacity(self.header.len());
        for (at, name) in self.header.iter().enumerate() {
            let position = spec.position(name);
            let place = self.header_place(Some(at));
            if position.is_none() {
                // A column of separators alone, as spreadsheets leave them, holds nothing to lose.
                let filled = || {
                    let mut rows = self.rows.iter();
                    rows.any(|(_, cells)| cells.iter().any(|(column, _)| *column == at))
                };
                if !name.is_empty() || filled() {
                    findings.push(unknown_column(spec, name, place));
                }
                positions.push(None);
            } else if positions.contains(&position) {
                let finding = Diagnostic::error(
                    codes::DUPLICATE_COLUMN,
                    place.column(name),
                    format!("the column `{name}` stands twice"),
                );
                findings.push(finding.hint("keep one of them"));
                positions.push(None);
            } else {
                positions.push(position);
            }
        }
        positions
    }

    fn add(&mut self, line: u64, mut cells: Vec<String>, findings: &mut Diagnostics) {
        let width = self.header.len();
        while cells.len() > width && cells.last().is_some_and(String::is_empty) {
            cells.pop();
        }
        if cells.len() == width {
            let filled = cells
                .iter()
                .enumerate()
                .filter(|(_, cell)| !cell.is_empty());
            let filled = filled.map(|(at, cell)| (at, Cell::plain(cell))).collect();
            self.rows.push((line, filled));
        } else {
            self.rows_left_out = true;
            findings.push(
                Diagnostic::error(
                    codes::ROW_LENGTH,
                    Location::file(self.file.clone(), Some(line)),
                    format!("the row has {} cells and the header {width}", cells.len()),
                )
                .hint(
                    "a blank cell still needs its comma; text with a comma needs quotation marks",
                ),
            );
        }
    }
}

/// Counts lines up to each record, in one pass: the reader's own count stops before blank lines.
struct LineCounter<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u64,
}

impl<'a> LineCounter<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        LineCounter {
            bytes,
            at: 0,
            line: 1,
        }
    }

    /// Line on which the record of a byte range begins, and what is wrong with its quotation marks.
    fn record(&mut self, start: u64, end: u64) -> (u64, Option<QuoteFault>) {
        let clip = |offset: u64| {
            usize::try_from(offset)
                .unwrap_or(usize::MAX)
                .min(self.bytes.len())
        };
        let (start, end) = (clip(start), clip(end));
        let blank = self.bytes[start..end]
            .iter()
            .take_while(|byte| matches!(byte, b'\r' | b'\n'))
            .count();
        let begin = start + blank;
        self.line += line_ends(self.bytes, self.at, begin);
        self.at = begin;
        (self.line, form::quotes(&self.bytes[begin..end]))
    }
}

/// Line ends from one offset to another: `\n`, `\r\n`, and the `\r` of old files.
fn line_ends(bytes: &[u8], from: usize, to: usize) -> u64 {
    let ends = (from..to).filter(|&at| match bytes[at] {
        b'\n' => true,
        b'\r' => bytes.get(at + 1) != Some(&b'\n'),
        _ => false,
    });
    ends.count() as u64
}

impl RawTable {
    /// A table without rows.
    pub fn empty(spec: &'static Spec, file: String) -> Self {
        RawTable {
            spec,
            file,
            rows: Vec::new(),
            sheet: None,
            rows_left_out: false,
            lacking: Vec::new(),
            columns: Vec::new(),
        }
    }

    /// The sheet's rows with their cells in the order of the declaration; unknown, doubled and missing
    /// columns are reported. Examples of a template are left out.
    pub fn from_sheet(spec: &'static Spec, sheet: Sheet, findings: &mut Diagnostics) -> Self {
        let mut table = RawTable::empty(spec, sheet.file.clone());
        table.sheet.clone_from(&sheet.sheet);
        table.rows_left_out = sheet.rows_left_out;
        if sheet.header.is_empty() {
            table.rows_left_out = true;
            findings.push(no_header(spec, sheet.header_place(None)));
            return table;
        }
        let positions = sheet.positions(spec, findings);
        table.columns = vec![None; spec.columns.len()];
        for (position, column) in positions.iter().zip(&sheet.columns) {
            if let Some(position) = position {
                table.columns[*position] = Some(*column);
            }
        }
        for (position, column) in spec.columns.iter().enumerate() {
            if column.required && !positions.contains(&Some(position)) {
                table.lacking.push(position);
                table.rows_left_out = true;
                findings.push(
                    Diagnostic::error(
                        codes::MISSING_COLUMN,
                        sheet.header_place(None),
                        format!("the column `{}` is missing from {}", column.name, spec.name),
                    )
                    .hint(format!("{}: {}", column.name, column.doc)),
                );
            }
        }
        let is_text_file = sheet.sheet.is_none();
        for (line, filled) in sheet.rows {
            let mut row = RawRow {
                line,
                cells: vec![Cell::blank(); spec.columns.len()],
                origin: None,
            };
            for (at, cell) in filled {
                if let Some(position) = positions[at] {
                    let text = match is_text_file && spec.columns[position].free {
                        true => formula::restored(&cell.text).into(),
                        false => cell.text,
                    };
                    row.cells[position] = Cell { text, ..cell };
                }
            }
            match example::judge(spec, &row.cells) {
                Verdict::Data => table.rows.push(row),
                Verdict::Example => {}
                Verdict::Unclear(fault) => {
                    table.rows_left_out = true;
                    let place = table.row_location(&row);
                    findings.push(fault.at(place));
                }
            }
        }
        table
    }

    /// Whether the file has no column for a position of the declaration that needs one.
    pub fn lacks(&self, position: usize) -> bool {
        self.lacking.contains(&position)
    }

    /// The place of a row.
    pub fn row_location(&self, row: &RawRow) -> Location {
        row.origin.as_ref().map_or_else(
            || Location {
                line: (row.line > 0).then_some(row.line),
                ..self.place()
            },
            |origin| origin.location(),
        )
    }

    /// The place of a line of the table, or of the whole of it, as something that is made of it keeps it.
    pub fn origin(&self, line: Option<u64>) -> Origin {
        Origin {
            cell: self
                .sheet
                .clone()
                .map(|sheet| SheetCell { sheet, cell: None }),
            ..Origin::line(&self.file, line)
        }
    }

    /// The place of the whole table.
    pub fn place(&self) -> Location {
        Location {
            sheet: self.sheet.clone(),
            ..Location::file(self.file.clone(), None)
        }
    }

    /// The place of a cell.
    pub fn location(&self, row: &RawRow, position: usize) -> Location {
        let name = self.spec.columns[position].name;
        match &row.cells[position].origin {
            None => {
                let column = self.columns.get(position).copied().flatten();
                let column = column.filter(|_| row.origin.is_none() && row.line > 0);
                Location {
                    cell: column.map(|column| cell_name(column, row.line)),
                    ..self.row_location(row).column(name)
                }
            }
            // An overlay gives the value under its path; a row that it adds gives it under the column.
            Some(origin) if row.origin.is_none() => origin
                .location()
                .column(format!("{}.{name}", self.row_path(row))),
            Some(origin) => origin.location().column(name),
        }
    }

    /// The texts that name a row; numbers in their shortest form, since they are compared as numbers.
    pub fn key(&self, row: &RawRow) -> Vec<String> {
        self.spec
            .key_positions()
            .into_iter()
            .map(|position| key_text(self.spec, position, &row.cells[position]))
            .collect()
    }

    /// The path of a row, `table[key,key]`.
    pub fn row_path(&self, row: &RawRow) -> String {
        row_path(self.spec.name, &self.key(row))
    }

    /// The path of a cell, where its row has a key to name it by.
    pub fn cell_path(&self, row: &RawRow, position: usize) -> Option<String> {
        let key = self.key(row);
        key.iter().any(|part| !part.is_empty()).then(|| {
            format!(
                "{}.{}",
                row_path(self.spec.name, &key),
                self.spec.columns[position].name
            )
        })
    }

    /// Positions of the rows of each key.
    pub fn by_key(&self) -> BTreeMap<Vec<String>, Vec<usize>> {
        let mut rows: BTreeMap<Vec<String>, Vec<usize>> = BTreeMap::new();
        for (position, row) in self.rows.iter().enumerate() {
            rows.entry(self.key(row)).or_default().push(position);
        }
        rows
    }
}

/// The text by which a cell names its row, as [`crate::domain`] writes it in its paths.
pub(super) fn key_text(spec: &Spec, position: usize, cell: &Cell) -> String {
    let column = &spec.columns[position];
    let as_number = || {
        number(&Cell::plain(&cell.text))
            .ok()
            .map(|value| value.to_string())
    };
    let known = match (column.numeric, column.label) {
        (true, _) => as_number(),
        (_, true) => id_of(&cell.text),
        (false, false) => None,
    };
    known.unwrap_or_else(|| cell.text.to_string())
}

/// `table[key,key]`.
pub(super) fn row_path(table: &str, key: &[String]) -> String {
    format!("{table}[{}]", key.join(","))
}

/// The finding of a table without a header.
fn no_header(spec: &Spec, place: Location) -> Diagnostic {
    let required = spec.columns.iter().filter(|column| column.required);
    let names: Vec<&str> = required.map(|column| column.name).collect();
    Diagnostic::error(
        codes::MISSING_COLUMN,
        place,
        format!("{} has no header", spec.name),
    )
    .hint(format!(
        "begin with a line `{}`, or remove the file",
        names.join(",")
    ))
}

/// The finding of a column that the table does not have.
pub(super) fn unknown_column(spec: &Spec, name: &str, location: Location) -> Diagnostic {
    let message = if name.is_empty() {
        format!("a column of {} has no name", spec.name)
    } else {
        format!("{} is not a column of {}", quoted(name), spec.name)
    };
    let known = spec.columns.iter().map(|column| column.name);
    let finding = Diagnostic::error(codes::UNKNOWN_COLUMN, location.column(name), message);
    finding.maybe_hint(suggestion(name, known))
}
