//! The plan beside more timid and bolder ones: a tenth of the move limit, the limit as it is set, and none.

use super::outcome::Planned;
use super::question::Question;
use super::sample::{frequency, sample};
use crate::app::moved::moved;
use crate::app::watch::{Entry, Step};
use crate::domain::{IndicatorGain, MoveLimit, UnderLimit};
use crate::engine::backend::{Limits, Raw};
use crate::engine::{self, Allocation, EngineOptions, Form, Instance};

/// Part of the set limit that small moves keep to.
const SMALL: f64 = 0.1;

/// A plan under a limit.
struct Column {
    limit: MoveLimit,
    factor: Option<f64>,
    instance: Instance,
    plan: Allocation,
    value: f64,
    bound: f64,
}

/// The plans under the three limits, each over the same draws; `None` where one of them was not found.
///
/// The plan as set is the recommended one, its moves in steps; the other two are comparisons, in any amounts.
pub(super) fn under_limits(
    question: &Question<'_>,
    seed: u64,
    draws: usize,
) -> Option<Vec<UnderLimit>> {
    let summary = question.recommendation.value.as_ref()?;
    let small = column(question, MoveLimit::Small, Some(SMALL))?;
    let set = Column {
        limit: MoveLimit::AsSet,
        factor: Some(1.0),
        instance: question.base.clone(),
        plan: question.plan.clone(),
        value: summary.plan,
        bound: summary.bound,
    };
    let free = column(question, MoveLimit::Free, None)?;
    let columns = [small, set, free];
    let drawn = drawn(question, &columns, seed, draws)?;
    Some(
        columns
            .iter()
            .enumerate()
            .map(|(index, column)| under(question, column, &drawn, index))
            .collect(),
    )
}

fn column(question: &Question<'_>, limit: MoveLimit, factor: Option<f64>) -> Option<Column> {
    let mut instance = question.base.clone();
    instance.set_move_limit(factor);
    let options = EngineOptions {
        backend: &Raw,
        form: Form::Reduced,
        limits: Limits::default(),
    };
    let mut progress = |progress: engine::Progress| {
        question.runner.step(Step {
            what: "other limits on moves",
            done: progress.rounds,
            of: 0,
        })
    };
    let (result, plan) =
        engine::recommend_plan(question.model, &instance, options, &mut progress).ok()?;
    let value = result.value?;
    Some(Column {
        limit,
        factor,
        plan: plan?,
        instance,
        value: value.plan,
        bound: value.bound,
    })
}

/// By draw and column: the value beyond that of today's allocation there, then the gains by row. `None` where the
/// job was stopped before.
fn drawn(
    question: &Question<'_>,
    columns: &[Column],
    seed: u64,
    draws: usize,
) -> Option<Vec<Vec<Vec<f64>>>> {
    let today = Allocation::today(question.base);
    let keys: Vec<String> = (0..draws).map(|draw| format!("limits/{draw}")).collect();
    let entries = question.runner.run(
        "drawing for other limits",
        &keys,
        || (),
        |(), index| {
            let instance = question.figures.draw(seed, index as u64);
            let carried = |base, plan| {
                let planned = Planned {
                    base,
                    plan,
                    rows: question.rows,
                    others: &[],
                };
                planned.carried(&instance)
            };
            let as_today = carried(question.base, &today).value;
            let values = columns.iter().flat_map(|column| {
                let carried = carried(&column.instance, &column.plan);
                [carried.value - as_today].into_iter().chain(carried.gains)
            });
            Entry {
                key: keys[index].clone(),
                status: "found".to_owned(),
                values: values.collect(),
            }
        },
    );
    let width = 1 + question.rows.keys().count();
    entries
        .into_iter()
        .map(|entry| {
            let values = entry?.values;
            let columns_of: Vec<Vec<f64>> = values.chunks(width).map(<[f64]>::to_vec).collect();
            (values.len() == width * columns.len()).then_some(columns_of)
        })
        .collect()
}

fn under(
    question: &Question<'_>,
    column: &Column,
    drawn: &[Vec<Vec<f64>>],
    index: usize,
) -> UnderLimit {
    let base = question.base;
    let evaluation = column.instance.evaluate(&column.plan.participants);
    let gains = question.rows.gains(&column.instance, &evaluation.gains);
    let of =
        |position: usize| -> Vec<f64> { drawn.iter().map(|draw| draw[index][position]).collect() };
    let values = of(0);
    let better = values.iter().filter(|&&value| value > 0.0).count();
    let bound = column.bound.max(column.value);
    UnderLimit {
        limit: column.limit,
        factor: column.factor,
        value: column.value,
        bound,
        gap: (bound - column.value) / column.instance.scale(column.value),
        share_of_gap_closed: column.instance.share_of_gap_closed(&evaluation.gains),
        better_than_today: frequency(better, values.len()),
        moved: moved(question.model, &column.instance, &column.plan),
        gains: question
            .rows
            .keys()
            .enumerate()
            .filter(|(_, ((_, group, place), _))| group.is_none() && place.is_none())
            .map(|(position, ((indicator, ..), unit))| IndicatorGain {
                indicator: indicator.clone(),
                unit,
                gain: gains[position],
                range: sample(&of(1 + position)),
            })
            .filter(|row| reached(base, row))
            .collect(),
    }
}

/// Whether anything is expected to move an indicator, or may.
fn reached(base: &Instance, row: &IndicatorGain) -> bool {
    let mut cells = base.cells.iter();
    cells.any(|cell| {
        cell.counted
            && cell.indicator == row.indicator
            && !(cell.terms.is_empty() && cell.doubtful.is_empty())
    })
}
