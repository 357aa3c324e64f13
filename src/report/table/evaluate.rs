//! What becomes of proposals, as text for a terminal.

use super::Style;
use super::layout::{Align, Grid};
use super::page::Page;
use crate::report::number::{
    UnitStyle, as_float, counted, grouped, percent, quantity, significant, tiny, whole_percent,
};
use crate::report::record::{ChangeRecord, EvaluateResult, FlagWord, NotScoredWord, RankRecord};
use crate::report::view::{Shares, often};

/// Blanks before the figures of a proposal, which stand below its name.
const NUMBERS_INDENT: usize = 6;

/// Ranks that are shown where not all are asked for.
const RANKED: usize = 20;

/// Most that the first lines of a list of things to mend show.
const FEW: usize = 5;

/// The evaluation; money is in `currency`, and `changes` are what was changed in the model.
pub(in crate::report) fn evaluation(
    result: &EvaluateResult,
    currency: &str,
    changed: &[ChangeRecord],
    style: Style,
) -> String {
    let mut page = Page::new(style);
    page.paragraph(0, &read(result));
    if let Some(changed) = result
        .changed_since_frozen
        .as_ref()
        .filter(|changed| !changed.is_empty())
    {
        page.bold(
            0,
            &format!(
                "The rules changed since they were frozen: {}.",
                changed.join(", ")
            ),
        );
    }
    if let Some(shard) = &result.shard {
        page.paragraph(
            0,
            &format!(
                "This is part {shard} of the file. When every part is done, the same command with --merge and each part's folder, and without --shard, ranks them all."
            ),
        );
    }
    ranking(&mut page, result, currency);
    budget(&mut page, result, currency);
    lottery(&mut page, result);
    portfolio(&mut page, result);
    changes(&mut page, result);
    unmatched(&mut page, result);
    rejections(&mut page, result);
    page.changes(changed);
    page.finish()
}

fn number(count: u64) -> String {
    grouped(count as f64, 0)
}

/// How many were read, scored, not scored and why, and rejected.
fn read(result: &EvaluateResult) -> String {
    let mut text = format!(
        "{} read: {} scored",
        counted(
            usize::try_from(result.read).unwrap_or(usize::MAX),
            "proposal",
            "proposals"
        ),
        number(result.scored)
    );
    if result.not_scored > 0 {
        let why: Vec<String> = result
            .why_not
            .iter()
            .map(|row| format!("{} {}", number(row.proposals), why_not(row.why_not)))
            .collect();
        text.push_str(&format!(
            ", {} not scored ({})",
            number(result.not_scored),
            why.join("; ")
        ));
    }
    text.push_str(&format!(", {} rejected.", number(result.rejected)));
    text
}

/// Why a proposal has no score, to complete "3 …".
pub(super) fn why_not(why: NotScoredWord) -> &'static str {
    match why {
        NotScoredWord::Unmatched => "of a practice that nobody has matched",
        NotScoredWord::Evidence => "with evidence that cannot be used",
        NotScoredWord::NothingMoved => "that move nothing measured at their places",
        NotScoredWord::NoGain => "of which no gain is expected",
        NotScoredWord::NoCost => "that ask for nothing with a price",
    }
}

/// What a flag says.
pub(super) fn flag(word: &str) -> &str {
    let known = [
        (
            FlagWord::TooManyParticipants,
            "claims more participants than there are people who could take part",
        ),
        (
            FlagWord::CheapParticipants,
            "asks for less than half of what a participant of the practice is known to take",
        ),
        (
            FlagWord::DearParticipants,
            "asks for more than twice of what a participant of the practice is known to take",
        ),
        (
            FlagWord::LargeEffect,
            "the effect of the applicant's own study was held to what one in ten practices of its level exceeds",
        ),
        (FlagWord::OwnEvidence, "rests on the applicant's own study"),
        (
            FlagWord::NeverEvaluated,
            "no study speaks of its practice: never evaluated, not shown to fail",
        ),
        (
            FlagWord::Unpriced,
            "asks for a resource that has no price, which its cost leaves out",
        ),
        (FlagWord::Harm, "some indicator gets worse"),
        (
            FlagWord::RunsToday,
            "the practice runs at one of its places today",
        ),
    ];
    let mut known = known.into_iter();
    let found = known.find(|(flag, _)| flag.word() == word);
    found.map_or(word, |(_, text)| text)
}

/// A value in words: as a share of all gaps, or as it is where scores were given.
pub(super) fn worth(value: f64, all_gaps: Option<f64>) -> String {
    match all_gaps {
        Some(all_gaps) => format!("{} of all gaps", Shares { all_gaps }.of(value)),
        None => significant(value, 5),
    }
}

fn ranking(page: &mut Page, result: &EvaluateResult, currency: &str) {
    if result.ranking.is_empty() {
        return;
    }
    page.heading("RANKING BY SCORE, EACH PROPOSAL BY ITSELF");
    page.paragraph(
        0,
        "Ten points are twice the value for money; the parts add up to the score, which no other proposal changes. A ~ stands where the one below is a tie: neither is worth more in nine of ten cases of what effects may be.",
    );
    page.blank();
    let reviewed = result.ranking.iter().any(|row| row.reviewers.is_some());
    let has_line = result.ranking.iter().any(|row| row.side.is_some());
    let has_parts = result.ranking.iter().any(|row| row.need.is_some());
    let chosen = result.portfolio.is_some();
    let drawn = result.ranking.iter().any(|row| row.drawn.is_some());
    let draws = result.portfolio.as_ref().map_or(0, |best| best.draws);
    let adds = [
        (has_parts, "need"),
        (has_parts, "effect"),
        (has_parts, "people"),
        (has_parts, "cost"),
        (reviewed, "review"),
        (true, "asks for"),
        (has_line, "line"),
        (chosen, "set"),
        (drawn, "draws"),
    ];
    let shown_columns = adds.iter().filter(|(shown, _)| *shown);
    let mut align = vec![Align::Right];
    let mut head = vec!["score".to_owned()];
    for (_, name) in shown_columns {
        head.push((*name).to_owned());
        align.push(match *name {
            "line" | "set" => Align::Left,
            _ => Align::Right,
        });
    }
    let mut grid = Grid::new(NUMBERS_INDENT, &align);
    grid.row(head);
    let shown = page.at_most(result.ranking.len(), RANKED);
    let money = UnitStyle::new(currency, currency);
    for row in &result.ranking[..shown] {
        let part =
            |value: Option<f64>| value.map_or_else(String::new, |value| format!("{value:+.1}"));
        let tie = if row.tied_with_next == Some(true) {
            "~"
        } else {
            " "
        };
        let name = row.applicant.as_ref().or(row.title.as_ref());
        let name = name.map_or_else(String::new, |name| format!("  {name}"));
        grid.across(2, format!("{}. {}{name}", row.rank, row.proposal));
        let mut cells = vec![format!("{}{tie}", score(row))];
        let others = [
            part(row.need),
            part(row.effect),
            part(row.people),
            part(row.cost),
            part(row.reviewers),
            row.money
                .map_or_else(String::new, |amount| money.bare(amount)),
            side(row.side.as_deref()).to_owned(),
            in_set(row),
            row.drawn
                .map_or_else(String::new, |share| often(share, draws)),
        ];
        let kept = adds.iter().zip(others).filter(|((shown, _), _)| *shown);
        cells.extend(kept.map(|(_, cell)| cell));
        grid.row(cells);
    }
    page.grid(&grid);
    page.more(2, result.ranking.len() - shown, "proposals");
    let flagged = result
        .ranking
        .iter()
        .filter(|row| !row.flags.is_empty())
        .count();
    if flagged > 0 {
        let look = "--explain ID reads a proposal's record aloud";
        page.paragraph(
            2,
            &format!(
                "{} to look twice at: the column flags of ranking.csv says why, and {look}.",
                counted(flagged, "proposal", "proposals")
            ),
        );
    }
}

fn score(row: &RankRecord) -> String {
    if row.need.is_some() {
        format!("{:.1}", row.score)
    } else {
        quantity(row.score)
    }
}

fn side(side: Option<&str>) -> &'static str {
    match side {
        Some("above") => "above",
        Some("tie_supported") => "tie: in",
        Some("tie_passed_over") => "tie: out",
        Some("condition") => "condition",
        Some("below") => "below",
        _ => "",
    }
}

fn in_set(row: &RankRecord) -> String {
    match row.in_portfolio {
        Some(part) if part >= 1.0 => "in".to_owned(),
        Some(part) if part > 0.0 => percent(part, 2),
        _ => "out".to_owned(),
    }
}

/// What there is to give, and what is left of it.
fn budget(page: &mut Page, result: &EvaluateResult, currency: &str) {
    if result.budget.is_empty() {
        return;
    }
    page.blank();
    for row in &result.budget {
        let style = UnitStyle::new(&row.unit, currency);
        let mut text = format!(
            "{}: {} to give; going down the ranking leaves {}",
            row.resource_name,
            style.amount(row.amount),
            style.amount(row.left)
        );
        if let Some(left) = row.left_by_portfolio {
            text.push_str(&format!(", the best set {}", style.amount(left)));
        }
        page.item(2, &format!("{text}."));
    }
    let held = result.ranking.iter();
    let held = held
        .filter(|row| row.side.as_deref() == Some("condition"))
        .count();
    if held > 0 {
        let who = counted(held, "proposal is", "proposals are");
        page.item(
            2,
            &format!("{who} passed over for a condition: what they require is not supported, or what they exclude is."),
        );
    }
}

fn portfolio(page: &mut Page, result: &EvaluateResult) {
    let Some(best) = &result.portfolio else {
        return;
    };
    page.heading("THE BEST SET WITHIN THE BUDGET");
    page.paragraph(
        0,
        &format!(
            "{} together worth {}; no set is worth more than {} (gap {}). Going down the ranking comes to {}.",
            counted(best.proposals, "proposal is", "proposals are"),
            worth(best.value, result.all_gaps),
            worth(best.bound, result.all_gaps),
            tiny(best.gap),
            worth(best.value_by_ranking, result.all_gaps)
        ),
    );
    if best.told {
        page.paragraph(
            0,
            &format!(
                "Of the sets within a hundredth of the best, {} in every one (core), {} in some (borderline), {} in none (exterior), {} undecided.",
                best.core, best.borderline, best.exterior, best.undecided
            ),
        );
    }
    for point in result
        .frontier
        .iter()
        .filter(|point| !point.dropped.is_empty())
    {
        page.item(
            2,
            &format!(
                "with {} of the budget the best set drops what a smaller one had: {}",
                whole_percent(point.factor),
                page.names(&point.dropped)
            ),
        );
    }
}

fn lottery(page: &mut Page, result: &EvaluateResult) {
    if result.lottery.is_empty() {
        return;
    }
    page.heading("THE TIE AT THE LINE");
    let supported = result.lottery.iter().filter(|lot| lot.supported).count();
    page.paragraph(
        0,
        &format!(
            "Where money ends, {} cannot be told from those on the other side of the line, or stand between such. In the order of the tie rule, but none before one that is firmly better, each is asked whether what is left is enough: it is for {}. lottery.csv logs the order, which anybody with the seed can check.",
            counted(result.lottery.len(), "proposal", "proposals"),
            grouped(as_float(supported), 0)
        ),
    );
}

fn changes(page: &mut Page, result: &EvaluateResult) {
    if result.changes.is_empty() {
        return;
    }
    page.heading("WHAT CHANGED SINCE THE EARLIER EVALUATION");
    let shown = page.limit(result.changes.len());
    let rank =
        |rank: Option<usize>| rank.map_or_else(|| "none".to_owned(), |rank| rank.to_string());
    for change in &result.changes[..shown] {
        page.item(
            2,
            &format!(
                "{}: rank {} to {}: {}",
                change.proposal,
                rank(change.rank_before),
                rank(change.rank_now),
                change.because
            ),
        );
    }
    page.more(2, result.changes.len() - shown, "changes");
}

fn unmatched(page: &mut Page, result: &EvaluateResult) {
    if result.unmatched.is_empty() {
        return;
    }
    page.heading("PRACTICES THAT NOBODY HAS MATCHED");
    page.paragraph(
        0,
        "Nothing is guessed: write the text and the id of the practice into practice_match.csv, and name it with --matches. unmatched.csv is that file, to fill in.",
    );
    let shown = page.at_most(result.unmatched.len(), FEW);
    for row in &result.unmatched[..shown] {
        let looks_like = if row.suggestions.is_empty() {
            "nothing in the model looks like it".to_owned()
        } else {
            format!("looks like {}", row.suggestions.join(", "))
        };
        page.item(
            2,
            &format!(
                "\"{}\" ({}): {looks_like}",
                row.text,
                counted(
                    usize::try_from(row.proposals).unwrap_or(usize::MAX),
                    "proposal",
                    "proposals"
                )
            ),
        );
    }
    page.more(2, result.unmatched.len() - shown, "texts");
}

fn rejections(page: &mut Page, result: &EvaluateResult) {
    if result.rejections.is_empty() {
        return;
    }
    page.heading("ROWS THAT COULD NOT BE READ");
    let shown = page.at_most(result.rejections.len(), FEW);
    for row in &result.rejections[..shown] {
        let place = row
            .cell
            .clone()
            .or_else(|| row.line.map(|line| format!("line {line}")));
        let column = row
            .column
            .as_ref()
            .map_or_else(String::new, |column| format!(", {column}"));
        let hint = row
            .hint
            .as_ref()
            .map_or_else(String::new, |hint| format!("; try: {hint}"));
        page.item(
            2,
            &format!(
                "{}{column}: {}{hint}",
                place.unwrap_or_default(),
                row.message
            ),
        );
    }
    page.more(2, result.rejections.len() - shown, "findings");
}
