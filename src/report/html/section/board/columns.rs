//! People per indicator: today beside what plans change. One column for each plan that the results hold.

use maud::{Markup, html};

use crate::report::html::change::{self, IndicatorChanges};
use crate::report::html::table::{
    Cell, Column, number, numbers, shown, table as sorted, text, words,
};
use crate::report::html::told::Told;
use crate::report::number::grouped;

/// A plan beside today: its name, and under it the change of each indicator with its range.
struct Plan {
    name: &'static str,
    about: &'static str,
    /// The change, in words with its range; by indicator, in their order.
    changes: Vec<(f64, String, String)>,
}

/// The columns; nothing where there is no plan.
pub(super) fn table(told: &Told) -> Markup {
    let all = change::all(told);
    if all.is_empty() || told.value().is_none() {
        return html! {};
    }
    let plans = [recommended(&all)];
    let mut columns: Vec<Column> = vec![words("Indicator"), numbers("Today", "have it, of all")];
    columns.extend(plans.iter().map(|plan| numbers(plan.name, plan.about)));
    columns.push(words("Arrives"));
    html! {
        h2 { "What each indicator gains" }
        p.note {
            "People who have it today, and how many more have it under the plan, with a 90% range. People of different indicators are never added up."
        }
        (sorted(
            "Indicators: today, and what the plan changes",
            &columns,
            all.iter().enumerate().map(|(position, row)| cells(told, row, position, &plans)).collect(),
        ))
    }
}

fn recommended(all: &[IndicatorChanges]) -> Plan {
    let change = |row: &IndicatorChanges| {
        let words = if row.all.changes() {
            (row.all.gain_words(), row.all.range_words())
        } else {
            ("0".to_owned(), String::new())
        };
        (row.all.gain().0, words.0, words.1)
    };
    Plan {
        name: "Recommended",
        about: "against today",
        changes: all.iter().map(change).collect(),
    }
}

fn cells(told: &Told, row: &IndicatorChanges, position: usize, plans: &[Plan]) -> Vec<Cell> {
    let mut cells = vec![shown(html! {
        (row.name)
        @if !row.is_people() { " " span.tag.quiet { (row.gain_unit()) } }
    })];
    cells.push(row.today_people().map_or_else(
        || text(""),
        |(have, of)| {
            number(
                have,
                format!("{} of {}", grouped(have.round(), 0), grouped(of.round(), 0)),
            )
        },
    ));
    for plan in plans {
        let (value, words, range) = &plan.changes[position];
        cells.push(crate::report::html::table::valued(
            *value,
            html! {
                strong class=[(*value < 0.0 && words != "0").then_some("depends")] { (words) }
                @if !range.is_empty() { " " span.unit { (range) } }
            },
        ));
    }
    cells.push(text(if row.all.changes() {
        row.all.arrives(told)
    } else {
        "no change".to_owned()
    }));
    cells
}
