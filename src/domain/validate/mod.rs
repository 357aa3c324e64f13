//! Checks of the rows of a model against each other: all findings at once, none of them the last word on
//! another.
//!
//! A check that concludes from what is *not* there asks first whether that table was read whole, and a
//! check of one row skips what another check already reports of it.

mod community;
mod conversions;
mod evidence;
mod groups;
mod links;
mod percent;
mod pools;
mod practices;
mod prices;
mod ranges;
mod references;
mod responses;
mod rules;
mod serves;
mod settings;
mod today;

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Activity, Indicator, IndicatorId, Link, Measured, NonNegative, Pool, PoolId, Practice,
    PracticeId, Resource, ResourceId, Restriction, Tables,
};
use crate::diagnostic::{Diagnostic, Diagnostics, Location};

pub(super) use settings::{LARGEST_SLOPE, LEAST_SPREAD};

/// Tables without which there is no model.
pub const REQUIRED_TABLES: [&str; 10] = [
    "indicators",
    "places",
    "groups",
    "partners",
    "baselines",
    "resources",
    "practices",
    "activities",
    "needs",
    "pools",
];

/// What the checks should know of where the rows come from; by default, that they are all there is.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reading {
    /// Tables of which rows are missing because they could not be read; `model` for the settings.
    pub incomplete: BTreeSet<&'static str>,
    /// Ids of those rows, by table.
    pub unread_ids: BTreeMap<&'static str, BTreeSet<String>>,
    /// Tables of which even the ids of some rows could not be read.
    pub unnamed_rows: BTreeSet<&'static str>,
    /// Pools whose amount was changed after today's allocations were recorded: they may give more than they hold.
    pub changed_amounts: BTreeSet<PoolId>,
}

/// All that is wrong with the rows or worth knowing, in any order.
pub(super) fn check(tables: &Tables, reading: &Reading) -> Diagnostics {
    let mut check = Check::new(tables, reading);
    settings::check(&mut check);
    references::check(&mut check);
    community::check(&mut check);
    groups::check(&mut check);
    practices::check(&mut check);
    responses::check(&mut check);
    prices::check(&mut check);
    evidence::check(&mut check);
    links::check(&mut check);
    percent::check(&mut check);
    serves::check(&mut check);
    pools::check(&mut check);
    conversions::check(&mut check);
    today::check(&mut check);
    rules::check(&mut check);
    ranges::check(&mut check);
    check.findings
}

/// What a practice takes of a resource, in the resource's unit.
#[derive(Debug, Clone, Copy, Default)]
struct Takes {
    /// By each participant and year.
    per_participant: f64,
    /// By running at all, a year.
    fixed: f64,
    /// Once, where it starts.
    once: f64,
}

impl Takes {
    fn something(self) -> bool {
        self.per_participant > 0.0 || self.fixed > 0.0 || self.once > 0.0
    }
}

/// The rows, ways to find them, and what was found so far.
struct Check<'t> {
    tables: &'t Tables,
    reading: &'t Reading,
    indicators: BTreeMap<&'t IndicatorId, &'t Indicator>,
    practices: BTreeMap<&'t PracticeId, &'t Practice>,
    resources: BTreeMap<&'t ResourceId, &'t Resource>,
    pools: BTreeMap<&'t PoolId, &'t Pool>,
    activities: BTreeMap<(&'t str, &'t str), &'t Activity>,
    /// What each practice takes, by resource.
    needs: BTreeMap<&'t PracticeId, BTreeMap<&'t ResourceId, Takes>>,
    restrictions: BTreeMap<&'t PoolId, Vec<&'t Restriction>>,
    /// Links by the outcome that studies measured.
    links: BTreeMap<Measured, Vec<&'t Link>>,
    findings: Diagnostics,
}

impl<'t> Check<'t> {
    fn new(tables: &'t Tables, reading: &'t Reading) -> Self {
        // At the model's prices, as the plan takes it.
        let mut needs: BTreeMap<&PracticeId, BTreeMap<&ResourceId, Takes>> = BTreeMap::new();
        for row in &tables.needs {
            let factor = tables.price_factor(&row.resource, row.price_year);
            let takes = Takes {
                per_participant: factor * row.per_participant.get(),
                fixed: factor * row.fixed.map_or(0.0, NonNegative::get),
                once: 0.0,
            };
            needs
                .entry(&row.practice)
                .or_default()
                .insert(&row.resource, takes);
        }
        for row in &tables.practices {
            if let (Some(cost), Some(resource)) = (row.one_time_cost, &row.one_time_resource) {
                let needs = needs.entry(&row.id).or_default();
                needs.entry(resource).or_default().once =
                    cost.get() * tables.price_factor(resource, row.price_year);
            }
        }
        let mut restrictions: BTreeMap<&PoolId, Vec<&Restriction>> = BTreeMap::new();
        for row in &tables.restrictions {
            restrictions.entry(&row.pool).or_default().push(row);
        }
        let mut links: BTreeMap<Measured, Vec<&Link>> = BTreeMap::new();
        for row in &tables.links {
            links
                .entry(Measured::Outcome(row.study_outcome.clone()))
                .or_default()
                .push(row);
        }
        Check {
            tables,
            reading,
            indicators: tables.indicators.iter().map(|row| (&row.id, row)).collect(),
            practices: tables.practices.iter().map(|row| (&row.id, row)).collect(),
            resources: tables.resources.iter().map(|row| (&row.id, row)).collect(),
            pools: tables.pools.iter().map(|row| (&row.id, row)).collect(),
            activities: tables
                .activities
                .iter()
                .map(|row| ((row.practice.as_str(), row.place.as_str()), row))
                .collect(),
            needs,
            restrictions,
            links,
            findings: Diagnostics::new(),
        }
    }

    /// Whether all rows of a table could be read.
    fn complete(&self, table: &str) -> bool {
        !self.reading.incomplete.contains(table)
    }

    /// Whether the practice takes any of the resource.
    fn takes(&self, practice: &PracticeId, resource: &ResourceId) -> bool {
        self.needs
            .get(practice)
            .and_then(|needs| needs.get(resource))
            .is_some_and(|takes| takes.something())
    }

    /// Whether the restrictions of a pool let it give to an activity.
    fn may_give(&self, pool: &PoolId, practice: &str, place: &str) -> bool {
        self.restrictions.get(pool).is_none_or(|rows| {
            rows.iter().any(|row| {
                row.practice
                    .as_ref()
                    .is_none_or(|only| only.as_str() == practice)
                    && row.place.as_ref().is_none_or(|only| only.as_str() == place)
            })
        })
    }

    fn error(&mut self, code: &'static str, at: Location, message: impl Into<String>) {
        self.findings.push(Diagnostic::error(code, at, message));
    }
}

/// The place of a row's column.
fn at(row: &str, column: &str) -> Location {
    Location::path(format!("{row}.{column}")).column(column)
}

/// Most names that a message lists.
const LONGEST_LIST: usize = 6;

/// Names as a message lists them.
fn listed<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let names: Vec<&str> = names.into_iter().collect();
    match names.len() {
        0 => "nothing".to_owned(),
        count if count > LONGEST_LIST => {
            format!(
                "{} and {} more",
                names[..LONGEST_LIST].join(", "),
                count - LONGEST_LIST
            )
        }
        _ => names.join(", "),
    }
}

/// A number as a message gives it.
fn figure(value: f64) -> String {
    // Sums of shares and products carry rounding that nobody wrote.
    let rounded = (value * 1e6).round() / 1e6;
    rounded.to_string()
}
