//! The chain of each effect, and the rating schemes, for a terminal.

use super::Style;
use super::layout::{Align, Grid};
use super::page::Page;
use crate::report::number::{count, points, signed, significant};
use crate::report::record::{ChainRecord, EffectOriginWord, EffectRecord, SchemesResult, StepWord};

/// Standard deviations on either side of the mean that hold 90 % of a normal distribution.
const NINETY_PERCENT: f64 = 1.644_853_626_951_472_2;

/// Significant digits of an effect in standard deviations.
const DIGITS: usize = 3;

/// Each effect with every step from the reports to what is used, by practice.
#[must_use]
pub fn effects(effects: &[EffectRecord], style: Style) -> String {
    let mut page = Page::new(style);
    page.bold(0, "FROM THE STUDIES TO WHAT IS USED");
    page.paragraph(
        0,
        "An effect ± its standard deviation, per participant. From the second step on, positive is better. What is \
         used is shrunk toward what practices of its evidence level achieved.",
    );
    let mut start = 0;
    while let Some(first) = effects.get(start) {
        let end = start
            + effects[start..]
                .iter()
                .take_while(|effect| effect.practice == first.practice)
                .count();
        practice(&mut page, &effects[start..end]);
        start = end;
    }
    page.finish()
}

fn practice(page: &mut Page, effects: &[EffectRecord]) {
    let Some(first) = effects.first() else {
        return;
    };
    page.blank();
    page.bold(0, &format!("{} ({})", first.practice_name, first.practice));
    if first.origin == EffectOriginWord::NeverEvaluated {
        page.paragraph(
            2,
            &format!(
                "Never evaluated, which is not shown to fail: the prior of level 1, {}, on {} that its participants can meet.",
                figures(first.mean, first.sd, &first.unit),
                count(effects.len(), "indicator")
            ),
        );
        return;
    }
    for effect in effects {
        one(page, effect);
    }
}

fn one(page: &mut Page, effect: &EffectRecord) {
    let for_whom: Vec<&str> = [effect.place.as_deref(), effect.group.as_deref()]
        .into_iter()
        .flatten()
        .collect();
    let for_whom = if for_whom.is_empty() {
        String::new()
    } else {
        format!(", for {} only", for_whom.join(" and "))
    };
    let reach = NINETY_PERCENT * effect.sd;
    page.bold(
        2,
        &format!(
            "{}{for_whom}: {} {}, 90% range {} to {}",
            effect.indicator_name,
            figure(effect.mean),
            effect.unit,
            figure(effect.mean - reach),
            figure(effect.mean + reach),
        ),
    );
    let mut grid = Grid::new(4, &[Align::Left, Align::Left, Align::Left]);
    let mut study = None;
    for step in &effect.chain {
        if step.study != study {
            study.clone_from(&step.study);
            let whose = study.as_deref().unwrap_or("All studies together");
            if effect.studies.contains(';') || step.study.is_some() {
                grid.across(4, whose);
            }
        }
        grid.row([word(step.step), &value(step), &step.origin]);
    }
    page.grid(&grid);
}

fn word(step: StepWord) -> &'static str {
    match step {
        StepWord::AsGiven => "as given",
        other => other.word(),
    }
}

fn value(step: &ChainRecord) -> String {
    match step.unit.as_str() {
        // Fewer digits than a standard deviation: people read these against today's level.
        "percentage points" => format!(
            "{} ± {} points",
            signed(step.mean, &points(step.mean)),
            points(step.sd)
        ),
        unit => figures(step.mean, step.sd, unit),
    }
}

fn figures(mean: f64, sd: f64, unit: &str) -> String {
    format!("{} ± {} {unit}", figure(mean), significant(sd, DIGITS))
}

fn figure(value: f64) -> String {
    signed(value, &significant(value, DIGITS))
}

/// The rating schemes on the one credibility scale.
#[must_use]
pub fn schemes(result: &SchemesResult, style: Style) -> String {
    use Align::{Left, Right};
    let mut page = Page::new(style);
    page.bold(0, "THE CREDIBILITY SCALE");
    page.paragraph(
        0,
        "What is expected of a practice before its own studies are seen, in standard deviations; settings of \
         [evidence] in model.toml.",
    );
    let mut grid = Grid::new(2, &[Right, Left, Right, Right, Right]);
    grid.row(["level", "", "mean", "spread", "error if none is reported"]);
    for row in &result.levels {
        grid.row([
            row.level.to_string(),
            level_words(row.level).to_owned(),
            row.mean.to_string(),
            row.sd.to_string(),
            row.standard_error.to_string(),
        ]);
    }
    page.grid(&grid);
    page.heading("WHERE EACH SCHEME'S RATINGS STAND ON IT");
    page.paragraph(
        0,
        "\"Defined as\" gives the scheme's own definition in short, as it was read in the source named. A rating \
         without one was not read there, and stands where it is commonly taken to.",
    );
    let mut scheme = "";
    for row in &result.schemes {
        if row.scheme != scheme {
            scheme = &row.scheme;
            page.blank();
            page.bold(0, scheme);
        }
        let definition = row
            .definition
            .as_ref()
            .map_or_else(String::new, |definition| {
                format!(" Defined as: {definition}.")
            });
        page.item(
            2,
            &format!(
                "{} ({}) is level {}: {}.{definition} [{}]",
                row.rating, row.label, row.level, row.reason, row.source
            ),
        );
    }
    page.finish()
}

fn level_words(level: u8) -> &'static str {
    match level {
        0 => "rigorous null, or harm",
        1 => "rationale, or unrated",
        2 => "controlled correlation",
        3 => "credible but limited",
        4 => "strong trials",
        _ => "replicated independently at scale",
    }
}
