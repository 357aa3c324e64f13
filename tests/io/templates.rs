//! Workbooks to fill in: empty as they come, a model once they are filled, and never an example taken for data.

use trefoil::app::{recommend, watch::Watch};
use trefoil::diagnostic::codes;
use trefoil::domain::{REQUIRED_TABLES, Status};
use trefoil::io::{LoadOptions, Loaded, SchemeRatings, TemplateOptions, library, load, template};

use super::book::{Book, Content};
use super::folder::{Folder, read_file, repository};

const MARK: &str = "EXAMPLE";

fn options(inventory: bool) -> TemplateOptions {
    TemplateOptions {
        inventory,
        schemes: vec![SchemeRatings {
            scheme: "wwc".to_owned(),
            ratings: vec!["positive".to_owned(), "mixed".to_owned()],
        }],
    }
}

fn whole() -> Book {
    Book::of(&template(&options(false)).unwrap())
}

fn of_inventory() -> Book {
    Book::of(&template(&options(true)).unwrap())
}

/// Sheets that are not tables.
const OTHER_SHEETS: [&str; 3] = ["guide", "lists", "model"];

/// The columns of a sheet by their names, without the words that they must be filled.
fn column(book: &mut Book, sheet: &str, name: &str) -> u32 {
    let header = book
        .page(sheet)
        .cells
        .iter()
        .filter(|((row, _), _)| *row == 1);
    let found = header.into_iter().find(|(_, content)| match content {
        Content::Text(text) => text.lines().next() == Some(name),
        _ => false,
    });
    found.map_or_else(|| panic!("{sheet}.{name}"), |((_, column), _)| *column)
}

/// The template with each example of a table that `mine` names made one's own, and the others deleted.
fn filled(mut book: Book, mine: impl Fn(&str) -> bool) -> Book {
    for page in &mut book.pages {
        if OTHER_SHEETS.contains(&page.name.as_str()) {
            continue;
        }
        if !mine(&page.name) {
            page.cells.retain(|(row, _), _| *row == 1);
        }
        for content in page.cells.values_mut() {
            if let Content::Text(text) = content {
                *text = text.replace("example-", "our-");
            }
        }
        page.cells
            .retain(|_, content| !matches!(content, Content::Text(text) if text.starts_with(MARK)));
    }
    book.text("model!B2", "Our town")
}

#[test]
fn a_template_is_an_empty_model() {
    let mut places = whole().places();
    places.sort();
    let mut expected: Vec<(&str, String)> = REQUIRED_TABLES
        .iter()
        .map(|table| (codes::EMPTY_TABLE, (*table).to_owned()))
        .collect();
    expected.push((codes::MISSING_VALUE, "model!B2".to_owned()));
    expected.sort();
    assert_eq!(places, expected);
}

#[test]
fn a_template_that_is_filled_in_gives_a_plan() {
    let tables = filled(whole(), |table| {
        REQUIRED_TABLES.contains(&table) || ["evidence", "allocations"].contains(&table)
    });
    // More can be done for the money of another program, which has to be there for that.
    let programs = filled(of_inventory(), |_| true)
        .text("inventory!A3", "Club")
        .text("inventory!B3", "City")
        .text("inventory!C3", "our-district")
        .text("inventory!D3", "unknown")
        .put("inventory!E3", Content::Number(50_000.0))
        .put("inventory!F3", Content::Number(90.0))
        .text("inventory!H3", "no");
    for book in [tables, programs] {
        let plan = plan(&book.load().unwrap_or_else(|findings| panic!("{findings}")));
        assert_eq!(plan.status, Status::Optimal);
        assert!(plan.value.unwrap().plan > 0.0, "something can be moved");
    }
}

fn plan(loaded: &Loaded) -> trefoil::domain::Recommendation {
    let options = recommend::Options::without_draws();
    let run = recommend::run(&loaded.model, options, Watch::nobody());
    run.unwrap().recommendation
}

/// A cell as a spreadsheet keeps what is typed into it.
fn typed(text: &str) -> Content {
    match (text, text.parse::<f64>()) {
        ("true" | "false", _) => Content::Flag(text == "true"),
        (_, Ok(number)) => Content::Number(number),
        _ => Content::Text(text.to_owned()),
    }
}

#[test]
fn programs_and_indicators_that_are_typed_into_the_template_of_an_inventory_give_its_plan() {
    let mut book = of_inventory();
    let folder = repository().join("models").join("inventory");
    let mut rows_of = std::collections::BTreeMap::new();
    for table in ["inventory", "indicators", "baselines"] {
        let bytes = read_file(&folder.join(format!("{table}.csv")));
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        let names: Vec<String> = reader
            .headers()
            .unwrap()
            .iter()
            .map(str::to_owned)
            .collect();
        let columns: Vec<u32> = names
            .iter()
            .map(|name| column(&mut book, table, name))
            .collect();
        // The first row is typed over the example, whose note and other cells are cleared.
        book.page(table).cells.retain(|(row, _), _| *row != 2);
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        for (row, cells) in (2..).zip(&rows) {
            for (at, text) in columns
                .iter()
                .zip(cells)
                .filter(|(_, text)| !text.is_empty())
            {
                book.page(table).cells.insert((row, *at), typed(text));
            }
        }
        rows_of.insert(table, rows.len());
    }
    assert!(rows_of["inventory"] >= 20 && rows_of["indicators"] == 10);

    let shipped = load("inventory", &LoadOptions::default()).unwrap();
    let settings = shipped.model.settings();
    let mut keys = vec![
        ("name", settings.name.clone()),
        ("description", settings.description.clone().unwrap()),
        ("currency", settings.currency.clone()),
        ("cycle", settings.cycle.clone()),
    ];
    let page = book.page("model");
    for row in 2..20 {
        let asked = page.cells.get(&(row, 0)).cloned();
        let known = keys
            .iter()
            .position(|(key, _)| asked == Some(Content::Text((*key).to_owned())));
        if let Some(known) = known {
            let (_, value) = keys.remove(known);
            page.cells.insert((row, 1), Content::Text(value));
        }
    }
    assert!(keys.is_empty(), "{keys:?} is not asked for");

    let loaded = book.load().unwrap_or_else(|findings| panic!("{findings}"));
    assert_eq!(loaded.input_hash, shipped.input_hash);
    let (mine, its) = (plan(&loaded), plan(&shipped));
    assert_eq!(mine.status, Status::Optimal);
    assert!(!mine.moves.is_empty());
    assert_eq!(mine.moves, its.moves);
}

#[test]
fn every_example_is_a_row_that_its_table_takes() {
    let mut examples = 0;
    for page in whole().pages {
        let book = filled(whole(), |table| table == page.name);
        let wrong: Vec<_> = book
            .findings()
            .iter()
            // What one row refers to stands in other sheets.
            .filter(|finding| {
                ![
                    codes::EMPTY_TABLE,
                    codes::UNKNOWN_ID,
                    codes::UNKNOWN_PATH,
                    codes::RULE_MATCHES_NOTHING,
                ]
                .contains(&finding.code)
                    && finding.location.sheet.as_ref() == Some(&page.name)
                    && finding.severity == trefoil::diagnostic::Severity::Error
            })
            .cloned()
            .collect();
        assert!(wrong.is_empty(), "{}: {wrong:?}", page.name);
        examples += usize::from(
            page.cells
                .values()
                .any(|content| matches!(content, Content::Text(text) if text.starts_with(MARK))),
        );
    }
    assert!(examples > REQUIRED_TABLES.len(), "{examples} examples");
}

#[test]
fn an_example_that_is_half_changed_is_refused_whichever_half() {
    let mut book = whole();
    let (name, note) = (
        column(&mut book, "partners", "name"),
        column(&mut book, "partners", "note"),
    );
    let refused = |book: &Book| {
        let places = book.places();
        places.contains(&(codes::EXAMPLE_ROW, "partners row 2".to_owned()))
    };
    assert!(!refused(&book));

    let mut changed = book.clone();
    changed
        .page("partners")
        .cells
        .insert((2, name), Content::Text("Town".to_owned()));
    assert!(refused(&changed), "changed, and still marked");

    let mut unmarked = book.clone();
    unmarked.page("partners").cells.remove(&(2, note));
    assert!(refused(&unmarked), "not changed, and not marked");

    changed.page("partners").cells.remove(&(2, note));
    assert!(!refused(&changed), "data");

    // Copied further down it is an example all the same.
    let row: Vec<(u32, Content)> = book
        .page("partners")
        .cells
        .range((2, 0)..(3, 0))
        .map(|((_, column), content)| (*column, content.clone()))
        .collect();
    for (column, content) in row {
        book.page("partners").cells.insert((9, column), content);
    }
    assert!(
        !refused(&book)
            && book
                .places()
                .contains(&(codes::EMPTY_TABLE, "partners".to_owned()))
    );
}

#[test]
fn an_example_that_was_saved_as_csv_is_no_data_either() {
    let mut book = whole();
    let page = book.page("partners").clone();
    let cell = |row: u32, column: u32| match page.cells.get(&(row, column)) {
        Some(Content::Text(text)) => text.lines().next().unwrap_or_default().to_owned(),
        _ => String::new(),
    };
    let line = |row: u32| {
        let width = page
            .cells
            .keys()
            .map(|(_, column)| column + 1)
            .max()
            .unwrap_or(0);
        let cells: Vec<String> = (0..width)
            .map(|column| format!("\"{}\"", cell(row, column)))
            .collect();
        cells.join(",")
    };
    let folder = Folder::minimal().put(
        "partners.csv",
        &format!(
            "{}\n{}\n\"city\",\"City\",,,\n\"neighbors\",\"N\",,,\n",
            line(1),
            line(2)
        ),
    );
    let loaded = folder
        .load()
        .unwrap_or_else(|findings| panic!("{findings}"));
    assert_eq!(loaded.model.tables().partners.len(), 2);
}

#[test]
fn sheets_come_in_the_order_of_filling_in_and_required_columns_say_so() {
    let mut book = whole();
    let names: Vec<&str> = book.pages.iter().map(|page| page.name.as_str()).collect();
    assert_eq!(names[..3], ["guide", "model", "indicators"]);
    let at = |name: &str| names.iter().position(|known| *known == name);
    assert!(
        at("places") < at("baselines")
            && at("practices") < at("evidence")
            && at("pools") < at("allocations")
    );
    assert_eq!(
        book.pages
            .last()
            .map(|page| (page.name.as_str(), page.hidden)),
        Some(("lists", true))
    );
    let header = |book: &mut Book, cell: (u32, u32)| book.page("baselines").cells[&cell].clone();
    assert_eq!(
        header(&mut book, (1, 0)),
        Content::Text("indicator\n(required)".to_owned())
    );
    let target = column(&mut book, "baselines", "target");
    assert_eq!(
        header(&mut book, (1, target)),
        Content::Text("target".to_owned())
    );
}

#[test]
fn the_template_of_an_inventory_asks_for_little() {
    let mut book = of_inventory();
    let names: Vec<&str> = book.pages.iter().map(|page| page.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "guide",
            "model",
            "inventory",
            "indicators",
            "baselines",
            "lists"
        ]
    );
    let keys = book.page("model").cells.keys();
    let settings = keys
        .filter(|(row, column)| *row > 1 && *column == 0)
        .count();
    assert!(settings < 10, "{settings} settings");
    // What is missing are its own tables, and not those that would stand in place of the first.
    let mut places = book.places();
    places.sort();
    assert_eq!(
        places,
        [
            (codes::EMPTY_TABLE, "baselines".to_owned()),
            (codes::EMPTY_TABLE, "indicators".to_owned()),
            (codes::EMPTY_TABLE, "inventory".to_owned()),
            (codes::MISSING_VALUE, "model!B2".to_owned()),
        ]
    );
    assert!(whole().pages.iter().all(|page| page.name != "inventory"));
}

#[test]
fn the_template_of_an_inventory_offers_what_is_known() {
    let mut book = of_inventory();
    let mut offered = |name: &str| -> Vec<String> {
        let at = column(&mut book, "lists", name);
        let cells = book.page("lists").cells.iter();
        let below = cells.filter(|((row, column), _)| *row > 1 && *column == at);
        let texts = below.filter_map(|(_, content)| match content {
            Content::Text(text) => Some(text.clone()),
            _ => None,
        });
        texts.collect()
    };
    let practices = offered("practices");
    assert_eq!(practices[0], "unknown");
    let shipped = library().practices.iter();
    let shipped: Vec<String> = shipped.map(|row| row.practice.id.to_string()).collect();
    assert_eq!(practices[1..], shipped);
    assert!(!shipped.is_empty());
    let outcomes = offered("outcomes");
    for study in library().practices.iter().flat_map(|row| &row.evidence) {
        let counts_for = library().counts_for(study.measured.outcome().unwrap());
        assert!(
            counts_for
                .iter()
                .all(|outcome| outcomes.iter().any(|known| known == outcome.text()))
        );
    }
    let places = offered("places");
    assert_eq!(places.first().map(String::as_str), Some("example-district"));
}

#[test]
fn the_same_template_has_the_same_bytes() {
    for inventory in [false, true] {
        assert_eq!(
            template(&options(inventory)).unwrap(),
            template(&options(inventory)).unwrap()
        );
    }
}
