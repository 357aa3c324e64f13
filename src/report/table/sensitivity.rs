//! How far a recommendation can be trusted: the answer first, then the moves, the activities and what was asked
//! besides, and last how it was found.

use super::layout::{Align, Grid};
use super::page::Page;
use super::{Style, what_if};
use crate::report::view::{
    HoldsView, PartnerStandings, SensitivityView, SureRow, SureView, TrustView,
};

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
    if !view.found.is_empty() {
        page.heading("HOW THIS WAS FOUND");
        for line in &view.found {
            page.item(2, line);
        }
    }
    if !view.changes.is_empty() {
        page.heading("CHANGED FROM THE MODEL BY SCENARIOS");
        page.changes(&view.changes);
    }
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
    if let Some(holds) = trust.holds_words() {
        page.paragraph(0, &holds);
    }
    if let Some((share, interval)) = &trust.better {
        page.paragraph(
            0,
            &format!(
                "The plan does better than today in {share} of {} draws of what is not known (90% interval \
                 {interval}).",
                trust.draws
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
    page.heading("WHICH MOVES HOLD");
    page.paragraph(
        0,
        "A move holds where the best plan makes it too in at least 90% of the draws, under both ways of valuing, and \
         with every gap a fifth smaller and larger.",
    );
    if view.holding.is_empty() && view.depending.is_empty() {
        page.paragraph(2, "There is no move.");
        return;
    }
    if !view.holding.is_empty() {
        page.bold(0, "These hold, whatever the doubtful figures are");
        write_standings(page, &view.holding);
    }
    if !view.depending.is_empty() {
        page.bold(0, "These depend on something");
        if view.doubtful > 0 {
            page.paragraph(
                2,
                &format!(
                    "{} on figures that are illustrative or filled in: find those out before the move is agreed.",
                    if view.doubtful == 1 {
                        "1 of them hangs".to_owned()
                    } else {
                        format!("{} of them hang", view.doubtful)
                    }
                ),
            );
        }
        write_standings(page, &view.depending);
    }
}

fn write_standings(page: &mut Page, partners: &[PartnerStandings]) {
    let all = partners.iter().map(|partner| partner.rows.len()).sum();
    let mut room = page.limit_each(all);
    let hidden = all - room;
    for partner in partners {
        let shown = partner.rows.len().min(room);
        room -= shown;
        if shown == 0 {
            continue;
        }
        page.paragraph(2, &partner.partner);
        for row in &partner.rows[..shown] {
            if row.reasons.is_empty() {
                page.item(4, &format!("{} ({})", row.words, row.share));
            } else {
                page.item(4, &row.words);
            }
            for reason in &row.reasons {
                page.paragraph(6, reason);
            }
        }
    }
    page.more(2, hidden, "moves");
}

fn write_sure(page: &mut Page, view: &SureView) {
    use Align::{Left, Right};
    page.heading("HOW SURE EACH ACTIVITY IS");
    page.paragraph(
        0,
        "How often the best plan of a draw runs it, and with how many participants in 90% of the draws.",
    );
    let mut grid = Grid::new(2, &[Left, Right, Right, Right, Right]);
    grid.row(["", "plan", "runs in", "90% interval", "participants"]);
    let groups: [(&str, &[SureRow]); 3] = [
        ("Robust: in at least 90% of the draws", &view.robust),
        ("Contested: in 10 to 90%", &view.contested),
        ("In fewer than 10%, though this plan runs it", &view.fragile),
    ];
    let mut hidden = 0;
    for (heading, rows) in groups {
        let shown = page.limit_each(rows.len());
        hidden += rows.len() - shown;
        if shown > 0 {
            grid.across(0, heading);
        }
        for row in &rows[..shown] {
            grid.row([
                &row.activity,
                &row.plan,
                &row.runs,
                &row.interval,
                &row.participants,
            ]);
        }
    }
    page.grid(&grid);
    page.more(2, hidden, "activities");
    if !view.out.is_empty() {
        page.paragraph(
            0,
            &format!(
                "Out, in this plan and in more than 90% of the draws: {}.",
                page.names(&view.out)
            ),
        );
    }
    if !view.ties.is_empty() {
        page.paragraph(
            0,
            &format!(
                "The draws do not tell which of two grows more often: {}.",
                page.names(&view.ties)
            ),
        );
    }
}
