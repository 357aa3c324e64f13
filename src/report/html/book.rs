//! The names and units of what results speak of, gathered from their own rows.

use std::collections::BTreeMap;

use crate::report::cycle::Cycle;
use crate::report::names::Called;
use crate::report::number::UnitStyle;
use crate::report::record::{Scalar, UnitWord};
use crate::report::{Manifest, Results};

/// A pool: what it is of, who holds it and how much there is.
#[derive(Debug, Clone, Copy)]
pub(super) struct PoolEntry<'a> {
    /// Name of the resource.
    pub resource_name: &'a str,
    /// Name of the partner.
    pub partner_name: &'a str,
    /// Amount a year.
    pub amount: f64,
    /// Its unit.
    pub unit: &'a str,
}

/// The names of one model, as far as results hold them.
#[derive(Debug)]
pub(super) struct Book<'a> {
    practices: BTreeMap<&'a str, &'a str>,
    places: BTreeMap<&'a str, &'a str>,
    groups: BTreeMap<&'a str, &'a str>,
    indicators: BTreeMap<&'a str, &'a str>,
    percentages: BTreeMap<&'a str, bool>,
    resources: BTreeMap<&'a str, (&'a str, &'a str)>,
    pools: BTreeMap<&'a str, PoolEntry<'a>>,
    currency: &'a str,
    /// The years of the model.
    pub cycle: Cycle,
}

/// The text of a setting of `manifest`.
pub(super) fn setting<'a>(manifest: &'a Manifest, path: &str) -> Option<&'a str> {
    let row = manifest.settings.iter().find(|row| row.path == path)?;
    match &row.value {
        Scalar::Text(text) => Some(text),
        Scalar::Whole(_) | Scalar::Number(_) => None,
    }
}

impl<'a> Book<'a> {
    /// The names in `results`.
    pub(super) fn new(results: &'a Results) -> Self {
        let of = |path: &str| {
            let manifests = results.manifests().into_iter();
            manifests
                .filter_map(|(_, _, manifest)| setting(manifest, path))
                .next()
        };
        let mut book = Book {
            practices: BTreeMap::new(),
            places: BTreeMap::new(),
            groups: BTreeMap::new(),
            indicators: BTreeMap::new(),
            percentages: BTreeMap::new(),
            resources: BTreeMap::new(),
            pools: BTreeMap::new(),
            currency: of("currency").unwrap_or("USD"),
            cycle: Cycle::new(of("cycle").unwrap_or_default()),
        };
        book.add_evidence(results);
        book.add_alternatives(results);
        book.add_sensitivity(results);
        book.add_plan(results);
        book
    }

    fn add_evidence(&mut self, results: &'a Results) {
        let effects = results
            .validate
            .iter()
            .flat_map(|read| &read.result.effects);
        for row in effects.flatten() {
            self.practices.insert(&row.practice, &row.practice_name);
            self.indicators.insert(&row.indicator, &row.indicator_name);
        }
    }

    fn add_alternatives(&mut self, results: &'a Results) {
        for row in results
            .alternatives
            .iter()
            .flat_map(|read| &read.result.ranges)
        {
            self.practices.insert(&row.practice, &row.practice_name);
            self.places.insert(&row.place, &row.place_name);
        }
    }

    fn add_sensitivity(&mut self, results: &'a Results) {
        let Some(read) = &results.sensitivity else {
            return;
        };
        for row in read
            .result
            .montecarlo
            .iter()
            .flat_map(|drawn| &drawn.activities)
        {
            self.practices.insert(&row.practice, &row.practice_name);
            self.places.insert(&row.place, &row.place_name);
        }
        for row in read
            .result
            .montecarlo
            .iter()
            .flat_map(|drawn| &drawn.improvements)
        {
            self.indicators.insert(&row.indicator, &row.indicator_name);
            if let (Some(group), Some(name)) = (&row.group, &row.group_name) {
                self.groups.insert(group, name);
            }
        }
        for row in read.result.frontier.iter().flatten() {
            self.resources
                .insert(&row.resource, (&row.resource_name, &row.resource_unit));
        }
        for row in read.result.marginal.iter().flatten() {
            if let (Some(resource), Some(name)) = (&row.resource, &row.resource_name) {
                self.resources.insert(resource, (name, &row.unit));
                self.pools.insert(
                    &row.pool,
                    PoolEntry {
                        resource_name: name,
                        partner_name: &row.partner_name,
                        amount: row.amount,
                        unit: &row.unit,
                    },
                );
            }
        }
    }

    fn add_plan(&mut self, results: &'a Results) {
        let Some(read) = &results.recommend else {
            return;
        };
        let plan = &read.result;
        for row in &plan.activities {
            self.practices.insert(&row.practice, &row.practice_name);
            self.places.insert(&row.place, &row.place_name);
            for used in &row.uses {
                self.resources
                    .insert(&used.resource, (&used.resource_name, &used.unit));
            }
        }
        for row in &plan.practices {
            self.practices.insert(&row.practice, &row.practice_name);
        }
        for row in &plan.cells {
            self.indicators.insert(&row.indicator, &row.indicator_name);
            self.percentages
                .insert(&row.indicator, row.unit == UnitWord::Percent);
            self.places.insert(&row.place, &row.place_name);
            self.groups.insert(&row.group, &row.group_name);
        }
        for row in &plan.tracked {
            self.indicators.insert(&row.indicator, &row.indicator_name);
        }
        for row in &plan.pools {
            self.resources
                .insert(&row.resource, (&row.resource_name, &row.unit));
            self.pools.insert(
                &row.pool,
                PoolEntry {
                    resource_name: &row.resource_name,
                    partner_name: &row.partner_name,
                    amount: row.amount,
                    unit: &row.unit,
                },
            );
        }
    }

    /// How amounts in `unit` are written.
    pub(super) fn unit(&self, unit: &str) -> UnitStyle {
        UnitStyle::new(unit, self.currency)
    }

    /// ISO 4217 code of the money.
    pub(super) fn currency(&self) -> &'a str {
        self.currency
    }

    /// How money is written.
    pub(super) fn money(&self) -> UnitStyle {
        self.unit(self.currency)
    }

    /// A pool.
    pub(super) fn pool(&self, id: &str) -> Option<PoolEntry<'a>> {
        self.pools.get(id).copied()
    }

    /// Name of a place; an id that is not known stands for itself.
    pub(super) fn place(&self, id: &str) -> String {
        name(&self.places, id).unwrap_or_default()
    }

    /// Name of a group, likewise.
    pub(super) fn group(&self, id: &str) -> String {
        name(&self.groups, id).unwrap_or_default()
    }

    /// Name of a practice, likewise.
    pub(super) fn practice(&self, id: &str) -> String {
        name(&self.practices, id).unwrap_or_default()
    }

    /// A step of a resource that a person can picture: 10,000 of money, 1 FTE, else 100.
    pub(super) fn step(&self, unit: &str) -> f64 {
        if matches!(self.unit(unit), UnitStyle::Money(_)) {
            10_000.0
        } else if unit.eq_ignore_ascii_case("FTE") {
            1.0
        } else {
            100.0
        }
    }
}

/// The practice of an activity `practice@place`.
pub(super) fn practice_of(activity: &str) -> &str {
    activity
        .split_once('@')
        .map_or(activity, |(practice, _)| practice)
}

/// Its place.
pub(super) fn place_of(activity: &str) -> &str {
    activity.split_once('@').map_or("", |(_, place)| place)
}

fn name(names: &BTreeMap<&str, &str>, id: &str) -> Option<String> {
    let id = id.trim();
    (!id.is_empty()).then(|| {
        names
            .get(id)
            .map_or_else(|| id.to_owned(), |name| (*name).to_owned())
    })
}

impl Called for Book<'_> {
    fn practice_called(&self, id: &str) -> Option<String> {
        name(&self.practices, id)
    }

    fn place_called(&self, id: &str) -> Option<String> {
        name(&self.places, id)
    }

    fn group_called(&self, id: &str) -> Option<String> {
        name(&self.groups, id)
    }

    fn indicator_called(&self, id: &str) -> Option<String> {
        name(&self.indicators, id)
    }

    fn resource_called(&self, id: &str) -> Option<String> {
        let known = self.resources.get(id).map(|(name, _)| (*name).to_owned());
        known.or_else(|| (!id.is_empty()).then(|| id.to_owned()))
    }

    fn pool_called(&self, id: &str) -> Option<String> {
        let known = self.pools.get(id);
        let words =
            known.map(|pool| format!("{} ({id}) of {}", pool.resource_name, pool.partner_name));
        words.or_else(|| (!id.is_empty()).then(|| id.to_owned()))
    }

    fn unit_of_resource(&self, id: &str) -> UnitStyle {
        self.unit(self.resources.get(id).map_or("", |(_, unit)| unit))
    }

    fn unit_of_pool(&self, id: &str) -> Option<UnitStyle> {
        self.pools.get(id).map(|pool| self.unit(pool.unit))
    }

    fn is_percent(&self, id: &str) -> bool {
        self.percentages.get(id).copied().unwrap_or(true)
    }
}
