//! Names of things as a page shows them.

use maud::{Markup, html};

use crate::report::names::{STAR, brief};

/// Ending of the names of what is made up.
const ILLUSTRATIVE: &str = " (illustrative)";

/// A name, with a mark beside it in place of the remark that it is illustrative.
pub(super) fn name(text: &str) -> Markup {
    match text.strip_suffix(ILLUSTRATIVE) {
        Some(rest) => html! { bdi { (rest) } " " span.tag { "illustrative" } },
        None => html! { bdi { (text) } },
    }
}

/// A name without that remark, for sentences.
pub(super) fn plain(text: &str) -> &str {
    text.strip_suffix(ILLUSTRATIVE).unwrap_or(text)
}

/// A name without any remark in brackets at its end, for headlines.
pub(super) fn short(text: &str) -> String {
    brief(text).trim_end_matches(STAR).to_owned()
}

/// Names as a list in a sentence: `a, b and c`.
pub(super) fn list(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}
