//! Lists to choose from: words, ids of another sheet, ratings of a scheme.

use rust_xlsxwriter::{DataValidation, DataValidationErrorStyle, Formula, Workbook, XlsxError};
use serde_json::Value as Json;

use super::LISTS_SHEET;
use super::template::{LAST_ROW, SchemeRatings, meaning, served};
use crate::io::raw::{ColumnSpec, Spec};
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
pub(super) struct Choices<'a> {
    tables: Vec<&'static str>,
    schemes: &'a [SchemeRatings],
}

impl<'a> Choices<'a> {
    /// The choices of a template of these tables.
    pub fn new(specs: &[&'static Spec], schemes: &'a [SchemeRatings]) -> Self {
        let rated = |spec: &&&Spec| spec.position("scheme").is_some();
        Choices {
            tables: specs.iter().map(|spec| spec.name).collect(),
            schemes: match specs.iter().find(rated) {
                Some(_) => schemes,
                None => &[],
            },
        }
    }

    /// What can be chosen in a column that stands at `at`, and what shows beside its cells.
    pub fn of(
        &self,
        spec: &Spec,
        column: &ColumnSpec,
        at: u16,
    ) -> Result<Option<DataValidation>, XlsxError> {
        let list = match (column.name, referred(spec, column)) {
            ("scheme", _) => self.list_of_schemes(),
            ("rating", _) => self.list_of_ratings(spec, at),
            // The table of the row itself has its own ids to give.
            (_, Some(table)) if table != spec.name && self.tables.contains(&table) => {
                Some(ids(table))
            }
            _ => None,
        };
        let validation = validation(&(column.schema)(), list)?;
        let validation = validation.unwrap_or_else(|| DataValidation::new().allow_any_value());
        let title = format!(
            "{}{}",
            column.name,
            if column.required { ", required" } else { "" }
        );
        let words = meaning(column.required, column.doc, &(column.what)());
        Ok(Some(
            validation
                .set_input_title(cut(&title, LONGEST_TITLE))?
                .set_input_message(cut(&words, LONGEST_PROMPT))?,
        ))
    }

    fn list_of_schemes(&self) -> Option<Formula> {
        let last = u32::try_from(self.schemes.len())
            .ok()
            .filter(|count| *count > 0)?;
        let last = cell_name(last - 1, 1);
        let last = last.trim_end_matches('1');
        Some(Formula::new(format!("={LISTS_SHEET}!$A$1:${last}$1")))
    }

    /// The ratings of the scheme in the same row, which stands in the column before.
    fn list_of_ratings(&self, spec: &Spec, at: u16) -> Option<Formula> {
        let most = self
            .schemes
            .iter()
            .map(|scheme| scheme.ratings.len())
            .max()?;
        let columns = served(spec);
        let scheme = columns
            .iter()
            .position(|(_, column)| column.name == "scheme")?;
        debug_assert_ne!(scheme, usize::from(at));
        let cell = format!("${}", cell_name(u32::try_from(scheme).ok()?, 2));
        let lists = LISTS_SHEET;
        let column = format!("MATCH({cell},{lists}!$1:$1,0)-1");
        Some(Formula::new(format!(
            "=OFFSET({lists}!$A$2,0,{column},COUNTA(OFFSET({lists}!$A$2,0,{column},{most},1)),1)"
        )))
    }

    /// Writes what the choices look up: a hidden sheet with a scheme a column.
    pub fn write(&self, workbook: &mut Workbook) -> Result<(), XlsxError> {
        if self.schemes.is_empty() {
            return Ok(());
        }
        let sheet = workbook.add_worksheet();
        sheet.set_name(LISTS_SHEET)?;
        for (column, scheme) in (0..).zip(self.schemes) {
            sheet.write_string(0, column, &scheme.scheme)?;
            for (row, rating) in (1..).zip(&scheme.ratings) {
                sheet.write_string(row, column, rating)?;
            }
        }
        sheet.set_hidden(true);
        Ok(())
    }
}

/// The ids of a table, as many as are filled in.
fn ids(table: &str) -> Formula {
    let all = format!("{table}!$A$2:$A${LAST_ROW}");
    Formula::new(format!("=OFFSET({table}!$A$2,0,0,MAX(1,COUNTA({all})),1)"))
}

/// The rule for cells of a schema, or of a list: words alone are good, ids and ratings are asked back.
pub(super) fn validation(
    schema: &Json,
    list: Option<Formula>,
) -> Result<Option<DataValidation>, XlsxError> {
    if let Some(list) = list {
        return Ok(Some(
            DataValidation::new()
                .allow_list_formula(list)
                .set_error_style(DataValidationErrorStyle::Warning)
                .set_error_title("Not in the list")?
                .set_error_message("It is not in the list. Keep it if you will add it there.")?,
        ));
    }
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
