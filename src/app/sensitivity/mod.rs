//! How far a recommendation can be trusted: methods, each a file, over the same re-solves.

use super::recommend::JobError;
use super::watch::Watch;
use crate::diagnostic::Diagnostics;
use crate::domain::{Model, Recommendation, Sensitivity};

/// A way of asking how far a recommendation can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    /// Draws of all that is uncertain.
    MonteCarlo,
    /// Which moves hold, and what the others depend on.
    Holds,
    /// One figure at a time.
    Tornado,
    /// More of each resource.
    Frontier,
    /// One unit more or less of each pool.
    Marginal,
    /// Without each rule and restriction.
    Rules,
    /// Without each partner.
    Refusals,
    /// Without each activity.
    Replacement,
}

/// What is asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// The methods; none: all.
    pub methods: Vec<Method>,
    /// Draws; `None`: as many as suit the size of the model.
    pub samples: Option<usize>,
    /// Seed of the random numbers.
    pub seed: u64,
    /// Threads; `None`: as many as the machine has. Results do not depend on it.
    pub threads: Option<usize>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The recommendation that it is about; without a plan, nothing else was done.
    pub recommendation: Recommendation,
    /// How far it can be trusted.
    pub sensitivity: Sensitivity,
    /// What was filled in or could not be checked.
    pub findings: Diagnostics,
    /// The solver and its version.
    pub solver: String,
}

/// Recommends, and finds out how far that can be trusted.
///
/// # Errors
/// What is wrong with the evidence, or that the engine failed.
pub fn run(_model: &Model, _options: &Options, _watch: Watch<'_>) -> Result<Outcome, JobError> {
    unimplemented!()
}
