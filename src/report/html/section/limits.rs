//! What each rule and restriction costs.

use maud::html;

use super::Section;
use crate::report::html::chart::{Scale, row};
use crate::report::html::table::{
    Cell, chart, drawing, folded, number, numbers, table, text, words,
};
use crate::report::html::told::Told;
use crate::report::number::{count, people, quantity, signed, trimmed};
use crate::report::record::{LimitationRecord, LimitationWord};
use crate::report::view::sentence;

/// The section.
pub(super) fn section(told: &Told) -> Option<Section> {
    let rows = told.sensitivity()?.rules.as_ref()?;
    let shares = told.shares();
    let mut priced: Vec<(&LimitationRecord, f64)> = rows
        .iter()
        .filter_map(|row| row.price.map(|price| (row, price)))
        .filter(|(row, price)| shares.is_told(*price, row.noise))
        .collect();
    priced.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.id.cmp(&b.0.id)));
    if rows.is_empty() {
        return None;
    }
    let free: Vec<&LimitationRecord> = rows
        .iter()
        .filter(|row| {
            row.price
                .is_some_and(|price| !shares.is_told(price, row.noise))
        })
        .collect();
    let failed = rows.iter().filter(|row| row.price.is_none()).count();
    let percents = |price: f64| 100.0 * shares.share(price);
    let scale = Scale::around(priced.iter().map(|(_, price)| percents(*price)), 3, true);
    Some(Section {
        id: "limits",
        title: "What restrictions cost",
        message: priced.first().map_or_else(
            || format!("None of {} costs anything that can be told.", count(rows.len(), "rule or restriction").replace("rule or restrictions", "rules and restrictions")),
            |(row, price)| format!(
                "The costliest of {} limits: {} Without it, another {} of all gaps could close.",
                rows.len(),
                words_of(told, row),
                shares.told(*price, row.noise),
            ),
        ),
        body: html! {
            p { "The best plan is sought again without each limit, one at a time. What it then closes more is what the limit costs. " (told.any_amounts_words().unwrap_or_default()) }
            @if !priced.is_empty() {
                (table(
                    "Limits by what they cost",
                    &[
                        words("Limit"),
                        chart("Costs", &row::axis(scale, "% of all gaps", |value| format!("{}%", trimmed(value, 2)))),
                        numbers("Costs", "of all gaps"),
                        words("Without it, most changed"),
                    ],
                    priced.iter().map(|(row, price)| cells(told, row, *price, scale)).collect(),
                ))
            }
            @if !free.is_empty() {
                (folded(
                    &format!("{} that cost nothing that can be told", count(free.len(), "limit")),
                    &html! { ul { @for row in free { li { (words_of(told, row)) } } } },
                ))
            }
            @if failed > 0 { p.note { "Not found for " (count(failed, "limit")) ", since the solver failed." } }
        },
    })
}

/// A limit in words.
pub(super) fn words_of(told: &Told, row: &LimitationRecord) -> String {
    let pool = |what: &str| {
        told.book.pool(&row.id).map(|pool| {
            format!(
                "{} ({}) of {} {what}",
                pool.resource_name, row.id, pool.partner_name
            )
        })
    };
    let words = match row.limitation {
        LimitationWord::Rule => None,
        LimitationWord::Restrictions => pool("is restricted"),
        LimitationWord::Locks => pool("is locked where it is"),
        LimitationWord::MoveLimit => pool("may move in part only"),
    };
    sentence(&words.unwrap_or_else(|| row.words.clone()))
}

fn cells(told: &Told, row: &LimitationRecord, price: f64, scale: Scale) -> Vec<Cell> {
    const NAMED: usize = 3;
    let shares = told.shares();
    let words = words_of(told, row);
    let costs = shares.told(price, row.noise);
    let mut gains: Vec<_> = row
        .gains
        .iter()
        .filter(|gain| gain.gain.abs() >= 0.5 || gain.gain_unit != "people")
        .collect();
    gains.sort_by(|a, b| {
        b.gain
            .abs()
            .total_cmp(&a.gain.abs())
            .then_with(|| a.indicator.cmp(&b.indicator))
    });
    let changed: Vec<String> = gains
        .iter()
        .take(NAMED)
        .map(|gain| match gain.gain_unit.as_str() {
            "people" => format!(
                "{} {} people",
                gain.indicator_name,
                signed(gain.gain, &people(gain.gain))
            ),
            "sd_people" => format!(
                "{} {} SD x people",
                gain.indicator_name,
                signed(gain.gain, &quantity(gain.gain))
            ),
            _ => format!(
                "{} {}",
                gain.indicator_name,
                signed(gain.gain, &quantity(gain.gain))
            ),
        })
        .collect();
    vec![
        text(&words),
        drawing(row::bar(
            scale,
            100.0 * shares.share(price),
            &format!("{words} Costs {costs} of all gaps."),
        )),
        number(price, &costs),
        text(changed.join("; ")),
    ]
}
