//! Published problems that take integers.

use serde::Deserialize;
use trefoil::domain;
use trefoil::domain::{PracticeId, Recommendation, ResponseForm, Status};
use trefoil::engine::backend::{Backend, Limits, Outcome, Raw, Reference};
use trefoil::engine::{Lp, LpRow};

use super::{Patterns, Program, amount};

/// A search to the end: gap 0, and nodes enough.
fn to_the_end(model: &mut Patterns) {
    model.tables.settings.policy.integer_gap = 0.0;
    model.tables.settings.policy.nodes = 1_000_000;
}

/// Lets a practice run whole or not at all.
fn all_or_nothing(model: &mut Patterns) {
    let activity = model.tables.activities.last_mut().unwrap();
    activity.min_scale = activity.capacity;
}

/// The value, after checks that every result with integers must pass: proved, to a gap of nothing but rounding,
/// and no shadow price of anything.
#[track_caller]
fn proved(result: &Recommendation) -> f64 {
    assert_eq!(result.status, Status::Optimal);
    let value = result.value.as_ref().unwrap();
    assert!(
        value.bound >= value.plan,
        "{} < {}",
        value.bound,
        value.plan
    );
    assert!(value.gap < 1e-9, "a gap of {:e}", value.gap);
    let took = result.certificate.as_ref().unwrap().integers.unwrap();
    assert!(took.integers > 0);
    assert!(
        result
            .pools
            .iter()
            .all(|pool| pool.marginal_value.is_none())
    );
    value.plan
}

/// Nine projects, each whole or not at all: published optimum 70, of projects 1, 3, 4, 6 and 9.
#[test]
fn lorie_savage_with_whole_projects_reaches_its_published_optimum() {
    let program: Program =
        serde_json::from_str(include_str!("data/capbudget-lorie-savage/model.json")).unwrap();
    let mut model = knapsack(&program.c, &program.a, &program.b);
    to_the_end(&mut model);
    let result = model.solve();
    assert!((proved(&result) - 70.0).abs() < 1e-6);
    let whole: Vec<bool> = result.activities.iter().map(|row| row.plan > 0.5).collect();
    let expected = [1, 3, 4, 6, 9];
    for (project, chosen) in whole.iter().enumerate() {
        assert_eq!(
            *chosen,
            expected.contains(&(project + 1)),
            "project {}",
            project + 1
        );
    }
    // A unit more of the first period is worth something by solving again, and says so.
    assert!(result.pools.iter().all(|pool| pool.resolved.is_some()));
}

/// Items as practices, each for one participant or none; limits as pools that nothing is allocated of.
fn knapsack(profits: &[f64], rows: &[Vec<f64>], limits: &[f64]) -> Patterns {
    let mut model = Patterns::new();
    model.count("profit", 1e6, None);
    let names: Vec<String> = (1..=limits.len())
        .map(|row| format!("limit-{row:02}"))
        .collect();
    for (name, &limit) in names.iter().zip(limits) {
        model.pool(name, limit);
    }
    for (item, &profit) in profits.iter().enumerate() {
        let each = names
            .iter()
            .zip(rows)
            .map(|(name, row)| (name.as_str(), row[item]));
        let needs: Vec<(&str, f64)> = each.filter(|&(_, need)| need > 0.0).collect();
        model.practice(
            &format!("item-{:03}", item + 1),
            1.0,
            "profit",
            profit,
            &needs,
        );
        all_or_nothing(&mut model);
    }
    model
}

/// Instances in the format of OR-Library: n, m and the optimum, then profits, rows and limits.
fn instances(text: &str) -> Vec<(f64, Patterns)> {
    let mut numbers = text
        .split_whitespace()
        .map(|word| word.parse::<f64>().unwrap());
    let mut next = move || numbers.next().unwrap();
    let count = next() as usize;
    (0..count)
        .map(|_| {
            let (items, rows, optimum) = (next() as usize, next() as usize, next());
            let mut take = |count: usize| -> Vec<f64> { (0..count).map(|_| next()).collect() };
            let profits = take(items);
            let coefficients: Vec<Vec<f64>> = (0..rows).map(|_| take(items)).collect();
            let limits = take(rows);
            (optimum, knapsack(&profits, &coefficients, &limits))
        })
        .collect()
}

#[test]
fn the_classic_knapsacks_reach_their_published_optima_with_proof() {
    let texts = [
        include_str!("data/mkp-classic-a/petersen.txt"),
        include_str!("data/mkp-classic-a/mknap2-1.txt"),
        include_str!("data/mkp-classic-a/mknap2-20.txt"),
    ];
    let mut solved = 0;
    for (optimum, mut model) in texts.into_iter().flat_map(instances) {
        to_the_end(&mut model);
        let found = proved(&model.solve());
        assert!((found - optimum).abs() < 0.001, "{found} for {optimum}");
        solved += 1;
    }
    assert_eq!(solved, 6);
}

#[derive(Deserialize)]
struct Curves {
    breakpoints: Vec<Vec<(f64, f64)>>,
    budgets: Vec<f64>,
}

/// Four curves that start slowly, rise steeply and flatten: the best of each budget, where the straight lines
/// over the curves would promise more (29.8 for 29.6 at 60).
#[test]
fn s_shaped_curves_reach_what_dynamic_programming_found() {
    let curves: Curves =
        serde_json::from_str(include_str!("data/pwl-s-shaped-a/curves.json")).unwrap();
    let expected = [16.0, 29.6, 47.6, 66.705_882_352_941];
    for (&budget, expected) in curves.budgets.iter().zip(expected) {
        let mut model = Patterns::new();
        model.count("value", 1e3, None);
        model.pool("budget", budget);
        for (index, points) in curves.breakpoints.iter().enumerate() {
            let id = format!("curve-{index}");
            let end = points[points.len() - 1].0;
            model.practice(&id, end, "value", 1.0, &[("budget", 1.0)]);
            model.tables.practices.last_mut().unwrap().response = ResponseForm::Table;
            for &(participants, effective) in &points[1..] {
                model.tables.responses.push(domain::ResponsePoint {
                    practice: PracticeId::new(&id).unwrap(),
                    place: None,
                    participants: amount(participants),
                    effective_participants: amount(effective),
                    provenance: domain::Provenance::default(),
                });
            }
        }
        to_the_end(&mut model);
        let result = model.solve();
        let found = result.value.as_ref().unwrap();
        assert_eq!(result.status, Status::Optimal);
        assert!(
            (found.plan - expected).abs() < 1e-6 * expected,
            "{} for {expected}",
            found.plan
        );
        assert!(found.bound >= expected - 1e-9);
        let spent: f64 = result.activities.iter().map(|row| row.plan).sum();
        assert!(spent <= budget * (1.0 + 1e-9));
    }
}

#[derive(Deserialize)]
struct Semicontinuous {
    c: Vec<f64>,
    rows: Vec<Row>,
    lb: Vec<f64>,
    semicontinuous: Vec<Off>,
}

#[derive(Deserialize)]
struct Row {
    a: Vec<f64>,
    lo: Option<f64>,
    up: Option<f64>,
}

#[derive(Deserialize)]
struct Off {
    var: usize,
    min_if_on: f64,
}

/// No column of these programs exceeds it at an optimum: x1 + x2 ≤ 5, and x3 and x4 only cost.
const FAR: f64 = 10.0;

impl Semicontinuous {
    /// "Off, or at least so much" as a choice of 0 or 1; always on where `may_be_off` is false.
    fn program(&self, may_be_off: bool) -> Lp {
        let mut lp = Lp::new();
        for (&cost, &lower) in self.c.iter().zip(&self.lb) {
            lp.add_column(cost, lower, FAR);
        }
        for row in &self.rows {
            lp.add_row(LpRow {
                lower: row.lo.unwrap_or(f64::NEG_INFINITY),
                upper: row.up.unwrap_or(f64::INFINITY),
                entries: row.a.iter().copied().enumerate().collect(),
            });
        }
        for off in &self.semicontinuous {
            let least = if may_be_off { 0.0 } else { 1.0 };
            let on = lp.add_column(0.0, least, 1.0);
            lp.integers.push(on);
            lp.add_row(LpRow {
                lower: 0.0,
                upper: f64::INFINITY,
                entries: vec![(off.var, 1.0), (on, -off.min_if_on)],
            });
            lp.add_row(LpRow {
                lower: f64::NEG_INFINITY,
                upper: 0.0,
                entries: vec![(off.var, 1.0), (on, -FAR)],
            });
        }
        lp
    }
}

#[test]
fn both_backends_turn_a_semicontinuous_column_off_or_on_as_published() {
    let cheap = include_str!("data/semicontinuous-a/c3_-0.1.json");
    let dear = include_str!("data/semicontinuous-a/c3_-4.json");
    let cases = [
        (cheap, true, 8.223_333_333),
        (dear, true, 6.833_333_333),
        (dear, false, 3.933_333_333),
    ];
    for (text, may_be_off, expected) in cases {
        let case: Semicontinuous = serde_json::from_str(text).unwrap();
        let lp = case.program(may_be_off);
        for backend in [&Raw as &dyn Backend, &Reference] {
            let solution = backend.start(&lp, Limits::default()).solve();
            assert_eq!(solution.outcome, Outcome::Optimal, "{}", backend.name());
            let values = solution.values.unwrap();
            assert!((lp.objective(&values) - expected).abs() < 1e-5);
            assert!(lp.largest_violation(&values) < 1e-8);
            let bound = solution.tree.unwrap().bound;
            assert!(
                bound >= expected - 1e-8 && bound < expected + 1e-5,
                "a bound of {bound}"
            );
            assert!(solution.duals.is_none());
        }
    }
}
