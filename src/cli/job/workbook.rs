//! Converting models, and templates of them.

use std::path::PathBuf;

use super::{ModelJob, bad_option};
use crate::cli::args::{ConvertArgs, TemplateArgs, WorkbookArgs};
use crate::diagnostic::Diagnostics;

/// Where a model goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cli) enum Destination {
    /// A folder of CSV files.
    Folder(PathBuf),
    /// A workbook.
    Workbook(PathBuf),
}

/// Convert a model.
#[derive(Debug)]
pub(in crate::cli) struct ConvertJob {
    pub model: ModelJob,
    pub out: Destination,
    /// Whether what is there already may be overwritten.
    pub force: bool,
}

/// Write a template.
#[derive(Debug)]
pub(in crate::cli) struct TemplateJob {
    pub inventory: bool,
    pub out: PathBuf,
    /// Whether a file that is there already may be overwritten.
    pub force: bool,
}

/// Endings of files that hold tables and are no workbook that is written.
const OTHER_FILES: [&str; 8] = [
    "xls", "xlsm", "xlsb", "ods", "csv", "json", "toml", "parquet",
];

/// A workbook of results to write.
#[derive(Debug, Clone)]
pub(in crate::cli) struct ResultsWorkbook {
    pub file: PathBuf,
    /// Whether a file that is there already may be overwritten.
    pub force: bool,
}

/// The workbook that `--workbook` names; what is wrong with its name is added to `findings`.
pub(super) fn results(args: WorkbookArgs, findings: &mut Diagnostics) -> Option<ResultsWorkbook> {
    let file = args.workbook?;
    if ending(&file) != "xlsx" {
        findings.extend(bad_option(
            "--workbook",
            "the results are written as a workbook (.xlsx)",
            "give a name that ends in .xlsx",
        ));
    }
    Some(ResultsWorkbook {
        file,
        force: args.force,
    })
}

pub(super) fn ending(path: &std::path::Path) -> String {
    let ending = path.extension().unwrap_or_default();
    ending.to_string_lossy().to_lowercase()
}

/// The place that `--out` names, by its ending.
fn destination(out: PathBuf) -> Result<Destination, Diagnostics> {
    match ending(&out).as_str() {
        "xlsx" => Ok(Destination::Workbook(out)),
        other if OTHER_FILES.contains(&other) => Err(bad_option(
            "--out",
            format!("a model is a folder or a workbook (.xlsx), and no .{other} file"),
            "give a name that ends in .xlsx, or one of a folder",
        )),
        _ => Ok(Destination::Folder(out)),
    }
}

impl TryFrom<ConvertArgs> for ConvertJob {
    type Error = Diagnostics;

    fn try_from(args: ConvertArgs) -> Result<Self, Diagnostics> {
        Ok(ConvertJob {
            model: args.model.into(),
            out: destination(args.out)?,
            force: args.force,
        })
    }
}

impl TryFrom<TemplateArgs> for TemplateJob {
    type Error = Diagnostics;

    fn try_from(args: TemplateArgs) -> Result<Self, Diagnostics> {
        if ending(&args.out) != "xlsx" {
            return Err(bad_option(
                "--out",
                "a template is a workbook",
                "give a name that ends in .xlsx",
            ));
        }
        Ok(TemplateJob {
            inventory: args.inventory,
            out: args.out,
            force: args.force,
        })
    }
}
