//! What the next amount of a resource buys.

use std::collections::{BTreeMap, BTreeSet};

use super::super::share::Shares;
use crate::domain::{ActivityId, Frontier, FrontierPoint, PracticeId};
use crate::report::names::Names;
use crate::report::number::{NOISE, percent};

/// A point of a frontier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) struct NextRow {
    /// How much more.
    pub more: String,
    /// Share of all gaps that is closed with it, beyond what is without.
    pub closed: String,
    /// What the next step closes; `-` where that is not known.
    pub next: String,
    /// Names of what grows.
    pub grow: Vec<String>,
    /// Names of what grew before and has fewer participants here.
    pub dropped: Vec<String>,
}

/// The frontier of a resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) struct FrontierView {
    /// Name of the resource.
    pub resource: String,
    /// The step that worth is told for: `$10,000`.
    pub step: String,
    /// Its points.
    pub points: Vec<NextRow>,
    /// A few of them, each better than the one before by more than the searches leave open; empty where more buys
    /// nothing. What grows is told by practice.
    pub steps: Vec<NextRow>,
    /// The most that was looked at.
    pub most: String,
    /// Where it stops, in a sentence.
    pub stops: String,
    /// Whether points between those shown were found by solving at some amounts only.
    pub sampled: bool,
    /// Amounts at which something drops out that a smaller amount began.
    pub not_nested: Vec<String>,
}

/// The frontiers, time before talent before treasure.
pub(super) fn views(names: Names, frontiers: &[Frontier], shares: Shares) -> Vec<FrontierView> {
    let mut sorted: Vec<&Frontier> = frontiers.iter().collect();
    sorted.sort_by_key(|row| names.class(&row.resource));
    sorted
        .into_iter()
        .map(|row| {
            let unit = names.unit(&row.unit);
            let step = names.step(&row.resource, &row.unit);
            let name_all = |ids: &[ActivityId]| ids.iter().map(|id| names.activity(id)).collect();
            FrontierView {
                resource: names.resource(&row.resource),
                step: unit.amount(step),
                points: row
                    .points
                    .iter()
                    .map(|point| NextRow {
                        grow: name_all(&point.grow),
                        ..next_row(names, row, point, shares)
                    })
                    .collect(),
                steps: steps(names, row, shares),
                most: row
                    .points
                    .last()
                    .map_or_else(String::new, |last| unit.amount(last.more)),
                stops: row.points.last().map_or_else(
                    || "Nothing was found.".to_owned(),
                    |last| {
                        let more = unit.amount(last.more);
                        if ends(row, last, shares) {
                            format!("Stops at {more} more: beyond that it buys nothing.")
                        } else {
                            format!("Looked at up to {more} more; beyond that it may buy further.")
                        }
                    },
                ),
                sampled: !row.exact,
                not_nested: row
                    .points
                    .iter()
                    .filter(|point| !point.dropped.is_empty())
                    .map(|point| unit.amount(point.more))
                    .collect(),
            }
        })
        .collect()
}

/// A point, without what grows.
fn next_row(names: Names, row: &Frontier, point: &FrontierPoint, shares: Shares) -> NextRow {
    let step = names.step(&row.resource, &row.unit);
    NextRow {
        more: names.unit(&row.unit).amount(point.more),
        closed: percent(
            shares
                .share(point.value - row.points.first().map_or(0.0, |first| first.value))
                .max(0.0),
            2,
        ),
        next: point
            .next
            .map_or_else(|| "-".to_owned(), |next| shares.of((next * step).max(0.0))),
        grow: Vec::new(),
        dropped: point.dropped.iter().map(|id| names.activity(id)).collect(),
    }
}

/// Points of a frontier that are told where not all are.
const STEPS: usize = 3;

/// A few points, each better than the one before by more than their gaps leave open, with all that grows between.
fn steps(names: Names, row: &Frontier, shares: Shares) -> Vec<NextRow> {
    let mut better: Vec<usize> = Vec::new();
    let mut before = 0;
    for (position, point) in row.points.iter().enumerate().skip(1) {
        let last = &row.points[before];
        let noise = (point.bound - point.value).max(last.bound - last.value);
        if shares.is_told((point.value - last.value).max(0.0), noise) {
            better.push(position);
            before = position;
        }
    }
    // The last shows how far it goes; those before it are spread over the others.
    let kept: Vec<usize> = (1..=STEPS.min(better.len()))
        .map(|number| better[number * better.len() / STEPS.min(better.len()) - 1])
        .collect();
    let mut before = 0;
    kept.into_iter()
        .map(|position| {
            let between = row.points[before + 1..=position].iter();
            before = position;
            let ids: BTreeSet<&ActivityId> = between.flat_map(|point| &point.grow).collect();
            NextRow {
                grow: by_practice(names, &ids),
                ..next_row(names, row, &row.points[position], shares)
            }
        })
        .collect()
}

/// Activities by practice: with its place where there is one, else with how many; the most first.
fn by_practice(names: Names, ids: &BTreeSet<&ActivityId>) -> Vec<String> {
    let mut practices: BTreeMap<&PracticeId, Vec<&ActivityId>> = BTreeMap::new();
    for id in ids {
        practices.entry(&id.practice).or_default().push(id);
    }
    let mut practices: Vec<(&PracticeId, Vec<&ActivityId>)> = practices.into_iter().collect();
    practices.sort_by_key(|(_, ids)| std::cmp::Reverse(ids.len()));
    practices
        .into_iter()
        .map(|(practice, ids)| match ids[..] {
            [id] => names.activity(id),
            _ => format!("{} ({} places)", names.practice(practice), ids.len()),
        })
        .collect()
}

/// Whether the last point is where more buys nothing: by its own worth, or by the last stretch without one.
fn ends(row: &Frontier, last: &FrontierPoint, shares: Shares) -> bool {
    match (last.next, row.points.len().checked_sub(2)) {
        (Some(next), _) => shares.share(next * last.more.max(1.0)) <= NOISE,
        (None, Some(before)) => shares.share(last.value - row.points[before].bound) <= NOISE,
        (None, None) => false,
    }
}
