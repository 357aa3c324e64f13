//! Cells added up: people over years, places and groups; the mean of a score.

use crate::domain::{CellResult, Direction, Indicator, Positive, Sample, Unit};
use crate::report::names::Names;
use crate::report::number::{self, UnitStyle, people, signed, trimmed, whole_percent};
use crate::report::record::matters;

/// A change with its range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) struct Change {
    /// The expected change, with its sign.
    pub expected: String,
    /// Its 90 % range.
    pub range: String,
    /// Share of the gap that it closes; `None` where there is no gap or it is not closed but widened.
    pub closed: Option<String>,
    /// Whether it is for the worse.
    pub worse: bool,
    /// Whether its range holds both gains and losses.
    pub open: bool,
}

/// What a change of an indicator is counted in.
pub(in crate::report) enum Measure {
    /// People better off.
    People,
    /// Points of a mean score with that standard deviation.
    Points {
        /// The standard deviation.
        sd: f64,
    },
    /// Things counted.
    Units,
    /// Money.
    Money(UnitStyle),
}

impl Measure {
    /// The measure of an indicator in that unit.
    pub(super) fn new(names: Names, unit: Unit, indicator: Option<&Indicator>) -> Self {
        match unit {
            Unit::Percent => Measure::People,
            Unit::Score => Measure::Points {
                sd: indicator.and_then(|row| row.sd).map_or(1.0, Positive::get),
            },
            Unit::Count => Measure::Units,
            Unit::Dollars => Measure::Money(names.unit("dollars")),
        }
    }

    /// What changes are counted in, in words.
    pub(super) fn words(&self, indicator: Option<&Indicator>) -> String {
        let lower_is_better = indicator.is_some_and(|row| row.direction == Direction::Decrease);
        let what = match self {
            Measure::People => "people better off",
            Measure::Points { .. } => "mean points better",
            Measure::Units => "units better",
            Measure::Money(_) => "money better",
        };
        if lower_is_better {
            format!("{what}; lower is better")
        } else {
            what.to_owned()
        }
    }

    /// A change in words.
    pub(in crate::report) fn text(&self, value: f64) -> String {
        match self {
            Measure::People => people(value),
            Measure::Points { .. } => number::points(value),
            Measure::Units => number::quantity(value),
            Measure::Money(unit) => unit.bare(value),
        }
    }

    /// The ends of a range; those that whole people cannot tell apart, or that are less than one, in parts.
    pub(in crate::report) fn range(&self, low: f64, high: f64) -> String {
        let (mut from, mut to) = (self.text(low), self.text(high));
        let is_part = |text: &str| text.starts_with(['<', '>']);
        if matches!(self, Measure::People) && (is_part(&from) || is_part(&to)) {
            let end = |value: f64, text: String| {
                if is_part(&text) {
                    number::parts(value, 1)
                } else {
                    text
                }
            };
            (from, to) = (end(low, from), end(high, to));
        }
        if matches!(self, Measure::People) && from == to {
            (from, to) = (number::parts(low, 2), number::parts(high, 2));
        }
        format!("{from} to {to}")
    }
}

/// Cells of one indicator, over places, groups or years.
#[derive(Default)]
pub(super) struct Tally<'c> {
    /// The cells.
    pub cells: Vec<&'c CellResult>,
}

impl Tally<'_> {
    /// Total over the cells.
    pub(super) fn sum(&self, of: impl Fn(&CellResult) -> f64) -> f64 {
        self.cells.iter().map(|cell| of(cell)).sum()
    }

    /// People-weighted mean, or the plain one where nobody is counted.
    fn mean(&self, of: impl Fn(&CellResult) -> f64) -> f64 {
        let people = self.sum(|cell| cell.population);
        if people > 0.0 {
            self.sum(|cell| cell.population * of(cell)) / people
        } else {
            self.sum(of) / number::as_float(self.cells.len().max(1))
        }
    }

    /// Whether any cell changes.
    pub(super) fn changes(&self) -> bool {
        self.cells.iter().any(|cell| changes(cell))
    }

    /// The cells that change.
    pub(super) fn changing(&self) -> Tally<'_> {
        Tally {
            cells: self
                .cells
                .iter()
                .copied()
                .filter(|cell| changes(cell))
                .collect(),
        }
    }

    /// Share of the gap that closes.
    pub(super) fn share_closed(&self) -> f64 {
        let gap = self.sum(|cell| cell.gap);
        if gap > 0.0 {
            self.sum(|cell| cell.gain.min(cell.gap)) / gap
        } else {
            0.0
        }
    }

    /// The change over all the cells; its range over draws where they were `drawn`.
    pub(super) fn change(&self, measure: &Measure, drawn: Option<&Sample>) -> Change {
        // People of different years and groups are different people, so they add up. A mean score is not.
        // Without draws the ends of a range are added too: as wide as the truth were all of them to move together.
        let range = |cells: &Tally| {
            drawn.map_or_else(
                || {
                    (
                        cells.sum(|cell| cell.gain_low),
                        cells.sum(|cell| cell.gain_high),
                    )
                },
                |gain| (gain.low, gain.high),
            )
        };
        let (expected, low, high) = match measure {
            Measure::Points { sd } => {
                let reached = self.changing();
                let (low, high) = range(&reached);
                let in_points = |total: f64| {
                    sd * total / reached.sum(|cell| cell.population).max(f64::MIN_POSITIVE)
                };
                (
                    reached.mean(|cell| cell.points),
                    in_points(low),
                    in_points(high),
                )
            }
            Measure::People | Measure::Units | Measure::Money(_) => {
                let (low, high) = range(self);
                (self.sum(|cell| cell.gain), low, high)
            }
        };
        let gap = self.sum(|cell| cell.gap);
        Change {
            expected: signed(expected, &measure.text(expected)),
            // Effects that were taken as given, with no error, have no range to show.
            range: if high > low {
                measure.range(low, high)
            } else {
                "as given".to_owned()
            },
            closed: (gap > 0.0 && expected > 0.0).then(|| whole_percent(self.share_closed())),
            worse: expected < 0.0 && self.changes(),
            open: low < 0.0 && high > 0.0,
        }
    }

    /// The values today and aimed at.
    pub(super) fn standing(&self, unit: Unit, names: Names) -> String {
        let (today, target) = (
            self.mean(|cell| cell.baseline),
            self.mean(|cell| cell.target),
        );
        match unit {
            Unit::Percent => format!("{} to {}%", trimmed(today, 1), trimmed(target, 1)),
            Unit::Score => format!("{} to {}", trimmed(today, 1), trimmed(target, 1)),
            Unit::Count => format!(
                "{} to {}",
                number::quantity(today),
                number::quantity(target)
            ),
            Unit::Dollars => {
                let money = names.unit("dollars");
                format!("{} to {}", money.bare(today), money.bare(target))
            }
        }
    }
}

/// Whether a cell changes by more than the solver's rounding.
fn changes(cell: &CellResult) -> bool {
    matters(cell.gain, cell.gap.max(cell.population))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    fn change_of(indicator: &str, measure: &Measure) -> Change {
        let recommendation = sample::recommendation();
        let cells = recommendation
            .cells
            .iter()
            .filter(|cell| cell.indicator.as_str() == indicator && cell.counted)
            .collect();
        Tally { cells }.change(measure, None)
    }

    #[test]
    fn people_of_different_years_and_places_add_up() {
        let change = change_of("g3-reading", &Measure::People);
        // 3.1 + 4.0 in the north and 9.0 in the south, of gaps of 260.4 twice and 72.5.
        assert_eq!(
            (change.expected.as_str(), change.range.as_str()),
            ("+16", "5 to 27")
        );
        assert_eq!(change.closed.as_deref(), Some("3%"));
        assert!(!change.worse);
    }

    #[test]
    fn a_loss_closes_nothing_and_is_called_one() {
        let change = change_of("absence", &Measure::People);
        assert_eq!(
            (change.expected.as_str(), change.closed, change.worse),
            (">-1", None, true)
        );
    }

    #[test]
    fn a_score_is_the_mean_over_those_whom_it_reaches() {
        let recommendation = sample::recommendation();
        let cell = recommendation
            .cells
            .iter()
            .find(|cell| cell.indicator.as_str() == "act")
            .expect("a score");
        let mut still = cell.clone();
        (still.gain, still.points, still.years) = (0.0, 0.0, 9);
        let measure = Measure::Points { sd: 5.2 };
        // 1.9 SD among 267 people is 0.037 points each, however many are not reached.
        let change = Tally {
            cells: vec![cell, &still],
        }
        .change(&measure, None);
        assert_eq!(
            (change.expected.as_str(), change.range.as_str()),
            ("+0.04", "0.01 to 0.07")
        );
    }

    #[test]
    fn draws_give_the_range_and_leave_what_is_expected() {
        let recommendation = sample::recommendation();
        let cells: Vec<_> = recommendation
            .cells
            .iter()
            .filter(|cell| cell.indicator.as_str() == "act")
            .collect();
        let drawn = Sample {
            mean: 1.5,
            standard_error: 0.1,
            low: -0.5,
            median: 1.4,
            high: 2.6,
        };
        let change = Tally { cells }.change(&Measure::Points { sd: 5.2 }, Some(&drawn));
        // -0.5 and 2.6 SD among 267 people are -0.01 and 0.05 points each.
        assert_eq!(
            (change.expected.as_str(), change.range.as_str()),
            ("+0.04", "-0.01 to 0.05")
        );
        assert!(change.open);
    }

    #[test]
    fn ends_of_a_range_that_whole_people_cannot_tell_apart_are_told_in_parts() {
        assert_eq!(Measure::People.range(3.91, 4.12), "3.9 to 4.1");
        assert_eq!(Measure::People.range(-0.43, 1.8), "-0.4 to 2");
        assert_eq!(Measure::People.range(0.0, 0.0), "0 to 0");
    }
}
