//! The best set of proposals within a budget: worth what they come to together, not one by one.

use std::collections::BTreeMap;

use super::rank::{Entrant, Line, Merit};
use crate::analysis::Stream;
use crate::domain::{Model, ResourceId};
use crate::engine::backend::Raw;
use crate::engine::{
    Cap, CellIndex, Choice, ChoiceError, ChoiceSettings, Counted, Instance, Item, Portfolio,
    Standing, choose, frontier, standings,
};

/// Gap at which the search for a set stops, relative.
const GAP: f64 = 1e-4;

/// Nodes of the search for the best set, and of each search with a proposal held in or out.
const NODES: u64 = 1_000_000;
/// See [`NODES`].
const NODES_HELD: u64 = 20_000;

/// Most proposals for which it is searched where each stands: each may take a search of its own.
const MOST_STANDINGS: usize = 500;

/// Part of the best value within which a set may be the best: values are no surer than that.
const SLACK: f64 = 0.01;

/// Rounds in which the point is sought at which gains are priced, and the gap at which it is found.
const ROUNDS: usize = 40;
/// See [`ROUNDS`].
const PRICED: f64 = 1e-4;

/// Parts of the budget for which the best set is sought too.
const BUDGETS: [f64; 5] = [0.5, 0.75, 1.0, 1.25, 1.5];

/// What a proposal changes by cell.
pub type Changes = Vec<(CellIndex, f64)>;

/// Proposals among which a set is chosen.
#[derive(Clone, Copy)]
pub struct Candidates<'a> {
    /// The model that they are for.
    pub model: &'a Model,
    /// The model as numbers.
    pub instance: &'a Instance,
    /// The proposals.
    pub entrants: &'a [Entrant],
    /// What each changes; not looked at where its score was given.
    pub changes: &'a [Changes],
    /// What there is to give.
    pub budget: &'a BTreeMap<ResourceId, f64>,
}

/// The best set, and how firmly.
#[derive(Debug, Clone, PartialEq)]
pub struct BestSet {
    /// Part of each proposal in it.
    pub chosen: Vec<f64>,
    /// What it is worth together, exactly.
    pub value: f64,
    /// No set within the budget is worth more.
    pub bound: f64,
    /// What those together are worth that going down the ranking supports.
    pub by_ranking: f64,
    /// Where each proposal stands among sets that are nearly as good; `None` where there are too many to tell.
    pub standings: Option<Vec<Standing>>,
    /// Share of the draws of effects in whose best set each proposal is; `None` without draws.
    pub drawn: Option<Vec<f64>>,
    /// The best sets at other budgets, smallest first.
    pub points: Vec<Point>,
}

/// The best set at a part of the budget.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// Part of the budget of every resource.
    pub factor: f64,
    /// Proposals in it.
    pub proposals: usize,
    /// What it is worth, at the prices of gains of the whole budget.
    pub value: f64,
    /// No set within that budget is worth more at these prices.
    pub bound: f64,
    /// Proposals of the next smaller budget's set that are not in this one.
    pub dropped: Vec<usize>,
}

/// Chooses the best set, with `samples` draws of effects.
///
/// What proposals are worth together is Σ_c w_c(D_c) with w_c concave: less than the sum of what each is worth alone
/// where they meet in a gap. A tangent of every w_c at any point bounds it from above, so that with gains priced at
/// these slopes the problem is a knapsack whose bound holds for the exact value. The point is that of the relaxed
/// optimum, where the bound is least (Frank & Wolfe 1956, *Naval Res. Logist. Q.* 3): each round solves the
/// relaxed knapsack at the present slopes and goes toward its solution as far as the exact value rises.
///
/// # Errors
/// The search failed.
pub fn best_set(
    candidates: Candidates<'_>,
    ranked: Option<&Line>,
    samples: usize,
    seed: u64,
    worth_in_draw: &WorthInDraw<'_>,
) -> Result<BestSet, ChoiceError> {
    let settings = ChoiceSettings {
        backend: &Raw,
        gap: GAP,
        nodes: NODES,
    };
    let together = Together::new(candidates);
    let mut choice = choice(candidates, &together.alone());
    let priced = together.priced(&choice, settings)?;
    set_values(&mut choice, &priced.values);
    let found = choose(&choice, settings)?;
    let bound = priced.constant + found.bound;

    // What is best one by one may be better together than what is best at the prices of the relaxed optimum.
    let mut additive = choice.clone();
    set_values(&mut additive, &together.alone());
    let one_by_one = choose(&additive, settings)?;
    let by_ranking: Vec<f64> = match ranked {
        Some(line) => {
            let sides = line.sides.iter();
            sides
                .map(|side| f64::from(u8::from(side.is_supported())))
                .collect()
        }
        None => vec![0.0; candidates.entrants.len()],
    };
    let sets = [found.chosen, one_by_one.chosen];
    let values = sets.each_ref().map(|set| together.value(set));
    let best = usize::from(values[1] > values[0]);
    let [at_prices, alone] = sets;
    let chosen = if best == 0 { at_prices } else { alone };
    let value = values[best];

    let drawn = (samples > 0 && candidates.entrants.iter().any(|one| !one.is_given()))
        .then(|| {
            draws(
                &choice,
                &priced.values,
                settings,
                samples,
                seed,
                worth_in_draw,
            )
        })
        .transpose()?;
    let standings = if candidates.entrants.len() <= MOST_STANDINGS {
        let held = ChoiceSettings {
            nodes: NODES_HELD,
            ..settings
        };
        Some(standings(&choice, held, SLACK)?.1)
    } else {
        None
    };
    Ok(BestSet {
        by_ranking: together.value(&by_ranking),
        points: points(&choice, &priced, settings)?,
        chosen,
        value,
        bound: bound.max(value),
        standings,
        drawn,
    })
}

/// What a proposal is worth in a draw of effects less what is expected, by position of the proposal and number of
/// the draw.
pub type WorthInDraw<'a> = dyn Fn(usize, &mut Stream) -> f64 + 'a;

/// What proposals are worth together.
struct Together<'a> {
    candidates: Candidates<'a>,
}

/// Gains priced at a point.
struct Priced {
    /// Worth of each proposal at the prices.
    values: Vec<f64>,
    /// What the tangents add to them, so that the sum bounds the exact value.
    constant: f64,
}

impl<'a> Together<'a> {
    fn new(candidates: Candidates<'a>) -> Self {
        Together { candidates }
    }

    /// What each is worth alone.
    fn alone(&self) -> Vec<f64> {
        let entrants = self.candidates.entrants.iter();
        entrants
            .map(|entrant| match &entrant.merit {
                Merit::Scored { value, .. } => *value,
                Merit::Given(score) => *score,
            })
            .collect()
    }

    /// D by cell of parts of the proposals.
    fn changes(&self, parts: &[f64]) -> Vec<f64> {
        let mut changes = vec![0.0; self.candidates.instance.cells.len()];
        let rows = self.candidates.changes.iter().zip(parts);
        for (row, part) in rows.filter(|(_, part)| **part > 0.0) {
            for &(cell, change) in row {
                changes[cell] += part * change;
            }
        }
        changes
    }

    /// What parts of the proposals are worth together, exactly; given scores add up.
    fn value(&self, parts: &[f64]) -> f64 {
        let worth = self
            .candidates
            .instance
            .worth_of_changes(self.changes(parts))
            .value;
        worth + self.given(parts)
    }

    fn given(&self, parts: &[f64]) -> f64 {
        let entrants = self.candidates.entrants.iter().zip(parts);
        entrants
            .map(|(entrant, part)| match entrant.merit {
                Merit::Given(score) => part * score,
                Merit::Scored { .. } => 0.0,
            })
            .sum()
    }

    /// Tangents at `changes`.
    fn tangents(&self, changes: &[f64]) -> Priced {
        let instance = self.candidates.instance;
        let slopes: Vec<f64> = instance
            .cells
            .iter()
            .zip(changes)
            .map(|(cell, &change)| {
                let gain = instance.overlap(cell, change);
                instance.worth_slope(cell, gain) * instance.overlap_slope(cell, change)
            })
            .collect();
        let worth = instance.worth_of_changes(changes.to_vec()).value;
        let along: f64 = slopes.iter().zip(changes).map(|(s, d)| s * d).sum();
        let entrants = self.candidates.entrants.iter().zip(self.candidates.changes);
        Priced {
            values: entrants
                .map(|(entrant, row)| match entrant.merit {
                    Merit::Given(score) => score,
                    Merit::Scored { .. } => row
                        .iter()
                        .map(|&(cell, change)| slopes[cell] * change)
                        .sum(),
                })
                .collect(),
            constant: worth - along,
        }
    }

    /// Tangents at the relaxed optimum, or near it: whatever the point, they bound.
    fn priced(&self, choice: &Choice, settings: ChoiceSettings<'_>) -> Result<Priced, ChoiceError> {
        let mut relaxed = Choice {
            items: choice.items.clone(),
            limits: choice.limits.clone(),
            ..Choice::default()
        };
        for item in &mut relaxed.items {
            item.whole = false;
        }
        let mut parts = vec![0.0; relaxed.items.len()];
        let mut best: Option<(f64, Priced)> = None;
        for round in 0..ROUNDS {
            let changes = self.changes(&parts);
            let priced = self.tangents(&changes);
            set_values(&mut relaxed, &priced.values);
            let found = choose(&relaxed, settings)?;
            let bound = priced.constant + found.bound;
            let value = self.value(&parts);
            if best.as_ref().is_none_or(|(least, _)| bound < *least) {
                best = Some((bound, priced));
            }
            if bound - value <= PRICED * value.abs() {
                break;
            }
            let step = if round == 0 {
                1.0
            } else {
                self.furthest(&parts, &found)
            };
            for (part, other) in parts.iter_mut().zip(&found.chosen) {
                *part += step * (other - *part);
            }
        }
        // There is a first round.
        Ok(best.map_or_else(
            || self.tangents(&self.changes(&parts)),
            |(_, priced)| priced,
        ))
    }

    /// How far toward another choice the exact value rises: a ternary search of a concave function.
    fn furthest(&self, parts: &[f64], toward: &Portfolio) -> f64 {
        let at = |step: f64| {
            let moved: Vec<f64> = parts
                .iter()
                .zip(&toward.chosen)
                .map(|(part, other)| part + step * (other - part))
                .collect();
            self.value(&moved)
        };
        let (mut low, mut high) = (0.0, 1.0);
        for _ in 0..30 {
            let (left, right) = (low + (high - low) / 3.0, high - (high - low) / 3.0);
            if at(left) < at(right) {
                low = left;
            } else {
                high = right;
            }
        }
        (low + high) / 2.0
    }
}

fn set_values(choice: &mut Choice, values: &[f64]) {
    for (item, &value) in choice.items.iter_mut().zip(values) {
        item.value = value;
    }
}

/// The proposals as items under the budget, with what they exclude and require and the limit for an applicant.
fn choice(candidates: Candidates<'_>, values: &[f64]) -> Choice {
    let entrants = candidates.entrants;
    let ids: BTreeMap<&str, usize> = entrants
        .iter()
        .enumerate()
        .map(|(index, entrant)| (entrant.id.as_str(), index))
        .collect();
    let limits: Vec<(&ResourceId, f64)> = candidates
        .budget
        .iter()
        .map(|(resource, amount)| (resource, *amount))
        .collect();
    let mut choice = Choice {
        limits: limits.iter().map(|(_, amount)| *amount).collect(),
        ..Choice::default()
    };
    let mut applicants: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, entrant) in entrants.iter().enumerate() {
        let uses = limits
            .iter()
            .enumerate()
            .filter_map(|(limit, (resource, _))| {
                let mut requests = entrant.requests.iter();
                let found = requests.find(|(id, _)| id == *resource);
                found.map(|(_, amount)| (limit, *amount))
            });
        choice.items.push(Item {
            value: values[index],
            uses: uses.collect(),
            whole: !entrant.partial,
        });
        for other in &entrant.excludes {
            if let Some(&other) = ids.get(other.as_str()) {
                choice
                    .excludes
                    .push(vec![index.min(other), index.max(other)]);
            }
        }
        for other in &entrant.requires {
            match ids.get(other.as_str()) {
                Some(&other) => choice.requires.push((index, other)),
                // What it needs is not to be had.
                None => choice.caps.push(Cap {
                    items: vec![index],
                    counted: Counted::Items,
                    most: 0.0,
                }),
            }
        }
        if let Some(applicant) = &entrant.applicant {
            applicants.entry(applicant).or_default().push(index);
        }
    }
    choice.excludes.retain(|pair| pair[0] != pair[1]);
    choice.excludes.sort();
    choice.excludes.dedup();
    if let Some(most) = candidates.model.settings().evaluation.per_applicant {
        let many = applicants.into_values();
        choice.caps.extend(
            many.filter(|items| items.len() > most as usize)
                .map(|items| Cap {
                    items,
                    counted: Counted::Items,
                    most: f64::from(most),
                }),
        );
    }
    choice
}

/// Share of the draws in whose best set each proposal is, at the prices of gains of the best set.
fn draws(
    choice: &Choice,
    values: &[f64],
    settings: ChoiceSettings<'_>,
    samples: usize,
    seed: u64,
    worth_in_draw: &WorthInDraw<'_>,
) -> Result<Vec<f64>, ChoiceError> {
    let settings = ChoiceSettings {
        gap: 10.0 * GAP,
        nodes: NODES_HELD,
        ..settings
    };
    let mut drawn = choice.clone();
    let mut times = vec![0.0; values.len()];
    for draw in 0..samples as u64 {
        let mut stream = Stream::new(seed, draw);
        for (index, item) in drawn.items.iter_mut().enumerate() {
            item.value = values[index] + worth_in_draw(index, &mut stream);
        }
        let found = choose(&drawn, settings)?;
        for (times, part) in times.iter_mut().zip(&found.chosen) {
            *times += f64::from(u8::from(*part > 0.0));
        }
    }
    Ok(times.iter().map(|times| times / samples as f64).collect())
}

/// The best sets at parts of the budget: of each resource by the same factor, the first of which the search varies.
fn points(
    choice: &Choice,
    priced: &Priced,
    settings: ChoiceSettings<'_>,
) -> Result<Vec<Point>, ChoiceError> {
    let Some(&whole) = choice.limits.first() else {
        return Ok(Vec::new());
    };
    if choice.limits.len() > 1 {
        // A frontier varies one limit; with several there is no one budget.
        return Ok(Vec::new());
    }
    let settings = ChoiceSettings {
        nodes: NODES_HELD,
        ..settings
    };
    let budgets = BUDGETS.map(|factor| factor * whole);
    let found = frontier(choice, settings, 0, &budgets)?;
    Ok(found
        .into_iter()
        .zip(BUDGETS)
        .map(|(at, factor)| {
            let chosen = at.portfolio.chosen.iter();
            Point {
                factor,
                proposals: chosen.filter(|part| **part > 0.0).count(),
                value: priced.constant + at.portfolio.value,
                bound: priced.constant + at.portfolio.bound,
                dropped: at.dropped,
            }
        })
        .collect())
}
