//! What a reader must know before anything else: no plan, a search that stopped, a gap that is open.

use maud::{Markup, html};

use crate::report::html::told::Told;
use crate::report::number::percent;
use crate::report::record::{InfeasibilityRecord, StatusWord};
use crate::report::view::{options, relaxation_words};

/// The notices, if any.
pub(super) fn notices(told: &Told) -> Markup {
    html! {
        @match told.status() {
            Some(StatusWord::Infeasible) => {
                @if let Some(why) = told.infeasibility() { (clash(told, why)) }
            }
            Some(StatusWord::Stopped) => {
                div.notice {
                    p {
                        strong { "Stopped by a limit. " }
                        "Nothing is proved: neither that there is a plan nor that there is none. Allow more time, and write the result again."
                    }
                }
            }
            Some(StatusWord::GapOpen) => {
                div.notice { p { strong { "Not proved to be the best. " } (gap(told)) } }
            }
            Some(StatusWord::Optimal) | None => {}
        }
        @if told.interrupted() {
            div.notice {
                p { strong { "Interrupted. " } "Some parts are of what was finished. The same command with --resume goes on." }
            }
        }
        @if let Some(check) = told.results.validate.as_ref().filter(|read| !read.result.valid) {
            div.notice {
                p { strong { "The model cannot be used. " } (check.result.errors) " of its findings are errors; they stand in the part " a href="#made" { "for the analyst" } "." }
            }
        }
    }
}

fn gap(told: &Told) -> String {
    told.value().map_or_else(String::new, |value| {
        let beyond = if value.all_gaps > 0.0 {
            (value.bound - value.plan).max(0.0) / value.all_gaps
        } else {
            0.0
        };
        format!(
            "The plan stands and was checked, but another could close up to {} more of all gaps.",
            percent(beyond, 2)
        )
    })
}

fn clash(told: &Told, why: &InfeasibilityRecord) -> Markup {
    let relaxed = why
        .relaxations
        .iter()
        .map(|row| (row.rule.as_str(), row.limit, row.relaxed));
    html! {
        div.notice {
            @if why.clashes.is_empty() {
                p { "That was proved; which limits clash was not found." }
            } @else {
                p { strong { "These limits clash. " } "Without any one of them, the others can be kept together:" }
                ul { @for clash in &why.clashes { li { (clash.limit) } } }
            }
            @if !why.relaxations.is_empty() {
                p { strong { "The cheapest way out:" } }
                ul {
                    @for row in &why.relaxations {
                        li { (relaxation_words(&row.rule, row.limit, row.relaxed, &told.book.unit(&row.unit))) }
                    }
                }
                p { "To see that plan, add " code { (options(relaxed)) } "." }
            }
        }
    }
}
