//! What changed from one evaluation to another, and why: a correction moves more proposals than the one it corrects.

use std::collections::BTreeMap;

use crate::report::{RankChangeRecord, RankRecord};

/// Proposals that are named where many passed one.
const NAMED: usize = 3;

/// Least change of a figure that is told.
const LEAST: f64 = 1e-9;

/// A proposal in one of the evaluations.
struct Standing<'t> {
    /// Place in the order, by which equal ranks are told apart.
    place: usize,
    row: &'t RankRecord,
}

/// Every proposal whose rank or score differs from `before` to `now`, with its cause, in the order of the ranks now;
/// those that have none any more last. Both are rankings by the same rule of ties.
#[must_use]
pub fn changes(before: &[RankRecord], now: &[RankRecord]) -> Vec<RankChangeRecord> {
    let (before, now) = (standings(before), standings(now));
    let ids: std::collections::BTreeSet<&str> = before.keys().chain(now.keys()).copied().collect();
    // Whoever came, went, or has another score may have passed others.
    let movers: Vec<&str> = ids
        .iter()
        .copied()
        .filter(|id| match (before.get(id), now.get(id)) {
            (Some(before), Some(now)) => before.row.score != now.row.score,
            _ => true,
        })
        .collect();
    let mut changes: Vec<RankChangeRecord> = ids
        .iter()
        .filter_map(|&id| {
            let (was, is) = (before.get(id), now.get(id));
            let because = match (was, is) {
                (None, Some(_)) => "it is new, or has a score only now".to_owned(),
                (Some(_), None) => "it is gone, or has no score any more".to_owned(),
                (Some(was), Some(is)) if was.row.score != is.row.score => own(was.row, is.row),
                (Some(was), Some(is)) if was.row.rank != is.row.rank => {
                    others(id, (was, is), &movers, &before, &now)
                }
                _ => return None,
            };
            Some(RankChangeRecord {
                proposal: id.to_owned(),
                rank_before: was.map(|was| was.row.rank),
                rank_now: is.map(|is| is.row.rank),
                score_before: was.map(|was| was.row.score),
                score_now: is.map(|is| is.row.score),
                because,
            })
        })
        .collect();
    changes.sort_by_key(|change| (change.rank_now.unwrap_or(usize::MAX), change.rank_before));
    changes
}

fn standings(ranking: &[RankRecord]) -> BTreeMap<&str, Standing<'_>> {
    let rows = ranking.iter().enumerate();
    rows.map(|(place, row)| (row.proposal.as_str(), Standing { place, row }))
        .collect()
}

/// What of a proposal itself changed its score.
fn own(was: &RankRecord, is: &RankRecord) -> String {
    let parts = [
        ("need", was.need, is.need),
        ("effect", was.effect, is.effect),
        ("people", was.people, is.people),
        ("cost", was.cost, is.cost),
        ("reviewers", was.reviewers, is.reviewers),
    ];
    let mut said: Vec<String> = parts
        .iter()
        .filter(|(_, was, is)| was != is)
        .map(|(name, was, is)| format!("{name} {} to {}", points(*was), points(*is)))
        .collect();
    let figures = [
        ("claims", was.claimed, is.claimed),
        ("counted participants", was.counted, is.counted),
        ("money asked for", was.money, is.money),
    ];
    let differs = |was: Option<f64>, is: Option<f64>| match (was, is) {
        (Some(was), Some(is)) => (was - is).abs() > LEAST * was.abs().max(1.0),
        (was, is) => was.is_some() != is.is_some(),
    };
    let causes: Vec<String> = figures
        .iter()
        .filter(|(_, was, is)| differs(*was, *is))
        .map(|(name, was, is)| format!("{name} {} to {}", figure(*was), figure(*is)))
        .collect();
    if said.is_empty() {
        said.push(format!(
            "its given score {:.1} to {:.1}",
            was.score, is.score
        ));
    }
    let mut text = format!("its own: {}", said.join(", "));
    if causes.is_empty() {
        text.push_str(
            "; it claims what it claimed: the model, the map or its evidence says otherwise",
        );
    } else {
        text.push_str(&format!(" ({})", causes.join(", ")));
    }
    text
}

/// Whose changes moved a proposal that has the score it had.
fn others(
    id: &str,
    (was, is): (&Standing<'_>, &Standing<'_>),
    movers: &[&str],
    before: &BTreeMap<&str, Standing<'_>>,
    now: &BTreeMap<&str, Standing<'_>>,
) -> String {
    let above = |standing: Option<&Standing<'_>>, of: &Standing<'_>| {
        standing.is_some_and(|standing| standing.place < of.place)
    };
    let (mut rose, mut fell) = (Vec::new(), Vec::new());
    for &mover in movers.iter().filter(|mover| **mover != id) {
        match (above(before.get(mover), was), above(now.get(mover), is)) {
            (false, true) => rose.push(mover),
            (true, false) => fell.push(mover),
            _ => {}
        }
    }
    let mut said = Vec::new();
    for (who, what) in [
        (rose, "stands above it now"),
        (fell, "does not stand above it any more"),
    ] {
        if let [only] = who[..] {
            said.push(format!("{only} {what}"));
        } else if !who.is_empty() {
            let named = who[..who.len().min(NAMED)].join(", ");
            let more = who.len().saturating_sub(NAMED);
            let more = if more > 0 {
                format!(" and {more} more")
            } else {
                String::new()
            };
            said.push(format!("of {named}{more}, each {what}"));
        }
    }
    if said.is_empty() {
        "equal scores are in another order by the tie rule".to_owned()
    } else {
        format!("the same score; {}", said.join("; "))
    }
}

fn points(value: Option<f64>) -> String {
    value.map_or_else(|| "none".to_owned(), |value| format!("{value:+.1}"))
}

fn figure(value: Option<f64>) -> String {
    value.map_or_else(
        || "none".to_owned(),
        |value| format!("{}", (value * 100.0).round() / 100.0),
    )
}
