//! `trefoil evaluate` as a person or a scheduler runs it: killed, gone on with, shared out, frozen, and audited.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use super::run::{text, trefoil_in};

#[expect(clippy::disallowed_methods, reason = "a test may write files")]
fn write(path: &Path, text: &str) {
    std::fs::write(path, text).unwrap();
}

#[expect(clippy::disallowed_methods, reason = "a test may look at files")]
fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_default()
}

/// Every file of a result but the journal of time, in the order of their names.
#[expect(clippy::disallowed_methods, reason = "a test may look at files")]
fn files(folder: &Path) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let entry = entry.unwrap();
            let name = entry.file_name().to_string_lossy().into_owned();
            let text = read(&entry.path());
            let timeless: Vec<&str> = text
                .lines()
                .filter(|line| !line.contains("\"wall_seconds\""))
                .collect();
            (name, timeless.join("\n"))
        })
        .collect();
    files.sort();
    files
}

fn run(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = trefoil_in(folder, arguments);
    let messages = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.code(), text(&output), messages)
}

/// Made-up proposals for the minimal model, in the folder.
fn proposals(folder: &Path, count: u32) {
    let mut rows =
        String::from("id,applicant,practice,places,participants,request.money,partial\n");
    for number in 0..count {
        let practice = ["tutoring", "books", "afterschool"][number as usize % 3];
        let (people, money) = (10 + number % 97, 1_000 + 37 * (number % 211));
        let partial = number % 5 == 0;
        rows.push_str(&format!(
            "p-{number},Club {},{practice},westside,{people},{money},{partial}\n",
            number % 40
        ));
    }
    write(&folder.join("proposals.csv"), &rows);
}

#[test]
fn a_run_that_is_killed_twenty_times_ends_with_the_same_bytes() {
    let (whole, killed) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let command = [
        "evaluate",
        "minimal",
        "proposals.csv",
        "--scores-only",
        "--out",
        "out",
        "--resume",
        "--quiet",
    ];
    for folder in [&whole, &killed] {
        proposals(folder.path(), 6_000);
    }
    let (code, _, messages) = run(whole.path(), &command);
    assert_eq!(code, Some(0), "{messages}");

    let records = killed.path().join("out/proposals.jsonl");
    let lines = || read(&records).matches('\n').count();
    let mut at = 0;
    for kill in 0..20_usize {
        let mut running = Command::new(env!("CARGO_BIN_EXE_trefoil"))
            .args(command)
            .args(["--threads", ["1", "2", "3"][kill % 3]])
            .current_dir(killed.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Somewhere between the next line and a twentieth of them.
        let further = 1 + (kill * 7_919) % 250;
        while lines() < at + further {
            assert_eq!(
                running.try_wait().unwrap(),
                None,
                "it ended before kill {kill}"
            );
            std::thread::sleep(Duration::from_micros(500));
        }
        running.kill().unwrap();
        running.wait().unwrap();
        let now = lines();
        assert!(now >= at + further, "what was finished is lost");
        at = now;
    }
    let (code, _, messages) = run(killed.path(), &command);
    assert_eq!(code, Some(0), "{messages}");
    assert_eq!(
        files(&killed.path().join("out")),
        files(&whole.path().join("out"))
    );
}

#[test]
fn parts_that_are_merged_are_the_whole_byte_for_byte() {
    let folder = tempfile::tempdir().unwrap();
    proposals(folder.path(), 200);
    let base = ["evaluate", "minimal", "proposals.csv", "--quiet", "--out"];
    let with = |more: &[&str]| run(folder.path(), &[&base[..], more].concat());
    assert_eq!(with(&["whole"]).0, Some(0));
    for part in ["1/3", "2/3", "3/3"] {
        let out = format!("part-{}", &part[..1]);
        let (code, said, _) = with(&[&out, "--shard", part]);
        assert_eq!(code, Some(0));
        assert!(said.contains(&format!("part {part}")), "{said}");
    }
    let parts = ["--merge", "part-3", "--merge", "part-1"];
    // A part that is missing is worked out.
    assert_eq!(with(&[&["merged"], &parts[..]].concat()).0, Some(0));
    assert_eq!(
        files(&folder.path().join("merged")),
        files(&folder.path().join("whole"))
    );
    // Parts of another question are refused.
    let (code, _, messages) = with(
        &[
            &["other", "--set", "evaluation.participants_kept=1"],
            &parts[..],
        ]
        .concat(),
    );
    assert_eq!(code, Some(1));
    assert!(messages.contains("another question"), "{messages}");
}

#[test]
fn bad_rows_stop_nothing_and_are_told_with_their_place() {
    let folder = tempfile::tempdir().unwrap();
    write(
        &folder.path().join("proposals.csv"),
        "id,practice,places,participants,request.money\n\
         good,tutoring,westside,60,40000\n\
         bad,tutoring,eastside,many,40000\n\
         odd,Homework help,westside,60,40000\n",
    );
    let (code, said, _) = run(
        folder.path(),
        &["evaluate", "minimal", "proposals.csv", "--out", "out"],
    );
    assert_eq!(code, Some(4), "{said}");
    let first = said.lines().next().unwrap();
    assert_eq!(
        first,
        "3 proposals read: 1 scored, 1 not scored (1 of a practice that nobody has"
    );
    assert!(said.contains("line 3, participants"), "{said}");
    assert!(said.contains("line 3, places"), "{said}");
    let rejected = read(&folder.path().join("out/rejected.csv"));
    assert_eq!(rejected.lines().count(), 3, "{rejected}");
    assert!(read(&folder.path().join("out/unmatched.csv")).contains("Homework help"));

    // What a person confirmed is taken.
    write(
        &folder.path().join("practice_match.csv"),
        "text,practice\nHomework help,afterschool\n",
    );
    let (_, said, _) = run(
        folder.path(),
        &[
            "evaluate",
            "minimal",
            "proposals.csv",
            "--matches",
            "practice_match.csv",
        ],
    );
    assert!(
        said.starts_with("3 proposals read: 2 scored, 1 rejected."),
        "{said}"
    );
}

#[test]
fn frozen_rules_refuse_a_later_change_or_mark_it() {
    let folder = tempfile::tempdir().unwrap();
    proposals(folder.path(), 20);
    let base = [
        "evaluate",
        "minimal",
        "proposals.csv",
        "--freeze",
        "rules.json",
        "--quiet",
    ];
    let with = |more: &[&str]| run(folder.path(), &[&base[..], more].concat());
    assert_eq!(with(&[]).0, Some(0));
    let frozen = read(&folder.path().join("rules.json"));
    assert!(
        frozen.contains("\"tie\": \"lottery with seed 0\""),
        "{frozen}"
    );
    assert_eq!(with(&[]).0, Some(0));
    for (change, part) in [
        (&["--seed", "2"][..], "tie"),
        (&["--set", "evaluation.participants_kept=0.9"], "settings"),
        (&["--set", "pools[grant].amount=90000"], "model"),
        (&["--budget", "money=5"], "budget"),
    ] {
        let (code, _, messages) = with(change);
        assert_eq!(code, Some(1), "{messages}");
        assert!(
            messages.contains("have changed") && messages.contains(part),
            "{messages}"
        );
        let (code, said, _) = with(&[change, &["--mark-changes"]].concat());
        assert_eq!(code, Some(0));
        assert!(
            said.contains("The rules changed since they were frozen"),
            "{said}"
        );
    }
    write(
        &folder.path().join("rules.json"),
        &frozen.replace("seed 0", "seed 1"),
    );
    let (code, _, messages) = with(&["--seed", "1"]);
    assert_eq!(code, Some(1));
    assert!(messages.contains("somebody changed the file"), "{messages}");
}

#[test]
fn a_record_is_read_aloud_and_a_correction_is_told() {
    let folder = tempfile::tempdir().unwrap();
    proposals(folder.path(), 30);
    let (code, said, _) = run(
        folder.path(),
        &[
            "evaluate",
            "minimal",
            "proposals.csv",
            "--explain",
            "p-6",
            "--out",
            "before",
        ],
    );
    assert_eq!(code, Some(0));
    for part in [
        "p-6",
        "Club 6 asks for",
        "participants a year",
        "Its score is",
        "Rank ",
        "adds",
    ] {
        assert!(said.contains(part), "{part} is not in\n{said}");
    }
    let (code, _, messages) = run(
        folder.path(),
        &["evaluate", "minimal", "proposals.csv", "--explain", "p-99"],
    );
    assert_eq!(code, Some(1));
    assert!(messages.contains("no row has the id `p-99`"), "{messages}");

    let corrected = read(&folder.path().join("proposals.csv")).replace(
        "p-6,Club 6,tutoring,westside,16,",
        "p-6,Club 6,tutoring,westside,61,",
    );
    write(&folder.path().join("proposals.csv"), &corrected);
    let (code, said, _) = run(
        folder.path(),
        &["evaluate", "minimal", "proposals.csv", "--diff", "before"],
    );
    assert_eq!(code, Some(0));
    assert!(said.contains("claims 16 to 61"), "{said}");
    assert!(said.contains("p-6 stands above it now"), "{said}");
}

#[test]
fn the_best_set_keeps_the_budget_and_is_at_least_as_good_as_going_down_the_ranking() {
    let folder = tempfile::tempdir().unwrap();
    proposals(folder.path(), 60);
    let (code, json, messages) = run(
        folder.path(),
        &[
            "evaluate",
            "minimal",
            "proposals.csv",
            "--scores-only",
            "--budget",
            "money=40000",
            "--portfolio",
            "--samples",
            "20",
            "--format",
            "json",
        ],
    );
    assert_eq!(code, Some(0), "{messages}");
    let result: serde_json::Value = serde_json::from_str(&json).unwrap();
    let result = &result["result"];
    let best = &result["portfolio"];
    let number = |value: &serde_json::Value| value.as_f64().unwrap();
    assert!(number(&best["value"]) >= number(&best["value_by_ranking"]));
    assert!(number(&best["value"]) <= number(&best["bound"]));
    assert!(number(&best["gap"]) < 0.05, "{best}");
    let spent: f64 = result["ranking"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| number(&row["in_portfolio"]) * number(&row["money"]))
        .sum();
    assert!(spent <= 40_000.0 * (1.0 + 1e-9));
    let left = number(&result["budget"][0]["left_by_portfolio"]);
    assert!((left - (40_000.0 - spent)).abs() < 1e-6);
}
