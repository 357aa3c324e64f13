//! The order of proposals, how far it can be trusted, and who is supported where money ends.

use std::collections::{BTreeMap, BTreeSet};

use super::doubt::{DoubtIndex, Doubts, spread};
use crate::analysis::{OUT_SHARE, ROBUST_SHARE, ticket};
use crate::domain::{Component, Components, ResourceId};
use crate::evidence::steps::{probability, probit};

/// Points that double value for money.
const DOUBLING: f64 = 10.0;

/// What places a proposal in the order.
#[derive(Debug, Clone, PartialEq)]
pub enum Merit {
    /// A score of its own.
    Scored {
        /// Its parts.
        components: Components,
        /// Expected value, in units of value.
        value: f64,
        /// Money that it asks for.
        cost: f64,
        /// How uncertain the value is: effects, in order, with the standard deviation of the value by each alone.
        doubts: Vec<(DoubtIndex, f64)>,
    },
    /// A score that somebody gave it, taken as certain.
    Given(f64),
}

impl Merit {
    /// The score as it is printed.
    #[must_use]
    pub fn score(&self) -> f64 {
        match self {
            Merit::Scored { components, .. } => components.score().points(),
            Merit::Given(score) => *score,
        }
    }

    fn part(&self, component: Component) -> f64 {
        match self {
            Merit::Scored { components, .. } => components.get(component).points(),
            Merit::Given(_) => 0.0,
        }
    }

    /// Its doubts; none where the score was given.
    #[must_use]
    pub fn doubts(&self) -> &[(DoubtIndex, f64)] {
        self.worth().2
    }

    /// Value for money as reviewers see it, what it is multiplied by, and its doubts.
    fn worth(&self) -> (f64, f64, &[(DoubtIndex, f64)]) {
        match self {
            Merit::Scored {
                components,
                value,
                cost,
                doubts,
            } => {
                let reviewed = components.get(Component::Reviewers).points();
                let factor = (reviewed / DOUBLING).exp2() / cost;
                (factor * value, factor, doubts)
            }
            Merit::Given(score) => (*score, 0.0, &[]),
        }
    }
}

/// A proposal in the order.
#[derive(Debug, Clone, PartialEq)]
pub struct Entrant {
    /// Its id.
    pub id: String,
    /// What places it.
    pub merit: Merit,
    /// What it asks for, by resource.
    pub requests: Vec<(ResourceId, f64)>,
    /// Who asks.
    pub applicant: Option<String>,
    /// Whether any part of it may be supported.
    pub partial: bool,
    /// Proposals that cannot be supported beside it.
    pub excludes: Vec<String>,
    /// Proposals without which it cannot be supported.
    pub requires: Vec<String>,
}

impl Entrant {
    /// Whether somebody gave it its score.
    #[must_use]
    pub fn is_given(&self) -> bool {
        matches!(self.merit, Merit::Given(_))
    }
}

/// Who goes first where scores do not tell proposals apart.
#[derive(Debug, Clone, Copy)]
pub struct TieRule<'a> {
    /// Parts of the score, the first one first; then by lot.
    pub order: &'a [Component],
    /// Seed of the lottery.
    pub seed: u64,
    /// The effects that values rest on.
    pub doubts: &'a Doubts,
    /// Share of the variance that effects of practices of one shock group have in common.
    pub shared_shock: f64,
}

/// A proposal's place in the order.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placed {
    /// Position among the entrants as they were given.
    pub entrant: usize,
    /// Rank from 1; equal scores have the same one.
    pub rank: usize,
    /// How likely it is worth more for its money than the one below; `None` for the last.
    pub beats_next: Option<f64>,
}

/// The order of the entrants: by score; equal scores by the tie rule.
#[must_use]
pub fn rank(entrants: &[Entrant], rule: TieRule<'_>) -> Vec<Placed> {
    let mut order: Vec<usize> = (0..entrants.len()).collect();
    let scores: Vec<f64> = entrants.iter().map(|one| one.merit.score()).collect();
    order.sort_by(|&a, &b| {
        let by_score = scores[b].total_cmp(&scores[a]);
        by_score.then_with(|| tie(&entrants[a], &entrants[b], rule))
    });
    let mut placed: Vec<Placed> = Vec::with_capacity(order.len());
    for (position, &entrant) in order.iter().enumerate() {
        let rank = match placed.last() {
            Some(above) if scores[above.entrant] == scores[entrant] => above.rank,
            _ => position + 1,
        };
        placed.push(Placed {
            entrant,
            rank,
            beats_next: order
                .get(position + 1)
                .map(|&next| beats(&entrants[entrant].merit, &entrants[next].merit, rule)),
        });
    }
    placed
}

/// Who of two goes first by the tie rule.
fn tie(a: &Entrant, b: &Entrant, rule: TieRule<'_>) -> std::cmp::Ordering {
    let parts = rule.order.iter();
    let by_parts = parts
        .map(|&part| b.merit.part(part).total_cmp(&a.merit.part(part)))
        .find(|order| order.is_ne());
    by_parts.unwrap_or_else(|| {
        let lots = (ticket(rule.seed, &a.id), ticket(rule.seed, &b.id));
        lots.0.cmp(&lots.1).then_with(|| a.id.cmp(&b.id))
    })
}

/// How likely `one` is worth more for its money than `other`, as far as effects are uncertain: normal in the effects
/// about their means, effects that both rest on in common (FORMULATION 7, pairwise win probability).
#[must_use]
pub fn beats(one: &Merit, other: &Merit, rule: TieRule<'_>) -> f64 {
    let (first, factor, doubts) = one.worth();
    let (second, other_factor, others) = other.worth();
    let mut terms = Vec::with_capacity(doubts.len() + others.len());
    let (mut doubts, mut others) = (doubts.iter().peekable(), others.iter().peekable());
    loop {
        let next = [doubts.peek(), others.peek()].into_iter().flatten();
        let Some(doubt) = next.map(|next| next.0).min() else {
            break;
        };
        let mut sd = 0.0;
        while let Some((_, own)) = doubts.next_if(|next| next.0 == doubt) {
            sd += factor * own;
        }
        while let Some((_, own)) = others.next_if(|next| next.0 == doubt) {
            sd -= other_factor * own;
        }
        terms.push((rule.doubts.shock_group(doubt), sd));
    }
    let sd = spread(terms.into_iter(), rule.shared_shock);
    let ahead = first - second;
    if sd > 0.0 {
        probability(ahead / sd)
    } else if ahead == 0.0 {
        0.5
    } else {
        f64::from(u8::from(ahead > 0.0))
    }
}

/// Where a proposal stands beside the line at which money ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Supported whatever the tie rule says.
    Above,
    /// Not told apart from those on the other side of the line: supported by the tie rule.
    TieSupported,
    /// Not told apart, and passed over by the tie rule.
    TiePassedOver,
    /// Not supported although money is left, since one that it requires is not, or one that excludes it is.
    Condition,
    /// Not supported whatever the tie rule says.
    Below,
}

impl Side {
    /// Whether it is supported.
    #[must_use]
    pub fn is_supported(self) -> bool {
        matches!(self, Side::Above | Side::TieSupported)
    }
}

/// A draw of the lottery, or a place in the notice's order.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TieDrawn {
    /// Position among the entrants.
    pub entrant: usize,
    /// Its lot: the first 64 bits of SHA-256 of `seed:id`; the lowest goes first.
    pub lot: u64,
    /// Whether it is supported.
    pub supported: bool,
}

/// Who is supported by going down the order until money ends.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Where each entrant stands, as they were given.
    pub sides: Vec<Side>,
    /// Those that scores do not tell apart at the line, in the order of the tie rule.
    pub tied: Vec<TieDrawn>,
    /// What is left of each resource.
    pub left: BTreeMap<ResourceId, f64>,
}

/// Goes down `placed` while `budget` lasts. One that asks for more than is left is passed over, and the line is drawn
/// there: those above the line that are firmly better than the first one below it are supported; those below that the
/// last one above it is firmly better than are not, unless they stand above one that is not told apart; what scores do
/// not tell apart (neither is the better one in at least 90 % of what effects may be) shares what money is left by
/// the tie rule. Whoever excludes one that is supported, or is excluded by it, is passed over; and so is whoever requires
/// one that is not.
#[must_use]
pub fn line(
    entrants: &[Entrant],
    placed: &[Placed],
    budget: &BTreeMap<ResourceId, f64>,
    rule: TieRule<'_>,
) -> Line {
    let mut barred = BTreeSet::new();
    loop {
        let drawn = line_without(&barred, entrants, placed, budget, rule);
        let supported = |entrant: usize| drawn.sides[entrant].is_supported();
        if !entrants.iter().any(|entrant| !entrant.requires.is_empty()) {
            return drawn;
        }
        let ids: BTreeSet<&str> = (0..entrants.len())
            .filter(|&entrant| supported(entrant))
            .map(|entrant| entrants[entrant].id.as_str())
            .collect();
        let has_all =
            |entrant: &Entrant| entrant.requires.iter().all(|id| ids.contains(id.as_str()));
        let before = barred.len();
        barred
            .extend((0..entrants.len()).filter(|&one| supported(one) && !has_all(&entrants[one])));
        if barred.len() == before {
            return drawn;
        }
    }
}

/// The line where those that are `barred` are passed over.
fn line_without(
    barred: &BTreeSet<usize>,
    entrants: &[Entrant],
    placed: &[Placed],
    budget: &BTreeMap<ResourceId, f64>,
    rule: TieRule<'_>,
) -> Line {
    let mut sides = vec![Side::Below; entrants.len()];
    for &entrant in barred {
        sides[entrant] = Side::Condition;
    }
    let placed: Vec<Placed> = placed
        .iter()
        .filter(|placed| !barred.contains(&placed.entrant))
        .copied()
        .collect();
    let mut purse = Purse::new(budget);
    let first_out = placed
        .iter()
        .position(|placed| purse.take(&entrants[placed.entrant]) == Taken::TooMuch);
    let mut tied: Vec<usize> = Vec::new();
    purse = Purse::new(budget);
    match first_out {
        None => {
            for placed in &placed {
                sides[placed.entrant] = match purse.take(&entrants[placed.entrant]) {
                    Taken::Yes => Side::Above,
                    Taken::Excluded | Taken::TooMuch => Side::Condition,
                };
            }
        }
        Some(first_out) => {
            let out = &entrants[placed[first_out].entrant].merit;
            let last_in = first_out.checked_sub(1);
            let merit = |position: usize| &entrants[placed[position].entrant].merit;
            // Whoever stands above one that is not told apart from those who are in is not passed over either.
            let last_contested = last_in.map_or(placed.len(), |last| {
                let mut below = (first_out..placed.len()).rev();
                let found = below.find(|&one| beats(merit(one), merit(last), rule) > OUT_SHARE);
                found.map_or(first_out, |one| one + 1)
            });
            for (position, placed_one) in placed.iter().enumerate() {
                let entrant = &entrants[placed_one.entrant];
                let contested = if position < first_out {
                    beats(&entrant.merit, out, rule) < ROBUST_SHARE
                } else {
                    position < last_contested
                };
                if contested {
                    tied.push(placed_one.entrant);
                } else if position < first_out {
                    sides[placed_one.entrant] = match purse.take(entrant) {
                        Taken::Excluded => Side::Condition,
                        Taken::Yes | Taken::TooMuch => Side::Above,
                    };
                }
            }
        }
    }
    let tied = in_turn(entrants, tied, rule)
        .into_iter()
        .map(|entrant| {
            sides[entrant] = match purse.take(&entrants[entrant]) {
                Taken::Yes => Side::TieSupported,
                Taken::TooMuch => Side::TiePassedOver,
                Taken::Excluded => Side::Condition,
            };
            TieDrawn {
                entrant,
                lot: ticket(rule.seed, &entrants[entrant].id),
                supported: sides[entrant].is_supported(),
            }
        })
        .collect();
    Line {
        sides,
        tied,
        left: purse.left,
    }
}

/// Those who are tied at the line in the order of the tie rule, but nobody before one who is firmly better: among those
/// that nobody left is firmly better than, the first by the rule goes next.
fn in_turn(entrants: &[Entrant], mut tied: Vec<usize>, rule: TieRule<'_>) -> Vec<usize> {
    tied.sort_by(|&a, &b| tie(&entrants[a], &entrants[b], rule));
    // Those with the highest scores first, each with its turn by the rule.
    let mut by_score: Vec<Contender<'_>> = (0..)
        .zip(&tied)
        .map(|(turn, &entrant)| Contender::new(turn, &entrants[entrant].merit, rule))
        .collect();
    by_score.sort_by(|a, b| b.score.total_cmp(&a.score));
    let mut waits = vec![true; tied.len()];
    // How far down the scores each has looked for one that is firmly better: whoever was passed stays passed.
    let mut looked = vec![0; tied.len()];
    let mut held_up_by: Vec<Vec<usize>> = vec![Vec::new(); tied.len()];
    let mut ready = BTreeSet::new();
    let mut order = Vec::with_capacity(tied.len());
    let mut asking: Vec<usize> = (0..tied.len()).collect();
    loop {
        for one in asking {
            let contender = &by_score[one];
            let mut above = looked[one]..tied.len();
            let better = above
                .by_ref()
                .take_while(|&other| by_score[other].score > contender.score)
                .find(|&other| waits[other] && by_score[other].is_firmly_better(contender, rule));
            match better {
                Some(other) => {
                    looked[one] = other + 1;
                    held_up_by[other].push(one);
                }
                None => {
                    ready.insert((contender.turn, one));
                }
            }
        }
        let Some((turn, next)) = ready.pop_first() else {
            break;
        };
        waits[next] = false;
        order.push(tied[turn]);
        asking = std::mem::take(&mut held_up_by[next]);
    }
    order
}

/// One of thousands who are tied, with what most comparisons take.
struct Contender<'a> {
    turn: usize,
    score: f64,
    worth: f64,
    /// Variance of the worth.
    variance: f64,
    /// First and last effect that it rests on, where none of them is of a shock group.
    alone: Option<(DoubtIndex, DoubtIndex)>,
    /// Standard deviations that it must be ahead.
    firm: f64,
    merit: &'a Merit,
}

impl<'a> Contender<'a> {
    fn new(turn: usize, merit: &'a Merit, rule: TieRule<'_>) -> Self {
        let (worth, factor, doubts) = merit.worth();
        let own = doubts
            .iter()
            .map(|&(doubt, sd)| (rule.doubts.shock_group(doubt), factor * sd));
        let grouped = own.clone().any(|(group, _)| group.is_some());
        let ends = doubts.first().zip(doubts.last());
        Contender {
            turn,
            score: merit.score(),
            worth,
            variance: spread(own, rule.shared_shock).powi(2),
            alone: ends
                .map(|(first, last)| (first.0, last.0))
                .filter(|_| !grouped),
            firm: probit(ROBUST_SHARE),
            merit,
        }
    }

    /// Whether it is worth more for its money than another in at least 90 % of what effects may be.
    fn is_firmly_better(&self, other: &Contender<'_>, rule: TieRule<'_>) -> bool {
        if let (Some(own), Some(others)) = (self.alone, other.alone)
            && (own.1 < others.0 || others.1 < own.0)
        {
            // They rest on nothing in common.
            let sd = (self.variance + other.variance).sqrt();
            return self.worth - other.worth >= self.firm * sd;
        }
        beats(self.merit, other.merit, rule) >= ROBUST_SHARE
    }
}

/// What is left of a budget, and who has been given some of it.
struct Purse<'a> {
    left: BTreeMap<ResourceId, f64>,
    given: BTreeSet<&'a str>,
    excluded: BTreeSet<&'a str>,
}

/// Whether an entrant was given what it asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Taken {
    Yes,
    /// It asks for more than is left.
    TooMuch,
    /// It and one that was given what it asked for exclude each other.
    Excluded,
}

impl<'a> Purse<'a> {
    fn new(budget: &BTreeMap<ResourceId, f64>) -> Self {
        Purse {
            left: budget.clone(),
            given: BTreeSet::new(),
            excluded: BTreeSet::new(),
        }
    }

    /// Takes what an entrant asks for, where all of it is left; a resource that the budget does not name is not for it
    /// to give, and is not counted.
    fn take(&mut self, entrant: &'a Entrant) -> Taken {
        let excludes = || entrant.excludes.iter().map(String::as_str);
        if self.excluded.contains(entrant.id.as_str())
            || excludes().any(|id| self.given.contains(id))
        {
            return Taken::Excluded;
        }
        let fits = |(resource, amount): &(ResourceId, f64)| {
            self.left.get(resource).is_none_or(|left| amount <= left)
        };
        if !entrant.requests.iter().all(fits) {
            return Taken::TooMuch;
        }
        for (resource, amount) in &entrant.requests {
            if let Some(left) = self.left.get_mut(resource) {
                *left -= amount;
            }
        }
        self.given.insert(&entrant.id);
        self.excluded.extend(excludes());
        Taken::Yes
    }
}
