//! Choices of a plan's integers: fixed, read from a point, freed, ruled out.

use super::{ColumnKey, Problem, RowKey};
use crate::engine::instance::{ActivityIndex, Instance};
use crate::engine::lp::Lp;

impl Problem {
    /// The same program with every integer free to be a fraction.
    #[must_use]
    pub fn relaxed(&self) -> Problem {
        let mut relaxed = self.clone();
        relaxed.lp.integers.clear();
        relaxed
    }

    /// The linear program that is left where the integers, in their order, are as in `pattern`: what does
    /// not run takes nobody, and what runs is held by its own bounds, so that the rows that tie both
    /// together carry no price.
    #[must_use]
    pub fn fixed(&self, instance: &Instance, pattern: &[bool]) -> Problem {
        Problem {
            lp: self.fixed_lp(instance, pattern),
            ..self.clone()
        }
    }

    /// [`Problem::fixed`], the program alone: its columns and rows stand for the same.
    #[must_use]
    pub fn fixed_lp(&self, instance: &Instance, pattern: &[bool]) -> Lp {
        let mut lp = self.lp.clone();
        lp.integers.clear();
        for (&column, &on) in self.lp.integers.iter().zip(pattern) {
            let value = f64::from(u8::from(on));
            (lp.column_lower[column], lp.column_upper[column]) = (value, value);
            let ColumnKey::Runs(activity) = self.columns[column] else {
                continue;
            };
            if on {
                for segment in 0..instance.activities[activity].segments.len() {
                    if let Some(row) = self.row(RowKey::MostScale { activity, segment }) {
                        lp.row_upper[row] = f64::INFINITY;
                    }
                }
            } else {
                lp.column_upper[self.participants[activity].clone()].fill(0.0);
            }
        }
        lp
    }

    /// Which integers are 1 at a scaled point, in their order.
    #[must_use]
    pub fn pattern(&self, point: &[f64]) -> Vec<bool> {
        let integers = self.lp.integers.iter();
        integers.map(|&column| point[column] > 0.5).collect()
    }

    /// Which integers a number of participants by activity stands for.
    #[must_use]
    pub fn pattern_of(&self, instance: &Instance, participants: &[f64]) -> Vec<bool> {
        let reaches = |value: f64, limit: f64| value >= limit * (1.0 - 1e-9);
        // What came after the participants were counted does not run.
        let people = |activity: ActivityIndex| participants.get(activity).copied().unwrap_or(0.0);
        let integers = self.lp.integers.iter();
        integers
            .map(|&column| match self.columns[column] {
                ColumnKey::Runs(activity) => {
                    let least = instance.activities[activity].least;
                    self.lp.column_upper[column] > 0.0 && reaches(people(activity), least)
                }
                ColumnKey::Full { activity, stretch } => {
                    let data = &instance.activities[activity];
                    let end = data.stretches().get(stretch + 1).copied();
                    let until = &data.segments[..end.unwrap_or(data.segments.len())];
                    let reached: f64 = until.iter().map(|segment| segment.width).sum();
                    reaches(people(activity), reached)
                }
                _ => false,
            })
            .collect()
    }

    /// Rules out a pattern of integers that was proved impossible: at least one of them must differ
    /// (Balas & Jeroslow, SIAM J. Appl. Math. 23, 1972).
    pub fn rule_out(&mut self, pattern: &[bool]) {
        let on = pattern.iter().filter(|&&on| on).count() as f64;
        let integers = self.lp.integers.clone();
        let entries = integers
            .into_iter()
            .zip(pattern)
            .map(|(column, &on)| (column, if on { -1.0 } else { 1.0 }));
        let index = self.rows.len();
        self.add_row(
            RowKey::Impossible(index),
            1.0,
            1.0 - on,
            f64::INFINITY,
            entries,
        );
    }
}
