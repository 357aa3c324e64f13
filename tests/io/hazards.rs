//! What is in a folder besides tables as they should be: no file, no end, no sense. Each is named, or read as
//! what it can only mean.

use std::fmt::Write as _;
use std::path::Path;

use trefoil::diagnostic::codes;
use trefoil::io::{LoadOptions, load};

use super::folder::{Folder, link, make_folder, remove_file};

/// Longest finding that a person still reads, in bytes.
const LONGEST_MESSAGE: usize = 2000;

fn hash(folder: &Folder) -> String {
    folder
        .load()
        .unwrap_or_else(|findings| panic!("{findings}"))
        .input_hash
}

/// The codes of a folder on disk after `change`, with their files.
fn changed(change: impl Fn(&Path)) -> Vec<(&'static str, String)> {
    let (_root, model) = Folder::minimal().write();
    change(&model);
    let findings = match load(&model.to_string_lossy(), &LoadOptions::default()) {
        Ok(loaded) => loaded.diagnostics,
        Err(findings) => findings,
    };
    let file = |file: Option<&str>| {
        let file = Path::new(file.unwrap_or_default()).file_name();
        file.unwrap_or_default().to_string_lossy().into_owned()
    };
    findings
        .iter()
        .map(|finding| (finding.code, file(finding.location.file.as_deref())))
        .collect()
}

#[test]
fn a_folder_in_place_of_a_table_is_named_and_not_taken_for_an_empty_table() {
    for name in ["rules.csv", "pools.csv", "model.toml"] {
        let found = changed(|model| {
            let path = model.join(name);
            if name != "rules.csv" {
                remove_file(&path);
            }
            make_folder(&model.join(name));
        });
        assert_eq!(found, [(codes::UNREADABLE_FILE, name.to_owned())]);
    }
    assert!(changed(|model| make_folder(&model.join("old tables"))).is_empty());
}

#[test]
fn a_table_in_another_form_is_named_and_a_copy_beside_the_table_is_not() {
    for name in ["rules.tsv", "Rules.XLSX", "rules.csv.txt", "serves.json"] {
        let folder = Folder::minimal().put(name, "id");
        assert_eq!(folder.codes(), [codes::UNKNOWN_TABLE], "{name}");
    }
    let moved = Folder::minimal()
        .without("pools.csv")
        .put("pools.txt", "id");
    assert_eq!(moved.codes(), [codes::UNKNOWN_TABLE]);
    for name in [
        "pools.txt",
        "pools.csv.bak",
        "pools.csv~",
        "rules.md",
        "rules-old.txt",
    ] {
        let folder = Folder::minimal().put(name, "id");
        assert!(folder.findings().is_empty(), "{name}");
    }
}

#[cfg(unix)]
#[test]
fn links_that_lead_nowhere_or_in_a_circle_are_named() {
    let unreadable = |name: &str| vec![(codes::UNREADABLE_FILE, name.to_owned())];
    let nowhere = changed(|model| link(Path::new("gone.csv"), &model.join("rules.csv")));
    assert_eq!(nowhere, unreadable("rules.csv"));
    let circle = changed(|model| link(Path::new("serves.csv"), &model.join("serves.csv")));
    assert_eq!(circle, unreadable("serves.csv"));
    // A device that never ends is not even opened.
    let endless = changed(|model| link(Path::new("/dev/zero"), &model.join("rules.csv")));
    assert_eq!(endless, unreadable("rules.csv"));
    let shared = changed(|model| {
        let shared = model.with_file_name("shared.csv");
        super::folder::write_file(&shared, b"id,name\nwestside,Westside\n");
        remove_file(&model.join("places.csv"));
        link(&shared, &model.join("places.csv"));
    });
    assert!(shared.is_empty(), "{shared:?}");
}

#[cfg(unix)]
#[test]
fn a_model_in_a_circle_of_links_is_no_model() {
    let root = tempfile::tempdir().unwrap();
    let circle = root.path().join("circle");
    link(&circle, &circle);
    let findings = load(&circle.to_string_lossy(), &LoadOptions::default()).unwrap_err();
    assert_eq!(findings.iter().next().unwrap().code, codes::NO_SUCH_MODEL);
}

#[test]
fn a_cell_of_a_megabyte_is_refused_in_a_few_lines() {
    let huge = "x".repeat(1 << 20);
    for folder in [
        Folder::minimal().replace("pools.csv", "100000", &huge),
        Folder::minimal().replace("pools.csv", "grant,", &format!("{huge} ,")),
        Folder::minimal().replace("pools.csv", "amount", &huge),
        Folder::minimal().replace("model.toml", "[value]", &format!("[value]\n{huge} = 1")),
        Folder::minimal().replace("practices.csv", "0..3", &huge),
        Folder::minimal().replace("evidence.csv", "as_given", &huge),
        Folder::minimal().set(&format!("pools[{huge}].amount=1")),
        Folder::minimal().set(&format!("pools[grant].amount={huge}")),
        Folder::minimal().apply(&huge),
        Folder::minimal().put(
            "rules.csv",
            &format!("id,kind,practices\na,{huge},\nb,fund,{huge}\n"),
        ),
    ] {
        let findings = folder.advice();
        assert!(!findings.is_empty());
        for finding in &findings {
            let text = finding.to_string();
            assert!(
                text.len() < LONGEST_MESSAGE,
                "{} bytes: {}",
                text.len(),
                &text[..200]
            );
        }
    }
    // As a text it is only long.
    let named = Folder::minimal().replace("places.csv", "Westside district", &huge);
    assert!(named.findings().is_empty());
}

#[test]
fn a_hundred_thousand_rows_are_read_and_checked() {
    let mut rows = String::from("id,name\nwestside,Westside\n");
    let mut serves = String::from("practice,place,group,share\n");
    for place in 0..100_000 {
        writeln!(rows, "place-{place},Place").unwrap();
        writeln!(serves, "books,place-{place},all,1").unwrap();
    }
    let folder = Folder::minimal()
        .put("places.csv", &rows)
        .put("serves.csv", &serves);
    assert!(folder.findings().is_empty());
    // As many errors are as many findings, each at its line.
    let broken = folder.put("serves.csv", &serves.replace(",1\n", ",2\n"));
    let findings = broken.findings();
    assert_eq!(findings.len(), 100_000);
    assert_eq!(findings.iter().last().unwrap().location.line, Some(100_001));
}

#[test]
fn settings_that_are_nested_without_end_are_refused() {
    let deep = 100_000;
    for text in [
        format!("name = {}", "[".repeat(deep)),
        format!("name = {}{}", "[".repeat(deep), "]".repeat(deep)),
        format!("name = {}", "{a=".repeat(deep)),
        format!("[{}a]\nb = 1", "a.".repeat(deep)),
        format!("{}a = 1", "a.".repeat(deep)),
        format!("[[{}a]]\nb = 1", "a.".repeat(deep)),
    ] {
        let settings = Folder::minimal().put("model.toml", &text);
        assert!(settings.load().is_err());
        let scenario = Folder::minimal().scenario("deep", &text);
        assert!(scenario.load().is_err());
    }
}

#[test]
fn bytes_that_no_text_holds_are_named_with_their_line() {
    let zero = Folder::minimal().replace("places.csv", "Westside", "West\0side");
    let utf16 = {
        let mut folder = Folder::minimal();
        let text = String::from_utf8(folder.files["places.csv"].clone()).unwrap();
        let wide = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        folder.files.insert("places.csv".to_owned(), wide);
        folder
    };
    let settings = Folder::minimal().replace("model.toml", "Minimal", "Min\0imal");
    insta::assert_snapshot!(
        format!("{}\n{}\n{}", zero.findings(), utf16.findings(), settings.findings()),
        @r"
    error[not-utf8]: models/m/places.csv:2: byte 21 of the file is zero, which no text holds
      try: save the file as UTF-8; in a spreadsheet: CSV UTF-8
    error[not-utf8]: models/m/places.csv:1: byte 1 of the file is zero, which no text holds
      try: save the file as UTF-8; in a spreadsheet: CSV UTF-8
    error[not-utf8]: models/m/model.toml:1: byte 11 of the file is zero, which no text holds
      try: save the file as UTF-8; in a spreadsheet: CSV UTF-8
    "
    );
}

#[test]
fn line_ends_of_every_kind_change_nothing_and_are_counted() {
    let places = |ends: [&str; 3]| {
        let [a, b, c] = ends;
        Folder::minimal()
            .append("places.csv", "eastside,Eastside district")
            .put(
                "places.csv",
                &format!("id,name{a}westside,Westside district{b}eastside,East{c}"),
            )
    };
    let unix = hash(&places(["\n"; 3]));
    for ends in [
        ["\r\n"; 3],
        ["\r"; 3],
        ["\n", "\r\n", "\r"],
        ["\r", "\n", ""],
    ] {
        assert_eq!(hash(&places(ends)), unix, "{ends:?}");
        let broken = places(ends).replace("places.csv", "eastside", "East Side");
        let lines: Vec<_> = broken.findings().iter().map(|f| f.location.line).collect();
        assert_eq!(lines, [Some(3)], "{ends:?}");
    }
}

#[test]
fn spaces_around_a_cell_change_nothing_and_within_an_id_are_refused() {
    let minimal = hash(&Folder::minimal());
    for space in [" ", "\t", "\u{a0}", "\u{202f}", "\u{3000}"] {
        let folder = Folder::minimal()
            .replace(
                "pools.csv",
                "grant,city",
                &format!("{space}grant{space},city{space}"),
            )
            .replace("allocations.csv", "80000", &format!("80000{space}"));
        assert_eq!(hash(&folder), minimal, "{space:?}");
    }
    for space in [" ", "\u{a0}", "\u{200b}", "\u{feff}"] {
        let folder = Folder::minimal().replace("pools.csv", "grant", &format!("gr{space}ant"));
        assert_eq!(folder.codes(), [codes::BAD_ID], "{space:?}");
    }
    // What cannot be seen is shown.
    let hidden = Folder::minimal().replace("pools.csv", "grant", "grant\u{200b}");
    assert!(
        hidden
            .findings()
            .to_string()
            .contains("`grant\\u{200b}` is not an id")
    );
}

#[test]
fn numbers_are_read_as_what_they_can_only_mean() {
    let minimal = hash(&Folder::minimal());
    for text in [
        "+100000",
        "100000.",
        "1E5",
        "1e+5",
        "0100000",
        "100000.000",
        "10000000e-2",
    ] {
        let folder = Folder::minimal().replace("pools.csv", "100000", text);
        assert_eq!(hash(&folder), minimal, "{text}");
    }
    let half =
        |text| hash(&Folder::minimal().replace("pools.csv", "100000,", &format!("100000{text},")));
    assert_eq!(half(".5"), half(".50"));
}

#[test]
fn what_a_reader_is_told_of_each_number_that_is_none() {
    let mut told = String::new();
    for text in [
        "1,000",
        "100.000,5",
        "1,5",
        "12%",
        "12 %",
        "$1200",
        "1200 €",
        "£5k",
        "80k",
        "1 200",
        "1\u{a0}200",
        "1'200",
        "1_200",
        "\u{2212}5",
        "(500)",
        "0x10",
        "1e400",
        "-1e400",
        "1e-400",
        "٣",
        "１２",
        "½",
        "1/2",
        "NaN",
        "nan",
        "inf",
        "-Infinity",
        "infinity",
        "e5",
        "-",
        "+",
        ".",
        "--5",
        "1.2.3",
        "#N/A",
        "#DIV/0!",
        "n/a",
        "unknown",
        "=A1*2",
        "2026-07-01",
        "TRUE",
    ] {
        let cell = format!("\"{text}\",true");
        let folder = Folder::minimal().replace("pools.csv", "100000,true", &cell);
        let findings = folder.findings();
        writeln!(told, "{findings}").unwrap();
    }
    insta::assert_snapshot!(told.replace("models/m/pools.csv:2, column amount: ", ""));
}

#[test]
fn a_header_alone_is_an_empty_table() {
    let folder = Folder::minimal()
        .empty("needs.csv")
        .empty("allocations.csv");
    assert_eq!(folder.codes(), [codes::EMPTY_TABLE, codes::UNUSABLE_POOL]);
    for nothing in [
        "",
        "\n",
        "\r\n\r\n",
        "\u{feff}",
        "\u{feff}\n",
        ",,,\n",
        "  \n",
        "\"\"\n",
    ] {
        let folder = Folder::minimal().put("needs.csv", nothing);
        assert_eq!(folder.codes(), [codes::MISSING_COLUMN], "{nothing:?}");
    }
}

#[test]
fn quotation_marks_out_of_place_never_move_a_cell() {
    // Read as CSV, the space before the quotation mark would make two cells of one.
    let spaced = Folder::minimal().put(
        "places.csv",
        "id,name,note\nwestside, \"Westside, district\"\n",
    );
    assert_eq!(spaced.codes(), [codes::BAD_CSV]);
    let digits = Folder::minimal().replace("pools.csv", "100000", "\"100\"000");
    assert_eq!(digits.codes(), [codes::BAD_CSV]);
    let inches = Folder::minimal().replace("places.csv", "Westside", "5\" wide and 6\" high");
    assert_eq!(inches.codes(), [codes::BAD_CSV]);
    let proper = Folder::minimal().replace("places.csv", "Westside district", "\"5\"\" wide\" ");
    assert!(proper.findings().is_empty());
}

#[test]
fn a_separator_of_another_kind_is_named_once_and_not_every_cell() {
    for (separator, name) in [(";", "semicolons"), ("\t", "tabs"), ("|", "bars")] {
        let mut folder = Folder::minimal();
        for (file, content) in &mut folder.files {
            if file.ends_with(".csv") {
                let text = String::from_utf8(content.clone()).unwrap();
                *content = text.replace(',', separator).into_bytes();
            }
        }
        let tables = folder.files.len() - 2;
        let findings = folder.findings();
        assert_eq!(findings.len(), tables, "{findings}");
        assert!(findings.iter().all(|finding| {
            finding.code == codes::WRONG_SEPARATOR && finding.message.contains(name)
        }));
    }
}
