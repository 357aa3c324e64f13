//! Plans that are nearly as good, as people read them: what all of them do, where there is a choice, and what
//! different plans look like side by side.

use std::collections::{BTreeMap, BTreeSet};

use super::ConflictView;
use super::share::Shares;
use crate::domain::{
    ActivityRange, Alternative, Alternatives, IndicatorId, Model, Necessity, Recommendation,
    Status, Unit,
};
use crate::report::names::Names;
use crate::report::number::{people, percent, quantity, signed};
use crate::report::record::{ChangeRecord, Manifest, matters};

/// The range of an activity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) struct RangeRow {
    /// The practice and the place.
    pub activity: String,
    /// Participants today.
    pub today: String,
    /// Participants in the recommended plan.
    pub plan: String,
    /// Fewest that were found, with the proved end where that is lower.
    pub least: String,
    /// Most, with the proved end where that is higher.
    pub most: String,
}

/// Different plans side by side: a heading, then rows of an item and a cell a plan.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::report) struct PlansView {
    /// How many there are.
    pub number: usize,
    /// What each closes, gives up and differs by; of the recommended plan, then of each.
    pub values: Vec<(&'static str, Vec<String>)>,
    /// Participants today, in the recommended plan, then in each, of the activities that are not the same in all.
    pub activities: Vec<(String, Vec<String>)>,
    /// Gains in the recommended plan, then in each, of the indicators that are not the same in all.
    pub gains: Vec<(String, Vec<String>)>,
}

/// Everything.
#[derive(Debug)]
pub(in crate::report) struct AlternativesView {
    /// Name of the model.
    pub model: String,
    /// The cycle that the plans are for.
    pub cycle: String,
    /// Why the engine stopped on the recommendation.
    pub status: Status,
    /// Share of all gaps that the recommended plan closes; `None` where there is no plan.
    pub closed: Option<String>,
    /// Share of its value that a plan may give up.
    pub tolerance: String,
    /// Whether it was interrupted.
    pub interrupted: bool,
    /// Every such plan gives these more than today.
    pub must_have: Vec<RangeRow>,
    /// Some do and some do not.
    pub real_choice: Vec<RangeRow>,
    /// None needs these.
    pub dispensable: Vec<RangeRow>,
    /// Names of those that every such plan leaves as they are.
    pub fixed: Vec<String>,
    /// Whether some end is proved farther out than it was found.
    pub open_ends: bool,
    /// Different plans.
    pub plans: PlansView,
    /// What scenarios changed.
    pub changes: Vec<ChangeRecord>,
    /// Why there is no plan; `None` where there is one.
    pub conflict: Option<ConflictView>,
}

impl AlternativesView {
    /// The view of `alternatives` to `recommendation` for `model`.
    pub fn new(
        model: &Model,
        recommendation: &Recommendation,
        alternatives: &Alternatives,
        manifest: &Manifest,
    ) -> Self {
        let names = Names::brief(model);
        let all_gaps = recommendation.value.as_ref().map(|value| value.all_gaps);
        let shares = Shares {
            all_gaps: all_gaps.unwrap_or(0.0),
        };
        let group = |wanted: Necessity| {
            let mut rows: Vec<&ActivityRange> = alternatives
                .ranges
                .iter()
                .filter(|row| row.necessity == wanted)
                .collect();
            rows.sort_by(|a, b| a.activity.cmp(&b.activity));
            rows
        };
        let rows = |wanted| {
            let rows = group(wanted).into_iter();
            rows.map(|row| range_row(names, row)).collect()
        };
        AlternativesView {
            model: model.settings().name.clone(),
            cycle: model.settings().cycle.clone(),
            status: recommendation.status,
            closed: all_gaps.map(|_| percent(shares.share(alternatives.value), 3)),
            tolerance: percent(alternatives.tolerance, 2),
            interrupted: alternatives.interrupted,
            must_have: rows(Necessity::MustHave),
            real_choice: rows(Necessity::RealChoice),
            dispensable: rows(Necessity::Dispensable),
            fixed: group(Necessity::Fixed)
                .into_iter()
                .map(|row| names.activity(&row.activity))
                .collect(),
            open_ends: alternatives.ranges.iter().any(|row| {
                is_wider(row.least, row.least_bound) || is_wider(row.most, row.most_bound)
            }),
            plans: plans(names, recommendation, alternatives, shares),
            changes: manifest.changes.clone(),
            conflict: recommendation
                .infeasibility
                .as_ref()
                .map(|why| ConflictView::new(model, Names::new(model), why)),
        }
    }
}

/// Whether the proved end lies farther out than the one found by as much as a reader can tell.
fn is_wider(found: f64, proved: f64) -> bool {
    people(found) != people(proved)
}

fn range_row(names: Names, row: &ActivityRange) -> RangeRow {
    let end = |found: f64, proved: f64| {
        if is_wider(found, proved) {
            format!("{} ({})", people(found), people(proved))
        } else {
            people(found)
        }
    };
    RangeRow {
        activity: names.activity(&row.activity),
        today: people(row.today),
        plan: people(row.plan),
        least: end(row.least, row.least_bound),
        most: end(row.most, row.most_bound),
    }
}

fn plans(
    names: Names,
    recommendation: &Recommendation,
    alternatives: &Alternatives,
    shares: Shares,
) -> PlansView {
    let plans = &alternatives.plans;
    if plans.is_empty() {
        return PlansView::default();
    }
    let each = |first: String, of: &dyn Fn(&Alternative) -> String| -> Vec<String> {
        std::iter::once(first).chain(plans.iter().map(of)).collect()
    };
    let values = vec![
        (
            "closes of the gaps",
            each(percent(shares.share(alternatives.value), 3), &|plan| {
                percent(shares.share(plan.value), 3)
            }),
        ),
        (
            "gives up of the value",
            each("-".to_owned(), &|plan| percent(plan.gives_up, 2)),
        ),
        (
            "differs by",
            each("-".to_owned(), &|plan| percent(plan.distance, 2)),
        ),
    ];
    let activities = alternatives
        .ranges
        .iter()
        .enumerate()
        .filter_map(|(position, row)| {
            let cells: Vec<f64> = std::iter::once(row.plan)
                .chain(
                    plans
                        .iter()
                        .filter_map(|plan| plan.participants.get(position).copied()),
                )
                .collect();
            let differs = cells.iter().any(|cell| matters(cell - row.plan, row.plan));
            differs.then(|| {
                let today = std::iter::once(row.today);
                (
                    names.activity(&row.activity),
                    today.chain(cells).map(people).collect(),
                )
            })
        })
        .collect();
    PlansView {
        number: plans.len(),
        values,
        activities,
        gains: gains(names, recommendation, plans),
    }
}

fn gains(
    names: Names,
    recommendation: &Recommendation,
    plans: &[Alternative],
) -> Vec<(String, Vec<String>)> {
    let mut recommended: BTreeMap<&IndicatorId, f64> = BTreeMap::new();
    for cell in recommendation.cells.iter().filter(|cell| cell.counted) {
        *recommended.entry(&cell.indicator).or_default() += cell.gain;
    }
    let each: Vec<BTreeMap<&IndicatorId, f64>> = std::iter::once(recommended)
        .chain(
            plans
                .iter()
                .map(|plan| plan.gains.iter().map(|(id, gain)| (id, *gain)).collect()),
        )
        .collect();
    let indicators: BTreeSet<&IndicatorId> = each
        .iter()
        .flat_map(|gains| gains.keys().copied())
        .collect();
    indicators
        .into_iter()
        .filter_map(|id| {
            let unit = names.unit_of(id);
            let text = |gain: f64| match unit {
                Unit::Percent => signed(gain, &people(gain)),
                Unit::Score | Unit::Count => signed(gain, &quantity(gain)),
                Unit::Dollars => signed(gain, &names.unit("dollars").bare(gain)),
            };
            let cells: Vec<String> = each
                .iter()
                .map(|gains| text(gains.get(id).copied().unwrap_or(0.0)))
                .collect();
            let measure = match unit {
                Unit::Percent => "people",
                Unit::Score => "SD x people",
                Unit::Count => "units",
                Unit::Dollars => "money",
            };
            let differs = cells.iter().any(|cell| *cell != cells[0]);
            differs.then(|| (format!("{} ({measure})", names.indicator(id)), cells))
        })
        .collect()
}
