//! What a practice would come to at a place where nobody has planned it: for proposals, which are activities of
//! their own beside the model's.

use std::collections::BTreeMap;

use super::cell::fidelity;
use super::reach::{self, Populations};
use super::response::segments;
use super::{ActivityData, CellIndex, Instance};
use crate::domain::{Baseline, Effects, IndicatorId, Model, PlaceId, Practice};
use crate::evidence::steps::convert;

/// What one participant of an offered practice comes to in a cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OfferTerm {
    /// The cell.
    pub cell: CellIndex,
    /// Gain per effective participant, or per participant where it is a harm: reach · e · persist.
    pub gain: f64,
    /// The effect it rests on, a position among the effects that were given.
    pub effect: usize,
    /// Derivative of `gain` in that effect.
    pub sensitivity: f64,
}

/// A community, ready to be asked what practices would come to in it.
///
/// Cells and their weights are those of the instance, so that what one offer comes to depends on no other.
pub struct Offers<'a> {
    model: &'a Model,
    instance: &'a Instance,
    populations: Populations<'a>,
    /// Positions of the cells of each baseline row that has any.
    cells: BTreeMap<&'a PlaceId, Vec<(&'a Baseline, CellIndex)>>,
}

impl<'a> Offers<'a> {
    /// Offers to the community of `model`, of which `instance` is the numbers.
    #[must_use]
    pub fn new(model: &'a Model, instance: &'a Instance) -> Self {
        let rows = &model.tables().baselines;
        let mut cells: BTreeMap<&PlaceId, Vec<_>> = BTreeMap::new();
        for (index, cell) in instance.cells.iter().enumerate() {
            let key = (&cell.indicator, &cell.place, &cell.group);
            let found =
                rows.binary_search_by(|row| (&row.indicator, &row.place, &row.group).cmp(&key));
            if let Ok(position) = found {
                let row = &rows[position];
                cells.entry(&row.place).or_default().push((row, index));
            }
        }
        Offers {
            model,
            instance,
            populations: Populations::new(model),
            cells,
        }
    }

    /// What one participant of `practice` at `place` comes to, by cell, with what `effects` say of the practice.
    ///
    /// What arrives in a year in which nothing that the model plans ever arrives has no cell, and is left out.
    #[must_use]
    pub fn terms(&self, practice: &Practice, effects: &Effects, place: &PlaceId) -> Vec<OfferTerm> {
        let mut terms = Vec::new();
        let mut arrivals: Option<(&Baseline, Vec<(u32, f64)>)> = None;
        for &(row, index) in self.cells.get(place).into_iter().flatten() {
            let cell = &self.instance.cells[index];
            let Some(indicator) = self.model.indicator(&row.indicator) else {
                continue;
            };
            let governing = effects.governing(&practice.id, &row.indicator, place, &row.group);
            let Some(position) = governing else { continue };
            // Cells of one row, a year each, follow each other.
            if arrivals
                .as_ref()
                .is_none_or(|(other, _)| !std::ptr::eq(*other, row))
            {
                let reached = reach::reach(self.model, practice, indicator, row, &self.populations);
                arrivals = Some((row, reached));
            }
            let reached = arrivals.iter().flat_map(|(_, reached)| reached);
            let share: f64 = reached
                .filter(|(year, _)| *year == cell.years)
                .map(|(_, share)| share)
                .sum();
            if share <= 0.0 {
                continue;
            }
            let effect = &effects.all()[position];
            let fidelity = fidelity(self.model, place);
            let (converted, slope) = convert(
                effect.scale,
                indicator.unit,
                cell.level,
                row.population.get(),
                effect.mean * fidelity,
            );
            let years = (f64::from(cell.years) - effect.years_after).max(0.0);
            let persist = (1.0 - effect.fade).powf(years);
            terms.push(OfferTerm {
                cell: index,
                gain: share * persist * converted,
                effect: position,
                sensitivity: share * persist * slope * fidelity,
            });
        }
        terms
    }

    /// Most people whom `practice` can serve at `place`: the grades of its band × the largest number of people of one
    /// year that an indicator it acts on measures there, or any indicator where it acts on none.
    #[must_use]
    pub fn eligible(&self, practice: &Practice, effects: &Effects, place: &PlaceId) -> f64 {
        let total = |indicator: &IndicatorId| self.populations.total(indicator, place);
        let mut affected = effects.of(&practice.id).iter();
        let people = affected
            .by_ref()
            .filter_map(|effect| total(&effect.indicator))
            .reduce(f64::max);
        let any = || {
            let indicators = self.model.tables().indicators.iter();
            let people = indicators.filter_map(|indicator| total(&indicator.id));
            people.reduce(f64::max)
        };
        let grades = f64::from(practice.grades.grades());
        people.or_else(any).map_or(0.0, |people| grades * people)
    }

    /// h(x): effective participants of `participants` of `practice` at `place`, where at most `most` can be served.
    #[must_use]
    pub fn response(
        &self,
        practice: &Practice,
        place: &PlaceId,
        most: f64,
        participants: f64,
    ) -> f64 {
        let (segments, _) = segments(self.model, practice, place, most);
        ActivityData::along(&segments, participants)
    }
}
