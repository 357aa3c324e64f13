//! Who is served, on random models: what must hold whatever the grades, groups and rows of `serves` are.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use trefoil::app::{recommend, watch::Watch};
use trefoil::domain::{
    AS_GIVEN, Direction, EffectUnit, IndicatorId, Provenance, Serves, Tables, Unit, ValuePer,
};
use trefoil::report::RecommendResult;

use super::random::{KEPT_BY_TODAY, cases, recipes, watch};
use super::served::{BOYS, GIRLS, OTHERS, ROUNDING, partition, reached};
use super::sketch::{ALL, Built, finite, group_id, share};

/// Turns every effect into one unit for each participant, without fading or lesser places, so that only who is
/// served differs between cells.
fn plain_effects(tables: &mut Tables) {
    let percent: BTreeSet<IndicatorId> = tables
        .indicators
        .iter()
        .filter(|row| row.unit == Unit::Percent)
        .map(|row| row.id.clone())
        .collect();
    let decreasing: BTreeSet<IndicatorId> = tables
        .indicators
        .iter()
        .filter(|row| row.direction == Direction::Decrease)
        .map(|row| row.id.clone())
        .collect();
    let scores: BTreeMap<IndicatorId, f64> = tables
        .indicators
        .iter()
        .filter(|row| row.unit == Unit::Score)
        .filter_map(|row| Some((row.id.clone(), row.sd?.get())))
        .collect();
    for row in &mut tables.evidence {
        let indicator = row
            .measured
            .indicator()
            .expect("random models measure indicators");
        let size = match scores.get(indicator) {
            Some(sd) => *sd,
            None if percent.contains(indicator) => 100.0,
            None => 1.0,
        };
        let sign = if decreasing.contains(indicator) {
            -1.0
        } else {
            1.0
        };
        row.effect = finite(sign * size);
        row.effect_unit = EffectUnit::Points;
        row.scheme = Some(AS_GIVEN.to_owned());
        row.rating = None;
        row.follow_up_years = None;
        row.follow_up_effect = None;
    }
    for row in &mut tables.practices {
        row.fade = Some(share(0.0));
    }
    for row in &mut tables.places {
        row.fidelity = None;
    }
}

/// The plan of a result as the bytes of its JSON, without what it says of groups.
fn plan_bytes(tables: &Tables) -> String {
    let model = Built::new(tables.clone()).model;
    let outcome = recommend::run(&model, recommend::Options::without_draws(), Watch::nobody());
    let outcome = outcome.expect("the engine answers");
    let result = RecommendResult::new(&model, &outcome.recommendation);
    let mut json = serde_json::to_value(result).expect("a result is JSON");
    let fields = json.as_object_mut().expect("an object");
    let counts = |row: &serde_json::Value| !row["counted"].is_boolean() || row["counted"] == true;
    for field in fields.values_mut() {
        if let Some(rows) = field.as_array_mut() {
            rows.retain(counts);
        }
    }
    json.to_string()
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn adding_groups_that_are_reported_only_changes_no_byte_of_the_plan(
        recipe in recipes(&KEPT_BY_TODAY),
        part in 0.05..1.0_f64,
        better in -20.0..20.0_f64,
    ) {
        let tables = recipe.tables();
        let mut watched = tables.clone();
        watch(&mut watched, "also-reported", part);
        for row in &mut watched.baselines {
            if row.group.as_str() == "also-reported" {
                let moved = finite((row.baseline.get() + better).clamp(1.0, 99.0));
                row.baseline = moved;
            }
        }
        if !Built::accepts(&watched) {
            // Beyond an indicator's ceiling, or every target against its direction.
            return Ok(());
        }
        prop_assert_eq!(plan_bytes(&tables), plan_bytes(&watched));
    }
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn participants_over_the_groups_of_a_partition_are_all_who_reach_the_indicator(
        recipe in recipes(&KEPT_BY_TODAY),
        parts in (0.05..1.0_f64, 0.05..1.0_f64, 0.05..1.0_f64),
        rows in proptest::collection::vec((0..2_usize, 0.0..0.49_f64, any::<bool>(), 0..1_000_usize), 0..4),
    ) {
        let mut tables = recipe.tables();
        plain_effects(&mut tables);
        let total = parts.0 + parts.1 + parts.2;
        let parts = [(GIRLS, parts.0 / total), (BOYS, parts.1 / total), (OTHERS, parts.2 / total)];
        if tables.groups.iter().any(|group| group.id.as_str() == GIRLS) {
            // The recipe has split an indicator by gender itself.
            return Ok(());
        }
        partition(&mut tables, "three", &parts);
        for (group, part, of_indicator, pick) in rows {
            let evidence = &tables.evidence[pick % tables.evidence.len()];
            let row = Serves {
                practice: evidence.practice.clone(),
                place: None,
                indicator: evidence.measured.indicator().filter(|_| of_indicator).cloned(),
                group: Some(group_id(parts[group].0)),
                // The others take the rest. Of an indicator that few reach, few can be of a group.
                share: share(if of_indicator { part / 30.0 } else { part }),
                years_later: None,
                provenance: Provenance::default(),
            };
            // Rows of both kinds may say that a group's own reach less than its part.
            let other_kind = tables.serves.iter().any(|other| {
                (&other.practice, &other.group) == (&row.practice, &row.group)
                    && other.indicator.is_some() != of_indicator
            });
            if other_kind {
                continue;
            }
            tables.serves.push(row);
            if !Built::accepts(&tables) {
                tables.serves.pop();
            }
        }
        let instance = Built::new(tables.clone()).instance;
        for activity in &instance.activities {
            let reached = reached(&instance, &activity.id.practice, &activity.id.place);
            let mut sums: BTreeMap<(&str, &str), (f64, f64)> = BTreeMap::new();
            for ((indicator, place, group, _), gain) in &reached {
                let (everybody, groups) = sums.entry((indicator, place)).or_default();
                if group == ALL {
                    *everybody += gain;
                } else if parts.iter().any(|(id, _)| id == group) {
                    *groups += gain;
                }
            }
            for ((indicator, place), (everybody, groups)) in sums {
                prop_assert!(
                    (everybody - groups).abs() <= ROUNDING * everybody.max(1e-3),
                    "{} reaches {everybody} and {groups} for {indicator} at {place}", activity.id
                );
                prop_assert!(everybody <= 1.0 + ROUNDING);
            }
        }
    }

    #[test]
    fn one_more_child_over_the_line_is_worth_the_same_in_every_place_and_group(
        recipe in recipes(&KEPT_BY_TODAY),
        pick in 0..1_000_usize,
    ) {
        let mut tables = recipe.tables();
        // A child short of the target: no loss, and nothing beyond it.
        tables.settings.value.per = ValuePer::GapShare;
        let lowered = {
            let mut tables = tables.clone();
            let at = pick % tables.baselines.len();
            let row = &mut tables.baselines[at];
            row.target = row.target.map(|target| finite((target.get() + row.baseline.get()) / 2.0));
            tables
        };
        let worth = |tables: Tables| -> BTreeMap<_, _> {
            let instance = Built::new(tables).instance;
            let cells = instance.cells.iter().filter(|cell| cell.counted && cell.gap > 1e-3);
            cells
                .map(|cell| {
                    let key = (cell.indicator.clone(), cell.years, cell.place.clone(), cell.group.clone());
                    (key, instance.worth_slope(cell, 0.0))
                })
                .collect()
        };
        for worth in [worth(tables), worth(lowered)] {
            let mut first: BTreeMap<_, f64> = BTreeMap::new();
            for ((indicator, years, place, group), worth) in &worth {
                let known = *first.entry((indicator, years)).or_insert(*worth);
                prop_assert!(
                    (known - worth).abs() <= ROUNDING * known.abs(),
                    "{indicator} in {years} years: {worth} at {place} for {group}, {known} elsewhere"
                );
            }
        }
    }
}
