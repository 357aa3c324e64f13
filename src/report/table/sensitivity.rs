//! How far a recommendation can be trusted: the answer first, then the moves, the activities and what was asked
//! besides, and last how it was found.

use super::layout::{Align, Grid};
use super::page::Page;
use super::{Style, what_if};
use crate::report::number::{count, counted};
use crate::report::view::{HoldsView, SensitivityView, StandingRow, SureRow, SureView, TrustView};

/// Moves that depend on something, of those that are shown where not all are.
const DEPENDING: usize = 5;

/// Figures of a move, likewise.
const FIGURES: usize = 2;

/// Figures that decide the most moves, likewise.
const DECIDING: usize = 4;

/// Contested activities, likewise.
const CONTESTED: usize = 7;

/// The report of `view`.
pub(in crate::report) fn sensitivity(view: &SensitivityView, style: Style) -> String {
    let mut page = Page::new(style);
    page.bold(0, &format!("{}, {}", view.model, view.cycle));
    page.blank();
    match (&view.closed, &view.conflict) {
        (Some(closed), _) => write_headline(&mut page, view, closed),
        (None, Some(conflict)) => super::recommend::write_conflict(&mut page, conflict),
        (None, None) => {
            super::recommend::write_stopped(&mut page, view.status, "Let it run to its end.");
        }
    }
    if let Some(holds) = &view.holds {
        write_holds(&mut page, holds);
    }
    if let Some(sure) = &view.sure {
        write_sure(&mut page, sure);
    }
    let is_sought_anew = view.swings.is_some()
        || view.frontier.is_some()
        || view.marginal.is_some()
        || view.rules.is_some()
        || view.refusals.is_some()
        || view.replacement.is_some();
    if let Some(words) = view.any_amounts.as_ref().filter(|_| is_sought_anew) {
        page.heading("HOW TO READ WHAT FOLLOWS");
        page.paragraph(0, words);
    }
    if let Some(rows) = &view.swings {
        what_if::swings(&mut page, rows);
    }
    if let Some(rows) = &view.frontier {
        what_if::frontier(&mut page, rows);
    }
    if let Some(rows) = &view.marginal {
        what_if::marginal(&mut page, rows);
    }
    if let Some(rows) = &view.rules {
        what_if::limits(&mut page, rows);
    }
    if let Some(rows) = &view.refusals {
        what_if::refusals(&mut page, rows);
    }
    if let Some(rows) = &view.replacement {
        what_if::replacements(&mut page, rows);
    }
    if let Some(knowing) = &view.knowing {
        page.heading("WHAT KNOWING WOULD BE WORTH");
        page.paragraph(0, knowing);
    }
    if view.starred {
        page.blank();
        page.paragraph(0, "* after a name: illustrative, published nowhere.");
    }
    if !view.found.is_empty() {
        page.heading("HOW THIS WAS FOUND");
        for line in &view.found {
            page.item(2, line);
        }
        if page.shows_all() {
            for line in &view.checks {
                page.item(2, line);
            }
        }
    }
    page.changes(&view.changes);
    page.heading("WHERE TO LOOK NEXT");
    let mut next = Grid::new(2, &[Align::Left, Align::Left]);
    next.row(["--method holds,tornado", "only what is asked, and sooner"]);
    next.row(["--all", "every row of the lists that were shortened"]);
    next.row(["--format json", "every figure, unrounded"]);
    next.row(["trefoil recommend MODEL", "the plan that this is about"]);
    next.row([
        "trefoil alternatives MODEL",
        "plans that are nearly as good",
    ]);
    page.grid(&next);
    page.finish()
}

/// Says that a report holds only what was finished, and how to go on.
pub(super) fn write_interrupted(page: &mut Page) {
    page.bold(0, "INTERRUPTED: WHAT FOLLOWS IS OF WHAT WAS FINISHED");
    page.paragraph(
        0,
        "A run with --out DIR keeps every finished solve there; the same command with --resume goes on with them.",
    );
    page.blank();
}

fn write_headline(page: &mut Page, view: &SensitivityView, closed: &str) {
    if view.interrupted {
        write_interrupted(page);
    }
    let Some(trust) = &view.trust else {
        page.paragraph(
            0,
            &format!(
                "The plan closes {closed} of the gaps between today and the targets. All shares below are of all \
                 gaps, weighted as the model weighs them."
            ),
        );
        return;
    };
    write_trust(page, trust);
    if let Some(value) = &trust.value {
        page.blank();
        let mut grid = Grid::new(2, &[Align::Left, Align::Right, Align::Right, Align::Right]);
        grid.row([
            "share of all gaps closed",
            "as expected",
            "mean of draws",
            "90% range",
        ]);
        grid.row(["this plan", &value.expected, &value.mean, &value.range]);
        if let Some((mean, range)) = &value.best {
            grid.row(["the best plan of each draw", "-", mean, range]);
        }
        page.grid(&grid);
        page.blank();
        page.paragraph(0, value.why);
    } else {
        page.paragraph(
            0,
            &format!("The plan closes {closed} of the gaps between today and the targets."),
        );
    }
}

fn write_trust(page: &mut Page, trust: &TrustView) {
    if let Some(words) = trust.moves_words() {
        page.paragraph(0, &words);
    }
    if let Some((often, interval)) = &trust.better {
        page.paragraph(
            0,
            &format!(
                "The plan does better than today in {often} of what is not known (90% interval {interval})."
            ),
        );
    }
    if trust.infeasible > 0 {
        page.paragraph(
            0,
            &format!(
                "In {} more, no plan keeps every rule: figures may turn out so that a promise cannot be kept.",
                trust.infeasible
            ),
        );
    }
}

fn write_holds(page: &mut Page, view: &HoldsView) {
    page.heading("HOW FIRM THE MOVES ARE");
    page.paragraph(
        0,
        "A move is firm where the best plan makes it too in at least 90% of the draws, under both ways of valuing, and with \
         every gap a fifth smaller and larger; leaning where it does in at least half of the draws; else it is open to \
         choice.",
    );
    if view.holding.is_empty() && view.depending.is_empty() {
        page.paragraph(2, "There is no move that matters.");
    }
    if !view.holding.is_empty() {
        page.bold(0, "These are firm");
        let shown = page.limit_each(view.holding.len());
        write_standings(page, &view.holding[..shown]);
        page.more(2, view.holding.len() - shown, "firm moves");
    }
    if !view.depending.is_empty() {
        let shown = page.at_most(view.depending.len(), DEPENDING);
        page.bold(
            0,
            &if shown < view.depending.len() {
                format!(
                    "{} not firm; the largest, with figures at which they are no longer made",
                    counted(view.depending.len(), "move is", "moves are")
                )
            } else {
                "These are not firm; with the figures at which they are no longer made".to_owned()
            },
        );
        if view.doubtful > 0 {
            page.paragraph(
                2,
                &format!(
                    "{} on figures that are ILLUSTRATIVE or FILLED IN: find those out before the move is agreed.",
                    if view.doubtful == 1 {
                        "1 of them hangs".to_owned()
                    } else {
                        format!("{} of them hang", view.doubtful)
                    }
                ),
            );
        }
        write_standings(page, &view.depending[..shown]);
        page.more(2, view.depending.len() - shown, "moves that are not firm");
    }
    if view.small > 0 {
        page.paragraph(
            2,
            &format!(
                "{} too small to matter (under 0.05% of the pool), not counted here.",
                count(view.small, "more move")
            ),
        );
    }
    write_deciding(page, view);
}

fn write_standings(page: &mut Page, rows: &[StandingRow]) {
    for row in rows {
        page.item(
            2,
            &if row.holds || page.shows_all() {
                format!(
                    "{}: {}: {}, {} ({})",
                    row.partner, row.words, row.firmness, row.often, row.interval
                )
            } else {
                format!(
                    "{}: {}: {}, {}",
                    row.partner, row.words, row.firmness, row.often
                )
            },
        );
        for setting in &row.settings {
            page.paragraph(4, setting);
        }
        let shown = if page.shows_all() {
            row.figures.len()
        } else {
            row.figures.len().min(FIGURES)
        };
        let hidden = row.figures.len() - shown;
        for (position, figure) in row.figures[..shown].iter().enumerate() {
            let more = if position + 1 == shown && hidden > 0 {
                format!("; {}", count(hidden, "more figure"))
            } else {
                String::new()
            };
            page.hanging(4, &format!("{figure}{more}"));
        }
    }
}

fn write_deciding(page: &mut Page, view: &HoldsView) {
    use Align::{Left, Right};
    if view.deciding.is_empty() {
        return;
    }
    page.bold(0, "The figures that decide the most moves");
    let shown = page.at_most(view.deciding.len(), DECIDING);
    let mut grid = Grid::new(4, &[Right, Left, Left, Left]);
    grid.row(["moves", "drop out at", "now", "which is"]);
    for row in &view.deciding[..shown] {
        grid.across(2, &row.figure);
        grid.row([&row.moves.to_string(), &row.at, &row.now, row.origin]);
    }
    page.grid(&grid);
    page.more(2, view.deciding.len() - shown, "figures that decide a move");
}

fn write_sure(page: &mut Page, view: &SureView) {
    use Align::{Left, Right};
    page.heading("HOW SURE EACH ACTIVITY IS");
    if !view.robust.is_empty() {
        page.bold(
            0,
            &format!(
                "Firm: in at least 90% of the draws the best plan does with it what this plan does, grows (+), shrinks (-) or \
                 runs it; in how many of {}",
                view.draws
            ),
        );
        let robust: Vec<String> = by_practice(&view.robust)
            .into_iter()
            .map(|(practice, places)| format!("{practice} ({places})"))
            .collect();
        page.paragraph(2, &format!("{}.", robust.join("; ")));
    }
    let mut grid = Grid::new(2, &[Left, Right, Right, Right]);
    grid.row(["", "so in", "plan", "90% range"]);
    let groups: [(&str, &[SureRow]); 2] = [
        (
            "Done so in fewer than 10% of the draws; participants",
            &view.fragile,
        ),
        (
            "Contested: grows (+), shrinks (-) or runs as here in 10 to 90% of the draws; participants",
            &view.contested,
        ),
    ];
    let mut hidden = 0;
    for (heading, rows) in groups {
        let shown = page.at_most(rows.len(), CONTESTED);
        hidden += rows.len() - shown;
        if shown > 0 {
            grid.across(0, heading);
        }
        for row in &rows[..shown] {
            grid.row([
                &format!("{}, {}{}", row.practice, row.place, row.sign),
                &row.runs,
                &row.plan,
                &row.participants,
            ]);
        }
    }
    if !view.fragile.is_empty() || !view.contested.is_empty() {
        page.grid(&grid);
        page.more(2, hidden, "contested activities");
    }
    if !view.out.is_empty() {
        let out = if page.shows_all() {
            page.names(&view.out)
        } else {
            activities(view.out.len())
        };
        page.paragraph(
            0,
            &format!("Not run, in this plan and in more than 90% of the draws: {out}."),
        );
    }
    if !view.ties.is_empty() {
        page.paragraph(
            0,
            &if page.shows_all() {
                format!(
                    "The draws do not tell which of two grows more often: {}.",
                    page.names(&view.ties)
                )
            } else {
                format!(
                    "Of {} the draws do not tell which grows more often.",
                    count(view.ties.len(), "pair")
                )
            },
        );
    }
}

/// A count of activities.
fn activities(number: usize) -> String {
    let plural = if number == 1 { "y" } else { "ies" };
    format!("{number} activit{plural}")
}

/// Activities by practice, in the order of their firmest: its places, each with its share.
fn by_practice(rows: &[SureRow]) -> Vec<(&str, String)> {
    let mut practices: Vec<(&str, String)> = Vec::new();
    for row in rows {
        let place = format!("{}{} {}", row.place, row.sign, row.draws);
        match practices
            .iter_mut()
            .find(|(practice, _)| *practice == row.practice)
        {
            Some((_, places)) => places.push_str(&format!(", {place}")),
            None => practices.push((&row.practice, place)),
        }
    }
    practices
}
