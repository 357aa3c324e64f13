//! The first sheet of a template: how to fill it in, and what each column means.

use rust_xlsxwriter::{Color, Format, Worksheet, XlsxError};

use super::GUIDE_SHEET;
use super::page::{
    EXAMPLE_FILL, EXAMPLE_TEXT, OPTIONAL_FILL, REQUIRED_FILL, for_print, header, height, in_words,
    wrapped,
};
use super::template::served;
use crate::io::raw::{REQUIRED_TABLES, Spec};

/// Widths of the columns: sheet, column, must it be filled, what it takes, meaning.
const WIDTHS: [f64; 5] = [18.0, 24.0, 18.0, 50.0, 80.0];

/// How to fill in a template.
const STEPS: [&str; 9] = [
    "Fill in the sheets from left to right. A row is one fact; the names in row 1 stay as they are.",
    "Dark columns marked (required) must be filled in every row; light ones may be blank. Dark tabs are sheets that every model needs.",
    "Blank means that it is not known; it is never taken for zero.",
    "The grey row of each sheet is an example and is not read. Overwrite it and clear its note, or delete it; a row that is half changed is refused.",
    "An id is a short name of small letters, digits, - and _, such as westside or title-1. Other sheets refer to a row by it.",
    "Percentages of people are 0 to 100 (71.3, without a sign); shares are 0 to 1. Money is in the currency of the sheet model, hours and people are plain numbers.",
    "Say in basis where a figure comes from: published, derived, local, default, illustrative. It is shown wherever a result depends on it.",
    "Point at the name of a column to read what it means; the list below says the same.",
    "Then: trefoil validate FILE.xlsx says what is missing, by sheet and cell; trefoil recommend FILE.xlsx gives a plan.",
];

/// Whether every model needs rows of a table.
pub(super) fn is_needed(spec: &Spec) -> bool {
    REQUIRED_TABLES.contains(&spec.name)
}

/// Writes the guide to the tables of a template.
pub(super) fn write(
    sheet: &mut Worksheet,
    specs: &[&'static Spec],
    inventory: bool,
) -> Result<(), XlsxError> {
    sheet.set_name(GUIDE_SHEET)?;
    for (column, width) in (0..).zip(WIDTHS) {
        sheet.set_column_width(column, width)?;
    }
    let last = 4;
    let title = Format::new().set_bold().set_font_size(16);
    let name = if inventory {
        "A model for Trefoil, from an inventory"
    } else {
        "A model for Trefoil"
    };
    sheet.write_string_with_format(0, 0, name, &title)?;
    let plain = wrapped();
    let mut row = 1;
    for (number, step) in (1..).zip(STEPS) {
        let look = match number {
            2 => header(REQUIRED_FILL, Color::White),
            4 => wrapped()
                .set_italic()
                .set_font_color(EXAMPLE_TEXT)
                .set_background_color(EXAMPLE_FILL),
            _ => plain.clone(),
        };
        let words = format!("{number}. {step}");
        sheet.merge_range(row, 0, row, last, &words, &look)?;
        sheet.set_row_height(row, height([(words.as_str(), WIDTHS.iter().sum())]))?;
        row += 1;
    }
    row += 1;
    let head = header(OPTIONAL_FILL, Color::Black);
    sheet.write_string_with_format(row, 0, "sheet", &head)?;
    sheet.merge_range(row, 1, row, last, "one row is", &head)?;
    row += 1;
    for spec in specs {
        let must = if is_needed(spec) {
            "Every model needs it"
        } else {
            "May be left empty"
        };
        sheet.write_string_with_format(row, 0, spec.name, &plain)?;
        let words = in_words(&format!("{} {must}.", spec.doc));
        sheet.merge_range(row, 1, row, last, &words, &plain)?;
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
    for spec in specs {
        for (_, column) in served(spec) {
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
    sheet.set_tab_color(Color::RGB(0x2E7D32));
    for_print(sheet)
}
