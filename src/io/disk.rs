//! The only file that touches the disk.
#![expect(
    clippy::disallowed_methods,
    reason = "this is the one place that the fence leads to"
)]

use std::fs;
use std::io::{self, Write};
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

/// The whole file.
pub(super) fn read(path: &Path) -> io::Result<Vec<u8>> {
    fs::read(path)
}

/// Names of the files directly in a folder, sorted; names that are not UTF-8 are made so.
pub(super) fn files(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        // A link to a file is followed: people keep shared tables that way.
        if entry.path().is_file() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}

/// One name for a file however it is reached, to recognize it again.
pub(super) fn identity(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

/// The folder, made where it is not there.
pub(super) fn make_folder(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)
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
