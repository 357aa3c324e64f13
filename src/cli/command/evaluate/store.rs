//! Where the records of proposals are kept, and read back from.

use std::path::{Path, PathBuf};

use crate::app::evaluate::Tally;
use crate::cli::job::EvaluateJob;
use crate::diagnostic::{Diagnostic, Diagnostics, Location, codes};
use crate::io::lines::{Lines, LinesOf, LinesRead};
use crate::report::ProposalRecord;

/// The file that takes a record for each row as soon as it is known.
pub(super) const RECORDS: &str = "proposals.jsonl";

/// Lines after which what was written is forced onto the disk.
const SYNCED_EACH: u64 = 64;

/// The record of each line.
pub(super) fn each(
    lines: &mut LinesRead,
    folder: &Path,
    take: &mut dyn FnMut(ProposalRecord),
) -> Result<(), Diagnostics> {
    let mut number = 1;
    while let Some(line) = lines.next_whole()? {
        number += 1;
        match ProposalRecord::read(&line) {
            Some(record) => take(record),
            None => return Err(damaged(folder, number)),
        }
    }
    Ok(())
}

pub(super) fn damaged(folder: &Path, line: u64) -> Diagnostics {
    let mut findings = Diagnostics::new();
    let place = Location::file(folder.join(RECORDS).display().to_string(), Some(line));
    findings.push(
        Diagnostic::error(
            codes::JOURNAL,
            place,
            "the line is not the record of a proposal",
        )
        .hint("choose another folder, or remove the file to start anew"),
    );
    findings
}

/// What is kept of the records of a round for what is said of them together.
#[derive(Default)]
pub(super) struct Told {
    pub tally: Tally,
    /// The record that is to be read aloud.
    pub explained: Option<ProposalRecord>,
}

impl Told {
    fn add(&mut self, record: ProposalRecord, explain: Option<&String>) {
        self.tally.add(&record);
        // Of rows with the same id the first is the proposal, and the others are rejected.
        let is_asked = explain.is_some() && record.proposal.as_ref() == explain;
        if is_asked && self.explained.is_none() {
            self.explained = Some(record);
        }
    }
}

/// Where records go as they are made.
pub(super) struct Store {
    /// Records that an earlier run had written.
    pub done: u64,
    explain: Option<String>,
    kind: StoreKind,
}

enum StoreKind {
    Disk {
        lines: Lines,
        folder: PathBuf,
        added: u64,
    },
    /// Only what is told of all together.
    Nowhere(Box<Told>),
}

impl Store {
    pub fn open(job: &EvaluateJob, of: &LinesOf) -> Result<Self, Diagnostics> {
        let Some(folder) = &job.out else {
            return Ok(Store {
                done: 0,
                explain: job.explain.clone(),
                kind: StoreKind::Nowhere(Box::default()),
            });
        };
        let (lines, done) = Lines::open(folder, RECORDS, of, job.resume)?;
        Ok(Store {
            done,
            explain: job.explain.clone(),
            kind: StoreKind::Disk {
                lines,
                folder: folder.clone(),
                added: 0,
            },
        })
    }

    pub fn add(&mut self, line: &str) -> Result<(), Diagnostics> {
        match &mut self.kind {
            StoreKind::Nowhere(told) => {
                if let Some(record) = ProposalRecord::read(line) {
                    told.add(record, self.explain.as_ref());
                }
            }
            StoreKind::Disk { lines, added, .. } => {
                lines.add(line)?;
                *added += 1;
                if *added % SYNCED_EACH == 0 {
                    lines.sync()?;
                }
            }
        }
        Ok(())
    }

    pub fn sync(&mut self) -> Result<(), Diagnostics> {
        match &mut self.kind {
            StoreKind::Nowhere(_) => Ok(()),
            StoreKind::Disk { lines, .. } => lines.sync(),
        }
    }

    /// What all records come to.
    pub fn told(self) -> Result<Told, Diagnostics> {
        match self.kind {
            StoreKind::Nowhere(told) => Ok(*told),
            StoreKind::Disk { folder, .. } => {
                let mut told = Told::default();
                let mut lines = LinesRead::open(&folder, RECORDS)?;
                each(&mut lines, &folder, &mut |record| {
                    told.add(record, self.explain.as_ref());
                })?;
                Ok(told)
            }
        }
    }
}
