//! Impossible models: the limits that clash are irreducible, and the way out that is told is one.

use std::collections::BTreeMap;

use proptest::prelude::*;

use trefoil::domain::{
    ActivityId, Clash, Infeasibility, Measure, NonNegative, Overlap, Provenance, Recommendation,
    Rule, RuleKind, Status, Tables,
};

use super::random::{Kind, Recipe, Tweak, cases};
use super::sketch::{
    Built, DOLLARS, READING, Sketch, amount, assert_within, at_least, at_least_dollars, at_most,
    finite, floor, fund, partner_id, resource_id, rule_id, share,
};

/// What a told limit may be easier than the one that can just be kept, so that it can be kept.
const HAIR: f64 = 1e-3;

/// Why there is no plan; `None` where there is one.
fn clash(tables: &Tables) -> Option<Infeasibility> {
    let result: Recommendation = Built::new(tables.clone()).recommend();
    match result.status {
        Status::Infeasible => Some(result.infeasibility.expect("it says why")),
        Status::Optimal | Status::GapOpen => None,
        Status::Stopped => panic!("there was no limit to stop at"),
    }
}

/// The model with a limit gone: a rule removed, a pool given more than anybody can use, or all of it moved.
fn without(tables: &Tables, limit: &Clash) -> Tables {
    let mut tables = tables.clone();
    if let Some(rule) = &limit.rule {
        tables.rules.retain(|row| row.id != *rule);
        return tables;
    }
    let named = |id: &str| limit.limit.contains(&format!("`{id}`"));
    let movement = limit.limit.contains("max_moved");
    let plenty = plenty(&tables);
    let pool = tables
        .pools
        .iter_mut()
        .find(|row| named(row.id.as_str()))
        .expect("a limit is a rule or names its pool");
    if movement {
        pool.max_moved = Some(share(1.0));
    } else {
        pool.amount = plenty[pool.resource.as_str()];
    }
    tables
}

/// More of each resource than all activities together can need, and all of them have today.
fn plenty(tables: &Tables) -> BTreeMap<String, NonNegative> {
    let instance = Built::new(tables.clone()).instance;
    let mut most = vec![1.0; instance.resources.len()];
    for need in instance.activities.iter().flat_map(|activity| {
        let needs = activity.needs.iter();
        needs.map(|need| (need.resource, need.per_participant * activity.capacity))
    }) {
        most[need.0] += 2.0 * need.1;
    }
    for pool in &instance.pools {
        most[pool.resource] += pool.amount + pool.today;
    }
    let named = instance.resources.iter().map(ToString::to_string);
    named.zip(most.into_iter().map(amount)).collect()
}

/// The model with these limits alone; exclusions stay, since they say what there is.
fn only(tables: &Tables, limits: &[Clash]) -> Tables {
    let mut tables = tables.clone();
    let plenty = plenty(&tables);
    let named = |rule: &Rule| {
        limits
            .iter()
            .any(|limit| limit.rule.as_ref() == Some(&rule.id))
    };
    tables
        .rules
        .retain(|rule| rule.kind == RuleKind::Exclude || named(rule));
    let said = |id: &str, movement: bool| {
        limits.iter().any(|limit| {
            limit.rule.is_none()
                && limit.limit.contains(&format!("`{id}`"))
                && limit.limit.contains("max_moved") == movement
        })
    };
    for pool in &mut tables.pools {
        if !said(pool.id.as_str(), true) {
            pool.max_moved = Some(share(1.0));
        }
        if !said(pool.id.as_str(), false) {
            pool.amount = plenty[pool.resource.as_str()];
        }
    }
    tables
}

/// The model with every relaxed limit as it is told, and this share of the old limit easier still.
fn relaxed(tables: &Tables, why: &Infeasibility, easier: f64) -> Tables {
    let mut tables = tables.clone();
    for change in &why.relaxations {
        let rule = tables.rules.iter_mut().find(|row| row.id == change.rule);
        let rounding = easier * change.limit.abs();
        let (less, more) = (change.relaxed - rounding, change.relaxed + rounding);
        match &mut rule.expect("a rule of the model").kind {
            RuleKind::Fund { limit } => *limit = Some(finite(less)),
            RuleKind::Floor { limit, .. } | RuleKind::AtLeast { limit, .. } => {
                // Several places of one floor: the lowest of theirs serves all.
                *limit = finite(less.min(limit.get()));
            }
            RuleKind::AtMost { limit, .. } => *limit = finite(more),
            RuleKind::Exclude | RuleKind::Requires | RuleKind::Excludes => {
                panic!("a rule without a limit has none to relax")
            }
        }
    }
    tables
}

/// Asserts that there is no plan, that the clash is irreducible and that the way out is one.
#[track_caller]
fn explained(sketch: Sketch) -> Infeasibility {
    let tables = sketch.tables;
    let results = Built::new(tables.clone()).recommend_every_way();
    for result in results {
        assert_eq!(result.status, Status::Infeasible);
        assert!(result.value.is_none() && result.moves.is_empty());
        let why = result.infeasibility.expect("it says why");
        if let Err(wrong) = irreducible(&tables, &why) {
            panic!("{wrong}: {why:?}");
        }
    }
    clash(&tables).expect("it is impossible")
}

fn irreducible(tables: &Tables, why: &Infeasibility) -> Result<(), String> {
    let alone = only(tables, &why.clashes);
    if clash(&alone).is_none() {
        return Err("these limits do not clash by themselves".to_owned());
    }
    for limit in &why.clashes {
        if clash(&without(&alone, limit)).is_some() {
            return Err(format!("`{}` takes no part", limit.limit));
        }
    }
    Ok(())
}

fn names(why: &Infeasibility) -> Vec<&str> {
    why.clashes
        .iter()
        .map(|clash| clash.limit.as_str())
        .collect()
}

/// Tutor and mentor at 100 $ each, 10 and 1 points, 100 places; so many dollars, none allocated.
fn two(dollars: f64) -> Sketch {
    Sketch::new()
        .program("mentor", 100.0, 1.0, 100.0)
        .program("tutor", 100.0, 10.0, 100.0)
        .pool("levy", dollars)
}

#[test]
fn a_promise_and_a_cap_on_the_same_practice_clash_with_each_other_alone() {
    let why = explained(
        two(10_000.0)
            .rule("cap", at_most(20.0), &["tutor"])
            .rule("innocent", at_most(90.0), &["mentor"])
            .rule("promise", fund(30.0), &["tutor"]),
    );
    assert_eq!(
        names(&why),
        [
            "the rule `promise` funds tutor@town",
            "the rule `cap` limits a total"
        ]
    );
    // Whichever gives way, by ten participants in all.
    let given: f64 = why
        .relaxations
        .iter()
        .map(|r| (r.limit - r.relaxed).abs())
        .sum();
    assert_within(given, 10.0, HAIR);
}

#[test]
fn promises_that_a_pool_cannot_pay_for_together_clash_with_its_amount() {
    let why = explained(two(7_000.0).rule("first", fund(40.0), &["tutor"]).rule(
        "second",
        fund(40.0),
        &["mentor"],
    ));
    assert_eq!(
        names(&why),
        [
            "the rule `first` funds tutor@town",
            "the rule `second` funds mentor@town",
            "the amount of the pool `levy`"
        ]
    );
}

/// 5,000 $ of the 1,000 that there are.
#[test]
fn a_promise_that_is_more_than_twice_what_a_pool_has_names_the_pool_too() {
    let why = explained(two(1_000.0).rule("promise", fund(50.0), &["tutor"]));
    assert_eq!(
        names(&why),
        [
            "the rule `promise` funds tutor@town",
            "the amount of the pool `levy`"
        ]
    );
}

#[test]
fn a_promise_beyond_what_may_move_names_the_limit_on_moves() {
    let why = explained(
        two(10_000.0)
            .gives("levy", "mentor", 10_000.0)
            .max_moved(0.3)
            .rule("promise", fund(50.0), &["tutor"]),
    );
    assert!(
        names(&why).contains(&"what may move of the pool `levy` (max_moved)"),
        "{why:?}"
    );
    // 3,000 $ may move: 30 participants.
    assert_within(why.relaxations[0].relaxed, 30.0, HAIR);
}

#[test]
fn a_promise_over_capacity_clashes_by_itself() {
    let why = explained(two(50_000.0).rule("promise", fund(120.0), &["tutor"]));
    assert_eq!(names(&why), ["the rule `promise` funds tutor@town"]);
    assert_within(why.relaxations[0].relaxed, 100.0, HAIR);
}

#[test]
fn a_promise_about_what_is_excluded_clashes_with_the_exclusion() {
    let why = explained(
        two(10_000.0)
            .rule("end", RuleKind::Exclude, &["tutor"])
            .rule("promise", fund(10.0), &["tutor"]),
    );
    assert_eq!(
        names(&why),
        [
            "the rule `promise` funds tutor@town",
            "the rule `end` excludes tutor@town"
        ]
    );
    assert_within(why.relaxations[0].relaxed, 0.0, HAIR);
}

/// 5,000 $ tutor 50, who gain 5 people of 1,000: half a point, and a point is promised.
#[test]
fn a_floor_out_of_reach_says_how_much_of_it_can_be_kept() {
    let why = explained(two(5_000.0).rule("a-point", floor(READING, 1.0), &[]));
    assert_eq!(
        names(&why),
        [
            "the rule `a-point` holds reading at town (all)",
            "the amount of the pool `levy`"
        ]
    );
    let change = &why.relaxations[0];
    assert_within(change.limit, 1.0, 1e-12);
    assert_within(change.relaxed, 0.5, HAIR);
    assert!(change.unit.contains("points"), "{}", change.unit);
}

/// The same where programs overlap: 8,000 $ tutor 80, who gain 500 (1 − e^(−8/500)) = 7.936 people.
#[test]
fn a_floor_out_of_reach_is_told_in_exact_gains() {
    let why = explained(
        two(8_000.0)
            .value(|value| value.overlap = Overlap::Residual)
            .rule("a-point", floor(READING, 1.0), &[]),
    );
    let reached = 50.0 * (1.0 - (-8.0_f64 / 500.0).exp());
    assert_within(why.relaxations[0].relaxed, reached, HAIR);
}

#[test]
fn a_promise_of_dollars_and_a_cap_on_participants_clash() {
    let why = explained(
        two(10_000.0)
            .partner("city")
            .pool_of("grant", "city", DOLLARS, 5_000.0)
            .rule("cap", at_most(10.0), &["mentor"])
            .rule("city-mentors", at_least_dollars(2_000.0), &["mentor"])
            .with(|tables| tables.rules[1].partners = vec![partner_id("city")]),
    );
    assert_eq!(why.clashes.len(), 2, "{why:?}");
}

#[test]
fn totals_that_exclude_each_other_clash() {
    let why = explained(
        two(10_000.0)
            .rule("all", at_most(30.0), &[])
            .rule("mentor", at_least(20.0), &["mentor"])
            .rule("tutor", at_least(20.0), &["tutor"]),
    );
    assert_eq!(why.clashes.len(), 3, "{why:?}");
}

/// 6,000 $ are locked and 5,000 are left.
#[test]
fn a_pool_that_is_cut_below_its_locks_is_named() {
    let why = explained(
        two(5_000.0)
            .gives("levy", "mentor", 6_000.0)
            .locked("mentor")
            .rule("innocent", at_most(90.0), &["tutor"]),
    );
    assert_eq!(names(&why), ["the amount of the pool `levy`"]);
    assert!(why.relaxations.is_empty(), "no rule is to blame");
}

/// As above; that tutoring was promised too is no reason, and to give up the promise no way out.
#[test]
fn where_a_pool_is_to_blame_no_change_of_a_rule_is_told() {
    let why = explained(
        two(5_000.0)
            .gives("levy", "mentor", 6_000.0)
            .locked("mentor")
            .rule("promise", fund(30.0), &["tutor"]),
    );
    assert!(why.relaxations.is_empty(), "{why:?}");
}

/// Nothing has to move to keep to a smaller pool: the cut may be taken on top of what may move.
#[test]
fn a_pool_that_is_cut_without_locks_has_a_plan() {
    let cut = two(5_000.0).gives("levy", "mentor", 6_000.0).max_moved(0.0);
    for result in cut.build().recommend_every_way() {
        assert_eq!(result.status, Status::Optimal);
        assert_within(result.pools[0].plan, 5_000.0, 5e-6);
    }
}

/// What can be kept of a promise can be kept: the told limit is put in its place and solved.
#[test]
fn the_told_way_out_leads_to_a_plan() {
    let impossible = [
        two(7_000.0)
            .rule("first", fund(40.0), &["tutor"])
            .rule("second", fund(40.0), &["mentor"]),
        two(5_000.0).rule("a-point", floor(READING, 1.0), &[]),
        two(10_000.0)
            .rule("all", at_most(30.0), &[])
            .rule("mentor", at_least(20.0), &["mentor"])
            .rule("tutor", at_least(20.0), &["tutor"]),
        two(1_000.0).rule("dollars", at_least_dollars(2_000.0), &[]),
    ];
    for sketch in impossible {
        let why = clash(&sketch.tables).expect("it is impossible");
        let after = relaxed(&sketch.tables, &why, 0.0);
        assert_eq!(clash(&after), None, "{why:?}");
    }
}

/// Two clashes at once: one of them is told, whole.
#[test]
fn of_two_clashes_one_is_told_whole() {
    let why = explained(
        two(20_000.0)
            .rule("cap-mentor", at_most(50.0), &["mentor"])
            .rule("cap-tutor", at_most(50.0), &["tutor"])
            .rule("mentor", fund(60.0), &["mentor"])
            .rule("tutor", fund(60.0), &["tutor"]),
    );
    assert_eq!(why.clashes.len(), 2, "{why:?}");
    assert_eq!(why.relaxations.len(), 2, "{why:?}");
}

/// 5,000 $ reach half a point, and 4e-6 points more are promised: 4e-5 people, nearly a hundred-thousandth
/// of the 5 that can be kept.
#[test]
fn a_floor_that_is_missed_by_little_is_explained_too() {
    let why = explained(two(5_000.0).rule("a-point", floor(READING, 0.500_004), &[]));
    assert_within(why.relaxations[0].relaxed, 0.5, HAIR);
}

/// A promise about one activity, as large as `size` makes it.
#[derive(Debug, Clone, Copy)]
struct Promise {
    kind: usize,
    pick: usize,
    size: f64,
}

impl Promise {
    fn rule(self, position: usize, built: &Built) -> Rule {
        let instance = &built.instance;
        let activity = &instance.activities[self.pick % instance.activities.len()];
        let ActivityId { practice, place } = activity.id.clone();
        let dollars: f64 = activity
            .needs
            .iter()
            .filter(|need| instance.resources[need.resource].as_str() == DOLLARS)
            .map(|need| need.per_participant * activity.capacity)
            .sum();
        let (people, part) = (activity.capacity, self.size);
        let money = || Measure::Amount(resource_id(DOLLARS));
        let effects = &built.model.tables().evidence;
        let kind = match self.kind {
            0 => fund(people * part),
            1 => at_most(people * part * 0.3),
            2 => at_least(people * part),
            3 => RuleKind::AtLeast {
                measure: money(),
                limit: finite(dollars * part),
            },
            4 => RuleKind::AtMost {
                measure: money(),
                limit: finite(dollars * part * 0.3),
            },
            _ => RuleKind::Floor {
                indicator: effects[self.pick % effects.len()]
                    .measured
                    .indicator()
                    .cloned(),
                limit: finite(0.3 * part),
            },
        };
        Rule {
            id: rule_id(&format!("promise-{position}")),
            // A floor is about the place; the others about the activity.
            practices: if self.kind > 4 {
                Vec::new()
            } else {
                vec![practice]
            },
            kind,
            places: vec![place],
            groups: Vec::new(),
            partners: Vec::new(),
            provenance: Provenance::default(),
        }
    }
}

/// A random model with promises that nobody made sure of.
#[derive(Debug, Clone)]
struct Promised {
    recipe: Recipe,
    promises: Vec<Promise>,
}

impl Promised {
    fn tables(&self) -> Tables {
        let mut tables = self.recipe.tables();
        let built = Built::new(tables.clone());
        for (position, promise) in self.promises.iter().enumerate() {
            tables.rules.push(promise.rule(position, &built));
            if !Built::accepts(&tables) {
                tables.rules.pop();
            }
        }
        tables
    }
}

fn promised() -> impl Strategy<Value = Promised> {
    const KINDS: [Kind; 10] = [
        Kind::Cut,
        Kind::Few,
        Kind::HarmOne,
        Kind::Lock,
        Kind::MaxMoved,
        Kind::More,
        Kind::Overlapping,
        Kind::Protect,
        Kind::Restrict,
        Kind::Switching,
    ];
    let promise = (0..6_usize, 0..1_000_usize, 0.0..1.0_f64)
        .prop_map(|(kind, pick, size)| Promise { kind, pick, size });
    let tweak = (
        proptest::sample::select(&KINDS[..]),
        0..1_000_usize,
        0.0..1.0_f64,
    )
        .prop_map(|(kind, pick, size)| Tweak { kind, pick, size });
    (
        (2..=4_usize, 1..=2_usize, 0..1_000_u64),
        proptest::collection::vec(tweak, 0..6),
        proptest::collection::vec(promise, 1..5),
    )
        .prop_map(|((practices, places, seed), tweaks, promises)| Promised {
            recipe: Recipe {
                practices,
                places,
                seed,
                tweaks,
            },
            promises,
        })
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn every_clash_is_irreducible(promised in promised()) {
        let tables = promised.tables();
        if let Some(why) = clash(&tables) {
            let checked = irreducible(&tables, &why);
            prop_assert!(checked.is_ok(), "{checked:?}: {why:?} {:?}", tables.rules);
        }
    }

    #[test]
    fn every_way_out_leads_to_a_plan_even_when_rounded_to_a_thousandth(promised in promised()) {
        let tables = promised.tables();
        if let Some(why) = clash(&tables) {
            let after = clash(&kept(relaxed(&tables, &why, 1e-3)));
            prop_assert!(after.is_none() || !possible_without_rules(&tables), "{why:?} {after:?}");
        }
    }

    #[test]
    fn every_way_out_leads_to_a_plan_as_it_is_told(promised in promised()) {
        let tables = promised.tables();
        if let Some(why) = clash(&tables) {
            let after = clash(&kept(relaxed(&tables, &why, 0.0)));
            prop_assert!(after.is_none() || !possible_without_rules(&tables), "{why:?} {after:?}");
        }
    }
}

/// The tables without the promises that are relaxed to nothing, which the model refuses.
fn kept(mut tables: Tables) -> Tables {
    tables.rules.retain(|rule| match &rule.kind {
        RuleKind::AtLeast { limit, .. } | RuleKind::Fund { limit: Some(limit) } => {
            limit.get() > 0.0
        }
        _ => true,
    });
    tables
}

/// Whether there is a plan with exclusions alone: where the pools are impossible, no change of a rule helps.
fn possible_without_rules(tables: &Tables) -> bool {
    let mut unruled = tables.clone();
    unruled.rules.retain(|rule| rule.kind == RuleKind::Exclude);
    clash(&unruled).is_none()
}
