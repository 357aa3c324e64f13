//! The words of the field, as types: no files, no serde, no solver.

mod alternatives;
mod comparison;
mod evaluation;
mod evidence;
mod firmness;
mod id;
mod indicator;
mod inventory;
mod model;
mod path;
mod plan;
mod pool;
mod practice;
mod proposal;
mod quantity;
mod result;
mod rule;
mod sensitivity;
mod settings;
mod uncertain;
mod validate;

pub use alternatives::*;
pub use comparison::*;
pub use evaluation::*;
pub use evidence::*;
pub use firmness::*;
pub use id::*;
pub use indicator::*;
pub(crate) use inventory::derive;
pub use inventory::*;
pub use model::*;
pub use plan::*;
pub use pool::*;
pub use practice::*;
pub use proposal::*;
pub use quantity::*;
pub use result::*;
pub use rule::*;
pub use sensitivity::*;
pub use settings::*;
pub use uncertain::{
    Distribution, FigureKind, Input, NoInput, Range, RangeSettings, Span, Uncertain, uncertain,
};
pub use validate::REQUIRED_TABLES;
pub(crate) use validate::Reading;
