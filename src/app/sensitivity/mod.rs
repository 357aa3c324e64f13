//! How far a recommendation can be trusted: methods, each a file, over the same re-solves.
//!
//! `question` holds what all of them ask about; `figures` what is not known and the community where it turns
//! out one way or another; `outcome` what a re-solve came to.

mod figures;
mod frontier;
mod limits;
mod marginal;
mod montecarlo;
mod moves;
mod outcome;
mod question;
mod reach;
mod refusals;
mod replace;
mod sample;
mod tornado;

use outcome::Rows;
use question::Question;

use super::recommend::JobError;
use super::runner::Runner;
use super::watch::{Step, Watch};
use crate::diagnostic::Diagnostics;
use crate::domain::{
    Effects, FilledIn, Model, MonteCarlo, MoveStanding, Recommendation, Sensitivity, UnderLimit,
};
use crate::engine::backend::{Backend as _, Limits, Raw};
use crate::engine::{self, EngineOptions, Form, Instance, Planned};
use crate::evidence;

pub(super) use figures::Figures;
pub(super) use montecarlo::usual_draws;
pub(super) use sample::{frequency, sample};

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

impl Options {
    fn asks(&self, method: Method) -> bool {
        self.methods.is_empty() || self.methods.contains(&method)
    }
}

/// Recommends, and finds out how far that can be trusted.
///
/// # Errors
/// What is wrong with the evidence, or that the engine failed.
pub fn run(model: &Model, options: &Options, watch: Watch<'_>) -> Result<Outcome, JobError> {
    let effects = evidence::effects(model).map_err(JobError::Input)?;
    let base = Instance::new(model, &effects);
    let findings = super::validate::findings(model, &base);
    let runner = Runner::new(options.threads, watch)?;
    let engine_options = EngineOptions {
        backend: &Raw,
        form: Form::Reduced,
        limits: Limits::default(),
    };
    let (recommendation, planned) =
        engine::recommend_in_steps(model, &base, engine_options, &mut |progress| {
            runner.step(Step {
                what: "looking for the best plan",
                done: progress.rounds,
                of: 0,
            })
        })?;
    let mut outcome = Outcome {
        recommendation,
        sensitivity: Sensitivity::default(),
        findings,
        solver: Raw.name(),
    };
    if let Some(planned) = &planned {
        let asked = Asked {
            model,
            effects: &effects,
            base: &base,
            recommendation: &outcome.recommendation,
            planned,
            runner: &runner,
        };
        if let Some(sensitivity) = asked.with(|question| all(question, options)) {
            outcome.sensitivity = sensitivity;
        }
    }
    outcome.sensitivity.interrupted = runner.is_stopped();
    Ok(outcome)
}

/// What a recommendation carries by itself.
pub(super) struct Essentials {
    /// The plan over draws; `None` without draws.
    pub trust: Option<MonteCarlo>,
    /// Whether its moves hold; `None` without draws.
    pub holds: Option<Vec<MoveStanding>>,
    /// What of all that was filled in decides most; `None` without draws, or where nothing was filled in.
    pub replace_first: Option<Vec<FilledIn>>,
    /// The plan beside those that move less and more; `None` where that is not asked.
    pub move_limits: Option<Vec<UnderLimit>>,
}

/// What a recommendation carries by itself; `limits`: whether other limits on moves are asked too.
///
/// `None` without a plan, or where nothing is asked.
pub(super) fn essentials(
    asked: &Asked<'_>,
    seed: u64,
    draws: usize,
    limits: bool,
) -> Option<Essentials> {
    if draws == 0 && !limits {
        return None;
    }
    asked.with(|question| {
        let (mut trust, mut holds, mut replace_first) = (None, None, None);
        if draws > 0 {
            let drawn = montecarlo::draw(question, seed, draws);
            trust = Some(montecarlo::montecarlo(question, seed, &drawn));
            holds = moves::holds(question, &drawn, &[]);
            replace_first = replace::first(question);
        }
        Essentials {
            trust,
            holds,
            replace_first,
            move_limits: limits
                .then(|| reach::under_limits(question, seed, draws))
                .flatten(),
        }
    })
}

/// A recommendation to ask about.
pub(super) struct Asked<'a> {
    pub model: &'a Model,
    pub effects: &'a Effects,
    pub base: &'a Instance,
    pub recommendation: &'a Recommendation,
    pub planned: &'a Planned,
    pub runner: &'a Runner<'a>,
}

impl Asked<'_> {
    /// What `answer` says to the question; `None` where there is no plan.
    fn with<T>(&self, answer: impl FnOnce(&Question<'_>) -> T) -> Option<T> {
        let value = self.recommendation.value.as_ref()?;
        let Planned { plan, before } = self.planned;
        let figures = Figures::new(self.model, self.effects, self.base);
        let rows = Rows::new(self.base);
        let resolver = Question::resolver(self.base, before);
        Some(answer(&Question {
            model: self.model,
            base: self.base,
            recommendation: self.recommendation,
            plan,
            before,
            value: self.recommendation.best_value()?,
            bound: value.bound,
            figures: &figures,
            rows: &rows,
            resolver: &resolver,
            runner: self.runner,
        }))
    }
}

fn all(question: &Question<'_>, options: &Options) -> Sensitivity {
    let asks = |method| options.asks(method);
    let seed = options.seed;
    let draws = options
        .samples
        .unwrap_or_else(|| usual_draws(question.base));
    let drawn = if asks(Method::MonteCarlo) || asks(Method::Holds) {
        montecarlo::draw(question, seed, draws)
    } else {
        Vec::new()
    };
    let tried = if asks(Method::Tornado) || asks(Method::Holds) {
        tornado::one_at_a_time(question)
    } else {
        Vec::new()
    };
    let value = question.recommendation.value.as_ref();
    Sensitivity {
        value: question.value,
        bound: question.bound,
        all_gaps: question.base.all_gaps,
        unit: value.map_or("", |value| value.unit),
        figures: question.figures.list(),
        interrupted: false,
        montecarlo: asks(Method::MonteCarlo)
            .then(|| montecarlo::montecarlo(question, seed, &drawn)),
        holds: asks(Method::Holds)
            .then(|| moves::holds(question, &drawn, &tried))
            .flatten(),
        tornado: asks(Method::Tornado).then(|| tornado::tornado(question, &tried)),
        frontier: asks(Method::Frontier).then(|| frontier::frontier(question)),
        marginal: asks(Method::Marginal).then(|| marginal::marginal(question)),
        rules: asks(Method::Rules).then(|| limits::prices(question)),
        refusals: asks(Method::Refusals).then(|| refusals::refusals(question)),
        replacement: asks(Method::Replacement).then(|| refusals::replacement(question)),
    }
}
