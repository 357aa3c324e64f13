//! Files of results, as commands write them.

use std::path::Path;

use super::disk;
use crate::diagnostic::{Diagnostic, Diagnostics, Location, codes};

/// The file that holds the whole result in a folder of `--out`.
const RESULT: &str = "result.json";

/// The name and the bytes of a result: of a file, or of the `result.json` of a folder.
///
/// # Errors
/// There is nothing at `path`, the folder holds no result, or the file cannot be read.
pub fn result(path: &Path) -> Result<(String, Vec<u8>), Diagnostics> {
    let refuse = |name: &Path, message: String, hint: &str| {
        let mut findings = Diagnostics::new();
        findings.push(
            Diagnostic::error(
                codes::UNREADABLE_FILE,
                Location::file(name.display().to_string(), None),
                message,
            )
            .hint(hint),
        );
        findings
    };
    let in_folder = path.join(RESULT);
    let file = if !disk::is_folder(path) {
        path
    } else if disk::is_file(&in_folder) {
        &in_folder
    } else {
        return Err(refuse(
            path,
            format!("the folder holds no {RESULT}"),
            "name the folder that a command wrote with --out, or a file of --format json",
        ));
    };
    match disk::read(file) {
        Ok(bytes) => Ok((file.display().to_string(), bytes)),
        Err(error) => Err(refuse(
            file,
            format!("cannot be read: {error}"),
            "name a file of --format json, or the folder that a command wrote with --out",
        )),
    }
}
