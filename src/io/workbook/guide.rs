//! The first sheet of a template: how to fill it in, and what each column means.

use std::collections::BTreeSet;

use rust_xlsxwriter::{Color, Format, Worksheet, XlsxError};

use super::GUIDE_SHEET;
use super::door::Door;
use super::page::{
    EXAMPLE_FILL, EXAMPLE_TEXT, OPTIONAL_FILL, REQUIRED_FILL, for_print, header, height, in_words,
    wrapped,
};
use crate::domain::Label;
use crate::io::library::library;
use crate::io::scalar::Scalar as _;

/// Widths of the columns: sheet, column, must it be filled, what it takes, meaning.
const WIDTHS: [f64; 5] = [18.0, 24.0, 18.0, 50.0, 80.0];

/// The last of them.
const LAST: u16 = 4;

/// How to fill in a template.
const STEPS: [&str; 8] = [
    "Fill in the sheets from left to right. A row is one fact; the names in row 1 stay as they are.",
    "Dark columns marked (required) must be filled in every row; light ones may be blank. Dark tabs are sheets that every model needs.",
    "Blank means that it is not known; it is never taken for zero.",
    "The grey row of each sheet is an example and is not read. Overwrite it and clear its note, or delete it; a row that is half changed is refused.",
    "An id is a short name of small letters, digits, - and _, such as westside or title-1. Other sheets refer to a row by it.",
    "Percentages of people are 0 to 100 (71.3, without a sign); shares are 0 to 1. Money is in the currency of the sheet model, hours and people are plain numbers.",
    "Say in basis where a figure comes from: published, derived, local, default, illustrative. It is shown wherever a result depends on it.",
    "Point at the name of a column to read what it means; the list below says the same.",
];

/// The last of them.
const THEN: &str = "Then: trefoil validate FILE.xlsx says what is missing, by sheet and cell; trefoil recommend FILE.xlsx gives a plan.";

/// What is said besides of an inventory.
const STEPS_OF_INVENTORY: [&str; 3] = [
    "A program that several partners or sources pay for, or that runs at several places, is a row for each; give each row its own part of the people.",
    "Choose the practice of a program from the list at the end of this sheet where it truly is that practice; else leave it unknown. Where the outcome of an indicator is one that stands there, what studies found for it counts.",
    "What is not asked for is filled in, and labelled so. trefoil convert FILE.xlsx -o full.xlsx writes all of it, to be replaced by what you know.",
];

/// Which of the steps look like what they speak of.
const STEP_ON_REQUIRED: usize = 2;
const STEP_ON_EXAMPLES: usize = 4;

/// Writes the guide to a template.
pub(super) fn write(sheet: &mut Worksheet, door: Door) -> Result<(), XlsxError> {
    sheet.set_name(GUIDE_SHEET)?;
    for (column, width) in (0..).zip(WIDTHS) {
        sheet.set_column_width(column, width)?;
    }
    let title = Format::new().set_bold().set_font_size(16);
    let (name, more) = match door {
        Door::Inventory => (
            "A model for Trefoil, from a list of programs",
            &STEPS_OF_INVENTORY[..],
        ),
        Door::Tables => ("A model for Trefoil", &[][..]),
    };
    sheet.write_string_with_format(0, 0, name, &title)?;
    let plain = wrapped();
    let mut row = 1;
    for (number, step) in (1..).zip(STEPS.iter().chain(more).chain([&THEN])) {
        let look = match number {
            STEP_ON_REQUIRED => header(REQUIRED_FILL, Color::White),
            STEP_ON_EXAMPLES => wrapped()
                .set_italic()
                .set_font_color(EXAMPLE_TEXT)
                .set_background_color(EXAMPLE_FILL),
            _ => plain.clone(),
        };
        let words = format!("{number}. {step}");
        sheet.merge_range(row, 0, row, LAST, &words, &look)?;
        sheet.set_row_height(row, height([(words.as_str(), WIDTHS.iter().sum())]))?;
        row += 1;
    }
    row += 1;
    let specs = door.specs();
    let head = header(OPTIONAL_FILL, Color::Black);
    sheet.write_string_with_format(row, 0, "sheet", &head)?;
    sheet.merge_range(row, 1, row, LAST, "one row is", &head)?;
    row += 1;
    for spec in &specs {
        let must = if door.needs(spec) {
            "It is needed"
        } else {
            "May be left empty"
        };
        sheet.write_string_with_format(row, 0, spec.name, &plain)?;
        let words = in_words(&format!("{} {must}.", spec.doc));
        sheet.merge_range(row, 1, row, LAST, &words, &plain)?;
        sheet.set_row_height(row, height([(words.as_str(), WIDTHS[1..].iter().sum())]))?;
        row += 1;
    }
    row += 1;
    for (column, name) in (0..).zip([
        "sheet",
        "column",
        "must it be filled",
        "what it takes",
        "meaning",
    ]) {
        sheet.write_string_with_format(row, column, name, &head)?;
    }
    row += 1;
    for spec in &specs {
        for column in spec.columns {
            let must = if column.required {
                "required"
            } else {
                "may be blank"
            };
            let (what, doc) = (in_words(&(column.what)()), in_words(column.doc));
            let texts = [spec.name, column.name, must, &what, &doc];
            for (at, text) in (0..).zip(texts) {
                sheet.write_string_with_format(row, at, text, &plain)?;
            }
            sheet.set_row_height(row, height(texts.into_iter().zip(WIDTHS)))?;
            row += 1;
        }
    }
    if door == Door::Inventory {
        practices(sheet, row + 1)?;
    }
    sheet.set_tab_color(Color::RGB(0x2E7D32));
    for_print(sheet)
}

/// Lists the practices that a program may be, from a row on, with what their studies count for.
fn practices(sheet: &mut Worksheet, from: u32) -> Result<(), XlsxError> {
    let head = header(OPTIONAL_FILL, Color::Black);
    let plain = wrapped();
    let mut row = from;
    sheet.merge_range(row, 0, row, 1, "practice", &head)?;
    for (column, name) in (2..).zip([
        "grades, the age less 5",
        "what it is",
        "outcomes that its studies count for",
    ]) {
        sheet.write_string_with_format(row, column, name, &head)?;
    }
    let library = library();
    for shipped in &library.practices {
        row += 1;
        let practice = &shipped.practice;
        let measured = shipped.evidence.iter();
        let outcomes: BTreeSet<&str> = measured
            .filter_map(|study| study.measured.outcome())
            .flat_map(|outcome| library.counts_for(outcome))
            .map(Label::text)
            .collect();
        let outcomes: Vec<&str> = outcomes.into_iter().collect();
        let texts = [
            practice.grades.encode(),
            practice.name.clone(),
            outcomes.join("; "),
        ];
        sheet.merge_range(row, 0, row, 1, practice.id.as_str(), &plain)?;
        for (column, text) in (2..).zip(&texts) {
            sheet.write_string_with_format(row, column, text, &plain)?;
        }
        let texts = texts
            .iter()
            .map(String::as_str)
            .zip(WIDTHS[2..].iter().copied());
        sheet.set_row_height(row, height(texts))?;
    }
    Ok(())
}
