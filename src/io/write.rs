//! Writing: every file appears whole or not at all.

use std::path::Path;

use super::disk::{self, Pending};
use crate::diagnostic::{Diagnostic, Diagnostics, Location, codes};

/// Writes one file, replacing what was there at once and whole.
///
/// # Errors
/// The folder is not there, or the disk refuses.
pub fn file(path: &Path, bytes: &[u8]) -> Result<(), Diagnostics> {
    Pending::write(path, bytes)
        .and_then(Pending::put)
        .map_err(|error| refused(path, &error))
}

/// Writes one file, where there is none of that name or `force` says that it may go; `bytes` are made only then.
///
/// # Errors
/// There is something at `path` already, `bytes` cannot be made, or as [`file()`].
pub fn new_file(
    path: &Path,
    force: bool,
    bytes: impl FnOnce() -> Result<Vec<u8>, Diagnostics>,
) -> Result<(), Diagnostics> {
    may_write(path, force)?;
    file(path, &bytes()?)
}

/// Whether a file may be written: nothing is there, or a file that is given up.
///
/// # Errors
/// A folder is there; or a file, without `force`.
pub fn may_write(path: &Path, force: bool) -> Result<(), Diagnostics> {
    if disk::is_folder(path) || (disk::is_file(path) && !force) {
        let mut findings = Diagnostics::new();
        let what = if disk::is_folder(path) {
            ("there is a folder of that name", "choose another name")
        } else {
            (
                "the file is already there, and would be overwritten",
                "choose another name, or add --force",
            )
        };
        let place = Location::file(path.display().to_string(), None);
        findings.push(Diagnostic::error(codes::UNWRITABLE_FILE, place, what.0).hint(what.1));
        return Err(findings);
    }
    Ok(())
}

/// Writes a model into a folder that is new or empty: nobody's own tables are overwritten.
///
/// # Errors
/// The folder holds any file; else as [`folder`].
pub fn new_folder(dir: &Path, files: &[(String, Vec<u8>)]) -> Result<(), Diagnostics> {
    if disk::is_folder(dir)
        && !disk::files(dir)
            .map_err(|error| refused(dir, &error))?
            .is_empty()
    {
        let mut findings = Diagnostics::new();
        findings.push(
            Diagnostic::error(
                codes::UNWRITABLE_FILE,
                Location::file(dir.display().to_string(), None),
                "the folder already holds files, which a model would overwrite",
            )
            .hint("choose another folder, or empty this one; `convert` takes --force"),
        );
        return Err(findings);
    }
    folder(dir, files)
}

/// Whether files of those names can be written into a folder: what a long job asks before it begins.
///
/// # Errors
/// The folder holds a CSV file that is not among `names`, which would be read as part of them; or it cannot be read.
pub fn room(dir: &Path, names: &[&str]) -> Result<(), Diagnostics> {
    let mut findings = Diagnostics::new();
    if disk::is_folder(dir) {
        let present = disk::files(dir).map_err(|error| refused(dir, &error))?;
        let stale =
            |name: &String| name.ends_with(".csv") && names.iter().all(|written| written != name);
        for name in present.into_iter().filter(stale) {
            findings.push(
                Diagnostic::error(
                    codes::UNWRITABLE_FILE,
                    Location::file(dir.join(&name).display().to_string(), None),
                    "the folder already holds this table, which is not part of what is written",
                )
                .hint("choose another folder, or remove the file"),
            );
        }
    }
    if findings.has_errors() {
        return Err(findings.sorted());
    }
    Ok(())
}

/// Writes the files into a folder, which is made where it is not there; `files` are names with their contents.
///
/// All files are written beside their places before the first is put there, so that a full disk or a missing
/// permission leaves the folder as it was.
///
/// # Errors
/// The folder holds a CSV file that is not among `files`, which would be read as part of them; a name is not a
/// plain file name; or the disk refuses.
pub fn folder(dir: &Path, files: &[(String, Vec<u8>)]) -> Result<(), Diagnostics> {
    let mut findings = Diagnostics::new();
    for (name, _) in files {
        if Path::new(name)
            .file_name()
            .is_none_or(|plain| plain != name.as_str())
        {
            let message = format!("`{name}` is not a file name");
            findings.push(Diagnostic::error(
                codes::UNWRITABLE_FILE,
                Location::file(name.clone(), None),
                message,
            ));
        }
    }
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    if let Err(stale) = room(dir, &names) {
        findings.extend(stale);
    }
    if !disk::is_folder(dir) && !findings.has_errors() {
        disk::make_folder(dir).map_err(|error| refused(dir, &error))?;
    }
    if findings.has_errors() {
        return Err(findings.sorted());
    }
    let mut pending = Vec::with_capacity(files.len());
    for (name, bytes) in files {
        let path = dir.join(name);
        pending.push((
            Pending::write(&path, bytes).map_err(|error| refused(&path, &error))?,
            path,
        ));
    }
    for (file, path) in pending {
        file.put().map_err(|error| refused(&path, &error))?;
    }
    Ok(())
}

fn refused(path: &Path, error: &std::io::Error) -> Diagnostics {
    let mut findings = Diagnostics::new();
    findings.push(Diagnostic::error(
        codes::UNWRITABLE_FILE,
        Location::file(path.display().to_string(), None),
        format!("cannot be written: {error}"),
    ));
    findings
}
