//! Branch and bound over what the prices leave open.
//!
//! Depth first, the branch that costs less first; the column to branch on is the one whose two branches cost most by
//! one dual step (Driebeck 1966). A branch is left only by a bound that is recomputed from the original figures and
//! the multipliers, rounding added (Neumaier & Shcherbina 2004): errors of the table cost time, never the proof.

use super::Best;
use super::program::Program;
use super::simplex::{Ended, Table};

/// Distance from a whole number that is rounding.
const WHOLE: f64 = 1e-7;
/// Least cost of a branch in the product by which columns are told apart, relative to the value.
const LEAST: f64 = 1e-9;

/// What a search came to.
pub(super) struct Grown {
    /// Tables solved.
    pub nodes: u64,
    /// No choice between the bounds is worth more than this or the best one.
    pub bound: f64,
}

/// The part of a program between bounds that is not decided by them.
pub(super) struct Tree<'a> {
    program: &'a Program,
    /// Columns of the program, by column here.
    columns: Vec<usize>,
    whole: Vec<bool>,
    costs: Vec<f64>,
    /// Entries of each row.
    rows: Vec<Vec<(usize, f64)>>,
    limits: Vec<f64>,
    /// Σ |entry| + |limit| by row.
    sizes: Vec<f64>,
    /// The columns that are decided.
    decided: Vec<f64>,
    /// What those are worth.
    constant: f64,
    /// Σ |cost| of all columns.
    size: f64,
    lower: Vec<f64>,
    upper: Vec<f64>,
    impossible: bool,
}

struct Node {
    table: Table,
    bound: f64,
}

impl<'a> Tree<'a> {
    /// `None` where its table would have more than `largest` entries.
    pub fn new(program: &'a Program, lower: &[f64], upper: &[f64], largest: usize) -> Option<Self> {
        let lp = &program.lp;
        let columns: Vec<usize> = (0..lp.columns())
            .filter(|&column| lower[column] < upper[column])
            .collect();
        let mut position = vec![usize::MAX; lp.columns()];
        for (here, &column) in columns.iter().enumerate() {
            position[column] = here;
        }
        let mut rows = Vec::new();
        let mut limits = Vec::new();
        let mut impossible = false;
        for row in 0..lp.rows() {
            let mut limit = lp.row_upper[row];
            let mut size = limit.abs();
            let mut most = 0.0;
            let mut entries = Vec::new();
            for (column, amount) in lp.row(row) {
                size = f64::max(size, amount.abs());
                if position[column] == usize::MAX {
                    limit -= amount * lower[column];
                } else {
                    most += amount.max(0.0);
                    entries.push((position[column], amount));
                }
            }
            // Rows that cannot be broken say nothing; those that are broken already end it.
            if entries.is_empty() {
                impossible |= limit < -1e-9 * size;
            } else if most > limit {
                rows.push(entries);
                limits.push(limit);
            }
        }
        if rows.len() * columns.len() > largest {
            return None;
        }
        let sizes = rows.iter().zip(&limits).map(|(row, limit)| {
            let entries: f64 = row.iter().map(|(_, amount)| amount.abs()).sum();
            entries + limit.abs()
        });
        let fixed = (0..lp.columns()).filter(|&column| lower[column] >= upper[column]);
        Some(Tree {
            program,
            whole: columns
                .iter()
                .map(|&column| program.is_whole(column))
                .collect(),
            costs: columns.iter().map(|&column| lp.costs[column]).collect(),
            sizes: sizes.collect(),
            constant: fixed.map(|column| lp.costs[column] * lower[column]).sum(),
            size: lp.costs.iter().map(|cost| cost.abs()).sum(),
            lower: columns.iter().map(|&column| lower[column]).collect(),
            upper: columns.iter().map(|&column| upper[column]).collect(),
            decided: lower.to_vec(),
            columns,
            rows,
            limits,
            impossible,
        })
    }

    /// Searches with so many nodes, from and for the best choice; `bound` holds for all of it.
    pub fn grow(&self, best: &mut Best<'_>, nodes: u64, bound: f64) -> Grown {
        let mut grown = Grown {
            nodes: 0,
            bound: f64::NEG_INFINITY,
        };
        if self.impossible {
            return grown;
        }
        let mut open = vec![Node {
            table: self.table(),
            bound,
        }];
        while let Some(node) = open.pop() {
            let left = node.bound <= best.enough();
            if left || grown.nodes >= nodes {
                grown.bound = grown.bound.max(node.bound);
                continue;
            }
            grown.nodes += 1;
            self.look(node, best, &mut grown, &mut open);
        }
        grown
    }

    fn table(&self) -> Table {
        let dense: Vec<Vec<f64>> = self
            .rows
            .iter()
            .map(|entries| {
                let mut row = vec![0.0; self.columns.len()];
                for &(column, amount) in entries {
                    row[column] = amount;
                }
                row
            })
            .collect();
        Table::new(&self.costs, &dense, &self.limits, &self.lower, &self.upper)
    }

    /// Solves a node; keeps what it finds, leaves it, or opens its branches.
    fn look(&self, mut node: Node, best: &mut Best<'_>, grown: &mut Grown, open: &mut Vec<Node>) {
        let ended = node.table.solve();
        let columns = self.columns.len();
        if let Ended::Infeasible(row) = ended
            && self.proves_infeasible(&node.table, row)
        {
            return;
        }
        let multipliers = self.multipliers(&node.table);
        let (bound, reduced) = self.bound(&node.table, &multipliers);
        node.bound = node.bound.min(bound);
        if node.bound <= best.enough() {
            grown.bound = grown.bound.max(node.bound);
            return;
        }
        if ended == Ended::Optimal {
            let point = self.point(&node.table);
            best.offer(&self.program.whole(&point));
            let enough = best.enough();
            if node.bound <= enough {
                grown.bound = grown.bound.max(node.bound);
                return;
            }
            // What turned over costs the rest is as it stands.
            for position in 0..node.table.width() {
                let what = node.table.nonbasic[position];
                if what < columns
                    && self.whole[what]
                    && node.table.lower[what] < node.table.upper[what]
                {
                    let other = bound - reduced[what].abs();
                    let at = node.table.at[position];
                    let stands = (at > node.table.lower[what]) == (reduced[what] > 0.0);
                    if other <= enough && stands {
                        grown.bound = grown.bound.max(other);
                        (node.table.lower[what], node.table.upper[what]) = (at, at);
                    }
                }
            }
        }
        let Some((column, first)) = self.branch(&node.table) else {
            // Every whole column is decided, and what is left is as good as the table can tell.
            grown.bound = grown.bound.max(node.bound);
            return;
        };
        let smaller = node.table.smaller();
        for value in [1.0 - first, first] {
            let mut table = smaller.clone();
            table.hold(column, value);
            open.push(Node {
                table,
                bound: node.bound,
            });
        }
    }

    /// The column to branch on, and the branch to look at first.
    fn branch(&self, table: &Table) -> Option<(usize, f64)> {
        let columns = self.columns.len();
        let least = LEAST * self.size;
        let mut chosen: Option<(f64, usize, f64)> = None;
        for (row, &what) in table.basic.iter().enumerate() {
            // One that is held has no branches left, wherever a table that ended early has it.
            if what >= columns || !self.whole[what] || table.lower[what] >= table.upper[what] {
                continue;
            }
            let value = table.values[row];
            let (down, up) = (value - value.floor(), value.ceil() - value);
            if down.min(up) <= WHOLE {
                continue;
            }
            let (fall, rise) = table.falls(row, down, up);
            let product = fall.max(least) * rise.max(least);
            if chosen.is_none_or(|(most, ..)| product > most) {
                chosen = Some((product, what, if fall <= rise { 0.0 } else { 1.0 }));
            }
        }
        let free = |&what: &usize| {
            what < columns && self.whole[what] && table.lower[what] < table.upper[what]
        };
        // Whole as far as the table can tell, and yet neither taken nor left: any column that is free.
        chosen
            .map(|(_, column, first)| (column, first))
            .or_else(|| {
                let mut all = table.basic.iter().chain(&table.nonbasic).copied();
                all.find(free).map(|column| (column, 1.0))
            })
    }

    /// Multipliers of the rows, zero or more.
    fn multipliers(&self, table: &Table) -> Vec<f64> {
        let columns = self.columns.len();
        let mut multipliers = vec![0.0; self.rows.len()];
        for (position, &what) in table.nonbasic.iter().enumerate() {
            if what >= columns {
                multipliers[what - columns] = (-table.costs[position]).max(0.0);
            }
        }
        multipliers
    }

    /// What no choice between the bounds of a table exceeds, and the reduced costs, from the original figures.
    fn bound(&self, table: &Table, multipliers: &[f64]) -> (f64, Vec<f64>) {
        let mut reduced = self.costs.clone();
        let (mut total, mut size) = (self.constant, self.size);
        for (row, &multiplier) in multipliers.iter().enumerate() {
            if multiplier > 0.0 {
                total += multiplier * self.limits[row];
                size += multiplier * self.sizes[row];
                for &(column, amount) in &self.rows[row] {
                    reduced[column] -= multiplier * amount;
                }
            }
        }
        for (column, &cost) in reduced.iter().enumerate() {
            total += (cost * table.lower[column]).max(cost * table.upper[column]);
        }
        (total + self.rounding() * size, reduced)
    }

    /// Rounding of sums over all rows and columns, relative to the sizes of their terms.
    fn rounding(&self) -> f64 {
        4.0 * (self.program.lp.columns() + self.rows.len() + 4) as f64 * f64::EPSILON
    }

    /// Whether the combination of rows behind a row of the table shows that no point keeps them all.
    fn proves_infeasible(&self, table: &Table, row: usize) -> bool {
        let columns = self.columns.len();
        let up = table.direction(row);
        let mut multipliers = vec![0.0; self.rows.len()];
        let what = table.basic[row];
        if what >= columns {
            multipliers[what - columns] = f64::max(up, 0.0);
        }
        for (position, &entry) in table.row(row).iter().enumerate() {
            let what = table.nonbasic[position];
            if what >= columns {
                multipliers[what - columns] = (up * entry).max(0.0);
            }
        }
        // Σ λ b less the least of Σ λ A x: below zero where no x keeps the rows.
        let (mut room, mut size) = (0.0, 0.0);
        let mut least = vec![0.0; columns];
        for (row, &multiplier) in multipliers.iter().enumerate() {
            if multiplier > 0.0 {
                room += multiplier * self.limits[row];
                size += multiplier * self.sizes[row];
                for &(column, amount) in &self.rows[row] {
                    least[column] += multiplier * amount;
                }
            }
        }
        for (column, amount) in least.into_iter().enumerate() {
            room -= (amount * table.lower[column]).min(amount * table.upper[column]);
        }
        // A limit may be exceeded by rounding: so little below zero is no proof.
        room < -(self.rounding() + 1e-9) * size
    }

    /// The point of a table, as one of the program.
    fn point(&self, table: &Table) -> Vec<f64> {
        let columns = self.columns.len();
        let mut point = self.decided.clone();
        for (column, &program) in self.columns.iter().enumerate() {
            // Columns that left the table are at both of their bounds.
            point[program] = table.lower[column];
        }
        for (position, &what) in table.nonbasic.iter().enumerate() {
            if what < columns {
                point[self.columns[what]] = table.at[position];
            }
        }
        for (row, &what) in table.basic.iter().enumerate() {
            if what < columns {
                point[self.columns[what]] = table.values[row];
            }
        }
        point
    }
}
