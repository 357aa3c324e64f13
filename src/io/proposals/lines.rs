//! Rows of a text file one by one, whatever the size of the file.

use std::io::{self, BufRead, ErrorKind};

/// Longest row that is kept, in bytes: far beyond any application form.
pub(super) const LONGEST_ROW: usize = 1 << 20;

/// How rows end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ends {
    /// At every line end.
    Lines,
    /// At line ends that stand in no quotation marks, as CSV has them.
    Records,
}

/// Where a row was found; its bytes, without the line end, are beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    /// Line on which it begins, from 1.
    pub line: u64,
    /// Line on which it ends.
    pub last: u64,
    /// Whether it is longer than any row that is kept, so that only its beginning is there.
    pub too_long: bool,
    /// Whether a quotation mark of it is never closed, so that it holds the rest of the file.
    pub unclosed: bool,
}

/// Where in a record of CSV a byte stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum In {
    Start,
    Plain,
    Quoted,
    Closed,
}

/// The rows of a text.
pub(super) struct Lines<R> {
    reader: R,
    ends: Ends,
    line: u64,
    after_return: bool,
}

impl<R: BufRead> Lines<R> {
    /// The rows of what is read from here on, which begins on line 1.
    pub fn new(reader: R, ends: Ends) -> Self {
        Lines {
            reader,
            ends,
            line: 1,
            after_return: false,
        }
    }

    /// The next row that has a character, into `row`; `None` at the end.
    ///
    /// Line ends are `\n`, `\r\n`, and the `\r` of old files.
    pub fn next(&mut self, row: &mut Vec<u8>) -> io::Result<Option<Span>> {
        row.clear();
        let mut state = In::Start;
        let mut begin = None;
        let mut last = self.line;
        let mut too_long = false;
        loop {
            let buffer = match self.reader.fill_buf() {
                Ok(buffer) => buffer,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if buffer.is_empty() {
                return Ok(begin.map(|line| Span {
                    line,
                    last,
                    too_long,
                    unclosed: state == In::Quoted,
                }));
            }
            let mut used = 0;
            let mut done = false;
            for &byte in buffer {
                used += 1;
                let ends_line = byte == b'\r' || byte == b'\n';
                let counts = byte == b'\r' || (byte == b'\n' && !self.after_return);
                self.after_return = byte == b'\r';
                if ends_line && state != In::Quoted {
                    self.line += u64::from(counts);
                    if begin.is_some() {
                        done = true;
                        break;
                    }
                    continue;
                }
                begin.get_or_insert(self.line);
                self.line += u64::from(counts);
                last = self.line;
                if self.ends == Ends::Records {
                    state = match (state, byte) {
                        (In::Quoted, b'"') => In::Closed,
                        (In::Start | In::Closed, b'"') | (In::Quoted, _) => In::Quoted,
                        (_, b',') => In::Start,
                        _ => In::Plain,
                    };
                }
                if row.len() < LONGEST_ROW {
                    row.push(byte);
                } else {
                    too_long = true;
                }
            }
            self.reader.consume(used);
            if done {
                return Ok(begin.map(|line| Span {
                    line,
                    last,
                    too_long,
                    unclosed: false,
                }));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str, ends: Ends) -> Vec<(u64, u64, String)> {
        // A buffer of three bytes, so that rows and line ends are cut anywhere.
        let reader = io::BufReader::with_capacity(3, text.as_bytes());
        let mut lines = Lines::new(reader, ends);
        let (mut row, mut found) = (Vec::new(), Vec::new());
        while let Some(span) = lines.next(&mut row).unwrap() {
            let text = String::from_utf8(row.clone()).unwrap();
            found.push((span.line, span.last, text));
        }
        found
    }

    #[test]
    fn rows_are_told_apart_by_line_ends_of_every_system() {
        let row = |line, text: &str| (line, line, text.to_owned());
        assert_eq!(
            rows("a\nb\r\n\r\nc\rd", Ends::Lines),
            [row(1, "a"), row(2, "b"), row(4, "c"), row(5, "d")]
        );
    }

    #[test]
    fn a_line_end_in_quotation_marks_ends_no_row() {
        assert_eq!(
            rows("a,\"1\r\n2\"\nb\n", Ends::Records),
            [(1, 2, "a,\"1\r\n2\"".to_owned()), (3, 3, "b".to_owned())]
        );
        assert_eq!(rows("a,\"1\n2\"\n", Ends::Lines).len(), 2);
        assert_eq!(
            rows("5\" pipe\nb\n", Ends::Records).len(),
            2,
            "a mark inside a cell opens nothing"
        );
    }

    #[test]
    fn a_row_beyond_the_longest_is_cut_and_the_next_one_read() {
        let text = format!("{}\nb\n", "x".repeat(LONGEST_ROW + 5));
        let mut lines = Lines::new(text.as_bytes(), Ends::Records);
        let mut row = Vec::new();
        let span = lines.next(&mut row).unwrap().unwrap();
        assert!(span.too_long && row.len() == LONGEST_ROW);
        assert!(!lines.next(&mut row).unwrap().unwrap().too_long);
        assert_eq!(row, b"b");
    }
}
