//! A workbook alone as an argument.

use super::run::{text, trefoil};
use crate::io::{files_of, read_file};

#[test]
fn a_workbook_alone_gets_a_page_and_a_workbook_beside_it_and_nothing_is_lost() {
    let root = tempfile::tempdir().unwrap();
    let model = root.path().join("my.xlsx").display().to_string();
    assert!(
        trefoil(&["convert", "minimal", "-o", &model])
            .status
            .success()
    );
    let output = trefoil(&[&model]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(text(&output).is_empty());
    let files = files_of(root.path());
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    assert_eq!(names, ["my.report.html", "my.results.xlsx", "my.xlsx"]);
    let page = String::from_utf8(files["my.report.html"].clone()).unwrap();
    for section in [
        "Tutoring in pairs",
        "What decides most",
        "Near-optimal choices",
    ] {
        assert!(page.contains(section), "{section}");
    }
    assert!(files["my.results.xlsx"].starts_with(b"PK"));

    let again = trefoil(&["--quiet", &model]);
    assert_eq!(again.status.code(), Some(1));
    let said = String::from_utf8_lossy(&again.stderr).into_owned();
    assert!(said.contains("--force"), "{said}");
    assert!(trefoil(&[&model, "--force", "--quiet"]).status.success());
    assert_eq!(
        read_file(&root.path().join("my.results.xlsx")),
        files["my.results.xlsx"],
        "the same bytes for the same model"
    );
}

#[test]
fn a_workbook_without_a_plan_has_a_page_that_says_why() {
    let root = tempfile::tempdir().unwrap();
    let model = root.path().join("no.xlsx").display().to_string();
    assert!(
        trefoil(&["convert", "impossible", "-o", &model])
            .status
            .success()
    );
    let output = trefoil(&[&model]);
    assert_eq!(output.status.code(), Some(3));
    let page = read_file(&root.path().join("no.report.html"));
    assert!(String::from_utf8(page).unwrap().contains("few-books"));
}
