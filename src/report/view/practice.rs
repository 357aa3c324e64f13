//! Why, and why not, each practice.

use crate::domain::{PracticeResult, Recommendation, Verdict};
use crate::report::names::Names;
use crate::report::number::{people, significant};
use crate::report::record::{StandingWord, VerdictWord};

/// A practice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) struct PracticeRow {
    /// Its name.
    pub practice: String,
    /// What the plan does with it, in a word or two.
    pub verdict: &'static str,
    /// Participants today and in the plan.
    pub participants: String,
    /// What is known of it.
    pub standing: String,
    /// What holds it where it is.
    pub reason: String,
    /// The cost or effect at which it would enter or grow.
    pub enters: Option<String>,
}

/// The practices of `recommendation`: those that change first, those left out last.
pub(super) fn rows(names: Names, recommendation: &Recommendation) -> Vec<PracticeRow> {
    let order = |row: &PracticeResult| match row.verdict {
        Verdict::Starts => 0,
        Verdict::Grows => 1,
        Verdict::Shrinks => 2,
        Verdict::Stops => 3,
        Verdict::Stays => 4,
        Verdict::LeftOut => 5,
    };
    let mut practices: Vec<&PracticeResult> = recommendation.practices.iter().collect();
    practices.sort_by(|a, b| {
        order(a)
            .cmp(&order(b))
            .then_with(|| a.practice.cmp(&b.practice))
    });
    practices
        .into_iter()
        .map(|row| practice_row(names, row))
        .collect()
}

fn practice_row(names: Names, row: &PracticeResult) -> PracticeRow {
    PracticeRow {
        practice: names.practice(&row.practice),
        verdict: match VerdictWord::from(row.verdict) {
            VerdictWord::LeftOut => "left out",
            other => other.word(),
        },
        participants: match row.verdict {
            Verdict::LeftOut => "not done".to_owned(),
            Verdict::Stays => format!("{}, as today", people(row.plan)),
            Verdict::Starts | Verdict::Grows | Verdict::Shrinks | Verdict::Stops => {
                format!("{} → {}", people(row.today), people(row.plan))
            }
        },
        standing: standing(row.standing.into(), row.level),
        reason: sentence(&row.reason),
        enters: enters(
            row.verdict.into(),
            row.enters_at_cost,
            row.enters_at_effect,
            row.best_place.as_ref().map(|id| names.place(id)).as_deref(),
        ),
    }
}

/// What is known of a practice, in words; `level` is the best of its evidence.
pub(in crate::report) fn standing(standing: StandingWord, level: Option<u8>) -> String {
    match standing {
        StandingWord::Effective => level.map_or_else(
            || "effect taken as given".to_owned(),
            |level| format!("evidence level {level}, {}", level_words(level)),
        ),
        StandingWord::Harmful => with_level("expected to do harm", level),
        StandingWord::Null => with_level("shown to do nothing", level),
        StandingWord::NeverEvaluated => "never evaluated".to_owned(),
        StandingWord::Unmeasured => {
            "studied, but on nothing here that its participants meet".to_owned()
        }
    }
}

fn with_level(words: &str, level: Option<u8>) -> String {
    level.map_or_else(
        || words.to_owned(),
        |level| format!("{words}, evidence level {level}"),
    )
}

/// The credibility scale in words.
pub(in crate::report) fn level_words(level: u8) -> &'static str {
    match level {
        0 => "a rigorous null or harm",
        1 => "a rationale, or unrated",
        2 => "controlled correlation",
        3 => "credible but limited",
        4 => "strong trials",
        _ => "replicated independently at scale",
    }
}

/// The cost or the effect at which a practice would enter or grow at `best_place`.
pub(in crate::report) fn enters(
    verdict: VerdictWord,
    at_cost: Option<f64>,
    at_effect: Option<f64>,
    best_place: Option<&str>,
) -> Option<String> {
    let verb = match verdict {
        VerdictWord::LeftOut | VerdictWord::Stops => "enter",
        VerdictWord::Starts | VerdictWord::Grows | VerdictWord::Stays | VerdictWord::Shrinks => {
            "grow"
        }
    };
    let conditions: Vec<String> = [
        at_cost.map(|factor| {
            format!(
                "at {}% of its cost per participant",
                significant(100.0 * factor, 2)
            )
        }),
        at_effect.map(|factor| format!("with {} times its effect", significant(factor, 2))),
    ]
    .into_iter()
    .flatten()
    .collect();
    if conditions.is_empty() {
        return None;
    }
    let place = best_place.map_or_else(String::new, |place| format!(" in {place}"));
    Some(format!(
        "It would {verb}{place} {}.",
        conditions.join(", or ")
    ))
}

/// `text` with a capital and a full stop.
pub(in crate::report) fn sentence(text: &str) -> String {
    let text = text.trim();
    let mut letters = text.chars();
    let Some(first) = letters.next() else {
        return String::new();
    };
    let stop = if text.ends_with(['.', '!', '?']) {
        ""
    } else {
        "."
    };
    format!("{}{}{stop}", first.to_uppercase(), letters.as_str())
}
