//! The command line as it is typed.

mod evaluate;

pub(super) use evaluate::EvaluateArgs;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::app::alternatives;
use evaluate::EVALUATE_EXAMPLES;

/// What `trefoil` alone prints.
pub(super) const SHORT_HELP: &str = "\
Trefoil tells a partnership how to redirect the time, talent and treasure that
it already has toward the practices that, as far as is known, close its gaps.

  trefoil my-model.xlsx
      all there is to say of a workbook: a page and a workbook beside it
  trefoil recommend cincinnati
      a plan for a model that comes with it: who moves what, and what improves
  trefoil validate my-model
      all that is wrong, missing or filled in in a folder of tables
  trefoil template -o my-model.xlsx
      a workbook to fill in, which every command takes as a model
  trefoil recommend my-model --set 'pools[fund].amount=500000'
      the plan if one figure were another

`trefoil models` lists the models that come with it; `trefoil --help` lists all
commands.
";

/// Redirects time, talent and treasure to what works.
#[derive(Debug, Parser)]
#[command(name = "trefoil", version, disable_help_subcommand = true, after_help = AFTER_HELP)]
pub(super) struct Arguments {
    /// Say nothing but the result and errors.
    #[arg(long, short, global = true)]
    pub quiet: bool,
    #[command(subcommand)]
    pub command: Option<Command>,
}

const AFTER_HELP: &str = "\
A model is a folder of tables, a workbook (.xlsx) with a sheet for each, or the
name of one that comes with the program. `trefoil my-model.xlsx` alone writes a
page and a workbook of results beside it.
Data goes to standard output, messages to standard error.
Exit codes: 0 done, 1 bad input or usage, 2 internal error, 3 no feasible plan,
4 some of a batch failed, 130 interrupted.";

/// What to do.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Recommend who moves what to what, and say why.
    #[command(after_help = RECOMMEND_EXAMPLES)]
    Recommend(RecommendArgs),
    /// Put options side by side: scenarios, the model as it is, today.
    #[command(after_help = COMPARE_EXAMPLES)]
    Compare(CompareArgs),
    /// Find out how far the recommendation can be trusted.
    #[command(after_help = SENSITIVITY_EXAMPLES)]
    Sensitivity(SensitivityArgs),
    /// Find plans that are nearly as good as the best.
    #[command(after_help = ALTERNATIVES_EXAMPLES)]
    Alternatives(AlternativesArgs),
    /// Score and rank proposals, and say what supports the best of them.
    #[command(after_help = EVALUATE_EXAMPLES)]
    Evaluate(EvaluateArgs),
    /// Check a model and say all that is wrong or filled in.
    #[command(after_help = VALIDATE_EXAMPLES)]
    Validate(ValidateArgs),
    /// Make one page for a browser of what other commands found.
    #[command(after_help = REPORT_EXAMPLES)]
    Report(ReportArgs),
    /// Write a workbook to fill in.
    #[command(after_help = TEMPLATE_EXAMPLES)]
    Template(TemplateArgs),
    /// Turn a folder into a workbook, or a workbook into a folder.
    #[command(after_help = CONVERT_EXAMPLES)]
    Convert(ConvertArgs),
    /// What a workbook alone as an argument asks for.
    #[command(hide = true)]
    Everything(EverythingArgs),
    /// List the models that come with the program.
    Models(ModelsArgs),
    /// Print the JSON Schema of a file or a result.
    #[command(after_help = SCHEMA_EXAMPLES)]
    Schema(SchemaArgs),
    /// Write a made-up model of any size, for trying things out.
    #[command(after_help = GENERATE_EXAMPLES)]
    Generate(GenerateArgs),
}

/// The model and what is laid over it.
#[derive(Debug, Args)]
pub(super) struct ModelArgs {
    /// A folder, a workbook, or the name of a shipped model.
    pub model: String,
    /// Lay a scenario over the model; may be repeated.
    #[arg(long, value_name = "FILE")]
    pub scenario: Vec<PathBuf>,
    /// Change one figure: table[key,key].column=value.
    #[arg(long, value_name = "PATH=VALUE")]
    pub set: Vec<String>,
}

const RECOMMEND_EXAMPLES: &str = "\
Examples:
  trefoil recommend cincinnati
  trefoil recommend my-model --scenario levy-fails.toml
  trefoil recommend my-model --set 'pools[fund].amount=500000' --format json
  trefoil recommend my-model --asks
  trefoil recommend my-model --out results --workbook results.xlsx";

/// `trefoil recommend`.
#[derive(Debug, Args)]
pub(super) struct RecommendArgs {
    #[command(flatten)]
    pub model: ModelArgs,
    #[command(flatten)]
    pub output: OutputArgs,
    /// Stop a linear program after so many seconds.
    #[arg(long, value_name = "S")]
    pub time_limit: Option<f64>,
    /// Draws of what is not known; 0: none [default: by size].
    #[arg(long, value_name = "N")]
    pub samples: Option<usize>,
    #[command(flatten)]
    pub draws: DrawArgs,
    /// Print only what each partner is asked for.
    #[arg(long)]
    pub asks: bool,
    #[command(flatten)]
    pub workbook: WorkbookArgs,
}

/// What draws and the solves of a job are made with.
#[derive(Debug, Args)]
pub(super) struct DrawArgs {
    /// Seed of the draws.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub seed: u64,
    /// Threads, which change no result [default: all].
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
}

/// A workbook of the results.
#[derive(Debug, Args)]
pub(super) struct WorkbookArgs {
    /// Also write the results as a workbook (.xlsx).
    #[arg(long, value_name = "FILE")]
    pub workbook: Option<PathBuf>,
    /// Overwrite the workbook that is there.
    #[arg(long, requires = "workbook")]
    pub force: bool,
}

/// What becomes of a result that has tables.
#[derive(Debug, Args)]
pub(super) struct OutputArgs {
    /// Print it as table, json or csv.
    #[arg(long, value_enum, hide_possible_values = true, default_value_t = Format::Table)]
    pub format: Format,
    /// Also write result.json and CSV tables there.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Show every row of long lists.
    #[arg(long)]
    pub all: bool,
}

const SENSITIVITY_EXAMPLES: &str = "\
Methods (several with commas, or repeated; none: all of them):
  montecarlo   draws of all that is not known: how often the plan does better
               than today, what each indicator gains, how sure each activity is
  holds        which moves hold, and what the others depend on
  tornado      one figure at a time: what decides
  frontier     what more of each resource buys
  marginal     what a unit more or less of each pool is worth
  rules        what each rule and restriction costs
  refusals     what happens where a partner says no
  replacement  what doing without an activity costs

Examples:
  trefoil sensitivity cincinnati
  trefoil sensitivity my-model --method holds,tornado --samples 500
  trefoil sensitivity my-model --out trust
  trefoil sensitivity my-model --out trust --resume";

/// `trefoil sensitivity`.
#[derive(Debug, Args)]
pub(super) struct SensitivityArgs {
    #[command(flatten)]
    pub model: ModelArgs,
    /// What is asked, as listed below [default: all].
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub method: Vec<String>,
    /// Draws of what is not known [default: by size].
    #[arg(long, value_name = "N")]
    pub samples: Option<usize>,
    #[command(flatten)]
    pub draws: DrawArgs,
    #[command(flatten)]
    pub output: OutputArgs,
    /// Go on with what an earlier run kept in --out.
    #[arg(long)]
    pub resume: bool,
}

const COMPARE_EXAMPLES: &str = "\
Options are today, the model as it is (base) and each scenario; a scenario that
cannot be used is reported and does not stop the rest (exit code 4).

Examples:
  trefoil compare cincinnati
  trefoil compare my-model levy-fails.toml two-donors.toml
  trefoil compare my-model what-ifs --reference base --out options
  trefoil compare my-model what-ifs --reference base --out options --resume";

/// `trefoil compare`.
#[derive(Debug, Args)]
pub(super) struct CompareArgs {
    #[command(flatten)]
    pub model: ModelArgs,
    /// Scenario files, or folders of them [default: the model's].
    #[arg(value_name = "SCENARIO")]
    pub scenarios: Vec<PathBuf>,
    /// What to compare with: today, base or a scenario.
    #[arg(long, value_name = "NAME")]
    pub reference: Option<String>,
    /// Draws of what is not known; 0: none [default: by size].
    #[arg(long, value_name = "N")]
    pub samples: Option<usize>,
    #[command(flatten)]
    pub draws: DrawArgs,
    #[command(flatten)]
    pub output: OutputArgs,
    /// Go on with what an earlier run kept in --out.
    #[arg(long)]
    pub resume: bool,
    #[command(flatten)]
    pub workbook: WorkbookArgs,
}

const ALTERNATIVES_EXAMPLES: &str = "\
Examples:
  trefoil alternatives cincinnati
  trefoil alternatives my-model --tolerance 0.05 --plans 3
  trefoil alternatives my-model --out others --resume";

/// `trefoil alternatives`.
#[derive(Debug, Args)]
pub(super) struct AlternativesArgs {
    #[command(flatten)]
    pub model: ModelArgs,
    /// Share of the value to give up at most.
    #[arg(long, value_name = "SHARE", default_value_t = alternatives::Options::default().tolerance)]
    pub tolerance: f64,
    /// How many different plans are sought.
    #[arg(long, value_name = "N", default_value_t = alternatives::Options::default().plans)]
    pub plans: usize,
    /// Threads, which change no result [default: all].
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
    #[command(flatten)]
    pub output: OutputArgs,
    /// Go on with what an earlier run kept in --out.
    #[arg(long)]
    pub resume: bool,
}

/// How to print a result that has tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// A report for a person.
    Table,
    /// Every figure, unrounded.
    Json,
    /// Tables for a spreadsheet, in the folder of --out.
    Csv,
}

/// How to print a short result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ShortFormat {
    /// Text for a person.
    Table,
    /// The same for a program.
    Json,
}

const VALIDATE_EXAMPLES: &str = "\
Examples:
  trefoil validate my-model
  trefoil validate my-model --evidence
  trefoil validate my-model --scenario levy-fails.toml --print-resolved";

/// `trefoil validate`.
#[derive(Debug, Args)]
pub(super) struct ValidateArgs {
    #[command(flatten)]
    pub model: ModelArgs,
    /// As table, json or (evidence) csv.
    #[arg(long, value_enum, hide_possible_values = true, default_value_t = Format::Table)]
    pub format: Format,
    /// Show each effect from its studies to what is used.
    #[arg(long, conflicts_with = "print_resolved")]
    pub evidence: bool,
    /// Print the model with overlays and defaults in it.
    #[arg(long, conflicts_with = "format")]
    pub print_resolved: bool,
    /// Write that model there instead of printing it.
    #[arg(long, value_name = "DIR", requires = "print_resolved")]
    pub out: Option<PathBuf>,
}

const REPORT_EXAMPLES: &str = "\
A result is a file of --format json, or a folder of --out. Results of recommend,
sensitivity, alternatives, compare and validate --evidence of one model make one
page.

Examples:
  trefoil recommend my-model --out plan
  trefoil report plan
  trefoil report plan trust others evidence.json -o board.html --force";

/// `trefoil report`.
#[derive(Debug, Args)]
pub(super) struct ReportArgs {
    /// Results of one model: files or folders.
    #[arg(required = true, value_name = "RESULT")]
    pub results: Vec<PathBuf>,
    /// File to write.
    #[arg(long, short, value_name = "FILE", default_value = "report.html")]
    pub output: PathBuf,
    /// Replace the file where it is there.
    #[arg(long)]
    pub force: bool,
}

const TEMPLATE_EXAMPLES: &str = "\
Examples:
  trefoil template -o my-model.xlsx
  trefoil template --inventory -o programs.xlsx";

/// `trefoil template`.
#[derive(Debug, Args)]
pub(super) struct TemplateArgs {
    /// One for a list of programs, in place of the full tables.
    #[arg(long)]
    pub inventory: bool,
    /// File to write, which ends in .xlsx.
    #[arg(long, short, value_name = "FILE")]
    pub out: PathBuf,
    /// Overwrite what is there.
    #[arg(long)]
    pub force: bool,
}

const CONVERT_EXAMPLES: &str = "\
Examples:
  trefoil convert cincinnati -o cincinnati.xlsx
  trefoil convert my-model.xlsx -o my-model
  trefoil convert programs.xlsx -o full.xlsx";

/// `trefoil convert`.
#[derive(Debug, Args)]
pub(super) struct ConvertArgs {
    #[command(flatten)]
    pub model: ModelArgs,
    /// Workbook (it ends in .xlsx) or folder to write.
    #[arg(long, short, value_name = "OUT")]
    pub out: PathBuf,
    /// Overwrite what is there.
    #[arg(long)]
    pub force: bool,
}

/// `trefoil my.xlsx`.
#[derive(Debug, Args)]
pub(super) struct EverythingArgs {
    #[command(flatten)]
    pub model: ModelArgs,
    /// Write over what is there.
    #[arg(long)]
    pub force: bool,
}

/// `trefoil models`.
#[derive(Debug, Args)]
pub(super) struct ModelsArgs {
    /// List the rating schemes of evidence instead.
    #[arg(long)]
    pub schemes: bool,
    /// List the practices that an inventory can name instead.
    #[arg(long, conflicts_with = "schemes")]
    pub practices: bool,
    /// Print it as table or json.
    #[arg(long, value_enum, hide_possible_values = true, default_value_t = ShortFormat::Table)]
    pub format: ShortFormat,
}

const SCHEMA_EXAMPLES: &str = "\
Examples:
  trefoil schema
  trefoil schema pools
  trefoil schema result-recommend
  trefoil schema --out schemas";

/// `trefoil schema`.
#[derive(Debug, Args)]
pub(super) struct SchemaArgs {
    /// The schema; without a name, their names are listed.
    pub name: Option<String>,
    /// Write every schema there, as NAME.schema.json.
    #[arg(long, value_name = "DIR", conflicts_with = "name")]
    pub out: Option<PathBuf>,
}

const GENERATE_EXAMPLES: &str = "\
Sizes, practices x places: S 20 x 3, M 200 x 10, L 1,000 x 50, XL 5,000 x 100.

Examples:
  trefoil generate --size M --seed 7 --out trial
  trefoil generate --proposals 10000 --model trial --out proposals.csv";

/// `trefoil generate`.
#[derive(Debug, Args)]
pub(super) struct GenerateArgs {
    /// How large the model is: S, M, L or XL.
    #[arg(
        long,
        value_enum,
        hide_possible_values = true,
        ignore_case = true,
        required_unless_present = "proposals",
        conflicts_with = "proposals"
    )]
    pub size: Option<SizeName>,
    /// Make this many proposals for a model instead.
    #[arg(long, value_name = "N", requires = "model")]
    pub proposals: Option<usize>,
    /// Folder, workbook or name of the model they are for.
    #[arg(long, value_name = "MODEL", requires = "proposals")]
    pub model: Option<String>,
    /// Seed of its random numbers.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Folder of the model, or CSV file of the proposals.
    #[arg(long, value_name = "OUT")]
    pub out: PathBuf,
}

/// Size of a generated model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "UPPER")]
pub(super) enum SizeName {
    S,
    M,
    L,
    Xl,
}
