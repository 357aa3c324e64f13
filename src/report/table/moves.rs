//! Who is asked, and for what; activities, pools and practices.

use super::layout::{Align, Grid};
use super::page::Page;
use crate::report::view::{ActivityView, Donor, PartnersView, PoolsView, PracticeRow, Receipt};

/// Writes the moves by partner.
pub(super) fn partners(page: &mut Page, view: &PartnersView) {
    page.heading("WHO IS ASKED, AND FOR WHAT");
    if view.moving.is_empty() {
        page.paragraph(0, "Nobody: the plan moves nothing.");
        return;
    }
    if view.marked {
        page.paragraph(
            0,
            "(firm): the best plan makes the move in at least 90% of the draws, under both ways of valuing, and with every \
             gap a fifth smaller and larger. (leaning): in at least half of the draws. (open to choice): in fewer, since \
             something else is about as good; partners may settle it. trefoil sensitivity says what decides.",
        );
        page.blank();
    }
    for (position, partner) in view.moving.iter().enumerate() {
        if position > 0 {
            page.blank();
        }
        page.bold(0, &partner.partner);
        for pool in &partner.pools {
            let switching = pool
                .switching_cost
                .as_ref()
                .map_or_else(String::new, |cost| {
                    format!(", of which switching uses up {cost}")
                });
            page.paragraph(
                2,
                &format!(
                    "{}: moves {} of {}{switching}",
                    pool.pool, pool.moved, pool.amount
                ),
            );
            write_moves(page, &pool.donors);
        }
    }
    if !view.not_asked.is_empty() {
        page.blank();
        page.paragraph(
            0,
            &format!("Not asked for anything: {}.", page.names(&view.not_asked)),
        );
    }
}

/// Writes the moves of a pool: all of them, or the largest of very many.
fn write_moves(page: &mut Page, donors: &[Donor]) {
    let receipts = || donors.iter().flat_map(|donor| &donor.receipts);
    let all = receipts().count();
    let mut room = page.limit_each(all);
    let mut sizes: Vec<f64> = receipts().map(|receipt| receipt.size).collect();
    sizes.sort_by(|a, b| b.total_cmp(a));
    let least = sizes.get(room.saturating_sub(1)).copied().unwrap_or(0.0);
    let hidden = all - room;
    let mut grid = Grid::new(6, &[Align::Right, Align::Left]);
    for donor in donors {
        let shown: Vec<&Receipt> = donor
            .receipts
            .iter()
            .filter(|receipt| {
                let fits = receipt.size >= least && room > 0;
                room -= usize::from(fits);
                fits
            })
            .collect();
        if !shown.is_empty() {
            grid.across(4, &donor.from);
        }
        for receipt in shown {
            grid.row([&receipt.amount, &receipt.to]);
        }
    }
    page.grid(&grid);
    page.more(4, hidden, "smaller moves");
}

/// Writes the activities that change.
pub(super) fn activities(page: &mut Page, view: &ActivityView) {
    use Align::{Left, Right};
    page.heading("ACTIVITIES: PARTICIPANTS A YEAR");
    let all: usize = view
        .changing
        .iter()
        .map(|practice| practice.rows.len())
        .sum();
    let mut room = page.limit(all);
    let mut hidden = 0;
    // The last column but one is there only where it holds something.
    let mut align = vec![Left, Right, Right, Right, Right];
    let mut heading = vec!["", "today", "plan", "change", "at most"];
    if view.drawn {
        align.push(Right);
        heading.push("runs in");
    }
    align.push(Left);
    let mut grid = Grid::new(2, &align);
    let mut any_default = false;
    if !view.changing.is_empty() {
        grid.row(heading);
    }
    for practice in &view.changing {
        let shown = practice.rows.len().min(room);
        room -= shown;
        hidden += practice.rows.len() - shown;
        if shown == 0 {
            continue;
        }
        grid.across(0, &practice.practice);
        for row in &practice.rows[..shown] {
            any_default |= row.capacity_is_default;
            let star = if row.capacity_is_default { "*" } else { "" };
            let full = if row.full { "full" } else { "" };
            let capacity = format!("{}{star}", row.capacity);
            let mut cells: Vec<&str> =
                vec![&row.place, &row.today, &row.plan, &row.change, &capacity];
            if view.drawn {
                cells.push(row.runs.as_deref().unwrap_or("-"));
            }
            cells.push(full);
            grid.row(cells);
        }
    }
    page.grid(&grid);
    page.more(2, hidden, "activities that change");
    if any_default {
        page.paragraph(2, "* filled in: the people of its grades");
    }
    if view.drawn && !view.changing.is_empty() {
        page.paragraph(2, "runs in: share of the draws whose best plan runs it");
    }
    page.paragraph(
        0,
        &format!(
            "Unchanged: {} as today, {} not done today or in the plan.",
            view.staying, view.not_done
        ),
    );
}

/// Writes what limits the plan.
pub(super) fn pools(page: &mut Page, view: &PoolsView) {
    use Align::{Left, Right};
    page.heading("WHAT LIMITS THE PLAN");
    page.paragraph(
        0,
        &format!(
            "A pool is limited by its amount, or by how much of it may be taken from what it pays for \
             today. {} {}",
            view.summary, view.worth
        ),
    );
    let all: usize = view
        .resources
        .iter()
        .map(|resource| resource.pools.len())
        .sum();
    let mut room = page.limit(all);
    let mut hidden = 0;
    let mut grid = Grid::new(2, &[Left, Right, Right, Right, Left, Right, Right]);
    grid.row(["", "has", "unused", "taken", "limit", "more", "freer"]);
    for resource in &view.resources {
        let shown = resource.pools.len().min(room);
        room -= shown;
        hidden += resource.pools.len() - shown;
        if shown == 0 {
            continue;
        }
        grid.across(
            0,
            format!("{} (a step is {})", resource.resource, resource.step),
        );
        for row in &resource.pools[..shown] {
            let unknown = || "-".to_owned();
            grid.row([
                row.pool.clone(),
                row.amount.clone(),
                row.unused.clone(),
                row.taken.clone(),
                row.limit.to_owned(),
                row.more.clone().unwrap_or_else(unknown),
                row.more_moving.clone().unwrap_or_else(unknown),
            ]);
        }
    }
    page.grid(&grid);
    page.more(2, hidden, "pools");
}

/// Writes why, and why not, each practice.
pub(super) fn practices(page: &mut Page, rows: &[PracticeRow]) {
    page.heading("WHY, AND WHY NOT, EACH PRACTICE");
    page.paragraph(
        0,
        "Evidence levels run from 0 (rigorously shown to do nothing, or harm) to 5 (replicated \
         independently at scale). Never evaluated is not the same as shown to fail.",
    );
    let shown = page.limit(rows.len());
    let mut last = "";
    for row in &rows[..shown] {
        if row.verdict != last {
            let mut letters = row.verdict.chars();
            let capital: String = letters
                .next()
                .into_iter()
                .flat_map(char::to_uppercase)
                .collect();
            page.bold(0, &format!("{capital}{}", letters.as_str()));
            last = row.verdict;
        }
        page.item(
            2,
            &format!("{}: {}; {}.", row.practice, row.participants, row.standing),
        );
        let reason = match &row.enters {
            Some(enters) => format!("{} {enters}", row.reason),
            None => row.reason.clone(),
        };
        page.paragraph(4, reason.trim());
    }
    page.more(2, rows.len() - shown, "practices");
}
