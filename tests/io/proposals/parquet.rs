//! Parquet files as other programs write them: the same as the same rows in JSON Lines.
//!
//! The files beside this one hold five rows in groups of two or all at once, written by Apache Arrow 26 (snappy; gzip
//! with pages of version 2, without dictionaries; lz4 with list elements named `item`) and by Polars 2.1 (zstd):
//! texts from a dictionary, a list of texts, a record of a decimal and a single-precision number, a time stamp, a list
//! of lists, bytes that are no text.

use proptest::prelude::{ProptestConfig, any, prop, proptest};
use proptest::sample::Index;
use proptest::test_runner::RngSeed;

use super::fuzz::judged;
use super::*;

const FILES: [&[u8]; 4] = [
    include_bytes!("parquet/arrow-snappy.parquet"),
    include_bytes!("parquet/arrow-gzip-v1.parquet"),
    include_bytes!("parquet/arrow-lz4.parquet"),
    include_bytes!("parquet/polars-zstd.parquet"),
];

/// The same rows.
const LINES: &str = r#"{"id": "a-1", "applicant": "Readers, Inc.", "practice": "tutoring", "places": ["westside"], "participants": 40, "request": {"money": 20000.50, "hours": null}, "partial": true, "reviews": [4.0, null, 5.0]}
{"id": "a-2", "applicant": null, "practice": "Tutoring in pairs", "places": ["westside", null], "participants": 25, "request": {"money": 7500.00, "hours": 12.1}, "partial": null, "reviews": null}
{"id": "a-3", "applicant": "Café Über", "practice": "tutoring", "places": ["eastside"], "participants": null, "request": {"money": 1.00, "hours": null}, "partial": false, "reviews": []}
{"id": "a-4", "applicant": "Choir", "practice": "choirs", "places": ["westside"], "participants": 10, "request": {"money": 100.00, "hours": null}, "partial": false, "reviews": [3.0]}
{"id": "a-5", "applicant": "Last", "practice": "tutoring", "places": ["westside"], "participants": 8, "request": null, "partial": null, "reviews": [2.5]}
"#;

const MAP: &str = r#"id = "id"
applicant = "applicant"
practice = "practice"
places = "places"
participants = "participants"
"request.money" = "request.money"
"request.hours" = "request.hours"
partial = "partial"
"#;

fn parquet(bytes: &[u8]) -> Export {
    Export::new("export.parquet", bytes).map(MAP)
}

#[test]
fn what_other_programs_write_is_read_as_the_same_rows_of_json() {
    let told = Export::json(LINES).map(MAP).told();
    assert!(told.contains("a-3 is rejected") && told.contains("a-2 is read"));
    for file in FILES {
        let export = parquet(file);
        let ours = export.told().replace("export.parquet", "export.jsonl");
        let rows = |text: &str| -> Vec<String> {
            let lines = text.lines().filter(|line| !line.contains("are not read"));
            lines.map(str::to_owned).collect()
        };
        assert_eq!(rows(&ours), rows(&told));
        let read = |export: &Export| -> Vec<Proposal> {
            let rows = export.rows().into_iter();
            rows.filter_map(|row| match row {
                Row::Read(proposal) => Some(*proposal),
                Row::Rejected(_) => None,
            })
            .collect()
        };
        assert_eq!(read(&export), read(&Export::json(LINES).map(MAP)));
    }
}

#[test]
fn times_bytes_and_lists_of_lists_are_no_values_and_are_told_so() {
    for (ours, column, words) in [
        ("participants", "submitted", "2026-03-01 12:00:00"),
        ("applicant", "tree", "another list"),
        ("applicant", "scan", "no text"),
    ] {
        let map = MAP.replace(
            &format!("{ours} = \"{ours}\""),
            &format!("{ours} = \"{column}\""),
        );
        let told = Export::new("export.parquet", FILES[0]).map(&map).told();
        assert!(!told.contains("line 1: a-1 is read"), "{told}");
        assert!(told.contains(words) && told.contains(column), "{told}");
    }
}

#[test]
fn a_file_that_is_cut_short_or_is_something_else_is_refused_with_what_to_try() {
    let file = FILES[0];
    for bytes in [&file[..file.len() / 2], b"id,practice\n", b""] {
        let told = parquet(bytes).told();
        assert!(told.starts_with("refused"), "{told}");
        assert!(
            told.contains("unreadable-file") && told.contains("CSV"),
            "{told}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, rng_seed: RngSeed::Fixed(6), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_bytes_are_read_or_refused(file in 0..FILES.len(), edits in prop::collection::vec((any::<Index>(), any::<u8>()), 1..4)) {
        let mut bytes = FILES[file].to_vec();
        for (place, byte) in &edits {
            let at = place.index(bytes.len());
            bytes[at] = *byte;
        }
        judged(&parquet(&bytes));
    }
}
