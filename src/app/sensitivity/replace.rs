//! What of all that the program filled in decides most: what to look up first.

use super::outcome::Ending;
use super::question::{Question, Task};
use super::tornado;
use crate::domain::{Allocation, Basis, FilledIn, Model};
use crate::engine::{Instance, RESOLVE_INTEGER_TOLERANCE};
use crate::evidence;

/// Share of all gaps by which the best value must swing for a figure to decide anything.
const LEAST: f64 = 1e-6;

/// How many are told.
const MOST_TOLD: usize = 5;

/// Figures that are tried, by the order of their paths: more than an inventory of a few hundred programs has.
const MOST_TRIED: usize = 200;

/// The rows' figures of basis `default` at their P10 and P90, and their locks with and without, the largest swing of
/// the best value first; `None` where nothing was filled in.
///
/// Settings are judgements of the program's own and not for a partnership to look up.
pub(super) fn first(question: &Question<'_>) -> Option<Vec<FilledIn>> {
    let all = question.figures.list();
    let figures: Vec<usize> = (0..all.len())
        .filter(|&figure| {
            all[figure].basis == Some(Basis::Default) && all[figure].path.contains('[')
        })
        .take(MOST_TRIED)
        .collect();
    let locks: Vec<&Allocation> = question
        .model
        .tables()
        .allocations
        .iter()
        .filter(|row| row.locked && row.provenance.basis == Some(Basis::Default))
        .take(MOST_TRIED)
        .collect();
    if figures.is_empty() && locks.is_empty() {
        return None;
    }
    let mut found: Vec<FilledIn> = tornado::each(question, &all, figures)
        .into_iter()
        .filter_map(|(figure, endings)| {
            let value = |ending: &Option<Ending>| Some(ending.as_ref()?.found()?.value);
            Some(FilledIn {
                path: figure.path.clone(),
                best: (value(&endings[0])?, value(&endings[1])?),
                figure: Some(figure),
            })
        })
        .collect();
    found.extend(unlocked(question, &locks));
    let swing = |row: &FilledIn| (row.best.1 - row.best.0).abs();
    let least = LEAST * question.base.all_gaps + (question.bound - question.value).max(0.0);
    found.retain(|row| swing(row) > least);
    found.sort_by(|a, b| swing(b).total_cmp(&swing(a)).then(a.path.cmp(&b.path)));
    found.truncate(MOST_TOLD);
    Some(found)
}

/// Each lock with the best value without it.
fn unlocked(question: &Question<'_>, locks: &[&Allocation]) -> Vec<FilledIn> {
    let tasks: Vec<Task> = locks
        .iter()
        .map(|lock| Task {
            key: format!("unlocked/{}", lock.path()),
            instance: Box::new(|| without(question.model, lock)),
        })
        .collect();
    let endings = question.solve("without each lock", &tasks, RESOLVE_INTEGER_TOLERANCE);
    locks
        .iter()
        .zip(&endings)
        .filter_map(|(lock, ending)| {
            let found = ending.as_ref()?.found()?;
            Some(FilledIn {
                path: format!("{}.locked", lock.path()),
                figure: None,
                // The recommended plan is one of those without the lock.
                best: (question.value, found.value.max(question.value)),
            })
        })
        .collect()
}

fn without(model: &Model, lock: &Allocation) -> Option<Instance> {
    let model = model.with(|tables| {
        for row in &mut tables.allocations {
            row.locked &= row.path() != lock.path();
        }
    });
    let model = model.ok()?;
    let effects = evidence::effects(&model).ok()?;
    Some(Instance::new(&model, &effects))
}
