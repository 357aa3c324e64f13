//! Activities: their response, capacity, needs and where they stand today (FORMULATION 1 and 3).

use std::collections::{BTreeMap, BTreeSet};

use super::pool::SAME_AMOUNT;
use super::reach::{self, Populations};
use super::response::segments;
use super::{ActivityData, ActivityIndex, Demand, NeedAt, Positions, RuleData};
use crate::diagnostic::{Diagnostic, Diagnostics, Location, codes};
use crate::domain::{
    Activity, Effect, Effects, GroupId, IndicatorId, Model, PlaceId, Practice, PracticeId,
    ResourceId,
};

/// The effects that activities of the model can have, found by what they act on.
pub(super) struct UsedEffects<'a> {
    effects: &'a Effects,
    practices: BTreeMap<&'a IndicatorId, BTreeSet<&'a PracticeId>>,
    activities: BTreeMap<(&'a PlaceId, &'a PracticeId), ActivityIndex>,
}

impl<'a> UsedEffects<'a> {
    /// Number of all effects.
    pub fn count(&self) -> usize {
        self.effects.all().len()
    }

    /// Activities at `place` whose practice has any effect on `indicator`.
    pub fn at(
        &self,
        place: &'a PlaceId,
        indicator: &IndicatorId,
    ) -> impl Iterator<Item = ActivityIndex> {
        let practices = self.practices.get(indicator).into_iter().flatten();
        practices.filter_map(move |&practice| self.activities.get(&(place, practice)).copied())
    }

    /// The effect that governs a cell, with its position among all effects.
    pub fn governing(
        &self,
        practice: &PracticeId,
        indicator: &IndicatorId,
        place: &PlaceId,
        group: &GroupId,
    ) -> Option<(usize, &'a Effect)> {
        self.effects
            .governing(practice, indicator, place, group)
            .map(|index| (index, &self.effects.all()[index]))
    }
}

/// Activities without their benefits, and the effects by which cells find them.
pub(super) fn build<'a>(
    model: &'a Model,
    effects: &'a Effects,
    positions: &Positions<'_>,
    populations: &Populations<'_>,
    findings: &mut Diagnostics,
) -> (Vec<ActivityData>, UsedEffects<'a>) {
    let today = Today::new(model, positions);
    let mut built = Vec::with_capacity(model.tables().activities.len());
    for (index, row) in model.tables().activities.iter().enumerate() {
        if let Some(practice) = model.practice(&row.practice) {
            built.push(activity(
                model,
                effects,
                populations,
                &today,
                index,
                row,
                practice,
                findings,
            ));
        }
    }
    let mut practices: BTreeMap<&IndicatorId, BTreeSet<&PracticeId>> = BTreeMap::new();
    for effect in effects.all() {
        practices
            .entry(&effect.indicator)
            .or_default()
            .insert(&effect.practice);
    }
    let activities = model
        .tables()
        .activities
        .iter()
        .enumerate()
        .map(|(index, row)| ((&row.place, &row.practice), index))
        .collect();
    (
        built,
        UsedEffects {
            effects,
            practices,
            activities,
        },
    )
}

/// What is allocated today, and where nothing is recorded.
struct Today<'a> {
    allocated: BTreeMap<(ActivityIndex, &'a ResourceId), f64>,
    recorded: BTreeSet<(&'a PlaceId, &'a ResourceId)>,
    running: BTreeSet<(&'a PlaceId, &'a ResourceId)>,
    held: BTreeSet<&'a ResourceId>,
    /// Practices that some study speaks of.
    evaluated: BTreeSet<&'a PracticeId>,
}

impl<'a> Today<'a> {
    fn new(model: &'a Model, positions: &Positions<'_>) -> Self {
        let tables = model.tables();
        let mut allocated: BTreeMap<(ActivityIndex, &ResourceId), f64> = BTreeMap::new();
        let mut recorded = BTreeSet::new();
        for row in &tables.allocations {
            let (Some(pool), Some(activity)) = (
                model.pool(&row.pool),
                positions.activity(row.practice.as_str(), row.place.as_str()),
            ) else {
                continue;
            };
            *allocated.entry((activity, &pool.resource)).or_default() += row.amount.get();
            recorded.insert((&row.place, &pool.resource));
        }
        let funded: BTreeSet<ActivityIndex> = allocated
            .iter()
            .filter(|&(_, &amount)| amount > 0.0)
            .map(|(&(activity, _), _)| activity)
            .collect();
        let mut running = BTreeSet::new();
        for (index, row) in tables.activities.iter().enumerate() {
            let stated = row.participants_today.map(|people| people.get() > 0.0);
            if stated.unwrap_or_else(|| funded.contains(&index)) {
                for need in tables
                    .needs
                    .iter()
                    .filter(|need| need.practice == row.practice)
                {
                    running.insert((&row.place, &need.resource));
                }
            }
        }
        let held = tables.pools.iter().map(|pool| &pool.resource).collect();
        Today {
            allocated,
            recorded,
            running,
            held,
            evaluated: tables.evidence.iter().map(|row| &row.practice).collect(),
        }
    }

    /// Whether anything is known of a resource at a place. Where activities that need it run today and
    /// yet no allocation of it is recorded there, or no pool holds it at all, nothing is.
    fn holds_data(&self, place: &PlaceId, resource: &ResourceId) -> bool {
        self.held.contains(resource)
            && (self.recorded.contains(&(place, resource))
                || !self.running.contains(&(place, resource)))
    }

    fn allocated(&self, activity: ActivityIndex, resource: &ResourceId) -> f64 {
        self.allocated
            .get(&(activity, resource))
            .copied()
            .unwrap_or(0.0)
    }
}

#[expect(
    clippy::too_many_arguments,
    reason = "one call from one place; each is a different table"
)]
fn activity(
    model: &Model,
    effects: &Effects,
    populations: &Populations<'_>,
    today: &Today<'_>,
    index: ActivityIndex,
    row: &Activity,
    practice: &Practice,
    findings: &mut Diagnostics,
) -> ActivityData {
    let id = crate::domain::ActivityId {
        practice: row.practice.clone(),
        place: row.place.clone(),
    };
    let path = format!("activities[{},{}]", row.practice, row.place);
    let (capacity, capacity_is_default) = match row.capacity {
        Some(capacity) => (capacity.get(), false),
        None => (
            default_capacity(model, effects, populations, row, practice),
            true,
        ),
    };

    if capacity_is_default {
        findings.push(Diagnostic::note(
            codes::CAPACITY_FILLED_IN,
            Location::path(format!("{path}.capacity")).column("capacity"),
            format!("no capacity is given: {capacity} is used, the people of its grades there"),
        ));
    }

    let mut needs: Vec<NeedAt> = Vec::new();
    for need in model
        .tables()
        .needs
        .iter()
        .filter(|need| need.practice == row.practice)
    {
        let Some(resource) = model
            .tables()
            .resources
            .iter()
            .position(|other| other.id == need.resource)
        else {
            continue;
        };
        let stated = need.per_participant.get();
        let price_factor = model.tables().price_factor(&need.resource, need.price_year);
        let fixed = need.fixed.map_or(0.0, crate::domain::NonNegative::get);
        needs.push(NeedAt {
            resource,
            per_participant: stated * price_factor,
            fixed: fixed * price_factor,
            once: 0.0,
            published: None,
            stated,
            price_factor,
            allocated: today.allocated(index, &need.resource),
            idle: 0.0,
            checked: today.holds_data(&row.place, &need.resource),
        });
    }
    let derived = needs
        .iter()
        .filter(|need| need.checked && need.takes())
        .map(|need| need.pays_for(need.allocated))
        .reduce(f64::min)
        .map(|people| people.min(capacity));
    let people = match row.participants_today {
        Some(stated) => stated.get(),
        None => derived.unwrap_or(0.0),
    };

    for need in &mut needs {
        let resource = &model.tables().resources[need.resource].id;
        if need.checked && need.allocated <= 0.0 && people > 0.0 {
            need.checked = false;
        }
        if !need.checked {
            findings.push(Diagnostic::warning(
                codes::NEED_UNCHECKED,
                Location::path(path.clone()),
                format!(
                    "no allocation of {resource} is recorded where {id} would use it: the plan does not check its {resource}"
                ),
            ));
            continue;
        }
        let needed = need.needed(people);
        if people > 0.0 && needed > need.allocated * (1.0 + SAME_AMOUNT) {
            let local = need.allocated / needed;
            need.published = Some((need.per_participant, need.fixed));
            need.per_participant *= local;
            need.fixed *= local;
        }
        let idle = need.allocated - need.needed(people);
        need.idle = if idle > SAME_AMOUNT * need.allocated {
            idle
        } else {
            0.0
        };
    }

    if people <= 0.0 {
        start(model, today, practice, row, index, &mut needs);
    }
    let stated = row.min_scale.map_or(0.0, crate::domain::NonNegative::get);
    let least = if people > 0.0 {
        stated.min(people)
    } else {
        stated
    };
    if least < stated || people > capacity * (1.0 + SAME_AMOUNT) {
        let (limit, figure) = if least < stated {
            ("fewer than its least scale", stated)
        } else {
            ("more than its capacity", capacity)
        };
        findings.push(Diagnostic::note(
            codes::TODAY_OUTSIDE_SCALE,
            Location::path(path.clone()),
            format!("{id} runs today with {people} participants, {limit} of {figure}: today's number is the limit instead"),
        ));
    }
    let capacity = capacity.max(people);
    let (segments, chord_error) = segments(model, practice, &row.place, capacity);
    ActivityData {
        id,
        today: people,
        capacity,
        capacity_is_default,
        most: capacity,
        within_reach: capacity,
        least,
        segments,
        chord_error,
        needs,
        benefits: Vec::new(),
        excluded_by: None,
        never_evaluated: !today.evaluated.contains(&row.practice),
    }
}

/// The one-time cost of starting where nothing runs today, as part of the need for its resource.
fn start(
    model: &Model,
    today: &Today<'_>,
    practice: &Practice,
    row: &Activity,
    index: ActivityIndex,
    needs: &mut Vec<NeedAt>,
) {
    let (Some(cost), Some(id)) = (practice.one_time_cost, &practice.one_time_resource) else {
        return;
    };
    let resources = &model.tables().resources;
    let price_factor = model.tables().price_factor(id, practice.price_year);
    let Some(resource) = resources.iter().position(|other| other.id == *id) else {
        return;
    };
    if let Some(need) = needs.iter_mut().find(|need| need.resource == resource) {
        need.once = cost.get() * price_factor;
        return;
    }
    let allocated = today.allocated(index, id);
    needs.push(NeedAt {
        resource,
        per_participant: 0.0,
        fixed: 0.0,
        once: cost.get() * price_factor,
        published: None,
        stated: 0.0,
        price_factor,
        allocated,
        idle: allocated,
        checked: today.holds_data(&row.place, id),
    });
    needs.sort_by_key(|need| need.resource);
}

/// Gives a least number of participants to every activity whose running takes or counts something: one
/// participant, or all that it can have, where no least scale is given.
pub(super) fn switches(rules: &[RuleData], activities: &mut [ActivityData]) {
    let mut counted = BTreeSet::new();
    for rule in rules {
        match &rule.demand {
            Demand::Requires(pairs) => {
                counted.extend(
                    pairs
                        .iter()
                        .flat_map(|&(first, second)| [Some(first), second]),
                );
            }
            Demand::Excludes(sets) => counted.extend(sets.iter().flatten().map(|&one| Some(one))),
            Demand::Activities { activities, .. } => {
                counted.extend(activities.iter().map(|&one| Some(one)));
            }
            _ => {}
        }
    }
    for (index, activity) in activities.iter_mut().enumerate() {
        let standing = activity
            .needs
            .iter()
            .any(|need| need.checked && need.standing() > 0.0);
        if activity.least <= 0.0 && (standing || counted.contains(&Some(index))) {
            let one = 1.0_f64.min(activity.capacity);
            activity.least = if activity.today > 0.0 {
                one.min(activity.today)
            } else {
                one
            };
        }
    }
}

/// Grades of the band × the largest number of people that one of its indicators measures there.
fn default_capacity(
    model: &Model,
    effects: &Effects,
    populations: &Populations<'_>,
    row: &Activity,
    practice: &Practice,
) -> f64 {
    let largest = |indicators: &mut dyn Iterator<Item = &IndicatorId>| -> Option<f64> {
        indicators
            .filter_map(|indicator| populations.total(indicator, &row.place))
            .reduce(f64::max)
    };
    let mut affected = effects
        .of(&row.practice)
        .iter()
        .filter(|effect| effect.is_evaluated())
        .map(|effect| &effect.indicator)
        .filter(|id| {
            model.indicator(id).is_some_and(|indicator| {
                !reach::arrivals(model, practice, &row.place, indicator).is_empty()
            })
        });
    let people = largest(&mut affected)
        .or_else(|| {
            largest(
                &mut model
                    .tables()
                    .indicators
                    .iter()
                    .map(|indicator| &indicator.id),
            )
        })
        .unwrap_or(0.0);
    f64::from(practice.grades.grades()) * people
}
