//! Page one: what a board needs, in plain words, with a way to the rest.

mod columns;
mod headline;
mod status;

use maud::{Markup, html};

use super::assumptions::BASES;
use super::{Section, frontier, limits};
use crate::report::html::chart::row;
use crate::report::html::told::Told;
use crate::report::number::{UnitStyle, as_float, count, whole_percent};
use crate::report::record::{LimitationRecord, MoveLimitWord};
use crate::report::view::{basis_words, between, holds_words, of_draws};

/// Page one, with links to `sections`.
pub(in crate::report::html) fn board(told: &Told, sections: &[Section]) -> Markup {
    html! {
        section.board id="in-short" aria-labelledby="in-short-title" {
            h1 id="in-short-title" { (headline::title(told)) }
            @for line in headline::lead(told) { p.lead { (line) } }
            (status::notices(told))
            (figures(told))
            (columns::table(told))
            (answers(told))
            h2 { "Read on" }
            ul.read-on {
                @for section in sections {
                    li { a href=(format!("#{}", section.id)) { (section.title) } span { (section.message) } }
                }
            }
        }
    }
}

/// The few figures that everybody asks for.
fn figures(told: &Told) -> Markup {
    let mut figures: Vec<(&str, String, String)> = Vec::new();
    let plan = told.drawn().and_then(|drawn| {
        let value = drawn.values.iter().find(|row| row.of == "plan")?;
        Some(value)
    });
    figures.extend(chance(told));
    if let Some((holding, all)) = told.holding() {
        figures.push((
            "Moves that hold",
            format!("{holding} of {all}"),
            holds_words(holding, all),
        ));
    }
    if let Some(value) = told.value() {
        let shares = told.shares();
        let drawn = plan.map_or_else(String::new, |drawn| {
            format!(
                "; over the draws {} (mean), {}",
                shares.of(drawn.mean),
                shares.range(drawn.low, drawn.high)
            )
        });
        figures.push((
            "Of the gaps to the targets, closed",
            crate::report::number::percent(value.share_of_gap_closed, 2),
            format!("as expected, weighted as the model weighs them{drawn}"),
        ));
    }
    html! {
        @if !figures.is_empty() {
            dl.figures {
                @for (name, figure, says) in figures {
                    div { dt { (name) } dd { strong { (figure) } span { (says) } } }
                }
            }
        }
    }
}

/// How often the plan does better than today: what it is called, the figure, and what it is of.
fn chance(told: &Told) -> Option<(&'static str, String, String)> {
    let drawn = told.drawn();
    let value = drawn.and_then(|drawn| drawn.values.iter().find(|row| row.of == "plan"));
    let limits = told
        .plan()
        .map_or(&[][..], |plan| plan.move_limits.as_slice());
    let over_all = limits.iter().find(|row| row.limit == MoveLimitWord::AsSet);
    let over_all = over_all.and_then(|row| {
        let interval = row.better_than_today_low.zip(row.better_than_today_high);
        Some((row.better_than_today?, interval))
    });
    let (share, interval, draws) = if let Some((share, interval)) = over_all {
        // Of every draw, as in the table of plans below it.
        (share, interval, 0)
    } else {
        let value = value?;
        let interval = value
            .better_than_today_low
            .zip(value.better_than_today_high);
        (value.better_than_today?, interval, drawn?.draws.done)
    };
    let interval = interval.map_or_else(String::new, |(low, high)| {
        format!(", 90% interval {}", between(low, high))
    });
    let none = drawn.map_or(0, |drawn| drawn.draws.infeasible);
    let none = if none == 0 {
        String::new()
    } else {
        format!("; in {} no plan keeps every rule", count(none, "draw"))
    };
    Some((
        "Chance of doing better than today",
        whole(share),
        format!("in {}{interval}{none}", of_draws(share, draws)),
    ))
}

/// A share as a whole percentage that never reads as certain.
fn whole(share: f64) -> String {
    if share > 0.99 {
        "over 99%".to_owned()
    } else {
        whole_percent(share)
    }
}

/// Short answers to the other questions of a board.
fn answers(told: &Told) -> Markup {
    let sensitivity = told.sensitivity();
    let money = sensitivity.and_then(|result| {
        let rows = result.frontier.as_ref()?.iter();
        rows.filter(|row| matches!(told.book.unit(&row.resource_unit), UnitStyle::Money(_)))
            .find_map(|row| frontier::answer(told, row))
    });
    let restriction = sensitivity
        .and_then(|result| result.rules.as_ref())
        .map(|rows| restriction(told, rows));
    let basis = told.basis();
    html! {
        div.answers {
            @if let Some(money) = money {
                div { h2 { "What the next money buys" } p { (money) " " a href="#frontier" { "More" } } }
            }
            @if let Some(restriction) = restriction {
                div { h2 { "What restrictions cost" } p { (restriction) " " a href="#limits" { "More" } } }
            }
            @if !basis.is_empty() {
                div {
                    h2 { "What it rests on" }
                    p { (basis_words(&basis)) " " a href="#assumptions" { "More" } }
                    (rests_on(&basis))
                }
            }
        }
    }
}

fn restriction(told: &Told, rows: &[LimitationRecord]) -> String {
    let shares = told.shares();
    let priced = rows
        .iter()
        .filter_map(|row| row.price.map(|price| (row, price)));
    let told_apart = priced.filter(|(row, price)| shares.is_told(*price, row.noise));
    told_apart.max_by(|a, b| a.1.total_cmp(&b.1)).map_or_else(
        || "No rule or restriction costs anything that can be told.".to_owned(),
        |(row, price)| {
            format!(
                "The costliest limit is this: {} It costs {} of all gaps.",
                limits::words_of(told, row),
                shares.told(price, row.noise)
            )
        },
    )
}

/// All rows of the model as one bar, by where they come from.
fn rests_on(basis: &[crate::report::BasisRecord]) -> Markup {
    let total: usize = basis.iter().map(crate::report::BasisRecord::rows).sum();
    let parts: Vec<(usize, &str, &'static str)> = BASES
        .iter()
        .map(|(name, class, of)| (basis.iter().map(of).sum(), *name, *class))
        .filter(|(rows, _, _)| *rows > 0)
        .collect();
    let shares: Vec<(f64, &'static str)> = parts
        .iter()
        .map(|(rows, _, class)| (as_float(*rows) / as_float(total.max(1)), *class))
        .collect();
    let words: Vec<String> = parts
        .iter()
        .map(|(rows, name, _)| format!("{rows} {name}"))
        .collect();
    html! {
        (row::parts(&shares, &format!("Figures of the model: {}", words.join(", "))))
        p.key { @for (rows, name, class) in parts { span.swatch.(class) {} " " (rows) " " (name) " " } }
    }
}
