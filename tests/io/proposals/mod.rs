//! Proposals of any grant system.

mod export;
mod faults;
mod fuzz;
mod made;
#[cfg(feature = "parquet")]
mod parquet;

use std::path::PathBuf;

use tempfile::TempDir;
use trefoil::diagnostic::Diagnostics;
use trefoil::domain::{Model, Offer, Proposal};
use trefoil::io::proposals::{Proposals, Rejected, Row, Sources, open};
use trefoil::io::{LoadOptions, load};

use super::book::Book;
use super::folder::write_file;

/// A proposals file, with a map and matches where there are any, before they are written.
#[derive(Debug, Clone, Default)]
pub struct Export {
    name: String,
    bytes: Vec<u8>,
    map: Option<String>,
    matches: Option<String>,
}

impl Export {
    fn new(name: &str, bytes: impl Into<Vec<u8>>) -> Self {
        Export {
            name: name.to_owned(),
            bytes: bytes.into(),
            ..Export::default()
        }
    }

    /// A CSV file.
    pub fn csv(text: &str) -> Self {
        Export::new("export.csv", text)
    }

    fn json(text: &str) -> Self {
        Export::new("export.jsonl", text)
    }

    fn map(mut self, text: &str) -> Self {
        self.map = Some(text.to_owned());
        self
    }

    fn matches(mut self, text: &str) -> Self {
        self.matches = Some(text.to_owned());
        self
    }

    fn write(&self) -> (TempDir, Sources) {
        let folder = tempfile::tempdir().unwrap();
        let put = |name: &str, bytes: &[u8]| -> PathBuf {
            let path = folder.path().join(name);
            write_file(&path, bytes);
            path
        };
        let sources = Sources {
            proposals: put(&self.name, &self.bytes),
            map: self
                .map
                .as_ref()
                .map(|text| put("map.toml", text.as_bytes())),
            matches: self
                .matches
                .as_ref()
                .map(|text| put("practice_match.csv", text.as_bytes())),
        };
        (folder, sources)
    }

    fn open(&self) -> Result<Proposals, Diagnostics> {
        let (_folder, sources) = self.write();
        open(&sources, &minimal())
    }

    /// The rows, of a file that can be opened.
    fn rows(&self) -> Vec<Row> {
        self.open()
            .unwrap_or_else(|findings| panic!("{findings}"))
            .collect()
    }

    /// The proposals, of a file of which every row is one.
    fn all(&self) -> Vec<Proposal> {
        self.rows()
            .into_iter()
            .map(|row| match row {
                Row::Read(proposal) => *proposal,
                Row::Rejected(rejected) => panic!("{rejected:?}"),
            })
            .collect()
    }

    /// The rows that are rejected.
    fn rejected(&self) -> Vec<Rejected> {
        let rejected = self.rows().into_iter().filter_map(|row| match row {
            Row::Read(_) => None,
            Row::Rejected(rejected) => Some(rejected),
        });
        rejected.collect()
    }

    /// What a reader is told, of the file and of its rows, with the places as if it stood here.
    fn told(&self) -> String {
        let (folder, sources) = self.write();
        let text = match open(&sources, &minimal()) {
            Err(findings) => format!("refused\n{findings}"),
            Ok(proposals) => {
                let mut lines: Vec<String> = proposals
                    .findings()
                    .iter()
                    .map(ToString::to_string)
                    .collect();
                for row in proposals {
                    match row {
                        Row::Read(proposal) => {
                            lines.push(format!("line {}: {} is read", proposal.line, proposal.id));
                        }
                        Row::Rejected(rejected) => {
                            lines.push(format!(
                                "line {}: {} is rejected",
                                rejected.line,
                                rejected.id.as_deref().unwrap_or("something")
                            ));
                            lines.extend(rejected.findings.iter().map(ToString::to_string));
                        }
                    }
                }
                lines.join("\n")
            }
        };
        text.replace(&format!("{}/", folder.path().display()), "")
    }
}

fn minimal() -> Model {
    shipped("minimal")
}

fn shipped(name: &str) -> Model {
    load(name, &LoadOptions::default()).unwrap().model
}

const HEADER: &str = "id,applicant,practice,score,places,participants,request.money,request.hours,partial,excludes,requires,review,review.panel";

/// A few rows that fill every column but those of evidence.
fn every_column() -> Vec<[&'static str; 13]> {
    vec![
        [
            "a-1",
            "Neighbors, Inc.",
            "tutoring",
            "",
            "westside",
            "40",
            "20000",
            "800",
            "true",
            "",
            "",
            "4",
            "3.5",
        ],
        [
            "a-2",
            "O'Hara \"Jo\"",
            "Books for the summer",
            "",
            "Westside district",
            "12.5",
            "1250.75",
            "",
            "",
            "a-1",
            "",
            "",
            "",
        ],
        ["17", "", "", "0.25", "", "", "", "", "", "", "", "", ""],
        [
            "a-4",
            "Choir",
            "Singing together",
            "",
            "westside",
            "30",
            "900",
            "",
            "false",
            "a-1;17",
            "a-2",
            "2;5",
            "1",
        ],
    ]
}

fn as_csv(rows: &[[&str; 13]]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(HEADER.split(',')).unwrap();
    for row in rows {
        writer.write_record(row).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

fn as_json(rows: &[[&str; 13]]) -> String {
    // Lines are as those of the CSV file: the first is left blank.
    let mut text = String::from("\n");
    for row in rows {
        let mut object = serde_json::Map::new();
        for (name, cell) in HEADER.split(',').zip(row) {
            let value: serde_json::Value = match (name, *cell) {
                (_, "") => serde_json::Value::Null,
                ("excludes" | "requires" | "review", list) => {
                    list.split(';').map(number_or_text).collect()
                }
                ("partial", flag) => (flag == "true").into(),
                (_, text) => number_or_text(text),
            };
            object.insert(name.to_owned(), value);
        }
        text += &format!("{}\n", serde_json::Value::Object(object));
    }
    text
}

fn number_or_text(text: &str) -> serde_json::Value {
    serde_json::from_str(text)
        .ok()
        .filter(serde_json::Value::is_number)
        .unwrap_or_else(|| text.into())
}

fn as_workbook(sheet: &str, rows: &[[&str; 13]]) -> Export {
    let header: Vec<&str> = HEADER.split(',').collect();
    let mut all: Vec<&[&str]> = vec![&header];
    all.extend(rows.iter().map(<[&str; 13]>::as_slice));
    let book = Book::default()
        .add("Readme", &[&["words for people"]])
        .add(sheet, &all);
    Export::new("export.xlsx", book.bytes())
}

#[test]
fn every_format_gives_the_same_proposals() {
    let rows = every_column();
    let expected = Export::csv(&as_csv(&rows)).all();
    assert_eq!(expected.len(), 4);
    assert_eq!(Export::json(&as_json(&rows)).all(), expected);
    assert_eq!(as_workbook("Export 2026", &rows).all(), expected);
    assert_eq!(as_workbook("Proposals", &rows).all(), expected);
}

#[test]
fn every_column_becomes_what_it_says() {
    let proposals = Export::csv(&as_csv(&every_column())).all();
    let [first, second, scored, unmatched] = proposals.as_slice() else {
        panic!("{proposals:?}")
    };
    assert_eq!(first.line, 2);
    assert_eq!(first.applicant.as_deref(), Some("Neighbors, Inc."));
    assert!(matches!(&first.offer, Offer::Practice(id) if id.as_str() == "tutoring"));
    assert_eq!(first.participants.unwrap().get(), 40.0);
    let asked: Vec<(&str, f64)> = first
        .requests
        .iter()
        .map(|(resource, amount)| (resource.as_str(), amount.get()))
        .collect();
    assert_eq!(asked, [("hours", 800.0), ("money", 20000.0)]);
    assert!(first.partial);
    assert_eq!(first.reviews, [4.0, 3.5]);
    assert!(matches!(&second.offer, Offer::Practice(id) if id.as_str() == "books"));
    assert_eq!(second.places[0].as_str(), "westside");
    assert!(!second.partial && second.reviews.is_empty());
    assert_eq!(scored.offer, Offer::Score(0.25));
    assert!(scored.places.is_empty() && scored.requests.is_empty());
    assert_eq!(
        unmatched.offer,
        Offer::Unmatched {
            text: "Singing together".to_owned(),
            suggestions: Vec::new()
        }
    );
    let excluded: Vec<&str> = unmatched
        .excludes
        .iter()
        .map(trefoil::domain::ProposalId::as_str)
        .collect();
    assert_eq!(excluded, ["a-1", "17"]);
    assert_eq!(unmatched.reviews, [2.0, 5.0, 1.0]);
}

#[test]
fn objects_within_a_line_are_columns_whose_names_have_dots() {
    let nested = "\n{\"id\": 5, \"practice\": \"books\", \"places\": [\"westside\"], \"participants\": 4, \"request\": {\"money\": 10}}\n";
    let plain = "id,practice,places,participants,request.money\n5,books,westside,4,10\n";
    assert_eq!(Export::json(nested).all(), Export::csv(plain).all());
}

#[test]
fn a_practice_that_nobody_matched_is_suggested_and_never_taken() {
    let row = "id,practice,places,participants,request.money\n1,Tutoring pairs,westside,4,10\n";
    let offer = |export: &Export| export.all().remove(0).offer;
    let Offer::Unmatched { text, suggestions } = offer(&Export::csv(row)) else {
        panic!("it is taken")
    };
    assert_eq!(text, "Tutoring pairs");
    assert_eq!(suggestions[0].as_str(), "tutoring");
    let matched = Export::csv(row).matches(
        "text,practice,confirmed_by,date\n tutoring PAIRS ,tutoring,A. Person,2026-03-01\n",
    );
    assert!(matches!(offer(&matched), Offer::Practice(id) if id.as_str() == "tutoring"));
    let said = Export::csv(row).map(
        "id = \"id\"\npractice = \"practice\"\nplaces = \"places\"\nparticipants = \"participants\"\n\
         \"request.money\" = \"request.money\"\n[values.practice]\n\"Tutoring pairs\" = \"books\"\n",
    );
    assert!(matches!(offer(&said), Offer::Practice(id) if id.as_str() == "books"));
}

const STUDY: &str = "id,title,places,participants,request.money,grades,evidence.indicator,evidence.effect,evidence.effect_unit,evidence.scheme,evidence.rating,evidence.independent,evidence.baseline,evidence.years_after,source,basis\n";

#[test]
fn a_study_of_the_applicants_own_becomes_a_practice_of_its_own() {
    let row = "a/1,Reading dogs,westside,40,9000,K-3,,0.2,sd,,,,,,,\n";
    let told = Export::csv(&format!("{STUDY}{row}")).told();
    assert!(
        told.contains("bad-band") && told.contains("`evidence.indicator` is blank"),
        "{told}"
    );
    let row = "a/1,Reading dogs,westside,40,9000,0..3,reading,0.05,share,trefoil,3,true,50,1,Report,local\n";
    let proposals = Export::csv(&format!("{STUDY}{row}")).all();
    let Offer::Evidence(own) = &proposals[0].offer else {
        panic!("{proposals:?}")
    };
    assert_eq!(own.practice.name, "Reading dogs");
    assert!(own.practice.id.as_str().starts_with("proposal-a-1-"));
    assert_eq!(own.study.practice, own.practice.id);
    assert_eq!(own.study.effect.get(), 0.05);
    assert_eq!(own.study.years_after.unwrap().get(), 1.0);
    assert_eq!(own.study.independent, Some(true));
    assert_eq!(own.study.provenance.source.as_deref(), Some("Report"));
    // The model takes both as rows of its own, beside what the practice takes.
    let judged = minimal().with(|tables| {
        let need = tables.needs[0].clone();
        tables.needs.push(trefoil::domain::Need {
            practice: own.practice.id.clone(),
            ..need
        });
        tables.practices.push(own.practice.clone());
        tables.evidence.push(own.study.clone());
    });
    assert!(judged.is_ok(), "{judged:?}");
    // Ids that would come to the same one stay apart.
    let rows = row.replacen("a/1", "a 1", 1);
    let both = Export::csv(&format!("{STUDY}{row}{rows}")).all();
    let ids: Vec<&Offer> = both.iter().map(|row| &row.offer).collect();
    assert_ne!(ids[0], ids[1]);
}

#[test]
fn a_text_that_was_made_safe_for_a_spreadsheet_is_read_as_it_was() {
    let text =
        "id,applicant,practice,places,participants,request.money\n'-7,'=SUM,'+more,westside,4,10\n";
    let proposal = Export::csv(text).all().remove(0);
    assert_eq!(proposal.id.as_str(), "-7");
    assert_eq!(proposal.applicant.as_deref(), Some("=SUM"));
    assert!(matches!(proposal.offer, Offer::Unmatched { text, .. } if text == "+more"));
}

#[test]
fn digests_are_of_the_bytes_that_were_read() {
    use sha2::{Digest as _, Sha256};
    let text = as_csv(&every_column());
    let export = Export::csv(&text).matches("text,practice\n");
    let digests = export.open().unwrap().digests().clone();
    let expected = |text: &str| -> String {
        let bytes = Sha256::digest(text.as_bytes());
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    };
    assert_eq!(digests.proposals, expected(&text));
    assert_eq!(digests.matches, Some(expected("text,practice\n")));
    assert_eq!(digests.map, None);
}

#[test]
fn a_byte_order_mark_is_no_part_of_the_first_column() {
    let rows = every_column();
    let expected = Export::csv(&as_csv(&rows)).all();
    assert_eq!(
        Export::csv(&format!("\u{feff}{}", as_csv(&rows))).all(),
        expected
    );
    assert_eq!(
        Export::json(&format!("\u{feff}{}", as_json(&rows))).all(),
        expected
    );
}
