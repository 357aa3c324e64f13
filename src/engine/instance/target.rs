//! Levels and targets with higher better: direction, ceiling and the default target.

use std::collections::BTreeMap;

use super::reach::Populations;
use crate::domain::{Baseline, Direction, Indicator, IndicatorId, Model, Unit};

/// Best value that can be reached, in indicator units and raw direction; percent always has one.
pub(super) fn ceiling(indicator: &Indicator) -> Option<f64> {
    indicator.ceiling.map(crate::domain::Finite::get).or(
        match (indicator.unit, indicator.direction) {
            (Unit::Percent, Direction::Increase) => Some(100.0),
            (Unit::Percent, Direction::Decrease) => Some(0.0),
            _ => None,
        },
    )
}

/// Best baseline of each indicator over the places and groups that count, in its raw direction.
///
/// A group that is reported only sets no target, since it must not change the plan.
pub(super) fn best_baselines<'a>(
    model: &'a Model,
    populations: &Populations<'_>,
) -> BTreeMap<&'a IndicatorId, f64> {
    let mut best: BTreeMap<&IndicatorId, f64> = BTreeMap::new();
    let counted = model.tables().baselines.iter();
    for row in counted.filter(|row| populations.counts(row)) {
        let Some(indicator) = model.indicator(&row.indicator) else {
            continue;
        };
        let value = row.baseline.get();
        best.entry(&row.indicator)
            .and_modify(|known| {
                if (value - *known) * indicator.direction.sign() > 0.0 {
                    *known = value;
                }
            })
            .or_insert(value);
    }
    best
}

/// Target of a baseline row and whether it was filled in: halfway to the best place or group that counts, and
/// never worse than today.
pub(super) fn target(
    model: &Model,
    row: &Baseline,
    best: &BTreeMap<&IndicatorId, f64>,
) -> (f64, bool) {
    if let Some(target) = row.target {
        return (target.get(), false);
    }
    let baseline = row.baseline.get();
    let sign = model
        .indicator(&row.indicator)
        .map_or(1.0, |row| row.direction.sign());
    let behind = best.get(&row.indicator).map_or(0.0, |best| best - baseline);
    let halfway = if behind * sign > 0.0 {
        behind / 2.0
    } else {
        0.0
    };
    (baseline + halfway, true)
}
