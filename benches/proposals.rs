//! What each of ten thousand proposals adds to a community, against HiGHS alone.
//!
//! For each generated model of size M, in turn and in one process: what each of 10,000 proposals adds, certified,
//! audited and with what it displaces, against a warm re-solve of each by HiGHS called directly: add a column to the
//! same program, set the kept basis, run, delete the column. HiGHS is timed on a sample that is spread over the
//! proposals, and the time is scaled. Seconds are this machine's; the ratio is what is held.
//!
//! `cargo bench --bench proposals` runs ten models; `-- --quick` one with 1,000 proposals.
#![expect(clippy::print_stdout, reason = "a bench reports on standard output")]
#![expect(unsafe_code, reason = "HiGHS alone is called directly")]

use std::ffi::{CStr, c_void};
use std::process::ExitCode;
use std::time::Instant;

use highs_sys as highs;
use trefoil::analysis::Stream;
use trefoil::app::generate::{self, Size};
use trefoil::domain::Model;
use trefoil::engine::backend::Raw;
use trefoil::engine::{Base, Entry, Givers, Instance, Known, Lp};
use trefoil::evidence;

/// Least that the whole must be as fast as HiGHS alone.
const LEAST_RATIO: f64 = 3.0;
const PROPOSALS: u64 = 10_000;
/// Every so many proposals HiGHS is timed.
const EVERY: u64 = 20;
/// Seeds; none was used to choose a setting.
const SEEDS: std::ops::Range<u64> = 4001..4011;

/// A proposal like some activity of the model, but for its size, its costs and how well it works: up to half more or
/// less of each.
fn proposal(instance: &Instance, seed: u64, number: u64) -> Entry {
    let mut stream = Stream::new(seed, number);
    let mut between = |low: f64, high: f64| low + (high - low) * stream.uniform();
    let like = (between(0.0, 1.0) * instance.activities.len() as f64) as usize;
    let data = &instance.activities[like];
    let participants = between(0.05, 0.5) * data.capacity.max(1.0);
    let costs = between(0.5, 1.5) * participants;
    let works = between(0.5, 1.5) * participants;
    let pools = instance.pools.iter().enumerate();
    let may = pools.filter(|(_, pool)| pool.may_add.binary_search(&like).is_ok());
    Entry {
        requests: data
            .needs
            .iter()
            .map(|need| (need.resource, need.per_participant * costs))
            .collect(),
        givers: Givers::Pools(may.map(|(pool, _)| pool).collect()),
        effects: data
            .benefits
            .iter()
            .map(|&(cell, gain)| (cell, gain * works))
            .collect(),
        whole: false,
        participants,
        rules: Vec::new(),
    }
}

fn int(value: usize) -> highs::HighsInt {
    highs::HighsInt::try_from(value).unwrap_or_else(|error| panic!("{error}"))
}

/// HiGHS with a program and the basis of its optimum.
struct Alone {
    instance: *mut c_void,
    columns: usize,
    basis: (Vec<highs::HighsInt>, Vec<highs::HighsInt>),
}

impl Alone {
    fn new(lp: &Lp) -> Self {
        let starts: Vec<_> = lp.starts[..lp.rows()]
            .iter()
            .map(|&start| int(start))
            .collect();
        let indices: Vec<_> = lp.indices.iter().map(|&column| int(column)).collect();
        let mut basis = (vec![0; lp.columns() + 1], vec![0; lp.rows()]);
        let off: &CStr = c"off";
        // SAFETY: the instance is live, every array has the length that its call is told, every text ends in NUL.
        let instance = unsafe {
            let instance = highs::Highs_create();
            highs::Highs_setBoolOptionValue(instance, c"output_flag".as_ptr(), 0);
            highs::Highs_setStringOptionValue(instance, c"presolve".as_ptr(), off.as_ptr());
            highs::Highs_setStringOptionValue(instance, c"parallel".as_ptr(), off.as_ptr());
            highs::Highs_setIntOptionValue(instance, c"threads".as_ptr(), 1);
            highs::Highs_passLp(
                instance,
                int(lp.columns()),
                int(lp.rows()),
                int(lp.values.len()),
                highs::MATRIX_FORMAT_ROW_WISE,
                highs::OBJECTIVE_SENSE_MAXIMIZE,
                0.0,
                lp.costs.as_ptr(),
                lp.column_lower.as_ptr(),
                lp.column_upper.as_ptr(),
                lp.row_lower.as_ptr(),
                lp.row_upper.as_ptr(),
                starts.as_ptr(),
                indices.as_ptr(),
                lp.values.as_ptr(),
            );
            highs::Highs_run(instance);
            highs::Highs_getBasis(instance, basis.0.as_mut_ptr(), basis.1.as_mut_ptr());
            instance
        };
        // The column that is added stands at its lower bound.
        basis.0[lp.columns()] = highs::kHighsBasisStatusLower;
        Alone {
            instance,
            columns: lp.columns(),
            basis,
        }
    }

    /// The optimum with one column more.
    fn with(&self, column: &[(usize, f64)]) -> f64 {
        let rows: Vec<_> = column.iter().map(|&(row, _)| int(row)).collect();
        let values: Vec<f64> = column.iter().map(|&(_, value)| value).collect();
        // SAFETY: as in `new`; the basis has a place for the column that is added.
        unsafe {
            highs::Highs_addCol(
                self.instance,
                0.0,
                0.0,
                1.0,
                int(rows.len()),
                rows.as_ptr(),
                values.as_ptr(),
            );
            highs::Highs_setBasis(self.instance, self.basis.0.as_ptr(), self.basis.1.as_ptr());
            highs::Highs_run(self.instance);
            let value = highs::Highs_getObjectiveValue(self.instance);
            highs::Highs_deleteColsByRange(self.instance, int(self.columns), int(self.columns));
            value
        }
    }
}

impl Drop for Alone {
    fn drop(&mut self) {
        // SAFETY: the instance was made by Highs_create and is not used again.
        unsafe { highs::Highs_destroy(self.instance) };
    }
}

/// Most memory that the process held so far, in MB, where the system tells.
#[expect(
    clippy::disallowed_methods,
    reason = "a bench reads what the system says of it"
)]
fn peak() -> f64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find(|line| line.starts_with("VmHWM"));
    let kilobytes = line.and_then(|line| line.split_whitespace().nth(1));
    kilobytes
        .and_then(|number| number.parse::<f64>().ok())
        .unwrap_or(0.0)
        / 1024.0
}

fn measure(seed: u64, proposals: u64) -> f64 {
    let tables = generate::tables(Size::M, seed);
    let (model, _) = Model::new(tables).unwrap_or_else(|findings| panic!("{findings}"));
    let effects = evidence::effects(&model).unwrap_or_else(|findings| panic!("{findings}"));
    let instance = Instance::new(&model, &effects);

    let start = Instant::now();
    let base = Base::new(&instance, &Raw).unwrap_or_else(|error| panic!("{error}"));
    let first = start.elapsed().as_secs_f64();
    let mut valuer = base.valuer();
    let (mut screened, mut solves, mut widest) = (0_u64, 0, 0.0_f64);
    let mut early = 0.0;
    for number in 0..proposals {
        let entry = proposal(&instance, seed, number);
        let added = valuer
            .added(&entry)
            .unwrap_or_else(|error| panic!("{number}: {error}"));
        screened += u64::from(added.known == Known::Screened);
        solves += added.solves;
        widest = widest.max((added.high - added.low) / instance.scale(base.value()));
        if number == proposals / 10 {
            early = peak();
        }
    }
    let whole = start.elapsed().as_secs_f64();
    let late = peak();

    let alone = Alone::new(base.program());
    let (mut seconds, mut count) = (0.0, 0_u64);
    for number in (0..proposals).step_by(EVERY as usize) {
        let entry = proposal(&instance, seed, number);
        if let Some(column) = base.as_column(&entry) {
            let start = Instant::now();
            let _value = alone.with(&column);
            seconds += start.elapsed().as_secs_f64();
            count += 1;
        }
    }
    let scaled = seconds / count as f64 * proposals as f64;
    println!(
        "M seed {seed}: {:.0} % of {proposals} screened, {:.2} programs for each other, certified to {widest:.1e} of all value; {whole:.1} s, {first:.1} s of them for the base, against {scaled:.1} s (scaled from {count}), {:.1} times as fast; peak {early:.0} MB after a tenth, {late:.0} MB at the end",
        100.0 * screened as f64 / proposals as f64,
        solves as f64 / (proposals - screened).max(1) as f64,
        scaled / whole,
    );
    scaled / whole
}

fn main() -> ExitCode {
    let quick = std::env::args().any(|argument| argument == "--quick");
    let mut ratios: Vec<f64> = if quick {
        vec![measure(SEEDS.start, PROPOSALS / 10)]
    } else {
        SEEDS.map(|seed| measure(seed, PROPOSALS)).collect()
    };
    ratios.sort_by(f64::total_cmp);
    println!(
        "{} models: from {:.1} to {:.1} times as fast as HiGHS alone, median {:.1} (at least {LEAST_RATIO})",
        ratios.len(),
        ratios[0],
        ratios[ratios.len() - 1],
        ratios[ratios.len() / 2]
    );
    if ratios[ratios.len() / 2] >= LEAST_RATIO {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
