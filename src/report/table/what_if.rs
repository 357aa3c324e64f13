//! What decides, what more buys, and what is lost without something.

use super::layout::{Align, Grid};
use super::page::Page;
use crate::report::number::{as_float, count, grouped};
use crate::report::view::{
    FrontierView, LimitRow, MarginalRow, NextRow, RefusalRow, ReplacementRow, SwingRow, Told,
};

/// Rows of a list here, where not all are shown.
const ROWS: usize = 5;

/// Figures that decide, likewise.
const SWINGS: usize = 8;

/// Activities that something is told of, likewise.
const ACTIVITIES: usize = 5;

/// Indicators or activities that a row names, likewise.
const NAMED: usize = 2;

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
        "One figure at a time at its P10 and P90 (1 chance in 10 lies below, and above): the share of gaps that the best \
         plan then closes, and this plan's moves that go.",
    );
    let told = rows.iter().filter(|row| row.is_told).count();
    let shown = page.at_most(rows.len(), SWINGS.min(told));
    let mut grid = Grid::new(2, &[Left, Left, Right, Right, Right, Left]);
    grid.row(["P10 to P90", "", "at P10", "at P90", "moves", ""]);
    for row in rows
        .iter()
        .filter(|row| row.is_told || page.shows_all())
        .take(shown)
    {
        grid.across(0, &row.figure);
        grid.row([
            &row.range,
            row.origin,
            &row.low,
            &row.high,
            &row.moves_lost,
            &row.bar,
        ]);
    }
    page.grid(&grid);
    page.more(2, rows.len() - shown, "figures that decide less");
    let doubtful = rows.iter().filter(|row| row.doubtful).count();
    let open = rows.len() - told;
    let figures = |number: usize| grouped(as_float(number), 0);
    let mut words = Vec::new();
    if doubtful > 0 {
        words.push(format!(
            "{} ILLUSTRATIVE or FILLED IN: replace those at the top first",
            figures(doubtful)
        ));
    }
    if open > 0 {
        words.push(format!("{} within what the gaps leave open", figures(open)));
    }
    if !words.is_empty() {
        page.paragraph(
            2,
            &format!("Of {}: {}.", count(rows.len(), "figure"), words.join("; ")),
        );
    }
}

/// Writes what the next amount buys.
pub(super) fn frontier(page: &mut Page, views: &[FrontierView]) {
    page.heading("WHAT THE NEXT AMOUNT BUYS");
    page.paragraph(
        0,
        "More of a resource, free of restrictions, planned anew each time: the share of all gaps that closes beyond \
         what closes without it, and what grows.",
    );
    let (buys, nothing): (Vec<&FrontierView>, Vec<&FrontierView>) = views
        .iter()
        .partition(|view| page.shows_all() || !view.steps.is_empty());
    for view in buys {
        if page.shows_all() {
            write_points(page, view);
        } else {
            write_steps(page, view);
        }
    }
    if !nothing.is_empty() {
        let nothing: Vec<String> = nothing
            .into_iter()
            .map(|view| format!("{} (up to {} more)", view.resource, view.most))
            .collect();
        page.paragraph(
            0,
            &format!(
                "More of these buys nothing beyond what the gaps leave open: {}.",
                page.names(&nothing)
            ),
        );
    }
}

/// A few points of a frontier.
fn write_steps(page: &mut Page, view: &FrontierView) {
    page.bold(0, &view.resource);
    page.grid(&points(page, &view.steps, &view.step));
    let not_nested = if view.not_nested.is_empty() {
        ""
    } else {
        " NOT NESTED: on the way something shrinks that less began."
    };
    page.paragraph(2, &format!("{}{not_nested}", view.stops));
}

/// Every point of a frontier.
fn write_points(page: &mut Page, view: &FrontierView) {
    page.bold(0, &view.resource);
    page.grid(&points(page, &view.points, &view.step));
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
                "NOT NESTED: at {} something shrinks that a smaller amount began, so these steps are not one program \
                 that can be bought bit by bit.",
                page.names(&view.not_nested)
            ),
        );
    }
}

fn points(page: &Page, rows: &[NextRow], step: &str) -> Grid {
    use Align::{Left, Right};
    // What the next step is worth is known of linear programs only.
    let has_next = rows.iter().any(|row| row.next != "-");
    let heading = format!("{step} more");
    let mut grid = if has_next {
        Grid::new(2, &[Right, Right, Right, Left])
    } else {
        Grid::new(2, &[Right, Right, Left])
    };
    let cells = |more: &str, closed: &str, next: &str, grow: &str| {
        let mut cells = vec![more.to_owned(), closed.to_owned()];
        cells.extend(has_next.then(|| next.to_owned()));
        cells.push(grow.to_owned());
        cells
    };
    grid.row(cells("more", "closes another", &heading, "grows"));
    for row in rows {
        let grow = page.first(&row.grow, 1);
        grid.row(cells(&row.more, &row.closed, &row.next, &grow));
        if page.shows_all() && !row.dropped.is_empty() {
            grid.across(
                4,
                format!("Fewer than before: {}", page.names(&row.dropped)),
            );
        }
    }
    grid
}

/// Writes what a unit more or less is worth.
pub(super) fn marginal(page: &mut Page, rows: &[MarginalRow]) {
    use Align::{Left, Right};
    page.heading("WHAT A UNIT MORE OR LESS IS WORTH");
    page.paragraph(
        0,
        "With a little less and a little more of each pool: the share of all gaps that a step opens or closes; within \
         gap: too little for the searches to tell.",
    );
    let (told, open): (Vec<&MarginalRow>, Vec<&MarginalRow>) =
        rows.iter().partition(|row| row.is_told || page.shows_all());
    let shown = page.at_most(told.len(), ACTIVITIES + 1);
    let priced = rows.iter().any(|row| row.price != "-");
    let mut align = vec![Left, Right, Right, Right, Right];
    align.extend(priced.then_some(Right));
    let mut grid = Grid::new(2, &align);
    grid.row(
        ["", "has", "step", "less loses", "more closes", "price"]
            .into_iter()
            .take(align.len()),
    );
    for row in &told[..shown] {
        let cells = [
            &row.pool,
            &row.amount,
            &row.step,
            &row.less,
            &row.more,
            &row.price,
        ];
        grid.row(cells.into_iter().take(align.len()));
    }
    if shown > 0 {
        page.grid(&grid);
    }
    page.more(2, told.len() - shown, "pools");
    if !open.is_empty() {
        let open: Vec<&String> = open.into_iter().map(|row| &row.pool).collect();
        page.paragraph(
            0,
            &format!("Nothing, or within gap, both ways: {}.", page.names(&open)),
        );
    }
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
        "The share of all gaps that the best plan would close more without it, and what would change most (people).",
    );
    let told: Vec<(&LimitRow, &String)> = rows
        .iter()
        .filter_map(|row| Some((row, row.price.share()?)))
        .collect();
    let shown = page.at_most(told.len(), ROWS);
    for (row, price) in &told[..shown] {
        let named = if page.shows_all() {
            row.gains.len()
        } else {
            row.gains.len().min(NAMED + 1)
        };
        let gains: String = row.gains[..named]
            .iter()
            .map(|gain| format!("; {gain}"))
            .collect();
        page.item(2, &format!("{price}: {}{gains}", row.words));
    }
    page.more(2, told.len() - shown, "limits that cost less");
    write_open(
        page,
        rows.iter().map(|row| (&row.price, &row.words)),
        "limits",
    );
    let failed: Vec<&String> = rows
        .iter()
        .filter(|row| row.price == Told::NoPlan)
        .map(|row| &row.words)
        .collect();
    if !failed.is_empty() {
        page.paragraph(
            2,
            &format!(
                "Not found, since the solver failed: {}.",
                page.names(&failed)
            ),
        );
    }
}

/// Says which rows come to no more than the gaps leave open: by name where they are few.
fn write_open<'r>(
    page: &mut Page,
    rows: impl Iterator<Item = (&'r Told, &'r String)>,
    plural: &str,
) {
    const FEW: usize = 4;
    let open: Vec<&String> = rows
        .filter(|(told, _)| **told == Told::Within)
        .map(|(_, name)| name)
        .collect();
    if open.is_empty() {
        return;
    }
    let named = if open.len() <= FEW || page.shows_all() {
        page.names(&open)
    } else {
        format!("{} {plural}", open.len())
    };
    page.paragraph(
        2,
        &format!("Nothing beyond what the gaps leave open: {named}."),
    );
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
        "Its pools stay as today and the others plan anew: the share of all gaps that is lost, how many activities stay \
         smaller, and who loses most (people).",
    );
    let costly: Vec<&RefusalRow> = rows.iter().filter(|row| row.loss != Told::Within).collect();
    let shown = page.limit_each(costly.len());
    for row in &costly[..shown] {
        let Some(loss) = row.loss.share() else {
            page.item(
                2,
                &format!("{}: no plan keeps every rule without it", row.partner),
            );
            continue;
        };
        let mut parts = vec![format!("{}: {loss}", row.partner)];
        if !row.stops.is_empty() {
            parts.push(if page.shows_all() {
                format!("smaller or gone: {}", page.names(&row.stops))
            } else {
                format!("{} smaller", row.stops.len())
            });
        }
        if !row.losers.is_empty() {
            parts.push(if page.shows_all() {
                page.names(&row.losers)
            } else {
                row.losers[..row.losers.len().min(NAMED)].join("; ")
            });
        }
        page.item(2, &parts.join("; "));
    }
    page.more(2, costly.len() - shown, "partners");
    write_open(
        page,
        rows.iter().map(|row| (&row.loss, &row.partner)),
        "partners",
    );
}

/// Writes what doing without an activity costs.
pub(super) fn replacements(page: &mut Page, rows: &[ReplacementRow]) {
    page.heading("WITHOUT AN ACTIVITY");
    if rows.is_empty() {
        page.paragraph(2, "Nothing grows.");
        return;
    }
    page.paragraph(
        0,
        "With nothing for it (in brackets: its participants): the share of all gaps that is lost, and which practices \
         grow instead.",
    );
    let costly: Vec<&ReplacementRow> = rows.iter().filter(|row| row.cost != Told::Within).collect();
    let shown = page.at_most(costly.len(), ACTIVITIES);
    for row in &costly[..shown] {
        let cost = row
            .cost
            .share()
            .map_or("no plan does without", String::as_str);
        let instead = if row.instead.is_empty() {
            String::new()
        } else if page.shows_all() {
            format!("; instead: {}", page.names(&row.instead))
        } else {
            format!("; instead: {}", page.first(&row.practices, 1))
        };
        page.item(
            2,
            &format!("{cost}: {} ({}){instead}", row.activity, row.plan),
        );
    }
    page.more(2, costly.len() - shown, "activities that cost less");
    write_open(
        page,
        rows.iter().map(|row| (&row.cost, &row.activity)),
        "activities",
    );
}
