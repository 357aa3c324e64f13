//! Models in a few lines: effects as given, one place, one group, one resource unless more are asked for.

use trefoil::diagnostic::Diagnostics;
use trefoil::domain::AS_GIVEN;
use trefoil::domain::{
    Activity, Allocation, Band, Baseline, Conversion, Direction, EffectUnit, EvaluationSettings,
    Evidence, EvidenceSettings, Finite, Group, GroupId, Indicator, IndicatorId, Measure, Measured,
    Model, MoveSettings, Need, NonNegative, Overlap, Partner, PartnerId, Place, PlaceId,
    PolicySettings, Pool, PoolId, Positive, Practice, PracticeId, PriceSettings, Provenance,
    RangeSettings, Recommendation, Resource, ResourceClass, ResourceId, ResponseForm,
    ResponsePoint, Restriction, Rule, RuleId, RuleKind, Settings, Share, StudyId, Tables, Unit,
    ValueSettings,
};
use trefoil::engine::backend::{Backend, Limits, Raw, Reference};
use trefoil::engine::{
    EngineError, EngineOptions, Flow, Form, Instance, Problem, lp_text, recommend,
};
use trefoil::evidence::effects;

/// The place of every sketch.
pub const TOWN: &str = "town";
/// The group of every sketch.
pub const ALL: &str = "all";
/// The percent indicator of [`Sketch::new`].
pub const READING: &str = "reading";
/// The resource of every sketch.
pub const DOLLARS: &str = "dollars";
/// The partner of every sketch.
pub const DISTRICT: &str = "district";

macro_rules! ids {
    ($($name:ident -> $kind:ident),+ $(,)?) => {$(
        pub fn $name(text: &str) -> $kind {
            $kind::new(text).expect("the tests write ids as ids are written")
        }
    )+};
}

ids! {
    indicator_id -> IndicatorId,
    place_id -> PlaceId,
    group_id -> GroupId,
    partner_id -> PartnerId,
    practice_id -> PracticeId,
    resource_id -> ResourceId,
    pool_id -> PoolId,
    rule_id -> RuleId,
    study_id -> StudyId,
}

pub fn amount(value: f64) -> NonNegative {
    NonNegative::new(value).expect("zero or more")
}

pub fn finite(value: f64) -> Finite {
    Finite::new(value).expect("finite")
}

pub fn share(value: f64) -> Share {
    Share::new(value).expect("a share")
}

/// A model being written down.
#[derive(Debug, Clone)]
pub struct Sketch {
    pub tables: Tables,
}

impl Sketch {
    /// A town with nothing measured yet. Effects add up: a hand can check them without an exponential.
    pub fn blank() -> Self {
        let value = ValueSettings {
            overlap: Overlap::Sum,
            ..ValueSettings::default()
        };
        let tables = Tables {
            groups: vec![Group {
                id: group_id(ALL),
                name: "All students".to_owned(),
                set: ALL.to_owned(),
                partition: true,
                provenance: Provenance::default(),
            }],
            ..Tables::new(Settings {
                name: "A sketch".to_owned(),
                description: None,
                currency: "USD".to_owned(),
                cycle: "one year".to_owned(),
                horizon: 1,
                value,
                policy: PolicySettings::default(),
                moves: MoveSettings::default(),
                evidence: EvidenceSettings::default(),
                prices: PriceSettings::default(),
                ranges: RangeSettings::default(),
                evaluation: EvaluationSettings::default(),
            })
        };
        Sketch { tables }
            .place(TOWN)
            .partner(DISTRICT)
            .resource(DOLLARS)
    }

    /// 1,000 people of whom 50 % read well and 60 % should: a gap of 100 people, each worth 0.01.
    pub fn new() -> Self {
        Sketch::blank()
            .indicator(READING, Unit::Percent)
            .baseline(READING, TOWN, 1000.0, 50.0, 60.0)
    }

    pub fn with(mut self, change: impl FnOnce(&mut Tables)) -> Self {
        change(&mut self.tables);
        self
    }

    pub fn value(self, change: impl FnOnce(&mut ValueSettings)) -> Self {
        self.with(|tables| change(&mut tables.settings.value))
    }

    pub fn place(self, id: &str) -> Self {
        self.with(|tables| {
            tables.places.push(Place {
                id: place_id(id),
                name: id.to_owned(),
                fidelity: None,
                provenance: Provenance::default(),
            });
        })
    }

    pub fn partner(self, id: &str) -> Self {
        self.with(|tables| {
            tables.partners.push(Partner {
                id: partner_id(id),
                name: id.to_owned(),
                provenance: Provenance::default(),
            });
        })
    }

    pub fn resource(self, id: &str) -> Self {
        self.with(|tables| {
            tables.resources.push(Resource {
                id: resource_id(id),
                class: ResourceClass::Treasure,
                unit: if id == DOLLARS { "USD" } else { "units" }.to_owned(),
                name: id.to_owned(),
                step: None,
                switching: None,
                provenance: Provenance::default(),
            });
        })
    }

    /// Higher is better, no ceiling but that of a percentage, no grade.
    pub fn indicator(self, id: &str, unit: Unit) -> Self {
        self.with(|tables| {
            tables.indicators.push(Indicator {
                id: indicator_id(id),
                goal: "a goal".to_owned(),
                outcome: "an outcome".to_owned(),
                name: id.to_owned(),
                unit,
                direction: Direction::Increase,
                grade: None,
                sd: None,
                weight: None,
                ceiling: None,
                provenance: Provenance::default(),
            });
        })
    }

    pub fn baseline(
        self,
        indicator: &str,
        place: &str,
        people: f64,
        today: f64,
        target: f64,
    ) -> Self {
        self.with(|tables| {
            tables.baselines.push(Baseline {
                indicator: indicator_id(indicator),
                place: place_id(place),
                group: group_id(ALL),
                population: amount(people),
                baseline: finite(today),
                target: Some(finite(target)),
                year: None,
                provenance: Provenance::default(),
            });
        })
    }

    /// A practice for one grade, linear, that needs `dollars` a participant (0: name its needs apart).
    pub fn practice(self, id: &str, dollars: f64) -> Self {
        let sketch = self.with(|tables| {
            tables.practices.push(Practice::plain(
                practice_id(id),
                id.to_owned(),
                Band { low: 3, high: 3 },
                Provenance::default(),
            ));
        });
        if dollars > 0.0 {
            sketch.need(id, DOLLARS, dollars)
        } else {
            sketch
        }
    }

    pub fn need(self, practice: &str, resource: &str, per_participant: f64) -> Self {
        self.with(|tables| {
            tables.needs.push(Need {
                practice: practice_id(practice),
                resource: resource_id(resource),
                per_participant: amount(per_participant),
                fixed: None,
                price_year: None,
                provenance: Provenance::default(),
            });
        })
    }

    /// Fewest participants with whom a practice runs, everywhere.
    pub fn least(self, practice: &str, participants: f64) -> Self {
        self.with(|tables| {
            for row in &mut tables.activities {
                if row.practice.as_str() == practice {
                    row.min_scale = Some(amount(participants));
                }
            }
        })
    }

    /// What running a practice takes of a resource that its participants need too.
    pub fn fixed(self, practice: &str, resource: &str, a_year: f64) -> Self {
        self.with(|tables| {
            for row in &mut tables.needs {
                if row.practice.as_str() == practice && row.resource.as_str() == resource {
                    row.fixed = Some(amount(a_year));
                }
            }
        })
    }

    /// What starting a practice takes once.
    pub fn once(self, practice: &str, resource: &str, cost: f64) -> Self {
        self.with(|tables| {
            for row in &mut tables.practices {
                if row.id.as_str() == practice {
                    row.one_time_cost = Some(amount(cost));
                    row.one_time_resource = Some(resource_id(resource));
                }
            }
        })
    }

    /// Lets one resource be had for another.
    pub fn conversion(self, from: &str, to: &str, rate: f64, cap: f64) -> Self {
        self.with(|tables| {
            tables.conversions.push(Conversion {
                from: resource_id(from),
                to: resource_id(to),
                rate: Positive::new(rate).expect("above zero"),
                cap: amount(cap),
                provenance: Provenance::default(),
            });
        })
    }

    /// A tabled response, by participants and effective participants.
    pub fn table(self, practice: &str, points: &[(f64, f64)]) -> Self {
        self.with(|tables| {
            for row in &mut tables.practices {
                if row.id.as_str() == practice {
                    row.response = ResponseForm::Table;
                }
            }
            for &(participants, effective) in points {
                tables.responses.push(ResponsePoint {
                    practice: practice_id(practice),
                    place: None,
                    participants: amount(participants),
                    effective_participants: amount(effective),
                    provenance: Provenance::default(),
                });
            }
        })
    }

    /// An effect in indicator units per participant, everywhere.
    pub fn effect(self, practice: &str, indicator: &str, points: f64) -> Self {
        self.evidence(practice, indicator, None, points)
    }

    pub fn evidence(
        self,
        practice: &str,
        indicator: &str,
        place: Option<&str>,
        points: f64,
    ) -> Self {
        self.with(|tables| {
            let study = format!("study-{:03}", tables.evidence.len());
            tables.evidence.push(Evidence {
                study: study_id(&study),
                practice: practice_id(practice),
                measured: Measured::Indicator(indicator_id(indicator)),
                place: place.map(place_id),
                group: None,
                effect: finite(points),
                effect_unit: EffectUnit::Points,
                standard_error: None,
                baseline: None,
                years_after: None,
                follow_up_years: None,
                follow_up_effect: None,
                scheme: Some(AS_GIVEN.to_owned()),
                rating: None,
                design: None,
                independent: None,
                sample: None,
                real_world: None,
                provenance: Provenance::default(),
            });
        })
    }

    pub fn activity(self, practice: &str, place: &str, capacity: f64) -> Self {
        self.with(|tables| {
            tables.activities.push(Activity {
                practice: practice_id(practice),
                place: place_id(place),
                capacity: Some(amount(capacity)),
                min_scale: None,
                participants_today: None,
                protected: false,
                provenance: Provenance::default(),
            });
        })
    }

    /// A practice with its reading effect and its activity in town, at once.
    pub fn program(self, id: &str, dollars: f64, points: f64, capacity: f64) -> Self {
        self.practice(id, dollars)
            .effect(id, READING, points)
            .activity(id, TOWN, capacity)
    }

    pub fn pool(self, id: &str, dollars: f64) -> Self {
        self.pool_of(id, DISTRICT, DOLLARS, dollars)
    }

    pub fn pool_of(self, id: &str, partner: &str, resource: &str, held: f64) -> Self {
        self.with(|tables| {
            tables.pools.push(Pool {
                id: pool_id(id),
                partner: partner_id(partner),
                resource: resource_id(resource),
                amount: amount(held),
                recurring: true,
                max_moved: None,
                provenance: Provenance::default(),
            });
        })
    }

    /// Lets a pool give to a practice, and to nothing that no such line names.
    pub fn only(self, pool: &str, practice: &str) -> Self {
        self.with(|tables| {
            tables.restrictions.push(Restriction {
                pool: pool_id(pool),
                practice: Some(practice_id(practice)),
                place: None,
                provenance: Provenance::default(),
            });
        })
    }

    /// What a pool gives to a practice in town today.
    pub fn gives(self, pool: &str, practice: &str, given: f64) -> Self {
        self.with(|tables| {
            tables.allocations.push(Allocation {
                pool: pool_id(pool),
                practice: practice_id(practice),
                place: place_id(TOWN),
                amount: amount(given),
                locked: false,
                provenance: Provenance::default(),
            });
        })
    }

    /// Locks what a practice is given today.
    pub fn locked(self, practice: &str) -> Self {
        self.with(|tables| {
            for row in &mut tables.allocations {
                row.locked |= row.practice.as_str() == practice;
            }
        })
    }

    /// Largest share of every pool that may move.
    pub fn max_moved(self, most: f64) -> Self {
        self.with(|tables| {
            for row in &mut tables.pools {
                row.max_moved = Some(share(most));
            }
        })
    }

    /// A rule about these practices; none is every one.
    pub fn rule(self, id: &str, kind: RuleKind, practices: &[&str]) -> Self {
        self.with(|tables| {
            tables.rules.push(Rule {
                id: rule_id(id),
                kind,
                practices: practices.iter().map(|id| practice_id(id)).collect(),
                places: Vec::new(),
                groups: Vec::new(),
                partners: Vec::new(),
                provenance: Provenance::default(),
            });
        })
    }

    pub fn build(self) -> Built {
        Built::new(self.tables)
    }
}

pub fn fund(least: f64) -> RuleKind {
    RuleKind::Fund {
        limit: Some(finite(least)),
    }
}

pub fn floor(indicator: &str, points: f64) -> RuleKind {
    RuleKind::Floor {
        indicator: Some(indicator_id(indicator)),
        limit: finite(points),
    }
}

pub fn at_most(most: f64) -> RuleKind {
    RuleKind::AtMost {
        measure: Measure::Participants,
        limit: finite(most),
    }
}

pub fn at_least(least: f64) -> RuleKind {
    RuleKind::AtLeast {
        measure: Measure::Participants,
        limit: finite(least),
    }
}

pub fn at_least_dollars(least: f64) -> RuleKind {
    RuleKind::AtLeast {
        measure: Measure::Amount(resource_id(DOLLARS)),
        limit: finite(least),
    }
}

/// A valid model with its instance.
#[derive(Debug, Clone)]
pub struct Built {
    pub model: Model,
    pub instance: Instance,
}

/// The model of the tables. A pool may hold less than it gives today only by a change of a base model
/// that is whole.
fn valid(tables: Tables) -> Result<Model, Diagnostics> {
    let mut base = tables.clone();
    for pool in &mut base.pools {
        let given = base.allocations.iter().filter(|row| row.pool == pool.id);
        let given: f64 = given.map(|row| row.amount.get()).sum();
        pool.amount = amount(pool.amount.get().max(given));
    }
    let (model, _warnings) = Model::new(base)?;
    model.with(|rows| *rows = tables)
}

impl Built {
    /// Whether the tables make a model.
    pub fn accepts(tables: &Tables) -> bool {
        valid(tables.clone()).is_ok()
    }

    pub fn new(tables: Tables) -> Self {
        let model = valid(tables).expect("the tests write valid models");
        let effects = effects(&model).expect("the tests use known ratings");
        let instance = Instance::new(&model, &effects);
        Built { model, instance }
    }

    pub fn try_recommend(
        &self,
        backend: &dyn Backend,
        form: Form,
    ) -> Result<Recommendation, EngineError> {
        let options = EngineOptions {
            backend,
            form,
            limits: Limits::default(),
        };
        recommend(&self.model, &self.instance, options, &mut |_| {
            Flow::Continue
        })
    }

    /// The recommendation that a person would get.
    pub fn recommend(&self) -> Recommendation {
        self.try_recommend(&Raw, Form::Reduced)
            .expect("the engine answers")
    }

    /// The recommendations of both backends in both forms.
    pub fn recommend_every_way(&self) -> [Recommendation; 4] {
        let backends: [&dyn Backend; 2] = [&Raw, &Reference];
        let ways = [
            (backends[0], Form::Reduced),
            (backends[0], Form::PerArc),
            (backends[1], Form::Reduced),
            (backends[1], Form::PerArc),
        ];
        ways.map(|(backend, form)| {
            self.try_recommend(backend, form)
                .unwrap_or_else(|error| panic!("{} in the form {form:?}: {error}", backend.name()))
        })
    }

    /// The first stage's program before any solve, as text.
    pub fn lp_text(&self) -> String {
        lp_text(&self.instance, &Problem::new(&self.instance, Form::Reduced))
    }
}

/// Value of the plan.
pub fn value(result: &Recommendation) -> f64 {
    result.value.as_ref().expect("there is a plan").plan
}

/// Participants of a practice in the plan, over all its places.
pub fn participants(result: &Recommendation, practice: &str) -> f64 {
    let mine = |id: &PracticeId| id.as_str() == practice;
    result
        .practices
        .iter()
        .find(|row| mine(&row.practice))
        .expect("a practice of the model")
        .plan
}

/// Asserts that two numbers are as near as a certified plan is to the optimum: the second stage may give
/// up half a millionth of the value for fewer moves.
#[track_caller]
pub fn assert_close(found: f64, expected: f64) {
    assert_within(found, expected, 3e-6 * expected.abs().max(1e-3));
}

#[track_caller]
pub fn assert_within(found: f64, expected: f64, tolerance: f64) {
    assert!(
        (found - expected).abs() <= tolerance,
        "{found} instead of {expected} (tolerance {tolerance:e})"
    );
}
