//! What would change the recommendation: figures by the moves and practices that they take out of it.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};

use super::Section;
use crate::report::html::book::practice_of;
use crate::report::html::name::{list, plain, short};
use crate::report::html::table::{Cell, folded, number, shown, stacked, text, valued, words};
use crate::report::html::told::Told;
use crate::report::number::{as_float, count, counted};
use crate::report::record::{DependenceRecord, MoveHoldsRecord, Scalar, SwingRecord};
use crate::report::view::{Figure, enters, is_doubtful, origin_word};

/// Figures that are shown at once, and those that are folded away below them; the result holds all.
const SHOWN: usize = 12;
const FOLDED: usize = 24;

/// Practices that a sentence names.
const NAMED: usize = 3;

/// Moves that are listed of one figure.
const LISTED: usize = 12;

/// Share of the draws below which a move is taken away by nearly anything.
const HARDLY_MADE: f64 = 0.1;

/// Figures from which, where they are more than half of all, a move hangs on nearly any.
const MANY: usize = 20;

/// A figure at one end of its range, with what it takes out of the plan.
struct Change<'a> {
    on: &'a DependenceRecord,
    moves: Vec<&'a MoveHoldsRecord>,
    /// Practices into which no move is left, and from which none is.
    starved: Vec<String>,
    spared: Vec<String>,
}

/// The changes, those that take most away first, and how many moves so much decides that no figure says anything.
struct Changes<'a> {
    rows: Vec<Change<'a>>,
    asked: usize,
    any: usize,
}

/// What the result says; `None` where it was not asked what moves depend on.
fn changes<'a>(told: &Told<'a>) -> Option<Changes<'a>> {
    let sensitivity = told.sensitivity()?;
    sensitivity.moves_hold.as_ref()?;
    let all: Vec<&MoveHoldsRecord> = told.standings().collect();
    let (any, decided): (Vec<&MoveHoldsRecord>, Vec<&MoveHoldsRecord>) =
        all.iter().copied().partition(|row| is_any(told, row));
    let mut found: BTreeMap<(&str, u64), Change> = BTreeMap::new();
    for &row in &decided {
        for on in &row.depends_on {
            let change = found
                .entry((&on.path, on.at.to_bits()))
                .or_insert_with(|| Change {
                    on,
                    moves: Vec::new(),
                    starved: Vec::new(),
                    spared: Vec::new(),
                });
            change.moves.push(row);
        }
    }
    let mut rows: Vec<Change> = found.into_values().collect();
    for row in &mut rows {
        let (gone, of) = (&row.moves, &decided);
        row.starved = emptied(told, of, gone, |row| row.to.as_deref());
        row.spared = emptied(told, of, gone, |row| row.from.as_deref());
    }
    rows.sort_by(|a, b| {
        let key = |row: &Change| (row.moves.len(), is_doubtful(row.on.basis));
        (key(b).cmp(&key(a)))
            .then_with(|| a.on.path.cmp(&b.on.path))
            .then_with(|| a.on.at.total_cmp(&b.on.at))
    });
    Some(Changes {
        rows,
        asked: all.len(),
        any: any.len(),
    })
}

/// Whether nearly any figure takes a move away: it is about as good as its substitutes, and no one figure decides it.
pub(super) fn is_any(told: &Told, row: &MoveHoldsRecord) -> bool {
    let figures = told.sensitivity().map_or(0, |result| {
        let swings = result.tornado.as_ref();
        swings.map_or(result.figures.len(), Vec::len)
    });
    let paths: BTreeSet<&str> = row.depends_on.iter().map(|on| on.path.as_str()).collect();
    row.share < HARDLY_MADE || (paths.len() > MANY && 2 * paths.len() > figures)
}

/// Practices at one end of `all` moves of which every one is among those that are `gone`.
fn emptied(
    told: &Told,
    all: &[&MoveHoldsRecord],
    gone: &[&MoveHoldsRecord],
    end: impl for<'m> Fn(&'m MoveHoldsRecord) -> Option<&'m str>,
) -> Vec<String> {
    let mut left: BTreeMap<&str, bool> = BTreeMap::new();
    for row in all {
        if let Some(activity) = end(row) {
            let is_gone = gone.iter().any(|other| std::ptr::eq(*other, *row));
            *left.entry(practice_of(activity)).or_insert(true) &= is_gone;
        }
    }
    let emptied = left.into_iter().filter(|(_, is_gone)| *is_gone);
    emptied
        .map(|(practice, _)| short(&told.book.practice(practice)))
        .collect()
}

impl Change<'_> {
    /// The figure with its value there and now.
    fn figure(&self, told: &Told) -> (Figure, String, Option<String>) {
        let mut figure = Figure::new(&told.book, &self.on.path);
        if let Some(unit) = unit_of_effect(told, &self.on.path) {
            figure = figure.in_unit(unit);
        }
        let now = self.on.now.or_else(|| setting_now(told, &self.on.path));
        match now {
            Some(now) => {
                let (at, now) = figure.values(self.on.at, now);
                (figure, at, Some(now))
            }
            None => {
                let at = figure.value(self.on.at);
                (figure, at, None)
            }
        }
    }

    /// What it takes away, in words.
    fn takes(&self) -> String {
        let some = |names: &[String]| {
            let mut names: Vec<String> = names.to_vec();
            let more = names.len().saturating_sub(NAMED);
            names.truncate(NAMED);
            if more > 0 {
                names.push(format!("{more} more"));
            }
            list(&names)
        };
        let mut parts = Vec::new();
        if !self.starved.is_empty() {
            parts.push(format!("nothing more goes into {}", some(&self.starved)));
        }
        if !self.spared.is_empty() {
            parts.push(format!("nothing is taken from {}", some(&self.spared)));
        }
        let moves = counted(self.moves.len(), "move drops", "moves drop");
        if parts.is_empty() {
            format!("{moves} out of the plan")
        } else {
            format!("{moves} out of the plan: {}", list(&parts))
        }
    }
}

/// The unit of an effect `effect[practice,indicator]`, where the evidence is among the results.
fn unit_of_effect<'a>(told: &Told<'a>, path: &str) -> Option<&'a str> {
    let keys = path.strip_prefix("effect[")?.trim_end_matches(']');
    let mut keys = keys.split(',');
    let (practice, indicator) = (keys.next()?, keys.next()?);
    let effects = told.results.validate.as_ref()?.result.effects.as_ref()?;
    let row = effects
        .iter()
        .find(|row| row.practice == practice && row.indicator == indicator)?;
    Some(&row.unit)
}

/// The value of a setting now, where it is a number.
pub(super) fn setting_now(told: &Told, path: &str) -> Option<f64> {
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

/// The short answer of page one.
pub(super) fn answer(told: &Told) -> Option<String> {
    told.plan().filter(|plan| !plan.moves.is_empty())?;
    let Some(changes) = changes(told) else {
        return Some(
            "Not asked for: trefoil sensitivity says which figures take which moves away."
                .to_owned(),
        );
    };
    let rows = &changes.rows;
    // What can be found out stands first, and then what takes most away.
    let doubtful = rows.iter().find(|row| is_doubtful(row.on.basis));
    let known = rows.iter().find(|row| !is_doubtful(row.on.basis));
    let told_of: Vec<String> = doubtful
        .into_iter()
        .chain(known)
        .map(|row| sentence_of(told, row))
        .collect();
    Some(if told_of.is_empty() {
        "No single figure, at either end of its range, takes a move away.".to_owned()
    } else {
        told_of.join(" ")
    })
}

/// What a figure would take away, in a sentence.
fn sentence_of(told: &Told, row: &Change) -> String {
    let (figure, at, now) = row.figure(told);
    let now = now.map_or_else(String::new, |now| format!(" instead of {now}"));
    let origin = if is_doubtful(row.on.basis) {
        format!(
            " That figure is {}: find it out first.",
            origin_word(row.on.basis, row.on.origin).to_lowercase()
        )
    } else {
        String::new()
    };
    format!(
        "If the {} were {at}{now}, {}.{origin}",
        plain(&figure.words),
        row.takes()
    )
}

/// The section.
pub(super) fn section(told: &Told) -> Option<Section> {
    let changes = changes(told)?;
    let message = answer(told)?;
    let (shown, rest) = changes.rows.split_at(SHOWN.min(changes.rows.len()));
    let folded_away = &rest[..FOLDED.min(rest.len())];
    let left = rest.len() - folded_away.len();
    let columns = || {
        [
            words("If this figure"),
            words("Were"),
            words("Instead of"),
            words("This goes"),
            words("Which is"),
        ]
    };
    let rows_of =
        |rows: &[Change]| -> Vec<Vec<Cell>> { rows.iter().map(|row| cells(told, row)).collect() };
    Some(Section {
        id: "change",
        title: "What would change it",
        message,
        body: html! {
            p {
                "One figure at a time was set to the low and to the high end of its range (1 chance in 10 lies beyond each), and the best plan was sought anew: these then leave moves out. Where between now and there they turn was not sought. An effect is what one participant gains; SD are standard deviations."
            }
            @if !shown.is_empty() {
                (stacked("Figures by what they take away", &columns(), rows_of(shown)))
            }
            @if !folded_away.is_empty() {
                (folded(
                    &format!("{} that take less away", count(folded_away.len(), "more figure")),
                    &stacked("More figures by what they take away", &columns(), rows_of(folded_away)),
                ))
            }
            @if left > 0 { p.note { (count(left, "figure")) " more, each with fewer moves, stand in the result of trefoil sensitivity." } }
            @if changes.any > 0 {
                p {
                    (changes.any) " of " (count(changes.asked, "move")) " hang on no figure of their own: nearly any change exchanges them for another as good. They are open to choice."
                }
            }
            (worse(told))
            (would_enter(told))
        },
    })
}

fn cells(told: &Told, row: &Change) -> Vec<Cell> {
    let (figure, at, now) = row.figure(told);
    let origin = origin_word(row.on.basis, row.on.origin).to_lowercase();
    let names = |row: &MoveHoldsRecord| {
        format!(
            "{} to {}",
            row.from_name.as_deref().unwrap_or("what is unused today"),
            row.to_name.as_deref().unwrap_or("nothing")
        )
    };
    let more = row.moves.len().saturating_sub(LISTED);
    vec![
        shown(
            html! { (figure.at_start()) @if figure.words != row.on.path { " " span.path { (row.on.path) } } },
        ),
        number(row.on.at, at),
        text(now.unwrap_or_else(|| "not known".to_owned())),
        valued(
            as_float(row.moves.len()),
            html! {
                (row.takes())
                (folded(&format!("Which {}", if row.moves.len() == 1 { "move" } else { "moves" }), &html! {
                    ul {
                        @for row in row.moves.iter().take(LISTED) { li { (names(row)) } }
                        @if more > 0 { li { (count(more, "more move")) } }
                    }
                }))
            },
        ),
        if is_doubtful(row.on.basis) {
            shown(html! { span.tag { (origin) } })
        } else {
            text(origin)
        },
    ]
}

/// Figures at whose ends the plan itself does worse than today.
fn worse(told: &Told) -> Markup {
    let rows = told
        .sensitivity()
        .and_then(|result| result.tornado.as_ref());
    let ends = |row: &SwingRecord| -> Vec<f64> {
        [(row.plan_at_low, row.low), (row.plan_at_high, row.high)]
            .into_iter()
            .filter(|(value, _)| *value < 0.0)
            .map(|(_, at)| at)
            .collect()
    };
    let worse: Vec<(&SwingRecord, f64)> = rows
        .into_iter()
        .flatten()
        .flat_map(|row| ends(row).into_iter().map(move |at| (row, at)))
        .collect();
    html! {
        @if rows.is_some() {
            @if worse.is_empty() {
                p { "No single figure, at either end of its range, makes the plan worse than today." }
            } @else {
                h3 { "What would make the plan worse than today" }
                ul {
                    @for (row, at) in worse.iter().take(SHOWN) {
                        @let figure = Figure::new(&told.book, &row.path);
                        li { (figure.at_start()) " at " (figure.value(*at)) " instead of " (figure.value(row.value)) }
                    }
                }
            }
        }
    }
}

/// At what cost or effect practices would come in or grow.
fn would_enter(told: &Told) -> Markup {
    let rows = told
        .plan()
        .map_or(&[][..], |plan| plan.practices.as_slice());
    let words: Vec<(&str, String)> = rows
        .iter()
        .filter_map(|row| {
            let place = row.best_place_name.as_deref();
            let words = enters(row.verdict, row.enters_at_cost, row.enters_at_effect, place)?;
            Some((row.practice_name.as_str(), words))
        })
        .collect();
    html! {
        @if !words.is_empty() {
            h3 { "What would bring more in" }
            ul { @for (practice, words) in words { li { (practice) ": " (words) } } }
        }
    }
}
