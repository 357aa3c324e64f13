//! Where models and scenarios come from: a folder or a workbook on disk, or what is shipped inside the program.
//!
//! A source yields named tables of text cells, each cell with the place it was read in, and the settings
//! likewise; what comes after does not know which source it was.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

use super::raw::{self, LATER_TABLES, RawSettings};
use super::scalar::{quoted, shortened};
use super::table::{RawTable, Sheet};
use super::{disk, inventory, missing, workbook};
use crate::diagnostic::{Diagnostic, Diagnostics, Location, codes, suggestion};

/// Shipped models, a folder each.
pub(super) static MODELS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/models");

/// Shipped scenarios, a folder for each model.
static SCENARIOS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/scenarios");

/// Longest name of a scenario that a finding repeats, in characters: names of files are no longer.
const LONGEST_NAME: usize = 255;

/// File of the settings.
pub(super) const SETTINGS_FILE: &str = "model.toml";

/// A model as raw values: nothing is decoded, nothing is checked but the form of the files.
#[derive(Debug)]
pub(super) struct RawModel {
    /// Short name of the model: that of its folder, or of its workbook without the ending.
    pub name: String,
    /// The settings.
    pub settings: RawSettings,
    /// Every table that the model keeps, those without a file too.
    pub tables: BTreeMap<&'static str, RawTable>,
}

/// A model that can be opened.
pub(super) struct Source {
    /// Short name of the model: that of its folder, or of its workbook without the ending.
    pub name: String,
    kind: Kind,
}

enum Kind {
    Folder(PathBuf),
    Workbook(PathBuf),
    Shipped(&'static Dir<'static>),
}

/// A scenario file that can be read.
#[derive(Debug, Clone)]
pub(super) struct ScenarioFile {
    /// The file as the user named it.
    pub label: String,
    kind: ScenarioKind,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum ScenarioKind {
    Disk(PathBuf),
    Shipped(PathBuf),
}

/// Names of the shipped models, sorted.
pub(super) fn shipped_names() -> Vec<&'static str> {
    let mut names: Vec<&str> = MODELS
        .dirs()
        .filter_map(|dir| dir.path().file_name().and_then(|name| name.to_str()))
        .collect();
    names.sort_unstable();
    names
}

impl Source {
    /// The model of a folder or workbook, or the shipped one of that name.
    pub fn open(spec: &str, findings: &mut Diagnostics) -> Option<Self> {
        let path = Path::new(spec);
        let shipped = MODELS
            .get_dir(spec)
            .filter(|_| shipped_names().contains(&spec));
        if disk::is_folder(path) {
            if shipped.is_some() {
                findings.push(
                    Diagnostic::note(
                        codes::FOLDER_HIDES_SHIPPED,
                        Location::file(spec, None),
                        "the folder here is read, and not the shipped model of the same name",
                    )
                    .hint("run the command elsewhere to use the shipped one"),
                );
            }
            let full = disk::identity(path);
            let name = full.file_name().map_or_else(
                || spec.to_owned(),
                |name| name.to_string_lossy().into_owned(),
            );
            return Some(Source {
                name,
                kind: Kind::Folder(path.to_owned()),
            });
        }
        if disk::is_file(path) && missing::is_workbook(path) {
            let stem = path.file_stem().unwrap_or_default();
            return Some(Source {
                name: stem.to_string_lossy().into_owned(),
                kind: Kind::Workbook(path.to_owned()),
            });
        }
        if let Some(dir) = shipped {
            return Some(Source {
                name: spec.to_owned(),
                kind: Kind::Shipped(dir),
            });
        }
        findings.push(missing::no_such_model(spec));
        None
    }

    /// The shipped model of that name.
    pub fn open_shipped(name: &str) -> Option<Self> {
        MODELS.get_dir(name).map(|dir| Source {
            name: name.to_owned(),
            kind: Kind::Shipped(dir),
        })
    }

    /// The raw values of the model, with everything that is wrong with the form of its files.
    pub fn read(&self, findings: &mut Diagnostics) -> Option<RawModel> {
        let mut tables = BTreeMap::new();
        let mut settings = None;
        let names = match &self.kind {
            Kind::Folder(folder) => match disk::entries(folder) {
                Ok(entries) => self.files(entries, &mut settings, &mut tables, findings),
                Err(error) => {
                    findings.push(unreadable(&folder.display().to_string(), &error));
                    return None;
                }
            },
            Kind::Shipped(dir) => dir
                .files()
                .filter_map(|file| {
                    file.path()
                        .file_name()
                        .and_then(|name| name.to_str())
                        .map(str::to_owned)
                })
                .collect(),
            Kind::Workbook(file) => {
                let label = file.display().to_string();
                let bytes = self.bytes("", findings)?;
                return workbook::read(&self.name, &label, &bytes, findings);
            }
        };
        for name in &names {
            if name == SETTINGS_FILE {
                settings = Some(match self.bytes(name, findings) {
                    Some(bytes) => RawSettings::read(&self.label(name), &bytes, findings),
                    None => self.no_settings(),
                });
            } else if let Some(table) = table_name(name) {
                self.read_table(name, table, &mut tables, findings);
            }
        }
        let settings = settings.unwrap_or_else(|| {
            findings.push(missing::missing_settings(
                &self.label(SETTINGS_FILE),
                &names,
            ));
            self.no_settings()
        });
        let required = inventory::needed(&mut tables, findings);
        for spec in raw::specs() {
            tables.entry(spec.name).or_insert_with(|| {
                let file = self.label(&format!("{}.csv", spec.name));
                let mut table = RawTable::empty(spec, file.clone());
                let other = missing::other_form(spec.name, &names);
                let finding = match other {
                    Some(other) => missing::not_csv(spec.name, &self.label(other)),
                    None if required.contains(&spec.name) => missing::missing_table(spec, &file),
                    None => return table,
                };
                findings.push(finding);
                table.rows_left_out = true;
                table
            });
        }
        Some(RawModel {
            name: self.name.clone(),
            settings,
            tables,
        })
    }

    fn no_settings(&self) -> RawSettings {
        RawSettings {
            file: self.label(SETTINGS_FILE),
            ..RawSettings::default()
        }
    }

    /// Names of the files among the entries of the folder. What bears the name of a table and is no file is
    /// reported: left out in silence, it would be taken for a table without rows.
    fn files(
        &self,
        entries: Vec<(String, disk::Kind)>,
        settings: &mut Option<RawSettings>,
        tables: &mut BTreeMap<&'static str, RawTable>,
        findings: &mut Diagnostics,
    ) -> Vec<String> {
        let mut names = Vec::with_capacity(entries.len());
        for (name, kind) in entries {
            let (message, hint) = match kind {
                disk::Kind::File => {
                    names.push(name);
                    continue;
                }
                disk::Kind::Folder => ("is a folder, and a file is needed", "move it elsewhere"),
                disk::Kind::BrokenLink => {
                    ("is a link that leads to no file", "copy the file itself")
                }
                disk::Kind::Other => ("is no file that could be read", "copy the file itself"),
            };
            let finding = Diagnostic::error(
                codes::UNREADABLE_FILE,
                Location::file(self.label(&name), None),
                message,
            );
            if name == SETTINGS_FILE {
                findings.push(finding.hint(hint));
                *settings = Some(self.no_settings());
            } else if let Some(table) = table_name(&name) {
                findings.push(finding.hint(hint));
                mark_unread(known(table), self.label(&name), tables);
            }
        }
        names
    }

    fn read_table(
        &self,
        file: &str,
        name: &str,
        tables: &mut BTreeMap<&'static str, RawTable>,
        findings: &mut Diagnostics,
    ) {
        let label = self.label(file);
        let known = known(name);
        if let Some(other) = known.and_then(|spec| tables.get_mut(spec.name)) {
            // Which of them is meant is not known, so that nothing is concluded from either.
            other.rows_left_out = true;
            let message = format!("is the table {name} again, which is already {}", other.file);
            findings.push(
                Diagnostic::error(codes::DUPLICATE_TABLE, Location::file(label, None), message)
                    .hint("keep one of the files"),
            );
            return;
        }
        if known.is_none() && !LATER_TABLES.contains(&name) {
            let names = raw::specs().into_iter().map(|spec| spec.name);
            let finding = Diagnostic::error(
                codes::UNKNOWN_TABLE,
                Location::file(label, None),
                format!("{} is not a table of a model", quoted(name)),
            );
            findings.push(finding.maybe_hint(suggestion(name, names)));
            return;
        }
        let Some(bytes) = self.bytes(file, findings) else {
            mark_unread(known, label, tables);
            return;
        };
        match (known, Sheet::read(&label, &bytes, findings)) {
            (Some(spec), Some(sheet)) => {
                tables.insert(spec.name, RawTable::from_sheet(spec, sheet, findings));
            }
            (None, Some(sheet)) if !sheet.rows.is_empty() => findings.push(
                Diagnostic::error(
                    codes::NOT_SERVED_YET,
                    Location::file(label, None),
                    format!("the table {name} is not served yet by this version"),
                )
                .hint("remove the file, or its rows"),
            ),
            (known, _) => mark_unread(known, label, tables),
        }
    }

    /// The contents of a file of the folder, or of the workbook.
    fn bytes(&self, name: &str, findings: &mut Diagnostics) -> Option<Cow<'static, [u8]>> {
        let path = match &self.kind {
            Kind::Folder(folder) => folder.join(name),
            Kind::Workbook(file) => file.clone(),
            Kind::Shipped(dir) => {
                return dir
                    .get_file(dir.path().join(name))
                    .map(|file| Cow::Borrowed(file.contents()));
            }
        };
        match disk::read(&path) {
            Ok(bytes) => Some(Cow::Owned(bytes)),
            Err(error) => {
                findings.push(unreadable(&path.display().to_string(), &error));
                None
            }
        }
    }

    fn label(&self, file: &str) -> String {
        match &self.kind {
            Kind::Folder(folder) => folder.join(file).display().to_string(),
            Kind::Workbook(file) => file.display().to_string(),
            Kind::Shipped(_) => format!("{}/{file}", self.name),
        }
    }

    /// The scenario of a path, or of a name: those shipped with the model, or beside its folder or
    /// workbook's folder in `scenarios/<model>/`.
    pub fn scenario(&self, spec: &Path, findings: &mut Diagnostics) -> Option<ScenarioFile> {
        if disk::is_file(spec) {
            return Some(ScenarioFile::disk(spec));
        }
        let name = spec.to_string_lossy();
        match self.scenario_folder() {
            Some(ScenarioKind::Shipped(folder)) => {
                let path = folder.join(format!("{name}.toml"));
                if SCENARIOS.get_file(&path).is_some() {
                    return Some(ScenarioFile::shipped(path));
                }
            }
            Some(ScenarioKind::Disk(folder)) => {
                let path = folder.join(format!("{name}.toml"));
                if disk::is_file(&path) {
                    return Some(ScenarioFile::disk(&path));
                }
            }
            None => {}
        }
        let own = self.scenarios();
        let mut known: Vec<String> = own
            .iter()
            .filter_map(|path| path.file_stem())
            .map(|stem| stem.to_string_lossy().into_owned())
            .collect();
        known.sort();
        let hint = suggestion(&name, known.iter().map(String::as_str));
        let finding = Diagnostic::error(
            codes::NO_SUCH_SCENARIO,
            Location::file(shortened(&name, LONGEST_NAME), None),
            format!("there is no scenario {}", quoted(&name)),
        );
        findings.push(
            finding.hint(hint.unwrap_or_else(|| "give the path of a scenario file".to_owned())),
        );
        None
    }
}

impl Source {
    /// Where the model's own scenarios are, shipped or on disk.
    fn scenario_folder(&self) -> Option<ScenarioKind> {
        match &self.kind {
            Kind::Shipped(_) => Some(ScenarioKind::Shipped(PathBuf::from(&self.name))),
            Kind::Folder(place) | Kind::Workbook(place) => {
                let full = disk::identity(place);
                let root = full.parent().and_then(Path::parent)?;
                Some(ScenarioKind::Disk(root.join("scenarios").join(&self.name)))
            }
        }
    }

    /// The model's own scenarios, sorted: names of shipped ones, or paths of files.
    pub fn scenarios(&self) -> Vec<PathBuf> {
        let is_scenario = |path: &Path| path.extension().is_some_and(|ending| ending == "toml");
        let mut all: Vec<PathBuf> = match self.scenario_folder() {
            Some(ScenarioKind::Shipped(folder)) => {
                let files = SCENARIOS.get_dir(folder).into_iter().flat_map(Dir::files);
                let files = files.map(include_dir::File::path);
                let stems = files
                    .filter(|path| is_scenario(path))
                    .filter_map(Path::file_stem);
                stems.map(PathBuf::from).collect()
            }
            Some(ScenarioKind::Disk(folder)) => {
                let files = disk::files(&folder).unwrap_or_default().into_iter();
                let paths = files.map(|file| folder.join(file));
                paths.filter(|path| is_scenario(path)).collect()
            }
            None => Vec::new(),
        };
        all.sort();
        all
    }
}

impl ScenarioFile {
    fn disk(path: &Path) -> Self {
        ScenarioFile {
            label: path.display().to_string(),
            kind: ScenarioKind::Disk(disk::identity(path)),
        }
    }

    fn shipped(path: PathBuf) -> Self {
        ScenarioFile {
            label: format!("scenarios/{}", path.display()),
            kind: ScenarioKind::Shipped(path),
        }
    }

    /// Whether both are the same file, however they were named.
    pub fn same(&self, other: &Self) -> bool {
        self.kind == other.kind
    }

    /// The contents.
    pub fn bytes(&self, findings: &mut Diagnostics) -> Option<Cow<'static, [u8]>> {
        match &self.kind {
            ScenarioKind::Disk(path) => match disk::read(path) {
                Ok(bytes) => Some(Cow::Owned(bytes)),
                Err(error) => {
                    findings.push(unreadable(&self.label, &error));
                    None
                }
            },
            ScenarioKind::Shipped(path) => SCENARIOS
                .get_file(path)
                .map(|file| Cow::Borrowed(file.contents())),
        }
    }

    /// The scenario that this one names: a file beside it, with or without `.toml`.
    pub fn neighbour(&self, name: &str) -> Option<Self> {
        let file = if name.ends_with(".toml") {
            name.to_owned()
        } else {
            format!("{name}.toml")
        };
        match &self.kind {
            ScenarioKind::Disk(_) => {
                let path = Path::new(&self.label).with_file_name(file);
                disk::is_file(&path).then(|| ScenarioFile::disk(&path))
            }
            ScenarioKind::Shipped(path) => {
                let path = path.with_file_name(file);
                SCENARIOS
                    .get_file(&path)
                    .is_some()
                    .then(|| ScenarioFile::shipped(path))
            }
        }
    }
}

/// The table that a file name stands for; hidden files, as some systems leave them, are none.
fn table_name(file: &str) -> Option<&str> {
    let (stem, extension) = file.rsplit_once('.')?;
    (extension.eq_ignore_ascii_case("csv") && !file.starts_with('.')).then_some(stem)
}

/// The declaration of a table that the model keeps.
fn known(table: &str) -> Option<&'static raw::Spec> {
    raw::specs().into_iter().find(|spec| spec.name == table)
}

fn mark_unread(
    known: Option<&'static raw::Spec>,
    file: String,
    tables: &mut BTreeMap<&'static str, RawTable>,
) {
    if let Some(spec) = known {
        let mut table = RawTable::empty(spec, file);
        table.rows_left_out = true;
        tables.insert(spec.name, table);
    }
}

/// The finding of a file that cannot be read.
pub(super) fn unreadable(file: &str, error: &std::io::Error) -> Diagnostic {
    Diagnostic::error(
        codes::UNREADABLE_FILE,
        Location::file(file, None),
        format!("cannot be read: {error}"),
    )
    .hint("check that the file is there, and that you may read it")
}
