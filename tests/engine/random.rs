//! Random models: the generator's, with random changes, so that what it never writes is tried too.

use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};

use trefoil::app::generate::sized;
use trefoil::domain::AS_GIVEN;
use trefoil::domain::{
    Baseline, Conversion, Direction, EffectUnit, Finite, Group, IndicatorId, Measure, Overlap,
    Positive, PracticeId, Provenance, ResponseForm, ResponsePoint, Restriction, Rule, RuleKind,
    Serves, StudyId, Tables, Unit, ValuePer,
};
use trefoil::engine::Instance;

use super::sketch::{Built, DOLLARS, amount, finite, group_id, resource_id, rule_id, share};

/// The same cases in every run, unless the environment asks for others.
pub fn cases(count: u32) -> Config {
    let asked = Config::default();
    let named = |name: &str| std::env::var_os(name).is_some();
    Config {
        cases: if named("PROPTEST_CASES") {
            asked.cases
        } else {
            count
        },
        rng_seed: if named("PROPTEST_RNG_SEED") {
            asked.rng_seed
        } else {
            RngSeed::Fixed(20_260)
        },
        failure_persistence: None,
        ..asked
    }
}

/// A change of a generated model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Restrict,
    Switching,
    Loss,
    Overlapping,
    LossSlope,
    BeyondTarget,
    PerPerson,
    ReportingGroup,
    Partition,
    Harm,
    HarmOne,
    Decrease,
    Score,
    Count,
    Table,
    Quadratic,
    Linear,
    Stated,
    NoCapacity,
    NoTarget,
    MaxMoved,
    Lock,
    Protect,
    Grade,
    Serve,
    Fidelity,
    PlaceEffect,
    FreeNeed,
    More,
    Plenty,
    Few,
    AtMost,
    AtLeast,
    AtMostAmount,
    AtLeastAmount,
    FundToday,
    FloorUp,
    Exclude,
    Cut,
    SecondStudy,
    Unstudied,
    Convert,
    Scale,
    Fixed,
    Once,
    Rising,
    Requires,
    Excludes,
    AtMostRunning,
    AtLeastRunning,
}

use Kind::{
    AtLeast, AtLeastAmount, AtLeastRunning, AtMost, AtMostAmount, AtMostRunning, BeyondTarget,
    Convert, Count, Cut, Decrease, Exclude, Excludes, Few, Fidelity, Fixed, FloorUp, FreeNeed,
    FundToday, Grade, Harm, HarmOne, Linear, Lock, Loss, LossSlope, MaxMoved, More, NoCapacity,
    NoTarget, Once, Overlapping, Partition, PerPerson, PlaceEffect, Plenty, Protect, Quadratic,
    ReportingGroup, Requires, Restrict, Rising, Scale, Score, SecondStudy, Serve, Stated,
    Switching, Table, Unstudied,
};

/// Changes that take integers, without promises that today may break.
pub const CHOICES: [Kind; 12] = [
    Scale, Fixed, Once, Rising, Scale, Fixed, Once, Rising, Convert, More, Plenty, Few,
];

/// Changes that take integers, and others beside them that bear on what runs.
pub const CHOICES_AND_RULES: [Kind; 28] = [
    Scale,
    Fixed,
    Once,
    Rising,
    Requires,
    Excludes,
    AtMostRunning,
    AtLeastRunning,
    Scale,
    Fixed,
    Once,
    Rising,
    Convert,
    Restrict,
    Switching,
    HarmOne,
    Stated,
    MaxMoved,
    Lock,
    Overlapping,
    BeyondTarget,
    More,
    Plenty,
    Few,
    FundToday,
    FloorUp,
    Exclude,
    Cut,
];

/// Changes that today keeps to, and that more of a pool can only help.
pub const KEPT_BY_TODAY: [Kind; 39] = [
    SecondStudy,
    Unstudied,
    Restrict,
    Convert,
    Switching,
    Loss,
    Overlapping,
    LossSlope,
    BeyondTarget,
    PerPerson,
    ReportingGroup,
    Partition,
    Harm,
    HarmOne,
    Decrease,
    Score,
    Count,
    Table,
    Quadratic,
    Linear,
    Stated,
    NoCapacity,
    NoTarget,
    MaxMoved,
    Lock,
    Protect,
    Grade,
    Serve,
    Fidelity,
    PlaceEffect,
    FreeNeed,
    More,
    Plenty,
    Few,
    AtMost,
    AtLeast,
    AtMostAmount,
    AtLeastAmount,
    FundToday,
];

/// Changes that today may break, so that there may be no plan at all.
pub const ANY: [Kind; 42] = {
    let mut all = [FloorUp; 42];
    let mut position = 0;
    while position < KEPT_BY_TODAY.len() {
        all[position] = KEPT_BY_TODAY[position];
        position += 1;
    }
    all[40] = Exclude;
    all[41] = Cut;
    all
};

/// A change, what it is about (by position, wrapped around) and how large it is.
#[derive(Debug, Clone, Copy)]
pub struct Tweak {
    pub kind: Kind,
    pub pick: usize,
    pub size: f64,
}

/// How a random model is made: it prints as what makes it again.
#[derive(Debug, Clone)]
pub struct Recipe {
    pub practices: usize,
    pub places: usize,
    pub seed: u64,
    pub tweaks: Vec<Tweak>,
}

pub fn recipes(kinds: &'static [Kind]) -> impl Strategy<Value = Recipe> {
    let tweak = (
        proptest::sample::select(kinds),
        0..1_000_usize,
        0.0..1.0_f64,
    )
        .prop_map(|(kind, pick, size)| Tweak { kind, pick, size });
    (
        2..=5_usize,
        1..=3_usize,
        0..1_000_u64,
        proptest::collection::vec(tweak, 0..12),
    )
        .prop_map(|(practices, places, seed, tweaks)| Recipe {
            practices,
            places,
            seed,
            tweaks,
        })
}

/// Recipes with a handful of activities, so that every choice of what runs can be tried.
pub fn few_activities(kinds: &'static [Kind]) -> impl Strategy<Value = Recipe> {
    (recipes(kinds), 2..=4_usize).prop_map(|(recipe, practices)| Recipe {
        practices,
        places: if practices == 2 {
            recipe.places.min(2)
        } else {
            1
        },
        ..recipe
    })
}

impl Recipe {
    pub fn tables(&self) -> Tables {
        let mut tables = sized(self.practices, self.places, self.seed);
        for tweak in &self.tweaks {
            let mut changed = tables.clone();
            tweak.change(&mut changed);
            // A tweak that the model refuses after the ones before it is left out.
            if Built::accepts(&changed) {
                tables = changed;
            }
        }
        // Limits follow from where today stands after all other changes.
        let instance = Built::new(tables.clone()).instance;
        for (position, tweak) in self.tweaks.iter().enumerate() {
            let kind = tweak.rule(&tables, &instance);
            if let Some((kind, practice)) = kind {
                let pair = matches!(kind, RuleKind::Requires | RuleKind::Excludes);
                let mut rule = rule(&format!("rule-{position:02}"), kind, practice);
                if pair {
                    let other = tweak.pick / 7 % tables.practices.len();
                    rule.practices.push(tables.practices[other].id.clone());
                }
                tables.rules.push(rule);
                if !Built::accepts(&tables) {
                    tables.rules.pop();
                }
            }
        }
        tables
    }

    pub fn built(&self) -> Built {
        Built::new(self.tables())
    }
}

fn rule(id: &str, kind: RuleKind, practice: Option<PracticeId>) -> Rule {
    Rule {
        id: rule_id(id),
        kind,
        practices: practice.into_iter().collect(),
        places: Vec::new(),
        groups: Vec::new(),
        partners: Vec::new(),
        provenance: Provenance::default(),
    }
}

impl Tweak {
    fn at(self, count: usize) -> usize {
        self.pick % count.max(1)
    }

    /// An indicator that some practice moves.
    fn indicator(self, tables: &Tables) -> IndicatorId {
        tables.evidence[self.at(tables.evidence.len())]
            .measured
            .indicator()
            .expect("random models measure indicators")
            .clone()
    }

    pub fn change(self, tables: &mut Tables) {
        let size = self.size;
        match self.kind {
            Restrict => {
                let pool = tables.pools[self.at(tables.pools.len())].id.clone();
                let practice = tables.practices[self.pick / 7 % tables.practices.len()]
                    .id
                    .clone();
                let row = Restriction {
                    pool,
                    practice: Some(practice),
                    place: None,
                    provenance: tables.pools[0].provenance.clone(),
                };
                if !tables.restrictions.contains(&row) {
                    tables.restrictions.push(row);
                }
            }
            Switching => {
                let at = self.at(tables.resources.len());
                tables.resources[at].switching = Some(amount(0.3 * size));
            }
            Overlapping => tables.settings.value.overlap = Overlap::Sum,
            LossSlope => tables.settings.value.loss_slope = 1.0 + 2.0 * size,
            BeyondTarget => {
                tables.settings.value.beyond_target_slope = (1.2 * size - 0.1).clamp(0.0, 1.0);
            }
            PerPerson => tables.settings.value.per = ValuePer::Person,
            ReportingGroup => watch(tables, &format!("watched-{}", self.pick), size),
            Partition => {
                let indicator = self.indicator(tables);
                split_in_two(tables, &indicator, 0.2 + 0.6 * size);
            }
            Harm => {
                let practice = tables.practices[self.at(tables.practices.len())].id.clone();
                for row in &mut tables.evidence {
                    if row.practice == practice {
                        row.effect = finite(-row.effect.get().abs());
                    }
                }
            }
            HarmOne => {
                let at = self.at(tables.evidence.len());
                let effect = tables.evidence[at].effect.get();
                tables.evidence[at].effect = finite(-effect * (0.5 + size));
            }
            Decrease => decrease(tables, &self.indicator(tables), size < 0.7),
            Score => {
                let indicator = self.indicator(tables);
                for row in &mut tables.indicators {
                    if row.id == indicator && row.unit == Unit::Percent {
                        row.unit = Unit::Score;
                        row.sd = Positive::new(5.0 + 20.0 * size);
                        row.ceiling = ceiling(row.direction, size);
                    }
                }
            }
            Count => count(tables, &self.indicator(tables), size),
            Table => {
                let at = self.at(tables.practices.len());
                let practice = tables.practices[at].id.clone();
                tables.practices[at].response = ResponseForm::Table;
                tables.practices[at].response_last = None;
                if tables.responses.iter().any(|row| row.practice == practice) {
                    return;
                }
                let width = 20.0 + 100.0 * size;
                for (participants, effective) in [(1.0, 0.9), (2.0, 1.5), (4.0, 2.0)] {
                    tables.responses.push(ResponsePoint {
                        practice: practice.clone(),
                        place: None,
                        participants: amount(width * participants),
                        effective_participants: amount(width * effective),
                        provenance: Provenance::default(),
                    });
                }
            }
            Quadratic | Linear => {
                let at = self.at(tables.practices.len());
                tables.practices[at].response = if self.kind == Linear {
                    ResponseForm::Linear
                } else {
                    ResponseForm::Quadratic
                };
                tables.practices[at].response_last = (self.kind != Linear).then(|| share(size));
            }
            Stated => {
                let at = self.at(tables.activities.len());
                let derived = Built::new(tables.clone()).instance;
                let id = &tables.activities[at];
                let derived = derived
                    .activities
                    .iter()
                    .find(|data| data.id.practice == id.practice && data.id.place == id.place)
                    .map_or(0.0, |data| data.today);
                // Also where nothing is recorded: then its needs cannot be checked.
                if derived > 0.0 || size > 0.7 {
                    tables.activities[at].participants_today =
                        Some(amount(derived.max(10.0) * (0.4 + size)));
                }
            }
            NoCapacity => {
                let at = self.at(tables.activities.len());
                tables.activities[at].capacity = None;
            }
            NoTarget => {
                let at = self.at(tables.baselines.len());
                tables.baselines[at].target = None;
            }
            MaxMoved => {
                let at = self.at(tables.pools.len());
                tables.pools[at].max_moved = Some(share(size));
            }
            Lock => {
                if !tables.allocations.is_empty() {
                    let at = self.at(tables.allocations.len());
                    tables.allocations[at].locked = true;
                }
            }
            Protect => {
                let at = self.at(tables.activities.len());
                tables.activities[at].protected = true;
            }
            Grade => {
                let indicator = self.indicator(tables);
                for row in &mut tables.indicators {
                    if row.id == indicator {
                        row.grade = Some((5.0 * size) as i32);
                    }
                }
            }
            Serve => serve(tables, self.at(tables.evidence.len()), size),
            Fidelity => {
                let at = self.at(tables.places.len());
                tables.places[at].fidelity = Some(share(size));
            }
            PlaceEffect => {
                let mut row = tables.evidence[self.at(tables.evidence.len())].clone();
                let place = tables.places[self.pick / 7 % tables.places.len()]
                    .id
                    .clone();
                let there = tables.evidence.iter().any(|other| {
                    other.practice == row.practice
                        && other.measured == row.measured
                        && other.place.as_ref() == Some(&place)
                });
                if row.place.is_none() && !there {
                    row.place = Some(place);
                    row.effect = finite(row.effect.get() * (2.0 * size - 0.5));
                    tables.evidence.push(row);
                }
            }
            // Two studies that disagree are pooled; the same key twice would be an error.
            SecondStudy => {
                let mut row = tables.evidence[self.at(tables.evidence.len())].clone();
                let study = StudyId::new(&format!("again-{}", tables.evidence.len()));
                row.study = study.expect("letters and digits");
                row.effect = finite(row.effect.get() * (2.0 * size - 0.5));
                tables.evidence.push(row);
            }
            Unstudied => {
                let at = self.at(tables.evidence.len());
                let practice = tables.evidence[at].practice.clone();
                if tables.evidence.iter().any(|row| row.practice != practice) {
                    tables.evidence.retain(|row| row.practice != practice);
                }
            }
            FreeNeed => {
                let at = self.at(tables.needs.len());
                tables.needs[at].per_participant = amount(0.0);
            }
            More => {
                let at = self.at(tables.pools.len());
                let more = tables.pools[at].amount.get() * (1.0 + 3.0 * size) + 1_000.0 * size;
                tables.pools[at].amount = amount(more);
            }
            // With this much to give, targets are reached and passed.
            Plenty => {
                tables.restrictions.clear();
                for row in &mut tables.pools {
                    row.amount = amount(row.amount.get() * (1.0 + 50.0 * size));
                }
            }
            // With so few people, programs overlap.
            Few => {
                for row in &mut tables.baselines {
                    row.population = amount((row.population.get() * (0.01 + 0.1 * size)).ceil());
                }
            }
            Cut => {
                let at = self.at(tables.pools.len());
                let less = tables.pools[at].amount.get() * (0.6 + 0.4 * size);
                tables.pools[at].amount = amount(less);
            }
            Convert => {
                let [from, to] = [self.pick, self.pick / 7 + 1]
                    .map(|pick| tables.resources[pick % tables.resources.len()].id.clone());
                let held: f64 = tables
                    .pools
                    .iter()
                    .filter(|pool| pool.resource == from)
                    .map(|pool| pool.amount.get())
                    .sum();
                tables.conversions.push(Conversion {
                    from,
                    to,
                    rate: Positive::new(0.01 + 2.0 * size * size).expect("above zero"),
                    cap: amount(held * 0.3 * size),
                    provenance: Provenance::default(),
                });
            }
            Scale => {
                let at = self.at(tables.activities.len());
                let most = Built::new(tables.clone()).instance.activities[at].capacity;
                tables.activities[at].min_scale = Some(amount(most * size));
            }
            Fixed => {
                let at = self.at(tables.needs.len());
                let each = tables.needs[at].per_participant.get();
                tables.needs[at].fixed = Some(amount((each + 1.0) * 60.0 * size));
            }
            Once => {
                let at = self.at(tables.practices.len());
                let resource = &tables.resources[self.pick / 7 % tables.resources.len()].id;
                tables.practices[at].one_time_resource = Some(resource.clone());
                let each = tables.needs.iter().find(|need| need.resource == *resource);
                let each = each.map_or(1.0, |need| need.per_participant.get());
                tables.practices[at].one_time_cost = Some(amount(each * 80.0 * size));
            }
            Rising => rise(tables, self.at(tables.practices.len()), size),
            Loss | AtMost | AtLeast | AtMostAmount | AtLeastAmount | FundToday | FloorUp
            | Exclude | Requires | Excludes | AtMostRunning | AtLeastRunning => {}
        }
    }

    /// The rule that this is, with the practice that it is about.
    fn rule(self, tables: &Tables, instance: &Instance) -> Option<(RuleKind, Option<PracticeId>)> {
        let practice = tables.practices[self.at(tables.practices.len())].id.clone();
        let mine = instance
            .activities
            .iter()
            .filter(|activity| activity.id.practice == practice);
        let people: f64 = mine.map(|activity| activity.today).sum();
        let dollars: f64 = instance
            .pools
            .iter()
            .filter(|pool| instance.resources[pool.resource].as_str() == DOLLARS)
            .flat_map(|pool| &pool.arcs)
            .filter(|arc| instance.activities[arc.activity].id.practice == practice)
            .map(|arc| arc.amount)
            .sum();
        let participants = || Measure::Participants;
        let money = || Measure::Amount(resource_id(DOLLARS));
        let floor = |limit| RuleKind::Floor {
            indicator: Some(self.indicator(tables)),
            limit: finite(limit),
        };
        let more = 1.0 + self.size;
        let kind = match self.kind {
            Loss => return Some((floor(-self.size), None)),
            FloorUp => return Some((floor(0.1 * self.size), None)),
            AtMost => RuleKind::AtMost {
                measure: participants(),
                limit: finite(people * more),
            },
            AtLeast => RuleKind::AtLeast {
                measure: participants(),
                limit: finite(people * self.size),
            },
            AtMostAmount => RuleKind::AtMost {
                measure: money(),
                limit: finite(dollars * more),
            },
            AtLeastAmount => RuleKind::AtLeast {
                measure: money(),
                limit: finite(dollars * self.size),
            },
            FundToday => RuleKind::Fund { limit: None },
            AtMostRunning | AtLeastRunning => {
                let limit = finite((3.0 * self.size).round());
                let measure = Measure::Activities;
                let kind = if self.kind == AtMostRunning {
                    RuleKind::AtMost { measure, limit }
                } else {
                    RuleKind::AtLeast { measure, limit }
                };
                return Some((kind, None));
            }
            Requires => RuleKind::Requires,
            Excludes => RuleKind::Excludes,
            Exclude => RuleKind::Exclude,
            _ => return None,
        };
        Some((kind, Some(practice)))
    }
}

/// A ceiling beyond every generated figure, or none.
fn ceiling(direction: Direction, size: f64) -> Option<Finite> {
    let best = match direction {
        Direction::Increase => 120.0,
        Direction::Decrease => -20.0,
    };
    (size < 0.6).then(|| finite(best))
}

/// Adds a group that is reported only, with its own rows of every indicator; no target changes.
pub fn watch(tables: &mut Tables, id: &str, part: f64) {
    if tables.groups.iter().any(|group| group.id.as_str() == id) {
        return;
    }
    tables.groups.push(Group {
        id: group_id(id),
        name: id.to_owned(),
        set: format!("set of {id}"),
        partition: false,
        provenance: Provenance::default(),
    });
    let watched: Vec<Baseline> = tables
        .baselines
        .iter()
        .filter(|row| row.group.as_str() == "all")
        .map(|row| Baseline {
            group: group_id(id),
            population: amount((row.population.get() * part).floor().max(1.0)),
            ..row.clone()
        })
        .collect();
    tables.baselines.extend(watched);
}

/// Replaces everybody by two groups that add up to everybody, for one indicator.
fn split_in_two(tables: &mut Tables, indicator: &IndicatorId, part: f64) {
    for (id, _) in [("boys", 0), ("girls", 1)] {
        if !tables.groups.iter().any(|group| group.id.as_str() == id) {
            tables.groups.push(Group {
                id: group_id(id),
                name: id.to_owned(),
                set: "gender".to_owned(),
                partition: true,
                provenance: Provenance::default(),
            });
        }
    }
    let whole: Vec<Baseline> = tables
        .baselines
        .extract_if(.., |row| {
            row.indicator == *indicator && row.group.as_str() == "all"
        })
        .collect();
    for row in whole {
        let people = row.population.get();
        for (id, part) in [("boys", part), ("girls", 1.0 - part)] {
            tables.baselines.push(Baseline {
                group: group_id(id),
                population: amount(people * part),
                baseline: finite(row.baseline.get() + if id == "boys" { -2.0 } else { 1.0 }),
                ..row.clone()
            });
        }
    }
}

/// A response that starts slowly, rises and flattens.
fn rise(tables: &mut Tables, at: usize, size: f64) {
    let practice = tables.practices[at].id.clone();
    if tables.responses.iter().any(|row| row.practice == practice) {
        return;
    }
    tables.practices[at].response = ResponseForm::Table;
    tables.practices[at].response_last = None;
    let width = 10.0 + 60.0 * size;
    for (participants, effective) in [(1.0, 0.2), (2.0, 1.5), (3.0, 1.7)] {
        tables.responses.push(ResponsePoint {
            practice: practice.clone(),
            place: None,
            participants: amount(width * participants),
            effective_participants: amount(width * effective),
            provenance: Provenance::default(),
        });
    }
}

/// Turns an indicator around; its effects with it where they are to stay good.
fn decrease(tables: &mut Tables, indicator: &IndicatorId, stays_good: bool) {
    for row in &mut tables.indicators {
        if row.id == *indicator {
            row.direction = match row.direction {
                Direction::Increase => Direction::Decrease,
                Direction::Decrease => Direction::Increase,
            };
            row.ceiling = row.ceiling.and(ceiling(row.direction, 0.0));
        }
    }
    for row in &mut tables.baselines {
        if row.indicator == *indicator {
            let today = row.baseline.get();
            row.target = row.target.map(|target| finite(2.0 * today - target.get()));
        }
    }
    for row in &mut tables.evidence {
        if row.measured.indicator() == Some(indicator) && stays_good {
            row.effect = finite(-row.effect.get());
        }
    }
}

/// Turns an indicator into a number for the whole place, its effects into numbers per participant.
fn count(tables: &mut Tables, indicator: &IndicatorId, size: f64) {
    for row in &mut tables.indicators {
        if row.id == *indicator {
            row.unit = Unit::Count;
            row.ceiling = ceiling(row.direction, size);
        }
    }
    for row in &mut tables.evidence {
        if row.measured.indicator() == Some(indicator) && row.scheme.as_deref() != Some(AS_GIVEN) {
            row.effect = finite(row.effect.get() / 10.0);
            row.effect_unit = EffectUnit::Points;
            row.scheme = Some(AS_GIVEN.to_owned());
            row.rating = None;
        }
    }
}

/// Says who is served by a practice, for one of its indicators: some now, some in two years.
fn serve(tables: &mut Tables, evidence: usize, size: f64) {
    let row = &tables.evidence[evidence];
    let (practice, indicator) = (row.practice.clone(), row.measured.indicator().cloned());
    if tables.serves.iter().any(|row| row.practice == practice) {
        return;
    }
    for (years, part) in [(0, size), (2, 1.0 - size)] {
        tables.serves.push(Serves {
            practice: practice.clone(),
            place: None,
            indicator: indicator.clone(),
            group: None,
            share: share(part),
            years_later: Some(years),
            provenance: Provenance::default(),
        });
    }
}
