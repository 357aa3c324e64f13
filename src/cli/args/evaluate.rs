//! `trefoil evaluate` as it is typed.

use std::path::PathBuf;

use clap::Args;

use super::{ModelArgs, OutputArgs};

pub(super) const EVALUATE_EXAMPLES: &str = "\
Proposals are rows of a CSV, JSON Lines or workbook file: trefoil schema
proposals lists the columns, and a map takes any other system's export.

Examples:
  trefoil evaluate cincinnati proposals.csv
  trefoil evaluate my-model export.xlsx --map map.toml --budget money=500000
  trefoil evaluate my-model export.csv --map map.toml --out round --resume
  trefoil evaluate my-model export.csv --map map.toml --explain APP-17";

/// `trefoil evaluate`.
#[derive(Debug, Args)]
pub(in crate::cli) struct EvaluateArgs {
    #[command(flatten)]
    pub model: ModelArgs,
    /// The proposals: .csv, .jsonl, .xlsx or, where built in, .parquet.
    pub proposals: PathBuf,
    /// What the columns of the file are called here (map.toml).
    #[arg(long, value_name = "FILE")]
    pub map: Option<PathBuf>,
    /// Practices that a person has matched (practice_match.csv).
    #[arg(long, value_name = "FILE")]
    pub matches: Option<PathBuf>,
    /// What there is to give of a resource; may be repeated.
    #[arg(long, value_name = "RESOURCE=AMOUNT")]
    pub budget: Vec<String>,
    /// Also choose the best set within the budget.
    #[arg(long, requires = "budget")]
    pub portfolio: bool,
    /// Leave out what each adds to the best plan.
    #[arg(long)]
    pub scores_only: bool,
    /// Read the record of one proposal aloud.
    #[arg(long, value_name = "ID")]
    pub explain: Option<String>,
    /// Write the rules there before scores are seen, or hold them against it.
    #[arg(long, value_name = "FILE")]
    pub freeze: Option<PathBuf>,
    /// Go on where frozen rules have changed, and say so.
    #[arg(long, requires = "freeze")]
    pub mark_changes: bool,
    /// Say what changed since the evaluation in that folder.
    #[arg(long, value_name = "DIR")]
    pub diff: Option<PathBuf>,
    /// Only that part of the rows, such as 2/4.
    #[arg(long, value_name = "I/N")]
    pub shard: Option<String>,
    /// Take what a part has done from its folder; may be repeated.
    #[arg(long, value_name = "DIR", conflicts_with = "shard")]
    pub merge: Vec<PathBuf>,
    /// Draws of effects for the best set [default: 100].
    #[arg(long, value_name = "N", requires = "portfolio")]
    pub samples: Option<usize>,
    /// Seed of the lottery and of draws.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub seed: u64,
    /// Threads, which change no result [default: all].
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
    #[command(flatten)]
    pub output: OutputArgs,
    /// Go on with what an earlier run wrote to --out.
    #[arg(long)]
    pub resume: bool,
}
