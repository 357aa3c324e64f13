//! Conversions: what can be had for what, and that nothing can be had for nothing.

use std::collections::BTreeMap;

use super::{Check, at, figure, listed};
use crate::diagnostic::{Diagnostic, codes};
use crate::domain::ResourceId;

/// Gain around a cycle, relative, that is rounding of written rates: a wage and its inverse.
const ROUNDING: f64 = 1e-6;

pub(super) fn check(check: &mut Check<'_>) {
    let mut sound = true;
    for row in &check.tables.conversions {
        if row.from == row.to {
            sound = false;
            let message = format!("{} is converted into itself", row.from);
            check.findings.push(
                Diagnostic::error(codes::CONVERSION_CYCLE, at(&row.path(), "to"), message)
                    .hint("name another resource, or remove the row"),
            );
        }
    }
    if sound {
        gain(check);
    }
}

/// Refuses a cycle of conversions that ends with more than it began with.
///
/// Bellman and Ford on the logarithms of the rates: a best product that still grows after as many rounds
/// as there are resources runs around a cycle with gain above 1.
fn gain(check: &mut Check<'_>) {
    let rows = &check.tables.conversions;
    let mut best: BTreeMap<&ResourceId, (f64, Option<usize>)> = BTreeMap::new();
    for row in rows {
        best.insert(&row.from, (0.0, None));
        best.insert(&row.to, (0.0, None));
    }
    let mut grown = None;
    for _ in 0..=best.len() {
        grown = None;
        for (position, row) in rows.iter().enumerate() {
            let through = best[&row.from].0 + row.rate.get().ln();
            if through > best[&row.to].0 + ROUNDING {
                best.insert(&row.to, (through, Some(position)));
                grown = Some(position);
            }
        }
        if grown.is_none() {
            return;
        }
    }
    let Some(last) = grown else { return };
    // As many steps back as there are resources end on the cycle.
    let before = |position: usize| best[&rows[position].from].1;
    let mut on_cycle = last;
    for _ in 0..best.len() {
        match before(on_cycle) {
            Some(previous) => on_cycle = previous,
            None => return,
        }
    }
    let (mut cycle, mut product) = (vec![on_cycle], rows[on_cycle].rate.get());
    while let Some(previous) = before(cycle[cycle.len() - 1]).filter(|&next| next != on_cycle) {
        product *= rows[previous].rate.get();
        cycle.push(previous);
    }
    cycle.reverse();
    let names = cycle
        .iter()
        .map(|&position| rows[position].from.as_str())
        .chain([rows[cycle[0]].from.as_str()]);
    let message = format!(
        "converting around {} makes {} of 1: something comes from nothing",
        listed(names),
        figure(product)
    );
    let row = &rows[cycle[0]];
    let finding = Diagnostic::error(codes::CONVERSION_CYCLE, at(&row.path(), "rate"), message);
    check
        .findings
        .push(finding.hint("lower a rate: rates are units of `to` for one unit of `from`"));
}
