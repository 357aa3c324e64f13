//! What a recommendation rests on: which figures are published and which are not, and what is assumed.

use crate::domain::Recommendation;
use crate::report::basis::BasisRecord;
use crate::report::number::{NOISE, as_float, count, whole_percent};
use crate::report::record::{Manifest, Scalar, SettingRecord};

/// What every recommendation assumes.
pub(in crate::report) const ASSUMPTIONS: [&str; 3] = [
    "Effects are estimates: studies, adjusted and shrunk with the model's settings.",
    "What happens in one place does not spill over into another.",
    "Needs are proportional to participants, beyond what running an activity takes.",
];

/// What a recommendation rests on.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::report) struct FoundationView {
    /// Whether the plan is an exercise or one to act on, in a few sentences; `None` where nothing is known of that.
    pub made_up: Option<String>,
    /// How many of all rows are not published, derived or local, in a sentence.
    pub summary: String,
    /// The tables that hold rows.
    pub tables: Vec<BasisRecord>,
    /// What was filled in or could not be checked, each in a sentence.
    pub filled_in: Vec<String>,
    /// Settings that are not the default.
    pub settings: Vec<String>,
    /// What is assumed, each in a sentence.
    pub assumptions: Vec<&'static str>,
}

impl FoundationView {
    /// What `recommendation` rests on.
    pub(super) fn new(recommendation: &Recommendation, manifest: &Manifest) -> Self {
        let tables: Vec<BasisRecord> = manifest
            .basis
            .iter()
            .filter(|row| row.rows() > 0)
            .cloned()
            .collect();
        FoundationView {
            made_up: made_up_words(&tables).map(|(heading, words)| format!("{heading} {words}")),
            summary: basis_words(&tables),
            filled_in: filled_in(recommendation),
            settings: settings_changed(manifest)
                .map(|(row, default)| {
                    format!(
                        "{} is {} (default {})",
                        row.path,
                        word(&row.value),
                        word(default)
                    )
                })
                .collect(),
            assumptions: ASSUMPTIONS
                .into_iter()
                .chain([if recommendation.trust.is_some() {
                    "Ranges hold the doubt about the evidence and the figures, not about the model's structure."
                } else {
                    "Ranges hold the uncertainty of the evidence only, not of the model's structure."
                }])
                .collect(),
            tables,
        }
    }
}

/// How many rows of `tables` are not published, derived or local, in a sentence.
pub(in crate::report) fn basis_words(tables: &[BasisRecord]) -> String {
    let total: usize = tables.iter().map(BasisRecord::rows).sum();
    let sum = |of: fn(&BasisRecord) -> usize| tables.iter().map(of).sum::<usize>();
    let (illustrative, default) = (sum(|row| row.illustrative), sum(|row| row.default));
    let unstated = sum(|row| row.unstated);
    let doubtful: Vec<String> = [
        (illustrative, "are illustrative"),
        (default, "are defaults"),
        (unstated, "do not say where they come from"),
    ]
    .into_iter()
    .filter(|(rows, _)| *rows > 0)
    .map(|(rows, what)| format!("{} {what}", whole_percent(as_float(rows) / as_float(total))))
    .collect();
    if doubtful.is_empty() {
        format!(
            "All {} of the model are published, derived or local.",
            count(total, "row")
        )
    } else {
        format!(
            "Of {} of the model, {}. The plan is no better than they are.",
            count(total, "row"),
            doubtful.join(", "),
        )
    }
}

/// What a model's partners, pools and allocations are, and so whether a plan can be acted on: a heading and a sentence
/// or two. `None` where nothing is known of them.
pub(in crate::report) fn made_up_words(tables: &[BasisRecord]) -> Option<(&'static str, String)> {
    const WHO_GIVES_WHAT: [(&str, &str); 3] = [
        ("partners", "partners"),
        ("pools", "pools"),
        ("allocations", "allocations"),
    ];
    let find = |name: &str| tables.iter().find(|row| row.table == name);
    let told = |of: fn(&BasisRecord) -> usize| -> (usize, usize, Vec<String>) {
        let rows = WHO_GIVES_WHAT
            .iter()
            .filter_map(|(table, what)| find(table).map(|row| (row, what)));
        rows.fold((0, 0, Vec::new()), |(some, all, mut words), (row, what)| {
            if of(row) > 0 {
                words.push(format!("{} of {} {what}", of(row), row.rows()));
            }
            (some + of(row), all + row.rows(), words)
        })
    };
    let (made_up, all, words) = told(|row| row.illustrative);
    if made_up > 0 {
        let ending = if 2 * made_up >= all {
            "So this is an exercise and not yet a plan to act on: put real partners, pools and allocations in their place \
             and run it again."
        } else {
            "Act only on asks of real partners from real pools; put real figures in place of the others and run it again."
        };
        return Some((
            if 2 * made_up >= all {
                "An exercise, not yet a plan."
            } else {
                "Partly an exercise."
            },
            format!(
                "Illustrative means made up to show how the model works, and published nowhere. Here {} are illustrative. \
                 {ending}",
                listed(&words)
            ),
        ));
    }
    for (of, what) in [
        (
            (|row| row.default) as fn(&BasisRecord) -> usize,
            "were filled in by default",
        ),
        (|row| row.unstated, "do not say where they come from"),
    ] {
        let (rows, _, words) = told(of);
        if rows > 0 {
            return Some((
                "A plan to act on once these are checked.",
                format!(
                    "Nothing of who gives what is made up, but {} {what}.",
                    listed(&words)
                ),
            ));
        }
    }
    (all > 0).then(|| {
        (
            "A plan to act on.",
            "None of its partners, pools and allocations is made up or filled in.".to_owned(),
        )
    })
}

fn listed(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

/// The settings of a run that are not the default, each with its default.
pub(in crate::report) fn settings_changed(
    manifest: &Manifest,
) -> impl Iterator<Item = (&SettingRecord, &Scalar)> {
    manifest.settings.iter().filter_map(|row| {
        let default = row
            .default
            .as_ref()
            .filter(|default| **default != row.value)?;
        Some((row, default))
    })
}

/// A setting's value as it is typed.
pub(in crate::report) fn word(scalar: &Scalar) -> String {
    match scalar {
        Scalar::Whole(value) => value.to_string(),
        Scalar::Number(value) => value.to_string(),
        Scalar::Text(value) => value.clone(),
    }
}

fn filled_in(recommendation: &Recommendation) -> Vec<String> {
    let targets = recommendation
        .cells
        .iter()
        .filter(|cell| cell.target_is_default)
        .count();
    let capacities = recommendation
        .activities
        .iter()
        .filter(|row| row.capacity_is_default)
        .count();
    let uses = || recommendation.activities.iter().flat_map(|row| &row.uses);
    let local = uses()
        .filter(|used| used.published_per_participant.is_some())
        .count();
    let unchecked = uses().filter(|used| used.unchecked).count();
    let mut lines = Vec::new();
    let mut add = |number: usize, noun: &str, rest: &str| {
        if number > 0 {
            lines.push(format!("{} {rest}", count(number, noun)));
        }
    };
    add(targets, "target", "filled in by the default rule.");
    add(
        capacities,
        "capacity limit",
        "filled in by the people of the grades.",
    );
    add(
        local,
        "need",
        "per participant taken from today's allocation in place of the published one.",
    );
    let converted = uses()
        .filter(|used| (used.price_factor - 1.0).abs() > NOISE)
        .count();
    add(
        converted,
        "need",
        "of money brought from another year's prices to the model's.",
    );
    add(
        unchecked,
        "need",
        "of a resource for which the place records nothing, so not checked.",
    );
    lines
}
