//! The rows of the comparison: options, indicators, activities and practices.

use std::collections::{BTreeMap, BTreeSet};

use super::drawn::Drawn;
use super::{Member, Set};
use crate::app::moved::moved;
use crate::app::sensitivity::{frequency, sample};
use crate::domain::{
    ActivityId, ComparedActivity, ComparedIndicator, ComparedOption, ComparedPractice, Comparison,
    GroupId, IndicatorId, LevelChange, OptionGain, OptionKind, OptionLevel, OptionResource,
    OptionValue, PartnerId, PracticeId, Spread, Unit,
};
use crate::engine::{Instance, pool_moves};

/// Share of capacity by which participants must differ to be more or fewer than others.
const DIFFERS: f64 = 1e-6;

/// Part of a value by which it must be larger to be better: below is rounding.
const BETTER: f64 = 1e-9;

/// A row of what improves: an indicator, and a group or all that counts.
type RowKey = (IndicatorId, Option<GroupId>);

/// The rows of what improves in a community, in order.
pub(super) struct Rows {
    positions: BTreeMap<RowKey, usize>,
    about: BTreeMap<RowKey, (Unit, bool)>,
}

impl Rows {
    /// The rows that anything reaches; a group that is all that counts has none of its own.
    pub fn new(instance: &Instance) -> Self {
        let mut counted: BTreeMap<&IndicatorId, BTreeSet<&GroupId>> = BTreeMap::new();
        for cell in instance.cells.iter().filter(|cell| cell.counted) {
            counted
                .entry(&cell.indicator)
                .or_default()
                .insert(&cell.group);
        }
        let mut about = BTreeMap::new();
        let reached = instance
            .cells
            .iter()
            .filter(|cell| !(cell.terms.is_empty() && cell.doubtful.is_empty()));
        for cell in reached {
            if cell.counted {
                about.insert((cell.indicator.clone(), None), (cell.unit, true));
            }
            let alone = counted
                .get(&cell.indicator)
                .is_some_and(|groups| groups.len() == 1);
            if !(cell.counted && alone) {
                let key = (cell.indicator.clone(), Some(cell.group.clone()));
                about.insert(key, (cell.unit, cell.counted));
            }
        }
        let positions = about.keys().cloned().zip(0..).collect();
        Rows { positions, about }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.positions.len()
    }

    /// Gains by row: sums over places and arrival years and, where groups count, over groups.
    pub fn sums(&self, instance: &Instance, gains: &[f64]) -> Vec<f64> {
        let mut sums = vec![0.0; self.len()];
        for (cell, gain) in instance.cells.iter().zip(gains) {
            let own = (cell.indicator.clone(), Some(cell.group.clone()));
            let all = cell.counted.then(|| (cell.indicator.clone(), None));
            for key in std::iter::once(own).chain(all) {
                if let Some(&position) = self.positions.get(&key) {
                    sums[position] += gain;
                }
            }
        }
        sums
    }
}

/// The comparison without regrets and money.
pub(super) fn comparison(set: &Set<'_>, drawn: &Drawn) -> Comparison {
    let valuing = set.valuing();
    Comparison {
        reference: set.reference,
        options: (0..set.members.len())
            .map(|member| option(set, drawn, member))
            .collect(),
        draws: (0, 0),
        seed: set.options.seed,
        unit: valuing.model.settings().value.per.unit(),
        all_gaps: valuing.instance.all_gaps,
        indicators: indicators(set, drawn),
        activities: activities(set),
        practices: practices(set),
        regrets: Vec::new(),
        least_regret: None,
        one_unit: true,
        money: None,
        interrupted: false,
    }
}

fn option(set: &Set<'_>, drawn: &Drawn, index: usize) -> ComparedOption {
    let member = &set.members[index];
    let world = set.world(index);
    let is_today = member.kind == OptionKind::Today;
    let solved = &set.solved[member.world];
    let (moves, partners) = moves(set, member, index);
    ComparedOption {
        name: member.name.to_owned(),
        kind: member.kind,
        description: world
            .description
            .filter(|_| member.kind == OptionKind::Scenario)
            .map(str::to_owned),
        status: set.status(index),
        infeasibility: solved.infeasibility.clone().filter(|_| !is_today),
        failed: solved.failed.clone().filter(|_| !is_today),
        same_value: same_value(&world.instance, &set.valuing().instance),
        value: value(set, drawn, index),
        moves,
        partners,
        resources: resources(set, member, index),
    }
}

/// Whether two communities value every gain alike.
fn same_value(one: &Instance, other: &Instance) -> bool {
    let terms = |instance: &Instance| -> Vec<_> {
        let counted = instance.cells.iter().filter(|cell| cell.counted);
        counted
            .map(|cell| {
                let (indicator, place, group, years) = cell.key();
                let key = (indicator.clone(), place.clone(), group.clone(), years);
                (key, cell.weight.to_bits(), cell.gap.to_bits())
            })
            .collect()
    };
    one.value == other.value && terms(one) == terms(other)
}

fn value(set: &Set<'_>, drawn: &Drawn, index: usize) -> Option<OptionValue> {
    let plans = set.members[index].plan.as_ref()?;
    let instance = &set.world(index).instance;
    let gains = instance.evaluate(&plans.plan.participants).gains;
    let (plan, best) = plans.values;
    let bound = plans.bound.max(plan);
    let better = |count: usize| frequency(count, drawn.done);
    let more = |one: f64, than: f64| one > than + BETTER * set.valuing().instance.scale(than);
    let own = &drawn.worth[index];
    let reference = &drawn.worth[set.reference];
    let over_today = own.iter().filter(|&&(plan, today)| more(plan, today));
    let pairs = own.iter().zip(reference);
    let over_reference = pairs.filter(|((plan, _), (other, _))| more(*plan, *other));
    let worths: Vec<f64> = own.iter().map(|&(plan, _)| plan).collect();
    Some(OptionValue {
        plan,
        best,
        bound,
        gap: (bound - plan) / instance.scale(plan),
        worth: set.valuing().instance.worth_of(instance, &gains),
        range: sample(&worths),
        beats_today: (set.members[index].kind != OptionKind::Today)
            .then(|| better(over_today.count()))
            .flatten(),
        beats_reference: (index != set.reference && !reference.is_empty())
            .then(|| better(over_reference.count()))
            .flatten(),
        largest_regret: None,
        worst_world: None,
    })
}

/// Moves of a plan, and partners that must agree to one.
fn moves(set: &Set<'_>, member: &Member<'_>, index: usize) -> (usize, usize) {
    let Some(plans) = &member.plan else {
        return (0, 0);
    };
    let world = set.world(index);
    let mut partners: BTreeSet<&PartnerId> = BTreeSet::new();
    let mut number = 0;
    for (pool, data) in world.instance.pools.iter().enumerate() {
        let moves = pool_moves(&world.instance, pool, &plans.plan).len();
        number += moves;
        if moves > 0
            && let Some(row) = world.model.pool(&data.id)
        {
            partners.insert(&row.partner);
        }
    }
    (number, partners.len())
}

fn resources(set: &Set<'_>, member: &Member<'_>, index: usize) -> Vec<OptionResource> {
    let world = set.world(index);
    let moved: BTreeMap<_, f64> = match &member.plan {
        Some(plans) => moved(world.model, &world.instance, &plans.plan)
            .into_iter()
            .map(|row| (row.resource, row.amount))
            .collect(),
        None => BTreeMap::new(),
    };
    let rows = world.model.tables().resources.iter().enumerate();
    rows.filter_map(|(position, row)| {
        let pools = || {
            let all = world.instance.pools.iter();
            all.filter(move |pool| pool.resource == position)
        };
        pools().next()?;
        Some(OptionResource {
            resource: row.id.clone(),
            unit: row.unit.clone(),
            held: pools().map(|pool| pool.amount).sum(),
            cut: pools()
                .filter(|pool| pool.is_cut())
                .map(|pool| pool.today - pool.amount)
                .sum(),
            moved: moved.get(&row.id).copied().unwrap_or(0.0),
        })
    })
    .collect()
}

fn indicators(set: &Set<'_>, drawn: &Drawn) -> Vec<ComparedIndicator> {
    let rows: Vec<Rows> = (0..set.members.len())
        .map(|member| Rows::new(&set.world(member).instance))
        .collect();
    let mut all: BTreeMap<RowKey, (Unit, bool)> = BTreeMap::new();
    for rows in &rows {
        for (key, about) in &rows.about {
            all.entry(key.clone()).or_insert(*about);
        }
    }
    let expected: Vec<Option<Vec<f64>>> = (0..set.members.len())
        .map(|member| {
            let plans = set.members[member].plan.as_ref()?;
            let instance = &set.world(member).instance;
            let gains = instance.evaluate(&plans.plan.participants).gains;
            Some(rows[member].sums(instance, &gains))
        })
        .collect();
    all.into_iter()
        .map(|((indicator, group), (unit, counted))| {
            let key = (indicator, group);
            let gains = (0..set.members.len())
                .map(|member| {
                    let position = *rows[member].positions.get(&key)?;
                    Some(OptionGain {
                        gain: expected[member].as_ref()?[position],
                        range: sample(&drawn.gains[member][position]),
                    })
                })
                .collect();
            let (indicator, group) = key;
            ComparedIndicator {
                indicator,
                group,
                counted,
                unit,
                gains,
            }
        })
        .collect()
}

fn activities(set: &Set<'_>) -> Vec<ComparedActivity> {
    let mut all: BTreeMap<&ActivityId, Vec<Option<OptionLevel>>> = BTreeMap::new();
    let members = set.members.len();
    for index in 0..members {
        let Some(plans) = &set.members[index].plan else {
            continue;
        };
        let activities = set.world(index).instance.activities.iter();
        for (activity, &plan) in activities.zip(&plans.plan.participants) {
            let least = DIFFERS * activity.capacity;
            let levels = all
                .entry(&activity.id)
                .or_insert_with(|| vec![None; members]);
            levels[index] = Some(OptionLevel {
                today: activity.today,
                plan,
                change: if plan > activity.today + least {
                    LevelChange::Grows
                } else if plan < activity.today - least {
                    LevelChange::Shrinks
                } else {
                    LevelChange::Stays
                },
            });
        }
    }
    all.into_iter()
        .map(|(activity, levels)| ComparedActivity {
            activity: activity.clone(),
            levels,
        })
        .collect()
}

fn practices(set: &Set<'_>) -> Vec<ComparedPractice> {
    let planned: Vec<usize> = (0..set.members.len())
        .filter(|&index| {
            let member = &set.members[index];
            member.kind != OptionKind::Today && member.plan.is_some()
        })
        .collect();
    // Participants today and in the plan, and what differs by no more than rounding.
    let mut all: BTreeMap<&PracticeId, BTreeMap<usize, (f64, f64, f64)>> = BTreeMap::new();
    for &index in &planned {
        let Some(plans) = &set.members[index].plan else {
            continue;
        };
        let activities = set.world(index).instance.activities.iter();
        for (activity, &plan) in activities.zip(&plans.plan.participants) {
            let options = all.entry(&activity.id.practice).or_default();
            let sums = options.entry(index).or_default();
            sums.0 += activity.today;
            sums.1 += plan;
            sums.2 += DIFFERS * activity.capacity;
        }
    }
    let spread = |found: &[usize]| {
        if found.is_empty() {
            Spread::None
        } else if found.len() == planned.len() {
            Spread::All
        } else {
            Spread::Some
        }
    };
    all.into_iter()
        .map(|(practice, options)| {
            let those = |so: &dyn Fn(&(f64, f64, f64)) -> bool| -> Vec<usize> {
                let found = options.iter().filter(|(_, sums)| so(sums));
                found.map(|(&index, _)| index).collect()
            };
            let runs = those(&|&(_, plan, least)| plan > least);
            let grows = those(&|&(today, plan, least)| plan > today + least);
            ComparedPractice {
                practice: practice.clone(),
                running: spread(&runs),
                growing: spread(&grows),
                runs,
                grows,
            }
        })
        .collect()
}
