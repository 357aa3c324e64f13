//! Lists to choose from: words, ids of another sheet, ratings of a scheme.

use rust_xlsxwriter::{DataValidation, DataValidationErrorStyle, Formula, Workbook, XlsxError};
use serde_json::Value as Json;

use super::door::Door;
use super::lists::{Lists, OUTCOMES, PLACES, PRACTICES, ids};
use super::template::{SchemeRatings, meaning};
use crate::domain::{Baseline, Indicator, Program};
use crate::io::example;
use crate::io::raw::{ColumnSpec, Record as _, Spec};
use crate::io::table::cell_name;

/// Characters of the text that shows beside a cell that is chosen.
const LONGEST_PROMPT: usize = 255;

/// Characters of its title.
const LONGEST_TITLE: usize = 32;

/// Characters of a list that stands in the rule itself.
const LONGEST_LIST: usize = 255;

/// Columns that hold an id of another table's row, by the table.
const REFERENCES: [(&str, &str); 10] = [
    ("indicator", "indicators"),
    ("place", "places"),
    ("group", "groups"),
    ("partner", "partners"),
    ("practice", "practices"),
    ("resource", "resources"),
    ("one_time_resource", "resources"),
    ("pool", "pools"),
    ("from", "resources"),
    ("to", "resources"),
];

/// Table whose `from` and `to` are resources.
const CONVERSIONS: &str = "conversions";

/// The table that a column refers to.
fn referred(spec: &Spec, column: &ColumnSpec) -> Option<&'static str> {
    let between = ["from", "to"].contains(&column.name);
    if between && spec.name != CONVERSIONS {
        return None;
    }
    let (_, table) = REFERENCES.iter().find(|(name, _)| *name == column.name)?;
    Some(table)
}

/// What can be chosen in the sheets of a template.
pub(super) struct Choices {
    tables: Vec<&'static Spec>,
    lists: Lists,
}

impl Choices {
    /// The choices of a template; evidence is rated by `schemes`.
    pub fn new(door: Door, schemes: &[SchemeRatings]) -> Self {
        Choices {
            tables: door.specs(),
            lists: match door {
                Door::Inventory => Lists::of_inventory(&door.example(Program::SPEC)),
                Door::Tables => Lists::of_schemes(schemes),
            },
        }
    }

    /// What can be chosen in the cells of a column, and what shows beside them.
    pub fn of(&self, spec: &Spec, column: &ColumnSpec) -> Result<DataValidation, XlsxError> {
        let validation = match self.listed(spec, column) {
            Some(list) => list.validation()?,
            None => validation(&(column.schema)())?
                .unwrap_or_else(|| DataValidation::new().allow_any_value()),
        };
        let title = format!(
            "{}{}",
            column.name,
            if column.required { ", required" } else { "" }
        );
        let words = meaning(column.required, column.doc, &(column.what)());
        validation
            .set_input_title(cut(&title, LONGEST_TITLE))?
            .set_input_message(cut(&words, LONGEST_PROMPT))
    }

    /// The list that a column chooses from, unless its words are known.
    fn listed(&self, spec: &Spec, column: &ColumnSpec) -> Option<List> {
        let named = |name| self.lists.list(name);
        match (spec.name, column.name) {
            (_, "scheme") => self.lists.names().map(List::Asked),
            (_, "rating") => {
                let mut columns = spec.columns.iter();
                let scheme = columns.position(|known| known.name == "scheme")?;
                let cell = format!("${}", cell_name(u32::try_from(scheme).ok()?, 2));
                self.lists.named_in(&cell).map(List::Asked)
            }
            (Program::TABLE, "practice") => named(PRACTICES).map(List::Asked),
            (Indicator::TABLE, "outcome") => named(OUTCOMES).map(List::Offered),
            _ => {
                let table = referred(spec, column)?;
                // The table of the row itself has its own ids to give.
                match self.tables.iter().find(|known| known.name == table) {
                    Some(known) if known.name != spec.name => Some(List::Asked(ids(known))),
                    None if (spec.name, column.name) == (Baseline::TABLE, "place") => {
                        named(PLACES).map(List::Offered)
                    }
                    None if (spec.name, column.name) == (Baseline::TABLE, "group") => {
                        Some(List::Word(example::EVERYBODY))
                    }
                    Some(_) | None => None,
                }
            }
        }
    }

    /// Writes what the choices look up.
    pub fn write(&self, workbook: &mut Workbook) -> Result<(), XlsxError> {
        self.lists.write(workbook)
    }
}

/// A list of cells that are filled from it.
enum List {
    /// What is not in it is asked back.
    Asked(Formula),
    /// What is not in it is as good.
    Offered(Formula),
    /// The same, of one word.
    Word(&'static str),
}

impl List {
    fn validation(self) -> Result<DataValidation, XlsxError> {
        let rule = DataValidation::new();
        match self {
            List::Asked(list) => rule
                .allow_list_formula(list)
                .set_error_style(DataValidationErrorStyle::Warning)
                .set_error_title("Not in the list")?
                .set_error_message("It is not in the list. Keep it if you will add it there."),
            List::Offered(list) => Ok(rule.allow_list_formula(list).show_error_message(false)),
            List::Word(word) => Ok(rule.allow_list_strings(&[word])?.show_error_message(false)),
        }
    }
}

/// The rule for cells of a schema that has only some words.
pub(super) fn validation(schema: &Json) -> Result<Option<DataValidation>, XlsxError> {
    let is_flag = schema["type"] == "boolean" || schema["type"][0] == "boolean";
    // In capitals, as a spreadsheet keeps what is typed.
    let words: Vec<&str> = if is_flag {
        vec!["TRUE", "FALSE"]
    } else {
        let words = schema["enum"].as_array().into_iter().flatten();
        words.filter_map(Json::as_str).collect()
    };
    if words.is_empty() || words.join(",").len() > LONGEST_LIST {
        return Ok(None);
    }
    Ok(Some(
        DataValidation::new()
            .allow_list_strings(&words)?
            .set_error_title("Not one of the words")?
            .set_error_message(cut(
                &format!("It must be one of {}.", words.join(", ")),
                LONGEST_PROMPT,
            ))?,
    ))
}

/// The beginning of a text, at most `longest` characters (units of UTF-16) of it.
fn cut(text: &str, longest: usize) -> String {
    let mut units = 0;
    let mut cut = String::new();
    for c in text.chars() {
        units += c.len_utf16();
        if units > longest {
            while cut.encode_utf16().count() + 1 > longest {
                cut.pop();
            }
            cut.push('…');
            break;
        }
        cut.push(c);
    }
    cut
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::raw;

    #[test]
    fn every_reference_is_to_a_table_whose_ids_stand_first() {
        for (_, table) in REFERENCES {
            let spec = raw::specs().into_iter().find(|spec| spec.name == table);
            let first = spec.map(|spec| spec.columns[0].name);
            assert_eq!(first, Some("id"), "{table}");
        }
    }

    #[test]
    fn a_text_is_cut_to_the_units_that_a_prompt_holds() {
        assert_eq!(cut("abc", 3), "abc");
        assert_eq!(cut("abcd", 3), "ab…");
        assert_eq!(cut("a😀😀", 4), "a😀…");
    }
}
