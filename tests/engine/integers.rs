//! What must hold of plans with integers: every choice is tried where there are few.

use proptest::prelude::*;

use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;

use trefoil::domain::{RuleKind, Status, Tables};
use trefoil::engine::backend::{Limits, Outcome, Raw, Reference, start};
use trefoil::engine::{Allocation, Form, Instance, Problem, allocation, verify};

use super::oracles::{in_cents, plan_value, shuffle, solved};
use super::random::{CHOICES, CHOICES_AND_RULES, Recipe, cases, few_activities, recipes};
use super::sketch::Built;

/// Gap up to which two ways agree: that of the linear programs in both.
const AGREES: f64 = 2e-6;

/// Most integers whose every pattern is tried.
const MOST_INTEGERS: usize = 5;

/// Rounds of tangents after which rounding alone is left.
const MOST_ROUNDS: usize = 40;

/// The tables with a search to the end.
fn to_the_end(recipe: &Recipe) -> Tables {
    let mut tables = recipe.tables();
    tables.settings.policy.integer_gap = 0.0;
    tables
}

/// The best exact value with one pattern of the integers: Kelley's loop again, in a few lines; `None` where no
/// plan has it.
fn best_of(instance: &Instance, all: &Problem, pattern: &[bool]) -> Option<f64> {
    let mut problem = all.fixed(instance, pattern);
    let mut session = start(&Raw, &problem.lp, Limits::default());
    let mut best = None;
    for _ in 0..MOST_ROUNDS {
        let mut solution = session.solve();
        if solution.values.is_none() {
            // From cold, another way, before anything is said to be impossible.
            solution = start(&Reference, &problem.lp, Limits::default()).solve();
        }
        if solution.outcome == Outcome::Infeasible {
            return None;
        }
        let values = solution
            .values
            .unwrap_or_else(|| panic!("the solver ended with {:?}", solution.outcome));
        let participants: Vec<f64> = (0..instance.activities.len())
            .map(|activity| problem.participants(&values, activity))
            .collect();
        let evaluation = instance.evaluate(&participants);
        best = Some(evaluation.value);
        let mut added = Vec::new();
        for (index, cell) in instance.cells.iter().enumerate() {
            let change = problem.change(&values, index);
            let over = problem.gain(&values, index) - instance.overlap(cell, change);
            if problem.has_cell(index) && change > 0.0 && over > 1e-9 * cell.people.max(1.0) {
                added.push(problem.add_tangent(instance, index, change));
            }
        }
        if added.is_empty() {
            break;
        }
        session.add_rows(&added);
    }
    best
}

/// The best value of all patterns.
fn enumerated(instance: &Instance) -> Option<f64> {
    let problem = Problem::new(instance, Form::PerArc);
    let count = problem.lp.integers.len();
    (0..1_usize << count)
        .filter_map(|bits| {
            let pattern: Vec<bool> = (0..count).map(|at| bits >> at & 1 == 1).collect();
            best_of(instance, &problem, &pattern)
        })
        .reduce(f64::max)
}

proptest! {
    #![proptest_config(cases(1_000))]

    #[test]
    fn the_plan_of_a_small_model_is_the_best_of_all_choices(
        recipe in few_activities(&CHOICES_AND_RULES),
    ) {
        let built = Built::new(to_the_end(&recipe));
        let instance = &built.instance;
        prop_assume!(Problem::new(instance, Form::Reduced).lp.integers.len() <= MOST_INTEGERS);
        let result = built.recommend();
        let best = enumerated(instance);
        prop_assert_eq!(result.status, if best.is_some() { Status::Optimal } else { Status::Infeasible });
        if let (Some(found), Some(best)) = (plan_value(&result), best) {
            let scale = instance.scale(best);
            // A floor is kept to its own tolerance here and there, and may be dear.
            let rules = &built.model.tables().rules;
            let floors = rules.iter().any(|rule| matches!(rule.kind, RuleKind::Floor { .. }));
            let (agrees, above) = if floors { (1e-5, 1e-5) } else { (AGREES, 1e-9) };
            prop_assert!((found.plan - best).abs() <= agrees * scale, "{} for {best}", found.plan);
            prop_assert!(found.bound >= best - above * scale, "{} below {best}", found.bound);
        }
    }
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn today_is_worth_nothing_and_passes_its_audit_whatever_scale_it_has(recipe in recipes(&CHOICES)) {
        let instance = recipe.built().instance;
        let verified = verify(&instance, &Allocation::today(&instance).plan(&instance));
        let verified = verified.map_err(|refused| TestCaseError::fail(refused.to_string()))?;
        prop_assert!(verified.evaluation.value == 0.0);
    }

    #[test]
    fn every_way_of_solving_with_integers_agrees_and_every_plan_passes_its_audit(
        recipe in recipes(&CHOICES_AND_RULES),
    ) {
        let built = Built::new(to_the_end(&recipe));
        let results = built.recommend_every_way();
        let values: Vec<_> = results.iter().map(plan_value).collect();
        prop_assert!(values.iter().all(|value| value.is_some() == values[0].is_some()));
        let values: Vec<_> = values.into_iter().flatten().collect();
        for a in &values {
            for b in &values {
                let scale = built.instance.scale(a.plan);
                prop_assert!((a.plan - b.plan).abs() <= AGREES * scale, "{} and {}", a.plan, b.plan);
                prop_assert!(a.bound >= b.plan - 1e-9 * scale, "{} < {}", a.bound, b.plan);
            }
        }
    }

    #[test]
    fn with_integers_the_order_of_rows_and_the_unit_of_money_change_nothing(
        recipe in recipes(&CHOICES_AND_RULES),
        seed in 0..1_000_u64,
    ) {
        let tables = to_the_end(&recipe);
        let (mut shuffled, mut cents) = (tables.clone(), tables.clone());
        shuffle(&mut shuffled, &mut ChaCha8Rng::seed_from_u64(seed));
        in_cents(&mut cents);
        let built = Built::new(tables);
        let result = built.recommend();
        prop_assert_eq!(&result, &Built::new(shuffled).recommend());
        let in_cents = Built::new(cents).recommend();
        prop_assert_eq!(result.status, in_cents.status);
        if let (Some(a), Some(b)) = (plan_value(&result), plan_value(&in_cents)) {
            let scale = built.instance.scale(a.plan);
            prop_assert!((a.plan - b.plan).abs() <= AGREES * scale, "{} and {}", a.plan, b.plan);
        }
    }

    #[test]
    fn what_is_stopped_early_says_so_and_its_bound_still_holds(recipe in recipes(&CHOICES_AND_RULES)) {
        let best = Built::new(to_the_end(&recipe));
        let best = best.recommend();
        let mut tables = to_the_end(&recipe);
        tables.settings.policy.nodes = 1;
        let early = Built::new(tables).recommend();
        if let (Some(early), Some(best)) = (early.value.as_ref(), plan_value(&best)) {
            prop_assert!(early.bound >= best.plan * (1.0 - 1e-9) - 1e-12);
            prop_assert!(early.plan <= best.bound + 1e-9 * best.bound.abs());
        }
    }

    #[test]
    fn stretches_fill_in_order(recipe in recipes(&CHOICES_AND_RULES)) {
        let instance = Built::new(to_the_end(&recipe)).instance;
        let Some(solved) = solved(&instance) else { return Ok(()); };
        let plan = allocation(&instance, &solved.problem, &solved.point);
        for (index, activity) in instance.activities.iter().enumerate() {
            let people = plan.participants[index];
            let off = people == 0.0 || people >= activity.least * (1.0 - 1e-6);
            prop_assert!(off, "{} of {}", people, activity.least);
            let starts = activity.stretches();
            let mut before = 0.0;
            for (stretch, &start) in starts.iter().enumerate() {
                let end = starts.get(stretch + 1).copied().unwrap_or(activity.segments.len());
                let amount = |segment: usize| {
                    let key = format!("Participants {{ activity: {index}, segment: {segment} }}");
                    let columns = &solved.problem.columns;
                    let column = columns.iter().position(|found| format!("{found:?}") == key);
                    column.map_or(0.0, |at| solved.point.values[at] * solved.problem.column_scales[at])
                };
                let filled: f64 = (start..end).map(amount).sum();
                let short: f64 = before;
                prop_assert!(short * filled <= 1e-6 * activity.capacity * activity.capacity, "{short} short, {filled} after");
                let width: f64 = activity.segments[start..end].iter().map(|part| part.width).sum();
                before = (width - filled).max(0.0);
            }
        }
    }
}
