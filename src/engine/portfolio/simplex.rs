//! A small linear program in a dense table, solved again and again by the dual simplex method as bounds close in.
//!
//! Maximize c·x, A x ≤ b, l ≤ x ≤ u, all finite: any basis is dual feasible once every column stands at the side that its
//! reduced cost points to. The table holds no columns of its basis. Steps are long: columns whose bounds are passed
//! on the way turn over (Maros 2003, "A generalized dual phase-2 simplex algorithm", *EJOR* 149).

/// Breach of a bound that is none.
const FEASIBLE: f64 = 1e-9;
/// Entries this small are no pivots.
const PIVOT: f64 = 1e-8;

/// How a solve ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ended {
    /// At an optimum.
    Optimal,
    /// At a row that no point keeps.
    Infeasible(usize),
    /// After more steps than it should take.
    Lost,
}

/// A table and where its columns stand.
#[derive(Debug, Clone)]
pub(super) struct Table {
    /// What each position of the table's width stands for: a column, or beyond them the slack of a row.
    pub nonbasic: Vec<usize>,
    /// What each row stands for.
    pub basic: Vec<usize>,
    /// Value of each nonbasic one.
    pub at: Vec<f64>,
    /// Value of each basic one.
    pub values: Vec<f64>,
    /// Reduced costs of the nonbasic ones.
    pub costs: Vec<f64>,
    /// The table, row after row.
    pub entries: Vec<f64>,
    /// Lower and upper bounds of columns and slacks.
    pub lower: Vec<f64>,
    pub upper: Vec<f64>,
    candidates: Vec<(f64, usize)>,
}

impl Table {
    /// A table whose basis is the slacks. `rows` are dense.
    pub fn new(
        costs: &[f64],
        rows: &[Vec<f64>],
        limits: &[f64],
        lower: &[f64],
        upper: &[f64],
    ) -> Self {
        let columns = costs.len();
        let at: Vec<f64> = (0..columns)
            .map(|column| {
                if costs[column] > 0.0 {
                    upper[column]
                } else {
                    lower[column]
                }
            })
            .collect();
        let left = rows.iter().zip(limits).map(|(row, limit)| {
            let used: f64 = row.iter().zip(&at).map(|(amount, at)| amount * at).sum();
            limit - used
        });
        Table {
            nonbasic: (0..columns).collect(),
            basic: (columns..columns + rows.len()).collect(),
            values: left.collect(),
            at,
            costs: costs.to_vec(),
            entries: rows.concat(),
            lower: lower
                .iter()
                .copied()
                .chain(rows.iter().map(|_| 0.0))
                .collect(),
            upper: upper
                .iter()
                .copied()
                .chain(rows.iter().map(|_| f64::INFINITY))
                .collect(),
            candidates: Vec::new(),
        }
    }

    pub fn width(&self) -> usize {
        self.nonbasic.len()
    }

    pub fn row(&self, row: usize) -> &[f64] {
        let width = self.width();
        &self.entries[row * width..(row + 1) * width]
    }

    /// A copy without the nonbasic columns that cannot move.
    pub fn smaller(&self) -> Table {
        let kept: Vec<usize> = (0..self.width())
            .filter(|&position| {
                let what = self.nonbasic[position];
                self.lower[what] < self.upper[what]
            })
            .collect();
        let mut entries = Vec::with_capacity(kept.len() * self.basic.len());
        for row in 0..self.basic.len() {
            let row = self.row(row);
            entries.extend(kept.iter().map(|&position| row[position]));
        }
        Table {
            nonbasic: kept
                .iter()
                .map(|&position| self.nonbasic[position])
                .collect(),
            basic: self.basic.clone(),
            at: kept.iter().map(|&position| self.at[position]).collect(),
            values: self.values.clone(),
            costs: kept.iter().map(|&position| self.costs[position]).collect(),
            entries,
            lower: self.lower.clone(),
            upper: self.upper.clone(),
            candidates: Vec::new(),
        }
    }

    /// Holds a column at a value, wherever it stands.
    pub fn hold(&mut self, column: usize, value: f64) {
        self.lower[column] = value;
        self.upper[column] = value;
        if let Some(position) = self.nonbasic.iter().position(|&what| what == column) {
            self.move_to(position, value);
        }
    }

    fn move_to(&mut self, position: usize, value: f64) {
        let change = value - self.at[position];
        if change != 0.0 {
            let width = self.width();
            self.at[position] = value;
            for (row, basic) in self.values.iter_mut().enumerate() {
                *basic -= self.entries[row * width + position] * change;
            }
        }
    }

    /// Solves from where the table stands.
    pub fn solve(&mut self) -> Ended {
        let most = 50 * (self.basic.len() + 10);
        for _ in 0..most {
            let mut worst = FEASIBLE;
            let mut leaving = None;
            for (row, &what) in self.basic.iter().enumerate() {
                let value = self.values[row];
                let breach = (self.lower[what] - value).max(value - self.upper[what]);
                if breach > worst {
                    worst = breach;
                    leaving = Some(row);
                }
            }
            let Some(row) = leaving else {
                return Ended::Optimal;
            };
            if !self.step(row) {
                return Ended::Infeasible(row);
            }
        }
        Ended::Lost
    }

    /// Which way the basic one of a row must go: +1 up, −1 down.
    pub fn direction(&self, row: usize) -> f64 {
        if self.values[row] < self.lower[self.basic[row]] {
            1.0
        } else {
            -1.0
        }
    }

    /// Brings the basic one of a row to its bound; false where nothing can.
    fn step(&mut self, row: usize) -> bool {
        let width = self.width();
        let what = self.basic[row];
        let up = self.direction(row);
        let goal = if up > 0.0 {
            self.lower[what]
        } else {
            self.upper[what]
        };
        let mut left = (goal - self.values[row]).abs();
        let mut candidates = std::mem::take(&mut self.candidates);
        candidates.clear();
        for position in 0..width {
            let entry = self.entries[row * width + position];
            let nonbasic = self.nonbasic[position];
            let (lower, upper) = (self.lower[nonbasic], self.upper[nonbasic]);
            if entry.abs() <= PIVOT || lower == upper {
                continue;
            }
            // The basic one falls by entry × change: up takes a rise where the entry is below zero.
            let rises = entry * up < 0.0;
            let can = if rises {
                self.at[position] < upper
            } else {
                self.at[position] > lower
            };
            if can {
                candidates.push((self.costs[position].abs() / entry.abs(), position));
            }
        }
        candidates.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let mut entering = None;
        let mut turned = 0;
        for &(_, position) in &candidates {
            let nonbasic = self.nonbasic[position];
            let range = self.upper[nonbasic] - self.lower[nonbasic];
            let reach = range * self.entries[row * width + position].abs();
            if reach < left {
                left -= reach;
                turned += 1;
            } else {
                entering = Some(position);
                break;
            }
        }
        let Some(entering) = entering else {
            self.candidates = candidates;
            return false;
        };
        for &(_, position) in &candidates[..turned] {
            let nonbasic = self.nonbasic[position];
            let other = if self.at[position] > self.lower[nonbasic] {
                self.lower[nonbasic]
            } else {
                self.upper[nonbasic]
            };
            self.move_to(position, other);
        }
        self.candidates = candidates;
        self.pivot(row, entering, goal);
        true
    }

    /// Swaps the basic one of a row, which goes to `goal`, for a nonbasic one.
    fn pivot(&mut self, row: usize, entering: usize, goal: f64) {
        let width = self.width();
        let pivot = self.entries[row * width + entering];
        let change = (self.values[row] - goal) / pivot;
        for (other, value) in self.values.iter_mut().enumerate() {
            *value -= self.entries[other * width + entering] * change;
        }
        self.values[row] = self.at[entering] + change;
        self.at[entering] = goal;
        std::mem::swap(&mut self.basic[row], &mut self.nonbasic[entering]);

        let inverse = 1.0 / pivot;
        let (before, rest) = self.entries.split_at_mut(row * width);
        let (own, after) = rest.split_at_mut(width);
        for entry in own.iter_mut() {
            *entry *= inverse;
        }
        own[entering] = inverse;
        let eliminate = |target: &mut [f64]| {
            let factor = target[entering];
            if factor != 0.0 {
                for (entry, own) in target.iter_mut().zip(own.iter()) {
                    *entry -= factor * own;
                }
                target[entering] = -factor * inverse;
            }
        };
        let mut eliminate = eliminate;
        before.chunks_exact_mut(width).for_each(&mut eliminate);
        after.chunks_exact_mut(width).for_each(&mut eliminate);
        eliminate(&mut self.costs);
    }

    /// By how much the optimum falls at least where the basic one of a row is brought down by `down`, and up by
    /// `up`: one step of the dual simplex method (Driebeck 1966). Infinite where nothing can bring it there.
    pub fn falls(&self, row: usize, down: f64, up: f64) -> (f64, f64) {
        let width = self.width();
        let (mut fall, mut rise) = (f64::INFINITY, f64::INFINITY);
        for position in 0..width {
            let entry = self.entries[row * width + position];
            let nonbasic = self.nonbasic[position];
            if entry.abs() <= PIVOT || self.lower[nonbasic] == self.upper[nonbasic] {
                continue;
            }
            let ratio = self.costs[position].abs() / entry.abs();
            let at_lower = self.at[position] <= self.lower[nonbasic];
            if (entry > 0.0) == at_lower {
                fall = fall.min(ratio);
            } else {
                rise = rise.min(ratio);
            }
        }
        (fall * down, rise * up)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// max 3x + 5y, x ≤ 4, 2y ≤ 12, 3x + 2y ≤ 18, both at most 100: 36 at (2, 6).
    #[test]
    fn a_textbook_program_is_solved_and_solved_again_after_a_bound_closes() {
        let rows = [vec![1.0, 0.0], vec![0.0, 2.0], vec![3.0, 2.0]];
        let mut table = Table::new(
            &[3.0, 5.0],
            &rows,
            &[4.0, 12.0, 18.0],
            &[0.0; 2],
            &[100.0; 2],
        );
        let value_of = |table: &Table, column: usize| {
            let basic = table.basic.iter().position(|&what| what == column);
            basic.map_or_else(
                || {
                    table.at[table
                        .nonbasic
                        .iter()
                        .position(|&what| what == column)
                        .unwrap()]
                },
                |row| table.values[row],
            )
        };
        assert_eq!(table.solve(), Ended::Optimal);
        assert!((value_of(&table, 0) - 2.0).abs() < 1e-12);
        assert!((value_of(&table, 1) - 6.0).abs() < 1e-12);
        table.hold(0, 4.0);
        assert_eq!(table.solve(), Ended::Optimal);
        assert!((value_of(&table, 1) - 3.0).abs() < 1e-12);
        table.hold(1, 6.0);
        assert!(matches!(table.solve(), Ended::Infeasible(_)));
    }
}
