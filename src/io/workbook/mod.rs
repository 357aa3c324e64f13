//! A model as a workbook: a sheet for each table, and one for the settings.
//!
//! A workbook comes to the same raw values as a folder: what a cell holds becomes the text that a CSV file would have,
//! numbers bit for bit, and what has no such text (errors, dates, formulas that were never computed) is refused where
//! it stands. What comes after does not know which of the two it was, except that findings name sheet and cell.

mod cells;
#[cfg(feature = "workbook")]
mod choices;
#[cfg(feature = "workbook")]
mod door;
#[cfg(feature = "workbook")]
mod guide;
#[cfg(feature = "workbook")]
mod lists;
#[cfg(feature = "workbook")]
mod page;
mod plain;
mod read;
mod settings;
#[cfg(feature = "workbook")]
mod template;
#[cfg(feature = "workbook")]
mod write;

pub(super) use plain::{PlainRow, PlainSheet, plain};
pub(super) use read::read;
#[cfg(feature = "workbook")]
pub use template::{SchemeRatings, TemplateOptions, template};
#[cfg(feature = "workbook")]
pub use write::model_workbook;

/// Sheet of the settings.
pub(super) use crate::diagnostic::SETTINGS_SHEET;

/// Sheet that says how to fill in a template.
pub(super) const GUIDE_SHEET: &str = "guide";

/// Sheet of what the choices of a template look up.
pub(super) const LISTS_SHEET: &str = "lists";

/// Sheets that are for people alone, and never read.
pub(super) const FOR_PEOPLE: [&str; 3] = ["readme", GUIDE_SHEET, LISTS_SHEET];

/// Columns of the sheet of the settings: the path of a setting, what it is, and what it means, which is not read.
pub(super) const SETTINGS_COLUMNS: [&str; 3] = ["key", "value", "meaning"];

/// What may follow the name of a column in its header.
pub(super) const REQUIRED_MARK: &str = "(required)";
