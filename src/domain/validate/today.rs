//! Today: participants that are stated beside those that today's allocations pay for.

use std::collections::BTreeMap;

use super::{Check, Takes, at, figure};
use crate::diagnostic::{Diagnostic, codes};
use crate::domain::{Activity, NonNegative, ResourceId};

/// Share by which two figures that should agree may differ before a reader is told.
const FAR_APART: f64 = 0.25;

/// What each activity has today of each resource for which there is a row.
type Given<'t> = BTreeMap<(&'t str, &'t str), BTreeMap<&'t ResourceId, f64>>;

pub(super) fn check(check: &mut Check<'_>) {
    if !["allocations", "needs", "pools", "activities"]
        .into_iter()
        .all(|table| check.complete(table))
    {
        return;
    }
    let mut given: Given<'_> = BTreeMap::new();
    for row in &check.tables.allocations {
        if let Some(pool) = check.pools.get(&row.pool) {
            let activity = given
                .entry((row.practice.as_str(), row.place.as_str()))
                .or_default();
            *activity.entry(&pool.resource).or_default() += row.amount.get();
        }
    }
    for row in &check.tables.activities {
        if let Some(given) = given.get(&(row.practice.as_str(), row.place.as_str())) {
            activity(check, row, given);
        }
    }
}

fn activity(check: &mut Check<'_>, row: &Activity, given: &BTreeMap<&ResourceId, f64>) {
    let needs: Vec<(&ResourceId, Takes, f64)> = check
        .needs
        .get(&row.practice)
        .into_iter()
        .flatten()
        .filter(|(_, takes)| takes.per_participant > 0.0)
        .filter_map(|(resource, takes)| {
            given
                .get(resource)
                .map(|amount| (*resource, *takes, *amount))
        })
        .collect();
    let paid = needs
        .iter()
        .map(|(_, takes, amount)| (amount - takes.fixed).max(0.0) / takes.per_participant)
        .fold(f64::INFINITY, f64::min);
    if !paid.is_finite() {
        return;
    }
    let paid = row
        .capacity
        .map_or(paid, |capacity| paid.min(capacity.get()));
    if let Some(stated) = row.participants_today.map(NonNegative::get)
        && (stated - paid).abs() > FAR_APART * stated.max(paid)
    {
        let message = format!(
            "{} participants are stated, and today's allocations pay for {} at the needs given",
            figure(stated),
            figure(paid)
        );
        check.findings.push(
            Diagnostic::warning(
                codes::PARTICIPANTS_APART,
                at(&row.path(), "participants_today"),
                message,
            )
            .hint(
                "check the participants, the allocations and the needs; the stated figure is used",
            ),
        );
        return;
    }
    let today = row.participants_today.map_or(paid, NonNegative::get);
    for (resource, takes, amount) in needs {
        let fixed = if today > 0.0 { takes.fixed } else { 0.0 };
        let idle = amount - takes.per_participant * today - fixed;
        if idle > FAR_APART * amount {
            let message = format!(
                "{} of the {} {resource} that {}@{} has today is beyond what its {} participants take",
                figure(idle),
                figure(amount),
                row.practice,
                row.place,
                figure(today)
            );
            let column = if row.participants_today.is_some() {
                "participants_today"
            } else {
                "practice"
            };
            check.findings.push(
                Diagnostic::warning(codes::IDLE_ALLOCATION, at(&row.path(), column), message)
                    .hint("check the need and the allocation; what is idle stays where it is unless it is moved"),
            );
        }
    }
}
