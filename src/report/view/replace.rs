//! What was filled in and decides most, in words, and where to write what is true.

use super::figure::Figure;
use super::share::Shares;
use crate::domain::{FilledIn, Recommendation};
use crate::report::names::Names;

/// Something that was filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) struct ReplaceRow {
    /// What it is, and what was filled in.
    pub what: String,
    /// What the best plan closes at the one end and the other.
    pub decides: String,
    /// Where to write what is true.
    pub place: String,
}

/// What was filled in and decides most, the most first.
pub(super) fn rows(names: Names, recommendation: &Recommendation) -> Vec<ReplaceRow> {
    let Some(value) = &recommendation.value else {
        return Vec::new();
    };
    let shares = Shares {
        all_gaps: value.all_gaps,
    };
    let rows = recommendation.replace_first.iter().flatten();
    rows.map(|row| replace_row(names, row, shares)).collect()
}

fn replace_row(names: Names, row: &FilledIn, shares: Shares) -> ReplaceRow {
    let (low, high) = (shares.of(row.best.0), shares.of(row.best.1));
    let (table, rest) = row.path.split_once('[').unwrap_or((&row.path, ""));
    let (key, column) = rest.rsplit_once("].").unwrap_or((rest, ""));
    match &row.figure {
        Some(filled) => {
            let figure = Figure::new(&names, &row.path);
            ReplaceRow {
                what: format!(
                    "{} (filled in: {})",
                    figure.at_start(),
                    figure.value(filled.value)
                ),
                decides: format!(
                    "{low} of the gaps at {}, {high} at {}",
                    figure.value(filled.low),
                    figure.value(filled.high)
                ),
                place: format!("{table}.csv, row {key}, column {column}"),
            }
        }
        None => {
            let (pool, activity) = key.split_once(',').unwrap_or((key, ""));
            ReplaceRow {
                what: format!(
                    "Whether the money of {pool} for {} is restricted (filled in: locked)",
                    activity.replace(',', "@")
                ),
                decides: format!("{low} of the gaps if it is, {high} if not"),
                place: format!("inventory.csv, column restricted; or {table}.csv, row {key}"),
            }
        }
    }
}
