//! How the results were made: enough to make them again.

use maud::{Markup, html};

use super::Section;
use crate::report::html::table::{folded, table, text, words};
use crate::report::html::told::Told;
use crate::report::number::{count, tiny};
use crate::report::record::{CertificateRecord, FindingRecord, Manifest, Scalar, SeverityWord};
use crate::report::view::word;

/// The section.
pub(super) fn section(told: &Told) -> Option<Section> {
    let manifests = told.results.manifests();
    let (_, _, first) = manifests.first()?;
    let certificate = told.plan().and_then(|plan| plan.certificate.as_ref());
    Some(Section {
        id: "made",
        title: "For the analyst: how it was made",
        message: certificate.map_or_else(
            || "The same input and command give the same results again.".to_owned(),
            checked,
        ),
        body: html! {
            (table(
                "The results that this page is made of",
                &[words("Result"), words("File"), words("Program"), words("Solver"), words("Seed")],
                manifests.iter().map(|(file, kind, manifest)| vec![
                    text(*kind),
                    text(*file),
                    text(format!("{} {}", manifest.tool.name, manifest.tool.version)),
                    text(manifest.solver.as_ref().map_or_else(|| "none".to_owned(), |solver| format!("{} {}", solver.name, solver.version))),
                    text(manifest.seed.map_or_else(|| "none".to_owned(), |seed| seed.to_string())),
                ]).collect(),
            ))
            (folded("Options of each command", &html! {
                dl {
                    @for (_, kind, manifest) in manifests.iter().filter(|(.., manifest)| !manifest.options.is_empty()) {
                        dt { (kind) }
                        dd { (options(manifest)) }
                    }
                }
            }))
            dl {
                dt { "Hash of the input" }
                dd { code { (first.input_hash.as_deref().unwrap_or("none")) } }
                @if !first.scenarios.is_empty() {
                    dt { "Scenarios" }
                    @for path in &first.scenarios { dd { (path) } }
                }
                @if !first.sets.is_empty() {
                    dt { "Set by hand" }
                    @for set in &first.sets { dd { code { (set) } } }
                }
                @if let Some(seconds) = first.time_limit_seconds {
                    dt { "Time limit" }
                    dd { (seconds) " seconds" }
                }
            }
            @if let Some(drawn) = told.drawn() {
                p {
                    (count(drawn.draws.asked, "draw")) " asked for (seed " (drawn.draws.seed) "): " (drawn.draws.done)
                    " with a plan, " (drawn.draws.infeasible) " in which no plan keeps every rule, " (drawn.draws.failed) " failed."
                }
            }
            (found(&told.results.findings()))
        },
    })
}

fn options(manifest: &Manifest) -> String {
    let given: Vec<String> = manifest
        .options
        .iter()
        .map(|row| {
            let value = row
                .value
                .as_ref()
                .map_or_else(|| "by size".to_owned(), |value: &Scalar| word(value));
            format!("{} {value}", row.option)
        })
        .collect();
    given.join(", ")
}

/// What was checked, in a sentence.
pub(super) fn checked(certificate: &CertificateRecord) -> String {
    let search = if certificate.integers > 0 {
        format!(
            " {} of yes or no, searched in {}.",
            count(certificate.integers, "choice"),
            count(certificate.searches, "round"),
        )
    } else {
        String::new()
    };
    format!(
        "Recomputed from the model alone: {}, largest violation {}; gap to the best possible {} (tolerance {}).{search}",
        count(certificate.checks, "check"),
        tiny(certificate.largest_violation),
        tiny(certificate.gap),
        tiny(certificate.tolerance),
    )
}

/// What was found in the input, with its places in the files.
fn found(findings: &[&FindingRecord]) -> Markup {
    let of = |severity: SeverityWord| -> Vec<&FindingRecord> {
        findings
            .iter()
            .copied()
            .filter(|row| row.severity == severity)
            .collect()
    };
    html! {
        @if !findings.is_empty() {
            h3 { "What was found in the input" }
            @for (severity, noun) in [(SeverityWord::Error, "error"), (SeverityWord::Warning, "warning"), (SeverityWord::Note, "note")] {
                @let rows = of(severity);
                @if !rows.is_empty() {
                    (folded(&count(rows.len(), noun), &table(
                        &format!("Findings: {noun}s"),
                        &[words("Where"), words("What"), words("What to try")],
                        rows.iter().map(|row| vec![
                            text(place(row)),
                            text(&row.message),
                            text(row.hint.as_deref().unwrap_or("")),
                        ]).collect(),
                    )))
                }
            }
        }
    }
}

fn place(row: &FindingRecord) -> String {
    let mut words = row
        .file
        .clone()
        .or_else(|| row.path.clone())
        .unwrap_or_else(|| "the model".to_owned());
    if let (Some(_), Some(line)) = (&row.file, row.line) {
        words.push_str(&format!(":{line}"));
    }
    if let Some(column) = &row.column {
        words.push_str(&format!(", {column}"));
    }
    words
}
