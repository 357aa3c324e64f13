//! Sensitivity as rows.

use std::collections::BTreeMap;

use super::recommend::{infeasibility_record, value_record};
use super::{PARTICIPANTS, activities, trust};
use crate::domain::{
    Frontier, Limitation, LimitationPrice, Marginal, Model, Recommendation, Refusal, Replacement,
    Sensitivity, Swing, UncertainFigure,
};
use crate::report::names::Names;
use crate::report::record::{
    FigureRecord, FrontierPointRecord, FrontierRecord, LimitationGainRecord, LimitationRecord,
    LoserRecord, MarginalRecord, RefusalRecord, ReplacementRecord, SensitivityResult, SwingRecord,
    plain,
};

impl SensitivityResult {
    /// The rows of `sensitivity`, which is about `recommendation`, with the names and units of `model`.
    #[must_use]
    pub fn new(model: &Model, recommendation: &Recommendation, sensitivity: &Sensitivity) -> Self {
        let names = Names::new(model);
        let unit = sensitivity.unit;
        let now: BTreeMap<&str, f64> = sensitivity
            .figures
            .iter()
            .map(|figure| (figure.path.as_str(), figure.value))
            .collect();
        SensitivityResult {
            status: recommendation.status.into(),
            interrupted: sensitivity.interrupted,
            value: recommendation.value.as_ref().map(value_record),
            figures: sensitivity.figures.iter().map(figure_record).collect(),
            montecarlo: sensitivity
                .montecarlo
                .as_ref()
                .map(|drawn| trust::montecarlo_record(names, drawn, unit)),
            moves_hold: sensitivity
                .holds
                .as_ref()
                .map(|moves| trust::moves_hold(names, moves, |path| now.get(path).copied())),
            tornado: rows(sensitivity.tornado.as_ref(), |row| swing_record(row, unit)),
            frontier: rows(sensitivity.frontier.as_ref(), |row| {
                frontier_record(names, row, unit)
            }),
            marginal: rows(sensitivity.marginal.as_ref(), |row| {
                marginal_record(names, row, unit)
            }),
            rules: rows(sensitivity.rules.as_ref(), |row| {
                limitation_record(names, row, unit)
            }),
            refusals: rows(sensitivity.refusals.as_ref(), |row| {
                refusal_record(names, row, unit)
            }),
            replacement: rows(sensitivity.replacement.as_ref(), |row| {
                replacement_record(names, row, unit)
            }),
            infeasibility: recommendation
                .infeasibility
                .as_ref()
                .map(infeasibility_record),
        }
    }
}

/// The rows of what was asked for, in the order given.
fn rows<T, R>(asked: Option<&Vec<T>>, row: impl Fn(&T) -> R) -> Option<Vec<R>> {
    asked.map(|list| list.iter().map(row).collect())
}

fn figure_record(figure: &UncertainFigure) -> FigureRecord {
    FigureRecord {
        path: figure.path.clone(),
        basis: figure.basis.map(Into::into),
        origin: figure.origin.into(),
        value: plain(figure.value),
        low: plain(figure.low),
        high: plain(figure.high),
    }
}

fn swing_record(row: &Swing, unit: &str) -> SwingRecord {
    let figure = &row.figure;
    SwingRecord {
        path: figure.path.clone(),
        basis: figure.basis.map(Into::into),
        origin: figure.origin.into(),
        value: plain(figure.value),
        low: plain(figure.low),
        high: plain(figure.high),
        best_at_low: plain(row.best.0),
        best_at_high: plain(row.best.1),
        plan_at_low: plain(row.plan.0),
        plan_at_high: plain(row.plan.1),
        unit: unit.to_owned(),
        moves_lost_at_low: row.moves_lost.0,
        moves_lost_at_high: row.moves_lost.1,
        gap: plain(row.gap),
    }
}

fn frontier_record(names: Names, row: &Frontier, unit: &str) -> FrontierRecord {
    FrontierRecord {
        resource: row.resource.to_string(),
        resource_name: names.resource(&row.resource),
        resource_unit: row.unit.clone(),
        exact: row.exact,
        distance: row.distance.map(plain),
        unit: unit.to_owned(),
        points: row
            .points
            .iter()
            .map(|point| {
                let (grow, grow_names) = activities(names, &point.grow);
                let (dropped, dropped_names) = activities(names, &point.dropped);
                FrontierPointRecord {
                    resource: row.resource.to_string(),
                    more: plain(point.more),
                    more_unit: row.unit.clone(),
                    value: plain(point.value),
                    bound: plain(point.bound),
                    unit: unit.to_owned(),
                    next: point.next.map(plain),
                    next_unit: format!("{unit} per {}", row.unit),
                    grow,
                    grow_names,
                    dropped,
                    dropped_names,
                }
            })
            .collect(),
    }
}

fn marginal_record(names: Names, row: &Marginal, unit: &str) -> MarginalRecord {
    let resource = names.resource_of(&row.pool);
    MarginalRecord {
        pool: row.pool.to_string(),
        partner: row.partner.to_string(),
        partner_name: names.partner(&row.partner),
        resource: resource.map(ToString::to_string),
        resource_name: resource.map(|id| names.resource(id)),
        amount: plain(row.amount),
        step: plain(row.step),
        unit: row.unit.clone(),
        price: row.price.map(plain),
        left: row.left.map(plain),
        right: row.right.map(plain),
        noise: plain(row.noise),
        marginal_unit: format!("{unit} per {}", row.unit),
    }
}

fn limitation_record(names: Names, row: &LimitationPrice, unit: &str) -> LimitationRecord {
    let limitation = row.limitation.clone().into();
    let id = match &row.limitation {
        Limitation::Rule(id) => id.to_string(),
        Limitation::Restrictions(id) | Limitation::Locks(id) | Limitation::MoveLimit(id) => {
            id.to_string()
        }
    };
    LimitationRecord {
        limitation,
        words: row.words.clone(),
        price: row.price.map(plain),
        noise: plain(row.noise),
        unit: unit.to_owned(),
        gains: row
            .indicators
            .iter()
            .map(|(indicator, gain)| LimitationGainRecord {
                limitation,
                id: id.clone(),
                indicator: indicator.to_string(),
                indicator_name: names.indicator(indicator),
                gain: plain(*gain),
                gain_unit: Names::gain_unit(names.unit_of(indicator)).to_owned(),
            })
            .collect(),
        id,
    }
}

fn refusal_record(names: Names, row: &Refusal, unit: &str) -> RefusalRecord {
    let (stops, stops_names) = activities(names, &row.stops);
    RefusalRecord {
        partner: row.partner.to_string(),
        partner_name: names.partner(&row.partner),
        loss: row.loss.map(plain),
        noise: plain(row.noise),
        unit: unit.to_owned(),
        stops,
        stops_names,
        losers: row
            .losers
            .iter()
            .map(|(indicator, place, loss)| LoserRecord {
                partner: row.partner.to_string(),
                indicator: indicator.to_string(),
                indicator_name: names.indicator(indicator),
                place: place.to_string(),
                place_name: names.place(place),
                loss: plain(*loss),
                gain_unit: Names::gain_unit(names.unit_of(indicator)).to_owned(),
            })
            .collect(),
    }
}

fn replacement_record(names: Names, row: &Replacement, unit: &str) -> ReplacementRecord {
    let (instead, instead_names) = activities(names, &row.instead);
    ReplacementRecord {
        activity: row.activity.to_string(),
        activity_name: names.activity(&row.activity),
        plan: plain(row.plan),
        plan_unit: PARTICIPANTS.to_owned(),
        cost: row.cost.map(plain),
        noise: plain(row.noise),
        unit: unit.to_owned(),
        instead,
        instead_names,
    }
}
