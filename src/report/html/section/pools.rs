//! Pools: how much moves, what limits it, and what a step more or less is worth.

use maud::html;

use super::Section;
use crate::report::html::chart::{Scale, row};
use crate::report::html::name::plain;
use crate::report::html::table::{Cell, chart, drawing, number, numbers, table, text, words};
use crate::report::html::told::Told;
use crate::report::number::{count, whole_percent};
use crate::report::record::{MarginalRecord, PoolRecord};

/// The section.
pub(super) fn section(told: &Told) -> Option<Section> {
    let plan = told
        .plan()
        .filter(|plan| plan.value.is_some() && !plan.pools.is_empty())?;
    let used_up = plan.pools.iter().filter(|row| row.amount_binds).count();
    let at_limit = plan
        .pools
        .iter()
        .filter(|row| told.is_at_move_limit(row))
        .count();
    let scale = Scale::around([0.0, 1.0], 2, true);
    let marginal: Vec<&MarginalRecord> = told
        .sensitivity()
        .and_then(|result| result.marginal.as_ref())
        .into_iter()
        .flatten()
        .collect();
    Some(Section {
        id: "pools",
        title: "What limits the plan",
        message: format!(
            "Of {}, {used_up} are used up and {at_limit} give as much as may be taken from what they pay for today.",
            count(plan.pools.len(), "pool"),
        ),
        body: html! {
            p.key { "In each row the frame is the whole pool, the bar is what is taken from activities, and the line is what may be taken. What is unused today and put to use counts as moved in the asks, and stands in a column of its own here: no limit on taking holds for it." }
            (table(
                "Pools",
                &[
                    words("Pool"),
                    chart("Taken", &row::axis(scale, "share of the pool", whole_percent)),
                    numbers("Has", "a year"),
                    numbers("Taken", "from activities"),
                    numbers("May be taken", ""),
                    numbers("Unused today", "put to use"),
                    numbers("Unused", "in the plan"),
                    words("Reached"),
                    numbers("A step more", "closes, of all gaps"),
                    numbers("A step less", "opens, of all gaps"),
                ],
                plan.pools.iter().map(|pool| cells(told, pool, &marginal, scale)).collect(),
            ))
            p.note { "A step is 10,000 of money, 1 FTE, or 100 of anything else. Within gap: too little for the searches to tell. " (told.any_amounts_words().unwrap_or_default()) }
        },
    })
}

fn cells(told: &Told, pool: &PoolRecord, marginal: &[&MarginalRecord], scale: Scale) -> Vec<Cell> {
    let unit = told.book.unit(&pool.unit);
    let name = format!(
        "{} ({}) of {}",
        plain(&pool.resource_name),
        pool.pool,
        plain(&pool.partner_name)
    );
    let part = |value: f64| {
        if pool.amount > 0.0 {
            value / pool.amount
        } else {
            0.0
        }
    };
    let words = format!(
        "{name}: {} of {} is taken, {} may be",
        unit.amount(pool.moved),
        unit.amount(pool.amount),
        unit.amount(pool.may_move)
    );
    let limit = match (pool.amount_binds, told.is_at_move_limit(pool)) {
        (true, true) => "all is in use; no more may be taken",
        (true, false) => "all is in use",
        (false, true) => "no more may be taken",
        (false, false) => "neither",
    };
    let put_to_use: f64 = told
        .plan()
        .into_iter()
        .flat_map(|plan| &plan.moves)
        .filter(|row| row.pool == pool.pool && row.from.is_none())
        .map(|row| row.amount + row.switching_cost)
        .sum();
    let worth = marginal.iter().find(|row| row.pool == pool.pool);
    let step = told.book.step(&pool.unit);
    let shares = told.shares();
    let of = |value: Option<f64>, noise: f64, none: &str| match value {
        Some(value) => number(value, shares.told(value * step, noise * step)),
        None => text(none),
    };
    let (more, less) = match worth {
        Some(row) => (
            of(row.right, row.noise, "no plan"),
            of(row.left, row.noise, "no plan"),
        ),
        None => (
            of(
                pool.marginal_value.or(pool.resolved_value),
                0.0,
                "not asked",
            ),
            text("not asked"),
        ),
    };
    vec![
        text(&name),
        drawing(row::within(
            scale,
            part(pool.moved),
            part(pool.may_move),
            1.0,
            &words,
        )),
        number(pool.amount, unit.amount(pool.amount)),
        number(pool.moved, unit.amount(pool.moved)),
        number(pool.may_move, unit.amount(pool.may_move)),
        number(put_to_use, unit.amount(put_to_use)),
        number(pool.unallocated, unit.amount(pool.unallocated)),
        text(limit),
        more,
        less,
    ]
}
