//! Options side by side, as people read them: labels, and figures with their ranges rounded once.

use std::collections::BTreeMap;

use super::share::often;
use crate::report::number::{UnitStyle, parts, people, percent, quantity, signed};
use crate::report::record::{
    CompareResult, ComparedGainRecord, ComparedRecord, MatchWord, MatchingMoneyRecord,
    OptionKindWord, RegretRecord, SpreadWord, StatusWord,
};

/// Width of an answer, as a share of it, up to which it reads as one amount.
const ONE_AMOUNT: f64 = 2e-3;

/// The letter of an option: A to Z, then AA.
pub(in crate::report) fn letter(position: usize) -> String {
    let last = char::from(b'A' + u8::try_from(position % 26).unwrap_or(0));
    match position / 26 {
        0 => last.to_string(),
        before => format!("{}{last}", letter(before - 1)),
    }
}

/// Options by name, each with its letter.
pub(in crate::report) fn letters(result: &CompareResult) -> BTreeMap<&str, String> {
    let names = result.options.iter().map(|option| option.option.as_str());
    names.zip((0..).map(letter)).collect()
}

/// `0.9 to 2.3%`.
pub(in crate::report) fn closes_range(option: &ComparedRecord) -> String {
    match (option.closes_low, option.closes_high) {
        (Some(low), Some(high)) => {
            let low = percent(low, 2);
            format!("{} to {}", low.trim_end_matches('%'), percent(high, 2))
        }
        _ => "-".to_owned(),
    }
}

/// A share of `draws`, or a dash.
pub(in crate::report) fn chance(share: Option<f64>, draws: usize) -> String {
    share.map_or_else(|| "-".to_owned(), |share| often(share, draws))
}

/// Why a range may lie below the figure that it stands beside.
pub(in crate::report) const BELOW_ITS_FIGURE: &str = "A plan is made for what is expected, and a range is of draws in \
    which it meets something else: it may lie below the figure with everything as expected.";

/// A gain for the better, with its sign.
pub(in crate::report) fn gain_text(gain: f64, unit: &str, currency: &str) -> String {
    signed(gain, &unsigned(gain, unit, currency))
}

fn unsigned(gain: f64, unit: &str, currency: &str) -> String {
    match unit {
        "people" => people(gain),
        "dollars" => UnitStyle::new("dollars", currency).bare(gain),
        _ => quantity(gain),
    }
}

/// A range of gains: `3 to 16`; empty without draws.
pub(in crate::report) fn gain_range(row: &ComparedGainRecord, currency: &str) -> String {
    let end = |gain: f64| match row.gain_unit.as_str() {
        "people" if gain.abs() < 1.0 => parts(gain, 1),
        unit => unsigned(gain, unit, currency),
    };
    match (row.low, row.high) {
        (Some(low), Some(high)) => format!("{} to {}", end(low), end(high)),
        _ => String::new(),
    }
}

/// A gain with its range.
pub(in crate::report) fn gain_and_range(row: &ComparedGainRecord, currency: &str) -> String {
    let gain = gain_text(row.gain, &row.gain_unit, currency);
    match gain_range(row, currency) {
        range if range.is_empty() => gain,
        range => format!("{gain} ({range})"),
    }
}

/// What an indicator is measured in, where that is not people.
pub(in crate::report) fn measured_in(unit: &str) -> &str {
    match unit {
        "people" => "people",
        "sd_people" => "SD x people",
        "dollars" => "money",
        _ => "units",
    }
}

/// A regret as a share of all gaps, with a star where the plan breaks limits of the world.
pub(in crate::report) fn regret_text(row: &RegretRecord) -> String {
    let star = if row.breaks.is_empty() { "" } else { "*" };
    match (row.share, row.regret) {
        (Some(share), _) => format!("{}{star}", percent(share, 2)),
        (None, Some(regret)) => format!("{}{star}", quantity(regret)),
        (None, None) => "none".to_owned(),
    }
}

/// The money that makes one option worth as much as another.
pub(in crate::report) fn money_text(row: &MatchingMoneyRecord, currency: &str) -> String {
    let unit = UnitStyle::new(&row.unit, currency);
    match (row.how, row.at_most) {
        (MatchWord::Already, _) => "already".to_owned(),
        (MatchWord::NotByMoney, _) => "no money does".to_owned(),
        (MatchWord::Money, Some(most)) if most - row.at_least <= ONE_AMOUNT * most => {
            unit.bare(most)
        }
        (MatchWord::Money, Some(most)) => {
            format!("{} to {}", unit.bare(row.at_least), unit.bare(most))
        }
        (MatchWord::Open | MatchWord::Money, _) => format!("over {}", unit.bare(row.at_least)),
    }
}

/// Why an option has no plan, in a sentence without a full stop.
pub(in crate::report) fn without_plan(option: &ComparedRecord) -> String {
    match (option.status, &option.failed) {
        (_, Some(why)) => format!("no plan: {why}"),
        (StatusWord::Infeasible, None) if option.clashes.is_empty() => {
            "no plan keeps every limit".to_owned()
        }
        (StatusWord::Infeasible, None) => {
            let way_out = if option.way_out.is_empty() {
                String::new()
            } else {
                format!(". A cheapest way out: {}", option.way_out.join("; "))
            };
            format!(
                "no plan keeps all of: {}{way_out}",
                option.clashes.join("; ")
            )
        }
        _ => "not solved: the run was interrupted".to_owned(),
    }
}

/// What is cut from an option's pools, in words; empty where nothing is.
pub(in crate::report) fn cut_words(option: &ComparedRecord, currency: &str) -> String {
    let cuts: Vec<String> = option
        .resources
        .iter()
        .filter(|row| !UnitStyle::new(&row.unit, currency).reads_nothing(row.cut))
        .map(|row| {
            let style = UnitStyle::new(&row.unit, currency);
            match style {
                UnitStyle::Money(_) => style.amount(row.cut),
                UnitStyle::Plain(_) => {
                    format!("{} of {}", style.amount(row.cut), row.resource_name)
                }
            }
        })
        .collect();
    cuts.join(", ")
}

/// By whose value options are compared.
pub(in crate::report) fn as_valued(result: &CompareResult) -> String {
    let mut options = result.options.iter();
    let reference = options.find(|option| option.is_reference);
    match reference.map(|option| option.kind) {
        Some(OptionKindWord::Scenario) => format!("as {} values them", result.reference),
        _ => "as the model weighs them".to_owned(),
    }
}

/// What the comparison says first, a sentence each.
pub(in crate::report) fn headline(result: &CompareResult) -> Vec<String> {
    let planned = result.planned();
    let mut said = Vec::new();
    let best = planned
        .iter()
        .filter(|option| option.kind != OptionKindWord::Today)
        .max_by(|a, b| a.worth.unwrap_or(0.0).total_cmp(&b.worth.unwrap_or(0.0)));
    if let Some(best) = best {
        said.push(format!(
            "{} closes most of the gaps, {}, {}.",
            best.option,
            percent(best.closes.unwrap_or(0.0), 3),
            as_valued(result)
        ));
    }
    let least = planned.iter().find(|option| option.least_regret);
    if let Some(least) = least {
        let lost = least
            .largest_regret
            .filter(|_| result.all_gaps > 0.0)
            .map_or(0.0, |regret| regret / result.all_gaps);
        let world = least.worst_world.as_deref().unwrap_or("any");
        let worlds: Vec<&str> = result
            .regrets
            .iter()
            .filter(|row| row.plan == least.option && !row.breaks.is_empty())
            .map(|row| row.world.as_str())
            .collect();
        let past = if worlds.is_empty() {
            String::new()
        } else {
            format!(
                " It would go past limits in {}, as every plan does in some world.",
                worlds.join(", ")
            )
        };
        said.push(format!(
            "The plan of {} has the least largest regret: at worst, in the world of {world}, it closes {} of the gaps \
             less than the plan made for it.{past}",
            least.option,
            percent(lost, 2),
        ));
    } else if planned.len() > 1 && result.regrets_in_one_unit {
        said.push(
            "Every plan cannot be carried out in some world, so that none is named for the least largest regret."
                .to_owned(),
        );
    }
    if !result.regrets_in_one_unit {
        said.push(
            "The worlds value gains in different units, so that regrets in one cannot be held against those in another."
                .to_owned(),
        );
    }
    let grown: Vec<&str> = result
        .practices
        .iter()
        .filter(|row| row.growing == SpreadWord::All)
        .map(|row| row.practice_name.as_str())
        .collect();
    if !grown.is_empty() {
        said.push(format!("Every plan grows {}.", grown.join("; ")));
    }
    said
}

/// Names of options that value gains otherwise than the reference.
pub(in crate::report) fn valued_otherwise(result: &CompareResult) -> Vec<&str> {
    let options = result.options.iter();
    let options = options.filter(|option| !option.same_value);
    options.map(|option| option.option.as_str()).collect()
}
