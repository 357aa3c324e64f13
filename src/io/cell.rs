//! One raw value: text with the place it was read in.

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Location};

/// What the file says about the type of a value, beside its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Nothing: a cell of a CSV file, or a value of `--set`.
    Plain,
    /// Text in quotation marks.
    Quoted,
    /// A number.
    Number,
    /// `true` or `false`.
    Flag,
}

/// Where a value that does not stand in its own table was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Origin {
    /// The file as the user named it, or `--set`.
    pub file: String,
    /// One-based line.
    pub line: Option<u64>,
}

impl Origin {
    /// The place as a finding gives it.
    pub fn location(&self) -> Location {
        Location::file(self.file.clone(), self.line)
    }
}

/// One raw value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cell {
    /// Its text without surrounding white space; empty where it is blank.
    pub text: Box<str>,
    /// What the file says about its type.
    pub form: Form,
    /// Where it was read, unless that is where its row was.
    pub origin: Option<Arc<Origin>>,
}

impl Cell {
    /// A cell of a CSV file.
    pub fn plain(text: &str) -> Self {
        Cell {
            text: text.trim().into(),
            form: Form::Plain,
            origin: None,
        }
    }

    /// Nothing.
    pub fn blank() -> Self {
        Cell::plain("")
    }

    /// Whether the cell holds nothing.
    pub fn is_blank(&self) -> bool {
        self.text.is_empty()
    }
}

/// What is wrong with one value, before it is known where the value stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    /// Kind of finding.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// What to try.
    pub hint: Option<String>,
}

impl Fault {
    /// A fault of kind `code`.
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Fault {
            code,
            message: message.into(),
            hint: None,
        }
    }

    /// The same fault, with what to try.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The fault as an error at a place.
    pub fn at(self, location: Location) -> Diagnostic {
        Diagnostic::error(self.code, location, self.message).maybe_hint(self.hint)
    }
}
