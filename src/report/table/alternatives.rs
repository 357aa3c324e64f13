//! Plans that are nearly as good: what all of them do, where there is a choice, and some of them side by side.

use super::Style;
use super::layout::{Align, Grid};
use super::page::Page;
use super::sensitivity::write_interrupted;
use crate::report::number::count;
use crate::report::view::{AlternativesView, PlansView, RangeRow};

/// Plans that stand side by side in 80 columns.
const ABREAST: usize = 4;

/// Rows of each list that are shown where not all are.
const ROWS: usize = 6;

/// Activities of the plans side by side, likewise.
const DIFFERING: usize = 9;

/// The report of `view`.
pub(in crate::report) fn alternatives(view: &AlternativesView, style: Style) -> String {
    let mut page = Page::new(style);
    page.bold(0, &format!("{}, {}", view.model, view.cycle));
    page.blank();
    match (&view.closed, &view.conflict) {
        (Some(closed), _) => {
            write_headline(&mut page, view, closed);
            write_plans(&mut page, &view.plans);
            write_ranges(&mut page, view);
        }
        (None, Some(conflict)) => super::recommend::write_conflict(&mut page, conflict),
        (None, None) => {
            super::recommend::write_stopped(&mut page, view.status, "Let it run to its end.");
        }
    }
    page.changes(&view.changes);
    page.heading("WHERE TO LOOK NEXT");
    let mut next = Grid::new(2, &[Align::Left, Align::Left]);
    next.row(["--tolerance 0.05", "plans that give up to 5% of the value"]);
    next.row(["--plans 10", "more different plans"]);
    next.row(["--all", "every row of the lists that were shortened"]);
    next.row(["--format json", "every figure, unrounded"]);
    next.row([
        "trefoil recommend MODEL",
        "the plan that these are compared with",
    ]);
    page.grid(&next);
    page.finish()
}

fn write_headline(page: &mut Page, view: &AlternativesView, closed: &str) {
    if view.interrupted {
        write_interrupted(page);
    }
    page.paragraph(
        0,
        &format!(
            "The recommended plan closes {closed} of the gaps. Plans that give up at most {} of that are nearly as \
             good, and less than the doubt about the figures may lie between them.",
            view.tolerance
        ),
    );
    page.paragraph(
        0,
        &format!(
            "{} more than today in every one; {} a real choice; {} be done without; {} as today.",
            verb(view.must_have.len(), "must have", "must have"),
            verb(view.real_choice.len(), "is", "are"),
            verb(view.dispensable.len(), "can", "can"),
            verb(view.fixed.len(), "stays", "stay"),
        ),
    );
}

/// A count of activities with its verb.
fn verb(number: usize, one: &str, several: &str) -> String {
    let plural = if number == 1 { "y" } else { "ies" };
    format!(
        "{number} activit{plural} {}",
        if number == 1 { one } else { several }
    )
}

fn write_ranges(page: &mut Page, view: &AlternativesView) {
    use Align::{Left, Right};
    let groups: [(&str, &str, &[RangeRow]); 3] = [
        (
            "MUST HAVE",
            "Every plan that is nearly as good gives these more than today.",
            &view.must_have,
        ),
        (
            "REAL CHOICE",
            "Some such plans give these more than today and some do not: what else matters may decide.",
            &view.real_choice,
        ),
        (
            "DISPENSABLE",
            "No such plan gives these more than today, and some take from them or leave them out.",
            &view.dispensable,
        ),
    ];
    for (heading, words, rows) in groups {
        if rows.is_empty() {
            continue;
        }
        page.heading(heading);
        page.paragraph(0, words);
        let shown = page.at_most(rows.len(), ROWS);
        let mut grid = Grid::new(2, &[Left, Right, Right, Right, Right]);
        grid.row([
            "participants a year",
            "today",
            "plan",
            "at least",
            "at most",
        ]);
        for row in &rows[..shown] {
            grid.row([&row.activity, &row.today, &row.plan, &row.least, &row.most]);
        }
        page.grid(&grid);
        page.more(2, rows.len() - shown, "activities");
    }
    if view.open_ends {
        page.blank();
        page.paragraph(
            0,
            "In brackets: what is proved, where a plan might go farther than any that was found.",
        );
    }
    if !view.fixed.is_empty() {
        page.blank();
        page.paragraph(
            0,
            &format!("As today in every such plan: {}.", page.names(&view.fixed)),
        );
    }
}

fn write_plans(page: &mut Page, view: &PlansView) {
    if view.number == 0 {
        return;
    }
    page.heading("DIFFERENT PLANS, EACH NEARLY AS GOOD");
    page.paragraph(
        0,
        &format!(
            "{} as unlike the recommended one and each other as was found; only what differs is shown. The \
             difference is the mean change of participants, as a share of capacity.",
            if view.number == 1 {
                "One plan,".to_owned()
            } else {
                format!("{},", count(view.number, "plan"))
            }
        ),
    );
    let numbers: Vec<usize> = (1..=view.number).collect();
    for abreast in numbers.chunks(ABREAST) {
        page.blank();
        page.grid(&side_by_side(page, view, abreast));
    }
    let rows = view.activities.len();
    page.more(
        2,
        rows - page.at_most(rows, DIFFERING),
        "activities that differ",
    );
}

/// Today, the recommended plan and the plans of those numbers in columns.
fn side_by_side(page: &Page, view: &PlansView, numbers: &[usize]) -> Grid {
    let mut align = vec![Align::Left];
    align.extend(std::iter::repeat_n(Align::Right, numbers.len() + 2));
    let mut grid = Grid::new(2, &align);
    let mut heading = vec![String::new(), "today".to_owned(), "plan".to_owned()];
    heading.extend(numbers.iter().map(ToString::to_string));
    grid.row(heading);
    // Cells hold the recommended plan first, and today before it where today is known to the row.
    let row = |name: &str, today: &str, cells: &[String]| {
        let mut row = vec![name.to_owned(), today.to_owned()];
        row.extend(cells.first().cloned());
        row.extend(
            numbers
                .iter()
                .filter_map(|&number| cells.get(number).cloned()),
        );
        row
    };
    for (name, cells) in &view.values {
        grid.row(row(name, "", cells));
    }
    if !view.activities.is_empty() {
        grid.across(0, "Participants a year");
    }
    for (name, cells) in &view.activities[..page.at_most(view.activities.len(), DIFFERING)] {
        if let Some((today, cells)) = cells.split_first() {
            grid.row(row(name, today, cells));
        }
    }
    if !view.gains.is_empty() {
        grid.across(0, "Better off than today");
    }
    for (name, cells) in &view.gains {
        grid.row(row(name, "", cells));
    }
    grid
}
