//! What if: a unit more or less, without a limit, without a partner, without an activity.

use super::super::conflict::rule_words;
use super::super::share::{Shares, WITHIN};
use crate::domain::{
    ActivityId, IndicatorId, Limitation, LimitationPrice, Marginal, Model, PlaceId, PoolId,
    Recommendation, Refusal, Replacement, Unit,
};
use crate::report::names::Names;
use crate::report::number::{people, percent, quantity, signed};

/// What a step more or less of a pool is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) struct MarginalRow {
    /// The pool and its partner.
    pub pool: String,
    /// What it has.
    pub amount: String,
    /// The step: `$10,000`.
    pub step: String,
    /// Share of all gaps that a step less opens.
    pub less: String,
    /// Share of all gaps that a step more closes.
    pub more: String,
    /// The same by the shadow price; `-` with integers.
    pub price: String,
    /// Whether more or less of it is worth what the searches can tell.
    pub is_told: bool,
}

/// The pools, time before talent before treasure, those worth most first.
pub(super) fn marginal(names: Names, rows: &[Marginal], shares: Shares) -> Vec<MarginalRow> {
    let mut sorted: Vec<&Marginal> = rows.iter().collect();
    let class = |row: &Marginal| names.resource_of(&row.pool).and_then(|id| names.class(id));
    sorted.sort_by(|a, b| {
        let worth = |row: &Marginal| row.right.unwrap_or(0.0);
        class(a)
            .cmp(&class(b))
            .then_with(|| worth(b).total_cmp(&worth(a)))
            .then_with(|| a.pool.cmp(&b.pool))
    });
    sorted
        .into_iter()
        .map(|row| {
            let unit = names.unit(&row.unit);
            let step = names
                .resource_of(&row.pool)
                .map_or(1.0, |id| names.step(id, &row.unit));
            let told = |worth: Option<f64>, missing: &str| {
                worth.map_or_else(
                    || missing.to_owned(),
                    |worth| shares.told(worth * step, row.noise * step),
                )
            };
            let (less, more) = (told(row.left, "no plan"), told(row.right, "-"));
            let nothing = |text: &str| text == "0%" || text == WITHIN;
            MarginalRow {
                is_told: !(nothing(&less) && nothing(&more)),
                pool: row.pool.to_string(),
                amount: unit.bare(row.amount),
                step: unit.amount(step),
                less,
                more,
                price: row
                    .price
                    .map_or_else(|| "-".to_owned(), |price| shares.of(price * step)),
            }
        })
        .collect()
}

/// A difference of value that was found by solving again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) enum Told {
    /// A share of all gaps.
    Share(String),
    /// No more than the searches leave open.
    Within,
    /// There is no such plan, or none was found.
    NoPlan,
}

impl Told {
    /// The share, where there is one.
    pub fn share(&self) -> Option<&String> {
        match self {
            Told::Share(share) => Some(share),
            Told::Within | Told::NoPlan => None,
        }
    }

    fn new(shares: Shares, value: Option<f64>, noise: f64) -> Self {
        match value {
            None => Told::NoPlan,
            Some(value) if shares.is_told(value, noise) => Told::Share(shares.of(value)),
            Some(_) => Told::Within,
        }
    }
}

/// What a limit costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) struct LimitRow {
    /// What it says.
    pub words: String,
    /// Share of all gaps that the best plan without it closes more.
    pub price: Told,
    /// What indicators gain and lose without it, by at least one person, the largest first.
    pub gains: Vec<String>,
}

/// The limits, the dearest first.
pub(super) fn limits(
    model: &Model,
    names: Names,
    rows: &[LimitationPrice],
    shares: Shares,
) -> Vec<LimitRow> {
    let mut sorted: Vec<&LimitationPrice> = rows.iter().collect();
    // One that could not be solved is not dear but unknown: it comes last.
    let price = |row: &LimitationPrice| row.price.unwrap_or(f64::NEG_INFINITY);
    sorted.sort_by(|a, b| price(b).total_cmp(&price(a)));
    sorted
        .into_iter()
        .map(|row| {
            let gains = row.indicators.iter().map(|(id, gain)| (id, None, *gain));
            LimitRow {
                words: limit_words(model, names, &row.limitation),
                price: Told::new(shares, row.price, row.noise),
                gains: gains_words(names, gains.collect()),
            }
        })
        .collect()
}

/// What a limit says, with the names of the model.
fn limit_words(model: &Model, names: Names, limitation: &Limitation) -> String {
    let held = |id: &PoolId| names.pool_of(id);
    match limitation {
        Limitation::Rule(id) => {
            let mut rules = model.tables().rules.iter();
            rules.find(|rule| rule.id == *id).map_or_else(
                || format!("rule {id}"),
                |rule| format!("rule {id}, {}", rule_words(model, names, rule)),
            )
        }
        Limitation::Restrictions(id) => format!("{} is restricted", held(id)),
        Limitation::Locks(id) => format!("part of {} is locked in place", held(id)),
        Limitation::MoveLimit(id) => {
            let pool = model.pool(id).and_then(|pool| pool.max_moved);
            let share = pool.unwrap_or(model.settings().policy.max_moved).get();
            format!("at most {} of {} may move", percent(share, 3), held(id))
        }
    }
}

/// What happens where a partner says no.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) struct RefusalRow {
    /// Name of the partner.
    pub partner: String,
    /// Share of all gaps that is lost.
    pub loss: Told,
    /// Names of the activities that stay smaller.
    pub stops: Vec<String>,
    /// Who loses what, at least one person, the largest first.
    pub losers: Vec<String>,
}

/// The partners, the one that would be missed most first.
pub(super) fn refusals(names: Names, rows: &[Refusal], shares: Shares) -> Vec<RefusalRow> {
    let mut sorted: Vec<&Refusal> = rows.iter().collect();
    sorted.sort_by(|a, b| dearest(a.loss, b.loss));
    sorted
        .into_iter()
        .map(|row| {
            let losers = row.losers.iter();
            let losers = losers.map(|(id, place, lost)| (id, Some(place), -lost));
            RefusalRow {
                partner: names.partner(&row.partner),
                loss: Told::new(shares, row.loss, row.noise),
                stops: row.stops.iter().map(|id| names.activity(id)).collect(),
                losers: gains_words(names, losers.collect()),
            }
        })
        .collect()
}

/// What doing without an activity costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) struct ReplacementRow {
    /// Name of the activity.
    pub activity: String,
    /// Participants in the plan.
    pub plan: String,
    /// Share of all gaps that is lost.
    pub cost: Told,
    /// Names of what grows in its place.
    pub instead: Vec<String>,
    /// Its practices, each once.
    pub practices: Vec<String>,
}

/// The activities, the one that would be missed most first.
pub(super) fn replacements(
    names: Names,
    recommendation: &Recommendation,
    rows: &[Replacement],
    shares: Shares,
) -> Vec<ReplacementRow> {
    let mut sorted: Vec<&Replacement> = rows.iter().collect();
    sorted.sort_by(|a, b| dearest(a.cost, b.cost).then_with(|| a.activity.cmp(&b.activity)));
    sorted
        .into_iter()
        .map(|row| ReplacementRow {
            activity: names.activity(&row.activity),
            // Of the recommended plan: the row's own are of one in any amounts.
            plan: people(
                recommendation
                    .activities
                    .iter()
                    .find(|other| other.activity == row.activity)
                    .map_or(row.plan, |other| other.plan),
            ),
            cost: Told::new(shares, row.cost, row.noise),
            instead: row.instead.iter().map(|id| names.activity(id)).collect(),
            practices: practices(names, &row.instead),
        })
        .collect()
}

/// The practices of activities, each once, in their order.
fn practices(names: Names, activities: &[ActivityId]) -> Vec<String> {
    let mut practices: Vec<String> = Vec::new();
    for id in activities {
        let practice = names.practice(&id.practice);
        if !practices.contains(&practice) {
            practices.push(practice);
        }
    }
    practices
}

/// What nothing can do without first, then by what is lost.
fn dearest(a: Option<f64>, b: Option<f64>) -> std::cmp::Ordering {
    let key = |price: Option<f64>| price.unwrap_or(f64::INFINITY);
    key(b).total_cmp(&key(a))
}

/// What indicators gain, at a place or everywhere; the largest first, without what is less than one.
fn gains_words(names: Names, mut gains: Vec<(&IndicatorId, Option<&PlaceId>, f64)>) -> Vec<String> {
    gains.retain(|(_, _, gain)| gain.abs() >= 1.0);
    gains.sort_by(|a, b| b.2.abs().total_cmp(&a.2.abs()));
    gains
        .into_iter()
        .map(|(id, place, gain)| gain_words(names, id, place, gain))
        .collect()
}

/// What an indicator gains, with its sign, in people unless it says otherwise: `Grade 3 reading, Northfield +12`.
fn gain_words(names: Names, id: &IndicatorId, place: Option<&PlaceId>, gain: f64) -> String {
    let place = place.map_or_else(String::new, |place| format!(", {}", names.place(place)));
    let amount = match names.unit_of(id) {
        Unit::Percent => signed(gain, &people(gain)),
        Unit::Score => format!("{} SD x people", signed(gain, &quantity(gain))),
        Unit::Count => format!("{} by count", signed(gain, &quantity(gain))),
        Unit::Dollars => signed(gain, &names.unit("dollars").bare(gain)),
    };
    format!("{}{place} {amount}", names.indicator(id))
}
