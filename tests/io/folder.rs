//! A model folder that a test damages before it is loaded.

#![expect(
    clippy::disallowed_methods,
    reason = "the tests make the folders that the io room reads"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use trefoil::app::validate;
use trefoil::diagnostic::Diagnostics;
use trefoil::io::{LoadOptions, Loaded, load};

/// The files of a model, with scenarios and options, before they are written.
#[derive(Debug, Clone, Default)]
pub struct Folder {
    pub files: BTreeMap<String, Vec<u8>>,
    scenarios: BTreeMap<String, String>,
    apply: Vec<String>,
    sets: Vec<String>,
}

/// Where the repository stands.
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files of a folder, by name; none where it is not there.
pub fn files_of(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    fs::read_dir(folder)
        .into_iter()
        .flatten()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .map(|path| {
            (
                path.file_name().unwrap().to_string_lossy().into_owned(),
                fs::read(&path).unwrap(),
            )
        })
        .collect()
}

impl Folder {
    /// The shipped `minimal`.
    pub fn minimal() -> Self {
        Folder {
            files: files_of(&repository().join("models/minimal")),
            ..Folder::default()
        }
    }

    /// An inventory of three rows with what it needs beside it: reading in two places, two programs, three payers.
    pub fn inventory() -> Self {
        Folder::default()
            .put("model.toml", "name = \"Three rows\"\n")
            .put(
                "indicators.csv",
                "id,goal,outcome,name,unit,direction,grade\n\
                 reading,succeeds,Reading,Grade 3 reading,percent,increase,3\n",
            )
            .put(
                "baselines.csv",
                "indicator,place,group,population,baseline,target,year,basis\n\
                 reading,east,all,30,40,60,2025,local\n\
                 reading,west,all,500,50,60,2025,local\n",
            )
            .put(
                "inventory.csv",
                "program,partner,place,practice,dollars,participants,source_of_funds,restricted,restriction,recurring,protected\n\
                 Tutors,City Fund,east,adult-tutoring,60000,100,levy,no,,true,\n\
                 Tutors,City Fund,west,adult-tutoring,40000,80,levy,no,,true,\n\
                 Book Bus,Rotary Club,west,unknown,9000,300,,,,,true\n",
            )
    }

    /// The files of a model, as it is written.
    pub fn of(files: Vec<(String, Vec<u8>)>) -> Self {
        Folder {
            files: files.into_iter().collect(),
            ..Folder::default()
        }
    }

    fn text(&self, file: &str) -> String {
        String::from_utf8(self.files[file].clone()).unwrap()
    }

    /// Replaces the first `from` in a file, which must be there.
    pub fn replace(mut self, file: &str, from: &str, to: &str) -> Self {
        let text = self.text(file);
        assert!(text.contains(from), "{file} holds no {from:?}");
        self.files
            .insert(file.to_owned(), text.replacen(from, to, 1).into_bytes());
        self
    }

    /// Adds a line at the end of a file.
    pub fn append(mut self, file: &str, line: &str) -> Self {
        let text = format!("{}{line}\n", self.text(file));
        self.files.insert(file.to_owned(), text.into_bytes());
        self
    }

    /// Writes a whole file.
    pub fn put(mut self, file: &str, content: &str) -> Self {
        self.files
            .insert(file.to_owned(), content.as_bytes().to_vec());
        self
    }

    /// Keeps the header of a file alone.
    pub fn empty(self, file: &str) -> Self {
        let header = self.text(file).lines().next().unwrap().to_owned();
        self.put(file, &format!("{header}\n"))
    }

    /// Leaves a file out.
    pub fn without(mut self, file: &str) -> Self {
        assert!(self.files.remove(file).is_some());
        self
    }

    /// Writes a scenario and applies it.
    pub fn scenario(self, name: &str, content: &str) -> Self {
        let mut folder = self.beside(name, content);
        folder.apply.push(name.to_owned());
        folder
    }

    /// Writes a scenario that others may extend.
    pub fn beside(mut self, name: &str, content: &str) -> Self {
        self.scenarios.insert(name.to_owned(), content.to_owned());
        self
    }

    /// Asks for a scenario whether it is there or not.
    pub fn apply(mut self, name: &str) -> Self {
        self.apply.push(name.to_owned());
        self
    }

    /// Adds a `--set` option.
    pub fn set(mut self, text: &str) -> Self {
        self.sets.push(text.to_owned());
        self
    }

    /// Writes the folder: `<root>/models/m` with its scenarios in `<root>/scenarios/m`.
    pub fn write(&self) -> (TempDir, PathBuf) {
        let root = tempfile::tempdir().unwrap();
        let model = root.path().join("models").join("m");
        let scenarios = root.path().join("scenarios").join("m");
        fs::create_dir_all(&model).unwrap();
        fs::create_dir_all(&scenarios).unwrap();
        for (name, content) in &self.files {
            fs::write(model.join(name), content).unwrap();
        }
        for (name, content) in &self.scenarios {
            fs::write(scenarios.join(format!("{name}.toml")), content).unwrap();
        }
        (root, model)
    }

    /// The scenarios and options to load it with.
    pub fn options(&self) -> LoadOptions {
        LoadOptions {
            scenarios: self.apply.iter().map(PathBuf::from).collect(),
            sets: self.sets.clone(),
        }
    }

    /// Loads the folder; file names in findings and changes begin at the folder's root.
    pub fn load(&self) -> Result<Loaded, Diagnostics> {
        let (root, model) = self.write();
        load(&model.to_string_lossy(), &self.options())
            .map(|mut loaded| {
                relative(&mut loaded.diagnostics, root.path());
                for change in &mut loaded.changes {
                    change.by = short(&change.by, root.path());
                }
                loaded
            })
            .map_err(|mut findings| {
                relative(&mut findings, root.path());
                findings
            })
    }

    /// What is wrong with the folder, as it is printed; nothing where it loads without a word.
    pub fn findings(&self) -> Diagnostics {
        match self.load() {
            Ok(loaded) => loaded.diagnostics,
            Err(findings) => findings,
        }
    }

    /// What is wrong with the folder and, where it loads, what its evidence and its program show.
    pub fn advice(&self) -> Diagnostics {
        let (root, model) = self.write();
        match load(&model.to_string_lossy(), &LoadOptions::default()) {
            Ok(loaded) => {
                let mut findings = loaded.locate(&validate::run(&loaded.model)).sorted();
                relative(&mut findings, root.path());
                findings
            }
            Err(_) => self.findings(),
        }
    }

    /// The codes of the findings, each once.
    pub fn codes(&self) -> Vec<&'static str> {
        let mut codes: Vec<&str> = self.findings().iter().map(|finding| finding.code).collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    }
}

fn short(text: &str, root: &Path) -> String {
    let full = fs::canonicalize(root).unwrap();
    let text = text.replace(&format!("{}/", full.display()), "");
    text.replace(&format!("{}/", root.display()), "")
}

fn relative(findings: &mut Diagnostics, root: &Path) {
    for finding in findings.iter_mut() {
        finding.location.file = finding
            .location
            .file
            .as_deref()
            .map(|file| short(file, root));
        finding.message = short(&finding.message, root);
        finding.hint = finding.hint.as_deref().map(|hint| short(hint, root));
    }
}

/// Writes bytes to a file.
pub fn write_file(path: &Path, bytes: &[u8]) {
    fs::write(path, bytes).unwrap();
}

/// Removes a file.
pub fn remove_file(path: &Path) {
    fs::remove_file(path).unwrap();
}

/// Makes a link at `path`, which leads to `target`.
#[cfg(unix)]
pub fn link(target: &Path, path: &Path) {
    std::os::unix::fs::symlink(target, path).unwrap();
}

/// Makes a folder.
pub fn make_folder(path: &Path) {
    fs::create_dir_all(path).unwrap();
}

/// The bytes of a file.
pub fn read_file(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap()
}
