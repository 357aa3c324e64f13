//! What a plan says about itself: prices, reasons, and what would have to change.

use super::evaluate::Evaluation;
use super::formulation::{Problem, RowKey};
use super::instance::{ActivityData, Demand, Instance, NeedAt};
use super::recommend::NINETY_PERCENT;
use super::solve::Point;
use crate::domain::{Effect, Model, PracticeId, PracticeResult, Standing, Verdict};

/// Change of participants, relative to capacity, that counts as a change.
const CHANGED: f64 = 1e-6;

/// A practice whose next participant is this close to paying for itself, relative, is at the margin:
/// there is no factor at which it would enter.
const AT_THE_MARGIN: f64 = 1e-4;

/// Prices of the first stage's final program.
pub struct Prices<'a> {
    instance: &'a Instance,
    problem: &'a Problem,
    duals: &'a [f64],
    /// Value of one unit more of D, by cell.
    worth_of_change: Vec<f64>,
}

impl<'a> Prices<'a> {
    /// The prices at the point of most value.
    #[must_use]
    pub fn new(instance: &'a Instance, problem: &'a Problem, point: &'a Point) -> Self {
        let mut prices = Prices {
            instance,
            problem,
            duals: &point.duals,
            worth_of_change: Vec::new(),
        };
        let mut floors = vec![0.0; instance.cells.len()];
        for (rule, data) in instance.rules.iter().enumerate() {
            if let Demand::Floor(parts) = &data.demand {
                for (part, (cells, _)) in parts.iter().enumerate() {
                    let price = prices.price(RowKey::Floor { rule, part });
                    for &cell in cells {
                        // A higher floor lowers the value, and a gain is worth what it lowers it by.
                        floors[cell] -= price;
                    }
                }
            }
        }
        prices.worth_of_change = instance
            .cells
            .iter()
            .zip(floors)
            .enumerate()
            .map(|(index, (cell, floor))| {
                let Evaluation { changes, gains, .. } = &point.evaluation;
                let bend = instance.overlap_slope(cell, changes[index]);
                (instance.worth_slope(cell, gains[index]) + floor) * bend
            })
            .collect();
        prices
    }

    fn price(&self, key: RowKey) -> f64 {
        self.problem.price(self.duals, key)
    }

    /// Value of one more unit of a pool's amount, all rows that hold the amount summed.
    ///
    /// Where the amount is below today's use, the limit on moves holds it too: may_move falls by
    /// 1 − max_moved with each unit.
    #[must_use]
    pub fn pool(&self, pool: usize) -> f64 {
        let data = &self.instance.pools[pool];
        let mut value = self.price(RowKey::PoolAmount(pool));
        if data.is_cut() && data.amount > 0.0 {
            let share = (data.may_move - (data.today - data.amount)) / data.amount;
            value += (share - 1.0) * self.price(RowKey::MoveLimit(pool));
        }
        clean(value)
    }

    /// Value of being allowed to move one more unit of a pool.
    #[must_use]
    pub fn moving(&self, pool: usize) -> f64 {
        clean(self.price(RowKey::MoveLimit(pool)))
    }

    /// Value elsewhere of one more unit of a resource for an activity: the least, over the pools that may
    /// add it, of what the unit and its switching are worth there; `None` where no pool may.
    ///
    /// Not the multiplier of the activity's own row: where nothing is added, that may be anything up to this.
    fn resource(&self, activity: usize, need: &NeedAt) -> Option<f64> {
        let converted = self.converted(activity, need);
        let as_it_is = self
            .instance
            .pools
            .iter()
            .enumerate()
            .filter(|(_, pool)| {
                pool.resource == need.resource
                    && pool.amount > 0.0
                    && pool.may_add.binary_search(&activity).is_ok()
            })
            .map(|(index, pool)| {
                let amount = (1.0 + pool.switching) * self.price(RowKey::PoolAmount(index));
                clean(amount + self.totals(activity, Some(index)))
            })
            .reduce(f64::min);
        [as_it_is, converted].into_iter().flatten().reduce(f64::min)
    }

    /// The same where a pool may give something converted: what it gives up, and the cap, by the rate.
    fn converted(&self, activity: usize, need: &NeedAt) -> Option<f64> {
        let pools = self.instance.pools.iter().enumerate();
        pools
            .filter(|(_, pool)| pool.amount > 0.0)
            .flat_map(|(index, pool)| {
                let mine = pool
                    .may_convert
                    .iter()
                    .filter(move |&&(_, to)| to == activity);
                mine.map(move |&(conversion, _)| (index, conversion))
            })
            .filter(|&(_, conversion)| self.instance.conversions[conversion].to == need.resource)
            .map(|(pool, conversion)| {
                let given_up = self.price(RowKey::PoolAmount(pool))
                    + self.price(RowKey::ConversionCap(conversion))
                    + self.totals(activity, Some(pool));
                clean(given_up / self.instance.conversions[conversion].rate)
            })
            .reduce(f64::min)
    }

    /// Worth of one participant more at `participants`, before its cost: by the slopes of the cells where
    /// the plan is, and by what the promises that it helps or strains are worth.
    #[must_use]
    pub fn benefit(&self, activity: usize, participants: f64) -> f64 {
        let data = &self.instance.activities[activity];
        let slope = data.slope_above(participants);
        let gains: f64 = data
            .benefits
            .iter()
            .map(|&(cell, gain)| {
                let worth = self.worth_of_change[cell];
                worth * if gain > 0.0 { gain * slope } else { gain }
            })
            .sum();
        gains - self.totals(activity, None)
    }

    /// Multipliers of the rules about totals that one participant more (no pool), or one unit more from a
    /// pool, counts in.
    fn totals(&self, activity: usize, from: Option<usize>) -> f64 {
        self.instance
            .rules
            .iter()
            .enumerate()
            .filter(|(_, rule)| match (&rule.demand, from) {
                (Demand::Participants { activities, .. }, None) => {
                    activities.binary_search(&activity).is_ok()
                }
                (
                    Demand::Amount {
                        pools, activities, ..
                    },
                    Some(pool),
                ) => pools.contains(&pool) && activities.binary_search(&activity).is_ok(),
                _ => false,
            })
            .map(|(rule, _)| self.price(RowKey::Total(rule)))
            .sum()
    }

    /// Worth elsewhere of what one participant more takes; `None` where no pool may give some of it.
    #[must_use]
    pub fn cost(&self, activity: usize) -> Option<f64> {
        self.instance.activities[activity]
            .needs
            .iter()
            .filter(|need| need.checked && need.per_participant > 0.0)
            .map(|need| {
                // What stands idle there today costs nothing.
                if need.idle > 0.0 {
                    let own = RowKey::Need {
                        activity,
                        resource: need.resource,
                    };
                    return Some(need.per_participant * clean(-self.price(own)));
                }
                self.resource(activity, need)
                    .map(|price| need.per_participant * price)
            })
            .sum()
    }
}

/// Takes the solver's rounding out of a price that is nothing.
fn clean(price: f64) -> f64 {
    if price.abs() < 1e-18 { 0.0 } else { price }
}

/// Why each practice is in the plan or not, by practice. Factors at which one would enter are of a plan
/// without integers only: a price at which one more participant pays says nothing of a least scale.
#[must_use]
pub fn practices(
    model: &Model,
    instance: &Instance,
    prices: &Prices<'_>,
    plan: &[f64],
    linear: bool,
) -> Vec<PracticeResult> {
    model
        .tables()
        .practices
        .iter()
        .map(|row| practice(model, &row.id, instance, prices, plan, linear))
        .collect()
}

fn practice(
    model: &Model,
    id: &PracticeId,
    instance: &Instance,
    prices: &Prices<'_>,
    plan: &[f64],
    linear: bool,
) -> PracticeResult {
    let mine: Vec<(usize, &ActivityData)> = instance
        .activities
        .iter()
        .enumerate()
        .filter(|(_, activity)| activity.id.practice == *id)
        .collect();
    let today: f64 = mine.iter().map(|(_, activity)| activity.today).sum();
    let after: f64 = mine.iter().map(|&(index, _)| plan[index]).sum();
    let capacity: f64 = mine.iter().map(|(_, activity)| activity.capacity).sum();
    let small = CHANGED * capacity;
    let verdict = match (today > small, after > small) {
        (false, false) => Verdict::LeftOut,
        (false, true) => Verdict::Starts,
        (true, false) => Verdict::Stops,
        (true, true) if after > today + small => Verdict::Grows,
        (true, true) if after < today - small => Verdict::Shrinks,
        (true, true) => Verdict::Stays,
    };
    let (standing, level) = standing(model, instance, id);

    // The place where one participant more comes nearest to paying for itself.
    let mut nearest: Option<(usize, f64, f64)> = None;
    let mut unreachable = false;
    for &(index, activity) in &mine {
        let room = activity.capacity - plan[index] > CHANGED * activity.capacity;
        let benefit = prices.benefit(index, plan[index]);
        if !room || activity.excluded_by.is_some() || benefit <= 0.0 {
            continue;
        }
        let Some(cost) = prices.cost(index) else {
            unreachable = true;
            continue;
        };
        let better = nearest.is_none_or(|(_, known, price)| benefit * price > known * cost);
        if better {
            nearest = Some((index, benefit, cost));
        }
    }
    let growing = matches!(verdict, Verdict::Starts | Verdict::Grows);
    let entry = nearest
        .filter(|&(_, benefit, cost)| linear && !growing && cost > benefit * (1.0 + AT_THE_MARGIN));
    PracticeResult {
        practice: id.clone(),
        verdict,
        standing,
        level,
        today,
        plan: after,
        reason: reason(instance, &mine, plan, verdict, nearest, unreachable),
        enters_at_effect: entry.map(|(_, benefit, cost)| cost / benefit),
        enters_at_cost: entry.map(|(_, benefit, cost)| benefit / cost),
        best_place: entry.map(|(index, ..)| instance.activities[index].id.place.clone()),
    }
}

/// What is known of a practice, by its effects that meet people measured here, and the best of their levels.
///
/// A rigorous null (level 0) is expected to do harm only where its whole 90 % range lies below zero: the noise
/// about nothing is not harm.
fn standing(model: &Model, instance: &Instance, id: &PracticeId) -> (Standing, Option<u8>) {
    // Rows stand in the order of their practices.
    let rows = &model.tables().evidence;
    if rows.binary_search_by(|row| row.practice.cmp(id)).is_err() {
        return (Standing::NeverEvaluated, None);
    }
    // Effects stand in the order of their practices.
    let start = instance
        .effects
        .partition_point(|effect| effect.practice < *id);
    let effects: Vec<&Effect> = instance.effects[start..]
        .iter()
        .zip(&instance.arrives[start..])
        .take_while(|(effect, _)| effect.practice == *id)
        .filter_map(|(effect, arrives)| arrives.then_some(effect))
        .collect();
    let is_null = |effect: &Effect| effect.level == Some(0);
    let harms = |effect: &&Effect| {
        let doubt = if is_null(effect) {
            NINETY_PERCENT * effect.sd
        } else {
            0.0
        };
        effect.mean + doubt < 0.0
    };
    let standing = if effects.is_empty() {
        Standing::Unmeasured
    } else if effects
        .iter()
        .any(|effect| effect.mean > 0.0 && !is_null(effect))
    {
        Standing::Effective
    } else if effects.iter().any(harms) {
        Standing::Harmful
    } else {
        Standing::Null
    };
    let level = effects.iter().filter_map(|effect| effect.level).max();
    (standing, level)
}

fn reason(
    instance: &Instance,
    mine: &[(usize, &ActivityData)],
    plan: &[f64],
    verdict: Verdict,
    nearest: Option<(usize, f64, f64)>,
    unreachable: bool,
) -> String {
    let excluded = mine.iter().find_map(|(_, activity)| activity.excluded_by);
    if let Some(rule) = excluded
        && mine
            .iter()
            .all(|(_, activity)| activity.excluded_by.is_some())
    {
        return format!("the rule `{}` excludes it", instance.rules[rule].id);
    }
    let full = mine
        .iter()
        .filter(|&&(index, activity)| {
            activity.capacity > 0.0 && plan[index] >= activity.capacity * (1.0 - CHANGED)
        })
        .count();
    let places = mine.len();
    match verdict {
        Verdict::Starts | Verdict::Grows | Verdict::Stays if full == places => {
            "at capacity everywhere".to_owned()
        }
        Verdict::Starts | Verdict::Grows if full > 0 => {
            format!("at capacity in {full} of {places} places; elsewhere one more participant gains no more than its money and time gain in other uses")
        }
        Verdict::Starts | Verdict::Grows => "grows until one more participant gains no more than its money and time gain in other uses".to_owned(),
        Verdict::Stays if locked(instance, mine) => {
            "locked: what its pools give it today must stay".to_owned()
        }
        Verdict::Stays | Verdict::LeftOut if nearest.is_none() && unreachable => {
            "no pool may give it what more of it needs".to_owned()
        }
        Verdict::Stays => match nearest {
            Some((_, benefit, cost)) if benefit < cost => {
                "what more of it would need gains more elsewhere, and nothing gains by taking from it".to_owned()
            }
            _ => "no change of it, by any pool that may move, gains anything".to_owned(),
        },
        Verdict::Shrinks => "what it uses gains more elsewhere; limits on moves, locks or rules keep the rest".to_owned(),
        Verdict::Stops => "what it uses gains more elsewhere".to_owned(),
        Verdict::LeftOut if let Some(rule) = beside(instance, mine) => {
            format!("the rule `{rule}` lets it run only with others, or without them")
        }
        Verdict::LeftOut => match nearest {
            Some((index, ..)) if instance.activities[index].has_switch() => {
                let least = instance.activities[index].least;
                format!("what running it with {least} participants or more takes gains more elsewhere")
            }
            Some(_) => "what it needs gains more elsewhere".to_owned(),
            None => "nothing is gained by it here".to_owned(),
        },
    }
}

/// The rule about what runs beside what that names one of these activities.
fn beside(instance: &Instance, mine: &[(usize, &ActivityData)]) -> Option<String> {
    let named = |activity: usize| mine.iter().any(|&(index, _)| index == activity);
    let rule = instance.rules.iter().find(|rule| match &rule.demand {
        Demand::Requires(pairs) => pairs.iter().any(|&(first, _)| named(first)),
        Demand::Excludes(sets) => sets.iter().flatten().any(|&activity| named(activity)),
        _ => false,
    });
    rule.map(|rule| rule.id.to_string())
}

/// Whether pools give to these activities today and every such amount is locked.
fn locked(instance: &Instance, mine: &[(usize, &ActivityData)]) -> bool {
    let mut arcs = instance
        .pools
        .iter()
        .flat_map(|pool| &pool.arcs)
        .filter(|arc| mine.iter().any(|&(index, _)| index == arc.activity))
        .peekable();
    arcs.peek().is_some() && arcs.all(|arc| arc.locked)
}
