//! A proposal beside a program that was solved without it: a column, and entries in the rows that are there.
//!
//! 0 ≤ x ≤ full size, in the defining rows of the cells that it changes, in the rows of the classes that the same pools
//! may give to, and in the totals of rules that count it. Where no class has just its givers, it has flows and a
//! row of its own, as an activity of the model would.

use super::{Class, ColumnKey, Giving, Problem, RowKey};
use crate::engine::entry::{Entry, Givers};
use crate::engine::instance::{Demand, Instance};
use crate::engine::lp::LpRow;

/// Where a proposal's columns stand in a program.
#[derive(Debug, Clone)]
pub(in crate::engine) struct Parts {
    /// Rows of the program and its coefficients there, at full size and in the rows' scales.
    pub entries: Vec<(usize, f64)>,
    /// The amount of each resource that it asks for, with the class that it joins or needs.
    asks: Vec<(f64, Ask)>,
}

#[derive(Debug, Clone)]
enum Ask {
    Joins(usize),
    Needs(Class),
}

impl Parts {
    /// Whether a column says all of it.
    pub(in crate::engine) fn is_column(&self) -> bool {
        self.asks
            .iter()
            .all(|(_, ask)| matches!(ask, Ask::Joins(_)))
    }
}

/// What was added to a program for a proposal, and where.
#[derive(Debug, Clone)]
pub(in crate::engine) struct Put {
    /// Columns and rows before.
    columns: usize,
    rows: usize,
    classes: usize,
    tangents: Vec<usize>,
    joined: Vec<usize>,
    /// Row, column and coefficient of the new columns in the rows that were there; the program does not hold them.
    pub entries: Vec<(usize, usize, f64)>,
}

impl Problem {
    /// Where a proposal stands.
    pub(in crate::engine) fn parts(&self, instance: &Instance, entry: &Entry) -> Parts {
        let mut entries: Vec<(usize, f64)> = Vec::new();
        for &(cell, change) in &entry.effects {
            if let Some(row) = self.row(RowKey::Benefit(cell)) {
                entries.push((row, -change / self.row_scales[row]));
            }
        }
        for &rule in &entry.rules {
            if let (Demand::Participants { .. }, Some(row)) =
                (&instance.rules[rule].demand, self.row(RowKey::Total(rule)))
            {
                entries.push((row, entry.participants / self.row_scales[row]));
            }
        }
        let mut asks = Vec::new();
        for &(resource, amount) in &entry.requests {
            if amount <= 0.0 {
                continue;
            }
            let wanted = class(instance, entry, resource, amount);
            let same = |class: &Class| {
                class.resource == wanted.resource
                    && class.pools == wanted.pools
                    && class.converters == wanted.converters
                    && class.rules == wanted.rules
            };
            match self.classes.iter().position(same) {
                Some(class) => {
                    if let Some(row) = self.row(RowKey::Class(class)) {
                        entries.push((row, -amount / self.row_scales[row]));
                    }
                    asks.push((amount, Ask::Joins(class)));
                }
                None => asks.push((amount, Ask::Needs(wanted))),
            }
        }
        Parts { entries, asks }
    }

    /// What full size adds to the bound of the program at most, for its multipliers, in units of the objective, and
    /// what its resources are worth there in value; −∞ where nothing may give what it asks for.
    ///
    /// The multipliers are kept. One of a new row is as low as the flows into it allow: the price of the cheapest
    /// giver.
    pub(in crate::engine) fn reduced(
        &self,
        instance: &Instance,
        entry: &Entry,
        parts: &Parts,
        duals: &[f64],
    ) -> (f64, f64) {
        let (mut reduced, mut size, mut price) = (0.0, 0.0, 0.0);
        let mut add = |term: f64| {
            reduced += term;
            size += term.abs();
        };
        for &(row, value) in &parts.entries {
            add(-duals[row] * value);
            if let RowKey::Class(_) = self.rows[row] {
                price += duals[row] * value;
            }
        }
        for (amount, ask) in &parts.asks {
            if let Ask::Needs(class) = ask {
                let unit = self.cheapest(instance, entry, class, duals);
                if unit.is_infinite() {
                    return (f64::NEG_INFINITY, f64::INFINITY);
                }
                add(-unit * amount);
                price += unit * amount;
            }
        }
        let terms = parts.entries.len() + parts.asks.len() + 8;
        let rounding = 8.0 * terms as f64 * f64::EPSILON * size;
        (reduced + rounding, price * self.objective_scale)
    }

    /// Price of a unit of what a class holds, from its cheapest giver, in units of the objective.
    fn cheapest(&self, instance: &Instance, entry: &Entry, class: &Class, duals: &[f64]) -> f64 {
        let of = |key: RowKey| {
            self.row(key)
                .map_or(0.0, |row| duals[row] / self.row_scales[row])
        };
        let totals = |pool: usize| -> f64 {
            let rules = entry.rules.iter().filter(|&&rule| {
                matches!(&instance.rules[rule].demand, Demand::Amount { pools, .. } if pools.contains(&pool))
                    && class.rules.contains(&rule)
            });
            rules.map(|&rule| of(RowKey::Total(rule))).sum()
        };
        let as_it_is = class.pools.iter().map(|&pool| {
            of(RowKey::PoolAmount(pool)) * (1.0 + instance.pools[pool].switching) + totals(pool)
        });
        let converted = class.converters.iter().map(|&(pool, conversion)| {
            let unit =
                of(RowKey::PoolAmount(pool)) + of(RowKey::ConversionCap(conversion)) + totals(pool);
            unit / instance.conversions[conversion].rate
        });
        as_it_is.chain(converted).fold(f64::INFINITY, f64::min)
    }

    /// Adds a proposal, the last activity of `instance`; whole at 1 where `whole`.
    pub(in crate::engine) fn put(
        &mut self,
        instance: &Instance,
        entry: &Entry,
        parts: &Parts,
        whole: bool,
    ) -> Put {
        let activity = instance.activities.len() - 1;
        let mut put = Put {
            columns: self.columns.len(),
            rows: self.rows.len(),
            classes: self.classes.len(),
            tangents: self.tangents.clone(),
            joined: Vec::new(),
            entries: Vec::new(),
        };
        self.participants.push(0..0);
        let key = ColumnKey::Participants {
            activity,
            segment: 0,
        };
        let least = if whole { entry.participants } else { 0.0 };
        let x = self.add_column(key, entry.participants, 0.0, least, entry.participants);
        put.entries
            .extend(parts.entries.iter().map(|&(row, value)| (row, x, value)));
        for (amount, ask) in &parts.asks {
            match ask {
                Ask::Joins(class) => {
                    self.classes[*class].activities.push(activity);
                    put.joined.push(*class);
                }
                Ask::Needs(class) => self.put_class(instance, entry, class, *amount, x, &mut put),
            }
        }
        put
    }

    /// Flows of a proposal's own, and the row that makes them what it asks for.
    fn put_class(
        &mut self,
        instance: &Instance,
        entry: &Entry,
        class: &Class,
        amount: f64,
        x: usize,
        put: &mut Put,
    ) {
        let index = self.classes.len();
        let mut class = class.clone();
        class.activities.push(instance.activities.len() - 1);
        self.classes.push(class.clone());
        // The amount at full size for a unit of the column's own scale.
        let mut needed = vec![(x, -amount / entry.participants)];
        let as_it_is = class.pools.iter().map(|&pool| (pool, None));
        let converted = class.converters.iter().map(|&(pool, to)| (pool, Some(to)));
        for (pool, conversion) in as_it_is.chain(converted) {
            let data = &instance.pools[pool];
            let (key, rate, taken) = match conversion {
                None => (
                    ColumnKey::Flow { pool, class: index },
                    1.0,
                    1.0 + data.switching,
                ),
                Some(to) => {
                    let key = ColumnKey::Converted { pool, class: index };
                    (key, instance.conversions[to].rate, 1.0)
                }
            };
            let most = (amount / rate).min(2.0 * data.amount);
            let scale = data.scale().min(amount / rate);
            let flow = self.add_column(key, scale, 0.0, 0.0, most);
            needed.push((flow, rate));
            let mut enter = |problem: &Problem, key: RowKey, each: f64| {
                if let Some(row) = problem.row(key).filter(|&row| row < put.rows) {
                    put.entries
                        .push((row, flow, each * scale / problem.row_scales[row]));
                }
            };
            enter(self, RowKey::PoolAmount(pool), taken);
            for &rule in class.rules.iter().filter(|rule| entry.rules.contains(rule)) {
                if let Demand::Amount { pools, .. } = &instance.rules[rule].demand
                    && pools.contains(&pool)
                {
                    enter(self, RowKey::Total(rule), 1.0);
                }
            }
            if let Some(to) = conversion {
                let cap = RowKey::ConversionCap(to);
                match self.row(cap) {
                    Some(row) if row >= put.rows => {
                        // One proposal's rows are few: the row is made again with one more flow.
                        let mut entries: Vec<(usize, f64)> = self.lp.row(row).collect();
                        entries.push((flow, scale / self.row_scales[row]));
                        self.replace_last(row, &entries);
                    }
                    Some(_) => enter(self, cap, 1.0),
                    None => {
                        let most = instance.conversions[to].cap;
                        let size = if most > 0.0 {
                            most.min(amount / rate)
                        } else {
                            1.0
                        };
                        self.add_row(cap, size, f64::NEG_INFINITY, most, [(flow, 1.0)]);
                    }
                }
            }
        }
        self.add_row(RowKey::Class(index), amount, 0.0, 0.0, needed);
    }

    /// Replaces the entries of a row, with those after it kept.
    fn replace_last(&mut self, row: usize, entries: &[(usize, f64)]) {
        let after: Vec<LpRow> = (row..self.lp.rows())
            .map(|row| LpRow {
                lower: self.lp.row_lower[row],
                upper: self.lp.row_upper[row],
                entries: self.lp.row(row).collect(),
            })
            .collect();
        self.lp.truncate(self.lp.columns(), row);
        for (position, mut kept) in after.into_iter().enumerate() {
            if position == 0 {
                kept.entries = entries.to_vec();
            }
            self.lp.add_row(kept);
        }
    }

    /// The rows that were added since, proposal and tangents.
    pub(in crate::engine) fn rows_since(&self, put: &Put) -> Vec<LpRow> {
        (put.rows..self.lp.rows())
            .map(|row| LpRow {
                lower: self.lp.row_lower[row],
                upper: self.lp.row_upper[row],
                entries: self.lp.row(row).collect(),
            })
            .collect()
    }

    /// Bounds of the columns that were added.
    pub(in crate::engine) fn bounds_since(&self, put: &Put) -> Vec<(f64, f64)> {
        let columns = put.columns..self.lp.columns();
        columns
            .map(|column| (self.lp.column_lower[column], self.lp.column_upper[column]))
            .collect()
    }

    /// Takes back what was put.
    pub(in crate::engine) fn take(&mut self, put: Put) {
        self.lp.truncate(put.columns, put.rows);
        for key in self.columns.drain(put.columns..) {
            self.positions.remove(&key);
        }
        for key in self.rows.drain(put.rows..) {
            self.row_positions.remove(&key);
        }
        self.column_scales.truncate(put.columns);
        self.row_scales.truncate(put.rows);
        self.participants.pop();
        self.classes.truncate(put.classes);
        for class in put.joined {
            self.classes[class].activities.pop();
        }
        for giving in &mut self.giving {
            giving.retain(|&(column, _): &(usize, Giving)| column < put.columns);
        }
        self.tangents = put.tangents;
    }

    /// Lets flows of every class be as large as their pools, so that another member finds room.
    pub(in crate::engine) fn widen_flows(&mut self, instance: &Instance) {
        for (column, key) in self.columns.iter().enumerate() {
            if let ColumnKey::Flow { pool, .. } | ColumnKey::Converted { pool, .. } = key {
                let most = 2.0
                    * instance.pools[*pool]
                        .amount
                        .max(instance.pools[*pool].least_unit);
                self.lp.column_upper[column] = most / self.column_scales[column];
            }
        }
    }
}

/// The class of a proposal that asks for a resource.
fn class(instance: &Instance, entry: &Entry, resource: usize, amount: f64) -> Class {
    let mut pools = Vec::new();
    let mut converters = Vec::new();
    for (pool, data) in instance
        .pools
        .iter()
        .enumerate()
        .filter(|(_, data)| data.adds())
    {
        if data.resource == resource && entry.may_get(pool, data) {
            pools.push(pool);
        }
        if entry.givers == Givers::Unrestricted && !data.restricted {
            let conversions = instance.conversions.iter().enumerate();
            let into = conversions.filter(|(_, conversion)| {
                conversion.from == data.resource && conversion.to == resource
            });
            converters.extend(into.map(|(conversion, _)| (pool, conversion)));
        }
    }
    let about = |wanted: usize, rule: usize| matches!(&instance.rules[rule].demand, Demand::Amount { resource, .. } if *resource == wanted);
    let counts = |&rule: &usize| {
        let mut from = converters
            .iter()
            .map(|&(_, conversion)| instance.conversions[conversion].from);
        about(resource, rule) || from.any(|from| about(from, rule))
    };
    let mut rules: Vec<usize> = entry.rules.iter().copied().filter(counts).collect();
    rules.sort_unstable();
    Class {
        resource,
        pools,
        converters,
        activities: Vec::new(),
        rules,
        most: amount,
    }
}
