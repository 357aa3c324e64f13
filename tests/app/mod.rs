//! The jobs on whole models: how far a recommendation can be trusted, and what else is nearly as good.

mod compare;
mod coverage;
mod evaluate;
mod meaning;
mod whole;

use trefoil::app::sensitivity::{Method, Options, Outcome, run};
use trefoil::app::watch::Watch;
use trefoil::domain::{Model, MonteCarlo, Sensitivity, Tables};

use crate::engine::sketch::{amount, practice_id};

/// What some methods find, with a number of draws.
fn asked(model: &Model, methods: &[Method], samples: usize) -> Outcome {
    let options = Options {
        methods: methods.to_vec(),
        samples: Some(samples),
        seed: 1,
        threads: None,
    };
    run(model, &options, Watch::nobody()).expect("the engine answers")
}

fn sensitivity(model: &Model, methods: &[Method], samples: usize) -> Sensitivity {
    asked(model, methods, samples).sensitivity
}

fn montecarlo(model: &Model, samples: usize) -> MonteCarlo {
    let found = sensitivity(model, &[Method::MonteCarlo], samples);
    found.montecarlo.expect("it was asked for")
}

/// Gives the effects of a practice a standard error, in the unit of the effect.
fn unsure(tables: &mut Tables, practice: &str, error: f64) {
    let practice = practice_id(practice);
    for row in &mut tables.evidence {
        if row.practice == practice {
            row.standard_error = Some(amount(error));
        }
    }
}
