//! Plans that are nearly as good as the best one.

use super::recommend::JobError;
use super::watch::Watch;
use crate::diagnostic::Diagnostics;
use crate::domain::{Alternatives, Model, Recommendation};

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// Share of the value that a plan may give up, 0-1.
    pub tolerance: f64,
    /// How many different plans are sought.
    pub plans: usize,
    /// Threads; `None`: as many as the machine has. Results do not depend on it.
    pub threads: Option<usize>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The recommendation that they are nearly as good as; without a plan, there are none.
    pub recommendation: Recommendation,
    /// The alternatives.
    pub alternatives: Alternatives,
    /// What was filled in or could not be checked.
    pub findings: Diagnostics,
    /// The solver and its version.
    pub solver: String,
}

/// Finds plans that are nearly as good.
///
/// # Errors
/// What is wrong with the evidence, or that the engine failed.
pub fn run(_model: &Model, _options: &Options, _watch: Watch<'_>) -> Result<Outcome, JobError> {
    unimplemented!()
}
