//! Which column of the file each of ours is.

use std::collections::BTreeMap;

use super::columns::{self, EVIDENCE, NAME, REQUEST, Target};
use super::map::Map;
use super::record::{Field, Header};
use super::text::{column_name, no_header};
use crate::diagnostic::{Diagnostic, Diagnostics, Location, codes, suggestion};
use crate::domain::ResourceId;
use crate::io::scalar::quoted;

/// Most unknown columns that are reported one by one: more are those of another system.
const MOST_UNKNOWN: usize = 12;

/// Most columns that one finding names.
const MOST_NAMED: usize = 5;

/// Where the values of a column come from.
#[derive(Debug)]
pub(super) enum Input {
    /// A column of the file, by its position in the header.
    Column(usize),
    /// A value for every row, with its line of the map.
    Constant(Field, u64),
}

/// Which columns are read, and as what.
#[derive(Debug, Default)]
pub(super) struct Binding {
    /// Where each of our columns is.
    pub inputs: BTreeMap<Target, Vec<Input>>,
    /// Columns of the file without a name, where no map says that they do not matter.
    pub unnamed: Vec<usize>,
    /// Whether each column of the file is looked at.
    pub wanted: Vec<bool>,
}

/// Finds the columns that the map names, or without a map all; what is missing, doubled or unknown is reported.
pub(super) fn bind(
    header: &Header,
    map: Option<&Map>,
    resources: &[ResourceId],
    findings: &mut Diagnostics,
) -> Binding {
    let mut binding = Binding {
        wanted: vec![false; header.names.len()],
        ..Binding::default()
    };
    let is_ours = match map {
        Some(map) => {
            mapped(header, map, &mut binding, findings);
            true
        }
        None => plain(header, resources, &mut binding, findings),
    };
    // What a file of another system lacks of ours is for its map to say.
    if is_ours {
        missing(header, map, &binding, findings);
    }
    for input in binding.inputs.values().flatten() {
        if let Input::Column(position) = input {
            binding.wanted[*position] = true;
        }
    }
    for position in &binding.unnamed {
        binding.wanted[*position] = true;
    }
    binding
}

/// Takes every column for one of ours; whether the file looks like ours at all.
fn plain(
    header: &Header,
    resources: &[ResourceId],
    binding: &mut Binding,
    findings: &mut Diagnostics,
) -> bool {
    let mut unknown = Vec::new();
    for (position, name) in header.names.iter().enumerate() {
        if name.is_empty() {
            binding.unnamed.push(position);
        } else if let Some(target) = columns::target(name, resources) {
            let inputs = binding.inputs.entry(target).or_default();
            if inputs.is_empty() {
                inputs.push(Input::Column(position));
            } else {
                let message = format!("the column `{name}` stands twice");
                let place = header.place(Some(position));
                findings.push(
                    Diagnostic::error(codes::DUPLICATE_COLUMN, place, message)
                        .hint("keep one of them"),
                );
            }
        } else {
            unknown.push(position);
        }
    }
    if unknown.len() > MOST_UNKNOWN {
        let first: Vec<String> = unknown[..MOST_NAMED]
            .iter()
            .map(|position| quoted(&column_name(&header.names[*position])))
            .collect();
        let message = format!(
            "{} of the {} columns are not columns of {NAME}: {} and {} more",
            unknown.len(),
            header.names.len(),
            first.join(", "),
            unknown.len() - MOST_NAMED
        );
        let hint = "write a map.toml that names the columns to read, as in `id = \"Application ID\"`: it ignores all others";
        let place = header.place(None);
        findings.push(Diagnostic::error(codes::UNKNOWN_COLUMN, place, message).hint(hint));
        return false;
    }
    for position in unknown {
        let name = column_name(&header.names[position]);
        let message = format!("{} is not a column of {NAME}", quoted(&name));
        let hint = columns::hint(&name, resources, &[]).map(|hint| {
            format!("{hint}; a map.toml names the columns to read, and ignores all others")
        });
        let place = header.place(Some(position)).column(name);
        findings.push(Diagnostic::error(codes::UNKNOWN_COLUMN, place, message).maybe_hint(hint));
    }
    true
}

fn mapped(header: &Header, map: &Map, binding: &mut Binding, findings: &mut Diagnostics) {
    let mut read = vec![false; header.names.len()];
    for (target, said) in &map.columns {
        for source in said {
            let place =
                || Location::file(map.file.clone(), Some(source.line)).column(target.to_string());
            let mut found = header
                .names
                .iter()
                .enumerate()
                .filter(|(_, name)| same(name, &source.text));
            let Some((position, _)) = found.next() else {
                let names: Vec<String> =
                    header.names.iter().map(|name| column_name(name)).collect();
                let filled = names
                    .iter()
                    .map(String::as_str)
                    .filter(|name| !name.is_empty());
                let hint = suggestion(&source.text, filled);
                let message = format!("the export has no column {}", quoted(&source.text));
                findings.push(
                    Diagnostic::error(codes::MISSING_COLUMN, place(), message).maybe_hint(hint),
                );
                continue;
            };
            if found.next().is_some() {
                let message = format!(
                    "the export has the column {} twice, and it is not known which is meant",
                    quoted(&source.text)
                );
                findings.push(
                    Diagnostic::error(codes::DUPLICATE_COLUMN, place(), message)
                        .hint("give one of them another name in the export's header"),
                );
                continue;
            }
            read[position] = true;
            let inputs = binding.inputs.entry(target.clone()).or_default();
            inputs.push(Input::Column(position));
        }
    }
    for (target, (field, line)) in &map.constants {
        let inputs = binding.inputs.entry(target.clone()).or_default();
        inputs.push(Input::Constant(field.clone(), *line));
    }
    let ignored: Vec<String> = header
        .names
        .iter()
        .zip(&read)
        .filter(|(name, read)| !**read && !name.is_empty())
        .map(|(name, _)| quoted(&column_name(name)))
        .collect();
    let count = read.iter().filter(|read| !**read).count();
    if count > 0 {
        let mut message = format!("{count} of {} columns are not read", read.len());
        if !ignored.is_empty() {
            message += &format!(": {}", ignored[..ignored.len().min(MOST_NAMED)].join(", "));
        }
        if ignored.len() > MOST_NAMED {
            message += &format!(" and {} more", ignored.len() - MOST_NAMED);
        }
        let place = header.place(None);
        findings.push(
            Diagnostic::note(codes::COLUMNS_IGNORED, place, message)
                .hint("the map names the columns that are read"),
        );
    }
}

/// Whether a name of the header is the one that is meant: a line break of an export is a space to a person.
fn same(name: &str, meant: &str) -> bool {
    name.split_whitespace().eq(meant.split_whitespace())
}

/// Notes columns without which no row can be read.
fn missing(header: &Header, map: Option<&Map>, binding: &Binding, findings: &mut Diagnostics) {
    // A map's column that the export lacks is reported already.
    let has = |target: &Target| {
        binding.inputs.contains_key(target)
            || map.is_some_and(|map| map.columns.contains_key(target))
    };
    let has_plain = |name: &'static str| has(&Target::Plain(name));
    let mut lacks = |name: &str, why: &str| {
        let place = match map {
            Some(map) => Location::file(map.file.clone(), None),
            None => header.place(None),
        };
        let message = format!("no column is `{name}`{why}");
        let hint = if map.is_some() {
            format!(
                "name the export's column for it in the map, or put a value for every row under [constants]: {name} = \"...\""
            )
        } else {
            format!("add the column, or name the one that holds it in a map.toml: {name} = \"...\"")
        };
        findings.push(Diagnostic::error(codes::MISSING_COLUMN, place, message).hint(hint));
    };
    if header.names.iter().all(String::is_empty) {
        findings.push(no_header(header.place(None)));
        return;
    }
    if !has_plain("id") {
        lacks("id", "");
    }
    if has_plain("score") {
        return;
    }
    let studied = map.into_iter().flat_map(|map| map.columns.keys());
    let mut studied = studied.chain(binding.inputs.keys());
    if !has_plain("practice") && !studied.any(|target| target.to_string().starts_with(EVIDENCE)) {
        lacks(
            "practice",
            ", and none is a study of the applicant's own or a score",
        );
    }
    for name in ["places", "participants"] {
        if !has_plain(name) {
            lacks(name, "");
        }
    }
    let asked = map.into_iter().flat_map(|map| map.columns.keys());
    let mut asked = asked.chain(binding.inputs.keys());
    if !asked.any(|target| matches!(target, Target::Request(_))) {
        lacks(&format!("{REQUEST}<resource>"), "");
    }
}
