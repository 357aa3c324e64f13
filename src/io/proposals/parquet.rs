//! Rows of a Parquet file, a group of rows after the other.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use parquet::basic::{ConvertedType, Repetition};
use parquet::errors::ParquetError;
use parquet::file::reader::{ChunkReader, FileReader, SerializedFileReader};
use parquet::record::reader::RowIter;
use parquet::record::{Field as Value, Row};
use parquet::schema::types::{Type, TypePtr};

use super::record::{Field, Found, Header, Record, Records, nested};
use crate::diagnostic::{Diagnostic, Diagnostics, Location, codes};
use crate::io::cell::{Cell, Form};
use crate::io::scalar::number_text;

/// What to try with a file that cannot be read.
const HINT: &str = "write the file again, without compression or with snappy, gzip, lz4 or zstd; else save it as CSV";

/// Days either side of 1970 within which a date has a name.
const DATED: i64 = 3_000_000;

/// A Parquet file whose columns are known.
pub(super) struct ParquetRows {
    header: Header,
    /// The field of the file's schema in which each name of the header stands, or its child does.
    fields: Vec<usize>,
    schema: TypePtr,
    /// The file before its first row, and then the rows.
    file: Option<Box<dyn FileReader>>,
    rows: Option<RowIter<'static>>,
    /// The row that was read last, from 1.
    row: u64,
}

impl ParquetRows {
    /// Reads what the file says of its columns; `None` where it cannot be read, which is reported.
    pub fn open(
        file: &str,
        bytes: impl ChunkReader + 'static,
        findings: &mut Diagnostics,
    ) -> Option<Self> {
        match guarded(|| SerializedFileReader::new(bytes)) {
            Ok(reader) => {
                let schema = reader
                    .metadata()
                    .file_metadata()
                    .schema_descr()
                    .root_schema_ptr();
                let mut header = Header {
                    file: file.to_owned(),
                    ..Header::default()
                };
                let mut fields = Vec::new();
                for (position, field) in schema.get_fields().iter().enumerate() {
                    names(field, "", &mut header.names);
                    fields.resize(header.names.len(), position);
                }
                Some(ParquetRows {
                    header,
                    fields,
                    schema,
                    file: Some(Box::new(reader)),
                    rows: None,
                    row: 0,
                })
            }
            Err(why) => {
                let message = format!("cannot be read as Parquet: {why}");
                let place = Location::file(file, None);
                findings.push(Diagnostic::error(codes::UNREADABLE_FILE, place, message).hint(HINT));
                None
            }
        }
    }

    /// The rows, with the fields that hold a wanted column.
    fn start(
        &self,
        reader: Box<dyn FileReader>,
        wanted: &[bool],
    ) -> Result<RowIter<'static>, String> {
        let is_wanted = |position: usize| {
            let mut columns = self.fields.iter().zip(wanted);
            columns.any(|(&field, &wanted)| wanted && field == position)
        };
        let fields = self.schema.get_fields().iter().enumerate();
        let kept = fields.filter(|&(position, _)| is_wanted(position));
        guarded(|| {
            let projection = Type::group_type_builder(self.schema.name())
                .with_fields(kept.map(|(_, field)| Arc::clone(field)).collect())
                .build()?;
            RowIter::from_file_into(reader).project(Some(projection))
        })
    }

    fn record(&self, row: Row, wanted: &[bool]) -> Result<Record, Vec<Diagnostic>> {
        let mut values = Vec::new();
        flat(row, "", &mut values);
        let mut fields = Vec::new();
        let mut findings = Vec::new();
        for (name, value) in values {
            // A name that stands twice in the header is refused there.
            let position = self.header.names.iter().position(|other| *other == name);
            let Some(position) = position.filter(|&position| wanted.get(position) == Some(&true))
            else {
                continue;
            };
            let place = || self.header.row_place(self.row, Some(position));
            match field(value) {
                Ok(field) if field.is_blank() => {}
                Ok(field) => fields.push((position, field)),
                Err(NoValue::Nested) => findings.push(nested(place())),
                Err(NoValue::Bytes) => findings.push(
                    Diagnostic::error(
                        codes::WRONG_TYPE,
                        place(),
                        "the value is bytes that are no text",
                    )
                    .hint("write the column as text (UTF-8) or as a number"),
                ),
            }
        }
        if findings.is_empty() {
            Ok(Record {
                line: self.row,
                fields,
            })
        } else {
            Err(findings)
        }
    }
}

impl Records for ParquetRows {
    fn header(&self) -> &Header {
        &self.header
    }

    fn next(&mut self, wanted: &[bool]) -> Option<Found> {
        if let Some(reader) = self.file.take() {
            self.row = 1;
            match self.start(reader, wanted) {
                Ok(rows) => self.rows = Some(rows),
                Err(why) => return Some(self.broken(&why)),
            }
        } else {
            self.row += 1;
        }
        let rows = self.rows.as_mut()?;
        let row = guarded(|| rows.next().transpose());
        let row = match row {
            Ok(row) => row?,
            Err(why) => {
                // Where the next row begins is not known any more.
                self.rows = None;
                return Some(self.broken(&why));
            }
        };
        Some(match self.record(row, wanted) {
            Ok(record) => Found::Record(record),
            Err(findings) => Found::Broken {
                line: self.row,
                findings,
            },
        })
    }
}

impl ParquetRows {
    /// The rest of the file, which cannot be read.
    fn broken(&self, why: &str) -> Found {
        let message = format!("the file cannot be read from this row on: {why}");
        let place = self.header.row_place(self.row, None);
        Found::Broken {
            line: self.row,
            findings: vec![Diagnostic::error(codes::REST_UNREADABLE, place, message).hint(HINT)],
        }
    }
}

/// What reading comes to, or why not. The library panics where parts of a damaged file contradict each other.
fn guarded<T>(read: impl FnOnce() -> Result<T, ParquetError>) -> Result<T, String> {
    match catch_unwind(AssertUnwindSafe(read)) {
        Ok(result) => result.map_err(|error| error.to_string()),
        Err(_) => Err("its parts contradict each other".to_owned()),
    }
}

/// The names of the columns of a field: its own, or those of its children after its own and a dot.
fn names(field: &Type, before: &str, found: &mut Vec<String>) {
    let name = format!("{before}{}", field.name().trim());
    let info = field.get_basic_info();
    let is_one = field.is_primitive()
        || info.converted_type() != ConvertedType::NONE
        || (info.has_repetition() && info.repetition() == Repetition::REPEATED);
    if is_one {
        found.push(name);
    } else {
        let before = format!("{name}.");
        for child in field.get_fields() {
            names(child, &before, found);
        }
    }
}

/// The values of a row under the names of [`names`].
fn flat(row: Row, before: &str, found: &mut Vec<(String, Value)>) {
    for (name, value) in row.into_columns() {
        let name = format!("{before}{}", name.trim());
        match value {
            Value::Group(row) => flat(row, &format!("{name}."), found),
            value => found.push((name, value)),
        }
    }
}

/// Why something stands in a column and is no value.
enum NoValue {
    /// A list or record within another.
    Nested,
    /// Bytes that are no text.
    Bytes,
}

/// What stands in a column.
fn field(value: Value) -> Result<Field, NoValue> {
    match value {
        Value::ListInternal(list) => {
            let cells = list.elements().iter().map(cell);
            Ok(Field::Many(cells.collect::<Result<_, _>>()?))
        }
        value => Ok(Field::One(cell(&value)?)),
    }
}

fn cell(value: &Value) -> Result<Cell, NoValue> {
    let dated = |text: String| Cell::of_form(&text, Form::Date);
    // The library names no date beyond what its calendar holds.
    let named = |count: i64, per_day: i64| match (count / per_day).abs() < DATED {
        true => dated(value.to_string()),
        false => dated(count.to_string()),
    };
    Ok(match value {
        Value::Null => Cell::blank(),
        Value::Str(text) => Cell::plain(text),
        Value::Bytes(bytes) => {
            let text = std::str::from_utf8(bytes.data()).map_err(|_| NoValue::Bytes)?;
            Cell::plain(text)
        }
        Value::Double(number) => Cell::plain(&number_text(*number)),
        // Its own shortest digits: as a double it would have more than were written.
        Value::Float(number) => Cell::plain(&number.to_string()),
        &Value::Date(days) => named(days.into(), 1),
        &Value::TimestampMillis(count) => named(count, 86_400_000),
        &Value::TimestampMicros(count) => named(count, 86_400_000_000),
        Value::TimeMillis(count) => dated(count.to_string()),
        Value::TimeMicros(count) => dated(count.to_string()),
        Value::Group(_) | Value::ListInternal(_) | Value::MapInternal(_) => {
            return Err(NoValue::Nested);
        }
        number => Cell::plain(&number.to_string()),
    })
}
