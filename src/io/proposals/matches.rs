//! `practice_match.csv`: which practices the words of an export mean, as a person confirmed it.

use std::collections::BTreeMap;

use super::vocabulary::{Words, folded};
use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::domain::{Model, PracticeId, Provenance};
use crate::io::raw::{Optional, Record, Required, RowReader, Spec, mirror};
use crate::io::scalar::quoted;
use crate::io::table::{RawTable, Sheet};

/// A text and the practice that it means. Row of `practice_match`.
#[derive(Debug)]
struct Match {
    text: String,
    practice: PracticeId,
    confirmed_by: Option<String>,
    date: Option<String>,
    proposals: Option<String>,
    suggestions: Option<String>,
    provenance: Provenance,
}

mirror! {
    /// A practice of the model that a text of an export means, as a person confirmed it.
    "practice_match" => Match by ["text"];
    /// What the export says; capital letters and spaces at the ends do not count.
    text: Required<String>,
    /// The practice of the model.
    practice: Required<PracticeId>,
    /// Who confirmed it.
    confirmed_by: Optional<String>,
    /// When, in any form.
    date: Optional<String>,
    /// How many proposals say it, as unmatched.csv tells; nothing rests on it.
    proposals: Optional<String>,
    /// What looks like it, as unmatched.csv tells; nothing rests on it.
    suggestions: Optional<String>,
}

/// The declaration of the table.
pub(in crate::io) fn spec() -> &'static Spec {
    Match::SPEC
}

/// Texts with their practices.
#[derive(Debug, Default)]
pub(super) struct Matches(BTreeMap<String, PracticeId>);

impl Matches {
    /// The matches of a file; what is wrong is reported, all of it.
    pub fn read(file: &str, bytes: &[u8], model: &Model, findings: &mut Diagnostics) -> Self {
        let mut matches = Matches::default();
        let Some(sheet) = Sheet::read(file, bytes, findings) else {
            return matches;
        };
        let practices = model.tables().practices.iter();
        let practices = Words::new(
            "a practice",
            practices.map(|row| (&row.id, row.name.as_str())),
        );
        let table = RawTable::from_sheet(Match::SPEC, sheet, findings);
        let mut first: BTreeMap<String, u64> = BTreeMap::new();
        for row in &table.rows {
            let Some(read) = Match::decode(&mut RowReader::new(&table, row, findings)) else {
                continue;
            };
            let place = |column: &str| {
                let position = Match::SPEC.position(column).unwrap_or_default();
                table.location(row, position)
            };
            let text = folded(&read.text);
            if let Some(line) = first.insert(text.clone(), row.line) {
                let message = format!("{} is matched already, on line {line}", quoted(&read.text));
                findings.push(
                    Diagnostic::error(codes::DUPLICATE_KEY, place("text"), message)
                        .hint("keep one of them"),
                );
            }
            match practices.decode(read.practice.as_str()) {
                Ok(_) => {
                    matches.0.insert(text, read.practice);
                }
                Err(fault) => findings.push(fault.at(place("practice"))),
            }
        }
        matches
    }

    /// The practice that a text means.
    pub fn find(&self, text: &str) -> Option<&PracticeId> {
        self.0.get(&folded(text))
    }
}
