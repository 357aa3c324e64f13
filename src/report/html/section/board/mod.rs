//! Page one: what a board needs, in plain words, with a way to the rest.

mod answers;
mod columns;
mod figures;
mod headline;
mod partners;
mod status;

use maud::{Markup, html};

use super::{Section, assumptions, change, frontier, limits};
use crate::report::html::told::Told;
use crate::report::view::made_up_words;

/// Page one, with links to `sections`.
pub(in crate::report::html) fn board(told: &Told, sections: &[Section]) -> Markup {
    html! {
        section.board id="in-short" aria-labelledby="in-short-title" {
            (made_up(told))
            h1 id="in-short-title" { (headline::title(told)) }
            @for line in headline::lead(told) { p.lead { (line) } }
            (status::notices(told))
            (figures::figures(told))
            (answers::answers(told, sections))
            (partners::table(told))
            (columns::table(told))
            h2 id="read-on" { "Read on" }
            ul.read-on {
                @for section in sections {
                    li { a href=(format!("#{}", section.id)) { (section.title) } span { (section.message) } }
                }
            }
        }
    }
}

/// Whether this is an exercise or a plan, before anything else.
fn made_up(told: &Told) -> Markup {
    let words = made_up_words(&told.basis()).filter(|_| told.plan().is_some());
    html! {
        @if let Some((heading, words)) = words {
            div.notice { p { strong { (heading) " " } (words) " " a href="#assumptions" { "More" } } }
        }
    }
}
