//! TOML as raw values, each with its line: for `model.toml` and for scenarios.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::cell::{Cell, Fault, Form};
use super::scalar::quoted;
use super::table::text;
use crate::diagnostic::{Diagnostic, Diagnostics, Location, codes};

/// Finds the line of an offset into a text.
pub(super) struct Lines(Vec<usize>);

impl Lines {
    fn new(content: &str) -> Self {
        Lines(
            content
                .bytes()
                .enumerate()
                .filter(|(_, byte)| *byte == b'\n')
                .map(|(at, _)| at)
                .collect(),
        )
    }

    /// One-based line of an offset.
    pub fn of(&self, offset: usize) -> u64 {
        1 + self.0.partition_point(|newline| *newline < offset) as u64
    }
}

/// A TOML document with its lines.
pub(super) struct Document<'a> {
    /// The file as the user named it.
    pub file: &'a str,
    /// Lines of the text.
    pub lines: Lines,
    /// The top level; what could be read of it, where parts are wrong.
    pub root: DeTable<'a>,
    /// Whether all of it could be read.
    pub whole: bool,
}

impl<'a> Document<'a> {
    /// The document of a file, with everything that is wrong with its form.
    pub fn parse(file: &'a str, bytes: &'a [u8], findings: &mut Diagnostics) -> Option<Self> {
        let content = text(file, bytes, findings)?;
        let lines = Lines::new(content);
        let (root, errors) = DeTable::parse_recoverable(content);
        for error in &errors {
            let line = error.span().map(|span| lines.of(span.start));
            // The parser's message may run over lines that show the source; the first one says what is wrong.
            let message = error
                .message()
                .lines()
                .next()
                .unwrap_or("it cannot be read")
                .to_owned();
            let finding = Diagnostic::error(
                codes::BAD_TOML,
                Location::file(file, line),
                format!("not TOML: {message}"),
            );
            let hint = if error.message().contains("duplicate") {
                "keep one of them"
            } else {
                "text needs quotation marks; a section is `[name]`; a value is `key = value`"
            };
            findings.push(finding.hint(hint));
        }
        Some(Document {
            file,
            lines,
            root: root.into_inner(),
            whole: errors.is_empty(),
        })
    }

    /// The place of a spanned key or value.
    pub fn location<T>(&self, spanned: &Spanned<T>) -> Location {
        Location::file(self.file, Some(self.line(spanned)))
    }

    /// The line of a spanned key or value.
    pub fn line<T>(&self, spanned: &Spanned<T>) -> u64 {
        self.lines.of(spanned.span().start)
    }
}

/// A value that is not a section, under its path of keys joined by dots.
pub(super) struct Leaf<'d, 'a> {
    /// The path.
    pub key: String,
    /// Line of the key.
    pub line: u64,
    /// The value.
    pub value: &'d DeValue<'a>,
}

/// Every value below a section, in the order of the keys; sections within it join their keys by dots.
pub(super) fn leaves<'d, 'a>(section: &'d DeTable<'a>, lines: &Lines) -> Vec<Leaf<'d, 'a>> {
    let mut found = Vec::new();
    // The parser bounds how deep sections can nest; a list of sections still to be read needs no stack.
    let mut open: Vec<(String, &'d DeTable<'a>)> = vec![(String::new(), section)];
    while let Some((prefix, table)) = open.pop() {
        for (key, value) in table {
            let path = if prefix.is_empty() {
                key.get_ref().to_string()
            } else {
                format!("{prefix}.{}", key.get_ref())
            };
            match value.get_ref() {
                DeValue::Table(inner) => open.push((path, inner)),
                other => found.push(Leaf {
                    key: path,
                    line: lines.of(key.span().start),
                    value: other,
                }),
            }
        }
    }
    found.sort_by(|a, b| (a.line, &a.key).cmp(&(b.line, &b.key)));
    found
}

/// The raw value of a TOML value; a list of texts is one value, as in a table's cell.
pub(super) fn cell(value: &DeValue<'_>) -> Result<Cell, Fault> {
    let (text, form) = match value {
        DeValue::String(text) => (text.trim().to_owned(), Form::Quoted),
        DeValue::Integer(number) if number.radix() == 10 => {
            (number.as_str().to_owned(), Form::Number)
        }
        DeValue::Integer(number) => {
            let value = i64::from_str_radix(number.as_str(), number.radix());
            let text = value.map_err(|_| {
                Fault::new(codes::BAD_NUMBER, format!("`{number}` is not a number"))
            })?;
            (text.to_string(), Form::Number)
        }
        DeValue::Float(number) => (number.as_str().to_owned(), Form::Number),
        DeValue::Boolean(flag) => (flag.to_string(), Form::Flag),
        DeValue::Array(items) => {
            let mut texts = Vec::new();
            for item in items {
                match item.get_ref() {
                    DeValue::String(text) if !text.contains(';') => {
                        texts.push(text.trim().to_owned());
                    }
                    _ => {
                        return Err(Fault::new(
                            codes::WRONG_TYPE,
                            "an item of the list is not a text",
                        )
                        .hint("a list holds texts in quotation marks"));
                    }
                }
            }
            (texts.join(";"), Form::Quoted)
        }
        DeValue::Datetime(date) => {
            return Err(Fault::new(
                codes::WRONG_TYPE,
                format!("{} is a date", quoted(&date.to_string())),
            )
            .hint("put it in quotation marks"));
        }
        DeValue::Table(_) => {
            return Err(Fault::new(
                codes::WRONG_TYPE,
                "a section stands where a value is needed",
            ));
        }
    };
    Ok(Cell {
        text: text.into(),
        form,
        origin: None,
    })
}
