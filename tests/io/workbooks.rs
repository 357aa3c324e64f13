//! A model as a workbook: what people type into sheets means what they expect, or is an error at its cell.

use trefoil::diagnostic::{Severity, codes};
use trefoil::domain::Share;
use trefoil::io::{LoadOptions, load, model_files, model_workbook, shipped_models};

use super::book::{Book, Content, load_bytes};
use super::folder::{Folder, write_file};
use super::writing::rich;

fn minimal() -> String {
    load("minimal", &LoadOptions::default()).unwrap().input_hash
}

#[test]
fn every_shipped_model_goes_into_a_workbook_and_back_without_a_changed_byte() {
    for model in shipped_models() {
        let loaded = load(&model.name, &LoadOptions::default()).unwrap();
        let files = model_files(loaded.model.tables());
        let bytes = model_workbook(loaded.model.tables()).unwrap();
        let back = load_bytes(&bytes).unwrap_or_else(|findings| panic!("{findings}"));
        assert_eq!(model_files(back.model.tables()), files, "{}", model.name);
        assert_eq!(back.input_hash, loaded.input_hash, "{}", model.name);
        assert_eq!(back.model, loaded.model);
        assert_eq!(model_workbook(back.model.tables()).unwrap(), bytes);
    }
}

#[test]
fn every_column_and_setting_goes_into_a_workbook_and_back() {
    let rich = rich().append(
        "model.toml",
        "[prices]\nyear = 2022\nindex = \"CPI\"\n[prices.levels]\n2022 = 292.655\n2021 = 270.97",
    );
    let loaded = rich.load().unwrap_or_else(|findings| panic!("{findings}"));
    let bytes = model_workbook(loaded.model.tables()).unwrap();
    let back = load_bytes(&bytes).unwrap_or_else(|findings| panic!("{findings}"));
    assert_eq!(back.model, loaded.model);
    assert_eq!(
        model_files(back.model.tables()),
        model_files(loaded.model.tables())
    );
}

#[test]
fn texts_that_look_like_formulas_are_texts_and_read_back_as_they_were() {
    let texts = [
        "=1+1",
        "+1 for reading",
        "-1 point",
        "@home",
        "'=quoted",
        "_x0041_",
        "a\tb",
        "2024",
        "true",
        "two\nlines",
        "Ünïcode \"quoted\", 😀",
        "1e5",
        "0.30",
    ];
    for text in texts {
        let quoted = format!("\"{}\"", text.replace('"', "\"\""));
        // In a file that a person wrote, an apostrophe before a formula is the mark of a text.
        let typed = quoted.replacen("'=", "''=", 1);
        let folder = Folder::minimal().put(
            "partners.csv",
            &format!("id,name,note\ncity,{typed},x\nneighbors,N,{typed}\n"),
        );
        let loaded = folder
            .load()
            .unwrap_or_else(|findings| panic!("{findings}"));
        assert_eq!(loaded.model.tables().partners[0].name, text);
        let files = model_files(loaded.model.tables());
        let (_, partners) = files
            .iter()
            .find(|(name, _)| name == "partners.csv")
            .unwrap();
        let mut reader = csv::Reader::from_reader(partners.as_slice());
        for cell in reader
            .records()
            .flat_map(|row| row.unwrap().iter().map(str::to_owned).collect::<Vec<_>>())
        {
            assert!(
                !cell.starts_with(['=', '+', '-', '@', '\t', '\r']),
                "{cell:?}"
            );
        }
        let bytes = model_workbook(loaded.model.tables()).unwrap();
        let mut book = Book::of(&bytes);
        let sheet = book.page("partners");
        assert_eq!(
            sheet.cells[&(2, 1)],
            Content::Text(text.to_owned()),
            "a text, and no formula"
        );
        let back = load_bytes(&bytes).unwrap_or_else(|findings| panic!("{findings}"));
        assert_eq!(back.model, loaded.model, "{text:?}");
        let again = Folder::of(files).load().unwrap();
        assert_eq!(again.model, loaded.model, "{text:?}");
    }
}

#[test]
fn what_people_type_means_what_they_expect() {
    let plain = Book::minimal();
    assert_eq!(plain.hash(), minimal());
    let changes: Vec<(&str, Book)> = vec![
        (
            "a number as text",
            plain.clone().text("pools!D2", " 100000 "),
        ),
        (
            "a true value",
            plain.clone().put("pools!E2", Content::Flag(true)),
        ),
        (
            "a formula",
            plain
                .clone()
                .put("pools!D2", Content::Formula("50000*2", "100000")),
        ),
        (
            "a formula of a text",
            plain
                .clone()
                .put("pools!B2", Content::Wording("\"ci\"&amp;\"ty\"", "city")),
        ),
        (
            "a formula of nothing",
            plain.clone().put("pools!F4", Content::Wording("\"\"", "")),
        ),
        (
            "spaces",
            plain
                .clone()
                .text("pools!A1", " id ")
                .text("pools!B2", "city \u{a0}"),
        ),
        (
            "words that say that a column must be filled",
            plain.clone().text("pools!A1", "id\n(required)"),
        ),
        (
            "a hidden sheet",
            plain.clone().change("pools", |page| page.hidden = true),
        ),
        (
            "a name in capitals",
            plain
                .clone()
                .change("pools", |page| page.name = " Pools".to_owned()),
        ),
        (
            "words for people",
            plain
                .clone()
                .add("README", &[&["anything"]])
                .add("Guide", &[&["at", "all"]]),
        ),
        ("an empty sheet", plain.clone().add("Sheet1", &[])),
        (
            "a hidden sheet of an add-in",
            plain
                .clone()
                .add("_data", &[&["x"]])
                .change("_data", |page| page.hidden = true),
        ),
        (
            "a table without rows",
            plain.clone().add("rules", &[&["id", "kind"]]),
        ),
        (
            "a sheet of a table with nothing in it",
            plain.clone().add("rules", &[]),
        ),
        (
            "a later table without rows",
            plain.clone().add("votes", &[&["partner"]]),
        ),
        (
            "meanings",
            plain
                .clone()
                .text("model!C1", "meaning")
                .text("model!C2", "words"),
        ),
        (
            "merged cells beside the table",
            plain
                .clone()
                .change("pools", |page| page.merged.push("M1:N9")),
        ),
        (
            "blank rows in between",
            plain.clone().change("pools", |page| {
                let rows = std::mem::take(&mut page.cells);
                page.cells = rows
                    .into_iter()
                    .map(|((row, column), cell)| {
                        ((if row > 2 { row + 3 } else { row }, column), cell)
                    })
                    .collect();
            }),
        ),
    ];
    for (what, book) in changes {
        assert_eq!(book.hash(), minimal(), "{what}");
    }
}

#[test]
fn a_hidden_sheet_is_told_whether_it_counts_or_not() {
    let book = Book::minimal()
        .change("pools", |page| page.hidden = true)
        .add("_data", &[&["x"]])
        .change("_data", |page| page.hidden = true);
    let hidden = |sheet: &str| (codes::HIDDEN_SHEET, sheet.to_owned());
    let places = book.places();
    assert!(
        places.contains(&hidden("pools")) && places.contains(&hidden("_data")),
        "{places:?}"
    );
    assert!(!book.findings().has_errors());
}

#[test]
fn an_id_that_was_typed_as_a_number_is_an_id() {
    let mut book = Book::minimal();
    for page in &mut book.pages {
        for content in page.cells.values_mut() {
            if *content == Content::Text("grant".to_owned()) {
                *content = Content::Number(2024.0);
            }
        }
    }
    let loaded = book.load().unwrap_or_else(|findings| panic!("{findings}"));
    assert_eq!(loaded.model.tables().pools[0].id.as_str(), "2024");
}

#[test]
fn a_share_that_is_shown_in_percent_is_the_share_and_a_percentage_is_asked_back() {
    let book = Book::minimal()
        .text("pools!G1", "max_moved")
        .put("pools!G2", Content::Percent(0.3));
    let loaded = book.load().unwrap_or_else(|findings| panic!("{findings}"));
    let share = loaded.model.tables().pools[0].max_moved.map(Share::get);
    assert_eq!(share, Some(0.3));

    let book = Book::minimal().put("baselines!E2", Content::Percent(0.07));
    assert_eq!(
        book.places(),
        [(codes::BAD_NUMBER, "baselines!E2".to_owned())]
    );
    let said = book.findings().to_string();
    assert!(
        said.contains("`7%` is not a number") && said.contains("0-100"),
        "{said}"
    );

    let book = Book::minimal().put("model!B9", Content::Percent(0.95));
    assert_eq!(book.places(), [(codes::BAD_NUMBER, "model!B9".to_owned())]);
}

#[test]
fn a_date_is_kept_where_any_words_are_and_refused_elsewhere() {
    let noted = Book::minimal()
        .text("partners!C1", "note")
        .put("partners!C2", Content::Date(45352.0));
    let loaded = noted.load().unwrap_or_else(|findings| panic!("{findings}"));
    let note = loaded.model.tables().partners[0].provenance.note.clone();
    assert_eq!(note.as_deref(), Some("2024-03-01"));
}

#[test]
fn each_mistake_is_told_at_its_cell() {
    let plain = Book::minimal();
    let cases: Vec<(Book, &str, &str)> = vec![
        (
            plain.clone().text("pools!D2", "many"),
            codes::BAD_NUMBER,
            "pools!D2",
        ),
        (
            plain.clone().blank("pools!D2"),
            codes::MISSING_VALUE,
            "pools!D2",
        ),
        (
            plain.clone().put("pools!D2", Content::Error("#REF!")),
            codes::CELL_ERROR,
            "pools!D2",
        ),
        (
            plain.clone().put("pools!D2", Content::Error("#SPILL!")),
            codes::CELL_ERROR,
            "pools row 2",
        ),
        (
            plain.clone().put("pools!D2", Content::Formula("A1+1", "")),
            codes::FORMULA_WITHOUT_VALUE,
            "pools!D2",
        ),
        (
            plain.clone().put("baselines!G2", Content::Date(45352.0)),
            codes::WRONG_TYPE,
            "baselines!G2",
        ),
        (
            plain.clone().put("partners!A2", Content::Date(45352.0)),
            codes::WRONG_TYPE,
            "partners!A2",
        ),
        (
            plain.clone().text("pools!B2", "nobody"),
            codes::UNKNOWN_ID,
            "pools!B2",
        ),
        (
            plain.clone().text("pools!B1", "partnr"),
            codes::UNKNOWN_COLUMN,
            "pools!B1",
        ),
        (
            plain.clone().text("pools!G1", "amount"),
            codes::DUPLICATE_COLUMN,
            "pools!G1",
        ),
        (
            plain.clone().text("pools!H3", "stray"),
            codes::UNKNOWN_COLUMN,
            "pools!H3",
        ),
        (
            plain.clone().text("pools!A3", "grant"),
            codes::DUPLICATE_KEY,
            "pools row 3",
        ),
        (
            plain
                .clone()
                .change("pools", |page| page.merged.push("B2:B3")),
            codes::MERGED_CELLS,
            "pools!B2",
        ),
        (
            plain
                .clone()
                .change("pools", |page| page.name = "pool".to_owned()),
            codes::UNKNOWN_TABLE,
            "pool",
        ),
        (
            plain.clone().change("pools", |page| page.cells.clear()),
            codes::EMPTY_TABLE,
            "pools",
        ),
        (
            plain.clone().add("pools ", &[&["id"]]),
            codes::DUPLICATE_TABLE,
            "pools ",
        ),
        (
            plain.clone().add("Sheet1", &[&["x"]]),
            codes::UNKNOWN_TABLE,
            "Sheet1",
        ),
        (
            plain.clone().add("votes", &[&["partner"], &["city"]]),
            codes::NOT_SERVED_YET,
            "votes",
        ),
        (
            plain.clone().blank("model!B2"),
            codes::MISSING_VALUE,
            "model!B2",
        ),
        (
            plain.clone().text("model!A4", "curency"),
            codes::UNKNOWN_KEY,
            "model!B4",
        ),
        (
            plain.clone().text("model!A4", "name"),
            codes::DUPLICATE_KEY,
            "model!B4",
        ),
        (
            plain.clone().put("model!B5", Content::Date(46204.0)),
            codes::WRONG_TYPE,
            "model!B5",
        ),
        (
            plain.clone().text("model!D3", "stray"),
            codes::UNKNOWN_COLUMN,
            "model!D3",
        ),
        (
            plain.clone().blank("model!A1"),
            codes::HEADER_ROW,
            "model row 1",
        ),
    ];
    for (book, code, place) in cases {
        let places = book.places();
        assert!(
            places.contains(&(code, place.to_owned())),
            "{code} at {place}: {places:?}\n{}",
            book.findings()
        );
        assert!(
            book.findings().to_string().contains("m.xlsx"),
            "{}",
            book.findings()
        );
    }
}

#[test]
fn merged_cells_are_told_once_and_not_also_taken_for_blank_ones() {
    let book = Book::minimal()
        .blank("pools!C3")
        .change("pools", |page| page.merged.push("C2:C3"));
    let errors: Vec<&str> = book.places().iter().map(|(code, _)| *code).collect();
    assert_eq!(errors, [codes::MERGED_CELLS]);
}

#[test]
fn a_header_below_the_first_row_is_refused_with_its_row() {
    for title in [true, false] {
        let book = Book::minimal().change("pools", |page| {
            let rows = std::mem::take(&mut page.cells);
            let down = rows
                .into_iter()
                .map(|((row, column), cell)| ((row + 3, column), cell));
            page.cells = down.collect();
            if title {
                page.cells
                    .insert((1, 0), Content::Text("Our pools".to_owned()));
            }
        });
        assert_eq!(
            book.places(),
            [(codes::HEADER_ROW, "pools row 4".to_owned())]
        );
    }
    let headless =
        Book::minimal().change("pools", |page| page.cells.retain(|(row, _), _| *row > 1));
    assert_eq!(
        headless.places(),
        [(codes::HEADER_ROW, "pools row 1".to_owned())]
    );
}

#[test]
fn a_file_that_is_no_workbook_says_what_to_do() {
    let old = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1and so on".to_vec();
    let mut encrypted = old.clone();
    encrypted.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    let whole = Book::minimal().bytes();
    for (bytes, word) in [
        (Vec::new(), "empty"),
        (old, ".xls)"),
        (encrypted, "without a password"),
        (b"id,name\na,b\n".to_vec(), "save it as an Excel workbook"),
        (
            b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.spreadsheet".to_vec(),
            ".ods",
        ),
        (b"PK\x03\x04".to_vec(), "damaged"),
        (whole[..whole.len() / 2].to_vec(), "damaged"),
        (
            super::book::zip(&[("word/document.xml".to_owned(), String::new())]),
            "damaged",
        ),
    ] {
        let findings = load_bytes(&bytes).unwrap_err();
        let codes: Vec<&str> = findings.iter().map(|finding| finding.code).collect();
        assert_eq!(codes, [codes::BAD_WORKBOOK], "{word}: {findings}");
        assert!(findings.to_string().contains(word), "{word}: {findings}");
    }
}

#[test]
fn a_file_of_another_kind_and_one_that_is_not_there_are_told_apart() {
    let root = tempfile::tempdir().unwrap();
    let find = |name: &str| {
        let path = root.path().join(name).display().to_string();
        let findings = load(&path, &LoadOptions::default()).unwrap_err();
        findings.to_string()
    };
    write_file(&root.path().join("old.xls"), b"x");
    assert!(find("old.xls").contains("save it as an Excel workbook (.xlsx)"));
    assert!(find("none.xlsx").contains("there is no such file"));
}

#[test]
fn scenarios_and_single_figures_change_a_workbook_as_they_do_a_folder() {
    let root = tempfile::tempdir().unwrap();
    let path = root.path().join("m.xlsx");
    write_file(&path, &Book::minimal().text("pools!D2", "many").bytes());
    let options = LoadOptions {
        sets: vec!["pools[grant].amount=90000".to_owned()],
        ..LoadOptions::default()
    };
    // The change mends the cell, and is itself refused where it stands: on the command line.
    let loaded =
        load(&path.to_string_lossy(), &options).unwrap_or_else(|findings| panic!("{findings}"));
    assert_eq!(loaded.model.tables().pools[0].amount.get(), 90000.0);
    let scaled = LoadOptions {
        sets: vec!["pools[grant].amount=-1".to_owned()],
        ..LoadOptions::default()
    };
    let findings = load(&path.to_string_lossy(), &scaled).unwrap_err();
    let finding = findings
        .iter()
        .find(|finding| finding.severity == Severity::Error)
        .unwrap();
    assert_eq!(finding.location.file.as_deref(), Some("--set"));
    assert_eq!(finding.location.cell, None);
}
