//! What decides: one figure at a time, at both ends of its range.

use super::super::figure::{Figure, is_doubtful, origin_word};
use super::super::share::Shares;
use crate::domain::Swing;
use crate::report::names::Names;
use crate::report::number::percent;

/// Characters of a bar on each side of the plan's value.
const SIDE: f64 = 6.0;

/// A figure and what the best value does with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) struct SwingRow {
    /// The figure.
    pub figure: String,
    /// Its P10 and P90.
    pub range: String,
    /// Where it comes from, in a word.
    pub origin: &'static str,
    /// Best value at its P10, as a share of all gaps.
    pub low: String,
    /// Best value at its P90.
    pub high: String,
    /// Moves of the plan that the best plan no longer makes, at either end at most.
    pub moves_lost: String,
    /// The two values as a bar left and right of the plan's.
    pub bar: String,
    /// Whether it changes the best value by more than the searches leave open.
    pub is_told: bool,
    /// Whether the figure is illustrative or filled in.
    pub doubtful: bool,
}

/// The rows of `swings` around the plan's `value`, the largest swing first.
pub(super) fn rows(names: Names, swings: &[Swing], value: f64, shares: Shares) -> Vec<SwingRow> {
    let widest = swings
        .iter()
        .flat_map(|row| [row.best.0, row.best.1])
        .map(|best| (best - value).abs())
        .fold(0.0, f64::max);
    swings
        .iter()
        .map(|row| {
            let figure = Figure::new(&names, &row.figure.path);
            SwingRow {
                range: format!(
                    "{} to {}",
                    figure.value(row.figure.low),
                    figure.value(row.figure.high),
                ),
                origin: origin_word(
                    row.figure.basis.map(Into::into),
                    Some(row.figure.origin.into()),
                ),
                figure: figure.at_start(),
                low: percent(shares.share(row.best.0), 3),
                high: percent(shares.share(row.best.1), 3),
                is_told: [row.best.0, row.best.1]
                    .iter()
                    .any(|best| shares.is_told(best - value, row.gap * value.abs())),
                moves_lost: match row.moves_lost {
                    (0, 0) => "-".to_owned(),
                    (low, high) => low.max(high).to_string(),
                },
                bar: bar(row.best, value, widest),
                doubtful: is_doubtful(row.figure.basis.map(Into::into)),
            }
        })
        .collect()
}

/// The two values left and right of `value`, of which `widest` is as far as one lies.
fn bar(best: (f64, f64), value: f64, widest: f64) -> String {
    if widest <= 0.0 {
        return "|".to_owned();
    }
    let (low, high) = (best.0.min(best.1), best.0.max(best.1));
    let marks = |distance: f64| "#".repeat(whole(SIDE * distance.max(0.0) / widest));
    format!("{:>6}|{}", marks(value - low), marks(high - value))
}

/// A small number rounded; what is not nothing is at least one.
fn whole(number: f64) -> usize {
    (1..=6)
        .rev()
        .find(|&mark| number >= crate::report::number::as_float(mark) - 0.5)
        .unwrap_or(usize::from(number > crate::report::number::NOISE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_widest_bar_is_full_and_the_others_in_proportion() {
        assert_eq!(bar((0.0, 2.0), 1.0, 1.0), "######|######");
        assert_eq!(bar((0.5, 1.0), 1.0, 1.0), "   ###|");
        assert_eq!(bar((1.2, 0.99), 1.0, 1.0), "     #|#");
        assert_eq!(bar((1.0, 1.0), 1.0, 0.0), "|");
    }
}
