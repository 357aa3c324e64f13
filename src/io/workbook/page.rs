//! What every written sheet has in common: its looks, its cells, and how long a text may be.

use std::fmt::Display;

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
    XlsxError,
};

use crate::diagnostic::{Diagnostic, Diagnostics, Location, codes};
use crate::io::formula;
use crate::io::raw::ColumnSpec;

/// Characters that one cell holds, in UTF-16 units (ECMA-376, and all spreadsheets).
const LONGEST_TEXT: usize = 32_767;

/// Rows that one sheet holds.
pub(super) const MOST_ROWS: usize = 1_048_576;

/// Widths of columns, in characters.
const WIDTHS: (usize, usize) = (10, 70);

/// Widths of the value and the meaning of a setting.
pub(super) const SETTINGS_WIDTHS: (f64, f64) = (40.0, 80.0);

/// Colours, as red, green and blue: white on them, or black on the light ones, is read by everybody.
pub(super) const REQUIRED_FILL: Color = Color::RGB(0x1F4E79);
pub(super) const OPTIONAL_FILL: Color = Color::RGB(0xD9E2EC);
pub(super) const EXAMPLE_FILL: Color = Color::RGB(0xF2F2F2);
pub(super) const EXAMPLE_TEXT: Color = Color::RGB(0x6B6B6B);

/// What a column's cells are to a spreadsheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Numbers.
    Number,
    /// True or false.
    Flag,
    /// Texts.
    Text,
}

impl Kind {
    /// The kind of a declared column.
    pub fn of(column: &ColumnSpec) -> Self {
        let schema = (column.schema)();
        let kind = &schema["type"];
        if column.numeric {
            Kind::Number
        } else if kind == "boolean" || kind[0] == "boolean" {
            Kind::Flag
        } else {
            Kind::Text
        }
    }
}

/// A cell of a header.
pub(super) fn header(fill: Color, text: Color) -> Format {
    Format::new()
        .set_bold()
        .set_background_color(fill)
        .set_font_color(text)
        .set_align(FormatAlign::Top)
        .set_text_wrap()
        .set_border_bottom(FormatBorder::Thin)
}

/// The format with the place at which cells of a kind stand: numbers to the right, off the texts of the next column.
pub(super) fn aligned(format: &Format, kind: Kind) -> Format {
    let format = format.clone();
    match kind {
        Kind::Number => format.set_align(FormatAlign::Right).set_indent(1),
        Kind::Flag | Kind::Text => format,
    }
}

/// A text that runs over several lines.
pub(super) fn wrapped() -> Format {
    Format::new().set_text_wrap().set_align(FormatAlign::Top)
}

/// Writes a text as its column's kind; one that looks like a formula is marked as a text.
pub(super) fn put(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    text: &str,
    kind: Kind,
    format: &Format,
) -> Result<(), XlsxError> {
    match (kind, text.parse::<f64>(), text) {
        (_, _, "") => {}
        (Kind::Number, Ok(number), _) if number.is_finite() => {
            sheet.write_number_with_format(row, column, number, format)?;
        }
        (Kind::Flag, _, "true" | "false") => {
            sheet.write_boolean_with_format(row, column, text == "true", format)?;
        }
        // A string cell is no formula; the mark keeps it from becoming one when somebody edits it.
        _ if formula::is_suspect(text) => {
            let format = format.clone().set_quote_prefix();
            sheet.write_string_with_format(row, column, text, &format)?;
        }
        _ => {
            sheet.write_string_with_format(row, column, text, format)?;
        }
    }
    Ok(())
}

/// Says that a text does not fit into a cell.
pub(super) fn check_length(text: &str, place: impl Display) -> Result<(), Diagnostics> {
    // A character is one unit or two, and never more units than bytes.
    if text.len() <= LONGEST_TEXT || text.encode_utf16().count() <= LONGEST_TEXT {
        return Ok(());
    }
    Err(refused(
        place,
        format!(
            "the text is longer than the {LONGEST_TEXT} characters that a cell of a workbook holds"
        ),
    ))
}

/// A finding about what a workbook cannot hold.
pub(super) fn refused(place: impl Display, message: String) -> Diagnostics {
    let mut findings = Diagnostics::new();
    findings.push(
        Diagnostic::error(
            codes::UNWRITABLE_FILE,
            Location::path(place.to_string()),
            message,
        )
        .hint("write a folder instead"),
    );
    findings
}

/// A finding about what the writer of the format refuses.
pub(super) fn failed(sheet: &str, error: &XlsxError) -> Diagnostics {
    refused(sheet, format!("cannot be written: {error}"))
}

/// A column's width for its texts.
pub(super) fn width<'t>(texts: impl IntoIterator<Item = &'t str>) -> f64 {
    let lines = texts.into_iter().flat_map(str::lines);
    let longest = lines.map(|line| line.chars().count()).max().unwrap_or(0);
    let width = (longest + 2).clamp(WIDTHS.0, WIDTHS.1);
    f64::from(u32::try_from(width).unwrap_or_default())
}

/// Height of a row with one line of text, in points.
pub(super) const LINE: f64 = 15.0;

/// Height of the header where a column's name stands over the words that it must be filled.
pub(super) const HEADER_HEIGHT: f64 = 2.0 * LINE;

/// Characters of words that stand in the width of one digit, by which widths are measured: at least.
const WORDS_IN_DIGIT: f64 = 1.1;

/// Height of a row in which each text is wrapped at a width in characters. Said outright, since not every program
/// finds it by itself.
pub(super) fn height<'t>(texts: impl IntoIterator<Item = (&'t str, f64)>) -> f64 {
    let lines = |(text, width): (&str, f64)| -> f64 {
        let count = |line: &str| {
            let characters = u32::try_from(line.chars().count()).unwrap_or(u32::MAX);
            (f64::from(characters) / (width * WORDS_IN_DIGIT))
                .ceil()
                .max(1.0)
        };
        text.lines().map(count).sum()
    };
    LINE * texts.into_iter().map(lines).fold(1.0, f64::max)
}

/// A meaning as a person reads it, without the marks of its source.
pub(super) fn in_words(doc: &str) -> String {
    doc.replace('`', "")
}

/// What a sheet looks like on paper: wide, its header on each page.
pub(super) fn for_print(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_landscape();
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(0, 0)?;
    sheet.set_footer("&L&A&RPage &P of &N");
    Ok(())
}

/// The bytes of a workbook, the same in every run: it says of no time when it was made.
pub(super) fn bytes(workbook: &mut Workbook) -> Result<Vec<u8>, XlsxError> {
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let properties = DocProperties::new()
        .set_author("Trefoil")
        .set_creation_datetime(&made);
    workbook.set_properties(&properties);
    workbook.save_to_buffer()
}
