//! Proposals, each judged by itself, and what becomes of them together.

mod change;
mod claims;
pub mod doubt;
mod field;
pub mod portfolio;
pub mod rank;
mod score;
mod settle;

pub use change::changes;
pub use field::Field;
pub use score::{Alone, Judge};
pub use settle::{Tally, Together, choose_set, settle};

use super::recommend::JobError;
use super::runner::Runner;
use super::watch::Watch;
use crate::diagnostic::Diagnostics;
use crate::domain::{Assessment, Effects, Model, Proposal};
use crate::engine::{Flow, Instance};
use crate::evidence;

/// A community that proposals are made to, worked out.
#[derive(Debug, Clone)]
pub struct Community<'a> {
    /// Its model.
    pub model: &'a Model,
    /// What evidence comes to.
    pub effects: Effects,
    /// The model as numbers.
    pub instance: Instance,
    /// What was filled in or could not be checked.
    pub findings: Diagnostics,
}

impl<'a> Community<'a> {
    /// Works out the community of `model`.
    ///
    /// # Errors
    /// What is wrong with its evidence.
    pub fn new(model: &'a Model) -> Result<Self, JobError> {
        let effects = evidence::effects(model).map_err(JobError::Input)?;
        let instance = Instance::new(model, &effects);
        Ok(Community {
            model,
            findings: super::validate::findings(model, &instance),
            effects,
            instance,
        })
    }
}

/// Judges proposals as they come.
pub struct Round<'a> {
    judge: Judge<'a>,
}

impl<'a> Round<'a> {
    /// A round of proposals to `community`.
    #[must_use]
    pub fn new(community: &'a Community<'a>) -> Self {
        Round {
            judge: Judge::new(community.model, &community.effects, &community.instance),
        }
    }

    /// What a proposal changes by cell.
    #[must_use]
    pub fn changes(&self, proposal: &Proposal) -> portfolio::Changes {
        self.judge.judge(proposal).changes
    }

    /// What becomes of a proposal.
    #[must_use]
    pub fn assess(&self, proposal: &Proposal) -> Assessment {
        let Alone {
            judgement,
            flags,
            requests,
            changes: _,
        } = self.judge.judge(proposal);
        Assessment {
            id: proposal.id.clone(),
            judgement,
            flags,
            requests,
            added: None,
        }
    }
}

/// What each of `rows` comes to by `line`, written by `write` in the order of the rows as soon as it is known; whether
/// the job came to their end. `of` is how many there are, 0 where that is not known.
///
/// # Errors
/// The system gives no threads, or writing failed.
pub fn stream<R: Send>(
    rows: &mut (dyn Iterator<Item = R> + Send),
    of: usize,
    threads: Option<usize>,
    watch: Watch<'_>,
    line: impl Fn(R) -> String + Sync,
    write: &mut (dyn FnMut(&str) -> Result<(), Diagnostics> + Send),
) -> Result<bool, JobError> {
    let runner = Runner::new(threads, watch)?;
    let mut refused: Option<Diagnostics> = None;
    runner.stream(
        ("proposals", of),
        rows,
        || (),
        |(), row| line(row),
        &mut |line: String| match write(&line) {
            Ok(()) => Flow::Continue,
            Err(findings) => {
                refused = Some(findings);
                Flow::Stop
            }
        },
    );
    match refused {
        Some(findings) => Err(JobError::Input(findings)),
        None => Ok(!runner.is_stopped()),
    }
}
