//! What the plan does, in a few figures.

use std::collections::{BTreeMap, BTreeSet};

use super::{ImprovementView, TrustView};
use crate::domain::{
    ActivityId, Certificate, PartnerId, Recommendation, ResourceClass, ResourceId, ValueSummary,
};
use crate::report::names::Names;
use crate::report::number::{self, NOISE, count, percent, tiny};

/// Least share of the gaps that is named: what is closer to the best than this is as good.
const LEAST_BEYOND: f64 = 1e-6;

/// How much of a resource moves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) struct ResourceMoved {
    /// Name of the resource.
    pub resource: String,
    /// How much of it moves.
    pub moved: String,
    /// How much of it there is.
    pub amount: String,
    /// The one as a percentage of the other.
    pub share: String,
    /// How much of that is not allocated today, where any is.
    pub from_unallocated: Option<String>,
}

/// The plan in a few figures.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::report) struct HeadlineView {
    /// Share of the weighted gaps that closes.
    pub closed: String,
    /// The same for today.
    pub today: String,
    /// Share of the weighted gaps that the best plan could close beyond this one at most.
    pub possible: String,
    /// What moves, by resource.
    pub moved: Vec<ResourceMoved>,
    /// Of the money that moves, how much leaves programs that were never evaluated, and how much moves; by resource.
    pub never_evaluated: Vec<(String, String)>,
    /// Partners that are asked.
    pub partners: usize,
    /// Partners that hold pools.
    pub holders: usize,
    /// Pairs of an indicator and a place that get better, get worse and stay.
    pub pairs: (usize, usize, usize),
    /// Those that get better or worse and whose range holds both.
    pub open: usize,
    /// All indicators.
    pub indicators: usize,
    /// Names of those that no practice can move.
    pub tracked: Vec<String>,
    /// How far the plan can be trusted; `None` where that was not asked.
    pub trust: Option<TrustView>,
}

/// How many of `indicators` can be moved, in a sentence; `tracked` cannot and are `named`.
pub(in crate::report) fn coverage_words(indicators: usize, tracked: usize, named: &str) -> String {
    let movable = indicators - tracked;
    if tracked == 0 {
        format!(
            "Practices here can move {}.",
            if indicators == 1 {
                "the one indicator".to_owned()
            } else {
                format!("all {indicators} indicators")
            }
        )
    } else {
        format!(
            "Practices here can move {movable} of {}; the others are tracked, not counted as improving: {named}.",
            count(indicators, "indicator")
        )
    }
}

impl HeadlineView {
    /// The headline of a plan of that value.
    pub(super) fn new(
        names: Names,
        recommendation: &Recommendation,
        value: &ValueSummary,
        improvements: &ImprovementView,
    ) -> Self {
        let beyond = if value.all_gaps > 0.0 {
            (value.bound - value.plan).max(0.0) / value.all_gaps
        } else {
            0.0
        };
        let today = if value.all_gaps > 0.0 {
            value.today / value.all_gaps
        } else {
            0.0
        };
        let partners: BTreeSet<&PartnerId> = recommendation
            .moves
            .iter()
            .map(|row| &row.partner)
            .collect();
        let holders: BTreeSet<&PartnerId> = recommendation
            .pools
            .iter()
            .map(|row| &row.partner)
            .collect();
        HeadlineView {
            closed: percent(value.share_of_gap_closed, 3),
            today: percent(today, 3),
            possible: percent(beyond.max(LEAST_BEYOND), 1),
            moved: moved(names, recommendation),
            never_evaluated: never_evaluated(names, recommendation),
            partners: partners.len(),
            holders: holders.len(),
            open: improvements.open,
            indicators: names.indicators(),
            tracked: improvements.tracked.clone(),
            trust: TrustView::new(
                names,
                recommendation.trust.as_ref(),
                recommendation.holds.as_deref(),
                value.all_gaps,
            ),
            pairs: (
                improvements.better,
                improvements.worse,
                improvements.unchanged,
            ),
        }
    }
}

fn never_evaluated(names: Names, recommendation: &Recommendation) -> Vec<(String, String)> {
    let unknown: BTreeSet<&ActivityId> = recommendation
        .activities
        .iter()
        .filter(|row| row.never_evaluated)
        .map(|row| &row.activity)
        .collect();
    let mut sums: BTreeMap<&ResourceId, (&str, f64, f64)> = BTreeMap::new();
    for row in &recommendation.moves {
        if names.class(&row.resource) == Some(ResourceClass::Treasure) {
            let sum = sums.entry(&row.resource).or_insert((&row.unit, 0.0, 0.0));
            let amount = row.amount + row.switching_cost;
            sum.2 += amount;
            if row.from.as_ref().is_some_and(|from| unknown.contains(from)) {
                sum.1 += amount;
            }
        }
    }
    sums.into_values()
        .filter(|(_, leaves, _)| *leaves > NOISE)
        .map(|(unit, leaves, moves)| {
            let unit = names.unit(unit);
            (unit.amount(leaves), unit.amount(moves))
        })
        .collect()
}

fn moved(names: Names, recommendation: &Recommendation) -> Vec<ResourceMoved> {
    #[derive(Default)]
    struct Sum<'a> {
        unit: &'a str,
        moved: f64,
        from_unallocated: f64,
        amount: f64,
    }
    let mut sums: BTreeMap<&ResourceId, Sum> = BTreeMap::new();
    for pool in &recommendation.pools {
        let sum = sums.entry(&pool.resource).or_default();
        sum.unit = &pool.unit;
        sum.amount += pool.amount;
    }
    for row in &recommendation.moves {
        let sum = sums.entry(&row.resource).or_default();
        sum.unit = &row.unit;
        sum.moved += row.amount + row.switching_cost;
        if row.from.is_none() {
            sum.from_unallocated += row.amount + row.switching_cost;
        }
    }
    let mut sums: Vec<(&ResourceId, Sum)> = sums.into_iter().collect();
    sums.sort_by_key(|(id, _)| names.class(id));
    sums.into_iter()
        .map(|(id, sum)| {
            let unit = names.unit(sum.unit);
            ResourceMoved {
                resource: names.resource(id),
                moved: unit.amount(sum.moved),
                amount: unit.amount(sum.amount),
                share: number::whole_percent(if sum.amount > 0.0 {
                    sum.moved / sum.amount
                } else {
                    0.0
                }),
                from_unallocated: (sum.from_unallocated > NOISE)
                    .then(|| unit.amount(sum.from_unallocated)),
            }
        })
        .collect()
}

/// What was checked, in a sentence.
pub(super) fn certificate(certificate: &Certificate) -> String {
    let search = certificate.integers.map_or_else(String::new, |took| {
        format!(
            " {} of yes or no, searched in {} with {}: the bound is the search's own, and there are no \
             shadow prices.",
            count(took.integers, "choice"),
            count(took.searches, "round"),
            count(usize::try_from(took.nodes).unwrap_or(usize::MAX), "node"),
        )
    });
    format!(
        "Recomputed from the model alone: {}, largest violation {}; gap to the best possible {} (tolerance {}).{search}",
        count(certificate.checks, "check"),
        tiny(certificate.largest_violation),
        tiny(certificate.gap),
        tiny(certificate.tolerance),
    )
}
