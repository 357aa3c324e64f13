//! Move limits, indicators and steps as rows.

use std::collections::BTreeMap;

use crate::domain::{
    CellResult, Direction, IndicatorGain, Model, Move, Recommendation, Steps, UnderLimit, Unit,
};
use crate::report::names::Names;
use crate::report::record::{
    BringsRecord, IndicatorRecord, LimitMovedRecord, MoveLimitRecord, StepLossRecord,
    StepSizeRecord, StepsRecord, UnderLimitRecord, plain,
};

pub(super) fn brings(names: Names, row: &Move) -> Vec<BringsRecord> {
    let brought = |gain: &IndicatorGain| BringsRecord {
        pool: row.pool.to_string(),
        from: row.from.as_ref().map(ToString::to_string),
        to: row.to.as_ref().map(ToString::to_string),
        converted_to: row.converted.as_ref().map(|to| to.resource.to_string()),
        indicator: gain.indicator.to_string(),
        indicator_name: names.indicator(&gain.indicator),
        gain: plain(gain.gain),
        gain_unit: Names::gain_unit(gain.unit).to_owned(),
    };
    row.brings.iter().map(brought).collect()
}

pub(super) fn limits(names: Names, result: &Recommendation) -> Vec<MoveLimitRecord> {
    let unit = result.value.as_ref().map_or("value", |value| value.unit);
    let limits = result.move_limits.iter().flatten();
    limits
        .map(|row| {
            let better = row.better_than_today;
            MoveLimitRecord {
                limit: row.limit.into(),
                factor: row.factor,
                value: plain(row.value),
                bound: plain(row.bound),
                gap: plain(row.gap),
                unit: unit.to_owned(),
                share_of_gap_closed: plain(row.share_of_gap_closed),
                better_than_today: better.map(|better| plain(better.share)),
                better_than_today_low: better.map(|better| plain(better.low)),
                better_than_today_high: better.map(|better| plain(better.high)),
                moved: row
                    .moved
                    .iter()
                    .map(|moved| LimitMovedRecord {
                        limit: row.limit.into(),
                        resource: moved.resource.to_string(),
                        resource_name: names.resource(&moved.resource),
                        amount: plain(moved.amount),
                        unit: moved.unit.clone(),
                    })
                    .collect(),
            }
        })
        .collect()
}

pub(super) fn indicators(
    names: Names,
    model: &Model,
    result: &Recommendation,
) -> Vec<IndicatorRecord> {
    let rows = model.tables().indicators.iter();
    rows.filter_map(|row| {
        let cells: Vec<&CellResult> = result
            .cells
            .iter()
            .filter(|cell| cell.counted && cell.indicator == row.id)
            .collect();
        let first = cells.iter().map(|cell| cell.years).min()?;
        let last = cells.iter().map(|cell| cell.years).max()?;
        // A place and group measures the same people in every arrival year.
        let measured: BTreeMap<_, &&CellResult> = cells
            .iter()
            .map(|cell| ((&cell.place, &cell.group), cell))
            .collect();
        let better_now = |cell: &CellResult| match cell.unit {
            Unit::Percent => {
                let share = match row.direction {
                    Direction::Increase => cell.baseline / 100.0,
                    Direction::Decrease => 1.0 - cell.baseline / 100.0,
                };
                Some(share * cell.population)
            }
            Unit::Score => None,
            Unit::Count | Unit::Dollars => Some(cell.baseline),
        };
        let total = |of: &dyn Fn(&CellResult) -> f64| measured.values().map(|cell| of(cell)).sum();
        Some(IndicatorRecord {
            indicator: row.id.to_string(),
            indicator_name: names.indicator(&row.id),
            goal: row.goal.clone(),
            outcome: row.outcome.clone(),
            unit: row.unit.into(),
            population: plain(total(&|cell| cell.population)),
            today: measured
                .values()
                .map(|cell| better_now(cell))
                .sum::<Option<f64>>()
                .map(plain),
            gap: plain(total(&|cell| cell.gap)),
            gain_unit: Names::gain_unit(row.unit).to_owned(),
            arrives_first: names.cycle().year(first),
            arrives_last: names.cycle().year(last),
            under: result
                .move_limits
                .iter()
                .flatten()
                .filter_map(|limit| under(limit, row.id.as_str()))
                .collect(),
        })
    })
    .collect()
}

fn under(limit: &UnderLimit, indicator: &str) -> Option<UnderLimitRecord> {
    let mut gains = limit.gains.iter();
    let row = gains.find(|row| row.indicator.as_str() == indicator)?;
    Some(UnderLimitRecord {
        indicator: indicator.to_owned(),
        limit: limit.limit.into(),
        gain: plain(row.gain),
        low: row.range.map(|range| plain(range.low)),
        high: row.range.map(|range| plain(range.high)),
        gain_unit: Names::gain_unit(row.unit).to_owned(),
    })
}

pub(super) fn steps(names: Names, steps: &Steps, plan: f64, unit: &str) -> StepsRecord {
    StepsRecord {
        kept: steps.kept,
        most_per_partner: steps.most_per_partner,
        value_before: plain(steps.value_before),
        price: plain(steps.value_before - plan),
        bound: plain(steps.bound),
        unit: unit.to_owned(),
        moves_before: steps.moves_before,
        sizes: steps
            .steps
            .iter()
            .map(|row| StepSizeRecord {
                resource: row.resource.to_string(),
                resource_name: names.resource(&row.resource),
                step: plain(row.step),
                least: plain(row.least),
                unit: row.unit.clone(),
            })
            .collect(),
        losses: steps
            .losses
            .iter()
            .map(|row| StepLossRecord {
                indicator: row.indicator.to_string(),
                indicator_name: names.indicator(&row.indicator),
                loss: plain(row.loss),
                gain_unit: Names::gain_unit(row.unit).to_owned(),
            })
            .collect(),
    }
}
