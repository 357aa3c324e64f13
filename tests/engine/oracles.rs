//! What must hold of every model, tried on random small ones.
//!
//! Every run tries the same models; `PROPTEST_RNG_SEED` and `PROPTEST_CASES` ask for others.

use std::collections::BTreeMap;

use proptest::prelude::*;
use rand::SeedableRng as _;
use rand::seq::SliceRandom as _;
use rand_chacha::ChaCha8Rng;

use trefoil::domain::{
    ActivityId, IndicatorId, Measure, Move, PoolId, Positive, Recommendation, ResourceId, RuleKind,
    Status, Tables, ValueSummary,
};
use trefoil::engine::backend::{Limits, Raw};
use trefoil::engine::{
    Allocation, Flow, Form, Instance, Search, SearchSettings, Solved, TOLERANCE, allocation,
    search, verify,
};

use super::random::{ANY, KEPT_BY_TODAY, Kind, cases, recipes, watch};
use super::sketch::{Built, DOLLARS, amount, finite};

/// The value of a plan; `None` where rules leave none, which must then be explained.
pub fn plan_value(result: &Recommendation) -> Option<&ValueSummary> {
    if result.status == Status::Infeasible {
        let why = result.infeasibility.as_ref().expect("it says why");
        assert!(!why.clashes.is_empty(), "no clash is named");
        return None;
    }
    assert_eq!(result.status, Status::Optimal);
    result.value.as_ref()
}

pub fn solved(instance: &Instance) -> Option<Solved> {
    let settings = SearchSettings {
        backend: &Raw,
        form: Form::Reduced,
        limits: Limits::default(),
    };
    match search(instance, settings, &mut |_| Flow::Continue) {
        Search::Found(solved) => Some(*solved),
        Search::Infeasible(_) => None,
        other => panic!("{other:?}"),
    }
}

proptest! {
    #![proptest_config(cases(250))]

    #[test]
    fn today_is_worth_exactly_nothing_and_passes_its_audit(recipe in recipes(&KEPT_BY_TODAY)) {
        let instance = recipe.built().instance;
        let plan = Allocation::today(&instance).plan(&instance);
        let verified = verify(&instance, &plan);
        let verified = verified.map_err(|refused| TestCaseError::fail(refused.to_string()))?;
        prop_assert!(verified.evaluation.value == 0.0, "{:e}", verified.evaluation.value);
        prop_assert!(verified.evaluation.gains.iter().all(|&gain| gain == 0.0));
    }

    #[test]
    fn lowering_one_target_raises_no_child_against_another_of_its_indicator(
        recipe in recipes(&KEPT_BY_TODAY),
        pick in 0..1_000_usize,
    ) {
        let mut tables = recipe.tables();
        let at = pick % tables.baselines.len();
        let row = &mut tables.baselines[at];
        row.target = row.target.map(|target| finite((target.get() + row.baseline.get()) / 2.0));
        let instance = Built::new(tables).instance;
        let mut worth: BTreeMap<(&IndicatorId, u32), f64> = BTreeMap::new();
        for cell in instance.cells.iter().filter(|cell| cell.counted) {
            let first = *worth.entry((&cell.indicator, cell.years)).or_insert(cell.weight);
            prop_assert_eq!(first, cell.weight);
        }
    }
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn both_backends_and_both_forms_agree_and_every_bound_holds_for_every_plan(
        recipe in recipes(&ANY),
    ) {
        let built = recipe.built();
        let results = built.recommend_every_way();
        let values: Vec<_> = results.iter().map(plan_value).collect();
        prop_assert!(values.iter().all(|value| value.is_some() == values[0].is_some()));
        let values: Vec<_> = values.into_iter().flatten().collect();
        for a in &values {
            prop_assert!(a.gap <= TOLERANCE);
            prop_assert!(a.today == 0.0);
            for b in &values {
                let scale = built.instance.scale(a.plan);
                prop_assert!((a.plan - b.plan).abs() <= TOLERANCE * scale, "{} and {}", a.plan, b.plan);
                prop_assert!(a.bound >= b.plan - 1e-12 * scale, "{} < {}", a.bound, b.plan);
            }
        }
        for result in &results {
            for pool in &result.pools {
                let used = pool.plan + pool.switching_cost + pool.converted;
                prop_assert!(used <= pool.amount * (1.0 + 1e-9), "{}: {used} of {}", pool.pool, pool.amount);
                // What an exclusion frees is outside the limit, and counts as moved.
                let excludes = recipe.tweaks.iter().any(|tweak| tweak.kind == Kind::Exclude);
                let limit = pool.may_move + 1e-6 * pool.amount.max(pool.today);
                prop_assert!(excludes || pool.moved <= limit, "{} of {limit}", pool.moved);
            }
        }
    }

    #[test]
    fn more_of_a_pool_never_lowers_the_best_value(
        recipe in recipes(&KEPT_BY_TODAY),
        pick in 0..20_usize,
        times in 1.0..3.0_f64,
    ) {
        let tables = recipe.tables();
        let before = Built::new(tables.clone());
        let mut tables = tables;
        tables.pools[pick].amount = amount(tables.pools[pick].amount.get() * times);
        let after = Built::new(tables);
        let (less, more) = (before.recommend(), after.recommend());
        let (less, more) = (plan_value(&less), plan_value(&more));
        let (less, more) = (less.expect("today is a plan"), more.expect("today is a plan"));
        let scale = before.instance.scale(less.plan);
        prop_assert!(more.bound >= less.plan - 1e-12 * scale);
        prop_assert!(more.plan >= less.plan - TOLERANCE * scale, "{} < {}", more.plan, less.plan);
    }

    #[test]
    fn more_of_a_pool_brings_no_more_than_its_marginal_value_says(
        recipe in recipes(&ANY),
        pick in 0..20_usize,
        times in 0.5..3.0_f64,
    ) {
        let tables = recipe.tables();
        let before = Built::new(tables.clone());
        let mut tables = tables;
        let held = tables.pools[pick].amount.get();
        tables.pools[pick].amount = amount(held * times);
        // Below today's use the limit on moves follows the amount: there the value bends.
        let today = before.instance.pools[pick].today;
        let straight = (held >= today) == (held * times >= today);
        let after = Built::new(tables);
        let (a, b) = (before.recommend(), after.recommend());
        if let (true, Some(a_value), Some(b_value)) = (straight, plan_value(&a), plan_value(&b)) {
            let worth = a.pools[pick].marginal_value.expect("a linear program has one");
            let most = a_value.bound + worth * held * (times - 1.0);
            let scale = before.instance.scale(b_value.plan.abs().max(most.abs()));
            prop_assert!(b_value.plan <= most + 1e-6 * scale, "{} > {most}", b_value.plan);
        }
    }

    #[test]
    fn the_order_of_rows_changes_nothing_at_all(recipe in recipes(&ANY), seed in 0..1_000_u64) {
        let tables = recipe.tables();
        let mut shuffled = tables.clone();
        shuffle(&mut shuffled, &mut ChaCha8Rng::seed_from_u64(seed));
        let (a, b) = (Built::new(tables), Built::new(shuffled));
        prop_assert_eq!(&a.model, &b.model);
        prop_assert_eq!(a.recommend(), b.recommend());
    }

    #[test]
    fn the_unit_of_the_currency_changes_no_value(recipe in recipes(&ANY)) {
        let tables = recipe.tables();
        let mut cents = tables.clone();
        in_cents(&mut cents);
        let (a, b) = (Built::new(tables), Built::new(cents));
        let (a_result, b_result) = (a.recommend(), b.recommend());
        prop_assert_eq!(a_result.status, b_result.status);
        if let (Some(a_value), Some(b_value)) = (plan_value(&a_result), plan_value(&b_result)) {
            let scale = a.instance.scale(a_value.plan);
            let apart = (a_value.plan - b_value.plan).abs();
            prop_assert!(apart <= TOLERANCE * scale, "{} and {}", a_value.plan, b_value.plan);
            prop_assert!(a_value.bound >= b_value.plan - 1e-9 * scale);
            prop_assert!(b_value.bound >= a_value.plan - 1e-9 * scale);
        }
    }

    #[test]
    fn a_group_that_is_only_reported_changes_no_move_no_level_and_no_value(
        recipe in recipes(&ANY),
        part in 0.05..1.0_f64,
    ) {
        let tables = recipe.tables();
        let mut watched = tables.clone();
        watch(&mut watched, "also-reported", part);
        let (a, b) = (Built::new(tables).recommend(), Built::new(watched).recommend());
        prop_assert_eq!(a.moves, b.moves);
        prop_assert_eq!(a.activities, b.activities);
        prop_assert_eq!(a.value, b.value);
    }

    #[test]
    fn moves_applied_to_today_give_the_plan_in_at_most_one_move_less_than_its_ends(
        recipe in recipes(&ANY),
    ) {
        let built = recipe.built();
        let instance = &built.instance;
        let Some(solved) = solved(instance) else { return Ok(()); };
        let plan = allocation(instance, &solved.problem, &solved.point);
        let result = built.recommend();
        for (position, pool) in instance.pools.iter().enumerate() {
            let name = |activity: usize| instance.activities[activity].id.clone();
            let mut given: BTreeMap<ActivityId, f64> =
                pool.arcs.iter().map(|arc| (name(arc.activity), arc.amount)).collect();
            let mut ends: BTreeMap<(Option<ActivityId>, Option<ResourceId>), f64> = BTreeMap::new();
            let mine: Vec<_> = result.moves.iter().filter(|step| step.pool == pool.id).collect();
            for step in &mine {
                prop_assert!(step.amount > 0.0 && step.switching_cost >= 0.0);
                prop_assert!(step.from != step.to || step.converted.is_some());
                let to = |step: &Move| (step.to.clone(), step.converted.as_ref().map(|to| to.resource.clone()));
                *ends.entry((step.from.clone(), None)).or_default() -= step.amount;
                *ends.entry(to(step)).or_default() += step.amount;
                if let Some(from) = &step.from {
                    *given.entry(from.clone()).or_default() -= step.amount + step.switching_cost;
                }
                // What is converted arrives as another resource.
                if let (Some(to), None) = (&step.to, &step.converted) {
                    *given.entry(to.clone()).or_default() += step.amount;
                }
            }
            prop_assert!(mine.is_empty() || mine.len() < ends.len(), "{} moves", mine.len());
            for &(activity, planned) in &plan.grants[position] {
                let reached = given.remove(&name(activity)).unwrap_or(0.0);
                prop_assert!((reached - planned).abs() <= 1e-9 * pool.scale(), "{reached} for {planned}");
            }
            prop_assert!(given.values().all(|rest| rest.abs() <= 1e-9 * pool.scale()), "{given:?}");
        }
    }

    #[test]
    fn every_plan_passes_its_audit_and_its_segments_fill_in_order(recipe in recipes(&ANY)) {
        let instance = recipe.built().instance;
        let Some(solved) = solved(&instance) else { return Ok(()); };
        let plan = allocation(&instance, &solved.problem, &solved.point).plan(&instance);
        let verified = verify(&instance, &plan);
        let verified = verified.map_err(|refused| TestCaseError::fail(refused.to_string()))?;
        prop_assert!(verified.largest_violation <= 1e-6);

        // Effective participants of the program's own columns, against those of the response.
        let problem = &solved.first_problem;
        let scale = instance.scale(solved.first.evaluation.value);
        for (index, activity) in instance.activities.iter().enumerate() {
            let effective: f64 = (0..activity.segments.len())
                .map(|segment| {
                    let key = format!("Participants {{ activity: {index}, segment: {segment} }}");
                    let column = problem.columns.iter().position(|found| format!("{found:?}") == key);
                    column.map_or(0.0, |column| {
                        solved.first.values[column] * problem.column_scales[column] * activity.segments[segment].slope
                    })
                })
                .sum();
            let missed = activity.response(solved.first.participants[index]) - effective;
            // Where nothing is gained by order, as past a target that is worth nothing, there need be none.
            let worth: f64 = activity
                .benefits
                .iter()
                .map(|&(cell, gain)| {
                    let cell_data = &instance.cells[cell];
                    let gained = solved.first.evaluation.gains[cell];
                    let slope = if gained < cell_data.gap { 1.0 } else { instance.value.beyond_target_slope };
                    let change = solved.first.evaluation.changes[cell];
                    cell_data.weight * gain.max(0.0) * slope * instance.overlap_slope(cell_data, change)
                })
                .sum();
            prop_assert!(missed * worth <= 1e-6 * scale, "{}: {missed} missed", activity.id);
        }
    }
}

pub fn shuffle(tables: &mut Tables, rng: &mut ChaCha8Rng) {
    tables.indicators.shuffle(rng);
    tables.places.shuffle(rng);
    tables.groups.shuffle(rng);
    tables.partners.shuffle(rng);
    tables.baselines.shuffle(rng);
    tables.resources.shuffle(rng);
    tables.practices.shuffle(rng);
    tables.responses.shuffle(rng);
    tables.activities.shuffle(rng);
    tables.needs.shuffle(rng);
    tables.evidence.shuffle(rng);
    tables.serves.shuffle(rng);
    tables.pools.shuffle(rng);
    tables.restrictions.shuffle(rng);
    tables.allocations.shuffle(rng);
    tables.conversions.shuffle(rng);
    tables.rules.shuffle(rng);
}

/// Writes every amount of money in cents.
pub fn in_cents(tables: &mut Tables) {
    let money: Vec<PoolId> = tables
        .pools
        .iter()
        .filter(|pool| pool.resource.as_str() == DOLLARS)
        .map(|pool| pool.id.clone())
        .collect();
    for pool in &mut tables.pools {
        if money.contains(&pool.id) {
            pool.amount = amount(100.0 * pool.amount.get());
        }
    }
    for row in &mut tables.allocations {
        if money.contains(&row.pool) {
            row.amount = amount(100.0 * row.amount.get());
        }
    }
    for row in &mut tables.needs {
        if row.resource.as_str() == DOLLARS {
            row.per_participant = amount(100.0 * row.per_participant.get());
            row.fixed = row.fixed.map(|fixed| amount(100.0 * fixed.get()));
        }
    }
    for row in &mut tables.practices {
        if row
            .one_time_resource
            .as_ref()
            .is_some_and(|id| id.as_str() == DOLLARS)
        {
            row.one_time_cost = row.one_time_cost.map(|cost| amount(100.0 * cost.get()));
        }
    }
    for row in &mut tables.conversions {
        let by = |factor: f64| Positive::new(row.rate.get() * factor).expect("above zero");
        if row.from.as_str() == DOLLARS {
            row.rate = by(0.01);
            row.cap = amount(100.0 * row.cap.get());
        } else if row.to.as_str() == DOLLARS {
            row.rate = by(100.0);
        }
    }
    for row in &mut tables.rules {
        if let RuleKind::AtLeast {
            measure: Measure::Amount(_),
            limit,
        }
        | RuleKind::AtMost {
            measure: Measure::Amount(_),
            limit,
        } = &mut row.kind
        {
            *limit = finite(100.0 * limit.get());
        }
    }
}
