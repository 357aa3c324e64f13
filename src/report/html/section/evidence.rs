//! The evidence for each practice, from the studies' reports to what is used.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::Section;
use crate::report::html::chart::{Scale, row};
use crate::report::html::table::{
    Cell, chart, drawing, folded, number, numbers, shown, table, text, words,
};
use crate::report::html::told::Told;
use crate::report::number::{count, significant};
use crate::report::record::{ChainRecord, EffectOriginWord, EffectRecord, StepWord};

/// Ends of a range that holds 90 % of a normal distribution, in standard deviations.
const NINETY: f64 = 1.645;

/// The section.
pub(super) fn section(told: &Told) -> Option<Section> {
    let effects = told.results.validate.as_ref()?.result.effects.as_ref()?;
    if effects.is_empty() {
        return None;
    }
    let mut by_practice: BTreeMap<&str, Vec<&EffectRecord>> = BTreeMap::new();
    for row in effects {
        by_practice.entry(&row.practice).or_default().push(row);
    }
    let never = effects
        .iter()
        .filter(|row| row.origin == EffectOriginWord::NeverEvaluated)
        .count();
    let strong = effects
        .iter()
        .filter(|row| row.level.is_some_and(|level| level >= 4))
        .count();
    // Effects in the indicator's own units cannot share an axis with those in standard deviations.
    let ends = |row: &EffectRecord| [row.mean - NINETY * row.sd, row.mean + NINETY * row.sd];
    let in_sd: Vec<&EffectRecord> = effects.iter().filter(|row| row.unit == "SD").collect();
    let scale = Scale::around(in_sd.iter().flat_map(|row| ends(row)), 4, true);
    Some(Section {
        id: "evidence",
        title: "Evidence",
        message: format!(
            "{} of {} rest on strong trials or replications (level 4 or 5); for {never} there is no study.",
            strong,
            count(effects.len(), "effect"),
        ),
        body: html! {
            p {
                "An effect is what one participant gains, after known weaknesses of the studies and drawn toward what practices of its level achieve. The range holds 90% of what is left open."
            }
            (table(
                "Effects that are used",
                &[
                    words("Practice"),
                    words("Indicator"),
                    numbers("Level", "0-5"),
                    chart("Effect and 90% range", &row::axis(scale, "SD, positive is better", |value| significant(value, 2))),
                    numbers("Effect", ""),
                    words("Unit"),
                    words("Rests on"),
                ],
                effects.iter().map(|effect| cells(effect, scale)).collect(),
            ))
            @for (practice, effects) in &by_practice { (chains(told, practice, effects)) }
        },
    })
}

fn number_words(value: f64) -> String {
    significant(value, 2)
}

fn origin(row: &EffectRecord) -> String {
    match row.origin {
        EffectOriginWord::NeverEvaluated => "no study".to_owned(),
        EffectOriginWord::Unrated => format!("unrated: {}", row.studies.replace(';', ", ")),
        EffectOriginWord::AsGiven => format!("taken as given: {}", row.studies.replace(';', ", ")),
        EffectOriginWord::Rated => row.studies.replace(';', ", "),
    }
}

fn cells(row: &EffectRecord, scale: Scale) -> Vec<Cell> {
    let (low, high) = (row.mean - NINETY * row.sd, row.mean + NINETY * row.sd);
    let words = format!(
        "{} on {}: {} {} ({} to {})",
        row.practice_name,
        row.indicator_name,
        number_words(row.mean),
        row.unit,
        number_words(low),
        number_words(high)
    );
    vec![
        text(&row.practice_name),
        text(&row.indicator_name),
        row.level.map_or_else(
            || text("given"),
            |level| number(level.into(), level.to_string()),
        ),
        if row.unit == "SD" {
            drawing(row::effect(scale, row.mean, (low, high), &words))
        } else {
            text(format!("{} to {}", number_words(low), number_words(high)))
        },
        number(row.mean, number_words(row.mean)),
        text(&row.unit),
        text(origin(row)),
    ]
}

fn chains(told: &Told, practice: &str, effects: &[&EffectRecord]) -> Markup {
    folded(
        &format!(
            "{}: {} from report to use",
            told.book.practice(practice),
            count(effects.len(), "effect")
        ),
        &html! {
            @for effect in effects {
                @let caption = format!("{} on {}{}", effect.practice_name, effect.indicator_name, where_words(told, effect));
                (table(
                    &caption,
                    &[words("Step"), numbers("Effect", ""), numbers("Spread", "SD of it"), words("Unit"), words("Where the numbers come from")],
                    effect.chain.iter().map(|step| vec![
                        shown(html! { (step_words(told, step)) }),
                        number(step.mean, number_words(step.mean)),
                        number(step.sd, number_words(step.sd)),
                        text(&step.unit),
                        text(&step.origin),
                    ]).collect(),
                ))
            }
        },
    )
}

fn where_words(told: &Told, row: &EffectRecord) -> String {
    let place = row
        .place
        .as_ref()
        .map(|id| format!(" in {}", told.book.place(id)));
    let group = row
        .group
        .as_ref()
        .map(|id| format!(" for {}", told.book.group(id)));
    place.unwrap_or_default() + &group.unwrap_or_default()
}

fn step_words(told: &Told, row: &ChainRecord) -> String {
    let step = match row.step {
        StepWord::Reported => "as reported",
        StepWord::Harmonized => "in standard deviations",
        StepWord::Adjusted => "after known weaknesses",
        StepWord::Linked => "as far as its outcome stands for the indicator",
        StepWord::Combined => "outcomes of the study together",
        StepWord::AsGiven => "taken as given",
        StepWord::Pooled => "studies together",
        StepWord::Shrunk => "drawn toward its level: used",
        StepWord::Prior => "what its level achieves, without a study",
        StepWord::Converted => "in the indicator's unit",
    };
    let study = row
        .study
        .as_ref()
        .map_or_else(String::new, |study| format!(" ({study})"));
    let place = match (&row.at_place, &row.at_group) {
        (Some(place), Some(group)) => {
            format!(", {}, {}", told.book.place(place), told.book.group(group))
        }
        (Some(place), None) => format!(", {}", told.book.place(place)),
        (None, _) => String::new(),
    };
    format!("{step}{study}{place}")
}
