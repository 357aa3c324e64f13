//! Why no plan exists: an irreducible set of clashing limits, and a cheapest way out.
//!
//! First every rule may be broken at a price (an elastic program; Chinneck 2008): its least total breach
//! is above zero exactly where no plan exists, which the bound from its multipliers proves, and is a
//! cheapest relaxation. The limits that carry a multiplier there clash; a deletion filter then drops
//! each that the others do without. Capacities, restrictions and needs stay as they are throughout. With
//! integers the bound of the search is the proof, and every limit is tried by the filter.

mod clash;

use super::backend::{Backend, Limits, Outcome, start};
use super::bound::upper_bound;
use super::formulation::{ColumnKey, Problem, RowKey};
use super::instance::{Demand, Instance};
use super::lp::Lp;
use crate::domain::{Clash, Infeasibility, Relaxation};
use clash::clash;

/// Breach, in scaled units of a row, below which a rule counts as kept.
const LEAST_BREACH: f64 = 1e-7;
/// Multiplier below which a limit takes no part.
const LEAST_DUAL: f64 = 1e-9;
/// Gain by which a program may be better than the exact one, per person, where a limit is quoted.
const EXACT_GAIN: f64 = 1e-10;
/// Share of a row's scale by which a quoted limit is on the safe side, so that it holds when typed back.
const QUOTED_MARGIN: f64 = 1e-6;
/// Rounds of tangents at the floors.
const MOST_ROUNDS: usize = 40;

/// What an elastic program found.
struct Elastic {
    /// Least total breach that its multipliers prove, whatever the solver says.
    proved: f64,
    values: Vec<f64>,
    /// Multipliers; none with integers.
    duals: Option<Vec<f64>>,
}

/// Explains an infeasible problem; `None` where breaking rules does not help or the solver fails.
#[must_use]
pub fn explain(
    instance: &Instance,
    problem: &Problem,
    backend: &dyn Backend,
    limits: Limits,
) -> Option<Infeasibility> {
    let mut problem = problem.clone();
    // What was ruled out was so with every rule in place.
    for row in 0..problem.rows.len() {
        if matches!(problem.rows[row], RowKey::Impossible(_)) {
            problem.lp.row_lower[row] = f64::NEG_INFINITY;
        }
    }
    let is_rule = |key: &RowKey| {
        matches!(
            key,
            RowKey::Fund { .. } | RowKey::Floor { .. } | RowKey::Total(_)
        )
    };
    let is_pool = |key: &RowKey| matches!(key, RowKey::PoolAmount(_) | RowKey::MoveLimit(_));
    let is_beside = |key: &RowKey| matches!(key, RowKey::Requires { .. } | RowKey::Excludes { .. });
    let rows = |wanted: &dyn Fn(&RowKey) -> bool| -> Vec<usize> {
        let all = 0..problem.rows.len();
        all.filter(|&row| wanted(&problem.rows[row])).collect()
    };
    let (rules, beside, pools) = (rows(&is_rule), rows(&is_beside), rows(&is_pool));
    // Rules with limits first, then rules on what runs; where even without them nothing is possible, a cut
    // pool clashes with what is locked.
    let all_rules = [rules.clone(), beside.clone()].concat();
    let everything = [all_rules.clone(), pools.clone()].concat();
    let (elastic_rows, found) = [rules.clone(), all_rules, everything]
        .into_iter()
        .find_map(|rows| {
            elastic(instance, &mut problem, &rows, backend, limits).map(|found| (rows, found))
        })?;
    // The bound is safe against rounding: anything above nothing is a proof.
    if found.proved <= 0.0 {
        return None;
    }
    let kept_below = LEAST_BREACH.min(found.proved / 2.0);
    // Where pools clash by themselves, no change of a rule helps.
    let relaxations = if elastic_rows.len() == rules.len() {
        relaxations(instance, &problem, &rules, &found.values)
    } else {
        Vec::new()
    };
    let limits_in_question = [rules, beside, pools].concat();
    let takes_part = |&row: &usize| {
        let duals = found.duals.as_ref();
        duals.is_none_or(|duals| duals[row].abs() > LEAST_DUAL)
    };
    let mut clashing = limits_in_question.clone();
    clashing.retain(takes_part);
    let mut candidate = 0;
    while candidate < clashing.len() {
        let without: Vec<usize> = clashing
            .iter()
            .copied()
            .filter(|&row| row != clashing[candidate])
            .collect();
        let lp = drop_rows(instance, &problem, &all_but(&limits_in_question, &without));
        let kept: Vec<usize> = elastic_rows
            .iter()
            .copied()
            .filter(|row| without.contains(row))
            .collect();
        let possible = if kept.is_empty() {
            start(backend, &lp, limits).solve().outcome != Outcome::Infeasible
        } else {
            least_breach(&lp, &problem, &kept, backend, limits) <= kept_below
        };
        if possible {
            candidate += 1;
        } else {
            clashing = without;
        }
    }
    let mut clashes: Vec<Clash> = clashing
        .iter()
        .map(|&row| clash(instance, problem.rows[row]))
        .collect();
    // An exclusion has no row: what funds an excluded activity clashes with it.
    for &row in &clashing {
        if let RowKey::Fund { activity, .. } = problem.rows[row]
            && let Some(rule) = instance.activities[activity].excluded_by
        {
            let (id, excluded) = (&instance.rules[rule].id, &instance.activities[activity].id);
            clashes.push(Clash {
                rule: Some(id.clone()),
                limit: format!("the rule `{id}` excludes {excluded}"),
            });
        }
    }
    Some(Infeasibility {
        clashes,
        relaxations,
    })
}

fn all_but(all: &[usize], kept: &[usize]) -> Vec<usize> {
    all.iter()
        .copied()
        .filter(|row| !kept.contains(row))
        .collect()
}

/// The program without some limits. Without a pool's amount, what depends on how much the pool has goes as
/// far as capacities do.
fn drop_rows(instance: &Instance, problem: &Problem, rows: &[usize]) -> Lp {
    let mut lp = problem.lp.clone();
    let mut unbounded = Vec::new();
    for &row in rows {
        lp.row_lower[row] = f64::NEG_INFINITY;
        lp.row_upper[row] = f64::INFINITY;
        if let RowKey::PoolAmount(pool) = problem.rows[row] {
            unbounded.push(pool);
        }
    }
    if unbounded.is_empty() {
        return lp;
    }
    for (row, &key) in problem.rows.iter().enumerate() {
        if let RowKey::MostScale { activity, segment } = key {
            // Running allows the whole segment, however little the pools could pay for.
            let width = instance.activities[activity].segments[segment].width;
            let runs = problem.column(ColumnKey::Runs(activity));
            for entry in lp.starts[row]..lp.starts[row + 1] {
                if Some(lp.indices[entry]) == runs {
                    lp.values[entry] = -width / problem.row_scales[row];
                }
            }
        }
    }
    for (column, &key) in problem.columns.iter().enumerate() {
        let upper = match key {
            ColumnKey::Participants { activity, segment } => {
                instance.activities[activity].segments[segment].width
            }
            ColumnKey::Flow { pool, class } if unbounded.contains(&pool) => {
                problem.classes[class].most
            }
            ColumnKey::Addition { activity, resource } => {
                let data = &instance.activities[activity];
                let need = data.needs.iter().find(|need| need.resource == resource);
                need.map_or(0.0, |need| need.per_participant * data.capacity + need.idle)
            }
            ColumnKey::Change(cell)
            | ColumnKey::Gain { cell, .. }
            | ColumnKey::Piece { cell, .. } => {
                let largest = instance.largest_change(&instance.cells[cell]);
                if lp.column_lower[column] < 0.0 {
                    lp.column_lower[column] -= largest / problem.column_scales[column];
                }
                largest
            }
            // Every choice is open again.
            ColumnKey::Runs(_) | ColumnKey::Full { .. } => 1.0,
            ColumnKey::Converted { pool, class } if unbounded.contains(&pool) => {
                let to = &problem.classes[class];
                let by = to.converters.iter().find(|&&(of, _)| of == pool);
                by.map_or(0.0, |&(_, conversion)| {
                    to.most / instance.conversions[conversion].rate
                })
            }
            ColumnKey::Flow { .. }
            | ColumnKey::Converted { .. }
            | ColumnKey::Release { .. }
            | ColumnKey::Idle { .. }
            // No program that is asked why it has no plan holds its moves to steps.
            | ColumnKey::Steps(_)
            | ColumnKey::Rest(_)
            | ColumnKey::Last(_)
            | ColumnKey::Asked(_) => continue,
        };
        let upper = upper / problem.column_scales[column];
        // What needs something that no pool may give stays at nothing.
        let blocked = match key {
            ColumnKey::Participants { activity, .. } => {
                let first = ColumnKey::Participants {
                    activity,
                    segment: 0,
                };
                problem
                    .column(first)
                    .is_some_and(|first| problem.lp.column_upper[first] <= 0.0)
            }
            _ => problem.lp.column_upper[column] <= 0.0,
        };
        if !blocked {
            lp.column_upper[column] = lp.column_upper[column].max(upper);
        }
    }
    lp
}

/// Breach columns for `rows`: each adds to a row that must be at least, takes from one that must be at most.
fn with_breaches(lp: &Lp, rows: &[usize]) -> Lp {
    let mut elastic = Lp::new();
    for column in 0..lp.columns() {
        elastic.add_column(0.0, lp.column_lower[column], lp.column_upper[column]);
    }
    elastic.integers.clone_from(&lp.integers);
    let breaches: Vec<(usize, usize)> = rows
        .iter()
        .map(|&row| (row, elastic.add_column(-1.0, 0.0, largest_breach(lp, row))))
        .collect();
    for row in 0..lp.rows() {
        let mut entries: Vec<(usize, f64)> = lp.row(row).collect();
        if let Some(&(_, column)) = breaches.iter().find(|&&(of, _)| of == row) {
            entries.push((
                column,
                if lp.row_lower[row].is_finite() {
                    1.0
                } else {
                    -1.0
                },
            ));
        }
        elastic.add_row(super::lp::LpRow {
            lower: lp.row_lower[row],
            upper: lp.row_upper[row],
            entries,
        });
    }
    elastic
}

/// Most that any point within the column bounds can break a row by.
fn largest_breach(lp: &Lp, row: usize) -> f64 {
    let reach: f64 = lp
        .row(row)
        .map(|(column, value)| {
            (value * lp.column_lower[column])
                .abs()
                .max((value * lp.column_upper[column]).abs())
        })
        .sum();
    let side = if lp.row_lower[row].is_finite() {
        lp.row_lower[row]
    } else {
        lp.row_upper[row]
    };
    reach + side.abs() + 1.0
}

fn least_breach(
    lp: &Lp,
    problem: &Problem,
    rows: &[usize],
    backend: &dyn Backend,
    limits: Limits,
) -> f64 {
    let elastic = with_breaches(lp, rows);
    let solution = start(backend, &elastic, limits).solve();
    match (solution.outcome, solution.values) {
        (Outcome::Optimal, Some(values)) => values[problem.lp.columns()..].iter().sum(),
        // Infeasible although the rules in question may be broken: the others clash without them.
        (Outcome::Infeasible, _) => f64::INFINITY,
        _ => 0.0,
    }
}

/// The least breach of `rows`, with tangents added at floors until their gains are exact enough to quote.
fn elastic(
    instance: &Instance,
    problem: &mut Problem,
    rows: &[usize],
    backend: &dyn Backend,
    limits: Limits,
) -> Option<Elastic> {
    if rows.is_empty() {
        return None;
    }
    for _ in 0..MOST_ROUNDS {
        let lp = with_breaches(&problem.lp, rows);
        let solution = start(backend, &lp, limits).solve();
        let (Outcome::Optimal, Some(values)) = (solution.outcome, solution.values) else {
            return None;
        };
        let mut added = false;
        for rule in &instance.rules {
            let Demand::Floor(floors) = &rule.demand else {
                continue;
            };
            for &cell in floors.iter().flat_map(|(cells, _)| cells) {
                let data = &instance.cells[cell];
                let change = problem.change(&values, cell);
                let over = problem.gain(&values, cell) - instance.overlap(data, change);
                if problem.has_cell(cell)
                    && change > 0.0
                    && over > EXACT_GAIN * data.people.max(1.0)
                {
                    let _row = problem.add_tangent(instance, cell, change);
                    added = true;
                }
            }
        }
        if !added {
            let duals = solution.duals;
            let bound = match (&duals, solution.tree) {
                (Some(duals), _) => upper_bound(&lp, duals),
                (None, tree) => tree?.bound,
            };
            let proved = -bound;
            return Some(Elastic {
                proved,
                values,
                duals,
            });
        }
    }
    None
}

/// The rules that the elastic program breaks, with the limit that can be kept.
fn relaxations(
    instance: &Instance,
    problem: &Problem,
    rules: &[usize],
    values: &[f64],
) -> Vec<Relaxation> {
    rules
        .iter()
        .enumerate()
        .filter_map(|(position, &row)| {
            let scaled = values[problem.lp.columns() + position];
            let breach = (scaled + QUOTED_MARGIN) * problem.row_scales[row];
            (scaled > LEAST_BREACH)
                .then(|| relaxation(instance, problem.rows[row], breach))
                .flatten()
        })
        .collect()
}

fn relaxation(instance: &Instance, key: RowKey, breach: f64) -> Option<Relaxation> {
    let people = || "participants".to_owned();
    let (rule, limit, relaxed, unit) = match key {
        RowKey::Fund { rule, activity } => {
            let Demand::Fund(floors) = &instance.rules[rule].demand else {
                return None;
            };
            let limit = floors.iter().find(|&&(of, _)| of == activity)?.1;
            (rule, limit, limit - breach, people())
        }
        RowKey::Floor { rule, part } => {
            let Demand::Floor(floors) = &instance.rules[rule].demand else {
                return None;
            };
            let (cells, limit) = floors.get(part)?;
            let cell = &instance.cells[*cells.first()?];
            let points = cell.points_per_person / cell.people;
            let unit = format!(
                "points for {} at {}, {}",
                cell.indicator, cell.place, cell.group
            );
            (rule, limit * points, (limit - breach) * points, unit)
        }
        RowKey::Total(rule) => match &instance.rules[rule].demand {
            Demand::Participants {
                at_least, limit, ..
            } => (rule, *limit, moved(*limit, breach, *at_least), people()),
            Demand::Amount {
                at_least,
                limit,
                resource,
                ..
            } => (
                rule,
                *limit,
                moved(*limit, breach, *at_least),
                instance.resources[*resource].to_string(),
            ),
            Demand::Activities {
                at_least, limit, ..
            } => (
                rule,
                *limit,
                moved(*limit, breach, *at_least),
                "activities".to_owned(),
            ),
            Demand::Fund(_)
            | Demand::Exclude(_)
            | Demand::Floor(_)
            | Demand::Requires(_)
            | Demand::Excludes(_) => return None,
        },
        _ => return None,
    };
    Some(Relaxation {
        rule: instance.rules[rule].id.clone(),
        limit,
        relaxed,
        unit,
    })
}

fn moved(limit: f64, breach: f64, at_least: bool) -> f64 {
    if at_least {
        limit - breach
    } else {
        limit + breach
    }
}
