//! The hidden sheet of a template that its choices look up: a list a column, its name above it.

use std::collections::BTreeSet;

use rust_xlsxwriter::{Formula, Workbook, XlsxError};

use super::LISTS_SHEET;
use super::template::{LAST_ROW, SchemeRatings};
use crate::domain::{Label, Program, UNKNOWN_PRACTICE};
use crate::io::library;
use crate::io::raw::{Record as _, Spec};
use crate::io::table::cell_name;

/// Practices that come with the program.
pub(super) const PRACTICES: &str = "practices";

/// Outcomes of indicators that their studies count for.
pub(super) const OUTCOMES: &str = "outcomes";

/// Places that the inventory names.
pub(super) const PLACES: &str = "places";

/// Places of an inventory that are offered.
const MOST_PLACES: u32 = 60;

/// What a list holds.
enum Items {
    /// Words that are known.
    Words(Vec<String>),
    /// Whatever a column of another sheet holds, each once, as many as are offered; the example is the first.
    Distinct { column: String, example: String },
}

/// The lists, by their columns.
pub(super) struct Lists(Vec<(String, Items)>);

impl Lists {
    /// A list of ratings for each scheme.
    pub fn of_schemes(schemes: &[SchemeRatings]) -> Self {
        let list = |scheme: &SchemeRatings| {
            let words = Items::Words(scheme.ratings.clone());
            (scheme.scheme.clone(), words)
        };
        Lists(schemes.iter().map(list).collect())
    }

    /// What an inventory and the tables beside it choose from; the example is that of the inventory.
    pub fn of_inventory(example: &[String]) -> Self {
        let library = library::library();
        let unknown = std::iter::once(UNKNOWN_PRACTICE.to_owned());
        let shipped = library.practices.iter();
        let practices = unknown.chain(shipped.map(|row| row.practice.id.to_string()));
        let outcomes: BTreeSet<&str> = library
            .outcomes
            .iter()
            .flat_map(|row| row.outcomes.iter().map(Label::text))
            .collect();
        let mut lists = vec![
            (PRACTICES.to_owned(), Items::Words(practices.collect())),
            (
                OUTCOMES.to_owned(),
                Items::Words(outcomes.into_iter().map(str::to_owned).collect()),
            ),
        ];
        let spec = Program::SPEC;
        let columns = (0..).zip(spec.columns.iter().enumerate());
        if let Some((at, (position, _))) = columns
            .into_iter()
            .find(|(_, (_, column))| column.name == "place")
        {
            lists.push((
                PLACES.to_owned(),
                Items::Distinct {
                    column: rows(spec.name, at, LAST_ROW),
                    example: example[position].clone(),
                },
            ));
        }
        Lists(lists)
    }

    /// The names of all lists.
    pub fn names(&self) -> Option<Formula> {
        let last = u32::try_from(self.0.len().checked_sub(1)?).ok()?;
        let last = letters(last);
        Some(Formula::new(format!("={LISTS_SHEET}!$A$1:${last}$1")))
    }

    /// A list by its name.
    pub fn list(&self, name: &str) -> Option<Formula> {
        let at = self.0.iter().position(|(known, _)| known == name)?;
        let column = u32::try_from(at).ok()?;
        Some(match &self.0[at].1 {
            Items::Words(words) => {
                let last = u32::try_from(words.len()).ok()?.max(1) + 1;
                Formula::new(format!("={}", rows(LISTS_SHEET, column, last)))
            }
            Items::Distinct { .. } => {
                let all = rows(LISTS_SHEET, column, MOST_PLACES + 1);
                let first = letters(column);
                Formula::new(format!(
                    "=OFFSET({LISTS_SHEET}!${first}$2,0,0,MAX(1,COUNTIF({all},\"?*\")),1)"
                ))
            }
        })
    }

    /// The list whose name stands in a cell.
    pub fn named_in(&self, cell: &str) -> Option<Formula> {
        let longest = self.0.iter().map(|(_, items)| match items {
            Items::Words(words) => words.len(),
            Items::Distinct { .. } => MOST_PLACES as usize,
        });
        let most = longest.max()?;
        let lists = LISTS_SHEET;
        let column = format!("MATCH({cell},{lists}!$1:$1,0)-1");
        Some(Formula::new(format!(
            "=OFFSET({lists}!$A$2,0,{column},COUNTA(OFFSET({lists}!$A$2,0,{column},{most},1)),1)"
        )))
    }

    /// Writes the sheet, where there is any list.
    pub fn write(&self, workbook: &mut Workbook) -> Result<(), XlsxError> {
        if self.0.is_empty() {
            return Ok(());
        }
        let sheet = workbook.add_worksheet();
        sheet.set_name(LISTS_SHEET)?;
        for (column, (name, items)) in (0..).zip(&self.0) {
            sheet.write_string(0, column, name)?;
            match items {
                Items::Words(words) => {
                    for (row, word) in (1..).zip(words) {
                        sheet.write_string(row, column, word)?;
                    }
                }
                Items::Distinct {
                    column: from,
                    example,
                } => {
                    let letters = letters(u32::from(column));
                    for row in 1..=MOST_PLACES {
                        // The first of those that do not stand above already.
                        let above = format!("{letters}$1:{letters}{row}");
                        let next = format!("MATCH(0,COUNTIF({above},{from})+({from}=\"\"),0)");
                        let formula = format!("=IFERROR(INDEX({from},{next}),\"\")");
                        let result = if row == 1 { example.as_str() } else { "" };
                        let formula = Formula::new(formula).set_result(result);
                        sheet.write_array_formula(row, column, row, column, formula)?;
                    }
                }
            }
        }
        sheet.set_hidden(true);
        Ok(())
    }
}

/// The letters of a column.
fn letters(column: u32) -> String {
    let cell = cell_name(column, 1);
    cell.trim_end_matches('1').to_owned()
}

/// The rows below the header of a column, to the `last`.
fn rows(sheet: &str, column: u32, last: u32) -> String {
    let letters = letters(column);
    format!("{sheet}!${letters}$2:${letters}${last}")
}

/// The ids of a table, as many as are filled in.
pub(super) fn ids(table: &Spec) -> Formula {
    let all = rows(table.name, 0, LAST_ROW);
    let sheet = table.name;
    Formula::new(format!("=OFFSET({sheet}!$A$2,0,0,MAX(1,COUNTA({all})),1)"))
}
