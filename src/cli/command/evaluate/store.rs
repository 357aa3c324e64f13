//! Where the records of proposals are kept, and read back from.

use std::path::{Path, PathBuf};

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

/// Where records go as they are made.
pub(super) struct Store {
    /// Records that an earlier run had written.
    pub done: u64,
    kind: StoreKind,
}

enum StoreKind {
    Disk {
        lines: Lines,
        folder: PathBuf,
        added: u64,
    },
    Memory(Vec<String>),
}

impl Store {
    pub fn open(job: &EvaluateJob, of: &LinesOf) -> Result<Self, Diagnostics> {
        let Some(folder) = &job.out else {
            return Ok(Store {
                done: 0,
                kind: StoreKind::Memory(Vec::new()),
            });
        };
        let (lines, done) = Lines::open(folder, RECORDS, of, job.resume)?;
        Ok(Store {
            done,
            kind: StoreKind::Disk {
                lines,
                folder: folder.clone(),
                added: 0,
            },
        })
    }

    pub fn add(&mut self, line: &str) -> Result<(), Diagnostics> {
        match &mut self.kind {
            StoreKind::Memory(all) => all.push(line.to_owned()),
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
            StoreKind::Memory(_) => Ok(()),
            StoreKind::Disk { lines, .. } => lines.sync(),
        }
    }

    pub fn read(&self, take: &mut dyn FnMut(ProposalRecord)) -> Result<(), Diagnostics> {
        match &self.kind {
            StoreKind::Memory(all) => {
                all.iter()
                    .filter_map(|line| ProposalRecord::read(line))
                    .for_each(take);
                Ok(())
            }
            StoreKind::Disk { folder, .. } => {
                let mut lines = LinesRead::open(folder, RECORDS)?;
                each(&mut lines, folder, take)
            }
        }
    }
}
