//! Rules, resolved to the activities, cells and pools that they are about (FORMULATION 5).

use std::collections::BTreeMap;

use super::{ActivityData, ActivityIndex, Cell, CellIndex, PoolIndex, Positions, ResourceIndex};
use crate::domain::{IndicatorId, Measure, Model, Rule, RuleId, RuleKind, Unit};

/// A rule, resolved to positions.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleData {
    /// Its id.
    pub id: RuleId,
    /// What it demands.
    pub demand: Demand,
}

/// What a rule demands, by position.
#[derive(Debug, Clone, PartialEq)]
pub enum Demand {
    /// Participants of one activity are at least a limit.
    Fund(Vec<(ActivityIndex, f64)>),
    /// Nothing is given to these.
    Exclude(Vec<ActivityIndex>),
    /// The gain over these cells is at least a limit, in the cells' unit; one entry per place and group.
    Floor(Vec<(Vec<CellIndex>, f64)>),
    /// The first of each pair runs only where the second does; never, where there is none.
    Requires(Vec<(ActivityIndex, Option<ActivityIndex>)>),
    /// Of each set, at most one runs.
    Excludes(Vec<Vec<ActivityIndex>>),
    /// Number of activities that run.
    Activities {
        /// Those that it counts.
        activities: Vec<ActivityIndex>,
        /// At least the limit, or at most.
        at_least: bool,
        /// The limit, a number.
        limit: f64,
    },
    /// Total participants.
    Participants {
        /// Those whose participants it counts.
        activities: Vec<ActivityIndex>,
        /// At least the limit, or at most.
        at_least: bool,
        /// The limit, in participants.
        limit: f64,
    },
    /// Total amount of a resource from some pools to some activities.
    Amount {
        /// The resource.
        resource: ResourceIndex,
        /// Pools that it counts.
        pools: Vec<PoolIndex>,
        /// Activities that it counts.
        activities: Vec<ActivityIndex>,
        /// At least the limit, or at most.
        at_least: bool,
        /// The limit, in the resource's unit.
        limit: f64,
    },
}

/// All rules.
pub(super) fn build(
    model: &Model,
    positions: &Positions<'_>,
    activities: &[ActivityData],
    cells: &[Cell],
    tracked: &[IndicatorId],
) -> Vec<RuleData> {
    model
        .tables()
        .rules
        .iter()
        .map(|rule| {
            let covered: Vec<ActivityIndex> = activities
                .iter()
                .enumerate()
                .filter(|(_, activity)| rule.covers(&activity.id.practice, &activity.id.place))
                .map(|(index, _)| index)
                .collect();
            let demand = match &rule.kind {
                RuleKind::Fund { limit } => Demand::Fund(
                    covered
                        .iter()
                        .map(|&index| {
                            let activity = &activities[index];
                            let least = match limit {
                                Some(limit) => limit.get().max(activity.least),
                                None if activity.least > 0.0 => activity.least,
                                None => activity.today,
                            };
                            (index, least)
                        })
                        .collect(),
                ),
                RuleKind::Exclude => Demand::Exclude(covered.clone()),
                RuleKind::Floor { limit, .. } => {
                    Demand::Floor(floor(model, rule, limit.get(), cells, tracked))
                }
                RuleKind::Requires => Demand::Requires(requires(rule, positions, activities)),
                RuleKind::Excludes => Demand::Excludes(excludes(activities, &covered)),
                RuleKind::AtLeast { measure, limit } | RuleKind::AtMost { measure, limit } => {
                    let at_least = matches!(rule.kind, RuleKind::AtLeast { .. });
                    match measure {
                        Measure::Participants => Demand::Participants {
                            activities: covered.clone(),
                            at_least,
                            limit: limit.get(),
                        },
                        Measure::Activities => Demand::Activities {
                            activities: covered.clone(),
                            at_least,
                            limit: limit.get(),
                        },
                        Measure::Amount(resource) => Demand::Amount {
                            resource: positions
                                .resources
                                .get(resource.as_str())
                                .copied()
                                .unwrap_or_default(),
                            pools: model
                                .tables()
                                .pools
                                .iter()
                                .enumerate()
                                .filter(|(_, pool)| {
                                    pool.resource == *resource
                                        && (rule.partners.is_empty()
                                            || rule.partners.contains(&pool.partner))
                                })
                                .map(|(index, _)| index)
                                .collect(),
                            activities: covered.clone(),
                            at_least,
                            limit: limit.get(),
                        },
                    }
                }
            };
            RuleData {
                id: rule.id.clone(),
                demand,
            }
        })
        .collect()
}

/// At each place of the rule where its first practice is an activity: that, and each of the others.
fn requires(
    rule: &Rule,
    positions: &Positions<'_>,
    activities: &[ActivityData],
) -> Vec<(ActivityIndex, Option<ActivityIndex>)> {
    let Some((first, others)) = rule.practices.split_first() else {
        return Vec::new();
    };
    activities
        .iter()
        .enumerate()
        .filter(|(_, activity)| {
            activity.id.practice == *first && rule.covers(first, &activity.id.place)
        })
        .flat_map(|(index, activity)| {
            let place = activity.id.place.as_str();
            let others = others.iter();
            others.map(move |other| (index, positions.activity(other.as_str(), place)))
        })
        .collect()
}

/// The activities of the rule by place, where there are at least two.
fn excludes(activities: &[ActivityData], covered: &[ActivityIndex]) -> Vec<Vec<ActivityIndex>> {
    let mut places: BTreeMap<_, Vec<ActivityIndex>> = BTreeMap::new();
    for &index in covered {
        let place = &activities[index].id.place;
        places.entry(place).or_default().push(index);
    }
    places.into_values().filter(|set| set.len() > 1).collect()
}

/// Gains per place and group over the arrival years, with their least total.
///
/// One year of a practice changes an indicator in each of its arrival years; kept up every year, those
/// changes meet in one year. Their sum is therefore the lasting change, and is what a floor holds.
fn floor(
    model: &Model,
    rule: &Rule,
    limit: f64,
    cells: &[Cell],
    tracked: &[IndicatorId],
) -> Vec<(Vec<CellIndex>, f64)> {
    let RuleKind::Floor {
        indicator: only, ..
    } = &rule.kind
    else {
        return Vec::new();
    };
    let only = only.as_ref();
    let mut floors: BTreeMap<_, (Vec<CellIndex>, f64)> = BTreeMap::new();
    for (index, cell) in cells.iter().enumerate() {
        let about = only.is_none_or(|only| *only == cell.indicator)
            && (rule.places.is_empty() || rule.places.contains(&cell.place))
            && if rule.groups.is_empty() {
                cell.counted
            } else {
                rule.groups.contains(&cell.group)
            };
        if about {
            let least = limit / cell.points_per_person * cell.people;
            let entry = floors
                .entry((&cell.indicator, &cell.place, &cell.group))
                .or_insert((Vec::new(), least));
            entry.0.push(index);
        }
    }
    // A promise about what nothing moves is kept by nothing: its total is 0.
    for row in &model.tables().baselines {
        let Some(indicator) = model.indicator(&row.indicator) else {
            continue;
        };
        let about = tracked.contains(&row.indicator)
            && only.is_none_or(|only| *only == row.indicator)
            && (rule.places.is_empty() || rule.places.contains(&row.place))
            && (rule.groups.is_empty() || rule.groups.contains(&row.group));
        if about {
            let people = match indicator.unit {
                Unit::Percent | Unit::Score => row.population.get(),
                Unit::Count | Unit::Dollars => 1.0,
            };
            let least = limit / indicator.points_per_person() * people;
            floors.insert(
                (&row.indicator, &row.place, &row.group),
                (Vec::new(), least),
            );
        }
    }
    floors.into_values().collect()
}
