//! What the audit must refuse: a sound plan, damaged in one way at a time.

use trefoil::app::generate::sized;
use trefoil::domain::{ActivityId, Grant, Level, Measure, Plan, RuleKind};
use trefoil::engine::{AUDIT_TOLERANCE, Allocation, Instance, verify};

use super::sketch::{
    Built, DOLLARS, READING, Sketch, TOWN, amount, assert_within, at_least, at_most, finite, floor,
    fund, place_id, pool_id, practice_id, resource_id,
};

/// A plan that can be damaged in one way at a time: today's.
///
/// The levy of 10,000 $ gives 6,000 to mentoring and 3,000 to tutoring, the grant of 2,000 $ is tied to
/// mentoring; all cost 100 $: 80 mentored of 100 at most, 30 tutored of 40. Half may move.
fn sound() -> Sketch {
    Sketch::new()
        .program("mentor", 100.0, 1.0, 100.0)
        .program("tutor", 100.0, 10.0, 40.0)
        .pool("grant", 2_000.0)
        .only("grant", "mentor")
        .pool("levy", 10_000.0)
        .gives("grant", "mentor", 2_000.0)
        .gives("levy", "mentor", 6_000.0)
        .gives("levy", "tutor", 3_000.0)
        .max_moved(0.5)
}

/// Today's plan with other grants and levels, by pool and practice.
fn damaged(instance: &Instance, grants: &[(&str, &str, f64)], levels: &[(&str, f64)]) -> Plan {
    let mut plan = Allocation::today(instance).plan(instance);
    for &(pool, practice, given) in grants {
        let old = plan.grants.iter_mut().find(|grant| {
            grant.pool.as_str() == pool && grant.activity.practice.as_str() == practice
        });
        match old {
            Some(grant) => grant.amount = given,
            None => plan.grants.push(Grant {
                converted_to: None,
                pool: pool_id(pool),
                activity: activity_id(practice),
                amount: given,
            }),
        }
    }
    for level in &mut plan.levels {
        let practice = level.activity.practice.as_str();
        if let Some(&(_, participants)) = levels.iter().find(|(id, _)| *id == practice) {
            level.participants = participants;
        }
    }
    plan
}

fn activity_id(practice: &str) -> ActivityId {
    ActivityId {
        practice: practice_id(practice),
        place: place_id(TOWN),
    }
}

/// Asserts that a plan is refused for one thing and nothing else.
#[track_caller]
fn refused_for(sketch: Sketch, grants: &[(&str, &str, f64)], levels: &[(&str, f64)], why: &str) {
    let instance = sketch.build().instance;
    let refused = verify(&instance, &damaged(&instance, grants, levels))
        .expect_err("a damaged plan is refused");
    assert_eq!(refused.breaches.len(), 1, "{:?}", refused.breaches);
    assert!(refused.breaches[0].contains(why), "{:?}", refused.breaches);
}

#[test]
fn the_audit_lets_the_sound_plan_pass() {
    let instance = sound().build().instance;
    let verified = verify(&instance, &damaged(&instance, &[], &[])).expect("it is sound");
    assert_within(verified.largest_violation, 0.0, 0.0);
    let other = damaged(&instance, &[("levy", "tutor", 4_000.0)], &[("tutor", 40.0)]);
    let verified = verify(&instance, &other).expect("it is sound");
    assert_within(verified.evaluation.value, 0.01, 1e-15);
}

#[test]
fn the_audit_refuses_a_pool_that_gives_more_than_it_has() {
    let grants = [("levy", "mentor", 8_000.0)];
    refused_for(
        sound(),
        &grants,
        &[("mentor", 100.0)],
        "levy gives more than it has",
    );
}

#[test]
fn the_audit_refuses_a_pool_whose_switching_does_not_fit() {
    let sketch = sound().with(|tables| tables.resources[0].switching = Some(amount(0.1)));
    let grants = [("levy", "tutor", 4_000.0)];
    refused_for(
        sketch,
        &grants,
        &[("tutor", 40.0)],
        "levy gives more than it has",
    );
}

#[test]
fn the_audit_refuses_what_is_added_outside_a_restriction() {
    let grants = [("grant", "tutor", 100.0), ("grant", "mentor", 1_900.0)];
    let levels = [("mentor", 79.0), ("tutor", 31.0)];
    refused_for(sound(), &grants, &levels, "grant may not add to tutor@town");
}

#[test]
fn what_stands_outside_a_restriction_today_may_stay_but_not_grow() {
    let sketch = || {
        sound()
            .gives("grant", "tutor", 500.0)
            .with(|tables| tables.pools[0].amount = amount(3_000.0))
    };
    let instance = sketch().build().instance;
    assert!(verify(&instance, &damaged(&instance, &[], &[])).is_ok());
    let grants = [("grant", "tutor", 600.0)];
    refused_for(
        sketch(),
        &grants,
        &[("tutor", 36.0)],
        "grant may not add to tutor@town",
    );
}

#[test]
fn the_audit_refuses_a_negative_amount() {
    let grants = [("grant", "tutor", -100.0)];
    refused_for(sound(), &grants, &[("tutor", 29.0)], "negative amount");
}

#[test]
fn the_audit_refuses_a_negative_level() {
    // Its money gone, what it would hold is less than nothing: idle by as much.
    let instance = sound().build().instance;
    let plan = damaged(&instance, &[("levy", "tutor", 0.0)], &[("tutor", -1.0)]);
    let refused = verify(&instance, &plan).expect_err("a negative level is refused");
    assert!(
        refused.to_string().contains("negative participants"),
        "{refused}"
    );
}

#[test]
fn the_audit_refuses_a_level_over_capacity() {
    let grants = [("levy", "mentor", 8_100.0), ("levy", "tutor", 1_900.0)];
    let levels = [("mentor", 101.0), ("tutor", 19.0)];
    refused_for(sound(), &grants, &levels, "mentor@town is over capacity");
}

#[test]
fn the_audit_refuses_a_level_that_is_not_paid_for() {
    refused_for(sound(), &[], &[("tutor", 31.0)], "tutor@town lacks dollars");
}

#[test]
fn the_audit_refuses_newly_idle_money() {
    let grants = [("levy", "tutor", 3_100.0)];
    refused_for(sound(), &grants, &[], "tutor@town holds idle dollars");
}

#[test]
fn the_audit_refuses_a_lock_that_is_opened() {
    let grants = [("levy", "mentor", 5_900.0)];
    let sketch = sound().with(|tables| tables.allocations[1].locked = true);
    refused_for(
        sketch,
        &grants,
        &[("mentor", 79.0)],
        "levy to mentor@town is locked",
    );
    let sketch = sound().with(|tables| tables.activities[0].protected = true);
    refused_for(
        sketch,
        &grants,
        &[("mentor", 79.0)],
        "levy to mentor@town is locked",
    );
}

#[test]
fn the_audit_refuses_more_moves_than_may_be() {
    let grants = [("levy", "mentor", 1_000.0)];
    refused_for(
        sound(),
        &grants,
        &[("mentor", 30.0)],
        "levy moves more than it may",
    );
}

#[test]
fn the_audit_refuses_a_breach_of_every_kind_of_rule() {
    let broken = "the rule promise is broken";
    let tutor = |kind| sound().rule("promise", kind, &["tutor"]);
    let (grown, shrunk) = (
        ([("levy", "tutor", 3_600.0)], [("tutor", 36.0)]),
        ([("levy", "tutor", 2_900.0)], [("tutor", 29.0)]),
    );
    let money = || Measure::Amount(resource_id(DOLLARS));
    let limit = finite(3_000.0);
    refused_for(tutor(at_most(35.0)), &grown.0, &grown.1, broken);
    refused_for(tutor(at_least(30.0)), &shrunk.0, &shrunk.1, broken);
    refused_for(tutor(fund(30.0)), &shrunk.0, &shrunk.1, broken);
    refused_for(
        tutor(RuleKind::Fund { limit: None }),
        &shrunk.0,
        &shrunk.1,
        broken,
    );
    let most = RuleKind::AtMost {
        measure: money(),
        limit,
    };
    refused_for(tutor(most), &grown.0, &grown.1, broken);
    let least = RuleKind::AtLeast {
        measure: money(),
        limit,
    };
    refused_for(tutor(least), &shrunk.0, &shrunk.1, broken);
    refused_for(tutor(floor(READING, 0.0)), &shrunk.0, &shrunk.1, broken);
}

#[test]
fn the_audit_refuses_what_is_given_to_the_excluded() {
    let sketch = || sound().rule("end", RuleKind::Exclude, &["tutor"]);
    refused_for(sketch(), &[], &[], "tutor@town is excluded");
    let instance = sketch().build().instance;
    let plan = damaged(&instance, &[("levy", "tutor", 0.0)], &[("tutor", 0.0)]);
    assert!(verify(&instance, &plan).is_ok());
}

#[test]
fn the_audit_refuses_what_the_model_does_not_know() {
    let instance = sound().build().instance;
    let mut plan = damaged(&instance, &[], &[]);
    plan.levels.push(Level {
        activity: activity_id("nothing"),
        participants: 0.0,
    });
    assert!(verify(&instance, &plan).is_err());
    let plan = damaged(&instance, &[("nobody", "tutor", 1.0)], &[]);
    assert!(verify(&instance, &plan).is_err());
}

#[test]
fn the_audit_refuses_what_is_not_a_number() {
    let instance = sound().build().instance;
    for bad in [f64::NAN, f64::INFINITY] {
        for plan in [
            damaged(&instance, &[("levy", "tutor", bad)], &[]),
            damaged(&instance, &[], &[("tutor", bad)]),
        ] {
            assert!(verify(&instance, &plan).is_err(), "{bad}");
        }
    }
}

/// A millionth of the pool is the solver's rounding; two are not.
#[test]
fn the_audit_allows_a_millionth_and_no_more() {
    assert_within(AUDIT_TOLERANCE, 1e-6, 0.0);
    let instance = sound().build().instance;
    for (over, passes) in [(0.5e-6, true), (2e-6, false)] {
        let people = 40.0 * (1.0 + over);
        let plan = damaged(
            &instance,
            &[("levy", "tutor", 100.0 * people)],
            &[("tutor", people)],
        );
        assert_eq!(verify(&instance, &plan).is_ok(), passes, "{over:e} over");
    }
}

#[test]
fn needs_that_the_solver_cannot_tell_from_nothing_leave_nothing_idle() {
    for seed in 0..60 {
        let mut tables = sized(3, 2, seed);
        for row in &mut tables.needs {
            if row.practice.as_str() == "practice-0001" {
                row.per_participant = amount(row.per_participant.get() * 1e-10);
            }
        }
        let result = Built::new(tables).recommend();
        assert!(result.value.is_some(), "seed {seed}");
    }
}
