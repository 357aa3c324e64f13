//! How sure each activity is: how often the best plan of a draw does with it what this plan does.

use super::super::share::often;
use crate::domain::{ActivityDraws, CountedBy, Firmness, MonteCarlo};
use crate::report::names::Names;
use crate::report::number::{as_float, grouped, people};
use crate::report::record::matters;

/// An activity over the draws.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) struct SureRow {
    /// The practice.
    pub practice: String,
    /// The place.
    pub place: String,
    /// Participants in the plan.
    pub plan: String,
    /// What the plan does with it, and is counted: ` +` grows, ` -` shrinks, nothing where it runs.
    pub sign: &'static str,
    /// How often that is so, as a share.
    pub runs: String,
    /// In how many draws.
    pub draws: String,
    /// The range of its participants over the draws.
    pub participants: String,
}

/// The activities by how firmly they belong to the best plan.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::report) struct SureView {
    /// How many draws have a plan.
    pub draws: String,
    /// In at least 90 % of the draws, the firmest first.
    pub robust: Vec<SureRow>,
    /// In 10 to 90 % of them: those that the plan runs first, the most doubtful before the others.
    pub contested: Vec<SureRow>,
    /// In fewer, though the plan does so.
    pub fragile: Vec<SureRow>,
    /// Names of those in fewer that the plan does not run.
    pub out: Vec<String>,
    /// Pairs that the draws do not tell apart, each in a sentence.
    pub ties: Vec<String>,
}

impl SureView {
    /// The activities of `drawn`.
    pub fn new(names: Names, drawn: &MonteCarlo) -> Self {
        let mut rows: Vec<&ActivityDraws> = drawn.activities.iter().collect();
        rows.sort_by(|a, b| {
            b.funded
                .share
                .total_cmp(&a.alike().share)
                .then_with(|| a.activity.cmp(&b.activity))
        });
        let runs = |row: &ActivityDraws| matters(row.plan, 1.0);
        let is_out = |row: &ActivityDraws| {
            row.firmness == Firmness::Out && row.counted_by == CountedBy::Runs && !runs(row)
        };
        let group = |wanted: Firmness| -> Vec<SureRow> {
            let rows = rows.iter().filter(|row| row.alike_firmness == wanted);
            // What is out and not in the plan is only named.
            rows.filter(|row| wanted != Firmness::Out || !is_out(row))
                .map(|row| sure_row(names, drawn.draws.done, row))
                .collect()
        };
        // The doubt about what the plan runs comes first, the most doubtful before all.
        let mut contested: Vec<&ActivityDraws> = rows.clone();
        contested.retain(|row| row.alike_firmness == Firmness::Contested);
        contested.sort_by(|a, b| {
            runs(b)
                .cmp(&runs(a))
                .then_with(|| a.alike().share.total_cmp(&b.alike().share))
        });
        SureView {
            draws: grouped(as_float(drawn.draws.done), 0),
            robust: group(Firmness::Robust),
            contested: contested
                .into_iter()
                .map(|row| sure_row(names, drawn.draws.done, row))
                .collect(),
            fragile: group(Firmness::Out),
            out: rows
                .iter()
                .filter(|row| is_out(row))
                .map(|row| names.activity(&row.activity))
                .collect(),
            ties: drawn
                .stability
                .iter()
                .flat_map(|stability| &stability.ties)
                .map(|(one, other)| {
                    format!("{} and {}", names.activity(one), names.activity(other))
                })
                .collect(),
        }
    }
}

fn sure_row(names: Names, draws: usize, row: &ActivityDraws) -> SureRow {
    SureRow {
        practice: names.practice(&row.activity.practice),
        place: names.place(&row.activity.place),
        plan: people(row.plan),
        sign: match row.counted_by {
            CountedBy::Grows => " +",
            CountedBy::Shrinks => " -",
            CountedBy::Runs => "",
        },
        runs: often(row.alike().share, draws),
        draws: grouped(row.alike().share * as_float(draws), 0),
        participants: format!(
            "{} to {}",
            people(row.participants.low),
            people(row.participants.high)
        ),
    }
}
