//! Signs that a file is not the CSV that it looks like: another separator, quotation marks that no cell can
//! hold. A reader of CSV takes both for data, and so would turn one meaning into another.

use crate::diagnostic::{Diagnostic, Location, codes};

/// Other separators that spreadsheets and databases write, with their names.
const SEPARATORS: [(char, &str); 3] = [(';', "semicolons"), ('\t', "tabs"), ('|', "bars")];

/// First line by which some spreadsheets are told the separator.
const SEPARATOR_LINE: &str = "sep=";

/// What is wrong with a header whose cells are not separated by commas.
pub(super) fn wrong_separator(header: &[String], location: &Location) -> Option<Diagnostic> {
    let [only] = header else {
        // `sep=,` is cut by its own comma.
        let told = header.first().is_some_and(|cell| cell == SEPARATOR_LINE);
        return told.then(|| separator_line(location));
    };
    if only.starts_with(SEPARATOR_LINE) {
        return Some(separator_line(location));
    }
    let (_, name) = SEPARATORS.iter().find(|(mark, _)| only.contains(*mark))?;
    let finding = Diagnostic::error(
        codes::WRONG_SEPARATOR,
        location.clone(),
        format!("the cells are separated by {name}, and those of a table are by commas"),
    );
    Some(finding.hint(
        "save it as CSV with commas, and with decimal points; where the spreadsheet offers none, set its language to English (US) first",
    ))
}

fn separator_line(location: &Location) -> Diagnostic {
    let message = "the line `sep=` is for a spreadsheet alone, and no header";
    Diagnostic::error(codes::WRONG_SEPARATOR, location.clone(), message)
        .hint("remove the line, and separate the cells by commas")
}

/// What is wrong with the quotation marks of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum QuoteFault {
    /// One is never closed, so that everything behind it is one cell.
    Unclosed,
    /// One stands inside a cell that does not begin with one.
    Inside,
    /// A cell goes on behind its closing one.
    Behind,
}

impl QuoteFault {
    /// The fault as a finding about the record that begins at `location`.
    pub fn at(self, location: Location) -> Diagnostic {
        let (message, hint) = match self {
            QuoteFault::Unclosed => (
                "a quotation mark in the row that begins here has no partner",
                "put the whole cell in quotation marks, and double those inside it",
            ),
            QuoteFault::Inside => (
                "a quotation mark stands inside a cell that does not begin with one",
                "put the whole cell in quotation marks, without a space before them, and double those inside it",
            ),
            QuoteFault::Behind => (
                "a cell goes on behind its closing quotation mark",
                "put the whole cell in quotation marks, and double those inside it",
            ),
        };
        Diagnostic::error(codes::BAD_CSV, location, message).hint(hint)
    }
}

/// The first fault of the quotation marks of one record, its line end included.
pub(super) fn quotes(record: &[u8]) -> Option<QuoteFault> {
    enum In {
        Start,
        Plain,
        Quoted,
        Closed,
    }
    let mut state = In::Start;
    for byte in record {
        state = match (state, byte) {
            (In::Quoted, b'"') | (In::Closed, b' ' | b'\t') => In::Closed,
            (In::Start | In::Closed, b'"') | (In::Quoted, _) => In::Quoted,
            (In::Plain, b'"') => return Some(QuoteFault::Inside),
            (_, b',' | b'\r' | b'\n') => In::Start,
            (In::Closed, _) => return Some(QuoteFault::Behind),
            (In::Start | In::Plain, _) => In::Plain,
        };
    }
    matches!(state, In::Quoted).then_some(QuoteFault::Unclosed)
}

/// Why bytes are no text.
pub(super) struct NotText {
    /// The first byte that is none, from 0.
    pub offset: usize,
    /// What it is, to complete "byte 7 is …".
    pub what: &'static str,
    /// What to try.
    pub hint: &'static str,
}

/// Bytes as text: UTF-8 without a zero byte.
pub(super) fn text(bytes: &[u8]) -> Result<&str, NotText> {
    let (offset, what) = match std::str::from_utf8(bytes) {
        Ok(text) => match bytes.iter().position(|byte| *byte == 0) {
            None => return Ok(text),
            // Text in UTF-16 without a mark passes for UTF-8 with a zero between two letters.
            Some(offset) => (offset, "zero, which no text holds"),
        },
        Err(error) => (error.valid_up_to(), "not UTF-8 text"),
    };
    let hint = if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        "this is UTF-16: save the file as UTF-8"
    } else {
        "save the file as UTF-8; in a spreadsheet: CSV UTF-8"
    };
    Err(NotText { offset, what, hint })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotation_marks_that_a_cell_can_hold_are_let_be() {
        for record in [
            "a,b\n",
            "\"a, b\",c\r\n",
            "\"a \"\"b\"\"\" ,c",
            "\"\",\"\"\n",
            "\"two\nlines\"\n",
            "",
        ] {
            assert_eq!(quotes(record.as_bytes()), None, "{record:?}");
        }
    }

    #[test]
    fn quotation_marks_that_would_be_taken_for_something_else_are_named() {
        for (record, fault) in [
            ("a,\"b\n", QuoteFault::Unclosed),
            ("a, \"b, c\"\n", QuoteFault::Inside),
            ("5\" pipe,x\n", QuoteFault::Inside),
            ("\"1\"000,x\n", QuoteFault::Behind),
        ] {
            assert_eq!(quotes(record.as_bytes()), Some(fault), "{record:?}");
        }
    }
}
