//! Rows of a CSV file.

use std::io::BufRead;

use super::lines::{Ends, LONGEST_ROW, Lines, Span};
use super::record::{Field, Found, Header, Record, Records};
use super::split::split;
use crate::diagnostic::{Diagnostic, Diagnostics, Location, codes};
use crate::io::cell::Cell;
use crate::io::form::{self, NotText, QuoteFault};
use crate::io::scalar::shortened;

/// Longest name of a column that a finding repeats, in characters.
const LONGEST_NAME: usize = 60;

/// A name of a column as findings can repeat it: exports put whole questions into their headers.
pub(super) fn column_name(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    shortened(&words.join(" "), LONGEST_NAME)
}

/// The text of a row, or what is wrong with its bytes.
pub(super) fn text_of<'b>(
    bytes: &'b [u8],
    span: Span,
    place: &Location,
) -> Result<&'b str, Box<Diagnostic>> {
    if span.too_long {
        let mut message = format!(
            "the row is longer than {} MB, and is not read",
            LONGEST_ROW >> 20
        );
        if span.last > span.line {
            message += &format!("; it goes on to line {}", span.last);
        }
        let finding = Diagnostic::error(codes::ROW_TOO_LONG, place.clone(), message);
        return Err(Box::new(finding.hint(
            "look for a quotation mark without a partner, or leave columns out of the export",
        )));
    }
    form::text(bytes).map_err(|NotText { offset, what, hint }| {
        let message = format!("byte {} of the row is {what}", offset + 1);
        Box::new(Diagnostic::error(codes::NOT_UTF8, place.clone(), message).hint(hint))
    })
}

/// The finding of a disk that stops in the middle of a file.
fn stopped(error: &std::io::Error, place: Location) -> Diagnostic {
    Diagnostic::error(
        codes::REST_UNREADABLE,
        place,
        format!("the file cannot be read beyond this line: {error}"),
    )
    .hint("check that the disk is there, and take another copy of the file")
}

/// Rows of a file that are read one by one, until the disk stops.
pub(super) struct Rows<R> {
    lines: Lines<R>,
    /// The bytes of the row that was read last.
    pub row: Vec<u8>,
    /// Line on which it ends.
    last: u64,
    ended: bool,
}

impl<R: BufRead> Rows<R> {
    /// The rows of `lines`, of which those up to line `last` are read.
    pub fn after(lines: Lines<R>, last: u64) -> Self {
        Rows {
            lines,
            row: Vec::new(),
            last,
            ended: false,
        }
    }

    /// The next row, or the finding of a disk that stopped; `None` at the end, and after such a finding.
    pub fn next(&mut self, header: &Header) -> Option<Result<Span, Found>> {
        if self.ended {
            return None;
        }
        match self.lines.next(&mut self.row) {
            Ok(span) => {
                self.last = span?.last;
                span.map(Ok)
            }
            Err(error) => {
                self.ended = true;
                let line = self.last + 1;
                Some(Err(Found::Broken {
                    line,
                    findings: vec![stopped(&error, header.row_place(line, None))],
                }))
            }
        }
    }
}

/// A CSV file that is read row by row.
pub(super) struct Text<R> {
    rows: Rows<R>,
    header: Header,
}

impl<R: BufRead> Text<R> {
    /// Reads the header; `None` where there is none that can be read, which is reported.
    pub fn open(file: &str, reader: R, findings: &mut Diagnostics) -> Option<Self> {
        let mut lines = Lines::new(reader, Ends::Records);
        let mut row = Vec::new();
        let span = match lines.next(&mut row) {
            Ok(Some(span)) => span,
            Ok(None) => {
                findings.push(no_header(Location::file(file, None)));
                return None;
            }
            Err(error) => {
                findings.push(stopped(&error, Location::file(file, Some(1))));
                return None;
            }
        };
        let place = Location::file(file, Some(span.line));
        let cells = text_of(&row, span, &place)
            .and_then(|text| split(text).map_err(|fault| Box::new(fault.at(place.clone()))));
        let names: Vec<String> = match cells {
            Ok(cells) => cells.iter().map(|cell| cell.trim().to_owned()).collect(),
            Err(finding) => {
                findings.push(*finding);
                return None;
            }
        };
        if let Some(finding) = form::wrong_separator(&names, &place) {
            findings.push(finding);
            return None;
        }
        Some(Text {
            rows: Rows::after(lines, span.last),
            header: Header {
                file: file.to_owned(),
                line: Some(span.line),
                names,
                ..Header::default()
            },
        })
    }

    /// The row that was found; `None` where every cell of it is blank.
    fn record(&self, span: Span, wanted: &[bool]) -> Result<Option<Record>, Box<Diagnostic>> {
        let place = || self.header.row_place(span.line, None);
        // A mark without a partner makes one row of the rest of the file, which is then as long as that.
        if span.unclosed {
            let finding = Diagnostic::error(
                codes::REST_UNREADABLE,
                place(),
                format!(
                    "a quotation mark in the row that begins here has no partner, so that nothing from line {} on can be read",
                    span.line
                ),
            );
            return Err(Box::new(finding.hint(
                "put the whole cell in quotation marks, and double those inside it",
            )));
        }
        let text = text_of(&self.rows.row, span, &place())?;
        let mut cells = split(text).map_err(|fault| self.quotes(fault, span))?;
        let width = self.header.names.len();
        while cells.len() > width && cells.last().is_some_and(|cell| cell.trim().is_empty()) {
            cells.pop();
        }
        // Spreadsheets write rows of separators below the last filled one.
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            return Ok(None);
        }
        if cells.len() != width {
            let finding = Diagnostic::error(
                codes::ROW_LENGTH,
                place(),
                format!("the row has {} cells and the header {width}", cells.len()),
            );
            return Err(Box::new(finding.hint(
                "a blank cell still needs its comma; text with a comma needs quotation marks",
            )));
        }
        let mut fields = Vec::new();
        for (position, cell) in cells.iter().enumerate() {
            let cell = cell.trim();
            if !cell.is_empty() && wanted.get(position).copied().unwrap_or_default() {
                fields.push((position, Field::One(Cell::plain(cell))));
            }
        }
        Ok(Some(Record {
            line: span.line,
            fields,
        }))
    }

    fn quotes(&self, fault: QuoteFault, span: Span) -> Box<Diagnostic> {
        let mut finding = fault.at(self.header.row_place(span.line, None));
        if span.last > span.line {
            finding.message += &format!(
                ", and the row seems to go on to line {}, of which nothing is read",
                span.last
            );
        }
        Box::new(finding)
    }
}

impl<R: BufRead + Send> Records for Text<R> {
    fn header(&self) -> &Header {
        &self.header
    }

    fn next(&mut self, wanted: &[bool]) -> Option<Found> {
        loop {
            let span = match self.rows.next(&self.header)? {
                Ok(span) => span,
                Err(broken) => return Some(broken),
            };
            return Some(match self.record(span, wanted) {
                Ok(None) => continue,
                Ok(Some(record)) => Found::Record(record),
                Err(finding) => Found::Broken {
                    line: span.line,
                    findings: vec![*finding],
                },
            });
        }
    }
}

/// The finding of a file without a header.
pub(super) fn no_header(place: Location) -> Diagnostic {
    Diagnostic::error(codes::MISSING_COLUMN, place, "the file has no header")
        .hint("begin with a line that names the columns, such as `id,practice,places,participants,request.money`")
}
