//! What more of each resource would bring, free of restrictions.

use super::outcome::{Ending, Found};
use super::question::{Question, Task};
use crate::analysis::{FrontierSettings, Tangent, frontier as breakpoints};
use crate::domain::{ActivityId, Frontier, FrontierPoint, Status};
use crate::engine::ResourceIndex;

/// Largest amount that is tried, as a share of what all pools of the resource hold.
const MOST: f64 = 1.0;

/// Amounts that are tried where there are integers, as shares of what all pools hold.
const STEPS: [f64; 8] = [0.0, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, MOST];

/// Distance from chord to tangents, as a share of the value, up to which a stretch counts as straight: the
/// best value is curved where programs overlap.
const STRAIGHT: f64 = 1e-3;

/// Most amounts that are tried in a search for breakpoints.
const EVALUATIONS: usize = 40;

/// Gap that searches go on to.
const TOLERANCE: f64 = 1e-3;

/// The frontiers of all resources that pools hold, in the order of their ids.
pub(super) fn frontier(question: &Question<'_>) -> Vec<Frontier> {
    let linear = !question.base.has_integers();
    let resources = 0..question.base.resources.len();
    resources
        .filter_map(|resource| {
            let held = question.base.pools.iter();
            let held: f64 = held
                .filter(|pool| pool.resource == resource)
                .map(|pool| pool.amount)
                .sum();
            (held > 0.0).then(|| {
                if linear {
                    exact(question, resource, MOST * held)
                } else {
                    stepwise(question, resource, held)
                }
            })
        })
        .collect()
}

fn task<'a>(question: &'a Question<'_>, resource: ResourceIndex, more: f64) -> Task<'a> {
    Task {
        key: format!("more/{}/{more}", question.base.resources[resource]),
        instance: Box::new(move || {
            let mut instance = question.base.clone();
            instance.add_pool(resource, more);
            Some(instance)
        }),
    }
}

/// Every breakpoint, by recursive intersection of tangents.
fn exact(question: &Question<'_>, resource: ResourceIndex, most: f64) -> Frontier {
    let mut solved: Vec<(f64, Found)> = Vec::new();
    let settings = FrontierSettings {
        tolerance: STRAIGHT,
        evaluations: EVALUATIONS,
    };
    let found = breakpoints(0.0, most, settings, |more| {
        let endings = question.solve(
            "more of a resource",
            &[task(question, resource, more)],
            TOLERANCE,
        );
        let Some(Some(Ending::Found(found))) = endings.into_iter().next() else {
            return Err(());
        };
        let slope = found.prices.last().copied().ok_or(())?;
        // The program's own optimum is what its shadow price is the slope of.
        let tangent = Tangent {
            value: found.bound,
            slope,
        };
        solved.push((more, *found));
        Ok(tangent)
    });
    let at = |more: f64| solved.iter().find(|(amount, _)| *amount == more);
    let points: Vec<(f64, &Found, Option<f64>)> = match &found {
        Ok(found) => found
            .breakpoints
            .iter()
            .filter_map(|point| {
                let (more, found) = at(point.at)?;
                Some((*more, found, point.right.or(found.prices.last().copied())))
            })
            .collect(),
        Err(()) => Vec::new(),
    };
    Frontier {
        resource: question.base.resources[resource].clone(),
        unit: unit(question, resource),
        exact: found.as_ref().is_ok_and(|found| {
            // A value above the tangent of another is no concave function's: then a breakpoint may be missing.
            let largest = solved.iter().map(|(_, found)| found.value.abs());
            found.above_tangents <= STRAIGHT * largest.fold(0.0, f64::max)
        }),
        distance: found.ok().map(|found| found.distance),
        points: nested(question, &points),
    }
}

/// Solved again at some amounts.
fn stepwise(question: &Question<'_>, resource: ResourceIndex, held: f64) -> Frontier {
    let tasks: Vec<Task> = STEPS
        .iter()
        .map(|step| task(question, resource, step * held))
        .collect();
    let endings = question.solve("more of a resource", &tasks, TOLERANCE);
    let points: Vec<(f64, &Found, Option<f64>)> = STEPS
        .iter()
        .zip(&endings)
        .filter_map(|(step, ending)| {
            let found = ending.as_ref()?.found()?;
            Some((step * held, found, None))
        })
        .collect();
    Frontier {
        resource: question.base.resources[resource].clone(),
        unit: unit(question, resource),
        exact: false,
        distance: None,
        points: nested(question, &points),
    }
}

fn unit(question: &Question<'_>, resource: ResourceIndex) -> String {
    question.model.tables().resources[resource].unit.clone()
}

/// The points, each with what grew and what had grown and is dropped since the one before.
fn nested(question: &Question<'_>, points: &[(f64, &Found, Option<f64>)]) -> Vec<FrontierPoint> {
    // With nothing more, the recommended plan itself is a plan.
    let proved = question.recommendation.status == Status::Optimal;
    let mut best = f64::NEG_INFINITY;
    points
        .iter()
        .enumerate()
        .map(|(position, &(more, found, next))| {
            let before = position.checked_sub(1).map(|before| points[before].1);
            let those = |so: &dyn Fn(usize, &Found) -> bool| -> Vec<ActivityId> {
                let activities = 0..question.base.activities.len();
                before.map_or_else(Vec::new, |before| {
                    activities
                        .filter(|&index| so(index, before))
                        .map(|index| question.activity(index))
                        .collect()
                })
            };
            let first = if more == 0.0 { question.value } else { best };
            // What can be done with less can be done with more.
            best = found.value.max(first);
            let bound = if more == 0.0 && proved {
                found.bound.min(question.bound)
            } else {
                found.bound
            };
            FrontierPoint {
                more,
                value: best,
                bound: bound.max(best),
                next,
                grow: those(&|index, before| {
                    question.is_more(index, found.participants[index], before.participants[index])
                }),
                dropped: those(&|index, before| {
                    question.is_more(index, before.participants[index], before.today[index])
                        && question.is_more(
                            index,
                            before.participants[index],
                            found.participants[index],
                        )
                }),
            }
        })
        .collect()
}
