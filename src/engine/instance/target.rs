//! Levels and targets with higher better: direction, ceiling and the default target.

use std::collections::BTreeMap;

use crate::domain::{Baseline, Direction, Indicator, IndicatorId, Model, Unit};

/// +1 where higher is better, −1 where lower is.
pub(super) fn sign(indicator: &Indicator) -> f64 {
    match indicator.direction {
        Direction::Increase => 1.0,
        Direction::Decrease => -1.0,
    }
}

/// Indicator units per unit of gain and person: 100 for percent, the SD for a score, 1 for a count.
pub(super) fn points_per_person(indicator: &Indicator) -> f64 {
    match indicator.unit {
        Unit::Percent => 100.0,
        Unit::Score => indicator.sd.map_or(1.0, crate::domain::Positive::get),
        Unit::Count | Unit::Dollars => 1.0,
    }
}

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

/// Best baseline of each indicator over places and groups, in its raw direction.
pub(super) fn best_baselines(model: &Model) -> BTreeMap<&IndicatorId, f64> {
    let mut best: BTreeMap<&IndicatorId, f64> = BTreeMap::new();
    for row in &model.tables().baselines {
        let Some(indicator) = model.indicator(&row.indicator) else {
            continue;
        };
        let value = row.baseline.get();
        best.entry(&row.indicator)
            .and_modify(|known| {
                if (value - *known) * sign(indicator) > 0.0 {
                    *known = value;
                }
            })
            .or_insert(value);
    }
    best
}

/// Target of a baseline row and whether it was filled in: halfway to the best place or group.
pub(super) fn target(row: &Baseline, best: &BTreeMap<&IndicatorId, f64>) -> (f64, bool) {
    match row.target {
        Some(target) => (target.get(), false),
        None => {
            let baseline = row.baseline.get();
            let best = best.get(&row.indicator).copied().unwrap_or(baseline);
            (baseline + (best - baseline) / 2.0, true)
        }
    }
}
