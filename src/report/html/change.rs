//! What changes: cells added up over years, and over places where that is asked.

use std::collections::BTreeMap;

use super::told::Told;
use crate::report::number::{as_float, signed};
use crate::report::record::{CellRecord, MoveLimitWord, RecommendResult, UnitWord, matters};
use crate::report::view::Measure;

/// A change of an indicator: at a place and for a group, or over all places.
pub(super) struct Change<'a> {
    /// Its cells.
    cells: Vec<&'a CellRecord>,
    /// The ends of its range over the draws, where there are some.
    drawn: Option<(f64, f64)>,
    /// What it is counted in.
    pub measure: Measure,
}

/// The changes of each indicator, over all places first and then by place and, where they are only reported, group.
pub(super) struct IndicatorChanges<'a> {
    /// The indicator.
    pub id: &'a str,
    /// Its name.
    pub name: &'a str,
    /// Its unit.
    pub unit: UnitWord,
    /// All places together.
    pub all: Change<'a>,
    /// Each place.
    pub places: Vec<Change<'a>>,
    /// Each place and group that is only reported.
    pub groups: Vec<Change<'a>>,
}

/// The ends of the range of an indicator's gain under the recommended plan, where the result has them.
fn recommended(plan: &RecommendResult, indicator: &str) -> Option<(f64, f64)> {
    let row = plan
        .indicators
        .iter()
        .find(|row| row.indicator == indicator)?;
    let under = row
        .under
        .iter()
        .find(|under| under.limit == MoveLimitWord::AsSet)?;
    under.low.zip(under.high)
}

impl<'a> Change<'a> {
    fn new(told: &Told<'a>, cells: Vec<&'a CellRecord>, is_at_place: bool) -> Self {
        let first = cells[0];
        let group = (!first.counted).then_some(first.group.as_str());
        let place = is_at_place.then_some(first.place.as_str());
        let plan = told.plan();
        let over_all = plan
            .filter(|_| place.is_none() && group.is_none())
            .and_then(|plan| recommended(plan, &first.indicator));
        let trust = plan.and_then(|plan| plan.trust.as_ref());
        let row = trust
            .into_iter()
            .flat_map(|drawn| &drawn.improvements)
            .find(|row| {
                row.indicator == first.indicator
                    && row.place.as_deref() == place
                    && row.group.as_deref() == group
            });
        // Over all places the range is that of the table of plans, which is over every draw: the two must not differ.
        let drawn = over_all.or_else(|| row.map(|row| (row.low, row.high)));
        // The standard deviation of a score is what makes points of people's gains.
        let sd = cells
            .iter()
            .find(|cell| cell.gain != 0.0 && cell.points != 0.0)
            .map_or(1.0, |cell| cell.points * cell.population / cell.gain);
        Change {
            measure: match first.unit {
                UnitWord::Percent => Measure::People,
                UnitWord::Score => Measure::Points { sd },
                UnitWord::Count => Measure::Units,
                UnitWord::Dollars => Measure::Money(told.book.money()),
            },
            cells,
            drawn,
        }
    }

    fn sum(&self, of: impl Fn(&CellRecord) -> f64) -> f64 {
        self.cells.iter().map(|cell| of(cell)).sum()
    }

    /// The ends of the range of its gain; without draws those of its cells are added up.
    fn ends(&self) -> (f64, f64) {
        self.drawn.unwrap_or_else(|| {
            (
                self.sum(|cell| cell.gain_low),
                self.sum(|cell| cell.gain_high),
            )
        })
    }

    fn changing(&self) -> Vec<&'a CellRecord> {
        let cells = self.cells.iter().copied();
        cells
            .filter(|cell| matters(cell.gain, cell.gap.max(cell.population)))
            .collect()
    }

    /// Mean over the people, or the plain one where nobody is counted.
    fn mean(cells: &[&CellRecord], of: impl Fn(&CellRecord) -> f64) -> f64 {
        let people: f64 = cells.iter().map(|cell| cell.population).sum();
        if people > 0.0 {
            cells
                .iter()
                .map(|cell| cell.population * of(cell))
                .sum::<f64>()
                / people
        } else {
            cells.iter().map(|cell| of(cell)).sum::<f64>() / as_float(cells.len().max(1))
        }
    }

    /// Name of the place of its cells.
    pub(super) fn place_name(&self) -> &'a str {
        &self.cells[0].place_name
    }

    /// Name of the group of its cells.
    pub(super) fn group_name(&self) -> &'a str {
        &self.cells[0].group_name
    }

    /// Whether anything changes.
    pub(super) fn changes(&self) -> bool {
        !self.changing().is_empty()
    }

    /// The gain as the measure counts it, and the ends of its range.
    pub(super) fn gain(&self) -> (f64, Option<(f64, f64)>) {
        let gain = self.sum(|cell| cell.gain);
        let (low, high) = self.ends();
        let factor = self.per_gain();
        // Effects that were taken as given, with no error, have no range.
        let range = (high > low).then_some((low * factor, high * factor));
        (gain * factor, range)
    }

    /// What one unit of the gain is in the measure: points of a mean over those who are reached, or itself.
    fn per_gain(&self) -> f64 {
        match self.measure {
            Measure::Points { sd } => {
                let people: f64 = self.changing().iter().map(|cell| cell.population).sum();
                sd / people.max(f64::MIN_POSITIVE)
            }
            Measure::People | Measure::Units | Measure::Money(_) => 1.0,
        }
    }

    /// The gain in words: `+16`.
    pub(super) fn gain_words(&self) -> String {
        let (gain, _) = self.gain();
        signed(gain, &self.measure.text(gain))
    }

    /// Its range in words.
    pub(super) fn range_words(&self) -> String {
        match self.gain().1 {
            Some((low, high)) => self.measure.range(low, high),
            None if self.changes() => "as given".to_owned(),
            None => "none".to_owned(),
        }
    }

    /// Value today and the one aimed at, in the indicator's unit.
    pub(super) fn standing(&self) -> (f64, f64) {
        (
            Self::mean(&self.cells, |cell| cell.baseline),
            Self::mean(&self.cells, |cell| cell.target),
        )
    }

    /// The value expected in the years that it reaches, and its range, in the indicator's unit.
    pub(super) fn expected(&self) -> (f64, Option<(f64, f64)>) {
        let changing = self.changing();
        let (today, target) = self.standing();
        let gain: f64 = changing.iter().map(|cell| cell.gain).sum();
        if changing.is_empty() || gain == 0.0 {
            return (today, None);
        }
        let down = changing
            .iter()
            .find(|cell| cell.points != 0.0 && cell.expected != cell.baseline)
            .map_or(target < today, |cell| {
                (cell.expected < cell.baseline) == (cell.points > 0.0)
            });
        let way = if down { -1.0 } else { 1.0 };
        let points = Self::mean(&changing, |cell| cell.points);
        let per_gain = points / gain;
        let end = |gain: f64| today + way * per_gain * gain;
        let (low, high) = self.ends();
        let range = (high > low && per_gain > 0.0).then(|| {
            let (one, other) = (end(low), end(high));
            (one.min(other), one.max(other))
        });
        (today + way * points, range)
    }

    /// Whether a target was filled in by the default rule.
    pub(super) fn target_is_default(&self) -> bool {
        self.cells.iter().any(|cell| cell.target_is_default)
    }

    /// The years in which it arrives.
    pub(super) fn arrives(&self, told: &Told) -> String {
        let mut years: Vec<u32> = self.changing().iter().map(|cell| cell.years).collect();
        years.sort_unstable();
        years.dedup();
        told.book.cycle.list(&years)
    }
}

impl IndicatorChanges<'_> {
    /// Whether its gain is counted in people.
    pub(super) fn is_people(&self) -> bool {
        matches!(self.all.measure, Measure::People)
    }

    /// What its gain is counted in.
    pub(super) fn gain_unit(&self) -> &'static str {
        match self.all.measure {
            Measure::People => "people",
            Measure::Points { .. } => "mean points",
            Measure::Units => "count",
            Measure::Money(_) => "money",
        }
    }

    /// Its gain over all places with its unit: `+16 people`.
    pub(super) fn gain_words(&self) -> String {
        format!("{} {}", self.all.gain_words(), self.gain_unit())
    }
}

/// What each indicator gains, the largest share of its gap first.
pub(super) fn all<'a>(told: &Told<'a>) -> Vec<IndicatorChanges<'a>> {
    let Some(plan) = told.plan() else {
        return Vec::new();
    };
    type Cells<'a> = Vec<&'a CellRecord>;
    let mut by_indicator: BTreeMap<&str, Cells> = BTreeMap::new();
    for cell in &plan.cells {
        by_indicator.entry(&cell.indicator).or_default().push(cell);
    }
    let mut all: Vec<IndicatorChanges> = by_indicator
        .into_values()
        .filter_map(|cells| {
            let (first, counted): (_, Cells) = (
                cells[0],
                cells.iter().copied().filter(|cell| cell.counted).collect(),
            );
            if counted.is_empty() {
                return None;
            }
            let mut places: BTreeMap<&str, Cells> = BTreeMap::new();
            let mut groups: BTreeMap<(&str, &str), Cells> = BTreeMap::new();
            for cell in cells {
                if cell.counted {
                    places.entry(&cell.place).or_default().push(cell);
                } else {
                    groups
                        .entry((&cell.place, &cell.group))
                        .or_default()
                        .push(cell);
                }
            }
            Some(IndicatorChanges {
                id: &first.indicator,
                name: &first.indicator_name,
                unit: first.unit,
                all: Change::new(told, counted, false),
                places: places
                    .into_values()
                    .map(|cells| Change::new(told, cells, true))
                    .collect(),
                groups: groups
                    .into_values()
                    .map(|cells| Change::new(told, cells, true))
                    .collect(),
            })
        })
        .collect();
    let closed = |row: &IndicatorChanges| {
        let gap = row.all.sum(|cell| cell.gap);
        if gap > 0.0 {
            row.all.sum(|cell| cell.gain) / gap
        } else {
            0.0
        }
    };
    all.sort_by(|a, b| {
        closed(b)
            .abs()
            .total_cmp(&closed(a).abs())
            .then_with(|| a.name.cmp(b.name))
    });
    all
}
