//! What a draw costs on top of the solver, and how many are solved a second.
//!
//! For each draw, in turn and in one process: the whole of it (its community, its program, the solve, the plan, its
//! exact worth, its audit and its bound) against HiGHS alone on the same program, warm from the same basis: clear,
//! pass the data, set the basis, run. Draws of effects change every coefficient of what practices do; draws of pool
//! amounts change bounds. Seconds are this machine's; the ratio is what is held.
//!
//! `cargo bench --bench sensitivity` runs size M on several seeds; `-- --large` adds one of L.
#![expect(clippy::print_stdout, reason = "a bench reports on standard output")]

use std::process::ExitCode;
use std::time::Instant;

use trefoil::analysis::Stream;
use trefoil::app::generate::{self, Size};
use trefoil::domain::Model;
use trefoil::engine::backend::{Backend as _, Basis, Limits, Outcome, Raw, Session};
use trefoil::engine::{
    Answer, Form, Instance, Problem, Resolver, SearchSettings, Touches, most_value,
};
use trefoil::evidence;

/// Most that a draw may cost against the solver alone on its program.
const LARGEST_RATIO: f64 = 1.3;
/// Seeds of size M; none was used to choose a setting.
const SEEDS: std::ops::Range<u64> = 2000..2004;
/// Draws of each kind and seed.
const DRAWS: u64 = 20;
/// Standard deviation of the logarithm of a pool's amount: nine in ten within a factor of 1.4.
const AMOUNTS: f64 = 0.2;

/// What is drawn.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Effects,
    Amounts,
}

fn drawn(base: &Instance, kind: Kind, draw: u64) -> Instance {
    let mut stream = Stream::new(1, draw);
    match kind {
        Kind::Effects => {
            let effects = base.effects.iter();
            let values: Vec<f64> = effects
                .map(|effect| effect.mean + effect.sd * stream.normal())
                .collect();
            base.with_effects(&values)
        }
        Kind::Amounts => {
            let mut changed = base.clone();
            let amounts: Vec<(usize, f64)> = (base.pools.iter().enumerate())
                .map(|(pool, data)| (pool, data.amount * (AMOUNTS * stream.normal()).exp()))
                .collect();
            changed.set_pool_amounts(amounts);
            changed
        }
    }
}

/// Seconds of the whole and of the solver alone, over the draws of a kind.
fn measure(base: &Instance, participants: &[f64], kind: Kind, draws: u64) -> (f64, f64) {
    let resolver = Resolver::new(base, participants, &Raw);
    let mut worker = resolver.worker();
    let (mut session, basis, touches) = alone(base, participants);
    let (mut whole, mut solver, mut solves) = (0.0, 0.0, 0);
    for draw in 0..draws {
        let start = Instant::now();
        let answer = worker.solve(&drawn(base, kind, draw));
        whole += start.elapsed().as_secs_f64();
        let Answer::Found(found) = answer else {
            panic!("draw {draw} of {kind:?}: {answer:?}")
        };
        solves += found.solves;

        let problem = Problem::in_pieces(&drawn(base, kind, draw), &touches);
        let start = Instant::now();
        assert!(session.restart(&problem.lp, &basis));
        let solution = session.solve();
        solver += start.elapsed().as_secs_f64();
        assert_eq!(solution.outcome, Outcome::Optimal);
    }
    let count = draws as f64;
    println!(
        "  {kind:?}: {:.1} ms a draw ({:.1} a second) against {:.1} ms, {:.2} times; {:.2} programs a draw",
        1e3 * whole / count,
        count / whole,
        1e3 * solver / count,
        whole / solver,
        solves as f64 / count,
    );
    (whole, solver)
}

/// HiGHS with the program as expected, the basis of its optimum, and where its tangents are.
fn alone(base: &Instance, participants: &[f64]) -> (Box<dyn Session>, Basis, Touches) {
    let expected: Vec<f64> = base.effects.iter().map(|effect| effect.mean).collect();
    let expected = base.with_effects(&expected);
    let touches = Touches::near(&expected, &expected.evaluate(participants).changes);
    let problem = Problem::in_pieces(&expected, &touches);
    let mut session = Raw.start(&problem.lp, Limits::default());
    assert_eq!(session.solve().outcome, Outcome::Optimal);
    let Some(basis) = session.basis() else {
        panic!("HiGHS has no basis")
    };
    (session, basis, touches)
}

/// Draws a second by the clock on so many threads.
fn on_threads(base: &Instance, participants: &[f64], kind: Kind, threads: usize) -> f64 {
    let resolver = Resolver::new(base, participants, &Raw);
    let start = Instant::now();
    std::thread::scope(|scope| {
        for thread in 0..threads as u64 {
            let resolver = &resolver;
            scope.spawn(move || {
                let mut worker = resolver.worker();
                for draw in (0..DRAWS).filter(|draw| draw % threads as u64 == thread) {
                    let answer = worker.solve(&drawn(base, kind, draw));
                    assert!(matches!(answer, Answer::Found(_)));
                }
            });
        }
    });
    DRAWS as f64 / start.elapsed().as_secs_f64()
}

/// A generated community and its best plan.
fn community(size: Size, seed: u64) -> (Instance, Vec<f64>) {
    let tables = generate::tables(size, seed);
    let (model, _) = Model::new(tables).unwrap_or_else(|findings| panic!("{findings}"));
    let effects = evidence::effects(&model).unwrap_or_else(|findings| panic!("{findings}"));
    let base = Instance::new(&model, &effects);
    let settings = SearchSettings {
        backend: &Raw,
        form: Form::Reduced,
        limits: Limits::default(),
    };
    let Some((_, point, _)) = most_value(&base, settings) else {
        panic!("seed {seed} was not solved")
    };
    (base, point.participants)
}

fn main() -> ExitCode {
    let large = std::env::args().any(|argument| argument == "--large");
    let mut ratios = Vec::new();
    for seed in SEEDS {
        println!("M, seed {seed}");
        let (base, participants) = community(Size::M, seed);
        for kind in [Kind::Effects, Kind::Amounts] {
            let (whole, solver) = measure(&base, &participants, kind, DRAWS);
            ratios.push(whole / solver);
            if seed == SEEDS.start {
                let rates = [1, 2].map(|threads| on_threads(&base, &participants, kind, threads));
                println!(
                    "  {kind:?}: {:.1} draws a second on 1 thread, {:.1} on 2",
                    rates[0], rates[1]
                );
            }
        }
    }
    if large {
        println!("L, seed {}", SEEDS.start);
        let (base, participants) = community(Size::L, SEEDS.start);
        for kind in [Kind::Effects, Kind::Amounts] {
            measure(&base, &participants, kind, 2);
        }
    }
    ratios.sort_by(f64::total_cmp);
    let middle = ratios.len() / 2;
    let median = (ratios[middle - 1] + ratios[middle]) / 2.0;
    println!(
        "M, median of {}: {median:.2} times the solver alone, at most {:.2} (limit {LARGEST_RATIO})",
        ratios.len(),
        ratios[ratios.len() - 1]
    );
    if median <= LARGEST_RATIO {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
