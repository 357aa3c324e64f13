//! Published problems of choosing under limits.

use std::time::Instant;

use serde::Deserialize;
use trefoil::engine::backend::Raw;
use trefoil::engine::{Choice, ChoiceSettings, Item, Portfolio, Proof, choose, frontier};

use super::Program;

const TO_THE_END: ChoiceSettings<'_> = ChoiceSettings {
    backend: &Raw,
    gap: 0.0,
    nodes: 50_000_000,
};

/// What a case expects, by its id.
#[derive(Deserialize)]
struct Expected {
    expected: Vec<Figure>,
}

#[derive(Deserialize)]
struct Figure {
    id: String,
    verified: serde_json::Value,
    tol_abs: Option<f64>,
    tol_rel: Option<f64>,
}

fn expected(text: &str) -> impl Fn(&str) -> Figure {
    let text = text.to_owned();
    move |id| {
        let all: Expected = serde_json::from_str(&text).unwrap();
        all.expected
            .into_iter()
            .find(|figure| figure.id == id)
            .unwrap()
    }
}

impl Figure {
    #[track_caller]
    fn check(&self, found: f64) {
        let value = self.verified.as_f64().unwrap();
        let tolerance = self
            .tol_abs
            .unwrap_or(0.0)
            .max(self.tol_rel.unwrap_or(0.0) * value.abs());
        assert!(
            (found - value).abs() <= tolerance,
            "{}: {found} for {value}",
            self.id
        );
    }
}

fn choice(profits: &[f64], rows: &[Vec<f64>], limits: &[f64], whole: bool) -> Choice {
    let items = profits.iter().enumerate().map(|(item, &value)| Item {
        value,
        uses: rows.iter().map(|row| row[item]).enumerate().collect(),
        whole,
    });
    Choice {
        items: items.collect(),
        limits: limits.to_vec(),
        ..Choice::default()
    }
}

/// The same with every item in parts.
fn parted(choice: &Choice) -> Choice {
    let mut parted = choice.clone();
    for item in &mut parted.items {
        item.whole = false;
    }
    parted
}

/// Instances in the format of OR-Library: n, m and the optimum, then profits, rows and limits.
fn instances(text: &str) -> Vec<Choice> {
    let mut numbers = text
        .split_whitespace()
        .map(|word| word.parse::<f64>().unwrap());
    let mut next = move || numbers.next().unwrap();
    let count = next() as usize;
    (0..count)
        .map(|_| {
            let (items, rows, _) = (next() as usize, next() as usize, next());
            let mut take = |count: usize| -> Vec<f64> { (0..count).map(|_| next()).collect() };
            let profits = take(items);
            let coefficients: Vec<Vec<f64>> = (0..rows).map(|_| take(items)).collect();
            choice(&profits, &coefficients, &take(rows), true)
        })
        .collect()
}

/// The value, proved.
#[track_caller]
fn proved(choice: &Choice) -> Portfolio {
    let found = choose(choice, TO_THE_END).unwrap();
    assert_eq!(found.proof, Proof::Optimal);
    assert!(found.gap == 0.0 && found.bound == found.value);
    found
}

#[test]
fn the_classic_knapsacks_are_chosen_at_their_published_optima_with_proof() {
    let expected = expected(include_str!("data/mkp-classic-a/expected.json"));
    let petersen = instances(include_str!("data/mkp-classic-a/petersen.txt"));
    assert_eq!(petersen.len(), 4);
    for (index, choice) in petersen.iter().enumerate() {
        expected(&format!("petersen-{}", index + 1)).check(proved(choice).value);
    }
    for (id, text) in [
        ("mknap2-1", include_str!("data/mkp-classic-a/mknap2-1.txt")),
        (
            "mknap2-20",
            include_str!("data/mkp-classic-a/mknap2-20.txt"),
        ),
    ] {
        expected(id).check(proved(&instances(text)[0]).value);
    }
}

/// Those that take least of the thirty.
const QUICKEST: [usize; 3] = [16, 20, 21];

/// `make knapsacks` sets `KNAPSACKS=all` and proves all thirty.
#[test]
fn the_knapsacks_of_chu_and_beasley_are_chosen_at_their_best_known_values_with_proof() {
    let expected = expected(include_str!("data/mkp-chu-beasley-a/expected.json"));
    let all = instances(include_str!("data/mkp-chu-beasley-a/mknapcb1_00-29.txt"));
    assert_eq!(all.len(), 30);
    let every = std::env::var("KNAPSACKS").is_ok_and(|asked| asked == "all");
    for (index, choice) in all.iter().enumerate() {
        if !every && !QUICKEST.contains(&index) {
            continue;
        }
        let start = Instant::now();
        let found = proved(choice);
        println!(
            "5.100-{index:02}: {} proved with {} nodes in {:.2} s",
            found.value,
            found.nodes,
            start.elapsed().as_secs_f64()
        );
        expected(&format!("5.100-{index:02}")).check(found.value);
        let relaxed = choose(&parted(choice), TO_THE_END).unwrap();
        expected(&format!("5.100-{index:02}-lp")).check(relaxed.value);
        expected(&format!("5.100-{index:02}-lp")).check(relaxed.bound);
    }
}

fn lorie_savage(whole: bool) -> Choice {
    let program: Program =
        serde_json::from_str(include_str!("data/capbudget-lorie-savage/model.json")).unwrap();
    choice(&program.c, &program.a, &program.b, whole)
}

#[test]
fn lorie_savage_is_chosen_whole_and_in_parts_with_the_published_prices() {
    let expected = expected(include_str!("data/capbudget-lorie-savage/expected.json"));
    let parts = choose(&lorie_savage(false), TO_THE_END).unwrap();
    expected("lp").check(parts.value);
    expected("lp").check(parts.bound);
    assert_eq!(parts.proof, Proof::Optimal);
    let list = |id: &str| -> (Vec<f64>, f64) {
        let figure = expected(id);
        (
            serde_json::from_value(figure.verified.clone()).unwrap(),
            figure.tol_abs.unwrap(),
        )
    };
    for (id, found) in [("lp-x", &parts.chosen), ("duals", &parts.prices)] {
        let (values, tolerance) = list(id);
        assert_eq!(values.len(), found.len());
        let close = |(found, value): (&f64, &f64)| (found - value).abs() <= tolerance;
        assert!(found.iter().zip(&values).all(close), "{id}: {found:?}");
    }
    let whole = proved(&lorie_savage(true));
    expected("ip").check(whole.value);
    let chosen: Vec<usize> = (1..=9)
        .filter(|project| whole.chosen[project - 1] == 1.0)
        .collect();
    assert_eq!(chosen, [1, 3, 4, 6, 9]);
}

#[test]
fn the_frontier_of_lorie_savage_runs_through_its_breakpoints_in_straight_lines() {
    let table = include_str!("data/capbudget-lorie-savage/frontier_b1.csv");
    let points: Vec<(f64, f64)> = table
        .lines()
        .skip(1)
        .map(|line| {
            let (budget, value) = line.split_once(',').unwrap();
            (budget.parse().unwrap(), value.parse().unwrap())
        })
        .collect();
    let between = points.windows(2).map(|pair| {
        let [(a, b), (c, d)] = [pair[0], pair[1]];
        ((a + c) / 2.0, (b + d) / 2.0)
    });
    let mut all: Vec<(f64, f64)> = points.iter().copied().chain(between).collect();
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    let budgets: Vec<f64> = all.iter().map(|point| point.0).collect();
    let found = frontier(&lorie_savage(false), TO_THE_END, 0, &budgets).unwrap();
    assert_eq!(found.len(), all.len());
    for (found, (budget, value)) in found.iter().zip(&all) {
        assert_eq!(found.budget, *budget);
        assert!(
            (found.portfolio.value - value).abs() <= 1e-5,
            "{found:?} for {value}"
        );
    }
}
