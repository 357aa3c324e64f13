//! People per indicator: today beside the plan.

use maud::{Markup, html};

use crate::report::html::change::{self, IndicatorChanges};
use crate::report::html::table::{Cell, number, numbers, shown, table as sorted, text, words};
use crate::report::html::told::Told;

/// The columns; nothing where there is no plan.
pub(super) fn table(told: &Told) -> Markup {
    let all = change::all(told);
    if all.is_empty() || told.value().is_none() {
        return html! {};
    }
    html! {
        h2 { "What each indicator gains" }
        (sorted(
            "Indicators with what the plan changes",
            &[words("Indicator"), numbers("Recommended", "against today"), words("90% range"), words("Arrives")],
            all.iter().map(|row| cells(told, row)).collect(),
        ))
    }
}

fn cells(told: &Told, row: &IndicatorChanges) -> Vec<Cell> {
    vec![
        shown(html! { (row.name) " " span.unit { (row.gain_unit()) } }),
        number(row.all.gain().0, row.all.gain_words()),
        text(row.all.range_words()),
        text(if row.all.changes() {
            row.all.arrives(told)
        } else {
            "no change".to_owned()
        }),
    ]
}
