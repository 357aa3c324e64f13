//! One page for a browser, in one file: nothing is fetched, and it reads without a script and on paper.
//!
//! A section a file, listed once in [`section`]; charts are placed by hand in [`chart`]. Text that was read is only
//! ever put into the page by the template, which escapes it.

mod book;
mod change;
mod chart;
mod name;
mod page;
mod section;
mod table;
#[cfg(test)]
mod tests;
mod told;

use super::Results;

/// The page of `results`: the same bytes for the same results.
#[must_use]
pub fn page(results: &Results) -> String {
    page::whole(&told::Told::new(results))
}
