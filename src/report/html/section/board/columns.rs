//! People per indicator under the four plans: today, small moves, what is recommended, and moves without a limit.

use std::collections::BTreeMap;

use maud::{Markup, html};

use crate::report::html::change::{self, IndicatorChanges};
use crate::report::html::name::{list, plain};
use crate::report::html::table::{
    Cell, Column, numbers, shown, table as sorted, text, valued, words,
};
use crate::report::html::told::Told;
use crate::report::number::{self, UnitStyle, grouped, percent, signed};
use crate::report::record::{
    IndicatorRecord, MoveLimitRecord, MoveLimitWord, RecommendResult, UnderLimitRecord, UnitWord,
};
use crate::report::view::{Measure, of_draws};

/// A plan beside today.
struct Plan<'a> {
    name: &'static str,
    about: &'static str,
    limit: MoveLimitWord,
    /// What is known of it as a whole; `None` where only its changes are.
    whole: Option<&'a MoveLimitRecord>,
}

/// A change with its range, as the measure counts it.
struct Gain {
    value: f64,
    words: String,
    range: String,
}

/// A row: an indicator with what each plan changes.
struct Row<'a> {
    indicator: &'a IndicatorRecord,
    changes: Option<&'a IndicatorChanges<'a>>,
}

/// The columns; nothing where there is no plan.
pub(super) fn table(told: &Told) -> Markup {
    let Some(plan) = told.plan().filter(|plan| plan.value.is_some()) else {
        return html! {};
    };
    let all = change::all(told);
    let by_id: BTreeMap<&str, &IndicatorChanges> = all.iter().map(|row| (row.id, row)).collect();
    let mut rows: Vec<Row> = plan
        .indicators
        .iter()
        .map(|indicator| Row {
            indicator,
            changes: by_id.get(indicator.indicator.as_str()).copied(),
        })
        .collect();
    // In the order of the page, which is by how much of its gap closes.
    let order = |row: &Row| {
        all.iter()
            .position(|other| other.id == row.indicator.indicator)
    };
    rows.sort_by_key(|row| order(row).unwrap_or(usize::MAX));
    if rows.is_empty() {
        return html! {};
    }
    let plans = plans(plan);
    let mut columns: Vec<Column> = vec![words("Indicator"), numbers("Today", "have it, of all")];
    columns.extend(plans.iter().map(|plan| numbers(plan.name, plan.about)));
    columns.push(words("Arrives"));
    html! {
        h2 { "People per indicator, under " (if plans.len() > 1 { "four plans" } else { "the plan" }) }
        p.note {
            "People who have it today, and how many more have it under each plan, with 90% ranges. People of different indicators are never added up."
            @if let Some(words) = limits_words(&plans) { " " (words) }
            @if plans.len() > 1 && told.plan().is_some_and(|plan| plan.steps.as_ref().is_some_and(|steps| steps.kept)) {
                " The recommended plan moves in steps that people can carry out, the other two any amounts."
            }
        }
        (sorted(
            "Indicators: people today, and what each plan changes",
            &columns,
            rows.iter().map(|row| cells(told, row, &plans)).collect(),
        ))
        @if plans.len() > 1 { (whole(told, &plans)) }
    }
}

/// The plans that the result holds.
fn plans(plan: &RecommendResult) -> Vec<Plan<'_>> {
    let of = |limit: MoveLimitWord, name: &'static str, about: &'static str| {
        let whole = plan.move_limits.iter().find(|row| row.limit == limit)?;
        Some(Plan {
            name,
            about,
            limit,
            whole: Some(whole),
        })
    };
    let found: Vec<Plan> = [
        of(MoveLimitWord::Small, "Small moves", "against today"),
        of(MoveLimitWord::AsSet, "Recommended", "against today"),
        of(MoveLimitWord::Free, "Free moves", "against today"),
    ]
    .into_iter()
    .flatten()
    .collect();
    if found.is_empty() {
        return vec![Plan {
            name: "Recommended",
            about: "against today",
            limit: MoveLimitWord::AsSet,
            whole: None,
        }];
    }
    found
}

/// What the limits are, in a sentence.
fn limits_words(plans: &[Plan]) -> Option<String> {
    let small = plans
        .iter()
        .find(|plan| plan.limit == MoveLimitWord::Small)?
        .whole?;
    let part = small.factor.map_or_else(String::new, |factor| {
        format!("{} of what each pool may move at most", percent(factor, 2))
    });
    Some(format!(
        "Small moves are held to {part}; free ones are not held to any limit on moves."
    ))
}

/// What a gain of an indicator is counted in.
fn measure(told: &Told, row: &Row) -> Measure {
    match row.indicator.unit {
        UnitWord::Percent => Measure::People,
        // Over all who are measured in a year: who is reached differs from plan to plan.
        UnitWord::Score => Measure::Points {
            sd: row
                .changes
                .map_or(1.0, |changes| match changes.all.measure {
                    Measure::Points { sd } => sd,
                    Measure::People | Measure::Units | Measure::Money(_) => 1.0,
                }),
        },
        UnitWord::Count => Measure::Units,
        UnitWord::Dollars => Measure::Money(told.book.money()),
    }
}

fn gain(told: &Told, row: &Row, under: &UnderLimitRecord) -> Gain {
    let measure = measure(told, row);
    let factor = match &measure {
        Measure::Points { sd } => sd / row.indicator.population.max(f64::MIN_POSITIVE),
        Measure::People | Measure::Units | Measure::Money(_) => 1.0,
    };
    let value = under.gain * factor;
    let range = match (under.low, under.high) {
        (Some(low), Some(high)) if high > low => measure.range(low * factor, high * factor),
        _ => String::new(),
    };
    Gain {
        value,
        words: signed(value, &measure.text(value)),
        range,
    }
}

fn cells(told: &Told, row: &Row, plans: &[Plan]) -> Vec<Cell> {
    let indicator = row.indicator;
    let unit = match indicator.unit {
        UnitWord::Percent => None,
        UnitWord::Score => Some("mean points"),
        UnitWord::Count => Some("units"),
        UnitWord::Dollars => Some("money"),
    };
    let mut cells = vec![
        shown(html! {
            (indicator.indicator_name)
            @if let Some(unit) = unit { " " span.tag.quiet { (unit) } }
        }),
        today(told, indicator),
    ];
    for plan in plans {
        let under = indicator
            .under
            .iter()
            .find(|under| under.limit == plan.limit);
        let gain = match (under, row.changes) {
            (Some(under), _) => Some(gain(told, row, under)),
            (None, Some(changes)) if plan.limit == MoveLimitWord::AsSet => Some(Gain {
                value: changes.all.gain().0,
                words: changes.all.gain_words(),
                range: if changes.all.changes() {
                    changes.all.range_words()
                } else {
                    String::new()
                },
            }),
            (None, _) => None,
        };
        cells.push(gain.map_or_else(
            || text(""),
            |gain| {
                let is_loss = gain.value < 0.0 && gain.words != "0";
                valued(
                    gain.value,
                    html! {
                        strong class=[is_loss.then_some("depends")] { (gain.words) }
                        @if !gain.range.is_empty() { " " span.unit { (gain.range) } }
                    },
                )
            },
        ));
    }
    let changes = row.changes.filter(|changes| changes.all.changes());
    let arrives = changes.map_or_else(
        || span(&indicator.arrives_first, &indicator.arrives_last),
        |changes| changes.all.arrives(told),
    );
    cells.push(shown(html! { span.year { (arrives) } }));
    cells
}

/// Years from the first to the last, as the result writes them.
fn span(first: &str, last: &str) -> String {
    if first == last {
        first.to_owned()
    } else {
        format!("{first} to {last}")
    }
}

fn today(told: &Told, indicator: &IndicatorRecord) -> Cell {
    let Some(today) = indicator.today else {
        return text("");
    };
    let words = match indicator.unit {
        UnitWord::Percent => format!(
            "{} of {}",
            grouped(today.round(), 0),
            grouped(indicator.population.round(), 0)
        ),
        UnitWord::Dollars => told.book.money().bare(today),
        UnitWord::Score | UnitWord::Count => number::quantity(today),
    };
    crate::report::html::table::number(today, words)
}

/// What each plan is as a whole.
fn whole(told: &Told, plans: &[Plan]) -> Markup {
    // Whether a given plan does better is known in every draw, also where no plan keeps every rule.
    let moved = |row: &MoveLimitRecord| {
        let mut amounts: Vec<(bool, String)> = row
            .moved
            .iter()
            .filter(|moved| !told.book.unit(&moved.unit).reads_nothing(moved.amount))
            .map(|moved| {
                let unit = told.book.unit(&moved.unit);
                match unit {
                    UnitStyle::Money(_) => (false, unit.amount(moved.amount)),
                    UnitStyle::Plain(_) => (
                        true,
                        format!(
                            "{} of {}",
                            unit.amount(moved.amount),
                            plain(&moved.resource_name).to_lowercase()
                        ),
                    ),
                }
            })
            .collect();
        amounts.sort_by_key(|(later, _)| *later);
        let amounts: Vec<String> = amounts.into_iter().map(|(_, words)| words).collect();
        if amounts.is_empty() {
            "nothing".to_owned()
        } else {
            list(&amounts)
        }
    };
    sorted(
        "The plans as a whole",
        &[
            words("Plan"),
            numbers("Closes", "of all gaps"),
            words("Better than today, of all draws"),
            words("Moves each year, unused included"),
        ],
        plans
            .iter()
            .filter_map(|plan| plan.whole.map(|row| (plan.name, row)))
            .map(|(name, row)| {
                vec![
                    text(name),
                    valued(
                        row.share_of_gap_closed,
                        html! { (percent(row.share_of_gap_closed, 2)) },
                    ),
                    text(row.better_than_today.map_or_else(
                        || "not asked".to_owned(),
                        |share| format!("in {}", of_draws(share, 0)),
                    )),
                    text(moved(row)),
                ]
            })
            .collect(),
    )
}
