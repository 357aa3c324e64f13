//! Files to a model and back: the only room that touches the disk.
//!
//! A source yields named tables of text cells, each with the place it was read in; overlays change cells;
//! one declaration for each table decodes them, writes them back and describes them; the model then checks
//! the rows against each other, and its findings return to file, line and column.

mod band;
mod cell;
mod choice;
mod disk;
mod document;
mod example;
mod form;
mod formula;
mod frozen;
mod inventory;
pub mod journal;
mod label;
mod library;
pub mod lines;
mod load;
mod missing;
mod overlay;
pub mod proposals;
mod raw;
mod resolve;
mod result;
mod scalar;
mod scenarios;
mod schema;
mod source;
mod table;
mod workbook;
pub mod write;

pub use frozen::Frozen;
pub use library::library;
pub use load::{LoadOptions, Loaded, ShippedModel, load, shipped_models};
pub use overlay::{Change, LaidScenario};
pub use resolve::model_files;
pub use result::result;
pub use scenarios::{NamedScenario, scenarios};
pub use schema::{format_reference, schemas};
#[cfg(feature = "workbook")]
pub use workbook::{SchemeRatings, TemplateOptions, model_workbook, template};
