//! Many solves on several threads, their results in order.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::recommend::JobError;
use super::watch::{Entry, Step, Watch};
use crate::engine::Flow;

/// Threads, and who watches them.
pub(super) struct Runner<'a> {
    threads: rayon::ThreadPool,
    watch: Watch<'a>,
    kept: BTreeMap<&'a str, &'a Entry>,
    stopped: AtomicBool,
}

impl<'a> Runner<'a> {
    /// A runner on `threads`, or as many as the machine has.
    ///
    /// # Errors
    /// Where the system gives no threads.
    pub(super) fn new(threads: Option<usize>, watch: Watch<'a>) -> Result<Self, JobError> {
        let threads = rayon::ThreadPoolBuilder::new()
            .num_threads(threads.unwrap_or(0))
            .build()
            .map_err(|error| JobError::Threads(error.to_string()))?;
        Ok(Runner {
            threads,
            watch,
            kept: watch
                .kept
                .iter()
                .map(|entry| (entry.key.as_str(), entry))
                .collect(),
            stopped: AtomicBool::new(false),
        })
    }

    /// Whether somebody asked to stop.
    pub(super) fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    /// Whether work goes on.
    pub(super) fn flow(&self) -> Flow {
        if self.is_stopped() {
            Flow::Stop
        } else {
            Flow::Continue
        }
    }

    /// Tells of a step outside [`Runner::run`].
    pub(super) fn step(&self, step: Step) -> Flow {
        let flow = (self.watch.progress)(step);
        if flow == Flow::Stop {
            self.stopped.store(true, Ordering::Relaxed);
        }
        flow
    }

    /// The entry of each key, in the order of the keys: kept from an earlier run, or solved now by a worker that its
    /// thread made with `start`; `None` where the job was stopped before.
    pub(super) fn run<W>(
        &self,
        what: &'static str,
        keys: &[String],
        start: impl Fn() -> W + Sync,
        solve: impl Fn(&mut W, usize) -> Entry + Sync,
    ) -> Vec<Option<Entry>> {
        let known = |key: &String| self.kept.get(key.as_str()).map(|&entry| entry.clone());
        let mut entries: Vec<Option<Entry>> = keys.iter().map(known).collect();
        let open: Vec<usize> = (0..keys.len())
            .filter(|&index| entries[index].is_none())
            .collect();
        let next = AtomicUsize::new(0);
        let done = AtomicUsize::new(keys.len() - open.len());
        let solved: Mutex<Vec<(usize, Entry)>> = Mutex::new(Vec::new());
        let work = |_: rayon::BroadcastContext<'_>| {
            let mut worker: Option<W> = None;
            while !self.is_stopped() {
                let Some(&index) = open.get(next.fetch_add(1, Ordering::Relaxed)) else {
                    break;
                };
                let entry = solve(worker.get_or_insert_with(&start), index);
                (self.watch.keep)(&entry);
                // A thread that panicked has passed its panic on; what it had finished is whole.
                solved
                    .lock()
                    .unwrap_or_else(std::sync::PoisonError::into_inner)
                    .push((index, entry));
                self.step(Step {
                    what,
                    done: done.fetch_add(1, Ordering::Relaxed) + 1,
                    of: keys.len(),
                });
            }
        };
        if !open.is_empty() {
            self.threads.broadcast(work);
        }
        let solved = solved
            .into_inner()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        for (index, entry) in solved {
            entries[index] = Some(entry);
        }
        entries
    }
}
