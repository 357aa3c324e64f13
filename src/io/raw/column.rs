//! What one column of a table holds: a value that must be there, one that may be blank, a list, a flag,
//! or something that a later version serves.

use std::marker::PhantomData;

use serde_json::{Value, json};

use crate::diagnostic::codes;
use crate::io::cell::{Cell, Fault};
use crate::io::scalar::Scalar;

/// Separates the items of a list in one cell.
const LIST_SEPARATOR: char = ';';

/// The kind of a column.
pub(in crate::io) trait Column {
    /// What a cell comes to.
    type Value;

    /// Whether the cell must be filled.
    const REQUIRED: bool;
    /// Whether the cell is a number, so that different texts can mean the same.
    const NUMERIC: bool = false;
    /// Whether the cell may hold any text.
    const FREE: bool = false;
    /// Whether the cell is a name, of which only the id that it comes to tells it from others.
    const LABEL: bool = false;

    /// What a cell holds, for the format reference.
    fn what() -> String;

    /// JSON Schema of a cell's value.
    fn schema() -> Value;

    /// The value of a cell.
    fn decode(cell: &Cell) -> Result<Self::Value, Fault>;

    /// The text of a value; empty where it is blank.
    fn encode(value: &Self::Value) -> String;
}

/// A value that must be there.
pub(in crate::io) struct Required<T>(PhantomData<T>);

/// A value that may be blank.
pub(in crate::io) struct Optional<T>(PhantomData<T>);

/// A value that has a default where it is blank.
pub(in crate::io) struct Defaulted<T>(PhantomData<T>);

/// Any number of values, separated by `;`.
pub(in crate::io) struct List<T>(PhantomData<T>);

/// `true` or `false`; blank is false.
pub(in crate::io) struct Flag;

impl<T: Scalar> Column for Required<T> {
    type Value = T;
    const REQUIRED: bool = true;
    const NUMERIC: bool = T::NUMERIC;
    const FREE: bool = T::FREE;
    const LABEL: bool = T::LABEL;

    fn what() -> String {
        T::what()
    }

    fn schema() -> Value {
        T::schema()
    }

    fn decode(cell: &Cell) -> Result<T, Fault> {
        if cell.is_blank() {
            return Err(
                Fault::new(codes::MISSING_VALUE, "the cell is blank and must be filled").hint(
                    format!(
                        "{}; blank means that it is not known, never zero",
                        T::what()
                    ),
                ),
            );
        }
        T::decode(cell)
    }

    fn encode(value: &T) -> String {
        value.encode()
    }
}

impl<T: Scalar> Column for Optional<T> {
    type Value = Option<T>;
    const REQUIRED: bool = false;
    const NUMERIC: bool = T::NUMERIC;
    const FREE: bool = T::FREE;
    const LABEL: bool = T::LABEL;

    fn what() -> String {
        T::what()
    }

    fn schema() -> Value {
        nullable(T::schema())
    }

    fn decode(cell: &Cell) -> Result<Option<T>, Fault> {
        if cell.is_blank() {
            Ok(None)
        } else {
            T::decode(cell).map(Some)
        }
    }

    fn encode(value: &Option<T>) -> String {
        value.as_ref().map(Scalar::encode).unwrap_or_default()
    }
}

impl<T: Scalar> Column for Defaulted<T> {
    type Value = T;
    const REQUIRED: bool = false;
    const NUMERIC: bool = T::NUMERIC;
    const FREE: bool = T::FREE;

    fn what() -> String {
        T::what()
    }

    fn schema() -> Value {
        T::schema()
    }

    fn decode(cell: &Cell) -> Result<T, Fault> {
        <Required<T>>::decode(cell)
    }

    fn encode(value: &T) -> String {
        value.encode()
    }
}

impl<T: Scalar> Column for List<T> {
    type Value = Vec<T>;
    const REQUIRED: bool = false;
    const FREE: bool = T::FREE;

    fn what() -> String {
        format!(
            "a list, separated by `{LIST_SEPARATOR}`, each {}",
            T::what()
        )
    }

    fn schema() -> Value {
        json!({ "type": ["array", "null"], "items": T::schema() })
    }

    fn decode(cell: &Cell) -> Result<Vec<T>, Fault> {
        let mut values = Vec::new();
        if cell.is_blank() {
            return Ok(values);
        }
        for item in cell.text.split(LIST_SEPARATOR) {
            let item = Cell {
                text: item.trim().into(),
                form: cell.form,
                origin: None,
            };
            if item.is_blank() {
                return Err(
                    Fault::new(codes::MISSING_VALUE, "an item of the list is blank").hint(format!(
                        "one `{LIST_SEPARATOR}` between two items, none at the ends"
                    )),
                );
            }
            values.push(T::decode(&item)?);
        }
        Ok(values)
    }

    fn encode(value: &Vec<T>) -> String {
        let items: Vec<String> = value.iter().map(Scalar::encode).collect();
        items.join(&LIST_SEPARATOR.to_string())
    }
}

impl Column for Flag {
    type Value = bool;
    const REQUIRED: bool = false;

    fn what() -> String {
        "true or false; blank is false".to_owned()
    }

    fn schema() -> Value {
        nullable(bool::schema())
    }

    fn decode(cell: &Cell) -> Result<bool, Fault> {
        if cell.is_blank() {
            Ok(false)
        } else {
            bool::decode(cell)
        }
    }

    fn encode(value: &bool) -> String {
        if *value {
            value.encode()
        } else {
            String::new()
        }
    }
}

fn nullable(mut schema: Value) -> Value {
    if let Some(kind) = schema.get("type").cloned() {
        schema["type"] = json!([kind, "null"]);
    }
    // A list of choices must name null as well.
    if let Some(Value::Array(choices)) = schema.get_mut("enum") {
        choices.push(Value::Null);
    }
    schema
}
