//! The first door: a list of programs, from which the full tables are derived.

use trefoil::app::{recommend, watch::Watch};
use trefoil::diagnostic::codes;
use trefoil::domain::{Basis, NonNegative, Standing, Status, Tables};
use trefoil::evidence::effects;
use trefoil::io::{Loaded, library};

use super::folder::Folder;

pub(super) fn loaded(folder: &Folder) -> Loaded {
    folder
        .load()
        .unwrap_or_else(|findings| panic!("{findings}"))
}

pub(super) fn tables(folder: &Folder) -> Tables {
    loaded(folder).model.tables().clone()
}

fn note(provenance: &trefoil::domain::Provenance) -> &str {
    provenance.note.as_deref().expect("a reason")
}

/// The three rows by hand.
///
/// Tutoring is 600 a child in the east and 500 in the west; the need is the larger one. Its grades are 0 to 3, four of
/// them: in the east at most 4 x 30 = 120 children, fewer than 1.5 x 100; in the west 1.5 x 80 = 120, fewer than
/// 4 x 500. Of the bus nothing is known but the one grade that is measured: 1.5 x 300 = 450 of 500.
#[test]
fn three_rows_come_to_the_tables_that_one_would_write_by_hand() {
    let tables = tables(&Folder::inventory());
    let partners: Vec<_> = tables
        .partners
        .iter()
        .map(|row| (row.id.as_str(), row.name.as_str()))
        .collect();
    assert_eq!(
        partners,
        [("city-fund", "City Fund"), ("rotary-club", "Rotary Club")]
    );
    let pools: Vec<_> = tables
        .pools
        .iter()
        .map(|row| {
            (
                row.id.as_str(),
                row.partner.as_str(),
                row.amount.get(),
                row.recurring,
            )
        })
        .collect();
    assert_eq!(
        pools,
        [
            ("city-fund-levy", "city-fund", 100_000.0, true),
            (
                "rotary-club-funds-unclear-once",
                "rotary-club",
                9_000.0,
                false
            ),
        ]
    );
    let allocations: Vec<_> = tables
        .allocations
        .iter()
        .map(|row| {
            let to = format!("{}@{}", row.practice, row.place);
            (row.pool.as_str(), to, row.amount.get(), row.locked)
        })
        .collect();
    assert_eq!(
        allocations,
        [
            (
                "city-fund-levy",
                "adult-tutoring@east".to_owned(),
                60_000.0,
                false
            ),
            (
                "city-fund-levy",
                "adult-tutoring@west".to_owned(),
                40_000.0,
                false
            ),
            (
                "rotary-club-funds-unclear-once",
                "book-bus@west".to_owned(),
                9_000.0,
                true
            ),
        ]
    );
    let activities: Vec<_> = tables
        .activities
        .iter()
        .map(|row| {
            let figure = |value: Option<NonNegative>| value.unwrap().get();
            (
                row.practice.as_str(),
                row.place.as_str(),
                figure(row.participants_today),
                figure(row.capacity),
                row.protected,
            )
        })
        .collect();
    assert_eq!(
        activities,
        [
            ("adult-tutoring", "east", 100.0, 120.0, false),
            ("adult-tutoring", "west", 80.0, 120.0, false),
            ("book-bus", "west", 300.0, 450.0, true),
        ]
    );
    let needs: Vec<_> = tables
        .needs
        .iter()
        .map(|row| {
            (
                row.practice.as_str(),
                row.resource.as_str(),
                row.per_participant.get(),
            )
        })
        .collect();
    assert_eq!(
        needs,
        [
            ("adult-tutoring", "dollars", 600.0),
            ("book-bus", "dollars", 30.0)
        ]
    );
    assert!(tables.restrictions.is_empty());
    let links: Vec<_> = tables
        .links
        .iter()
        .map(|row| (row.study_outcome.as_str(), row.indicator.as_str()))
        .collect();
    assert_eq!(links, [("reading-tests", "reading")]);
    assert!(
        tables
            .evidence
            .iter()
            .all(|row| row.practice.as_str() == "adult-tutoring")
    );
    let places: Vec<_> = tables.places.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(places, ["East", "West"]);
}

/// No dollar is idle where places cost differently: each is taken at its own cost.
#[test]
fn every_place_is_taken_at_its_own_cost() {
    let loaded = loaded(&Folder::inventory());
    let outcome = recommend::run(
        &loaded.model,
        recommend::Options::without_draws(),
        Watch::nobody(),
    )
    .unwrap();
    for row in &outcome.recommendation.activities {
        let need = &row.uses[0];
        assert!(
            (need.per_participant * row.today - need.today).abs() < 1e-9 * need.today,
            "{}: {need:?}",
            row.activity
        );
    }
}

#[test]
fn every_figure_that_is_filled_in_says_so_and_why() {
    let tables = tables(&Folder::inventory());
    for row in &tables.activities {
        assert_eq!(row.provenance.basis, Some(Basis::Default));
        assert!(
            note(&row.provenance).contains("capacity filled in"),
            "{row:?}"
        );
    }
    assert!(note(&tables.activities[0].provenance).contains("the people of its grades there"));
    assert!(note(&tables.activities[1].provenance).contains("1.5 x those served"));
    let tutoring = &tables.needs[0].provenance;
    assert_eq!(tutoring.basis, Some(Basis::Derived));
    assert!(
        note(tutoring).contains("over all 2 it is 555.56"),
        "{tutoring:?}"
    );
    assert!(
        note(tutoring).contains("published: 3131 at prices of 2023"),
        "{tutoring:?}"
    );
    assert_eq!(tables.pools[0].provenance.basis, Some(Basis::Local));
    assert!(note(&tables.pools[1].provenance).contains("filled in as not"));
    let locked = &tables.allocations[2].provenance;
    assert_eq!(locked.basis, Some(Basis::Default));
    assert!(note(locked).contains("locked, since whether they are restricted is not clear"));
    let bus = tables
        .practices
        .iter()
        .find(|row| row.id.as_str() == "book-bus")
        .unwrap();
    assert_eq!(bus.provenance.basis, Some(Basis::Default));
    assert!(note(&bus.provenance).contains("never evaluated"));
    for link in &tables.links {
        assert_eq!(link.provenance.basis, Some(Basis::Default));
    }
}

#[test]
fn what_is_illustrative_stays_illustrative() {
    let folder = Folder::inventory()
        .replace(
            "inventory.csv",
            "recurring,protected",
            "recurring,protected,basis",
        )
        .replace(
            "inventory.csv",
            "60000,100,levy,no,,true,",
            "60000,100,levy,no,,true,,illustrative",
        )
        .replace(
            "inventory.csv",
            "40000,80,levy,no,,true,",
            "40000,80,levy,no,,true,,",
        )
        .replace("inventory.csv", ",,,,,true\n", ",,,,,true,\n");
    let tables = tables(&folder);
    assert_eq!(tables.pools[0].provenance.basis, Some(Basis::Illustrative));
    assert_eq!(
        tables.allocations[0].provenance.basis,
        Some(Basis::Illustrative)
    );
    assert_eq!(tables.allocations[1].provenance.basis, Some(Basis::Local));
    assert_eq!(tables.needs[0].provenance.basis, Some(Basis::Illustrative));
}

#[test]
fn an_unknown_program_is_never_evaluated_and_never_called_failed() {
    // Free to go, so that the plan takes its money.
    let folder =
        Folder::inventory().replace("inventory.csv", "9000,300,,,,,true", "9000,300,,no,,,");
    // What may leave it is less than a step of money.
    let folder = folder.append("model.toml", "\n[moves]\nmoney_step = 0\n");
    let loaded = loaded(&folder);
    assert!(
        effects(&loaded.model)
            .unwrap()
            .all()
            .iter()
            .all(|effect| { effect.practice.as_str() != "book-bus" || !effect.is_evaluated() })
    );
    let outcome = recommend::run(
        &loaded.model,
        recommend::Options::without_draws(),
        Watch::nobody(),
    )
    .unwrap();
    let result = outcome.recommendation;
    assert_eq!(result.status, Status::Optimal);
    let bus = result
        .practices
        .iter()
        .find(|row| row.practice.as_str() == "book-bus")
        .unwrap();
    assert_eq!(bus.standing, Standing::NeverEvaluated);
    assert!(bus.plan < bus.today, "{bus:?}");
    for finding in &loaded.diagnostics {
        assert!(!finding.message.contains("failed"), "{finding}");
    }
}

#[test]
fn a_likeness_is_said_and_never_acted_on() {
    let folder = Folder::inventory().replace("inventory.csv", "Book Bus", "Summer Learning");
    let findings = folder.findings();
    let told = findings
        .iter()
        .find(|finding| finding.code == codes::LOOKS_LIKE_PRACTICE)
        .expect("the likeness is said");
    assert_eq!(told.location.line, Some(4));
    assert_eq!(told.location.column.as_deref(), Some("practice"));
    assert!(
        told.message
            .contains("program 'Summer Learning' looks like practice `summer-learning`")
    );
    let tables = tables(&folder);
    // Not even where its name comes to the very id of the shipped practice.
    assert!(
        tables
            .practices
            .iter()
            .all(|row| row.id.as_str() != "summer-learning")
    );
    assert!(
        tables
            .practices
            .iter()
            .any(|row| row.id.as_str() == "summer-learning-program")
    );
    assert!(
        tables
            .evidence
            .iter()
            .all(|row| row.practice.as_str() == "adult-tutoring")
    );
    let named = folder.replace("inventory.csv", "west,unknown", "west,summer-learning");
    assert!(!named.codes().contains(&codes::LOOKS_LIKE_PRACTICE));
    let studied = super::inventory::tables(&named);
    assert!(
        studied
            .evidence
            .iter()
            .any(|row| row.practice.as_str() == "summer-learning")
    );
}

#[test]
fn two_programs_of_one_practice_and_place_are_one_activity_with_both_pools() {
    let folder = Folder::inventory().append(
        "inventory.csv",
        "Readers,Rotary Club,east,adult-tutoring,12000,20,dues,no,,true,",
    );
    let tables = tables(&folder);
    let east = &tables.activities[0];
    assert_eq!(east.participants_today.unwrap().get(), 120.0);
    let given: Vec<_> = tables
        .allocations
        .iter()
        .filter(|row| row.place.as_str() == "east")
        .map(|row| (row.pool.as_str(), row.amount.get()))
        .collect();
    assert_eq!(
        given,
        [("city-fund-levy", 60_000.0), ("rotary-club-dues", 12_000.0)]
    );
    // More are served than there are of its grades, 4 x 30: they stay the limit.
    assert_eq!(east.capacity.unwrap().get(), 120.0);
}

#[test]
fn restricted_money_stays_with_what_its_pool_pays_today() {
    let folder = Folder::inventory()
        .replace("inventory.csv", "levy,no,,", "levy,yes,reading only,")
        .append(
            "inventory.csv",
            "Mentors,City Fund,west,school-mentoring,5000,10,levy,yes,reading only,true,",
        );
    let tables = tables(&folder);
    let restricted: Vec<_> = tables
        .restrictions
        .iter()
        .map(|row| {
            let place = row.place.as_ref().unwrap();
            format!("{} {}@{place}", row.pool, row.practice.as_ref().unwrap())
        })
        .collect();
    assert_eq!(
        restricted,
        [
            "city-fund-levy-restricted adult-tutoring@east",
            "city-fund-levy-restricted school-mentoring@west",
        ]
    );
    assert!(note(&tables.restrictions[0].provenance).contains("reading only"));
    // The same partner and source without the restriction is another pool.
    assert!(
        tables
            .pools
            .iter()
            .any(|row| row.id.as_str() == "city-fund-levy")
    );
}

#[test]
fn the_shipped_practices_are_those_of_which_something_is_published() {
    let library = library();
    let ids: Vec<&str> = library
        .practices
        .iter()
        .map(|row| row.practice.id.as_str())
        .collect();
    assert!(
        ids.contains(&"summer-learning") && ids.contains(&"asap"),
        "{ids:?}"
    );
    assert!(!ids.contains(&"book-events"), "nobody has evaluated it");
    for row in &library.practices {
        for study in &row.evidence {
            let outcome = study.measured.outcome().unwrap();
            assert!(!library.counts_for(outcome).is_empty(), "{outcome}");
        }
    }
}
