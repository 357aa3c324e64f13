//! What must be, what is a real choice, and what can be done without.

use maud::html;

use super::Section;
use crate::report::html::chart::{Scale, row};
use crate::report::html::table::{
    Cell, chart, drawing, folded, number, numbers, table, text, words,
};
use crate::report::html::told::Told;
use crate::report::number::{count, counted, people, percent, quantity, signed};
use crate::report::record::{ActivityRangeRecord, NecessityWord, PlanRecord};

/// The kinds of activities, each with its title and what it says.
const KINDS: [(NecessityWord, &str, &str); 3] = [
    (
        NecessityWord::MustHave,
        "Must have",
        "Every plan that is nearly as good gives these more than today.",
    ),
    (
        NecessityWord::RealChoice,
        "Real choice",
        "Some such plans give these more than today and some do not: what else matters may decide.",
    ),
    (
        NecessityWord::Dispensable,
        "Dispensable",
        "No such plan gives these more than today, and some take from them or leave them out.",
    ),
];

/// The section.
pub(super) fn section(told: &Told) -> Option<Section> {
    let result = told
        .alternatives()
        .filter(|result| !result.ranges.is_empty())?;
    let of = |word: NecessityWord| -> Vec<&ActivityRangeRecord> {
        result
            .ranges
            .iter()
            .filter(|row| row.necessity == word)
            .collect()
    };
    let number_of = |word| of(word).len();
    Some(Section {
        id: "choices",
        title: "Near-optimal choices",
        message: format!(
            "Within {} of the plan's value, {} must grow, {} are a real choice, {} can be done without and {} stay as today.",
            percent(result.tolerance, 2),
            counted(number_of(NecessityWord::MustHave), "activity", "activities"),
            number_of(NecessityWord::RealChoice),
            number_of(NecessityWord::Dispensable),
            number_of(NecessityWord::Fixed),
        ),
        body: html! {
            p.key {
                "In each row: " span.mark.today {} " today, " span.mark.expected {} " the plan, " span.mark.range {}
                " all plans that are nearly as good."
            }
            @for (word, title, says) in KINDS {
                @let rows = of(word);
                @if !rows.is_empty() {
                    @let scale = Scale::around(rows.iter().flat_map(|row| [row.most, row.today, row.plan]), 3, true);
                    h3 { (title) }
                    p { (says) }
                    (table(
                        title,
                        &[
                            words("Activity"),
                            chart("Participants", &row::axis(scale, "participants a year", people)),
                            numbers("Today", ""),
                            numbers("Plan", ""),
                            numbers("At least", ""),
                            numbers("At most", ""),
                        ],
                        rows.iter().map(|row| cells(row, scale)).collect(),
                    ))
                }
            }
            @let fixed = of(NecessityWord::Fixed);
            @if !fixed.is_empty() {
                (folded(
                    &format!("{} as today in every such plan", counted(fixed.len(), "activity", "activities")),
                    &html! { ul { @for row in fixed { li { (row.practice_name) ", " (row.place_name) } } } },
                ))
            }
            @if !result.plans.is_empty() {
                (folded(
                    &format!("{} as unlike the recommended one and each other as was found", count(result.plans.len(), "plan")),
                    &html! { @for plan in &result.plans { (plan_body(told, plan)) } },
                ))
            }
        },
    })
}

fn cells(record: &ActivityRangeRecord, scale: Scale) -> Vec<Cell> {
    let name = format!("{}, {}", record.practice_name, record.place_name);
    let words = format!(
        "{name}: {} to {} participants, {} in the plan, {} today",
        people(record.least),
        people(record.most),
        people(record.plan),
        people(record.today)
    );
    vec![
        text(&name),
        drawing(row::span(
            scale,
            (record.least, record.most),
            record.today,
            record.plan,
            &words,
        )),
        number(record.today, people(record.today)),
        number(record.plan, people(record.plan)),
        number(record.least, people(record.least)),
        number(record.most, people(record.most)),
    ]
}

fn plan_body(told: &Told, plan: &PlanRecord) -> maud::Markup {
    const LEAST: f64 = 0.5;
    let ranges = told
        .alternatives()
        .map_or(&[][..], |result| result.ranges.as_slice());
    let differing = plan.activities.iter().filter_map(|row| {
        let known = ranges.iter().find(|range| range.activity == row.activity)?;
        ((known.plan - row.participants).abs() >= LEAST).then_some((row, known))
    });
    html! {
        h4 { "Plan " (plan.plan) ": gives up " (percent(plan.gives_up, 2)) " of the value" }
        (table(
            &format!("Activities that differ in plan {}", plan.plan),
            &[words("Activity"), numbers("Today", "participants"), numbers("Recommended", ""), numbers("This plan", "")],
            differing.map(|(row, known)| vec![
                text(&row.activity_name),
                number(known.today, people(known.today)),
                number(known.plan, people(known.plan)),
                number(row.participants, people(row.participants)),
            ]).collect(),
        ))
        p {
            "Better off than today: "
            @for (position, gain) in plan.gains.iter().enumerate() {
                @if position > 0 { "; " }
                (gain.indicator_name) " "
                @if gain.gain_unit == "people" {
                    (signed(gain.gain, &people(gain.gain)))
                } @else {
                    (signed(gain.gain, &quantity(gain.gain))) " " (gain.gain_unit.replace("sd_people", "SD x people"))
                }
            }
            "."
        }
    }
}
