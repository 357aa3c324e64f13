//! What `trefoil evaluate` is to do.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

use super::{ModelJob, Output, bad_option, check_resume, check_samples, check_threads, output};
use crate::cli::args::EvaluateArgs;
use crate::diagnostic::Diagnostics;
use crate::domain::{NonNegative, ResourceId};

/// Most parts that a file is shared out into.
const MOST_SHARDS: u64 = 100_000;

/// Draws of effects for a portfolio where nobody says how many.
const SAMPLES: usize = 100;

/// A part of the rows of a file: every so many-th.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) struct Shard {
    /// Which part, from 1.
    pub index: u64,
    /// How many parts there are.
    pub of: u64,
}

impl Shard {
    /// Whether a row, from 1, is of the part.
    pub fn holds(self, row: u64) -> bool {
        (row - 1) % self.of == self.index - 1
    }

    fn parse(text: &str) -> Option<Self> {
        let (index, of) = text.split_once('/')?;
        let (index, of) = (index.trim().parse().ok()?, of.trim().parse().ok()?);
        (1 <= index && index <= of && of <= MOST_SHARDS).then_some(Shard { index, of })
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.index, self.of)
    }
}

/// Score and rank proposals.
#[derive(Debug)]
pub(in crate::cli) struct EvaluateJob {
    pub model: ModelJob,
    pub proposals: PathBuf,
    pub map: Option<PathBuf>,
    pub matches: Option<PathBuf>,
    /// What there is to give; empty: no line is drawn.
    pub budget: BTreeMap<ResourceId, f64>,
    /// Draws for the best set; `None`: none is chosen.
    pub portfolio: Option<usize>,
    /// Whether what each adds to the best plan is worked out.
    pub adds: bool,
    pub explain: Option<String>,
    pub freeze: Option<PathBuf>,
    /// Whether changed rules are marked in place of refused.
    pub mark_changes: bool,
    pub diff: Option<PathBuf>,
    pub shard: Option<Shard>,
    pub merge: Vec<PathBuf>,
    pub seed: u64,
    pub threads: Option<usize>,
    pub output: Output,
    pub out: Option<PathBuf>,
    pub resume: bool,
}

impl TryFrom<EvaluateArgs> for EvaluateJob {
    type Error = Diagnostics;

    fn try_from(args: EvaluateArgs) -> Result<Self, Diagnostics> {
        let mut findings = Diagnostics::new();
        let output = output(&args.output, &mut findings);
        check_samples(args.samples, 0, &mut findings);
        check_threads(args.threads, &mut findings);
        check_resume(args.resume, &args.output, &mut findings);
        let mut budget = BTreeMap::new();
        for text in &args.budget {
            match amount(text) {
                Some((resource, amount)) if !budget.contains_key(&resource) => {
                    budget.insert(resource, amount);
                }
                Some(_) => findings.extend(bad_option(
                    "--budget",
                    format!("{text} names a resource that another --budget names"),
                    "name each resource once",
                )),
                None => findings.extend(bad_option(
                    "--budget",
                    format!("{text} is not the id of a resource and an amount of zero or more"),
                    "write it as money=500000",
                )),
            }
        }
        let shard = args.shard.as_deref().and_then(|text| {
            let shard = Shard::parse(text);
            if shard.is_none() {
                findings.extend(bad_option(
                    "--shard",
                    format!("{text} is not a part and a number of parts"),
                    "write it as 2/4: the second of four parts",
                ));
            }
            shard
        });
        if (shard.is_some() || !args.merge.is_empty()) && args.output.out.is_none() {
            findings.extend(bad_option(
                "--out",
                "parts are kept in folders",
                "add --out DIR",
            ));
        }
        if shard.is_some() && (args.portfolio || args.explain.is_some() || args.diff.is_some()) {
            findings.extend(bad_option(
                "--shard",
                "a part ranks nothing: it holds only some of the proposals",
                "leave --portfolio, --explain and --diff for the run that merges the parts",
            ));
        }
        if findings.has_errors() {
            return Err(findings);
        }
        Ok(EvaluateJob {
            model: args.model.into(),
            proposals: args.proposals,
            map: args.map,
            matches: args.matches,
            budget,
            portfolio: args.portfolio.then(|| args.samples.unwrap_or(SAMPLES)),
            adds: !args.scores_only,
            explain: args.explain,
            freeze: args.freeze,
            mark_changes: args.mark_changes,
            diff: args.diff,
            shard,
            merge: args.merge,
            seed: args.seed,
            threads: args.threads,
            output,
            out: args.output.out,
            resume: args.resume,
        })
    }
}

fn amount(text: &str) -> Option<(ResourceId, f64)> {
    let (resource, amount) = text.split_once('=')?;
    let amount: f64 = amount.trim().parse().ok()?;
    Some((
        ResourceId::new(resource.trim())?,
        NonNegative::new(amount)?.get(),
    ))
}
