//! What `trefoil compare` is to do.

use std::path::PathBuf;

use super::{
    ModelJob, Output, ResultsWorkbook, check_resume, check_samples, check_threads, output, workbook,
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
    pub workbook: Option<ResultsWorkbook>,
    pub options: Options,
}

impl TryFrom<CompareArgs> for CompareJob {
    type Error = Diagnostics;

    fn try_from(args: CompareArgs) -> Result<Self, Diagnostics> {
        let mut findings = Diagnostics::new();
        let output = output(&args.output, &mut findings);
        check_samples(args.samples, 0, &mut findings);
        check_threads(args.draws.threads, &mut findings);
        check_resume(args.resume, &args.output, &mut findings);
        let workbook = workbook::results(args.workbook, &mut findings);
        if findings.has_errors() {
            return Err(findings);
        }
        Ok(CompareJob {
            model: args.model.into(),
            scenarios: args.scenarios,
            output,
            out: args.output.out,
            resume: args.resume,
            workbook,
            options: Options {
                reference: args.reference,
                samples: args.samples,
                seed: args.draws.seed,
                threads: args.draws.threads,
            },
        })
    }
}
