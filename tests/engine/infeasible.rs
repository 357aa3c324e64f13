//! Promises that cannot be kept together: which clash, and what would do.

use trefoil::domain::{Infeasibility, Measure, Recommendation, RuleKind, Status};
use trefoil::engine::Form;
use trefoil::engine::backend::Raw;

use super::sketch::{Built, Sketch, amount, finite};

fn solved(sketch: Sketch) -> Recommendation {
    sketch.build().try_recommend(&Raw, Form::Reduced).unwrap()
}

/// 100 participants of tutoring are promised and 30 of mentoring at most may leave; a cap that clashes
/// with nothing stands beside them.
fn clashing() -> Sketch {
    Sketch::new()
        .program("mentor", 100.0, 1.0, 100.0)
        .program("tutor", 100.0, 10.0, 200.0)
        .pool("levy", 10_000.0)
        .gives("levy", "mentor", 10_000.0)
        .rule(
            "many-tutors",
            RuleKind::AtLeast {
                measure: Measure::Participants,
                limit: finite(100.0),
            },
            &["tutor"],
        )
        .rule(
            "harmless",
            RuleKind::AtMost {
                measure: Measure::Participants,
                limit: finite(150.0),
            },
            &["mentor"],
        )
}

fn why(result: &Recommendation) -> &Infeasibility {
    assert_eq!(result.status, Status::Infeasible);
    assert!(result.value.is_none() && result.moves.is_empty());
    result.infeasibility.as_ref().unwrap()
}

/// 3,000 $ may move, which pay for 30 participants: the promise of 100 can be kept to 30.
#[test]
fn the_limits_that_clash_are_named_and_those_that_do_not_are_left_out() {
    let result = solved(clashing());
    let why = why(&result);
    let rules: Vec<&str> = why
        .clashes
        .iter()
        .filter_map(|clash| clash.rule.as_ref())
        .map(trefoil::domain::RuleId::as_str)
        .collect();
    assert_eq!(rules, ["many-tutors"]);
    assert!(
        why.clashes
            .iter()
            .any(|clash| clash.limit.contains("levy") && clash.limit.contains("max_moved"))
    );
    // The amount of the pool is the third: with more money, none of it would have to move.
    assert!(
        why.clashes
            .iter()
            .any(|clash| clash.limit.contains("amount of the pool `levy`"))
    );
    assert_eq!(why.clashes.len(), 3);
    assert_eq!(why.relaxations.len(), 1);
    assert!((why.relaxations[0].limit - 100.0).abs() < 1e-9);
    assert!(
        (why.relaxations[0].relaxed - 30.0).abs() < 1e-4,
        "{:?}",
        why.relaxations
    );
}

#[test]
fn dropping_any_limit_that_clashes_makes_a_plan_possible() {
    let without_rule = clashing().with(|tables| {
        tables
            .rules
            .retain(|rule| rule.id.as_str() != "many-tutors");
    });
    assert_eq!(solved(without_rule).status, Status::Optimal);
    assert_eq!(solved(clashing().max_moved(1.0)).status, Status::Optimal);
    assert_eq!(
        solved(clashing().with(|tables| tables.pools[0].amount = amount(17_000.0))).status,
        Status::Optimal
    );
    let without_harmless =
        clashing().with(|tables| tables.rules.retain(|rule| rule.id.as_str() != "harmless"));
    assert_eq!(solved(without_harmless).status, Status::Infeasible);
}

#[test]
fn the_relaxation_that_is_offered_makes_a_plan_possible() {
    let offered = why(&solved(clashing())).relaxations[0].relaxed;
    let relaxed = clashing().with(|tables| {
        for rule in &mut tables.rules {
            if let RuleKind::AtLeast { limit, .. } = &mut rule.kind {
                *limit = finite(offered * (1.0 - 1e-7));
            }
        }
    });
    assert_eq!(solved(relaxed).status, Status::Optimal);
}

/// Where programs overlap, what a floor can be lowered to is told in exact gains.
#[test]
fn a_floor_is_relaxed_to_what_overlapping_programs_can_reach() {
    let overlapping = |limit: f64| {
        Sketch::new()
            .program("tutor", 100.0, 40.0, 1_000.0)
            .pool("levy", 50_000.0)
            .value(|value| value.overlap = trefoil::domain::Overlap::Residual)
            .rule(
                "reach",
                RuleKind::Floor {
                    indicator: None,
                    limit: finite(limit),
                },
                &[],
            )
    };
    let offered = why(&solved(overlapping(30.0))).relaxations[0].relaxed;
    // 500 participants, D = 200 of room 500: 500 (1 − e^−0.4) people of 1,000 are 16.484 points.
    assert!((offered - 16.484).abs() < 1e-3, "{offered}");
    assert_eq!(solved(overlapping(offered - 1e-4)).status, Status::Optimal);
}

/// A scenario takes more from a pool than its locks let go.
#[test]
fn a_pool_cut_below_its_locks_is_named() {
    let built = Sketch::new()
        .program("mentor", 100.0, 1.0, 100.0)
        .pool("levy", 10_000.0)
        .gives("levy", "mentor", 10_000.0)
        .locked("mentor")
        .build();
    let cut = built
        .model
        .with(|tables| tables.pools[0].amount = amount(5_000.0))
        .unwrap();
    let result = Built::new(cut.tables().clone())
        .try_recommend(&Raw, Form::Reduced)
        .unwrap();
    let why = why(&result);
    assert!(why.relaxations.is_empty());
    assert!(
        why.clashes.iter().any(|clash| clash.limit.contains("levy")),
        "{:?}",
        why.clashes
    );
}
