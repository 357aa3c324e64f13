//! What gets better and worse: people per indicator and place, the range, and the years.

use std::collections::BTreeMap;

use crate::domain::{
    CellResult, Indicator, IndicatorId, Model, NonNegative, Positive, Recommendation, Unit,
};
use crate::report::names::Names;
use crate::report::number::{self, UnitStyle, grouped, people, signed, trimmed, whole_percent};
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
}

/// An indicator at a place, over its arrival years.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::report) struct PlaceChange {
    /// The place, with its group where groups are told apart.
    pub place: String,
    /// The value today and the one aimed at: `57 to 79%`.
    pub standing: String,
    /// Whether the target was filled in by the default rule.
    pub target_is_default: bool,
    /// The change.
    pub change: Change,
    /// The years in which it arrives.
    pub arrives: String,
    /// The gain, by which places are sorted.
    gain: f64,
}

/// An indicator over its places.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::report) struct IndicatorChange {
    /// Name of the indicator.
    pub name: String,
    /// What its changes are counted in.
    pub measure: String,
    /// The places where something changes.
    pub places: Vec<PlaceChange>,
    /// The places where nothing does.
    pub unchanged: Vec<String>,
    /// All places together; `None` for a score, and where only one changes.
    pub total: Option<Change>,
    /// The change of each year, where there are several.
    pub by_year: Vec<(String, String)>,
    /// Weighted share of its gap that closes, of either sign, by which indicators are sorted.
    weight: f64,
}

/// All that gets better and worse.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::report) struct ImprovementView {
    /// What counts in the value.
    pub counted: Vec<IndicatorChange>,
    /// Groups that are reported only.
    pub reported: Vec<IndicatorChange>,
    /// Counted pairs of an indicator and a place that improve.
    pub better: usize,
    /// Those that get worse.
    pub worse: usize,
    /// Those that stay.
    pub unchanged: usize,
    /// Names of the indicators that no practice can move.
    pub tracked: Vec<String>,
}

/// What a change of an indicator is counted in.
enum Measure {
    People,
    Points { sd: f64 },
    Units,
    Money(UnitStyle),
}

impl Measure {
    fn new(names: Names, unit: Unit, indicator: Option<&Indicator>) -> Self {
        match unit {
            Unit::Percent => Measure::People,
            Unit::Score => Measure::Points {
                sd: indicator.and_then(|row| row.sd).map_or(1.0, Positive::get),
            },
            Unit::Count => Measure::Units,
            Unit::Dollars => Measure::Money(names.unit("dollars")),
        }
    }

    fn words(&self, indicator: Option<&Indicator>) -> String {
        let lower_is_better =
            indicator.is_some_and(|row| row.direction == crate::domain::Direction::Decrease);
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

    fn text(&self, value: f64) -> String {
        match self {
            Measure::People => people(value),
            Measure::Points { .. } => number::points(value),
            Measure::Units => number::quantity(value),
            Measure::Money(unit) => unit.bare(value),
        }
    }
}

/// Cells of one indicator, over places, groups or years.
struct Tally<'c> {
    cells: Vec<&'c CellResult>,
}

impl Tally<'_> {
    fn sum(&self, of: impl Fn(&CellResult) -> f64) -> f64 {
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

    fn changes(&self) -> bool {
        self.cells
            .iter()
            .any(|cell| matters(cell.gain, cell.gap.max(cell.population)))
    }

    fn share_closed(&self) -> f64 {
        let gap = self.sum(|cell| cell.gap);
        if gap > 0.0 {
            self.sum(|cell| cell.gain.min(cell.gap)) / gap
        } else {
            0.0
        }
    }

    fn change(&self, measure: &Measure) -> Change {
        // People of different years and groups are different people, so they add up. A mean score is not.
        // The ends of a range are added too: at most as wide as the truth were all of them to move together.
        let (expected, low, high) = match measure {
            Measure::Points { sd } => {
                let in_points = |of: fn(&CellResult) -> f64| {
                    let people = self.sum(|cell| cell.population);
                    if people > 0.0 {
                        sd * self.sum(of) / people
                    } else {
                        0.0
                    }
                };
                (
                    self.mean(|cell| cell.points),
                    in_points(|cell| cell.gain_low),
                    in_points(|cell| cell.gain_high),
                )
            }
            Measure::People | Measure::Units | Measure::Money(_) => (
                self.sum(|cell| cell.gain),
                self.sum(|cell| cell.gain_low),
                self.sum(|cell| cell.gain_high),
            ),
        };
        let gap = self.sum(|cell| cell.gap);
        Change {
            expected: signed(expected, &measure.text(expected)),
            range: format!("{} to {}", measure.text(low), measure.text(high)),
            closed: (gap > 0.0 && expected > 0.0).then(|| whole_percent(self.share_closed())),
            worse: expected < 0.0 && self.changes(),
        }
    }

    fn standing(&self, unit: Unit, names: Names) -> String {
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

/// The place of a row, with its group where groups are told apart.
type PlaceKey = (String, String);

fn indicator_change(
    model: &Model,
    names: Names,
    id: &IndicatorId,
    cells: &[&CellResult],
    by_group: bool,
) -> IndicatorChange {
    let row = model.indicator(id);
    let unit = cells[0].unit;
    let measure = Measure::new(names, unit, row);
    let mut rows: BTreeMap<PlaceKey, Tally> = BTreeMap::new();
    for &cell in cells {
        let group = if by_group {
            cell.group.to_string()
        } else {
            String::new()
        };
        rows.entry((cell.place.to_string(), group))
            .or_insert_with(|| Tally { cells: Vec::new() })
            .cells
            .push(cell);
    }

    let mut places = Vec::new();
    let mut unchanged = Vec::new();
    for tally in rows.values() {
        let cell = tally.cells[0];
        let mut place = names.place(&cell.place);
        if by_group {
            place = format!("{place}: {}", names.group(&cell.group));
        }
        if !tally.changes() {
            unchanged.push(place);
            continue;
        }
        if matches!(measure, Measure::Points { .. }) {
            let measured = tally
                .cells
                .iter()
                .filter(|cell| matters(cell.gain, cell.population));
            let reached: f64 = measured.map(|cell| cell.population).sum();
            place = format!("{place}, over {} people", grouped(reached, 0));
        }
        let mut years: Vec<u32> = tally
            .cells
            .iter()
            .filter(|cell| matters(cell.gain, cell.gap.max(cell.population)))
            .map(|cell| cell.years)
            .collect();
        years.sort_unstable();
        years.dedup();
        places.push(PlaceChange {
            place,
            standing: tally.standing(unit, names),
            target_is_default: tally.cells.iter().any(|cell| cell.target_is_default),
            change: tally.change(&measure),
            arrives: names.cycle().list(&years),
            gain: tally.sum(|cell| cell.gain),
        });
    }
    places.sort_by(|a, b| b.gain.total_cmp(&a.gain));

    let all = Tally {
        cells: cells.to_vec(),
    };
    let adds_up = !by_group && !matches!(measure, Measure::Points { .. });
    let mut by_year: BTreeMap<u32, Tally> = BTreeMap::new();
    for &cell in cells
        .iter()
        .filter(|cell| matters(cell.gain, cell.gap.max(cell.population)))
    {
        by_year
            .entry(cell.years)
            .or_insert_with(|| Tally { cells: Vec::new() })
            .cells
            .push(cell);
    }
    let by_year: Vec<(String, String)> = if adds_up && by_year.len() > 1 {
        by_year
            .iter()
            .map(|(&years, tally)| (names.cycle().year(years), tally.change(&measure).expected))
            .collect()
    } else {
        Vec::new()
    };
    let weight = row.and_then(|row| row.weight).map_or(1.0, NonNegative::get);
    IndicatorChange {
        name: names.indicator(id),
        measure: measure.words(row),
        total: (adds_up && places.len() > 1).then(|| all.change(&measure)),
        weight: weight * all.share_closed(),
        places,
        unchanged,
        by_year,
    }
}

impl ImprovementView {
    /// What `recommendation` changes.
    pub(super) fn new(model: &Model, names: Names, recommendation: &Recommendation) -> Self {
        let group = |counted: bool| {
            let mut by_indicator: BTreeMap<&IndicatorId, Vec<&CellResult>> = BTreeMap::new();
            for cell in recommendation
                .cells
                .iter()
                .filter(|cell| cell.counted == counted)
            {
                by_indicator.entry(&cell.indicator).or_default().push(cell);
            }
            let mut changes: Vec<IndicatorChange> = by_indicator
                .into_iter()
                .map(|(id, cells)| indicator_change(model, names, id, &cells, !counted))
                .collect();
            changes.sort_by(|a, b| b.weight.total_cmp(&a.weight));
            changes
        };
        let counted = group(true);
        let rows = || counted.iter().flat_map(|indicator| &indicator.places);
        ImprovementView {
            better: rows().filter(|row| !row.change.worse).count(),
            worse: rows().filter(|row| row.change.worse).count(),
            unchanged: counted
                .iter()
                .map(|indicator| indicator.unchanged.len())
                .sum(),
            reported: group(false),
            tracked: recommendation
                .tracked
                .iter()
                .map(|id| names.indicator(id))
                .collect(),
            counted,
        }
    }
}
