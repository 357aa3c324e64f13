//! An inventory beside full tables, options and mistakes: what wins, what changes, what is told and where.

use trefoil::diagnostic::codes;
use trefoil::domain::{Basis, Model, Share};
use trefoil::io::model_files;

use super::folder::Folder;
use super::inventory::{loaded, tables};

#[test]
fn a_full_table_beside_the_inventory_refines_it_row_by_row() {
    let folder = Folder::inventory()
        .put(
            "activities.csv",
            "practice,place,capacity,participants_today,basis\nadult-tutoring,west,200,80,local\n",
        )
        .put("practices.csv", "id,name,grades,response\nbook-bus,Bus with books,0..5,linear\n")
        .put(
            "evidence.csv",
            "study,practice,indicator,effect,effect_unit,scheme,rating\nours,book-bus,reading,0.1,sd,trefoil,2\n",
        )
        .put("needs.csv", "practice,resource,per_participant\nbook-bus,dollars,25\n");
    let tables = tables(&folder);
    let capacities: Vec<f64> = tables
        .activities
        .iter()
        .map(|row| row.capacity.unwrap().get())
        .collect();
    assert_eq!(capacities, [120.0, 200.0, 450.0]);
    assert_eq!(tables.activities[1].provenance.basis, Some(Basis::Local));
    let bus = tables
        .practices
        .iter()
        .find(|row| row.id.as_str() == "book-bus")
        .unwrap();
    assert_eq!((bus.grades.low, bus.grades.high), (0, 5));
    assert_eq!(tables.needs[1].per_participant.get(), 25.0);
    assert!(
        tables
            .evidence
            .iter()
            .any(|row| row.study.as_str() == "ours")
    );
    assert!(
        tables
            .evidence
            .iter()
            .any(|row| row.practice.as_str() == "adult-tutoring")
    );
}

#[test]
fn options_change_the_programs_and_what_they_come_to() {
    let folder = Folder::inventory()
        .set("inventory[tutors,city-fund,east,levy].dollars=90000")
        .set("activities[adult-tutoring,east].capacity=110")
        .set("pools[city-fund-levy].max_moved=0.5");
    let loaded = loaded(&folder);
    let tables = loaded.model.tables();
    assert_eq!(tables.pools[0].amount.get(), 130_000.0);
    assert_eq!(tables.needs[0].per_participant.get(), 900.0);
    assert_eq!(tables.activities[0].capacity.unwrap().get(), 110.0);
    assert_eq!(tables.pools[0].max_moved.map(Share::get), Some(0.5));
    let old: Vec<_> = loaded
        .changes
        .iter()
        .map(|change| change.old.as_deref())
        .collect();
    assert_eq!(old, [Some("60000"), Some("120"), None]);
}

#[test]
fn the_tables_that_it_comes_to_are_written_and_read_back_without_the_inventory() {
    let read = loaded(&Folder::inventory());
    let files = model_files(read.model.tables());
    assert!(files.iter().all(|(name, _)| name != "inventory.csv"));
    let back = loaded(&Folder::of(files));
    assert_eq!(back.model, read.model);
    assert_eq!(back.input_hash, read.input_hash);
}

#[test]
fn the_order_of_rows_has_no_meaning() {
    let rows = |order: [usize; 3]| -> Model {
        let lines = [
            "Tutors,City Fund,east,adult-tutoring,60000.1,100,levy,no,,true,",
            "Tutors,CITY FUND,west,adult-tutoring,40000.2,80,levy,no,,true,",
            "Book Bus,City fund,west,unknown,9000.3,300,Levy,no,,true,true",
        ];
        let folder = Folder::inventory().empty("inventory.csv");
        let folder = order.into_iter().fold(folder, |folder, at| {
            folder.append("inventory.csv", lines[at])
        });
        loaded(&folder).model
    };
    let first = rows([0, 1, 2]);
    assert_eq!(first, rows([2, 1, 0]));
    assert_eq!(first, rows([1, 2, 0]));
}

#[test]
fn mistakes_are_told_at_their_file_and_line() {
    let at = |folder: Folder, code: &str| {
        let findings = folder.findings();
        let found = findings.iter().find(|finding| finding.code == code);
        let found = found.unwrap_or_else(|| panic!("{code} is not among\n{findings}"));
        let place = &found.location;
        let file = place.file.clone().unwrap_or_default();
        (file, place.line, place.column.clone().unwrap_or_default())
    };
    let inventory = |line, column: &str| {
        (
            "models/m/inventory.csv".to_owned(),
            Some(line),
            column.to_owned(),
        )
    };
    assert_eq!(
        at(
            Folder::inventory().replace("inventory.csv", "east,adult", "eest,adult"),
            codes::UNKNOWN_ID
        ),
        inventory(2, "place")
    );
    assert_eq!(
        at(
            Folder::inventory().replace(
                "inventory.csv",
                "west,adult-tutoring",
                "west,adult-tutorng"
            ),
            codes::UNKNOWN_ID
        ),
        inventory(3, "practice")
    );
    assert_eq!(
        at(
            Folder::inventory().replace("inventory.csv", "9000,300", "9000,many"),
            codes::BAD_NUMBER
        ),
        inventory(4, "participants")
    );
    assert_eq!(
        at(Folder::inventory(), codes::RESTRICTION_UNCLEAR),
        inventory(4, "restricted")
    );
    // What is found in a derived row is told at the program that it comes from.
    let told = at(
        Folder::inventory()
            .put("places.csv", "id,name\neast,East\nwest,West\n")
            .put(
                "allocations.csv",
                "pool,practice,place,amount\ncity-fund-levy,adult-tutoring,east,70000\n",
            ),
        codes::OVER_ALLOCATED_POOL,
    );
    assert_eq!(
        (told.0.as_str(), told.1),
        ("models/m/inventory.csv", Some(2))
    );
    // One mistake, one finding: nothing follows from what is missing because of it.
    let findings = Folder::inventory()
        .replace("inventory.csv", "9000,300", "9000,many")
        .findings();
    let errors = findings
        .iter()
        .filter(|finding| finding.severity == trefoil::diagnostic::Severity::Error);
    assert_eq!(errors.count(), 1, "{findings}");
}
