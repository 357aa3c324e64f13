//! `trefoil evaluate`: proposals scored one by one as they are read, then ranked together.

mod store;
mod undone;

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use store::{RECORDS, Store, Told, each};
use undone::{Parts, Undone, Work};

use super::{asked, located, manifest, present};
use crate::app::evaluate::{Community, Round, Tally, Together, changes, settle, stream};
use crate::app::watch::Watch;
use crate::cli::exit::{Exit, Failure};
use crate::cli::interrupt;
use crate::cli::job::{EvaluateJob, Output};
use crate::cli::printer::Printer;
use crate::cli::progress::Watched;
use crate::diagnostic::{Diagnostic, Diagnostics, Location, codes};
use crate::engine::EntryError;
use crate::engine::backend::{Backend as _, Raw};
use crate::io::lines::{LinesOf, LinesRead};
use crate::io::proposals::{Digests, Row, Sources};
use crate::io::{self, Frozen, Loaded, journal};
use crate::report::{
    self, EvaluateReport, EvaluateResult, Manifest, Program, ProposalRecord, evaluation_files,
};

/// Scores and ranks.
pub(in crate::cli) fn run(job: &EvaluateJob, printer: &mut Printer) -> Result<Exit, Failure> {
    let started = Instant::now();
    let loaded = io::load(&job.model.model, &job.model.overlay)?;
    let model = &loaded.model;
    check_budget(job, model)?;
    let sources = Sources {
        proposals: job.proposals.clone(),
        map: job.map.clone(),
        matches: job.matches.clone(),
    };
    let mut rows = io::proposals::open(&sources, model)?;
    let digests = rows.digests().clone();
    let changed = frozen(job, &loaded, &digests)?;
    let community = Community::new(model).map_err(|error| Failure::of_job(error, &loaded))?;
    let mut findings = located(&loaded, &community.findings);
    findings.extend(rows.findings().clone());

    let of = LinesOf {
        kind: "proposals".to_owned(),
        digest: digest(job, &loaded, &digests),
        shard: job.shard.map(|shard| shard.to_string()),
    };
    if let Some(folder) = &job.out {
        let names = evaluation_files();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        io::write::room(folder, &names)?;
    }
    let mut store = Store::open(job, &of)?;
    let parts = Parts::open(job, &of)?;
    interrupt::listen(printer.is_quiet());
    let watched = Watched::new(printer);
    let round = match Round::new(&community, job.adds) {
        Ok(round) => round,
        Err(EntryError::Base(why)) => return Err(no_plan(job, &why).into()),
        Err(error) => return Err(Failure::Bug(error.to_string())),
    };
    let mut source = Undone {
        rows: &mut rows,
        row: 0,
        done: store.done,
        job,
        parts,
        failed: None,
    };
    let watch = Watch {
        progress: &|step| watched.step(step),
        keep: &|_| {},
        kept: &[],
    };
    let whole = stream(
        &mut source,
        0,
        job.threads,
        watch,
        (
            || round.worker(),
            |worker: &mut _, work| match work {
                Work::Done(line) => line,
                Work::Read(row, Row::Read(proposal)) => {
                    let assessed = round.assess(worker, &proposal);
                    ProposalRecord::new(model, row, &proposal, &assessed).line()
                }
                Work::Read(row, Row::Rejected(rejected)) => ProposalRecord::rejected(
                    model,
                    row,
                    rejected.line,
                    rejected.id.as_deref(),
                    rejected.findings,
                )
                .line(),
            },
        ),
        &mut |line| store.add(line),
    );
    let failed = source.failed.take();
    printer.clear_progress();
    let whole = whole.map_err(|error| Failure::of_job(error, &loaded))?;
    if let Some(findings) = failed {
        return Err(findings.into());
    }
    store.sync()?;
    if !whole {
        printer.message(if job.out.is_some() {
            "interrupted; the same command with --resume goes on"
        } else {
            "interrupted; with --out DIR what is finished is kept, and --resume goes on"
        });
        return Ok(Exit::Interrupted);
    }

    let Told { tally, explained } = store.told()?;
    let together = Together {
        model,
        seed: job.seed,
        budget: &job.budget,
    };
    let mut settled = settle(tally, together);
    if let Some(samples) = job.portfolio {
        // What each changes is worked out once more: a record does not hold it, and only a set needs all at once.
        let changes = io::proposals::open(&sources, model)?
            .filter_map(|row| match row {
                Row::Read(proposal) => Some((proposal.id.to_string(), round.changes(&proposal))),
                Row::Rejected(_) => None,
            })
            .collect();
        settled
            .choose_set(together, &community.instance, &changes, samples)
            .map_err(|error| Failure::Bug(error.to_string()))?;
    }
    let mut result = settled.result;
    result.shard = job.shard.map(|shard| shard.to_string());
    result.changed_since_frozen = changed;
    // A score that somebody gave is no share of any gap.
    let scored = result.ranking.iter().all(|row| row.need.is_some());
    result.all_gaps = scored.then_some(community.instance.all_gaps);
    result.value_unit = model.settings().value.per.unit().to_owned();
    if let Some(folder) = &job.diff {
        let nothing = BTreeMap::new();
        let unlimited = Together {
            budget: &nothing,
            ..together
        };
        let before = settle(before(folder)?, unlimited).result;
        result.changes = changes(&before.ranking, &result.ranking);
    }
    let mut manifest = manifest(&job.model, Some(&loaded));
    describe(&mut manifest, job, &digests);
    manifest.timing.wall_seconds = started.elapsed().as_secs_f64();
    let report = EvaluateReport {
        model,
        result: &result,
        manifest: &manifest,
        findings: &findings,
    };
    printer.warnings(&findings, &job.model.model);
    if let Some(id) = &job.explain {
        let Some(record) = explained else {
            return Err(no_such_proposal(job, id, &result).into());
        };
        explain(&record, &result, printer);
        if let Some(folder) = &job.out {
            present(&report, Output::Nothing, Some(folder), printer)?;
        }
    } else {
        present(&report, job.output, job.out.as_deref(), printer)?;
    }
    Ok(if result.rejected > 0 {
        Exit::SomeFailed
    } else {
        Exit::Done
    })
}

fn explain(record: &ProposalRecord, result: &EvaluateResult, printer: &mut Printer) {
    let placed = result
        .ranking
        .iter()
        .position(|row| Some(&row.proposal) == record.proposal.as_ref());
    let row = |position: usize| result.ranking.get(position);
    let text = report::proposal(
        record,
        placed.and_then(row),
        placed.and_then(|position| row(position + 1)),
        result.all_gaps,
        printer.style(),
    );
    printer.data(&text);
}

fn no_plan(job: &EvaluateJob, why: &str) -> Diagnostics {
    refusal(
        codes::NO_PLAN_WITHOUT_PROPOSALS,
        &job.model.model,
        format!("what proposals add cannot be said: {why}"),
        format!(
            "trefoil recommend {} says why; --scores-only leaves it out",
            job.model.model
        ),
    )
}

fn refusal(code: &'static str, place: &str, message: String, hint: String) -> Diagnostics {
    let mut findings = Diagnostics::new();
    findings.push(Diagnostic::error(code, Location::file(place, None), message).hint(hint));
    findings
}

fn no_such_proposal(job: &EvaluateJob, id: &str, result: &EvaluateResult) -> Diagnostics {
    let ids = result.ranking.iter().map(|row| row.proposal.as_str());
    refusal(
        codes::NO_SUCH_PROPOSAL,
        &job.proposals.display().to_string(),
        format!("no row has the id `{id}`"),
        crate::diagnostic::suggestion(id, ids).unwrap_or_else(|| "give the id of a row".to_owned()),
    )
}

/// Refuses a budget of what the model does not have.
fn check_budget(job: &EvaluateJob, model: &crate::domain::Model) -> Result<(), Diagnostics> {
    let known: Vec<&str> = model
        .tables()
        .resources
        .iter()
        .map(|row| row.id.as_str())
        .collect();
    let mut findings = Diagnostics::new();
    for id in job.budget.keys().filter(|id| !known.contains(&id.as_str())) {
        findings.extend(refusal(
            codes::NO_SUCH_RESOURCE,
            "--budget",
            format!("the model has no resource `{id}`"),
            format!("its resources are {}", known.join(", ")),
        ));
    }
    if findings.is_empty() {
        Ok(())
    } else {
        Err(findings)
    }
}

/// The rules of the round by what they are made of.
fn rules(job: &EvaluateJob, loaded: &Loaded, digests: &Digests) -> BTreeMap<String, String> {
    let settings = &loaded.model.settings().evaluation;
    let order: Vec<&str> = settings.tie_order.iter().map(|part| part.word()).collect();
    let tie = if order.is_empty() {
        format!("lottery with seed {}", job.seed)
    } else {
        format!(
            "{}; then a lottery with seed {}",
            order.join(", "),
            job.seed
        )
    };
    let budget: Vec<String> = job
        .budget
        .iter()
        .map(|(resource, amount)| format!("{resource}={amount}"))
        .collect();
    let none = || "none".to_owned();
    [
        ("budget", budget.join(";")),
        ("map", digests.map.clone().unwrap_or_else(none)),
        ("matches", digests.matches.clone().unwrap_or_else(none)),
        // Settings are part of the model's hash, and named by themselves so that a reader sees what changed.
        ("model", loaded.input_hash.clone()),
        ("settings", format!("{settings:?}")),
        ("tie", tie),
        ("version", env!("CARGO_PKG_VERSION").to_owned()),
    ]
    .into_iter()
    .map(|(part, text)| (part.to_owned(), text))
    .collect()
}

/// Freezes the rules, or holds them against those that were frozen; the parts that changed, where they are marked.
fn frozen(
    job: &EvaluateJob,
    loaded: &Loaded,
    digests: &Digests,
) -> Result<Option<Vec<String>>, Diagnostics> {
    let Some(path) = &job.freeze else {
        return Ok(None);
    };
    let changed = Frozen::new(rules(job, loaded, digests)).write_or_compare(path)?;
    if changed.is_empty() || job.mark_changes {
        return Ok(Some(changed));
    }
    Err(refusal(
        codes::FROZEN_RULES,
        &path.display().to_string(),
        format!(
            "since the rules were frozen, these have changed: {}",
            changed.join(", ")
        ),
        "put them back, or add --mark-changes: every result then says that they changed".to_owned(),
    ))
}

/// Digest of all that the records depend on.
fn digest(job: &EvaluateJob, loaded: &Loaded, digests: &Digests) -> String {
    let blank = String::new();
    journal::digest(&[
        "evaluate",
        env!("CARGO_PKG_VERSION"),
        &Raw.name(),
        &loaded.input_hash,
        &digests.proposals,
        digests.map.as_ref().unwrap_or(&blank),
        digests.matches.as_ref().unwrap_or(&blank),
        if job.adds { "adds" } else { "scores" },
    ])
}

fn describe(manifest: &mut Manifest, job: &EvaluateJob, digests: &Digests) {
    manifest.solver = Some(Program::parse(&Raw.name()));
    manifest.seed = Some(job.seed);
    manifest.options = vec![
        asked("proposals (SHA-256)", Some(digests.proposals.as_str())),
        asked("--map (SHA-256)", digests.map.as_deref()),
        asked("--matches (SHA-256)", digests.matches.as_deref()),
        asked("--scores-only", Some(if job.adds { "no" } else { "yes" })),
        asked("--samples", job.portfolio),
    ];
}

/// The proposals that an earlier evaluation ranked.
fn before(folder: &Path) -> Result<Tally, Diagnostics> {
    let mut tally = Tally::default();
    let mut lines = LinesRead::open(folder, RECORDS)?;
    each(&mut lines, folder, &mut |record| tally.add(&record))?;
    Ok(tally)
}
