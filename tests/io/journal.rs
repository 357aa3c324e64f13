//! Finished solves are read back as they were, whatever ended the run.

use std::path::Path;

use trefoil::diagnostic::Diagnostics;
use trefoil::io::journal::{self, FILE, Journal, JournalEntry};

fn entry(key: &str, values: &[f64]) -> JournalEntry {
    JournalEntry {
        key: key.to_owned(),
        status: "found".to_owned(),
        values: values.to_vec(),
    }
}

fn opened(folder: &Path, digest: &str, resume: bool) -> (Journal, Vec<JournalEntry>) {
    Journal::open(folder, digest, resume).unwrap_or_else(|findings| panic!("{findings}"))
}

fn refused(folder: &Path, digest: &str, resume: bool) -> Diagnostics {
    match Journal::open(folder, digest, resume) {
        Ok(_) => panic!("it was opened"),
        Err(findings) => findings,
    }
}

#[expect(clippy::disallowed_methods, reason = "a test may look at files")]
fn bytes(folder: &Path) -> Vec<u8> {
    std::fs::read(folder.join(FILE)).unwrap()
}

#[expect(clippy::disallowed_methods, reason = "a test may damage files")]
fn overwrite(folder: &Path, bytes: &[u8]) {
    std::fs::write(folder.join(FILE), bytes).unwrap();
}

/// Figures whose shortest text is easily got wrong.
const HARD: [f64; 9] = [
    0.1,
    -0.0,
    1.0 / 3.0,
    f64::MIN_POSITIVE,
    5e-324,
    f64::MAX,
    -2.225_073_858_507_201e-308,
    9_007_199_254_740_993.0,
    6.02e23,
];

#[test]
fn solves_come_back_bit_for_bit_and_the_run_goes_on_behind_them() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().join("new/results");
    let (journal, kept) = opened(&folder, "d", false);
    assert!(kept.is_empty());
    journal.add(&entry("draw/0", &HARD));
    journal.add(&JournalEntry {
        status: "no plan\n\"keeps\" every rule".to_owned(),
        ..entry("draw/1", &[])
    });
    journal.close().unwrap();

    let (journal, kept) = opened(&folder, "d", true);
    assert_eq!(kept.len(), 2);
    let bits = |values: &[f64]| {
        values
            .iter()
            .map(|value| value.to_bits())
            .collect::<Vec<_>>()
    };
    assert_eq!(bits(&kept[0].values), bits(&HARD));
    assert_eq!(kept[1].status, "no plan\n\"keeps\" every rule");
    journal.add(&entry("draw/2", &[2.0]));
    journal.close().unwrap();
    let (_, kept) = opened(&folder, "d", true);
    let keys: Vec<&str> = kept.iter().map(|entry| entry.key.as_str()).collect();
    assert_eq!(keys, ["draw/0", "draw/1", "draw/2"]);
}

#[test]
fn wherever_the_last_line_is_torn_the_others_are_kept_and_the_next_run_writes_whole_lines() {
    let folder = tempfile::tempdir().unwrap();
    let (journal, _) = opened(folder.path(), "d", false);
    for draw in 0..3 {
        journal.add(&entry(&format!("draw/{draw}"), &HARD));
    }
    journal.close().unwrap();
    let whole = bytes(folder.path());
    for length in 0..=whole.len() {
        overwrite(folder.path(), &whole[..length]);
        let lines = whole[..length]
            .iter()
            .filter(|byte| **byte == b'\n')
            .count();
        let (journal, kept) = opened(folder.path(), "d", true);
        assert_eq!(kept.len(), lines.saturating_sub(1), "cut at {length}");
        for draw in kept.len()..3 {
            journal.add(&entry(&format!("draw/{draw}"), &HARD));
        }
        journal.close().unwrap();
        assert_eq!(bytes(folder.path()), whole, "cut at {length}");
    }
}

#[test]
fn nothing_is_overwritten_by_a_run_that_does_not_say_resume() {
    let folder = tempfile::tempdir().unwrap();
    let (journal, _) = opened(folder.path(), "d", false);
    journal.add(&entry("draw/0", &[1.0]));
    journal.close().unwrap();
    let before = bytes(folder.path());
    let findings = refused(folder.path(), "d", false).to_string();
    assert!(findings.contains("--resume"), "{findings}");
    assert_eq!(bytes(folder.path()), before);
}

#[test]
fn solves_of_another_question_are_refused_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let (kept, _) = opened(folder.path(), &journal::digest(&["0.1.0", "model"]), false);
    kept.add(&entry("draw/0", &[1.0]));
    kept.close().unwrap();
    let before = bytes(folder.path());
    for other in [["0.2.0", "model"], ["0.1.0", "other"], ["0.1.0m", "odel"]] {
        let findings = refused(folder.path(), &journal::digest(&other), true).to_string();
        assert!(findings.contains("another question"), "{findings}");
        assert!(findings.contains("choose another folder"), "{findings}");
    }
    assert_eq!(bytes(folder.path()), before);
}

#[test]
fn a_journal_without_a_solve_is_begun_anew_by_any_run() {
    let folder = tempfile::tempdir().unwrap();
    for (digest, resume) in [("a", false), ("b", false), ("c", true)] {
        let (journal, kept) = opened(folder.path(), digest, resume);
        assert!(kept.is_empty());
        journal.close().unwrap();
    }
    assert!(
        String::from_utf8(bytes(folder.path()))
            .unwrap()
            .ends_with("\"c\"}\n")
    );
}

#[test]
fn a_journal_that_is_damaged_before_its_end_is_refused_with_the_line() {
    let folder = tempfile::tempdir().unwrap();
    let (journal, _) = opened(folder.path(), "d", false);
    journal.add(&entry("draw/0", &[1.0]));
    journal.add(&entry("draw/1", &[1.0]));
    journal.close().unwrap();
    let text = String::from_utf8(bytes(folder.path())).unwrap();
    overwrite(folder.path(), text.replace("draw/0\"", "draw/0").as_bytes());
    let findings = refused(folder.path(), "d", true).to_string();
    assert!(findings.contains("journal.jsonl:2"), "{findings}");
    overwrite(folder.path(), b"Dear diary\n");
    refused(folder.path(), "d", true);
}

#[test]
fn threads_write_whole_lines_and_a_second_run_at_once_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (journal, _) = opened(folder.path(), "d", false);
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let journal = &journal;
            scope.spawn(move || {
                for draw in 0..50 {
                    journal.add(&entry(&format!("{thread}/{draw}"), &HARD));
                }
            });
        }
    });
    let findings = refused(folder.path(), "d", true).to_string();
    assert!(findings.contains("another run"), "{findings}");
    // A figure without a form in JSON is solved again.
    journal.add(&entry("nan", &[f64::NAN]));
    journal.close().unwrap();
    let (_, kept) = opened(folder.path(), "d", true);
    assert_eq!(kept.len(), 200);
    assert!(kept.iter().all(|entry| entry.values == HARD));
}
