//! Plans that are nearly as good as that one.

use super::plan::activity;
use crate::domain::{ActivityRange, Alternative, Alternatives, IndicatorId, Necessity};

fn range(
    key: (&str, &str),
    (today, plan): (f64, f64),
    (least, most): (f64, f64),
    (least_bound, most_bound): (f64, f64),
    necessity: Necessity,
) -> ActivityRange {
    ActivityRange {
        activity: activity(key.0, key.1),
        today,
        plan,
        least,
        most,
        least_bound,
        most_bound,
        necessity,
    }
}

/// Two plans that give up at most one hundredth.
pub(in crate::report) fn alternatives() -> Alternatives {
    let plan = |value: f64, distance, participants: [f64; 5], gains: &[(&str, f64)]| Alternative {
        value,
        gives_up: 1.0 - value / 0.041_2,
        distance,
        participants: participants.to_vec(),
        gains: gains
            .iter()
            .map(|(indicator, gain)| (id!(IndicatorId, indicator), *gain))
            .collect(),
    };
    Alternatives {
        value: 0.041_2,
        bound: 0.041_200_02,
        tolerance: 0.01,
        unit: "gap_share",
        interrupted: false,
        ranges: vec![
            range(
                ("books", "north"),
                (3_000.0, 3_000.0),
                (0.0, 3_000.0),
                (0.0, 3_000.0),
                Necessity::Dispensable,
            ),
            range(
                ("mentoring", "north"),
                (400.0, 400.0),
                (400.0, 400.0),
                (400.0, 400.0),
                Necessity::Fixed,
            ),
            range(
                ("mentoring", "south"),
                (100.0, 55.6),
                (20.0, 130.0),
                (12.0, 131.0),
                Necessity::RealChoice,
            ),
            range(
                ("tutoring", "north"),
                (300.0, 336.7),
                (329.0, 336.7),
                (329.0, 336.7),
                Necessity::MustHave,
            ),
            range(
                ("tutoring", "south"),
                (0.0, 83.3),
                (78.0, 83.3),
                (77.8, 83.3),
                Necessity::MustHave,
            ),
        ],
        plans: vec![
            plan(
                0.040_8,
                0.31,
                [0.0, 400.0, 20.0, 330.0, 83.3],
                &[("absence", -0.9), ("act", 1.9), ("g3-reading", 15.8)],
            ),
            plan(
                0.040_9,
                0.22,
                [3_000.0, 400.0, 130.0, 329.0, 80.0],
                &[("absence", 0.6), ("act", 1.8), ("g3-reading", 15.5)],
            ),
        ],
    }
}
