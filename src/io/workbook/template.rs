//! A workbook to fill in.

use rust_xlsxwriter::{
    Color, ConditionalFormatFormula, Format, FormatAlign, Note, Workbook, Worksheet, XlsxError,
};

use super::choices::{Choices, validation};
use super::door::Door;
use super::guide;
use super::page::{
    EXAMPLE_FILL, EXAMPLE_TEXT, HEADER_HEIGHT, Kind, OPTIONAL_FILL, REQUIRED_FILL, SETTINGS_WIDTHS,
    aligned, bytes, failed, for_print, header, height, in_words, put, width, wrapped,
};
use super::{REQUIRED_MARK, SETTINGS_COLUMNS, SETTINGS_SHEET};
use crate::diagnostic::Diagnostics;
use crate::io::example;
use crate::io::raw::{self, Setting, Spec};

/// Last row that is prepared for filling in.
pub(super) const LAST_ROW: u32 = 1000;

/// Least width of a column of names and other words, so that what is typed can be read.
const WORDS_WIDTH: f64 = 16.0;

/// Width of the column of notes, which holds the mark of an example.
const NOTE_WIDTH: f64 = 72.0;

/// Width and height of the notes on headers, in pixels.
const NOTE_SIZE: (u32, u32) = (340, 130);

/// The ratings of a scheme, by which evidence may be rated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemeRatings {
    /// Name of the scheme.
    pub scheme: String,
    /// Its ratings.
    pub ratings: Vec<String>,
}

/// What a template holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TemplateOptions {
    /// The tables of an inventory, in place of the full ones.
    pub inventory: bool,
    /// What evidence may be rated by.
    pub schemes: Vec<SchemeRatings>,
}

/// A workbook (.xlsx) to fill in: a guide, the settings, and a sheet for each table, in the order in which a person
/// fills them in. That of an inventory offers the shipped practices, and the outcomes that their studies count for.
///
/// Each table has a frozen header, where columns that must be filled say so and the others are light; a note on each
/// column with what it means; lists to choose from where only some words or the ids of another sheet are good; and an
/// example that is not read until it is made one's own. The same options give the same bytes.
///
/// # Errors
/// None in practice: the writer of the format refuses nothing that is written here.
pub fn template(options: &TemplateOptions) -> Result<Vec<u8>, Diagnostics> {
    let door = match options.inventory {
        true => Door::Inventory,
        false => Door::Tables,
    };
    let mut workbook = Workbook::new();
    let mut write = || -> Result<Vec<u8>, XlsxError> {
        guide::write(workbook.add_worksheet(), door)?;
        settings_sheet(workbook.add_worksheet(), &door.settings())?;
        let choices = Choices::new(door, &options.schemes);
        for spec in door.specs() {
            table(workbook.add_worksheet(), spec, door, &choices)?;
        }
        choices.write(&mut workbook)?;
        bytes(&mut workbook)
    };
    write().map_err(|error| failed("template", &error))
}

/// What a person must know to fill a cell: whether it must be, what is meant, what can stand there.
pub(super) fn meaning(required: bool, doc: &str, what: &str) -> String {
    let must = if required { "Required" } else { "May be blank" };
    in_words(&format!("{must}: {what}. {doc}"))
}

fn settings_sheet(sheet: &mut Worksheet, settings: &[&Setting]) -> Result<(), XlsxError> {
    sheet.set_name(SETTINGS_SHEET)?;
    let head = header(OPTIONAL_FILL, Color::Black);
    let required = header(REQUIRED_FILL, Color::White);
    for (column, name) in (0..).zip(SETTINGS_COLUMNS) {
        sheet.write_string_with_format(0, column, name, &head)?;
    }
    let plain = wrapped();
    let number = wrapped().set_align(FormatAlign::Left);
    let text = number.clone().set_num_format("@");
    for (row, setting) in (1..).zip(settings) {
        let default = setting.text(&raw::defaults());
        let must = match (setting.required, default.as_str()) {
            (true, _) => "Required".to_owned(),
            (false, "") => "May be blank".to_owned(),
            (false, default) => format!("Blank is {default}"),
        };
        let look = if setting.required { &required } else { &plain };
        sheet.write_string_with_format(row, 0, setting.key, look)?;
        sheet.write_blank(row, 1, if setting.numeric { &number } else { &text })?;
        let words = in_words(&format!("{must}: {}. {}", (setting.what)(), setting.doc));
        sheet.write_string_with_format(row, 2, &words, &plain)?;
        sheet.set_row_height(row, height([(words.as_str(), SETTINGS_WIDTHS.1)]))?;
        if let Some(validation) = validation(&(setting.schema)())? {
            sheet.add_data_validation(row, 1, row, 1, &validation)?;
        }
    }
    sheet.set_column_width(0, width(settings.iter().map(|setting| setting.key)))?;
    sheet.set_column_width(1, SETTINGS_WIDTHS.0)?;
    sheet.set_column_width(2, SETTINGS_WIDTHS.1)?;
    sheet.set_freeze_panes(1, 1)?;
    sheet.set_tab_color(REQUIRED_FILL);
    for_print(sheet)
}

fn table(
    sheet: &mut Worksheet,
    spec: &Spec,
    door: Door,
    choices: &Choices,
) -> Result<(), XlsxError> {
    sheet.set_name(spec.name)?;
    let required = header(REQUIRED_FILL, Color::White);
    let optional = header(OPTIONAL_FILL, Color::Black);
    let example = door.example(spec);
    let mut note_column = None;
    for (at, (position, column)) in (0..).zip(spec.columns.iter().enumerate()) {
        let look = if column.required {
            &required
        } else {
            &optional
        };
        let name = if column.required {
            format!("{}\n{REQUIRED_MARK}", column.name)
        } else {
            column.name.to_owned()
        };
        let kind = Kind::of(column);
        sheet.write_string_with_format(0, at, &name, &aligned(look, kind))?;
        let words = meaning(column.required, column.doc, &(column.what)());
        let note = Note::new(format!("{}\n{words}", column.name))
            .add_author_prefix(false)
            .set_width(NOTE_SIZE.0)
            .set_height(NOTE_SIZE.1);
        sheet.insert_note(0, at, &note)?;

        // As text, an id such as 1-2 does not become a date, and nothing that is typed becomes a formula.
        let format = match kind {
            Kind::Text => Format::new().set_num_format("@"),
            Kind::Number | Kind::Flag => aligned(&Format::new(), kind),
        };
        sheet.set_column_format(at, &format)?;
        let text = example[position].as_str();
        put(sheet, (1, at), text, kind, &format)?;
        if column.name == example::NOTE {
            note_column = Some(at);
        }
        let widest = match kind {
            _ if column.name == example::NOTE => NOTE_WIDTH,
            Kind::Text => width([name.as_str(), text]).max(WORDS_WIDTH),
            Kind::Number | Kind::Flag => width([name.as_str(), text]),
        };
        sheet.set_column_width(at, widest)?;
        sheet.add_data_validation(1, at, LAST_ROW - 1, at, &choices.of(spec, column)?)?;
    }
    let last = u16::try_from(spec.columns.len())
        .unwrap_or(1)
        .saturating_sub(1);
    if let Some(note) = note_column {
        // Grey as long as the row is an example: the rule ends with the mark, as the reading does.
        let letter = crate::io::table::cell_name(u32::from(note), 2);
        let grey = ConditionalFormatFormula::new()
            .set_rule(format!("=${letter}=\"{}\"", example::MARK).as_str())
            .set_format(
                Format::new()
                    .set_italic()
                    .set_font_color(EXAMPLE_TEXT)
                    .set_background_color(EXAMPLE_FILL),
            );
        sheet.add_conditional_format(1, 0, LAST_ROW - 1, last, &grey)?;
    }
    sheet.set_row_height(0, HEADER_HEIGHT)?;
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_selection(2, 0, 2, 0)?;
    sheet.set_tab_color(if door.needs(spec) {
        REQUIRED_FILL
    } else {
        OPTIONAL_FILL
    });
    for_print(sheet)
}
