//! What the figures mean, on communities small enough for a hand.
//!
//! Unless a case says otherwise: 1,000 people read at 50 % and should at 60 %, each worth 0.01; effects add up.

use trefoil::analysis::wilson;
use trefoil::app::alternatives;
use trefoil::app::sensitivity::Method;
use trefoil::app::watch::Watch;
use trefoil::domain::{
    ActivityId, Basis, Limitation, LimitationPrice, Model, MoveStanding, Necessity, RangeOrigin,
    Unit,
};
use trefoil::evidence::steps::probability;

use super::{asked, montecarlo, sensitivity, unsure};
use crate::engine::sketch::{
    DOLLARS, READING, Sketch, TOWN, amount, assert_within, floor, place_id, practice_id, rule_id,
};

/// Standard errors within which a mean of draws lies but once in fifteen thousand.
const FOUR: f64 = 4.0;

fn density(z: f64) -> f64 {
    (-z * z / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt()
}

fn at(practice: &str, place: &str) -> ActivityId {
    ActivityId {
        practice: practice_id(practice),
        place: place_id(place),
    }
}

fn in_town(practice: &str) -> ActivityId {
    at(practice, TOWN)
}

/// 50 are tutored, each worth N(0.0001, 0.0001): better than today wherever the effect is above 0, Φ(1).
#[test]
fn the_chance_of_beating_today_is_that_of_an_effect_above_nothing() {
    for (mean, error) in [(10.0, 10.0), (10.0, 5.0), (4.0, 12.0)] {
        let model = Sketch::new()
            .program("tutor", 100.0, mean, 100.0)
            .pool("levy", 5_000.0)
            .with(|tables| unsure(tables, "tutor", error))
            .build()
            .model;
        let found = montecarlo(&model, 1_000);
        let share = found.beats_today.expect("there are draws").share;
        let times = (share * 1_000.0).round() as u64;
        let wide = wilson(times, 1_000, 0.9999).expect("there are draws");
        let exact = probability(mean / error);
        assert!(
            wide.low <= exact && exact <= wide.high,
            "{share} for {exact}"
        );
        let gain = &found.improvements[0].gain;
        assert_within(gain.mean, 0.5 * mean, FOUR * gain.standard_error);
        // P5 and P95 are 1.645 standard deviations from the mean.
        for (end, z) in [(gain.low, -1.645), (gain.high, 1.645)] {
            assert_within(end, 0.5 * (mean + z * error), 0.5 * error * 0.25);
        }
    }
}

/// All 1,000 are tutored, the gain is N(100, 50) people and the gap 100: half of the draws pass it by
/// 50 / √(2π) on the mean of all, of which a tenth counts. Were everything counted, the two would be equal.
#[test]
fn the_mean_over_draws_falls_short_of_the_expected_value_where_targets_are_passed() {
    let sketch = |beyond: f64| {
        Sketch::new()
            .program("tutor", 100.0, 10.0, 1_000.0)
            .pool("levy", 100_000.0)
            .with(|tables| unsure(tables, "tutor", 5.0))
            .value(|value| value.beyond_target_slope = beyond)
            .build()
            .model
    };
    for (beyond, short) in [(0.1, 0.9 * 0.5 * density(0.0)), (1.0, 0.0)] {
        let found = montecarlo(&sketch(beyond), 1_000);
        let plan = found.plan.expect("there are draws");
        assert_within(found.expected, 1.0, 1e-6);
        assert_within(plan.mean, 1.0 - short, FOUR * plan.standard_error);
        assert!(short == 0.0 || plan.mean < found.expected - 5.0 * plan.standard_error);
    }
}

/// 50 places at 100 $ for tutoring, N(10, 2), or mentoring, N(9, 2) points. Knowing both, the better one is chosen:
/// θ = √8, E max = 10 Φ(1/θ) + 9 Φ(−1/θ) + θ φ(1/θ); without, tutoring.
#[test]
fn to_know_is_worth_what_the_better_of_two_is_worth_beyond_the_expected_one() {
    let model = Sketch::new()
        .program("mentor", 100.0, 9.0, 50.0)
        .program("tutor", 100.0, 10.0, 50.0)
        .pool("levy", 5_000.0)
        .with(|tables| {
            unsure(tables, "mentor", 2.0);
            unsure(tables, "tutor", 2.0);
        })
        .build()
        .model;
    let found = montecarlo(&model, 1_000);
    let spread = 8.0_f64.sqrt();
    let z = 1.0 / spread;
    let best = 10.0 * probability(z) + 9.0 * probability(-z) + spread * density(z);
    let each = 50.0 * 0.01 * 0.01;
    let sample = found.best.expect("there are draws");
    assert_within(sample.mean, each * best, FOUR * sample.standard_error);
    let worth = found.perfect_information.expect("there are draws");
    assert!(worth.standard_error > 0.0 && worth.value > 5.0 * worth.standard_error);
    assert_within(
        worth.value,
        each * (best - 10.0),
        FOUR * worth.standard_error,
    );
    // Tutoring is the better one wherever 10 + 2 a > 9 + 2 b.
    let tutoring = &found.activities[1];
    assert_eq!(tutoring.activity, in_town("tutor"));
    let times = (tutoring.grows.share * 1_000.0).round() as u64;
    let wide = wilson(times, 1_000, 0.9999).expect("there are draws");
    assert!(wide.low <= probability(z) && probability(z) <= wide.high);
}

/// Tutoring, 10 points at an illustrative 100 $, is worth 0.1 points a dollar; mentoring, 8 points at 100 $, 0.08.
/// Above 125 $ mentoring takes the money, and the need's P90 is 130.
fn decided_by_a_need() -> Model {
    Sketch::new()
        .program("mentor", 100.0, 8.0, 50.0)
        .program("tutor", 100.0, 10.0, 50.0)
        .pool("levy", 3_000.0)
        .with(|tables| tables.needs[1].provenance.basis = Some(Basis::Illustrative))
        .build()
        .model
}

const NEED: &str = "needs[tutor,dollars].per_participant";

fn with_need(model: &Model, dollars: f64) -> Model {
    let changed = model.with(|tables| tables.needs[1].per_participant = amount(dollars));
    changed.expect("a valid model")
}

fn standing(model: &Model) -> MoveStanding {
    let found = sensitivity(model, &[Method::Holds], 400);
    let moves = found.holds.expect("there are draws");
    assert_eq!(moves.len(), 1);
    moves.into_iter().next().expect("one move")
}

#[test]
fn a_figure_that_decides_a_move_is_named_with_its_basis() {
    let model = decided_by_a_need();
    let found = standing(&model);
    assert_eq!(found.to, Some(in_town("tutor")));
    assert!(!found.holds && found.under_both_values && found.under_other_targets);
    // ln 1.25 in standard deviations of ln 1.3 / 1.2816.
    let exact = probability(1.25_f64.ln() / (1.3_f64.ln() / 1.281_551_6));
    let times = (found.share.share * 400.0).round() as u64;
    let wide = wilson(times, 400, 0.9999).expect("there are draws");
    assert!(wide.low <= exact && exact <= wide.high, "{times} of 400");
    assert_eq!(found.depends_on.len(), 1, "{:?}", found.depends_on);
    let on = &found.depends_on[0];
    assert_eq!(on.path, NEED);
    assert_eq!(on.basis, Some(Basis::Illustrative));
    assert_eq!(on.origin, Some(RangeOrigin::Basis));
    assert_within(on.at, 130.0, 1e-9);
}

#[test]
fn at_the_ends_of_that_figures_range_the_move_is_another_or_holds() {
    let model = decided_by_a_need();
    let high = standing(&with_need(&model, 130.0));
    assert_eq!(high.to, Some(in_town("mentor")), "no longer recommended");
    let low = standing(&with_need(&model, 100.0 / 1.3));
    assert_eq!(low.to, Some(in_town("tutor")));
    assert!(low.holds && low.depends_on.is_empty(), "{low:?}");
}

/// One swing: at 76.92 $ the 3,000 $ tutor 39; at 130 $ they tutor 23.08, and mentoring 30 is worth 2.4 instead.
#[test]
fn the_swing_of_a_figure_is_that_of_the_best_plan_and_of_the_recommended_one() {
    let swings = sensitivity(&decided_by_a_need(), &[Method::Tornado], 1);
    let swings = swings.tornado.expect("it was asked for");
    let swing = &swings[0];
    assert_eq!(swing.figure.path, NEED);
    assert_within(swing.best.0, 0.039, 1e-6);
    assert_within(swing.best.1, 0.024, 1e-6);
    assert_within(swing.plan.0, 0.039, 1e-6);
    assert_within(swing.plan.1, 0.03 / 1.3, 1e-6);
    assert_eq!(swing.moves_lost, (0, 1));
    assert!(
        swings[1..]
            .iter()
            .all(|other| other.best.0 == other.best.1 && other.moves_lost == (0, 0)),
        "nothing else matters"
    );
}

/// East and west, each worth 0.005 a person. The city's 3,000 $ may go west alone, the district's 2,000 $ east.
fn two_partners() -> Model {
    Sketch::blank()
        .place("east")
        .place("west")
        .partner("city")
        .indicator(READING, Unit::Percent)
        .baseline(READING, "east", 1_000.0, 50.0, 60.0)
        .baseline(READING, "west", 1_000.0, 50.0, 60.0)
        .practice("tutor", 100.0)
        .effect("tutor", READING, 10.0)
        .activity("tutor", "east", 100.0)
        .activity("tutor", "west", 100.0)
        .pool("levy", 2_000.0)
        .pool_of("grant", "city", DOLLARS, 3_000.0)
        .only("grant", "tutor")
        .only("levy", "tutor")
        .with(|tables| {
            for row in &mut tables.restrictions {
                let place = if row.pool.as_str() == "grant" {
                    "west"
                } else {
                    "east"
                };
                row.place = Some(place_id(place));
            }
        })
        .build()
        .model
}

/// Without the city 30 in the west are not tutored: three people there, 0.015.
#[test]
fn without_a_partner_what_it_alone_pays_for_is_lost_where_it_pays() {
    let found = sensitivity(&two_partners(), &[Method::Refusals], 1);
    let refusals = found.refusals.expect("it was asked for");
    for (partner, place, people) in [("city", "west", 3.0), ("district", "east", 2.0)] {
        let mut mine = refusals
            .iter()
            .filter(|row| row.partner.as_str() == partner);
        let refusal = mine.next().expect("it moves something");
        assert!(mine.next().is_none(), "once");
        assert_within(refusal.loss.expect("solved"), 0.005 * people, 1e-6);
        assert!(refusal.noise < 1e-6);
        assert_eq!(refusal.stops, [at("tutor", place)]);
        assert_eq!(refusal.losers.len(), 1, "{:?}", refusal.losers);
        let (indicator, where_lost, gain) = &refusal.losers[0];
        assert_eq!((indicator.as_str(), where_lost.as_str()), (READING, place));
        assert_within(*gain, people, 1e-4);
    }
}

/// Nothing else may take the city's money: doing without the west costs as much, and nothing grows instead.
#[test]
fn doing_without_an_activity_costs_what_nothing_else_makes_up_for() {
    let found = sensitivity(&two_partners(), &[Method::Replacement], 1);
    let rows = found.replacement.expect("it was asked for");
    assert_eq!(rows.len(), 2);
    assert_within(rows[0].cost.expect("solved"), 0.01, 1e-6);
    assert_within(rows[1].cost.expect("solved"), 0.015, 1e-6);
    assert!(rows.iter().all(|row| row.instead.is_empty()));
    let model = decided_by_a_need();
    let found = sensitivity(&model, &[Method::Replacement], 1);
    let rows = found.replacement.expect("it was asked for");
    // Mentoring makes up for 2.4 of 3 people.
    assert_within(rows[0].cost.expect("solved"), 0.006, 1e-6);
    assert_eq!(rows[0].instead, [in_town("mentor")]);
}

/// Tutoring adds 10 points in the east and 5 in the west; 30,000 $ pay for 300. A floor of a point, 10 people, in
/// the west takes 200 of them there: 10 + 10 people in place of 30 in the east, each worth 0.005.
#[test]
fn the_price_of_a_floor_is_what_the_best_plan_gains_without_it() {
    let model = Sketch::blank()
        .place("east")
        .place("west")
        .indicator(READING, Unit::Percent)
        .baseline(READING, "east", 1_000.0, 50.0, 60.0)
        .baseline(READING, "west", 1_000.0, 50.0, 60.0)
        .practice("tutor", 100.0)
        .evidence("tutor", READING, Some("east"), 10.0)
        .evidence("tutor", READING, Some("west"), 5.0)
        .activity("tutor", "east", 300.0)
        .activity("tutor", "west", 300.0)
        .pool("levy", 30_000.0)
        .only("levy", "tutor")
        .rule("west-too", floor(READING, 1.0), &[])
        .with(|tables| tables.rules[0].places = vec![place_id("west")])
        .build()
        .model;
    let found = sensitivity(&model, &[Method::Rules], 1);
    let prices = found.rules.expect("it was asked for");
    let of = |limit: &Limitation| -> &LimitationPrice {
        let mut rows = prices.iter();
        rows.find(|row| row.limitation == *limit).expect("priced")
    };
    let floor = of(&Limitation::Rule(rule_id("west-too")));
    assert_within(floor.price.expect("solved"), 0.05, 1e-5);
    assert_eq!(floor.indicators.len(), 1);
    assert_within(floor.indicators[0].1, 10.0, 1e-2);
    // Nothing else could be given the money, so that its restrictions cost nothing.
    let pool = model.tables().pools[0].id.clone();
    assert_within(
        of(&Limitation::Restrictions(pool)).price.expect("solved"),
        0.0,
        1e-6,
    );
    assert_eq!(prices.len(), 2);
}

/// 10,000 $ mentor 100 (1 point) today, tutoring (10 points) costs as much, 30 % may move: without the limit all of
/// them do, 9 people more than nothing, 2.7 with it.
#[test]
fn the_price_of_a_limit_on_moves_and_of_a_lock_are_what_may_move_without_them() {
    let sketch = Sketch::new()
        .program("mentor", 100.0, 1.0, 100.0)
        .program("tutor", 100.0, 10.0, 100.0)
        .pool("levy", 10_000.0)
        .gives("levy", "mentor", 10_000.0)
        .max_moved(0.3);
    let prices = |sketch: Sketch| {
        let found = sensitivity(&sketch.build().model, &[Method::Rules], 1);
        found.rules.expect("it was asked for")
    };
    let free = prices(sketch.clone());
    assert_eq!(free.len(), 1);
    assert_within(free[0].price.expect("solved"), 0.09 - 0.027, 1e-6);
    let locked = prices(sketch.locked("mentor"));
    assert_eq!(locked.len(), 2);
    assert!(matches!(locked[0].limitation, Limitation::Locks(_)));
    assert_within(locked[0].price.expect("solved"), 0.027, 1e-6);
    assert_within(locked[1].price.expect("solved"), 0.0, 1e-6);
}

/// Tutoring (10 points) has 30 places and 3,000 $ fill them: a dollar less loses 1e-5, a dollar more mentors
/// (5 points) and gains 5e-6.
#[test]
fn at_a_kink_a_dollar_less_is_dearer_than_a_dollar_more() {
    let model = Sketch::new()
        .program("mentor", 100.0, 5.0, 100.0)
        .program("tutor", 100.0, 10.0, 30.0)
        .pool("levy", 3_000.0)
        .build()
        .model;
    let found = sensitivity(&model, &[Method::Marginal], 1);
    let rows = found.marginal.expect("it was asked for");
    assert_eq!(rows.len(), 1);
    let row = &rows[0];
    assert_within(row.step, 30.0, 1e-9);
    assert_within(row.left.expect("solved"), 1e-5, 1e-9);
    assert_within(row.right.expect("solved"), 5e-6, 1e-9);
    let price = row.price.expect("a linear program has one");
    assert!((5e-6 - 1e-9..=1e-5 + 1e-9).contains(&price), "{price}");
    assert!(row.noise < 1e-9);
}

/// Of 3,000 $, tutoring (10 points, 40 places) has room for 1,000 more, then mentoring (5, 10 places) for 1,000,
/// then coaching (2, many places) for all: 0.03, 0.04, 0.045, 0.047.
#[test]
fn a_frontier_has_every_breakpoint_of_the_hand() {
    let model = Sketch::new()
        .program("coach", 100.0, 2.0, 100.0)
        .program("mentor", 100.0, 5.0, 10.0)
        .program("tutor", 100.0, 10.0, 40.0)
        .pool("levy", 3_000.0)
        .build()
        .model;
    let found = sensitivity(&model, &[Method::Frontier], 1);
    let frontiers = found.frontier.expect("it was asked for");
    assert_eq!(frontiers.len(), 1);
    let frontier = &frontiers[0];
    assert!(frontier.exact && frontier.distance.expect("exact") < 1e-6);
    let hand = [
        (0.0, 0.03, 1e-5, None),
        (1_000.0, 0.04, 5e-6, Some("tutor")),
        (2_000.0, 0.045, 2e-6, Some("mentor")),
        (3_000.0, 0.047, 2e-6, Some("coach")),
    ];
    assert_eq!(frontier.points.len(), hand.len(), "{:?}", frontier.points);
    for (point, (more, value, next, grows)) in frontier.points.iter().zip(hand) {
        assert_within(point.more, more, 1e-2);
        assert_within(point.value, value, 1e-7);
        assert!(point.bound >= value - 1e-9 && point.bound <= value + 1e-6);
        assert_within(point.next.expect("a linear program"), next, 1e-9);
        let grows: Vec<ActivityId> = grows.into_iter().map(in_town).collect();
        assert_eq!(point.grow, grows);
        assert!(point.dropped.is_empty());
    }
}

/// A club for ten (1,000 $, 1 person) fits into 2,000 $; the school for ten (3,000 $, 10 people) needs a thousand
/// more and leaves nothing for the club.
#[test]
fn a_frontier_that_is_not_nested_says_what_is_dropped() {
    let model = Sketch::new()
        .program("club", 100.0, 10.0, 10.0)
        .program("school", 300.0, 100.0, 10.0)
        .least("club", 10.0)
        .least("school", 10.0)
        .pool("levy", 2_000.0)
        .build()
        .model;
    let found = sensitivity(&model, &[Method::Frontier], 1);
    let frontiers = found.frontier.expect("it was asked for");
    let frontier = &frontiers[0];
    assert!(!frontier.exact);
    let dropped: Vec<_> = frontier
        .points
        .iter()
        .filter(|point| !point.dropped.is_empty())
        .collect();
    assert_eq!(dropped.len(), 1, "{:?}", frontier.points);
    assert_within(dropped[0].more, 1_000.0, 1e-9);
    assert_eq!(dropped[0].dropped, [in_town("club")]);
    assert_eq!(dropped[0].grow, [in_town("school")]);
    assert_within(dropped[0].value, 0.1, 1e-6);
    // With everything twice both fit.
    let last = frontier.points.last().expect("there are points");
    assert_within(last.value, 0.11, 1e-6);
}

fn near(model: &Model, tolerance: f64) -> alternatives::Outcome {
    let options = alternatives::Options {
        tolerance,
        plans: 3,
        threads: None,
    };
    alternatives::run(model, &options, Watch::nobody()).expect("the engine answers")
}

/// Coach and mentor are alike: either may have all of the 5,000 $ or nothing. Tutoring, worth ten times as much, has
/// its 10 places in any plan that gives up a hundredth. Drill runs today and is worth a tenth: it gives.
#[test]
fn what_is_alike_is_a_choice_and_what_is_much_better_or_worse_is_none() {
    let model = Sketch::new()
        .program("coach", 100.0, 5.0, 100.0)
        .program("drill", 100.0, 0.5, 50.0)
        .program("mentor", 100.0, 5.0, 100.0)
        .program("tutor", 100.0, 50.0, 10.0)
        .pool("levy", 7_000.0)
        .gives("levy", "drill", 1_000.0)
        .max_moved(1.0)
        .build()
        .model;
    let outcome = near(&model, 0.001);
    let found = outcome.alternatives;
    // 10 tutored: 5; 60 of coach and mentor: 3; ten no longer drilled: 0.05 less.
    assert_within(found.value, 0.0795, 1e-6);
    let range = |practice: &str| {
        let mut rows = found.ranges.iter();
        rows.find(|row| row.activity == in_town(practice))
            .expect("both ends were found")
    };
    let give = 0.001 * 0.0795;
    for practice in ["coach", "mentor"] {
        let row = range(practice);
        assert_eq!(row.necessity, Necessity::RealChoice);
        assert_within(row.least, 0.0, 1e-6);
        assert_within(row.most, 60.0, 0.05);
        assert!(row.least_bound <= row.least && row.most <= row.most_bound);
    }
    let must = range("tutor");
    assert_eq!(must.necessity, Necessity::MustHave);
    // A tutored person less is worth 0.005 less, and one more mentored 0.0005.
    assert_within(must.least, 10.0 - give / 0.004_5, 0.05);
    let gives = range("drill");
    assert_eq!(gives.necessity, Necessity::Dispensable);
    assert_within(gives.most, give / 0.000_45, 0.05);
    assert!(!found.plans.is_empty());
    for plan in &found.plans {
        assert!(plan.value >= found.value - give * 1.2);
        assert!(plan.distance > 0.0 && plan.gives_up <= 0.001 * 1.2);
    }
}

#[test]
fn a_recommendation_says_by_itself_what_sensitivity_finds() {
    let model = decided_by_a_need();
    let found = asked(&model, &[Method::MonteCarlo], 100);
    let options = trefoil::app::recommend::Options {
        samples: Some(100),
        seed: 1,
        ..trefoil::app::recommend::Options::default()
    };
    let recommended = trefoil::app::recommend::run(&model, options, Watch::nobody());
    let recommended = recommended.expect("the engine answers").recommendation;
    assert_eq!(recommended.trust, found.sensitivity.montecarlo);
    let standings = recommended.holds.expect("there are draws");
    assert_eq!(standings.len(), recommended.moves.len());
}
