//! Practices that come with the program, with their evidence, for any inventory to name.

use crate::domain::{Evidence, Label, NonNegative, OutcomeId, Practice, PracticeId, Provenance};

/// What one participant is published to cost.
#[derive(Debug, Clone, PartialEq)]
pub struct PublishedCost {
    /// Money per participant and year.
    pub per_participant: NonNegative,
    /// Year of its prices.
    pub price_year: Option<i32>,
    /// Where it comes from.
    pub provenance: Provenance,
}

/// A practice with what is published of it.
#[derive(Debug, Clone, PartialEq)]
pub struct ShippedPractice {
    /// Its row.
    pub practice: Practice,
    /// Its studies, each of a study's own outcome.
    pub evidence: Vec<Evidence>,
    /// Its published cost, where there is one.
    pub cost: Option<PublishedCost>,
    /// Ids of words by which a program's name suggests it.
    pub looks_like: Vec<String>,
}

/// What studies measure, and the outcomes of indicators that it counts for.
#[derive(Debug, Clone, PartialEq)]
pub struct ShippedOutcome {
    /// What studies measured.
    pub study_outcome: OutcomeId,
    /// Outcomes, as the column `outcome` of an indicator names them.
    pub outcomes: Vec<Label>,
    /// How far the effect on such an indicator may stray from the one on the outcome, in SD.
    pub extra_sd: NonNegative,
    /// Where the row comes from.
    pub provenance: Provenance,
}

/// Practices that come with the program, and what their studies count for.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Library {
    /// The practices, in the order of their ids.
    pub practices: Vec<ShippedPractice>,
    /// What their studies measure, in the order of its ids.
    pub outcomes: Vec<ShippedOutcome>,
}

impl Library {
    /// The shipped practice of that id.
    #[must_use]
    pub fn practice(&self, id: &PracticeId) -> Option<&ShippedPractice> {
        self.practices.iter().find(|row| row.practice.id == *id)
    }

    /// The shipped practice that a program looks like by its name: the one of the longest words that the name holds,
    /// none where two are as long.
    #[must_use]
    pub fn looks_like(&self, program: &Label) -> Option<&ShippedPractice> {
        let name = format!("-{}-", program.id().replace('_', "-"));
        let longest = |row: &ShippedPractice| {
            let held = row
                .looks_like
                .iter()
                .filter(|words| name.contains(&format!("-{words}")));
            held.map(String::len).max()
        };
        let mut found: Vec<(usize, &ShippedPractice)> = self
            .practices
            .iter()
            .filter_map(|row| longest(row).map(|length| (length, row)))
            .collect();
        found.sort_by_key(|(length, _)| std::cmp::Reverse(*length));
        match found.as_slice() {
            [(first, _), (second, _), ..] if first == second => None,
            [(_, row), ..] => Some(row),
            [] => None,
        }
    }

    /// The outcomes, as an indicator names them, that a study's outcome counts for.
    #[must_use]
    pub fn counts_for(&self, study_outcome: &OutcomeId) -> &[Label] {
        let found = self
            .outcomes
            .iter()
            .find(|row| row.study_outcome == *study_outcome);
        found.map_or(&[], |row| &row.outcomes)
    }
}
