//! What decides, what more buys, and what is lost without something.

use super::layout::{Align, Grid};
use super::page::Page;
use crate::report::number::count;
use crate::report::view::{
    FrontierView, LimitRow, MarginalRow, RefusalRow, ReplacementRow, SwingRow,
};

/// Writes what decides.
pub(super) fn swings(page: &mut Page, rows: &[SwingRow]) {
    use Align::{Left, Right};
    page.heading("WHAT DECIDES");
    if rows.is_empty() {
        page.paragraph(2, "No figure is in doubt.");
        return;
    }
    page.paragraph(
        0,
        "One figure at a time at its P10 and its P90 (1 in 10 chances lie below, and above): the share of all gaps \
         that the best plan closes then, left and right of this plan's, and how many of its moves go.",
    );
    let shown = page.limit_each(rows.len());
    let mut grid = Grid::new(2, &[Left, Right, Right, Right, Left]);
    grid.row(["", "at P10", "at P90", "moves", ""]);
    for row in &rows[..shown] {
        let star = if row.doubtful { " *" } else { "" };
        let mut letters = row.figure.chars();
        let first: String = letters
            .next()
            .into_iter()
            .flat_map(char::to_uppercase)
            .collect();
        grid.across(0, format!("{first}{}{star}", letters.as_str()));
        grid.row([&row.range, &row.low, &row.high, &row.moves_lost, &row.bar]);
    }
    page.grid(&grid);
    page.more(2, rows.len() - shown, "figures that decide less");
    let doubtful = rows.iter().filter(|row| row.doubtful).count();
    if doubtful > 0 {
        page.paragraph(
            2,
            &format!(
                "* illustrative or filled in, {} of {}: replace those at the top first",
                doubtful,
                count(rows.len(), "figure")
            ),
        );
    }
}

/// Writes what the next amount buys.
pub(super) fn frontier(page: &mut Page, views: &[FrontierView]) {
    use Align::{Left, Right};
    page.heading("WHAT THE NEXT AMOUNT BUYS");
    page.paragraph(
        0,
        "More of a resource, free of restrictions, planned anew each time: the share of all gaps that closes, what \
         the next step closes, and what grows.",
    );
    for view in views {
        let shown = page.limit_each(view.points.len());
        let mut grid = Grid::new(2, &[Right, Right, Right, Left]);
        page.bold(0, &format!("{} (a step is {})", view.resource, view.step));
        grid.row(["more", "closes", "next step", "grows"]);
        for point in &view.points[..shown] {
            grid.row([
                point.more.clone(),
                point.closed.clone(),
                point.next.clone(),
                page.names(&point.grow),
            ]);
            if !point.dropped.is_empty() {
                grid.across(
                    4,
                    format!("Fewer than before: {}", page.names(&point.dropped)),
                );
            }
        }
        page.grid(&grid);
        page.more(2, view.points.len() - shown, "points");
        page.paragraph(2, &view.stops);
        if view.sampled {
            page.paragraph(
                2,
                "Solved at these amounts only: between two of them the best plan may do better.",
            );
        }
        if !view.not_nested.is_empty() {
            page.paragraph(
                2,
                &format!(
                    "NOT NESTED: at {} something shrinks that a smaller amount began, so these steps are not one \
                     program that can be bought bit by bit.",
                    page.names(&view.not_nested)
                ),
            );
        }
    }
}

/// Writes what a unit more or less is worth.
pub(super) fn marginal(page: &mut Page, rows: &[MarginalRow]) {
    use Align::{Left, Right};
    page.heading("WHAT A UNIT MORE OR LESS IS WORTH");
    page.paragraph(
        0,
        "By solving again with a little less and a little more of each pool, as the share of all gaps that a step \
         opens or closes; < is below what the searches can tell.",
    );
    let shown = page.limit(rows.len());
    let mut grid = Grid::new(2, &[Left, Right, Right, Right, Right, Right]);
    grid.row(["", "has", "step", "less loses", "more closes", "price"]);
    for row in &rows[..shown] {
        grid.row([
            &row.pool,
            &row.amount,
            &row.step,
            &row.less,
            &row.more,
            &row.price,
        ]);
    }
    page.grid(&grid);
    page.more(2, rows.len() - shown, "pools");
}

/// Writes what each limit costs.
pub(super) fn limits(page: &mut Page, rows: &[LimitRow]) {
    page.heading("WHAT EACH LIMIT COSTS");
    if rows.is_empty() {
        page.paragraph(2, "There is no rule, restriction or lock.");
        return;
    }
    page.paragraph(
        0,
        "The share of all gaps that the best plan would close more without it, all else as it is.",
    );
    let shown = page.limit_each(rows.len());
    for row in &rows[..shown] {
        page.item(2, &format!("{}: {}", row.words, row.price));
        if !row.gains.is_empty() {
            page.paragraph(4, &format!("Without it: {}.", page.names(&row.gains)));
        }
    }
    page.more(2, rows.len() - shown, "limits that cost less");
}

/// Writes what happens where a partner says no.
pub(super) fn refusals(page: &mut Page, rows: &[RefusalRow]) {
    page.heading("IF A PARTNER SAYS NO");
    if rows.is_empty() {
        page.paragraph(2, "Nobody is asked for anything.");
        return;
    }
    page.paragraph(
        0,
        "The partner's pools stay as they are today and the others plan anew: the share of all gaps that is lost, \
         and by whom.",
    );
    let shown = page.limit_each(rows.len());
    for row in &rows[..shown] {
        match &row.loss {
            Some(loss) => page.item(2, &format!("{}: {loss}", row.partner)),
            None => page.item(
                2,
                &format!("{}: no plan keeps every rule without it", row.partner),
            ),
        }
        if !row.stops.is_empty() {
            page.paragraph(4, &format!("Smaller or gone: {}.", page.names(&row.stops)));
        }
        if !row.losers.is_empty() {
            page.paragraph(4, &format!("Who loses: {}.", page.names(&row.losers)));
        }
    }
    page.more(2, rows.len() - shown, "partners");
}

/// Writes what doing without an activity costs.
pub(super) fn replacements(page: &mut Page, rows: &[ReplacementRow]) {
    use Align::{Left, Right};
    page.heading("WITHOUT AN ACTIVITY");
    if rows.is_empty() {
        page.paragraph(2, "Nothing runs.");
        return;
    }
    page.paragraph(
        0,
        "Nothing is given to it and all is planned anew: the share of all gaps that is lost, and what grows in its \
         place.",
    );
    let shown = page.limit_each(rows.len());
    let mut grid = Grid::new(2, &[Left, Right, Right, Left]);
    grid.row(["", "plan", "costs", "instead"]);
    for row in &rows[..shown] {
        grid.row([
            row.activity.clone(),
            row.plan.clone(),
            row.cost.clone(),
            if row.instead.is_empty() {
                "-".to_owned()
            } else {
                page.names(&row.instead)
            },
        ]);
    }
    page.grid(&grid);
    page.more(2, rows.len() - shown, "activities that cost less");
}
