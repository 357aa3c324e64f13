//! The command line once checked: what a command is to do, with nothing left to refuse.

mod alternatives;
mod compare;
mod evaluate;
mod generate;
mod sensitivity;
mod workbook;

pub(super) use alternatives::AlternativesJob;
pub(super) use compare::CompareJob;
pub(super) use evaluate::EvaluateJob;
pub(super) use generate::{GenerateJob, Made};
pub(super) use sensitivity::{SensitivityJob, method_names};
pub(super) use workbook::{ConvertJob, Destination, ResultsWorkbook, TemplateJob};

use std::path::PathBuf;

use super::args::{
    EverythingArgs, Format, ModelArgs, ModelsArgs, OutputArgs, RecommendArgs, ReportArgs,
    SchemaArgs, ShortFormat, ValidateArgs,
};
use crate::app::recommend;
use crate::diagnostic::{Diagnostic, Diagnostics, Location};
use crate::io::LoadOptions;

/// Code of a finding about the options.
const BAD_OPTION: &str = "bad-option";

/// A model and what is laid over it.
#[derive(Debug, Clone)]
pub(super) struct ModelJob {
    /// Folder, workbook or name of the model.
    pub model: String,
    /// Scenarios and single values, in their order.
    pub overlay: LoadOptions,
}

impl From<ModelArgs> for ModelJob {
    fn from(args: ModelArgs) -> Self {
        ModelJob {
            model: args.model,
            overlay: LoadOptions {
                scenarios: args.scenario,
                sets: args.set,
            },
        }
    }
}

/// Recommend.
#[derive(Debug)]
pub(super) struct RecommendJob {
    pub model: ModelJob,
    pub output: Output,
    /// Folder that is written besides.
    pub out: Option<PathBuf>,
    pub options: recommend::Options,
    /// Whether a person reads the asks alone.
    pub asks: bool,
    /// Workbook that is written besides.
    pub workbook: Option<ResultsWorkbook>,
}

/// What goes to standard output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Output {
    /// A report for a person, with whole lists or not.
    Table { all: bool },
    /// The result as JSON.
    Json,
    /// Nothing: the folder holds the tables.
    Nothing,
}

pub(super) fn bad_option(option: &str, message: impl Into<String>, hint: &str) -> Diagnostics {
    let mut findings = Diagnostics::new();
    findings.push(Diagnostic::error(BAD_OPTION, Location::file(option, None), message).hint(hint));
    findings
}

/// Most draws that can be asked for.
const MOST_SAMPLES: usize = 1_000_000;

/// Most threads that can be asked for: beyond any machine, and within what a system gives.
const MOST_THREADS: usize = 1024;

/// Where a result that has tables goes; what is wrong with that is added to `findings`.
fn output(args: &OutputArgs, findings: &mut Diagnostics) -> Output {
    if args.format == Format::Csv && args.out.is_none() {
        findings.extend(bad_option(
            "--format csv",
            "CSV is several tables, which need a folder",
            "add --out DIR",
        ));
    }
    if args.all && args.format != Format::Table {
        findings.extend(bad_option(
            "--all",
            "only the report for a person is ever shortened; JSON and CSV always hold every row",
            "leave --all out",
        ));
    }
    match args.format {
        Format::Table => Output::Table { all: args.all },
        Format::Json => Output::Json,
        Format::Csv => Output::Nothing,
    }
}

/// Adds to `findings` what is wrong with a number of draws, of which `least` are needed.
fn check_samples(samples: Option<usize>, least: usize, findings: &mut Diagnostics) {
    match samples {
        Some(number) if number < least => findings.extend(bad_option(
            "--samples",
            "without a draw there is nothing to say",
            "name the methods that draw nothing with --method, or leave --samples out",
        )),
        Some(number) if number > MOST_SAMPLES => findings.extend(bad_option(
            "--samples",
            format!("{number} is more than {MOST_SAMPLES}, beyond which figures do not change"),
            "leave it out for as many as suit the model",
        )),
        Some(_) | None => {}
    }
}

/// Adds to `findings` what is wrong with a number of threads.
fn check_threads(threads: Option<usize>, findings: &mut Diagnostics) {
    if let Some(number) = threads.filter(|number| !(1..=MOST_THREADS).contains(number)) {
        findings.extend(bad_option(
            "--threads",
            format!("{number} is not between 1 and {MOST_THREADS}"),
            "leave it out for as many as the machine has",
        ));
    }
}

/// Adds to `findings` that going on needs the folder of the earlier run, where none is named.
fn check_resume(resume: bool, args: &OutputArgs, findings: &mut Diagnostics) {
    if resume && args.out.is_none() {
        findings.extend(bad_option(
            "--resume",
            "what an earlier run finished is in the folder of its --out",
            "add --out DIR",
        ));
    }
}

impl TryFrom<RecommendArgs> for RecommendJob {
    type Error = Diagnostics;

    fn try_from(args: RecommendArgs) -> Result<Self, Diagnostics> {
        let mut findings = Diagnostics::new();
        let output = output(&args.output, &mut findings);
        if let Some(seconds) = args
            .time_limit
            .filter(|seconds| !(seconds.is_finite() && *seconds > 0.0))
        {
            findings.extend(bad_option(
                "--time-limit",
                format!("{seconds} is not a number of seconds above zero"),
                "leave it out for no limit",
            ));
        }
        check_samples(args.samples, 0, &mut findings);
        check_threads(args.draws.threads, &mut findings);
        if args.asks && !matches!(output, Output::Table { .. }) {
            findings.extend(bad_option(
                "--asks",
                "only the report for a person is ever shortened; JSON and CSV always hold the asks",
                "leave --asks out",
            ));
        }
        let workbook = workbook::results(args.workbook, &mut findings);
        if findings.has_errors() {
            return Err(findings);
        }
        Ok(RecommendJob {
            asks: args.asks,
            workbook,
            model: args.model.into(),
            output,
            out: args.output.out,
            options: recommend::Options {
                time_limit: args.time_limit,
                samples: args.samples,
                seed: args.draws.seed,
                threads: args.draws.threads,
            },
        })
    }
}

/// Check a model.
#[derive(Debug)]
pub(super) struct ValidateJob {
    pub model: ModelJob,
    pub task: ValidateTask,
}

/// What comes out of a check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ValidateTask {
    /// The findings.
    Findings { json: bool },
    /// The findings and the chain of each effect.
    Evidence(Format),
    /// The merged model, printed.
    PrintResolved,
    /// The merged model, written to a folder.
    WriteResolved(PathBuf),
}

impl TryFrom<ValidateArgs> for ValidateJob {
    type Error = Diagnostics;

    fn try_from(args: ValidateArgs) -> Result<Self, Diagnostics> {
        if args.format == Format::Csv && !args.evidence {
            return Err(bad_option(
                "--format csv",
                "CSV holds the evidence alone",
                "add --evidence, or use --format json",
            ));
        }
        Ok(ValidateJob {
            model: args.model.into(),
            task: match (args.print_resolved, args.out) {
                (_, Some(folder)) => ValidateTask::WriteResolved(folder),
                (true, None) => ValidateTask::PrintResolved,
                (false, None) if args.evidence => ValidateTask::Evidence(args.format),
                (false, None) => ValidateTask::Findings {
                    json: args.format == Format::Json,
                },
            },
        })
    }
}

/// Say all there is to say of a model.
#[derive(Debug)]
pub(super) struct EverythingJob {
    pub model: ModelJob,
    /// Where the model is: results are written beside it.
    pub file: PathBuf,
    /// Whether results may be there.
    pub force: bool,
}

impl From<EverythingArgs> for EverythingJob {
    fn from(args: EverythingArgs) -> Self {
        EverythingJob {
            file: PathBuf::from(&args.model.model),
            model: args.model.into(),
            force: args.force,
        }
    }
}

/// Make a page of results.
#[derive(Debug, Clone)]
pub(super) struct ReportJob {
    /// Files and folders of results.
    pub results: Vec<PathBuf>,
    /// File that is written.
    pub output: PathBuf,
    /// Whether it may be there.
    pub force: bool,
}

impl From<ReportArgs> for ReportJob {
    fn from(args: ReportArgs) -> Self {
        ReportJob {
            results: args.results,
            output: args.output,
            force: args.force,
        }
    }
}

/// List models.
#[derive(Debug, Clone, Copy)]
pub(super) struct ModelsJob {
    pub json: bool,
    /// What is listed.
    pub what: Listing,
}

/// What comes with the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Listing {
    /// The models.
    Models,
    /// The rating schemes.
    Schemes,
    /// The practices that an inventory can name.
    Practices,
}

impl From<ModelsArgs> for ModelsJob {
    fn from(args: ModelsArgs) -> Self {
        ModelsJob {
            json: args.format == ShortFormat::Json,
            what: match (args.schemes, args.practices) {
                (true, _) => Listing::Schemes,
                (false, true) => Listing::Practices,
                (false, false) => Listing::Models,
            },
        }
    }
}

/// Give out schemas.
#[derive(Debug)]
pub(super) enum SchemaJob {
    /// Their names.
    List,
    /// One, printed.
    Print(String),
    /// All, written to a folder.
    Write(PathBuf),
}

impl From<SchemaArgs> for SchemaJob {
    fn from(args: SchemaArgs) -> Self {
        match (args.name, args.out) {
            (_, Some(folder)) => SchemaJob::Write(folder),
            (Some(name), None) => SchemaJob::Print(name),
            (None, None) => SchemaJob::List,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::args::{DrawArgs, WorkbookArgs};
    use super::*;

    fn args(
        format: Format,
        out: Option<&str>,
        time_limit: Option<f64>,
        all: bool,
    ) -> RecommendArgs {
        let model = ModelArgs {
            model: "minimal".to_owned(),
            scenario: Vec::new(),
            set: Vec::new(),
        };
        RecommendArgs {
            model,
            output: OutputArgs {
                format,
                out: out.map(PathBuf::from),
                all,
            },
            time_limit,
            samples: None,
            draws: DrawArgs {
                seed: 0,
                threads: None,
            },
            asks: false,
            workbook: WorkbookArgs {
                workbook: None,
                force: false,
            },
        }
    }

    #[test]
    fn csv_without_a_folder_and_a_limit_of_no_time_are_both_refused_at_once() {
        let findings =
            RecommendJob::try_from(args(Format::Csv, None, Some(0.0), false)).expect_err("refused");
        assert_eq!(findings.len(), 2);
        assert!(RecommendJob::try_from(args(Format::Json, None, Some(f64::NAN), false)).is_err());
        assert!(RecommendJob::try_from(args(Format::Json, None, None, true)).is_err());
    }

    #[test]
    fn a_folder_is_written_whatever_is_printed() {
        let job = RecommendJob::try_from(args(Format::Csv, Some("out"), Some(2.5), false))
            .expect("accepted");
        assert_eq!(job.output, Output::Nothing);
        assert_eq!(job.options.time_limit, Some(2.5));
        let job =
            RecommendJob::try_from(args(Format::Table, Some("out"), None, true)).expect("accepted");
        assert_eq!(job.output, Output::Table { all: true });
        assert_eq!(job.out, Some(PathBuf::from("out")));
    }
}
