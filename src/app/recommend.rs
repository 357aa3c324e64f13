//! The recommendation for a model.

use crate::diagnostic::Diagnostics;
use crate::domain::{Model, Recommendation};
use crate::engine::backend::{Backend as _, Limits, Raw};
use crate::engine::{self, EngineError, EngineOptions, Flow, Form, Instance, Progress};
use crate::evidence;

/// Limits of the job, as values.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Options {
    /// Seconds that the search may take; `None`: as long as it needs.
    pub time_limit: Option<f64>,
    /// Draws of what is not known; `None`: as many as suit the size of the model, 0: none.
    pub samples: Option<usize>,
    /// Seed of the draws.
    pub seed: u64,
    /// Threads; `None`: as many as the machine has. Results do not depend on it.
    pub threads: Option<usize>,
}

/// A recommendation with what was found on the way.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The recommendation.
    pub recommendation: Recommendation,
    /// What was filled in or could not be checked.
    pub findings: Diagnostics,
    /// The solver and its version.
    pub solver: String,
}

/// Why there is no recommendation.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum JobError {
    /// The input cannot be used.
    #[error("{0}")]
    Input(Diagnostics),
    /// The engine failed on input that is right.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

/// Recommends; `progress` is told of each linear program and may stop the work.
///
/// # Errors
/// What is wrong with the evidence, or that the engine failed; that no plan exists is a status.
pub fn run(
    model: &Model,
    options: Options,
    progress: &mut dyn FnMut(Progress) -> Flow,
) -> Result<Outcome, JobError> {
    let effects = evidence::effects(model).map_err(JobError::Input)?;
    let instance = Instance::new(model, &effects);
    let limits = Limits {
        seconds: options.time_limit,
        ..Limits::default()
    };
    let findings = super::validate::findings(model, &instance);
    let recommendation = engine::recommend(
        model,
        &instance,
        EngineOptions {
            backend: &Raw,
            form: Form::Reduced,
            limits,
        },
        progress,
    )?;
    Ok(Outcome {
        recommendation,
        findings,
        solver: Raw.name(),
    })
}
