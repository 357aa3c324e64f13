//! Options side by side, on a model that a pencil solves.

use std::path::PathBuf;

use trefoil::app::compare::{BASE, Candidate, Options, run};
use trefoil::app::watch::Watch;
use trefoil::domain::{Comparison, MatchKind, Spread, Status};
use trefoil::io::{LoadOptions, Loaded, load};

fn loaded(model: &str, scenario: &str) -> Loaded {
    let options = LoadOptions {
        scenarios: vec![PathBuf::from(scenario)],
        ..LoadOptions::default()
    };
    load(model, &options).unwrap()
}

fn compared(model: &str, scenarios: &[&str], options: &Options) -> Comparison {
    let base = load(model, &LoadOptions::default()).unwrap();
    let others: Vec<Loaded> = scenarios.iter().map(|name| loaded(model, name)).collect();
    let mut candidates = vec![Candidate {
        name: BASE,
        description: None,
        model: &base.model,
    }];
    candidates.extend(
        scenarios
            .iter()
            .zip(&others)
            .map(|(name, other)| Candidate {
                name,
                description: None,
                model: &other.model,
            }),
    );
    let outcome = run(&candidates, options, Watch::nobody()).unwrap();
    assert!(outcome.refused.is_empty());
    outcome.comparison
}

const BOTH: [&str; 2] = ["more-volunteers", "restricted-gift"];

fn minimal() -> Comparison {
    let options = Options {
        samples: Some(0),
        ..Options::default()
    };
    compared("minimal", &BOTH, &options)
}

/// Position of an option.
fn at(comparison: &Comparison, name: &str) -> usize {
    let mut options = comparison.options.iter();
    options.position(|option| option.name == name).unwrap()
}

#[track_caller]
fn near(found: f64, expected: f64) {
    assert!(
        (found - expected).abs() < 2e-6,
        "{found} against {expected}"
    );
}

// The best plans, from the README of the model, in readers:
//   base             tutoring 50, books 250, club 125: +2 +5 −3 = 4 of 40, 0.1
//   more-volunteers  tutoring 80, books 100, club 125: +8 +2 −3 = 7, 0.175
//   restricted-gift  tutoring 80, books 200, club 125: +8 +4 −3 = 9, 0.225; 10,000 of tutoring's money is the gift's
//
// In the world of base there are 1,000 hours and no gift:
//   today's plan is worth 0: regret 0.1
//   that of more-volunteers asks 1,600 hours and gets 1,000: tutoring 50, +2 +2 −3 = 1, 0.025: regret 0.075
//   that of restricted-gift likewise (hours stop tutoring before its 30,000 of the grant do), +2 +4 −3 = 3: 0.025
// In that of more-volunteers there are 1,600 hours and no gift:
//   base's plan takes 1,000 of them: 0.1, regret 0.075
//   that of restricted-gift has 30,000 for tutoring, 60 children: +4 +4 −3 = 5, 0.125: regret 0.05
// In that of restricted-gift nothing is short: 0.225 less today's 0, base's 0.1 and more-volunteers' 0.175.
#[test]
fn every_plan_in_every_world_of_the_minimal_model_is_what_a_pencil_says() {
    let comparison = minimal();
    let names: Vec<&str> = comparison.options.iter().map(|row| &*row.name).collect();
    assert_eq!(
        names,
        ["today", "base", "more-volunteers", "restricted-gift"]
    );
    let expected = [
        [0.1, 0.175, 0.225],
        [0.0, 0.075, 0.125],
        [0.075, 0.0, 0.05],
        [0.025, 0.05, 0.0],
    ];
    assert_eq!(comparison.regrets.len(), 12);
    for regret in &comparison.regrets {
        let found = regret.found.as_ref().unwrap();
        near(found.regret, expected[regret.plan][regret.world - 1]);
        assert!(found.at_most >= found.regret);
        assert!(found.breaks.is_empty(), "{:?}", found.breaks);
    }
    let worths = [0.0, 0.1, 0.175, 0.225];
    let largest = [0.225, 0.125, 0.075, 0.05];
    for (index, option) in comparison.options.iter().enumerate() {
        let value = option.value.as_ref().unwrap();
        near(value.worth, worths[index]);
        near(value.largest_regret.unwrap(), largest[index]);
        assert!(option.same_value);
        assert_eq!(option.status, Status::Optimal);
    }
    let safest = comparison.least_regret.unwrap();
    assert_eq!(comparison.options[safest].name, "restricted-gift");
    let worst = comparison.options[safest]
        .value
        .as_ref()
        .unwrap()
        .worst_world;
    assert_eq!(worst, Some(at(&comparison, "more-volunteers")));
}

// What new money buys, a reader being worth 0.025:
//   base: books for 150 children more, 0.000005 a dollar up to 15,000 (0.175); then less is taken from the club, half
//     as much a dollar, up to 45,000 (0.25). To 0.175: 15,000. To 0.225: 15,000 + 0.05 / 0.0000025 = 35,000.
//   more-volunteers: books for 300 more. To 0.225: 0.05 / 0.000005 = 10,000, which is what the gift is: that it is
//     for tutoring alone costs nothing.
//   today and money alone: books for 400, 40,000, +8 readers and no more, 0.2, since the club is full and nobody who
//     moves nothing gives tutoring its hours. To 0.1: 20,000. To 0.175: 35,000. To 0.225: not by money.
#[test]
fn money_that_makes_one_option_worth_as_much_as_another_is_what_a_pencil_says() {
    let comparison = minimal();
    let money = comparison.money.as_ref().unwrap();
    assert_eq!(money.resource.as_str(), "money");
    let pair = |option: &str, other: &str| {
        let (option, other) = (at(&comparison, option), at(&comparison, other));
        let mut pairs = money.pairs.iter();
        pairs
            .find(|pair| (pair.option, pair.other) == (option, other))
            .unwrap()
    };
    for (option, other, amount) in [
        ("base", "more-volunteers", 15_000.0),
        ("base", "restricted-gift", 35_000.0),
        ("more-volunteers", "restricted-gift", 10_000.0),
        ("today", "base", 20_000.0),
        ("today", "more-volunteers", 35_000.0),
    ] {
        let found = pair(option, other);
        assert_eq!(found.kind, MatchKind::Money, "{option} to {other}");
        let most = found.at_most.unwrap();
        // A value may fall short by a millionth, which is a few dollars here.
        assert!(most <= amount * 1.001 && most >= amount - 1.0, "{found:?}");
        assert!(
            found.at_least <= amount && found.at_least >= amount * 0.998,
            "{found:?}"
        );
    }
    let never = pair("today", "restricted-gift");
    assert_eq!(never.kind, MatchKind::NotByMoney);
    assert_eq!(never.at_most, None);
    near(never.ceiling, 0.2);
    for (option, other) in [("restricted-gift", "base"), ("base", "today")] {
        assert_eq!(pair(option, other).kind, MatchKind::Already);
    }
}

#[test]
fn practices_in_all_in_some_and_in_none_of_the_plans_are_told_apart() {
    let comparison = minimal();
    let of = |id: &str| {
        let mut practices = comparison.practices.iter();
        let row = practices.find(|row| row.practice.as_str() == id).unwrap();
        (row.running, row.growing)
    };
    assert_eq!(of("books"), (Spread::All, Spread::All));
    assert_eq!(of("tutoring"), (Spread::All, Spread::All));
    assert_eq!(of("afterschool"), (Spread::All, Spread::None));
    let today = at(&comparison, "today");
    let practices = &comparison.practices;
    assert!(practices.iter().all(|row| !row.runs.contains(&today)));
}

#[test]
fn an_option_without_a_plan_stands_among_the_others_with_its_reason() {
    let options = Options {
        samples: Some(5),
        ..Options::default()
    };
    let comparison = compared("impossible", &["more-books", "smaller-grant"], &options);
    let status = |name: &str| comparison.options[at(&comparison, name)].status;
    assert_eq!(status("base"), Status::Infeasible);
    assert_eq!(status("smaller-grant"), Status::Infeasible);
    assert_eq!(status("more-books"), Status::Optimal);
    let base = &comparison.options[at(&comparison, "base")];
    assert!(base.value.is_none());
    assert!(!base.infeasibility.as_ref().unwrap().clashes.is_empty());
    let planned = at(&comparison, "more-books");
    for regret in &comparison.regrets {
        let told = regret.world == planned && regret.plan != at(&comparison, "base");
        let told = told && regret.plan != at(&comparison, "smaller-grant");
        assert_eq!(regret.found.is_some(), told, "{regret:?}");
        assert_eq!(regret.reason.is_none(), told);
    }
    // Today breaks the floor of that world.
    let today = comparison
        .regrets
        .iter()
        .find(|row| row.plan == 0 && row.world == planned);
    let breaks = &today.unwrap().found.as_ref().unwrap().breaks;
    assert!(breaks[0].contains("more-readers"), "{breaks:?}");
}

#[expect(clippy::disallowed_methods, reason = "a test may write files")]
fn scenario(folder: &std::path::Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path.display().to_string()
}

#[test]
fn a_plan_for_an_activity_that_a_world_does_not_have_is_told_to_be_none_there_and_no_number() {
    let folder = tempfile::tempdir().unwrap();
    let file = scenario(
        folder.path(),
        "no-books.toml",
        "remove = [\"activities[books,westside]\"]\n",
    );
    let options = Options {
        samples: Some(3),
        ..Options::default()
    };
    let comparison = compared("minimal", &[&file], &options);
    let (base, other) = (at(&comparison, "base"), at(&comparison, &file));
    let find = |plan, world| {
        let mut regrets = comparison.regrets.iter();
        regrets
            .find(|row| (row.plan, row.world) == (plan, world))
            .unwrap()
    };
    let there = find(base, other);
    assert!(there.found.is_none());
    assert_eq!(
        there.reason.as_deref(),
        Some("there is no books@westside there")
    );
    assert!(find(other, base).found.is_some());
    let value = comparison.options[base].value.as_ref().unwrap();
    assert_eq!(
        value.largest_regret, None,
        "no number where one is not told"
    );
    assert_eq!(comparison.least_regret, Some(other));
}

#[test]
fn options_are_valued_as_the_reference_values_gains() {
    let folder = tempfile::tempdir().unwrap();
    // A target twice as far: the share of the gap that a reader closes is half.
    let file = scenario(
        folder.path(),
        "farther.toml",
        "[set]\n\"baselines[reading,westside,all].target\" = 70\n",
    );
    let of = |reference: Option<&str>| {
        let options = Options {
            samples: Some(0),
            reference: reference.map(str::to_owned),
            ..Options::default()
        };
        compared("minimal", &[&file], &options)
    };
    let (today, farther) = (of(None), of(Some(&file)));
    let worth = |comparison: &Comparison, name: &str| {
        let option = &comparison.options[at(comparison, name)];
        (option.value.as_ref().unwrap().worth, option.same_value)
    };
    assert!(!worth(&today, &file).1 && worth(&today, "base").1);
    near(worth(&today, &file).0, 0.1);
    near(worth(&farther, "base").0, 0.05);
    near(worth(&farther, &file).0, 0.05);
    assert!(worth(&farther, &file).1 && !worth(&farther, "base").1);
}

#[test]
fn draws_are_common_to_all_options_and_threads_change_nothing() {
    let of = |threads| {
        let options = Options {
            samples: Some(40),
            seed: 7,
            reference: Some("base".to_owned()),
            threads: Some(threads),
        };
        // The same scenario twice: what is drawn is the same to the last digit.
        compared("minimal", &["more-volunteers", "restricted-gift"], &options)
    };
    let comparison = of(1);
    assert_eq!(comparison, of(2));
    assert_eq!(comparison.draws, (40, 40));
    let value = |name: &str| {
        let option = &comparison.options[at(&comparison, name)];
        option.value.clone().unwrap()
    };
    // More of a pool, all else drawn alike, is never worse in any draw than base.
    assert_eq!(value("base").beats_reference, None);
    assert!(value("restricted-gift").beats_reference.unwrap().share > 0.9);
    assert!(value("today").beats_reference.unwrap().share < 0.1);
    assert!(value("today").beats_today.is_none());
    let range = value("base").range.unwrap();
    assert!(range.low < range.high);
}

#[test]
fn the_same_world_twice_has_the_same_figures_in_every_draw() {
    let options = Options {
        samples: Some(25),
        ..Options::default()
    };
    let base = load("minimal", &LoadOptions::default()).unwrap();
    let twin = Candidate {
        name: "twin",
        description: None,
        model: &base.model,
    };
    let candidates = [Candidate { name: BASE, ..twin }, twin];
    let comparison = run(&candidates, &options, Watch::nobody())
        .unwrap()
        .comparison;
    let value = |index: usize| comparison.options[index].value.clone().unwrap();
    let (one, other) = (value(1), value(2));
    assert_eq!(one.range, other.range);
    assert_eq!(one.worth, other.worth);
    for row in &comparison.indicators {
        assert_eq!(row.gains[1], row.gains[2]);
    }
    for row in comparison.regrets.iter().filter(|row| row.plan > 0) {
        near(row.found.as_ref().unwrap().regret, 0.0);
    }
}
