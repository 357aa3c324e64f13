//! Rows of a JSON Lines file: an object a line.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, BufRead};

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use super::lines::{Ends, Lines};
use super::record::{Field, Found, Header, Record, Records, nested};
use super::text::{Rows, text_of};
use crate::diagnostic::{Diagnostic, Diagnostics, Location, codes};
use crate::io::cell::Cell;
use crate::io::scalar::{number_text, quoted};

/// Most columns that the lines of a file can name together.
const MOST_COLUMNS: usize = 10_000;

/// A JSON value of which every key of an object is kept, one that stands twice too.
#[derive(Debug, Clone, PartialEq)]
enum Json {
    Null,
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AnyValue;
        impl<'de> Visitor<'de> for AnyValue {
            type Value = Json;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }

            fn visit_unit<E>(self) -> Result<Json, E> {
                Ok(Json::Null)
            }

            fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
                Ok(Json::Text(value.to_string()))
            }

            fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
                Ok(Json::Text(value.to_string()))
            }

            fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
                Ok(Json::Text(value.to_string()))
            }

            fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
                Ok(Json::Text(number_text(value)))
            }

            fn visit_str<E>(self, value: &str) -> Result<Json, E> {
                Ok(Json::Text(value.to_owned()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
                let mut list = Vec::new();
                while let Some(item) = items.next_element()? {
                    list.push(item);
                }
                Ok(Json::List(list))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Json, A::Error> {
                let mut object = Vec::new();
                while let Some(entry) = entries.next_entry()? {
                    object.push(entry);
                }
                Ok(Json::Object(object))
            }
        }
        deserializer.deserialize_any(AnyValue)
    }
}

/// The values of an object under their keys; those of an object within it under both keys, joined by a dot.
fn flat(object: Vec<(String, Json)>) -> Vec<(String, Json)> {
    let mut found = Vec::new();
    for (key, value) in object {
        let key = key.trim().to_owned();
        match value {
            // The parser bounds how deep objects can nest.
            Json::Object(inner) => found.extend(
                flat(inner)
                    .into_iter()
                    .map(|(under, value)| (format!("{key}.{under}"), value)),
            ),
            value => found.push((key, value)),
        }
    }
    found
}

/// The values of a line, or what is wrong with it.
fn parse(text: &str, place: &Location) -> Result<Vec<(String, Json)>, Box<Diagnostic>> {
    let refuse = |message: String| {
        let finding = Diagnostic::error(codes::BAD_JSON, place.clone(), message);
        Box::new(
            finding.hint("each line is one JSON object, `{\"id\": \"a-1\", \"participants\": 40}`"),
        )
    };
    match serde_json::from_str(text) {
        Ok(Json::Object(object)) => Ok(flat(object)),
        Ok(_) => Err(refuse(format!(
            "the line is no JSON object: {}",
            quoted(text)
        ))),
        Err(error) => {
            // The place that the parser appends is always on the first line.
            let message = error.to_string();
            let words = message.split(" at line ").next().unwrap_or_default();
            Err(refuse(format!(
                "the line is no JSON: {words}, character {}",
                error.column()
            )))
        }
    }
}

/// A JSON Lines file that is read row by row.
pub(super) struct JsonLines<R> {
    rows: Rows<R>,
    header: Header,
    positions: BTreeMap<String, usize>,
}

impl<R: BufRead> JsonLines<R> {
    /// Reads the file once from its beginning, for the names of its columns: each line has its own. What is wrong
    /// with a line is left to the reading.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn header(file: &str, reader: R, findings: &mut Diagnostics) -> io::Result<Header> {
        let mut lines = Lines::new(reader, Ends::Lines);
        let mut header = Header {
            file: file.to_owned(),
            ..Header::default()
        };
        let mut seen = BTreeMap::new();
        let mut row = Vec::new();
        while let Some(span) = lines.next(&mut row)? {
            let place = Location::file(file, Some(span.line));
            let values = text_of(&row, span, &place).and_then(|text| parse(text, &place));
            for (key, _) in values.unwrap_or_default() {
                if !seen.contains_key(&key) {
                    seen.insert(key.clone(), header.names.len());
                    header.names.push(key);
                    header.first_lines.push(span.line);
                }
            }
            if header.names.len() > MOST_COLUMNS {
                let message = format!("the lines name more than {MOST_COLUMNS} columns");
                findings.push(
                    Diagnostic::error(codes::UNKNOWN_COLUMN, place, message)
                        .hint("give the same columns in every line: a value is no key"),
                );
                break;
            }
        }
        Ok(header)
    }

    /// Reads rows from the beginning of the file, whose columns are known.
    pub fn open(reader: R, header: Header) -> Self {
        let names = header.names.iter().cloned();
        JsonLines {
            rows: Rows::after(Lines::new(reader, Ends::Lines), 0),
            positions: names.zip(0..).collect(),
            header,
        }
    }

    fn record(
        &self,
        line: u64,
        values: Vec<(String, Json)>,
        wanted: &[bool],
    ) -> Result<Record, Vec<Diagnostic>> {
        let mut fields: Vec<(usize, Field)> = Vec::new();
        let mut findings = Vec::new();
        for (key, value) in values {
            // A file that changes between two readings is not one file.
            let Some(&position) = self.positions.get(&key) else {
                continue;
            };
            if !wanted.get(position).copied().unwrap_or_default() {
                continue;
            }
            let place = || self.header.row_place(line, Some(position));
            if fields.iter().any(|(other, _)| *other == position) {
                let message = format!("the key {} stands twice", quoted(&key));
                findings.push(
                    Diagnostic::error(codes::DUPLICATE_COLUMN, place(), message)
                        .hint("keep one of them"),
                );
                continue;
            }
            let field = match value {
                Json::Null | Json::Object(_) => continue,
                Json::Text(text) => Field::One(Cell::plain(&text)),
                Json::List(items) => {
                    let cells = items.into_iter().map(|item| match item {
                        Json::Text(text) => Some(Cell::plain(&text)),
                        Json::Null => Some(Cell::blank()),
                        Json::List(_) | Json::Object(_) => None,
                    });
                    match cells.collect::<Option<Vec<Cell>>>() {
                        Some(cells) => Field::Many(cells),
                        None => {
                            findings.push(nested(place()));
                            continue;
                        }
                    }
                }
            };
            fields.push((position, field));
        }
        if findings.is_empty() {
            fields.retain(|(_, field)| !field.is_blank());
            Ok(Record { line, fields })
        } else {
            Err(findings)
        }
    }
}

impl<R: BufRead + Send> Records for JsonLines<R> {
    fn header(&self) -> &Header {
        &self.header
    }

    fn next(&mut self, wanted: &[bool]) -> Option<Found> {
        loop {
            let span = match self.rows.next(&self.header)? {
                Ok(span) => span,
                Err(broken) => return Some(broken),
            };
            if self.rows.row.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            let place = self.header.row_place(span.line, None);
            let values = text_of(&self.rows.row, span, &place).and_then(|text| parse(text, &place));
            let record = match values {
                Ok(values) => self.record(span.line, values, wanted),
                Err(finding) => Err(vec![*finding]),
            };
            return Some(match record {
                Ok(record) => Found::Record(record),
                Err(findings) => Found::Broken {
                    line: span.line,
                    findings,
                },
            });
        }
    }
}
