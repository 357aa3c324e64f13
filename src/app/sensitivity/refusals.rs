//! What happens where a partner does not take part, and what doing without an activity costs.

use super::limits::noise;
use super::outcome::Found;
use super::question::{Question, Task};
use crate::domain::{
    ActivityId, IndicatorId, PlaceId, Provenance, Refusal, Replacement, Rule, RuleId, RuleKind,
};
use crate::engine::Instance;
use crate::evidence;

/// Gap that searches go on to.
const TOLERANCE: f64 = 1e-3;

/// Activities whose replacement is sought: those that grow most in participants' value first.
const MOST_ACTIVITIES: usize = 100;

/// What is lost without each partner that moves something: the others plan anew, its pools stay as they are.
pub(super) fn refusals(question: &Question<'_>) -> Vec<Refusal> {
    let mut partners: Vec<_> = question
        .recommendation
        .moves
        .iter()
        .map(|step| step.partner.clone())
        .collect();
    partners.dedup();
    let tasks: Vec<Task> = partners
        .iter()
        .map(|partner| Task {
            key: format!("refusal/{partner}"),
            instance: Box::new(|| {
                let mut instance = question.base.clone();
                for (pool, row) in question.model.tables().pools.iter().enumerate() {
                    if row.partner == *partner {
                        instance.hold_pool(pool);
                    }
                }
                Some(instance)
            }),
        })
        .collect();
    let endings = question.solve("without each partner", &tasks, TOLERANCE);
    drop(tasks);
    let planned = question.best_gains();
    partners
        .into_iter()
        .zip(endings)
        .filter_map(|(partner, ending)| {
            // What an interrupted job did not come to has no row; without a plan, a row has no loss.
            let ending = ending?;
            let found = ending.found();
            Some(Refusal {
                partner,
                loss: found.map(|found| (question.value - found.value).max(0.0)),
                noise: noise(question, found),
                stops: found.map_or_else(Vec::new, |found| stops(question, found)),
                losers: found
                    .map_or_else(Vec::new, |found| losers(question, &planned, &found.gains)),
            })
        })
        .collect()
}

/// Activities that grow in the recommended plan and have fewer participants in another.
fn stops(question: &Question<'_>, found: &Found) -> Vec<ActivityId> {
    let growing = question.growing().into_iter();
    growing
        .filter(|&index| {
            let planned = question.before.participants[index];
            question.is_more(index, planned, found.participants[index])
        })
        .map(|index| question.activity(index))
        .collect()
}

/// Gains by indicator and place that another plan does not make, the largest first.
fn losers(
    question: &Question<'_>,
    planned: &[f64],
    gains: &[f64],
) -> Vec<(IndicatorId, PlaceId, f64)> {
    let rows = question.rows.keys().zip(planned.iter().zip(gains));
    let mut losers: Vec<(IndicatorId, PlaceId, f64)> = rows
        .filter_map(|(((indicator, group, place), _), (planned, gain))| {
            let place = place
                .clone()
                .filter(|_| group.is_none() && planned > gain)?;
            Some((indicator.clone(), place, planned - gain))
        })
        .collect();
    losers.sort_by(|a, b| b.2.total_cmp(&a.2));
    losers
}

/// What is lost where nothing is given to an activity that grows.
pub(super) fn replacement(question: &Question<'_>) -> Vec<Replacement> {
    let growth = |index: usize| {
        let activity = &question.base.activities[index];
        (question.before.participants[index] - activity.today) / activity.capacity
    };
    let mut growing = question.growing();
    if growing.len() > MOST_ACTIVITIES {
        growing.sort_by(|&a, &b| growth(b).total_cmp(&growth(a)).then(a.cmp(&b)));
        growing.truncate(MOST_ACTIVITIES);
        growing.sort_unstable();
    }
    let tasks: Vec<Task> = growing
        .iter()
        .map(|&index| Task {
            key: format!("replacement/{}", question.activity(index)),
            instance: Box::new(move || without(question, index)),
        })
        .collect();
    let endings = question.solve("without each activity", &tasks, TOLERANCE);
    growing
        .into_iter()
        .zip(endings)
        .filter_map(|(index, ending)| {
            let ending = ending?;
            let found = ending.found();
            let instead = |found: &Found| {
                let more = |&other: &usize| {
                    let planned = question.before.participants[other];
                    question.is_more(other, found.participants[other], planned)
                };
                let activities = 0..question.base.activities.len();
                activities
                    .filter(more)
                    .map(|other| question.activity(other))
                    .collect()
            };
            Some(Replacement {
                activity: question.activity(index),
                plan: question.before.participants[index],
                cost: found.map(|found| (question.value - found.value).max(0.0)),
                noise: noise(question, found),
                instead: found.map_or_else(Vec::new, instead),
            })
        })
        .collect()
}

/// The model with one more rule, that excludes an activity.
fn without(question: &Question<'_>, index: usize) -> Option<Instance> {
    let ActivityId { practice, place } = question.activity(index);
    let rules = &question.model.tables().rules;
    let names = (0..=rules.len()).filter_map(|number| RuleId::new(&format!("without-{number}")));
    let free = names
        .into_iter()
        .find(|id| rules.iter().all(|rule| rule.id != *id))?;
    let model = question
        .model
        .with(|tables| {
            tables.rules.push(Rule {
                id: free,
                kind: RuleKind::Exclude,
                practices: vec![practice],
                places: vec![place],
                groups: Vec::new(),
                partners: Vec::new(),
                provenance: Provenance::default(),
            });
        })
        .ok()?;
    let effects = evidence::effects(&model).ok()?;
    Some(Instance::new(&model, &effects))
}
