//! Published problems of sensitivity: frontiers, swings, near-optimal ranges and what it is worth to know.

use std::collections::BTreeMap;

use ndarray::Array2;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use trefoil::analysis::{
    FrontierSettings, Tangent, frontier, largest_first, minimax_regret, perfect_information,
    sampled_evpi, tornado,
};
use trefoil::engine::backend::{Backend, Limits, Outcome, Raw, Reference, Solution};
use trefoil::engine::{Lp, LpRow, near_optimal_ranges};

use super::{Program, at_most, numbers, read_mps};

#[derive(Deserialize)]
struct Answers {
    expected: Vec<Answer>,
}

#[derive(Deserialize)]
struct Answer {
    id: String,
    verified: serde_json::Value,
    tol_abs: Option<f64>,
    tol_rel: Option<f64>,
}

/// An answer that was verified, of whatever form, and its tolerance, absolute or relative.
#[track_caller]
fn answer<T: DeserializeOwned>(text: &str, id: &str) -> (T, f64) {
    let answers: Answers = serde_json::from_str(text).unwrap();
    let mut found = answers.expected.into_iter().filter(|row| row.id == id);
    let row = found.next().unwrap();
    let tolerance = row.tol_abs.or(row.tol_rel).unwrap_or(0.0);
    (serde_json::from_value(row.verified).unwrap(), tolerance)
}

#[track_caller]
fn check(found: f64, (expected, tolerance): (f64, f64)) {
    let apart = (found - expected).abs();
    assert!(apart <= tolerance, "{found} for {expected} ± {tolerance}");
}

/// An optimum, its point and its prices.
fn optimum(lp: &Lp) -> Result<(f64, Vec<f64>, Vec<f64>), Outcome> {
    match Raw.start(lp, Limits::default()).solve() {
        Solution {
            outcome: Outcome::Optimal,
            values: Some(values),
            duals: Some(duals),
            ..
        } => Ok((lp.objective(&values), values, duals)),
        other => Err(other.outcome),
    }
}

const LORIE_SAVAGE: &str = include_str!("data/capbudget-lorie-savage/expected.json");

/// Nine projects that may be run in part, at most whole, under the limits of two periods.
fn lorie_savage() -> Lp {
    let program: Program =
        serde_json::from_str(include_str!("data/capbudget-lorie-savage/model.json")).unwrap();
    let mut lp = at_most(&program);
    lp.column_upper.fill(1.0);
    lp
}

#[test]
fn the_frontier_of_lorie_savage_has_every_published_breakpoint_and_no_other() {
    let lp = lorie_savage();
    let mut solved = 0;
    let found = frontier(0.0, 250.0, FrontierSettings::default(), |limit| {
        solved += 1;
        let mut lp = lp.clone();
        lp.row_upper[0] = limit;
        let (value, _, prices) = optimum(&lp)?;
        let slope = prices[0];
        Ok::<_, Outcome>(Tangent { value, slope })
    })
    .unwrap();
    let table = numbers(include_str!("data/capbudget-lorie-savage/frontier_b1.csv"));
    let (listed, tolerance): (Vec<(f64, f64)>, f64) = answer(LORIE_SAVAGE, "frontier");
    assert_eq!(found.breakpoints.len(), table.len());
    assert_eq!(found.breakpoints.len(), listed.len());
    for ((found, row), listed) in found.breakpoints.iter().zip(&table).zip(&listed) {
        check(found.at, (row[0], tolerance));
        check(found.value, (row[1], tolerance));
        check(found.at, (listed.0, tolerance));
        check(found.value, (listed.1, tolerance));
    }
    for pair in found.breakpoints.windows(2) {
        assert_eq!(pair[0].right, pair[1].left);
        assert!(
            pair[0]
                .left
                .is_none_or(|left| left > pair[0].right.unwrap())
        );
    }
    assert!(found.distance < 1e-7 && found.above_tangents < 1e-7);
    assert_eq!(found.evaluations, solved);
    // Ten pieces: at most one question for each, each bend between them, and each slope a bend may hide.
    assert!(solved <= 30, "{solved} programs");
    // At the limit of the problem itself the piece has the published shadow price.
    let (prices, tolerance): (Vec<f64>, f64) = answer(LORIE_SAVAGE, "duals");
    let behind = found.breakpoints.iter().find(|point| point.at > 50.0);
    check(behind.unwrap().left.unwrap(), (prices[0], tolerance));
    check(found.value_at(50.0).unwrap(), answer(LORIE_SAVAGE, "lp"));
}

#[test]
fn the_tornado_of_lorie_savage_is_that_of_its_nine_projects() {
    let lp = lorie_savage();
    let worth = |costs: &[f64]| {
        let mut lp = lp.clone();
        lp.costs = costs.to_vec();
        optimum(&lp).unwrap().0
    };
    let ranges: Vec<(f64, f64)> = lp.costs.iter().map(|npv| (0.8 * npv, 1.2 * npv)).collect();
    let swings = tornado(&lp.costs, &ranges, worth);
    let (expected, tolerance): (Vec<(f64, f64)>, f64) = answer(LORIE_SAVAGE, "tornado");
    assert_eq!(swings.len(), expected.len());
    for (swing, expected) in swings.iter().zip(&expected) {
        check(swing.low, (expected.0, tolerance));
        check(swing.high, (expected.1, tolerance));
    }
    let order = largest_first(&swings, |value| *value);
    let sizes: Vec<f64> = order
        .iter()
        .map(|&at| expected[at].1 - expected[at].0)
        .collect();
    assert!(sizes.windows(2).all(|pair| pair[0] >= pair[1] - tolerance));
    assert_eq!(order[0], 2, "the third project");
}

#[test]
fn the_near_optimal_ranges_of_afiro_are_those_of_independent_runs() {
    const ANSWERS: &str = include_str!("data/near-optimal-ranges-afiro/expected.json");
    let (mut lp, _, names) = read_mps(include_str!("data/certify-afiro/afiro.mps"));
    // The model itself has no such bounds.
    lp.column_upper.fill(f64::INFINITY);
    let columns: Vec<usize> = (0..lp.columns()).collect();
    let table = include_str!("data/near-optimal-ranges-afiro/ranges_reference.csv");
    let (total, tolerance): (f64, f64) = answer(ANSWERS, "ranges");
    for backend in [&Raw as &dyn Backend, &Reference] {
        let found = near_optimal_ranges(&lp, backend, Limits::default(), 0.05, &columns).unwrap();
        let (optimum, close): (f64, f64) = answer(ANSWERS, "z");
        check(-found.optimum, (optimum, close * optimum.abs()));
        let mut sum = 0.0;
        for ((name, range), line) in names.iter().zip(&found.ranges).zip(table.lines().skip(1)) {
            let cells: Vec<&str> = line.split(',').collect();
            assert_eq!(cells[0], name);
            for (found, expected) in [range.0, range.1].into_iter().zip(&cells[1..]) {
                let expected: f64 = expected.parse().unwrap();
                check(found, (expected, tolerance * expected.abs().max(1.0)));
            }
            sum += range.1 - range.0;
        }
        assert_eq!((names.len(), table.lines().count()), (32, 33));
        check(sum, (total, tolerance * total));
    }
}

#[derive(Deserialize)]
struct Decision {
    actions: Vec<String>,
    payoff: Vec<Vec<f64>>,
    prior: Vec<f64>,
}

#[test]
fn thompson_lumber_builds_the_small_plant_and_would_pay_sixty_thousand_to_know() {
    const ANSWERS: &str = include_str!("data/decision-thompson/expected.json");
    let case: Decision =
        serde_json::from_str(include_str!("data/decision-thompson/model.json")).unwrap();
    let shape = (case.actions.len(), case.prior.len());
    let payoff = Array2::from_shape_vec(shape, case.payoff.concat()).unwrap();
    let found = perfect_information(&payoff, &case.prior).unwrap();
    assert_eq!(case.actions[found.best_action], "small plant");
    // The published answers are exact.
    check(found.value, answer(ANSWERS, "EMV"));
    check(found.evpi, answer(ANSWERS, "EVPI"));
    check(found.with_perfect_information, (100_000.0, 0.0));
    let (action, regret) = minimax_regret(&payoff).unwrap();
    assert_eq!(case.actions[action], "small plant");
    check(regret, answer(ANSWERS, "minimax-regret"));
}

#[derive(Deserialize)]
struct Farm {
    land: f64,
    plant_cost: BTreeMap<String, f64>,
    sell: BTreeMap<String, f64>,
    quota: f64,
    buy: BTreeMap<String, f64>,
    need: BTreeMap<String, f64>,
    scenarios: BTreeMap<String, Scenario>,
}

#[derive(Deserialize, Clone, Copy)]
struct Scenario {
    p: f64,
    wheat: f64,
    corn: f64,
    sugar: f64,
}

impl Scenario {
    fn crop(&self, crop: &str) -> f64 {
        match crop {
            "wheat" => self.wheat,
            "corn" => self.corn,
            _ => self.sugar,
        }
    }
}

const CROPS: [&str; 3] = ["wheat", "corn", "sugar"];

impl Farm {
    /// Acres of each crop, chosen once, and for each scenario what is sold and bought; the mean of the profit.
    fn program(&self, scenarios: &[Scenario]) -> Lp {
        let mut lp = Lp::new();
        for crop in CROPS {
            lp.add_column(-self.plant_cost[crop], 0.0, f64::INFINITY);
        }
        lp.add_row(LpRow {
            lower: f64::NEG_INFINITY,
            upper: self.land,
            entries: vec![(0, 1.0), (1, 1.0), (2, 1.0)],
        });
        for scenario in scenarios {
            for (acres, crop) in CROPS.into_iter().enumerate() {
                let harvest = (acres, scenario.crop(crop));
                let (lower, entries) = if crop == "sugar" {
                    let within = scenario.p * self.sell["sugar_quota"];
                    let beyond = scenario.p * self.sell["sugar_excess"];
                    let within = lp.add_column(within, 0.0, self.quota);
                    let beyond = lp.add_column(beyond, 0.0, f64::INFINITY);
                    (0.0, vec![harvest, (within, -1.0), (beyond, -1.0)])
                } else {
                    let sold = lp.add_column(scenario.p * self.sell[crop], 0.0, f64::INFINITY);
                    let bought = lp.add_column(-scenario.p * self.buy[crop], 0.0, f64::INFINITY);
                    (self.need[crop], vec![harvest, (sold, -1.0), (bought, 1.0)])
                };
                lp.add_row(LpRow {
                    lower,
                    upper: f64::INFINITY,
                    entries,
                });
            }
        }
        lp
    }

    /// Profit of given acres in one scenario alone.
    fn profit(&self, scenario: Scenario, acres: &[f64]) -> f64 {
        let mut lp = self.program(&[Scenario { p: 1.0, ..scenario }]);
        lp.column_lower[..3].copy_from_slice(&acres[..3]);
        lp.column_upper[..3].copy_from_slice(&acres[..3]);
        optimum(&lp).unwrap().0
    }
}

#[test]
fn the_farmer_plants_as_published_and_would_pay_as_much_to_know_the_weather() {
    const ANSWERS: &str = include_str!("data/stochastic-farmer/expected.json");
    let farm: Farm =
        serde_json::from_str(include_str!("data/stochastic-farmer/model.json")).unwrap();
    let scenarios: Vec<Scenario> = farm.scenarios.values().copied().collect();
    let mean = |of: &dyn Fn(&Scenario) -> f64| -> f64 {
        scenarios
            .iter()
            .map(|scenario| scenario.p * of(scenario))
            .sum()
    };
    let lp = farm.program(&scenarios);
    assert_eq!(lp.columns(), 3 + 18);
    let (here_and_now, plan, _) = optimum(&lp).unwrap();
    check(here_and_now, answer(ANSWERS, "RP"));
    let (acres, tolerance): (Vec<f64>, f64) = answer(ANSWERS, "x");
    for (found, expected) in plan.iter().zip(&acres) {
        check(*found, (*expected, tolerance));
    }

    let average = Scenario {
        p: 1.0,
        wheat: mean(&|scenario| scenario.wheat),
        corn: mean(&|scenario| scenario.corn),
        sugar: mean(&|scenario| scenario.sugar),
    };
    let (with_mean_yields, plan_for_mean, _) = optimum(&farm.program(&[average])).unwrap();
    check(with_mean_yields, answer(ANSWERS, "EV"));
    let of_plan_for_mean = mean(&|&scenario| farm.profit(scenario, &plan_for_mean));
    check(here_and_now - of_plan_for_mean, answer(ANSWERS, "VSS"));

    let alone = |&scenario: &Scenario| {
        let lp = farm.program(&[Scenario { p: 1.0, ..scenario }]);
        optimum(&lp).unwrap().0
    };
    check(mean(&alone), answer(ANSWERS, "WS"));
    // The scenarios are equally likely, so that they are draws.
    let optima: Vec<f64> = scenarios.iter().map(alone).collect();
    let profits: Vec<f64> = scenarios
        .iter()
        .map(|&scenario| farm.profit(scenario, &plan))
        .collect();
    let found = sampled_evpi(&optima, &profits).unwrap();
    check(found.evpi, answer(ANSWERS, "EVPI"));
}
