//! Rows with a column for each option: what improves, and what runs where.

use std::collections::BTreeMap;

use super::{ABREAST, ROWS};
use crate::report::number::people;
use crate::report::record::{
    ChangeWord, CompareResult, ComparedActivityRecord, ComparedGainRecord, ComparedRecord,
    OptionKindWord,
};
use crate::report::table::layout::{Align, Grid};
use crate::report::table::page::Page;
use crate::report::view::compare::{gain_and_range, letters, measured_in};

/// The rows of an indicator or of one of its groups, by option.
type Gains<'a> = BTreeMap<&'a str, &'a ComparedGainRecord>;

/// What improves in each option, for all that counts and for groups.
pub(super) fn write_gains(page: &mut Page, result: &CompareResult, currency: &str) {
    let mut rows: BTreeMap<(&str, Option<&str>), Gains<'_>> = BTreeMap::new();
    for row in &result.gains {
        let key = (row.indicator.as_str(), row.group.as_deref());
        rows.entry(key).or_default().insert(&row.option, row);
    }
    let mut rows: Vec<Gains<'_>> = rows.into_values().collect();
    let largest = |row: &Gains<'_>| {
        let gains = row.values().map(|row| row.gain.abs());
        gains.fold(0.0, f64::max)
    };
    let in_people = |row: &Gains<'_>| row.values().any(|row| row.gain_unit == "people");
    rows.retain(|row| largest(row) > 0.0);
    rows.sort_by(|a, b| {
        in_people(b)
            .cmp(&in_people(a))
            .then(largest(b).total_cmp(&largest(a)))
    });
    let (groups, all): (Vec<Gains<'_>>, Vec<Gains<'_>>) = rows
        .into_iter()
        .partition(|row| row.values().any(|row| row.group.is_some()));
    for (heading, words, rows) in [
        (
            "WHAT IMPROVES",
            "Change against today with its 90% range over the common draws; people are never added up across indicators.",
            all,
        ),
        (
            "FOR GROUPS",
            "The same for groups that count and for those that are reported only.",
            groups,
        ),
    ] {
        if rows.is_empty() {
            continue;
        }
        page.heading(heading);
        page.paragraph(0, words);
        write_gain_rows(page, result, &rows, currency);
    }
}

fn write_gain_rows(page: &mut Page, result: &CompareResult, rows: &[Gains<'_>], currency: &str) {
    let letters = letters(result);
    let shown = page.at_most(rows.len(), ROWS);
    // Today changes nothing against itself.
    let planned: Vec<&ComparedRecord> = result
        .planned()
        .into_iter()
        .filter(|option| option.kind != OptionKindWord::Today)
        .collect();
    for abreast in planned.chunks(ABREAST.0) {
        page.blank();
        let mut align = vec![Align::Left];
        align.extend(abreast.iter().map(|_| Align::Right));
        let mut grid = Grid::new(0, &align);
        let mut head = vec![String::new()];
        let titles = abreast.iter().map(|option| {
            let name = option.option.as_str();
            format!("{} {name}", letters[name])
        });
        head.extend(titles);
        grid.row(head);
        for row in &rows[..shown] {
            let Some(first) = row.values().next() else {
                continue;
            };
            let group = first
                .group_name
                .as_ref()
                .map_or_else(String::new, |group| format!(", {group}"));
            let mut cells = vec![format!(
                "{}{group} ({})",
                first.indicator_name,
                measured_in(&first.gain_unit)
            )];
            cells.extend(abreast.iter().map(|option| {
                let own = row.get(option.option.as_str());
                own.map_or_else(|| "-".to_owned(), |own| gain_and_range(own, currency))
            }));
            grid.row(cells);
        }
        page.grid(&grid);
    }
    page.more(2, rows.len() - shown, "rows");
}

/// Participants by activity, where options differ.
pub(super) fn write_activities(page: &mut Page, result: &CompareResult) {
    let mut rows: BTreeMap<&str, BTreeMap<&str, &ComparedActivityRecord>> = BTreeMap::new();
    for row in &result.activities {
        rows.entry(&row.activity)
            .or_default()
            .insert(&row.option, row);
    }
    let spread = |row: &BTreeMap<&str, &ComparedActivityRecord>| {
        let plans = || row.values().map(|row| row.plan);
        plans().fold(f64::NEG_INFINITY, f64::max) - plans().fold(f64::INFINITY, f64::min)
    };
    let mut rows: Vec<_> = rows.into_values().collect();
    rows.retain(|row| spread(row) >= 0.5);
    rows.sort_by(|a, b| spread(b).total_cmp(&spread(a)));
    if rows.is_empty() {
        return;
    }
    page.heading("WHAT RUNS WHERE");
    page.paragraph(
        0,
        "Participants a year where options differ; + has more than today in that option, - fewer.",
    );
    let letters = letters(result);
    let shown = page.at_most(rows.len(), ROWS);
    for abreast in result.planned().chunks(ABREAST.1) {
        page.blank();
        let mut align = vec![Align::Left];
        align.extend(abreast.iter().map(|_| Align::Right));
        let mut grid = Grid::new(0, &align);
        let mut head = vec![String::new()];
        head.extend(abreast.iter().map(|option| {
            let name = option.option.as_str();
            match option.kind {
                OptionKindWord::Today => format!("{} today", letters[name]),
                OptionKindWord::Base | OptionKindWord::Scenario => letters[name].clone(),
            }
        }));
        grid.row(head);
        for row in &rows[..shown] {
            let Some(first) = row.values().next() else {
                continue;
            };
            let mut cells = vec![format!("{}, {}", first.practice_name, first.place_name)];
            cells.extend(abreast.iter().map(|option| {
                row.get(option.option.as_str()).map_or_else(
                    || "-".to_owned(),
                    |own| {
                        let sign = match own.change {
                            ChangeWord::Grows => "+",
                            ChangeWord::Shrinks => "-",
                            ChangeWord::Stays => " ",
                        };
                        format!("{}{sign}", people(own.plan))
                    },
                )
            }));
            grid.row(cells);
        }
        page.grid(&grid);
    }
    page.more(2, rows.len() - shown, "activities that differ");
}
