//! What `trefoil alternatives` is to do.

use std::path::PathBuf;

use super::{ModelJob, Output, bad_option, check_resume, check_threads, output};
use crate::app::alternatives::Options;
use crate::cli::args::AlternativesArgs;
use crate::diagnostic::Diagnostics;

/// Most plans that can be asked for.
const MOST_PLANS: usize = 1000;

/// Find plans that are nearly as good.
#[derive(Debug)]
pub(in crate::cli) struct AlternativesJob {
    pub model: ModelJob,
    pub output: Output,
    /// Folder that is written besides.
    pub out: Option<PathBuf>,
    /// Whether an earlier run in that folder is gone on with.
    pub resume: bool,
    pub options: Options,
}

impl TryFrom<AlternativesArgs> for AlternativesJob {
    type Error = Diagnostics;

    fn try_from(args: AlternativesArgs) -> Result<Self, Diagnostics> {
        let mut findings = Diagnostics::new();
        let output = output(&args.output, &mut findings);
        if !(0.0..=1.0).contains(&args.tolerance) {
            findings.extend(bad_option(
                "--tolerance",
                format!("{} is not a share between 0 and 1", args.tolerance),
                "0.01 lets a plan give up one hundredth of the value",
            ));
        }
        if args.plans > MOST_PLANS {
            findings.extend(bad_option(
                "--plans",
                format!("{} is more than {MOST_PLANS}", args.plans),
                "5 show most of what there is to choose",
            ));
        }
        check_threads(args.threads, &mut findings);
        check_resume(args.resume, &args.output, &mut findings);
        if findings.has_errors() {
            return Err(findings);
        }
        Ok(AlternativesJob {
            model: args.model.into(),
            output,
            out: args.output.out,
            resume: args.resume,
            options: Options {
                tolerance: args.tolerance,
                plans: args.plans,
                threads: args.threads,
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;
    use crate::cli::args::{Arguments, Command};

    fn job(arguments: &[&str]) -> Result<AlternativesJob, Diagnostics> {
        let all = [&["trefoil", "alternatives", "minimal"], arguments].concat();
        match Arguments::try_parse_from(all).expect("well-formed").command {
            Some(Command::Alternatives(args)) => args.try_into(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_hundredth_and_five_plans_unless_said_otherwise() {
        let usual = job(&[]).expect("accepted").options;
        assert_eq!(
            (usual.tolerance, usual.plans, usual.threads),
            (0.01, 5, None)
        );
        let job = job(&["--tolerance", "0", "--plans", "0", "--threads", "2"]).expect("accepted");
        assert_eq!((job.options.tolerance, job.options.plans), (0.0, 0));
    }

    #[test]
    fn every_bad_option_is_named_at_once() {
        for tolerance in ["-0.1", "1.5", "NaN", "inf"] {
            let option = format!("--tolerance={tolerance}");
            let findings = job(&[&option, "--plans", "1001", "--threads", "0", "--resume"])
                .expect_err("refused");
            assert_eq!(findings.len(), 4, "{findings}");
        }
    }
}
