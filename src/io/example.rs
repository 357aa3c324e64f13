//! The example row of each table: what a template shows in it, and what is never taken for data.
//!
//! An example carries [`MARK`] in its note. Left as it is, the row is not there. A row that was changed and still
//! carries the mark, and one that lost the mark and was not changed, are errors: either could be meant, and neither an
//! example taken for data nor data taken for an example would be seen in a result.

use super::cell::{Cell, Fault};
use super::raw::{ColumnSpec, Spec};
use crate::diagnostic::codes;

/// The note of an example.
pub(super) const MARK: &str =
    "EXAMPLE, not data: overwrite this row and clear this note, or delete the row";

/// Column of the mark.
pub(super) const NOTE: &str = "note";

/// Column whose example depends on whether there is a table of groups.
const GROUP: &str = "group";

/// What the ids of examples begin with, so that none is met by chance.
const PREFIX: &str = "example-";

/// Filled columns of the examples; together, those of the tables that every model needs are a model.
const EXAMPLES: &[(&str, &[(&str, &str)])] = &[
    (
        "inventory",
        &[
            ("program", "Reading partners"),
            ("partner", "City"),
            ("place", "example-district"),
            ("practice", "adult-tutoring"),
            ("dollars", "80000"),
            ("participants", "200"),
            ("source_of_funds", "City budget"),
            ("restricted", "no"),
            ("recurring", "true"),
        ],
    ),
    (
        "indicators",
        &[
            ("id", "example-reading"),
            ("goal", "Every child reads"),
            ("outcome", "Early grade reading"),
            ("name", "Grade 3 reading"),
            ("unit", "percent"),
            ("direction", "increase"),
            ("grade", "3"),
        ],
    ),
    (
        "places",
        &[("id", "example-district"), ("name", "Westside district")],
    ),
    (
        "groups",
        &[
            ("id", "example-all"),
            ("name", "All students"),
            ("set", "all"),
            ("partition", "true"),
        ],
    ),
    ("partners", &[("id", "example-city"), ("name", "City")]),
    (
        "baselines",
        &[
            ("indicator", "example-reading"),
            ("place", "example-district"),
            ("group", "example-all"),
            ("population", "400"),
            ("baseline", "50"),
            ("target", "60"),
            ("year", "2024"),
        ],
    ),
    (
        "resources",
        &[
            ("id", "example-money"),
            ("class", "treasure"),
            ("unit", "USD"),
            ("name", "Money"),
        ],
    ),
    (
        "practices",
        &[
            ("id", "example-tutoring"),
            ("name", "Tutoring in pairs"),
            ("grades", "0..3"),
            ("response", "linear"),
        ],
    ),
    (
        "responses",
        &[
            ("practice", "example-tutoring"),
            ("participants", "50"),
            ("effective_participants", "40"),
        ],
    ),
    (
        "activities",
        &[
            ("practice", "example-tutoring"),
            ("place", "example-district"),
            ("capacity", "200"),
        ],
    ),
    (
        "needs",
        &[
            ("practice", "example-tutoring"),
            ("resource", "example-money"),
            ("per_participant", "500"),
        ],
    ),
    (
        "evidence",
        &[
            ("study", "example-study"),
            ("practice", "example-tutoring"),
            ("indicator", "example-reading"),
            ("effect", "0.2"),
            ("effect_unit", "sd"),
            ("standard_error", "0.05"),
            ("scheme", "wwc"),
            ("rating", "positive"),
            ("design", "randomized"),
        ],
    ),
    (
        "links",
        &[
            ("study_outcome", "example-test-scores"),
            ("indicator", "example-reading"),
            ("extra_sd", "0.04"),
        ],
    ),
    (
        "serves",
        &[
            ("practice", "example-tutoring"),
            ("indicator", "example-reading"),
            ("share", "0.5"),
        ],
    ),
    (
        "pools",
        &[
            ("id", "example-fund"),
            ("partner", "example-city"),
            ("resource", "example-money"),
            ("amount", "100000"),
            ("recurring", "true"),
        ],
    ),
    (
        "restrictions",
        &[("pool", "example-fund"), ("practice", "example-tutoring")],
    ),
    (
        "allocations",
        &[
            ("pool", "example-fund"),
            ("practice", "example-tutoring"),
            ("place", "example-district"),
            ("amount", "20000"),
        ],
    ),
    (
        "conversions",
        &[
            ("from", "example-money"),
            ("to", "example-hours"),
            ("rate", "0.05"),
            ("cap", "10000"),
        ],
    ),
    (
        "rules",
        &[
            ("id", "example-keep-tutoring"),
            ("kind", "fund"),
            ("practices", "example-tutoring"),
            ("limit", "20"),
        ],
    ),
    (
        "ranges",
        &[
            ("path", "pools[example-fund].amount"),
            ("low", "90000"),
            ("high", "110000"),
        ],
    ),
];

/// The only group of an inventory that changes its plan: everybody.
pub(super) const EVERYBODY: &str = "all";

/// The texts of a table's example where an inventory stands in place of the table of groups.
pub(super) fn row_beside_inventory(spec: &Spec) -> Vec<String> {
    let mut row = row(spec);
    let group = spec.position(GROUP).map(|group| &mut row[group]);
    if let Some(group) = group.filter(|group| !group.is_empty()) {
        EVERYBODY.clone_into(group);
    }
    row
}

/// The texts of a table's example, one a column.
pub(super) fn row(spec: &Spec) -> Vec<String> {
    let listed = EXAMPLES.iter().find(|(table, _)| *table == spec.name);
    let listed = listed.map_or(&[][..], |(_, cells)| *cells);
    let text = |column: &ColumnSpec| {
        let known = listed.iter().find(|(name, _)| *name == column.name);
        match known {
            _ if column.name == NOTE => MARK.to_owned(),
            Some((_, value)) => (*value).to_owned(),
            None if column.required => made_up(column),
            _ => String::new(),
        }
    };
    let mut row: Vec<String> = spec.columns.iter().map(text).collect();
    // A table that is not listed above is still told apart by the id in its key.
    if !row.iter().any(|text| text.contains(PREFIX)) {
        let key = spec.key_positions();
        if let Some(first) = key.iter().find(|at| !spec.columns[**at].numeric) {
            row[*first] = format!("{PREFIX}{}", spec.name.replace('_', "-"));
        }
    }
    row
}

/// A value for a column that no example is written for.
fn made_up(column: &ColumnSpec) -> String {
    let schema = (column.schema)();
    if let Some(choice) = schema["enum"][0].as_str() {
        choice.to_owned()
    } else if column.numeric {
        "1".to_owned()
    } else if schema["type"] == "boolean" {
        "true".to_owned()
    } else {
        format!("{PREFIX}{}", column.name.replace('_', "-"))
    }
}

/// What a row is.
pub(super) enum Verdict {
    /// A row like any other.
    Data,
    /// An example that was left alone.
    Example,
    /// Something between the two.
    Unclear(Fault),
}

/// What the row of these cells is, one a column.
pub(super) fn judge(spec: &Spec, cells: &[Cell]) -> Verdict {
    let note = spec.position(NOTE);
    let marked = note.is_some_and(|note| &*cells[note].text == MARK);
    if !marked && !cells.iter().any(|cell| cell.text.contains(PREFIX)) {
        return Verdict::Data;
    }
    let same = [row(spec), row_beside_inventory(spec)]
        .iter()
        .any(|example| {
            let same = cells.iter().zip(example).enumerate();
            same.filter(|(position, _)| Some(*position) != note)
                // Spreadsheets write true in capitals.
                .all(|(_, (cell, text))| cell.text.eq_ignore_ascii_case(text))
        });
    match (marked, same) {
        (true, true) => Verdict::Example,
        (false, false) => Verdict::Data,
        (true, false) => Verdict::Unclear(
            Fault::new(
                codes::EXAMPLE_ROW,
                "the row was changed, and its note still says that it is an example",
            )
            .hint("clear its note if it is data; delete the row if it is not"),
        ),
        (false, true) => Verdict::Unclear(
            Fault::new(
                codes::EXAMPLE_ROW,
                "the row is the example of the template, without the note that says so",
            )
            .hint("delete the row, or overwrite it with your own"),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::super::raw;
    use super::*;

    #[test]
    fn every_example_fills_columns_that_there_are_and_is_known_by_its_ids() {
        for spec in raw::specs() {
            let row = row(spec);
            assert!(
                row.iter().any(|text| text.contains(PREFIX)),
                "{}: {row:?}",
                spec.name
            );
            if let Some((_, cells)) = EXAMPLES.iter().find(|(table, _)| *table == spec.name) {
                for (column, _) in *cells {
                    assert!(spec.position(column).is_some(), "{}.{column}", spec.name);
                }
            }
            let cells: Vec<Cell> = row.iter().map(|text| Cell::plain(text)).collect();
            assert!(matches!(judge(spec, &cells), Verdict::Example));
        }
    }
}
