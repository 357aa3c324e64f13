//! The model.

use crate::domain::{
    Activity, Allocation, Band, Baseline, Basis, Direction, EffectUnit, EvaluationSettings,
    Evidence, EvidenceSettings, Finite, Group, GroupId, Indicator, IndicatorId, Measured, Model,
    MoveSettings, Need, NonNegative, Partner, PartnerId, Place, PlaceId, PolicySettings, Pool,
    PoolId, Positive, Practice, PracticeId, PriceSettings, Provenance, RangeSettings, Resource,
    ResourceClass, ResourceId, Restriction, Rule, RuleId, RuleKind, Settings, StudyId, Tables,
    Unit, ValueSettings,
};

fn amount(value: f64) -> NonNegative {
    NonNegative::new(value).expect("not negative")
}

fn finite(value: f64) -> Finite {
    Finite::new(value).expect("finite")
}

fn basis(basis: Basis) -> Provenance {
    Provenance {
        basis: Some(basis),
        ..Provenance::default()
    }
}

fn indicator(
    key: &str,
    name: &str,
    unit: Unit,
    direction: Direction,
    grade: Option<i32>,
) -> Indicator {
    Indicator {
        id: id!(IndicatorId, key),
        goal: "Succeeds academically".to_owned(),
        outcome: "Elementary reading".to_owned(),
        name: name.to_owned(),
        unit,
        direction,
        grade,
        sd: (unit == Unit::Score).then(|| Positive::new(5.2).expect("positive")),
        weight: None,
        ceiling: (unit == Unit::Score).then(|| finite(36.0)),
        provenance: basis(Basis::Published),
    }
}

fn baseline(
    indicator: &str,
    place: &str,
    group: &str,
    population: f64,
    value: f64,
    target: f64,
) -> Baseline {
    Baseline {
        indicator: id!(IndicatorId, indicator),
        place: id!(PlaceId, place),
        group: id!(GroupId, group),
        population: amount(population),
        baseline: finite(value),
        target: Some(finite(target)),
        year: Some(2025),
        provenance: basis(Basis::Published),
    }
}

fn practice(key: &str, name: &str, low: i32, high: i32) -> Practice {
    let grades = Band { low, high };
    Practice::plain(
        id!(PracticeId, key),
        name.to_owned(),
        grades,
        basis(Basis::Published),
    )
}

fn pool(key: &str, partner: &str, resource: &str, size: f64) -> Pool {
    Pool {
        id: id!(PoolId, key),
        partner: id!(PartnerId, partner),
        resource: id!(ResourceId, resource),
        amount: amount(size),
        recurring: true,
        max_moved: None,
        provenance: basis(Basis::Illustrative),
    }
}

fn evidence(practice: &str, indicator: &str, effect: f64) -> Evidence {
    Evidence {
        study: id!(StudyId, "review-2020"),
        practice: id!(PracticeId, practice),
        measured: Measured::Indicator(id!(IndicatorId, indicator)),
        place: None,
        group: None,
        effect: finite(effect),
        effect_unit: EffectUnit::Sd,
        standard_error: Some(amount(0.05)),
        baseline: None,
        years_after: None,
        follow_up_years: None,
        follow_up_effect: None,
        scheme: Some("credibility".to_owned()),
        rating: Some("4".to_owned()),
        design: None,
        independent: None,
        sample: None,
        real_world: None,
        provenance: basis(Basis::Published),
    }
}

fn settings() -> Settings {
    Settings {
        name: "Two Rivers, cradle to career".to_owned(),
        description: None,
        currency: "USD".to_owned(),
        cycle: "2026-27".to_owned(),
        horizon: 1,
        value: ValueSettings {
            discount: 0.95,
            ..ValueSettings::default()
        },
        policy: PolicySettings::default(),
        moves: MoveSettings::default(),
        evidence: EvidenceSettings::default(),
        prices: PriceSettings::default(),
        ranges: RangeSettings::default(),
        evaluation: EvaluationSettings::default(),
    }
}

/// Two districts, four practices, five pools of time, talent and treasure.
pub(in crate::report) fn model() -> Model {
    let partner = |key: &str, name: &str| Partner {
        id: id!(PartnerId, key),
        name: name.to_owned(),
        provenance: basis(Basis::Illustrative),
    };
    let resource = |key: &str, class, unit: &str, name: &str| Resource {
        id: id!(ResourceId, key),
        class,
        unit: unit.to_owned(),
        name: name.to_owned(),
        step: None,
        switching: None,
        provenance: Provenance::default(),
    };
    let place = |key: &str, name: &str| Place {
        id: id!(PlaceId, key),
        name: name.to_owned(),
        fidelity: None,
        provenance: basis(Basis::Published),
    };
    let group = |key: &str, name: &str, set: &str, partition| Group {
        id: id!(GroupId, key),
        name: name.to_owned(),
        set: set.to_owned(),
        partition,
        provenance: basis(Basis::Local),
    };
    let at = |practice: &str, place: &str, capacity: Option<f64>| Activity {
        practice: id!(PracticeId, practice),
        place: id!(PlaceId, place),
        capacity: capacity.map(amount),
        min_scale: None,
        participants_today: None,
        protected: false,
        provenance: basis(Basis::Local),
    };
    let need = |practice: &str, resource: &str, each: f64| Need {
        practice: id!(PracticeId, practice),
        resource: id!(ResourceId, resource),
        per_participant: amount(each),
        fixed: None,
        price_year: None,
        provenance: basis(Basis::Derived),
    };
    let gives = |pool: &str, practice: &str, place: &str, size: f64| Allocation {
        pool: id!(PoolId, pool),
        practice: id!(PracticeId, practice),
        place: id!(PlaceId, place),
        amount: amount(size),
        locked: false,
        provenance: basis(Basis::Illustrative),
    };
    let tables = Tables {
        settings: settings(),
        indicators: vec![
            indicator(
                "absence",
                "Chronic absence",
                Unit::Percent,
                Direction::Decrease,
                None,
            ),
            indicator(
                "act",
                "ACT composite",
                Unit::Score,
                Direction::Increase,
                Some(11),
            ),
            indicator(
                "g3-reading",
                "Grade 3 reading",
                Unit::Percent,
                Direction::Increase,
                Some(3),
            ),
            indicator(
                "readiness",
                "Ready for kindergarten",
                Unit::Percent,
                Direction::Increase,
                Some(0),
            ),
        ],
        places: vec![
            place("north", "Northfield Public Schools"),
            place("south", "Southgate Technical and Community School District"),
        ],
        groups: vec![
            group("all", "All children", "all", true),
            group(
                "low-income",
                "Eligible for free or reduced-price meals",
                "income",
                false,
            ),
        ],
        partners: vec![
            partner("agency", "Early learning agency"),
            partner("fund", "Rivers Community Foundation"),
            partner("volunteers", "Volunteer network"),
        ],
        baselines: vec![
            baseline("absence", "north", "all", 9_000.0, 21.5, 12.0),
            baseline("absence", "south", "all", 4_000.0, 18.0, 12.0),
            baseline("act", "south", "all", 267.0, 18.4, 21.0),
            baseline("g3-reading", "north", "all", 1_200.0, 57.3, 79.0),
            baseline("g3-reading", "north", "low-income", 700.0, 44.0, 79.0),
            Baseline {
                target: None,
                ..baseline("g3-reading", "south", "all", 500.0, 41.0, 70.0)
            },
            baseline("readiness", "south", "all", 480.0, 52.0, 75.0),
        ],
        resources: vec![
            resource("coaches", ResourceClass::Talent, "FTE", "Reading coaches"),
            resource("hours", ResourceClass::Time, "hours", "Volunteer hours"),
            resource("money", ResourceClass::Treasure, "USD", "Money"),
        ],
        practices: vec![
            practice("books", "Family book events and give-aways", 0, 3),
            practice("check-in", "Daily check-in with an adult monitor", 9, 12),
            practice("mentoring", "School-based mentoring by volunteers", 4, 9),
            practice("tutoring", "Small-group reading tutoring by teachers", 1, 3),
        ],
        responses: Vec::new(),
        activities: vec![
            at("books", "north", Some(3_000.0)),
            at("check-in", "north", Some(800.0)),
            at("mentoring", "north", Some(1_000.0)),
            at("mentoring", "south", Some(400.0)),
            at("tutoring", "north", Some(900.0)),
            at("tutoring", "south", None),
        ],
        needs: vec![
            need("books", "money", 20.0),
            need("check-in", "money", 1_900.0),
            need("mentoring", "hours", 24.0),
            need("mentoring", "money", 150.0),
            need("tutoring", "coaches", 0.02),
            need("tutoring", "money", 600.0),
        ],
        evidence: vec![
            evidence("check-in", "absence", -0.2),
            evidence("mentoring", "absence", 0.02),
            evidence("tutoring", "act", 0.05),
            evidence("tutoring", "g3-reading", 0.3),
        ],
        links: Vec::new(),
        serves: Vec::new(),
        pools: vec![
            pool("agency-coaches", "agency", "coaches", 6.5),
            pool("fund-open", "fund", "money", 400_000.0),
            pool("fund-restricted", "fund", "money", 60_000.0),
            pool("volunteer-hours", "volunteers", "hours", 12_000.0),
        ],
        restrictions: vec![Restriction {
            pool: id!(PoolId, "fund-restricted"),
            practice: Some(id!(PracticeId, "books")),
            place: None,
            provenance: basis(Basis::Local),
        }],
        allocations: vec![
            gives("agency-coaches", "tutoring", "north", 6.0),
            gives("fund-open", "mentoring", "north", 120_000.0),
            gives("fund-open", "mentoring", "south", 50_000.0),
            gives("fund-open", "tutoring", "north", 180_000.0),
            gives("fund-restricted", "books", "north", 60_000.0),
            gives("volunteer-hours", "mentoring", "north", 9_600.0),
            gives("volunteer-hours", "mentoring", "south", 2_400.0),
        ],
        conversions: Vec::new(),
        rules: vec![Rule {
            id: id!(RuleId, "keep-mentoring"),
            kind: RuleKind::Fund {
                limit: Some(finite(100.0)),
            },
            practices: vec![id!(PracticeId, "mentoring")],
            places: Vec::new(),
            groups: Vec::new(),
            partners: Vec::new(),
            provenance: basis(Basis::Illustrative),
        }],
        ranges: Vec::new(),
    };
    Model::new(tables).expect("a valid model").0
}
