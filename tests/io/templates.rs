//! Workbooks to fill in: empty as they come, a model once they are filled, and never an example taken for data.

use trefoil::app::{recommend, watch::Watch};
use trefoil::diagnostic::codes;
use trefoil::domain::{REQUIRED_TABLES, Status};
use trefoil::io::{SchemeRatings, TemplateOptions, template};

use super::book::{Book, Content, load_bytes};
use super::folder::Folder;

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
    found
        .map(|((_, column), _)| *column)
        .unwrap_or_else(|| panic!("{sheet}.{name}"))
}

/// The template with each example of a table that `mine` names made one's own, and the others deleted.
fn filled(mine: impl Fn(&str) -> bool) -> Book {
    let mut book = whole();
    for page in &mut book.pages {
        if ["guide", "lists", "model"].contains(&page.name.as_str()) {
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
    let book = filled(|table| {
        REQUIRED_TABLES.contains(&table) || ["evidence", "allocations"].contains(&table)
    });
    let loaded = book.load().unwrap_or_else(|findings| panic!("{findings}"));
    let run = recommend::run(
        &loaded.model,
        recommend::Options::without_draws(),
        Watch::nobody(),
    )
    .unwrap();
    let plan = run.recommendation;
    assert_eq!(plan.status, Status::Optimal);
    assert!(
        plan.value.unwrap().plan > 0.0,
        "what is unused today does something"
    );
}

#[test]
fn every_example_is_a_row_that_its_table_takes() {
    let mut examples = 0;
    for page in whole().pages {
        let book = filled(|table| table == page.name);
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
    let bytes = template(&options(true)).unwrap();
    let book = Book::of(&bytes);
    let names: Vec<&str> = book.pages.iter().map(|page| page.name.as_str()).collect();
    let mut expected = vec!["guide", "model", "inventory", "indicators", "baselines"];
    // The sheet is there as soon as the table is served.
    let served = trefoil::io::schemas()
        .iter()
        .any(|(name, _)| name == "inventory");
    expected.retain(|name| *name != "inventory" || served);
    let mut sorted = names.clone();
    sorted.sort_unstable();
    expected.sort_unstable();
    assert_eq!(sorted, expected);
    assert!(load_bytes(&bytes).is_err());
}

#[test]
fn the_same_template_has_the_same_bytes() {
    assert_eq!(
        template(&options(false)).unwrap(),
        template(&options(false)).unwrap()
    );
}
