//! One row as a source gives it, before any column is known.

use crate::diagnostic::{Diagnostic, Location, codes};
use crate::io::cell::Cell;
use crate::io::table::cell_name;

/// What stands in a column of a row.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Field {
    /// One value.
    One(Cell),
    /// Values that the format itself keeps apart.
    Many(Vec<Cell>),
}

impl Field {
    /// Whether nothing is there.
    pub fn is_blank(&self) -> bool {
        match self {
            Field::One(cell) => cell.is_blank(),
            Field::Many(cells) => cells.is_empty(),
        }
    }
}

/// The finding of a list that holds more than values.
pub(super) fn nested(place: Location) -> Diagnostic {
    let message = "a list of the row holds another list, or an object";
    Diagnostic::error(codes::WRONG_TYPE, place, message).hint("a list holds texts and numbers")
}

/// A row.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Record {
    /// Line of the file on which it begins, or row of the sheet.
    pub line: u64,
    /// What stands in the wanted columns, by their position in the header; blank ones are left out.
    pub fields: Vec<(usize, Field)>,
}

/// What reading on came to.
#[derive(Debug)]
pub(super) enum Found {
    /// A row.
    Record(Record),
    /// A row, or the rest of the file, that is wrong in itself.
    Broken {
        /// Line on which it begins.
        line: u64,
        /// What is wrong.
        findings: Vec<Diagnostic>,
    },
}

/// The names of the columns, and where they stand.
#[derive(Debug, Clone, Default)]
pub(super) struct Header {
    /// The file as the user named it.
    pub file: String,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// Line of the header; `None` where each row names its own columns.
    pub line: Option<u64>,
    /// Names of the columns, without spaces around them.
    pub names: Vec<String>,
    /// Line on which each name is first seen, where each row names its own columns.
    pub first_lines: Vec<u64>,
    /// Column of each name in the sheet of a workbook, from 0.
    pub columns: Vec<u32>,
}

impl Header {
    /// The place of a name of the header, or of the whole of it.
    pub fn place(&self, position: Option<usize>) -> Location {
        let first = position.and_then(|position| self.first_lines.get(position).copied());
        let line = self.line.or(first);
        let place = self.at(line, position);
        match position.and_then(|position| self.names.get(position)) {
            Some(name) => place.column(name.clone()),
            None => place,
        }
    }

    /// The place of a row, or of its value in a column.
    pub fn row_place(&self, line: u64, position: Option<usize>) -> Location {
        let place = self.at(Some(line), position);
        match position.and_then(|position| self.names.get(position)) {
            Some(name) => place.column(name.clone()),
            None => place,
        }
    }

    fn at(&self, line: Option<u64>, position: Option<usize>) -> Location {
        let column = position.and_then(|position| self.columns.get(position));
        Location {
            sheet: self.sheet.clone(),
            cell: column
                .zip(line)
                .map(|(column, line)| cell_name(*column, line)),
            ..Location::file(self.file.clone(), line)
        }
    }
}

/// Rows that are read one by one.
pub(super) trait Records: Send {
    /// The names of the columns.
    fn header(&self) -> &Header;

    /// The next row, with what stands in the columns that are `wanted`, by their position in the header; `None` at
    /// the end. Rows without a value are passed over.
    fn next(&mut self, wanted: &[bool]) -> Option<Found>;
}
