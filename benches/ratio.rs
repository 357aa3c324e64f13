//! What the tangent loop and the audit cost on top of the solver.
//!
//! For each seed: formulate, first stage and verify, against HiGHS alone (dual simplex, presolve off,
//! from nothing) on the same final linear program, in turn and in one process. Seconds are this
//! machine's; the ratio is what is held.
//!
//! `cargo bench --bench ratio` runs size M on ten seeds; `cargo bench --bench ratio -- --large` adds one of L.
#![expect(clippy::print_stdout, reason = "a bench reports on standard output")]

use std::process::ExitCode;
use std::time::Instant;

use trefoil::app::generate::{self, Size};
use trefoil::domain::Model;
use trefoil::engine::backend::{Backend as _, Limits, Outcome, Raw};
use trefoil::engine::{Form, Instance, SearchSettings, allocation, most_value, verify};
use trefoil::evidence;

/// Most that the whole may cost against the solver alone on its last program.
const LARGEST_RATIO: f64 = 4.0;
/// Seeds of size M; none was used to choose a setting.
const SEEDS: std::ops::Range<u64> = 1000..1010;

/// Seconds of the whole and of the solver alone.
fn measure(size: Size, seed: u64) -> (f64, f64) {
    let tables = generate::tables(size, seed);
    let (model, _) = Model::new(tables).unwrap_or_else(|findings| panic!("{findings}"));
    let effects = evidence::effects(&model).unwrap_or_else(|findings| panic!("{findings}"));
    let instance = Instance::new(&model, &effects);
    let settings = SearchSettings {
        backend: &Raw,
        form: Form::Reduced,
        limits: Limits::default(),
    };

    let start = Instant::now();
    let Some((problem, point, bound)) = most_value(&instance, settings) else {
        panic!("seed {seed} was not solved")
    };
    let plan = allocation(&instance, &problem, &point).plan(&instance);
    let verified = verify(&instance, &plan).unwrap_or_else(|refused| panic!("{refused}"));
    let whole = start.elapsed().as_secs_f64();

    let start = Instant::now();
    let solution = Raw.start(&problem.lp, Limits::default()).solve();
    let alone = start.elapsed().as_secs_f64();
    assert_eq!(solution.outcome, Outcome::Optimal);

    let value = verified.evaluation.value;
    println!(
        "{size:?} seed {seed}: {} columns, {} rows, gap {:.1e}: {whole:.2} s against {alone:.2} s, {:.2} times",
        problem.lp.columns(),
        problem.lp.rows(),
        (bound - value) / instance.scale(value),
        whole / alone,
    );
    (whole, alone)
}

fn main() -> ExitCode {
    let large = std::env::args().any(|argument| argument == "--large");
    let mut ratios: Vec<f64> = SEEDS
        .map(|seed| measure(Size::M, seed))
        .map(|(whole, alone)| whole / alone)
        .collect();
    ratios.sort_by(f64::total_cmp);
    let median = (ratios[4] + ratios[5]) / 2.0;
    println!(
        "M, median of {} seeds: {median:.2} times the solver alone (at most {LARGEST_RATIO})",
        ratios.len()
    );
    if large {
        measure(Size::L, 1000);
    }
    if median <= LARGEST_RATIO {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
