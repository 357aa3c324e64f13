//! A rule holds the gain of an indicator, for each place and group it is about.
//!
//! Σ_τ y_{i,s,g,τ} ≥ limit points × n (FORMULATION 5). The sum over arrival years is the lasting change
//! of the indicator where the plan is kept up, see the rule's resolution. Tangents hold y from above
//! only, so they are added at these cells until the exact gain keeps the floor.

use super::{Problem, RowKey};
use crate::engine::instance::{Demand, Instance};

pub(super) fn add(problem: &mut Problem, instance: &Instance) {
    for (rule, data) in instance.rules.iter().enumerate() {
        let Demand::Floor(floors) = &data.demand else {
            continue;
        };
        for (part, (cells, least)) in floors.iter().enumerate() {
            let entries: Vec<(usize, f64)> = cells
                .iter()
                .flat_map(|&cell| problem.gain_entries(cell))
                .collect();
            let scale = instance.floor_size(cells, *least);
            problem.add_row(
                RowKey::Floor { rule, part },
                scale,
                *least,
                f64::INFINITY,
                entries,
            );
        }
    }
}
