//! How a command ends.

use std::process::ExitCode;

use super::job::bad_option;
use super::printer::Printer;
use crate::app::recommend::JobError;
use crate::diagnostic::Diagnostics;
use crate::domain::Status;
use crate::io::Loaded;

/// How a command ended, by its exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exit {
    /// 0: it did what was asked.
    Done,
    /// 1: the input or the command line is wrong, or the disk refused.
    BadInput,
    /// 2: the program is wrong.
    Bug,
    /// 3: no plan keeps every limit, or none was found within the time.
    NoPlan,
    /// 4: some of what it was given could not be used; the rest is done.
    SomeFailed,
    /// 130: it was interrupted, and ended with what was done.
    Interrupted,
}

impl Exit {
    /// The exit code.
    pub(super) fn code(self) -> u8 {
        match self {
            Exit::Done => 0,
            Exit::BadInput => 1,
            Exit::Bug => 2,
            Exit::NoPlan => 3,
            Exit::SomeFailed => 4,
            Exit::Interrupted => 130,
        }
    }
}

impl Exit {
    /// How a command ends on a recommendation of that status, `interrupted` or not.
    pub(super) fn of(status: Status, interrupted: bool) -> Self {
        match status {
            _ if interrupted => Exit::Interrupted,
            Status::Optimal | Status::GapOpen => Exit::Done,
            Status::Infeasible | Status::Stopped => Exit::NoPlan,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit.code())
    }
}

/// Why a command could not do its job.
#[derive(Debug)]
pub(super) enum Failure {
    /// The input or the command line is wrong, or the disk refused.
    Input(Diagnostics),
    /// The program is wrong: what happened, in words.
    Bug(String),
}

impl From<Diagnostics> for Failure {
    fn from(findings: Diagnostics) -> Self {
        Failure::Input(findings)
    }
}

impl Failure {
    /// A job's failure, with its findings at the files of what was `loaded`.
    pub(super) fn of_job(error: JobError, loaded: &Loaded) -> Self {
        match error {
            JobError::Input(findings) => Failure::Input(loaded.locate(&findings)),
            JobError::Engine(error) => Failure::Bug(error.to_string()),
            JobError::Threads(_) => {
                Failure::Input(bad_option("--threads", error.to_string(), "ask for fewer"))
            }
        }
    }

    /// Says what went wrong.
    pub(super) fn print(self, printer: &mut Printer) -> Exit {
        match self {
            Failure::Input(findings) => {
                printer.refusal(&findings.sorted());
                Exit::BadInput
            }
            Failure::Bug(what) => {
                printer.bug(&what);
                Exit::Bug
            }
        }
    }
}
