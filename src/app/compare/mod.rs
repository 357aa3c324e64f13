//! Options side by side: every option solved to a certified plan, the plans over common draws, in each other's
//! worlds, and by the money that makes one worth as much as another.
//!
//! `world` holds an option with its community and its plan; `drawn` the draws; `regret` plans in other worlds; `money`
//! what matches; `table` puts rows together.

mod drawn;
mod money;
mod regret;
mod table;
mod world;

use std::collections::BTreeMap;

use super::recommend::JobError;
use super::runner::Runner;
use super::sensitivity::{Figures, usual_draws};
use super::watch::Watch;
use crate::diagnostic::Diagnostics;
use crate::domain::{Comparison, Model, OptionKind, Regret, Status};
use crate::engine::backend::{Backend as _, Raw};
use crate::evidence;
use world::{Solved, World};

/// Name of the option that is what partners do today.
pub const TODAY: &str = "today";
/// Name of the option that is the best plan for the model as it is.
pub const BASE: &str = "base";

/// A community to compare: the model as it is, or with a scenario over it.
#[derive(Debug, Clone, Copy)]
pub struct Candidate<'a> {
    /// Its name, [`BASE`] for the model as it is.
    pub name: &'a str,
    /// What it asks, in the words of its author.
    pub description: Option<&'a str>,
    /// The model.
    pub model: &'a Model,
}

/// What is asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Name of the option that others are compared with; `None`: [`TODAY`].
    pub reference: Option<String>,
    /// Draws; `None`: as many as suit the size of the model.
    pub samples: Option<usize>,
    /// Seed of the draws.
    pub seed: u64,
    /// Threads; `None`: as many as the machine has. Results do not depend on it.
    pub threads: Option<usize>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The options side by side.
    pub comparison: Comparison,
    /// What was filled in or could not be checked in the model as it is.
    pub findings: Diagnostics,
    /// Candidates whose evidence cannot be used, by position, with what is wrong with it.
    pub refused: Vec<(usize, Diagnostics)>,
    /// The solver and its version.
    pub solver: String,
}

/// Compares `candidates`, of which the first is the model as it is.
///
/// # Errors
/// The evidence of the model as it is cannot be used, or the system gives no threads. Whatever is wrong with another
/// candidate is told beside the result.
pub fn run(
    candidates: &[Candidate<'_>],
    options: &Options,
    watch: Watch<'_>,
) -> Result<Outcome, JobError> {
    let mut refused = Vec::new();
    let mut worlds: Vec<World<'_>> = Vec::new();
    for (position, candidate) in candidates.iter().enumerate() {
        match evidence::effects(candidate.model) {
            Ok(effects) => worlds.push(World::new(*candidate, effects)),
            Err(findings) if position == 0 => return Err(JobError::Input(findings)),
            Err(findings) => refused.push((position, findings)),
        }
    }
    let Some(base) = worlds.first() else {
        return Err(JobError::Input(Diagnostics::new()));
    };
    let findings = super::validate::findings(base.model, &base.instance);
    let runner = Runner::new(options.threads, watch)?;
    let solved = world::solve(&worlds, &runner);
    let set = Set::new(&worlds, &solved, options, &runner);
    let comparison = set.compare();
    Ok(Outcome {
        comparison,
        findings,
        refused,
        solver: Raw.name(),
    })
}

/// Today and the options with their plans.
struct Set<'a> {
    worlds: &'a [World<'a>],
    solved: &'a [Solved],
    /// Today, then one for each world.
    members: Vec<Member<'a>>,
    reference: usize,
    options: &'a Options,
    runner: &'a Runner<'a>,
}

/// An option: a plan in a world.
struct Member<'a> {
    name: &'a str,
    kind: OptionKind,
    /// The world that it is in; today is in that of the model as it is.
    world: usize,
    /// The plan that is recommended, and the best one in any amounts; `None` where there is none.
    plan: Option<world::Plans>,
}

impl<'a> Set<'a> {
    fn new(
        worlds: &'a [World<'a>],
        solved: &'a [Solved],
        options: &'a Options,
        runner: &'a Runner<'a>,
    ) -> Self {
        let today = Member {
            name: TODAY,
            kind: OptionKind::Today,
            world: 0,
            plan: Some(world::Plans::today(&worlds[0].instance)),
        };
        let planned = worlds.iter().zip(solved).enumerate();
        let planned = planned.map(|(index, (world, solved))| Member {
            name: world.name,
            kind: if index == 0 {
                OptionKind::Base
            } else {
                OptionKind::Scenario
            },
            world: index,
            plan: solved.plans.clone(),
        });
        let members: Vec<Member<'a>> = std::iter::once(today).chain(planned).collect();
        let wanted = options.reference.as_deref().unwrap_or(TODAY);
        let reference = members.iter().position(|member| member.name == wanted);
        Set {
            worlds,
            solved,
            members,
            reference: reference.unwrap_or(0),
            options,
            runner,
        }
    }

    fn world(&self, member: usize) -> &'a World<'a> {
        &self.worlds[self.members[member].world]
    }

    /// The community whose value options are compared by.
    fn valuing(&self) -> &'a World<'a> {
        self.world(self.reference)
    }

    fn compare(&self) -> Comparison {
        let draws = self
            .options
            .samples
            .unwrap_or_else(|| usual_draws(&self.worlds[0].instance));
        let figures: Vec<Figures<'_>> = self
            .worlds
            .iter()
            .map(|world| Figures::new(world.model, &world.effects, &world.instance))
            .collect();
        let drawn = drawn::draw(self, &figures, draws);
        let regrets = regret::regrets(self);
        let money = money::money(self);
        let mut comparison = table::comparison(self, &drawn);
        comparison.draws = (draws, drawn.done);
        comparison.one_unit = self.one_unit();
        self.largest(&mut comparison, &regrets);
        comparison.regrets = regrets;
        comparison.money = money;
        comparison.interrupted = self.runner.is_stopped();
        comparison
    }

    /// Whether all worlds value gains in one unit.
    fn one_unit(&self) -> bool {
        let per = |world: &World<'_>| world.model.settings().value.per;
        self.worlds
            .iter()
            .all(|world| per(world) == per(&self.worlds[0]))
    }

    /// Fills in the largest regret of each plan, and whose is least.
    fn largest(&self, comparison: &mut Comparison, regrets: &[Regret]) {
        if !comparison.one_unit {
            return;
        }
        let mut by_plan: BTreeMap<usize, Vec<&Regret>> = BTreeMap::new();
        // A world without a plan has none that another could fall short of.
        let told = |regret: &&Regret| self.members[regret.world].plan.is_some();
        for regret in regrets.iter().filter(told) {
            by_plan.entry(regret.plan).or_default().push(regret);
        }
        // A plan that goes past no limit anywhere comes before any that does.
        let mut least: Option<(bool, f64, usize)> = None;
        for (plan, rows) in by_plan {
            let told: Option<Vec<(usize, f64)>> = rows
                .iter()
                .map(|row| row.found.as_ref().map(|found| (row.world, found.regret)))
                .collect();
            let largest = told.and_then(|told| {
                let larger = |one: (usize, f64), other: (usize, f64)| {
                    if other.1 > one.1 { other } else { one }
                };
                told.into_iter().reduce(larger)
            });
            let (Some((world, regret)), Some(value)) =
                (largest, comparison.options[plan].value.as_mut())
            else {
                continue;
            };
            value.largest_regret = Some(regret);
            value.worst_world = Some(world);
            let breaks = |row: &&Regret| {
                row.found
                    .as_ref()
                    .is_none_or(|found| !found.breaks.is_empty())
            };
            let past = rows.iter().any(breaks);
            let better = least.is_none_or(|(other_past, other, _)| {
                (other_past && !past) || (other_past == past && regret < other - SAME * other.abs())
            });
            if better {
                least = Some((past, regret, plan));
            }
        }
        comparison.least_regret = least.map(|(.., plan)| plan);
    }

    fn status(&self, member: usize) -> Status {
        match self.members[member].kind {
            OptionKind::Today => Status::Optimal,
            OptionKind::Base | OptionKind::Scenario => {
                self.solved[self.members[member].world].status
            }
        }
    }
}

/// Regrets this close, relative, are a tie, which goes to the earlier option.
const SAME: f64 = 1e-9;
