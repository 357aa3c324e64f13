//! Student groups: which sets add up to everybody, and who is counted.

use std::collections::{BTreeMap, BTreeSet};

use super::{Check, at, figure};
use crate::diagnostic::{Diagnostic, Location, codes};
use crate::domain::{Baseline, Group, GroupId};

/// The set of the one group that is everybody.
const EVERYBODY: &str = "all";

/// Share by which a partition's people may differ from everybody: counts of one year are rounded and
/// small groups are withheld.
const PARTITION_TOLERANCE: f64 = 0.02;

pub(super) fn check(check: &mut Check<'_>) {
    let mut sets: BTreeMap<&str, Vec<&Group>> = BTreeMap::new();
    for row in &check.tables.groups {
        sets.entry(&row.set).or_default().push(row);
    }
    for (set, groups) in &sets {
        mixed_partition(check, set, groups);
    }
    if check.complete("groups") && check.complete("baselines") {
        counted(check, &sets);
    }
}

fn mixed_partition(check: &mut Check<'_>, set: &str, groups: &[&Group]) {
    let flagged = groups.iter().filter(|group| group.partition).count();
    if flagged > 0 && flagged < groups.len() {
        for group in groups.iter().filter(|group| !group.partition) {
            let message = format!(
                "{} is no part of the partition that {flagged} other groups of `{set}` form",
                group.id
            );
            check.findings.push(
                Diagnostic::error(
                    codes::MIXED_PARTITION,
                    at(&group.path(), "partition"),
                    message,
                )
                .hint("either all groups of a set add up to everybody, or none is said to"),
            );
        }
    }
}

/// The rows of one indicator at one place.
type Rows<'t> = BTreeMap<&'t GroupId, &'t Baseline>;

fn counted(check: &mut Check<'_>, sets: &BTreeMap<&str, Vec<&Group>>) {
    let mut places: BTreeMap<(&str, &str), Rows<'_>> = BTreeMap::new();
    for row in &check.tables.baselines {
        places
            .entry((row.indicator.as_str(), row.place.as_str()))
            .or_default()
            .insert(&row.group, row);
    }
    let known: BTreeSet<&GroupId> = check.tables.groups.iter().map(|group| &group.id).collect();
    for ((indicator, place), rows) in places {
        if rows.keys().any(|group| !known.contains(*group)) {
            // The dangling id is reported; what it would have meant cannot be judged.
            continue;
        }
        let everybody: Vec<&Baseline> = sets
            .get(EVERYBODY)
            .into_iter()
            .flatten()
            .filter_map(|group| rows.get(&group.id).copied())
            .collect();
        if let [first, second, ..] = everybody.as_slice() {
            let message = format!(
                "{} and {} are both of the set `{EVERYBODY}`, so that everybody would count twice for {indicator} at {place}",
                first.group, second.group
            );
            check.findings.push(
                Diagnostic::error(
                    codes::SEVERAL_ALL_GROUPS,
                    at(&second.path(), "group"),
                    message,
                )
                .hint("keep one of the rows, or give one group a set of its own"),
            );
        }
        let all = everybody.first().copied();
        let partitions: Vec<(&str, &Vec<&Group>)> = sets
            .iter()
            .filter(|(set, groups)| {
                **set != EVERYBODY && groups.iter().all(|group| group.partition)
            })
            .filter(|(_, groups)| groups.iter().any(|group| rows.contains_key(&group.id)))
            .map(|(set, groups)| (*set, groups))
            .collect();
        let whole = |groups: &[&Group]| groups.iter().all(|group| rows.contains_key(&group.id));
        let Some(first) = rows.values().next().copied() else {
            continue;
        };
        if let Some(all) = all {
            for (set, groups) in partitions.iter().filter(|(_, groups)| whole(groups)) {
                partition_sum(check, set, groups, &rows, all);
            }
        } else if partitions.is_empty() {
            let message = format!(
                "nothing counts for {indicator} at {place}: no row is of everybody, and no partition has rows"
            );
            check.findings.push(
                Diagnostic::error(
                    codes::NOTHING_COUNTED,
                    Location::path(first.path()),
                    message,
                )
                .hint(format!(
                    "add a row for the group of the set `{EVERYBODY}`, or mark a set as a partition"
                )),
            );
        } else if !partitions.iter().any(|(_, groups)| whole(groups)) {
            let (set, groups) = partitions[0];
            let missing = groups
                .iter()
                .filter(|group| !rows.contains_key(&group.id))
                .map(|group| group.id.as_str());
            let message = format!(
                "{indicator} at {place} counts the groups of `{set}`, and without a row the people of {} do not count",
                super::listed(missing)
            );
            check.findings.push(
                Diagnostic::warning(
                    codes::PARTIAL_PARTITION,
                    Location::path(first.path()),
                    message,
                )
                .hint(format!(
                    "add the missing rows, or a row for the group of the set `{EVERYBODY}`"
                )),
            );
        }
    }
}

fn partition_sum(
    check: &mut Check<'_>,
    set: &str,
    groups: &[&Group],
    rows: &Rows<'_>,
    all: &Baseline,
) {
    let people = |group: &&Group| rows.get(&group.id).map_or(0.0, |row| row.population.get());
    let sum: f64 = groups.iter().map(people).sum();
    let everybody = all.population.get();
    if sum > (1.0 + PARTITION_TOLERANCE) * everybody {
        let message = format!(
            "the groups of `{set}` are {} people, more than everybody, {}, for {} at {}: they overlap",
            figure(sum),
            figure(everybody),
            all.indicator,
            all.place
        );
        check.findings.push(
            Diagnostic::error(
                codes::PARTITION_OVERLAP,
                at(&all.path(), "population"),
                message,
            )
            .hint("groups that overlap are no partition: give each a set of its own, or correct the populations"),
        );
    } else if sum < (1.0 - PARTITION_TOLERANCE) * everybody {
        let message = format!(
            "the groups of `{set}` are {} people, and everybody is {} for {} at {}",
            figure(sum),
            figure(everybody),
            all.indicator,
            all.place
        );
        check.findings.push(
            Diagnostic::warning(codes::PARTITION_SUM, at(&all.path(), "population"), message)
                .hint("groups that leave people out are no partition; participants are spread over those that are there"),
        );
    }
}
