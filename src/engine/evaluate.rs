//! What a plan is worth, exactly: from participants to changes, to gains after overlap, to value.

use super::instance::{Cell, Instance, Term};
use crate::domain::Overlap;

/// A plan's exact worth.
#[derive(Debug, Clone, PartialEq)]
pub struct Evaluation {
    /// D by cell.
    pub changes: Vec<f64>,
    /// y by cell.
    pub gains: Vec<f64>,
    /// V.
    pub value: f64,
}

impl Instance {
    /// What one activity at `participants` adds to a cell, against today.
    ///
    /// A benefit follows the response, a harm the participants themselves.
    #[must_use]
    pub fn contribution(&self, term: &Term, participants: f64) -> f64 {
        let activity = &self.activities[term.activity];
        if term.gain > 0.0 {
            term.gain * (activity.response(participants) - activity.response(activity.today))
        } else {
            term.gain * (participants - activity.today)
        }
    }

    /// Whether programs overlap in a cell: it has a ceiling, and the settings say so.
    #[must_use]
    pub fn bends(&self, cell: &Cell) -> bool {
        self.value.overlap == Overlap::Residual && cell.room.is_some()
    }

    /// y(D): the gain that a change comes to.
    #[must_use]
    pub fn overlap(&self, cell: &Cell, change: f64) -> f64 {
        match cell.room {
            Some(room) if self.bends(cell) && change > 0.0 => {
                if room > 0.0 {
                    -room * (-change / room).exp_m1()
                } else {
                    0.0
                }
            }
            _ => change,
        }
    }

    /// dy/dD, the one from above where there are two.
    #[must_use]
    pub fn overlap_slope(&self, cell: &Cell, change: f64) -> f64 {
        match cell.room {
            Some(room) if self.bends(cell) && change >= 0.0 => {
                if room > 0.0 {
                    (-change / room).exp()
                } else {
                    0.0
                }
            }
            _ => 1.0,
        }
    }

    /// δ^τ W U(y): worth of a gain.
    #[must_use]
    pub fn worth(&self, cell: &Cell, gain: f64) -> f64 {
        let useful = if gain < 0.0 {
            self.value.loss_slope * gain
        } else {
            gain.min(cell.gap) + self.value.beyond_target_slope * (gain - cell.gap).max(0.0)
        };
        cell.weight * useful
    }

    /// Slope of [`Instance::worth`] just above a gain.
    #[must_use]
    pub fn worth_slope(&self, cell: &Cell, gain: f64) -> f64 {
        let slope = if gain < 0.0 {
            self.value.loss_slope
        } else if gain < cell.gap {
            1.0
        } else {
            self.value.beyond_target_slope
        };
        cell.weight * slope
    }

    /// A bound on the size of any change of a cell: every activity at capacity, harms taken for gains.
    #[must_use]
    pub fn largest_change(&self, cell: &Cell) -> f64 {
        cell.terms
            .iter()
            .map(|term| {
                let full = self.contribution(term, self.activities[term.activity].capacity);
                full.abs().max(self.contribution(term, 0.0).abs())
            })
            .sum()
    }

    /// D of a cell, for participants by activity.
    #[must_use]
    pub fn change(&self, cell: &Cell, participants: &[f64]) -> f64 {
        cell.terms
            .iter()
            .map(|term| self.contribution(term, participants[term.activity]))
            .sum()
    }

    /// Everything that participants by activity come to.
    #[must_use]
    pub fn evaluate(&self, participants: &[f64]) -> Evaluation {
        let changes = self.cells.iter();
        self.worth_of_changes(
            changes
                .map(|cell| self.change(cell, participants))
                .collect(),
        )
    }

    /// What changes by cell come to.
    #[must_use]
    pub fn worth_of_changes(&self, changes: Vec<f64>) -> Evaluation {
        let gains: Vec<f64> = self
            .cells
            .iter()
            .zip(&changes)
            .map(|(cell, &change)| self.overlap(cell, change))
            .collect();
        let value = self
            .cells
            .iter()
            .zip(&gains)
            .map(|(cell, &gain)| self.worth(cell, gain))
            .sum();
        Evaluation {
            changes,
            gains,
            value,
        }
    }

    /// Share of the weighted gaps that gains close: Σ W min(y, gap) / Σ W gap; losses count against it.
    #[must_use]
    pub fn share_of_gap_closed(&self, gains: &[f64]) -> f64 {
        let closed: f64 = self
            .cells
            .iter()
            .zip(gains)
            .map(|(cell, &gain)| cell.weight * gain.min(cell.gap))
            .sum();
        if self.all_gaps > 0.0 {
            closed / self.all_gaps
        } else {
            0.0
        }
    }
}
