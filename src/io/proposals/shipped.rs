//! Proposals that come with the program, to try things out.

use std::path::Path;

use include_dir::{Dir, include_dir};

/// Shipped files, a folder for each model.
static PROPOSALS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/proposals");

/// The shipped file of that name.
pub(super) fn find(path: &Path) -> Option<&'static [u8]> {
    PROPOSALS.get_file(path).map(include_dir::File::contents)
}

/// Names of the shipped files, `model/name.csv`, sorted.
#[must_use]
pub fn shipped() -> Vec<String> {
    let files = PROPOSALS.dirs().flat_map(Dir::files);
    let mut names: Vec<String> = files
        .map(|file| file.path().to_string_lossy().replace('\\', "/"))
        .collect();
    names.sort();
    names
}
