//! The same result on any number of threads, gone on with or not, and draws that are named by what they are of.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use trefoil::app::alternatives;
use trefoil::app::sensitivity::{Options, Outcome, run};
use trefoil::app::watch::{Entry, Watch};
use trefoil::domain::{Basis, Model, MoveStanding, Sensitivity};
use trefoil::engine::Flow;
use trefoil::io::{LoadOptions, load};

use super::{montecarlo, unsure};
use crate::engine::sketch::{DOLLARS, Sketch};

fn options(threads: usize) -> Options {
    Options {
        methods: Vec::new(),
        samples: Some(12),
        seed: 5,
        threads: Some(threads),
    }
}

fn minimal() -> Model {
    let loaded = load("minimal", &LoadOptions::default());
    loaded.unwrap_or_else(|findings| panic!("{findings}")).model
}

/// A choice of what runs, a doubtful need and doubtful effects.
fn small() -> Model {
    Sketch::new()
        .program("coach", 100.0, 6.0, 40.0)
        .program("mentor", 100.0, 5.0, 40.0)
        .program("tutor", 100.0, 9.0, 30.0)
        .least("tutor", 10.0)
        .fixed("tutor", DOLLARS, 500.0)
        .pool("levy", 5_000.0)
        .gives("levy", "mentor", 2_000.0)
        .with(|tables| {
            for practice in ["coach", "mentor", "tutor"] {
                unsure(tables, practice, 3.0);
            }
            for row in &mut tables.needs {
                row.provenance.basis = Some(Basis::Illustrative);
            }
        })
        .build()
        .model
}

/// What a run finds, and every solve that it kept.
fn watched(
    model: &Model,
    options: &Options,
    stop_after: usize,
    kept: &[Entry],
) -> (Outcome, Vec<Entry>) {
    let count = AtomicUsize::new(0);
    let keep = Mutex::new(Vec::new());
    let outcome = run(
        model,
        options,
        Watch {
            // Steps of the search for the plan itself, whose number is not known, are no solves.
            progress: &|step| {
                let solves = count.fetch_add(usize::from(step.of > 0), Ordering::Relaxed);
                if solves >= stop_after {
                    Flow::Stop
                } else {
                    Flow::Continue
                }
            },
            keep: &|entry| keep.lock().expect("no thread panics").push(entry.clone()),
            kept,
        },
    );
    let kept = keep.into_inner().expect("no thread panics");
    (outcome.expect("the engine answers"), kept)
}

#[test]
fn the_result_is_the_same_with_one_thread_and_with_two() {
    for model in [minimal(), small()] {
        let (one, _) = watched(&model, &options(1), usize::MAX, &[]);
        let (two, _) = watched(&model, &options(2), usize::MAX, &[]);
        assert!(!one.sensitivity.interrupted);
        assert!(one.sensitivity.replacement.is_some());
        assert_eq!(one, two);
    }
}

#[test]
fn wherever_it_was_stopped_a_run_that_goes_on_ends_the_same() {
    for model in [minimal(), small()] {
        let (whole, all) = watched(&model, &options(2), usize::MAX, &[]);
        for stop_after in [0, 1, 7, 15, all.len() / 2, all.len() - 3] {
            let (stopped, kept) = watched(&model, &options(1), stop_after, &[]);
            assert!(stopped.sensitivity.interrupted, "after {stop_after}");
            assert!(kept.len() <= stop_after + 2 && kept.len() < all.len());
            says_only_what_it_solved(&stopped.sensitivity, &whole.sensitivity);
            let (gone_on, more) = watched(&model, &options(2), usize::MAX, &kept);
            assert_eq!(gone_on, whole, "after {stop_after}");
            assert_eq!(
                kept.len() + more.len(),
                all.len(),
                "nothing is solved twice"
            );
        }
    }
}

/// Whether every row of a run that was stopped is one of the whole run: what was not solved is not told as if
/// nothing had been found.
fn says_only_what_it_solved(stopped: &Sensitivity, whole: &Sensitivity) {
    fn part<T: PartialEq + std::fmt::Debug>(stopped: Option<&Vec<T>>, whole: Option<&Vec<T>>) {
        let whole = whole.expect("everything was asked for");
        for row in stopped.into_iter().flatten() {
            assert!(whole.contains(row), "{row:?}");
        }
    }
    part(stopped.refusals.as_ref(), whole.refusals.as_ref());
    part(stopped.replacement.as_ref(), whole.replacement.as_ref());
    part(stopped.rules.as_ref(), whole.rules.as_ref());
    part(stopped.marginal.as_ref(), whole.marginal.as_ref());
    part(stopped.tornado.as_ref(), whole.tornado.as_ref());
    let whole = whole.holds.as_ref().expect("everything was asked for");
    for (found, whole) in stopped.holds.iter().flatten().zip(whole) {
        let settings = |row: &MoveStanding| (row.under_both_values, row.under_other_targets);
        assert_eq!(settings(found), settings(whole));
    }
}

/// What was kept of fewer draws serves a run with more, which ends as if it had begun with them.
#[test]
fn more_draws_go_on_from_fewer() {
    let model = small();
    for fewer in [1, 3, 8] {
        let few = Options {
            samples: Some(fewer),
            ..options(1)
        };
        let (_, kept) = watched(&model, &few, usize::MAX, &[]);
        let (gone_on, _) = watched(&model, &options(1), usize::MAX, &kept);
        let (whole, _) = watched(&model, &options(1), usize::MAX, &[]);
        assert_eq!(gone_on, whole, "from {fewer}");
    }
}

/// The key of an entry, and what happens to it.
type Spoiled<'a> = (&'a str, &'a dyn Fn(&mut Entry));

#[test]
fn draws_that_cannot_be_read_have_failed_and_the_others_count() {
    let model = small();
    let (whole, mut kept) = watched(&model, &options(1), usize::MAX, &[]);
    let whole = whole.sensitivity.montecarlo.expect("asked for");
    let broken: [Spoiled; 5] = [
        ("draw/2", &|entry| entry.values.truncate(9)),
        ("draw/3", &|entry| entry.values.clear()),
        ("draw/4", &|entry| entry.values[4] = 1e300),
        // Whole vectors, but not of this community.
        ("draw/5", &|entry| {
            entry.values.truncate(4);
            entry.values.extend([0.0; 7]);
        }),
        ("draw/6", &|entry| entry.status = "a cosmic ray".to_owned()),
    ];
    for (key, spoil) in broken {
        let mut entries = kept.iter_mut();
        spoil(
            entries
                .find(|entry| entry.key == key)
                .expect("it was solved"),
        );
    }
    let (found, more) = watched(&model, &options(1), usize::MAX, &kept);
    assert!(more.is_empty());
    let found = found.sensitivity.montecarlo.expect("asked for");
    let failed: Vec<u64> = found.draws.failed.iter().map(|draw| draw.draw).collect();
    assert_eq!(failed, [2, 3, 4, 5, 6]);
    assert_eq!(found.draws.failed[4].why, "a cosmic ray");
    assert_eq!(found.draws.done, whole.draws.done - 5);
    assert_eq!(found.draws.asked, 12);
}

#[test]
fn another_seed_draws_otherwise() {
    let model = small();
    let mean = |seed: u64| {
        let other = Options {
            seed,
            methods: vec![trefoil::app::sensitivity::Method::MonteCarlo],
            ..options(1)
        };
        let (found, _) = watched(&model, &other, usize::MAX, &[]);
        let drawn = found.sensitivity.montecarlo.expect("asked for");
        assert_eq!(drawn.draws.seed, seed);
        drawn.plan.expect("there are draws").mean
    };
    assert_eq!(mean(5), mean(5));
    assert_ne!(mean(5), mean(6));
}

/// A doubtful figure that bears on nothing leaves every draw as it was: each figure has numbers of its own.
#[test]
fn one_more_figure_leaves_the_draws_of_the_others_as_they_were() {
    let model = small();
    let before = montecarlo(&model, 20);
    let more = model
        .with(|tables| {
            let mut row = tables.needs[0].clone();
            row.per_participant = crate::engine::sketch::amount(0.0);
            tables.settings.ranges.unstated = 0.5;
            // What coaching could hold at most never binds.
            tables.settings.ranges.local = 0.0;
            for row in &mut tables.activities {
                row.provenance.basis = Some(if row.practice.as_str() == "coach" {
                    Basis::Illustrative
                } else {
                    Basis::Local
                });
                if row.practice.as_str() == "coach" {
                    row.capacity = Some(crate::engine::sketch::amount(4_000.0));
                }
            }
            for row in &mut tables.pools {
                row.provenance.basis = Some(Basis::Local);
            }
            for row in &mut tables.baselines {
                row.provenance.basis = Some(Basis::Local);
            }
        })
        .expect("a valid model");
    let plain = model
        .with(|tables| {
            for row in &mut tables.activities {
                if row.practice.as_str() == "coach" {
                    row.capacity = Some(crate::engine::sketch::amount(4_000.0));
                }
            }
        })
        .expect("a valid model");
    let before_with_room = montecarlo(&plain, 20);
    let after = montecarlo(&more, 20);
    assert_eq!(after.draws.figures, before.draws.figures + 1);
    assert_eq!(after.plan, before_with_room.plan);
    assert_eq!(after.improvements, before_with_room.improvements);
}

#[test]
fn alternatives_are_the_same_on_any_number_of_threads_and_gone_on_with() {
    let model = small();
    let find = |threads: usize, stop_after: usize, kept: &[Entry]| {
        let count = AtomicUsize::new(0);
        let keep = Mutex::new(Vec::new());
        let options = alternatives::Options {
            tolerance: 0.05,
            plans: 3,
            threads: Some(threads),
        };
        let watch = Watch {
            progress: &|step| {
                let solves = count.fetch_add(usize::from(step.of > 0), Ordering::Relaxed);
                if solves >= stop_after {
                    Flow::Stop
                } else {
                    Flow::Continue
                }
            },
            keep: &|entry| keep.lock().expect("no thread panics").push(entry.clone()),
            kept,
        };
        let outcome = alternatives::run(&model, &options, watch).expect("the engine answers");
        (outcome, keep.into_inner().expect("no thread panics"))
    };
    let (one, all) = find(1, usize::MAX, &[]);
    assert_eq!(one.alternatives.ranges.len(), 3);
    assert_eq!(one, find(2, usize::MAX, &[]).0);
    for stop_after in 0..all.len() - 1 {
        let (stopped, kept) = find(1, stop_after, &[]);
        assert!(stopped.alternatives.interrupted);
        assert_eq!(find(2, usize::MAX, &kept).0, one);
    }
}
