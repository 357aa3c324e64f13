//! Which moves the best plan of another community makes too.

use std::collections::BTreeMap;

use super::outcome::{Ending, Found};
use super::question::{Question, Task};
use super::sample::frequency;
use crate::domain::{
    ActivityId, Basis, Dependence, MoveStanding, ResourceId, UncertainFigure, ValuePer,
};
use crate::engine::{RESOLVE_INTEGER_TOLERANCE, changes};

/// Part of a giver's loss and of a receiver's gain that another plan must make for a move to be in it.
const HALF: f64 = 0.5;

/// Change beside what an activity needs of a resource up to which moves to and from it outweigh each other.
const ROUNDING: f64 = 1e-9;

/// Share of the draws that a move that holds is made in.
const HOLDS: f64 = crate::analysis::ROBUST_SHARE;

/// Gaps that targets leave, against those in the model.
const OTHER_TARGETS: [f64; 2] = [0.8, 1.2];

/// A move by the changes of its giver and its receiver, as positions among the changes of a plan.
struct Ends {
    from: Option<usize>,
    to: Option<usize>,
}

/// The moves of the recommended plan.
pub(super) struct Moves {
    ends: Vec<Ends>,
    planned: Vec<f64>,
}

impl Moves {
    pub(super) fn new(question: &Question<'_>) -> Self {
        let mut positions: BTreeMap<(&ActivityId, &ResourceId), usize> = BTreeMap::new();
        let mut planned = changes(question.base, question.base, question.plan);
        let needs = question.base.activities.iter().flat_map(|activity| {
            let needs = activity.needs.iter();
            needs.map(move |need| (activity, need))
        });
        for (position, (activity, need)) in needs.enumerate() {
            let resource = &question.base.resources[need.resource];
            positions.insert((&activity.id, resource), position);
            if planned[position].abs() <= ROUNDING * need.size(activity) {
                planned[position] = 0.0;
            }
        }
        let moves = question.recommendation.moves.iter();
        let find = |activity: &Option<ActivityId>, resource: &ResourceId| {
            let key = (activity.as_ref()?, resource);
            positions.get(&key).copied()
        };
        Moves {
            ends: moves
                .map(|step| Ends {
                    from: find(&step.from, &step.resource),
                    to: find(
                        &step.to,
                        step.converted
                            .as_ref()
                            .map_or(&step.resource, |to| &to.resource),
                    ),
                })
                .collect(),
            planned,
        }
    }

    /// Whether a plan makes a move: its giver gives at least half as much, and its receiver gains half as much.
    fn makes(&self, index: usize, found: &Found) -> bool {
        let Ends { from, to } = &self.ends[index];
        let far = |position: &Option<usize>| {
            position.is_none_or(|position| {
                let (planned, now) = (self.planned[position], found.changes[position]);
                // Other moves may outweigh this one at the same activity: then only its own direction counts.
                if planned == 0.0 {
                    true
                } else {
                    now * planned.signum() >= HALF * planned.abs()
                }
            })
        };
        far(from) && far(to)
    }

    /// How many moves of the recommended plan another one does not make.
    pub(super) fn lost(&self, found: &Found) -> usize {
        let moves = 0..self.ends.len();
        moves.filter(|&index| !self.makes(index, found)).count()
    }
}

/// The figures that were tried one at a time, each with how it ended at its P10 and at its P90.
pub(super) type OneAtATime = [(UncertainFigure, [Option<Ending>; 2])];

/// Which moves hold over the draws and under other settings, and what takes the others away.
pub(super) fn holds(
    question: &Question<'_>,
    draws: &[Option<Ending>],
    one_at_a_time: &OneAtATime,
) -> Option<Vec<MoveStanding>> {
    let moves = Moves::new(question);
    let per = question.base.value.per;
    let other = match per {
        ValuePer::GapShare => ValuePer::Person,
        ValuePer::Person => ValuePer::GapShare,
    };
    let settings = [("value", other, 1.0)].into_iter().chain(
        ["smaller gaps", "larger gaps"]
            .into_iter()
            .zip(OTHER_TARGETS)
            .map(|(name, factor)| (name, per, factor)),
    );
    let tasks: Vec<Task> = settings
        .map(|(name, per, factor)| Task {
            key: format!("setting/{name}"),
            instance: Box::new(move || Some(question.base.revalued(question.model, per, factor))),
        })
        .collect();
    let settings = question.solve("other settings", &tasks, RESOLVE_INTEGER_TOLERANCE);
    if settings.iter().any(Option::is_none) {
        // An interrupted job says nothing of settings that it did not come to.
        return None;
    }
    let found: Vec<&Found> = draws.iter().flatten().filter_map(Ending::found).collect();
    let made = |index: usize, ending: &Option<Ending>| {
        ending
            .as_ref()
            .and_then(Ending::found)
            .is_some_and(|found| moves.makes(index, found))
    };
    question
        .recommendation
        .moves
        .iter()
        .enumerate()
        .map(|(index, step)| {
            let times = found
                .iter()
                .filter(|found| moves.makes(index, found))
                .count();
            let share = frequency(times, found.len())?;
            let under_both_values = made(index, &settings[0]);
            let under_other_targets = settings[1..].iter().all(|ending| made(index, ending));
            let depends_on = dependences(&moves, index, one_at_a_time);
            Some(MoveStanding {
                pool: step.pool.clone(),
                partner: step.partner.clone(),
                from: step.from.clone(),
                to: step.to.clone(),
                converted_to: step.converted.as_ref().map(|to| to.resource.clone()),
                amount: step.amount,
                unit: step.unit.clone(),
                share,
                under_both_values,
                under_other_targets,
                holds: share.share >= HOLDS && under_both_values && under_other_targets,
                depends_on,
            })
        })
        .collect()
}

/// The figures that take a move away by themselves; those that nobody has measured go first.
fn dependences(moves: &Moves, index: usize, one_at_a_time: &OneAtATime) -> Vec<Dependence> {
    let mut found: Vec<Dependence> = Vec::new();
    for (figure, endings) in one_at_a_time {
        let ends = [figure.low, figure.high];
        for (at, ending) in ends.into_iter().zip(endings) {
            let other = ending.as_ref().and_then(Ending::found);
            if other.is_some_and(|other| !moves.makes(index, other)) {
                found.push(Dependence {
                    path: figure.path.clone(),
                    at,
                    basis: figure.basis,
                    origin: Some(figure.origin),
                });
            }
        }
    }
    let measured = |dependence: &Dependence| {
        !matches!(dependence.basis, Some(Basis::Default | Basis::Illustrative))
    };
    found.sort_by_key(measured);
    found
}
