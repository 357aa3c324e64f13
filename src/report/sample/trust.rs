//! How that plan does over draws, and which of its moves hold.

use super::plan::{activity, moves, recommendation};
use crate::domain::{
    ActivityDraws, Basis, CountedBy, Dependence, Draws, FailedDraw, Firmness, Frequency, GroupId,
    ImprovementRange, IndicatorId, MonteCarlo, MoveStanding, PerfectInformation, PlaceId,
    RangeOrigin, Recommendation, Sample, Stability, Unit,
};

/// A sample by its mean and the ends of its range.
fn drawn(mean: f64, low: f64, high: f64) -> Sample {
    Sample {
        mean,
        standard_error: (high - low) / 46.0,
        low,
        median: mean,
        high,
    }
}

fn share(share: f64, low: f64, high: f64) -> Frequency {
    Frequency { share, low, high }
}

fn improvement(
    indicator: &str,
    place: Option<&str>,
    group: Option<&str>,
    gain: Sample,
    better: Frequency,
) -> ImprovementRange {
    ImprovementRange {
        indicator: id!(IndicatorId, indicator),
        place: place.map(|text| id!(PlaceId, text)),
        group: group.map(|text| id!(GroupId, text)),
        unit: if indicator == "act" {
            Unit::Score
        } else {
            Unit::Percent
        },
        gain,
        better,
    }
}

fn over_draws(
    key: (&str, &str),
    plan: f64,
    runs: Frequency,
    participants: Sample,
    firmness: Firmness,
) -> ActivityDraws {
    ActivityDraws {
        counted_by: match key {
            ("tutoring", "north") => CountedBy::Grows,
            ("mentoring", "south") => CountedBy::Shrinks,
            _ => CountedBy::Runs,
        },
        activity: activity(key.0, key.1),
        plan,
        funded: runs,
        grows: if key == ("tutoring", "north") {
            share(0.969, 0.942, 0.984)
        } else {
            share(0.5, 0.44, 0.56)
        },
        shrinks: share(0.25, 0.2, 0.3),
        participants,
        firmness,
        alike_firmness: match key {
            ("tutoring", "north") => Firmness::Robust,
            ("mentoring", "south") => Firmness::Contested,
            _ => firmness,
        },
    }
}

/// 200 draws, of which one failed and three leave no plan.
pub(in crate::report) fn montecarlo() -> MonteCarlo {
    let always = share(1.0, 0.986, 1.0);
    MonteCarlo {
        draws: Draws {
            asked: 200,
            done: 196,
            infeasible: 3,
            failed: vec![FailedDraw {
                draw: 17,
                why: "the solver ran out of time".to_owned(),
            }],
            seed: 7,
            figures: 31,
            median_gap: 3.1e-5,
            largest_gap: 9.2e-5,
            checked: 8,
            largest_difference: 2.5e-9,
        },
        expected: 0.041_2,
        plan: Some(drawn(0.036_8, 0.011, 0.066)),
        best: Some(drawn(0.044_1, 0.020, 0.075)),
        beats_today: Some(share(0.943_9, 0.911, 0.966)),
        improvements: vec![
            improvement("g3-reading", None, None, drawn(15.1, 6.2, 24.8), always),
            improvement(
                "g3-reading",
                Some("north"),
                None,
                drawn(6.8, 2.9, 11.0),
                always,
            ),
            improvement(
                "g3-reading",
                Some("south"),
                None,
                drawn(8.3, 3.1, 14.2),
                always,
            ),
            improvement(
                "g3-reading",
                Some("north"),
                Some("low-income"),
                drawn(2.2, 0.9, 3.6),
                always,
            ),
            improvement(
                "absence",
                Some("south"),
                None,
                drawn(-0.5, -3.4, 2.6),
                share(0.4, 0.34, 0.46),
            ),
            improvement("act", Some("south"), None, drawn(1.7, 0.2, 3.3), always),
        ],
        activities: vec![
            over_draws(
                ("books", "north"),
                3_000.0,
                share(0.612, 0.554, 0.667),
                drawn(1_836.0, 0.0, 3_000.0),
                Firmness::Contested,
            ),
            over_draws(
                ("check-in", "north"),
                0.0,
                share(0.041, 0.023, 0.071),
                drawn(9.0, 0.0, 0.0),
                Firmness::Out,
            ),
            over_draws(
                ("mentoring", "south"),
                55.6,
                share(0.082, 0.054, 0.12),
                drawn(8.0, 0.0, 61.0),
                Firmness::Out,
            ),
            over_draws(
                ("mentoring", "north"),
                400.0,
                share(0.995, 0.977, 0.999),
                drawn(398.0, 380.0, 400.0),
                Firmness::Robust,
            ),
            over_draws(
                ("tutoring", "north"),
                336.7,
                always,
                drawn(330.0, 290.0, 337.0),
                Firmness::Robust,
            ),
            over_draws(
                ("tutoring", "south"),
                83.3,
                share(0.929, 0.893, 0.953),
                drawn(71.0, 0.0, 83.3),
                Firmness::Robust,
            ),
        ],
        stability: Some(Stability {
            kendall: 0.713,
            top: 2,
            top_overlap: 0.84,
            ties: vec![(activity("tutoring", "north"), activity("tutoring", "south"))],
        }),
        perfect_information: Some(PerfectInformation {
            value: 0.006_1,
            standard_error: 0.000_5,
            at_most: true,
            plans: 24,
        }),
    }
}

/// Which of the plan's moves hold, each as the next of a few cases.
pub(in crate::report) fn moves_hold() -> Vec<MoveStanding> {
    let on = |path: &str, at, basis, origin| Dependence {
        path: path.to_owned(),
        at,
        basis,
        origin,
    };
    let standings = [
        (share(0.954, 0.922, 0.973), true, true, Vec::new()),
        (
            share(0.607, 0.549, 0.663),
            false,
            true,
            vec![
                on(
                    "effect[mentoring,absence]",
                    0.061,
                    None,
                    Some(RangeOrigin::Evidence),
                ),
                on(
                    "pools[fund-open].amount",
                    390_000.0,
                    Some(Basis::Illustrative),
                    Some(RangeOrigin::Basis),
                ),
                on("value.discount", 0.9, None, None),
            ],
        ),
        (share(0.98, 0.955, 0.991), true, true, Vec::new()),
        (share(0.913, 0.875, 0.941), true, false, Vec::new()),
    ];
    moves()
        .into_iter()
        .zip(standings)
        .map(
            |(row, (share, under_both_values, under_other_targets, depends_on))| MoveStanding {
                pool: row.pool,
                partner: row.partner,
                from: row.from,
                to: row.to,
                converted_to: None,
                amount: row.amount,
                unit: row.unit,
                share,
                under_both_values,
                under_other_targets,
                holds: share.share >= 0.9 && under_both_values && under_other_targets,
                depends_on,
            },
        )
        .collect()
}

/// The recommendation with the draws and the moves that hold in it.
pub(in crate::report) fn trusted() -> Recommendation {
    Recommendation {
        trust: Some(montecarlo()),
        // One at a time is not asked for a recommendation.
        holds: Some(
            moves_hold()
                .into_iter()
                .map(|row| MoveStanding {
                    depends_on: Vec::new(),
                    ..row
                })
                .collect(),
        ),
        ..recommendation()
    }
}
