//! What `trefoil sensitivity` is to do.

use std::path::PathBuf;

use super::{ModelJob, Output, bad_option, check_resume, check_samples, check_threads, output};
use crate::app::sensitivity::{Method, Options};
use crate::cli::args::SensitivityArgs;
use crate::diagnostic::{Diagnostics, suggestion};

/// The methods by the names that they are asked for with.
const METHODS: [(&str, Method); 8] = [
    ("montecarlo", Method::MonteCarlo),
    ("holds", Method::Holds),
    ("tornado", Method::Tornado),
    ("frontier", Method::Frontier),
    ("marginal", Method::Marginal),
    ("rules", Method::Rules),
    ("refusals", Method::Refusals),
    ("replacement", Method::Replacement),
];

/// The names of `methods`, which are all where none is named.
pub(in crate::cli) fn method_names(methods: &[Method]) -> String {
    let asked = METHODS
        .iter()
        .filter(|(_, method)| methods.is_empty() || methods.contains(method));
    asked.map(|(name, _)| *name).collect::<Vec<_>>().join(";")
}

/// Find out how far a recommendation can be trusted.
#[derive(Debug)]
pub(in crate::cli) struct SensitivityJob {
    pub model: ModelJob,
    pub output: Output,
    /// Folder that is written besides.
    pub out: Option<PathBuf>,
    /// Whether an earlier run in that folder is gone on with.
    pub resume: bool,
    pub options: Options,
}

impl TryFrom<SensitivityArgs> for SensitivityJob {
    type Error = Diagnostics;

    fn try_from(args: SensitivityArgs) -> Result<Self, Diagnostics> {
        let mut findings = Diagnostics::new();
        let output = output(&args.output, &mut findings);
        let methods = methods(&args.method, &mut findings);
        let least = usize::from(
            methods.is_empty()
                || methods.contains(&Method::MonteCarlo)
                || methods.contains(&Method::Holds),
        );
        check_samples(args.samples, least, &mut findings);
        check_threads(args.draws.threads, &mut findings);
        check_resume(args.resume, &args.output, &mut findings);
        if findings.has_errors() {
            return Err(findings);
        }
        Ok(SensitivityJob {
            model: args.model.into(),
            output,
            out: args.output.out,
            resume: args.resume,
            options: Options {
                methods,
                samples: args.samples,
                seed: args.draws.seed,
                threads: args.draws.threads,
            },
        })
    }
}

/// The methods of those names, each once, in their own order; every unknown name is added to `findings`.
fn methods(names: &[String], findings: &mut Diagnostics) -> Vec<Method> {
    let mut methods = Vec::new();
    for name in names {
        match METHODS.iter().find(|(known, _)| known == name) {
            Some((_, method)) => methods.push(*method),
            None => {
                let known = METHODS.iter().map(|(known, _)| *known);
                let hint = suggestion(name, known).unwrap_or_default();
                findings.extend(bad_option(
                    "--method",
                    format!("there is no method `{name}`"),
                    &hint,
                ));
            }
        }
    }
    methods.sort();
    methods.dedup();
    methods
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;
    use crate::cli::args::{Arguments, Command};

    fn job(arguments: &[&str]) -> Result<SensitivityJob, Diagnostics> {
        let all = [&["trefoil", "sensitivity", "minimal"], arguments].concat();
        match Arguments::try_parse_from(all).expect("well-formed").command {
            Some(Command::Sensitivity(args)) => args.try_into(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn methods_are_named_with_commas_or_one_by_one_and_none_means_all() {
        let job = job(&[
            "--method",
            "tornado,holds",
            "--method",
            "holds",
            "--samples",
            "7",
        ])
        .expect("accepted");
        assert_eq!(job.options.methods, [Method::Holds, Method::Tornado]);
        assert_eq!(job.options.samples, Some(7));
        assert_eq!(method_names(&job.options.methods), "holds;tornado");
        let all = super::tests::job(&[]).expect("accepted");
        assert_eq!(all.options, Options::default());
        assert_eq!(
            method_names(&all.options.methods).split(';').count(),
            METHODS.len()
        );
    }

    #[test]
    fn every_bad_option_is_named_at_once() {
        let findings = job(&[
            "--method",
            "tornada,poem",
            "--samples",
            "0",
            "--threads",
            "0",
            "--resume",
            "--format",
            "csv",
            "--all",
        ])
        .expect_err("refused");
        assert_eq!(findings.len(), 7, "{findings}");
        let said = findings.to_string();
        assert!(said.contains("did you mean `tornado`?"), "{said}");
        let findings = job(&["--samples", "0", "--threads", "9999"]).expect_err("refused");
        assert_eq!(findings.len(), 2, "{findings}");
        assert!(
            job(&["--method", "tornado", "--samples", "0"]).is_ok(),
            "it draws nothing"
        );
    }

    #[test]
    fn going_on_needs_the_folder() {
        assert!(job(&["--resume"]).is_err());
        let job = job(&["--resume", "--out", "x"]).expect("accepted");
        assert!(job.resume);
        assert_eq!(job.out, Some(PathBuf::from("x")));
    }
}
