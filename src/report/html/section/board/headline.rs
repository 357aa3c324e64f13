//! What should be done, and what that gains.

use std::collections::BTreeMap;

use crate::report::html::book::practice_of;
use crate::report::html::change::{self, IndicatorChanges};
use crate::report::html::name::{list, plain, short};
use crate::report::html::told::Told;
use crate::report::number::{NOISE, UnitStyle, count, percent};
use crate::report::record::{MoveRecord, StatusWord};
use crate::report::view::compare;

/// Practices that the headline names on each side.
const NAMED: usize = 3;

/// What to do, in a sentence.
pub(super) fn title(told: &Told) -> String {
    match told.status() {
        Some(StatusWord::Infeasible) => return "No plan keeps every promise".to_owned(),
        Some(StatusWord::Stopped) if told.value().is_none() => {
            return "The search stopped before it found a plan".to_owned();
        }
        Some(_) | None => {}
    }
    if told.plan().is_none() {
        return match (told.sensitivity(), told.alternatives()) {
            (Some(_), _) => "How far the recommendation can be trusted".to_owned(),
            (None, Some(_)) => "Plans that are nearly as good".to_owned(),
            (None, None) if told.comparison().is_some() => "Options side by side".to_owned(),
            (None, None) => "The model and its evidence".to_owned(),
        };
    }
    let moves = told.moves();
    if moves.is_empty() {
        return "Leave everything as it is: no move would do better".to_owned();
    }
    let (takers, givers) = ends(told, &moves);
    match (takers.is_empty(), givers.is_empty()) {
        (true, _) => format!("Take from {}", list(&givers)),
        (false, true) => format!("Put what is unused into {}", list(&takers)),
        (false, false) => format!("Put more into {}", list(&takers)),
    }
}

/// The practices that receive most, and those that give most and are not among them.
fn ends(told: &Told, moves: &[&MoveRecord]) -> (Vec<String>, Vec<String>) {
    let mut takers = largest(told, moves, |row| row.to.as_deref());
    let mut givers = largest(told, moves, |row| row.from.as_deref());
    takers.truncate(NAMED);
    givers.retain(|name| !takers.contains(name));
    givers.truncate(NAMED);
    (takers, givers)
}

/// The practices at one end of `moves`, the one with the largest shares of pools first.
fn largest<'m>(
    told: &Told,
    moves: &[&'m MoveRecord],
    end: impl Fn(&'m MoveRecord) -> Option<&'m str>,
) -> Vec<String> {
    let mut sums: BTreeMap<&str, f64> = BTreeMap::new();
    let pools = told.plan().map_or(&[][..], |plan| plan.pools.as_slice());
    for row in moves {
        let all: f64 = pools
            .iter()
            .filter(|pool| pool.resource == row.resource)
            .map(|pool| pool.amount)
            .sum();
        if let Some(activity) = end(row)
            && all > 0.0
        {
            *sums.entry(practice_of(activity)).or_default() += row.amount / all;
        }
    }
    // A practice that gives in one place and receives in another counts by what is left of it.
    let mut sums: Vec<(&str, f64)> = sums.into_iter().collect();
    sums.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    sums.into_iter()
        .map(|(practice, _)| short(&told.book.practice(practice)))
        .collect()
}

/// What moves and what that gains, each in a sentence.
pub(super) fn lead(told: &Told) -> Vec<String> {
    if told.plan().and_then(|plan| plan.value.as_ref()).is_none() {
        let compared = told.comparison().filter(|_| told.plan().is_none());
        let compared = compared.map(compare::headline).unwrap_or_default();
        return closed(told).into_iter().chain(compared).collect();
    }
    [moved(told), gained(told)].into_iter().flatten().collect()
}

/// What the plan closes, where the plan itself is not among the results.
fn closed(told: &Told) -> Option<String> {
    let value = told.value()?;
    Some(format!(
        "The recommended plan closes {} of the gaps between today and the targets. Name the result of `trefoil recommend` too, to see the plan.",
        percent(value.share_of_gap_closed, 2)
    ))
}

fn moved(told: &Told) -> Option<String> {
    let plan = told.plan()?;
    let moves = told.moves();
    if moves.is_empty() {
        return None;
    }
    let mut sums: BTreeMap<&str, (&str, &str, f64, f64, f64)> = BTreeMap::new();
    for row in &moves {
        let sum =
            sums.entry(&row.resource)
                .or_insert((&row.resource_name, &row.unit, 0.0, 0.0, 0.0));
        let amount = row.amount + row.switching_cost;
        sum.2 += amount;
        if row.from.is_none() {
            sum.3 += amount;
        }
        if row.to.is_none() {
            sum.4 += amount;
        }
    }
    let mut amounts: Vec<(bool, String)> = sums
        .iter()
        .map(|(resource, (name, unit, moved, unused, freed))| {
            let all: f64 = plan
                .pools
                .iter()
                .filter(|pool| pool.resource == **resource)
                .map(|pool| pool.amount)
                .sum();
            let style = told.book.unit(unit);
            let is_money = matches!(style, UnitStyle::Money(_));
            let what = if is_money {
                String::new()
            } else {
                format!(" of {}", plain(name).to_lowercase())
            };
            let unused = if style.reads_nothing(*unused) {
                String::new()
            } else {
                format!(", {} of it unused today", style.amount(*unused))
            };
            let freed = if style.reads_nothing(*freed) {
                String::new()
            } else {
                format!(", {} of it freed with no new use", style.amount(*freed))
            };
            let share = if all > 0.0 {
                format!(" ({}{unused}{freed})", percent(moved / all, 2))
            } else {
                String::new()
            };
            (!is_money, format!("{}{what}{share}", style.amount(*moved)))
        })
        .collect();
    amounts.sort_by_key(|(later, _)| *later);
    let amounts: Vec<String> = amounts.into_iter().map(|(_, words)| words).collect();
    let (takers, givers) = ends(told, &moves);
    let from = if takers.is_empty() || givers.is_empty() {
        String::new()
    } else {
        format!(" Most is taken from {}.", list(&givers))
    };
    Some(format!(
        "Each year {} would move, of what partners hold already.{from}",
        list(&amounts),
    ))
}

fn gained(told: &Told) -> Option<String> {
    let all = change::all(told);
    let changing = |row: &&IndicatorChanges| row.all.changes() && row.all.gain().0.abs() > NOISE;
    let (mut better, mut worse): (Vec<_>, Vec<_>) = all
        .iter()
        .filter(changing)
        .partition(|row| row.all.gain().0 > 0.0);
    // People first, and the most of them.
    let by_people = |a: &&IndicatorChanges, b: &&IndicatorChanges| {
        (b.is_people(), b.all.gain().0.abs())
            .partial_cmp(&(a.is_people(), a.all.gain().0.abs()))
            .unwrap_or(std::cmp::Ordering::Equal)
            .then_with(|| a.name.cmp(b.name))
    };
    better.sort_by(by_people);
    worse.sort_by(by_people);
    let told_in_words = |rows: &[&IndicatorChanges]| -> String {
        let words: Vec<String> = rows
            .iter()
            .take(NAMED)
            .map(|row| {
                format!(
                    "{} {} ({})",
                    row.name,
                    row.gain_words(),
                    row.all.range_words()
                )
            })
            .collect();
        list(&words)
    };
    let gains = match (better.is_empty(), worse.is_empty()) {
        (true, true) => return None,
        (true, false) => String::new(),
        (false, _) => format!(
            "Expected against today, with 90% ranges: {}{}.",
            told_in_words(&better),
            more(better.len())
        ),
    };
    let losses = if worse.is_empty() {
        String::new()
    } else {
        format!(
            " It costs something too: {}{}.",
            told_in_words(&worse),
            more(worse.len())
        )
    };
    Some(format!("{gains}{losses}").trim().to_owned())
}

fn more(all: usize) -> String {
    if all > NAMED {
        format!(", and {} more", count(all - NAMED, "indicator"))
    } else {
        String::new()
    }
}
