//! Many solves on several threads, their results in order.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

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
                held(&solved).push((index, entry));
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
        let solved = solved.into_inner().unwrap_or_else(PoisonError::into_inner);
        for (index, entry) in solved {
            entries[index] = Some(entry);
        }
        entries
    }

    /// What each of `rows` comes to, written in the order of the rows as soon as it is known: worked out by workers
    /// that threads make with `start`. Rows are taken as they are worked on, so that neither they nor what they come
    /// to pile up. Writing may stop the job.
    pub(super) fn stream<R: Send, W, O: Send>(
        &self,
        (what, of): (&'static str, usize),
        rows: &mut (dyn Iterator<Item = R> + Send),
        start: impl Fn() -> W + Sync,
        work: impl Fn(&mut W, R) -> O + Sync,
        write: &mut (dyn FnMut(O) -> Flow + Send),
    ) {
        let rows = Mutex::new(rows.enumerate());
        let line = Mutex::new(Line {
            next: 0,
            waiting: BTreeMap::new(),
            ended: false,
            write,
        });
        let moved_on = Condvar::new();
        self.threads.broadcast(|_| {
            let mut worker: Option<W> = None;
            while !self.is_stopped() {
                let mut waiting = held(&line);
                // Whoever works on the row that all wait for is not among those who wait.
                while waiting.waiting.len() >= MOST_WAITING && !self.is_stopped() {
                    waiting = moved_on
                        .wait(waiting)
                        .unwrap_or_else(PoisonError::into_inner);
                }
                drop(waiting);
                let Some((index, row)) = held(&rows).next() else {
                    break;
                };
                let done = work(worker.get_or_insert_with(&start), row);
                let mut waiting = held(&line);
                waiting.waiting.insert(index, done);
                let flow = waiting.write_on();
                let written = waiting.next;
                drop(waiting);
                if flow == Flow::Stop {
                    self.stopped.store(true, Ordering::Relaxed);
                }
                moved_on.notify_all();
                self.step(Step {
                    what,
                    done: written,
                    of,
                });
            }
            moved_on.notify_all();
        });
    }
}

/// What is known and waits for a row before it.
const MOST_WAITING: usize = 256;

/// What rows come to, on its way to be written in order.
struct Line<'w, O> {
    /// The row that is written next.
    next: usize,
    waiting: BTreeMap<usize, O>,
    /// Whether writing stopped the job: what comes after a line that was not written is not written either.
    ended: bool,
    write: &'w mut (dyn FnMut(O) -> Flow + Send),
}

impl<O> Line<'_, O> {
    /// Writes what no earlier row keeps waiting.
    fn write_on(&mut self) -> Flow {
        while let Some(done) = self.waiting.remove(&self.next)
            && !self.ended
        {
            self.next += 1;
            self.ended = (self.write)(done) == Flow::Stop;
        }
        if self.ended {
            Flow::Stop
        } else {
            Flow::Continue
        }
    }
}

/// A lock. A thread that panicked has passed its panic on; what it had finished is whole.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_written_in_their_order_whoever_works_on_them() {
        for threads in [1, 2, 5] {
            let runner = Runner::new(Some(threads), Watch::nobody()).unwrap();
            let mut written = Vec::new();
            runner.stream(
                ("rows", 0),
                &mut (0..2_000_u64),
                || (),
                |(), row| {
                    if row % 7 == 0 {
                        std::thread::yield_now();
                    }
                    row * row
                },
                &mut |square| {
                    written.push(square);
                    Flow::Continue
                },
            );
            let squares: Vec<u64> = (0..2_000).map(|row| row * row).collect();
            assert_eq!(written, squares);
        }
    }

    #[test]
    fn writing_stops_the_job_and_nothing_is_written_after_a_gap() {
        let runner = Runner::new(Some(3), Watch::nobody()).unwrap();
        let mut written = Vec::new();
        runner.stream(
            ("rows", 0),
            &mut (0..100_000_u64),
            || (),
            |(), row| row,
            &mut |row| {
                if row < 100 {
                    written.push(row);
                    Flow::Continue
                } else if row == 100 {
                    Flow::Stop
                } else {
                    written.push(row);
                    Flow::Continue
                }
            },
        );
        assert_eq!(written, (0..100).collect::<Vec<u64>>());
        assert!(runner.is_stopped());
    }
}
