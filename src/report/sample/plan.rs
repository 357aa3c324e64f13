//! What is recommended for it.

use crate::domain::{
    ActivityId, ActivityResult, Basis, CellResult, Certificate, Clash, GroupId, IndicatorId,
    Infeasibility, Move, PartnerId, PlaceId, PoolId, PoolResult, PracticeId, PracticeResult,
    Recommendation, Relaxation, ResourceId, RuleId, Standing, Status, Unit, Use, ValueSummary,
    Verdict,
};

pub(super) fn activity(practice: &str, place: &str) -> ActivityId {
    ActivityId {
        practice: id!(PracticeId, practice),
        place: id!(PlaceId, place),
    }
}

/// A cell by its key, its people, its value today and aimed at, and its gain with the range.
fn cell(
    key: (&str, &str, &str, u32),
    people: f64,
    standing: (f64, f64),
    gain: [f64; 3],
) -> CellResult {
    let (indicator, place, group, years) = key;
    let (today, target) = standing;
    let unit = if indicator == "act" {
        Unit::Score
    } else {
        Unit::Percent
    };
    let points = if unit == Unit::Score {
        5.2 * gain[0] / people
    } else {
        100.0 * gain[0] / people
    };
    let raw = if indicator == "absence" {
        -points
    } else {
        points
    };
    let scale = if unit == Unit::Score { 5.2 } else { 100.0 };
    CellResult {
        indicator: id!(IndicatorId, indicator),
        place: id!(PlaceId, place),
        group: id!(GroupId, group),
        years,
        unit,
        counted: group == "all",
        population: people,
        baseline: today,
        target,
        target_is_default: place == "south" && indicator == "g3-reading",
        expected: today + raw,
        points,
        gain: gain[0],
        gain_low: gain[1],
        gain_high: gain[2],
        gap: people * (target - today).abs() / scale,
        basis: Some(Basis::Published),
    }
}

fn activity_result(key: (&str, &str), today: f64, plan: f64, capacity: f64) -> ActivityResult {
    ActivityResult {
        activity: activity(key.0, key.1),
        today,
        plan,
        capacity,
        capacity_is_default: key == ("tutoring", "south"),
        never_evaluated: key.0 == "books",
        least: None,
        marginal_benefit: Some(0.000_2),
        marginal_cost: Some(0.000_1),
        uses: vec![Use {
            resource: id!(ResourceId, "money"),
            unit: "USD".to_owned(),
            per_participant: 600.0,
            stated_per_participant: 600.0,
            price_factor: 1.0,
            published_per_participant: (key.0 == "mentoring").then_some(140.0),
            fixed: 0.0,
            published_fixed: None,
            once: 0.0,
            today: 600.0 * today,
            plan: 600.0 * plan,
            unchecked: false,
        }],
    }
}

pub(super) fn moves() -> Vec<Move> {
    let row = |pool: &str,
               partner: &str,
               resource: &str,
               unit: &str,
               from: Option<&str>,
               to: Option<&str>,
               amount| {
        let end = |text: &str| {
            let (practice, place) = text.split_once('@').expect("practice@place");
            activity(practice, place)
        };
        Move {
            pool: id!(PoolId, pool),
            partner: id!(PartnerId, partner),
            resource: id!(ResourceId, resource),
            from: from.map(end),
            to: to.map(end),
            amount,
            converted: None,
            switching_cost: if pool == "volunteer-hours" { 12.0 } else { 0.0 },
            unit: unit.to_owned(),
            brings: Vec::new(),
        }
    };
    vec![
        row(
            "volunteer-hours",
            "volunteers",
            "hours",
            "hours",
            Some("mentoring@south"),
            None,
            1_188.0,
        ),
        row(
            "fund-open",
            "fund",
            "money",
            "USD",
            Some("mentoring@south"),
            Some("tutoring@north"),
            22_000.4,
        ),
        row(
            "fund-open",
            "fund",
            "money",
            "USD",
            None,
            Some("tutoring@south"),
            50_000.0,
        ),
        row(
            "agency-coaches",
            "agency",
            "coaches",
            "FTE",
            None,
            Some("tutoring@south"),
            0.5,
        ),
    ]
}

fn pool_result(
    key: (&str, &str, &str, &str),
    amount: f64,
    today: f64,
    plan: f64,
    binds: (bool, bool),
) -> PoolResult {
    let (pool, partner, resource, unit) = key;
    PoolResult {
        pool: id!(PoolId, pool),
        partner: id!(PartnerId, partner),
        resource: id!(ResourceId, resource),
        unit: unit.to_owned(),
        amount,
        today,
        plan,
        switching_cost: 0.0,
        converted: 0.0,
        unallocated: amount - plan,
        moved: 0.1 * today,
        may_move: 0.3 * today,
        amount_binds: binds.0,
        move_limit_binds: binds.1,
        resolved: None,
        marginal_value: (pool != "fund-restricted").then_some(if binds.0 { 2e-8 } else { 0.0 }),
        marginal_value_of_moving: Some(if binds.1 { 5e-9 } else { -0.0 }),
    }
}

fn practice_result(
    practice: &str,
    verdict: Verdict,
    standing: Standing,
    level: Option<u8>,
) -> PracticeResult {
    PracticeResult {
        practice: id!(PracticeId, practice),
        verdict,
        standing,
        level,
        today: 300.0,
        plan: 420.0,
        reason: "the pools that may pay for it are worth more elsewhere".to_owned(),
        enters_at_effect: None,
        enters_at_cost: None,
        best_place: None,
    }
}

/// A plan for the model in which something is gained and something lost.
pub(in crate::report) fn recommendation() -> Recommendation {
    Recommendation {
        status: Status::Optimal,
        value: Some(ValueSummary {
            today: 0.0,
            plan: 0.041_2,
            bound: 0.041_200_02,
            gap: 4.9e-7,
            all_gaps: 0.98,
            share_of_gap_closed: 0.042_04,
            unit: "gap_share",
        }),
        moves: moves(),
        activities: vec![
            activity_result(("tutoring", "south"), 0.0, 83.3, 1_500.0),
            activity_result(("books", "north"), 3_000.0, 3_000.0, 3_000.0),
            activity_result(("check-in", "north"), 0.0, 0.0, 800.0),
            activity_result(("mentoring", "north"), 400.0, 400.0, 1_000.0),
            activity_result(("mentoring", "south"), 100.0, 55.6, 400.0),
            activity_result(("tutoring", "north"), 300.0, 336.7, 336.7),
        ],
        cells: vec![
            cell(
                ("g3-reading", "north", "all", 1),
                1_200.0,
                (57.3, 79.0),
                [3.1, 1.0, 5.2],
            ),
            cell(
                ("g3-reading", "north", "all", 0),
                1_200.0,
                (57.3, 79.0),
                [4.0, 1.3, 6.7],
            ),
            cell(
                ("g3-reading", "north", "low-income", 0),
                700.0,
                (44.0, 79.0),
                [2.3, 0.8, 3.9],
            ),
            cell(
                ("g3-reading", "south", "all", 0),
                500.0,
                (41.0, 55.5),
                [9.0, 3.0, 15.0],
            ),
            cell(
                ("absence", "north", "all", 0),
                9_000.0,
                (21.5, 12.0),
                [0.0, 0.0, 0.0],
            ),
            cell(
                ("absence", "south", "all", 0),
                4_000.0,
                (18.0, 12.0),
                [-0.4, -3.0, 2.2],
            ),
            cell(
                ("act", "south", "all", 8),
                267.0,
                (18.4, 21.0),
                [1.9, 0.3, 3.5],
            ),
        ],
        tracked: vec![id!(IndicatorId, "readiness")],
        pools: vec![
            pool_result(
                ("volunteer-hours", "volunteers", "hours", "hours"),
                12_000.0,
                12_000.0,
                10_800.0,
                (false, true),
            ),
            pool_result(
                ("fund-open", "fund", "money", "USD"),
                400_000.0,
                350_000.0,
                400_000.0,
                (true, true),
            ),
            pool_result(
                ("fund-restricted", "fund", "money", "USD"),
                60_000.0,
                60_000.0,
                60_000.0,
                (true, false),
            ),
            pool_result(
                ("agency-coaches", "agency", "coaches", "FTE"),
                6.5,
                6.0,
                6.5,
                (true, false),
            ),
        ],
        practices: vec![
            practice_result("tutoring", Verdict::Grows, Standing::Effective, Some(4)),
            PracticeResult {
                plan: 300.0,
                ..practice_result("books", Verdict::Stays, Standing::NeverEvaluated, None)
            },
            PracticeResult {
                plan: 255.6,
                ..practice_result("mentoring", Verdict::Shrinks, Standing::Null, Some(0))
            },
            PracticeResult {
                today: 0.0,
                plan: 0.0,
                enters_at_effect: Some(1.62),
                enters_at_cost: Some(0.617),
                best_place: Some(id!(PlaceId, "north")),
                ..practice_result("check-in", Verdict::LeftOut, Standing::Effective, Some(3))
            },
        ],
        certificate: Some(Certificate {
            largest_violation: 3.4e-12,
            checks: 412,
            gap: 4.9e-7,
            tolerance: 1e-6,
            rounds: 6,
            integers: None,
            tangents: 120,
            size: (310, 96, 1_204),
            chord_error: 0.4,
        }),
        trust: None,
        holds: None,
        replace_first: None,
        infeasibility: None,
        steps: None,
        move_limits: None,
    }
}

/// What is said of the model when nothing keeps all its limits.
pub(in crate::report) fn impossible() -> Recommendation {
    Recommendation {
        status: Status::Infeasible,
        value: None,
        moves: Vec::new(),
        activities: Vec::new(),
        cells: Vec::new(),
        tracked: Vec::new(),
        pools: Vec::new(),
        practices: Vec::new(),
        certificate: None,
        trust: None,
        holds: None,
        replace_first: None,
        steps: None,
        move_limits: None,
        infeasibility: Some(Infeasibility {
            clashes: vec![
                Clash {
                    rule: None,
                    limit: "the amount of the pool `volunteer-hours`".to_owned(),
                },
                Clash {
                    rule: Some(id!(RuleId, "keep-mentoring")),
                    limit: "the rule `keep-mentoring` funds mentoring@north".to_owned(),
                },
            ],
            relaxations: vec![Relaxation {
                rule: id!(RuleId, "keep-mentoring"),
                limit: 900.0,
                relaxed: 500.0,
                unit: "participants".to_owned(),
            }],
        }),
    }
}
