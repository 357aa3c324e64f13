//! The order of a report: what it says, who is asked, what limits it, what it rests on.

use super::layout::{Align, Grid};
use super::page::Page;
use super::{Style, improvements, moves};
use crate::domain::Status;
use crate::report::number::count;
use crate::report::view::{
    ConflictView, FoundationView, HeadlineView, ReachView, RecommendView, ResourceMoved,
    coverage_words,
};

/// The report of `view`.
pub(in crate::report) fn recommendation(view: &RecommendView, style: Style) -> String {
    let mut page = Page::new(style);
    page.bold(0, &format!("{}, {}", view.model, view.cycle));
    page.blank();
    if let (Some(words), Some(_)) = (&view.foundation.made_up, &view.headline) {
        page.paragraph(0, words);
        page.blank();
    }
    match (&view.headline, &view.conflict) {
        (Some(headline), _) => write_headline(&mut page, headline, view.status),
        (None, Some(conflict)) => write_conflict(&mut page, conflict),
        (None, None) => write_stopped(
            &mut page,
            view.status,
            "Try a longer --time-limit, or none.",
        ),
    }
    if view.headline.is_some() {
        improvements::write(&mut page, &view.improvements);
        write_reach(&mut page, &view.reach);
        moves::partners(&mut page, &view.partners);
        moves::activities(&mut page, &view.activities);
        moves::pools(&mut page, &view.pools);
        moves::practices(&mut page, &view.practices);
    }
    if let Some(certificate) = &view.certificate {
        page.heading("CHECKED");
        page.paragraph(0, certificate);
        write_foundation(&mut page, &view.foundation);
    }
    if !view.replace_first.is_empty() {
        page.heading("REPLACE THESE FIRST");
        page.paragraph(
            0,
            "Of all that was filled in, this decides most: the share of the gaps that the best plan closes at either \
             end of what it may be. What is true goes there:",
        );
        for row in &view.replace_first {
            page.item(2, &format!("{}: {}. {}", row.what, row.decides, row.place));
        }
    }
    page.changes(&view.changes);
    page.heading("WHERE TO LOOK NEXT");
    page.grid(&next(view));
    page.finish()
}

fn write_reach(page: &mut Page, reach: &ReachView) {
    if !reach.heads.is_empty() {
        page.heading("SMALLER AND LARGER MOVES");
        page.paragraph(
            0,
            "People better off over all places and years where a tenth of the set limit may move, as recommended, and \
             where nothing but locks and restrictions holds; the first and the last are in any amounts.",
        );
        let mut grid = Grid::new(2, &[Align::Left, Align::Right, Align::Right, Align::Right]);
        grid.row([""].into_iter().chain(reach.heads.iter().copied()));
        for (what, cells) in &reach.rows {
            grid.row([what.clone()].into_iter().chain(cells.iter().cloned()));
        }
        page.grid(&grid);
    }
    if let Some(steps) = &reach.steps {
        page.blank();
        page.paragraph(0, steps);
    }
}

fn next(view: &RecommendView) -> Grid {
    let mut next = Grid::new(2, &[Align::Left, Align::Left]);
    if view.headline.is_some() {
        next.row(["--all", "every row of the lists that were shortened"]);
        next.row(["--format json", "every figure, unrounded"]);
        next.row([
            "--format csv --out DIR",
            "the same as tables, explained in columns.csv",
        ]);
    }
    next.row([
        "--set 'table[key].column=value'",
        "the plan if one figure were another",
    ]);
    if view.headline.is_some() {
        next.row([
            "trefoil sensitivity MODEL",
            "what the moves depend on, and what would change them",
        ]);
    }
    next.row([
        "trefoil validate MODEL",
        "what in the model is missing or filled in",
    ]);
    next
}

fn write_headline(page: &mut Page, headline: &HeadlineView, status: Status) {
    let HeadlineView {
        closed,
        today,
        possible,
        partners,
        holders,
        ..
    } = headline;
    if headline.moved.iter().all(|row| row.share == "0%") && *partners == 0 {
        page.paragraph(
            0,
            "Nothing should move: no move that the limits allow does better than today.",
        );
    } else {
        page.paragraph(
            0,
            &format!(
                "This plan closes {closed} of the gaps between today and the targets, weighted as the model weighs \
                 them (today: {today}), with what the partners already hold."
            ),
        );
        page.blank();
        page.grid(&moved(&headline.moved));
        for (leaves, moves) in &headline.never_evaluated {
            page.blank();
            page.paragraph(
                0,
                &format!(
                    "{leaves} of the {moves} that moves leaves programs that were never evaluated, not programs \
                     shown to fail."
                ),
            );
        }
        page.blank();
        page.paragraph(
            0,
            &format!(
                "{partners} of {} are asked to move something.",
                count(*holders, "partner")
            ),
        );
    }
    if let Some(trust) = &headline.trust {
        let better = trust.better.as_ref().map(|(often, interval)| {
            format!("Better than today in {often} of what is not known (90% interval {interval}).")
        });
        let value = trust.value.as_ref().map(|value| {
            format!(
                "On average over the draws it closes {} (90% of them {}); {} if every figure is as expected.",
                value.mean, value.range, value.expected
            )
        });
        let lines: Vec<String> = [value, better, trust.moves_words()]
            .into_iter()
            .flatten()
            .collect();
        page.paragraph(0, &lines.join(" "));
    }
    let named = page.names(&headline.tracked);
    page.paragraph(
        0,
        &coverage_words(headline.indicators, headline.tracked.len(), &named),
    );
    let (better, worse, unchanged) = headline.pairs;
    let open = if headline.open > 0 {
        format!(
            "; for {} of those that change, the range holds both gain and loss",
            headline.open
        )
    } else {
        String::new()
    };
    page.paragraph(
        0,
        &format!(
            "Of the indicators, each at each place: {better} better, {worse} worse, {unchanged} unchanged{open}."
        ),
    );
    match status {
        Status::Optimal => page.paragraph(
            0,
            &format!("Proved: no plan within these limits closes another {possible} of the gaps."),
        ),
        Status::GapOpen | Status::Infeasible | Status::Stopped => page.paragraph(
            0,
            &format!(
                "NOT PROVED BEST: the search stopped early. Another plan might close up to {possible} more of the gaps."
            ),
        ),
    }
}

fn moved(rows: &[ResourceMoved]) -> Grid {
    let mut grid = Grid::new(
        2,
        &[
            Align::Left,
            Align::Right,
            Align::Right,
            Align::Right,
            Align::Right,
        ],
    );
    grid.row(["", "moves", "of all", "", "of it unused today"]);
    for row in rows {
        let unallocated = row.from_unallocated.as_deref().unwrap_or("-");
        grid.row([
            &row.resource,
            &row.moved,
            &row.amount,
            &row.share,
            unallocated,
        ]);
    }
    grid
}

pub(super) fn write_conflict(page: &mut Page, conflict: &ConflictView) {
    page.bold(0, "NO PLAN KEEPS EVERY LIMIT");
    if !conflict.clashes.is_empty() {
        page.paragraph(
            0,
            "These limits clash. Without any one of them, the others can be kept together:",
        );
        for clash in &conflict.clashes {
            page.item(2, clash);
        }
    }
    if !conflict.relaxations.is_empty() {
        page.blank();
        let changes = if conflict.relaxations.len() == 1 {
            ""
        } else {
            ", all of these together"
        };
        page.paragraph(0, &format!("The cheapest way out{changes}:"));
        for relaxation in &conflict.relaxations {
            page.item(2, relaxation);
        }
        page.paragraph(0, &format!("To see that plan, add {}", conflict.options));
    }
}

/// Says that nothing was found, and what to try.
pub(super) fn write_stopped(page: &mut Page, status: Status, advice: &str) {
    page.bold(0, "NO PLAN FOUND");
    match status {
        Status::Infeasible => page.paragraph(
            0,
            "No plan keeps every limit, and which of them clash is not known.",
        ),
        Status::Optimal | Status::GapOpen | Status::Stopped => page.paragraph(
            0,
            &format!(
                "The search stopped before it found a plan. Nothing is proved: there may be one. {advice}"
            ),
        ),
    }
}

fn write_foundation(page: &mut Page, view: &FoundationView) {
    use Align::{Left, Right};
    page.heading("WHAT IT RESTS ON");
    page.paragraph(0, &view.summary);
    let mut grid = Grid::new(2, &[Left, Right, Right, Right, Right, Right, Right]);
    grid.row([
        "",
        "published",
        "derived",
        "local",
        "default",
        "illustrative",
        "not said",
    ]);
    let number = |rows: usize| {
        if rows == 0 {
            "-".to_owned()
        } else {
            rows.to_string()
        }
    };
    for table in &view.tables {
        grid.row([
            table.table.clone(),
            number(table.published),
            number(table.derived),
            number(table.local),
            number(table.default),
            number(table.illustrative),
            number(table.unstated),
        ]);
    }
    page.grid(&grid);
    for line in view
        .filled_in
        .iter()
        .map(String::as_str)
        .chain(view.assumptions.iter().copied())
    {
        page.item(2, line);
    }
    for setting in &view.settings {
        page.item(2, &format!("Setting {setting}."));
    }
}
