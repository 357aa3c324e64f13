//! The sheets of options side by side.

use super::sheet::{Plot, PlotKind, Sheet};
use super::sheets;
use crate::report::record::{
    CompareResult, ComparedActivityRecord, ComparedGainRecord, ComparedPracticeRecord,
    ComparedRecord, Manifest, MatchingMoneyRecord, OptionChangeRecord, OptionResourceRecord,
    RegretRecord, UnusableRecord,
};
use crate::report::view::compare::headline;

/// The options and all that is told of them, a sheet a table.
pub(super) fn all(result: &CompareResult, manifest: &Manifest) -> Vec<Sheet> {
    let mut sheets = parts(result);
    sheets.push(sheets::manifest(manifest));
    sheets.push(sheets::columns(&sheets));
    sheets
}

fn parts(result: &CompareResult) -> Vec<Sheet> {
    let options = || result.options.iter();
    let mut compared = Sheet::of::<ComparedRecord>(
        "options",
        headline(result).join(" "),
        &result.options,
        &[
            "option",
            "description",
            "status",
            "closes",
            "closes_low",
            "closes_high",
        ],
        &["clashes", "way_out", "failed"],
    );
    if result.options.len() > 1 {
        compared.plots.push(Plot {
            kind: PlotKind::Groups,
            title: "Part of the gaps that each option closes, with the ends of its range"
                .to_owned(),
            along: "option",
            series: vec!["closes_low", "closes", "closes_high"],
            rows: 0..result.options.len(),
            unit: "share".to_owned(),
        });
    }
    let mut sheets = vec![
        compared,
        Sheet::of::<ComparedGainRecord>(
            "gains",
            "What each indicator gains against today in each option; draws are common to all options.",
            &result.gains,
            &[
                "indicator_name",
                "group_name",
                "option",
                "gain",
                "low",
                "high",
                "gain_unit",
            ],
            &["indicator", "group"],
        ),
        Sheet::of::<ComparedActivityRecord>(
            "activities",
            "How many take part in each activity, today and in each option's plan.",
            &result.activities,
            &[
                "practice_name",
                "place_name",
                "option",
                "today",
                "plan",
                "change",
            ],
            &["activity"],
        ),
        Sheet::of::<ComparedPracticeRecord>(
            "practices",
            "In how many of the plans each practice runs and grows; today is not among them.",
            &result.practices,
            &["practice_name", "growing", "running"],
            &["practice"],
        ),
        Sheet::of::<RegretRecord>(
            "regrets",
            "Each plan in each option's world: how much less it is worth there than the plan made for it.",
            &result.regrets,
            &["plan", "world", "regret", "at_most", "share"],
            &["reason"],
        ),
    ];
    if let Some(money) = &result.money {
        sheets.push(Sheet::of::<MatchingMoneyRecord>(
            "money",
            "The least new unrestricted money with which one option's best plan is worth as much as another's.",
            money,
            &["option", "matches", "how", "at_least", "at_most", "unit"],
            &[],
        ));
    }
    sheets.push(Sheet::of::<OptionResourceRecord>(
        "resources",
        "What each option holds and moves, by resource.",
        options().flat_map(|row| &row.resources),
        &["option", "resource_name", "held", "cut", "moved", "unit"],
        &["resource"],
    ));
    sheets.push(Sheet::of::<OptionChangeRecord>(
        "changes",
        "What each option changes in the model, old to new.",
        options().flat_map(|row| &row.changes),
        &[],
        &[],
    ));
    if !result.unusable.is_empty() {
        sheets.push(Sheet::of::<UnusableRecord>(
            "unusable",
            "Scenarios that could not be used, and why.",
            &result.unusable,
            &[],
            &[],
        ));
    }
    sheets
}
