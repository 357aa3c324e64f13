//! What gets better and worse: people per indicator and place, the range, and the years.

use std::collections::BTreeMap;

use super::tally::{Change, Measure, Tally};
use crate::domain::{
    GroupId, ImprovementRange, IndicatorId, Model, NonNegative, PlaceId, Recommendation, Sample,
};
use crate::report::names::Names;
use crate::report::number::grouped;

/// An indicator at a place, over its arrival years.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::report) struct PlaceChange {
    /// The place, with the people that a mean is over.
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
    /// Name of the indicator, with the group where groups are told apart.
    pub name: String,
    /// What its changes are counted in.
    pub measure: String,
    /// The places where something changes.
    pub places: Vec<PlaceChange>,
    /// The places where nothing does.
    pub unchanged: Vec<String>,
    /// All places together.
    pub total: Change,
    /// The years in which any of it arrives.
    pub arrives: String,
    /// The change of each of those years.
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
    /// Those of both whose range holds gains and losses.
    pub open: usize,
    /// Those that stay.
    pub unchanged: usize,
    /// Names of the indicators that no practice can move.
    pub tracked: Vec<String>,
    /// Number of draws that the ranges come from; `None`: the ends of the cells' own ranges are added up.
    pub draws: Option<usize>,
}

/// An indicator, and a group where groups are told apart.
type Key<'a> = (&'a IndicatorId, Option<&'a GroupId>);

/// The gain of an indicator over the draws, at a place or at all of them.
fn over_draws<'a>(
    drawn: &'a [ImprovementRange],
    (indicator, group): Key,
    place: Option<&PlaceId>,
) -> Option<&'a Sample> {
    drawn
        .iter()
        .find(|row| {
            row.indicator == *indicator
                && row.group.as_ref() == group
                && row.place.as_ref() == place
        })
        .map(|row| &row.gain)
}

fn indicator_change(
    model: &Model,
    names: Names,
    key: Key,
    all: &Tally,
    drawn: &[ImprovementRange],
) -> IndicatorChange {
    let (id, group) = key;
    let row = model.indicator(id);
    let unit = all.cells[0].unit;
    let measure = Measure::new(names, unit, row);
    let mut by_place: BTreeMap<&PlaceId, Tally> = BTreeMap::new();
    let mut by_year: BTreeMap<u32, Tally> = BTreeMap::new();
    for &cell in &all.cells {
        by_place.entry(&cell.place).or_default().cells.push(cell);
    }
    for cell in all.changing().cells {
        by_year.entry(cell.years).or_default().cells.push(cell);
    }

    let mut places = Vec::new();
    let mut unchanged = Vec::new();
    for (place_id, tally) in by_place {
        let changing = tally.changing();
        let mut place = names.place(place_id);
        if changing.cells.is_empty() {
            unchanged.push(place);
            continue;
        }
        if matches!(measure, Measure::Points { .. }) {
            let people = changing.sum(|cell| cell.population);
            place = format!("{place}, over {} people", grouped(people, 0));
        }
        let mut years: Vec<u32> = changing.cells.iter().map(|cell| cell.years).collect();
        years.sort_unstable();
        years.dedup();
        places.push(PlaceChange {
            place,
            standing: tally.standing(unit, names),
            target_is_default: tally.cells.iter().any(|cell| cell.target_is_default),
            change: tally.change(&measure, over_draws(drawn, key, Some(place_id))),
            arrives: names.cycle().list(&years),
            gain: tally.sum(|cell| cell.gain),
        });
    }
    places.sort_by(|a, b| b.gain.total_cmp(&a.gain));

    let weight = row.and_then(|row| row.weight).map_or(1.0, NonNegative::get);
    let name = names.indicator(id);
    IndicatorChange {
        name: group.map_or_else(
            || name.clone(),
            |group| format!("{name}: {}", names.group(group)),
        ),
        measure: measure.words(row),
        total: all.change(&measure, over_draws(drawn, key, None)),
        arrives: names
            .cycle()
            .list(&by_year.keys().copied().collect::<Vec<_>>()),
        by_year: by_year
            .iter()
            .map(|(&years, tally)| {
                (
                    names.cycle().year(years),
                    tally.change(&measure, None).expected,
                )
            })
            .collect(),
        weight: weight * all.share_closed(),
        places,
        unchanged,
    }
}

impl ImprovementView {
    /// What `recommendation` changes.
    pub(super) fn new(model: &Model, names: Names, recommendation: &Recommendation) -> Self {
        let trust = recommendation.trust.as_ref();
        let drawn = trust.map_or(&[][..], |trust| trust.improvements.as_slice());
        let group = |counted: bool| {
            let mut by_key: BTreeMap<Key, Tally> = BTreeMap::new();
            for cell in recommendation
                .cells
                .iter()
                .filter(|cell| cell.counted == counted)
            {
                // Counted groups are parts of a whole, so they add up; reported ones are told apart.
                let group = (!counted).then_some(&cell.group);
                by_key
                    .entry((&cell.indicator, group))
                    .or_default()
                    .cells
                    .push(cell);
            }
            let mut changes: Vec<IndicatorChange> = by_key
                .into_iter()
                .map(|(key, tally)| indicator_change(model, names, key, &tally, drawn))
                .collect();
            changes.sort_by(|a, b| b.weight.total_cmp(&a.weight));
            changes
        };
        let counted = group(true);
        let rows = || counted.iter().flat_map(|indicator| &indicator.places);
        ImprovementView {
            better: rows().filter(|row| !row.change.worse).count(),
            worse: rows().filter(|row| row.change.worse).count(),
            open: rows().filter(|row| row.change.open).count(),
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
            draws: trust
                .filter(|_| !drawn.is_empty())
                .map(|trust| trust.draws.done),
            counted,
        }
    }
}
