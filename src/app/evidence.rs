//! What each effect comes to at each place: the last step of its chain, in the indicator's own terms.

use std::collections::BTreeSet;

use crate::domain::{ChainStep, Effects, Indicator, Model, Place, Share, Step, Unit};
use crate::engine;
pub use crate::evidence::schemes;
use crate::evidence::steps::convert;

/// An effect at a place, per participant and before overlap, reach and fading.
#[derive(Debug, Clone, PartialEq)]
pub struct Conversion {
    /// Position of the effect in [`Effects::all`].
    pub effect: usize,
    /// Position of the baseline row in the model's tables.
    pub baseline: usize,
    /// The effect in the indicator's own terms, positive is better, and how it was reached.
    pub step: ChainStep,
}

/// What the effects come to where the practice is offered, for the groups that count in the value, by effect and
/// then by baseline row.
#[must_use]
pub fn conversions(model: &Model, effects: &Effects) -> Vec<Conversion> {
    let tables = model.tables();
    let counted = engine::counted(model);
    let offered: BTreeSet<_> = tables
        .activities
        .iter()
        .map(|row| (&row.practice, &row.place))
        .collect();
    let mut found = Vec::new();
    for (baseline, row) in tables.baselines.iter().enumerate() {
        let (Some(indicator), Some(place)) =
            (model.indicator(&row.indicator), model.place(&row.place))
        else {
            continue;
        };
        if !counted[baseline] {
            continue;
        }
        let group = model.group(&row.group).map_or("", |group| &group.name);
        let mut practices: Vec<_> = effects
            .all()
            .iter()
            .filter(|effect| effect.indicator == row.indicator)
            .map(|effect| &effect.practice)
            .collect();
        practices.dedup();
        for practice in practices {
            if !offered.contains(&(practice, &row.place)) {
                continue;
            }
            let Some(index) = effects.governing(practice, &row.indicator, &row.place, &row.group)
            else {
                continue;
            };
            let effect = &effects.all()[index];
            let at = At {
                indicator,
                place,
                group,
                today: row.baseline.get(),
                people: row.population.get(),
            };
            found.push(Conversion {
                effect: index,
                baseline,
                step: at.converted(effect, &model.settings().currency),
            });
        }
    }
    found.sort_by_key(|conversion| (conversion.effect, conversion.baseline));
    found
}

/// Where an indicator stands for a group at a place.
struct At<'a> {
    indicator: &'a Indicator,
    place: &'a Place,
    group: &'a str,
    today: f64,
    people: f64,
}

impl At<'_> {
    fn converted(&self, effect: &crate::domain::Effect, currency: &str) -> ChainStep {
        let level = self.indicator.share_over_line(self.today);
        let fidelity = self.place.fidelity.map_or(1.0, Share::get);
        let (mean, slope) = convert(
            effect.scale,
            self.indicator.unit,
            level,
            self.people,
            effect.mean * fidelity,
        );
        let factor = self.indicator.points_per_person();
        let unit = match self.indicator.unit {
            Unit::Percent => "percentage points",
            Unit::Score => "score points",
            Unit::Count => "units",
            Unit::Dollars => "money",
        };
        let per_cent = if self.indicator.unit == Unit::Percent {
            "%"
        } else {
            ""
        };
        let mut told = format!(
            "{}, {}: {}{per_cent} today",
            self.place.name, self.group, self.today
        );
        if unit == "money" {
            told.push_str(&format!(", in {currency}"));
        }
        if self.place.fidelity.is_some() {
            told.push_str(&format!("; fidelity {fidelity}"));
        }
        ChainStep {
            step: Step::Converted,
            study: None,
            mean: mean * factor,
            sd: slope * fidelity * effect.sd * factor,
            unit,
            origin: told,
        }
    }
}
