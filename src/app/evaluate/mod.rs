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
pub use settle::{Settled, Tally, Together, settle};

use super::recommend::JobError;
use super::runner::Runner;
use super::watch::Watch;
use crate::diagnostic::Diagnostics;
use crate::domain::{
    AddedValue, Assessment, Displaced, Effects, Judgement, Model, Offer, PlaceId, PoolId, Proposal,
    ResourceId,
};
use crate::engine::backend::Raw;
use crate::engine::{Base, Entry, EntryError, Flow, Givers, Instance, Known, Valuer};
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
    community: &'a Community<'a>,
    judge: Judge<'a>,
    /// The best plan without any of them; `None` where scores alone are asked for.
    base: Option<Base<'static>>,
}

/// What a thread values proposals with.
pub type Worker<'r> = Option<Valuer<'r>>;

impl<'a> Round<'a> {
    /// A round of proposals to `community`; where `adds`, what each adds to the best plan is worked out too, and the
    /// best plan without any is sought now.
    ///
    /// # Errors
    /// There is no plan without proposals: why, in words.
    pub fn new(community: &'a Community<'a>, adds: bool) -> Result<Self, EntryError> {
        Ok(Round {
            community,
            judge: Judge::new(community.model, &community.effects, &community.instance),
            base: adds
                .then(|| Base::new(&community.instance, &Raw))
                .transpose()?,
        })
    }

    /// What one thread needs.
    #[must_use]
    pub fn worker(&self) -> Worker<'_> {
        self.base.as_ref().map(Base::valuer)
    }

    /// What a proposal changes by cell.
    #[must_use]
    pub fn changes(&self, proposal: &Proposal) -> portfolio::Changes {
        self.judge.judge(proposal).changes
    }

    /// What becomes of a proposal.
    #[must_use]
    pub fn assess(&self, worker: &mut Worker<'_>, proposal: &Proposal) -> Assessment {
        let alone = self.judge.judge(proposal);
        let added = worker
            .as_mut()
            .and_then(|valuer| self.added(valuer, proposal, &alone));
        let Alone {
            judgement,
            flags,
            requests,
            changes: _,
        } = alone;
        Assessment {
            id: proposal.id.clone(),
            judgement,
            flags,
            requests,
            added,
        }
    }

    /// What a proposal adds to the best plan; `None` where it has no score of its own, or the solver has no answer,
    /// which says nothing against the proposal.
    fn added(
        &self,
        valuer: &mut Valuer<'_>,
        proposal: &Proposal,
        alone: &Alone,
    ) -> Option<AddedValue> {
        let Judgement::Scored(scored) = &alone.judgement else {
            return None;
        };
        let instance = &self.community.instance;
        let position = |id: &ResourceId| instance.resources.iter().position(|known| known == id);
        let entry = Entry {
            requests: proposal
                .requests
                .iter()
                .filter_map(|(id, amount)| Some((position(id)?, amount.get())))
                .collect(),
            givers: self.givers(proposal),
            effects: alone.changes.clone(),
            whole: !proposal.partial,
            participants: scored.places.iter().map(|at| at.counted).sum(),
            rules: Vec::new(),
        };
        let found = valuer.added(&entry).ok()?;
        let resolved = found.known == Known::Resolved;
        Some(AddedValue {
            low: found.low,
            high: found.high,
            resolved,
            part: resolved.then_some(found.size),
            displaced: found
                .displaced
                .into_iter()
                .map(|(activity, change)| Displaced {
                    activity: instance.activities[activity].id.clone(),
                    change,
                })
                .collect(),
        })
    }

    /// Pools that may give to a proposal: those whose restrictions allow its practice at each of its places; those
    /// without restrictions where the practice is its own.
    fn givers(&self, proposal: &Proposal) -> Givers {
        let Offer::Practice(practice) = &proposal.offer else {
            return Givers::Unrestricted;
        };
        let restrictions = &self.community.model.tables().restrictions;
        let allows = |pool: &PoolId, place: &PlaceId| {
            let mut rows = restrictions
                .iter()
                .filter(|row| row.pool == *pool)
                .peekable();
            rows.peek().is_none() || rows.any(|row| row.names(practice, place))
        };
        let pools = self.community.instance.pools.iter().enumerate();
        Givers::Pools(
            pools
                .filter(|(_, pool)| proposal.places.iter().all(|place| allows(&pool.id, place)))
                .map(|(index, _)| index)
                .collect(),
        )
    }
}

/// What each of `rows` comes to by `line`, with what `start` gives each thread, written by `write` in the order of the rows as soon as it is known; whether
/// the job came to their end. `of` is how many there are, 0 where that is not known.
///
/// # Errors
/// The system gives no threads, or writing failed.
pub fn stream<R: Send, W>(
    rows: &mut (dyn Iterator<Item = R> + Send),
    of: usize,
    threads: Option<usize>,
    watch: Watch<'_>,
    (start, line): (impl Fn() -> W + Sync, impl Fn(&mut W, R) -> String + Sync),
    write: &mut (dyn FnMut(&str) -> Result<(), Diagnostics> + Send),
) -> Result<bool, JobError> {
    let runner = Runner::new(threads, watch)?;
    let mut refused: Option<Diagnostics> = None;
    runner.stream(
        ("proposals", of),
        rows,
        start,
        line,
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
