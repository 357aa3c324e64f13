//! Published problems whose answers any engine must reach; their data and sources are in `data/`.

mod integer;
mod portfolio;
mod sensitivity;

use serde::Deserialize;
use trefoil::domain::{
    Basis, Finite, IndicatorId, Measure, Model, NonNegative, PoolResult, PracticeId,
    Recommendation, ResponseForm, Rule, RuleId, RuleKind, Status, Tables,
};
use trefoil::engine::backend::{Backend, Limits, Outcome, Raw, Reference};
use trefoil::engine::{Lp, LpRow, upper_bound};
use trefoil::{
    app::{recommend, watch::Watch},
    domain,
};

/// One town, one group, values per person: V is the mean over indicators of their gains.
fn blank() -> Tables {
    let (model, _) = Model::new(trefoil::app::generate::sized(1, 1, 0)).unwrap();
    let mut tables = model.tables().clone();
    tables.settings.value.per = domain::ValuePer::Person;
    tables.settings.policy.chords = 1;
    tables.restrictions.clear();
    tables.allocations.clear();
    tables
}

/// Keeps the first row of a table as a pattern and takes the table's rows away.
fn pattern<T: Clone>(rows: &mut Vec<T>) -> T {
    let first = rows[0].clone();
    rows.clear();
    first
}

struct Patterns {
    tables: Tables,
    indicator: domain::Indicator,
    baseline: domain::Baseline,
    resource: domain::Resource,
    practice: domain::Practice,
    need: domain::Need,
    evidence: domain::Evidence,
    activity: domain::Activity,
    pool: domain::Pool,
}

fn amount(value: f64) -> NonNegative {
    NonNegative::new(value).unwrap()
}

fn finite(value: f64) -> Finite {
    Finite::new(value).unwrap()
}

impl Patterns {
    fn new() -> Self {
        let mut tables = blank();
        let indicator = pattern(&mut tables.indicators);
        let baseline = pattern(&mut tables.baselines);
        let resource = pattern(&mut tables.resources);
        let practice = pattern(&mut tables.practices);
        let need = pattern(&mut tables.needs);
        let evidence = pattern(&mut tables.evidence);
        let activity = pattern(&mut tables.activities);
        let pool = pattern(&mut tables.pools);
        Patterns {
            tables,
            indicator,
            baseline,
            resource,
            practice,
            need,
            evidence,
            activity,
            pool,
        }
    }

    /// A count at 0 with a target, and a ceiling where programs overlap.
    fn count(&mut self, id: &str, target: f64, ceiling: Option<f64>) {
        let mut row = self.indicator.clone();
        row.id = IndicatorId::new(id).unwrap();
        row.unit = domain::Unit::Count;
        row.ceiling = ceiling.map(finite);
        let mut baseline = self.baseline.clone();
        baseline.indicator = row.id.clone();
        baseline.baseline = finite(0.0);
        baseline.target = Some(finite(target));
        self.tables.indicators.push(row);
        self.tables.baselines.push(baseline);
    }

    /// A pool of a resource of its own, unrestricted and not allocated.
    fn pool(&mut self, id: &str, held: f64) {
        let mut resource = self.resource.clone();
        resource.id = domain::ResourceId::new(id).unwrap();
        let mut pool = self.pool.clone();
        pool.id = domain::PoolId::new(id).unwrap();
        pool.resource = resource.id.clone();
        pool.amount = amount(held);
        pool.max_moved = None;
        self.tables.resources.push(resource);
        self.tables.pools.push(pool);
    }

    /// A practice whose participants each add `gain` to an indicator, with its needs.
    fn practice(
        &mut self,
        id: &str,
        capacity: f64,
        indicator: &str,
        gain: f64,
        needs: &[(&str, f64)],
    ) {
        let id = PracticeId::new(id).unwrap();
        let mut practice = self.practice.clone();
        practice.id = id.clone();
        practice.response = ResponseForm::Linear;
        practice.response_last = None;
        self.tables.practices.push(practice);
        let mut activity = self.activity.clone();
        activity.practice = id.clone();
        activity.capacity = Some(amount(capacity));
        self.tables.activities.push(activity);
        for &(resource, per_participant) in needs {
            let mut need = self.need.clone();
            need.practice = id.clone();
            need.resource = domain::ResourceId::new(resource).unwrap();
            need.per_participant = amount(per_participant);
            self.tables.needs.push(need);
        }
        let mut evidence = self.evidence.clone();
        evidence.practice = id;
        evidence.measured = domain::Measured::Indicator(IndicatorId::new(indicator).unwrap());
        evidence.effect = finite(gain);
        evidence.effect_unit = domain::EffectUnit::Points;
        evidence.standard_error = None;
        evidence.scheme = Some("as_given".to_owned());
        evidence.rating = None;
        self.tables.evidence.push(evidence);
    }

    fn solve(self) -> Recommendation {
        let (model, _) = Model::new(self.tables).unwrap_or_else(|findings| panic!("{findings}"));
        let outcome =
            recommend::run(&model, recommend::Options::without_draws(), Watch::nobody()).unwrap();
        assert_eq!(outcome.recommendation.status, Status::Optimal);
        outcome.recommendation
    }
}

fn price(result: &Recommendation, pool: &str) -> f64 {
    let row: &PoolResult = result
        .pools
        .iter()
        .find(|row| row.pool.as_str() == pool)
        .unwrap();
    row.marginal_value.unwrap()
}

fn numbers(text: &str) -> Vec<Vec<f64>> {
    text.lines()
        .skip(1)
        .map(|line| line.split(',').map(|cell| cell.parse().unwrap()).collect())
        .collect()
}

/// Maximize Σ u_j (1 − Π_i a_ij^x_ij): with effect −u_j ln a_ij and ceiling u_j the residual response is the
/// objective itself. Published 1735.5696.
#[test]
fn weapons_assignment_reaches_its_published_optimum_through_the_model() {
    let indicators = numbers(include_str!(
        "data/multiplicative-residual-weapons/indicators.csv"
    ));
    let survival = numbers(include_str!(
        "data/multiplicative-residual-weapons/survival.csv"
    ));
    let available = numbers(include_str!(
        "data/multiplicative-residual-weapons/available.csv"
    ));
    let mut model = Patterns::new();
    for row in &available {
        model.pool(&format!("kind-{}", row[0]), row[1]);
    }
    for target in &indicators {
        model.count(&format!("target-{}", target[0]), target[1], Some(target[1]));
        let mut pairs = Vec::new();
        for (kind, row) in survival.iter().enumerate() {
            let survives = row[target[0] as usize];
            if survives < 1.0 {
                let id = format!("pair-{}-{}", row[0], target[0]);
                let gain = -target[1] * survives.ln();
                model.practice(
                    &id,
                    available[kind][1],
                    &format!("target-{}", target[0]),
                    gain,
                    &[(&format!("kind-{}", row[0]), 1.0)],
                );
                pairs.push(PracticeId::new(&id).unwrap());
            }
        }
        if target[2] > 0.0 {
            model.tables.rules.push(Rule {
                id: RuleId::new(&format!("least-{}", target[0])).unwrap(),
                kind: RuleKind::AtLeast {
                    measure: Measure::Participants,
                    limit: finite(target[2]),
                },
                practices: pairs,
                places: Vec::new(),
                groups: Vec::new(),
                partners: Vec::new(),
                provenance: domain::Provenance {
                    basis: Some(Basis::Published),
                    ..Default::default()
                },
            });
        }
    }
    let value = model.solve().value.unwrap();
    let worth = 20.0;
    assert!(
        (value.plan * worth - 1735.5696).abs() < 0.01,
        "{}",
        value.plan * worth
    );
    assert!(value.bound >= value.plan && (value.bound - value.plan) * worth < 0.002);
    assert!(value.bound * worth >= 1735.5695);
}

#[derive(Deserialize)]
struct Program {
    c: Vec<f64>,
    #[serde(rename = "A")]
    a: Vec<Vec<f64>>,
    b: Vec<f64>,
}

/// Nine projects, two periods: published optimum 70.27 with shadow prices .136 and 1.864.
#[test]
fn lorie_savage_reaches_its_published_optimum_and_shadow_prices_through_the_model() {
    let program: Program =
        serde_json::from_str(include_str!("data/capbudget-lorie-savage/model.json")).unwrap();
    let mut model = Patterns::new();
    model.count("npv", 1000.0, None);
    model.pool("period-1", program.b[0]);
    model.pool("period-2", program.b[1]);
    for (project, &npv) in program.c.iter().enumerate() {
        let needs = [
            ("period-1", program.a[0][project]),
            ("period-2", program.a[1][project]),
        ];
        model.practice(&format!("project-{}", project + 1), 1.0, "npv", npv, &needs);
    }
    let result = model.solve();
    let value = result.value.as_ref().unwrap();
    assert!((value.plan - 70.272_727).abs() < 70.3e-6, "{}", value.plan);
    assert!((price(&result, "period-1") - 0.136_364).abs() < 1e-6);
    assert!((price(&result, "period-2") - 1.863_636).abs() < 1e-6);
    let expected = [1.0, 0.0, 1.0, 1.0, 0.0, 0.969_697, 0.045_455, 0.0, 1.0];
    for (row, expected) in result.activities.iter().zip(expected) {
        assert!(
            (row.plan - expected).abs() < 1e-4,
            "{}: {}",
            row.activity,
            row.plan
        );
    }
}

/// max Σ log(α_i + x_i), Σ x = 1: value 0.863046, price 0.75, as tables of chords of log(α + x) − log α.
#[test]
fn water_filling_comes_within_the_error_of_its_chords() {
    const CHORDS: u32 = 200;
    let alphas = [0.8, 1.0, 1.2];
    let mut model = Patterns::new();
    model.count("sum", 1000.0, None);
    model.pool("water", 1.0);
    let mut chord_error: f64 = 0.0;
    for (index, alpha) in alphas.into_iter().enumerate() {
        let id = format!("vessel-{index}");
        model.practice(&id, 1.0, "sum", 1.0, &[("water", 1.0)]);
        let practice = model.tables.practices.last_mut().unwrap();
        practice.response = ResponseForm::Table;
        let practice = practice.id.clone();
        for point in 1..=CHORDS {
            let x = f64::from(point) / f64::from(CHORDS);
            model.tables.responses.push(domain::ResponsePoint {
                practice: practice.clone(),
                place: None,
                participants: amount(x),
                effective_participants: amount(f64::ln_1p(x / alpha)),
                provenance: domain::Provenance::default(),
            });
        }
        // A chord of width w stays within w² max|f″| / 8 of a concave curve.
        chord_error += (1.0 / f64::from(CHORDS)).powi(2) / (8.0 * alpha * alpha);
    }
    let result = model.solve();
    let found = result.value.as_ref().unwrap().plan
        + alphas.iter().map(|alpha: &f64| alpha.ln()).sum::<f64>();
    let exact = 0.863_046_217_355_342_6;
    assert!(
        found <= exact + 1e-9 && found >= exact - chord_error - 1e-6,
        "{found}"
    );
    assert!((price(&result, "water") - 0.75).abs() < 0.005);
    for (row, expected) in result
        .activities
        .iter()
        .zip([0.533_333, 0.333_333, 0.133_333])
    {
        assert!(
            (row.plan - expected).abs() < 1.5 / f64::from(CHORDS),
            "{}: {}",
            row.activity,
            row.plan
        );
    }
}

/// A program with rows that are at most, and columns from 0 to far away.
fn at_most(program: &Program) -> Lp {
    let mut lp = Lp::new();
    for &cost in &program.c {
        lp.add_column(cost, 0.0, 1e6);
    }
    for (row, &upper) in program.a.iter().zip(&program.b) {
        let entries = row.iter().copied().enumerate().collect();
        lp.add_row(LpRow {
            lower: f64::NEG_INFINITY,
            upper,
            entries,
        });
    }
    lp
}

#[test]
fn both_backends_give_the_textbook_shadow_prices() {
    let cases = [
        (
            include_str!("data/lp-ranging-a/wyndor.json"),
            36.0,
            vec![2.0, 6.0],
            vec![0.0, 1.5, 1.0],
        ),
        (
            include_str!("data/lp-ranging-a/dakota.json"),
            280.0,
            vec![2.0, 0.0, 8.0],
            vec![0.0, 10.0, 10.0],
        ),
    ];
    for (text, objective, point, prices) in cases {
        let lp = at_most(&serde_json::from_str(text).unwrap());
        for backend in [&Raw as &dyn Backend, &Reference] {
            let solution = backend.start(&lp, Limits::default()).solve();
            assert_eq!(solution.outcome, Outcome::Optimal);
            let (values, duals) = (solution.values.unwrap(), solution.duals.unwrap());
            assert!((lp.objective(&values) - objective).abs() < 1e-6);
            assert!(
                values
                    .iter()
                    .zip(&point)
                    .all(|(found, expected)| (found - expected).abs() < 1e-6)
            );
            assert!(
                duals
                    .iter()
                    .zip(&prices)
                    .all(|(found, expected)| (found - expected).abs() < 1e-6),
                "{duals:?}"
            );
            let bound = upper_bound(&lp, &duals);
            assert!(bound >= objective - 1e-9 && bound < objective + 1e-6);
        }
    }
}

/// Rows, columns and entries of a small fixed-form MPS file, turned from minimizing to maximizing.
fn read_mps(text: &str) -> (Lp, Vec<String>, Vec<String>) {
    let (mut rows, mut columns): (Vec<(String, char)>, Vec<String>) = (Vec::new(), Vec::new());
    let mut entries: Vec<Vec<(usize, f64)>> = Vec::new();
    let mut sides: Vec<f64> = Vec::new();
    let mut costs: Vec<f64> = Vec::new();
    let mut section = "";
    for line in text.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        if !line.starts_with(' ') {
            section = words.first().copied().unwrap_or_default();
            continue;
        }
        match section {
            "ROWS" if words[0] != "N" => {
                rows.push((words[1].to_owned(), words[0].chars().next().unwrap()));
                entries.push(Vec::new());
                sides.push(0.0);
            }
            "COLUMNS" => {
                if columns.last().is_none_or(|last| last != words[0]) {
                    columns.push(words[0].to_owned());
                    costs.push(0.0);
                }
                for pair in words[1..].chunks(2) {
                    let value: f64 = pair[1].parse().unwrap();
                    match rows.iter().position(|(name, _)| name == pair[0]) {
                        Some(row) => entries[row].push((columns.len() - 1, value)),
                        None => costs[columns.len() - 1] = -value,
                    }
                }
            }
            "RHS" => {
                for pair in words[1..].chunks(2) {
                    let row = rows.iter().position(|(name, _)| name == pair[0]).unwrap();
                    sides[row] = pair[1].parse().unwrap();
                }
            }
            _ => {}
        }
    }
    let mut lp = Lp::new();
    for cost in costs {
        // No column of afiro exceeds 500 at any vertex; a safe bound from duals needs some bound on each.
        lp.add_column(cost, 0.0, 1e4);
    }
    for ((_, kind), (entries, side)) in rows.iter().zip(entries.into_iter().zip(sides)) {
        let lower = if *kind == 'E' {
            side
        } else {
            f64::NEG_INFINITY
        };
        lp.add_row(LpRow {
            lower,
            upper: side,
            entries,
        });
    }
    (
        lp,
        rows.into_iter().map(|(name, _)| name).collect(),
        columns,
    )
}

#[test]
fn afiro_is_certified_without_a_solver() {
    let (lp, rows, columns) = read_mps(include_str!("data/certify-afiro/afiro.mps"));
    assert_eq!((lp.rows(), lp.columns()), (27, 32));
    let table = include_str!("data/certify-afiro/candidates.csv");
    let candidate = |position: usize| -> Vec<f64> {
        let find = |column: &String| {
            let line = table
                .lines()
                .find(|line| line.split(',').next() == Some(column))
                .unwrap();
            line.split(',').nth(position).unwrap().parse().unwrap()
        };
        columns.iter().map(find).collect()
    };
    let (optimal, worse, broken) = (candidate(1), candidate(2), candidate(3));
    assert!((-lp.objective(&optimal) + 464.753_142_857_142_9).abs() < 1e-6);
    assert!(lp.largest_violation(&optimal) < 1e-9);
    assert!(lp.objective(&worse).abs() < 1e-6 && lp.largest_violation(&worse) < 1e-9);
    assert!((lp.largest_violation(&broken) - 5.0).abs() < 5e-6);

    let duals: Vec<f64> = rows
        .iter()
        .map(|row| {
            let text = include_str!("data/certify-afiro/row_duals.csv");
            let line = text
                .lines()
                .find(|line| line.split(',').next() == Some(row))
                .unwrap();
            -line.split(',').nth(1).unwrap().parse::<f64>().unwrap()
        })
        .collect();
    let bound = upper_bound(&lp, &duals);
    let exact = 464.753_142_857_142_8;
    assert!(
        bound >= exact - 1e-12 * exact && bound - exact < 1e-9 * exact,
        "{bound}"
    );
}
