//! What each partner is asked for, what that brings, how far it holds, and what happens where it says no.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::Section;
use super::change::{is_any, setting_now};
use crate::domain::MoveFirmness;
use crate::report::html::book::setting;
use crate::report::html::name::{list, name, plain};
use crate::report::html::table::{
    Cell, Column, folded, number, numbers, shown, stacked, text, words,
};
use crate::report::html::told::Told;
use crate::report::number::{count, counted, people, percent, quantity, signed};
use crate::report::record::{
    BringsRecord, DependenceRecord, MoveHoldsRecord, MoveRecord, RefusalRecord,
};
use crate::report::view::{
    Figure, between, firmness_of, firmness_words, is_doubtful, of_draws, origin_word, sentence,
};

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
    let asked = moves.iter().filter(|row| row.to.is_some()).count();
    let tally = told
        .tally()
        .map_or_else(String::new, |tally| format!(" {}", tally.words()));
    Some(Section {
        id: "asks",
        title: "Asks per partner",
        message: format!(
            "{} of {} {} to move something: {} in all.{tally} Each can be agreed, countered or declined.",
            partners.len(),
            count(holders, "partner"),
            if partners.len() == 1 {
                "is asked"
            } else {
                "are asked"
            },
            count(asked, "move"),
        ),
        body: html! {
            @if told.tally().is_some() {
                p {
                    "Firm and leaning moves are asked for first. Those open to choice come after them: each is made in fewer than half of the draws, and something else is about as good."
                }
            }
            @for moves in partners {
                (partner(told, moves))
            }
            @if let Some(words) = steps_words(told) { p.note { (words) } }
            @if let Some(words) = any_words(told) { p.note { (words) } }
            @if small > 0 {
                p.note { "Left out: " (count(small, "move")) " too small to matter." }
            }
        },
    })
}

/// That what a no costs is told of plans in any amounts, where that is another value.
fn any_words(told: &Told) -> Option<String> {
    told.sensitivity()?.refusals.as_ref()?;
    told.any_amounts_words()
        .map(|words| format!("What a no costs: {words}"))
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
    let (asked, freed): (Vec<&MoveRecord>, Vec<&MoveRecord>) =
        moves.iter().partition(|row| row.to.is_some());
    let is_open = |row: &&MoveRecord| told.firmness(row) == Some(MoveFirmness::TossUp);
    let (open, mut sure): (Vec<&MoveRecord>, Vec<&MoveRecord>) =
        asked.into_iter().partition(is_open);
    let share = |row: &MoveRecord| told.standing(row).map_or(0.0, |row| row.share);
    sure.sort_by(|a, b| {
        (told.firmness(a).cmp(&told.firmness(b))).then_with(|| share(b).total_cmp(&share(a)))
    });
    let name_of = plain(&first.partner_name);
    html! {
        div.ask {
            h3 { (name(&first.partner_name)) }
            ul {
                @for moves in pools { li { (pool_words(told, moves)) } }
            }
            @if !sure.is_empty() {
                (stacked(
                    &format!("Moves asked of {name_of} first"),
                    &columns(false),
                    sure.iter().map(|row| move_cells(told, row, false)).collect(),
                ))
            }
            @if !open.is_empty() {
                h4 { "Open to choice: settle these among yourselves" }
                (stacked(
                    &format!("Moves of {name_of} that are open to choice"),
                    &columns(true),
                    open.iter().map(|row| move_cells(told, row, true)).collect(),
                ))
            }
            @if !freed.is_empty() {
                h4 { "Not asked: what is freed" }
                ul { @for row in &freed { li { (freed_words(told, row)) } } }
            }
            @if let Some(refusal) = refusal { (says_no(told, refusal)) }
        }
    }
}

fn columns(are_open: bool) -> Vec<Column> {
    let mut columns = vec![
        numbers("Give a year", ""),
        words("From"),
        words("To"),
        words("What it brings"),
        words("How firm"),
    ];
    if are_open {
        columns.push(words("What else is about as good"));
    }
    columns
}

/// What the plan leaves of a pool without a use, and why.
fn freed_words(told: &Told, row: &MoveRecord) -> String {
    let unit = told.book.unit(&row.unit);
    let what = format!(
        "{} of {}",
        unit.amount(row.amount),
        plain(&row.resource_name).to_lowercase()
    );
    let from = row.from_name.as_deref().unwrap_or("what is unused today");
    let plan = told.plan();
    let activity = plan
        .into_iter()
        .flat_map(|plan| &plan.activities)
        .find(|activity| Some(&activity.activity) == row.from.as_ref());
    let pool = plan
        .into_iter()
        .flat_map(|plan| &plan.pools)
        .find(|pool| pool.pool == row.pool);
    if pool.is_some_and(|pool| {
        pool.today > pool.amount && !unit.reads_nothing(pool.today - pool.amount)
    }) {
        return format!(
            "{what} from {from}: given up, since the pool holds less than it gives today."
        );
    }
    match activity {
        Some(activity) => format!(
            "{what} from {from}, which goes from {} to {} participants and needs no more. No other activity that this pool may serve does better with it, so it stays unallocated.",
            people(activity.today),
            people(activity.plan)
        ),
        None => format!(
            "{what} from {from}: no other activity that this pool may serve does better with it."
        ),
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

fn move_cells(told: &Told, row: &MoveRecord, is_open: bool) -> Vec<Cell> {
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
    let end = |activity: Option<&str>, gives: bool| {
        let drawn = told.over_draws(activity?)?;
        let (verb, share) = if gives {
            ("shrinks", drawn.shrinks)
        } else {
            ("grows", drawn.grows)
        };
        Some(format!("{verb} in {}", of_draws(share, told.draws())))
    };
    let mut cells = vec![
        number(row.amount, amount),
        shown(
            html! { (from) @if let Some(words) = end(row.from.as_deref(), true) { " " span.end { (words) } } },
        ),
        shown(
            html! { (to) @if let Some(words) = end(row.to.as_deref(), false) { " " span.end { (words) } } },
        ),
        text(brings(told, row)),
        shown(
            told.standing(row)
                .map_or_else(|| html! { "not tested" }, |standing| firm(told, standing)),
        ),
    ];
    if is_open {
        cells.push(text(substitutes(told, row)));
    }
    cells
}

/// What is about as good as a move: what grows as often as its receiver, and how far that may differ at next to no cost.
fn substitutes(told: &Told, row: &MoveRecord) -> String {
    const NAMED: usize = 2;
    let Some(to) = row.to.as_deref() else {
        return String::new();
    };
    let ties = told
        .drawn_activities()
        .and_then(|drawn| drawn.stability.as_ref())
        .map_or(&[][..], |alike| alike.ties.as_slice());
    let uses = |activity: &str| {
        let mut all = told.plan().into_iter().flat_map(|plan| &plan.activities);
        all.find(|other| other.activity == activity)
            .is_some_and(|other| other.uses.iter().any(|used| used.resource == row.resource))
    };
    let others: Vec<String> = ties
        .iter()
        .filter_map(|tie| {
            if tie.activity == to && uses(&tie.other) {
                Some(tie.other_name.clone())
            } else if tie.other == to && uses(&tie.activity) {
                Some(tie.activity_name.clone())
            } else {
                None
            }
        })
        .take(NAMED)
        .collect();
    let alternatives = told.alternatives();
    let range = alternatives
        .into_iter()
        .flat_map(|result| &result.ranges)
        .find(|range| range.activity == to)
        .map(|range| {
            format!(
                "any size of this one from {} to {} participants, which costs at most {} of the plan's value",
                people(range.least),
                people(range.most),
                percent(alternatives.map_or(0.0, |result| result.tolerance), 2)
            )
        });
    let words: Vec<String> = (!others.is_empty())
        .then(|| list(&others))
        .into_iter()
        .chain(range)
        .collect();
    if words.is_empty() {
        "not known: trefoil alternatives says".to_owned()
    } else {
        words.join("; or ")
    }
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

/// How firm a move is, how often it is made, and which figures take it away.
fn firm(told: &Told, row: &MoveHoldsRecord) -> Markup {
    /// Figures that are told; the result holds all.
    const NAMED: usize = 6;
    let firmness = firmness_of(row.firmness, row.holds, row.share);
    let often = of_draws(row.share, told.draws());
    let mut settings = Vec::new();
    if !row.under_both_values {
        settings.push(if weighs_people(told) {
            "not made where an indicator counts by the share of its gap that closes"
        } else {
            "not made where every person counts the same"
        });
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
    // So many figures take it away that none of them decides it.
    let is_any = is_any(told, row);
    let more = figures.len().saturating_sub(NAMED);
    html! {
        strong class=(if firmness == MoveFirmness::TossUp { "depends" } else { "holds" }) {
            (sentence(firmness_words(firmness)).trim_end_matches('.'))
        }
        ": made in " (often) " (90% interval " (between(row.share_low, row.share_high)) ")"
        @if is_any {
            ". Nearly any change of a figure exchanges it for another."
        } @else if !row.holds && (!settings.is_empty() || !figures.is_empty()) {
            details {
                summary { "What takes it away: " (count(figures.len() + settings.len(), "figure or setting").replace("figure or settings", "figures or settings")) }
                ul {
                    @for setting in settings { li { (setting) } }
                    @for figure in figures.values().take(NAMED) { li { (dependence(told, figure)) } }
                    @if more > 0 { li { (counted(more, "further figure", "further figures")) } }
                }
            }
        }
    }
}

/// Whether the model counts people, or shares of gaps.
fn weighs_people(told: &Told) -> bool {
    told.manifest()
        .is_some_and(|manifest| setting(manifest, "value.per") == Some("person"))
}

/// A figure that takes a move away, with the values at which it is no longer made; `rows` are one figure's, not none.
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
        format!(" instead of {}", figure.values(now, ends[0]).0)
    });
    format!(
        "{} at {}{now} ({})",
        figure.at_start(),
        at.join(" or "),
        origin_word(on.basis, on.origin).to_lowercase()
    )
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
