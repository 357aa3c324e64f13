//! A recommendation as text for a terminal, 80 columns wide, that says the same without colour and piped.

mod evidence;
mod improvements;
pub(super) mod layout;
mod lists;
mod moves;
mod page;
mod recommend;

pub use evidence::{effects, schemes};
pub use lists::{models, validation};
pub(super) use recommend::recommendation;

/// How a report for a terminal is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Style {
    /// Whether headings are bold and severities coloured; nothing is said by colour alone.
    pub colour: bool,
    /// Whether long lists are shown whole.
    pub all: bool,
}
