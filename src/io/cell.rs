//! One raw value: text with the place it was read in.

use std::sync::Arc;

use super::scalar::quoted;
use crate::diagnostic::{Diagnostic, Location, codes};

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
    /// A date or time of a workbook.
    Date,
    /// An error of a workbook, such as `#REF!`.
    Failed,
    /// A formula of a workbook, without the value that it comes to.
    Uncomputed,
}

/// A place of a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SheetCell {
    /// Its sheet.
    pub sheet: String,
    /// Its name, such as `D7`, where it is one cell and not a row.
    pub cell: Option<String>,
}

/// Where a value that does not stand in its own table was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Origin {
    /// The file as the user named it, or `--set`.
    pub file: String,
    /// One-based line.
    pub line: Option<u64>,
    /// The sheet and cell, where the file is a workbook.
    pub cell: Option<SheetCell>,
}

impl Origin {
    /// A line of a text file, or an option of the command.
    pub fn line(file: &str, line: Option<u64>) -> Self {
        Origin {
            file: file.to_owned(),
            line,
            cell: None,
        }
    }

    /// The place as a finding gives it.
    pub fn location(&self) -> Location {
        let location = Location::file(self.file.clone(), self.line);
        match &self.cell {
            Some(at) => Location {
                cell: at.cell.clone(),
                ..location.sheet(at.sheet.clone())
            },
            None => location,
        }
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

    /// A cell of a workbook that holds something of `form`.
    pub fn of_form(text: &str, form: Form) -> Self {
        Cell {
            form,
            ..Cell::plain(text)
        }
    }

    /// Why the cell holds no value at all, whatever its column takes.
    pub fn refusal(&self) -> Option<Fault> {
        let text = quoted(&self.text);
        match self.form {
            Form::Plain | Form::Quoted | Form::Number | Form::Flag => None,
            Form::Date => Some(
                Fault::new(
                    codes::WRONG_TYPE,
                    format!("the cell is a date or time, {text}, and no column takes one"),
                )
                .hint("format the cell as text, and type it again: a year as 2024, a cycle as 2026-27"),
            ),
            Form::Failed => Some(
                Fault::new(codes::CELL_ERROR, format!("the cell holds the error {text}"))
                    .hint("mend its formula, or type the value; leave it blank where it is not known"),
            ),
            Form::Uncomputed => Some(
                Fault::new(
                    codes::FORMULA_WITHOUT_VALUE,
                    format!("the formula {text} stands without the value that it comes to"),
                )
                .hint("open and save the workbook in a spreadsheet, or type the value"),
            ),
        }
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
