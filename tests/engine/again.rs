//! Solving again: the same bits in whatever order, from a basis or from nothing.

use proptest::prelude::*;
use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;

use trefoil::engine::backend::Raw;
use trefoil::engine::{
    Answer, Instance, RESOLVE_INTEGER_TOLERANCE, RESOLVE_TOLERANCE, Resolver, Worker,
};

use super::draws::{drawn_effects, expected};
use super::oracles::solved;
use super::random::{CHOICES_AND_RULES, KEPT_BY_TODAY, Recipe, cases, recipes};
use super::sketch::{Built, READING, Sketch, floor};

/// The community with other effects, and every other time other pools, some of them cut.
fn others(instance: &Instance, seed: u64, count: u64) -> Vec<Instance> {
    (0..count)
        .map(|draw| {
            let mut random = ChaCha8Rng::seed_from_u64(1_000 * seed + draw);
            let mut other = instance.with_effects(&drawn_effects(instance, &mut random));
            if draw % 2 == 1 {
                let pools = other.pools.iter().enumerate();
                let amounts: Vec<(usize, f64)> = pools
                    .map(|(pool, data)| (pool, data.amount * (0.5 + random.random::<f64>())))
                    .collect();
                other.set_pool_amounts(amounts);
            }
            other
        })
        .collect()
}

fn answers(worker: &mut Worker<'_>, instances: &[&Instance]) -> Vec<Answer> {
    let each = instances.iter();
    each.map(|instance| worker.solve(instance)).collect()
}

/// Whether two answers for one community are within what their bounds leave open.
fn same_but_for_gaps(
    instance: &Instance,
    one: &Answer,
    other: &Answer,
) -> Result<(), TestCaseError> {
    let (one, other) = match (one, other) {
        (Answer::Found(one), Answer::Found(other)) => (one, other),
        (one, other) => {
            let alike = one == other;
            prop_assert!(alike, "{one:?} and {other:?}");
            return Ok(());
        }
    };
    let scale = instance.scale(one.value());
    prop_assert!(one.bound >= other.value() - 1e-6 * scale);
    prop_assert!(other.bound >= one.value() - 1e-6 * scale);
    let tolerance = if instance.has_integers() {
        4.0 * RESOLVE_INTEGER_TOLERANCE
    } else {
        RESOLVE_TOLERANCE
    };
    let apart = (one.value() - other.value()).abs() / scale;
    prop_assert!(apart <= tolerance + 1e-6, "{apart:e} apart");
    Ok(())
}

fn in_any_order(recipe: &Recipe) -> Result<(), TestCaseError> {
    let built = recipe.built();
    let Some(best) = solved(&built.instance) else {
        return Ok(());
    };
    let resolver = Resolver::new(&built.instance, &best.point.participants, &Raw);
    let draws = others(&built.instance, recipe.seed, 4);
    let forward: Vec<&Instance> = draws.iter().collect();
    let found = answers(&mut resolver.worker(), &forward);
    let mut backward = forward.clone();
    backward.reverse();
    let mut again = answers(&mut resolver.worker(), &backward);
    again.reverse();
    prop_assert_eq!(&found, &again);
    let mut alone = Vec::new();
    for instance in &forward {
        alone.push(resolver.worker().solve(instance));
    }
    prop_assert_eq!(&found, &alone);
    let cold = answers(&mut resolver.cold_worker(), &forward);
    for (instance, (warm, cold)) in draws.iter().zip(found.iter().zip(&cold)) {
        same_but_for_gaps(instance, warm, cold)?;
    }
    Ok(())
}

proptest! {
    #![proptest_config(cases(50))]

    #[test]
    fn in_any_order_the_answers_are_the_same_bits_and_those_from_nothing_differ_by_their_gaps(
        recipe in recipes(&KEPT_BY_TODAY),
    ) {
        in_any_order(&recipe)?;
    }

    #[test]
    fn with_integers_the_order_changes_nothing_either(recipe in recipes(&CHOICES_AND_RULES)) {
        in_any_order(&recipe)?;
    }
}

fn two_programs() -> Sketch {
    Sketch::new()
        .program("mentor", 100.0, 5.0, 60.0)
        .program("tutor", 100.0, 10.0, 30.0)
        .pool("levy", 5_000.0)
}

#[test]
fn after_an_impossible_and_a_failed_program_the_answers_are_the_same_bits() {
    let possible = two_programs().build().instance;
    // Thirty tutored and twenty mentored gain four people: a floor of ten points is out of reach.
    let impossible = two_programs()
        .rule("dream", floor(READING, 10.0), &[])
        .build()
        .instance;
    let mut effects = expected(&possible);
    effects[0] = f64::NAN;
    let broken = possible.with_effects(&effects);
    let resolver = Resolver::new(&possible, &possible.today(), &Raw);
    let first = resolver.worker().solve(&possible);
    assert!(matches!(first, Answer::Found(_)));
    let mut worker = resolver.worker();
    assert_eq!(worker.solve(&impossible), Answer::Infeasible);
    assert_eq!(worker.solve(&possible), first);
    assert!(matches!(worker.solve(&broken), Answer::Failed(_)));
    assert_eq!(worker.solve(&possible), first);
    assert_eq!(
        resolver.cold_worker().solve(&impossible),
        Answer::Infeasible
    );
}

/// 5,000 $ tutor 30 at 10 points and mentor 20 at 5: V = 0.03 + 0.01. One more dollar mentors a hundredth: 0.0005
/// points of a person, worth 5e-6; half the mentored or none are within 0.04 less a quarter.
#[test]
fn prices_and_how_far_a_plan_may_go_are_those_of_the_hand() {
    let built: Built = two_programs().build();
    let instance = &built.instance;
    let resolver = Resolver::new(instance, &[20.0, 30.0], &Raw);
    let Answer::Found(found) = resolver.worker().solve(instance) else {
        panic!("there is a plan");
    };
    assert!((found.value() - 0.04).abs() < 1e-9);
    assert!((found.prices[0] - 5e-6).abs() < 1e-12);
    let mut worker = resolver.worker();
    let mut ends = |activity: usize, least: f64| {
        [-1.0, 1.0].map(|direction| {
            let mut weights = [0.0; 2];
            weights[activity] = direction;
            let reached = worker.reach(instance, &weights, least).expect("solved");
            direction * reached.expect("there is a plan").reach
        })
    };
    // Mentored m and tutored t: m + t ≤ 50, m / 2000 + t / 1000 ≥ 0.03.
    let close = |found: [f64; 2], hand: [f64; 2]| {
        for (found, hand) in found.iter().zip(hand) {
            assert!((found - hand).abs() < 0.02, "{found} for {hand}");
        }
    };
    close(ends(0, 0.03), [0.0, 40.0]);
    close(ends(1, 0.03), [10.0, 30.0]);
    let out_of_reach = worker.reach(instance, &[1.0, 0.0], 0.05);
    assert_eq!(out_of_reach, Ok(None));
}
