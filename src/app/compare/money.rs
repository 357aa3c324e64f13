//! The least new unrestricted money with which one option's best plan is worth as much as another's.
//!
//! With so much more money, solving again gives a plan and a bound. Where the plan is worth enough, so much is enough;
//! where the bound is not, so much is too little: both are proved, and the answer is the stretch between. More money
//! is never worth less, since it may stay where it is. Without integers the best value is concave in it, so that the
//! tangent at an amount that is too little leads to one that is not too much (Newton's method from below); with
//! integers the stretch is halved.

use super::Set;
use crate::app::watch::Entry;
use crate::domain::{MatchKind, MatchedMoney, MatchingMoney, Model, OptionKind, ResourceClass};
use crate::engine::backend::Raw;
use crate::engine::{Answer, Instance, Resolver, ResourceIndex, Worker};

/// Width of an answer from which on it is sought closer, as a share of the amount.
const WIDTH: f64 = 1e-3;
/// The same with integers, where a bound is never tight.
const INTEGER_WIDTH: f64 = 0.02;
/// Amounts that are tried for one pair at most, and with integers.
const TRIED: (usize, usize) = (24, 8);
/// Halves of the largest amount that are tried with integers.
const HALVES: usize = 8;
/// Gap that a search over integers goes on to.
const INTEGER_GAP: f64 = 2e-3;
/// Share of a value by which it may fall short and still be as much: the solver's own rounding.
const AS_MUCH: f64 = 1e-6;
/// How far below what is enough the next amount is tried, as a share.
const JUST_BELOW: f64 = 5e-4;
/// In place of a slope that is not known.
const NO_SLOPE: f64 = -1.0;
/// Figures of an amount that was tried.
const FIGURES: usize = 4;

/// An amount that was tried.
#[derive(Debug, Clone, Copy)]
struct Tried {
    more: f64,
    value: f64,
    bound: f64,
    /// Worth of one more unit there; [`NO_SLOPE`] with integers.
    slope: f64,
}

/// Every pair of options; `None` where no resource is money.
pub(super) fn money(set: &Set<'_>) -> Option<MatchingMoney> {
    let row = money_of(set.worlds[0].model)?;
    let resource = &set.worlds[0].instance.resources[row];
    let members: Vec<usize> = (0..set.members.len())
        .filter(|&member| set.members[member].plan.is_some())
        .collect();
    let targets: Vec<f64> = members
        .iter()
        .map(|&member| best_worth(set, member))
        .collect();
    let keys: Vec<String> = members
        .iter()
        .map(|&member| format!("money/{}", set.members[member].name))
        .collect();
    let entries = set.runner.run(
        "money to match",
        &keys,
        || (),
        |(), index| {
            let member = members[index];
            let tried = sought(set, member, &targets);
            Entry {
                key: keys[index].clone(),
                status: "found".to_owned(),
                values: tried
                    .iter()
                    .flat_map(|tried| [tried.more, tried.value, tried.bound, tried.slope])
                    .collect(),
            }
        },
    );
    let mut pairs = Vec::new();
    for (index, entry) in entries.into_iter().enumerate() {
        let Some(entry) = entry else { continue };
        let tried: Vec<Tried> = entry
            .values
            .chunks_exact(FIGURES)
            .map(|row| Tried {
                more: row[0],
                value: row[1],
                bound: row[2],
                slope: row[3],
            })
            .collect();
        for (other, &target) in members.iter().zip(&targets) {
            if *other != members[index] && !tried.is_empty() {
                pairs.push(pair(set, (members[index], *other), target, &tried));
            }
        }
    }
    Some(MatchingMoney {
        resource: resource.clone(),
        unit: set.worlds[0].model.tables().resources[row].unit.clone(),
        pairs,
    })
}

/// The resource that is money, by the order of ids.
fn money_of(model: &Model) -> Option<ResourceIndex> {
    let mut rows = model.tables().resources.iter();
    rows.position(|row| row.class == ResourceClass::Treasure)
}

/// Worth of an option's best plan, in any amounts, as the reference values gains.
fn best_worth(set: &Set<'_>, member: usize) -> f64 {
    let Some(plans) = &set.members[member].plan else {
        return 0.0;
    };
    let own = &set.world(member).instance;
    let gains = own.evaluate(&plans.before.participants).gains;
    set.valuing().instance.worth_of(own, &gains)
}

fn enough(target: f64, scale: f64) -> f64 {
    target - AS_MUCH * scale
}

fn pair(
    set: &Set<'_>,
    (option, other): (usize, usize),
    target: f64,
    tried: &[Tried],
) -> MatchedMoney {
    let least = enough(target, set.valuing().instance.scale(target));
    let too_little = tried.iter().filter(|tried| tried.bound < least);
    let at_least = too_little.map(|tried| tried.more).fold(0.0, f64::max);
    let is_enough = tried.iter().filter(|tried| tried.value >= least);
    let at_most = is_enough.map(|tried| tried.more).reduce(f64::min);
    let last = tried.iter().max_by(|a, b| a.more.total_cmp(&b.more));
    let ceiling = last.map_or(f64::MAX, |last| last.bound);
    MatchedMoney {
        option,
        other,
        kind: match at_most {
            Some(at_most) if at_most <= 0.0 => MatchKind::Already,
            Some(_) => MatchKind::Money,
            None if ceiling < least => MatchKind::NotByMoney,
            None => MatchKind::Open,
        },
        at_least,
        at_most,
        target,
        ceiling,
    }
}

/// The amounts that were tried to match each of `targets`.
fn sought(set: &Set<'_>, member: usize, targets: &[f64]) -> Vec<Tried> {
    let world = set.world(member);
    let Some(plans) = &set.members[member].plan else {
        return Vec::new();
    };
    let mut instance = world.instance.clone();
    if set.members[member].kind == OptionKind::Today {
        // Today with new money alone: nothing that is there moves.
        for pool in 0..instance.pools.len() {
            instance.hold_pool(pool);
        }
    }
    let valuing = &set.valuing().instance;
    let instance = instance.valued_like(valuing);
    let money = &set.worlds[0].instance.resources;
    let Some(money) = money_of(set.worlds[0].model).map(|row| &money[row]) else {
        return Vec::new();
    };
    let Some(resource) = instance.resources.iter().position(|id| id == money) else {
        return Vec::new();
    };
    let resolver = Resolver::new(&instance, &plans.before.participants, &Raw);
    let mut search = Search {
        instance: &instance,
        resource,
        worker: resolver.worker(),
        tried: Vec::new(),
    };
    search.solve(0.0);
    let mut most = most_of_use(&instance, resource);
    search.solve(most);
    if search.tried.last().is_none_or(|last| last.more < most) {
        // Nothing is known of all the money that has a use: no bound below it proves that no money does.
        search.tried.push(Tried {
            more: most,
            value: f64::MIN,
            bound: f64::MAX,
            slope: NO_SLOPE,
        });
    }
    if instance.has_integers() {
        // Far amounts first, once for all that are to be matched, so that each begins within a factor of two.
        for _ in 0..HALVES {
            most *= 0.5;
            search.solve(most);
        }
    }
    let mut targets = targets.to_vec();
    targets.sort_by(f64::total_cmp);
    for target in targets {
        search.seek(enough(target, valuing.scale(target)));
    }
    search.tried
}

/// New money beyond which there is nothing that it could be used for: every activity at capacity, and every
/// conversion to its cap.
fn most_of_use(instance: &Instance, money: ResourceIndex) -> f64 {
    let needs = instance.activities.iter().flat_map(|activity| {
        let mine = activity.needs.iter().filter(|need| need.resource == money);
        mine.map(|need| need.needed(activity.capacity))
    });
    let conversions = instance.conversions.iter();
    let converted = conversions
        .filter(|conversion| conversion.from == money)
        .map(|conversion| conversion.cap);
    let pools = instance.pools.iter().filter(|pool| pool.resource == money);
    let switching = pools.map(|pool| pool.switching).fold(0.0, f64::max);
    (1.0 + switching) * needs.sum::<f64>() + converted.sum::<f64>()
}

struct Search<'a> {
    instance: &'a Instance,
    resource: ResourceIndex,
    worker: Worker<'a>,
    tried: Vec<Tried>,
}

impl Search<'_> {
    /// Solves with so much more; an answer that failed says nothing.
    fn solve(&mut self, more: f64) {
        let mut instance = self.instance.clone();
        instance.add_pool(self.resource, more);
        if let Answer::Found(found) = self.worker.solve_within(&instance, INTEGER_GAP) {
            self.tried.push(Tried {
                more,
                value: found.value(),
                bound: found.bound,
                slope: found.prices.last().copied().unwrap_or(NO_SLOPE),
            });
        }
    }

    /// The largest amount that is proved to be too little, and the least that is enough.
    fn ends(&self, least: f64) -> (Option<Tried>, Option<Tried>) {
        let low = self.tried.iter().filter(|tried| tried.bound < least);
        let high = self.tried.iter().filter(|tried| tried.value >= least);
        (
            low.copied().max_by(|a, b| a.more.total_cmp(&b.more)),
            high.copied().min_by(|a, b| a.more.total_cmp(&b.more)),
        )
    }

    /// Tries amounts until those that are too little and those that are enough for `least` meet.
    fn seek(&mut self, least: f64) {
        let (width, times) = if self.instance.has_integers() {
            (INTEGER_WIDTH, TRIED.1)
        } else {
            (WIDTH, TRIED.0)
        };
        for time in 0..times {
            let (Some(low), Some(high)) = self.ends(least) else {
                return;
            };
            if high.more - low.more <= width * high.more {
                return;
            }
            let more = self.tangent(least, high).unwrap_or_else(|| {
                let close = high.more * (1.0 - JUST_BELOW);
                if low.slope != NO_SLOPE && close > low.more && !self.is_tried(close) {
                    close
                } else {
                    self.halfway(least, low, high, time)
                }
            });
            if self.is_tried(more) {
                return;
            }
            self.solve(more);
        }
    }

    fn is_tried(&self, more: f64) -> bool {
        self.tried.iter().any(|tried| tried.more == more)
    }

    /// Where the tangent at the largest amount whose plan is worth too little reaches `least`; `None` where that is no
    /// nearer than what is known.
    fn tangent(&self, least: f64, high: Tried) -> Option<f64> {
        let short = self.tried.iter().filter(|tried| tried.value < least);
        let short = short.copied().max_by(|a, b| a.more.total_cmp(&b.more))?;
        if short.slope <= 0.0 {
            return None;
        }
        let more = short.more + (least - short.value) / short.slope;
        let nearer = more > short.more && more < high.more * (1.0 - JUST_BELOW);
        (nearer && !self.is_tried(more)).then_some(more)
    }

    /// Halfway between what is proved too little and what may be enough, and by turns between what was found too
    /// little and what is enough.
    fn halfway(&self, least: f64, low: Tried, high: Tried, time: usize) -> f64 {
        let may_do = self.tried.iter().filter(|tried| tried.bound >= least);
        let next = may_do.map(|tried| tried.more).fold(high.more, f64::min);
        let short = self.tried.iter().filter(|tried| tried.value < least);
        let short = short.map(|tried| tried.more).fold(low.more, f64::max);
        if time.is_multiple_of(2) && next > low.more * (1.0 + WIDTH) {
            0.5 * (low.more + next)
        } else {
            0.5 * (short.min(high.more) + high.more)
        }
    }
}
