//! Options side by side: what each is worth, improves and runs, in each other's worlds, and the money between them.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};

use super::Section;
use crate::report::html::chart::{Scale, row};
use crate::report::html::table::{
    Cell, Column, chart, drawing, folded, number, numbers, table, text, valued, words,
};
use crate::report::html::told::Told;
use crate::report::number::{UnitStyle, count, people, percent, trimmed};
use crate::report::record::{
    ChangeWord, CompareResult, ComparedRecord, MatchingMoneyRecord, OptionKindWord, SpreadWord,
};
use crate::report::view::compare::{
    BELOW_ITS_FIGURE, as_valued, chance, cut_words, gain_range, gain_text, headline, measured_in,
    money_text, regret_text, valued_otherwise, without_plan,
};

/// Options of which a table has a column each, side by side.
const ABREAST: usize = 6;

/// The section.
pub(super) fn section(told: &Told) -> Option<Section> {
    let result = told
        .comparison()
        .filter(|result| !result.options.is_empty())?;
    let currency = told.book.currency();
    let mut said = headline(result).into_iter();
    Some(Section {
        id: "options",
        title: "Options side by side",
        message: said.next().unwrap_or_default(),
        body: html! {
            @for sentence in said { p { (sentence) } }
            (options(result, currency))
            @if !result.unusable.is_empty() {
                h3 { "Scenarios that could not be used" }
                ul {
                    @for row in &result.unusable {
                        li { (row.option) ": " (row.place) ": " (row.message) }
                    }
                }
            }
            h3 { "What improves in each" }
            p { "Change against today, with its 90 % range over draws that are common to all options. People are never added up across indicators." }
            (gains(result, currency, false))
            @if result.gains.iter().any(|row| row.group.is_some()) {
                (folded("For groups, those that count and those that are reported only", &gains(result, currency, true)))
            }
            (folded("What runs where in each", &activities(result)))
            (practices(result))
            (regrets(result))
            (money(result, currency))
            (changes(result))
        },
    })
}

fn options(result: &CompareResult, currency: &str) -> Markup {
    let percents = |share: f64| 100.0 * share;
    let planned = result.planned();
    let ends = planned.iter().flat_map(|option| {
        [option.closes, option.closes_low, option.closes_high]
            .into_iter()
            .flatten()
            .map(percents)
    });
    let scale = Scale::around(ends, 3, true);
    let rows = planned.iter().map(|option| {
        let closes = option.closes.unwrap_or(0.0);
        let range = (
            percents(option.closes_low.unwrap_or(closes)),
            percents(option.closes_high.unwrap_or(closes)),
        );
        let words = format!(
            "{}: closes {}, {} to {}",
            option.option,
            percent(closes, 3),
            percent(option.closes_low.unwrap_or(closes), 2),
            percent(option.closes_high.unwrap_or(closes), 2)
        );
        let regret = option.largest_regret.filter(|_| result.all_gaps > 0.0);
        let regret = regret.map(|regret| regret / result.all_gaps);
        let money: f64 = money_rows(option, currency).map(|row| row.moved).sum();
        let style = money_rows(option, currency)
            .next()
            .map(|row| UnitStyle::new(&row.unit, currency));
        vec![
            text(if option.is_reference {
                format!("{} (reference)", option.option)
            } else {
                option.option.clone()
            }),
            drawing(row::effect(scale, percents(closes), range, &words)),
            number(closes, percent(closes, 3)),
            known(option.beats_today, chance(option.beats_today, result.draws)),
            known(
                option.beats_reference,
                chance(option.beats_reference, result.draws),
            ),
            number(
                f64::from(u32::try_from(option.moves).unwrap_or(u32::MAX)),
                option.moves.to_string(),
            ),
            style.map_or_else(|| text("-"), |style| number(money, style.bare(money))),
            known(
                regret,
                regret.map_or_else(|| "-".to_owned(), |regret| percent(regret, 2)),
            ),
        ]
    });
    let otherwise = valued_otherwise(result);
    html! {
        (table(
            "Options",
            &[
                words("Option"),
                chart("Closes, with its 90 % range", &row::axis(scale, "% of the gaps", |value| format!("{}%", trimmed(value, 2)))),
                numbers("Closes", "of the gaps"),
                numbers("Beats today", "of draws"),
                numbers("Beats the reference", "of draws"),
                numbers("Moves", ""),
                numbers("Money moved", ""),
                numbers("Largest regret", "of the gaps"),
            ],
            rows.collect(),
        ))
        @for option in result.options.iter().filter(|option| option.worth.is_none()) {
            p { strong { (option.option) } ": " (without_plan(option)) "." }
        }
        @for option in &planned {
            @let cut = cut_words(option, currency);
            @if !cut.is_empty() {
                p {
                    strong { (option.option) } ": pools have " (cut) " less than they give today. What is missing leaves \
                    programs whatever is planned, and stands in what moves; gains are against today as it is, before the cut."
                }
            }
        }
        @if !otherwise.is_empty() {
            p { (otherwise.join(", ")) " values gains otherwise; all are compared " (as_valued(result)) "." }
        }
        p {
            (count(result.draws, "draw")) " common to all options. To beat today is to be worth more than what is done \
            today in the option's own world; to beat the reference, than " (result.reference) " in its own, in the same \
            draw. The largest regret is what the plan falls short by in another option's world. " (BELOW_ITS_FIGURE)
        }
        dl {
            @for option in &result.options {
                @if let Some(description) = &option.description {
                    dt { (option.option) }
                    dd { (description) }
                }
            }
        }
    }
}

fn money_rows<'o>(
    option: &'o ComparedRecord,
    currency: &str,
) -> impl Iterator<Item = &'o crate::report::record::OptionResourceRecord> {
    let rows = option.resources.iter();
    rows.filter(move |row| matches!(UnitStyle::new(&row.unit, currency), UnitStyle::Money(_)))
}

/// A cell of a number that may be missing.
fn known(value: Option<f64>, shown: String) -> Cell {
    match value {
        Some(value) => number(value, shown),
        None => text(shown),
    }
}

/// The options that have a column of their own, so many at a time; today has none, since it changes nothing.
fn abreast(result: &CompareResult) -> Vec<Vec<&ComparedRecord>> {
    let options: Vec<&ComparedRecord> = result
        .planned()
        .into_iter()
        .filter(|option| option.kind != OptionKindWord::Today)
        .collect();
    options.chunks(ABREAST).map(<[_]>::to_vec).collect()
}

fn gains(result: &CompareResult, currency: &str, groups: bool) -> Markup {
    let keys: BTreeSet<(&str, Option<&str>)> = result
        .gains
        .iter()
        .filter(|row| row.group.is_some() == groups && row.gain != 0.0)
        .map(|row| (row.indicator.as_str(), row.group.as_deref()))
        .collect();
    html! {
        @for options in abreast(result) {
            @let mut columns = vec![words("Indicator")];
            @let () = columns.extend(options.iter().map(|option| numbers(&option.option, "")));
            (table(
                if groups { "Gains of groups" } else { "Gains" },
                &columns,
                keys.iter().map(|&(indicator, group)| {
                    let of = |option: &str| result.gains.iter().find(|row| {
                        row.option == option && row.indicator == indicator && row.group.as_deref() == group
                    });
                    let any = result.gains.iter().find(|row| {
                        row.indicator == indicator && row.group.as_deref() == group
                    });
                    let name = any.map_or_else(String::new, |row| {
                        let group = row.group_name.as_ref().map_or_else(String::new, |name| format!(", {name}"));
                        format!("{}{group} ({})", row.indicator_name, measured_in(&row.gain_unit))
                    });
                    let mut cells = vec![text(name)];
                    cells.extend(options.iter().map(|option| of(&option.option).map_or_else(
                        || text("-"),
                        |row| valued(row.gain, html! {
                            (gain_text(row.gain, &row.gain_unit, currency))
                            @let range = gain_range(row, currency);
                            @if !range.is_empty() { br; span.unit { (range) } }
                        }),
                    )));
                    cells
                }).collect(),
            ))
        }
    }
}

fn activities(result: &CompareResult) -> Markup {
    let mut keys: BTreeMap<&str, String> = BTreeMap::new();
    for row in &result.activities {
        keys.entry(&row.activity)
            .or_insert_with(|| format!("{}, {}", row.practice_name, row.place_name));
    }
    html! {
        p { "Participants a year; + has more than today in that option, - fewer." }
        @for options in abreast(result) {
            @let mut columns = vec![words("Activity"), numbers("Today", "")];
            @let () = columns.extend(options.iter().map(|option| numbers(&option.option, "")));
            (table(
                "Participants by activity",
                &columns,
                keys.iter().map(|(activity, name)| {
                    let of = |option: &str| result.activities.iter().find(|row| {
                        row.option == option && row.activity == *activity
                    });
                    let mut cells = vec![text(name)];
                    cells.push(of("today").map_or_else(
                        || text("-"),
                        |row| number(row.today, people(row.today)),
                    ));
                    cells.extend(options.iter().map(|option| of(&option.option).map_or_else(
                        || text("-"),
                        |row| {
                            let sign = match row.change {
                                ChangeWord::Grows => " +",
                                ChangeWord::Shrinks => " -",
                                ChangeWord::Stays => "",
                            };
                            number(row.plan, format!("{}{sign}", people(row.plan)))
                        },
                    )));
                    cells
                }).collect(),
            ))
        }
    }
}

fn practices(result: &CompareResult) -> Markup {
    let word = |spread: SpreadWord| match spread {
        SpreadWord::All => "in every plan",
        SpreadWord::Some => "in some",
        SpreadWord::None => "in none",
    };
    html! {
        @if !result.practices.is_empty() {
            h3 { "What the plans have in common" }
            (table(
                "Practices over the options",
                &[words("Practice"), words("Grows"), words("Runs"), words("Grows in")],
                result.practices.iter().map(|row| vec![
                    text(&row.practice_name),
                    text(word(row.growing)),
                    text(word(row.running)),
                    text(if row.growing == SpreadWord::Some { row.grows.join(", ") } else { String::new() }),
                ]).collect(),
            ))
        }
    }
}

fn regrets(result: &CompareResult) -> Markup {
    let broken: Vec<_> = result
        .regrets
        .iter()
        .filter(|row| !row.breaks.is_empty() || row.reason.is_some())
        .collect();
    let planned = result.planned();
    html! {
        h3 { "In each other's worlds" }
        p {
            "Each row's plan carried out where each column's option holds: by how much less of the gaps it closes than \
            the plan made for that world, as that world values gains. A pool that has less is cut alike for all that it \
            gives to. * breaks a limit or a rule of that world, so that it could not be carried out there as it stands."
        }
        @for options in abreast(result) {
            @let mut columns: Vec<Column> = vec![words("Plan of")];
            @let () = columns.extend(options.iter().map(|option| numbers(&option.option, "")));
            (table(
                "Regret of each plan in each world",
                &columns,
                planned.iter().map(|plan| {
                    let mut cells = vec![text(&plan.option)];
                    cells.extend(options.iter().map(|world| {
                        let found = result.regrets.iter().find(|row| row.plan == plan.option && row.world == world.option);
                        found.map_or_else(|| text("-"), |row| known(row.regret, regret_text(row)))
                    }));
                    cells
                }).collect(),
            ))
        }
        @if !broken.is_empty() {
            (folded("What is broken, and what cannot be told", &html! {
                ul {
                    @for row in broken {
                        li {
                            (row.plan) " in the world of " (row.world) ": "
                            (row.reason.clone().unwrap_or_else(|| row.breaks.join("; ")))
                        }
                    }
                }
            }))
        }
    }
}

fn money(result: &CompareResult, currency: &str) -> Markup {
    let Some(pairs) = &result.money else {
        return html! {};
    };
    let planned = result.planned();
    let cell = |row: &MatchingMoneyRecord| {
        valued(
            row.at_most.unwrap_or(f64::MAX),
            html! { (money_text(row, currency)) },
        )
    };
    html! {
        h3 { "Money to match" }
        p {
            "The least new money, free of restrictions, with which the best plan of a row is worth as much as that of \
            a column: gains " (as_valued(result)) ", moves in any amounts. Of two amounts, less than the first is \
            proved too little, and the second is enough. Today with new money moves nothing that is there."
        }
        @for options in abreast(result) {
            @let mut columns: Vec<Column> = vec![words("Best plan of")];
            @let () = columns.extend(options.iter().map(|option| numbers(&option.option, "")));
            (table(
                "New money with which one option matches another",
                &columns,
                planned.iter().map(|option| {
                    let mut cells = vec![text(&option.option)];
                    cells.extend(options.iter().map(|other| {
                        let found = pairs.iter().find(|row| row.option == option.option && row.matches == other.option);
                        found.map_or_else(|| text("-"), cell)
                    }));
                    cells
                }).collect(),
            ))
        }
    }
}

fn changes(result: &CompareResult) -> Markup {
    let changed = || result.options.iter().flat_map(|option| &option.changes);
    html! {
        @if changed().next().is_some() {
            (folded("What each option changes in the model", &table(
                "Changes",
                &[words("Option"), words("What"), words("Was"), words("Is"), words("By")],
                changed().map(|row| vec![
                    text(&row.option),
                    text(&row.path),
                    text(row.old.as_deref().unwrap_or("nothing")),
                    text(row.new.as_deref().unwrap_or("nothing")),
                    text(&row.by),
                ]).collect(),
            )))
        }
    }
}
