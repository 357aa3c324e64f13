//! Who is served, where the rule of the grades is not right.

use std::collections::BTreeMap;

use super::{Check, at, figure};
use crate::diagnostic::{Diagnostic, Location, codes};
use crate::domain::{Group, GroupId, IndicatorId, PlaceId, PracticeId, Serves};

/// Rounding that shares written to a few digits may sum to beyond one.
const SHARE_TOLERANCE: f64 = 1e-6;

/// Longest wait for an effect, in years.
const LONGEST_WAIT: u32 = 30;

/// What rows of shares are of: practice, place, indicator.
type Served<'t> = (&'t PracticeId, Option<&'t PlaceId>, Option<&'t IndicatorId>);

pub(super) fn check(check: &mut Check<'_>) {
    for row in &check.tables.serves {
        let path = row.path();
        if row.indicator.is_none() && row.group.is_none() {
            check.findings.push(
                Diagnostic::error(
                    codes::SERVES_NOBODY,
                    Location::path(path.clone()),
                    "the row names neither an indicator nor a group, so that it says nothing of who is served",
                )
                .hint("name the indicator that the share reaches, or the group that it is"),
            );
        }
        if row.indicator.is_none() && row.years_later.is_some() {
            check.findings.push(
                Diagnostic::error(
                    codes::MISPLACED_VALUE,
                    at(&path, "years_later"),
                    "years_later needs an indicator: a row of a group alone says who takes part, not when they are measured",
                )
                .hint("name the indicator, or leave years_later blank"),
            );
        }
        if let Some(years) = row.years_later.filter(|years| *years > LONGEST_WAIT) {
            let message = format!("{years} years later is beyond {LONGEST_WAIT}");
            check.error(codes::OUT_OF_RANGE, at(&path, "years_later"), message);
        }
    }
    let sets: BTreeMap<&GroupId, &Group> = check
        .tables
        .groups
        .iter()
        .map(|group| (&group.id, group))
        .collect();
    let mut served: BTreeMap<Served<'_>, Vec<&Serves>> = BTreeMap::new();
    for row in &check.tables.serves {
        served
            .entry((&row.practice, row.place.as_ref(), row.indicator.as_ref()))
            .or_default()
            .push(row);
    }
    for rows in served.values() {
        // Groups of one partition are parts of the participants; groups of different sets are the same people.
        let mut sums: BTreeMap<(&str, &str), (f64, &Serves)> = BTreeMap::new();
        for row in rows {
            let part = match row.group.as_ref() {
                None => ("", ""),
                Some(id) => match sets.get(id) {
                    Some(group) if group.partition => (group.set.as_str(), ""),
                    _ => ("", id.as_str()),
                },
            };
            let sum = sums.entry(part).or_insert((0.0, row));
            *sum = (sum.0 + row.share.get(), row);
        }
        for (sum, row) in sums.into_values() {
            if sum > 1.0 + SHARE_TOLERANCE {
                let message = format!(
                    "the shares of {} add up to {}, more than all its participants",
                    row.practice,
                    figure(sum)
                );
                check.findings.push(
                    Diagnostic::error(codes::SERVES_TOO_MANY, at(&row.path(), "share"), message)
                        .hint("over the years and the groups of a partition, shares add up to at most 1"),
                );
            }
        }
    }
}
