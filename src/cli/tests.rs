//! The command line, as far as it goes without a model.

use std::ffi::OsString;
use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use clap::CommandFactory as _;

use super::args::Arguments;
use super::dispatch;
use super::exit::{Exit, Failure};
use super::printer::Printer;
use crate::diagnostic::{Diagnostic, Diagnostics, Location};

/// A stream that keeps what was written, or refuses it.
#[derive(Clone, Default)]
pub(super) struct Stream {
    text: Arc<Mutex<Vec<u8>>>,
    refuses: Option<io::ErrorKind>,
}

impl Stream {
    pub(super) fn read(&self) -> String {
        String::from_utf8(self.text.lock().expect("no panic").clone()).expect("UTF-8")
    }
}

impl Write for Stream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.refuses {
            Some(kind) => Err(kind.into()),
            None => self.text.lock().expect("no panic").write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// How `trefoil` ends with `arguments`, its data and its messages.
fn trefoil(arguments: &[&str]) -> (Exit, String, String) {
    let (data, messages) = (Stream::default(), Stream::default());
    let mut printer = Printer::new(Box::new(data.clone()), Box::new(messages.clone()));
    let arguments = std::iter::once("trefoil")
        .chain(arguments.iter().copied())
        .map(OsString::from);
    let exit = dispatch(arguments, &mut printer);
    (exit, data.read(), messages.read())
}

#[test]
fn the_declaration_of_the_arguments_is_sound() {
    Arguments::command().debug_assert();
}

#[test]
fn the_program_alone_gives_five_examples() {
    let (exit, data, messages) = trefoil(&[]);
    assert_eq!(exit, Exit::Done);
    assert_eq!(
        data.lines()
            .filter(|line| line.starts_with("  trefoil "))
            .count(),
        5
    );
    assert!(messages.is_empty());
}

#[test]
fn help_and_version_are_data_and_no_error() {
    for arguments in [
        &["--help"][..],
        &["-h"],
        &["--version"],
        &["recommend", "--help"],
    ] {
        let (exit, data, messages) = trefoil(arguments);
        assert_eq!(exit.code(), 0, "{arguments:?}");
        assert!(!data.is_empty() && messages.is_empty(), "{arguments:?}");
    }
}

#[test]
fn every_help_text_fits_in_80_columns() {
    for arguments in [
        &[][..],
        &["recommend"],
        &["sensitivity"],
        &["alternatives"],
        &["compare"],
        &["validate"],
        &["report"],
        &["models"],
        &["schema"],
        &["generate"],
    ] {
        for flag in ["-h", "--help"] {
            let (_, data, _) = trefoil(&[arguments, &[flag]].concat());
            for line in data.lines() {
                assert!(line.chars().count() <= 80, "{arguments:?}: {line}");
            }
        }
    }
    let (_, data, _) = trefoil(&[]);
    assert!(
        data.lines().all(|line| line.chars().count() <= 80),
        "{data}"
    );
    insta::assert_snapshot!("recommend_help", trefoil(&["recommend", "--help"]).1);
    insta::assert_snapshot!("sensitivity_help", trefoil(&["sensitivity", "--help"]).1);
    insta::assert_snapshot!("alternatives_help", trefoil(&["alternatives", "--help"]).1);
    insta::assert_snapshot!("compare_help", trefoil(&["compare", "--help"]).1);
    insta::assert_snapshot!("help", trefoil(&["--help"]).1);
}

#[test]
fn a_wrong_command_line_is_bad_input_and_says_what_to_try() {
    let (exit, data, messages) = trefoil(&["recomend", "minimal"]);
    assert_eq!(exit.code(), 1);
    assert!(data.is_empty());
    assert!(messages.contains("recommend"), "{messages}");
    assert_eq!(trefoil(&["recommend"]).0.code(), 1);
    assert_eq!(
        trefoil(&["recommend", "minimal", "--tolerance", "0.1"])
            .0
            .code(),
        1,
        "only what a command serves"
    );
    assert_eq!(
        trefoil(&["validate", "minimal", "--out", "x"]).0.code(),
        1,
        "--out goes with --print-resolved"
    );
    assert_eq!(
        trefoil(&["generate", "--size", "m"]).0.code(),
        1,
        "--out is needed"
    );

    let (exit, data, messages) = trefoil(&[
        "recommend",
        "minimal",
        "--format",
        "csv",
        "--time-limit",
        "-1",
    ]);
    assert_eq!(exit.code(), 1);
    assert!(data.is_empty());
    assert!(
        messages.contains("bad-option") || messages.contains("error"),
        "{messages}"
    );
    let (_, _, messages) = trefoil(&["recommend", "minimal", "--format", "csv", "--time-limit=0"]);
    assert!(messages.ends_with("2 errors\n"), "{messages}");
    assert!(messages.contains("try: add --out DIR"), "{messages}");
}

#[test]
fn an_unknown_schema_is_refused_with_the_nearest_name() {
    let (exit, data, messages) = trefoil(&["schema", "result-recomend"]);
    assert_eq!(exit, Exit::BadInput);
    assert!(data.is_empty());
    assert!(
        messages.contains("did you mean result-recommend?"),
        "{messages}"
    );
}

#[test]
fn the_schemas_of_results_are_listed_and_printed() {
    let (_, names, _) = trefoil(&["schema"]);
    assert!(
        names.lines().any(|name| name == "result-recommend"),
        "{names}"
    );
    let (exit, data, _) = trefoil(&["schema", "result-recommend"]);
    assert_eq!(exit, Exit::Done);
    let schema: serde_json::Value = serde_json::from_str(&data).expect("JSON");
    assert!(schema["properties"]["manifest"].is_object());
}

#[test]
fn a_reader_that_went_away_is_no_error_but_a_full_disk_is() {
    let print = |kind| {
        let messages = Stream::default();
        let data = Stream {
            refuses: Some(kind),
            ..Stream::default()
        };
        let mut printer = Printer::new(Box::new(data), Box::new(messages.clone()));
        printer.data("one\n");
        printer.data("two\n");
        (printer.finish(Exit::NoPlan), messages.read())
    };
    assert_eq!(
        print(io::ErrorKind::BrokenPipe),
        (Exit::NoPlan, String::new())
    );
    let (exit, messages) = print(io::ErrorKind::StorageFull);
    assert_eq!(exit, Exit::BadInput);
    assert!(messages.contains("cannot be written"), "{messages}");
}

#[test]
fn a_bug_says_that_it_is_one_and_how_to_report_it() {
    let messages = Stream::default();
    let mut printer = Printer::new(Box::new(Stream::default()), Box::new(messages.clone()));
    let exit = Failure::Bug("the solver failed".to_owned()).print(&mut printer);
    assert_eq!(exit.code(), 2);
    let said = messages.read();
    assert!(
        said.contains("internal error: the solver failed") && said.contains("report it"),
        "{said}"
    );
    assert!(said.lines().all(|line| line.len() <= 80), "{said}");
}

#[test]
fn quiet_keeps_errors_and_drops_messages_and_warnings() {
    let mut findings = Diagnostics::new();
    findings.push(Diagnostic::warning(
        "no-needs",
        Location::default(),
        "a practice needs nothing",
    ));
    findings.push(Diagnostic::note(
        "default-target",
        Location::default(),
        "a target was filled in",
    ));
    let say = |quiet| {
        let messages = Stream::default();
        let mut printer = Printer::new(Box::new(Stream::default()), Box::new(messages.clone()));
        printer.set_quiet(quiet);
        printer.message("wrote something");
        printer.warnings(&findings, "minimal");
        printer.progress("round 1");
        let said = messages.read();
        printer.refusal(&findings);
        (said, messages.read().is_empty())
    };
    assert_eq!(say(true), (String::new(), false));
    let (said, _) = say(false);
    assert!(
        said.contains("a practice needs nothing") && !said.contains("a target was filled in"),
        "{said}"
    );
    assert!(
        said.contains("1 warning, 1 note; trefoil validate minimal says more"),
        "{said}"
    );
    assert!(!said.contains("round 1"), "progress is for terminals");
}
