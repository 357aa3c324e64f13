//! Pools, what they may be given to, and what they are given to today.

use std::collections::{BTreeMap, BTreeSet};

use super::{Check, at, figure};
use crate::diagnostic::{Diagnostic, Location, codes};
use crate::domain::{PoolId, PracticeId, ResourceId};

/// Share by which allocations may exceed their pool: sums of written decimals round.
const ROUNDING: f64 = 1e-9;

pub(super) fn check(check: &mut Check<'_>) {
    allocations(check);
    totals(check);
    if ["activities", "needs", "pools", "restrictions"]
        .into_iter()
        .all(|table| check.complete(table))
    {
        unusable(check);
        unheld(check);
    }
}

fn allocations(check: &mut Check<'_>) {
    for row in &check.tables.allocations {
        let Some(pool) = check.pools.get(&row.pool).copied() else {
            continue;
        };
        let path = row.path();
        let known = check.practices.contains_key(&row.practice)
            && check.resources.contains_key(&pool.resource);
        if known
            && check.complete("needs")
            && !check.takes(&row.practice, &pool.resource)
            && row.amount.get() > 0.0
        {
            let needs = check
                .needs
                .get(&row.practice)
                .into_iter()
                .flat_map(BTreeMap::keys);
            let takes = super::listed(needs.map(|id| id.as_str()));
            let message = format!(
                "{} gives {} to {}@{}, which takes nothing of it",
                row.pool, pool.resource, row.practice, row.place
            );
            let hint = format!(
                "{} takes {takes}: add a need, or remove the allocation",
                row.practice
            );
            check.findings.push(
                Diagnostic::error(codes::UNNEEDED_ALLOCATION, at(&path, "amount"), message)
                    .hint(hint),
            );
        }
        if check.complete("restrictions")
            && !check.may_give(&row.pool, row.practice.as_str(), row.place.as_str())
        {
            let message = format!(
                "{} may not give to {}@{}; what is there today may stay, and no more may come",
                row.pool, row.practice, row.place
            );
            check.findings.push(
                Diagnostic::warning(
                    codes::ALLOCATION_OUTSIDE_RESTRICTION,
                    Location::path(path),
                    message,
                )
                .hint("check the pool's restrictions"),
            );
        }
    }
}

fn totals(check: &mut Check<'_>) {
    let mut given: BTreeMap<&PoolId, f64> = BTreeMap::new();
    for row in &check.tables.allocations {
        *given.entry(&row.pool).or_default() += row.amount.get();
    }
    for row in &check.tables.pools {
        let (sum, amount) = (
            given.get(&row.id).copied().unwrap_or_default(),
            row.amount.get(),
        );
        if sum <= amount * (1.0 + ROUNDING) {
            continue;
        }
        let message = format!(
            "{} gives {} today and holds {}",
            row.id,
            figure(sum),
            figure(amount)
        );
        let location = at(&row.path(), "amount");
        check.findings.push(if check.reading.changed_amounts.contains(&row.id) {
            Diagnostic::warning(codes::OVER_ALLOCATED_POOL, location, message)
                .hint("what is missing is cut first; today is then only what the plan is compared with")
        } else {
            Diagnostic::error(codes::OVER_ALLOCATED_POOL, location, message)
                .hint("correct the amount or the allocations; to ask what a cut does, change the amount in a scenario")
        });
    }
}

fn unusable(check: &mut Check<'_>) {
    let mut takers: BTreeMap<&ResourceId, Vec<(&str, &str)>> = BTreeMap::new();
    for row in &check.tables.activities {
        for (resource, takes) in check.needs.get(&row.practice).into_iter().flatten() {
            if takes.something() {
                takers
                    .entry(resource)
                    .or_default()
                    .push((row.practice.as_str(), row.place.as_str()));
            }
        }
    }
    for row in &check.tables.pools {
        let converted = check.tables.conversions.iter();
        let mut uses = converted
            .filter(|conversion| conversion.from == row.resource)
            .map(|conversion| &conversion.to)
            .chain([&row.resource]);
        let usable = uses.any(|resource| {
            takers.get(resource).is_some_and(|activities| {
                activities
                    .iter()
                    .any(|(practice, place)| check.may_give(&row.id, practice, place))
            })
        });
        if !usable && row.amount.get() > 0.0 && check.resources.contains_key(&row.resource) {
            let message = format!(
                "{} may be given to no activity that takes {}",
                row.id, row.resource
            );
            check.findings.push(
                Diagnostic::warning(codes::UNUSABLE_POOL, Location::path(row.path()), message)
                    .hint("check its restrictions, and the needs of the practices it is meant for"),
            );
        }
    }
}

fn unheld(check: &mut Check<'_>) {
    if check.tables.pools.is_empty() {
        return;
    }
    let mut held: BTreeSet<&ResourceId> =
        check.tables.pools.iter().map(|row| &row.resource).collect();
    for row in &check.tables.conversions {
        if held.contains(&row.from) {
            held.insert(&row.to);
        }
    }
    let mut by_resource: BTreeMap<&ResourceId, Vec<&PracticeId>> = BTreeMap::new();
    for (practice, needs) in &check.needs {
        for (resource, takes) in needs {
            let known = check.resources.contains_key(resource);
            if known && takes.something() && !held.contains(resource) {
                by_resource.entry(resource).or_default().push(practice);
            }
        }
    }
    for (resource, practices) in by_resource {
        let message = format!(
            "no pool holds {resource}, needed by {}",
            super::listed(practices.iter().map(|id| id.as_str()))
        );
        let path = format!("needs[{},{resource}]", practices[0]);
        check.findings.push(
            Diagnostic::warning(codes::NEED_WITHOUT_POOL, Location::path(path), message).hint(
                "add the pool that pays for it; until then it is not checked where they run today",
            ),
        );
    }
}
