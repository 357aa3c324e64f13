//! A workbook that a test writes by hand, cell by cell, before it is loaded.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use calamine::{Data, Reader as _, Xlsx};
use trefoil::diagnostic::Diagnostics;
use trefoil::io::{LoadOptions, Loaded, load, model_files};

use super::folder::write_file;

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    Text(String),
    Number(f64),
    /// A number that shows as a hundred times as much, with a percent sign.
    Percent(f64),
    /// Days since the end of 1899, shown as a date.
    Date(f64),
    Flag(bool),
    Error(&'static str),
    /// A formula and what it comes to, as XML has it.
    Formula(&'static str, &'static str),
    /// A formula and the text that it comes to.
    Wording(&'static str, &'static str),
}

/// A sheet.
#[derive(Debug, Clone, Default)]
pub struct Page {
    pub name: String,
    pub hidden: bool,
    /// By row and column, from 1 and 0.
    pub cells: BTreeMap<(u32, u32), Content>,
    pub merged: Vec<&'static str>,
}

/// A workbook.
#[derive(Debug, Clone, Default)]
pub struct Book {
    pub pages: Vec<Page>,
}

fn text(content: &str) -> Content {
    match content.parse::<f64>() {
        Ok(number) if number.is_finite() => Content::Number(number),
        _ => Content::Text(content.to_owned()),
    }
}

fn page<'t>(name: &str, rows: impl IntoIterator<Item = Vec<&'t str>>) -> Page {
    let mut page = Page {
        name: name.to_owned(),
        ..Page::default()
    };
    for (row, cells) in (1..).zip(rows) {
        for (column, cell) in (0..).zip(cells) {
            if !cell.is_empty() {
                page.cells.insert((row, column), text(cell));
            }
        }
    }
    page
}

/// Row and column of a cell such as `D7`.
fn position(cell: &str) -> (u32, u32) {
    let (letter, row) = cell.split_at(1);
    let column = u32::from(letter.as_bytes()[0] - b'A');
    (row.parse().expect("a row"), column)
}

impl Book {
    /// The shipped `minimal`, as a person would type it.
    pub fn minimal() -> Self {
        let loaded = load("minimal", &LoadOptions::default()).unwrap();
        let mut pages = Vec::new();
        for (name, bytes) in model_files(loaded.model.tables()) {
            let content = String::from_utf8(bytes).unwrap();
            if let Some(table) = name.strip_suffix(".csv") {
                let mut reader = csv::ReaderBuilder::new()
                    .has_headers(false)
                    .from_reader(content.as_bytes());
                let rows: Vec<csv::StringRecord> =
                    reader.records().collect::<Result<_, _>>().unwrap();
                pages.push(page(table, rows.iter().map(|row| row.iter().collect())));
            } else {
                let mut section = String::new();
                let mut rows = vec![["key".to_owned(), "value".to_owned()]];
                for line in content.lines() {
                    if let Some(name) = line.strip_prefix('[') {
                        section = format!("{}.", name.trim_end_matches(']'));
                    } else if let Some((key, value)) = line.split_once(" = ") {
                        rows.push([
                            format!("{section}{key}"),
                            value.trim_matches('"').to_owned(),
                        ]);
                    }
                }
                let rows = rows
                    .iter()
                    .map(|row| row.iter().map(String::as_str).collect());
                pages.push(page("model", rows));
            }
        }
        Book { pages }
    }

    /// What a workbook of the program holds.
    pub fn of(bytes: &[u8]) -> Self {
        let mut workbook = Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
        let sheets = workbook.sheets_metadata().to_vec();
        let mut pages = Vec::new();
        for sheet in sheets {
            let range = workbook.worksheet_range(&sheet.name).unwrap();
            let (top, left) = range.start().unwrap_or_default();
            let mut page = Page {
                name: sheet.name,
                hidden: sheet.visible != calamine::SheetVisible::Visible,
                ..Page::default()
            };
            for (row, column, data) in range.used_cells() {
                let at = (
                    top + u32::try_from(row).unwrap() + 1,
                    left + u32::try_from(column).unwrap(),
                );
                let content = match data {
                    Data::Float(number) => Content::Number(*number),
                    Data::Bool(flag) => Content::Flag(*flag),
                    other => Content::Text(other.to_string()),
                };
                page.cells.insert(at, content);
            }
            pages.push(page);
        }
        Book { pages }
    }

    pub fn page(&mut self, name: &str) -> &mut Page {
        let page = self.pages.iter_mut().find(|page| page.name == name);
        page.unwrap_or_else(|| panic!("there is no sheet {name}"))
    }

    /// Fills a cell such as `pools!D2`.
    pub fn put(mut self, address: &str, content: Content) -> Self {
        let (sheet, cell) = address.split_once('!').expect("sheet and cell");
        self.page(sheet).cells.insert(position(cell), content);
        self
    }

    /// Fills a cell with a text.
    pub fn text(self, address: &str, text: &str) -> Self {
        self.put(address, Content::Text(text.to_owned()))
    }

    /// Clears a cell.
    pub fn blank(mut self, address: &str) -> Self {
        let (sheet, cell) = address.split_once('!').expect("sheet and cell");
        self.page(sheet)
            .cells
            .remove(&position(cell))
            .expect("a filled cell");
        self
    }

    /// Changes a sheet.
    pub fn change(mut self, sheet: &str, change: impl Fn(&mut Page)) -> Self {
        change(self.page(sheet));
        self
    }

    /// Adds a sheet.
    pub fn add(mut self, name: &str, rows: &[&[&str]]) -> Self {
        self.pages
            .push(page(name, rows.iter().map(|row| row.to_vec())));
        self
    }

    /// The bytes of the file.
    pub fn bytes(&self) -> Vec<u8> {
        zip(&self.parts())
    }

    /// The files within the file.
    pub fn parts(&self) -> Vec<(String, String)> {
        const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
        const MAIN: &str = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
        const RELATIONS: &str =
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
        let (mut sheets, mut links, mut types) = (String::new(), String::new(), String::new());
        let mut parts = Vec::new();
        for (number, page) in (1..).zip(&self.pages) {
            let state = if page.hidden { " state=\"hidden\"" } else { "" };
            let name = escaped(&page.name);
            writeln!(
                sheets,
                "<sheet name=\"{name}\" sheetId=\"{number}\"{state} r:id=\"r{number}\"/>"
            )
            .unwrap();
            writeln!(links, "<Relationship Id=\"r{number}\" Type=\"{RELATIONS}/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>").unwrap();
            writeln!(types, "<Override PartName=\"/xl/worksheets/sheet{number}.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>").unwrap();
            parts.push((
                format!("xl/worksheets/sheet{number}.xml"),
                format!("{HEAD}<worksheet {MAIN}>{}</worksheet>", page.xml()),
            ));
        }
        parts.push((
            "xl/workbook.xml".to_owned(),
            format!("{HEAD}<workbook {MAIN} xmlns:r=\"{RELATIONS}\"><sheets>{sheets}</sheets></workbook>"),
        ));
        parts.push((
            "xl/_rels/workbook.xml.rels".to_owned(),
            format!("{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\">{links}<Relationship Id=\"s\" Type=\"{RELATIONS}/styles\" Target=\"styles.xml\"/></Relationships>"),
        ));
        parts.push((
            "xl/styles.xml".to_owned(),
            format!("{HEAD}<styleSheet {MAIN}><cellXfs count=\"3\"><xf numFmtId=\"0\"/><xf numFmtId=\"9\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"),
        ));
        parts.push((
            "_rels/.rels".to_owned(),
            format!("{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"w\" Type=\"{RELATIONS}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"),
        ));
        parts.push((
            "[Content_Types].xml".to_owned(),
            format!("{HEAD}<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>{types}</Types>"),
        ));
        parts
    }

    /// Loads the workbook, which is called `m.xlsx`.
    pub fn load(&self) -> Result<Loaded, Diagnostics> {
        load_bytes(&self.bytes())
    }

    /// What is wrong with it, or worth knowing.
    pub fn findings(&self) -> Diagnostics {
        match self.load() {
            Ok(loaded) => loaded.diagnostics,
            Err(findings) => findings,
        }
    }

    /// Code and place of each finding.
    pub fn places(&self) -> Vec<(&'static str, String)> {
        let findings = self.findings();
        findings
            .iter()
            .map(|finding| {
                let at = &finding.location;
                let sheet = at.sheet.clone().unwrap_or_default();
                let place = match (&at.cell, at.line) {
                    (Some(cell), _) => format!("{sheet}!{cell}"),
                    (None, Some(row)) => format!("{sheet} row {row}"),
                    (None, None) => sheet,
                };
                (finding.code, place)
            })
            .collect()
    }

    /// The hash of the model, which must be valid.
    pub fn hash(&self) -> String {
        self.load()
            .unwrap_or_else(|findings| panic!("{findings}"))
            .input_hash
    }
}

/// Loads bytes as `m.xlsx`; findings name that file without its folder.
pub fn load_bytes(bytes: &[u8]) -> Result<Loaded, Diagnostics> {
    let root = tempfile::tempdir().unwrap();
    let path = root.path().join("m.xlsx");
    write_file(&path, bytes);
    let result = load(&path.to_string_lossy(), &LoadOptions::default());
    result.map_err(|mut findings| {
        for finding in findings.iter_mut() {
            finding.location.file = Some("m.xlsx".to_owned());
        }
        findings
    })
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}

impl Page {
    fn xml(&self) -> String {
        let mut xml = String::from("<sheetData>");
        let mut open = 0;
        for ((row, column), content) in &self.cells {
            if *row != open {
                xml.push_str(if open == 0 { "" } else { "</row>" });
                write!(xml, "<row r=\"{row}\">").unwrap();
                open = *row;
            }
            let at = format!(
                "r=\"{}{row}\"",
                char::from(b'A' + u8::try_from(*column).unwrap())
            );
            match content {
                Content::Text(text) => write!(
                    xml,
                    "<c {at} t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>",
                    escaped(text)
                ),
                Content::Number(number) => write!(xml, "<c {at}><v>{number}</v></c>"),
                Content::Percent(number) => write!(xml, "<c {at} s=\"1\"><v>{number}</v></c>"),
                Content::Date(days) => write!(xml, "<c {at} s=\"2\"><v>{days}</v></c>"),
                Content::Flag(flag) => {
                    write!(xml, "<c {at} t=\"b\"><v>{}</v></c>", u8::from(*flag))
                }
                Content::Error(text) => write!(xml, "<c {at} t=\"e\"><v>{text}</v></c>"),
                Content::Formula(formula, value) => {
                    write!(xml, "<c {at}><f>{formula}</f><v>{value}</v></c>")
                }
                Content::Wording(formula, value) => {
                    write!(xml, "<c {at} t=\"str\"><f>{formula}</f><v>{value}</v></c>")
                }
            }
            .unwrap();
        }
        xml.push_str(if open == 0 {
            "</sheetData>"
        } else {
            "</row></sheetData>"
        });
        if !self.merged.is_empty() {
            xml.push_str("<mergeCells>");
            for region in &self.merged {
                write!(xml, "<mergeCell ref=\"{region}\"></mergeCell>").unwrap();
            }
            xml.push_str("</mergeCells>");
        }
        xml
    }
}

/// A ZIP file of parts that are not compressed.
pub fn zip(parts: &[(String, String)]) -> Vec<u8> {
    let (mut bytes, mut listing) = (Vec::new(), Vec::new());
    for (name, content) in parts {
        let offset = u32::try_from(bytes.len()).unwrap();
        let size = u32::try_from(content.len()).unwrap().to_le_bytes();
        let length = u16::try_from(name.len()).unwrap().to_le_bytes();
        let mut facts = Vec::new();
        // Version 2.0, no flags, stored, midnight of the first day of 1980.
        facts.extend_from_slice(&[20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0]);
        facts.extend_from_slice(&crc32(content.as_bytes()).to_le_bytes());
        facts.extend_from_slice(&[size, size].concat());
        facts.extend_from_slice(&[length, [0, 0]].concat());
        bytes.extend_from_slice(b"PK\x03\x04");
        bytes.extend_from_slice(&facts);
        bytes.extend_from_slice(name.as_bytes());
        bytes.extend_from_slice(content.as_bytes());
        listing.extend_from_slice(b"PK\x01\x02\x14\0");
        listing.extend_from_slice(&facts);
        listing.extend_from_slice(&[0; 10]);
        listing.extend_from_slice(&offset.to_le_bytes());
        listing.extend_from_slice(name.as_bytes());
    }
    let count = u16::try_from(parts.len()).unwrap().to_le_bytes();
    let (size, start) = (
        u32::try_from(listing.len()).unwrap().to_le_bytes(),
        u32::try_from(bytes.len()).unwrap().to_le_bytes(),
    );
    bytes.extend_from_slice(&listing);
    bytes.extend_from_slice(b"PK\x05\x06\0\0\0\0");
    bytes.extend_from_slice(&[count, count].concat());
    bytes.extend_from_slice(&[size, start].concat());
    bytes.extend_from_slice(&[0, 0]);
    bytes
}

/// The checksum of ZIP files (ISO 3309).
fn crc32(bytes: &[u8]) -> u32 {
    let mut register = u32::MAX;
    for byte in bytes {
        register ^= u32::from(*byte);
        for _ in 0..8 {
            let low = register & 1;
            register = (register >> 1) ^ (0xEDB8_8320 * low);
        }
    }
    !register
}
