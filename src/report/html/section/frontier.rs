//! What the next amount of each resource buys, and where it stops.

use maud::{Markup, html};

use super::Section;
use crate::report::html::chart::line::{Line, picture};
use crate::report::html::name::{list, plain};
use crate::report::html::table::{folded, number, numbers, shown, table, text, words};
use crate::report::html::told::Told;
use crate::report::number::{NOISE, UnitStyle, percent, trimmed};
use crate::report::record::{FrontierPointRecord, FrontierRecord};

/// The section.
pub(super) fn section(told: &Told) -> Option<Section> {
    let mut rows: Vec<&FrontierRecord> = told.sensitivity()?.frontier.as_ref()?.iter().collect();
    rows.retain(|row| row.points.len() > 1);
    // Money first: that is what a board gives.
    rows.sort_by_key(|row| !matches!(told.book.unit(&row.resource_unit), UnitStyle::Money(_)));
    if rows.is_empty() {
        return None;
    }
    let (rising, flat): (Vec<&FrontierRecord>, Vec<&FrontierRecord>) = rows
        .iter()
        .copied()
        .partition(|row| answer(told, row).is_some());
    let flat: Vec<String> = flat
        .into_iter()
        .map(|row| plain(&row.resource_name).to_lowercase())
        .collect();
    let message = rows
        .iter()
        .filter_map(|row| answer(told, row))
        .next()
        .unwrap_or_default();
    Some(Section {
        id: "frontier",
        title: "What more would buy",
        message: if message.is_empty() {
            "More of any one resource alone buys nothing that can be told.".to_owned()
        } else {
            message
        },
        body: html! {
            p { "More of one resource, free of restrictions, with everything planned anew each time: what closes beyond that without it. " (told.any_amounts_words().unwrap_or_default()) }
            @for row in &rising { (resource(told, row)) }
            @if !flat.is_empty() {
                p { "More of these alone buys nothing that can be told: " (list(&flat)) "." }
            }
        },
    })
}

/// Points that are better than the one before by more than the searches leave open.
fn steps<'a>(told: &Told, row: &'a FrontierRecord) -> Vec<&'a FrontierPointRecord> {
    let shares = told.shares();
    let mut steps: Vec<&FrontierPointRecord> = Vec::new();
    let Some(mut last) = row.points.first() else {
        return steps;
    };
    for point in row.points.iter().skip(1) {
        let noise = (point.bound - point.value).max(last.bound - last.value);
        if shares.is_told((point.value - last.value).max(0.0), noise) {
            steps.push(point);
            last = point;
        }
    }
    steps
}

/// What the first amount that buys something buys, and where it stops, in a sentence or two.
pub(super) fn answer(told: &Told, row: &FrontierRecord) -> Option<String> {
    const NAMED: usize = 2;
    let shares = told.shares();
    let unit = told.book.unit(&row.resource_unit);
    let start = row.points.first()?;
    let name = match &unit {
        // An amount of money says what it is.
        UnitStyle::Money(_) => String::new(),
        UnitStyle::Plain(_) => format!(" {}", plain(&row.resource_name).to_lowercase()),
    };
    let steps = steps(told, row);
    let first = steps.first()?;
    let last = steps.last().unwrap_or(first);
    let mut practices: Vec<String> = first
        .grow
        .iter()
        .map(|id| {
            told.book
                .practice(crate::report::html::book::practice_of(id))
        })
        .collect();
    practices.dedup();
    practices.truncate(NAMED);
    let into = if practices.is_empty() {
        String::new()
    } else {
        format!(", put into {}", list(&practices))
    };
    let gain = |point: &FrontierPointRecord| percent(shares.share(point.value - start.value), 2);
    let end = row.points.last()?;
    let stops = if ends(told, row) {
        format!("beyond {} it buys nothing", unit.amount(last.more))
    } else {
        format!(
            "up to {} more was looked at, which closes another {} in all",
            unit.amount(end.more),
            gain(end)
        )
    };
    Some(format!(
        "{} more{name} closes another {} of the gaps{into}; {stops}.",
        unit.amount(first.more),
        gain(first),
    ))
}

/// Whether more buys nothing after the last point.
fn ends(told: &Told, row: &FrontierRecord) -> bool {
    let shares = told.shares();
    let (Some(last), before) = (row.points.last(), row.points.len().checked_sub(2)) else {
        return false;
    };
    match (last.next, before.and_then(|before| row.points.get(before))) {
        (Some(next), _) => shares.share(next * last.more.max(1.0)) <= NOISE,
        (None, Some(before)) => shares.share(last.value - before.bound) <= NOISE,
        (None, None) => false,
    }
}

fn resource(told: &Told, row: &FrontierRecord) -> Markup {
    let shares = told.shares();
    let unit = told.book.unit(&row.resource_unit);
    let name = plain(&row.resource_name);
    let start = row.points.first().map_or(0.0, |point| point.value);
    // What more of it adds, as in the sentences: never a total beside an addition.
    let added = |point: &FrontierPointRecord| shares.share(point.value - start).max(0.0);
    let points: Vec<(f64, f64)> = row
        .points
        .iter()
        .map(|point| (point.more, 100.0 * added(point)))
        .collect();
    let (title, along) = (
        format!("What more {name} closes of all gaps, beyond what closes without it"),
        format!("more {} a year", name.to_lowercase()),
    );
    let description = answer(told, row).unwrap_or_default();
    let line = Line {
        title: &title,
        description: &description,
        along: &along,
        up: "Another share of all gaps that closes",
        points: &points,
    };
    let values = table(
        &format!("{name}: what more of it closes"),
        &[
            numbers("More", "a year"),
            numbers("Closes another", "of all gaps"),
            words("What grows"),
            words("What drops out again"),
        ],
        row.points
            .iter()
            .map(|point| {
                vec![
                    number(point.more, unit.amount(point.more)),
                    number(added(point), percent(added(point), 2)),
                    names(&point.grow_names),
                    text(list(&point.dropped_names)),
                ]
            })
            .collect(),
    );
    html! {
        figure {
            h3 { (name) }
            p { (description) }
            (picture(&line, &|value| short(&unit, value), &|value| format!("{}%", trimmed(value, 2))))
            (folded("The same as a table", &values))
        }
    }
}

fn names(names: &[String]) -> crate::report::html::table::Cell {
    const SHOWN: usize = 3;
    if names.len() <= SHOWN + 1 {
        return text(list(names));
    }
    shown(html! {
        (names[..SHOWN].join(", "))
        (folded(&format!("and {} more", names.len() - SHOWN), &html! { (list(&names[SHOWN..])) }))
    })
}

/// An amount in few letters, for an axis.
fn short(unit: &UnitStyle, value: f64) -> String {
    match unit {
        UnitStyle::Money(symbol) if value >= 1e6 => format!("{symbol}{}M", trimmed(value / 1e6, 2)),
        UnitStyle::Money(symbol) if value >= 1e3 => format!("{symbol}{}k", trimmed(value / 1e3, 1)),
        UnitStyle::Money(_) | UnitStyle::Plain(_) => unit.bare(value),
    }
}
