//! Why, and why not, each practice.

use maud::html;

use super::Section;
use crate::report::html::name::name;
use crate::report::html::table::{number, numbers, shown, table, text, words};
use crate::report::html::told::Told;
use crate::report::number::people;
use crate::report::record::{PracticeRecord, StandingWord, VerdictWord};
use crate::report::view::{enters, sentence, standing};

/// The section.
pub(super) fn section(told: &Told) -> Option<Section> {
    let plan = told
        .plan()
        .filter(|plan| !plan.practices.is_empty() && plan.value.is_some())?;
    let order = |row: &PracticeRecord| match row.verdict {
        VerdictWord::Starts => 0,
        VerdictWord::Grows => 1,
        VerdictWord::Shrinks => 2,
        VerdictWord::Stops => 3,
        VerdictWord::Stays => 4,
        VerdictWord::LeftOut => 5,
    };
    let mut rows: Vec<&PracticeRecord> = plan.practices.iter().collect();
    rows.sort_by(|a, b| {
        order(a)
            .cmp(&order(b))
            .then_with(|| a.practice.cmp(&b.practice))
    });
    let number_of = |verdicts: &[VerdictWord]| {
        rows.iter()
            .filter(|row| verdicts.contains(&row.verdict))
            .count()
    };
    let never = rows
        .iter()
        .filter(|row| row.standing == StandingWord::NeverEvaluated)
        .count();
    let failed = rows
        .iter()
        .filter(|row| matches!(row.standing, StandingWord::Null | StandingWord::Harmful))
        .count();
    Some(Section {
        id: "practices",
        title: "Why, and why not",
        message: format!(
            "Of {} practices, {} start or grow, {} shrink or stop, {} stay and {} are left out. Never evaluated: {never}. Shown to do nothing or harm: {failed}. That is not the same.",
            rows.len(),
            number_of(&[VerdictWord::Starts, VerdictWord::Grows]),
            number_of(&[VerdictWord::Shrinks, VerdictWord::Stops]),
            number_of(&[VerdictWord::Stays]),
            number_of(&[VerdictWord::LeftOut]),
        ),
        body: html! {
            p {
                "Evidence levels run from 0 (rigorously shown to do nothing, or harm) to 5 (replicated independently at scale)."
            }
            (table(
                "Practices with what the plan does and why",
                &[
                    words("Practice"),
                    words("The plan"),
                    numbers("Today", "participants"),
                    numbers("Plan", "participants"),
                    words("What is known"),
                    words("Why"),
                ],
                rows.iter().map(|row| vec![
                    shown(name(&row.practice_name)),
                    text(match row.verdict {
                        VerdictWord::LeftOut => "left out",
                        other => other.word(),
                    }),
                    number(row.today, people(row.today)),
                    number(row.plan, people(row.plan)),
                    text(standing(row.standing, row.level)),
                    shown(html! {
                        (sentence(&row.reason))
                        @if let Some(words) = kept_without_effect(row) { " " (words) }
                        @if let Some(enters) = enters(row.verdict, row.enters_at_cost, row.enters_at_effect, row.best_place_name.as_deref()) {
                            " " (enters)
                        }
                    }),
                ]).collect(),
            ))
        },
    })
}

/// Why a practice that is shown to do nothing, or harm, is kept all the same; `None` where it is not.
fn kept_without_effect(row: &PracticeRecord) -> Option<&'static str> {
    let is_shown = matches!(row.standing, StandingWord::Null | StandingWord::Harmful);
    (is_shown && row.plan > 0.0).then_some(match row.verdict {
        VerdictWord::Grows | VerdictWord::Starts => {
            "It is shown to do nothing on average and grows all the same, for what it is expected to do on single indicators here."
        }
        VerdictWord::Stays => {
            "It is kept because today's plan has it and its resources are locked, restricted or of no more use elsewhere, not because it works."
        }
        VerdictWord::Shrinks | VerdictWord::Stops | VerdictWord::LeftOut => {
            "What is left of it is kept because no more may be taken, not because it works."
        }
    })
}
