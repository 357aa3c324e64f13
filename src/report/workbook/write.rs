//! Sheets as the bytes of a workbook: looks, number formats, charts, print.

use rust_xlsxwriter::{
    Chart, ChartAxisLabelPosition, ChartLegendPosition, ChartType, Color, DataValidation,
    DataValidationRule, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook,
    Worksheet, XlsxError,
};

use super::sheet::{Plot, PlotKind, Sheet, Value};

/// Row of the header; the message stands above it.
pub(super) const HEADER: u32 = 1;

/// First row of the table.
const FIRST: u32 = HEADER + 1;

/// Height of a line of text, in points.
const LINE: f64 = 15.0;

/// Largest height of a row, in points (all spreadsheets).
const TALLEST: f64 = 409.0;

/// Narrowest and widest column, in characters.
const WIDTHS: (usize, usize) = (9, 36);

/// Widest print, in characters: what stands further right, such as ids, is for programs.
const PRINTED: usize = 190;

/// Rows up to which a chart stands under its table; beside it where there are more.
const SHORT: usize = 80;

/// Width of a chart, and its height without its bars, in pixels.
const CHART: (u32, u32) = (960, 150);

/// Height of a bar and of the room between two rows of bars, in pixels.
const BAR: u32 = 8;

/// Height of a row of a sheet, in pixels.
const ROW: u32 = 20;

const HEADER_FILL: Color = Color::RGB(0x001F_4E79);
const ASKED_FILL: Color = Color::RGB(0x00FF_F2CC);

/// Colours that are told apart also without colour vision (Okabe and Ito), and in grey.
const SERIES: [Color; 3] = [
    Color::RGB(0x0056_B4E9),
    Color::RGB(0x0000_72B2),
    Color::RGB(0x00E6_9F00),
];

/// The bytes of a workbook of `sheets`, the same in every run: it says of no time when it was made.
pub(super) fn bytes(sheets: &[Sheet]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let properties = DocProperties::new()
        .set_author("Trefoil")
        .set_creation_datetime(&made);
    workbook.set_properties(&properties);
    for sheet in sheets {
        write(workbook.add_worksheet(), sheet)?;
    }
    workbook.save_to_buffer()
}

/// The number format in which a figure is shown; the cell holds all of its digits.
pub(super) fn number_format(value: f64, unit: &str) -> &'static str {
    let size = value.abs();
    match unit {
        "share" if size > 0.0 && size < 0.01 => "0.000%",
        "share" => "0.0%",
        // Numbers that are names, not amounts.
        "" | "level" if value.fract() == 0.0 => "0",
        _ if value.fract() == 0.0 || size >= 100.0 => "#,##0",
        _ if size >= 10.0 => "0.0",
        _ if size >= 1.0 => "0.00",
        _ if size >= 1e-3 => "0.0000",
        // What is less is the solver's rounding.
        _ if size < 1e-9 => "0",
        _ => "0.0E+00",
    }
}

/// Whether a spreadsheet would take `text` for a formula once somebody edits its cell.
fn is_suspect(text: &str) -> bool {
    text.trim_start_matches('\'')
        .starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// A heading in words.
pub(super) fn heading(name: &str) -> String {
    name.replace('_', " ")
}

fn length(text: &str) -> usize {
    text.lines()
        .map(|line| line.chars().count())
        .max()
        .unwrap_or(0)
}

fn float(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

/// Widths of the columns, in characters.
fn widths(sheet: &Sheet) -> Vec<usize> {
    let of = |(at, column): (usize, &crate::report::record::Column)| {
        let words = heading(column.name);
        // The header may wrap between its words; half of a long one is a good width.
        let head = words
            .split(' ')
            .map(length)
            .max()
            .unwrap_or(0)
            .max(words.len() / 2)
            + 2;
        let cells = sheet.rows.iter().map(|row| match &row[at] {
            Value::Blank => 0,
            Value::Number(_) => 11,
            Value::Text(text) => length(text),
        });
        (cells.max().unwrap_or(0).max(head) + 2).clamp(WIDTHS.0, WIDTHS.1)
    };
    sheet.columns.iter().enumerate().map(of).collect()
}

/// Height of a row in which `texts` are wrapped at their widths. Said outright, since not every program finds it.
fn height<'t>(texts: impl Iterator<Item = (&'t str, usize)>) -> f64 {
    let lines = texts.map(|(text, width)| {
        let each = text
            .lines()
            .map(|line| (length(line) * 10 / 11).div_ceil(width.max(1)).max(1));
        each.sum::<usize>()
    });
    (LINE * float(lines.max().unwrap_or(1).max(1))).min(TALLEST)
}

fn write(sheet: &mut Worksheet, content: &Sheet) -> Result<(), XlsxError> {
    sheet.set_name(content.name)?;
    let widths = widths(content);
    let columns = u16::try_from(widths.len()).unwrap_or(u16::MAX);
    write_head(sheet, content, &widths)?;
    let plain = Format::new().set_align(FormatAlign::Top).set_text_wrap();
    let open = plain
        .clone()
        .set_background_color(ASKED_FILL)
        .set_border(FormatBorder::Thin);
    // Off the texts of the next column.
    let number = Format::new()
        .set_align(FormatAlign::Top)
        .set_align(FormatAlign::Right)
        .set_indent(1);
    let mut row_number = FIRST;
    for row in &content.rows {
        for (at, (value, column)) in (0..columns).zip(row.iter().zip(&content.columns)) {
            let is_open = content.asked.iter().any(|(name, _)| *name == column.name);
            let look = if is_open { &open } else { &plain };
            match value {
                Value::Blank if is_open => {
                    sheet.write_blank(row_number, at, look)?;
                }
                Value::Blank => {}
                Value::Number(value) => {
                    let unit = content.unit(row, usize::from(at));
                    let look = number.clone().set_num_format(number_format(*value, unit));
                    sheet.write_number_with_format(row_number, at, *value, &look)?;
                }
                // A string cell is no formula; the mark keeps it from becoming one when somebody edits it.
                Value::Text(text) if is_suspect(text) => {
                    let look = look.clone().set_quote_prefix();
                    sheet.write_string_with_format(row_number, at, text, &look)?;
                }
                Value::Text(text) => {
                    sheet.write_string_with_format(row_number, at, text, look)?;
                }
            }
        }
        let texts = row.iter().zip(&widths).map(|(value, width)| match value {
            Value::Text(text) => (text.as_str(), *width),
            Value::Blank | Value::Number(_) => ("", *width),
        });
        let tall = height(texts);
        if tall > LINE {
            sheet.set_row_height(row_number, tall)?;
        }
        row_number += 1;
    }
    if content.rows.is_empty() {
        sheet.write_string(FIRST, 0, "none")?;
    } else {
        for (name, words) in &content.asked {
            ask(sheet, content, name, words, row_number - 1)?;
        }
    }
    sheet.set_freeze_panes(FIRST, 1)?;
    sheet.set_landscape();
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(HEADER, HEADER)?;
    sheet.set_footer("&L&A&RPage &P of &N");
    let is_short = content.rows.len() <= SHORT;
    let mut below = row_number + 1;
    let mut beside = HEADER;
    for plot in &content.plots {
        let high = chart_height(plot);
        let rows = high / ROW + 2;
        let chart = chart(content, plot, high);
        if is_short {
            sheet.insert_chart(below, 0, &chart)?;
            below += rows;
        } else {
            sheet.insert_chart(beside, columns, &chart)?;
            beside += rows;
        }
    }
    let last = if is_short && !content.plots.is_empty() {
        below
    } else {
        row_number.max(FIRST + 1) - 1
    };
    sheet.set_print_area(0, 0, last, printed(content, &widths))?;
    Ok(())
}

/// The last column that is printed: what people fill in always is.
fn printed(content: &Sheet, widths: &[usize]) -> u16 {
    let mut wide = 0;
    let fitting = widths.iter().take_while(|width| {
        wide += **width;
        wide <= PRINTED
    });
    let asked = content
        .asked
        .iter()
        .filter_map(|(name, _)| content.column(name));
    let last = fitting
        .count()
        .saturating_sub(1)
        .max(asked.max().unwrap_or(0));
    u16::try_from(last).unwrap_or(u16::MAX)
}

/// Height of a chart, in pixels: each row has room for its name and its bars.
fn chart_height(plot: &Plot) -> u32 {
    let count = |number: usize| u32::try_from(number).unwrap_or_default();
    let bars = match plot.kind {
        PlotKind::Groups => count(plot.series.len()) + 1,
        PlotKind::Swings => 2,
        PlotKind::Line => return CHART.1 + 200,
    };
    CHART.1 + count(plot.rows.len()) * bars.max(2) * BAR
}

/// Writes the message and the header.
fn write_head(sheet: &mut Worksheet, content: &Sheet, widths: &[usize]) -> Result<(), XlsxError> {
    let message = Format::new()
        .set_bold()
        .set_font_size(12)
        .set_text_wrap()
        .set_align(FormatAlign::Top);
    // Read on a screen, so no wider than what is seen of the sheet.
    let mut wide = 0;
    let mut last = 0;
    for (at, width) in (0_u16..).zip(widths) {
        if wide > 0 && wide + width > 110 {
            break;
        }
        wide += width;
        last = at;
    }
    if last > 0 {
        sheet.merge_range(0, 0, 0, last, &content.message, &message)?;
    } else {
        sheet.write_string_with_format(0, 0, &content.message, &message)?;
    }
    let lines = height(std::iter::once((content.message.as_str(), wide * 9 / 10)));
    sheet.set_row_height(0, (lines * 1.1 + 4.0).min(TALLEST))?;
    let head = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_background_color(HEADER_FILL)
        .set_font_color(Color::White)
        .set_align(FormatAlign::Top)
        .set_border_bottom(FormatBorder::Thin);
    let mut tall = LINE;
    for (at, (column, width)) in (0..).zip(content.columns.iter().zip(widths)) {
        let words = heading(column.name);
        sheet.set_column_width(at, float(*width))?;
        // Words that do not fill a line to its end take a little more than their characters.
        tall = f64::max(
            tall,
            height(std::iter::once((words.as_str(), width.saturating_sub(3)))),
        );
        let is_number = content
            .rows
            .iter()
            .any(|row| matches!(row[usize::from(at)], Value::Number(_)));
        let look = if is_number {
            head.clone().set_align(FormatAlign::Right).set_indent(1)
        } else {
            head.clone()
        };
        sheet.write_string_with_format(HEADER, at, &words, &look)?;
    }
    sheet.set_row_height(HEADER, tall)?;
    Ok(())
}

/// Lets people choose one of `words` in a column, or write an amount where there are none.
fn ask(
    sheet: &mut Worksheet,
    content: &Sheet,
    name: &str,
    words: &[&str],
    last: u32,
) -> Result<(), XlsxError> {
    let Some(at) = content.column(name).and_then(|at| u16::try_from(at).ok()) else {
        return Ok(());
    };
    let rule = if words.is_empty() {
        DataValidation::new()
            .allow_decimal_number(DataValidationRule::GreaterThanOrEqualTo(0.0))
            .set_error_message("An amount is a number, at least 0.")?
    } else {
        DataValidation::new()
            .allow_list_strings(words)?
            .set_error_message(format!("One of {}.", words.join(", ")))?
    };
    sheet.add_data_validation(FIRST, at, last, at, &rule)?;
    Ok(())
}

/// The chart of `plot`.
fn chart(content: &Sheet, plot: &Plot, high: u32) -> Chart {
    let at = |name: &str| {
        let found = content.column(name).unwrap_or_default();
        u16::try_from(found).unwrap_or_default()
    };
    let row = |position: usize| FIRST + u32::try_from(position).unwrap_or_default();
    let (first, last) = (row(plot.rows.start), row(plot.rows.end.saturating_sub(1)));
    let mut chart = Chart::new(match plot.kind {
        PlotKind::Groups | PlotKind::Swings => ChartType::Bar,
        PlotKind::Line => ChartType::ScatterStraightWithMarkers,
    });
    chart.set_width(CHART.0).set_height(high);
    chart.title().set_name(&plot.title);
    chart
        .title()
        .set_font(rust_xlsxwriter::ChartFont::new().set_size(12).set_bold());
    for (name, colour) in plot.series.iter().zip(SERIES) {
        let series = chart.add_series();
        series
            .set_name((content.name, HEADER, at(name)))
            .set_categories((content.name, first, at(plot.along), last, at(plot.along)))
            .set_values((content.name, first, at(name), last, at(name)));
        match plot.kind {
            PlotKind::Line => {
                series.set_format(
                    rust_xlsxwriter::ChartFormat::new()
                        .set_line(rust_xlsxwriter::ChartLine::new().set_color(SERIES[1])),
                );
            }
            PlotKind::Groups => {
                series.set_format(&mut filled(colour));
            }
            PlotKind::Swings => {
                series
                    .set_format(&mut filled(colour))
                    .set_overlap(100)
                    .set_gap(40);
            }
        }
    }
    let drawn = content.rows.get(plot.rows.clone()).unwrap_or_default();
    let is_below_nothing =
        |value: Option<&Value>| matches!(value, Some(Value::Number(number)) if *number < 0.0);
    if matches!(plot.kind, PlotKind::Line)
        && !drawn.iter().any(|row| {
            plot.series
                .iter()
                .any(|name| is_below_nothing(row.get(usize::from(at(name)))))
        })
    {
        // From nothing, or a little more would look like much.
        chart.y_axis().set_min(0.0);
    }
    if plot.series.len() > 1 {
        chart.legend().set_position(ChartLegendPosition::Bottom);
    } else {
        chart.legend().set_hidden();
    }
    // Words of the program's own first: what begins as a formula would be taken for a range of cells.
    let unit = format!("in {}", plot.unit);
    if plot.kind == PlotKind::Line {
        chart.y_axis().set_name(&unit);
        chart
            .x_axis()
            .set_name(&heading(plot.along))
            .set_num_format("#,##0");
    } else {
        // Bars lie: the rows stand along the vertical axis, the first on top, their names beside the lowest figure.
        chart.x_axis().set_name(&unit);
        chart
            .y_axis()
            .set_reverse()
            .set_label_position(ChartAxisLabelPosition::Low);
    }
    chart
}

fn filled(colour: Color) -> rust_xlsxwriter::ChartFormat {
    rust_xlsxwriter::ChartFormat::new()
        .set_solid_fill(rust_xlsxwriter::ChartSolidFill::new().set_color(colour))
        .clone()
}
