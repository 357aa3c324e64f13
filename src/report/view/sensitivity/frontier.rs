//! What the next amount of a resource buys.

use super::super::share::Shares;
use crate::domain::{Frontier, FrontierPoint};
use crate::report::names::Names;
use crate::report::number::NOISE;

/// A point of a frontier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) struct NextRow {
    /// How much more.
    pub more: String,
    /// Share of all gaps that is closed with it.
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
            let name_all = |ids: &[_]| ids.iter().map(|id| names.activity(id)).collect();
            FrontierView {
                resource: names.resource(&row.resource),
                step: unit.amount(step),
                points: row
                    .points
                    .iter()
                    .map(|point| NextRow {
                        more: unit.amount(point.more),
                        closed: shares.of(point.value),
                        next: point.next.map_or_else(
                            || "-".to_owned(),
                            |next| shares.of((next * step).max(0.0)),
                        ),
                        grow: name_all(&point.grow),
                        dropped: name_all(&point.dropped),
                    })
                    .collect(),
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

/// Whether the last point is where more buys nothing: by its own worth, or by the last stretch without one.
fn ends(row: &Frontier, last: &FrontierPoint, shares: Shares) -> bool {
    match (last.next, row.points.len().checked_sub(2)) {
        (Some(next), _) => shares.share(next * last.more.max(1.0)) <= NOISE,
        (None, Some(before)) => shares.share(last.value - row.points[before].bound) <= NOISE,
        (None, None) => false,
    }
}
