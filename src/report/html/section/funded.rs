//! How often each activity belongs to the best plan.

use maud::html;

use super::Section;
use crate::report::html::chart::{Scale, row};
use crate::report::html::table::{
    Cell, chart, drawing, folded, number, numbers, table, text, words,
};
use crate::report::html::told::Told;
use crate::report::number::{count, counted, people, whole_percent};
use crate::report::record::{ActivityDrawsRecord, FirmnessWord, matters};
use crate::report::view::{between, often};

/// The section.
pub(super) fn section(told: &Told) -> Option<Section> {
    let drawn = told.drawn_activities()?;
    let draws = drawn.draws.done;
    let mut rows: Vec<&ActivityDrawsRecord> = drawn.activities.iter().collect();
    rows.sort_by(|a, b| {
        (alike(b).share.total_cmp(&alike(a).share)).then_with(|| a.activity.cmp(&b.activity))
    });
    let in_plan = |row: &&ActivityDrawsRecord| matters(row.plan, 1.0);
    let (shown, out): (Vec<_>, Vec<_>) = rows
        .into_iter()
        .partition(|row| in_plan(row) || row.firmness != FirmnessWord::Out);
    let number_of = |word: FirmnessWord| {
        shown
            .iter()
            .filter(|row| alike(row).firmness == word && in_plan(row))
            .count()
    };
    let of_plan = shown.iter().filter(|row| in_plan(row)).count();
    let scale = Scale::around([0.0, 1.0], 2, true);
    let columns = || {
        [
            words("Activity"),
            chart(
                "In how many draws",
                &row::axis(scale, "share of draws", whole_percent),
            ),
            words("What is counted"),
            numbers("In", ""),
            words("90% interval"),
            numbers("In the plan", "participants"),
            words("90% range of participants"),
            words("How firm"),
        ]
    };
    Some(Section {
        id: "funded",
        title: "How often the draws agree",
        message: format!(
            "Of {} that the plan runs, the best plan of a draw does the same with {} (more, less, or as today) in at least 90% of {}, with {} in 10 to 90% of them, with {} in fewer.",
            counted(of_plan, "activity", "activities"),
            number_of(FirmnessWord::Robust),
            count(draws, "draw"),
            number_of(FirmnessWord::Contested),
            number_of(FirmnessWord::Out),
        ),
        body: html! {
            p { "A draw is one way in which all that is not known may turn out; the best plan is sought anew in each. Counted is how often it does with an activity what this plan does: of one that grows here the draws in which it grows, of one that shrinks those in which it shrinks, of the others those in which it runs." }
            (table("Activities over the draws", &columns(), shown.iter().map(|row| cells(row, draws, scale)).collect()))
            @if !out.is_empty() {
                (folded(
                    &format!("{} neither in the plan nor in 10% of the draws", counted(out.len(), "activity", "activities")),
                    &table("Activities that are out", &columns(), out.iter().map(|row| cells(row, draws, scale)).collect()),
                ))
            }
            @if let Some(alike) = drawn.stability.as_ref().filter(|alike| !alike.ties.is_empty()) {
                (folded(
                    &format!("{} that the draws do not tell apart", count(alike.ties.len(), "pair")),
                    &html! { ul { @for tie in &alike.ties { li { (tie.activity_name) " and " (tie.other_name) } } } },
                ))
            }
        },
    })
}

/// What is counted of an activity, and in how many draws it is so.
struct Alike {
    counted: &'static str,
    share: f64,
    ends: (f64, f64),
    firmness: FirmnessWord,
}

fn alike(row: &ActivityDrawsRecord) -> Alike {
    match (row.counted_by, row.alike, row.alike_firmness) {
        (Some(by), Some(share), Some(firmness)) => Alike {
            counted: by.word(),
            share,
            ends: (
                row.alike_low.unwrap_or(share),
                row.alike_high.unwrap_or(share),
            ),
            firmness,
        },
        // An older result says only how often it runs.
        _ => Alike {
            counted: "runs",
            share: row.runs,
            ends: (row.runs_low, row.runs_high),
            firmness: row.firmness,
        },
    }
}

fn cells(record: &ActivityDrawsRecord, draws: usize, scale: Scale) -> Vec<Cell> {
    let name = format!("{}, {}", record.practice_name, record.place_name);
    let alike = alike(record);
    let in_draws = often(alike.share, draws);
    vec![
        text(&name),
        drawing(row::share(
            scale,
            alike.share,
            alike.ends,
            &format!("{name}: {} in {in_draws}", alike.counted),
        )),
        text(alike.counted),
        number(alike.share, &in_draws),
        text(between(alike.ends.0, alike.ends.1)),
        number(record.plan, people(record.plan)),
        text(format!("{} to {}", people(record.low), people(record.high))),
        text(match alike.firmness {
            FirmnessWord::Robust => "firm",
            FirmnessWord::Contested => "contested",
            FirmnessWord::Out => "rarely so",
        }),
    ]
}
