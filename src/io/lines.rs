//! Lines of a long job's result, written as they are known and read back one by one: what a killed job had written
//! is whole, and memory does not grow with it.
//!
//! The first line says what the lines depend on. Lines are handed to the system whole; what a crash tears is the
//! last line at most, which reading back ignores.

use std::io::BufRead;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::disk::{self, Growing};
use super::journal::{refusal, unwritable};
use crate::diagnostic::{Diagnostics, codes};

/// Version of the format.
const VERSION: &str = "1.0";

/// The first line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    format_version: String,
    kind: String,
    /// Digest of all that the lines depend on.
    digest: String,
    /// Which of how many parts they are.
    shard: Option<String>,
}

/// What the lines of a file are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinesOf {
    /// What they hold: `proposals`.
    pub kind: String,
    /// Digest of all that they depend on.
    pub digest: String,
    /// Which of how many parts they are; `None`: all.
    pub shard: Option<String>,
}

/// A file of lines that grows.
pub struct Lines {
    path: PathBuf,
    file: Growing,
}

impl Lines {
    /// Opens the file `name` in the folder `dir`, which is made where it is not there; with how many lines it holds
    /// already, which only a run that is to `resume` may find there.
    ///
    /// # Errors
    /// Lines are there and nobody said `resume`; they depend on something else; another run is writing them; or the
    /// disk refuses.
    pub fn open(
        dir: &Path,
        name: &str,
        of: &LinesOf,
        resume: bool,
    ) -> Result<(Self, u64), Diagnostics> {
        let path = dir.join(name);
        disk::make_folder(dir).map_err(|error| unwritable(dir, &error))?;
        let (mut keep, mut done) = (0, 0);
        if disk::is_file(&path) {
            let mut reader = LinesRead::start(&path)?;
            while let Some(line) = reader.next_whole()? {
                keep += line.len() as u64 + 1;
                done += 1;
            }
            // A file without a line of its own is of a run that came to nothing.
            if done == 0 {
                keep = 0;
            } else if !resume {
                return Err(refusal(
                    codes::JOURNAL,
                    &path,
                    None,
                    "the folder already holds what an earlier run wrote",
                    "add --resume to go on with it, or choose another folder",
                ));
            } else if reader.of.as_ref() != Some(of) {
                return Err(refusal(
                    codes::JOURNAL,
                    &path,
                    None,
                    "its lines are of another question: the model, the proposals, the map, an option or the program has changed",
                    "choose another folder, or ask what was asked when it was begun",
                ));
            } else {
                keep += reader.header_length;
            }
        }
        let mut file = Growing::open(&path, keep).map_err(|error| unwritable(&path, &error))?;
        if keep == 0 {
            let header = Header {
                format_version: VERSION.to_owned(),
                kind: of.kind.clone(),
                digest: of.digest.clone(),
                shard: of.shard.clone(),
            };
            // A structure of strings always has a form in JSON.
            let mut bytes = serde_json::to_vec(&header).unwrap_or_default();
            bytes.push(b'\n');
            file.add(&bytes)
                .map_err(|error| unwritable(&path, &error))?;
        }
        Ok((Lines { path, file }, done))
    }

    /// Adds a line, which holds no line end.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn add(&mut self, line: &str) -> Result<(), Diagnostics> {
        let bytes = [line.as_bytes(), b"\n"].concat();
        self.file
            .add(&bytes)
            .map_err(|error| unwritable(&self.path, &error))
    }

    /// Waits until what was added is on the disk, so that a machine that stops loses nothing of it.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn sync(&mut self) -> Result<(), Diagnostics> {
        self.file
            .sync()
            .map_err(|error| unwritable(&self.path, &error))
    }
}

/// The lines of a file, one by one.
pub struct LinesRead {
    path: PathBuf,
    reader: disk::Buffered,
    header_length: u64,
    /// What the lines are; `None` where the file ends before it says so.
    pub of: Option<LinesOf>,
}

impl LinesRead {
    /// The lines of the file `name` in the folder `dir`.
    ///
    /// # Errors
    /// There is no such file, it cannot be read, or its first line is not that of such a file.
    pub fn open(dir: &Path, name: &str) -> Result<Self, Diagnostics> {
        LinesRead::start(&dir.join(name))
    }

    fn start(path: &Path) -> Result<Self, Diagnostics> {
        let reader = disk::buffered(path).map_err(|error| unreadable(path, &error))?;
        let mut lines = LinesRead {
            path: path.to_owned(),
            reader,
            header_length: 0,
            of: None,
        };
        let Some(first) = lines.next_whole()? else {
            return Ok(lines);
        };
        let header: Option<Header> = serde_json::from_str(&first).ok();
        let Some(header) = header.filter(|header| header.format_version == VERSION) else {
            return Err(refusal(
                codes::JOURNAL,
                path,
                None,
                "its first line is not that of such a file, or of another version of the program",
                "choose another folder",
            ));
        };
        lines.header_length = first.len() as u64 + 1;
        lines.of = Some(LinesOf {
            kind: header.kind,
            digest: header.digest,
            shard: header.shard,
        });
        Ok(lines)
    }

    /// The next whole line, without its end; `None` at the end, or where the last line is torn.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn next_whole(&mut self) -> Result<Option<String>, Diagnostics> {
        let mut bytes = Vec::new();
        self.reader
            .read_until(b'\n', &mut bytes)
            .map_err(|error| unreadable(&self.path, &error))?;
        if bytes.pop() != Some(b'\n') {
            return Ok(None);
        }
        match String::from_utf8(bytes) {
            Ok(line) => Ok(Some(line)),
            Err(_) => Err(refusal(
                codes::JOURNAL,
                &self.path,
                None,
                "a line is not UTF-8 text: the file is damaged",
                "choose another folder",
            )),
        }
    }
}

fn unreadable(path: &Path, error: &std::io::Error) -> Diagnostics {
    refusal(
        codes::UNREADABLE_FILE,
        path,
        None,
        &format!("cannot be read: {error}"),
        "name the folder that an evaluation wrote with --out",
    )
}
