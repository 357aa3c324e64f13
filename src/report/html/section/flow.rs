//! Who gives and who receives, by practice: a picture for each resource.

use std::collections::BTreeMap;

use maud::html;

use super::Section;
use crate::report::html::book::{place_of, practice_of};
use crate::report::html::chart::flow::{Band, picture};
use crate::report::html::name::plain;
use crate::report::html::table::{folded, number, numbers, table, text, words};
use crate::report::html::told::Told;
use crate::report::number::UnitStyle;
use crate::report::record::MoveRecord;

/// Pictures hold at most so many bands; smaller ones are drawn together, and stand in the table.
const MOST_BANDS: usize = 24;

/// What stands for the other ends of moves.
const UNALLOCATED: &str = "Unallocated today";
const LEFT: &str = "Left unallocated";

/// The section.
pub(super) fn section(told: &Told) -> Option<Section> {
    let moves = told.moves();
    let mut by_resource: BTreeMap<&str, Vec<&MoveRecord>> = BTreeMap::new();
    for row in &moves {
        by_resource.entry(&row.resource).or_default().push(row);
    }
    // Money first, and then what moves most of all that there is.
    let is_money =
        |rows: &[&MoveRecord]| matches!(told.book.unit(&rows[0].unit), UnitStyle::Money(_));
    let mut resources: Vec<(bool, f64, Vec<&MoveRecord>)> = by_resource
        .into_values()
        .map(|rows| (is_money(&rows), share_moved(told, &rows), rows))
        .collect();
    resources.sort_by(|a, b| {
        (b.0.cmp(&a.0))
            .then_with(|| b.1.total_cmp(&a.1))
            .then_with(|| a.2[0].resource.cmp(&b.2[0].resource))
    });
    let (_, _, first) = resources.first()?;
    let message = format!(
        "{}: the largest part comes from {} and the largest part goes to {}.",
        plain(&first[0].resource_name),
        largest(told, first, giver),
        largest(told, first, taker),
    );
    Some(Section {
        id: "flows",
        title: "From what to what",
        message,
        body: html! {
            @for (_, _, rows) in &resources { (resource(told, rows)) }
        },
    })
}

fn share_moved(told: &Told, rows: &[&MoveRecord]) -> f64 {
    let moved: f64 = rows.iter().map(|row| row.amount).sum();
    let pools = told.plan().into_iter().flat_map(|plan| &plan.pools);
    let all: f64 = pools
        .filter(|pool| pool.resource == rows[0].resource)
        .map(|pool| pool.amount)
        .sum();
    if all > 0.0 { moved / all } else { 0.0 }
}

fn giver(told: &Told, row: &MoveRecord) -> String {
    let practice = |from: &String| told.book.practice(practice_of(from));
    row.from
        .as_ref()
        .map_or_else(|| UNALLOCATED.to_owned(), practice)
}

fn taker(told: &Told, row: &MoveRecord) -> String {
    match (&row.from, &row.to) {
        // The same practice elsewhere is another end, or the picture would flow in a circle.
        (Some(from), Some(to)) if practice_of(from) == practice_of(to) => format!(
            "{}, {}",
            told.book.practice(practice_of(to)),
            told.book.place(place_of(to))
        ),
        (_, Some(to)) => told.book.practice(practice_of(to)),
        (_, None) => LEFT.to_owned(),
    }
}

fn largest(told: &Told, rows: &[&MoveRecord], end: fn(&Told, &MoveRecord) -> String) -> String {
    let mut sums: BTreeMap<String, f64> = BTreeMap::new();
    for row in rows {
        *sums.entry(end(told, row)).or_default() += row.amount;
    }
    let largest = sums.into_iter().max_by(|a, b| a.1.total_cmp(&b.1));
    match largest.map(|(name, _)| name) {
        Some(name) if name == UNALLOCATED => "what is unallocated today".to_owned(),
        Some(name) if name == LEFT => "no use yet, so that it stays unallocated".to_owned(),
        Some(name) => name,
        None => String::new(),
    }
}

fn resource(told: &Told, rows: &[&MoveRecord]) -> maud::Markup {
    let mut sums: BTreeMap<(String, String), f64> = BTreeMap::new();
    for row in rows {
        *sums
            .entry((giver(told, row), taker(told, row)))
            .or_default() += row.amount;
    }
    let mut bands: Vec<Band> = sums
        .into_iter()
        .map(|((from, to), amount)| Band { from, to, amount })
        .collect();
    bands.sort_by(|a, b| b.amount.total_cmp(&a.amount));
    let unit = told.book.unit(&rows[0].unit);
    let write = |amount: f64| unit.amount(amount);
    let all: f64 = bands.iter().map(|band| band.amount).sum();
    let name = plain(&rows[0].resource_name);
    let title = format!("{name}: {} that would move, by practice", write(all));
    let description = bands.first().map_or_else(String::new, |band| {
        format!(
            "Bands from the practices that give, on the left, to those that receive, on the right. The widest: {} to {}, {}. The table below holds all of them.",
            band.from,
            band.to,
            write(band.amount)
        )
    });
    let mut drawn = bands.clone();
    if drawn.len() > MOST_BANDS {
        let rest: f64 = drawn.drain(MOST_BANDS - 1..).map(|band| band.amount).sum();
        drawn.push(Band {
            from: "Smaller moves".to_owned(),
            to: "Smaller moves, in the table".to_owned(),
            amount: rest,
        });
    }
    html! {
        figure {
            h3 { (name) ": " (write(all)) " would move" }
            (picture(&title, &description, &drawn, &write))
            (folded("The same as a table", &table(
                &format!("{name} by practice that gives and receives"),
                &[words("From"), words("To"), numbers("Amount", "a year")],
                bands.iter().map(|band| vec![
                    text(&band.from),
                    text(&band.to),
                    number(band.amount, write(band.amount)),
                ]).collect(),
            )))
        }
    }
}
