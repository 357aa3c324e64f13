//! A choice as a program, and the audit that knows nothing of it.

use super::{Cap, Choice, ChoiceError, Counted};
use crate::engine::lp::{Lp, LpRow};

/// Breach of a limit, relative, that is rounding.
const KEPT: f64 = 1e-9;
/// Powers of ten that values are tried with before they are held to have no step.
const DIGITS: i32 = 4;
/// Values up to which every whole number is one in the machine.
const WHOLE: f64 = 9.0e15;

/// A choice as a program; scales are powers of two, so that no figure is rounded.
pub(super) struct Program {
    /// Columns: the items in order, then a switch for each item in parts that a set or a count holds.
    pub lp: Lp,
    /// Value per unit of the objective.
    pub value_scale: f64,
    /// Units of each row of a limit, by row.
    row_scales: Vec<f64>,
    /// Σ |value| of all items, in units of the objective.
    pub size: f64,
    /// Number of limits: the first rows.
    limits: usize,
    /// The switch of each item, where it has one.
    pub switches: Vec<Option<usize>>,
    /// What every value is a multiple of, in units of the objective.
    pub step: Option<f64>,
}

/// The power of two next to a size.
fn power(size: f64) -> f64 {
    if size > 0.0 && size.is_finite() {
        size.log2().round().exp2()
    } else {
        1.0
    }
}

impl Program {
    pub fn new(choice: &Choice) -> Result<Self, ChoiceError> {
        check(choice).map_err(ChoiceError::Input)?;
        let items = choice.items.len();
        let largest = choice.items.iter().map(|item| item.value.abs());
        let value_scale = power(largest.fold(0.0, f64::max));
        let mut lp = Lp::new();
        for (index, item) in choice.items.iter().enumerate() {
            lp.add_column(item.value / value_scale, 0.0, 1.0);
            if item.whole {
                lp.integers.push(index);
            }
        }
        let mut program = Program {
            lp,
            value_scale,
            row_scales: Vec::new(),
            size: choice
                .items
                .iter()
                .map(|item| item.value.abs() / value_scale)
                .sum(),
            limits: choice.limits.len(),
            switches: vec![None; items],
            step: step(choice).map(|step| step / value_scale),
        };
        let mut rows: Vec<Vec<(usize, f64)>> = vec![Vec::new(); choice.limits.len()];
        for (index, item) in choice.items.iter().enumerate() {
            for &(limit, amount) in &item.uses {
                rows[limit].push((index, amount));
            }
        }
        for (entries, &limit) in rows.into_iter().zip(&choice.limits) {
            program.at_most(limit, entries);
        }
        for cap in &choice.caps {
            let entries = match cap.counted {
                Counted::Items => {
                    let columns = cap.items.iter().map(|&item| program.counts(choice, item));
                    columns.map(|column| (column, 1.0)).collect()
                }
                Counted::Uses(limit) => {
                    let uses = cap
                        .items
                        .iter()
                        .map(|&item| (item, used(choice, item, limit)));
                    uses.collect()
                }
            };
            program.at_most(cap.most, entries);
        }
        for set in &choice.excludes {
            let columns = set.iter().map(|&item| program.counts(choice, item));
            let entries = columns.map(|column| (column, 1.0)).collect();
            program.at_most(1.0, entries);
        }
        for &(first, second) in &choice.requires {
            program.at_most(0.0, vec![(first, 1.0), (second, -1.0)]);
        }
        Ok(program)
    }

    /// The column that says whether anything of an item is chosen.
    fn counts(&mut self, choice: &Choice, item: usize) -> usize {
        if choice.items[item].whole {
            return item;
        }
        if let Some(switch) = self.switches[item] {
            return switch;
        }
        let switch = self.lp.add_column(0.0, 0.0, 1.0);
        self.lp.integers.push(switch);
        self.switches[item] = Some(switch);
        self.at_most(0.0, vec![(item, 1.0), (switch, -1.0)]);
        switch
    }

    fn at_most(&mut self, limit: f64, entries: Vec<(usize, f64)>) {
        let largest = entries.iter().map(|&(_, amount)| amount.abs());
        let scale = power(largest.fold(0.0, f64::max));
        let entries = entries.into_iter();
        self.lp.add_row(LpRow {
            lower: f64::NEG_INFINITY,
            upper: limit / scale,
            entries: entries
                .map(|(column, amount)| (column, amount / scale))
                .collect(),
        });
        self.row_scales.push(scale);
    }

    /// Every item in parts.
    pub fn relaxed(&self) -> Lp {
        Lp {
            integers: Vec::new(),
            ..self.lp.clone()
        }
    }

    /// The same program between other bounds.
    pub fn between(&self, lower: &[f64], upper: &[f64]) -> Lp {
        Lp {
            column_lower: lower.to_vec(),
            column_upper: upper.to_vec(),
            ..self.lp.clone()
        }
    }

    /// Holds an item out, or in.
    pub fn hold(&mut self, item: usize, value: f64) {
        self.lp.column_lower[item] = value;
        self.lp.column_upper[item] = value;
    }

    /// Frees an item that was held.
    pub fn free(&mut self, item: usize) {
        self.lp.column_lower[item] = 0.0;
        self.lp.column_upper[item] = 1.0;
    }

    pub fn is_whole(&self, column: usize) -> bool {
        self.lp.integers.binary_search(&column).is_ok()
    }

    /// A solver's point with its integers rounded.
    pub fn whole(&self, point: &[f64]) -> Vec<f64> {
        let mut point: Vec<f64> = point.iter().map(|value| value.clamp(0.0, 1.0)).collect();
        for &column in &self.lp.integers {
            point[column] = point[column].round();
        }
        for (item, switch) in self.switches.iter().enumerate() {
            // What is left of an item that is not counted is rounding.
            if switch.is_some_and(|switch| point[switch] == 0.0) || point[item] < KEPT {
                point[item] = 0.0;
            }
        }
        point
    }

    /// Whether a point keeps every row and bound, and whole columns are whole.
    pub fn keeps(&self, point: &[f64]) -> bool {
        let lp = &self.lp;
        let whole = lp
            .integers
            .iter()
            .all(|&column| point[column].fract() == 0.0);
        let inside = (0..lp.columns()).all(|column| {
            point[column] >= lp.column_lower[column] && point[column] <= lp.column_upper[column]
        });
        whole
            && inside
            && (0..lp.rows()).all(|row| {
                let (mut used, mut size) = (0.0, lp.row_upper[row].abs());
                for (column, amount) in lp.row(row) {
                    used += amount * point[column];
                    size = f64::max(size, amount.abs());
                }
                used <= lp.row_upper[row] + KEPT * size
            })
    }

    /// c − Aᵀλ by column, for multipliers of rows that are at most something: those below zero prove nothing.
    pub fn reduced(&self, duals: &[f64]) -> Vec<f64> {
        let mut reduced = self.lp.costs.clone();
        for (row, &dual) in duals.iter().enumerate() {
            if dual > 0.0 {
                for (column, amount) in self.lp.row(row) {
                    reduced[column] -= dual * amount;
                }
            }
        }
        reduced
    }

    /// Bounds of columns after those are fixed that, turned over, leave no choice worth more than `enough`.
    ///
    /// What a bound says of all choices falls by |reduced cost| for those that turn a column over.
    /// Gives the bounds, and the largest bound of those left.
    pub fn fixed(&self, duals: &[f64], bound: f64, enough: f64) -> (Vec<f64>, Vec<f64>, f64) {
        let mut lower = self.lp.column_lower.clone();
        let mut upper = self.lp.column_upper.clone();
        let reduced = self.reduced(duals);
        let mut left = f64::NEG_INFINITY;
        for &column in &self.lp.integers {
            let other = bound - reduced[column].abs();
            if lower[column] < upper[column] && other <= enough {
                let kept = if reduced[column] > 0.0 { 1.0 } else { 0.0 };
                (lower[column], upper[column]) = (kept, kept);
                left = left.max(other);
            }
        }
        (lower, upper, left)
    }

    /// Worth of one more unit of each limit to the relaxation.
    pub fn prices(&self, duals: &[f64]) -> Vec<f64> {
        let rows = duals.iter().zip(&self.row_scales).take(self.limits);
        rows.map(|(dual, scale)| dual.max(0.0) * self.value_scale / scale)
            .collect()
    }
}

fn used(choice: &Choice, item: usize, limit: usize) -> f64 {
    let uses = choice.items[item].uses.iter();
    uses.filter(|(of, _)| *of == limit)
        .map(|(_, amount)| amount)
        .sum()
}

/// What all values are multiples of, where every item of value is whole.
fn step(choice: &Choice) -> Option<f64> {
    let mut items = choice.items.iter();
    if items.any(|item| !item.whole && item.value != 0.0) {
        return None;
    }
    let total: f64 = choice.items.iter().map(|item| item.value.abs()).sum();
    (0..=DIGITS).find_map(|digits| {
        let factor = 10f64.powi(digits);
        let mut divisor = 0u64;
        for item in &choice.items {
            let value = item.value.abs() * factor;
            let whole = value.round();
            if total * factor > WHOLE || (value - whole).abs() > 4.0 * f64::EPSILON * value {
                return None;
            }
            divisor = common(divisor, whole as u64);
        }
        (divisor > 0).then(|| divisor as f64 / factor)
    })
}

/// Greatest common divisor.
fn common(mut a: u64, mut b: u64) -> u64 {
    while b > 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// What is wrong with a choice, in words.
fn check(choice: &Choice) -> Result<(), String> {
    let item = |item: usize, where_: &str| {
        if item < choice.items.len() {
            Ok(())
        } else {
            Err(format!("{where_} names item {item}, which is not there"))
        }
    };
    for (index, data) in choice.items.iter().enumerate() {
        if !data.value.is_finite() {
            return Err(format!("the value of item {index} is not finite"));
        }
        let mut limits: Vec<usize> = Vec::with_capacity(data.uses.len());
        for &(limit, amount) in &data.uses {
            if limit >= choice.limits.len() {
                return Err(format!(
                    "item {index} takes of limit {limit}, which is not there"
                ));
            }
            if !(amount >= 0.0 && amount.is_finite()) {
                return Err(format!("item {index} takes {amount} of limit {limit}"));
            }
            limits.push(limit);
        }
        limits.sort_unstable();
        if limits.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err(format!("item {index} names a limit twice"));
        }
    }
    if let Some(limit) = choice
        .limits
        .iter()
        .find(|limit| !(**limit >= 0.0 && limit.is_finite()))
    {
        return Err(format!("{limit} is not a limit"));
    }
    for &member in choice.excludes.iter().flatten() {
        item(member, "an exclusion")?;
    }
    for set in &choice.excludes {
        distinct(set, "an exclusion")?;
    }
    for &(first, second) in &choice.requires {
        item(first, "a requirement")?;
        item(second, "a requirement")?;
    }
    for Cap {
        items,
        counted,
        most,
    } in &choice.caps
    {
        for &member in items {
            item(member, "a cap")?;
        }
        distinct(items, "a cap")?;
        if !(*most >= 0.0 && most.is_finite()) {
            return Err(format!("{most} is not a cap"));
        }
        if let Counted::Uses(limit) = counted
            && *limit >= choice.limits.len()
        {
            return Err(format!("a cap counts limit {limit}, which is not there"));
        }
    }
    Ok(())
}

fn distinct(items: &[usize], what: &str) -> Result<(), String> {
    let mut sorted = items.to_vec();
    sorted.sort_unstable();
    match sorted.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => Err(format!("{what} names item {} twice", pair[0])),
        None => Ok(()),
    }
}

/// The value of chosen parts of items, and whether they keep everything, from the choice alone.
///
/// # Errors
/// What is broken, in words.
pub(super) fn audit(choice: &Choice, chosen: &[f64]) -> Result<f64, String> {
    if chosen.len() != choice.items.len() {
        return Err(format!(
            "{} parts of {} items",
            chosen.len(),
            choice.items.len()
        ));
    }
    for (index, (&part, item)) in chosen.iter().zip(&choice.items).enumerate() {
        if !(0.0..=1.0).contains(&part) || (item.whole && part.fract() != 0.0) {
            return Err(format!("item {index} is chosen to {part}"));
        }
    }
    let within = |used: f64, limit: f64, largest: f64| used <= limit + KEPT * limit.max(largest);
    let mut totals = vec![(0.0, 0.0); choice.limits.len()];
    for (&part, item) in chosen.iter().zip(&choice.items) {
        for &(limit, amount) in &item.uses {
            totals[limit].0 += part * amount;
            totals[limit].1 = f64::max(totals[limit].1, amount);
        }
    }
    for (index, (&(used, largest), &limit)) in totals.iter().zip(&choice.limits).enumerate() {
        if !within(used, limit, largest) {
            return Err(format!(
                "{used} is taken of limit {index}, which is {limit}"
            ));
        }
    }
    let some = |items: &[usize]| items.iter().filter(|&&item| chosen[item] > 0.0).count();
    for set in &choice.excludes {
        if some(set) > 1 {
            return Err(format!("of items {set:?} more than one is chosen"));
        }
    }
    for &(first, second) in &choice.requires {
        if chosen[first] > chosen[second] + KEPT {
            return Err(format!("item {first} is chosen without item {second}"));
        }
    }
    for cap in &choice.caps {
        let (used, largest) = match cap.counted {
            Counted::Items => (some(&cap.items) as f64, 1.0),
            Counted::Uses(limit) => {
                let each = cap
                    .items
                    .iter()
                    .map(|&item| (item, used(choice, item, limit)));
                each.fold((0.0, 0.0), |(total, largest), (item, amount)| {
                    (total + chosen[item] * amount, f64::max(largest, amount))
                })
            }
        };
        if !within(used, cap.most, largest) {
            return Err(format!("{used} is more than a cap of {}", cap.most));
        }
    }
    let worth = chosen.iter().zip(&choice.items);
    Ok(worth.map(|(part, item)| part * item.value).sum())
}
