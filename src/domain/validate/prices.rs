//! Years of the prices of money needs, against the model's price index.

use std::collections::BTreeMap;

use super::{Check, at, listed};
use crate::diagnostic::{Diagnostic, Location, codes};
use crate::domain::Need;

pub(super) fn check(check: &mut Check<'_>) {
    if !check.complete("needs") || !check.complete("resources") {
        return;
    }
    let tables = check.tables;
    let needs = tables.needs.iter();
    let money = needs.filter(|need| tables.is_money(&need.resource));
    let mut years: BTreeMap<Option<i32>, Vec<&Need>> = BTreeMap::new();
    for need in money {
        years.entry(need.price_year).or_default().push(need);
    }
    let prices = &tables.settings.prices;
    if prices.year.and_then(|year| prices.level(year)).is_some() {
        unknown(check, &years);
    } else if !prices.is_stated() {
        differing(check, &years);
    }
}

/// With an index: needs whose year it does not tell are kept as they stand.
fn unknown(check: &mut Check<'_>, years: &BTreeMap<Option<i32>, Vec<&Need>>) {
    let prices = &check.tables.settings.prices;
    for (year, needs) in years {
        if prices.factor(*year).is_some() {
            continue;
        }
        let names = listed(needs.iter().map(|need| need.practice.as_str()));
        let (message, hint) = match year {
            None => (
                format!(
                    "the price year of {names} is not known: the figures are used as they stand"
                ),
                "give the year that the source's prices are of",
            ),
            Some(year) => (
                format!(
                    "the price index has no level for {year}: the figures of {names} are used as they stand"
                ),
                "add the year to prices.levels in model.toml",
            ),
        };
        let path = needs.first().map(|need| need.path()).unwrap_or_default();
        check.findings.push(
            Diagnostic::warning(codes::PRICE_YEAR_UNKNOWN, at(&path, "price_year"), message)
                .hint(hint),
        );
    }
}

/// Without an index: prices of different years stand side by side.
fn differing(check: &mut Check<'_>, years: &BTreeMap<Option<i32>, Vec<&Need>>) {
    let stated: Vec<String> = years.keys().flatten().map(i32::to_string).collect();
    if stated.len() < 2 {
        return;
    }
    let message = format!(
        "needs are at prices of {}, and nothing brings them to one year",
        listed(stated.iter().map(String::as_str))
    );
    check.findings.push(
        Diagnostic::warning(codes::PRICE_YEARS_DIFFER, Location::path("needs"), message)
            .hint("state [prices] in model.toml: the model's year, an index and its levels"),
    );
}
