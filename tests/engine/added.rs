//! What a proposal adds, against two models solved apart: one without it, one with it as an activity.

use proptest::prelude::*;

use trefoil::domain::{
    Activity, ActivityId, Practice, PracticeId, Provenance, ResponseForm, Tables,
};
use trefoil::engine::backend::Raw;
use trefoil::engine::{
    Added, Base, Demand, Entry, EntryError, Givers, Instance, Known, PoolData, TOLERANCE,
};

use super::oracles::solved;
use super::random::{CHOICES_AND_RULES, KEPT_BY_TODAY, Recipe, cases, recipes};
use super::sketch::{Built, READING, Sketch, amount, at_most, finite, practice_id};

const NEW: &str = "zz-proposal";

/// How a proposal is made from a practice of the model.
#[derive(Debug, Clone, Copy)]
struct Likeness {
    pick: usize,
    people: f64,
    better: f64,
    whole: bool,
}

fn likenesses() -> impl Strategy<Value = Likeness> {
    let whole = proptest::bool::weighted(0.4);
    (0..1_000_usize, 1.0..80.0_f64, 0.3..4.0_f64, whole).prop_map(
        |(pick, people, better, whole)| Likeness {
            pick,
            people,
            better,
            whole,
        },
    )
}

impl Likeness {
    /// The tables with one practice more, at one place: needs and effects of another, linear.
    fn added(self, tables: &Tables) -> Tables {
        let mut tables = tables.clone();
        let like: Practice = tables.practices[self.pick % tables.practices.len()].clone();
        let place = tables.places[self.pick / 7 % tables.places.len()]
            .id
            .clone();
        let id: PracticeId = practice_id(NEW);
        for mut need in tables.needs.clone() {
            if need.practice == like.id {
                need.practice = id.clone();
                need.fixed = None;
                tables.needs.push(need);
            }
        }
        for mut row in tables.evidence.clone() {
            if row.practice == like.id {
                row.practice = id.clone();
                row.effect = finite(row.effect.get() * self.better);
                tables.evidence.push(row);
            }
        }
        tables.activities.push(Activity {
            practice: id.clone(),
            place,
            capacity: Some(amount(self.people)),
            min_scale: self.whole.then(|| amount(self.people)),
            participants_today: None,
            protected: false,
            provenance: Provenance::default(),
        });
        tables.practices.push(Practice {
            id,
            response: ResponseForm::Linear,
            response_last: None,
            one_time_cost: None,
            one_time_resource: None,
            ..like
        });
        tables
    }

    /// The proposal that the activity of the larger model is, by position in the smaller one; `None` where the two models
    /// differ in more than that.
    fn entry(self, without: &Instance, with: &Instance) -> Option<Entry> {
        let is_new = |id: &ActivityId| id.practice.as_str() == NEW;
        let index = with
            .activities
            .iter()
            .position(|activity| is_new(&activity.id))?;
        let data = &with.activities[index];
        let same_cells = without.cells.len() == with.cells.len()
            && without.cells.iter().zip(&with.cells).all(|(a, b)| {
                (
                    &a.indicator,
                    &a.place,
                    &a.group,
                    a.years,
                    a.weight,
                    a.gap,
                    a.room,
                ) == (
                    &b.indicator,
                    &b.place,
                    &b.group,
                    b.years,
                    b.weight,
                    b.gap,
                    b.room,
                )
            });
        let linear = data.segments.len() == 1 && data.segments[0].slope == 1.0;
        let least = if self.whole { data.capacity } else { 0.0 };
        if !same_cells || !linear || data.excluded_by.is_some() || data.least != least {
            return None;
        }
        let mut rules = Vec::new();
        for (rule, demand) in with.rules.iter().enumerate() {
            match &demand.demand {
                Demand::Participants { activities, .. } | Demand::Amount { activities, .. } => {
                    if activities.contains(&index) {
                        rules.push(rule);
                    }
                }
                Demand::Floor(_) => {}
                Demand::Activities { activities, .. } if !activities.contains(&index) => {}
                Demand::Fund(floors) if floors.iter().all(|floor| floor.0 != index) => {}
                Demand::Exclude(excluded) if !excluded.contains(&index) => {}
                Demand::Requires(pairs)
                    if pairs
                        .iter()
                        .all(|pair| pair.0 != index && pair.1 != Some(index)) => {}
                Demand::Excludes(sets) if sets.iter().all(|set| !set.contains(&index)) => {}
                _ => return None,
            }
        }
        let cells = with.cells.iter().enumerate().flat_map(|(cell, data)| {
            let terms = data.terms.iter().filter(|term| term.activity == index);
            terms.map(move |term| (cell, term.gain))
        });
        let needs = data.needs.iter().filter(|need| need.checked);
        Some(Entry {
            requests: needs
                .map(|need| (need.resource, need.per_participant * data.capacity))
                .collect(),
            givers: givers(with, index)?,
            effects: cells
                .map(|(cell, gain)| (cell, gain * data.capacity))
                .collect(),
            whole: self.whole,
            participants: data.capacity,
            rules,
        })
    }
}

/// Who may give to an activity; `None` where conversions come from restricted pools.
fn givers(instance: &Instance, index: usize) -> Option<Givers> {
    let pools = || instance.pools.iter().enumerate();
    let gives = |pool: &PoolData| pool.may_add.contains(&index);
    let converts = |pool: &PoolData| pool.may_convert.iter().any(|one| one.1 == index);
    let restricted = pools().any(|(_, pool)| pool.restricted && (gives(pool) || converts(pool)));
    if !restricted {
        return Some(Givers::Unrestricted);
    }
    let only = pools()
        .filter(|(_, pool)| gives(pool))
        .map(|(pool, _)| pool);
    let none = !pools().any(|(_, pool)| converts(pool));
    none.then(|| Givers::Pools(only.collect()))
}

/// Both models, their proposal, and the certified range of what it adds by solving them apart.
fn apart(recipe: &Recipe, likeness: Likeness) -> Option<(Built, Entry, f64, f64)> {
    let tables = recipe.tables();
    let larger = likeness.added(&tables);
    if !Built::accepts(&larger) {
        return None;
    }
    let (without, with) = (Built::new(tables), Built::new(larger));
    let entry = likeness.entry(&without.instance, &with.instance)?;
    let (a, b) = (solved(&without.instance)?, solved(&with.instance)?);
    let low = b.first.evaluation.value - a.bound;
    let high = b.bound - a.first.evaluation.value;
    Some((without, entry, low, high))
}

fn overlaps(added: &Added, low: f64, high: f64, scale: f64) -> Result<(), TestCaseError> {
    let rounding = 2.0 * TOLERANCE * scale;
    prop_assert!(
        added.low <= high + rounding,
        "{added:?} for [{low}, {high}]"
    );
    prop_assert!(
        added.high >= low - rounding,
        "{added:?} for [{low}, {high}]"
    );
    prop_assert!(added.low <= added.high && added.low >= 0.0);
    Ok(())
}

fn check(recipe: &Recipe, likeness: Likeness) -> Result<(), TestCaseError> {
    let Some((without, entry, low, high)) = apart(recipe, likeness) else {
        return Ok(());
    };
    let instance = &without.instance;
    let base = Base::new(instance, &Raw).map_err(|error| TestCaseError::fail(error.to_string()))?;
    let scale = instance.scale(base.value());
    let mut valuer = base.valuer();
    let fail = |error: EntryError| TestCaseError::fail(error.to_string());
    let added = valuer.added(&entry).map_err(fail)?;
    overlaps(&added, low, high, scale)?;
    let by_solving = valuer.added_by_solving(&entry).map_err(fail)?;
    overlaps(&by_solving, low, high, scale)?;
    // What the duals say is never less than what solving finds.
    let most = base.adds_at_most(&entry).map_err(fail)?;
    prop_assert!(
        by_solving.low <= most + TOLERANCE * scale,
        "{by_solving:?} beyond {most}"
    );
    if added.known == Known::Screened {
        prop_assert!(added.high <= (base.bound() - base.value()) * (1.0 + 1e-9));
        prop_assert!(by_solving.low <= added.high + TOLERANCE * scale);
    }
    if !instance.has_integers() && !likeness.whole {
        let width = added.high - added.low;
        prop_assert!(
            width <= 0.02 * added.high + 4.0 * TOLERANCE * scale,
            "{added:?}"
        );
    }
    // The same bytes in whatever order, and in a solver of its own.
    prop_assert_eq!(&valuer.added(&entry).map_err(fail)?, &added);
    prop_assert_eq!(&base.valuer().added(&entry).map_err(fail)?, &added);
    Ok(())
}

proptest! {
    #![proptest_config(cases(90))]

    #[test]
    fn what_a_proposal_adds_is_the_difference_of_two_models_solved_apart(
        recipe in recipes(&KEPT_BY_TODAY),
        likeness in likenesses(),
    ) {
        check(&recipe, likeness)?;
    }

    #[test]
    fn with_integers_the_two_ranges_overlap_too(
        recipe in recipes(&CHOICES_AND_RULES),
        likeness in likenesses(),
    ) {
        check(&recipe, likeness)?;
    }
}

/// Most models of the test above are compared and not left out: a third of them by solving.
#[test]
fn enough_random_models_are_compared_to_mean_something() {
    use proptest::strategy::ValueTree as _;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::new(cases(40));
    let (mut compared, mut solved_again) = (0, 0);
    for _ in 0..40 {
        let recipe = recipes(&KEPT_BY_TODAY)
            .new_tree(&mut runner)
            .unwrap()
            .current();
        let likeness = likenesses().new_tree(&mut runner).unwrap().current();
        if let Some((without, entry, ..)) = apart(&recipe, likeness) {
            compared += 1;
            let base = Base::new(&without.instance, &Raw).unwrap();
            let added = base.valuer().added(&entry).unwrap();
            solved_again += usize::from(added.known == Known::Resolved);
        }
    }
    assert!(compared >= 28, "{compared} of 40 compared");
    assert!(solved_again >= 8, "{solved_again} solved again");
}

/// 5,000 $ tutor 30 at 10 points and mentor 20 at 5, 100 $ each: V = 0.04, and a dollar more is worth 5e-6.
fn two_programs() -> Sketch {
    Sketch::new()
        .program("mentor", 100.0, 5.0, 60.0)
        .program("tutor", 100.0, 10.0, 30.0)
        .pool("levy", 5_000.0)
}

fn asking(dollars: f64, change: f64, whole: bool) -> Entry {
    Entry {
        requests: vec![(0, dollars)],
        givers: Givers::Unrestricted,
        effects: vec![(0, change)],
        whole,
        participants: dollars / 100.0,
        rules: Vec::new(),
    }
}

#[track_caller]
fn near(found: f64, hand: f64) {
    assert!((found - hand).abs() <= 1e-6, "{found} for {hand}");
}

#[test]
fn what_a_proposal_adds_displaces_and_costs_is_that_of_the_hand() {
    let built = two_programs().build();
    assert_eq!(built.instance.cells[0].indicator.as_str(), READING);
    let base = Base::new(&built.instance, &Raw).unwrap();
    near(base.value(), 0.04);
    let mut valuer = base.valuer();
    // Ten at 15 points gain 1.5 people, worth 0.015; the ten mentored in their place gained 0.005.
    for whole in [false, true] {
        let added = valuer.added(&asking(1_000.0, 1.5, whole)).unwrap();
        assert_eq!(added.known, Known::Resolved);
        near(added.low, 0.010);
        near(added.high, 0.010);
        near(added.worth, 0.015);
        near(added.price, 0.005);
        near(added.size, 1.0);
        assert_eq!(added.displaced.len(), 1);
        assert_eq!(added.displaced[0].0, 0);
        assert!((added.displaced[0].1 + 10.0).abs() < 1e-3);
    }
    // 0.4 people for 1,000 $ are worth less than their price of 0.005.
    let added = valuer.added(&asking(1_000.0, 0.4, false)).unwrap();
    assert_eq!(
        (added.known, added.low, added.solves),
        (Known::Screened, 0.0, 0)
    );
    near(added.high, 0.0);
    near(added.worth - added.price, -0.001);
    // 6,000 $ are not there: in full it adds nothing, in part five sixths, 0.075 for 0.04.
    let added = valuer.added(&asking(6_000.0, 9.0, true)).unwrap();
    assert_eq!((added.low, added.size), (0.0, 0.0));
    near(added.high, 0.0);
    let added = valuer.added(&asking(6_000.0, 9.0, false)).unwrap();
    near(added.low, 0.035);
    near(added.high, 0.035);
    near(added.size, 5.0 / 6.0);
    assert_eq!(added.displaced[0].0, 1);
    // Nobody may give: nothing is added, at any worth.
    let mut nobody = asking(1_000.0, 90.0, false);
    nobody.givers = Givers::Pools(Vec::new());
    let added = valuer.added(&nobody).unwrap();
    assert_eq!((added.known, added.price), (Known::Screened, f64::INFINITY));
    near(added.high, 0.0);
    near(added.worth, 0.9);
    // Far more than all the town's people: beyond the program's room, solved as an activity.
    let mut far = asking(1_000.0, 5_000.0, false);
    let added = valuer.added(&far).unwrap();
    // 100 people close the gap, worth 1; each beyond it counts a tenth: 1 + 4.9 − 0.04 and more that stays.
    assert!(
        added.low > 5.0 && added.high - added.low < 1e-3 * added.high,
        "{added:?}"
    );
    far.effects[0].1 = f64::NAN;
    assert!(matches!(valuer.added(&far), Err(EntryError::Input(_))));
}

#[test]
fn a_rule_that_counts_a_proposal_holds_it() {
    let built = two_programs()
        .rule("few", at_most(52.0), &["mentor", "tutor"])
        .build();
    let base = Base::new(&built.instance, &Raw).unwrap();
    // Ten for nothing, each worth 5 points: room for two, or in place of eight mentored at the same worth.
    let mut entry = Entry {
        requests: Vec::new(),
        ..asking(1_000.0, 1.0, false)
    };
    let free = base.valuer().added(&entry).unwrap();
    near(free.low, 0.010);
    entry.rules = vec![0];
    let held = base.valuer().added(&entry).unwrap();
    near(held.low, 0.02 * 0.1 + 0.08 * (0.1 - 0.05));
}
