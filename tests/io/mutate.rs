//! Random damage to whole model folders: bytes, cells, rows, columns, files, settings, scenarios.
//!
//! A case is made from its number alone, so that a number that is printed makes it again.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use rand::seq::{IndexedRandom as _, SliceRandom as _};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use trefoil::app::generate::sized;
use trefoil::io::{LoadOptions, load, model_files, shipped_models};

use super::folder::Folder;
use super::vocabulary::{COLUMNS, ROWS, SETTINGS, TEXTS};
use super::writing::rich;

/// Seed of all cases together.
const SEED: u64 = 53;

/// Most damages that one folder gets.
const MOST_DAMAGES: u32 = 12;

/// The folder of a case.
pub fn case(number: u64) -> Folder {
    let mut rng =
        ChaCha8Rng::seed_from_u64(SEED.wrapping_add(number.wrapping_mul(0x9E37_79B9_7F4A_7C15)));
    let mut damage = Damage {
        folder: start(&mut rng),
        gentle: rng.random_bool(0.6),
        rng: &mut rng,
    };
    damage.one();
    for _ in 1..MOST_DAMAGES {
        if damage.rng.random_bool(0.4) {
            break;
        }
        damage.one();
    }
    damage.folder
}

/// What a case begins with: a shipped model, one that fills every column, or a small generated one.
fn start(rng: &mut ChaCha8Rng) -> Folder {
    match rng.random_range(0..20) {
        0..6 => Folder::minimal(),
        6..10 => rich(),
        10 => {
            let models = shipped_models();
            let name = &models[rng.random_range(0..models.len())].name;
            let loaded = load(name, &LoadOptions::default()).expect("a shipped model is valid");
            Folder::of(model_files(loaded.model.tables()))
        }
        _ => {
            let (practices, places) = (rng.random_range(1..=4), rng.random_range(1..=3));
            Folder::of(model_files(&sized(
                practices,
                places,
                rng.random_range(0..1_000),
            )))
        }
    }
}

struct Damage<'r> {
    folder: Folder,
    /// Whether only figures and whole rows change, so that the model may well stay valid.
    gentle: bool,
    rng: &'r mut ChaCha8Rng,
}

/// A table as its cells.
type Cells = Vec<Vec<String>>;

impl Damage<'_> {
    fn below(&mut self, count: usize) -> usize {
        self.rng.random_range(0..count.max(1))
    }

    fn any<'t>(&mut self, texts: &[&'t str]) -> &'t str {
        texts.choose(self.rng).copied().unwrap_or_default()
    }

    /// One damage.
    fn one(&mut self) {
        match self.rng.random_range(0..32) {
            0..4 if !self.gentle => self.bytes(),
            0..17 => self.table(),
            17..19 if !self.gentle => self.file(),
            17..23 => self.row_of_ids(),
            23..26 => self.settings(),
            26..30 => self.scenario(),
            _ => {
                let edit = self.edit();
                let edit = edit.replacen("\" = ", "=", 1).replacen('"', "", 1);
                self.folder = std::mem::take(&mut self.folder).set(&edit);
            }
        }
    }

    /// Some file whose name ends so.
    fn name(&mut self, extension: &str) -> Option<String> {
        let names: Vec<String> = self
            .folder
            .files
            .keys()
            .filter(|name| name.ends_with(extension))
            .cloned()
            .collect();
        names.choose(self.rng).cloned()
    }

    fn bytes(&mut self) {
        const TELLING: &[u8] = b"\",\n\r;=[]{}.-+#eE0159aNn \t\xff\xfe\xef\xbb\xbf\0*|@";
        let Some(name) = self.name("") else { return };
        let mut content = self.folder.files.remove(&name).unwrap_or_default();
        let at = self.below(content.len() + 1);
        let byte = TELLING.choose(self.rng).copied().unwrap_or_default();
        match self.rng.random_range(0..6) {
            0 => content.insert(at, byte),
            1 if at < content.len() => content[at] = byte,
            2 if at < content.len() => {
                content.remove(at);
            }
            3 => content.truncate(at),
            4 => content[at..].reverse(),
            _ => {
                let end = at + self.below(content.len() - at + 1);
                content.splice(end..end, content[at..end].to_vec());
            }
        }
        self.folder.files.insert(name, content);
    }

    fn cells(&self, name: &str) -> Option<Cells> {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(self.folder.files.get(name)?.as_slice());
        let rows = reader
            .records()
            .map(|row| row.map(|row| row.iter().map(str::to_owned).collect()));
        rows.collect::<Result<Cells, _>>()
            .ok()
            .filter(|cells| cells.first().is_some_and(|row| !row.is_empty()))
    }

    fn write(&mut self, name: String, cells: &Cells) {
        let mut writer = csv::WriterBuilder::new()
            .flexible(true)
            .from_writer(Vec::new());
        for row in cells {
            writer.write_record(row).expect("memory does not fail");
        }
        self.folder
            .files
            .insert(name, writer.into_inner().expect("memory does not fail"));
    }

    /// A text for a cell of a column: one that means something, one of the model's, or a number.
    fn text(&mut self, cells: &Cells, column: usize) -> String {
        match self.rng.random_range(0..6) {
            0 => self.any(TEXTS).to_owned(),
            1 => String::new(),
            2 => self.number(),
            3 => self.id().unwrap_or_default(),
            _ => {
                let row = self.below(cells.len());
                cells[row].get(column).cloned().unwrap_or_default()
            }
        }
    }

    fn number(&mut self) -> String {
        let size = 10_f64.powf(self.rng.random_range(-13.0..15.5));
        let value = if self.rng.random_bool(0.1) {
            -size
        } else {
            size
        };
        if self.rng.random_bool(0.5) {
            format!("{}", value.round())
        } else {
            format!("{value:e}")
        }
    }

    /// The first cell of some row of some table.
    fn id(&mut self) -> Option<String> {
        let name = self.name(".csv")?;
        let cells = self.cells(&name)?;
        let row = 1 + self.below(cells.len().saturating_sub(1));
        cells.get(row)?.first().cloned()
    }

    fn table(&mut self) {
        let Some(name) = self.name(".csv") else {
            return;
        };
        let Some(mut cells) = self.cells(&name) else {
            return;
        };
        let (row, other) = (self.below(cells.len()), self.below(cells.len()));
        let width = cells[0].len();
        let (column, beside) = (self.below(width), self.below(width));
        let text = self.text(&cells, column);
        let kind = if self.gentle {
            self.rng.random_range(5..11)
        } else {
            self.rng.random_range(0..20)
        };
        match kind {
            0..6 => {
                if let Some(cell) = cells[row].get_mut(column) {
                    *cell = text;
                }
            }
            6..10 => {
                // A figure that is another figure.
                let factor = 10_f64.powf(self.rng.random_range(-2.0..2.0));
                let numeric = |cell: &String| cell.parse::<f64>().is_ok();
                let mut figures: Vec<&mut String> = cells
                    .iter_mut()
                    .skip(1)
                    .flatten()
                    .filter(|cell| numeric(cell))
                    .collect();
                let at = self.rng.random_range(0..figures.len().max(1));
                if let Some(cell) = figures.get_mut(at) {
                    let value: f64 = cell.parse().unwrap_or_default();
                    **cell = format!("{}", value * factor);
                }
            }
            10 if cells.len() > 1 => {
                cells.remove(row);
            }
            11 => {
                let copy = cells[row].clone();
                cells.insert(other, copy);
            }
            12 => cells[1..].shuffle(self.rng),
            13 => {
                cells[row].pop();
            }
            14 => cells[row].push(text),
            15 => cells.iter_mut().for_each(|row| {
                if column < row.len() {
                    row.remove(column);
                }
            }),
            16 => {
                for row in &mut cells {
                    let copy = row.get(column).cloned().unwrap_or_default();
                    row.push(copy);
                }
            }
            17 => cells.iter_mut().for_each(|row| {
                if column.max(beside) < row.len() {
                    row.swap(column, beside);
                }
            }),
            18 => cells[0][column] = self.any(COLUMNS).to_owned(),
            _ => {
                let column = self.any(COLUMNS);
                for (position, row) in cells.iter_mut().enumerate() {
                    let texts = if self.rng.random_bool(0.5) {
                        &[""]
                    } else {
                        TEXTS
                    };
                    row.push(
                        if position == 0 {
                            column
                        } else {
                            texts.choose(self.rng).copied().unwrap_or_default()
                        }
                        .to_owned(),
                    );
                }
            }
        }
        self.write(name, &cells);
    }

    fn file(&mut self) {
        let Some(name) = self.name("") else { return };
        let content = self.folder.files.get(&name).cloned().unwrap_or_default();
        let text = String::from_utf8_lossy(&content).into_owned();
        let files = &mut self.folder.files;
        match self.rng.random_range(0..11) {
            0 => {
                files.remove(&name);
            }
            1 => {
                files.insert(
                    name,
                    text.lines().next().unwrap_or_default().as_bytes().to_vec(),
                );
            }
            2 => {
                files.insert(name, Vec::new());
            }
            3 => {
                let other = [
                    "serves.csv",
                    "rules.csv",
                    "pools.csv",
                    "links.csv",
                    "pools.CSV",
                    "x.csv",
                    "needs.csv",
                ];
                let other = other.choose(self.rng).copied().unwrap_or_default();
                files.insert(other.to_owned(), content);
            }
            4 => {
                files.insert(name, [b"\xEF\xBB\xBF".as_slice(), &content].concat());
            }
            5 => {
                files.insert(name, text.replace('\n', "\r\n").into_bytes());
            }
            6 => {
                files.insert(name, text.replace('\n', "\r").into_bytes());
            }
            7 => {
                files.insert(name, text.replace(',', ";").into_bytes());
            }
            8 => {
                files.insert(name, text.replace(',', "\t").into_bytes());
            }
            9 => {
                files.insert(
                    name,
                    text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
                );
            }
            _ => {
                files.insert(name, [content.clone(), content].concat());
            }
        }
    }

    /// A text in which `{practice}` and the like are ids of the model.
    fn filled(&mut self, text: &str) -> String {
        let mut filled = text.to_owned();
        for (mark, file) in [
            ("{practice}", "practices.csv"),
            ("{place}", "places.csv"),
            ("{indicator}", "indicators.csv"),
            ("{group}", "groups.csv"),
            ("{pool}", "pools.csv"),
            ("{partner}", "partners.csv"),
            ("{resource}", "resources.csv"),
        ] {
            while let Some(at) = filled.find(mark) {
                let cells = self.cells(file).unwrap_or_default();
                let row = 1 + self.below(cells.len().saturating_sub(1));
                let id = cells
                    .get(row)
                    .and_then(|row| row.first())
                    .cloned()
                    .unwrap_or_default();
                filled.replace_range(at..at + mark.len(), &id.replace('{', ""));
            }
        }
        filled
    }

    /// Rows of a table that speak of the model's own ids.
    fn row_of_ids(&mut self) {
        let (file, header, rows) = ROWS[self.below(ROWS.len())];
        let count = 1 + self.below(3);
        let header: Vec<String> = header.split(',').map(str::to_owned).collect();
        let mut cells = self.cells(file).unwrap_or_else(|| vec![header.clone()]);
        for column in &header {
            if !cells[0].contains(column) {
                let width = cells[0].len();
                cells
                    .iter_mut()
                    .for_each(|row| row.resize(width + 1, String::new()));
                cells[0][width].clone_from(column);
            }
        }
        for _ in 0..count {
            let row = self.any(rows);
            let row = self.filled(row);
            let mut reader = csv::ReaderBuilder::new()
                .has_headers(false)
                .from_reader(row.as_bytes());
            let row = reader.records().next().and_then(Result::ok);
            let row = row.unwrap_or_default();
            let values: BTreeMap<&String, &str> = header.iter().zip(&row).collect();
            let of = |column: &String| values.get(column).copied().unwrap_or_default().to_owned();
            let row: Vec<String> = cells[0].iter().map(of).collect();
            cells.push(row);
        }
        self.write(file.to_owned(), &cells);
    }

    fn settings(&mut self) {
        let text = self
            .folder
            .files
            .get("model.toml")
            .cloned()
            .unwrap_or_default();
        let text = String::from_utf8_lossy(&text).into_owned();
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let at = self.below(lines.len() + 1);
        let (key, values) = SETTINGS[self.below(SETTINGS.len())];
        let line = format!("{key} = {}", self.any(values));
        match self.rng.random_range(0..6) {
            0 if at < lines.len() => {
                lines.remove(at);
            }
            1 if at < lines.len() => {
                let copy = lines[at].clone();
                lines.push(copy);
            }
            2 => lines.insert(at, self.any(TEXTS).to_owned()),
            3 => lines.push(format!("[{key}]")),
            // Before any section the whole path is the key.
            _ => lines.insert(0, line),
        }
        self.folder
            .files
            .insert("model.toml".to_owned(), lines.join("\n").into_bytes());
    }

    /// A line of a scenario's `set`: a path and a value.
    fn edit(&mut self) -> String {
        let paths = [
            "pools[{pool}].amount",
            "pools[{pool}].max_moved",
            "pools[*].amount",
            "allocations[{pool},*,*].amount",
            "needs[{practice},*].per_participant",
            "activities[{practice},{place}].capacity",
            "activities[{practice},{place}].participants_today",
            "activities[*,*].protected",
            "baselines[{indicator},{place},{group}].target",
            "baselines[{indicator},*,*].population",
            "practices[{practice}].grades",
            "practices[{practice}].response",
            "indicators[{indicator}].grade",
            "indicators[{indicator}].direction",
            "places[{place}].fidelity",
            "ranges[pools[{pool}].amount].high",
            "ranges[needs[{practice},{resource}].per_participant].low",
            "ranges[*].low",
            "ranges.illustrative",
            "evidence[*,{practice},*,*,*,*].effect",
            "groups[{group}].set",
            "value.discount",
            "value.loss_slope",
            "policy.max_moved",
            "pools[{pool}]",
            "pools[{pool}].id",
            "pools[",
            "nonsense[{pool}].amount",
            "{indicator}",
        ];
        let path = self.any(&paths);
        let path = self.filled(path);
        let value = if self.rng.random_bool(0.6) {
            self.number()
        } else {
            self.any(TEXTS).to_owned()
        };
        let quote = value.parse::<f64>().is_err() && value != "true" && value != "false";
        let value = if quote { format!("{value:?}") } else { value };
        format!("\"{path}\" = {value}")
    }

    fn scenario(&mut self) {
        let name = self.any(&["one", "two", "three"]);
        let mut text = String::new();
        if self.rng.random_bool(0.2) {
            writeln!(
                text,
                "extends = \"{}\"",
                self.any(&["one", "two", "nobody"])
            )
            .expect("memory does not fail");
        }
        if self.rng.random_bool(0.2) {
            text.push_str("override = true\n");
        }
        if self.rng.random_bool(0.3) {
            let row = self.filled("remove = [\"allocations[{pool},*,*]\"]\n");
            text.push_str(&row);
        }
        for section in ["set", "scale"] {
            if self.rng.random_bool(0.5) {
                let edit = self.edit();
                writeln!(text, "[{section}]\n{edit}").expect("memory does not fail");
            }
        }
        if self.rng.random_bool(0.3) {
            let row = self.filled("[[add]]\ntable = \"restrictions\"\nrow = { pool = \"{pool}\", practice = \"{practice}\" }\n");
            text.push_str(&row);
        }
        if self.rng.random_bool(0.1) {
            let at = self.below(text.len());
            if text.is_char_boundary(at) {
                text.insert_str(at, self.any(TEXTS));
            }
        }
        self.folder = std::mem::take(&mut self.folder).scenario(name, &text);
    }
}
