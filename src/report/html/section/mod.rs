//! The sections of the page, one a file: each says whether the results hold what it is about.

mod asks;
mod assumptions;
mod board;
mod change;
mod choices;
mod evidence;
mod flow;
mod frontier;
mod funded;
mod limits;
mod made;
mod options;
mod pools;
mod practices;
mod replace;
mod swings;
mod targets;
mod without;

use maud::Markup;

use super::told::Told;

pub(super) use board::board;

/// A part of the page with one message.
pub(super) struct Section {
    /// Where links lead.
    pub id: &'static str,
    /// What it is called.
    pub title: &'static str,
    /// What it says, in a sentence or two.
    pub message: String,
    /// The chart and the table.
    pub body: Markup,
}

/// Makes a section where the results hold what it is about.
type Maker = for<'a> fn(&Told<'a>) -> Option<Section>;

/// Every section, in the order of the page. A new kind of result adds its own here.
const SECTIONS: [Maker; 17] = [
    asks::section,
    change::section,
    flow::section,
    targets::section,
    funded::section,
    practices::section,
    evidence::section,
    swings::section,
    frontier::section,
    pools::section,
    limits::section,
    choices::section,
    options::section,
    without::section,
    replace::section,
    assumptions::section,
    made::section,
];

/// The sections that the results hold.
pub(super) fn all(told: &Told) -> Vec<Section> {
    SECTIONS.iter().filter_map(|make| make(told)).collect()
}
