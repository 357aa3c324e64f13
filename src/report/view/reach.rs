//! The plan beside those that move less and more, and what steps cost.

use std::collections::BTreeSet;

use crate::domain::{MoveLimit, Recommendation, Steps, UnderLimit, Unit};
use crate::report::names::Names;
use crate::report::number::{count, people, percent, signed};
use crate::report::view::share::often;

/// Indicators that are told of what steps cost.
const TOLD: usize = 3;

/// The plans under each limit on moves, a column each.
#[derive(Debug, Default)]
pub(in crate::report) struct ReachView {
    /// Heads of the columns.
    pub heads: Vec<&'static str>,
    /// What a row says, and its cells by column.
    pub rows: Vec<(String, Vec<String>)>,
    /// What holding moves to steps costs; `None` where they are not held to any.
    pub steps: Option<String>,
}

impl ReachView {
    pub(super) fn new(names: Names, recommendation: &Recommendation) -> Self {
        let steps = recommendation.steps.as_ref();
        let steps = steps
            .zip(recommendation.value.as_ref())
            .map(|(steps, value)| {
                priced(
                    names,
                    steps,
                    value.plan,
                    value.all_gaps,
                    recommendation.moves.len(),
                )
            });
        let Some(limits) = &recommendation.move_limits else {
            return ReachView {
                steps,
                ..ReachView::default()
            };
        };
        let draws = recommendation
            .trust
            .as_ref()
            .map_or(0, |trust| trust.draws.asked);
        let cells = |of: &dyn Fn(&UnderLimit) -> String| limits.iter().map(of).collect();
        let mut rows: Vec<(String, Vec<String>)> = vec![(
            "Gaps that close".to_owned(),
            cells(&|limit| percent(limit.share_of_gap_closed, 3)),
        )];
        if draws > 0 {
            rows.push((
                "Better than today in".to_owned(),
                cells(&|limit| {
                    let better = limit.better_than_today;
                    better.map_or_else(|| "-".to_owned(), |better| often(better.share, draws))
                }),
            ));
        }
        for (position, first) in limits
            .first()
            .into_iter()
            .flat_map(|limit| limit.gains.iter().enumerate())
        {
            // A mean has no sum over places: its changes stand above.
            if first.unit == Unit::Score {
                continue;
            }
            let gain = |limit: &UnderLimit| limit.gains.get(position).map_or(0.0, |row| row.gain);
            rows.push((
                names.indicator(&first.indicator),
                cells(&|limit| signed(gain(limit), &people(gain(limit)))),
            ));
        }
        ReachView {
            heads: limits
                .iter()
                .map(|limit| match limit.limit {
                    MoveLimit::Small => "small moves",
                    MoveLimit::AsSet => "recommended",
                    MoveLimit::Free => "free",
                })
                .collect(),
            rows,
            steps,
        }
    }
}

/// What steps cost, in words.
fn priced(names: Names, steps: &Steps, plan: f64, all_gaps: f64, moves: usize) -> String {
    let sizes: BTreeSet<String> = steps
        .steps
        .iter()
        .filter(|row| row.step > 0.0)
        .map(|row| names.unit(&row.unit).amount(row.step))
        .collect();
    let sizes: Vec<String> = sizes.into_iter().collect();
    let sizes = sizes.join(" or ");
    if !steps.kept {
        return format!(
            "The rules leave no plan whose moves are in steps of {sizes}: they are in any amounts."
        );
    }
    let mut held = if sizes.is_empty() {
        "Moves are limited in size or number".to_owned()
    } else {
        format!("Moves are in steps of {sizes}, or take the last of what their giver has")
    };
    if let Some(most) = steps.most_per_partner {
        held = format!("{held}; {} a partner at most", count(most as usize, "move"));
    }
    let share = if all_gaps > 0.0 {
        (steps.value_before - plan).max(0.0) / all_gaps
    } else {
        0.0
    };
    let mut losses: Vec<_> = steps
        .losses
        .iter()
        .filter(|row| row.unit != Unit::Score && row.loss.abs() >= 0.5)
        .collect();
    losses.sort_by(|a, b| b.loss.abs().total_cmp(&a.loss.abs()));
    let told: Vec<String> = losses
        .iter()
        .take(TOLD)
        .map(|row| {
            let change = -row.loss;
            format!(
                "{} {}",
                signed(change, &people(change)),
                names.indicator(&row.indicator)
            )
        })
        .collect();
    let told = if told.is_empty() {
        "no indicator by a person".to_owned()
    } else {
        format!("in people: {}", told.join("; "))
    };
    let from = count(steps.moves_before, "move");
    format!(
        "{held}. Against any amounts ({from}, here {moves}) that costs {} of the gaps ({told}).",
        percent(share, 1)
    )
}
