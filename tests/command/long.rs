//! Long jobs refuse what cannot end well before they begin.

use std::path::Path;

use super::run::trefoil_in;

#[expect(clippy::disallowed_methods, reason = "a test may write files")]
fn write(path: &Path, text: &str) {
    std::fs::write(path, text).unwrap();
}

#[expect(clippy::disallowed_methods, reason = "a test may look at files")]
fn is_there(path: &Path) -> bool {
    path.exists()
}

/// Exit code and messages of a command in `folder`.
fn said(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let output = trefoil_in(folder, arguments);
    let messages = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.stdout.is_empty(), "{arguments:?}");
    (output.status.code(), messages)
}

#[test]
fn a_folder_that_cannot_take_the_result_is_refused_before_anything_is_solved() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder.path().join("moves.csv"), "partner\n");
    for command in ["sensitivity", "alternatives"] {
        let (code, messages) = said(folder.path(), &[command, "minimal", "--out", "."]);
        assert_eq!(code, Some(1), "{messages}");
        assert!(messages.contains("moves.csv"), "{messages}");
        assert!(
            !is_there(&folder.path().join("journal.jsonl")),
            "nothing was begun"
        );
    }
}

#[test]
fn finished_solves_of_an_earlier_run_are_never_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    write(
        &folder.path().join("journal.jsonl"),
        "{\"journal_version\":\"1.0\",\"digest\":\"0\"}\n{\"key\":\"draw/0\",\"status\":\"found\",\"values\":[1.5]}\n",
    );
    for command in ["sensitivity", "alternatives"] {
        let (code, messages) = said(folder.path(), &[command, "minimal", "--out", "."]);
        assert_eq!(code, Some(1), "{messages}");
        assert!(messages.contains("add --resume"), "{messages}");
        let (code, messages) = said(
            folder.path(),
            &[command, "minimal", "--out", ".", "--resume"],
        );
        assert_eq!(code, Some(1), "{messages}");
        assert!(messages.contains("another question"), "{messages}");
    }
}

#[test]
fn every_bad_option_is_named_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let (code, messages) = said(
        folder.path(),
        &[
            "sensitivity",
            "minimal",
            "--method",
            "poem",
            "--threads",
            "0",
            "--resume",
        ],
    );
    assert_eq!(code, Some(1));
    assert!(messages.ends_with("3 errors\n"), "{messages}");
    let (code, messages) = said(
        folder.path(),
        &[
            "alternatives",
            "minimal",
            "--tolerance",
            "2",
            "--plans",
            "5000",
        ],
    );
    assert_eq!(code, Some(1));
    assert!(messages.ends_with("2 errors\n"), "{messages}");
}
