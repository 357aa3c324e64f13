//! Figures that are not known for certain, in words: what they are, how large, and where they come from.

use crate::report::names::Called;
use crate::report::number::{UnitStyle, percent, significant};
use crate::report::record::{BasisWord, RangeOriginWord};

/// Digits of a figure.
const DIGITS: usize = 3;

/// What a figure is counted in.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Style {
    /// A number by itself.
    Bare,
    /// A percentage, 0-100.
    Percent,
    /// A share, 0-1.
    Share,
    /// An amount of a resource.
    Amount(UnitStyle),
}

/// A figure in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) struct Figure {
    /// What it is.
    pub words: String,
    /// Whether there are words for it; else they are its path.
    is_known: bool,
    style: Style,
}

impl Figure {
    /// The figure of that path; what is not known here stands for itself.
    pub fn new(names: &impl Called, path: &str) -> Self {
        known(names, path).unwrap_or_else(|| Figure {
            words: path.to_owned(),
            is_known: false,
            style: Style::Bare,
        })
    }

    /// The same figure with values in `unit`, where its own is not known.
    #[cfg(feature = "html")]
    #[must_use]
    pub fn in_unit(self, unit: &str) -> Self {
        match self.style {
            Style::Bare => Figure {
                style: Style::Amount(UnitStyle::Plain(unit.to_owned())),
                ..self
            },
            Style::Percent | Style::Share | Style::Amount(_) => self,
        }
    }

    /// What it is, at the start of a line.
    pub fn at_start(&self) -> String {
        let mut letters = self.words.chars();
        match letters.next() {
            Some(first) if self.is_known => first.to_uppercase().chain(letters).collect(),
            _ => self.words.clone(),
        }
    }

    /// A value of it.
    pub fn value(&self, value: f64) -> String {
        self.to_digits(value, DIGITS)
    }

    /// Two values of it that differ, in as many digits as that takes.
    pub fn values(&self, one: f64, other: f64) -> (String, String) {
        let pair = |digits| (self.to_digits(one, digits), self.to_digits(other, digits));
        let enough = (DIGITS..=9).map(pair).find(|(one, other)| one != other);
        enough.unwrap_or_else(|| pair(DIGITS))
    }

    fn to_digits(&self, value: f64, digits: usize) -> String {
        let number = significant(value, digits);
        match &self.style {
            Style::Bare => number,
            Style::Percent => format!("{number}%"),
            Style::Share => percent(value, digits),
            Style::Amount(UnitStyle::Money(symbol)) => {
                if value < 0.0 {
                    format!("-{symbol}{}", significant(-value, digits))
                } else {
                    format!("{symbol}{number}")
                }
            }
            Style::Amount(UnitStyle::Plain(unit)) => format!("{number} {unit}"),
        }
    }
}

/// The figure of a path `table[key,key].column` or `effect[practice,indicator]`, where its words are known.
fn known(names: &impl Called, path: &str) -> Option<Figure> {
    let Some((table, rest)) = path.split_once('[') else {
        return setting(path);
    };
    let (keys, column) = rest.split_once(']')?;
    let keys: Vec<&str> = keys.split(',').collect();
    let column = column.strip_prefix('.').unwrap_or("");
    let key = |position: usize| keys.get(position).copied().unwrap_or("");
    let practice = |text: &str| names.practice_called(text);
    let place = |text: &str| names.place_called(text);
    let indicator = |text: &str| names.indicator_called(text);
    let resource = |text: &str| names.resource_called(text);
    let activity = |practice: &str, place: &str| {
        Some(format!(
            "{}, {}",
            names.practice_called(practice)?,
            names.place_called(place)?
        ))
    };
    let amount_of = |id: &str| Style::Amount(names.unit_of_resource(id));
    let amount_in = |id: &str| names.unit_of_pool(id).map_or(Style::Bare, Style::Amount);
    let pool = |id: &str| names.pool_called(id);
    let (words, style) = match (table, column) {
        ("effect", "") => {
            let mut words = format!("effect of {} on {}", practice(key(0))?, indicator(key(1))?);
            if let Some(place) = place(key(2)) {
                words.push_str(&format!(" in {place}"));
            }
            if let Some(group) = names.group_called(key(3)) {
                words.push_str(&format!(" for {group}"));
            }
            (words, Style::Bare)
        }
        ("needs", "per_participant" | "fixed") => {
            let what = resource(key(1))?;
            let taker = if column == "fixed" {
                "running"
            } else {
                "a participant of"
            };
            (
                format!("{what} that {taker} {} takes", practice(key(0))?),
                amount_of(key(1)),
            )
        }
        ("activities", "capacity") => (
            format!("most participants of {}", activity(key(0), key(1))?),
            Style::Bare,
        ),
        ("activities", "min_scale") => (
            format!("fewest participants of {}", activity(key(0), key(1))?),
            Style::Bare,
        ),
        ("activities", "participants_today") => (
            format!("participants today of {}", activity(key(0), key(1))?),
            Style::Bare,
        ),
        ("pools", "amount") => (format!("amount of {}", pool(key(0))?), amount_in(key(0))),
        ("pools", "max_moved") => (
            format!("share that may move of {}", pool(key(0))?),
            Style::Share,
        ),
        ("allocations", "amount") => {
            let to = activity(key(1), key(2))?;
            (
                format!("what {} gives {to} today", pool(key(0))?),
                amount_in(key(0)),
            )
        }
        ("baselines", "baseline" | "target" | "population") => {
            let what = match column {
                "baseline" => "value today",
                "target" => "target",
                _ => "people",
            };
            let style = if column != "population" && names.is_percent(key(0)) {
                Style::Percent
            } else {
                Style::Bare
            };
            (
                format!(
                    "{what} of {}, {}, {}",
                    indicator(key(0))?,
                    place(key(1))?,
                    names.group_called(key(2))?
                ),
                style,
            )
        }
        ("places", "fidelity") => (
            format!("how fully practices are done in {}", place(key(0))?),
            Style::Share,
        ),
        ("practices", "fade") => (
            format!(
                "part of the effect of {} that a year takes",
                practice(key(0))?
            ),
            Style::Share,
        ),
        ("practices", "response_last") => (
            format!("gain of the last participant of {}", practice(key(0))?),
            Style::Share,
        ),
        ("practices", "one_time_cost") => (
            format!("one-time cost of {}", practice(key(0))?),
            Style::Bare,
        ),
        ("indicators", "weight") => (format!("weight of {}", indicator(key(0))?), Style::Bare),
        ("conversions", "rate" | "cap") => {
            let (from, to) = (resource(key(0))?, resource(key(1))?);
            let what = if column == "cap" { "most" } else { "amount of" };
            (format!("{what} {from} that becomes {to}"), Style::Bare)
        }
        _ => return None,
    };
    Some(Figure {
        words,
        is_known: true,
        style,
    })
}

/// A setting, where its words are known.
fn setting(path: &str) -> Option<Figure> {
    let (words, style) = match path {
        "evidence.fade" => (
            "share of an effect that is lost each year".to_owned(),
            Style::Share,
        ),
        "value.discount" => (
            "worth of a gain a year later, beside one now".to_owned(),
            Style::Share,
        ),
        "value.beyond_target_slope" => (
            "worth of a gain beyond a target, beside one before it".to_owned(),
            Style::Share,
        ),
        "value.loss_slope" => ("worth of a loss, beside a gain".to_owned(), Style::Bare),
        "policy.max_moved" => ("share of a pool that may move".to_owned(), Style::Share),
        _ => {
            let rest = path.strip_prefix("evidence.")?;
            let words = if let Some(rest) = rest.strip_prefix("levels.") {
                let (level, column) = rest.split_once('.')?;
                let what = match column {
                    "mean" => "effect, in SD, that is usual",
                    "sd" => "spread of effects, in SD, that is usual",
                    _ => return None,
                };
                format!("{what} for practices of credibility level {level}")
            } else {
                let (weakness, column) = rest.strip_prefix("multipliers.")?.split_once('.')?;
                if column != "mean" {
                    return None;
                }
                let weakness = weakness.replace('_', " ");
                format!("part that is kept of an effect from a {weakness} study")
            };
            (words, Style::Bare)
        }
    };
    Some(Figure {
        words,
        is_known: true,
        style,
    })
}

/// Whether a figure is made up or filled in, so that replacing it is the first thing to do.
pub(in crate::report) fn is_doubtful(basis: Option<BasisWord>) -> bool {
    matches!(basis, Some(BasisWord::Illustrative | BasisWord::Default))
}

/// Where a figure comes from, in a word or two; what is made up or filled in stands out.
pub(in crate::report) fn origin_word(
    basis: Option<BasisWord>,
    origin: Option<RangeOriginWord>,
) -> &'static str {
    match (basis, origin) {
        (Some(BasisWord::Illustrative), _) => "ILLUSTRATIVE",
        (Some(BasisWord::Default), _) => "FILLED IN",
        (Some(BasisWord::Local), _) => "local",
        (Some(BasisWord::Published), _) => "published",
        (Some(BasisWord::Derived), _) => "derived",
        (None, Some(RangeOriginWord::Evidence)) => "from studies",
        (None, Some(RangeOriginWord::Scale)) => "from the scale",
        (None, Some(RangeOriginWord::Stated)) => "stated range",
        (None, Some(RangeOriginWord::Basis)) => "source not said",
        (None, None) => "a setting",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::names::Names;
    use crate::report::sample;

    fn words(path: &str) -> String {
        let model = sample::model();
        Figure::new(&Names::new(&model), path).words
    }

    #[test]
    fn a_path_is_told_in_words_and_one_without_words_stands_for_itself() {
        assert_eq!(
            words("effect[mentoring,absence]"),
            "effect of School-based mentoring by volunteers on Chronic absence"
        );
        assert_eq!(
            words("needs[tutoring,coaches].per_participant"),
            "Reading coaches that a participant of Small-group reading tutoring by teachers takes"
        );
        assert_eq!(
            words("evidence.fade"),
            "share of an effect that is lost each year"
        );
        assert_eq!(
            words("evidence.levels.4.mean"),
            "effect, in SD, that is usual for practices of credibility level 4"
        );
        assert_eq!(
            words("evidence.multipliers.developer_made.mean"),
            "part that is kept of an effect from a developer made study"
        );
        for path in [
            "value.horizon",
            "pools[fund-open].colour",
            "effect[]",
            "needs[,].fixed",
        ] {
            assert_eq!(words(path), path);
        }
    }

    #[test]
    fn values_carry_their_unit_and_differ_where_they_are_not_the_same() {
        let model = sample::model();
        let figure = |path: &str| Figure::new(&Names::new(&model), path);
        assert_eq!(
            figure("pools[fund-open].amount").value(401_234.0),
            "$401,000"
        );
        assert_eq!(
            figure("needs[tutoring,coaches].per_participant").value(0.02),
            "0.02 FTE"
        );
        assert_eq!(
            figure("baselines[absence,north,all].baseline").value(21.5),
            "21.5%"
        );
        assert_eq!(
            figure("pools[fund-open].amount").values(400_000.0, 400_100.0),
            ("$400,000".to_owned(), "$400,100".to_owned())
        );
        assert_eq!(figure("value.discount").values(1.0, 1.0).0, "100%");
    }
}
