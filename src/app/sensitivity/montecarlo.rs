//! Draws: the best plan of each, and the recommended plan over all of them.

use super::outcome::{Ending, Found};
use super::question::{Question, Task};
use super::sample::{firmness, frequency, sample};
use crate::analysis::{kendall_tau, sampled_evpi, top_overlap};
use crate::domain::{
    ActivityDraws, ActivityId, CountedBy, Draws, FailedDraw, ImprovementRange, MonteCarlo,
    PerfectInformation, Stability,
};
use crate::engine::{Allocation, Answer, Instance, RESOLVE_INTEGER_TOLERANCE};

/// Draws by the number of effects on cells: whoever asks for no number gets as many as are solved within seconds.
const SIZES: [(usize, usize); 4] = [(5_000, 200), (20_000, 100), (200_000, 30), (1_000_000, 5)];

/// Plans of draws that are looked at for the one that is best over all draws.
const CANDIDATES: u64 = 4;

/// Draws for each of which one is solved again from nothing, and the most of them.
const CHECKED: (usize, usize) = (100, 20);

/// The draws where nobody asks for a number: by the size of the model alone.
pub(in crate::app) fn usual_draws(base: &Instance) -> usize {
    let terms: usize = base
        .cells
        .iter()
        .map(|cell| cell.terms.len() + cell.doubtful.len())
        .sum();
    let fits = SIZES.iter().find(|&&(most, _)| terms <= most);
    fits.map_or(0, |&(_, draws)| draws)
}

/// How each draw ended.
pub(super) fn draw(question: &Question<'_>, seed: u64, draws: usize) -> Vec<Option<Ending>> {
    let figures = question.figures;
    let mut worker = question.resolver.worker();
    // Today first: what it comes to in a draw is what the plan is compared with there.
    let today = (question.base.clone(), Allocation::today(question.base));
    let mut candidates: Vec<(Instance, Allocation)> = vec![today];
    // As many however many draws: what is kept of a run with fewer serves one with more.
    for draw in 0..CANDIDATES {
        let instance = figures.draw(seed, draw);
        if let Answer::Found(resolved) = worker.solve(&instance) {
            candidates.push((instance, resolved.plan));
        }
    }
    let tasks: Vec<Task> = (0..draws as u64)
        .map(|draw| Task {
            key: format!("draw/{draw}"),
            instance: Box::new(move || Some(figures.draw(seed, draw))),
        })
        .collect();
    question.solve_beside("drawing", &tasks, RESOLVE_INTEGER_TOLERANCE, &candidates)
}

/// What the draws come to.
pub(super) fn montecarlo(
    question: &Question<'_>,
    seed: u64,
    endings: &[Option<Ending>],
) -> MonteCarlo {
    let found: Vec<(u64, &Found)> = (0..)
        .zip(endings)
        .filter_map(|(draw, ending)| Some((draw, ending.as_ref()?.found()?)))
        .collect();
    let plans: Vec<f64> = found.iter().map(|(_, found)| found.carried.value).collect();
    let best: Vec<f64> = found.iter().map(|(_, found)| found.value).collect();
    let today = |found: &Found| found.others.first().copied().unwrap_or(0.0);
    let better = found
        .iter()
        .filter(|(_, found)| found.carried.value > today(found))
        .count();
    MonteCarlo {
        draws: counted(question, seed, endings, &found),
        expected: question.planned().carried(question.base).value,
        plan: sample(&plans),
        best: sample(&best),
        beats_today: frequency(better, plans.len()),
        improvements: improvements(question, &found),
        activities: activities(question, &found),
        stability: stability(question, &found),
        perfect_information: perfect_information(&found),
    }
}

fn counted(
    question: &Question<'_>,
    seed: u64,
    endings: &[Option<Ending>],
    found: &[(u64, &Found)],
) -> Draws {
    let mut draws = Draws {
        asked: endings.len(),
        done: found.len(),
        seed,
        figures: question.figures.count(),
        ..Draws::default()
    };
    for (draw, ending) in (0..).zip(endings) {
        match ending {
            Some(Ending::Infeasible) => draws.infeasible += 1,
            Some(Ending::Failed(why)) => draws.failed.push(FailedDraw {
                draw,
                why: why.clone(),
            }),
            Some(Ending::Found(_)) | None => {}
        }
    }
    let gaps: Vec<f64> = found.iter().map(|(_, found)| found.gap()).collect();
    if let Some(gaps) = sample(&gaps) {
        draws.median_gap = gaps.median;
    }
    draws.largest_gap = gaps.iter().copied().fold(0.0, f64::max);
    (draws.checked, draws.largest_difference) = checked(question, seed, found);
    draws
}

/// How many draws were solved again from nothing, and the largest relative difference that was found beyond what
/// the two bounds allow.
fn checked(question: &Question<'_>, seed: u64, found: &[(u64, &Found)]) -> (usize, f64) {
    let wanted = found.len().div_ceil(CHECKED.0).min(CHECKED.1);
    let step = found.len() / wanted.max(1);
    let sample: Vec<&(u64, &Found)> = found.iter().step_by(step.max(1)).take(wanted).collect();
    let keys: Vec<String> = sample
        .iter()
        .map(|(draw, _)| format!("check/{draw}"))
        .collect();
    let entries = question.runner.run(
        "checking",
        &keys,
        || question.resolver.cold_worker(),
        |worker, index| {
            let instance = question.figures.draw(seed, sample[index].0);
            let answer = worker.solve(&instance);
            question.planned().entry(&keys[index], &instance, answer)
        },
    );
    let mut checked = 0;
    let mut largest: f64 = 0.0;
    for ((_, warm), entry) in sample.into_iter().zip(&entries) {
        let Some(entry) = entry else { continue };
        checked += 1;
        largest = largest.max(match question.planned().read(entry).found() {
            Some(cold) => {
                let excess = (warm.value - cold.bound).max(cold.value - warm.bound);
                excess.max(0.0) / warm.scale
            }
            None => f64::MAX,
        });
    }
    (checked, largest)
}

fn improvements(question: &Question<'_>, found: &[(u64, &Found)]) -> Vec<ImprovementRange> {
    let rows = question.rows.keys().enumerate();
    rows.filter_map(|(position, ((indicator, group, place), unit))| {
        let gains: Vec<f64> = found
            .iter()
            .map(|(_, found)| found.carried.gains[position])
            .collect();
        let better = gains.iter().filter(|&&gain| gain > 0.0).count();
        Some(ImprovementRange {
            indicator: indicator.clone(),
            place: place.clone(),
            group: group.clone(),
            unit,
            gain: sample(&gains)?,
            better: frequency(better, gains.len())?,
        })
    })
    .collect()
}

fn activities(question: &Question<'_>, found: &[(u64, &Found)]) -> Vec<ActivityDraws> {
    let share = |so: &dyn Fn(&Found) -> bool| {
        frequency(
            found.iter().filter(|(_, found)| so(found)).count(),
            found.len(),
        )
    };
    let activities = 0..question.base.activities.len();
    activities
        .filter_map(|index| {
            let participants: Vec<f64> = found
                .iter()
                .map(|(_, found)| found.participants[index])
                .collect();
            let more = |one: f64, than: f64| question.is_more(index, one, than);
            let funded = share(&|found| more(found.participants[index], 0.0))?;
            let mut row = ActivityDraws {
                activity: question.activity(index),
                plan: question.plan.participants[index],
                funded,
                grows: share(&|found| more(found.participants[index], found.today[index]))?,
                shrinks: share(&|found| more(found.today[index], found.participants[index]))?,
                participants: sample(&participants)?,
                firmness: firmness(funded.share),
                counted_by: counted_by(question, index),
                alike_firmness: firmness(funded.share),
            };
            row.alike_firmness = firmness(row.alike().share);
            Some(row)
        })
        .collect()
}

/// What the recommended plan does with an activity.
fn counted_by(question: &Question<'_>, index: usize) -> CountedBy {
    let plan = question.plan.participants[index];
    let today = question.base.activities[index].today;
    if question.is_more(index, plan, today) {
        CountedBy::Grows
    } else if question.is_more(index, today, plan) {
        CountedBy::Shrinks
    } else {
        CountedBy::Runs
    }
}

/// Changes in participants as shares of capacity.
fn growth(question: &Question<'_>, participants: &[f64], today: &[f64]) -> Vec<f64> {
    let activities = question.base.activities.iter();
    activities
        .zip(participants.iter().zip(today))
        .map(|(activity, (participants, today))| {
            if activity.capacity > 0.0 {
                (participants - today) / activity.capacity
            } else {
                0.0
            }
        })
        .collect()
}

fn stability(question: &Question<'_>, found: &[(u64, &Found)]) -> Option<Stability> {
    let today = question.base.today();
    let planned = growth(question, &question.plan.participants, &today);
    let growing = question.growing();
    let top = growing.len();
    let drawn: Vec<Vec<f64>> = found
        .iter()
        .map(|(_, found)| growth(question, &found.participants, &found.today))
        .collect();
    let taus = drawn
        .iter()
        .filter_map(|growth| kendall_tau(&planned, growth));
    let overlaps = drawn
        .iter()
        .filter_map(|growth| top_overlap(&planned, growth, top));
    let kendall = sample(&taus.collect::<Vec<_>>())?.mean;
    let top_overlap = sample(&overlaps.collect::<Vec<_>>())?.mean;
    // Of neighbours in the order of how often they grow, those whose intervals meet.
    let mut often: Vec<(usize, usize)> = growing
        .iter()
        .map(|&index| {
            let grows = |found: &&(u64, &Found)| {
                question.is_more(index, found.1.participants[index], found.1.today[index])
            };
            (found.iter().filter(grows).count(), index)
        })
        .collect();
    often.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let ties: Vec<(ActivityId, ActivityId)> = often
        .windows(2)
        .filter_map(|pair| {
            let (first, second) = (pair[0], pair[1]);
            let contested = second.0 > 0 && first.0 < found.len();
            let low = frequency(first.0, found.len())?.low;
            let high = frequency(second.0, found.len())?.high;
            (contested && high >= low)
                .then(|| (question.activity(first.1), question.activity(second.1)))
        })
        .collect();
    Some(Stability {
        kendall,
        top,
        top_overlap,
        ties,
    })
}

/// Mean of the draws' optima less the mean of the best plan that was found over the same draws. That plan is
/// sought among the recommended one and the best ones of some draws; a better one would make the worth smaller.
fn perfect_information(found: &[(u64, &Found)]) -> Option<PerfectInformation> {
    let (_, first) = found.first()?;
    let recommended = found.iter().map(|(_, found)| found.carried.value).collect();
    let mut plans: Vec<Vec<f64>> = vec![recommended];
    for other in 0..first.others.len() {
        let values = found.iter().map(|(_, found)| found.others.get(other));
        plans.extend(
            values
                .map(Option::<&f64>::copied)
                .collect::<Option<Vec<f64>>>(),
        );
    }
    let total = |plan: &Vec<f64>| plan.iter().sum::<f64>();
    let best = plans.iter().max_by(|a, b| total(a).total_cmp(&total(b)))?;
    let optima: Vec<f64> = found.iter().map(|(_, found)| found.value).collect();
    let worth = sampled_evpi(&optima, best)?;
    Some(PerfectInformation {
        value: worth.evpi.max(0.0),
        standard_error: worth.standard_error.unwrap_or(0.0),
        at_most: true,
        plans: plans.len(),
    })
}
