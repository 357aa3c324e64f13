//! Cells: what each indicator measures where, for whom and when, and what it is worth.

use std::collections::{BTreeMap, BTreeSet};

use super::activity::UsedEffects;
use super::reach::{self, Populations};
use super::target;
use super::{ActivityData, Cell, Term};
use crate::diagnostic::{Diagnostic, Diagnostics, Location, codes};
use crate::domain::{Indicator, IndicatorId, Model, PlaceId, Unit, ValuePer};
use crate::evidence::steps::convert;

/// One point of percent, as a share of people.
const PERCENT_POINT: f64 = 0.01;
/// One point of a score, in SD.
const SCORE_POINT: f64 = 0.02;
/// One point of a count.
const COUNT_POINT: f64 = 1.0;

/// Smallest gain per participant that is kept; below it a term is rounding noise of its conversion.
const LEAST_GAIN: f64 = 1e-12;

/// What the baselines and the effects come to.
pub(super) struct Built {
    /// The cells, by key.
    pub cells: Vec<Cell>,
    /// Indicators that no practice is expected to move.
    pub tracked: Vec<IndicatorId>,
    /// Whether the effect of that position meets any people measured.
    pub arrives: Vec<bool>,
}

/// All cells of the indicators that some practice can move, and the indicators that none can.
///
/// A cell stands for each baseline row that counts and each year in which the expected effect of any activity
/// reaches people of its indicator who count, so that its weights depend neither on the place nor on groups
/// that are reported only. Such a group has those years and its own.
pub(super) fn build(
    model: &Model,
    used: &UsedEffects<'_>,
    activities: &[ActivityData],
    populations: &Populations<'_>,
    findings: &mut Diagnostics,
) -> Built {
    let best = target::best_baselines(model, populations);
    let mut terms: BTreeMap<(usize, u32), (Vec<Term>, Vec<Term>)> = BTreeMap::new();
    let mut arrives = vec![false; used.count()];
    let mut years: BTreeMap<&IndicatorId, BTreeSet<u32>> = BTreeMap::new();
    let mut reported: BTreeMap<usize, BTreeSet<u32>> = BTreeMap::new();
    for (position, row) in model.tables().baselines.iter().enumerate() {
        let Some(indicator) = model.indicator(&row.indicator) else {
            continue;
        };
        let counts = populations.counts(row);
        let level = indicator.share_over_line(row.baseline.get());
        for activity in used.at(&row.place, &row.indicator) {
            let Some(practice) = model.practice(&activities[activity].id.practice) else {
                continue;
            };
            let Some((index, effect)) =
                used.governing(&practice.id, &row.indicator, &row.place, &row.group)
            else {
                continue;
            };
            let fidelity = fidelity(model, &row.place);
            let (converted, slope) = convert(
                effect.scale,
                indicator.unit,
                level,
                row.population.get(),
                effect.mean * fidelity,
            );
            for (year, share) in reach::reach(model, practice, indicator, row, populations) {
                let persist =
                    (1.0 - effect.fade).powf((f64::from(year) - effect.years_after).max(0.0));
                let gain = share * converted * persist;
                // A study that found nothing moves no indicator in any year.
                if gain.abs() > LEAST_GAIN {
                    let own = if counts {
                        years.entry(&row.indicator).or_default()
                    } else {
                        reported.entry(position).or_default()
                    };
                    own.insert(year);
                }
                let term = Term {
                    activity,
                    gain,
                    effect: index,
                    sensitivity: share * slope * fidelity * persist,
                    reach: share * persist,
                };
                arrives[index] = true;
                let (expected, doubtful) = terms.entry((position, year)).or_default();
                if gain.abs() > LEAST_GAIN {
                    expected.push(term);
                } else if effect.sd > 0.0 {
                    doubtful.push(term);
                }
            }
        }
    }

    for row in model
        .tables()
        .baselines
        .iter()
        .filter(|row| row.target.is_none())
    {
        let (value, _) = target::target(model, row, &best);
        findings.push(Diagnostic::note(
            codes::TARGET_FILLED_IN,
            Location::path(format!("{}.target", row.path())).column("target"),
            format!("no target is given: {value} is used, halfway to the best place or group that counts"),
        ));
    }
    let mut cells = Vec::new();
    let mut tracked = Vec::new();
    for indicator in &model.tables().indicators {
        let rows = || {
            let all = model.tables().baselines.iter().enumerate();
            all.filter(|(_, row)| row.indicator == indicator.id)
        };
        let nobody = BTreeSet::new();
        let years = years.get(&indicator.id).unwrap_or(&nobody);
        if years.is_empty() && !rows().any(|(position, _)| reported.contains_key(&position)) {
            tracked.push(indicator.id.clone());
            findings.push(Diagnostic::note(
                codes::INDICATOR_NOT_MOVED,
                Location::path(format!("indicators[{}]", indicator.id)),
                format!(
                    "no practice can move {}: it is tracked, not modelled",
                    indicator.name
                ),
            ));
            continue;
        }
        for (position, row) in rows() {
            let own = reported.get(&position).unwrap_or(&nobody);
            for &year in years.union(own) {
                let (target_value, target_is_default) = target::target(model, row, &best);
                let mut cell = cell(indicator, row, target_value, populations.counts(row));
                cell.target_is_default = target_is_default;
                cell.fidelity = fidelity(model, &row.place);
                cell.years = year;
                (cell.terms, cell.doubtful) = terms.remove(&(position, year)).unwrap_or_default();
                cells.push(cell);
            }
        }
    }
    Built {
        cells,
        tracked,
        arrives,
    }
}

/// Share of a practice's effect that a place obtains.
pub(super) fn fidelity(model: &Model, place: &PlaceId) -> f64 {
    let stated = model.place(place).and_then(|place| place.fidelity);
    stated.map_or(1.0, crate::domain::Share::get)
}

fn cell(
    indicator: &Indicator,
    row: &crate::domain::Baseline,
    target_value: f64,
    counted: bool,
) -> Cell {
    let sign = indicator.direction.sign();
    let points_per_person = indicator.points_per_person();
    let people = match indicator.unit {
        Unit::Percent | Unit::Score => row.population.get(),
        Unit::Count | Unit::Dollars => 1.0,
    };
    let baseline = row.baseline.get();
    let gain_to = |value: f64| ((value - baseline) * sign / points_per_person * people).max(0.0);
    Cell {
        indicator: row.indicator.clone(),
        place: row.place.clone(),
        group: row.group.clone(),
        years: 0,
        unit: indicator.unit,
        sign,
        points_per_person,
        people,
        population: row.population.get(),
        baseline,
        level: indicator.share_over_line(baseline),
        fidelity: 1.0,
        target: target_value,
        target_is_default: false,
        gap: gain_to(target_value),
        room: target::ceiling(indicator).map(gain_to),
        weight: 0.0,
        counted,
        terms: Vec::new(),
        doubtful: Vec::new(),
        beside: 0.0,
        basis: row.provenance.basis,
    }
}

/// Σ δ^τ W gap: worth of closing every gap.
pub(super) fn all_gaps(cells: &[Cell]) -> f64 {
    cells.iter().map(|cell| cell.weight * cell.gap).sum()
}

/// Gives each counted cell δ^τ W_c (FORMULATION 4).
///
/// `gap_share`: W_c = w_i / max(Σ gap_c, m_i Σ n_c), sums over the counted cells of one arrival year, so
/// that within an indicator a child counts the same in every place and group.
pub(super) fn weigh(model: &Model, per: ValuePer, cells: &mut [Cell]) {
    let value = &model.settings().value;
    let modelled: BTreeSet<IndicatorId> = cells
        .iter()
        .filter(|cell| cell.counted)
        .map(|cell| cell.indicator.clone())
        .collect();
    let raw = |indicator: &Indicator| {
        indicator
            .weight
            .map_or(1.0, crate::domain::NonNegative::get)
    };
    let rows = || {
        model
            .tables()
            .indicators
            .iter()
            .filter(|row| modelled.contains(&row.id))
    };
    let total: f64 = rows().map(raw).sum();
    for indicator in rows() {
        let point = match indicator.unit {
            Unit::Percent => PERCENT_POINT,
            Unit::Score => SCORE_POINT,
            Unit::Count | Unit::Dollars => COUNT_POINT,
        };
        let share = if total > 0.0 {
            raw(indicator) / total
        } else {
            0.0
        };
        let mine = |cell: &Cell| cell.indicator == indicator.id && cell.counted;
        let first = cells
            .iter()
            .filter(|cell| mine(cell))
            .map(|cell| cell.years)
            .min();
        let one_year = || {
            cells
                .iter()
                .filter(|cell| mine(cell) && Some(cell.years) == first)
        };
        let gaps: f64 = one_year().map(|cell| cell.gap).sum();
        let people: f64 = one_year().map(|cell| cell.people).sum();
        let per_unit = match per {
            ValuePer::GapShare => {
                let normalizer = gaps.max(value.least_gap_points * point * people);
                if normalizer > 0.0 {
                    share / normalizer
                } else {
                    0.0
                }
            }
            ValuePer::Person => share,
        };
        for cell in cells.iter_mut().filter(|cell| mine(cell)) {
            cell.weight = per_unit * value.discount.powf(f64::from(cell.years));
        }
    }
}
