//! The first door to a model: a list of programs, from which the full tables are derived.
//!
//! [`derive`] fills in what a program list does not say, each figure with its reason in `note` and its `basis`: what
//! a row of the list says is `local`, what is computed from it is `derived`, all else is `default`. Nothing that
//! somebody wrote is replaced, and no practice is guessed: a program without one is a practice of its own that nobody
//! has evaluated, which is not shown to fail.

mod derive;
mod evidence;
mod library;
mod money;
mod practices;
mod reached;

pub(crate) use derive::derive;
pub use library::{Library, PublishedCost, ShippedOutcome, ShippedPractice};

use std::collections::BTreeSet;

use super::{Basis, Label, PlaceId, Positive, PracticeId, Provenance};

/// What the practice column says where no practice is known.
pub const UNKNOWN_PRACTICE: &str = "unknown";

/// Participants up to which an activity can grow, as a multiple of those of today, where nobody says.
pub const CAPACITY_FACTOR: f64 = 1.5;

/// Which practice a program is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum PracticeName {
    /// Not known: one of its own, never evaluated.
    Unknown,
    /// One of the model, or one that is shipped.
    Known(PracticeId),
}

/// Whether money may be used for one thing alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Restricted {
    /// It may not be used for anything else.
    Yes,
    /// It may.
    No,
    /// Nobody has looked it up.
    Unclear,
}

/// A program that runs today and what one partner pays for it. Row of `inventory`.
#[derive(Debug, Clone, PartialEq)]
pub struct Program {
    /// Key: its name.
    pub program: Label,
    /// Key: who pays.
    pub partner: Label,
    /// Key: where it runs.
    pub place: PlaceId,
    /// What is done; `None` is not known either.
    pub practice: Option<PracticeName>,
    /// Dollars a year.
    pub dollars: Positive,
    /// People served for them a year.
    pub participants: Positive,
    /// Key: where the partner has the money from.
    pub source_of_funds: Option<Label>,
    /// Whether the money may be used for this alone; `None` is unclear.
    pub restricted: Option<Restricted>,
    /// What it may be used for, in words.
    pub restriction: Option<String>,
    /// Whether it comes again each year; `None`: taken as not.
    pub recurring: Option<bool>,
    /// Whether the program stays as it is.
    pub protected: bool,
    /// Where the row comes from.
    pub provenance: Provenance,
}

impl Program {
    /// The practice that the row names.
    #[must_use]
    pub fn named(&self) -> Option<&PracticeId> {
        match &self.practice {
            Some(PracticeName::Known(id)) => Some(id),
            Some(PracticeName::Unknown) | None => None,
        }
    }

    /// Whether the money may be used for this alone.
    #[must_use]
    pub fn restriction_known(&self) -> Restricted {
        self.restricted.unwrap_or(Restricted::Unclear)
    }
}

/// A name for people that an id stands for: `east-side` is `East side`.
fn words_of(id: &str) -> String {
    let spaced = id.replace(['-', '_'], " ");
    let mut letters = spaced.chars();
    let first: String = letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    first + letters.as_str()
}

/// Where a figure that the program filled in comes from.
fn filled_in(basis: Basis, note: impl Into<String>) -> Provenance {
    Provenance {
        source: None,
        note: Some(note.into()),
        basis: Some(basis),
    }
}

/// How far what rows of the inventory say can be taken as known: as the most doubtful of them; without a word, it is
/// the partnership's own record.
fn basis_of<'p>(programs: impl IntoIterator<Item = &'p Program>) -> Basis {
    let bases = programs
        .into_iter()
        .map(|program| program.provenance.basis.unwrap_or(Basis::Local));
    bases.max().unwrap_or(Basis::Local)
}

/// Most names that a note lists.
const LONGEST_LIST: usize = 6;

/// Names as a note lists them, each once.
fn listed<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let names: BTreeSet<&str> = names.into_iter().collect();
    let shown: Vec<&str> = names.iter().take(LONGEST_LIST).copied().collect();
    let more = names.len() - shown.len();
    let more = if more > 0 {
        format!(" and {more} more")
    } else {
        String::new()
    };
    format!("{}{more}", shown.join(", "))
}

/// A figure as a note gives it, with at most two decimals.
fn figure(value: f64) -> String {
    ((value * 100.0).round() / 100.0).to_string()
}
