//! The short reports: a checked model, the models that come with the program.

use super::Style;
use super::page::Page;
use crate::diagnostic::Diagnostics;
use crate::report::findings::{findings, summary};
use crate::report::number::{count, trimmed};
use crate::report::record::{Manifest, ModelsResult, PracticesResult, ValidateResult};
use crate::report::view::coverage_words;

/// The check of a model: each finding, what scenarios changed, and what the model holds.
#[must_use]
pub fn validation(
    result: &ValidateResult,
    manifest: &Manifest,
    found: &Diagnostics,
    style: Style,
) -> String {
    let mut page = Page::new(style);
    page.verbatim(&findings(found, style));
    page.changes(&manifest.changes);
    page.blank();
    let verdict = if result.valid {
        "can be used"
    } else {
        "cannot be used"
    };
    let summary = summary(found).unwrap_or_else(|| "no findings".to_owned());
    let model = manifest.model.as_deref().unwrap_or("The model");
    page.paragraph(0, &format!("{model} {verdict}: {summary}."));
    if let Some(coverage) = &result.coverage {
        let names: Vec<&str> = result
            .tracked
            .iter()
            .map(|row| row.indicator_name.as_str())
            .collect();
        page.paragraph(
            0,
            &coverage_words(coverage.indicators, coverage.tracked, &names.join("; ")),
        );
    }
    let tables: Vec<String> = result
        .tables
        .iter()
        .filter(|table| table.rows > 0)
        .map(|table| format!("{} {}", table.table, table.rows))
        .collect();
    if !tables.is_empty() {
        let rows = result.tables.iter().map(|table| table.rows).sum();
        page.paragraph(
            0,
            &format!("{}: {}.", count(rows, "row"), tables.join(", ")),
        );
    }
    page.finish()
}

/// The practices that an inventory can name, each with what its studies count for.
#[must_use]
pub fn practices(result: &PracticesResult, style: Style) -> String {
    let mut page = Page::new(style);
    page.paragraph(
        0,
        "Practices for the column `practice` of an inventory. Their studies count for indicators whose `outcome` is \
         one of the words below, at the credibility level in brackets (`trefoil models --schemes`: 0 a rigorous null, \
         5 replicated independently at scale). A grade is the age less 5.",
    );
    for row in &result.practices {
        page.blank();
        page.bold(0, &format!("{}: {}", row.practice, row.practice_name));
        let cost = row.cost.map_or_else(String::new, |cost| {
            let year = row
                .price_year
                .map_or_else(String::new, |year| format!(" at prices of {year}"));
            format!("; published cost ${} a participant{year}", trimmed(cost, 0))
        });
        let grades = if row.from_grade == row.to_grade {
            format!("Grade {}", row.from_grade)
        } else {
            format!("Grades {} to {}", row.from_grade, row.to_grade)
        };
        page.paragraph(2, &format!("{grades}{cost}."));
        let outcomes: Vec<String> = row
            .outcomes
            .iter()
            .map(|row| match row.level {
                Some(level) => format!("{} [{level}]", row.outcome),
                None => row.outcome.clone(),
            })
            .collect();
        page.paragraph(2, &format!("Counts for: {}.", outcomes.join(", ")));
    }
    page.finish()
}

/// The models, each with what it is about.
#[must_use]
pub fn models(result: &ModelsResult, style: Style) -> String {
    let mut page = Page::new(style);
    for model in &result.models {
        page.bold(0, &format!("{}: {}", model.name, model.title));
        page.paragraph(2, &model.description);
    }
    page.finish()
}
