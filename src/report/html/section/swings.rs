//! What decides: one figure at a time at both ends of its range.

use maud::html;

use super::Section;
use crate::report::html::chart::{Scale, row};
use crate::report::html::table::{
    Cell, chart, drawing, folded, number, numbers, shown, table, text, words,
};
use crate::report::html::told::Told;
use crate::report::number::{count, grouped, percent};
use crate::report::record::SwingRecord;
use crate::report::view::{Figure, is_doubtful, origin_word};

/// Figures that are shown at once.
const SHOWN: usize = 12;

/// Most figures that are folded away below them: the result holds all.
const FOLDED: usize = 60;

/// The section.
pub(super) fn section(told: &Told) -> Option<Section> {
    let rows = told.sensitivity()?.tornado.as_ref()?;
    // The best plans below are in any amounts, and so is what they are held against.
    let plan = told.in_any_amounts().unwrap_or(told.value()?.plan);
    let shares = told.shares();
    let told_apart: Vec<&SwingRecord> = rows
        .iter()
        .filter(|row| {
            [row.best_at_low, row.best_at_high]
                .iter()
                .any(|best| shares.is_told(best - plan, row.gap * plan.abs()))
        })
        .collect();
    let first = told_apart.first()?;
    let figure = Figure::new(&told.book, &first.path);
    let percents = |value: f64| 100.0 * shares.share(value);
    let scale_of = |rows: &[&SwingRecord]| {
        let ends = rows
            .iter()
            .flat_map(|row| [percents(row.best_at_low), percents(row.best_at_high)]);
        Scale::around(ends.chain([percents(plan)]), 4, false)
    };
    let (shown, folded_away) = told_apart.split_at(SHOWN.min(told_apart.len()));
    let folded_away = &folded_away[..FOLDED.min(folded_away.len())];
    let doubtful = told_apart
        .iter()
        .filter(|row| is_doubtful(row.basis))
        .count();
    let columns = |scale: Scale| {
        [
            words("Figure"),
            chart(
                "What the best plan closes",
                &row::axis(scale, "% of all gaps", |value| {
                    format!("{}%", grouped_short(value))
                }),
            ),
            words("P10 to P90"),
            numbers("At P10", "of all gaps"),
            numbers("At P90", "of all gaps"),
            numbers("Moves that go", ""),
            words("Which is"),
        ]
    };
    let rows_of = |rows: &[&SwingRecord], scale: Scale| -> Vec<Vec<Cell>> {
        rows.iter()
            .map(|row| cells(told, row, scale, plan))
            .collect()
    };
    Some(Section {
        id: "swings",
        title: "What decides most",
        message: format!(
            "What decides most is the {}: between its ends the best plan closes {} to {} of the gaps.",
            figure.words,
            percent(shares.share(first.best_at_low.min(first.best_at_high)), 3),
            percent(shares.share(first.best_at_low.max(first.best_at_high)), 3),
        ),
        body: html! {
            p {
                "One figure at a time at its P10 (pale bar, above) and its P90 (full bar, below): 1 chance in 10 lies beyond each. The line is the best plan as things stand. Of the figures that decide anything, "
                (doubtful) " of " (told_apart.len()) " are illustrative or filled in: replace those at the top first."
                @if let Some(words) = told.any_amounts_words() { " " (words) }
            }
            @let scale = scale_of(shown);
            (table("Figures by what they decide", &columns(scale), rows_of(shown, scale)))
            @if !folded_away.is_empty() {
                @let scale = scale_of(folded_away);
                (folded(
                    &format!("{} more", count(folded_away.len(), "figure")),
                    &table("More figures", &columns(scale), rows_of(folded_away, scale)),
                ))
            }
            @let left = rows.len() - told_apart.len() + told_apart.len().saturating_sub(SHOWN + FOLDED);
            @if left > 0 {
                p.note { (count(left, "figure")) " more in the result: they change the best plan by little or nothing." }
            }
        },
    })
}

fn grouped_short(value: f64) -> String {
    crate::report::number::trimmed(value, 1)
}

fn cells(told: &Told, row: &SwingRecord, scale: Scale, plan: f64) -> Vec<Cell> {
    let shares = told.shares();
    let figure = Figure::new(&told.book, &row.path);
    let percents = |value: f64| 100.0 * shares.share(value);
    let (low, high) = (
        percent(shares.share(row.best_at_low), 3),
        percent(shares.share(row.best_at_high), 3),
    );
    let lost = row.moves_lost_at_low.max(row.moves_lost_at_high);
    let origin = origin_word(row.basis, Some(row.origin));
    let words = format!(
        "{}: {low} of all gaps at its P10, {high} at its P90",
        figure.at_start()
    );
    vec![
        text(figure.at_start()),
        drawing(row::swing(
            scale,
            percents(plan),
            percents(row.best_at_low),
            percents(row.best_at_high),
            &words,
        )),
        text(format!(
            "{} to {}",
            figure.value(row.low),
            figure.value(row.high)
        )),
        number(row.best_at_low, &low),
        number(row.best_at_high, &high),
        number(
            crate::report::number::as_float(lost),
            grouped(crate::report::number::as_float(lost), 0),
        ),
        if is_doubtful(row.basis) {
            shown(html! { span.tag { (origin.to_lowercase()) } })
        } else {
            text(origin)
        },
    ]
}
