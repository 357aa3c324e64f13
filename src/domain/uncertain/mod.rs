//! Which figures of a model are uncertain, how far, and the model that has other values for them.

mod distribution;
mod figure;
mod input;
mod list;
mod range;
mod span;

pub use distribution::Distribution;
pub use input::{Input, NoInput};
pub use list::{Uncertain, uncertain};
pub use range::{Range, RangeSettings};
pub use span::{FigureKind, Span};

pub(super) use input::Finder;
pub(super) use list::write;
