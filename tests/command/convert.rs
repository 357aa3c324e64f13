//! `trefoil convert` and `trefoil template`, and workbooks as models of every command.

use super::run::{text, trefoil};
use crate::io::{files_of, read_file};

fn said(output: &std::process::Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_folder_becomes_a_workbook_and_a_folder_again_without_a_changed_byte() {
    let root = tempfile::tempdir().unwrap();
    let path = |name: &str| root.path().join(name).display().to_string();
    let convert = |from: &str, to: &str| {
        let output = trefoil(&["convert", from, "-o", to]);
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        assert!(
            output.stdout.is_empty(),
            "what is written is no data of the command"
        );
    };
    convert("cincinnati", &path("first"));
    convert(&path("first"), &path("model.xlsx"));
    convert(&path("model.xlsx"), &path("second"));
    let first = files_of(&root.path().join("first"));
    assert!(first.len() > 10, "{:?}", first.keys());
    assert_eq!(files_of(&root.path().join("second")), first);
    convert(&path("second"), &path("again.xlsx"));
    assert_eq!(
        read_file(&root.path().join("again.xlsx")),
        read_file(&root.path().join("model.xlsx"))
    );
}

#[test]
fn an_inventory_becomes_the_full_tables_that_give_its_plan_and_say_what_was_filled_in() {
    let root = tempfile::tempdir().unwrap();
    let path = |name: &str| root.path().join(name).display().to_string();
    let plan = |model: &str| {
        let output = trefoil(&["recommend", model, "--samples", "0", "--format", "json"]);
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        let json: serde_json::Value = serde_json::from_str(&text(&output)).unwrap();
        json["result"]["moves"].clone()
    };
    let moves = plan("inventory");
    assert!(!moves.as_array().unwrap().is_empty());
    for (from, to) in [
        ("inventory", "full"),
        ("inventory", "full.xlsx"),
        (&path("full.xlsx"), "again"),
    ] {
        let output = trefoil(&["convert", from, "-o", &path(to)]);
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        assert_eq!(plan(&path(to)), moves, "{to}");
    }
    let files = files_of(&root.path().join("full"));
    assert_eq!(files_of(&root.path().join("again")), files);
    assert!(!files.contains_key("inventory.csv"));
    let mut filled_in = 0;
    for (name, bytes) in files.iter().filter(|(name, _)| name.ends_with(".csv")) {
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        let header = reader.headers().unwrap().clone();
        let column = |wanted: &str| header.iter().position(|known| known == wanted).unwrap();
        for row in reader.records().map(Result::unwrap) {
            if &row[column("basis")] == "default" {
                assert!(
                    !row[column("note")].is_empty(),
                    "{name}: {row:?} does not say why"
                );
                filled_in += 1;
            }
        }
    }
    assert!(
        filled_in > 20,
        "{filled_in} rows say that they were filled in"
    );
}

#[test]
fn nothing_is_overwritten_unless_it_is_asked_for() {
    let root = tempfile::tempdir().unwrap();
    let file = root.path().join("model.xlsx").display().to_string();
    let folder = root.path().join("model").display().to_string();
    for (command, out) in [
        (&["convert", "minimal"][..], &file),
        (&["convert", "minimal"], &folder),
        (&["template"], &file),
    ] {
        let run = |more: &[&str]| trefoil(&[command, &["-o", out], more].concat());
        run(&["--force"]);
        let refused = run(&[]);
        assert_eq!(refused.status.code(), Some(1));
        assert!(said(&refused).contains("--force"), "{}", said(&refused));
        let forced = run(&["--force"]);
        assert_eq!(forced.status.code(), Some(0), "{}", said(&forced));
    }
    let other = trefoil(&["convert", "minimal", "-o", "minimal.xls"]);
    assert_eq!(other.status.code(), Some(1));
    assert!(said(&other).contains(".xlsx"), "{}", said(&other));
}

#[test]
fn a_workbook_gives_the_plan_of_its_folder() {
    let root = tempfile::tempdir().unwrap();
    let file = root.path().join("minimal.xlsx").display().to_string();
    trefoil(&["convert", "minimal", "-o", &file]);
    let plan = |model: &str| {
        let output = trefoil(&["recommend", model, "--samples", "0", "--format", "json"]);
        let json: serde_json::Value = serde_json::from_str(&text(&output)).unwrap();
        (
            output.status.code(),
            json["result"]["moves"].clone(),
            json["manifest"]["input_hash"].clone(),
        )
    };
    assert_eq!(plan(&file), plan("minimal"));
}

#[test]
fn a_template_is_refused_as_a_model_with_the_cell_of_what_is_missing() {
    let root = tempfile::tempdir().unwrap();
    let file = root.path().join("mine.xlsx").display().to_string();
    for options in [&[][..], &["--inventory"]] {
        let output = trefoil(&[&["template", "-o", &file, "--force"], options].concat());
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        let checked = trefoil(&["validate", &file, "--format", "json"]);
        assert_eq!(checked.status.code(), Some(1));
        let json: serde_json::Value = serde_json::from_str(&text(&checked)).unwrap();
        let findings = json["diagnostics"].as_array().unwrap();
        let name = findings
            .iter()
            .find(|finding| finding["column"] == "name")
            .unwrap();
        assert_eq!(
            (&name["sheet"], &name["cell"], &name["line"]),
            (&"model".into(), &"B2".into(), &2.into())
        );
    }
}
