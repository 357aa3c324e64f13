//! What if: a unit more or less, without a limit, without a partner, without an activity.

use super::super::share::Shares;
use crate::domain::{IndicatorId, LimitationPrice, Marginal, PlaceId, Refusal, Replacement, Unit};
use crate::report::names::Names;
use crate::report::number::{people, quantity, signed};

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
    /// The same by the shadow price.
    pub price: String,
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
            MarginalRow {
                pool: row.pool.to_string(),
                amount: unit.bare(row.amount),
                step: unit.amount(step),
                less: told(row.left, "no plan"),
                more: told(row.right, "-"),
                price: row
                    .price
                    .map_or_else(|| "-".to_owned(), |price| shares.of(price * step)),
            }
        })
        .collect()
}

/// What a limit costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) struct LimitRow {
    /// What it says.
    pub words: String,
    /// Share of all gaps that the best plan without it closes more.
    pub price: String,
    /// What indicators gain and lose without it.
    pub gains: Vec<String>,
}

/// The limits, the dearest first.
pub(super) fn limits(names: Names, rows: &[LimitationPrice], shares: Shares) -> Vec<LimitRow> {
    let mut sorted: Vec<&LimitationPrice> = rows.iter().collect();
    // One that could not be solved is not dear but unknown: it comes last.
    let price = |row: &LimitationPrice| row.price.unwrap_or(f64::NEG_INFINITY);
    sorted.sort_by(|a, b| price(b).total_cmp(&price(a)));
    sorted
        .into_iter()
        .map(|row| LimitRow {
            words: row.words.clone(),
            price: row.price.map_or_else(
                || "not found: the solver failed".to_owned(),
                |price| shares.told(price, row.noise),
            ),
            gains: row
                .indicators
                .iter()
                .map(|(id, gain)| gain_words(names, id, None, *gain))
                .collect(),
        })
        .collect()
}

/// What happens where a partner says no.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) struct RefusalRow {
    /// Name of the partner.
    pub partner: String,
    /// Share of all gaps that is lost; `None` where no plan is left.
    pub loss: Option<String>,
    /// Names of the activities that stay smaller.
    pub stops: Vec<String>,
    /// Who loses what, the largest first.
    pub losers: Vec<String>,
}

/// The partners, the one that would be missed most first.
pub(super) fn refusals(names: Names, rows: &[Refusal], shares: Shares) -> Vec<RefusalRow> {
    let mut sorted: Vec<&Refusal> = rows.iter().collect();
    sorted.sort_by(|a, b| dearest(a.loss, b.loss));
    sorted
        .into_iter()
        .map(|row| RefusalRow {
            partner: names.partner(&row.partner),
            loss: row.loss.map(|loss| shares.told(loss, row.noise)),
            stops: row.stops.iter().map(|id| names.activity(id)).collect(),
            losers: row
                .losers
                .iter()
                .map(|(id, place, lost)| gain_words(names, id, Some(place), -lost))
                .collect(),
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
    /// Share of all gaps that is lost; `no plan` where none does without it.
    pub cost: String,
    /// Names of what grows in its place.
    pub instead: Vec<String>,
}

/// The activities, the one that would be missed most first.
pub(super) fn replacements(
    names: Names,
    rows: &[Replacement],
    shares: Shares,
) -> Vec<ReplacementRow> {
    let mut sorted: Vec<&Replacement> = rows.iter().collect();
    sorted.sort_by(|a, b| dearest(a.cost, b.cost).then_with(|| a.activity.cmp(&b.activity)));
    sorted
        .into_iter()
        .map(|row| ReplacementRow {
            activity: names.activity(&row.activity),
            plan: people(row.plan),
            cost: row
                .cost
                .map_or_else(|| "no plan".to_owned(), |cost| shares.told(cost, row.noise)),
            instead: row.instead.iter().map(|id| names.activity(id)).collect(),
        })
        .collect()
}

/// What nothing can do without first, then by what is lost.
fn dearest(a: Option<f64>, b: Option<f64>) -> std::cmp::Ordering {
    let key = |price: Option<f64>| price.unwrap_or(f64::INFINITY);
    key(b).total_cmp(&key(a))
}

/// What an indicator gains, with its sign: `Grade 3 reading, Northfield +12 people`.
fn gain_words(names: Names, id: &IndicatorId, place: Option<&PlaceId>, gain: f64) -> String {
    let place = place.map_or_else(String::new, |place| format!(", {}", names.place(place)));
    let amount = match names.unit_of(id) {
        Unit::Percent => format!("{} people", signed(gain, &people(gain))),
        Unit::Score => format!("{} SD x people", signed(gain, &quantity(gain))),
        Unit::Count => signed(gain, &quantity(gain)),
        Unit::Dollars => signed(gain, &names.unit("dollars").bare(gain)),
    };
    format!("{}{place} {amount}", names.indicator(id))
}
