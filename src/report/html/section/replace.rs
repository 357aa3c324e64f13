//! What was filled in and decides most: what to find out first.

use maud::html;

use super::Section;
use crate::report::html::table::{Cell, number, numbers, table, text, words};
use crate::report::html::told::Told;
use crate::report::number::{count, percent};
use crate::report::record::FilledInRecord;
use crate::report::view::Figure;

/// The section.
pub(super) fn section(told: &Told) -> Option<Section> {
    let rows = told
        .plan()?
        .replace_first
        .as_ref()
        .filter(|rows| !rows.is_empty())?;
    let first = cells(told, rows.first()?);
    Some(Section {
        id: "replace",
        title: "Replace these first",
        message: format!(
            "{} that were filled in decide something. The first to find out: {}.",
            count(rows.len(), "figure"),
            first.0
        ),
        body: html! {
            p { "Each figure was filled in by default. The best plan closes so much of all gaps at one end of what it may be, and at the other." }
            (table(
                "Filled in, by how much it decides",
                &[
                    words("What"),
                    words("Filled in"),
                    words("It may be"),
                    numbers("Closes at the low end", "of all gaps"),
                    numbers("At the high end", "of all gaps"),
                    words("Where to write what is true"),
                ],
                rows.iter().map(|row| cells(told, row).1).collect(),
            ))
        },
    })
}

/// What a row is about, and its cells.
fn cells(told: &Told, row: &FilledInRecord) -> (String, Vec<Cell>) {
    let shares = told.shares();
    let of = |value: f64| number(value, percent(shares.share(value), 3));
    let (table, rest) = row.path.split_once('[').unwrap_or((&row.path, ""));
    let (key, column) = rest
        .rsplit_once("].")
        .unwrap_or((rest.trim_end_matches(']'), ""));
    if let (Some(value), Some(low), Some(high)) = (row.value, row.low, row.high) {
        let figure = Figure::new(&told.book, &row.path);
        (
            figure.words.clone(),
            vec![
                text(figure.at_start()),
                text(figure.value(value)),
                text(format!("{} to {}", figure.value(low), figure.value(high))),
                of(row.best_at_low),
                of(row.best_at_high),
                text(format!("{table}.csv, row {key}, column {column}")),
            ],
        )
    } else {
        let (pool, activity) = key.split_once(',').unwrap_or((key, ""));
        let what = format!(
            "whether the money of {pool} for {} is restricted",
            activity.replace(',', "@")
        );
        let cells = vec![
            text(crate::report::view::sentence(&what).trim_end_matches('.')),
            text("locked"),
            text("locked, or free"),
            of(row.best_at_low),
            of(row.best_at_high),
            text(format!(
                "inventory.csv, column restricted; or {table}.csv, row {key}"
            )),
        ];
        (what, cells)
    }
}
