//! Plans whose moves people can carry out.

use proptest::prelude::*;

use trefoil::domain::{Model, Recommendation, Status};
use trefoil::engine::backend::{Limits, Raw};
use trefoil::engine::{EngineOptions, Flow, Form, Planned, recommend_in_steps};

use super::families::step_case;
use super::random::{CHOICES_AND_RULES, cases, recipes};
use super::sketch::{Built, DOLLARS, amount, assert_close, assert_within, participants, value};

fn in_steps(built: &Built) -> (Recommendation, Option<Planned>) {
    let options = EngineOptions {
        backend: &Raw,
        form: Form::Reduced,
        limits: Limits::default(),
    };
    let found = recommend_in_steps(&built.model, &built.instance, options, &mut |_| {
        Flow::Continue
    });
    found.expect("the engine answers")
}

/// Whether every move is a multiple of its step, or takes the last of what its giver has.
pub fn whole(model: &Model, result: &Recommendation, steps: &[f64]) -> Result<(), String> {
    let tables = model.tables();
    for step in &result.moves {
        let resource = tables
            .resources
            .iter()
            .position(|row| row.id == step.resource);
        let size = steps[resource.expect("a resource of the model")];
        let steps = step.amount / size;
        let given: f64 = match &step.from {
            Some(from) => tables
                .allocations
                .iter()
                .filter(|row| row.pool == step.pool)
                .filter(|row| row.practice == from.practice && row.place == from.place)
                .map(|row| row.amount.get())
                .sum(),
            None => {
                let held = tables.pools.iter().find(|row| row.id == step.pool);
                let given = tables
                    .allocations
                    .iter()
                    .filter(|row| row.pool == step.pool);
                held.map_or(0.0, |row| row.amount.get())
                    - given.map(|row| row.amount.get()).sum::<f64>()
            }
        };
        let taken: f64 = result
            .moves
            .iter()
            .filter(|other| other.pool == step.pool && other.from == step.from)
            .map(|other| other.amount + other.switching_cost)
            .sum();
        let is_last = (taken - given).abs() <= 1e-6 * given.max(1.0);
        if size > 0.0 && (steps - steps.round()).abs() > 1e-6 && !is_last {
            return Err(format!(
                "{step:?} in steps of {size}; its giver has {given}, {taken} is taken"
            ));
        }
    }
    Ok(())
}

/// Steps of 300 $: 900 $ tutor 9 (D = 0.9 - 0.09), 1,200 $ tutor 10 and leave 200 $ idle (D = 1 - 0.12 = 0.88).
/// All 250 $ of copying with 600 or 900 $ of drill tutor 8.5 or 10 of which 150 $ are idle: D = 1 - 0.115 = 0.885.
#[test]
fn a_step_too_much_is_taken_where_it_fills_a_place_and_a_small_giver_gives_all_that_it_has() {
    let built = step_case().sketch.build();
    let (result, planned) = in_steps(&built);
    assert_eq!(result.status, Status::Optimal);
    assert_close(value(&result), 0.00885);
    assert_within(participants(&result, "tutor"), 10.0, 1e-9);
    let mut amounts: Vec<f64> = result.moves.iter().map(|step| step.amount).collect();
    amounts.sort_by(f64::total_cmp);
    assert_eq!(amounts, [250.0, 900.0]);
    let steps = result.steps.expect("money moves in steps");
    assert!(steps.kept);
    assert_close(steps.value_before, 0.009);
    // 0.9 people before, 0.885 after.
    assert_within(steps.losses[0].loss, 0.015, 1e-5);
    assert!(steps.bound >= 0.00885);
    let Planned { plan, before } = planned.expect("there is a plan");
    assert!(plan != before);
}

/// At most one move: 1,200 $ of drill alone, D = 0.88.
#[test]
fn a_partner_is_asked_for_no_more_moves_than_may_be() {
    let sketch = step_case().sketch;
    let built = sketch
        .with(|tables| tables.settings.moves.most_per_partner = Some(1))
        .build();
    let (result, _) = in_steps(&built);
    assert_eq!(result.moves.len(), 1);
    assert_eq!(result.moves[0].amount, 1_200.0);
    assert_close(value(&result), 0.0088);
}

/// No move below 1,000 $ but for all that a giver has: 1,200 $, or 250 $ and no other.
#[test]
fn no_move_is_smaller_than_the_least_one() {
    let sketch = step_case().sketch;
    let built = sketch
        .with(|tables| tables.settings.moves.least_money = Some(amount(1_000.0)))
        .build();
    let (result, _) = in_steps(&built);
    assert!(
        result
            .moves
            .iter()
            .all(|step| step.amount >= 1_000.0 || step.amount == 250.0),
        "{:?}",
        result.moves
    );
    assert_close(value(&result), 0.0088);
}

#[test]
fn what_a_move_brings_is_what_declining_it_alone_would_lose() {
    let built = step_case().sketch.build();
    let (result, _) = in_steps(&built);
    for step in &result.moves {
        let [brought] = step.brings.as_slice() else {
            panic!("one indicator: {:?}", step.brings);
        };
        // Without 250 $: 9 tutored (0.9) of 900 $, copying as today: 0.81. Without 900 $: 2.5 tutored, 0.225.
        let without = if step.amount == 250.0 { 0.81 } else { 0.225 };
        assert_within(brought.gain, 0.885 - without, 1e-9);
    }
    assert_eq!(DOLLARS, result.moves[0].resource.as_str());
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn every_move_is_whole_or_takes_the_last_of_what_its_giver_has(
        recipe in recipes(&CHOICES_AND_RULES),
        size in prop::sample::select(vec![1.0, 7.0, 50.0, 400.0]),
    ) {
        let mut built = recipe.built();
        for step in &mut built.instance.steps {
            step.step = size;
        }
        let free = built.recommend();
        let (result, _) = in_steps(&built);
        prop_assert_eq!(result.status, free.status);
        if let Some(steps) = result.steps.as_ref().filter(|steps| steps.kept) {
            let found = value(&result);
            let lost = steps.value_before - found;
            prop_assert!((steps.value_before - value(&free)).abs() <= 1e-6 * built.instance.scale(found));
            prop_assert!(steps.bound >= found && lost.is_finite());
            let sizes: Vec<f64> = built.instance.steps.iter().map(|step| step.step).collect();
            whole(&built.model, &result, &sizes).map_err(TestCaseError::fail)?;
        }
    }
}
