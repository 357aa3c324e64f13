//! What `trefoil compare` is to do.

use std::path::PathBuf;

use super::{
    ModelJob, Output, bad_option, check_resume, check_samples, check_threads, output, workbook,
};
use crate::app::compare::Options;
use crate::cli::args::CompareArgs;
use crate::diagnostic::Diagnostics;

/// Compare options.
#[derive(Debug)]
pub(in crate::cli) struct CompareJob {
    pub model: ModelJob,
    /// Scenario files and folders of them; none: all of the model.
    pub scenarios: Vec<PathBuf>,
    pub output: Output,
    /// Folder that is written besides.
    pub out: Option<PathBuf>,
    /// Whether an earlier run in that folder is gone on with.
    pub resume: bool,
    /// Workbook that is written besides.
    pub workbook: Option<PathBuf>,
    /// Whether a workbook that is there already may be overwritten.
    pub force: bool,
    pub options: Options,
}

impl TryFrom<CompareArgs> for CompareJob {
    type Error = Diagnostics;

    fn try_from(args: CompareArgs) -> Result<Self, Diagnostics> {
        let mut findings = Diagnostics::new();
        let output = output(&args.output, &mut findings);
        check_samples(args.samples, 0, &mut findings);
        check_threads(args.threads, &mut findings);
        check_resume(args.resume, &args.output, &mut findings);
        let book = args.workbook.as_deref();
        if book.is_some_and(|file| workbook::ending(file) != "xlsx") {
            findings.extend(bad_option(
                "--workbook",
                "the results are written as a workbook (.xlsx)",
                "give a name that ends in .xlsx",
            ));
        }
        if findings.has_errors() {
            return Err(findings);
        }
        Ok(CompareJob {
            model: args.model.into(),
            scenarios: args.scenarios,
            output,
            out: args.output.out,
            resume: args.resume,
            workbook: args.workbook,
            force: args.force,
            options: Options {
                reference: args.reference,
                samples: args.samples,
                seed: args.seed,
                threads: args.threads,
            },
        })
    }
}
