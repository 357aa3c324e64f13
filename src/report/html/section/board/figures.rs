//! The few figures that everybody asks for: how much, how likely, and how firm single moves are.

use maud::{Markup, html};

use crate::report::html::book::setting;
use crate::report::html::told::Told;
use crate::report::number::{count, percent, whole_percent};
use crate::report::record::MoveLimitWord;
use crate::report::view::{between, freed_words, of_draws};

/// The figures, the size that is to be expected first.
pub(super) fn figures(told: &Told) -> Markup {
    let mut figures: Vec<(&str, String, String)> = Vec::new();
    figures.extend(size(told));
    let chance = chance(told);
    figures.extend(chance.as_ref().map(|chance| {
        (
            "Chance of doing better than today",
            chance.figure.clone(),
            chance.says.clone(),
        )
    }));
    if let Some(tally) = told.tally().filter(|tally| tally.asked() > 0) {
        let reconciled = chance.and_then(|chance| tally.reconciled(chance.share));
        let says = [
            Some(tally.words()),
            reconciled.map(str::to_owned),
            freed_words(tally.freed),
        ];
        figures.push((
            "Moves that are firm or leaning",
            format!("{} of {}", tally.firm + tally.leaning, tally.asked()),
            says.into_iter().flatten().collect::<Vec<_>>().join(" "),
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

/// The share of the gaps that closes: its mean over the draws, and what it is if every figure is as expected.
fn size(told: &Told) -> Option<(&'static str, String, String)> {
    let value = told.value()?;
    let shares = told.shares();
    let expected = percent(value.share_of_gap_closed, 2);
    let drawn = told.drawn();
    let over_draws = drawn.and_then(|drawn| {
        let plan = drawn.values.iter().find(|row| row.of == "plan")?;
        Some((plan, drawn.draws.done))
    });
    let (figure, says) = match over_draws {
        Some((plan, draws)) => (
            shares.of(plan.mean),
            format!(
                "on average over {}, 90% of them within {}; {expected} if every figure is as expected.{}",
                count(draws, "draw"),
                shares.range(plan.low, plan.high),
                // A draw changes today's allocation too.
                if plan.low < 0.0 && plan.better_than_today.is_some_and(|share| share > 0.95) {
                    " Below zero today's allocation would do worse still."
                } else {
                    ""
                }
            ),
        ),
        None => (expected, "if every figure is as expected.".to_owned()),
    };
    Some((
        "Of all gaps to the targets, closed",
        figure,
        format!("{says} {}", weights(told)),
    ))
}

/// How gaps are put together, in a sentence or two.
fn weights(told: &Told) -> String {
    let per_person = told
        .manifest()
        .is_some_and(|manifest| setting(manifest, "value.per") == Some("person"));
    let how = if per_person {
        "Gaps are added up by weight: every person on the way to a target counts the same, times the weight of the indicator."
    } else {
        "Gaps are added up by weight: each indicator counts by the share of its gap that closes, times its weight."
    };
    format!("{how}{}", not_full(told))
}

/// That no gap closes fully, where that is so.
fn not_full(told: &Told) -> String {
    let Some(plan) = told.plan() else {
        return String::new();
    };
    let counted = || {
        plan.cells
            .iter()
            .filter(|cell| cell.counted && cell.gap > 0.0)
    };
    if counted().next().is_none() || counted().any(|cell| cell.gain >= cell.gap) {
        return String::new();
    }
    let free = plan
        .move_limits
        .iter()
        .find(|row| row.limit == MoveLimitWord::Free)
        .map_or_else(String::new, |row| {
            format!(
                "; with no limit on moves {} of all gaps would",
                percent(row.share_of_gap_closed, 2)
            )
        });
    format!(" No gap closes fully at any place{free}.")
}

/// How often the plan does better than today.
struct Chance {
    share: f64,
    figure: String,
    says: String,
}

fn chance(told: &Told) -> Option<Chance> {
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
        (share, interval, drawn.map_or(0, |drawn| drawn.draws.asked))
    } else {
        let value = value?;
        let interval = value
            .better_than_today_low
            .zip(value.better_than_today_high);
        (value.better_than_today?, interval, drawn?.draws.done)
    };
    let interval = interval.map_or_else(String::new, |(low, high)| {
        format!(" (90% interval {})", between(low, high))
    });
    let none = drawn.map_or(0, |drawn| drawn.draws.infeasible);
    let none = if none == 0 {
        String::new()
    } else {
        format!(
            " In {none} of them no plan keeps every rule: how often moves are made is counted in the others."
        )
    };
    Some(Chance {
        share,
        figure: whole(share),
        says: format!(
            "It does better in {}{interval}. A draw is one way in which all that is not known may turn out.{none}",
            of_draws(share, draws)
        ),
    })
}

/// A share as a whole percentage that never reads as certain.
fn whole(share: f64) -> String {
    if share > 0.99 {
        "over 99%".to_owned()
    } else {
        whole_percent(share)
    }
}
