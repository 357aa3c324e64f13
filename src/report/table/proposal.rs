//! One proposal's record, as a person can read it aloud.

use super::Style;
use super::evaluate::{flag, why_not, worth};
use super::page::Page;
use crate::report::number::{
    UnitStyle, counted, grouped, people, quantity, significant, whole_percent,
};
use crate::report::record::{ProposalRecord, ProposalStatus, RankRecord, UnitWord};

/// The record of a proposal, with its place and the row below it where it has them; `all_gaps` is what closing every
/// gap is worth.
#[must_use]
pub fn proposal(
    record: &ProposalRecord,
    placed: Option<&RankRecord>,
    below: Option<&RankRecord>,
    all_gaps: Option<f64>,
    style: Style,
) -> String {
    let mut page = Page::new(style);
    let id = record.proposal.as_deref().unwrap_or("a row without an id");
    page.bold(
        0,
        &match &record.title {
            Some(title) => format!("{id}: {title}"),
            None => id.to_owned(),
        },
    );
    if record.status == ProposalStatus::Rejected {
        page.paragraph(0, "The row could not be read:");
        for finding in &record.findings {
            let hint = finding
                .hint
                .as_ref()
                .map_or_else(String::new, |hint| format!("; try: {hint}"));
            page.item(2, &format!("{}{hint}", finding.message));
        }
        return page.finish();
    }
    page.paragraph(0, &asks(record));
    if let Some(why) = record.why_not {
        let text = record
            .why_not_text
            .as_ref()
            .map_or_else(String::new, |text| format!(": {text}"));
        page.paragraph(
            0,
            &format!("It has no score: it is one {}{text}.", why_not(why)),
        );
    }
    people_of(&mut page, record);
    gains(&mut page, record);
    score(&mut page, record, placed, below);
    adds(&mut page, record, all_gaps);
    if let Some(placed) = placed {
        support(&mut page, placed);
    }
    if !record.flags.is_empty() {
        page.paragraph(0, "To look twice at:");
        for word in &record.flags {
            page.item(2, flag(word));
        }
    }
    page.finish()
}

/// Whether it is supported, where there is a budget, and whether it is in the best set.
fn support(page: &mut Page, placed: &RankRecord) {
    let line = placed.side.as_deref().map(|side| match side {
        "above" => "Going down the ranking, it is supported.",
        "tie_supported" => {
            "At the line it cannot be told from others; the tie rule supports it (lottery.csv has its lot and the order)."
        }
        "tie_passed_over" => {
            "At the line it cannot be told from others; when the tie rule came to it, less was left than it asks for (lottery.csv has its lot and the order)."
        }
        "condition" => {
            "It is passed over for a condition: what it requires is not supported, or what it excludes is."
        }
        _ => "It is below the line at which the money ends.",
    });
    let set = placed.in_portfolio.map(|part| match part {
        part if part >= 1.0 => "It is in the best set.".to_owned(),
        part if part > 0.0 => format!("{} of it are in the best set.", whole_percent(part)),
        _ => "It is not in the best set.".to_owned(),
    });
    let said: Vec<String> = line.map(str::to_owned).into_iter().chain(set).collect();
    if !said.is_empty() {
        page.paragraph(0, &said.join(" "));
    }
}

fn asks(record: &ProposalRecord) -> String {
    let who = record.applicant.as_deref().unwrap_or("The applicant");
    let amounts: Vec<String> = record
        .requests
        .iter()
        .map(|request| {
            let amount = UnitStyle::new(&request.unit, &request.currency).amount(request.amount);
            format!("{amount} of {}", request.resource_name)
        })
        .collect();
    let what = record
        .practice_name
        .as_ref()
        .map_or_else(String::new, |name| format!(" for {name}"));
    let amounts = if amounts.is_empty() {
        "nothing".to_owned()
    } else {
        amounts.join(" and ")
    };
    let part = if record.partial {
        "any part of it may be given"
    } else {
        "all or nothing"
    };
    format!("{who} asks for {amounts} a year{what}; {part}.")
}

fn people_of(page: &mut Page, record: &ProposalRecord) {
    let (Some(claimed), Some(counted)) = (record.claimed, record.counted) else {
        return;
    };
    page.paragraph(
        0,
        &format!(
            "It claims {} participants a year; {} are counted.",
            people(claimed),
            people(counted)
        ),
    );
    for place in &record.places {
        page.item(
            2,
            &format!(
                "{}: {} claimed, {} people could take part, {} counted",
                place.place_name,
                people(place.claimed),
                people(place.eligible),
                people(place.counted)
            ),
        );
    }
}

fn gains(page: &mut Page, record: &ProposalRecord) {
    if record.gains.is_empty() {
        return;
    }
    let level = record.level.map_or_else(
        || "with effects taken as they stand".to_owned(),
        |level| format!("with evidence of level {level} of 5"),
    );
    page.paragraph(0, &format!("By itself, {level}, it is expected to bring:"));
    for gain in &record.gains {
        let years = if gain.arrives_first == gain.arrives_last {
            gain.arrives_first.clone()
        } else {
            format!("{} to {}", gain.arrives_first, gain.arrives_last)
        };
        let figure = |value: f64| match gain.unit {
            UnitWord::Percent => grouped(value, 1),
            _ => significant(value, 3),
        };
        page.item(
            2,
            &format!(
                "{}: {} {} (90% range {} to {}), in {years}",
                gain.indicator_name,
                figure(gain.gain),
                gain.gain_unit,
                figure(gain.low),
                figure(gain.high)
            ),
        );
    }
}

fn score(
    page: &mut Page,
    record: &ProposalRecord,
    placed: Option<&RankRecord>,
    below: Option<&RankRecord>,
) {
    let Some(score) = record.score else { return };
    let parts = [
        ("need", record.need),
        ("effect", record.effect),
        ("people", record.people),
        ("cost", record.cost),
        ("reviewers", record.reviewers),
    ];
    let said: Vec<String> = parts
        .iter()
        .filter_map(|(name, points)| points.map(|points| format!("{name} {points:+.1}")))
        .collect();
    page.paragraph(
        0,
        &if said.is_empty() {
            format!("Its score was given: {}.", quantity(score))
        } else {
            format!(
                "Its score is {score:.1}: {}. Ten points are twice the value for money; 0 is the reference of the settings.",
                said.join(", ")
            )
        },
    );
    if let Some(placed) = placed {
        let mut text = format!("Rank {}", placed.rank);
        if let Some(why) = &placed.below_because {
            text.push_str(&format!("; {why}"));
        }
        page.paragraph(0, &format!("{text}."));
    }
    if let (Some(placed), Some(below)) = (placed, below) {
        let sure = placed.beats_next.map_or_else(String::new, |share| {
            format!(
                ", and is worth more for its money than that one in {} of what effects may be",
                whole_percent(share)
            )
        });
        page.paragraph(0, &format!("It stands above {}{sure}.", below.proposal));
    }
}

fn adds(page: &mut Page, record: &ProposalRecord, all_gaps: Option<f64>) {
    let (Some(low), Some(high)) = (record.adds_at_least, record.adds_at_most) else {
        return;
    };
    let figure = |value: f64| worth(value, all_gaps);
    page.paragraph(
        0,
        &if record.resolved == Some(true) {
            let part = record.part.map_or_else(String::new, |part| {
                format!(", which takes {} of it", whole_percent(part))
            });
            format!(
                "To the community's best plan{part} it adds at least {} and at most {}.",
                figure(low),
                figure(high)
            )
        } else {
            format!(
                "To the community's best plan it adds at most {}: what it asks for does as much elsewhere.",
                figure(high)
            )
        },
    );
    if !record.displaced.is_empty() {
        let shown = page.at_most(record.displaced.len(), 5);
        page.paragraph(
            0,
            &format!(
                "The best plan then changes {} elsewhere:",
                counted(record.displaced.len(), "activity", "activities")
            ),
        );
        for row in &record.displaced[..shown] {
            page.item(
                2,
                &format!(
                    "{}: {} participants",
                    row.activity_name,
                    grouped(row.change, 1)
                ),
            );
        }
    }
}
