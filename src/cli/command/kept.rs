//! Finished solves of a long job, kept in the folder of its results while it runs.

use std::path::Path;

use crate::app::watch::Entry;
use crate::cli::exit::Failure;
use crate::cli::printer::Printer;
use crate::engine::backend::{Backend as _, Raw};
use crate::io::journal::{self, Journal, JournalEntry};
use crate::io::{self, Loaded};

/// What is kept, and what was.
pub(super) struct Kept {
    journal: Option<Journal>,
    entries: Vec<Entry>,
}

impl Kept {
    /// Keeps the solves of the command `kind` on `loaded` in `folder`, where one is named, and reads what a run
    /// that is to `resume` finds there. Solves depend on `settings` too. The result's files will be `names`.
    ///
    /// # Errors
    /// The folder cannot take the journal or the result.
    pub fn open(
        folder: Option<&Path>,
        resume: bool,
        loaded: &Loaded,
        (kind, settings): (&str, &str),
        names: &[String],
    ) -> Result<Self, Failure> {
        let Some(folder) = folder else {
            return Ok(Kept {
                journal: None,
                entries: Vec::new(),
            });
        };
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        io::write::room(folder, &names)?;
        let digest = journal::digest(&[
            kind,
            env!("CARGO_PKG_VERSION"),
            &Raw.name(),
            &loaded.input_hash,
            settings,
        ]);
        let (journal, entries) = Journal::open(folder, &digest, resume)?;
        Ok(Kept {
            journal: Some(journal),
            entries: entries
                .into_iter()
                .map(|entry| Entry {
                    key: entry.key,
                    status: entry.status,
                    values: entry.values,
                })
                .collect(),
        })
    }

    /// What an earlier run had finished.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Keeps a finished solve.
    pub fn keep(&self, entry: &Entry) {
        if let Some(journal) = &self.journal {
            journal.add(&JournalEntry {
                key: entry.key.clone(),
                status: entry.status.clone(),
                values: entry.values.clone(),
            });
        }
    }

    /// Ends the keeping; an `interrupted` job says how to go on.
    ///
    /// # Errors
    /// The disk refused a solve.
    pub fn close(self, interrupted: bool, printer: &mut Printer) -> Result<(), Failure> {
        if interrupted {
            printer.message(if self.journal.is_some() {
                "interrupted; the same command with --resume goes on"
            } else {
                "interrupted; with --out DIR what is finished is kept, and --resume goes on"
            });
        }
        match self.journal {
            Some(journal) => Ok(journal.close()?),
            None => Ok(()),
        }
    }
}
