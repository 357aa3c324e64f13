//! Finished solves of a long job, kept as they finish, so that the same command goes on after a crash.
//!
//! The first line says what the solves depend on; each later line is one solve. A line is written whole and handed
//! to the system at once: whatever ends the process loses at most the line that was being written, which reading
//! back ignores.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::disk::{self, Growing};
use crate::diagnostic::{Diagnostic, Diagnostics, Location, codes};

/// Name of the file in the folder of the results.
pub const FILE: &str = "journal.jsonl";

/// Version of the format.
const VERSION: &str = "1.0";

/// The first line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    /// Version of this format.
    journal_version: String,
    /// Digest of all that the solves depend on.
    digest: String,
}

/// A finished solve.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JournalEntry {
    /// What was solved: `draw/17`.
    pub key: String,
    /// How it ended, in the job's own words.
    pub status: String,
    /// Its figures, read back bit for bit.
    pub values: Vec<f64>,
}

/// The digest of `parts`, which are all that the solves of a job depend on: SHA-256 in hexadecimal digits.
#[must_use]
pub fn digest(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        // Lengths keep the border between parts from being written inside one.
        hash.update(format!("{} ", part.len()));
        hash.update(part);
    }
    hexadecimal(&hash.finalize())
}

/// Bytes in hexadecimal digits, as digests are written.
pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A journal that is being written; several threads may add to it.
pub struct Journal {
    path: PathBuf,
    state: Mutex<State>,
}

struct State {
    file: Growing,
    refused: Option<std::io::Error>,
}

impl Journal {
    /// Opens the journal in the folder `dir`, which is made where it is not there, for solves that depend on
    /// `digest`; with what it holds already, which only a run that is to `resume` may find there.
    ///
    /// # Errors
    /// A journal is there and nobody said `resume`; it is of other solves; it is damaged before its last line;
    /// another run is writing it; or the disk refuses.
    pub fn open(
        dir: &Path,
        digest: &str,
        resume: bool,
    ) -> Result<(Self, Vec<JournalEntry>), Diagnostics> {
        let path = dir.join(FILE);
        disk::make_folder(dir).map_err(|error| unwritable(dir, &error))?;
        let mut found = Found::default();
        if disk::is_file(&path) {
            let bytes = disk::read(&path).map_err(|error| {
                refusal(
                    codes::UNREADABLE_FILE,
                    &path,
                    None,
                    &format!("cannot be read: {error}"),
                    "choose another folder",
                )
            })?;
            found = read(&path, &bytes)?;
            // A journal without a solve is of a run that came to nothing: there is nothing to lose.
            if found.entries.is_empty() {
                found.length = 0;
            } else if !resume {
                return Err(refusal(
                    codes::JOURNAL,
                    &path,
                    None,
                    "the folder already holds the finished solves of an earlier run",
                    "add --resume to go on with it, or choose another folder",
                ));
            } else if found.digest != digest {
                return Err(refusal(
                    codes::JOURNAL,
                    &path,
                    None,
                    "its solves are of another question: the model, a scenario, --set, an option or the program has changed",
                    "choose another folder, or ask what was asked when the journal was begun",
                ));
            }
        }
        let mut file =
            Growing::open(&path, found.length).map_err(|error| unwritable(&path, &error))?;
        if found.length == 0 {
            let header = Header {
                journal_version: VERSION.to_owned(),
                digest: digest.to_owned(),
            };
            file.add(&line(&header))
                .map_err(|error| unwritable(&path, &error))?;
        }
        let state = Mutex::new(State {
            file,
            refused: None,
        });
        Ok((Journal { path, state }, found.entries))
    }

    /// Adds a finished solve. Once the disk has refused, nothing more is written, and [`Journal::close`] says so.
    ///
    /// A figure that is not finite has no form in JSON: such a solve is not kept, and is solved again.
    pub fn add(&self, entry: &JournalEntry) {
        if entry.values.iter().any(|value| !value.is_finite()) {
            return;
        }
        let bytes = line(entry);
        // A thread that panicked while it held the lock has left at most a torn line.
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.refused.is_none() {
            state.refused = state.file.add(&bytes).err();
        }
    }

    /// Ends the writing.
    ///
    /// # Errors
    /// The disk refused at some point, so that not every solve is kept.
    pub fn close(self) -> Result<(), Diagnostics> {
        let state = self
            .state
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        match state.refused {
            Some(error) => Err(unwritable(&self.path, &error)),
            None => Ok(()),
        }
    }
}

/// What a journal holds.
#[derive(Default)]
struct Found {
    /// Bytes up to the end of its last whole line.
    length: u64,
    digest: String,
    entries: Vec<JournalEntry>,
}

fn read(path: &Path, bytes: &[u8]) -> Result<Found, Diagnostics> {
    let damaged = |line: u64| {
        refusal(
            codes::JOURNAL,
            path,
            Some(line),
            "the journal is damaged here",
            "choose another folder, or remove the journal to start anew",
        )
    };
    let mut found = Found::default();
    let mut lines = (1..).zip(bytes.split_inclusive(|byte| *byte == b'\n'));
    // What does not end is torn: the process was killed while it wrote the line.
    let mut whole = || lines.next().filter(|(_, line)| line.ends_with(b"\n"));
    let Some((number, first)) = whole() else {
        return Ok(found);
    };
    let header: Header = serde_json::from_slice(first).map_err(|_| damaged(number))?;
    if header.journal_version != VERSION {
        return Err(refusal(
            codes::JOURNAL,
            path,
            Some(number),
            "another version of the program wrote it",
            "choose another folder, or remove the journal to start anew",
        ));
    }
    found.digest = header.digest;
    found.length += first.len() as u64;
    while let Some((number, line)) = whole() {
        let entry = serde_json::from_slice(line).map_err(|_| damaged(number))?;
        found.entries.push(entry);
        found.length += line.len() as u64;
    }
    Ok(found)
}

fn line<T: Serialize>(content: &T) -> Vec<u8> {
    // A structure of strings and finite numbers always has a form in JSON.
    let mut bytes = serde_json::to_vec(content).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

pub(super) fn unwritable(path: &Path, error: &std::io::Error) -> Diagnostics {
    refusal(
        codes::UNWRITABLE_FILE,
        path,
        None,
        &format!("cannot be written: {error}"),
        "choose another folder",
    )
}

pub(super) fn refusal(
    code: &'static str,
    path: &Path,
    line: Option<u64>,
    message: &str,
    hint: &str,
) -> Diagnostics {
    let mut findings = Diagnostics::new();
    let location = Location::file(path.display().to_string(), line);
    findings.push(Diagnostic::error(code, location, message).hint(hint));
    findings
}
