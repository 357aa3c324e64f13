//! Who is served, where the rule of the grades is not right.

use std::collections::{BTreeMap, BTreeSet};

use super::{Check, at, figure};
use crate::diagnostic::{Diagnostic, Location, codes};
use crate::domain::{GroupId, IndicatorId, PlaceId, PracticeId, Serves};

/// Rounding that shares written to a few digits may sum to beyond one.
const SHARE_TOLERANCE: f64 = 1e-6;

/// Longest wait for an effect, in years.
const LONGEST_WAIT: u32 = 30;

/// Share by which the groups of a whole partition may miss 1: three thirds are written 0.33. They are then scaled.
const WRITTEN_SHORT: f64 = 0.01;

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
    sums(check);
}

/// Of whom the groups of an indicator are parts.
const REACHED: &str = "that reach the indicator";

/// Rows by what they speak of: place, indicator, group.
type Stated<'t> = BTreeMap<
    (
        Option<&'t PlaceId>,
        Option<&'t IndicatorId>,
        Option<&'t GroupId>,
    ),
    Vec<&'t Serves>,
>;

/// What the rows of one practice say at one place, or at any that no row names.
struct Told<'t, 'r> {
    rows: &'r Stated<'t>,
    place: Option<&'t PlaceId>,
}

impl<'t> Told<'t, '_> {
    /// The rows that speak of an indicator and a group; those that name the place go before the others.
    fn of(&self, indicator: Option<&'t IndicatorId>, group: Option<&'t GroupId>) -> &[&'t Serves] {
        let named = self.rows.get(&(self.place, indicator, group));
        let rows = named.or_else(|| self.rows.get(&(None, indicator, group)));
        rows.map(Vec::as_slice).unwrap_or_default()
    }
}

fn sum(rows: &[&Serves]) -> f64 {
    rows.iter().map(|row| row.share.get()).sum()
}

/// Shares of one practice at one place, of parts that must not be more than the whole.
fn sums(check: &mut Check<'_>) {
    let mut practices: BTreeMap<&PracticeId, Stated<'_>> = BTreeMap::new();
    for row in &check.tables.serves {
        let about = (
            row.place.as_ref(),
            row.indicator.as_ref(),
            row.group.as_ref(),
        );
        let stated = practices.entry(&row.practice).or_default();
        stated.entry(about).or_default().push(row);
    }
    let mut partitions: BTreeMap<&str, Vec<&GroupId>> = BTreeMap::new();
    let mut others: Vec<&GroupId> = Vec::new();
    for group in &check.tables.groups {
        if group.partition {
            partitions.entry(&group.set).or_default().push(&group.id);
        } else {
            others.push(&group.id);
        }
    }
    for stated in practices.values() {
        let places: BTreeSet<_> = stated.keys().map(|about| about.0).collect();
        let indicators: BTreeSet<_> = stated.keys().filter_map(|about| about.1).collect();
        for place in places {
            let told = Told {
                rows: stated,
                place,
            };
            for groups in partitions.values() {
                make_a_whole(check, &told, groups);
            }
            for indicator in indicators.iter().copied() {
                let reached = told.of(Some(indicator), None);
                at_most(check, reached, sum(reached), 1.0, REACHED);
                let most = if reached.is_empty() {
                    1.0
                } else {
                    sum(reached)
                };
                for groups in partitions.values() {
                    within(check, &told, indicator, groups, most);
                }
                for group in &others {
                    let rows = told.of(Some(indicator), Some(*group));
                    at_most(check, rows, sum(rows), most, REACHED);
                }
            }
        }
    }
}

/// Groups of a partition are parts of all participants: together at most all, and all where each is named.
fn make_a_whole(check: &mut Check<'_>, told: &Told<'_, '_>, groups: &[&GroupId]) {
    let named: Vec<&Serves> = groups
        .iter()
        .flat_map(|group| told.of(None, Some(*group)))
        .copied()
        .collect();
    let total = sum(&named);
    let all = groups
        .iter()
        .all(|group| !told.of(None, Some(*group)).is_empty());
    if all && total < 1.0 - WRITTEN_SHORT {
        if let Some(row) = named.last() {
            let message = format!(
                "every group of the partition has a share of {}, and they add up to {}: the rest are nobody",
                row.practice,
                figure(total)
            );
            check.findings.push(
                Diagnostic::error(codes::SERVES_TOO_FEW, at(&row.path(), "share"), message).hint(
                    "let them add up to 1, or leave a group out: those left out share the rest by their people",
                ),
            );
        }
    } else {
        let most = if all { 1.0 + WRITTEN_SHORT } else { 1.0 };
        at_most(check, &named, total, most, REACHED);
    }
}

/// Those who are of a group and reach an indicator are parts of all who reach it.
fn within<'t>(
    check: &mut Check<'_>,
    told: &Told<'t, '_>,
    indicator: &'t IndicatorId,
    groups: &[&'t GroupId],
    most: f64,
) {
    let mut rows: Vec<&Serves> = Vec::new();
    let mut parts = 0.0;
    for group in groups {
        let apart = told.of(Some(indicator), Some(*group));
        rows.extend(apart);
        // A group's share of all participants goes before its share of those who reach this indicator.
        let own = told.of(None, Some(*group));
        if own.is_empty() {
            parts += sum(apart) / if most > 0.0 { most } else { 1.0 };
        } else {
            parts += sum(own);
            at_most(
                check,
                apart,
                sum(apart),
                sum(own),
                &format!("that are of {group}"),
            );
        }
    }
    let total = sum(&rows);
    if total > most + SHARE_TOLERANCE {
        at_most(check, &rows, total, most, REACHED);
    } else if !rows.is_empty() && most > 0.0 {
        at_most(check, &rows, parts, 1.0 + WRITTEN_SHORT, REACHED);
    }
}

fn at_most(check: &mut Check<'_>, rows: &[&Serves], total: f64, most: f64, who: &str) {
    let Some(row) = rows.last().filter(|_| total > most + SHARE_TOLERANCE) else {
        return;
    };
    let than = if most < 1.0 {
        format!("the {} {who}", figure(most))
    } else {
        "all its participants".to_owned()
    };
    let message = format!(
        "the shares of {} add up to {}, more than {than}",
        row.practice,
        figure(total)
    );
    check.findings.push(
        Diagnostic::error(codes::SERVES_TOO_MANY, at(&row.path(), "share"), message)
            .hint("over the years and the groups of a partition, shares add up to at most 1"),
    );
}
