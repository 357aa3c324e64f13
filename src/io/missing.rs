//! What is not there: a model, its settings, a table, and what was perhaps meant.

use std::path::Path;

use super::disk;
use super::raw::Spec;
use super::source::{SETTINGS_FILE, shipped_names};
use crate::diagnostic::{Diagnostic, Location, closest, codes};

/// Endings of files in which people keep tables, and which are not read.
const OTHER_FORMS: [&str; 8] = ["tsv", "tab", "txt", "csv.txt", "xlsx", "xls", "ods", "json"];

/// Endings of workbooks that are read: the second is of those with macros, which are never run.
const WORKBOOKS: [&str; 2] = ["xlsx", "xlsm"];

/// A file that holds a table by its name, and is no CSV file: left out in silence, the table would be taken for
/// one without rows.
pub(super) fn other_form<'n>(table: &str, names: &'n [String]) -> Option<&'n str> {
    let mut names = names.iter().map(String::as_str);
    names.find(|name| {
        let rest = name.get(..table.len()).zip(name.get(table.len()..));
        rest.is_some_and(|(stem, rest)| {
            stem.eq_ignore_ascii_case(table)
                && rest.strip_prefix('.').is_some_and(|ending| {
                    OTHER_FORMS
                        .iter()
                        .any(|other| ending.eq_ignore_ascii_case(other))
                })
        })
    })
}

/// The finding of a table in another form.
pub(super) fn not_csv(table: &str, file: &str) -> Diagnostic {
    Diagnostic::error(
        codes::UNKNOWN_TABLE,
        Location::file(file, None),
        format!("bears the name of the table {table}, and tables are CSV files"),
    )
    .hint(format!("save it as `{table}.csv`, or give it another name"))
}

/// The finding of a table that every model has.
pub(super) fn missing_table(spec: &Spec, file: &str) -> Diagnostic {
    Diagnostic::error(
        codes::MISSING_TABLE,
        Location::file(file, None),
        "the file is missing, and every model needs it",
    )
    .hint(format!("{}: {}", spec.name, spec.doc))
}

/// The finding of a sheet that every model has.
pub(super) fn missing_sheet(sheet: &str, holds: &str, file: &str) -> Diagnostic {
    Diagnostic::error(
        codes::MISSING_TABLE,
        Location::file(file, None).sheet(sheet),
        "the sheet is missing, and every model needs it",
    )
    .hint(format!("{sheet}: {holds}"))
}

/// The finding of a model without settings.
pub(super) fn missing_settings(file: &str, names: &[String]) -> Diagnostic {
    let others = names
        .iter()
        .map(String::as_str)
        .filter(|name| name.ends_with(".toml"));
    let hint = match closest(SETTINGS_FILE, others) {
        Some(near) => format!("rename `{near}`"),
        None => "a file with at least a line `name = \"…\"`".to_owned(),
    };
    Diagnostic::error(
        codes::MISSING_TABLE,
        Location::file(file, None),
        "the file is missing, and every model needs it",
    )
    .hint(hint)
}

/// Whether a path is of a workbook, by its ending.
pub(super) fn is_workbook(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| {
        WORKBOOKS
            .iter()
            .any(|known| ending.eq_ignore_ascii_case(known))
    })
}

/// The finding of a model that is not there.
pub(super) fn no_such_model(spec: &str) -> Diagnostic {
    let path = Path::new(spec);
    let finding = |message: &str| {
        Diagnostic::error(codes::NO_SUCH_MODEL, Location::file(spec, None), message)
    };
    let extension = path
        .extension()
        .and_then(|extension| extension.to_str())
        .unwrap_or_default();
    if disk::is_file(path) {
        return match extension.to_lowercase().as_str() {
            "xls" | "xlsb" | "ods" | "numbers" => {
                finding("this is a workbook of a kind that is not read")
                    .hint("save it as an Excel workbook (.xlsx), and give that")
            }
            _ => finding("this is a file, and a model is a folder or a workbook (.xlsx)")
                .hint("give the folder that holds it"),
        };
    }
    if is_workbook(path) {
        return finding("there is no such file")
            .hint("check the path; `trefoil template` writes a workbook to fill in");
    }
    if spec.contains(['/', '\\']) || !extension.is_empty() {
        return finding("there is no such folder")
            .hint("check the path; `trefoil models` lists the shipped models");
    }
    let shipped = shipped_names();
    let hint = match closest(spec, shipped.iter().copied()) {
        Some(near) => format!(
            "did you mean `{near}`? The shipped models are {}",
            shipped.join(", ")
        ),
        None => format!(
            "the shipped models are {}; or give the path of a folder",
            shipped.join(", ")
        ),
    };
    finding("there is neither such a folder nor a shipped model of that name").hint(hint)
}
