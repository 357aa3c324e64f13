//! Columns and rows as they are called in text.

use std::fmt;

use super::{ColumnKey, Problem, RowKey};
use crate::engine::instance::{CellIndex, Instance};

/// A column or row as it is called in text, by the ids of the model.
pub struct Label<'a, K>(pub &'a Instance, pub &'a Problem, pub K);

impl fmt::Display for Label<'_, ColumnKey> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Label(instance, problem, key) = self;
        match *key {
            ColumnKey::Participants { activity, segment } => {
                write!(
                    f,
                    "participants[{},{segment}]",
                    instance.activities[activity].id
                )
            }
            ColumnKey::Runs(activity) => write!(f, "runs[{}]", instance.activities[activity].id),
            ColumnKey::Full { activity, stretch } => {
                write!(f, "full[{},{stretch}]", instance.activities[activity].id)
            }
            ColumnKey::Converted { pool, class } => {
                write!(
                    f,
                    "converted[{},{}]",
                    instance.pools[pool].id,
                    problem.classes[class].name(instance)
                )
            }
            ColumnKey::Release { pool, activity } => {
                write!(
                    f,
                    "release[{},{}]",
                    instance.pools[pool].id, instance.activities[activity].id
                )
            }
            ColumnKey::Addition { activity, resource } => {
                write!(
                    f,
                    "addition[{},{}]",
                    instance.activities[activity].id, instance.resources[resource]
                )
            }
            ColumnKey::Idle { activity, resource } => {
                write!(
                    f,
                    "idle[{},{}]",
                    instance.activities[activity].id, instance.resources[resource]
                )
            }
            ColumnKey::Flow { pool, class } => {
                write!(
                    f,
                    "flow[{},{}]",
                    instance.pools[pool].id,
                    problem.classes[class].name(instance)
                )
            }
            ColumnKey::Change(cell) => write!(f, "change[{}]", cell_name(instance, cell)),
            ColumnKey::Piece { cell, piece } => {
                write!(f, "piece[{},{piece}]", cell_name(instance, cell))
            }
            ColumnKey::Gain { cell, piece } => {
                write!(f, "gain[{},{piece}]", cell_name(instance, cell))
            }
            ColumnKey::Steps(index) => write!(f, "steps[{index}]"),
            ColumnKey::Rest(index) => write!(f, "rest[{index}]"),
            ColumnKey::Last(index) => write!(f, "last[{index}]"),
            ColumnKey::Asked(index) => write!(f, "asked[{index}]"),
        }
    }
}

impl fmt::Display for Label<'_, RowKey> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Label(instance, problem, key) = self;
        match *key {
            RowKey::Need { activity, resource } => {
                write!(
                    f,
                    "need[{},{}]",
                    instance.activities[activity].id, instance.resources[resource]
                )
            }
            RowKey::Class(class) => write!(f, "class[{}]", problem.classes[class].name(instance)),
            RowKey::PoolAmount(pool) => write!(f, "pool_amount[{}]", instance.pools[pool].id),
            RowKey::MoveLimit(pool) => write!(f, "move_limit[{}]", instance.pools[pool].id),
            RowKey::Benefit(cell) => write!(f, "benefit[{}]", cell_name(instance, cell)),
            RowKey::Overlap { cell, tangent } => {
                write!(f, "overlap[{},{tangent}]", cell_name(instance, cell))
            }
            RowKey::Fund { rule, activity } => {
                write!(
                    f,
                    "fund[{},{}]",
                    instance.rules[rule].id, instance.activities[activity].id
                )
            }
            RowKey::Floor { rule, part } => write!(f, "floor[{},{part}]", instance.rules[rule].id),
            RowKey::Total(rule) => write!(f, "total[{}]", instance.rules[rule].id),
            RowKey::MostScale { activity, segment } => write!(
                f,
                "most_scale[{},{segment}]",
                instance.activities[activity].id
            ),
            RowKey::LeastScale(activity) => {
                write!(f, "least_scale[{}]", instance.activities[activity].id)
            }
            RowKey::Filled { activity, segment } => {
                write!(f, "filled[{},{segment}]", instance.activities[activity].id)
            }
            RowKey::Opened { activity, segment } => {
                write!(f, "opened[{},{segment}]", instance.activities[activity].id)
            }
            RowKey::Requires { rule, part } => {
                write!(f, "requires[{},{part}]", instance.rules[rule].id)
            }
            RowKey::Excludes { rule, part } => {
                write!(f, "excludes[{},{part}]", instance.rules[rule].id)
            }
            RowKey::ConversionCap(index) => {
                let conversion = &instance.conversions[index];
                let [from, to] =
                    [conversion.from, conversion.to].map(|resource| &instance.resources[resource]);
                write!(f, "conversion_cap[{from},{to}]")
            }
            RowKey::Impossible(index) => write!(f, "impossible[{index}]"),
            RowKey::KeepValue => f.write_str("keep_value"),
            RowKey::Given(giver) => write!(f, "given[{giver}]"),
            RowKey::Received(receiver) => write!(f, "received[{receiver}]"),
            RowKey::RestOfMove(index) => write!(f, "rest_of_move[{index}]"),
            RowKey::Emptied(giver) => write!(f, "emptied[{giver}]"),
            RowKey::OneLast(giver) => write!(f, "one_last[{giver}]"),
            RowKey::MostOfMove(index) => write!(f, "most_of_move[{index}]"),
            RowKey::LeastOfMove(index) => write!(f, "least_of_move[{index}]"),
            RowKey::MostMoves(partner) => write!(f, "most_moves[{partner}]"),
        }
    }
}

fn cell_name(instance: &Instance, cell: CellIndex) -> String {
    let cell = &instance.cells[cell];
    format!(
        "{},{},{},{}",
        cell.indicator, cell.place, cell.group, cell.years
    )
}
