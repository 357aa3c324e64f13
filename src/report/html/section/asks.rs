//! What each partner is asked for, what that brings, how far it holds, and what happens where it says no.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::Section;
use crate::report::html::name::{name, plain};
use crate::report::html::table::{Cell, folded, number, numbers, shown, table, text, words};
use crate::report::html::told::Told;
use crate::report::number::{count, counted, people, quantity, signed};
use crate::report::record::{
    BringsRecord, DependenceRecord, MoveHoldsRecord, MoveRecord, RefusalRecord, Scalar,
};
use crate::report::view::{Figure, between, is_doubtful, of_draws, origin_word};

/// The section.
pub(super) fn section(told: &Told) -> Option<Section> {
    told.plan().filter(|plan| plan.value.is_some())?;
    let moves = told.moves();
    let partners: Vec<&[&MoveRecord]> = moves.chunk_by(|a, b| a.partner == b.partner).collect();
    if partners.is_empty() {
        return None;
    }
    let holders = told.plan().map_or(0, |plan| {
        let mut holders: Vec<&str> = plan
            .pools
            .iter()
            .map(|pool| pool.partner.as_str())
            .collect();
        holders.sort_unstable();
        holders.dedup();
        holders.len()
    });
    let small = told.plan().map_or(0, |plan| plan.moves.len()) - moves.len();
    Some(Section {
        id: "asks",
        title: "Asks per partner",
        message: format!(
            "{} of {} {} to move something: {} in all. Each can be agreed, countered or declined.",
            partners.len(),
            count(holders, "partner"),
            if partners.len() == 1 {
                "is asked"
            } else {
                "are asked"
            },
            count(moves.len(), "move"),
        ),
        body: html! {
            @for moves in partners {
                (partner(told, moves))
            }
            @if let Some(words) = steps_words(told) { p.note { (words) } }
            @if small > 0 {
                p.note { "Left out: " (count(small, "move")) " too small to matter." }
            }
        },
    })
}

/// What it costs to hold moves to amounts that people can carry out; `None` where they are not held to any.
fn steps_words(told: &Told) -> Option<String> {
    let steps = told.plan()?.steps.as_ref()?;
    let shares = told.shares();
    Some(if !steps.kept {
        "Moves are not rounded to amounts that are easy to carry out: the rules leave no such plan."
            .to_owned()
    } else if shares.is_told(steps.price, 0.0) && steps.price > 0.0 {
        format!(
            "Moves are held to amounts that people can carry out, which costs {} of all gaps.",
            shares.of(steps.price)
        )
    } else {
        "Moves are held to amounts that people can carry out, which costs nothing that can be told."
            .to_owned()
    })
}

fn partner(told: &Told, moves: &[&MoveRecord]) -> Markup {
    let first = moves[0];
    let refusal = told
        .sensitivity()
        .and_then(|result| result.refusals.as_ref())
        .and_then(|rows| rows.iter().find(|row| row.partner == first.partner));
    let pools: Vec<&[&MoveRecord]> = moves.chunk_by(|a, b| a.pool == b.pool).collect();
    html! {
        div.ask {
            h3 { (name(&first.partner_name)) }
            ul {
                @for moves in pools { li { (pool_words(told, moves)) } }
            }
            (table(
                &format!("Moves asked of {}", plain(&first.partner_name)),
                &[
                    numbers("Give a year", ""),
                    words("From"),
                    words("To"),
                    words("What it brings"),
                    words("Does it hold?"),
                ],
                moves.iter().map(|row| move_cells(told, row)).collect(),
            ))
            @if let Some(refusal) = refusal { (says_no(told, refusal)) }
        }
    }
}

fn pool_words(told: &Told, moves: &[&MoveRecord]) -> String {
    let first = moves[0];
    let unit = told.book.unit(&first.unit);
    let moved: f64 = moves
        .iter()
        .map(|row| row.amount + row.switching_cost)
        .sum();
    let switching: f64 = moves.iter().map(|row| row.switching_cost).sum();
    let of = told
        .book
        .pool(&first.pool)
        .map_or_else(String::new, |pool| {
            format!(" of {}", unit.amount(pool.amount))
        });
    let switching = if unit.reads_nothing(switching) {
        String::new()
    } else {
        format!(
            ", of which switching itself uses up {}",
            unit.amount(switching)
        )
    };
    format!(
        "{} ({}): {}{of} a year{switching}",
        plain(&first.resource_name),
        first.pool,
        unit.amount(moved)
    )
}

fn move_cells(told: &Told, row: &MoveRecord) -> Vec<Cell> {
    let amount = told.book.unit(&row.unit).amount(row.amount);
    let from = row
        .from_name
        .as_deref()
        .unwrap_or("what is unallocated today");
    let mut to = row
        .to_name
        .clone()
        .unwrap_or_else(|| "left unallocated".to_owned());
    if let (Some(amount), Some(unit)) = (row.converted_amount, &row.converted_unit) {
        to.push_str(&format!(", as {}", told.book.unit(unit).amount(amount)));
    }
    vec![
        number(row.amount, amount),
        text(from),
        text(to),
        text(brings(told, row)),
        shown(
            told.standing(row)
                .map_or_else(|| html! { "not tested" }, |standing| holds(told, standing)),
        ),
    ]
}

/// What the receiver does with it, and what the plan would lose without this move alone.
fn brings(told: &Told, row: &MoveRecord) -> String {
    const NAMED: usize = 3;
    let mut gains: Vec<&BringsRecord> = row
        .brings
        .iter()
        .filter(|gain| !reads_nothing(&gain.gain_unit, gain.gain))
        .collect();
    gains.sort_by(|a, b| {
        (b.gain.abs().total_cmp(&a.gain.abs())).then_with(|| a.indicator.cmp(&b.indicator))
    });
    let more = gains.len().saturating_sub(NAMED);
    let mut words: Vec<String> = gains
        .iter()
        .take(NAMED)
        .map(|gain| {
            format!(
                "{} {}",
                gain.indicator_name,
                gain_words(&gain.gain_unit, gain.gain)
            )
        })
        .collect();
    if more > 0 {
        words.push(format!("{more} more"));
    }
    let activities = told.plan().into_iter().flat_map(|plan| &plan.activities);
    let to = row.to.as_deref();
    let receiver = activities
        .into_iter()
        .find(|activity| Some(activity.activity.as_str()) == to);
    match (receiver, to) {
        (_, None) => words.push("frees it for another use".to_owned()),
        (Some(activity), _) => words.push(format!(
            "in all {} to {} participants there",
            people(activity.today),
            people(activity.plan)
        )),
        (None, Some(_)) => {}
    }
    words.join("; ")
}

fn reads_nothing(unit: &str, gain: f64) -> bool {
    matches!(
        gain_words(unit, gain).trim_end_matches(|letter: char| !letter.is_ascii_digit()),
        "0" | "<1" | ">-1"
    )
}

/// Whether a move holds, how often, and what it depends on.
fn holds(told: &Told, row: &MoveHoldsRecord) -> Markup {
    /// Figures that are told; the result holds all.
    const NAMED: usize = 6;
    let often = of_draws(row.share, told.draws());
    let mut settings = Vec::new();
    if !row.under_both_values {
        settings.push("not made where people are valued the other way");
    }
    if !row.under_other_targets {
        settings.push("not made with every gap a fifth smaller, or larger");
    }
    let mut figures: BTreeMap<(bool, &str), Vec<&DependenceRecord>> = BTreeMap::new();
    for on in &row.depends_on {
        // What can be replaced comes first.
        figures
            .entry((!is_doubtful(on.basis), &on.path))
            .or_default()
            .push(on);
    }
    let more = figures.len().saturating_sub(NAMED);
    html! {
        strong class=(if row.holds { "holds" } else { "depends" }) {
            (if row.holds { "Holds" } else { "Depends" })
        }
        ": in " (often) " (90% interval " (between(row.share_low, row.share_high)) ")"
        @if !row.holds && (!settings.is_empty() || !figures.is_empty()) {
            details {
                summary { "On what" }
                ul {
                    @for setting in settings { li { (setting) } }
                    @for figure in figures.values().take(NAMED) { li { (dependence(told, figure)) } }
                    @if more > 0 { li { (counted(more, "more figure", "more figures")) ", in the result" } }
                }
            }
        }
    }
}

/// A figure that takes a move away, with the values at which it goes; `rows` are one figure's, not none.
fn dependence(told: &Told, rows: &[&DependenceRecord]) -> String {
    let on = rows[0];
    let figure = Figure::new(&told.book, &on.path);
    let now = on.now.or_else(|| setting_now(told, &on.path));
    let mut ends: Vec<f64> = rows.iter().map(|on| on.at).collect();
    ends.sort_by(f64::total_cmp);
    let at: Vec<String> = ends
        .iter()
        .map(|&at| now.map_or_else(|| figure.value(at), |now| figure.values(at, now).0))
        .collect();
    let now = now.map_or_else(String::new, |now| {
        format!(", now {}", figure.values(now, ends[0]).0)
    });
    format!(
        "{}: goes at {}{now} ({})",
        figure.at_start(),
        at.join(" or "),
        origin_word(on.basis, on.origin).to_lowercase()
    )
}

fn setting_now(told: &Told, path: &str) -> Option<f64> {
    let settings = told
        .manifest()
        .into_iter()
        .flat_map(|manifest| &manifest.settings);
    let row = settings.into_iter().find(|row| row.path == path)?;
    match row.value {
        Scalar::Number(value) => Some(value),
        Scalar::Whole(value) => Some(value.into()),
        Scalar::Text(_) => None,
    }
}

/// What happens where the partner does not take part.
fn says_no(told: &Told, row: &RefusalRecord) -> Markup {
    const NAMED: usize = 4;
    let shares = told.shares();
    let Some(loss) = row.loss else {
        return html! { p.no { strong { "If it says no: " } "no plan keeps every promise without it." } };
    };
    if !shares.is_told(loss, row.noise) {
        return html! {
            p.no { strong { "If it says no: " } "the others make up for it, as far as the searches can tell." }
        };
    }
    html! {
        p.no {
            strong { "If it says no: " }
            "the others plan anew, and " (shares.told(loss, row.noise)) " of all gaps stay open that would close"
            @if !row.stops.is_empty() { "; " (counted(row.stops.len(), "activity", "activities")) " stay smaller" }
            "."
            @if !row.losers.is_empty() {
                " Who loses most: "
                @for (position, loser) in row.losers.iter().take(NAMED).enumerate() {
                    @if position > 0 { "; " }
                    (loser.indicator_name) ", " (loser.place_name) " " (gain_words(&loser.gain_unit, -loser.loss))
                }
                "."
            }
        }
        @if !row.stops_names.is_empty() {
            (folded("What stays smaller without it", &html! {
                ul { @for stops in &row.stops_names { li { (stops) } } }
            }))
        }
    }
}

/// A gain in its unit, with its sign.
fn gain_words(unit: &str, gain: f64) -> String {
    match unit {
        "people" => format!("{} people", signed(gain, &people(gain))),
        "sd_people" => format!("{} SD x people", signed(gain, &quantity(gain))),
        _ => signed(gain, &quantity(gain)),
    }
}
