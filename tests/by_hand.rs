//! The models that are solved by hand in their READMEs, against the engine.

use std::path::PathBuf;

use trefoil::app::recommend::{Options, run};
use trefoil::app::watch::Watch;
use trefoil::domain::{PoolId, Recommendation, Status};
use trefoil::io::{LoadOptions, load};

fn recommend(model: &str, scenario: Option<&str>) -> Recommendation {
    let options = LoadOptions {
        scenarios: scenario.map(PathBuf::from).into_iter().collect(),
        sets: Vec::new(),
    };
    let loaded = load(model, &options).unwrap_or_else(|findings| panic!("{findings}"));
    let outcome = run(&loaded.model, Options::without_draws(), Watch::nobody()).unwrap();
    outcome.recommendation
}

/// The plan of least moves may give up half a millionth of the value.
fn close(value: f64, expected: f64) {
    assert!(
        (value - expected).abs() <= 1e-5 * expected.abs().max(1e-3),
        "{value} is not {expected}"
    );
}

#[test]
fn minimal_is_worth_what_its_readme_computes() {
    let plan = recommend("minimal", None);
    assert_eq!(plan.status, Status::Optimal);
    let value = plan.value.unwrap();
    assert_eq!(value.today, 0.0);
    close(value.plan, 0.1);
    let participants = |practice: &str| {
        let activity = plan
            .activities
            .iter()
            .find(|a| a.activity.practice.as_str() == practice)
            .unwrap();
        (activity.today, activity.plan)
    };
    for (practice, today, planned) in [
        ("afterschool", 200.0, 125.0),
        ("books", 0.0, 250.0),
        ("tutoring", 40.0, 50.0),
    ] {
        close(participants(practice).0, today);
        close(participants(practice).1, planned);
    }
    let moved = |to: &str, pool: &str| -> f64 {
        let to =
            |m: &&trefoil::domain::Move| m.to.as_ref().is_some_and(|id| id.practice.as_str() == to);
        plan.moves
            .iter()
            .filter(to)
            .filter(|m| m.pool.as_str() == pool)
            .map(|m| m.amount)
            .sum()
    };
    close(moved("books", "grant"), 25_000.0);
    close(moved("tutoring", "grant"), 5_000.0);
    close(moved("tutoring", "volunteers"), 200.0);
    assert_eq!(plan.moves.len(), 3);
    let pool = |id: &str| {
        plan.pools
            .iter()
            .find(|pool| Some(&pool.pool) == PoolId::new(id).as_ref())
            .unwrap()
    };
    close(pool("grant").marginal_value.unwrap(), 0.000_005);
    close(pool("grant").marginal_value_of_moving.unwrap(), 0.000_002_5);
    close(pool("volunteers").marginal_value.unwrap(), 0.000_125);
    close(plan.cells[0].gain, 4.0);
    close(plan.cells[0].expected, 51.0);
}

#[test]
fn the_scenarios_of_minimal_are_worth_what_its_readme_computes() {
    close(
        recommend("minimal", Some("more-volunteers"))
            .value
            .unwrap()
            .plan,
        0.175,
    );
    close(
        recommend("minimal", Some("restricted-gift"))
            .value
            .unwrap()
            .plan,
        0.225,
    );
}

#[test]
fn impossible_is_impossible_for_the_three_reasons_of_its_readme() {
    let plan = recommend("impossible", None);
    assert_eq!(plan.status, Status::Infeasible);
    let mut rules: Vec<String> = plan
        .infeasibility
        .unwrap()
        .clashes
        .iter()
        .filter_map(|clash| clash.rule.as_ref().map(ToString::to_string))
        .collect();
    rules.sort();
    assert_eq!(rules, ["few-books", "more-readers", "tutors-as-today"]);
    for rule in rules {
        let options = LoadOptions {
            scenarios: Vec::new(),
            sets: Vec::new(),
        };
        let loaded = load("impossible", &options).unwrap();
        let model = loaded
            .model
            .with(|tables| tables.rules.retain(|row| row.id.as_str() != rule))
            .unwrap();
        let outcome = run(&model, Options::without_draws(), Watch::nobody()).unwrap();
        assert_eq!(
            outcome.recommendation.status,
            Status::Optimal,
            "without {rule}"
        );
    }
}
