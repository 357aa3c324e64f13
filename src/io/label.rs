//! Names that an inventory has in place of ids.

use serde_json::Value;

use super::cell::{Cell, Fault};
use super::scalar::{Scalar, quoted, text_of};
use crate::diagnostic::codes;
use crate::domain::{Label, PracticeId, PracticeName, UNKNOWN_PRACTICE};

impl Scalar for Label {
    const LABEL: bool = true;

    fn what() -> String {
        "a name".to_owned()
    }

    fn schema() -> Value {
        String::schema()
    }

    fn decode(cell: &Cell) -> Result<Self, Fault> {
        let text = String::decode(cell)?;
        Label::new(&text).ok_or_else(|| {
            Fault::new(
                codes::BAD_ID,
                format!("no id can be made of the name {}", quoted(&text)),
            )
            .hint("write at least one letter from a to z or a digit")
        })
    }

    fn encode(&self) -> String {
        self.text().to_owned()
    }
}

impl Scalar for PracticeName {
    fn what() -> String {
        format!("the id of a practice, or {UNKNOWN_PRACTICE}")
    }

    fn schema() -> Value {
        PracticeId::schema()
    }

    fn decode(cell: &Cell) -> Result<Self, Fault> {
        match text_of(cell)? {
            UNKNOWN_PRACTICE => Ok(PracticeName::Unknown),
            _ => PracticeId::decode(cell).map(PracticeName::Known),
        }
    }

    fn encode(&self) -> String {
        match self {
            PracticeName::Unknown => UNKNOWN_PRACTICE.to_owned(),
            PracticeName::Known(id) => id.encode(),
        }
    }
}
