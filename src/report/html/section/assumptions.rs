//! What the results rest on: where the figures come from, what was assumed, changed and found.

use maud::{Markup, html};

use super::Section;
use crate::report::BasisRecord;
use crate::report::html::chart::row;
use crate::report::html::table::{Cell, chart, drawing, number, numbers, table, text, words};
use crate::report::html::told::Told;
use crate::report::number::{as_float, grouped, people};
use crate::report::view::{ASSUMPTIONS, basis_words, settings_changed, word};

/// A basis: what it is called, the class of its fill, and how many rows of a table are of it.
type Named = (&'static str, &'static str, fn(&BasisRecord) -> usize);

/// What a basis is called, and the class of its fill, from what is known best to what is known least.
pub(super) const BASES: [Named; 6] = [
    ("local", "local", |row| row.local),
    ("published", "published", |row| row.published),
    ("derived", "derived", |row| row.derived),
    ("default", "default", |row| row.default),
    ("illustrative", "illustrative", |row| row.illustrative),
    ("not said", "unstated", |row| row.unstated),
];

/// The section.
pub(super) fn section(told: &Told) -> Option<Section> {
    let manifest = told.manifest()?;
    let basis = told.basis();
    let ranges = if told.drawn().is_some() {
        "Ranges hold the doubt about the evidence and the figures, not about the model's structure."
    } else {
        "Ranges hold the uncertainty of the evidence only, not of the model's structure."
    };
    let settings: Vec<_> = settings_changed(manifest).collect();
    Some(Section {
        id: "assumptions",
        title: "What it rests on",
        message: basis_words(&basis),
        body: html! {
            @if !basis.is_empty() {
                (legend())
                (table("Rows of the model by where they come from", &columns(), basis.iter().map(cells).collect()))
            }
            h3 { "What is assumed" }
            ul {
                @for line in ASSUMPTIONS.into_iter().chain([ranges]) { li { (line) } }
                @if settings.is_empty() { li { "Every setting is the default." } }
            }
            @if !settings.is_empty() {
                (table(
                    "Settings that are not the default",
                    &[words("Setting"), words("Here"), words("Default")],
                    settings.iter().map(|(row, default)| vec![text(&row.path), text(word(&row.value)), text(word(default))]).collect(),
                ))
            }
            @if !manifest.changes.is_empty() {
                h3 { "Changed from the model by scenarios" }
                (table(
                    "Changes",
                    &[words("What"), words("From"), words("To"), words("By")],
                    manifest.changes.iter().map(|row| vec![
                        text(&row.path),
                        text(row.old.as_deref().unwrap_or("nothing")),
                        text(row.new.as_deref().unwrap_or("removed")),
                        text(&row.by),
                    ]).collect(),
                ))
            }
        },
    })
}

/// What the fills of the bars stand for.
fn legend() -> Markup {
    html! {
        p.key {
            @for (name, class, _) in BASES { span.swatch.(class) {} " " (name) " " }
        }
    }
}

fn columns() -> Vec<crate::report::html::table::Column> {
    let mut columns = vec![words("Table"), chart("Share of its rows", &html! {})];
    columns.extend(BASES.map(|(name, _, _)| numbers(name, "")));
    columns
}

fn cells(row: &BasisRecord) -> Vec<Cell> {
    let total = as_float(row.rows().max(1));
    let shares: Vec<(f64, &str)> = BASES
        .iter()
        .map(|(_, class, of)| (as_float(of(row)) / total, *class))
        .filter(|(share, _)| *share > 0.0)
        .collect();
    let words: Vec<String> = BASES
        .iter()
        .filter(|(_, _, of)| of(row) > 0)
        .map(|(name, _, of)| format!("{} {name}", of(row)))
        .collect();
    let mut cells = vec![
        text(&row.table),
        drawing(row::parts(
            &shares,
            &format!("{}: {}", row.table, words.join(", ")),
        )),
    ];
    cells.extend(BASES.map(|(_, _, of)| {
        let rows = as_float(of(row));
        number(
            rows,
            if rows > 0.0 {
                grouped(rows, 0)
            } else {
                people(0.0)
            },
        )
    }));
    cells
}
