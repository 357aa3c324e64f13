//! How far a long job is, for somebody who watches: what, how much of it, how fast, and how long it still takes.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use super::interrupt;
use super::printer::Printer;
use crate::app::watch::Step;
use crate::engine::Flow;

/// Time between two updates: five a second.
const BETWEEN: Duration = Duration::from_millis(200);

/// A job shorter than this shows no progress, which would only flicker.
const PATIENCE: Duration = Duration::from_secs(1);

/// Shows steps that several threads take.
pub(super) struct Watched<'p> {
    state: Option<Mutex<State<'p>>>,
}

struct State<'p> {
    printer: &'p mut Printer,
    /// When the line was written last.
    shown: Instant,
    /// What is being done, since when, and how much of it was done then.
    stretch: Option<(&'static str, Instant, usize)>,
}

impl<'p> Watched<'p> {
    /// Shows steps through `printer`, where anybody watches it.
    pub(super) fn new(printer: &'p mut Printer) -> Self {
        let state = printer.shows_progress().then(|| {
            let now = Instant::now();
            Mutex::new(State {
                printer,
                shown: now + PATIENCE - BETWEEN,
                stretch: None,
            })
        });
        Watched { state }
    }

    /// Shows a step, unless another was shown just now, and says whether the job goes on.
    pub(super) fn step(&self, step: Step) -> Flow {
        // A thread that finds another one writing does not wait for it.
        if let Some(Ok(mut state)) = self.state.as_ref().map(Mutex::try_lock) {
            state.take(step, Instant::now());
        }
        interrupt::flow()
    }
}

impl State<'_> {
    fn take(&mut self, step: Step, now: Instant) {
        // What an earlier run had finished comes at once: a rate counts from the first step that is seen.
        let (what, since, before) = *self.stretch.get_or_insert((step.what, now, step.done));
        let (since, before) = if what == step.what && step.done >= before {
            (since, before)
        } else {
            self.stretch = Some((step.what, now, step.done));
            (now, step.done)
        };
        if now.checked_duration_since(self.shown) >= Some(BETWEEN) {
            self.shown = now;
            self.printer
                .progress(&line(step, step.done - before, now - since));
        }
    }
}

/// A step in a line, where `done` of what is done took `time`.
fn line(step: Step, done: usize, time: Duration) -> String {
    if step.of == 0 {
        return format!("{}: round {}", step.what, step.done);
    }
    let mut text = format!("{}: {} of {}", step.what, step.done, step.of);
    let Ok(counted) = u32::try_from(done) else {
        return text;
    };
    if counted == 0 || time.is_zero() {
        return text;
    }
    let rate = f64::from(counted) / time.as_secs_f64();
    let rounded = if rate < 10.0 {
        format!("{rate:.1}")
    } else {
        format!("{rate:.0}")
    };
    text.push_str(&format!(", {rounded} a second"));
    if let Ok(left) = u32::try_from(step.of.saturating_sub(step.done)) {
        text.push_str(&format!(", {} left", span(f64::from(left) / rate)));
    }
    text
}

/// A time in words, to the unit that matters.
fn span(seconds: f64) -> String {
    let (minute, hour) = (60.0, 3600.0);
    if seconds < minute {
        format!("{:.0} s", seconds.ceil())
    } else if seconds < hour {
        format!("{:.0} min", (seconds / minute).ceil())
    } else {
        format!("{:.1} h", seconds / hour)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEP: Step = Step {
        what: "drawing",
        done: 120,
        of: 200,
    };

    #[test]
    fn a_line_says_what_is_done_of_all_how_fast_and_how_long_it_still_takes() {
        assert_eq!(
            line(STEP, 100, Duration::from_secs(20)),
            "drawing: 120 of 200, 5.0 a second, 16 s left"
        );
        assert_eq!(line(STEP, 0, Duration::from_secs(3)), "drawing: 120 of 200");
        assert_eq!(
            line(STEP, 1, Duration::from_secs(90)),
            "drawing: 120 of 200, 0.0 a second, 2.0 h left"
        );
        assert_eq!(span(61.0), "2 min");
    }

    #[test]
    fn updates_come_at_most_five_times_a_second_and_a_rate_counts_what_this_run_did() {
        let written = crate::cli::tests::Stream::default();
        let mut printer = Printer::new(Box::new(std::io::sink()), Box::new(written.clone()));
        printer.watch();
        let start = Instant::now();
        let mut state = State {
            printer: &mut printer,
            shown: start,
            stretch: None,
        };
        // 100 were kept by an earlier run; this one does 10 in a second, told of a hundred times.
        for tenth in 0..=100_u32 {
            let done = 100 + usize::try_from(tenth / 10).expect("small");
            state.take(
                Step { done, ..STEP },
                start + Duration::from_millis(10) * tenth,
            );
        }
        let text = written.read();
        let lines: Vec<&str> = text.split('\r').filter(|line| !line.is_empty()).collect();
        assert_eq!(lines.len(), 5, "{text}");
        assert!(
            lines[4].starts_with("drawing: 110 of 200, 10 a second, 9 s left"),
            "{text}"
        );
    }

    #[test]
    fn another_thing_to_do_counts_anew() {
        let written = crate::cli::tests::Stream::default();
        let mut printer = Printer::new(Box::new(std::io::sink()), Box::new(written.clone()));
        printer.watch();
        let start = Instant::now();
        let mut state = State {
            printer: &mut printer,
            shown: start,
            stretch: None,
        };
        state.take(STEP, start + Duration::from_secs(1));
        let other = Step {
            what: "one figure at a time",
            done: 3,
            of: 9,
        };
        state.take(other, start + Duration::from_secs(2));
        assert!(
            written.read().contains("one figure at a time: 3 of 9"),
            "{}",
            written.read()
        );
    }
}
