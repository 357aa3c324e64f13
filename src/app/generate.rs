//! Seeded models and proposals of any size, for benches, tests and trying things out. Every figure is illustrative.

mod proposals;

pub use proposals::proposals;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::domain::{
    Activity, Allocation, Band, Baseline, Basis, Direction, EffectUnit, EvaluationSettings,
    Evidence, EvidenceSettings, Finite, Group, GroupId, Indicator, IndicatorId, Measured,
    MoveSettings, Need, NonNegative, Partner, PartnerId, Place, PlaceId, PolicySettings, Pool,
    PoolId, Practice, PracticeId, PriceSettings, Provenance, RangeSettings, Resource,
    ResourceClass, ResourceId, ResponseForm, Restriction, Settings, Share, StudyId, Tables, Unit,
    ValueSettings,
};

/// How large a generated model is: practices at places; 53 indicators, 20 pools and five response
/// segments in every size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// 20 practices at 3 places.
    S,
    /// 200 practices at 10 places.
    M,
    /// 1,000 practices at 50 places.
    L,
    /// 5,000 practices at 100 places.
    Xl,
}

impl Size {
    /// Practices and places.
    #[must_use]
    pub fn dimensions(self) -> (usize, usize) {
        match self {
            Size::S => (20, 3),
            Size::M => (200, 10),
            Size::L => (1_000, 50),
            Size::Xl => (5_000, 100),
        }
    }
}

/// Indicators of every generated model: the number that the first such partnership agreed on.
const INDICATORS: usize = 53;
/// Pools of every generated model.
const POOLS: usize = 20;
/// Share of the activities that are funded today.
const FUNDED: f64 = 0.4;

/// The tables of a generated model.
#[must_use]
pub fn tables(size: Size, seed: u64) -> Tables {
    let (practices, places) = size.dimensions();
    sized(practices, places, seed)
}

/// The tables of a generated model of `practices` at `places`.
#[must_use]
pub fn sized(practices: usize, places: usize, seed: u64) -> Tables {
    Generator {
        rng: ChaCha8Rng::seed_from_u64(seed),
    }
    .tables(seed, practices, places)
}

struct Generator {
    rng: ChaCha8Rng,
}

/// An id written in the program: a letter and a number, so always an id.
macro_rules! id {
    ($kind:ident, $($format:tt)+) => {
        $kind::new(&format!($($format)+)).unwrap_or_else(|| unreachable!("a lower-case letter and digits are an id"))
    };
}

fn amount(value: f64) -> NonNegative {
    NonNegative::new(value).unwrap_or_else(|| unreachable!("generated amounts are positive"))
}

fn finite(value: f64) -> Finite {
    Finite::new(value).unwrap_or_else(|| unreachable!("generated figures are finite"))
}

/// Rounds to a number that a person might have written.
fn tidy(value: f64, digits: i32) -> f64 {
    let factor = 10f64.powi(digits);
    (value * factor).round() / factor
}

impl Generator {
    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.rng.random::<f64>()
    }

    fn chance(&mut self, probability: f64) -> bool {
        self.rng.random::<f64>() < probability
    }

    fn below(&mut self, count: usize) -> usize {
        (self.rng.random::<f64>() * count as f64) as usize
    }

    fn tables(&mut self, seed: u64, practices: usize, places: usize) -> Tables {
        let illustrative = Provenance {
            basis: Some(Basis::Illustrative),
            ..Provenance::default()
        };
        let mut tables = Tables {
            groups: vec![Group {
                id: id!(GroupId, "all"),
                name: "All students".to_owned(),
                set: "all".to_owned(),
                partition: true,
                provenance: illustrative.clone(),
            }],
            resources: resources(&illustrative),
            ..Tables::new(Settings {
                name: format!("Generated: {practices} practices at {places} places, seed {seed}"),
                description: Some("A generated model; every figure is illustrative".to_owned()),
                currency: "USD".to_owned(),
                cycle: "one year".to_owned(),
                horizon: 1,
                value: ValueSettings::default(),
                policy: PolicySettings {
                    chords: 5,
                    ..PolicySettings::default()
                },
                moves: MoveSettings::default(),
                evidence: EvidenceSettings::default(),
                prices: PriceSettings::default(),
                ranges: RangeSettings::default(),
                evaluation: EvaluationSettings::default(),
            })
        };
        self.measures(&mut tables, places, &illustrative);
        self.practices(&mut tables, practices, &illustrative);
        self.pools(&mut tables, practices, places, &illustrative);
        tables
    }

    fn measures(&mut self, tables: &mut Tables, places: usize, provenance: &Provenance) {
        for place in 0..places {
            tables.places.push(Place {
                id: id!(PlaceId, "place-{place:03}"),
                name: format!("Place {place}"),
                fidelity: None,
                provenance: provenance.clone(),
            });
        }
        for indicator in 0..INDICATORS {
            let id = id!(IndicatorId, "indicator-{indicator:02}");
            tables.indicators.push(Indicator {
                id: id.clone(),
                goal: format!("Goal {}", indicator % 5 + 1),
                outcome: format!("Outcome {}", indicator % 17 + 1),
                name: format!("Indicator {indicator}"),
                unit: Unit::Percent,
                direction: Direction::Increase,
                grade: None,
                sd: None,
                weight: None,
                ceiling: None,
                provenance: provenance.clone(),
            });
            for place in 0..places {
                let baseline = tidy(self.between(25.0, 75.0), 1);
                tables.baselines.push(Baseline {
                    indicator: id.clone(),
                    place: id!(PlaceId, "place-{place:03}"),
                    group: id!(GroupId, "all"),
                    population: amount(tidy(self.between(200.0, 3000.0), 0)),
                    baseline: finite(baseline),
                    target: Some(finite(tidy(baseline + self.between(5.0, 20.0), 1))),
                    year: Some(2025),
                    provenance: provenance.clone(),
                });
            }
        }
    }

    fn practices(&mut self, tables: &mut Tables, practices: usize, provenance: &Provenance) {
        for practice in 0..practices {
            let id = id!(PracticeId, "practice-{practice:04}");
            let (name, grades) = (format!("Practice {practice}"), Band { low: 0, high: 3 });
            tables.practices.push(Practice {
                response: ResponseForm::Exponential,
                response_last: Some(Share::literal(tidy(self.between(0.2, 0.7), 2))),
                ..Practice::plain(id.clone(), name, grades, provenance.clone())
            });
            for (resource, low, high) in [
                ("dollars", 200.0, 4000.0),
                ("hours", 2.0, 60.0),
                ("staff", 0.002, 0.04),
            ] {
                if resource == "dollars" || self.chance(0.5) {
                    tables.needs.push(Need {
                        practice: id.clone(),
                        resource: id!(ResourceId, "{resource}"),
                        per_participant: amount(tidy(self.between(low, high), 4)),
                        fixed: None,
                        price_year: None,
                        provenance: provenance.clone(),
                    });
                }
            }
            let first = self.below(INDICATORS);
            for step in 0..=self.below(4) {
                let harmful = self.chance(0.1);
                let effect = if harmful {
                    self.between(-0.1, 0.0)
                } else {
                    self.between(0.0, 0.35)
                };
                tables.evidence.push(Evidence {
                    study: id!(StudyId, "study-{practice:04}-{step}"),
                    practice: id.clone(),
                    measured: Measured::Indicator(id!(
                        IndicatorId,
                        "indicator-{:02}",
                        (first + 11 * step) % INDICATORS
                    )),
                    place: None,
                    group: None,
                    effect: finite(tidy(effect, 3)),
                    effect_unit: EffectUnit::Sd,
                    standard_error: Some(amount(tidy(self.between(0.02, 0.15), 3))),
                    baseline: None,
                    years_after: None,
                    follow_up_years: None,
                    follow_up_effect: None,
                    scheme: Some("trefoil".to_owned()),
                    rating: Some(self.below(6).to_string()),
                    design: None,
                    independent: None,
                    sample: None,
                    real_world: None,
                    provenance: provenance.clone(),
                });
            }
        }
    }

    /// Pools sized to pay for today and a little more, and today's allocations.
    fn pools(
        &mut self,
        tables: &mut Tables,
        practices: usize,
        places: usize,
        provenance: &Provenance,
    ) {
        for partner in 0..POOLS / 2 {
            tables.partners.push(Partner {
                id: id!(PartnerId, "partner-{partner:02}"),
                name: format!("Partner {partner}"),
                provenance: provenance.clone(),
            });
        }
        let resource_of =
            |pool: usize| ["dollars", "dollars", "dollars", "hours", "staff"][pool % 5];
        // A third of the pools may give to any activity, a third to some places, a third to some practices.
        let mut may_give = vec![vec![true; practices * places]; POOLS];
        for (pool, allowed) in may_give.iter_mut().enumerate() {
            if pool % 3 == 0 {
                continue;
            }
            let by_place = pool % 3 == 1;
            let kept: Vec<usize> = (0..if by_place { places } else { practices })
                .filter(|_| self.chance(0.4))
                .collect();
            for &key in &kept {
                tables.restrictions.push(Restriction {
                    pool: id!(PoolId, "pool-{pool:02}"),
                    practice: (!by_place).then(|| id!(PracticeId, "practice-{key:04}")),
                    place: by_place.then(|| id!(PlaceId, "place-{key:03}")),
                    provenance: provenance.clone(),
                });
            }
            for (activity, may) in allowed.iter_mut().enumerate() {
                let key = if by_place {
                    activity % places
                } else {
                    activity / places
                };
                *may = kept.is_empty() || kept.contains(&key);
            }
        }
        let mut given = vec![0.0; POOLS];
        for practice in 0..practices {
            for place in 0..places {
                let capacity = tidy(self.between(40.0, 500.0), 0);
                let funded = self.chance(FUNDED);
                let share = self.between(0.1, 0.6);
                tables.activities.push(Activity {
                    practice: id!(PracticeId, "practice-{practice:04}"),
                    place: id!(PlaceId, "place-{place:03}"),
                    capacity: Some(amount(capacity)),
                    min_scale: None,
                    participants_today: None,
                    protected: false,
                    provenance: provenance.clone(),
                });
                let needs: Vec<(ResourceId, f64)> = tables
                    .needs
                    .iter()
                    .rev()
                    .skip_while(|need| {
                        need.practice.as_str() > format!("practice-{practice:04}").as_str()
                    })
                    .take_while(|need| {
                        need.practice.as_str() == format!("practice-{practice:04}").as_str()
                    })
                    .map(|need| (need.resource.clone(), need.per_participant.get()))
                    .collect();
                for (resource, per_participant) in needs.into_iter().filter(|_| funded) {
                    let givers: Vec<usize> = (0..POOLS)
                        .filter(|&pool| {
                            resource_of(pool) == resource.as_str()
                                && may_give[pool][practice * places + place]
                        })
                        .collect();
                    if givers.is_empty() {
                        continue;
                    }
                    let pool = givers[self.below(givers.len())];
                    let given_today = tidy(capacity * share * per_participant, 3);
                    given[pool] += given_today;
                    tables.allocations.push(Allocation {
                        pool: id!(PoolId, "pool-{pool:02}"),
                        practice: id!(PracticeId, "practice-{practice:04}"),
                        place: id!(PlaceId, "place-{place:03}"),
                        amount: amount(given_today),
                        locked: false,
                        provenance: provenance.clone(),
                    });
                }
            }
        }
        for (pool, given) in given.into_iter().enumerate() {
            tables.pools.push(Pool {
                id: id!(PoolId, "pool-{pool:02}"),
                partner: id!(PartnerId, "partner-{:02}", pool % (POOLS / 2)),
                resource: id!(ResourceId, "{}", resource_of(pool)),
                amount: amount((given * 1.02 + 1.0).ceil()),
                recurring: true,
                max_moved: None,
                provenance: provenance.clone(),
            });
        }
    }
}

fn resources(provenance: &Provenance) -> Vec<Resource> {
    let resource = |id: &str, class, unit: &str, name: &str| Resource {
        id: id!(ResourceId, "{id}"),
        class,
        unit: unit.to_owned(),
        name: name.to_owned(),
        step: None,
        switching: None,
        provenance: provenance.clone(),
    };
    vec![
        resource("dollars", ResourceClass::Treasure, "USD", "Money"),
        resource("hours", ResourceClass::Time, "hours", "Volunteer hours"),
        resource("staff", ResourceClass::Talent, "FTE", "Staff"),
    ]
}
