//! The negative corpus: a file for each kind of fault, and what its reader is told.

use std::fmt::Write as _;

use super::*;

const PLAIN: &str = "id,practice,places,participants,request.money\n";

fn rows(rows: &str) -> Export {
    Export::csv(&format!("{PLAIN}{rows}"))
}

fn with(column: &str, cell: &str) -> Export {
    let header = PLAIN.trim_end();
    Export::csv(&format!(
        "{header},{column}\n1,books,westside,10,100,{cell}\n"
    ))
}

fn mapped(map: &str) -> Export {
    Export::csv("Nr,What,Where,People,Money\n1,books,West Side,10,\"1,000\"\n").map(map)
}

const MAP: &str = "id = \"Nr\"\npractice = \"What\"\nplaces = \"Where\"\nparticipants = \"People\"\nrequest.money = \"Money\"\n";

fn matched(matches: &str) -> Export {
    rows("1,Choir,westside,10,100\n").matches(matches)
}

fn study(cells: &str) -> Export {
    Export::csv(&format!("{STUDY}1,,westside,40,9000,{cells},,,,\n"))
}

/// Every kind of fault, with its name.
fn cases() -> Vec<(&'static str, Export)> {
    vec![
        // The file.
        ("no format", Export::new("export.txt", "id\n")),
        ("an empty file", Export::csv("")),
        ("blank lines alone", Export::csv("\n\n")),
        ("semicolons", Export::csv("id;practice\n1;books\n")),
        (
            "a header that is not UTF-8",
            Export::new("export.csv", *b"id,pr\xffctice\n"),
        ),
        ("UTF-16", Export::new("export.csv", *b"\xff\xfei\0d\0\n\0")),
        (
            "a header with a stray quotation mark",
            Export::csv("id,a\"b\n"),
        ),
        ("no workbook", Export::new("export.xlsx", "id\n")),
        // The columns.
        ("an unknown column", with("reqest.money", "5")),
        ("an unknown resource", with("request.gold", "5")),
        ("a column twice", with("places", "westside")),
        (
            "no id",
            Export::csv("practice,places,participants,request.money\n"),
        ),
        ("nothing that is judged", Export::csv("id,title\n")),
        ("a column without a name that is filled", with("", "lost")),
        (
            "a key that is no column",
            Export::json("{\"id\": 1}\n{\"ids\": 2}\n"),
        ),
        // Rows beyond repair.
        ("too few cells", rows("1,books\n2,books,westside,10,100\n")),
        (
            "too many cells",
            rows("1,books,westside,10,1,000\n2,books,westside,10,100,,\n"),
        ),
        (
            "a quotation mark inside a cell",
            rows("1,5\" pipes,westside,10,100\n2,books,westside,10,100\n"),
        ),
        (
            "a cell that goes on",
            rows("1,\"books\"s,westside,10,100\n2,books,westside,10,100\n"),
        ),
        (
            "a quotation mark without a partner",
            rows("1,books,westside,10,100\n2,\"books,westside,10,100\n3,books,westside,10,100\n"),
        ),
        (
            "a mark that finds another row's",
            rows(
                "1,\"books,westside,10,100\n2,\"books\",westside,10,100\n3,books,westside,10,100\n",
            ),
        ),
        (
            "a row that is not UTF-8",
            Export::new(
                "export.csv",
                [
                    PLAIN.as_bytes(),
                    b"1,b\xe9b\xe9,westside,10,100\n2,books,westside,10,100\n",
                ]
                .concat(),
            ),
        ),
        (
            "a zero byte",
            rows("1,bo\0oks,westside,10,100\n2,books,westside,10,100\n"),
        ),
        (
            "a row that is too long",
            rows(&format!(
                "1,{},westside,10,100\n2,books,westside,10,100\n",
                "x".repeat(1 << 20)
            )),
        ),
        (
            "no JSON",
            Export::json(
                "{\"id\": 1, \"score\": 2}\n{\"id\": 2,\n[3]\n{\"id\": 4, \"score\": 1e999}\n{\"id\": 5, \"score\": 2}\n",
            ),
        ),
        (
            "a key twice",
            Export::json("{\"id\": 1, \"score\": 2, \"score\": 3}\n"),
        ),
        (
            "a list in a list",
            Export::json("{\"id\": 1, \"score\": 2, \"review\": [[1]]}\n"),
        ),
        (
            "a list for one value",
            Export::json("{\"id\": 1, \"score\": [2, 3]}\n"),
        ),
        // Values.
        ("no id in a row", rows(",books,westside,10,100\n")),
        (
            "an id that is too long",
            rows(&format!("{},books,westside,10,100\n", "x".repeat(201))),
        ),
        (
            "an id twice",
            rows(
                "1,books,westside,10,100\n2,books,westside,,100\n 1,tutoring,westside,10,100\n2,books,westside,10,100\n",
            ),
        ),
        ("everything wrong at once", rows(",,east,many,-5\n")),
        ("nothing it rests on", rows("1,,westside,10,100\n")),
        ("two things it rests on", with("score", "5")),
        (
            "three things it rests on",
            Export::csv(
                "id,practice,score,places,participants,request.money,evidence.effect\n1,books,3,westside,10,100,0.1\n",
            ),
        ),
        ("no place", rows("1,books,,10,100\n")),
        ("an unknown place", rows("1,books,westsid,10,100\n")),
        ("a blank item", rows("1,books,westside;,10,100\n")),
        ("no participants", rows("1,books,westside,,100\n")),
        ("participants in words", rows("1,books,westside,ten,100\n")),
        ("fewer than none", rows("1,books,westside,-10,100\n")),
        (
            "no request",
            rows("1,books,westside,10,\n2,books,westside,10,0\n"),
        ),
        (
            "signs in a number",
            rows("1,books,westside,10,\"$1,000\"\n"),
        ),
        ("a decimal comma", rows("1,books,westside,10,\"1000,5\"\n")),
        ("a number without end", rows("1,books,westside,10,inf\n")),
        ("neither true nor false", with("partial", "Yes")),
        ("a mark off the scale", with("review", "3;6")),
        ("a review in words", with("review.first", "good")),
        ("itself excluded", with("excludes", "2;1")),
        ("itself required", with("requires", "1")),
        (
            "required and excluded",
            Export::csv(&format!(
                "{},excludes,requires\n1,books,westside,10,100,2;3,3\n",
                PLAIN.trim_end()
            )),
        ),
        (
            "a control character",
            rows("1,bo\u{1b}oks,westside,10,100\n"),
        ),
        ("a basis that is none", with("basis", "guess")),
        // Studies.
        (
            "a study of which the half is missing",
            study(",reading,,,,,"),
        ),
        ("a study of no indicator", study("0..3,raeding,0.2,sd,,,")),
        ("a band backwards", study("3..0,reading,0.2,sd,,,")),
        (
            "an effect without its baseline",
            study("0..3,reading,5,points,,,"),
        ),
        (
            "a scheme without a rating",
            study("0..3,reading,0.2,sd,trefoil,,"),
        ),
        // The map.
        ("a map that is no TOML", mapped("id = Nr\n")),
        (
            "a column that the export lacks",
            mapped(&MAP.replace("\"People\"", "\"Peoples\"")),
        ),
        (
            "a column that is none of ours",
            mapped(&format!("particpants = \"People\"\n{MAP}")),
        ),
        (
            "a resource of no model",
            mapped(&format!("request.gold = \"Money\"\n{MAP}")),
        ),
        (
            "a column that the export has twice",
            Export::csv("Nr,Nr,What\n1,2,3\n").map(MAP),
        ),
        (
            "a map without an id",
            mapped(&MAP.replacen("id = \"Nr\"\n", "", 1)),
        ),
        (
            "several columns for one value",
            mapped(&format!("title = [\"What\", \"Where\"]\n{MAP}")),
        ),
        ("a number for a name", mapped(&format!("title = 3\n{MAP}"))),
        (
            "a constant that is mapped",
            mapped(&format!("{MAP}[constants]\nplaces = \"westside\"\n")),
        ),
        (
            "constants that are wrong",
            mapped(&format!(
                "{MAP}[constants]\nreview = [9]\npartial = \"maybe\"\ntitel = \"x\"\n"
            )),
        ),
        (
            "values that are wrong",
            mapped(&format!(
                "{MAP}[values.places]\n\"West Side\" = \"wstside\"\n\" West Side\" = \"westside\"\n\"\" = \"westside\"\n[values.practices]\nx = \"books\"\n[values.practice]\nx = \"book\"\n"
            )),
        ),
        (
            "a format that is wrong",
            mapped(&format!(
                "{MAP}[format]\nstrip = [\".\"]\nlist_seperator = \"|\"\ntrue = \"Y\"\nfalse = [\"Y\"]\n"
            )),
        ),
        (
            "a section that is a value",
            mapped(&format!("values = 3\n{MAP}")),
        ),
        (
            "signs that the map does not take out",
            mapped(&format!(
                "{MAP}[values.places]\n\"West Side\" = \"westside\"\n"
            )),
        ),
        (
            "a decimal comma beside a strip",
            Export::csv("Nr,What,Where,People,Money\n1,books,westside,10,\"1000,5\"\n")
                .map(&format!("{MAP}[format]\nstrip = [\",\"]\n")),
        ),
        // The matches.
        (
            "matches that are wrong",
            matched("text,practice,confirmed_by\nChoir,choir,\nchoir,books,\n,books,\nBand,,me\n"),
        ),
        (
            "matches without a column",
            matched("text,date\nChoir,2026\n"),
        ),
        (
            "a match of an unknown column",
            matched("text,practice,by\nChoir,books,me\n"),
        ),
    ]
}

#[test]
fn what_a_reader_is_told_of_each_fault() {
    let mut text = String::new();
    for (name, export) in cases() {
        let told = export.told();
        assert!(told.contains("error["), "{name}: {told}");
        writeln!(text, "## {name}\n{told}\n").unwrap();
    }
    insta::assert_snapshot!(text.trim_end());
}

#[test]
fn every_finding_of_a_row_names_its_file_and_line() {
    for (name, export) in cases() {
        let Ok(opened) = export.open() else { continue };
        for row in opened {
            let Row::Rejected(rejected) = row else {
                continue;
            };
            assert!(!rejected.findings.is_empty(), "{name}");
            for finding in &rejected.findings {
                assert!(
                    finding.location.file.is_some() && finding.location.line == Some(rejected.line),
                    "{name}: {finding:?}"
                );
                assert!(finding.hint.is_some(), "{name}: {finding}");
            }
        }
    }
}

#[test]
fn a_bad_row_never_stops_the_rest() {
    let rejected =
        rows("1,books\n2,\"x\"y,westside,10,100\n3,books,westside,,100\n4,books,westside,10,100\n")
            .rejected();
    let lines: Vec<u64> = rejected.iter().map(|row| row.line).collect();
    assert_eq!(lines, [2, 3, 4]);
}

#[test]
fn cells_of_a_workbook_that_hold_no_value_are_named_by_their_cell() {
    use super::super::book::Content;
    let book = Book::default()
        .add(
            "Sheet1",
            &[
                &[
                    "id",
                    "title",
                    "practice",
                    "places",
                    "participants",
                    "request.money",
                ],
                &["1", "", "books", "westside", "10", "100"],
                &["2", "x", "books", "westside", "10", "100"],
                &["3", "x", "books", "westside", "10", "100"],
            ],
        )
        .put("Sheet1!B2", Content::Date(45_000.0))
        .put("Sheet1!E3", Content::Date(45_000.0))
        .put("Sheet1!F3", Content::Error("#REF!"))
        .put("Sheet1!E4", Content::Percent(0.5));
    insta::assert_snapshot!(Export::new("export.xlsx", book.bytes()).told(), @r#"
    line 2: 1 is read
    line 3: 2 is rejected
    error[wrong-type]: export.xlsx Sheet1!E3, column participants: the cell is a date or time, `2023-03-15`, and no column takes one
      try: format the cell as text, and type it again: a year as 2024, a cycle as 2026-27
    error[cell-error]: export.xlsx Sheet1!F3, column request.money: the cell holds the error `#REF!`
      try: mend its formula, or type the value; leave it blank where it is not known
    line 4: 3 is rejected
    error[bad-number]: export.xlsx Sheet1!E4, column participants: `50%` is not a number
      try: write the figure alone: a percent column takes 0-100, a share 0-1
    "#);
}

#[test]
fn a_file_that_is_not_there_is_named_with_those_that_are() {
    let (_folder, sources) = rows("").write();
    let path = sources.proposals.with_file_name("exprt.csv");
    let refused = |path: PathBuf| {
        let sources = Sources {
            proposals: path,
            ..Sources::default()
        };
        open(&sources, &minimal()).unwrap_err().to_string()
    };
    assert!(refused(path).contains("export.csv`?"));
    let folder = sources.proposals.parent().unwrap().join("folder.csv");
    super::super::folder::make_folder(&folder);
    assert!(refused(folder).contains("this is a folder"));
    let text = refused(PathBuf::from("cincinnati/youth-grant.csv"));
    assert!(
        text.contains("did you mean `cincinnati/youth-grants.csv`?"),
        "{text}"
    );
}
