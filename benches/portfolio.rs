//! Choosing among ten thousand items under six limits, against HiGHS alone on the same program.
//!
//! For each instance, in turn and in one process: the whole of a choice (program, relaxation, search, audit, bound) to a
//! relative gap of 1e-4 against HiGHS's own search to the same gap, with its default settings and with presolve off,
//! whichever is faster. Seconds are this machine's; the ratio is what is held.
//!
//! `cargo bench --bench portfolio` runs ten instances; `-- --quick` two.
#![expect(clippy::print_stdout, reason = "a bench reports on standard output")]

use std::process::ExitCode;
use std::time::Instant;

use good_lp::solvers::highs::{HighsParallelType, HighsPresolveType, highs};
use good_lp::{
    Expression, ProblemVariables, Solution as _, SolverModel as _, Variable, WithMipGap as _,
    constraint, variable,
};
use trefoil::analysis::Stream;
use trefoil::engine::backend::Raw;
use trefoil::engine::{Choice, ChoiceSettings, Item, choose};

const ITEMS: usize = 10_000;
const LIMITS: usize = 6;
const GAP: f64 = 1e-4;
/// Seconds after which HiGHS is stopped and counted with what it took.
const LONGEST: f64 = 120.0;
/// Seeds; none was used to choose a setting.
const SEEDS: std::ops::Range<u64> = 3000..3010;

/// Costs of 1 to 1,000 and limits of a quarter to three quarters of all; values by themselves, or as the costs' mean
/// and up to 500 more (Chu & Beasley 1998), by turns.
fn instance(seed: u64) -> Choice {
    let mut stream = Stream::new(seed, 0);
    let mut between = |low: f64, high: f64| low + (high - low) * stream.uniform();
    let correlated = seed % 2 == 1;
    let items: Vec<Item> = (0..ITEMS)
        .map(|_| {
            let uses: Vec<(usize, f64)> = (0..LIMITS)
                .map(|limit| (limit, between(1.0, 1000.0).round()))
                .collect();
            let mean = uses.iter().map(|(_, cost)| cost).sum::<f64>() / LIMITS as f64;
            let value = if correlated {
                mean + between(0.0, 500.0)
            } else {
                between(1.0, 1000.0)
            };
            Item {
                value: value.round(),
                uses,
                whole: true,
            }
        })
        .collect();
    let limits = (0..LIMITS)
        .map(|limit| {
            let all: f64 = items.iter().map(|item| item.uses[limit].1).sum();
            (all * between(0.25, 0.75)).round()
        })
        .collect();
    Choice {
        items,
        limits,
        ..Choice::default()
    }
}

/// Seconds and value of HiGHS alone: its call only, not the time to say the program.
fn alone(choice: &Choice, presolve: HighsPresolveType) -> (f64, f64) {
    let mut variables = ProblemVariables::new();
    let columns: Vec<Variable> = choice
        .items
        .iter()
        .map(|_| variables.add(variable().binary()))
        .collect();
    let value: Expression = choice
        .items
        .iter()
        .zip(&columns)
        .map(|(item, &column)| item.value * column)
        .sum();
    let mut model = variables
        .maximise(value)
        .using(highs)
        .set_presolve(presolve)
        .set_parallel(HighsParallelType::Off)
        .set_threads(1)
        .set_time_limit(LONGEST);
    for (limit, &most) in choice.limits.iter().enumerate() {
        let entries = choice.items.iter().zip(&columns);
        let used: Expression = entries
            .map(|(item, &column)| item.uses[limit].1 * column)
            .sum();
        model.add_constraint(constraint!(used <= most));
    }
    let model = model
        .with_mip_gap(GAP as f32)
        .unwrap_or_else(|error| panic!("{error}"));
    let start = Instant::now();
    let solved = model.solve().unwrap_or_else(|error| panic!("{error}"));
    let seconds = start.elapsed().as_secs_f64();
    let values = choice.items.iter().zip(&columns);
    (
        seconds,
        values
            .map(|(item, &column)| item.value * solved.value(column).round())
            .sum(),
    )
}

fn main() -> ExitCode {
    let quick = std::env::args().any(|argument| argument == "--quick");
    let count = if quick { 2 } else { SEEDS.count() };
    let mut ratios = Vec::new();
    for seed in SEEDS.take(count) {
        let choice = instance(seed);
        let start = Instant::now();
        let settings = ChoiceSettings {
            backend: &Raw,
            gap: GAP,
            nodes: 100_000,
        };
        let found = choose(&choice, settings).unwrap_or_else(|error| panic!("{error}"));
        let whole = start.elapsed().as_secs_f64();
        assert!(found.gap <= GAP, "seed {seed}: a gap of {:e}", found.gap);
        let [default, off] = [HighsPresolveType::Choose, HighsPresolveType::Off]
            .map(|presolve| alone(&choice, presolve));
        for (_, value) in [default, off] {
            assert!(
                value <= found.bound * (1.0 + 1e-9),
                "{value} beyond {}",
                found.bound
            );
        }
        let kind = if seed % 2 == 1 {
            "correlated"
        } else {
            "uncorrelated"
        };
        let best = default.0.min(off.0);
        println!(
            "seed {seed}, {kind}: gap {:.1e}, {} nodes, {whole:.2} s against {:.2} s (presolve off {:.2} s): {:.1} times as fast",
            found.gap,
            found.nodes,
            default.0,
            off.0,
            best / whole
        );
        ratios.push(best / whole);
    }
    ratios.sort_by(f64::total_cmp);
    println!(
        "{} instances: from {:.1} to {:.1} times as fast as HiGHS alone, median {:.1}",
        ratios.len(),
        ratios[0],
        ratios[ratios.len() - 1],
        ratios[ratios.len() / 2]
    );
    if ratios[0] >= 1.0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
