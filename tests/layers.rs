//! The rooms import in one direction only, and some doors open in one room only.

use std::path::{Path, PathBuf};

/// What each room may import, beside itself.
const ROOMS: [(&str, &[&str]); 9] = [
    ("diagnostic", &[]),
    ("domain", &["diagnostic"]),
    ("evidence", &["domain", "diagnostic"]),
    // The conversion from standard deviations to people is the evidence's; the engine applies it by cell.
    ("engine", &["evidence", "domain", "diagnostic"]),
    // Mathematics on samples, for any function: it knows nothing of models.
    ("analysis", &[]),
    ("io", &["domain", "diagnostic"]),
    ("report", &["domain", "diagnostic"]),
    (
        "app",
        &[
            "engine",
            "evidence",
            "analysis",
            "io",
            "report",
            "domain",
            "diagnostic",
        ],
    ),
    (
        "cli",
        &["app", "engine", "io", "report", "domain", "diagnostic"],
    ),
];

/// What may be named in one folder only.
const DOORS: [(&str, &str); 4] = [
    ("std::fs", "src/io/"),
    ("highs_sys", "src/engine/backend/"),
    ("good_lp", "src/engine/backend/"),
    ("clap::", "src/cli/"),
];

#[expect(clippy::disallowed_methods, reason = "a test may read the sources")]
fn sources() -> Vec<(String, String)> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            } else if std::fs::metadata(&path).unwrap().is_dir() {
                walk(&path, found);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    walk(&root.join("src"), &mut paths);
    paths.sort();
    paths
        .into_iter()
        .map(|path| {
            let name = path
                .strip_prefix(root)
                .unwrap()
                .to_string_lossy()
                .replace('\\', "/");
            (name, std::fs::read_to_string(path).unwrap())
        })
        .collect()
}

/// The room of a source file, `None` for the crate's own two files.
fn room(file: &str) -> Option<&str> {
    let rest = file.strip_prefix("src/")?;
    let room = rest.split('/').next()?.trim_end_matches(".rs");
    (room != "lib" && room != "main").then_some(room)
}

/// The rooms that a source names with `crate::`, in code.
fn named(source: &str) -> Vec<&str> {
    source
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| line.split("crate::").skip(1))
        .map(|rest| {
            rest.split(|c: char| !c.is_alphanumeric() && c != '_')
                .next()
                .unwrap_or_default()
        })
        .collect()
}

#[test]
fn every_room_imports_only_what_stands_below_it() {
    let mut seen = 0;
    for (file, source) in sources() {
        let Some(room) = room(&file) else { continue };
        let Some((_, allowed)) = ROOMS.iter().find(|(name, _)| *name == room) else {
            panic!("{file}: `{room}` is not a room; say in this test what it may import")
        };
        assert!(
            !source.contains("crate::{"),
            "{file}: one room a line, so that this test reads it"
        );
        for other in named(&source) {
            let is_room = ROOMS.iter().any(|(name, _)| *name == other);
            assert!(
                !is_room || other == room || allowed.contains(&other),
                "{file} imports {other}"
            );
            seen += usize::from(is_room);
        }
    }
    assert!(seen > 100, "only {seen} imports were read");
}

#[test]
fn files_solvers_and_the_command_line_are_touched_in_one_room_each() {
    for (file, source) in sources() {
        for (name, home) in DOORS {
            let code = source
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"));
            for line in code.filter(|line| line.contains(name)) {
                assert!(file.starts_with(home), "{file}: {line}");
            }
        }
    }
}
