//! Indicators against their targets, by place and by group.

use maud::{Markup, html};

use super::Section;
use crate::report::html::change::{self, Change, IndicatorChanges};
use crate::report::html::chart::{Scale, row};
use crate::report::html::table::{
    Cell, chart, drawing, folded, number, numbers, shown, table, text, words,
};
use crate::report::html::told::Told;
use crate::report::number::{UnitStyle, count, quantity, trimmed};
use crate::report::record::UnitWord;
use crate::report::view::Measure;

/// The section.
pub(super) fn section(told: &Told) -> Option<Section> {
    told.plan().filter(|plan| plan.value.is_some())?;
    let all = change::all(told);
    let places = || {
        all.iter()
            .flat_map(|row| &row.places)
            .filter(|place| place.changes())
    };
    let worse = places().filter(|place| place.gain().0 < 0.0).count();
    let better = places().count() - worse;
    let steady = all.iter().flat_map(|row| &row.places).count() - better - worse;
    if all.is_empty() {
        return None;
    }
    Some(Section {
        id: "targets",
        title: "Indicators and targets",
        message: format!(
            "Of the indicators, each at each place: {better} get better, {worse} get worse and {steady} stay as they are."
        ),
        body: html! {
            p.key {
                "In each row: " span.mark.today {} " today, " span.mark.expected {} " expected, "
                span.mark.worse {} " expected and worse, " span.mark.range {} " its 90% range, "
                span.mark.target {} " the target (* filled in by the default rule)."
            }
            @for row in &all { (indicator(told, row)) }
        },
    })
}

fn indicator(told: &Told, indicator: &IndicatorChanges) -> Markup {
    let changes = indicator.places.iter().any(Change::changes);
    let unit = unit_words(indicator.unit);
    let scale_of = |changes: &[Change]| {
        let values = changes.iter().flat_map(|change| {
            let (today, target) = change.standing();
            let (expected, range) = change.expected();
            let (low, high) = range.unwrap_or((expected, expected));
            [today, target, expected, low, high]
        });
        Scale::around(values, 4, false)
    };
    let body = html! {
        (rows(told, indicator, &indicator.places, scale_of(&indicator.places), false))
        @if !indicator.groups.is_empty() {
            (folded(
                &format!("{} by group ({}): reported only, the people in them are counted above", indicator.name, count(indicator.groups.len(), "row")),
                &rows(told, indicator, &indicator.groups, scale_of(&indicator.groups), true),
            ))
        }
    };
    html! {
        h3 { (indicator.name) " " span.unit { "(" (unit) ")" } }
        @if changes {
            p { (summary(told, indicator)) }
            (body)
        } @else {
            p { "As today at every place." }
            (folded("Where it stands", &body))
        }
    }
}

fn summary(told: &Told, indicator: &IndicatorChanges) -> String {
    let what = match indicator.all.measure {
        Measure::People => "people better off than today",
        Measure::Points { .. } => "points of the mean score, over those who are reached",
        Measure::Units => "better than today",
        Measure::Money(_) => "better than today, in money",
    };
    format!(
        "All places: {} {what}, 90% range {}, arriving {}.",
        indicator.all.gain_words(),
        indicator.all.range_words(),
        indicator.all.arrives(told),
    )
}

fn unit_words(unit: UnitWord) -> &'static str {
    match unit {
        UnitWord::Percent => "% of people",
        UnitWord::Score => "mean score",
        UnitWord::Count => "count",
        UnitWord::Dollars => "money",
    }
}

fn written(told: &Told, unit: UnitWord, value: f64) -> String {
    match unit {
        UnitWord::Percent => format!("{}%", trimmed(value, 1)),
        UnitWord::Score => trimmed(value, 2),
        UnitWord::Count => quantity(value),
        UnitWord::Dollars => {
            let money: UnitStyle = told.book.money();
            money.bare(value)
        }
    }
}

fn rows(
    told: &Told,
    indicator: &IndicatorChanges,
    changes: &[Change],
    scale: Scale,
    by_group: bool,
) -> Markup {
    let write = |value: f64| written(told, indicator.unit, value);
    let gain_unit = match indicator.all.measure {
        Measure::People => "people",
        Measure::Points { .. } => "mean points",
        Measure::Units | Measure::Money(_) => "",
    };
    let mut columns = vec![words("Place")];
    if by_group {
        columns.push(words("Group"));
    }
    columns.extend([
        chart(
            "Today, expected and target",
            &row::axis(scale, unit_words(indicator.unit), write),
        ),
        numbers("Today", ""),
        numbers("Expected", ""),
        numbers("Target", ""),
        numbers("Gain", gain_unit),
        words("90% range"),
        words("Arrives"),
    ]);
    let group = if by_group { " and group" } else { "" };
    table(
        &format!("{} by place{group}", indicator.name),
        &columns,
        changes
            .iter()
            .map(|change| cells(told, change, scale, by_group, &write))
            .collect(),
    )
}

fn cells(
    told: &Told,
    change: &Change,
    scale: Scale,
    by_group: bool,
    write: &dyn Fn(f64) -> String,
) -> Vec<Cell> {
    let (today, target) = change.standing();
    let (expected, range) = change.expected();
    let (gain, _) = change.gain();
    let changes = change.changes();
    let star = if change.target_is_default() { "*" } else { "" };
    let words = format!(
        "{}: {} today, {} expected{}, target {}",
        change.place_name(),
        write(today),
        write(expected),
        range.map_or_else(String::new, |(low, high)| format!(
            " ({} to {})",
            write(low),
            write(high)
        )),
        write(target)
    );
    let bullet = row::Bullet {
        today,
        expected,
        range,
        target,
        worse: changes && gain < 0.0,
    };
    let mut cells = vec![text(change.place_name())];
    if by_group {
        cells.push(text(change.group_name()));
    }
    cells.extend([
        drawing(row::bullet(scale, bullet, &words)),
        number(today, write(today)),
        number(expected, write(expected)),
        shown(html! { (write(target)) (star) }),
    ]);
    if changes {
        cells.extend([
            number(gain, change.gain_words()),
            text(change.range_words()),
            text(change.arrives(told)),
        ]);
    } else {
        cells.extend([number(0.0, "0"), text("none"), text("no change")]);
    }
    cells
}
