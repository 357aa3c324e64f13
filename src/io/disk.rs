//! The only file that touches the disk.
#![expect(
    clippy::disallowed_methods,
    reason = "this is the one place that the fence leads to"
)]

use std::fs;
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

/// Attempts at finding a name for a temporary file that nobody else uses.
const TEMPORARY_NAMES: u32 = 100;

/// Whether there is a folder at `path`.
pub(super) fn is_folder(path: &Path) -> bool {
    path.is_dir()
}

/// Whether there is a file at `path`.
pub(super) fn is_file(path: &Path) -> bool {
    path.is_file()
}

/// Largest file that is read, in bytes: far beyond any table that people keep, and within any memory.
pub(super) const LARGEST_FILE: u64 = 1 << 29;

/// The whole file.
pub(super) fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    // One byte more shows that the file is larger, whatever its length is said to be.
    fs::File::open(path)?
        .take(LARGEST_FILE + 1)
        .read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST_FILE {
        return Err(io::Error::other(format!(
            "it is larger than {} MB",
            LARGEST_FILE >> 20
        )));
    }
    Ok(bytes)
}

/// A file that is read piece by piece, of any size.
pub(super) fn open(path: &Path) -> io::Result<fs::File> {
    fs::File::open(path)
}

/// What an entry of a folder is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A file, or a link to one: people keep shared tables that way.
    File,
    /// A folder, or a link to one.
    Folder,
    /// A link that leads nowhere, or round in a circle.
    BrokenLink,
    /// A pipe, a device or a socket: reading it may never end.
    Other,
}

/// Names of the entries directly in a folder with their kinds, sorted; names that are not UTF-8 are made so.
pub(super) fn entries(folder: &Path) -> io::Result<Vec<(String, Kind)>> {
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let kind = match fs::metadata(entry.path()) {
            Ok(what) if what.is_file() => Kind::File,
            Ok(what) if what.is_dir() => Kind::Folder,
            Ok(_) => Kind::Other,
            Err(_) => Kind::BrokenLink,
        };
        entries.push((entry.file_name().to_string_lossy().into_owned(), kind));
    }
    entries.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(entries)
}

/// Names of the files directly in a folder, sorted; names that are not UTF-8 are made so.
pub(super) fn files(folder: &Path) -> io::Result<Vec<String>> {
    let files = entries(folder)?.into_iter();
    Ok(files
        .filter(|(_, kind)| *kind == Kind::File)
        .map(|(name, _)| name)
        .collect())
}

/// One name for a file however it is reached, to recognize it again.
pub(super) fn identity(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

/// The folder, made where it is not there.
pub(super) fn make_folder(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)
}

/// A file that is read bit by bit.
pub(super) type Buffered = io::BufReader<fs::File>;

/// The file, to be read bit by bit.
pub(super) fn buffered(path: &Path) -> io::Result<Buffered> {
    open(path).map(io::BufReader::new)
}

/// A file that grows at its end, of one process at a time.
pub(super) struct Growing {
    file: fs::File,
}

impl Growing {
    /// The file at `path`, made where it is not there, cut to its first `keep` bytes.
    ///
    /// # Errors
    /// Another process has it open in the same way, or the disk refuses.
    pub fn open(path: &Path, keep: u64) -> io::Result<Self> {
        let mut file = fs::OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)?;
        // Where the file system has no locks, two runs at once are the user's own care.
        if let Err(fs::TryLockError::WouldBlock) = file.try_lock() {
            return Err(io::Error::other("another run is writing it"));
        }
        file.set_len(keep)?;
        file.seek(io::SeekFrom::Start(keep))?;
        Ok(Growing { file })
    }

    /// Waits until what was added is on the disk itself.
    pub fn sync(&mut self) -> io::Result<()> {
        self.file.sync_data()
    }

    /// Adds `bytes` at the end, handed to the system before it returns: a process that is killed later loses nothing.
    pub fn add(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes)?;
        self.file.flush()
    }
}

/// A file that is whole but not yet in its place; it is removed again unless it is put there.
pub(super) struct Pending {
    temporary: PathBuf,
    place: PathBuf,
    done: bool,
}

impl Pending {
    /// Writes the bytes to a temporary file in the folder of `place`, so that a rename can finish it.
    pub fn write(place: &Path, bytes: &[u8]) -> io::Result<Self> {
        let name = place
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        let mut attempt = 0;
        let (temporary, mut file) = loop {
            let temporary =
                place.with_file_name(format!(".{name}.{}-{attempt}.tmp", std::process::id()));
            match fs::File::create_new(&temporary) {
                Ok(file) => break (temporary, file),
                Err(error)
                    if error.kind() == io::ErrorKind::AlreadyExists
                        && attempt < TEMPORARY_NAMES =>
                {
                    attempt += 1;
                }
                Err(error) => return Err(error),
            }
        };
        let pending = Pending {
            temporary,
            place: place.to_owned(),
            done: false,
        };
        file.write_all(bytes)?;
        // A rename may reach the disk before the bytes do, which would leave an empty file after a crash.
        file.sync_all()?;
        Ok(pending)
    }

    /// Puts the file in its place, at once and whole.
    pub fn put(mut self) -> io::Result<()> {
        fs::rename(&self.temporary, &self.place)?;
        self.done = true;
        Ok(())
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        if !self.done {
            // Nothing can be done about a failure here; the write's own error is what is reported.
            let _ = fs::remove_file(&self.temporary);
        }
    }
}
