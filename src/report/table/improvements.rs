//! What improves, and when.

use super::layout::{Align, Grid};
use super::page::Page;
use crate::report::view::{Change, ImprovementView, IndicatorChange, PlaceChange};

/// Writes what changes, counted groups first.
pub(super) fn write(page: &mut Page, view: &ImprovementView) {
    page.heading("WHAT IMPROVES, AND WHEN");
    page.paragraph(
        0,
        "Expected change against today. The range holds 90% of what the evidence leaves open, with its ends \
         added up over years and groups. People are never added up across indicators.",
    );
    if view
        .counted
        .iter()
        .all(|indicator| indicator.places.is_empty())
    {
        page.paragraph(2, "Nothing changes.");
    } else {
        table(page, &view.counted);
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
        table(page, &view.reported);
    }
    if view
        .counted
        .iter()
        .chain(&view.reported)
        .any(|row| row.places.iter().any(|place| place.target_is_default))
    {
        page.paragraph(2, "* target filled in by the default rule");
    }
    if !view.tracked.is_empty() {
        page.blank();
        page.paragraph(
            0,
            &format!(
                "Tracked only, since no practice here moves them: {}.",
                page.names(&view.tracked)
            ),
        );
    }
}

fn table(page: &mut Page, indicators: &[IndicatorChange]) {
    use Align::{Left, Right};
    let number = |worse: bool| {
        indicators
            .iter()
            .flat_map(|row| &row.places)
            .filter(|place| place.change.worse == worse)
            .count()
    };
    // Losses have room of their own, so that no number of gains crowds them out.
    let mut gains = page.limit(number(false));
    let mut losses = page.limit(number(true));
    let mut hidden = 0;
    let mut grid = Grid::new(2, &[Left, Right, Right, Right, Right, Left]);
    grid.row([
        "",
        "today to target",
        "change",
        "90% range",
        "of gap",
        "arrives",
    ]);
    for indicator in indicators {
        let shown: Vec<&PlaceChange> = indicator
            .places
            .iter()
            .filter(|place| {
                let room = if place.change.worse {
                    &mut losses
                } else {
                    &mut gains
                };
                let fits = *room > 0;
                *room = room.saturating_sub(1);
                fits
            })
            .collect();
        hidden += indicator.places.len() - shown.len();
        if shown.is_empty() {
            continue;
        }
        grid.across(0, format!("{} ({})", indicator.name, indicator.measure));
        for row in shown {
            let star = if row.target_is_default { "*" } else { "" };
            let standing = format!("{}{star}", row.standing);
            grid.row(cells(&row.place, &standing, &row.change, &row.arrives));
        }
        if let Some(total) = &indicator.total {
            grid.row(cells("All places", "", total, ""));
        }
        if !indicator.by_year.is_empty() {
            let years: Vec<String> = indicator
                .by_year
                .iter()
                .map(|(year, change)| format!("{year} {change}"))
                .collect();
            grid.across(4, format!("By year: {}", years.join(", ")));
        }
        if !indicator.unchanged.is_empty() {
            grid.across(
                4,
                format!("No change: {}", page.names(&indicator.unchanged)),
            );
        }
    }
    page.grid(&grid);
    page.more(hidden, "rows");
    let still: Vec<&str> = indicators
        .iter()
        .filter(|row| row.places.is_empty())
        .map(|row| row.name.as_str())
        .collect();
    if !still.is_empty() {
        page.paragraph(2, &format!("No change anywhere: {}.", page.names(&still)));
    }
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
