//! `map.toml`: which columns of an export are which of ours, and what its words and signs mean.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

use super::columns::{self, Target};
use super::record::Field;
use crate::diagnostic::{Diagnostic, Diagnostics, Location, codes, suggestion};
use crate::domain::ResourceId;
use crate::io::cell::{Cell, Form};
use crate::io::document::{Document, Leaf, cell, leaves};
use crate::io::scalar::quoted;

/// Section of values that are the same for every row.
pub(super) const CONSTANTS: &str = "constants";

/// Section of what the export says for what.
pub(super) const VALUES: &str = "values";

/// Section of how the export writes.
pub(super) const FORMAT: &str = "format";

/// Keys of `[format]`, with what they mean.
pub(in crate::io) const FORMAT_KEYS: &[(&str, &str)] = &[
    (
        "strip",
        "Texts that are taken out of numbers, such as a currency sign or the comma of thousands.",
    ),
    (
        "list_separator",
        "What parts the items of a list; `;` unless it is said.",
    ),
    (
        "true",
        "What the export writes for true: a text, or several.",
    ),
    (
        "false",
        "What the export writes for false: a text, or several.",
    ),
];

/// What parts the items of a list.
const LIST_SEPARATOR: &str = ";";

/// How the export writes numbers, lists and flags.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Format {
    /// Texts to take out of numbers.
    pub strip: Vec<String>,
    /// What parts the items of a list.
    pub list_separator: String,
    /// What stands for true; empty: `true`.
    pub yes: Vec<String>,
    /// What stands for false; empty: `false`.
    pub no: Vec<String>,
}

impl Default for Format {
    fn default() -> Self {
        Format {
            strip: Vec::new(),
            list_separator: LIST_SEPARATOR.to_owned(),
            yes: Vec::new(),
            no: Vec::new(),
        }
    }
}

/// A text of the map with its line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Said {
    /// The text.
    pub text: String,
    /// Its line.
    pub line: u64,
}

/// A map that is well-formed; whether the export has its columns is for the header to say.
#[derive(Debug, Default)]
pub(super) struct Map {
    /// The file as the user named it.
    pub file: String,
    /// Names of the export's columns, by ours.
    pub columns: BTreeMap<Target, Vec<Said>>,
    /// Values for every row, with their lines.
    pub constants: BTreeMap<Target, (Field, u64)>,
    /// What texts of the export stand for, by column.
    pub values: BTreeMap<Target, BTreeMap<String, Said>>,
    /// How the export writes.
    pub format: Format,
}

/// Reads a map; what is wrong is reported.
pub(super) fn read(
    file: &str,
    bytes: &[u8],
    resources: &[ResourceId],
    findings: &mut Diagnostics,
) -> Option<Map> {
    let document = Document::parse(file, bytes, findings)?;
    let mut reader = Reader {
        document: &document,
        resources,
        map: Map {
            file: file.to_owned(),
            ..Map::default()
        },
        findings,
    };
    reader.columns();
    for (key, value) in &document.root {
        let name = key.get_ref().as_ref();
        let section = match value.get_ref() {
            DeValue::Table(section) => section,
            _ if [CONSTANTS, VALUES, FORMAT].contains(&name) => {
                let place = document.location(key).column(name);
                let message = format!("`{name}` is a section");
                reader.findings.push(
                    Diagnostic::error(codes::WRONG_TYPE, place, message)
                        .hint(format!("write `[{name}]`, and its keys below")),
                );
                continue;
            }
            _ => continue,
        };
        match name {
            CONSTANTS => reader.constants(section),
            VALUES => reader.values(section, ""),
            FORMAT => reader.format(section),
            _ => {}
        }
    }
    let map = reader.map;
    // A word that says true and false says neither.
    if let Some(both) = map
        .format
        .yes
        .iter()
        .find(|text| map.format.no.contains(text))
    {
        findings.push(
            Diagnostic::error(
                codes::MAP_CONTRADICTS,
                Location::file(file, None).column("format.false"),
                format!("{} stands for true and for false", quoted(both)),
            )
            .hint("keep it in one of them"),
        );
    }
    Some(map)
}

struct Reader<'d, 'f> {
    document: &'d Document<'d>,
    resources: &'d [ResourceId],
    map: Map,
    findings: &'f mut Diagnostics,
}

impl<'d> Reader<'d, '_> {
    fn place(&self, line: u64, key: &str) -> Location {
        Location::file(self.document.file, Some(line)).column(key)
    }

    fn wrong_type(&mut self, line: u64, key: &str, message: &str, hint: &str) {
        let place = self.place(line, key);
        self.findings
            .push(Diagnostic::error(codes::WRONG_TYPE, place, message).hint(hint));
    }

    /// The column of ours that a key names, or the finding that there is none.
    fn target(&mut self, name: &str, line: u64, key: &str, besides: &[&str]) -> Option<Target> {
        let found = columns::target(name, self.resources);
        if found.is_none() {
            let hint = columns::hint(name, self.resources, besides);
            let message = format!("{} is not a column of proposals", quoted(name));
            let place = self.place(line, key);
            self.findings
                .push(Diagnostic::error(codes::UNKNOWN_COLUMN, place, message).maybe_hint(hint));
        }
        found
    }

    /// What stands outside the three sections.
    fn columns(&mut self) {
        let sections = [CONSTANTS, VALUES, FORMAT];
        for leaf in leaves(&self.document.root, &self.document.lines) {
            let first = leaf.key.split('.').next().unwrap_or_default();
            if sections.contains(&first) {
                continue;
            }
            let Some(target) = self.target(&leaf.key, leaf.line, &leaf.key, &sections) else {
                continue;
            };
            let Some(names) = self.texts(&leaf) else {
                continue;
            };
            if names.len() != 1 && !target.is_list() {
                let hint = "several columns can be lists alone: review, places, excludes, requires";
                let message = format!("`{target}` takes one column of the export");
                self.wrong_type(leaf.line, &leaf.key, &message, hint);
                continue;
            }
            let said = names.into_iter().map(|text| Said {
                text,
                line: leaf.line,
            });
            self.map.columns.insert(target, said.collect());
        }
    }

    /// A text, or a list of texts, of which none is blank.
    fn texts(&mut self, leaf: &Leaf<'_, '_>) -> Option<Vec<String>> {
        let text = |value: &DeValue<'_>| match value {
            DeValue::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
            _ => None,
        };
        let texts = match leaf.value {
            DeValue::Array(items) if items.is_empty() => None,
            DeValue::Array(items) => items.iter().map(|item| text(item.get_ref())).collect(),
            value => text(value).map(|text| vec![text]),
        };
        if texts.is_none() {
            self.wrong_type(
                leaf.line,
                &leaf.key,
                "a text is needed, or a list of them, and none that is blank",
                "write it in quotation marks, as in `id = \"Application ID\"`",
            );
        }
        texts
    }

    /// What is taken out of numbers, as it is: a space too.
    fn signs(&mut self, leaf: &Leaf<'_, '_>) -> Option<Vec<String>> {
        let text = |value: &DeValue<'_>| match value {
            DeValue::String(text) if !text.is_empty() => Some(text.to_string()),
            _ => None,
        };
        let texts = match leaf.value {
            DeValue::Array(items) => items.iter().map(|item| text(item.get_ref())).collect(),
            value => text(value).map(|text| vec![text]),
        };
        if texts.is_none() {
            self.wrong_type(
                leaf.line,
                &leaf.key,
                "a list of texts is needed",
                "write it as in `strip = [\"$\", \",\"]`",
            );
        }
        texts
    }

    fn constants(&mut self, section: &'d DeTable<'d>) {
        for leaf in leaves(section, &self.document.lines) {
            let key = format!("{CONSTANTS}.{}", leaf.key);
            let Some(target) = self.target(&leaf.key, leaf.line, &key, &[]) else {
                continue;
            };
            let plain = |cell: Cell| Cell {
                form: Form::Plain,
                ..cell
            };
            let field = match leaf.value {
                DeValue::Array(items) => items
                    .iter()
                    .map(|item| cell(item.get_ref()).map(plain))
                    .collect::<Result<Vec<Cell>, _>>()
                    .map(Field::Many),
                value => cell(value).map(|cell| Field::One(plain(cell))),
            };
            match field {
                Ok(_) if self.map.columns.contains_key(&target) => {
                    let place = self.place(leaf.line, &key);
                    let message = format!("`{target}` is a column of the export and a constant");
                    self.findings.push(
                        Diagnostic::error(codes::MAP_CONTRADICTS, place, message)
                            .hint("keep one of them"),
                    );
                }
                Ok(field) => {
                    self.map.constants.insert(target, (field, leaf.line));
                }
                Err(fault) => {
                    let place = self.place(leaf.line, &key);
                    self.findings.push(fault.at(place));
                }
            }
        }
    }

    /// The texts of a section, which may hold dots; sections within it are columns whose names have them.
    fn values(&mut self, section: &'d DeTable<'d>, prefix: &str) {
        for (key, value) in section {
            let name = format!("{prefix}{}", key.get_ref());
            let line = self.document.line(key);
            let shown = format!("{VALUES}.{name}");
            let DeValue::Table(inner) = value.get_ref() else {
                self.wrong_type(
                    line,
                    &shown,
                    "a section of a column is needed",
                    "write `[values.places]`, and below it `\"what the export says\" = \"id in the model\"`",
                );
                continue;
            };
            let is_start = ["request", "review", "evidence"].contains(&name.as_str());
            let holds_sections = inner
                .values()
                .any(|value| matches!(value.get_ref(), DeValue::Table(_)));
            if is_start && (holds_sections || name != "review") {
                self.values(inner, &format!("{name}."));
                continue;
            }
            let Some(target) = self.target(&name, line, &shown, &[]) else {
                continue;
            };
            for (said, meant) in inner {
                let line = self.document.line(said);
                let shown = format!("{shown}.{}", said.get_ref());
                let text = said.get_ref().trim().to_owned();
                let meant = match cell(meant.get_ref()) {
                    Ok(cell) => cell.text.into_string(),
                    Err(fault) => {
                        let place = self.place(line, &shown);
                        self.findings.push(fault.at(place));
                        continue;
                    }
                };
                if text.is_empty() {
                    self.wrong_type(
                        line,
                        &shown,
                        "a blank cell stands for nothing else",
                        "where every row has the same value, put it under [constants]",
                    );
                    continue;
                }
                let known = self.map.values.entry(target.clone()).or_default();
                let meant = Said { text: meant, line };
                let before = known.insert(text.clone(), meant.clone());
                if before.is_some_and(|before| before.text != meant.text) {
                    let place = self.place(line, &shown);
                    let message = format!("{} stands for two things", quoted(&text));
                    self.findings.push(
                        Diagnostic::error(codes::MAP_CONTRADICTS, place, message)
                            .hint("keep one of them: spaces at the ends do not count"),
                    );
                }
            }
        }
    }

    fn format(&mut self, section: &'d DeTable<'d>) {
        for leaf in leaves(section, &self.document.lines) {
            let leaf = Leaf {
                key: format!("{FORMAT}.{}", leaf.key),
                ..leaf
            };
            let name = leaf.key.trim_start_matches("format.");
            if FORMAT_KEYS.iter().all(|(known, _)| *known != name) {
                let message = format!("{} is not a key of [format]", quoted(name));
                let place = self.place(leaf.line, &leaf.key);
                let hint = suggestion(name, FORMAT_KEYS.iter().map(|(known, _)| *known));
                self.findings
                    .push(Diagnostic::error(codes::UNKNOWN_KEY, place, message).maybe_hint(hint));
                continue;
            }
            if name == "list_separator" {
                // White space may part the items, so that it counts here.
                match leaf.value {
                    DeValue::String(text) if !text.is_empty() => {
                        self.map.format.list_separator = text.to_string();
                    }
                    _ => self.wrong_type(
                        leaf.line,
                        &leaf.key,
                        "a text is needed",
                        "write it in quotation marks, as in `list_separator = \"|\"`",
                    ),
                }
                continue;
            }
            let texts = match name {
                "strip" => self.signs(&leaf),
                _ => self.texts(&leaf),
            };
            let Some(texts) = texts else {
                continue;
            };
            match name {
                "strip" => {
                    if let Some(sign) = texts.iter().find(|text| is_part_of_numbers(text)) {
                        let message = format!(
                            "{} is part of numbers, which would become others without it",
                            quoted(sign)
                        );
                        let place = self.place(leaf.line, &leaf.key);
                        self.findings.push(
                            Diagnostic::error(codes::MAP_CONTRADICTS, place, message).hint(
                                "name signs of currencies, units and the comma of thousands alone",
                            ),
                        );
                    }
                    self.map.format.strip = texts;
                }
                "true" => self.map.format.yes = texts,
                _ => self.map.format.no = texts,
            }
        }
    }
}

/// Whether a text is, or holds, what figures are written with.
fn is_part_of_numbers(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '+'))
        || text.eq_ignore_ascii_case("e")
}
