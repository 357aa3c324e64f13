//! The only mouth of the command: data on standard output, everything else on standard error.

use std::io::{self, BufWriter, ErrorKind, IsTerminal as _, Write};
use std::panic;

use super::exit::Exit;
use crate::diagnostic::{Diagnostics, Severity};
use crate::report::{self, Style};

/// Where to tell of a bug, from the package; empty where there is no such place.
const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

/// Writes for a person or a program.
pub(super) struct Printer {
    data: Box<dyn Write + Send>,
    messages: Box<dyn Write + Send>,
    data_style: Style,
    message_style: Style,
    quiet: bool,
    shows_progress: bool,
    progress_width: usize,
    refused: Option<io::Error>,
}

/// Whether a stream that is a terminal or not shows colour, after the conventions of no-color.org.
fn shows_colour(is_terminal: bool) -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    is_terminal && !is_set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}

impl Printer {
    /// The printer of this process.
    pub(super) fn of_process() -> Self {
        let (out, err) = (io::stdout(), io::stderr());
        let style = |is_terminal| Style {
            colour: shows_colour(is_terminal),
            all: false,
        };
        let (out_is_terminal, err_is_terminal) = (out.is_terminal(), err.is_terminal());
        let mut printer = Printer::new(Box::new(BufWriter::new(out)), Box::new(err));
        printer.data_style = style(out_is_terminal);
        printer.message_style = style(err_is_terminal);
        printer.shows_progress = err_is_terminal;
        printer
    }

    /// A printer for two streams that are no terminals.
    pub(super) fn new(data: Box<dyn Write + Send>, messages: Box<dyn Write + Send>) -> Self {
        Printer {
            data,
            messages,
            data_style: Style::default(),
            message_style: Style::default(),
            quiet: false,
            shows_progress: false,
            progress_width: 0,
            refused: None,
        }
    }

    /// Shows progress as a terminal would.
    #[cfg(test)]
    pub(super) fn watch(&mut self) {
        self.shows_progress = true;
    }

    /// Whether everything but data and errors is held back.
    pub(super) fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// Holds back everything but data and errors.
    pub(super) fn set_quiet(&mut self, quiet: bool) {
        self.quiet = quiet;
    }

    /// How data for a person is written here.
    pub(super) fn style(&self) -> Style {
        self.data_style
    }

    /// Whether progress is worth making up: somebody watches.
    pub(super) fn shows_progress(&self) -> bool {
        self.shows_progress && !self.quiet
    }

    /// Writes data. Once the reader has gone away or the disk is full, nothing more is written.
    pub(super) fn data(&mut self, text: &str) {
        self.clear_progress();
        if self.refused.is_none() {
            self.refused = self
                .data
                .write_all(text.as_bytes())
                .and_then(|()| self.data.flush())
                .err();
        }
    }

    /// Says something that is not data, in a line.
    pub(super) fn message(&mut self, text: &str) {
        if !self.quiet {
            self.say(&format!("{text}\n"));
        }
    }

    /// Says why the work cannot be done: the findings and how many they are.
    pub(super) fn refusal(&mut self, findings: &Diagnostics) {
        let text = report::findings(findings, self.message_style);
        let summary =
            report::summary(findings).map_or_else(String::new, |summary| format!("{summary}\n"));
        self.say(&format!("{text}{summary}"));
    }

    /// Says what a reader of the result should know; notes are only counted.
    pub(super) fn warnings(&mut self, findings: &Diagnostics, model: &str) {
        if self.quiet || findings.is_empty() {
            return;
        }
        let mut warnings = Diagnostics::new();
        for finding in findings
            .iter()
            .filter(|finding| finding.severity != Severity::Note)
        {
            warnings.push(finding.clone());
        }
        let text = report::findings(&warnings, self.message_style);
        let summary = report::summary(findings).unwrap_or_default();
        self.say(&format!(
            "{text}{summary}; trefoil validate {model} says more\n\n"
        ));
    }

    /// Passes on a complaint that is laid out already.
    pub(super) fn complaint(&mut self, text: &str) {
        self.say(text);
    }

    /// Says that the program is wrong.
    pub(super) fn bug(&mut self, what: &str) {
        self.say(&bug_report(what));
    }

    /// Shows how far the work is, over the last such line; nothing where nobody watches.
    pub(super) fn progress(&mut self, text: &str) {
        if self.shows_progress() {
            let line = format!("\r{text:width$}", width = self.progress_width);
            self.progress_width = text.chars().count();
            self.write_message(&line);
        }
    }

    /// Takes the line of progress away.
    pub(super) fn clear_progress(&mut self) {
        if self.progress_width > 0 {
            let blank = format!("\r{:width$}\r", "", width = self.progress_width);
            self.progress_width = 0;
            self.write_message(&blank);
        }
    }

    /// Ends with `exit`, or with an error where data could not be written. A reader that has seen enough
    /// and went away, as `head` does, is no error.
    pub(super) fn finish(&mut self, exit: Exit) -> Exit {
        self.clear_progress();
        match self.refused.take() {
            Some(error) if error.kind() != ErrorKind::BrokenPipe => {
                self.say(&format!("error: the output cannot be written: {error}\n"));
                Exit::BadInput
            }
            _ => exit,
        }
    }

    fn say(&mut self, text: &str) {
        self.clear_progress();
        self.write_message(text);
    }

    fn write_message(&mut self, text: &str) {
        // Nobody can be told that standard error is closed.
        let _ = self
            .messages
            .write_all(text.as_bytes())
            .and_then(|()| self.messages.flush());
    }
}

/// Says something beside the printer, from where there is none: a signal, a panic.
pub(super) fn aside(text: &str) {
    // Nobody can be told that standard error is closed.
    let _ = io::stderr().write_all(text.as_bytes());
}

/// What is said of a bug.
fn bug_report(what: &str) -> String {
    let place = if REPOSITORY.is_empty() {
        String::new()
    } else {
        format!(" at {REPOSITORY}")
    };
    format!(
        "internal error: {what}\n\
         This is a bug in trefoil {version}, not in your model. Please report it{place}\n\
         with the command you ran and the line above; RUST_BACKTRACE=1 adds where.\n",
        version = env!("CARGO_PKG_VERSION"),
    )
}

/// Makes a panic say that it is a bug and how to report it.
pub(super) fn report_bugs() {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if std::env::var_os("RUST_BACKTRACE").is_some_and(|value| value != "0") {
            usual(info);
        }
        let what = info
            .payload_as_str()
            .unwrap_or("something impossible happened");
        let place = info
            .location()
            .map_or_else(String::new, |place| format!(" ({place})"));
        aside(&bug_report(&format!("{what}{place}")));
    }));
}
