//! Who is served: grades, arrival years, group sets, `serves`, and participants who are stated.

use std::collections::{BTreeMap, BTreeSet};

use trefoil::diagnostic::codes;
use trefoil::domain::{
    Band, Baseline, Group, PlaceId, PoolId, PracticeId, Provenance, Serves, Tables,
};
use trefoil::engine::Instance;
use trefoil::io::{LoadOptions, load};

use super::random::watch;
use super::sketch::{
    ALL, Built, READING, Sketch, TOWN, amount, assert_within, finite, group_id, indicator_id,
    place_id, practice_id, resource_id, share,
};

pub const GIRLS: &str = "girls";
pub const BOYS: &str = "boys";
pub const OTHERS: &str = "others";

/// Rounding that a sum of shares may carry.
pub const ROUNDING: f64 = 1e-12;

/// A group set beside `all`; 300 girls, 500 boys and 200 others of its 1,000 people.
fn by_gender(sketch: Sketch) -> Sketch {
    let parts = [(GIRLS, 0.3), (BOYS, 0.5), (OTHERS, 0.2)];
    sketch.with(|tables| partition(tables, "gender", &parts))
}

/// Adds a partition to every indicator and place; `parts` are the groups with their shares of the people.
pub fn partition(tables: &mut Tables, set: &str, parts: &[(&str, f64)]) {
    for (id, _) in parts {
        tables.groups.push(Group {
            id: group_id(id),
            name: (*id).to_owned(),
            set: set.to_owned(),
            partition: true,
            provenance: Provenance::default(),
        });
    }
    let everybody: Vec<Baseline> = tables
        .baselines
        .iter()
        .filter(|row| row.group.as_str() == ALL)
        .cloned()
        .collect();
    for row in everybody {
        for (id, part) in parts {
            tables.baselines.push(Baseline {
                group: group_id(id),
                population: amount(row.population.get() * part),
                ..row.clone()
            });
        }
    }
}

/// One practice with a point of reading for each participant, 1,000 places, 400 there today.
fn tutoring() -> Sketch {
    Sketch::new()
        .program("tutoring", 10.0, 1.0, 1000.0)
        .pool("grant", 10_000.0)
        .gives("grant", "tutoring", 4_000.0)
        .with(|tables| tables.practices[0].fade = Some(share(0.0)))
}

fn grades(sketch: Sketch, low: i32, high: i32, measured: i32) -> Sketch {
    sketch.with(|tables| {
        tables.practices[0].grades = Band { low, high };
        tables.indicators[0].grade = Some(measured);
    })
}

fn serves(
    sketch: Sketch,
    indicator: Option<&str>,
    group: Option<&str>,
    part: f64,
    years: Option<u32>,
) -> Sketch {
    sketch.with(|tables| {
        tables.serves.push(Serves {
            practice: practice_id("tutoring"),
            place: None,
            indicator: indicator.map(indicator_id),
            group: group.map(group_id),
            share: share(part),
            years_later: years,
            provenance: Provenance::default(),
        });
    })
}

/// Participants of one more participant of a practice that each cell measures: by indicator, place, group
/// and year. Every effect is one unit of the indicator in people for each, so that gains are participants.
pub type Reached = BTreeMap<(String, String, String, u32), f64>;

pub fn reached(instance: &Instance, practice: &PracticeId, place: &PlaceId) -> Reached {
    let mut reached = Reached::new();
    for cell in &instance.cells {
        for term in &cell.terms {
            let activity = &instance.activities[term.activity].id;
            if activity.practice == *practice && activity.place == *place {
                let key = (
                    cell.indicator.to_string(),
                    cell.place.to_string(),
                    cell.group.to_string(),
                    cell.years,
                );
                reached.insert(key, term.gain);
            }
        }
    }
    reached
}

/// Shares of the tutoring's participants that reading measures, by group and year.
fn shares(sketch: Sketch) -> BTreeMap<(String, u32), f64> {
    let instance = sketch.build().instance;
    reached(&instance, &practice_id("tutoring"), &place_id(TOWN))
        .into_iter()
        // A point of percent is a hundredth of a person.
        .map(|((_, _, group, years), gain)| ((group, years), gain * 100.0))
        .collect()
}

#[test]
fn of_400_pupils_tutored_in_grades_0_to_3_a_quarter_are_third_graders_in_each_of_four_years() {
    let shares = shares(grades(tutoring(), 0, 3, 3));
    let expected: Vec<_> = (0..4)
        .map(|years| ((ALL.to_owned(), years), 0.25))
        .collect();
    assert_eq!(shares.into_iter().collect::<Vec<_>>(), expected);
}

#[test]
fn a_seat_for_four_year_olds_shows_in_grade_3_four_years_on_and_a_newborn_eight() {
    let years = |grade| {
        let shares = shares(grades(tutoring(), grade, grade, 3));
        shares
            .into_iter()
            .map(|((_, years), share)| (years, share))
            .collect::<Vec<_>>()
    };
    assert_eq!(years(-1), [(4, 1.0)]);
    assert_eq!(years(-5), [(8, 1.0)]);
    assert_eq!(years(-6), [(9, 1.0)]);
}

#[test]
fn nobody_meets_an_indicator_before_its_grade_or_twice() {
    // Grades 2 and 3 meet it, 4 and 5 have left it behind.
    let shares = shares(grades(tutoring(), 2, 5, 3));
    let expected = [((ALL.to_owned(), 0), 0.25), ((ALL.to_owned(), 1), 0.25)];
    assert_eq!(shares.into_iter().collect::<Vec<_>>(), expected);
    let above = grades(tutoring(), 4, 8, 3).build().instance;
    assert_eq!(above.tracked, [indicator_id(READING)]);
}

#[test]
fn an_indicator_without_a_grade_is_met_at_once_by_everybody() {
    let shares = shares(tutoring());
    assert_eq!(
        shares.into_iter().collect::<Vec<_>>(),
        [((ALL.to_owned(), 0), 1.0)]
    );
}

#[test]
fn groups_take_part_as_they_are_many_unless_a_row_says_otherwise() {
    let plain = shares(by_gender(tutoring()));
    assert_eq!(plain[&(GIRLS.to_owned(), 0)], 0.3);
    assert_eq!(plain[&(BOYS.to_owned(), 0)], 0.5);
    // Half are girls: boys and others, 5 to 2, are the other half.
    let stated = shares(serves(by_gender(tutoring()), None, Some(GIRLS), 0.5, None));
    assert_within(stated[&(GIRLS.to_owned(), 0)], 0.5, ROUNDING);
    assert_within(stated[&(BOYS.to_owned(), 0)], 0.5 * 5.0 / 7.0, ROUNDING);
    assert_within(stated[&(OTHERS.to_owned(), 0)], 0.5 * 2.0 / 7.0, ROUNDING);
    assert_within(stated[&(ALL.to_owned(), 0)], 1.0, 0.0);
}

#[test]
fn who_takes_part_for_girls_only_is_nobody_else() {
    let shares = shares(serves(by_gender(tutoring()), None, Some(GIRLS), 1.0, None));
    let expected = [((ALL.to_owned(), 0), 1.0), ((GIRLS.to_owned(), 0), 1.0)];
    assert_eq!(shares.into_iter().collect::<Vec<_>>(), expected);
}

#[test]
fn a_row_of_an_indicator_and_a_group_leaves_the_rest_to_the_others_of_its_partition() {
    // Four grades reach it over four years; of all, 0.4 are girls who meet it at once.
    let sketch = grades(by_gender(tutoring()), 0, 3, 3);
    let shares = shares(serves(sketch, Some(READING), Some(GIRLS), 0.4, None));
    assert_within(shares[&(GIRLS.to_owned(), 0)], 0.4, ROUNDING);
    assert!(!shares.contains_key(&(GIRLS.to_owned(), 1)));
    for years in 0..4 {
        assert_within(
            shares[&(BOYS.to_owned(), years)],
            0.6 * 0.25 * 5.0 / 7.0,
            ROUNDING,
        );
        assert_within(
            shares[&(OTHERS.to_owned(), years)],
            0.6 * 0.25 * 2.0 / 7.0,
            ROUNDING,
        );
    }
}

#[test]
fn shares_of_all_groups_written_to_two_digits_are_scaled_to_a_whole() {
    let mut sketch = by_gender(tutoring());
    for group in [GIRLS, BOYS, OTHERS] {
        sketch = serves(sketch, None, Some(group), 0.33, None);
    }
    let shares = shares(sketch);
    for group in [GIRLS, BOYS, OTHERS] {
        assert_within(shares[&(group.to_owned(), 0)], 1.0 / 3.0, ROUNDING);
    }
}

#[test]
fn groups_of_which_small_ones_are_withheld_are_parts_of_everybody() {
    let sketch = by_gender(tutoring()).with(|tables| {
        tables.baselines.retain(|row| row.group.as_str() != OTHERS);
    });
    let shares = shares(sketch);
    assert_within(shares[&(GIRLS.to_owned(), 0)], 0.3, ROUNDING);
    assert_within(shares[&(BOYS.to_owned(), 0)], 0.5, ROUNDING);
}

#[test]
fn without_everybody_the_partition_that_is_whole_counts() {
    // `age` comes first by name and lacks a group; `gender` has them all.
    let sketch = by_gender(tutoring()).with(|tables| {
        partition(tables, "age", &[("younger", 0.5), ("older", 0.5)]);
        tables
            .baselines
            .retain(|row| ![ALL, "older"].contains(&row.group.as_str()));
    });
    let instance = sketch.build().instance;
    let counted: BTreeSet<&str> = instance
        .cells
        .iter()
        .filter(|cell| cell.counted)
        .map(|cell| cell.group.as_str())
        .collect();
    assert_eq!(counted, BTreeSet::from([BOYS, GIRLS, OTHERS]));
}

#[test]
fn a_blank_target_does_not_follow_a_group_that_is_reported_only() {
    let blank = |tables: &mut Tables| {
        for row in &mut tables.baselines {
            row.target = None;
        }
    };
    let sketch = || {
        tutoring()
            .place("village")
            .baseline(READING, "village", 500.0, 70.0, 80.0)
    };
    let watched = sketch().with(|tables| {
        watch(tables, "poor", 0.4);
        watch(tables, "rich", 0.4);
        for row in &mut tables.baselines {
            match row.group.as_str() {
                "poor" => row.baseline = finite(30.0),
                "rich" => row.baseline = finite(90.0),
                _ => {}
            }
        }
        blank(tables);
    });
    let target = |built: &Built, place: &str, group: &str| {
        let cells = built.instance.cells.iter();
        let mut mine = cells.filter(|c| c.place.as_str() == place && c.group.as_str() == group);
        mine.next().expect("a cell").target
    };
    let (plain, watched) = (sketch().with(blank).build(), watched.build());
    assert_eq!(target(&plain, TOWN, ALL), 60.0);
    assert_eq!(target(&watched, TOWN, ALL), 60.0);
    assert_eq!(target(&watched, TOWN, "poor"), 50.0);
    // Better than every place already: it is asked for no more, and never for less than today.
    assert_eq!(target(&watched, TOWN, "rich"), 90.0);
}

/// `minimal`, or a larger shipped model, in which every activity states its participants of today.
fn stated(name: &str) -> (Tables, Instance) {
    let loaded = load(name, &LoadOptions::default()).expect("a shipped model");
    let today = Built::new(loaded.model.tables().clone()).instance;
    let mut tables = loaded.model.tables().clone();
    for (row, data) in tables.activities.iter_mut().zip(&today.activities) {
        row.participants_today = Some(amount(data.today));
    }
    let instance = Built::new(tables.clone()).instance;
    assert_eq!(instance.today(), today.today());
    (tables, instance)
}

#[test]
fn deleting_what_is_recorded_of_hours_leaves_today_and_says_that_hours_were_not_checked() {
    for (name, hours) in [("minimal", "hours"), ("cincinnati", "volunteer-hours")] {
        let (tables, before) = stated(name);
        let hours = resource_id(hours);
        let of_hours: Vec<PoolId> = tables
            .pools
            .iter()
            .filter(|pool| pool.resource == hours)
            .map(|pool| pool.id.clone())
            .collect();
        assert!(!of_hours.is_empty(), "{name} has no pool of {hours}");
        let without_allocations = {
            let mut tables = tables.clone();
            tables
                .allocations
                .retain(|row| !of_hours.contains(&row.pool));
            tables
        };
        let without_pools = {
            let mut tables = without_allocations.clone();
            tables
                .restrictions
                .retain(|row| !of_hours.contains(&row.pool));
            tables.pools.retain(|row| !of_hours.contains(&row.id));
            tables
        };
        for tables in [without_allocations, without_pools] {
            let built = Built::new(tables);
            assert_eq!(built.instance.today(), before.today());
            let users: Vec<String> =
                built
                    .instance
                    .activities
                    .iter()
                    .filter(|activity| activity.today > 0.0)
                    .filter(|activity| {
                        built.model.tables().needs.iter().any(|need| {
                            need.practice == activity.id.practice && need.resource == hours
                        })
                    })
                    .map(|activity| activity.id.to_string())
                    .collect();
            assert!(!users.is_empty(), "{name}");
            for user in users {
                let said = built.instance.findings.iter().any(|finding| {
                    finding.code == codes::NEED_UNCHECKED
                        && finding.message.contains(&user)
                        && finding
                            .message
                            .contains(&format!("does not check its {hours}"))
                });
                assert!(
                    said,
                    "{name}: nothing says that {hours} of {user} were not checked"
                );
            }
        }
    }
}
