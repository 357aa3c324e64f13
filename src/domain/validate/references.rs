//! Keys, and the ids by which rows refer to each other.

use std::collections::BTreeSet;

use super::{Check, REQUIRED_TABLES, at};
use crate::diagnostic::{Diagnostic, Location, codes, suggestion};
use crate::domain::{IndicatorId, Measure, RuleKind};

/// Words that a rule's measure uses, so that no resource can be called so.
const RESERVED_RESOURCES: [&str; 2] = ["participants", "activities"];

pub(super) fn check(check: &mut Check<'_>) {
    empty_tables(check);
    duplicate_keys(check);
    reserved(check);
    let ids = Ids::new(check);
    community(check, &ids);
    practices(check, &ids);
    resources(check, &ids);
    rules(check, &ids);
}

fn empty_tables(check: &mut Check<'_>) {
    let tables = check.tables;
    let sizes = [
        tables.indicators.len(),
        tables.places.len(),
        tables.groups.len(),
        tables.partners.len(),
        tables.baselines.len(),
        tables.resources.len(),
        tables.practices.len(),
        tables.activities.len(),
        tables.needs.len(),
        tables.pools.len(),
    ];
    for (table, size) in REQUIRED_TABLES.into_iter().zip(sizes) {
        if size == 0 && check.complete(table) {
            let message = format!("the table {table} has no rows, and every model needs some");
            check.error(codes::EMPTY_TABLE, Location::path(table), message);
        }
    }
}

fn duplicate_keys(check: &mut Check<'_>) {
    let tables = check.tables;
    macro_rules! duplicates {
        ($($table:ident),+) => {$({
            // Rows are in the order of their keys, so that equal ones stand together.
            let paths: Vec<String> = tables.$table.iter().map(|row| row.path()).collect();
            for pair in paths.windows(2).filter(|pair| pair[0] == pair[1]) {
                let message = format!("two rows have the same key, `{}`", pair[0]);
                check.findings.push(
                    Diagnostic::error(codes::DUPLICATE_KEY, Location::path(pair[0].clone()), message)
                        .hint("remove one of them, or give it another key"),
                );
            }
        })+};
    }
    duplicates!(
        indicators,
        places,
        groups,
        partners,
        baselines,
        resources,
        practices,
        responses,
        activities,
        needs,
        evidence,
        links,
        serves,
        pools,
        restrictions,
        allocations,
        conversions,
        rules,
        ranges
    );
}

fn reserved(check: &mut Check<'_>) {
    for row in &check.tables.resources {
        if RESERVED_RESOURCES.contains(&row.id.as_str()) {
            let message = format!(
                "a resource cannot be called `{}`, which rules use as a measure",
                row.id
            );
            check.findings.push(
                Diagnostic::error(codes::BAD_ID, at(&row.path(), "id"), message)
                    .hint("give it another id"),
            );
        }
    }
}

/// The ids of one table, and whether they are all that the table has.
struct Known<'t> {
    table: &'static str,
    ids: BTreeSet<&'t str>,
    all: bool,
}

struct Ids<'t> {
    indicators: Known<'t>,
    places: Known<'t>,
    groups: Known<'t>,
    partners: Known<'t>,
    practices: Known<'t>,
    resources: Known<'t>,
    pools: Known<'t>,
}

impl<'t> Ids<'t> {
    fn new(check: &Check<'t>) -> Self {
        let tables = check.tables;
        let known = |table: &'static str, ids: Vec<&'t str>| {
            let unread = check
                .reading
                .unread_ids
                .get(table)
                .into_iter()
                .flatten()
                .map(String::as_str);
            Known {
                table,
                ids: ids.into_iter().chain(unread).collect(),
                all: !check.reading.unnamed_rows.contains(table),
            }
        };
        Ids {
            indicators: known(
                "indicators",
                tables
                    .indicators
                    .iter()
                    .map(|row| row.id.as_str())
                    .collect(),
            ),
            places: known(
                "places",
                tables.places.iter().map(|row| row.id.as_str()).collect(),
            ),
            groups: known(
                "groups",
                tables.groups.iter().map(|row| row.id.as_str()).collect(),
            ),
            partners: known(
                "partners",
                tables.partners.iter().map(|row| row.id.as_str()).collect(),
            ),
            practices: known(
                "practices",
                tables.practices.iter().map(|row| row.id.as_str()).collect(),
            ),
            resources: known(
                "resources",
                tables.resources.iter().map(|row| row.id.as_str()).collect(),
            ),
            pools: known(
                "pools",
                tables.pools.iter().map(|row| row.id.as_str()).collect(),
            ),
        }
    }
}

impl Known<'_> {
    fn look_up(&self, check: &mut Check<'_>, row: &dyn Fn() -> String, column: &str, id: &str) {
        if self.all && !self.ids.contains(id) {
            let message = format!("`{id}` is not in the table {}", self.table);
            let hint = suggestion(id, self.ids.iter().copied());
            check.findings.push(
                Diagnostic::error(codes::UNKNOWN_ID, at(&row(), column), message).maybe_hint(hint),
            );
        }
    }

    fn look_up_any(
        &self,
        check: &mut Check<'_>,
        row: &dyn Fn() -> String,
        column: &str,
        id: Option<&str>,
    ) {
        if let Some(id) = id {
            self.look_up(check, row, column, id);
        }
    }
}

/// `look_up!(check, row; ids.places: place, …)`: the id in a column, blank or not, is in the table.
macro_rules! look_up {
    ($check:ident, $row:ident; $($known:expr => $column:ident),+ $(; maybe $($maybe:expr => $optional:ident),+)?) => {{
        // A path is text, and most rows need none.
        let path = || $row.path();
        $($known.look_up($check, &path, stringify!($column), $row.$column.as_str());)+
        $($($maybe.look_up_any($check, &path, stringify!($optional), $row.$optional.as_ref().map(|id| id.as_str()));)+)?
    }};
}

fn community(check: &mut Check<'_>, ids: &Ids<'_>) {
    for row in &check.tables.baselines {
        look_up!(check, row; ids.indicators => indicator, ids.places => place, ids.groups => group);
    }
}

fn practices(check: &mut Check<'_>, ids: &Ids<'_>) {
    let tables = check.tables;
    for row in &tables.responses {
        look_up!(check, row; ids.practices => practice; maybe ids.places => place);
    }
    for row in &tables.practices {
        let resource = row.one_time_resource.as_ref();
        let path = || row.path();
        let id = resource.map(crate::domain::ResourceId::as_str);
        ids.resources
            .look_up_any(check, &path, "one_time_resource", id);
    }
    for row in &tables.activities {
        look_up!(check, row; ids.practices => practice, ids.places => place);
    }
    for row in &tables.needs {
        look_up!(check, row; ids.practices => practice, ids.resources => resource);
    }
    for row in &tables.evidence {
        look_up!(
            check, row; ids.practices => practice; maybe ids.places => place, ids.groups => group
        );
        let indicator = row.measured.indicator().map(IndicatorId::as_str);
        ids.indicators
            .look_up_any(check, &|| row.path(), "indicator", indicator);
    }
    for row in &tables.links {
        look_up!(check, row; ids.indicators => indicator);
    }
    for row in &tables.serves {
        look_up!(
            check, row; ids.practices => practice;
            maybe ids.places => place, ids.indicators => indicator, ids.groups => group
        );
    }
}

fn resources(check: &mut Check<'_>, ids: &Ids<'_>) {
    let tables = check.tables;
    for row in &tables.pools {
        look_up!(check, row; ids.partners => partner, ids.resources => resource);
    }
    for row in &tables.conversions {
        look_up!(check, row; ids.resources => from, ids.resources => to);
    }
    for row in &tables.restrictions {
        look_up!(check, row; ids.pools => pool; maybe ids.practices => practice, ids.places => place);
    }
    for row in &tables.allocations {
        look_up!(check, row; ids.pools => pool, ids.practices => practice, ids.places => place);
        let (practice, place) = (row.practice.as_str(), row.place.as_str());
        let named = ids.practices.ids.contains(practice) && ids.places.ids.contains(place);
        if named
            && check.complete("activities")
            && !check.activities.contains_key(&(practice, place))
        {
            let message =
                format!("there is no activity {practice}@{place} that the pool could give to");
            let places: Vec<&str> = check
                .activities
                .keys()
                .filter(|(other, _)| *other == practice)
                .map(|(_, place)| *place)
                .collect();
            let hint = match places.len() {
                0 => format!("add a row `{practice},{place}` to activities"),
                _ => format!(
                    "add it to activities; {practice} is offered at {}",
                    super::listed(places)
                ),
            };
            check.findings.push(
                Diagnostic::error(codes::UNKNOWN_ID, at(&row.path(), "place"), message).hint(hint),
            );
        }
    }
}

fn rules(check: &mut Check<'_>, ids: &Ids<'_>) {
    for row in &check.tables.rules {
        let path = || row.path();
        for id in &row.practices {
            ids.practices
                .look_up(check, &path, "practices", id.as_str());
        }
        for id in &row.places {
            ids.places.look_up(check, &path, "places", id.as_str());
        }
        for id in &row.groups {
            ids.groups.look_up(check, &path, "groups", id.as_str());
        }
        for id in &row.partners {
            ids.partners.look_up(check, &path, "partners", id.as_str());
        }
        match &row.kind {
            RuleKind::Floor { indicator, .. } => {
                ids.indicators.look_up_any(
                    check,
                    &path,
                    "indicator",
                    indicator.as_ref().map(IndicatorId::as_str),
                );
            }
            RuleKind::AtLeast {
                measure: Measure::Amount(resource),
                ..
            }
            | RuleKind::AtMost {
                measure: Measure::Amount(resource),
                ..
            } => {
                ids.resources
                    .look_up(check, &path, "measure", resource.as_str());
            }
            RuleKind::Fund { .. }
            | RuleKind::Exclude
            | RuleKind::Requires
            | RuleKind::Excludes
            | RuleKind::AtLeast { .. }
            | RuleKind::AtMost { .. } => {}
        }
    }
}
