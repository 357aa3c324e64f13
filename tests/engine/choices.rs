//! Choosing among few items, against every choice there is.

use proptest::prelude::*;

use trefoil::engine::backend::Raw;
use trefoil::engine::{
    Cap, Choice, ChoiceError, ChoiceSettings, Counted, Item, Proof, Standing, choose, frontier,
    standings,
};

use super::random::cases;

const SETTINGS: ChoiceSettings<'_> = ChoiceSettings {
    backend: &Raw,
    gap: 0.0,
    nodes: 1_000_000,
};

/// Few items with exclusions, requirements and caps; `whole` items only, or some in parts.
fn choices(whole: bool) -> impl Strategy<Value = Choice> {
    let item = (
        -2.0..20.0_f64,
        proptest::collection::vec(0..10_u32, 3),
        proptest::bool::ANY.prop_map(move |drawn| whole || drawn),
    );
    let pair = (0..9_usize, 1..9_usize);
    (
        proptest::collection::vec(item, 9),
        proptest::collection::vec(0.0..30.0_f64, 3),
        proptest::collection::vec(pair.clone(), 0..4),
        proptest::collection::vec(pair, 0..4),
        proptest::bool::ANY,
        (0..4_usize, 0.0..20.0_f64),
    )
        .prop_map(
            |(items, limits, excludes, requires, round, (most, amount))| {
                let items = items.into_iter().map(|(value, uses, whole)| Item {
                    value: if round { value.round() } else { value },
                    uses: uses.into_iter().map(f64::from).enumerate().collect(),
                    whole,
                });
                let pair = |(first, apart): (usize, usize)| (first, (first + apart) % 9);
                let set = |(first, second): (usize, usize)| vec![first, second, (first + 4) % 9];
                Choice {
                    items: items.collect(),
                    limits,
                    excludes: excludes
                        .into_iter()
                        .map(pair)
                        .map(set)
                        .map(|mut set| {
                            set.sort_unstable();
                            set.dedup();
                            set
                        })
                        .collect(),
                    requires: requires.into_iter().map(pair).collect(),
                    caps: vec![
                        Cap {
                            items: vec![0, 1, 2, 3],
                            counted: Counted::Items,
                            most: most as f64,
                        },
                        Cap {
                            items: vec![4, 5, 6],
                            counted: Counted::Uses(1),
                            most: amount,
                        },
                    ],
                }
            },
        )
}

/// Value of a choice of whole items, where it is allowed.
fn value(choice: &Choice, chosen: &[bool]) -> Option<f64> {
    let used = |limit: usize, among: &dyn Fn(usize) -> bool| -> f64 {
        let items = choice.items.iter().enumerate();
        items
            .filter(|&(item, _)| chosen[item] && among(item))
            .flat_map(|(_, item)| &item.uses)
            .filter(|(of, _)| *of == limit)
            .map(|(_, amount)| amount)
            .sum()
    };
    let count = |items: &[usize]| items.iter().filter(|&&item| chosen[item]).count();
    let limits =
        (0..choice.limits.len()).all(|limit| used(limit, &|_| true) <= choice.limits[limit]);
    let excludes = choice.excludes.iter().all(|set| count(set) <= 1);
    let requires = choice
        .requires
        .iter()
        .all(|&(a, b)| !chosen[a] || chosen[b]);
    let caps = choice.caps.iter().all(|cap| match cap.counted {
        Counted::Items => count(&cap.items) as f64 <= cap.most,
        Counted::Uses(limit) => used(limit, &|item| cap.items.contains(&item)) <= cap.most,
    });
    let worth = choice
        .items
        .iter()
        .zip(chosen)
        .filter(|(_, chosen)| **chosen);
    (limits && excludes && requires && caps).then(|| worth.map(|(item, _)| item.value).sum())
}

fn every(choice: &Choice) -> Vec<(Vec<bool>, f64)> {
    let items = choice.items.len();
    (0..1_u32 << items)
        .filter_map(|bits| {
            let chosen: Vec<bool> = (0..items).map(|item| bits >> item & 1 == 1).collect();
            value(choice, &chosen).map(|value| (chosen, value))
        })
        .collect()
}

fn largest(all: &[(Vec<bool>, f64)]) -> f64 {
    all.iter()
        .map(|(_, value)| *value)
        .fold(f64::NEG_INFINITY, f64::max)
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn whole_items_are_chosen_at_the_best_of_every_choice(choice in choices(true)) {
        let best = largest(&every(&choice));
        let found = choose(&choice, SETTINGS).unwrap();
        prop_assert!((found.value - best).abs() < 1e-9, "{} for {best}", found.value);
        prop_assert!(found.bound >= found.value && found.gap <= 1e-9);
        prop_assert_eq!(found.proof, Proof::Optimal);
        let chosen: Vec<bool> = found.chosen.iter().map(|&part| part == 1.0).collect();
        prop_assert!(value(&choice, &chosen).is_some());
        prop_assert_eq!(choose(&choice, SETTINGS).unwrap(), found);
    }

    #[test]
    fn items_in_parts_are_worth_at_least_whole_ones_and_no_more_than_their_bound(
        choice in choices(false),
    ) {
        let mut whole = choice.clone();
        for item in &mut whole.items {
            item.whole = true;
        }
        let found = choose(&choice, SETTINGS).unwrap();
        prop_assert!(found.value >= largest(&every(&whole)) - 1e-9);
        prop_assert_eq!(found.proof, Proof::Optimal);
        prop_assert!(found.gap <= 1e-9);
        // More of every limit never lowers it.
        let mut larger = choice.clone();
        for limit in &mut larger.limits {
            *limit += 1.0;
        }
        prop_assert!(choose(&larger, SETTINGS).unwrap().value >= found.value - 1e-9);
    }

    #[test]
    fn core_and_exterior_are_what_all_and_none_of_the_good_choices_take(
        choice in choices(true),
        slack in prop_oneof![Just(0.0), 0.01..0.3_f64],
    ) {
        let all = every(&choice);
        let best = largest(&all);
        let (found, standings) = standings(&choice, SETTINGS, slack).unwrap();
        prop_assert!((found.value - best).abs() < 1e-9);
        let least = best - slack * best.abs() - 1e-9 * best.abs();
        for (item, standing) in standings.iter().enumerate() {
            let good = || all.iter().filter(|(_, value)| *value >= least);
            let expected = match (good().any(|(set, _)| set[item]), good().any(|(set, _)| !set[item])) {
                (true, false) => Standing::Core,
                (false, _) => Standing::Exterior,
                _ => Standing::Borderline,
            };
            prop_assert_eq!(*standing, expected, "item {}", item);
        }
    }
}

fn item(value: f64, cost: f64) -> Item {
    Item {
        value,
        uses: vec![(0, cost)],
        whole: true,
    }
}

/// 4 buys the two of 2 each, 5 and 4; 5 buys the 12 that takes all of it and drops both.
#[test]
fn a_budget_that_drops_what_a_smaller_one_chose_says_so() {
    let choice = Choice {
        items: vec![item(5.0, 2.0), item(4.0, 2.0), item(12.0, 5.0)],
        limits: vec![0.0],
        ..Choice::default()
    };
    let found = frontier(&choice, SETTINGS, 0, &[9.0, 2.0, 5.0, 4.0]).unwrap();
    let values: Vec<(f64, f64)> = found
        .iter()
        .map(|point| (point.budget, point.portfolio.value))
        .collect();
    assert_eq!(values, [(2.0, 5.0), (4.0, 9.0), (5.0, 12.0), (9.0, 21.0)]);
    let dropped: Vec<&[usize]> = found.iter().map(|point| &point.dropped[..]).collect();
    assert_eq!(dropped, [&[][..], &[], &[0, 1], &[]]);
}

#[test]
fn few_nodes_leave_a_bound_that_holds_and_a_gap_that_says_so() {
    let mut state = 1_u64;
    let mut next = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((state >> 33) % 1000 + 1) as f64
    };
    let items: Vec<Item> = (0..300)
        .map(|_| {
            let uses: Vec<(usize, f64)> = (0..5).map(|limit| (limit, next())).collect();
            Item {
                value: uses.iter().map(|(_, cost)| cost).sum::<f64>() / 5.0 + next() / 2.0,
                uses,
                whole: true,
            }
        })
        .collect();
    let choice = Choice {
        items,
        limits: vec![40_000.0; 5],
        ..Choice::default()
    };
    let few = choose(
        &choice,
        ChoiceSettings {
            nodes: 40,
            ..SETTINGS
        },
    )
    .unwrap();
    assert_eq!(few.proof, Proof::Limit);
    assert!(few.gap > 0.0 && few.gap < 0.02 && few.bound > few.value);
    let more = choose(
        &choice,
        ChoiceSettings {
            nodes: 20_000,
            gap: 2e-3,
            ..SETTINGS
        },
    )
    .unwrap();
    assert_eq!(more.proof, Proof::Within);
    assert!(more.gap <= 2e-3 && more.value <= few.bound && few.value <= more.bound);
}

#[test]
fn what_no_choice_can_be_says_what_is_wrong() {
    let good = Choice {
        items: vec![item(1.0, 1.0), item(2.0, 1.0)],
        limits: vec![1.0],
        ..Choice::default()
    };
    let refused = |change: &dyn Fn(&mut Choice), says: &str| {
        let mut choice = good.clone();
        change(&mut choice);
        match choose(&choice, SETTINGS) {
            Err(ChoiceError::Input(found)) => assert!(found.contains(says), "{found}"),
            other => panic!("{other:?}"),
        }
    };
    refused(
        &|choice| choice.items[1].value = f64::NAN,
        "value of item 1",
    );
    refused(&|choice| choice.items[0].uses[0].0 = 1, "limit 1");
    refused(&|choice| choice.items[0].uses[0].1 = -1.0, "takes -1");
    refused(&|choice| choice.items[0].uses.push((0, 1.0)), "twice");
    refused(&|choice| choice.limits[0] = -1.0, "not a limit");
    refused(&|choice| choice.excludes.push(vec![0, 2]), "item 2");
    refused(&|choice| choice.excludes.push(vec![0, 0]), "twice");
    refused(&|choice| choice.requires.push((3, 0)), "item 3");
    let cap = |counted| Cap {
        items: vec![0],
        counted,
        most: 1.0,
    };
    refused(&|choice| choice.caps.push(cap(Counted::Uses(4))), "limit 4");
    let settings = ChoiceSettings {
        gap: -1.0,
        ..SETTINGS
    };
    assert!(matches!(
        choose(&good, settings),
        Err(ChoiceError::Input(_))
    ));
    let nothing = choose(&Choice::default(), SETTINGS).unwrap();
    assert_eq!((nothing.value, nothing.bound, nothing.gap), (0.0, 0.0, 0.0));
}
