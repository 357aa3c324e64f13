//! Rows of a CSV file.

use std::io::BufRead;

use super::lines::{Ends, LONGEST_ROW, Lines, Span};
use super::record::{Field, Found, Header, Record, Records};
use super::split::split;
use crate::diagnostic::{Diagnostic, Diagnostics, Location, codes};
use crate::io::cell::Cell;
use crate::io::form::{self, QuoteFault};
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
    let (offset, what) = match std::str::from_utf8(bytes) {
        Ok(text) => match bytes.iter().position(|byte| *byte == 0) {
            None => return Ok(text),
            Some(offset) => (offset, "zero, which no text holds"),
        },
        Err(error) => (error.valid_up_to(), "not UTF-8 text"),
    };
    let hint = if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        "this is UTF-16: save the file as UTF-8"
    } else {
        "save the file as UTF-8; in a spreadsheet: CSV UTF-8"
    };
    let message = format!("byte {} of the row is {what}", offset + 1);
    Err(Box::new(
        Diagnostic::error(codes::NOT_UTF8, place.clone(), message).hint(hint),
    ))
}

/// The finding of a disk that stops in the middle of a file.
pub(super) fn stopped(error: &std::io::Error, place: Location) -> Diagnostic {
    Diagnostic::error(
        codes::REST_UNREADABLE,
        place,
        format!("the file cannot be read beyond this line: {error}"),
    )
    .hint("check that the disk is there, and take another copy of the file")
}

/// A CSV file that is read row by row.
pub(super) struct Text<R> {
    lines: Lines<R>,
    header: Header,
    row: Vec<u8>,
    last: u64,
    ended: bool,
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
            lines,
            header: Header {
                file: file.to_owned(),
                line: Some(span.line),
                names,
                ..Header::default()
            },
            row,
            last: span.last,
            ended: false,
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
        let text = text_of(&self.row, span, &place())?;
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
        while !self.ended {
            let span = match self.lines.next(&mut self.row) {
                Ok(None) => return None,
                Ok(Some(span)) => span,
                Err(error) => {
                    self.ended = true;
                    let line = self.last + 1;
                    return Some(Found::Broken {
                        line,
                        findings: vec![stopped(&error, self.header.row_place(line, None))],
                    });
                }
            };
            self.last = span.last;
            return Some(match self.record(span, wanted) {
                Ok(None) => continue,
                Ok(Some(record)) => Found::Record(record),
                Err(finding) => Found::Broken {
                    line: span.line,
                    findings: vec![*finding],
                },
            });
        }
        None
    }
}

/// The finding of a file without a header.
pub(super) fn no_header(place: Location) -> Diagnostic {
    Diagnostic::error(codes::MISSING_COLUMN, place, "the file has no header")
        .hint("begin with a line that names the columns, such as `id,practice,places,participants,request.money`")
}
