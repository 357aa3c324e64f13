//! Rows of a proposals file that have no record yet, and what parts of it that were shared out have done.

use std::path::PathBuf;

use super::refusal;
use super::store::{RECORDS, damaged};
use crate::cli::job::EvaluateJob;
use crate::diagnostic::{Diagnostics, codes};
use crate::io::lines::{LinesOf, LinesRead};
use crate::io::proposals::Row;
use crate::report::ProposalRecord;

/// What there is to do for a row.
pub(super) enum Work {
    /// Nothing: a part has its record.
    Done(String),
    /// To judge it.
    Read(u64, Row),
}

/// Rows that have no record yet.
pub(super) struct Undone<'j, R> {
    pub rows: R,
    /// Rows that were come to.
    pub row: u64,
    /// Rows whose records are kept already.
    pub done: u64,
    pub job: &'j EvaluateJob,
    pub parts: Parts,
    /// Why it ended before its rows did.
    pub failed: Option<Diagnostics>,
}

impl<R: Iterator<Item = Row>> Iterator for Undone<'_, R> {
    type Item = Work;

    fn next(&mut self) -> Option<Work> {
        loop {
            let row = self.rows.next()?;
            self.row += 1;
            let number = self.row;
            if self.job.shard.is_some_and(|shard| !shard.holds(number)) {
                continue;
            }
            // The record of a part is taken even where it is not needed any more, so that parts stay in step.
            match self.parts.take(number) {
                Ok(line) if self.done > 0 => {
                    drop(line);
                    self.done -= 1;
                }
                Ok(Some(line)) => return Some(Work::Done(line)),
                Ok(None) => return Some(Work::Read(number, row)),
                Err(findings) => {
                    self.failed = Some(findings);
                    return None;
                }
            }
        }
    }
}

/// What parts of the file have done, each in the order of its rows.
#[derive(Default)]
pub(super) struct Parts {
    open: Vec<Part>,
}

struct Part {
    folder: PathBuf,
    lines: LinesRead,
    next: Option<(u64, String)>,
    number: u64,
}

impl Parts {
    pub fn open(job: &EvaluateJob, of: &LinesOf) -> Result<Self, Diagnostics> {
        let mut parts = Parts::default();
        let mut findings = Diagnostics::new();
        for folder in &job.merge {
            match LinesRead::open(folder, RECORDS) {
                Ok(lines) if lines.of.as_ref().is_some_and(|other| other.digest == of.digest) => {
                    parts.open.push(Part {
                        folder: folder.clone(),
                        lines,
                        next: None,
                        number: 1,
                    });
                }
                Ok(_) => findings.extend(refusal(
                    codes::JOURNAL,
                    &folder.join(RECORDS).display().to_string(),
                    "its records are of another question: the model, the proposals, the map, an option or the program differs"
                        .to_owned(),
                    "name folders of parts of this evaluation".to_owned(),
                )),
                Err(other) => findings.extend(other),
            }
        }
        if findings.is_empty() {
            Ok(parts)
        } else {
            Err(findings)
        }
    }

    /// The record of a row, where a part has it.
    fn take(&mut self, row: u64) -> Result<Option<String>, Diagnostics> {
        let mut found = None;
        for part in &mut self.open {
            if part.next.is_none()
                && let Some(line) = part.lines.next_whole()?
            {
                part.number += 1;
                let Some(record) = ProposalRecord::read(&line) else {
                    return Err(damaged(&part.folder, part.number));
                };
                part.next = Some((record.row, line));
            }
            if part.next.as_ref().is_some_and(|(number, _)| *number == row)
                && let Some((_, line)) = part.next.take()
            {
                found = Some(line);
            }
        }
        Ok(found)
    }
}
