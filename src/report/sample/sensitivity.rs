//! What every method says of that plan.

use super::plan::activity;
use super::trust::{montecarlo, moves_hold};
use crate::domain::{
    Basis, Frontier, FrontierPoint, IndicatorId, Limitation, LimitationPrice, Marginal, PartnerId,
    PlaceId, PoolId, RangeOrigin, Refusal, Replacement, ResourceId, RuleId, Sensitivity, Swing,
    UncertainFigure,
};

fn figure(
    path: &str,
    basis: Option<Basis>,
    origin: RangeOrigin,
    [low, value, high]: [f64; 3],
) -> UncertainFigure {
    UncertainFigure {
        path: path.to_owned(),
        basis,
        origin,
        value,
        low,
        high,
    }
}

fn figures() -> Vec<UncertainFigure> {
    vec![
        figure(
            "effect[mentoring,absence]",
            None,
            RangeOrigin::Evidence,
            [-0.02, 0.021, 0.061],
        ),
        figure(
            "effect[tutoring,g3-reading]",
            None,
            RangeOrigin::Evidence,
            [0.1, 0.22, 0.34],
        ),
        figure(
            "needs[tutoring,money].per_participant",
            Some(Basis::Default),
            RangeOrigin::Stated,
            [510.0, 600.0, 725.0],
        ),
        figure(
            "pools[fund-open].amount",
            Some(Basis::Illustrative),
            RangeOrigin::Basis,
            [390_000.0, 400_000.0, 410_000.0],
        ),
    ]
}

fn swing(position: usize, best: (f64, f64), plan: (f64, f64), moves_lost: (usize, usize)) -> Swing {
    Swing {
        figure: figures().swap_remove(position),
        best,
        plan,
        moves_lost,
        gap: 4.1e-5,
    }
}

fn frontier() -> Vec<Frontier> {
    let point = |more: f64, value: f64, next: Option<f64>| FrontierPoint {
        more,
        value,
        bound: value + 1e-8,
        next,
        grow: Vec::new(),
        dropped: Vec::new(),
    };
    vec![
        Frontier {
            resource: id!(ResourceId, "money"),
            unit: "USD".to_owned(),
            exact: true,
            distance: Some(2e-7),
            points: vec![
                point(0.0, 0.041_2, Some(5.1e-8)),
                FrontierPoint {
                    grow: vec![activity("tutoring", "south"), activity("tutoring", "north")],
                    ..point(120_000.0, 0.047_3, Some(1.8e-8))
                },
                FrontierPoint {
                    grow: vec![activity("check-in", "north")],
                    dropped: vec![activity("tutoring", "south")],
                    ..point(310_000.0, 0.050_7, Some(0.0))
                },
            ],
        },
        Frontier {
            resource: id!(ResourceId, "coaches"),
            unit: "FTE".to_owned(),
            exact: false,
            distance: None,
            points: vec![
                point(0.0, 0.041_2, None),
                FrontierPoint {
                    grow: vec![activity("tutoring", "south")],
                    ..point(2.0, 0.049, None)
                },
            ],
        },
    ]
}

fn marginal() -> Vec<Marginal> {
    let row =
        |(pool, partner, unit): (&str, &str, &str), amount, step, prices: [Option<f64>; 3]| {
            Marginal {
                pool: id!(PoolId, pool),
                partner: id!(PartnerId, partner),
                unit: unit.to_owned(),
                amount,
                price: prices[0],
                step,
                left: prices[1],
                right: prices[2],
                noise: 1e-10,
            }
        };
    vec![
        row(
            ("agency-coaches", "agency", "FTE"),
            6.5,
            0.065,
            [None, None, Some(4.1e-3)],
        ),
        row(
            ("fund-open", "fund", "USD"),
            400_000.0,
            4_000.0,
            [Some(5.1e-8), Some(5.4e-8), Some(4.9e-8)],
        ),
        row(
            ("volunteer-hours", "volunteers", "hours"),
            12_000.0,
            120.0,
            [Some(0.0), Some(3e-12), Some(-2e-12)],
        ),
    ]
}

fn rules() -> Vec<LimitationPrice> {
    let row = |limitation, words: &str, price, indicators| LimitationPrice {
        limitation,
        words: words.to_owned(),
        price,
        noise: 2e-6,
        indicators,
    };
    vec![
        row(
            Limitation::Rule(id!(RuleId, "keep-mentoring")),
            "the rule `keep-mentoring` funds mentoring",
            Some(8e-7),
            Vec::new(),
        ),
        row(
            Limitation::Restrictions(id!(PoolId, "fund-restricted")),
            "the pool `fund-restricted` may be given to books alone",
            Some(0.003_3),
            vec![
                (id!(IndicatorId, "absence"), -1.2),
                (id!(IndicatorId, "g3-reading"), 4.6),
            ],
        ),
        row(
            Limitation::MoveLimit(id!(PoolId, "fund-open")),
            "at most 30% of the pool `fund-open` may be taken",
            None,
            Vec::new(),
        ),
    ]
}

fn refusals() -> Vec<Refusal> {
    vec![
        Refusal {
            partner: id!(PartnerId, "agency"),
            loss: Some(0.011),
            noise: 2e-6,
            stops: vec![activity("tutoring", "south")],
            losers: vec![
                (id!(IndicatorId, "g3-reading"), id!(PlaceId, "south"), 8.8),
                (id!(IndicatorId, "act"), id!(PlaceId, "south"), 1.9),
            ],
        },
        Refusal {
            partner: id!(PartnerId, "fund"),
            loss: None,
            noise: 2e-6,
            stops: Vec::new(),
            losers: Vec::new(),
        },
        Refusal {
            partner: id!(PartnerId, "volunteers"),
            loss: Some(0.0),
            noise: 2e-6,
            stops: Vec::new(),
            losers: Vec::new(),
        },
    ]
}

fn replacement() -> Vec<Replacement> {
    let row = |key: (&str, &str), plan, cost, instead| Replacement {
        activity: activity(key.0, key.1),
        plan,
        cost,
        noise: 2e-6,
        instead,
    };
    vec![
        row(("mentoring", "north"), 400.0, None, Vec::new()),
        row(
            ("tutoring", "north"),
            336.7,
            Some(0.019),
            vec![activity("tutoring", "south"), activity("check-in", "north")],
        ),
        row(("tutoring", "south"), 83.3, Some(0.011), Vec::new()),
    ]
}

/// Every method.
pub(in crate::report) fn sensitivity() -> Sensitivity {
    Sensitivity {
        value: 0.041_2,
        bound: 0.041_200_02,
        all_gaps: 0.98,
        unit: "gap_share",
        figures: figures(),
        interrupted: false,
        montecarlo: Some(montecarlo()),
        holds: Some(moves_hold()),
        tornado: Some(vec![
            swing(1, (0.021, 0.062), (0.019, 0.060), (1, 0)),
            swing(2, (0.045, 0.038), (0.045, 0.036), (0, 2)),
            swing(3, (0.040_9, 0.041_5), (0.040_1, 0.041_2), (0, 0)),
            swing(0, (0.041_2, 0.041_2), (0.041_2, 0.041_2), (0, 0)),
        ]),
        frontier: Some(frontier()),
        marginal: Some(marginal()),
        rules: Some(rules()),
        refusals: Some(refusals()),
        replacement: Some(replacement()),
    }
}
