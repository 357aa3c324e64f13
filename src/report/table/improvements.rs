//! What improves, and when.

use super::layout::{Align, Grid};
use super::page::Page;
use crate::report::number::count;
use crate::report::view::{Change, ImprovementView, IndicatorChange, PlaceChange};

/// Writes what changes, counted groups first.
pub(super) fn write(page: &mut Page, view: &ImprovementView) {
    page.heading("WHAT IMPROVES, AND WHEN");
    let range = match view.draws {
        Some(draws) => format!(
            "The range holds 90% of {draws} draws of all that is not known, each row's by itself."
        ),
        None => "The range holds 90% of what the evidence leaves open, with its ends added up over years and groups."
            .to_owned(),
    };
    page.paragraph(
        0,
        &format!(
            "Expected change against today. {range} People are never added up across indicators."
        ),
    );
    if view
        .counted
        .iter()
        .all(|indicator| indicator.places.is_empty())
    {
        page.paragraph(2, "Nothing changes.");
    } else {
        let rows: usize = view.counted.iter().map(|row| row.places.len()).sum();
        let detail = if page.limit(rows) == rows {
            Detail::Places
        } else {
            Detail::Losses
        };
        table(page, &view.counted, detail);
        unchanged(page, &view.counted);
    }
    if view
        .reported
        .iter()
        .any(|indicator| !indicator.places.is_empty())
    {
        page.blank();
        page.paragraph(
            0,
            "By group. These are reported only: the people in them are counted above.",
        );
        let detail = if page.shows_all() {
            Detail::Places
        } else {
            Detail::Totals
        };
        table(page, &view.reported, detail);
    }
    if view
        .counted
        .iter()
        .chain(&view.reported)
        .any(|row| row.places.iter().any(|place| place.target_is_default))
    {
        page.paragraph(2, "* target filled in by the default rule");
    }
}

/// Which rows of an indicator are shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Detail {
    /// Every place that changes.
    Places,
    /// The sum of the places, and those that lose.
    Losses,
    /// The sum of the places.
    Totals,
}

/// Writes a row an indicator and place, or fewer where the detail is less.
fn table(page: &mut Page, indicators: &[IndicatorChange], detail: Detail) {
    use Align::{Left, Right};
    let mut grid = Grid::new(2, &[Left, Right, Right, Right, Right, Left]);
    grid.row([
        "",
        "today to target",
        "change",
        "90% range",
        "of gap",
        "arrives",
    ]);
    let mut losses = page.limit(indicators.iter().map(|row| worse(row).count()).sum());
    let mut hidden = 0;
    for indicator in indicators.iter().filter(|row| !row.places.is_empty()) {
        grid.across(0, format!("{} ({})", indicator.name, indicator.measure));
        let several = indicator.places.len() > 1;
        let shown: Vec<&PlaceChange> = match detail {
            Detail::Losses if several => worse(indicator).take(losses).collect(),
            Detail::Totals if several => Vec::new(),
            Detail::Places | Detail::Losses | Detail::Totals => indicator.places.iter().collect(),
        };
        if detail == Detail::Losses && several {
            losses -= shown.len();
            hidden += worse(indicator).count() - shown.len();
        }
        for row in shown {
            let star = if row.target_is_default { "*" } else { "" };
            grid.row(cells(
                &row.place,
                &format!("{}{star}", row.standing),
                &row.change,
                &row.arrives,
            ));
        }
        if several {
            let places = match detail {
                Detail::Places => "All places".to_owned(),
                Detail::Losses | Detail::Totals => count(indicator.places.len(), "place"),
            };
            grid.row(cells(&places, "", &indicator.total, &indicator.arrives));
        }
        if indicator.by_year.len() > 1 && detail != Detail::Totals {
            let years: Vec<String> = indicator
                .by_year
                .iter()
                .map(|(year, change)| format!("{year} {change}"))
                .collect();
            grid.across(4, format!("By year: {}", years.join(", ")));
        }
        if !indicator.unchanged.is_empty() && detail != Detail::Totals {
            grid.across(
                4,
                format!("No change: {}", page.names(&indicator.unchanged)),
            );
        }
    }
    page.grid(&grid);
    page.more(2, hidden, "losses");
    let adds_up = indicators.iter().any(|row| row.places.len() > 1);
    match detail {
        Detail::Losses if adds_up => {
            page.paragraph(2, "Places that gain are added up here; --all shows each.");
        }
        Detail::Totals if adds_up => {
            page.paragraph(2, "Places are added up here; --all shows each.");
        }
        Detail::Places | Detail::Losses | Detail::Totals => {}
    }
}

/// Names the indicators that nothing changes.
fn unchanged(page: &mut Page, indicators: &[IndicatorChange]) {
    let still: Vec<&str> = indicators
        .iter()
        .filter(|row| row.places.is_empty())
        .map(|row| row.name.as_str())
        .collect();
    if !still.is_empty() {
        page.paragraph(2, &format!("No change anywhere: {}.", page.names(&still)));
    }
}

/// The places that get worse, the worst first.
fn worse(indicator: &IndicatorChange) -> impl Iterator<Item = &PlaceChange> {
    indicator
        .places
        .iter()
        .rev()
        .filter(|place| place.change.worse)
}

fn cells(place: &str, standing: &str, change: &Change, arrives: &str) -> [String; 6] {
    let closed = if change.worse {
        "worse".to_owned()
    } else {
        change.closed.clone().unwrap_or_default()
    };
    [
        place.to_owned(),
        standing.to_owned(),
        change.expected.clone(),
        change.range.clone(),
        closed,
        arrives.to_owned(),
    ]
}
