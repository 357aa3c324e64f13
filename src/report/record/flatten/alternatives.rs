//! Plans that are nearly as good, as rows.

use super::PARTICIPANTS;
use super::recommend::{infeasibility_record, value_record};
use crate::domain::{ActivityRange, Alternatives, Model, Recommendation};
use crate::report::names::Names;
use crate::report::record::{
    ActivityRangeRecord, AlternativesResult, PlanActivityRecord, PlanGainRecord, PlanRecord, plain,
};

impl AlternativesResult {
    /// The rows of `alternatives` to `recommendation`, with the names and units of `model`.
    #[must_use]
    pub fn new(
        model: &Model,
        recommendation: &Recommendation,
        alternatives: &Alternatives,
    ) -> Self {
        let names = Names::new(model);
        AlternativesResult {
            status: recommendation.status.into(),
            interrupted: alternatives.interrupted,
            value: recommendation.value.as_ref().map(value_record),
            tolerance: plain(alternatives.tolerance),
            ranges: alternatives
                .ranges
                .iter()
                .map(|row| range_record(names, row))
                .collect(),
            plans: (1..)
                .zip(&alternatives.plans)
                .map(|(plan, row)| PlanRecord {
                    plan,
                    value: plain(row.value),
                    unit: alternatives.unit.to_owned(),
                    gives_up: plain(row.gives_up),
                    distance: plain(row.distance),
                    activities: alternatives
                        .ranges
                        .iter()
                        .zip(&row.participants)
                        .map(|(range, participants)| PlanActivityRecord {
                            plan,
                            activity: range.activity.to_string(),
                            activity_name: names.activity(&range.activity),
                            participants: plain(*participants),
                            unit: PARTICIPANTS.to_owned(),
                        })
                        .collect(),
                    gains: row
                        .gains
                        .iter()
                        .map(|(indicator, gain)| PlanGainRecord {
                            plan,
                            indicator: indicator.to_string(),
                            indicator_name: names.indicator(indicator),
                            gain: plain(*gain),
                            gain_unit: Names::gain_unit(names.unit_of(indicator)).to_owned(),
                        })
                        .collect(),
                })
                .collect(),
            infeasibility: recommendation
                .infeasibility
                .as_ref()
                .map(infeasibility_record),
        }
    }
}

fn range_record(names: Names, row: &ActivityRange) -> ActivityRangeRecord {
    ActivityRangeRecord {
        activity: row.activity.to_string(),
        practice: row.activity.practice.to_string(),
        practice_name: names.practice(&row.activity.practice),
        place: row.activity.place.to_string(),
        place_name: names.place(&row.activity.place),
        today: plain(row.today),
        plan: plain(row.plan),
        least: plain(row.least),
        most: plain(row.most),
        least_bound: plain(row.least_bound),
        most_bound: plain(row.most_bound),
        unit: PARTICIPANTS.to_owned(),
        necessity: row.necessity.into(),
    }
}
