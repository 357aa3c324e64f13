//! The export of another system, with all that such files hold.

use super::*;

/// Twelve lines that read an export of 140 columns.
const MAP: &str = r#"id = "Application ID"
applicant = "Organisation Name"
practice = "Which programme would you run?"
places = "Where?"
participants = "Children served, a year"
review = ["Reviewer 1", "Reviewer 2"]
"request.money" = "Amount requested"
partial = "Could you run with less?"
values.places = { "West Side" = "westside", "n/a" = "" }
format.strip = ["$", ","]
format.true = "Yes"
format.false = "No"
"#;

const ASKED: [&str; 9] = [
    "Application ID",
    "Organisation Name",
    "Which programme would you run?",
    "Where?",
    "Children served,\na year",
    "Reviewer 1",
    "Reviewer 2",
    "Amount requested",
    "Could you run with less?",
];

/// An export of `rows` rows and 140 columns: the ones above among questions that nobody asks of the model, some of
/// them without a name, some with the same, with texts of several lines, commas and quotation marks.
fn export(rows: &[[&str; 9]]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let position = |asked: usize| 3 + 15 * asked;
    let wide = |cells: &[&str], other: &dyn Fn(usize) -> String| -> Vec<String> {
        let mut row: Vec<String> = (0..140).map(other).collect();
        for (asked, cell) in cells.iter().enumerate() {
            row[position(asked)] = (*cell).to_owned();
        }
        row
    };
    let name = |at: usize| match at % 7 {
        0 => String::new(),
        1 => "Comments".to_owned(),
        _ => format!("Question {at}: tell us,\nin \"your own\" words"),
    };
    writer.write_record(wide(&ASKED, &name)).unwrap();
    for row in rows {
        let text = |at: usize| match at % 5 {
            0 => "One, two;\nthree \"four\"\r\n\r\nfive".to_owned(),
            1 => "=HYPERLINK(\"x\")".to_owned(),
            _ => String::new(),
        };
        writer.write_record(wide(row, &text)).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

#[test]
fn an_export_of_140_columns_runs_with_a_map_of_12_lines() {
    assert_eq!(MAP.lines().count(), 12);
    let rows = [
        [
            "A-1",
            "Tutors, Inc.",
            "Tutoring in pairs",
            "West Side",
            "40",
            "4",
            "5",
            "$20,000.50",
            "Yes",
        ],
        [
            "A-2",
            "Choir",
            "Choirs",
            "Westside district; West Side",
            "1,200",
            "",
            "2",
            "$900",
            "No",
        ],
        [
            "A-3",
            "Nobody",
            "books",
            "n/a",
            "12",
            "9",
            "",
            "1 million",
            "perhaps",
        ],
    ];
    let export = Export::csv(&export(&rows)).map(MAP);
    let opened = export.open().unwrap();
    let notes = opened.findings().to_string();
    assert!(notes.contains("131 of 140 columns are not read"), "{notes}");
    let read: Vec<Row> = opened.collect();
    let [Row::Read(first), Row::Read(second), Row::Rejected(third)] = read.as_slice() else {
        panic!("{read:?}")
    };
    assert_eq!(first.requests[0].1.get(), 20000.5);
    assert!(first.partial && !second.partial);
    assert!(matches!(&first.offer, Offer::Practice(id) if id.as_str() == "tutoring"));
    assert_eq!(first.reviews, [4.0, 5.0]);
    assert_eq!(second.participants.unwrap().get(), 1200.0);
    assert_eq!(second.places.len(), 1, "two words for one place");
    assert_eq!(third.id.as_deref(), Some("A-3"));
    let columns: Vec<&str> = third
        .findings
        .iter()
        .map(|finding| finding.location.column.as_deref().unwrap())
        .collect();
    assert_eq!(
        columns,
        [
            "Where?",
            "Amount requested",
            "Could you run with less?",
            "Reviewer 1"
        ]
    );
}

#[test]
fn without_a_map_the_same_export_is_refused_in_one_finding() {
    insta::assert_snapshot!(Export::csv(&export(&[])).told(), @r#"
    refused
    error[unknown-column]: export.csv:1: 121 of the 140 columns are not columns of proposals: `Comments`, `Question 2: tell us, in "your own" words`, `Application ID`, `Question 4: tell us, in "your own" words`, `Question 5: tell us, in "your own" words` and 116 more
      try: write a map.toml that names the columns to read, as in `id = "Application ID"`: it ignores all others
    "#);
}

#[test]
fn a_constant_stands_in_every_row() {
    let rows = "Nr,What,People,Money\n1,books,20,2000\n2,tutoring,10,5000\n";
    let map = "id = \"Nr\"\npractice = \"What\"\nparticipants = \"People\"\nrequest.money = \"Money\"\n\
               [constants]\nplaces = \"westside\"\npartial = true\nreview = [3, 4]\n";
    let proposals = Export::csv(rows).map(map).all();
    for proposal in &proposals {
        assert!(proposal.partial);
        assert_eq!(proposal.places[0].as_str(), "westside");
        assert_eq!(proposal.reviews, [3.0, 4.0]);
    }
}

#[test]
fn a_hundred_thousand_rows_are_read_one_by_one() {
    const ROWS: u64 = 100_000;
    let mut text = String::from("id,practice,places,participants,request.money\n");
    for row in 1..=ROWS {
        let people = if row % 1000 == 0 { "-" } else { "12" };
        text += &format!("p-{row},books,westside,{people},1200\n");
    }
    let (_folder, sources) = Export::csv(&text).write();
    let proposals = open(&sources, &minimal()).unwrap();
    let (mut read, mut rejected, mut last) = (0, 0, 0);
    for row in proposals {
        let line = match row {
            Row::Read(proposal) => {
                read += 1;
                proposal.line
            }
            Row::Rejected(row) => {
                rejected += 1;
                row.line
            }
        };
        assert!(line > last);
        last = line;
    }
    assert_eq!(
        (read, rejected, last),
        (ROWS - ROWS / 1000, ROWS / 1000, ROWS + 1)
    );
}
