//! The overlap of programs with all its tangents from the start.
//!
//! The lowest of some tangents of y = room (1 − exp(−D / room)) is a concave function of D with a corner where two
//! neighbours meet, and U of it is one more corner, at the gap. Each stretch between corners is a column with a
//! bound, of which D is the sum: slopes fall, so they fill in order. A cell is then one row and no more, where
//! [`super::overlap`] has one for each tangent; where tangents stand close enough, a program is solved once.

use std::collections::BTreeMap;

use super::benefit::{define, taking_part};
use super::{ColumnKey, Problem};
use crate::engine::instance::{Cell, CellIndex, Instance};

/// Where tangents touch: changes of a cell as shares of its room, by cell, ascending.
///
/// They depend on the cell alone, so that they serve other effects, amounts and baselines as well.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Touches {
    by_cell: BTreeMap<CellIndex, Vec<f64>>,
}

/// Distance of tangents from y, as a share of y, near where a plan is and far from it.
const CLOSE: (f64, f64) = (2e-5, 5e-4);
/// The same where there are integers, whose answers are not as close in any case.
const LOOSE: (f64, f64) = (2e-4, 1e-2);
/// What is near: changes from this part to this multiple of the plan's.
const NEIGHBOURHOOD: (f64, f64) = (0.3, 2.5);
/// Share of the room below which y is taken as D: the two differ by half of it, relatively.
const STRAIGHT: f64 = 4e-5;

impl Touches {
    /// Tangents for plans near one whose changes by cell are `changes`.
    #[must_use]
    pub fn near(instance: &Instance, changes: &[f64]) -> Self {
        let mut touches = Touches::default();
        let distances = if instance.has_integers() {
            LOOSE
        } else {
            CLOSE
        };
        for (index, _, upper) in taking_part(instance) {
            let cell = &instance.cells[index];
            if let Some(room) = curved(instance, cell) {
                let most = upper.max(0.0) / room;
                touches
                    .by_cell
                    .insert(index, spread(changes[index] / room, most, distances));
            }
        }
        touches
    }

    /// One more tangent of a cell, where its change is `at`.
    pub fn add(&mut self, instance: &Instance, index: CellIndex, at: f64) {
        if let Some(room) = curved(instance, &instance.cells[index])
            && at > 0.0
        {
            let touches = self.by_cell.entry(index).or_default();
            touches.push(at / room);
            touches.sort_by(f64::total_cmp);
            touches.dedup();
        }
    }

    fn of(&self, cell: CellIndex) -> &[f64] {
        self.by_cell.get(&cell).map_or(&[], Vec::as_slice)
    }
}

/// The room of a cell in which programs overlap.
fn curved(instance: &Instance, cell: &Cell) -> Option<f64> {
    cell.room.filter(|&room| room > 0.0 && instance.bends(cell))
}

/// Tangents from nothing to `most`: two at a distance d differ from the curve by at most d² / 8 between them, so
/// d = √(8 · share · u) keeps that to a share of u.
fn spread(plan: f64, most: f64, distances: (f64, f64)) -> Vec<f64> {
    let near = (NEIGHBOURHOOD.0 * plan)..=(NEIGHBOURHOOD.1 * plan);
    let mut touches = Vec::new();
    let mut at = STRAIGHT;
    while at < most {
        touches.push(at);
        let dense = (8.0 * distances.0 * at).sqrt();
        let sparse = (8.0 * distances.1 * at).sqrt();
        at += if near.contains(&at) {
            dense
        } else if at < *near.start() {
            // Up to where the dense ones begin, and not past it.
            sparse.min((near.start() - at).max(dense))
        } else {
            sparse
        };
    }
    touches
}

pub(super) fn add(problem: &mut Problem, instance: &Instance, touches: &Touches) {
    for (index, lower, upper) in taking_part(instance) {
        let cell = &instance.cells[index];
        let scale = upper.max(-lower);
        let mut gain = Vec::new();
        for (piece, part) in pieces(instance, cell, touches.of(index), lower, upper)
            .into_iter()
            .enumerate()
        {
            let column = problem.add_column(
                ColumnKey::Piece { cell: index, piece },
                scale,
                cell.weight * part.worth * part.slope,
                part.lower,
                part.upper,
            );
            gain.push((column, part.slope));
        }
        problem.tangents[index] = gain.len();
        problem.cells[index].get_or_insert_default().gain = gain;
        define(problem, instance, index, scale);
    }
}

/// A stretch of D.
struct Piece {
    /// How much of y a unit of D is.
    slope: f64,
    /// What a unit of that y is worth, beside the weight of its cell.
    worth: f64,
    lower: f64,
    upper: f64,
}

/// The stretches of D, as many for every instance with the same touches: some may have no width.
fn pieces(
    instance: &Instance,
    cell: &Cell,
    touches: &[f64],
    lowest: f64,
    highest: f64,
) -> Vec<Piece> {
    let weighed = cell.weight > 0.0;
    let (loss, past) = if weighed {
        (
            instance.value.loss_slope,
            instance.value.beyond_target_slope,
        )
    } else {
        (1.0, 1.0)
    };
    let mut pieces = vec![Piece {
        slope: 1.0,
        worth: loss,
        lower: lowest.min(0.0),
        upper: 0.0,
    }];
    let room = curved(instance, cell);
    let flat = room.is_none() && instance.bends(cell);
    let slope = |touch: f64| if flat { 0.0 } else { (-touch).exp() };
    // Room is the unit here; a cell without a curve is one tangent.
    let unit = room.unwrap_or(1.0);
    let ends = touches.iter().enumerate().map(|(position, &touch)| {
        let before = position
            .checked_sub(1)
            .map_or(0.0, |before| touches[before]);
        unit * meeting(before, touch)
    });
    let starts = [0.0].into_iter().chain(touches.iter().copied());
    let (mut from, mut gained) = (0.0, 0.0);
    let mut left = cell.gap;
    let mut split = false;
    for (touch, end) in starts.zip(ends.chain([f64::INFINITY])) {
        let slope = slope(touch);
        let end = end.min(highest.max(0.0)).max(from);
        let gain = slope * (end - from);
        // The piece in which the gap closes is two.
        let to_gap = if slope > 0.0 {
            left / slope
        } else {
            f64::INFINITY
        };
        if !split && gain > left && gained + gain > 0.0 {
            pieces.push(part(slope, 1.0, to_gap));
            pieces.push(part(slope, past, (end - from) - to_gap));
            split = true;
        } else {
            pieces.push(part(slope, if split { past } else { 1.0 }, end - from));
        }
        left -= gain;
        gained += gain;
        from = end;
    }
    if !split {
        pieces.push(part(0.0, past, 0.0));
    }
    pieces
}

fn part(slope: f64, worth: f64, width: f64) -> Piece {
    Piece {
        slope,
        worth,
        lower: 0.0,
        upper: width.max(0.0),
    }
}

/// Where the tangents of 1 − exp(−u) at `a` < `b` meet: a + 1 − d / (e^d − 1) with d = b − a, which for small d is
/// summed up as a series, since its two parts cancel.
fn meeting(a: f64, b: f64) -> f64 {
    let distance = b - a;
    if distance < 1e-2 {
        // d / (e^d − 1) = 1 − d/2 + d²/12 − d⁴/720 …
        let square = distance * distance;
        a + distance / 2.0 - square / 12.0 + square * square / 720.0
    } else {
        a + 1.0 - distance / distance.exp_m1()
    }
}
