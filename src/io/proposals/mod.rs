//! Proposals of any grant system: a file of rows, a map of its columns, and confirmed matches of its words.
//!
//! Rows of CSV, JSON Lines and Parquet are read one by one, so that memory does not grow with the file, but for the
//! ids that were seen (about a hundred bytes each). A workbook is read whole: its format has no order that could be followed.
//! A row that is wrong never stops the rest.

mod bind;
mod columns;
mod decode;
mod file;
mod json;
mod lines;
mod map;
mod matches;
mod number;
mod own;
#[cfg(feature = "parquet")]
mod parquet;
mod record;
mod schema;
mod sheet;
mod shipped;
mod split;
mod text;
mod vocabulary;
mod write;

pub use shipped::shipped;
pub use write::csv;

pub(super) use matches::spec as match_spec;
pub(super) use schema::{map_schema, proposals_schema, reference};

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::disk;
use super::scalar::quoted;
use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::domain::{Model, Proposal, ProposalId, ResourceId};
use decode::{Decoder, Meanings};
use file::Format;
use json::JsonLines;
use map::Map;
use matches::Matches;
use record::{Found, Records};
use sheet::SheetRows;
use text::Text;

/// Where proposals are, and what their words mean.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sources {
    /// The proposals: `.csv`, `.jsonl`, `.xlsx` or, with the feature `parquet`, `.parquet`; a file of the disk, else the name of a shipped one (see
    /// [`shipped()`]).
    pub proposals: PathBuf,
    /// `map.toml`: which columns of the file are read, as what. Without one, every column is one of Trefoil's own.
    pub map: Option<PathBuf>,
    /// `practice_match.csv`: matches of words and practices that a person confirmed.
    pub matches: Option<PathBuf>,
}

/// SHA-256 of the bytes of each file, in hexadecimal digits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Digests {
    /// Of the proposals.
    pub proposals: String,
    /// Of the map.
    pub map: Option<String>,
    /// Of the matches.
    pub matches: Option<String>,
}

/// A row of a proposals file.
#[derive(Debug, Clone, PartialEq)]
pub enum Row {
    /// A proposal.
    Read(Box<Proposal>),
    /// A row that is none.
    Rejected(Rejected),
}

/// A row that could not be read, or the rest of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Rejected {
    /// Line of the file on which it begins, or row of the sheet.
    pub line: u64,
    /// Its id, where that could be read.
    pub id: Option<String>,
    /// All that is wrong with it, each with file, line or cell, column and what to try; at least one, all errors.
    pub findings: Vec<Diagnostic>,
}

/// The rows of a proposals file, each read when it is asked for.
///
/// What a row says is checked against the model alone: that a proposal which another one excludes or requires is
/// there, only who holds all of them can know.
pub struct Proposals {
    digests: Digests,
    findings: Diagnostics,
    records: Box<dyn Records>,
    decoder: Decoder,
    /// Line of each id, that of a rejected row too.
    seen: BTreeMap<ProposalId, u64>,
}

impl std::fmt::Debug for Proposals {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Proposals")
            .field("digests", &self.digests)
            .field("findings", &self.findings)
            .finish_non_exhaustive()
    }
}

/// Opens proposals that `model` is to judge: reads the map and the matches, and checks the header.
///
/// # Errors
/// Everything that is wrong with the map, the matches and the header, at once.
///
/// ```
/// use trefoil::io::proposals::{Row, Sources, open, shipped};
/// use trefoil::io::{LoadOptions, load};
///
/// let model = load("cincinnati", &LoadOptions::default()).expect("the shipped model is valid").model;
/// let sources = Sources { proposals: shipped()[0].clone().into(), ..Sources::default() };
/// let proposals = open(&sources, &model).expect("the shipped file is valid");
/// assert!(proposals.filter(|row| matches!(row, Row::Read(_))).count() > 30);
/// ```
pub fn open(sources: &Sources, model: &Model) -> Result<Proposals, Diagnostics> {
    let mut findings = Diagnostics::new();
    let opened = read(sources, model, &mut findings);
    for finding in findings.iter_mut() {
        super::load::legible(finding);
    }
    let findings = findings.sorted();
    match opened {
        Some(proposals) if !findings.has_errors() => Ok(Proposals {
            findings,
            ..proposals
        }),
        _ => Err(findings),
    }
}

fn read(sources: &Sources, model: &Model, findings: &mut Diagnostics) -> Option<Proposals> {
    let resources: Vec<ResourceId> = model
        .tables()
        .resources
        .iter()
        .map(|row| row.id.clone())
        .collect();
    let mut digests = Digests::default();
    let map = sources.map.as_deref().map(|path| {
        let (file, bytes) = whole(path, findings)?;
        digests.map = Some(file::digest_of(&bytes));
        map::read(&file, &bytes, &resources, findings)
    });
    let matches = sources.matches.as_deref().and_then(|path| {
        let (file, bytes) = whole(path, findings)?;
        digests.matches = Some(file::digest_of(&bytes));
        Some(Matches::read(&file, &bytes, model, findings))
    });
    let path = &sources.proposals;
    let format = file::format(path, findings);
    let stream = file::open(path, findings);
    let records = records(path, format?, stream?, &mut digests, findings)?;
    // Without what a map says, nothing can be said of the columns.
    let map: Option<Map> = match map {
        None => None,
        Some(read) => Some(read?),
    };
    let header = records.header();
    let binding = bind::bind(header, map.as_ref(), &resources, findings);
    let has_map = map.is_some();
    let map = map.unwrap_or_default();
    let meanings = Meanings {
        values: map.values,
        format: map.format,
        map_file: map.file,
        matches: matches.unwrap_or_default(),
    };
    let mut decoder = Decoder::new(model, binding, meanings, format? == Format::Csv);
    if has_map {
        decoder.check_map(header, findings);
    }
    Some(Proposals {
        digests,
        findings: Diagnostics::new(),
        records,
        decoder,
        seen: BTreeMap::new(),
    })
}

/// The name and the bytes of a file that is small.
fn whole(path: &Path, findings: &mut Diagnostics) -> Option<(String, Vec<u8>)> {
    let file = path.display().to_string();
    match disk::read(path) {
        Ok(bytes) => Some((file, bytes)),
        Err(error) => {
            findings.push(file::unreadable(&file, &error));
            None
        }
    }
}

/// The rows of an opened file, whose digest is noted.
fn records(
    path: &Path,
    format: Format,
    mut stream: Box<dyn file::Stream>,
    digests: &mut Digests,
    findings: &mut Diagnostics,
) -> Option<Box<dyn Records>> {
    let name = path.display().to_string();
    let open = || -> std::io::Result<Option<Box<dyn Records>>> {
        digests.proposals = file::digest(&mut *stream)?;
        Ok(match format {
            Format::Csv => {
                let text = Text::open(&name, file::text(stream)?, findings);
                text.map(|text| Box::new(text) as Box<dyn Records>)
            }
            Format::JsonLines => {
                let mut reader = file::text(stream)?;
                let header = JsonLines::header(&name, &mut reader, findings)?;
                let reader = file::text(reader.into_inner())?;
                Some(Box::new(JsonLines::open(reader, header)))
            }
            Format::Workbook => {
                let rows = SheetRows::open(&name, &file::bytes(&mut *stream)?, findings);
                rows.map(|rows| Box::new(rows) as Box<dyn Records>)
            }
            #[cfg(feature = "parquet")]
            Format::Parquet => {
                let rows = parquet::ParquetRows::open(&name, disk::open(path)?, findings);
                rows.map(|rows| Box::new(rows) as Box<dyn Records>)
            }
        })
    };
    match open() {
        Ok(records) => records,
        Err(error) => {
            findings.push(file::unreadable(&name, &error));
            None
        }
    }
}

impl Proposals {
    /// SHA-256 of the files.
    #[must_use]
    pub fn digests(&self) -> &Digests {
        &self.digests
    }

    /// Warnings and notes about the files as a whole, sorted: columns that the map leaves aside, a hidden sheet.
    #[must_use]
    pub fn findings(&self) -> &Diagnostics {
        &self.findings
    }

    /// What is wrong with an id that a row before has, whether that row was read or not.
    fn doubled(&mut self, id: &ProposalId, line: u64) -> Option<Diagnostic> {
        let first = match self.seen.get(id) {
            Some(first) => *first,
            None => {
                self.seen.insert(id.clone(), line);
                return None;
            }
        };
        let message = format!(
            "{} is the id of another proposal already, on line {first}",
            quoted(id.as_str())
        );
        let place = self.decoder.id_place(self.records.header(), line);
        Some(
            Diagnostic::error(codes::DUPLICATE_KEY, place, message)
                .hint("give each proposal an id of its own, or keep one of the rows"),
        )
    }
}

impl Iterator for Proposals {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        let record = match self.records.next(self.decoder.wanted())? {
            Found::Record(record) => record,
            Found::Broken { line, findings } => return Some(rejected(line, None, findings)),
        };
        let (id, proposal) = self.decoder.decode(self.records.header(), &record);
        let doubled = id.as_ref().and_then(|id| self.doubled(id, record.line));
        Some(match (proposal, doubled) {
            (Ok(proposal), None) => Row::Read(proposal),
            (proposal, doubled) => {
                let mut findings: Vec<Diagnostic> = doubled.into_iter().collect();
                findings.extend(proposal.err().into_iter().flatten());
                rejected(record.line, id, findings)
            }
        })
    }
}

fn rejected(line: u64, id: Option<ProposalId>, mut findings: Vec<Diagnostic>) -> Row {
    findings.iter_mut().for_each(super::load::legible);
    Row::Rejected(Rejected {
        line,
        id: id.map(|id| id.as_str().to_owned()),
        findings,
    })
}
