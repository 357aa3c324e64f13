//! The scenarios that a command is given: files, folders of them, or those that belong to a model.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::disk;
use super::scalar::quoted;
use super::source::Source;
use crate::diagnostic::{Diagnostic, Diagnostics, Location, codes};

/// A scenario that was named.
#[derive(Debug, Clone, PartialEq)]
pub struct NamedScenario {
    /// What it is called: the name of its file without `.toml`, or the whole path where another one has that name.
    pub name: String,
    /// What [`super::LoadOptions::scenarios`] takes.
    pub path: PathBuf,
    /// What is wrong with what was named, where there is no scenario to load.
    pub findings: Diagnostics,
}

/// Ending of a scenario's file.
const ENDING: &str = "toml";

/// The scenarios at `paths`, each a file, a name of the model's own, or a folder of which every `.toml` is one, in the
/// order given and those of a folder by name; without paths, all of the model `spec`: the shipped ones, or those in
/// `scenarios/<model>/` beside the folder that the model is in. No one is called one of `taken`.
///
/// # Errors
/// The model cannot be opened, or no path is given and it has no scenarios.
pub fn scenarios(
    spec: &str,
    paths: &[PathBuf],
    taken: &[&str],
) -> Result<Vec<NamedScenario>, Diagnostics> {
    let mut found: Vec<(PathBuf, Diagnostics)> = Vec::new();
    if paths.is_empty() {
        let mut findings = Diagnostics::new();
        let Some(source) = Source::open(spec, &mut findings) else {
            return Err(findings);
        };
        let own = source.scenarios();
        if own.is_empty() {
            let finding = Diagnostic::error(
                codes::NO_SUCH_SCENARIO,
                Location::file(spec, None),
                "the model has no scenarios of its own",
            );
            findings.push(finding.hint("name scenario files, or a folder of them"));
            return Err(findings);
        }
        found.extend(own.into_iter().map(|path| (path, Diagnostics::new())));
    }
    for path in paths {
        if disk::is_folder(path) {
            found.extend(folder(path));
        } else {
            found.push((path.clone(), Diagnostics::new()));
        }
    }
    let mut names: BTreeSet<String> = taken.iter().map(|&name| name.to_owned()).collect();
    let mut all = Vec::with_capacity(found.len());
    for (path, findings) in found {
        let name = free_name(&path, &names);
        names.insert(name.clone());
        all.push(NamedScenario {
            name,
            path,
            findings,
        });
    }
    Ok(all)
}

/// The name of a file without its ending; the whole path, and then a number, where that is taken.
fn free_name(path: &Path, taken: &BTreeSet<String>) -> String {
    let is_file = path
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case(ENDING));
    let stem = if is_file {
        path.file_stem()
    } else {
        path.file_name()
    };
    let whole = path.display().to_string();
    let stem = stem.map_or_else(|| whole.clone(), |stem| stem.to_string_lossy().into_owned());
    let numbered = (2..=taken.len() + 2).map(|number| format!("{whole} ({number})"));
    let mut free = [stem, whole.clone()].into_iter().chain(numbered);
    free.find(|name| !taken.contains(name)).unwrap_or(whole)
}

/// The scenarios of a folder, or the folder with why there are none.
fn folder(path: &Path) -> Vec<(PathBuf, Diagnostics)> {
    let refused = |message: String, hint: &str| {
        let mut findings = Diagnostics::new();
        let location = Location::file(path.display().to_string(), None);
        findings.push(Diagnostic::error(codes::NO_SUCH_SCENARIO, location, message).hint(hint));
        vec![(path.to_owned(), findings)]
    };
    let names = match disk::files(path) {
        Ok(names) => names,
        Err(error) => {
            return refused(
                format!("cannot be read: {error}"),
                "check that the folder is there, and that you may read it",
            );
        }
    };
    let mut files: Vec<String> = names
        .into_iter()
        .filter(|name| {
            let ending = Path::new(name).extension();
            !name.starts_with('.') && ending.is_some_and(|ending| ending == ENDING)
        })
        .collect();
    files.sort();
    if files.is_empty() {
        let name = path.display().to_string();
        return refused(
            format!("{} holds no scenario", quoted(&name)),
            "a scenario is a file whose name ends in .toml",
        );
    }
    files
        .into_iter()
        .map(|name| (path.join(name), Diagnostics::new()))
        .collect()
}
