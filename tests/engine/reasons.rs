//! What a plan says about itself: prices, what holds it, and why a practice is in it or not.

use trefoil::domain::{PracticeResult, RuleKind, Standing, Unit, Verdict};

use super::families::{move_limit_case, response_case};
use super::sketch::{DISTRICT, READING, Sketch, TOWN, assert_within};

/// One more dollar pays for 1/100 of a participant at a slope of ½: 0.01 · 0.1 · 0.5 / 100 = 5e-6.
#[test]
fn one_more_dollar_is_worth_what_the_last_participant_gains() {
    for result in response_case().sketch.build().recommend_every_way() {
        let worth = result.pools[0]
            .marginal_value
            .expect("a linear program has one");
        assert_within(worth, 5e-6, 5e-12);
    }
}

/// A dollar that may move takes 1 point from a 1/100 of a person and gives 10:
/// 0.01 (0.1 − 0.01) / 100 = 9e-6; a dollar more of the amount is worth 0.01 · 0.1 / 100 = 1e-5.
#[test]
fn the_right_to_move_a_dollar_and_a_dollar_have_each_their_own_worth() {
    for result in move_limit_case().sketch.build().recommend_every_way() {
        let pool = &result.pools[0];
        assert!(pool.move_limit_binds && pool.amount_binds);
        assert_within(pool.marginal_value_of_moving.unwrap_or(0.0), 9e-6, 9e-12);
        assert_within(pool.marginal_value.unwrap_or(0.0), 1e-5, 1e-11);
    }
}

/// All 10,000 $ are freed, and none of it by the right to move 1,000, which nothing has used.
#[test]
fn the_limit_on_moves_does_not_bind_for_what_an_exclusion_frees() {
    let sketch =
        move_limit_case()
            .sketch
            .max_moved(0.1)
            .rule("end", RuleKind::Exclude, &["mentor"]);
    for result in sketch.build().recommend_every_way() {
        assert!(!result.pools[0].move_limit_binds);
    }
}

/// All money tutors at 10 points for 100 $; mentoring, at 1 point, is worth 1e-4 a participant where 100 $
/// are worth 1e-3: a tenth of the cost, or ten times the effect, and it would enter.
#[test]
fn a_practice_that_is_left_out_is_told_what_would_bring_it_in() {
    let sketch = Sketch::new()
        .program("mentor", 100.0, 1.0, 100.0)
        .program("tutor", 100.0, 10.0, 100.0)
        .pool("levy", 5_000.0);
    enters(&sketch.build().recommend().practices[0]);
}

/// A tenth of the cost, or ten times the effect.
#[track_caller]
fn enters(practice: &PracticeResult) {
    assert_eq!(practice.verdict, Verdict::LeftOut);
    assert_within(practice.enters_at_cost.expect("it would enter"), 0.1, 1e-7);
    assert_within(
        practice.enters_at_effect.expect("it would enter"),
        10.0,
        1e-5,
    );
    assert_eq!(
        practice
            .best_place
            .as_ref()
            .map_or("", |place| place.as_str()),
        TOWN
    );
}

/// The same, with a second pool that is tied to tutoring: then mentoring has a class of its own, which
/// nothing uses, and whose row may carry any price up to the pool's.
#[test]
fn a_practice_with_a_class_of_its_own_is_told_what_would_bring_it_in() {
    let sketch = Sketch::new()
        .program("mentor", 100.0, 1.0, 100.0)
        .program("tutor", 100.0, 10.0, 100.0)
        .pool("levy", 5_000.0)
        .pool("tied", 1_000.0)
        .only("tied", "tutor");
    for result in sketch.build().recommend_every_way() {
        enters(&result.practices[0]);
    }
}

/// Mentoring does three times as much for its money, yet needs hours that no pool may give it.
#[test]
fn a_practice_that_nothing_may_give_what_it_needs_is_not_told_a_price() {
    for points in [1.0, 30.0] {
        let sketch = Sketch::new()
            .resource("hours")
            .program("mentor", 100.0, points, 100.0)
            .need("mentor", "hours", 5.0)
            .program("tutor", 100.0, 10.0, 100.0)
            .need("tutor", "hours", 5.0)
            .pool("levy", 5_000.0)
            .pool_of("volunteers", DISTRICT, "hours", 5_000.0)
            .only("volunteers", "tutor");
        let mentor = &sketch.build().recommend().practices[0];
        assert_eq!(mentor.verdict, Verdict::LeftOut);
        assert_eq!(
            (mentor.enters_at_cost, mentor.enters_at_effect),
            (None, None)
        );
        assert!(
            !mentor.reason.contains("does more elsewhere"),
            "{}",
            mentor.reason
        );
    }
}

/// Each verdict once: 10,000 $ of which 30 % may move, to the best first.
#[test]
fn what_becomes_of_a_practice_is_said_in_one_word() {
    let sketch = Sketch::new()
        .program("best", 100.0, 10.0, 10.0)
        .program("good", 100.0, 8.0, 60.0)
        .program("kept", 100.0, 7.0, 10.0)
        .program("none", 100.0, 0.5, 100.0)
        .program("weak", 100.0, 1.0, 100.0)
        .program("worst", 100.0, 0.1, 5.0)
        .pool("levy", 10_000.0)
        .gives("levy", "good", 3_000.0)
        .gives("levy", "kept", 1_000.0)
        .gives("levy", "weak", 5_500.0)
        .gives("levy", "worst", 500.0);
    let result = sketch.build().recommend();
    let verdicts: Vec<Verdict> = result.practices.iter().map(|row| row.verdict).collect();
    assert_eq!(
        verdicts,
        [
            Verdict::Starts,
            Verdict::Grows,
            Verdict::Stays,
            Verdict::LeftOut,
            Verdict::Shrinks,
            Verdict::Stops,
        ]
    );
}

/// No study is not a bad study, and neither is a study of what nobody here measures.
#[test]
fn never_evaluated_is_told_apart_from_shown_to_fail() {
    let sketch = Sketch::new()
        .indicator("later", Unit::Percent)
        .practice("distant", 100.0)
        .effect("distant", "later", 10.0)
        .activity("distant", TOWN, 100.0)
        .program("harmful", 100.0, -1.0, 100.0)
        .practice("new", 100.0)
        .activity("new", TOWN, 100.0)
        .program("proven", 100.0, 10.0, 100.0)
        .pool("levy", 5_000.0);
    let result = sketch.build().recommend();
    let standings: Vec<Standing> = result.practices.iter().map(|row| row.standing).collect();
    assert_eq!(
        standings,
        [
            Standing::Unmeasured,
            Standing::Harmful,
            Standing::NeverEvaluated,
            Standing::Effective,
        ]
    );
    assert!(result.activities[2].never_evaluated);
    // What no practice moves is tracked; what is measured nowhere is moved by none.
    assert_eq!(result.tracked.len(), 1);
    assert_eq!(result.cells.len(), 1);
    assert_eq!(result.cells[0].indicator.as_str(), READING);
}
