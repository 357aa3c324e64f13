//! A recommendation as text for a terminal, 80 columns wide, that says the same without colour and piped.

mod alternatives;
mod asks;
mod compare;
mod evaluate;
mod evidence;
mod improvements;
pub(super) mod layout;
mod lists;
mod moves;
mod page;
mod proposal;
mod recommend;
mod sensitivity;
mod what_if;

pub(super) use alternatives::alternatives;
pub(super) use asks::asks;
pub(super) use compare::{Heading, comparison};
pub(super) use evaluate::evaluation;
pub use evidence::{effects, schemes};
pub use lists::{models, practices, validation};
pub use proposal::proposal;
pub(super) use recommend::recommendation;
pub(super) use sensitivity::sensitivity;

/// How a report for a terminal is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Style {
    /// Whether headings are bold and severities coloured; nothing is said by colour alone.
    pub colour: bool,
    /// Whether long lists are shown whole.
    pub all: bool,
}
