//! One figure at a time, at its P10 and its P90.

use super::moves::{Moves, OneAtATime};
use super::outcome::Ending;
use super::question::{Question, Task};
use crate::domain::{Swing, UncertainFigure};
use crate::engine::RESOLVE_INTEGER_TOLERANCE;

/// Figures that are tried; where there are more, those by which the recommended plan's value swings most.
pub(super) const MOST_FIGURES: usize = 400;

/// Each figure at its two ends, and how the best plan there ended.
pub(super) fn one_at_a_time(
    question: &Question<'_>,
) -> Vec<(UncertainFigure, [Option<Ending>; 2])> {
    let all = question.figures.list();
    let chosen = chosen(question, all.len());
    each(question, &all, chosen)
}

/// Each of the `chosen` figures at its two ends, and how the best plan there ended.
pub(super) fn each(
    question: &Question<'_>,
    all: &[UncertainFigure],
    chosen: Vec<usize>,
) -> Vec<(UncertainFigure, [Option<Ending>; 2])> {
    let tasks: Vec<Task> = chosen
        .iter()
        .flat_map(|&figure| {
            [("low", false), ("high", true)].map(|(name, high)| Task {
                key: format!("figure/{}/{name}", all[figure].path),
                instance: Box::new(move || Some(question.figures.one(figure, high))),
            })
        })
        .collect();
    let mut endings = question
        .solve("one figure at a time", &tasks, RESOLVE_INTEGER_TOLERANCE)
        .into_iter();
    chosen
        .into_iter()
        .map(|figure| {
            let ends = [endings.next().flatten(), endings.next().flatten()];
            (all[figure].clone(), ends)
        })
        .collect()
}

/// The figures to try, in order.
fn chosen(question: &Question<'_>, count: usize) -> Vec<usize> {
    let mut figures: Vec<usize> = (0..count).collect();
    if count > MOST_FIGURES {
        let planned = question.planned();
        let swing = |figure: usize| {
            let at = |high| planned.carried(&question.figures.one(figure, high)).value;
            (at(true) - at(false)).abs()
        };
        let mut swings: Vec<(f64, usize)> = figures
            .iter()
            .map(|&figure| (swing(figure), figure))
            .collect();
        swings.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        figures = swings
            .into_iter()
            .take(MOST_FIGURES)
            .map(|(_, figure)| figure)
            .collect();
        figures.sort_unstable();
    }
    figures
}

/// The swings, the largest of the best value first; figures one end of which was not solved are left out.
pub(super) fn tornado(question: &Question<'_>, tried: &OneAtATime) -> Vec<Swing> {
    let moves = Moves::new(question);
    let mut swings: Vec<Swing> = tried
        .iter()
        .filter_map(|(figure, endings)| {
            let [low, high] = endings
                .each_ref()
                .map(|ending| ending.as_ref().and_then(Ending::found));
            let (low, high) = (low?, high?);
            Some(Swing {
                figure: figure.clone(),
                best: (low.value, high.value),
                plan: (low.carried.value, high.carried.value),
                moves_lost: (moves.lost(low), moves.lost(high)),
                gap: low.gap().max(high.gap()),
            })
        })
        .collect();
    let size = |swing: &Swing| (swing.best.1 - swing.best.0).abs();
    swings.sort_by(|a, b| size(b).total_cmp(&size(a)));
    swings
}
