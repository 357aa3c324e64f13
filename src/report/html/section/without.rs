//! What doing without each activity costs.

use maud::html;

use super::Section;
use crate::report::html::chart::{Scale, row};
use crate::report::html::name::list;
use crate::report::html::table::{Cell, chart, drawing, number, numbers, table, text, words};
use crate::report::html::told::Told;
use crate::report::number::{counted, people, trimmed};
use crate::report::record::ReplacementRecord;

/// Activities that a row names.
const NAMED: usize = 3;

/// The section.
pub(super) fn section(told: &Told) -> Option<Section> {
    let rows = told.sensitivity()?.replacement.as_ref()?;
    let shares = told.shares();
    let is_told =
        |row: &ReplacementRecord| row.cost.is_none_or(|cost| shares.is_told(cost, row.noise));
    let mut shown: Vec<&ReplacementRecord> = rows.iter().filter(|row| is_told(row)).collect();
    // What no plan does without stands first.
    let key = |row: &ReplacementRecord| row.cost.unwrap_or(f64::INFINITY);
    shown.sort_by(|a, b| {
        key(b)
            .total_cmp(&key(a))
            .then_with(|| a.activity.cmp(&b.activity))
    });
    let first = shown.first()?;
    let scale = Scale::around(
        shown
            .iter()
            .filter_map(|row| row.cost)
            .map(|cost| 100.0 * shares.share(cost)),
        3,
        true,
    );
    let alike = rows.len() - shown.len();
    Some(Section {
        id: "without",
        title: "Doing without",
        message: match first.cost {
            None => format!(
                "No plan keeps every promise without {}.",
                first.activity_name
            ),
            Some(cost) => format!(
                "The hardest to replace is {}: without it {} of all gaps stay open that would close.",
                first.activity_name,
                shares.told(cost, first.noise)
            ),
        },
        body: html! {
            p { "With nothing for one activity, the others are planned anew. What stays open then is what it is worth. " (told.any_amounts_words().unwrap_or_default()) }
            (table(
                "Activities by what doing without them costs",
                &[
                    words("Activity"),
                    numbers("In the plan", "participants"),
                    chart("Costs", &row::axis(scale, "% of all gaps", |value| format!("{}%", trimmed(value, 2)))),
                    numbers("Costs", "of all gaps"),
                    words("Grows instead"),
                ],
                shown.iter().map(|row| cells(told, row, scale)).collect(),
            ))
            @if alike > 0 {
                p.note { "For " (counted(alike, "activity", "activities")) " the searches cannot tell the cost from none." }
            }
        },
    })
}

/// Participants of the recommended plan, as everywhere on the page: those of the row are of one in any amounts.
fn participants(told: &Told, row: &ReplacementRecord) -> Cell {
    let mut activities = told.plan().into_iter().flat_map(|plan| &plan.activities);
    match (
        told.plan(),
        activities.find(|other| other.activity == row.activity),
    ) {
        (Some(_), Some(activity)) => number(activity.plan, people(activity.plan)),
        (Some(_), None) => text("not known"),
        (None, _) => number(row.plan, people(row.plan)),
    }
}

fn cells(told: &Told, row: &ReplacementRecord, scale: Scale) -> Vec<Cell> {
    let shares = told.shares();
    let costs = row
        .cost
        .map_or_else(|| "no plan".to_owned(), |cost| shares.told(cost, row.noise));
    vec![
        text(&row.activity_name),
        participants(told, row),
        row.cost.map_or_else(
            || text("no plan keeps every promise"),
            |cost| {
                drawing(row::bar(
                    scale,
                    100.0 * shares.share(cost),
                    &format!("{}: {costs} of all gaps", row.activity_name),
                ))
            },
        ),
        number(row.cost.unwrap_or(f64::MAX), &costs),
        {
            let mut names: Vec<String> = row.instead_names.iter().take(NAMED).cloned().collect();
            let more = row.instead_names.len().saturating_sub(NAMED);
            if more > 0 {
                names.push(format!("{more} more"));
            }
            text(list(&names))
        },
    ]
}
