//! Money at other years' prices, brought to the model's year.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Diagnostics, Location, codes};
use crate::domain::Model;

/// One note for each year whose prices were brought to the model's.
pub(super) fn notes(model: &Model, findings: &mut Diagnostics) {
    let prices = &model.settings().prices;
    let (Some(base), Some(index)) = (prices.year, &prices.index) else {
        return;
    };
    let mut needs: BTreeMap<i32, usize> = BTreeMap::new();
    for need in &model.tables().needs {
        let is_money = model.tables().is_money(&need.resource);
        if let Some(year) = need.price_year.filter(|&year| is_money && year != base) {
            *needs.entry(year).or_default() += 1;
        }
    }
    for (year, count) in needs {
        let Some(factor) = prices.factor(Some(year)) else {
            continue;
        };
        let (noun, are) = if count == 1 {
            ("need", "is")
        } else {
            ("needs", "are")
        };
        findings.push(Diagnostic::note(
            codes::PRICES_CONVERTED,
            Location::path("prices.levels").column("prices.levels"),
            format!(
                "{count} {noun} at prices of {year} {are} multiplied by {factor:.4}, to prices of {base} ({index})"
            ),
        ));
    }
}
