//! Long jobs refuse what cannot end well before they begin, and go on where they were stopped.

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

#[expect(clippy::disallowed_methods, reason = "a test may look at files")]
fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_default()
}

/// A result as text, without the one line that says how long it took.
fn untimed(folder: &Path) -> String {
    let text = read(&folder.join("result.json"));
    let (timed, rest): (Vec<&str>, Vec<&str>) = text
        .lines()
        .partition(|line| line.contains("\"wall_seconds\""));
    assert_eq!(timed.len(), 1, "{text}");
    rest.join("\n")
}

const LONG: [&str; 9] = [
    "sensitivity",
    "minimal",
    "--samples",
    "3000",
    "--seed",
    "3",
    "--format",
    "csv",
    "--out",
];

/// Starts the command in `folder` and presses Ctrl-C once some solves are kept.
#[cfg(unix)]
fn interrupted(folder: &Path, arguments: &[&str]) -> Option<i32> {
    let mut running = std::process::Command::new(env!("CARGO_BIN_EXE_trefoil"))
        .args(arguments)
        .current_dir(folder)
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let journal = folder.join("out/journal.jsonl");
    while read(&journal).lines().count() < 30 && running.try_wait().unwrap().is_none() {
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    let pressed = std::process::Command::new("kill")
        .args(["-INT", &running.id().to_string()])
        .status()
        .unwrap();
    assert!(pressed.success(), "it ended before it could be interrupted");
    running.wait().unwrap().code()
}

/// Whatever was finished is kept, and the run that goes on writes what an uninterrupted one writes.
#[cfg(unix)]
#[test]
fn an_interrupted_run_says_so_and_goes_on_to_the_same_result() {
    let (stopped, whole) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let one = [&LONG[..], &["out", "--threads", "1"]].concat();
    assert_eq!(interrupted(stopped.path(), &one), Some(130));
    let out = stopped.path().join("out");
    let kept = read(&out.join("journal.jsonl")).lines().count();
    assert!((30..3_000).contains(&kept), "{kept} lines");
    assert!(untimed(&out).contains("\"interrupted\": true"));

    // Of another seed they are not: nothing is changed.
    let mut other = [&LONG[..], &["out", "--resume"]].concat();
    other[5] = "4";
    let (code, messages) = said(stopped.path(), &other);
    assert_eq!(code, Some(1), "{messages}");
    assert!(messages.contains("another question"), "{messages}");
    assert_eq!(read(&out.join("journal.jsonl")).lines().count(), kept);

    let (code, messages) = said(stopped.path(), &[&LONG[..], &["out", "--resume"]].concat());
    assert_eq!(code, Some(0), "{messages}");
    let (code, messages) = said(whole.path(), &[&LONG[..], &["out"]].concat());
    assert_eq!(code, Some(0), "{messages}");
    assert_eq!(untimed(&out), untimed(&whole.path().join("out")));
}

/// A stopped search for ranges goes on likewise.
#[test]
fn alternatives_that_are_asked_again_with_resume_are_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let asked = ["alternatives", "minimal", "--format", "csv", "--out", "out"];
    let (code, messages) = said(folder.path(), &asked);
    assert_eq!(code, Some(0), "{messages}");
    let out = folder.path().join("out");
    let first = untimed(&out);
    // Half of the solves were lost, and the last line is torn.
    let journal = read(&out.join("journal.jsonl"));
    write(
        &out.join("journal.jsonl"),
        &journal[..journal.len() / 2 + 3],
    );
    let again = [&asked[..], &["--resume"]].concat();
    let (code, messages) = said(folder.path(), &again);
    assert_eq!(code, Some(0), "{messages}");
    assert_eq!(untimed(&out), first);
}
