//! What each partner is asked for, on a sheet of its own.

use super::Style;
use super::page::Page;
use crate::domain::MoveFirmness;
use crate::report::number::{NOISE, UnitStyle, people, whole_percent};
use crate::report::record::{AskRecord, RecommendResult};
use crate::report::view::firmness_of;

/// The asks of `result`, a sheet a partner; money is in `currency`.
pub(in crate::report) fn asks(result: &RecommendResult, currency: &str, style: Style) -> String {
    let mut page = Page::new(style);
    if result.asks.is_empty() {
        page.paragraph(
            0,
            if result.value.is_some() {
                "Nobody is asked for anything: the plan moves nothing."
            } else {
                "Nobody is asked for anything: there is no plan. Leave --asks out to read why."
            },
        );
        return page.finish();
    }
    let partners = result.asks.chunk_by(|a, b| a.partner == b.partner);
    for asks in partners {
        page.heading(&asks[0].partner_name);
        let many = if asks.len() == 1 { "" } else { "s" };
        page.paragraph(
            0,
            &format!(
                "{} ask{many}. Answer each: {}.",
                asks.len(),
                AskRecord::ANSWERS.join(", ")
            ),
        );
        let (freed, asked): (Vec<&AskRecord>, Vec<&AskRecord>) = asks
            .iter()
            .partition(|ask| ask.action == AskRecord::RELEASE);
        let is_open = |ask: &&AskRecord| {
            let known = ask.holds.zip(ask.share);
            known.is_some_and(|(holds, share)| {
                firmness_of(ask.firmness, holds, share) == MoveFirmness::TossUp
            })
        };
        let (open, sure): (Vec<&AskRecord>, Vec<&AskRecord>) = asked.into_iter().partition(is_open);
        for (heading, asks) in [
            ("", sure),
            ("Open to choice: settle these among yourselves", open),
            (
                "Freed by the others, with no use in the plan: nothing to decide",
                freed,
            ),
        ] {
            if !asks.is_empty() && !heading.is_empty() {
                page.blank();
                page.bold(0, heading);
            }
            for ask in asks {
                write(&mut page, ask, currency);
            }
        }
    }
    page.finish()
}

fn write(page: &mut Page, ask: &AskRecord, currency: &str) {
    let amount = |value: f64, unit: &str| UnitStyle::new(unit, currency).amount(value);
    page.blank();
    let verb = match ask.action.as_str() {
        AskRecord::RELEASE => "Release",
        AskRecord::USE => "Use",
        _ => "Move",
    };
    page.hanging(
        2,
        &format!(
            "{}. {verb} {} a year of {} ({})",
            ask.ask,
            amount(ask.amount, &ask.unit),
            ask.resource_name,
            ask.pool
        ),
    );
    let from = ask.from_name.as_ref().map_or_else(
        || "from what is unallocated today".to_owned(),
        |name| format!("from {name}{}", participants(ask.from_today, ask.from_plan)),
    );
    page.hanging(5, &from);
    let to = ask.to_name.as_ref().map_or_else(
        || "to nothing: its giver needs no more, and nothing else does better with it".to_owned(),
        |name| format!("to {name}{}", participants(ask.to_today, ask.to_plan)),
    );
    page.hanging(5, &to);
    if let (Some(name), Some(value), Some(unit)) = (
        &ask.converted_to_name,
        ask.converted_amount,
        &ask.converted_unit,
    ) {
        page.hanging(5, &format!("as {} of {name}", amount(value, unit)));
    }
    if ask.switching_cost > NOISE {
        page.hanging(
            5,
            &format!(
                "the switch itself uses up {} more",
                amount(ask.switching_cost, &ask.unit)
            ),
        );
    }
    let brings = ask.brings.as_deref().unwrap_or("no change that is known");
    page.hanging(5, &format!("brings {brings}"));
    if let (Some(holds), Some(share)) = (ask.holds, ask.share) {
        let draws = whole_percent(share);
        let firmness = firmness_of(ask.firmness, holds, share);
        page.hanging(
            5,
            &match firmness {
                MoveFirmness::Firm => format!("firm: made in {draws} of the draws"),
                MoveFirmness::Leaning => {
                    format!("leaning: made in {draws} of the draws; trefoil sensitivity says what decides")
                }
                MoveFirmness::TossUp => format!(
                    "open to choice: made in {draws} of the draws; settle it among yourselves, trefoil alternatives \
                     says what is about as good"
                ),
            },
        );
    }
}

/// What becomes of an activity, in brackets.
fn participants(today: Option<f64>, plan: Option<f64>) -> String {
    match (today, plan) {
        (Some(today), Some(plan)) if (today - plan).abs() >= NOISE => format!(
            " ({} to {} participants a year)",
            people(today),
            people(plan)
        ),
        _ => String::new(),
    }
}
