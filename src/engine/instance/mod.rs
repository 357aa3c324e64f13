//! The model as numbers: activities, cells, pools and rules by position, with today worked out.
//!
//! Everything downstream (formulation, evaluation, verification, explanation) reads this one
//! description. Positions are internal: they follow the order of the keys and are never written out.

mod activity;
mod cell;
mod change;
mod entry;
mod need;
mod offer;
mod pool;
mod prices;
mod reach;
mod response;
mod rule;
mod target;

pub use need::NeedAt;
pub use offer::{OfferTerm, Offers};
pub use rule::{Demand, RuleData};

pub use reach::counted;

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostics;
use crate::domain::{
    ActivityId, Basis, Effect, Effects, GroupId, IndicatorId, LEAST_STEPS, MONEY_STEP, Model,
    NonNegative, PlaceId, PolicySettings, PoolId, ResourceClass, ResourceId, STAFF_STEP, Unit,
    ValueSettings,
};

/// Position of an activity in [`Instance::activities`].
pub type ActivityIndex = usize;
/// Position of a cell in [`Instance::cells`].
pub type CellIndex = usize;
/// Position of a pool in [`Instance::pools`].
pub type PoolIndex = usize;
/// Position of a resource in [`Instance::resources`].
pub type ResourceIndex = usize;
/// Position of a conversion in [`Instance::conversions`].
pub type ConversionIndex = usize;
/// Position of a rule in [`Instance::rules`].
pub type RuleIndex = usize;

/// Share by which a slope must rise to count as rising: tables are written with rounded figures.
const RISES: f64 = 1e-9;

/// A stretch of a response on which each further participant gains the same.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Segment {
    /// Participants in the stretch.
    pub width: f64,
    /// Effective participants per participant, zero or more. Where it rises from one segment to the next,
    /// the order in which they fill takes integers.
    pub slope: f64,
}

/// A practice at a place.
#[derive(Debug, Clone, PartialEq)]
pub struct ActivityData {
    /// Its id.
    pub id: ActivityId,
    /// x⁰: participants today.
    pub today: f64,
    /// Most participants.
    pub capacity: f64,
    /// Whether the capacity was filled in.
    pub capacity_is_default: bool,
    /// Most participants that capacity and all the pools that may give to it could ever allow, with slack
    /// so that it never hides a price.
    pub most: f64,
    /// The same without slack: no plan has more.
    pub within_reach: f64,
    /// Fewest participants with whom it runs, where running is a choice that takes an integer: it has a
    /// least scale, or running takes something or counts in a rule. 0 where it is not.
    pub least: f64,
    /// The response, in order.
    pub segments: Vec<Segment>,
    /// Largest distance of the smooth response from its chords, in effective participants.
    pub chord_error: f64,
    /// What it needs, by resource.
    pub needs: Vec<NeedAt>,
    /// What it does, by cell.
    pub benefits: Vec<(CellIndex, f64)>,
    /// The rule that excludes it.
    pub excluded_by: Option<RuleIndex>,
    /// Whether no study speaks of its practice.
    pub never_evaluated: bool,
}

impl ActivityData {
    /// Whether running takes an integer: x = 0, or x at least [`ActivityData::least`].
    #[must_use]
    pub fn has_switch(&self) -> bool {
        self.least > 0.0
    }

    /// First segments of the stretches on which the response does not rise: more than one where its slopes
    /// rise in between, so that an integer must hold the order.
    #[must_use]
    pub fn stretches(&self) -> Vec<usize> {
        let rises = |&segment: &usize| {
            segment == 0
                || self.segments[segment].slope > self.segments[segment - 1].slope * (1.0 + RISES)
        };
        (0..self.segments.len()).filter(rises).collect()
    }

    /// h(x): effective participants of `participants`, along the chords.
    #[must_use]
    pub fn response(&self, participants: f64) -> f64 {
        ActivityData::along(&self.segments, participants)
    }

    /// Effective participants of `participants` along the chords of a response.
    fn along(segments: &[Segment], participants: f64) -> f64 {
        let mut left = participants;
        let mut effective = 0.0;
        for segment in segments {
            let filled = left.clamp(0.0, segment.width);
            effective += filled * segment.slope;
            left -= filled;
        }
        effective
    }

    /// Slope of the response just above `participants`; at capacity that of the last participant.
    #[must_use]
    pub fn slope_above(&self, participants: f64) -> f64 {
        let mut end = 0.0;
        for segment in &self.segments {
            end += segment.width;
            if participants < end * (1.0 - 1e-9) {
                return segment.slope;
            }
        }
        self.segments.last().map_or(0.0, |segment| segment.slope)
    }
}

/// What one activity does to a cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Term {
    /// The activity.
    pub activity: ActivityIndex,
    /// reach · e · persist: people per effective participant, or per participant where it is a harm.
    pub gain: f64,
    /// The effect it rests on, a position in [`Instance::effects`].
    pub effect: usize,
    /// Derivative of `gain` in that effect.
    pub sensitivity: f64,
    /// reach · persist: what one unit of the converted effect comes to.
    pub reach: f64,
}

/// An indicator at a place for a group in an arrival year.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// The indicator.
    pub indicator: IndicatorId,
    /// The place.
    pub place: PlaceId,
    /// The group.
    pub group: GroupId,
    /// Arrival year τ, 0 is the plan's own.
    pub years: u32,
    /// Unit of the indicator.
    pub unit: Unit,
    /// +1 where higher is better, −1 where lower is.
    pub sign: f64,
    /// Indicator units per unit of y and person: 100 for percent, the SD for a score, 1 otherwise.
    pub points_per_person: f64,
    /// n: people measured in one year; 1 for a count.
    pub people: f64,
    /// People measured, also for a count.
    pub population: f64,
    /// Baseline in indicator units, raw direction.
    pub baseline: f64,
    /// Share of people on the better side of the line today, of a percent; 0 for other units.
    pub level: f64,
    /// Share of a practice's effect that the place obtains.
    pub fidelity: f64,
    /// Target in indicator units, raw direction.
    pub target: f64,
    /// Whether the target was filled in.
    pub target_is_default: bool,
    /// gap: gain that reaches the target.
    pub gap: f64,
    /// room: gain that reaches the ceiling; `None` without a ceiling.
    pub room: Option<f64>,
    /// δ^τ W: value of one unit of gain; 0 where the cell is reported only.
    pub weight: f64,
    /// Whether it counts in the value.
    pub counted: bool,
    /// What activities are expected to do to it.
    pub terms: Vec<Term>,
    /// What activities may do to it that is expected to be nothing: only its uncertainty counts.
    pub doubtful: Vec<Term>,
    /// Most that something beside the activities may change it by, either way; 0 but where proposals are valued.
    pub beside: f64,
    /// Basis of the baseline row.
    pub basis: Option<Basis>,
}

/// What a pool gives to one activity today.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Arc {
    /// The activity.
    pub activity: ActivityIndex,
    /// a⁰, in the resource's unit.
    pub amount: f64,
    /// Whether it must not be lowered.
    pub locked: bool,
}

/// A pool.
#[derive(Debug, Clone, PartialEq)]
pub struct PoolData {
    /// Its id.
    pub id: PoolId,
    /// What it is of.
    pub resource: ResourceIndex,
    /// A_f.
    pub amount: f64,
    /// Σ_a a⁰: allocated today.
    pub today: f64,
    /// Least unit of its flows inside the problem, so that a pool without anything has a price all the same; 0 for
    /// pools of the model, which are left out where they have nothing.
    pub least_unit: f64,
    /// κ: cost of adding one unit, in units.
    pub switching: f64,
    /// Largest share of what it gives today that may be taken away.
    pub max_moved: f64,
    /// Most that may be taken from activities that no rule excludes.
    pub may_move: f64,
    /// Today's arcs, by activity.
    pub arcs: Vec<Arc>,
    /// Whether restrictions name what it may add to.
    pub restricted: bool,
    /// Activities it may add to, by activity.
    pub may_add: Vec<ActivityIndex>,
    /// Activities that it may give something converted to, by conversion and activity.
    pub may_convert: Vec<(ConversionIndex, ActivityIndex)>,
}

impl PoolData {
    /// Whether a scenario left it less than it gives today.
    #[must_use]
    pub fn is_cut(&self) -> bool {
        self.amount < self.today * (1.0 - pool::SAME_AMOUNT)
    }

    /// Unit in which its flows are measured inside the problem: the larger of its amount and today's use.
    #[must_use]
    pub fn scale(&self) -> f64 {
        self.amount.max(self.today).max(self.least_unit)
    }

    /// Whether it can add anything, or is asked what it would be worth if it could.
    #[must_use]
    pub fn adds(&self) -> bool {
        self.amount.max(self.least_unit) > 0.0
    }
}

/// In which amounts a resource moves.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct StepSize {
    /// A move is a multiple of this; 0: any amount.
    pub step: f64,
    /// Least amount of a move.
    pub least: f64,
}

/// A resource that can be had for another.
#[derive(Debug, Clone, PartialEq)]
pub struct ConversionData {
    /// What is given up.
    pub from: ResourceIndex,
    /// What is had for it.
    pub to: ResourceIndex,
    /// Units of `to` for one of `from`.
    pub rate: f64,
    /// Most of `from` that all pools together may convert.
    pub cap: f64,
}

/// A model and its effects as numbers.
#[derive(Debug, Clone)]
pub struct Instance {
    /// How gains become value.
    pub value: ValueSettings,
    /// Policy defaults.
    pub policy: PolicySettings,
    /// Activities by key.
    pub activities: Vec<ActivityData>,
    /// Cells by key; those that nothing reaches too, since they take part in the weights.
    pub cells: Vec<Cell>,
    /// Pools by key.
    pub pools: Vec<PoolData>,
    /// Conversions by key.
    pub conversions: Vec<ConversionData>,
    /// Resources by key.
    pub resources: Vec<ResourceId>,
    /// In which amounts each resource moves, where moves are held to steps.
    pub steps: Vec<StepSize>,
    /// Most moves of one partner, where moves are held to steps.
    pub most_moves: Option<u32>,
    /// Rules by key.
    pub rules: Vec<RuleData>,
    /// The effects that the cells' terms rest on.
    pub effects: Vec<Effect>,
    /// Whether the effect of that position meets any people measured.
    pub arrives: Vec<bool>,
    /// Indicators that no practice can move.
    pub tracked: Vec<IndicatorId>,
    /// Σ δ^τ W gap: worth of closing every gap.
    pub all_gaps: f64,
    /// What was filled in or could not be checked.
    pub findings: Diagnostics,
}

impl Instance {
    /// Works out today, who is served and what counts (FORMULATION 1 to 4).
    #[must_use]
    pub fn new(model: &Model, effects: &Effects) -> Self {
        let mut findings = Diagnostics::new();
        let positions = Positions::new(model);
        let populations = reach::Populations::new(model);
        let (mut activities, used_effects) =
            activity::build(model, effects, &positions, &populations, &mut findings);
        let cell::Built {
            mut cells,
            tracked,
            arrives,
        } = cell::build(
            model,
            &used_effects,
            &activities,
            &populations,
            &mut findings,
        );
        cell::weigh(model, model.settings().value.per, &mut cells);
        for (index, cell) in cells.iter().enumerate() {
            for term in &cell.terms {
                activities[term.activity].benefits.push((index, term.gain));
            }
        }
        let rules = rule::build(model, &positions, &activities, &cells, &tracked);
        for (index, rule) in rules.iter().enumerate() {
            if let Demand::Exclude(excluded) = &rule.demand {
                for &activity in excluded {
                    activities[activity].excluded_by.get_or_insert(index);
                }
            }
        }
        activity::switches(&rules, &mut activities);
        prices::notes(model, &mut findings);
        let conversions = pool::conversions(model, &positions);
        let pools = pool::build(model, &positions, &activities, &conversions);
        pool::limit(&pools, &conversions, &mut activities);
        let all_gaps = cell::all_gaps(&cells);
        Instance {
            value: model.settings().value.clone(),
            policy: model.settings().policy.clone(),
            activities,
            cells,
            pools,
            conversions,
            resources: model
                .tables()
                .resources
                .iter()
                .map(|row| row.id.clone())
                .collect(),
            steps: steps(model),
            most_moves: model.settings().moves.most_per_partner,
            rules,
            effects: effects.all().to_vec(),
            arrives,
            tracked,
            all_gaps,
            findings,
        }
    }

    /// max(|value|, a thousandth of all gaps' worth): what gaps are relative to.
    #[must_use]
    pub fn scale(&self, value: f64) -> f64 {
        let least = 1e-3 * self.all_gaps;
        let scale = value.abs().max(least);
        if scale > 0.0 { scale } else { 1.0 }
    }

    /// What a floor's breach is relative to: its limit, or a thousandth of its people.
    #[must_use]
    pub fn floor_size(&self, cells: &[CellIndex], least: f64) -> f64 {
        let people = cells.iter().map(|&cell| self.cells[cell].people);
        least.abs().max(1e-3 * people.fold(1.0, f64::max))
    }

    /// Whether a plan makes choices that take integers.
    #[must_use]
    pub fn has_integers(&self) -> bool {
        let mut activities = self.activities.iter();
        activities.any(|activity| activity.has_switch() || activity.stretches().len() > 1)
    }

    /// Participants of every activity today.
    #[must_use]
    pub fn today(&self) -> Vec<f64> {
        self.activities
            .iter()
            .map(|activity| activity.today)
            .collect()
    }
}

/// In which amounts each resource moves: its own, or what the settings say of money and of staff.
fn steps(model: &Model) -> Vec<StepSize> {
    let settings = &model.settings().moves;
    let stated = |value: Option<NonNegative>| value.map(NonNegative::get);
    let rows = model.tables().resources.iter();
    rows.map(|row| {
        let pools = model.tables().pools.iter();
        let held: f64 = pools
            .filter(|pool| pool.resource == row.id)
            .map(|pool| pool.amount.get())
            .sum();
        let (step, usual, least) = match row.class {
            ResourceClass::Treasure => (
                settings.money_step,
                (held >= LEAST_STEPS * MONEY_STEP).then_some(MONEY_STEP),
                settings.least_money,
            ),
            ResourceClass::Talent => (
                settings.staff_step,
                row.unit.eq_ignore_ascii_case("FTE").then_some(STAFF_STEP),
                settings.least_staff,
            ),
            ResourceClass::Time => (None, None, None),
        };
        StepSize {
            step: stated(row.step.or(step)).or(usual).unwrap_or(0.0),
            least: stated(least).unwrap_or(0.0),
        }
    })
    .collect()
}

/// Positions of the ids of a model.
pub(crate) struct Positions<'a> {
    activities: BTreeMap<(&'a str, &'a str), ActivityIndex>,
    resources: BTreeMap<&'a str, ResourceIndex>,
}

impl<'a> Positions<'a> {
    fn new(model: &'a Model) -> Self {
        let tables = model.tables();
        Positions {
            activities: tables
                .activities
                .iter()
                .enumerate()
                .map(|(index, row)| ((row.practice.as_str(), row.place.as_str()), index))
                .collect(),
            resources: tables
                .resources
                .iter()
                .enumerate()
                .map(|(index, row)| (row.id.as_str(), index))
                .collect(),
        }
    }

    fn activity(&self, practice: &str, place: &str) -> Option<ActivityIndex> {
        self.activities.get(&(practice, place)).copied()
    }
}
