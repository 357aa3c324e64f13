//! How a long job is watched, stopped, and gone on with.

use crate::engine::Flow;

/// How far a job has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// What is being done, in a few words: "drawing", "one figure at a time".
    pub what: &'static str,
    /// Solves finished.
    pub done: usize,
    /// Solves in all; 0 where that is not known.
    pub of: usize,
}

/// A finished solve, as it is kept on disk and read back.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// What was solved: `draw/17`.
    pub key: String,
    /// How it ended: `found`, `infeasible`, or why it failed.
    pub status: String,
    /// Its figures; every one finite.
    pub values: Vec<f64>,
}

/// Who watches a job. Calls come from several threads at once.
#[derive(Clone, Copy)]
pub struct Watch<'a> {
    /// Is told of every solve, and may stop the job.
    pub progress: &'a (dyn Fn(Step) -> Flow + Sync),
    /// Is given every finished solve, in any order.
    pub keep: &'a (dyn Fn(&Entry) + Sync),
    /// What an earlier run of the same job had finished.
    pub kept: &'a [Entry],
}

impl Watch<'_> {
    /// Nobody watches.
    #[must_use]
    pub fn nobody() -> Watch<'static> {
        Watch {
            progress: &|_| Flow::Continue,
            keep: &|_| {},
            kept: &[],
        }
    }
}
