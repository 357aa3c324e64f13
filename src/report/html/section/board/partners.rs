//! Who is asked for what, and what a no costs: a row a partner.

use std::collections::BTreeMap;

use maud::{Markup, html};

use crate::report::html::book::practice_of;
use crate::report::html::name::{list, name, plain, short};
use crate::report::html::table::{Cell, shown, stacked, text, valued, words};
use crate::report::html::told::Told;
use crate::report::number::{UnitStyle, people, signed};
use crate::report::record::{MoveRecord, RefusalRecord};

/// Practices and gains that a cell names.
const NAMED: usize = 2;

/// The table; nothing where the plan asks nobody.
pub(super) fn table(told: &Told) -> Markup {
    let moves: Vec<&MoveRecord> = told
        .moves()
        .into_iter()
        .filter(|row| row.to.is_some())
        .collect();
    let partners: Vec<&[&MoveRecord]> = moves.chunk_by(|a, b| a.partner == b.partner).collect();
    if partners.is_empty() {
        return html! {};
    }
    let refusals = told
        .sensitivity()
        .and_then(|result| result.refusals.as_ref());
    html! {
        h2 id="partners" { "Who is asked, and for what" }
        p.note {
            "Each year, of what the partner holds already. "
            @match refusals {
                Some(_) => "A no is counted with all others planning anew, as what then stays open of all gaps and who loses most.",
                None => { "What a no costs was not asked for: " code { "trefoil sensitivity --method refusals" } " says." },
            }
            " " a href="#asks" { "Every ask, one by one" }
        }
        (stacked(
            "Partners by what they are asked for",
            &[words("Partner"), words("Gives"), words("Gets"), words("If it says no")],
            partners
                .iter()
                .map(|moves| cells(told, moves, refusals.map(Vec::as_slice)))
                .collect(),
        ))
    }
}

fn cells(told: &Told, moves: &[&MoveRecord], refusals: Option<&[RefusalRecord]>) -> Vec<Cell> {
    let first = moves[0];
    vec![
        shown(name(&first.partner_name)),
        text(gives(told, moves)),
        text(gets(told, moves)),
        match refusals {
            None => text("not asked"),
            Some(rows) => rows
                .iter()
                .find(|row| row.partner == first.partner)
                .map_or_else(|| text("not asked"), |row| no(told, row)),
        },
    ]
}

/// How much of each resource, and from what most of it comes.
fn gives(told: &Told, moves: &[&MoveRecord]) -> String {
    let mut sums: BTreeMap<&str, (&MoveRecord, f64)> = BTreeMap::new();
    for row in moves {
        sums.entry(&row.resource).or_insert((row, 0.0)).1 += row.amount + row.switching_cost;
    }
    let mut amounts: Vec<(bool, String)> = sums
        .into_values()
        .map(|(row, sum)| {
            let unit = told.book.unit(&row.unit);
            match unit {
                UnitStyle::Money(_) => (false, unit.amount(sum)),
                UnitStyle::Plain(_) => (
                    true,
                    format!(
                        "{} of {}",
                        unit.amount(sum),
                        plain(&row.resource_name).to_lowercase()
                    ),
                ),
            }
        })
        .collect();
    amounts.sort_by_key(|(later, _)| *later);
    let amounts: Vec<String> = amounts.into_iter().map(|(_, words)| words).collect();
    let from = largest(told, moves, |row| {
        row.from.as_deref().map_or("", practice_of)
    });
    format!("{}, mostly from {}", list(&amounts), list(&from))
}

/// What receives it, and the largest gains that single moves bring.
fn gets(told: &Told, moves: &[&MoveRecord]) -> String {
    let into = largest(told, moves, |row| row.to.as_deref().map_or("", practice_of));
    let mut gains: BTreeMap<&str, f64> = BTreeMap::new();
    for gain in moves.iter().flat_map(|row| &row.brings) {
        if gain.gain_unit == "people" {
            let most = gains.entry(&gain.indicator_name).or_default();
            *most = most.max(gain.gain);
        }
    }
    let mut gains: Vec<(&str, f64)> = gains.into_iter().filter(|(_, gain)| *gain >= 0.5).collect();
    gains.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    let gains: Vec<String> = gains
        .iter()
        .take(NAMED)
        .map(|(indicator, gain)| format!("{indicator} {}", signed(*gain, &people(*gain))))
        .collect();
    let gains = if gains.is_empty() {
        String::new()
    } else {
        format!("; single moves bring up to {} people", list(&gains))
    };
    format!("More of {}{gains}", list(&into))
}

/// The practices at one end of `moves`, the one that most of all pools moves at first; no practice is what is unused.
fn largest<'m>(
    told: &Told,
    moves: &[&'m MoveRecord],
    end: impl Fn(&'m MoveRecord) -> &'m str,
) -> Vec<String> {
    let mut sums: BTreeMap<&str, f64> = BTreeMap::new();
    for row in moves {
        let all = told.book.pool(&row.pool).map_or(0.0, |pool| pool.amount);
        if all > 0.0 {
            *sums.entry(end(row)).or_default() += row.amount / all;
        }
    }
    let mut sums: Vec<(&str, f64)> = sums.into_iter().collect();
    sums.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    sums.into_iter()
        .take(NAMED)
        .map(|(practice, _)| match practice {
            "" => "what is unused today".to_owned(),
            practice => short(&told.book.practice(practice)),
        })
        .collect()
}

fn no(told: &Told, row: &RefusalRecord) -> Cell {
    let shares = told.shares();
    let Some(loss) = row.loss else {
        return valued(f64::MAX, html! { "no plan keeps every promise without it" });
    };
    if !shares.is_told(loss, row.noise) {
        return valued(0.0, html! { "the others make up for it" });
    }
    let loser = row
        .losers
        .first()
        .filter(|loser| loser.gain_unit == "people");
    valued(
        loss,
        html! {
            (shares.told(loss, row.noise)) " of all gaps stay open"
            @if let Some(loser) = loser {
                "; hit most: " (loser.indicator_name) ", " (loser.place_name) " " (signed(-loser.loss, &people(-loser.loss))) " people"
            }
        },
    )
}
