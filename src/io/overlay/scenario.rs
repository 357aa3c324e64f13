//! A scenario file: a named overlay on a model that a person wrote.

use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use crate::diagnostic::{Diagnostic, Diagnostics, Location, codes, suggestion};
use crate::io::cell::{Cell, Fault};
use crate::io::document::{self, Document};
use crate::io::scalar::{number, quoted};

/// Keys of a scenario file, with what they mean.
pub(in crate::io) const KEYS: &[(&str, &str)] = &[
    ("description", "What the scenario asks, for people."),
    (
        "extends",
        "A scenario file beside this one, or a list of them, that is applied first; with or without .toml.",
    ),
    (
        "override",
        "Whether values that other scenarios changed may be changed again; what it extends it always may.",
    ),
    (
        "set",
        "Values by path: `\"pools[city].amount\" = 5000`, or `value.discount = 0.95`; `*` for any key; \"\" is blank.",
    ),
    ("scale", "Factors by path: `\"pools[*].amount\" = 0.9`."),
    (
        "add",
        "Rows to add: `table`, and `row` with a value for each column.",
    ),
    (
        "remove",
        "Rows to remove, a list of paths such as \"pools[city]\".",
    ),
];

/// One change that a scenario or `--set` asks for.
pub(super) struct Edit {
    /// The path as it was written; for an added row its table.
    pub path: String,
    /// Line of the file.
    pub line: Option<u64>,
    /// What is to be done there.
    pub action: Action,
}

/// What is to be done at a path.
pub(super) enum Action {
    /// The rows go.
    Remove,
    /// A row comes, with the values of its columns and their lines.
    Add(Vec<(String, Option<u64>, Cell)>),
    /// The value is replaced.
    Set(Cell),
    /// The number is multiplied.
    Scale(f64),
}

/// A scenario as it was written.
#[derive(Default)]
pub(super) struct Scenario {
    /// The file as the user named it.
    pub label: String,
    /// What it asks, for people.
    pub description: Option<String>,
    /// Scenarios that are applied before, with the lines that say so.
    pub extends: Vec<(String, u64)>,
    /// Whether it may change what others changed.
    pub overrides: bool,
    /// Its changes: rows that go, rows that come, then values, then factors.
    pub edits: Vec<Edit>,
}

impl Scenario {
    /// The scenario of a file, with everything that is wrong with its form.
    pub fn read(label: &str, bytes: &[u8], findings: &mut Diagnostics) -> Option<Self> {
        let document = Document::parse(label, bytes, findings)?;
        let mut reader = Reader {
            document: &document,
            findings,
        };
        let mut scenario = Scenario {
            label: label.to_owned(),
            ..Scenario::default()
        };
        let mut later = Vec::new();
        for (key, value) in &document.root {
            match key.get_ref().as_ref() {
                "description" => {
                    scenario.description = reader.text(value, "description");
                }
                "extends" => scenario.extends = reader.texts(value, "extends"),
                "override" => scenario.overrides = reader.flag(value),
                "remove" => scenario.edits.extend(reader.remove(value)),
                "add" => later.extend(reader.add(value)),
                "set" => later.extend(reader.set(value)),
                "scale" => later.extend(reader.scale(value)),
                other => {
                    let location = document.location(key).column(other);
                    let message = format!("{} is not a key of a scenario", quoted(other));
                    let hint = suggestion(other, KEYS.iter().map(|(known, _)| *known));
                    reader.findings.push(
                        Diagnostic::error(codes::UNKNOWN_KEY, location, message).maybe_hint(hint),
                    );
                }
            }
        }
        scenario.edits.extend(later);
        // Rows go before others come, so that a row can be replaced; a factor acts on what was set. The
        // sort is stable: within a kind the order of the file stays.
        scenario.edits.sort_by_key(|edit| match edit.action {
            Action::Remove => 0,
            Action::Add(_) => 1,
            Action::Set(_) => 2,
            Action::Scale(_) => 3,
        });
        Some(scenario)
    }
}

struct Reader<'r, 'd, 'a> {
    document: &'d Document<'a>,
    findings: &'r mut Diagnostics,
}

impl<'d, 'a> Reader<'_, 'd, 'a> {
    fn wrong<T>(&mut self, place: &Spanned<T>, key: &str, needed: &str) {
        let location = self.document.location(place).column(key);
        let finding = Diagnostic::error(
            codes::WRONG_TYPE,
            location,
            format!("`{key}` must be {needed}"),
        );
        self.findings.push(finding);
    }

    fn fault(&mut self, line: u64, key: &str, fault: Fault) {
        self.findings
            .push(fault.at(Location::file(self.document.file, Some(line)).column(key)));
    }

    fn text(&mut self, value: &Spanned<DeValue<'a>>, key: &str) -> Option<String> {
        let text = value.get_ref().as_str().map(str::to_owned);
        if text.is_none() {
            self.wrong(value, key, "text in quotation marks");
        }
        text
    }

    fn texts(&mut self, value: &Spanned<DeValue<'a>>, key: &str) -> Vec<(String, u64)> {
        if let Some(items) = value.get_ref().as_array() {
            return items
                .iter()
                .filter_map(|item| {
                    self.text(item, key)
                        .map(|text| (text, self.document.line(item)))
                })
                .collect();
        }
        self.text(value, key)
            .map(|text| (text, self.document.line(value)))
            .into_iter()
            .collect()
    }

    fn flag(&mut self, value: &Spanned<DeValue<'a>>) -> bool {
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            self.wrong(value, "override", "true or false");
        }
        flag.unwrap_or(false)
    }

    fn section(
        &mut self,
        value: &'d Spanned<DeValue<'a>>,
        key: &str,
        needed: &str,
    ) -> Option<&'d DeTable<'a>> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.wrong(value, key, needed);
        }
        table
    }

    fn list(
        &mut self,
        value: &'d Spanned<DeValue<'a>>,
        key: &str,
        needed: &str,
    ) -> Option<&'d DeArray<'a>> {
        let list = value.get_ref().as_array();
        if list.is_none() {
            self.wrong(value, key, needed);
        }
        list
    }

    fn remove(&mut self, value: &'d Spanned<DeValue<'a>>) -> Vec<Edit> {
        let needed = "a list of paths such as [\"pools[city]\"]";
        let mut edits = Vec::new();
        for item in self.list(value, "remove", needed).into_iter().flatten() {
            let path = match item.get_ref() {
                DeValue::Table(table) => {
                    for (key, _) in table {
                        if key.get_ref() != "path" {
                            self.unknown(key, &["path"]);
                        }
                    }
                    match table.get("path") {
                        Some(path) => self.text(path, "path"),
                        None => {
                            self.wrong(item, "remove", "a table with a `path`");
                            None
                        }
                    }
                }
                _ => self.text(item, "remove"),
            };
            let line = Some(self.document.line(item));
            edits.extend(path.map(|path| Edit {
                path,
                line,
                action: Action::Remove,
            }));
        }
        edits
    }

    fn unknown(&mut self, key: &Spanned<std::borrow::Cow<'a, str>>, known: &[&str]) {
        let name = key.get_ref();
        let location = self.document.location(key).column(name.as_ref());
        let message = format!("{} is not a known key here", quoted(name));
        let hint = suggestion(name, known.iter().copied());
        self.findings
            .push(Diagnostic::error(codes::UNKNOWN_KEY, location, message).maybe_hint(hint));
    }

    fn add(&mut self, value: &'d Spanned<DeValue<'a>>) -> Vec<Edit> {
        let needed = "a list of tables: `[[add]]` with `table` and `row`";
        let mut edits = Vec::new();
        for item in self.list(value, "add", needed).into_iter().flatten() {
            let Some(entry) = self.section(item, "add", needed) else {
                continue;
            };
            for (key, _) in entry {
                if !matches!(key.get_ref().as_ref(), "table" | "row") {
                    self.unknown(key, &["table", "row"]);
                }
            }
            let (Some(table), Some(row)) = (entry.get("table"), entry.get("row")) else {
                self.wrong(item, "add", needed);
                continue;
            };
            let line = Some(self.document.line(table));
            let table = self.text(table, "table");
            let row = self.section(
                row,
                "row",
                "a value for each column: `row = { id = \"…\", … }`",
            );
            let (Some(path), Some(row)) = (table, row) else {
                continue;
            };
            let mut cells = Vec::new();
            for leaf in document::leaves(row, &self.document.lines) {
                match document::cell(leaf.value) {
                    Ok(cell) => cells.push((leaf.key, Some(leaf.line), cell)),
                    Err(fault) => self.fault(leaf.line, &leaf.key, fault),
                }
            }
            edits.push(Edit {
                path,
                line,
                action: Action::Add(cells),
            });
        }
        edits
    }

    fn values(&mut self, value: &'d Spanned<DeValue<'a>>, key: &str) -> Vec<(String, u64, Cell)> {
        let mut values = Vec::new();
        let section = self.section(value, key, "a section of paths and values");
        for leaf in section
            .into_iter()
            .flat_map(|table| document::leaves(table, &self.document.lines))
        {
            match document::cell(leaf.value) {
                Ok(cell) => values.push((leaf.key, leaf.line, cell)),
                Err(fault) => self.fault(leaf.line, &leaf.key, fault),
            }
        }
        values
    }

    fn set(&mut self, value: &'d Spanned<DeValue<'a>>) -> Vec<Edit> {
        let values = self.values(value, "set");
        values
            .into_iter()
            .map(|(path, line, cell)| Edit {
                path,
                line: Some(line),
                action: Action::Set(cell),
            })
            .collect()
    }

    fn scale(&mut self, value: &'d Spanned<DeValue<'a>>) -> Vec<Edit> {
        let mut edits = Vec::new();
        for (path, line, cell) in self.values(value, "scale") {
            match number(&cell) {
                Ok(factor) => edits.push(Edit {
                    path,
                    line: Some(line),
                    action: Action::Scale(factor),
                }),
                Err(fault) => self.fault(line, &path, fault),
            }
        }
        edits
    }
}
