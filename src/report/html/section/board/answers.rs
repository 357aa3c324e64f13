//! Short answers to the questions of a board, each with a way to the whole one.

use maud::{Markup, html};

use super::{Section, assumptions::BASES, change, frontier, limits};
use crate::report::BasisRecord;
use crate::report::html::chart::row;
use crate::report::html::told::Told;
use crate::report::number::{UnitStyle, as_float, count, counted};
use crate::report::record::LimitationRecord;
use crate::report::view::basis_words;

/// The answers that the results hold; links lead to `sections` that are there.
pub(super) fn answers(told: &Told, sections: &[Section]) -> Markup {
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
    let more = |id: &str| {
        html! {
            @if sections.iter().any(|section| section.id == id) { " " a href=(format!("#{id}")) { "More" } }
        }
    };
    html! {
        div.answers {
            @if let Some(words) = asked(told) {
                div { h2 { "Who is asked" } p { (words) " " a href="#partners" { "By partner" } (more("asks")) } }
            }
            @if let Some(words) = change::answer(told) {
                div { h2 { "What would change it" } p { (words) (more("change")) } }
            }
            @if !basis.is_empty() {
                div {
                    h2 { "What it rests on" }
                    p { (basis_words(&basis)) (more("assumptions")) }
                    (rests_on(&basis))
                }
            }
            @if let Some(money) = money {
                div { h2 { "What the next money buys" } p { (money) (more("frontier")) } }
            }
            @if let Some(restriction) = restriction {
                div { h2 { "What restrictions cost" } p { (restriction) (more("limits")) } }
            }
        }
    }
}

/// How many partners are asked, and how to begin.
fn asked(told: &Told) -> Option<String> {
    let moves: Vec<_> = told
        .moves()
        .into_iter()
        .filter(|row| row.to.is_some())
        .collect();
    let mut partners: Vec<&str> = moves.iter().map(|row| row.partner.as_str()).collect();
    partners.sort_unstable();
    partners.dedup();
    if partners.is_empty() {
        return None;
    }
    let mut holders: Vec<&str> = told
        .plan()?
        .pools
        .iter()
        .map(|pool| pool.partner.as_str())
        .collect();
    holders.sort_unstable();
    holders.dedup();
    let begin = told.tally().map_or_else(String::new, |tally| {
        format!(
            " Ask first for the {} firm or leaning; the {} open to choice, partners may settle among themselves.",
            counted(tally.firm + tally.leaning, "that is", "that are"),
            tally.toss_up
        )
    });
    Some(format!(
        "{} of {} are asked, for {}.{begin}",
        partners.len(),
        count(holders.len(), "partner"),
        count(moves.len(), "move"),
    ))
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
fn rests_on(basis: &[BasisRecord]) -> Markup {
    let total: usize = basis.iter().map(BasisRecord::rows).sum();
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
