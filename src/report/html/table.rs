//! Tables that read without a script and sort with one.

use maud::{Markup, html};

/// A column.
#[derive(Debug)]
pub(super) struct Column {
    /// What stands above it.
    pub head: Markup,
    /// The same in words, which stand beside each cell where a row is stacked.
    label: String,
    /// Whether it holds numbers, which stand at the right.
    is_number: bool,
    /// Whether sorting by it says something.
    sorts: bool,
}

/// A column of words.
pub(super) fn words(head: &str) -> Column {
    Column {
        head: html! { (head) },
        label: head.to_owned(),
        is_number: false,
        sorts: true,
    }
}

/// A column of numbers; `unit` stands under its head.
pub(super) fn numbers(head: &str, unit: &str) -> Column {
    Column {
        head: html! { (head) @if !unit.is_empty() { " " span.unit { (unit) } } },
        label: head.to_owned(),
        is_number: true,
        sorts: true,
    }
}

/// A column of small charts under their common axis.
pub(super) fn chart(head: &str, axis: &Markup) -> Column {
    Column {
        head: html! { (head) (axis) },
        label: head.to_owned(),
        is_number: false,
        sorts: false,
    }
}

/// A cell: what it shows, and the number that it is sorted by where that is not what it shows.
#[derive(Debug)]
pub(super) struct Cell {
    shown: Markup,
    key: Option<f64>,
    is_chart: bool,
}

/// A cell of text.
pub(super) fn text(text: impl AsRef<str>) -> Cell {
    shown(html! { (text.as_ref()) })
}

/// A cell of anything.
pub(super) fn shown(shown: Markup) -> Cell {
    Cell {
        shown,
        key: None,
        is_chart: false,
    }
}

/// A cell of a number that is shown rounded.
pub(super) fn number(value: f64, shown: impl AsRef<str>) -> Cell {
    Cell {
        shown: html! { (shown.as_ref()) },
        key: value.is_finite().then_some(value),
        is_chart: false,
    }
}

/// A cell of anything, sorted by a number.
pub(super) fn valued(value: f64, shown: Markup) -> Cell {
    Cell {
        shown,
        key: value.is_finite().then_some(value),
        is_chart: false,
    }
}

/// A cell with a small chart.
pub(super) fn drawing(drawing: Markup) -> Cell {
    Cell {
        shown: drawing,
        key: None,
        is_chart: true,
    }
}

/// A table: `caption` says what a row is, the first column names it.
pub(super) fn table(caption: &str, columns: &[Column], rows: Vec<Vec<Cell>>) -> Markup {
    laid_out(caption, columns, rows, false)
}

/// A table whose rows become blocks of lines, each with its head, where a screen is narrow.
pub(super) fn stacked(caption: &str, columns: &[Column], rows: Vec<Vec<Cell>>) -> Markup {
    laid_out(caption, columns, rows, true)
}

fn laid_out(caption: &str, columns: &[Column], rows: Vec<Vec<Cell>>, stacks: bool) -> Markup {
    let label = |position: usize| {
        let column = columns.get(position).filter(|_| stacks);
        column.map(|column| column.label.as_str())
    };
    let has_chart = rows.iter().flatten().any(|cell| cell.is_chart);
    html! {
        div.scroll tabindex="0" role="region" aria-label=(caption) {
            table.sorts[rows.len() > 1].charted[has_chart].stacks[stacks] {
                caption { (caption) }
                thead {
                    tr {
                        @for column in columns {
                            th scope="col" class=[column.is_number.then_some("number")]
                                data-sorts=[column.sorts.then_some("")] { (column.head) }
                        }
                    }
                }
                tbody {
                    @for row in rows {
                        tr {
                            @for (position, cell) in row.into_iter().enumerate() {
                                @let class = if cell.is_chart {
                                    Some("chart")
                                } else if columns.get(position).is_some_and(|column| column.is_number) {
                                    Some("number")
                                } else {
                                    None
                                };
                                @if position == 0 {
                                    th scope="row" class=[class] data-key=[cell.key] { (cell.shown) }
                                } @else {
                                    td class=[class] data-key=[cell.key] data-head=[label(position)] { (cell.shown) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A long part that is folded away on a screen, and on paper named by its summary, which says how much it is.
pub(super) fn folded(summary: &str, body: &Markup) -> Markup {
    html! {
        details {
            summary { (summary) }
            (body)
        }
    }
}
