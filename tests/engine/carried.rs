//! Plans carried out where figures turn out otherwise, and communities with other effects.

use proptest::prelude::*;
use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;

use trefoil::domain::{AS_GIVEN, Direction, EffectUnit, Positive, Tables, Unit};
use trefoil::engine::{Allocation, Instance, allocation, carry_out, changes};

use super::draws::{doubtful, drawn, drawn_effects, expected, without};
use super::oracles::solved;
use super::random::Kind::{Cut, Exclude, Once, SecondStudy, Stated, Unstudied};
use super::random::{ANY, CHOICES_AND_RULES, KEPT_BY_TODAY, Kind, cases, recipes};
use super::sketch::{Built, DOLLARS, Sketch, amount, finite};

/// Every change that today keeps to, and what running takes.
const WITH_STANDING: [Kind; 44] = {
    let mut all = [Once; 44];
    let mut position = 0;
    while position < KEPT_BY_TODAY.len() {
        all[position] = KEPT_BY_TODAY[position];
        position += 1;
    }
    all[40] = Kind::Fixed;
    all[41] = Kind::Fixed;
    all[42] = Stated;
    all[43] = Kind::Scale;
    all
};

/// Participants somewhere between none and capacity, by a seed.
fn somewhere(instance: &Instance, seed: u64) -> Vec<f64> {
    let mut stream = trefoil::analysis::Stream::new(seed, 0);
    let activities = instance.activities.iter();
    activities
        .map(|activity| activity.capacity * stream.uniform())
        .collect()
}

/// The tables where every effect is taken as given, in the units of its indicator.
fn all_as_given(mut tables: Tables) -> Tables {
    for row in &mut tables.evidence {
        row.scheme = Some(AS_GIVEN.to_owned());
        (row.rating, row.effect_unit) = (None, EffectUnit::Points);
        // A fade that follows from the effect would change with it.
        (row.follow_up_years, row.follow_up_effect) = (None, None);
    }
    tables
}

proptest! {
    #![proptest_config(cases(100))]

    #[test]
    fn with_the_effects_that_are_expected_every_plan_is_worth_the_same(
        recipe in recipes(&KEPT_BY_TODAY),
        seed in 0..1_000_u64,
    ) {
        let instance = recipe.built().instance;
        let same = instance.with_effects(&expected(&instance));
        let participants = somewhere(&instance, seed);
        let (one, other) = (instance.evaluate(&participants), same.evaluate(&participants));
        prop_assert!((one.value - other.value).abs() <= 1e-12 * instance.scale(one.value));
        for ((a, b), cell) in one.gains.iter().zip(&other.gains).zip(&instance.cells) {
            prop_assert!((a - b).abs() <= 1e-12 * instance.largest_change(cell), "{a} and {b}");
        }
    }

    #[test]
    fn other_effects_are_those_of_the_model_that_states_them(
        recipe in recipes(&KEPT_BY_TODAY),
        seed in 0..1_000_u64,
    ) {
        let tables = all_as_given(without(&recipe, &[SecondStudy, Unstudied]).tables());
        prop_assume!(Built::accepts(&tables));
        let base = Built::new(tables.clone()).instance;
        let mut values = drawn_effects(&base, &mut ChaCha8Rng::seed_from_u64(seed));
        for (value, effect) in values.iter_mut().zip(&base.effects) {
            // What was never evaluated has no row to be stated in, and an indicator on which nothing is expected to
            // have any effect weighs nothing.
            if !effect.is_evaluated() || effect.mean == 0.0 {
                *value = 0.0;
            }
        }
        let mut stated = tables;
        for (effect, value) in base.effects.iter().zip(&values) {
            let indicator = stated.indicators.iter().find(|row| row.id == effect.indicator);
            let indicator = indicator.expect("it is known");
            let points = match indicator.unit {
                Unit::Percent => 100.0,
                Unit::Score => indicator.sd.map_or(1.0, Positive::get),
                _ => 1.0,
            };
            let sign = if indicator.direction == Direction::Increase { 1.0 } else { -1.0 };
            for row in &mut stated.evidence {
                let measured = row.measured.indicator() == Some(&effect.indicator);
                if measured && row.practice == effect.practice && row.place == effect.place && row.group == effect.group {
                    row.effect = finite(sign * points * value);
                }
            }
        }
        prop_assume!(Built::accepts(&stated));
        let stated = Built::new(stated).instance;
        let drawn = base.with_effects(&values);
        let participants = somewhere(&base, seed);
        let (one, other) = (drawn.evaluate(&participants), stated.evaluate(&participants));
        let close = |a: f64, b: f64, size: f64| (a - b).abs() <= 1e-9 * size.max(1e-9);
        prop_assert!(close(one.value, other.value, base.all_gaps), "{} and {}", one.value, other.value);
        for ((a, b), cell) in one.changes.iter().zip(&other.changes).zip(&drawn.cells) {
            prop_assert!(close(*a, *b, drawn.largest_change(cell)), "{a} and {b}");
        }
    }

    #[test]
    fn where_nothing_changed_a_plan_is_carried_out_as_planned(recipe in recipes(&ANY)) {
        let instance = recipe.built().instance;
        as_planned(&instance)?;
    }

    #[test]
    fn with_integers_too(recipe in recipes(&CHOICES_AND_RULES)) {
        let instance = recipe.built().instance;
        as_planned(&instance)?;
    }

    #[test]
    fn what_stays_as_it_is_today_is_exactly_today_in_every_draw(
        recipe in recipes(&WITH_STANDING),
        seed in 0..1_000_u64,
    ) {
        // Pools as they are: what a cut does is another matter.
        let recipe = without(&recipe, &[Cut, Exclude]);
        let tables = doubtful(recipe.tables());
        prop_assume!(Built::accepts(&tables));
        let built = Built::new(tables);
        let today = Allocation::today(&built.instance);
        for draw in 0..4 {
            let there = drawn(&built, 10 * seed + draw, &["pools"]);
            let carried = carry_out(&built.instance, &today, &there);
            prop_assert_eq!(&carried, &there.today());
            prop_assert!(there.evaluate(&carried).value == 0.0);
        }
    }
}

fn as_planned(instance: &Instance) -> Result<(), TestCaseError> {
    let Some(best) = solved(instance) else {
        return Ok(());
    };
    let plan = allocation(instance, &best.problem, &best.point);
    let carried = carry_out(instance, &plan, instance);
    for (activity, (carried, planned)) in carried.iter().zip(&plan.participants).enumerate() {
        let size = instance.activities[activity].capacity;
        let close = (carried - planned).abs() <= 1e-6 * size;
        prop_assert!(close, "{carried} for {planned} of {size}");
    }
    Ok(())
}

/// Tutoring and mentoring at 100 $; the levy gives 3,000 of 6,000 $ to mentoring.
fn two_programs() -> Sketch {
    Sketch::new()
        .program("mentor", 100.0, 1.0, 100.0)
        .program("tutor", 100.0, 10.0, 100.0)
        .pool("levy", 6_000.0)
        .gives("levy", "mentor", 3_000.0)
}

/// 3,000 $ stay with mentoring, 3,000 go to tutoring.
fn plan() -> Allocation {
    Allocation {
        grants: vec![vec![(0, 3_000.0), (1, 3_000.0)]],
        converted: vec![Vec::new()],
        participants: vec![30.0, 30.0],
    }
}

/// At 150 $ a participant the same money tutors 20; at 50 $ it tutors 60.
#[test]
fn the_money_stays_and_participants_follow_from_the_needs_as_they_are() {
    let before = two_programs().build().instance;
    for (dollars, tutored) in [(150.0, 20.0), (50.0, 60.0), (25.0, 100.0)] {
        let after = two_programs()
            .with(|tables| tables.needs[1].per_participant = amount(dollars))
            .build()
            .instance;
        assert_eq!(carry_out(&before, &plan(), &after), [30.0, tutored]);
    }
}

/// A second pool of 2,000 $, all new, tutors 20; half of it tutors 10. The levy cut by half halves both programs.
#[test]
fn a_pool_that_is_cut_by_half_halves_what_it_adds() {
    let sketch = || two_programs().pool("new", 2_000.0);
    let before = sketch().build().instance;
    let mut plan = plan();
    plan.grants.push(vec![(1, 2_000.0)]);
    plan.converted.push(Vec::new());
    plan.participants[1] = 50.0;
    let mut after = before.clone();
    after.set_pool_amounts([(1, 1_000.0)]);
    assert_eq!(carry_out(&before, &plan, &after), [30.0, 40.0]);
    let mut after = before.clone();
    after.set_pool_amounts([(0, 3_000.0)]);
    assert_eq!(carry_out(&before, &plan, &after), [15.0, 35.0]);
}

/// Of 4,000 $ for 30 mentored, 1,000 are idle. A plan that takes 2,000 leaves the idle money with the program:
/// 10 are left. One that uses the idle money has 40, and at 125 $ 32.
#[test]
fn idle_money_stays_idle_unless_the_plan_uses_it() {
    let sketch = |dollars: f64| {
        Sketch::new()
            .program("mentor", dollars, 1.0, 100.0)
            .pool("levy", 4_000.0)
            .gives("levy", "mentor", 4_000.0)
            .with(|tables| tables.activities[0].participants_today = Some(amount(30.0)))
            .build()
            .instance
    };
    let plan = |given: f64, participants: f64| Allocation {
        grants: vec![vec![(0, given)]],
        converted: vec![Vec::new()],
        participants: vec![participants],
    };
    let before = sketch(100.0);
    assert_eq!(carry_out(&before, &plan(4_000.0, 30.0), &before), [30.0]);
    assert_eq!(carry_out(&before, &plan(4_000.0, 40.0), &before), [40.0]);
    assert_eq!(
        carry_out(&before, &plan(4_000.0, 40.0), &sketch(125.0)),
        [32.0]
    );
    assert_eq!(
        carry_out(&before, &plan(4_000.0, 30.0), &sketch(125.0)),
        [30.0]
    );
    assert_eq!(carry_out(&before, &plan(2_000.0, 10.0), &before), [10.0]);
}

/// 1,000 $ for running and 100 for each of ten; where running takes 1,500, the same 2,000 $ leave five, and a plan
/// that starts coaching (500 $ once, 100 each) with 1,000 $ starts it there too.
#[test]
fn what_running_takes_is_paid_first() {
    let sketch = |running: f64| {
        Sketch::new()
            .program("coach", 100.0, 1.0, 100.0)
            .once("coach", DOLLARS, 500.0)
            .program("mentor", 100.0, 1.0, 100.0)
            .fixed("mentor", DOLLARS, running)
            .pool("levy", 3_000.0)
            .gives("levy", "mentor", 2_000.0)
            .build()
            .instance
    };
    let (before, after) = (sketch(1_000.0), sketch(1_500.0));
    let today = Allocation::today(&before);
    assert_eq!(carry_out(&before, &today, &after), after.today());
    assert_eq!(after.today(), [0.0, 5.0]);
    let plan = Allocation {
        grants: vec![vec![(0, 1_000.0), (1, 2_000.0)]],
        converted: vec![Vec::new()],
        participants: vec![5.0, 10.0],
    };
    assert_eq!(carry_out(&before, &plan, &before), [5.0, 10.0]);
    assert_eq!(carry_out(&before, &plan, &after), [5.0, 5.0]);
}

/// Where running takes more than coaching is given, it does not run there: starting it would take 300 hours once,
/// one need more. What mentoring is given stays in its place all the same.
#[test]
fn changes_are_told_need_by_need_where_an_activity_has_one_more() {
    let sketch = |running: f64| {
        Sketch::new()
            .resource("hours")
            .program("coach", 100.0, 1.0, 100.0)
            .fixed("coach", DOLLARS, running)
            .once("coach", "hours", 300.0)
            .program("mentor", 100.0, 1.0, 100.0)
            .pool("levy", 5_000.0)
            .pool_of("volunteers", "district", "hours", 1_000.0)
            .gives("levy", "coach", 2_000.0)
            .gives("levy", "mentor", 1_000.0)
            .build()
            .instance
    };
    let (runs, stands) = (sketch(1_000.0), sketch(2_500.0));
    assert_eq!((runs.today()[0], stands.today()[0]), (10.0, 0.0));
    let plan = Allocation {
        grants: vec![vec![(0, 1_500.0), (1, 3_000.0)], Vec::new()],
        converted: vec![Vec::new(); 2],
        participants: vec![5.0, 30.0],
    };
    let needs = |instance: &Instance| instance.activities[0].needs.len();
    assert_eq!((needs(&runs), needs(&stands)), (1, 2));
    assert_eq!(changes(&runs, &runs, &plan), [-500.0, 2_000.0]);
    assert_eq!(changes(&runs, &stands, &plan), [-500.0, 2_000.0]);
    let there = changes(&stands, &runs, &plan);
    assert_eq!(there, [-500.0, 0.0, 2_000.0]);
}
