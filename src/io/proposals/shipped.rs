//! Proposals that come with the program, to try things out: beside the model that they are made to.

use std::path::Path;

use include_dir::Dir;

use crate::io::source::{MODELS, shipped_names};

/// Folder of a model's proposals.
const FOLDER: &str = "proposals";

/// The shipped file of that name.
pub(super) fn find(path: &Path) -> Option<&'static [u8]> {
    let model = path.parent()?;
    let file = MODELS.get_file(model.join(FOLDER).join(path.file_name()?))?;
    Some(file.contents())
}

/// Names of the shipped files, `model/name.csv`, sorted.
#[must_use]
pub fn shipped() -> Vec<String> {
    let folders = shipped_names().into_iter().filter_map(|model| {
        let folder = MODELS.get_dir(Path::new(model).join(FOLDER))?;
        Some((model, folder))
    });
    let mut names: Vec<String> = folders
        .flat_map(|(model, folder): (&str, &Dir<'_>)| {
            let files = folder.files().filter_map(|file| file.path().file_name());
            files.map(move |name| format!("{model}/{}", name.to_string_lossy()))
        })
        .collect();
    names.sort();
    names
}
