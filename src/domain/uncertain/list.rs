//! The uncertain inputs of a model with their distributions, and how drawn values are written into it.

use std::collections::BTreeMap;

use super::figure::{FIGURES, Figure, Unnamed};
use super::{Distribution, Finder, Input, Range, Span};
use crate::domain::{Basis, Model, RangeOrigin, ResponsePoint, Tables};

/// A figure of a model with its distribution.
#[derive(Debug, Clone, PartialEq)]
pub struct Uncertain {
    /// The figure.
    pub input: Input,
    /// Its logical path, by which a list of them is sorted.
    pub path: String,
    /// What the model has for it.
    pub value: f64,
    /// What one value in ten lies below.
    pub low: f64,
    /// What one value in ten lies above.
    pub high: f64,
    /// Form of its distribution.
    pub distribution: Distribution,
    /// How far the figure can be taken as known; `None` where its row does not say. Settings are judgements, as
    /// defaults are.
    pub basis: Option<Basis>,
    /// Where the range comes from.
    pub origin: RangeOrigin,
    slot: Slot,
}

/// Where a figure stands in its model, and the ends that it is held to.
#[derive(Debug, Clone, Copy)]
struct Slot {
    figure: &'static Figure,
    row: usize,
    ends: (f64, f64),
    whole: f64,
}

impl PartialEq for Slot {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.figure, other.figure)
            && (self.row, self.ends, self.whole) == (other.row, other.ends, other.whole)
    }
}

impl Uncertain {
    /// The value below which a share `p` of all values lies, 0 < p < 1, held to what the figure may be.
    #[must_use]
    pub fn at(&self, p: f64) -> f64 {
        self.held(
            self.distribution
                .at(self.low, self.high, self.slot.whole, p),
        )
    }

    /// A value held to what the figure may be.
    #[must_use]
    pub fn held(&self, value: f64) -> f64 {
        Span::held(value, self.slot.ends)
    }
}

/// The uncertain inputs of a model, in the order of their paths.
///
/// * What `ranges` names, as it says.
/// * What else is a fact of the community (baselines and people, needs, pools, capacities, fades, one-time costs,
///   fidelities, shares served, conversion rates) and the fade of the settings: the width of its basis, from the
///   section `[ranges]` of the settings.
/// * The prior means of the credibility levels: the width that the same section gives them.
///
/// Effects are not among them unless `ranges` names them: their distribution comes from the studies. Targets,
/// weights, allocations, limits and the other settings are decisions or definitions and vary only where they are
/// named. A figure that is blank, and that the program fills in, has no row to be found by; one that is zero, or at
/// an end of what it may be, has no width to take a share of. Inputs are independent of each other.
#[must_use]
pub fn uncertain(model: &Model) -> Vec<Uncertain> {
    let tables = model.tables();
    let mut finder = Finder::new(tables);
    let mut stated: BTreeMap<(usize, usize), &Range> = BTreeMap::new();
    for range in &tables.ranges {
        // Every path of a valid model names a figure.
        if let Ok((figure, row)) = finder.find(&range.path) {
            stated.insert((figure.number(), row), range);
        }
    }
    let mut inputs = Vec::new();
    for (number, figure) in FIGURES.iter().enumerate() {
        for row in 0..(figure.rows)(tables) {
            let range = stated.get(&(number, row)).copied();
            inputs.extend(of_figure(tables, figure, row, range));
        }
    }
    inputs.sort_by(|a, b| a.path.cmp(&b.path));
    inputs
}

/// The input that a figure is, where it is one.
fn of_figure(
    tables: &Tables,
    figure: &'static Figure,
    row: usize,
    range: Option<&Range>,
) -> Option<Uncertain> {
    if range.is_none() && figure.unnamed == Unnamed::Known {
        return None;
    }
    let value = (figure.get)(tables, row)?;
    let span = (figure.span)(tables, row);
    let basis = (figure.basis)(tables, row);
    let settings = &tables.settings.ranges;
    let ((low, high), origin) = match (range, figure.unnamed) {
        (Some(range), _) => ((range.low.get(), range.high.get()), RangeOrigin::Stated),
        (None, Unnamed::ByBasis) => (span.usual(value, settings.of(basis))?, RangeOrigin::Basis),
        (None, Unnamed::PriorMean) => {
            let width = settings.prior_means;
            let bounds = (value - width, value + width);
            // Beside a mean of any size, a width may round to nothing.
            (bounds.0 < bounds.1).then_some((bounds, RangeOrigin::Scale))?
        }
        (None, Unnamed::Known) => return None,
    };
    let input = Input::at(figure, tables, row);
    Some(Uncertain {
        path: input.path(),
        input,
        value,
        low,
        high,
        distribution: range
            .and_then(|range| range.distribution)
            .unwrap_or_else(|| span.distribution()),
        basis,
        origin,
        slot: Slot {
            figure,
            row,
            ends: span.ends(value),
            whole: span.part_of().unwrap_or(1.0),
        },
    })
}

/// Writes values into tables that have the rows of the model whose inputs these are.
pub(in crate::domain) fn write(tables: &mut Tables, inputs: &[Uncertain], values: &[f64]) {
    let mut points = false;
    for (input, value) in inputs.iter().zip(values) {
        let slot = input.slot;
        (slot.figure.set)(tables, slot.row, input.held(*value));
        points |= slot.figure.table == ResponsePoint::TABLE;
    }
    if points {
        never_falls(&mut tables.responses);
    }
}

/// Raises each point of a tabled response to the one before it: more participants are never worth less, whatever
/// was drawn for each of them. Points stand in the order of their table and its participants.
fn never_falls(points: &mut [ResponsePoint]) {
    for at in 1..points.len() {
        let (before, from) = points.split_at_mut(at);
        let (Some(last), Some(next)) = (before.last(), from.first_mut()) else {
            continue;
        };
        if (&last.practice, &last.place) == (&next.practice, &next.place)
            && next.effective_participants < last.effective_participants
        {
            next.effective_participants = last.effective_participants;
        }
    }
}
