//! The recommendation for a model.

use super::runner::Runner;
use super::sensitivity::{Asked, essentials, usual_draws};
use super::watch::{Entry, Step, Watch};
use crate::diagnostic::Diagnostics;
use crate::domain::{Model, Recommendation, Resolved};
use crate::engine::backend::{Backend as _, Limits, Raw};
use crate::engine::{self, Allocation, EngineError, EngineOptions, Form, Instance, Progress};
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

impl Options {
    /// No limit and no draws: the plan alone.
    #[must_use]
    pub fn without_draws() -> Self {
        Options {
            samples: Some(0),
            ..Options::default()
        }
    }
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
    /// The system gives no threads: why.
    #[error("no threads could be started: {0}")]
    Threads(String),
}

/// Recommends, and says how far the recommendation holds over draws; the watch is told of each linear program and
/// of each draw, and may stop the work.
///
/// # Errors
/// What is wrong with the evidence, or that the engine failed; that no plan exists is a status.
pub fn run(model: &Model, options: Options, watch: Watch<'_>) -> Result<Outcome, JobError> {
    let effects = evidence::effects(model).map_err(JobError::Input)?;
    let instance = Instance::new(model, &effects);
    let findings = super::validate::findings(model, &instance);
    let runner = Runner::new(options.threads, watch)?;
    let limits = Limits {
        seconds: options.time_limit,
        ..Limits::default()
    };
    let engine_options = EngineOptions {
        backend: &Raw,
        form: Form::Reduced,
        limits,
    };
    let mut progress = |progress: Progress| {
        runner.step(Step {
            what: if progress.stage == 1 {
                "looking for the best plan"
            } else {
                "keeping moves few"
            },
            done: progress.rounds,
            of: 0,
        })
    };
    let (mut recommendation, planned) =
        engine::recommend_in_steps(model, &instance, engine_options, &mut progress)?;
    if let Some(planned) = &planned {
        if instance.has_integers() && options.time_limit.is_none() {
            more_of_pools(
                &instance,
                engine_options,
                &planned.before,
                &mut recommendation,
                &runner,
            );
        }
        // A limit on time is one on everything: draws are not what to spend it on.
        let usual = if options.time_limit.is_some() {
            0
        } else {
            usual_draws(&instance)
        };
        let draws = options.samples.unwrap_or(usual);
        let asked = Asked {
            model,
            effects: &effects,
            base: &instance,
            recommendation: &recommendation,
            planned,
            runner: &runner,
        };
        let known = essentials(&asked, options.seed, draws, options.time_limit.is_none());
        if let Some(known) = known {
            recommendation.trust = known.trust;
            recommendation.holds = known.holds;
            recommendation.replace_first = known.replace_first;
            recommendation.move_limits = known.move_limits;
        }
    }
    Ok(Outcome {
        recommendation,
        findings,
        solver: Raw.name(),
    })
}

/// Fills in what more of each pool is worth, where integers leave it without a shadow price.
fn more_of_pools(
    instance: &Instance,
    options: EngineOptions<'_>,
    plan: &Allocation,
    recommendation: &mut Recommendation,
    runner: &Runner<'_>,
) {
    let keys: Vec<String> = instance
        .pools
        .iter()
        .map(|pool| format!("more of {}", pool.id))
        .collect();
    let entries = runner.run(
        "more of each pool",
        &keys,
        || (),
        |(), pool| {
            let mut go_on = |_| runner.flow();
            let found =
                engine::more_of_pool(instance, options, plan, recommendation, pool, &mut go_on);
            Entry {
                key: keys[pool].clone(),
                status: "found".to_owned(),
                values: found.map_or_else(Vec::new, |found| {
                    vec![found.more, found.value, found.low, found.high]
                }),
            }
        },
    );
    for (row, entry) in recommendation.pools.iter_mut().zip(&entries) {
        if let Some(&[more, value, low, high]) = entry.as_ref().map(|entry| &*entry.values) {
            row.resolved = Some(Resolved {
                more,
                value,
                low,
                high,
            });
        }
    }
}
