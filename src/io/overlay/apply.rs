//! Changes of raw values, one after the other, each recorded, conflicts refused.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::path::{self, Pattern, Target};
use super::scenario::{Action, Edit, Scenario};
use super::{Change, Phase, SET_OPTION};
use crate::diagnostic::{Diagnostics, Location, closest, codes, suggestion};
use crate::domain::Settings;
use crate::io::cell::{Cell, Fault, Form, Origin};
use crate::io::inventory::{self, DERIVED_TABLES};
use crate::io::raw::{self, Setting, Spec};
use crate::io::scalar::{number, number_text, quoted};
use crate::io::source::RawModel;
use crate::io::table::{RawRow, RawTable, row_path, unknown_column};

/// Position of `--set` among the layers: after every scenario.
const LAST: usize = usize::MAX;

/// Who changed a path last.
#[derive(Clone)]
struct Claim {
    layer: usize,
    origin: Arc<Origin>,
}

/// The layer that is being applied.
struct Layer<'s> {
    position: usize,
    label: &'s str,
    ancestors: &'s BTreeSet<usize>,
    overrides: bool,
}

/// A model's raw values under the overlays that were applied so far.
pub(super) struct Layers<'r> {
    raw: &'r mut RawModel,
    defaults: Settings,
    claims: BTreeMap<String, Claim>,
    changes: Vec<Change>,
    /// Whether rows are derived, so that changes of them wait.
    derives: bool,
    /// Rows by key of the tables that were looked at since their rows last changed.
    index: BTreeMap<&'static str, BTreeMap<Vec<String>, Vec<usize>>>,
}

impl<'r> Layers<'r> {
    /// The model without overlays.
    pub fn new(raw: &'r mut RawModel) -> Self {
        Layers {
            derives: inventory::is_given(&raw.tables),
            raw,
            defaults: raw::defaults(),
            claims: BTreeMap::new(),
            changes: Vec::new(),
            index: BTreeMap::new(),
        }
    }

    /// Every change, in the order in which it was made.
    pub fn changes(self) -> Vec<Change> {
        self.changes
    }

    /// Adds the rows that the inventory comes to.
    pub fn derive(&mut self, findings: &mut Diagnostics) {
        inventory::add_derived(self.raw, findings);
        self.index.clear();
    }

    /// Applies what a scenario changes in a phase; its position is among all of them.
    pub fn scenario(
        &mut self,
        position: usize,
        scenario: &Scenario,
        ancestors: &BTreeSet<usize>,
        phase: Phase,
        findings: &mut Diagnostics,
    ) {
        let layer = Layer {
            position,
            label: &scenario.label,
            ancestors,
            overrides: scenario.overrides,
        };
        self.edits(&layer, &scenario.edits, phase, findings);
    }

    /// Applies the `--set` options of a phase, which may change what any scenario changed.
    pub fn settings(&mut self, edits: &[Edit], phase: Phase, findings: &mut Diagnostics) {
        let layer = Layer {
            position: LAST,
            label: SET_OPTION,
            ancestors: &BTreeSet::new(),
            overrides: true,
        };
        self.edits(&layer, edits, phase, findings);
    }

    /// The phase of a change: all are made at once where nothing is derived.
    fn phase(&self, edit: &Edit) -> Phase {
        let table = edit.path.split('[').next().unwrap_or_default().trim();
        if self.derives && DERIVED_TABLES.contains(&table) {
            Phase::Derived
        } else {
            Phase::Stated
        }
    }

    fn edits(
        &mut self,
        layer: &Layer<'_>,
        edits: &[Edit],
        phase: Phase,
        findings: &mut Diagnostics,
    ) {
        let now: Vec<&Edit> = edits
            .iter()
            .filter(|edit| self.phase(edit) == phase)
            .collect();
        for edit in now {
            let origin = Arc::new(Origin::line(layer.label, edit.line));
            let done = match (&edit.action, path::parse(&edit.path)) {
                (Action::Add(cells), _) => self.add(layer, &origin, &edit.path, cells, findings),
                (_, Err(fault)) => Err(fault),
                (Action::Remove, Ok(Target::Rows(spec, pattern))) => {
                    self.remove(layer, &origin, spec, &pattern)
                }
                (Action::Remove, Ok(_)) => Err(Fault::new(
                    codes::BAD_PATH,
                    "only whole rows can be removed",
                )
                .hint("leave the column off; to blank a value, set it to \"\"")),
                (Action::Set(_) | Action::Scale(_), Ok(Target::Rows(spec, _))) => {
                    let columns = spec.columns.iter().map(|column| column.name);
                    let mut fault = Fault::new(
                        codes::BAD_PATH,
                        format!("{} names no column", quoted(&edit.path)),
                    );
                    fault.hint =
                        suggestion("", columns).map(|list| format!("add a column: {list}"));
                    Err(fault)
                }
                (action, Ok(Target::Setting(setting))) => {
                    self.setting(layer, &origin, setting, action)
                }
                (action, Ok(Target::Cells(spec, pattern, column))) => {
                    self.cells(layer, &origin, spec, &pattern, column, action)
                }
            };
            if let Err(fault) = done {
                let location = Location {
                    path: Some(edit.path.clone()),
                    ..origin.location()
                };
                // The path is what the file has for a column; an option has nothing else to look it up by.
                findings.push(fault.at(location.column(edit.path.clone())));
            }
        }
    }

    /// Takes a path for the layer, or says who changed it before.
    fn claim(&mut self, layer: &Layer<'_>, origin: &Arc<Origin>, path: &str) -> Result<(), Fault> {
        if let Some(claim) = self.claims.get(path) {
            allowed(layer, claim, path)?;
        }
        self.claims.insert(
            path.to_owned(),
            Claim {
                layer: layer.position,
                origin: Arc::clone(origin),
            },
        );
        Ok(())
    }

    fn setting(
        &mut self,
        layer: &Layer<'_>,
        origin: &Arc<Origin>,
        setting: &'static Setting,
        action: &Action,
    ) -> Result<(), Fault> {
        let given = self
            .raw
            .settings
            .cells
            .get(setting.key)
            .filter(|cell| !cell.is_blank());
        let old = given.map_or_else(
            || setting.text(&self.defaults),
            |cell| cell.text.to_string(),
        );
        let form = if setting.numeric {
            Form::Number
        } else {
            Form::Plain
        };
        let old = Cell {
            text: old.into(),
            form,
            origin: None,
        };
        let mut new = changed(&old, action, setting.numeric)?;
        self.claim(layer, origin, setting.key)?;
        new.origin = Some(Arc::clone(origin));
        self.record(layer, setting.key.to_owned(), &old, &new);
        self.raw.settings.cells.insert(setting.key, new);
        Ok(())
    }

    fn record(&mut self, layer: &Layer<'_>, path: String, old: &Cell, new: &Cell) {
        let text = |cell: &Cell| (!cell.is_blank()).then(|| cell.text.to_string());
        self.changes.push(Change {
            path,
            old: text(old),
            new: text(new),
            by: layer.label.to_owned(),
        });
    }

    fn cells(
        &mut self,
        layer: &Layer<'_>,
        origin: &Arc<Origin>,
        spec: &'static Spec,
        pattern: &[Pattern],
        column: usize,
        action: &Action,
    ) -> Result<(), Fault> {
        let name = spec.columns[column].name;
        if spec.key.contains(&name) {
            return Err(Fault::new(
                codes::BAD_CHANGE,
                format!("`{name}` is part of the row's key"),
            )
            .hint("remove the row and add another"));
        }
        for (key, position) in self.matching(spec, pattern)? {
            let path = format!("{}.{name}", row_path(spec.name, &key));
            let Some(table) = self.raw.tables.get(spec.name) else {
                continue;
            };
            let old = table.rows[position].cells[column].clone();
            let mut new = changed(&old, action, spec.columns[column].numeric)?;
            self.claim(layer, origin, &path)?;
            new.origin = Some(Arc::clone(origin));
            self.record(layer, path, &old, &new);
            if let Some(table) = self.raw.tables.get_mut(spec.name) {
                table.rows[position].cells[column] = new;
            }
        }
        Ok(())
    }

    fn remove(
        &mut self,
        layer: &Layer<'_>,
        origin: &Arc<Origin>,
        spec: &'static Spec,
        pattern: &[Pattern],
    ) -> Result<(), Fault> {
        let rows = self.matching(spec, pattern)?;
        for (key, position) in &rows {
            let path = row_path(spec.name, key);
            // A value that another scenario set would vanish with the row.
            let within = format!("{path}.");
            let claimed = self
                .claims
                .range(within.clone()..)
                .take_while(|(other, _)| other.starts_with(&within));
            for (other, claim) in claimed {
                allowed(layer, claim, other)?;
            }
            self.claim(layer, origin, &path)?;
            let Some(table) = self.raw.tables.get(spec.name) else {
                continue;
            };
            let old = row_text(spec, &table.rows[*position].cells);
            self.changes.push(Change {
                path,
                old: Some(old),
                new: None,
                by: layer.label.to_owned(),
            });
        }
        let gone: BTreeSet<usize> = rows.into_iter().map(|(_, position)| position).collect();
        if let Some(table) = self.raw.tables.get_mut(spec.name) {
            let mut position = 0;
            table.rows.retain(|_| {
                position += 1;
                !gone.contains(&(position - 1))
            });
        }
        self.index.remove(spec.name);
        Ok(())
    }

    fn add(
        &mut self,
        layer: &Layer<'_>,
        origin: &Arc<Origin>,
        table: &str,
        given: &[(String, Option<u64>, Cell)],
        findings: &mut Diagnostics,
    ) -> Result<(), Fault> {
        let spec = path::table(table)?;
        let mut cells = vec![Cell::blank(); spec.columns.len()];
        for (column, line, cell) in given {
            let origin = Arc::new(Origin::line(layer.label, *line));
            match spec.position(column) {
                Some(position) => {
                    cells[position] = Cell {
                        origin: Some(origin),
                        ..cell.clone()
                    }
                }
                None => findings.push(unknown_column(spec, column, origin.location())),
            }
        }
        let row = RawRow {
            line: 0,
            cells,
            origin: Some(Arc::clone(origin)),
        };
        let Some(table) = self.raw.tables.get_mut(spec.name) else {
            return Ok(());
        };
        let path = table.row_path(&row);
        let key = table.key(&row);
        let new = row_text(spec, &row.cells);
        if self.rows_of(spec).contains_key(&key) {
            return Err(Fault::new(
                codes::BAD_CHANGE,
                format!("there is already a row `{path}`"),
            )
            .hint("set its columns, or remove it first"));
        }
        // A scenario that removed the row itself replaces it.
        if self
            .claims
            .get(&path)
            .is_none_or(|claim| claim.layer != layer.position)
        {
            self.claim(layer, origin, &path)?;
        }
        if let Some(table) = self.raw.tables.get_mut(spec.name) {
            table.rows.push(row);
        }
        self.changes.push(Change {
            path,
            old: None,
            new: Some(new),
            by: layer.label.to_owned(),
        });
        self.index.remove(spec.name);
        Ok(())
    }

    fn rows_of(&mut self, spec: &'static Spec) -> &BTreeMap<Vec<String>, Vec<usize>> {
        let table = self.raw.tables.get(spec.name);
        self.index
            .entry(spec.name)
            .or_insert_with(|| table.map(RawTable::by_key).unwrap_or_default())
    }

    /// The rows that match, in the order of their keys, or why there are none.
    fn matching(
        &mut self,
        spec: &'static Spec,
        pattern: &[Pattern],
    ) -> Result<Vec<(Vec<String>, usize)>, Fault> {
        let rows = self.rows_of(spec);
        let exact: Option<Vec<String>> = pattern.iter().cloned().collect();
        let found: Vec<(Vec<String>, usize)> = match exact {
            Some(key) => rows
                .get(&key)
                .into_iter()
                .flatten()
                .map(|position| (key.clone(), *position))
                .collect(),
            None => rows
                .iter()
                .filter(|(key, _)| path::matches(pattern, key))
                .flat_map(|(key, positions)| {
                    positions.iter().map(|position| (key.clone(), *position))
                })
                .collect(),
        };
        if found.is_empty() {
            Err(self.no_row(spec, pattern))
        } else {
            Ok(found)
        }
    }

    fn no_row(&mut self, spec: &'static Spec, pattern: &[Pattern]) -> Fault {
        let text = path::text(pattern);
        let path = format!("{}[{text}]", spec.name);
        let mut fault = Fault::new(codes::UNKNOWN_PATH, format!("there is no row `{path}`"));
        if let Some(claim) = self.claims.get(&path) {
            fault.message = format!(
                "the row `{path}` was removed by {}",
                claim.origin.location()
            );
            return fault;
        }
        let known: Vec<String> = self.rows_of(spec).keys().map(|key| key.join(",")).collect();
        fault.hint = match closest(&text, known.iter().map(String::as_str)) {
            Some(meant) => Some(format!("did you mean `{}[{meant}]`?", spec.name)),
            None => suggestion(&text, known.iter().map(String::as_str))
                .map(|list| format!("{} is named by {}: {list}", spec.name, spec.key.join(","))),
        };
        fault
    }
}

/// Whether a layer may change what was changed before.
fn allowed(layer: &Layer<'_>, claim: &Claim, path: &str) -> Result<(), Fault> {
    let place = claim.origin.location();
    if claim.layer == layer.position {
        let message = match claim.origin.line {
            Some(line) => {
                format!("`{path}` is changed twice by this scenario, first on line {line}")
            }
            None => format!("`{path}` is set twice"),
        };
        return Err(Fault::new(codes::CONFLICTING_CHANGE, message).hint("keep one of them"));
    }
    if layer.overrides || layer.ancestors.contains(&claim.layer) {
        return Ok(());
    }
    Err(Fault::new(
        codes::CONFLICTING_CHANGE,
        format!("`{path}` was already changed by {place}"),
    )
    .hint("say `override = true`, or extend that scenario, if this one is to win"))
}

/// The value after an action.
fn changed(old: &Cell, action: &Action, numeric: bool) -> Result<Cell, Fault> {
    match action {
        Action::Set(new) => Ok(new.clone()),
        Action::Scale(factor) if numeric && !old.is_blank() => {
            let value = number(&Cell::plain(&old.text))?;
            Ok(Cell {
                text: number_text(value * factor).into(),
                form: Form::Number,
                origin: None,
            })
        }
        Action::Scale(_) if numeric => Err(Fault::new(
            codes::BAD_CHANGE,
            "the value is blank, so that it cannot be scaled",
        )
        .hint("set it instead")),
        Action::Scale(_) => Err(Fault::new(
            codes::BAD_CHANGE,
            "the value is not a number, so that it cannot be scaled",
        )
        .hint("set it instead")),
        // Rows have no single value; their actions are handled where rows are.
        Action::Remove | Action::Add(_) => {
            Err(Fault::new(codes::BAD_CHANGE, "a row is needed").hint("write `table[key,key]`"))
        }
    }
}

/// A row as a change shows it: its filled columns.
fn row_text(spec: &Spec, cells: &[Cell]) -> String {
    let filled = spec
        .columns
        .iter()
        .zip(cells)
        .filter(|(_, cell)| !cell.is_blank());
    let parts: Vec<String> = filled
        .map(|(column, cell)| format!("{} = {}", column.name, cell.text))
        .collect();
    parts.join(", ")
}
