//! Whatever the bytes of an export, every row is read or rejected with words.

use proptest::prelude::{ProptestConfig, any, prop, proptest};
use proptest::sample::Index;
use proptest::test_runner::RngSeed;

use super::*;

/// Bytes that mean something to a reader of an export, more often than chance would have them.
const TELLING: &[u8] = b"\",\n\r;=[]{}.-+$:'eE0159aNn \t\xff\xfe\xef\xbb\xbf\0*";

const CASES: u32 = 400;

const MAP: &str = "id = \"id\"\npractice = \"practice\"\nplaces = \"places\"\nparticipants = \"participants\"\n\
     request.money = \"request.money\"\nreview = \"review\"\n[constants]\npartial = true\n[values.places]\n\"West\" = \"westside\"\n\
     [format]\nstrip = [\"$\", \",\"]\nlist_separator = \";\"\ntrue = \"Y\"\n";

/// Whatever comes of it, it is words or rows, each read once.
pub fn judged(export: &Export) {
    let opened = match export.open() {
        Ok(opened) => opened,
        Err(findings) => {
            assert!(findings.has_errors());
            for finding in &findings {
                assert!(!finding.message.trim().is_empty() && finding.location.file.is_some());
            }
            return;
        }
    };
    assert!(!opened.findings().has_errors());
    let (mut last, mut seen) = (0, std::collections::BTreeSet::new());
    for row in opened {
        let line = match row {
            Row::Read(proposal) => {
                assert!(seen.insert(proposal.id.clone()), "an id is read twice");
                let scored = matches!(proposal.offer, Offer::Score(_));
                assert!(scored || !(proposal.places.is_empty() || proposal.requests.is_empty()));
                assert!(scored || proposal.participants.is_some());
                proposal.line
            }
            Row::Rejected(rejected) => {
                assert!(!rejected.findings.is_empty());
                for finding in &rejected.findings {
                    let text = finding.to_string();
                    assert!(
                        text.chars().all(|c| c == '\n' || !c.is_control()),
                        "{text:?}"
                    );
                    assert!(text.len() < 8_000 && finding.location.line.is_some());
                }
                rejected.line
            }
        };
        assert!(line > last, "rows in their order, each once");
        last = line;
    }
}

fn damage(content: &mut Vec<u8>, edits: &[(Index, Index, u8, u8)]) {
    for (place, other, kind, random) in edits {
        let at = place.index(content.len() + 1);
        let byte = if *random < 200 {
            *other.get(TELLING)
        } else {
            *random
        };
        match kind {
            0 => content.insert(at, byte),
            1 if at < content.len() => content[at] = byte,
            2 if at < content.len() => {
                content.remove(at);
            }
            3 => content.truncate(at),
            _ => {
                let end = at + other.index(content.len() - at + 1);
                let copy = content[at..end].to_vec();
                content.splice(end..end, copy);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: CASES,
        // The same inputs in every run, so that a failure is one of the change that is tested.
        rng_seed: RngSeed::Fixed(53),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn damaged_exports_are_read_or_rejected(
        edits in prop::collection::vec((any::<Index>(), any::<Index>(), 0_u8..5, any::<u8>()), 1..10),
        what in 0_u8..4,
    ) {
        let rows = every_column();
        let mut export = match what {
            0 => Export::csv(&as_csv(&rows)),
            1 => Export::json(&as_json(&rows)),
            2 => Export::csv(&as_csv(&rows)).map(MAP),
            _ => Export::csv(&as_csv(&rows)).matches("text,practice,confirmed_by\nSinging together,books,me\n"),
        };
        match what {
            0 | 1 => damage(&mut export.bytes, &edits),
            2 => {
                let mut bytes = MAP.as_bytes().to_vec();
                damage(&mut bytes, &edits);
                export.map = Some(String::from_utf8_lossy(&bytes).into_owned());
            }
            _ => {
                let mut bytes = export.matches.take().unwrap_or_default().into_bytes();
                damage(&mut bytes, &edits);
                export.matches = Some(String::from_utf8_lossy(&bytes).into_owned());
            }
        }
        judged(&export);
    }

    #[test]
    fn a_damaged_cell_costs_its_own_row_alone(
        row in 0_usize..4, column in 0_usize..13, text in "\\PC{0,12}",
    ) {
        let mut rows = every_column();
        rows[row][column] = &text;
        let read = Export::csv(&as_csv(&rows)).rows();
        // A text of spaces alone may leave a row of the score blank but for its id.
        assert_eq!(read.len(), 4);
        let rejected = read.iter().filter(|row| matches!(row, Row::Rejected(_))).count();
        assert!(rejected <= 1, "{read:?}");
    }

    #[test]
    fn damaged_workbooks_are_read_or_rejected(
        edits in prop::collection::vec((any::<Index>(), any::<Index>(), 0_u8..5, any::<u8>()), 1..4),
    ) {
        let mut export = as_workbook("proposals", &every_column());
        damage(&mut export.bytes, &edits);
        judged(&export);
    }
}
