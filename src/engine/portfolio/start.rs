//! A first choice that follows the prices of the relaxation.

use super::program::Program;

/// Passes over the items: what another one requires may come after it.
const PASSES: usize = 4;

/// Whole parts of the relaxation's point first, then what fits, in the order of value beyond price.
pub(super) fn follow(program: &Program, values: &[f64], duals: &[f64]) -> Vec<f64> {
    let lp = &program.lp;
    let reduced = program.reduced(duals);
    let items = program.switches.len();
    // What others require may be worth taking though it is worth nothing itself.
    let mut required = vec![false; lp.columns()];
    for (&column, &amount) in lp.indices.iter().zip(&lp.values) {
        required[column] |= amount < 0.0;
    }
    let mut order: Vec<usize> = (0..items)
        .filter(|&item| lp.costs[item] > 0.0 || (required[item] && values[item] > 0.5))
        .collect();
    let taken = |item: usize| u8::from(values[item] > 1.0 - 1e-9);
    order.sort_by(|&a, &b| {
        let first = taken(b).cmp(&taken(a));
        let first = first.then(values[b].total_cmp(&values[a]));
        first
            .then(reduced[b].total_cmp(&reduced[a]))
            .then(a.cmp(&b))
    });
    let columns = by_column(program);
    let mut point = lp.column_lower.clone();
    let mut left: Vec<f64> = (0..lp.rows())
        .map(|row| lp.row_upper[row] - lp.activity(row, &point))
        .collect();
    for _ in 0..PASSES {
        let mut changed = false;
        for &item in &order {
            changed |= take(program, &columns, item, &mut point, &mut left);
        }
        if !changed {
            break;
        }
    }
    point
}

/// Rows and amounts by column.
fn by_column(program: &Program) -> Vec<Vec<(usize, f64)>> {
    let mut columns = vec![Vec::new(); program.lp.columns()];
    for row in 0..program.lp.rows() {
        for (column, amount) in program.lp.row(row) {
            columns[column].push((row, amount));
        }
    }
    columns
}

/// Takes as much of an item as fits, with its switch; whole or not at all where it is whole.
fn take(
    program: &Program,
    columns: &[Vec<(usize, f64)>],
    item: usize,
    point: &mut [f64],
    left: &mut [f64],
) -> bool {
    let lp = &program.lp;
    let mut most = lp.column_upper[item] - point[item];
    if most <= 0.0 {
        return false;
    }
    let switch = program.switches[item].filter(|&switch| point[switch] < 1.0);
    if let Some(switch) = switch
        && columns[switch]
            .iter()
            .any(|&(row, amount)| amount > left[row])
    {
        return false;
    }
    for &(row, amount) in &columns[item] {
        let own = switch.is_some_and(|switch| {
            let mut rows = columns[switch].iter();
            rows.any(|&(of, amount)| of == row && amount < 0.0)
        });
        if amount > 0.0 && !own {
            most = most.min((left[row] / amount).max(0.0));
        }
    }
    if program.is_whole(item) {
        most = if most >= 1.0 { 1.0 } else { 0.0 };
    }
    if most <= 0.0 {
        return false;
    }
    if let Some(switch) = switch {
        point[switch] = 1.0;
        for &(row, amount) in &columns[switch] {
            left[row] -= amount;
        }
    }
    point[item] += most;
    for &(row, amount) in &columns[item] {
        left[row] -= most * amount;
    }
    true
}
