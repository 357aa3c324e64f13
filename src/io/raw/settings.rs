//! Mirror of `model.toml`: each key declared once, with its kind, its meaning and where the model keeps it.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use super::{Column, Defaulted, List, Optional, Required};
use crate::diagnostic::{Diagnostic, Diagnostics, Location, codes, suggestion};
use crate::domain::{
    Component, EvaluationSettings, EvidenceSettings, MoveSettings, NonNegative, Overlap,
    PolicySettings, Positive, PriceLevel, PriceSettings, RangeSettings, Settings, Share, ValuePer,
    ValueSettings,
};
use crate::io::cell::{Cell, Fault, Origin};
use crate::io::document::{self, Document};
use crate::io::scalar::{Scalar as _, quoted};

/// Currency of a model that does not say.
const DEFAULT_CURRENCY: &str = "USD";

/// One key of `model.toml`.
pub(in crate::io) struct Setting {
    /// Its path, `section.key`.
    pub key: &'static str,
    /// What it means.
    pub doc: &'static str,
    /// Whether it must be given.
    pub required: bool,
    /// Whether its value is a number.
    pub numeric: bool,
    /// What a value is, in words.
    pub what: fn() -> String,
    /// JSON Schema of a value.
    pub schema: fn() -> Value,
    read: fn(&mut Settings, &Cell) -> Result<(), Fault>,
    write: fn(&Settings) -> String,
}

impl Setting {
    /// The text of the key's value in a model's settings; empty where there is none.
    pub fn text(&self, settings: &Settings) -> String {
        (self.write)(settings)
    }
}

macro_rules! settings {
    ($($(#[doc = $doc:literal])+ $key:literal: $kind:ty => ($($place:tt)+);)+) => {
        /// Every key of `model.toml`, in the order in which it is written.
        pub(in crate::io) static SETTINGS: &[Setting] = &[$(
            Setting {
                key: $key,
                doc: concat!($($doc),+).trim_ascii(),
                required: <$kind as Column>::REQUIRED,
                numeric: <$kind as Column>::NUMERIC,
                what: <$kind as Column>::what,
                schema: <$kind as Column>::schema,
                read: |settings, cell| {
                    settings.$($place)+ = <$kind as Column>::decode(cell)?;
                    Ok(())
                },
                write: |settings| <$kind as Column>::encode(&settings.$($place)+),
            },
        )+];
    };
}

settings! {
    /// The model's name for people.
    "name": Required<String> => (name);
    /// What it is about.
    "description": Optional<String> => (description);
    /// Currency of its money, an ISO 4217 code.
    "currency": Defaulted<String> => (currency);
    /// The cycle that the plan is for, such as `2026-27`.
    "cycle": Defaulted<String> => (cycle);
    /// Planning years; 1 in this version.
    "horizon": Defaulted<u32> => (horizon);
    /// What is compared across indicators: gap_share (the share of the gap that closes) or person.
    "value.per": Defaulted<ValuePer> => (value.per);
    /// Worth of a loss against a gain of the same size, at least 1.
    "value.loss_slope": Defaulted<f64> => (value.loss_slope);
    /// Worth of a gain beyond the target against one before it, 0-1.
    "value.beyond_target_slope": Defaulted<f64> => (value.beyond_target_slope);
    /// Worth of a gain one year later against now, above 0 and at most 1.
    "value.discount": Defaulted<f64> => (value.discount);
    /// Least gap, in points, that an indicator's gap is taken for (percent 0.01, score 0.02 SD, count 1 each).
    "value.least_gap_points": Defaulted<f64> => (value.least_gap_points);
    /// How programs that meet in one cell add up: residual (each acts on what the others left) or sum.
    "value.overlap": Defaulted<Overlap> => (value.overlap);
    /// Largest share of a pool's allocation today that may move, where the pool does not say.
    "policy.max_moved": Defaulted<Share> => (policy.max_moved);
    /// Chords from nothing to capacity that stand for a smooth response, 1-1000.
    "policy.chords": Defaulted<u32> => (policy.chords);
    /// Certified gap that a plan with integers (least scales, fixed needs, rules on what runs) is held to, 0 or more.
    "policy.integer_gap": Defaulted<f64> => (policy.integer_gap);
    /// Nodes after which a search over integers stops with the gap it has.
    "policy.nodes": Defaulted<u32> => (policy.nodes);
    /// Moves of money are multiples of this, or all that their giver has; 0: any amount; where it is not given: 5,000,
    /// if the pools of the resource hold at least 25 times as much.
    "moves.money_step": Optional<NonNegative> => (moves.money_step);
    /// Moves of staff are multiples of this, or all that their giver has; 0: any amount; where it is not given: 0.25,
    /// if the unit is FTE.
    "moves.staff_step": Optional<NonNegative> => (moves.staff_step);
    /// No partner is asked to move less money at once, but for all that a giver has.
    "moves.least_money": Optional<NonNegative> => (moves.least_money);
    /// No partner is asked to move less staff at once, but for all that a giver has.
    "moves.least_staff": Optional<NonNegative> => (moves.least_staff);
    /// No partner is asked for more moves than this; where it is not given, as many as the plan takes.
    "moves.most_per_partner": Optional<u32> => (moves.most_per_partner);
    /// Share of an effect lost each year, where neither the practice nor its evidence says.
    "evidence.fade": Defaulted<Share> => (evidence.fade);
    /// Participants below which a study is small.
    "evidence.small_below": Defaulted<f64> => (evidence.small_below);
    /// Correlation between the draws of the effects of practices of one shock_group, 0-1: 0 nothing in common, 1 the
    /// same shock.
    "evidence.shared_shock": Defaulted<Share> => (evidence.shared_shock);
    /// Expected effect of a practice with a rigorous null or harm, in SD.
    "evidence.levels.0.mean": Defaulted<f64> => (evidence.levels[0].mean);
    /// Its standard deviation over such practices, in SD.
    "evidence.levels.0.sd": Defaulted<f64> => (evidence.levels[0].sd);
    /// Standard error of such a study that reports none, in SD.
    "evidence.levels.0.standard_error": Defaulted<f64> => (evidence.levels[0].standard_error);
    /// Expected effect of a practice with a rationale alone, or no rating, in SD.
    "evidence.levels.1.mean": Defaulted<f64> => (evidence.levels[1].mean);
    /// Its standard deviation over such practices, in SD.
    "evidence.levels.1.sd": Defaulted<f64> => (evidence.levels[1].sd);
    /// Standard error of such a study that reports none, in SD.
    "evidence.levels.1.standard_error": Defaulted<f64> => (evidence.levels[1].standard_error);
    /// Expected effect of a practice with a controlled correlation, in SD.
    "evidence.levels.2.mean": Defaulted<f64> => (evidence.levels[2].mean);
    /// Its standard deviation over such practices, in SD.
    "evidence.levels.2.sd": Defaulted<f64> => (evidence.levels[2].sd);
    /// Standard error of such a study that reports none, in SD.
    "evidence.levels.2.standard_error": Defaulted<f64> => (evidence.levels[2].standard_error);
    /// Expected effect of a practice with credible but limited evidence, in SD.
    "evidence.levels.3.mean": Defaulted<f64> => (evidence.levels[3].mean);
    /// Its standard deviation over such practices, in SD.
    "evidence.levels.3.sd": Defaulted<f64> => (evidence.levels[3].sd);
    /// Standard error of such a study that reports none, in SD.
    "evidence.levels.3.standard_error": Defaulted<f64> => (evidence.levels[3].standard_error);
    /// Expected effect of a practice with strong trials, in SD.
    "evidence.levels.4.mean": Defaulted<f64> => (evidence.levels[4].mean);
    /// Its standard deviation over such practices, in SD.
    "evidence.levels.4.sd": Defaulted<f64> => (evidence.levels[4].sd);
    /// Standard error of such a study that reports none, in SD.
    "evidence.levels.4.standard_error": Defaulted<f64> => (evidence.levels[4].standard_error);
    /// Expected effect of a practice with results replicated independently at scale, in SD.
    "evidence.levels.5.mean": Defaulted<f64> => (evidence.levels[5].mean);
    /// Its standard deviation over such practices, in SD.
    "evidence.levels.5.sd": Defaulted<f64> => (evidence.levels[5].sd);
    /// Standard error of such a study that reports none, in SD.
    "evidence.levels.5.standard_error": Defaulted<f64> => (evidence.levels[5].standard_error);
    /// Ratio of the true to the reported effect of a quasi-experiment.
    "evidence.multipliers.quasi_experimental.mean": Defaulted<f64> => (evidence.quasi_experimental.mean);
    /// Standard deviation of that ratio over studies.
    "evidence.multipliers.quasi_experimental.sd": Defaulted<f64> => (evidence.quasi_experimental.sd);
    /// Ratio of the true to the reported effect of a controlled correlation.
    "evidence.multipliers.correlational.mean": Defaulted<f64> => (evidence.correlational.mean);
    /// Standard deviation of that ratio over studies.
    "evidence.multipliers.correlational.sd": Defaulted<f64> => (evidence.correlational.sd);
    /// Ratio of the true to the reported effect of a study by the developer.
    "evidence.multipliers.developer_made.mean": Defaulted<f64> => (evidence.developer_made.mean);
    /// Standard deviation of that ratio over studies.
    "evidence.multipliers.developer_made.sd": Defaulted<f64> => (evidence.developer_made.sd);
    /// Ratio of the true to the reported effect of a small study.
    "evidence.multipliers.small.mean": Defaulted<f64> => (evidence.small.mean);
    /// Standard deviation of that ratio over studies.
    "evidence.multipliers.small.sd": Defaulted<f64> => (evidence.small.sd);
    /// Ratio of the true to the reported effect of a study outside usual conditions.
    "evidence.multipliers.not_real_world.mean": Defaulted<f64> => (evidence.not_real_world.mean);
    /// Standard deviation of that ratio over studies.
    "evidence.multipliers.not_real_world.sd": Defaulted<f64> => (evidence.not_real_world.sd);
    /// Relative half-width of the range from P10 to P90 of a figure of basis `default` that `ranges` does not name: an
    /// amount is divided and multiplied by 1 + r, the odds of a share or percentage likewise; 0 takes it as known.
    "ranges.default": Defaulted<f64> => (ranges.default);
    /// The same for the basis `illustrative`.
    "ranges.illustrative": Defaulted<f64> => (ranges.illustrative);
    /// The same for the basis `derived`.
    "ranges.derived": Defaulted<f64> => (ranges.derived);
    /// The same for the basis `local`.
    "ranges.local": Defaulted<f64> => (ranges.local);
    /// The same for the basis `published`.
    "ranges.published": Defaulted<f64> => (ranges.published);
    /// The same for rows without a basis.
    "ranges.unstated": Defaulted<f64> => (ranges.unstated);
    /// Half-width of the range from P10 to P90 of the expected effect of each credibility level, in SD; 0 takes them as
    /// known.
    "ranges.prior_means": Defaulted<f64> => (ranges.prior_means);
    /// Share of the participants that an applicant claims that is counted in a proposal's score, above 0.
    "evaluation.participants_kept": Defaulted<Share> => (evaluation.participants_kept);
    /// Money of a proposal that scores 0, in the model's currency, above 0.
    "evaluation.reference_cost": Defaulted<f64> => (evaluation.reference_cost);
    /// Participants of a proposal that scores 0, of whom one in a hundred gains; above 0.
    "evaluation.reference_participants": Defaulted<f64> => (evaluation.reference_participants);
    /// Lowest mark that a reviewer can give.
    "evaluation.review_low": Defaulted<f64> => (evaluation.review_low);
    /// Highest mark that a reviewer can give.
    "evaluation.review_high": Defaulted<f64> => (evaluation.review_high);
    /// Points for the highest mark, taken off for the lowest; 10 points are twice as much for the money.
    "evaluation.review_points": Defaulted<f64> => (evaluation.review_points);
    /// Who goes first where scores do not tell proposals apart: components of the score, the first one first; a lottery
    /// where none is named, and among those that are still equal.
    "evaluation.tie_order": List<Component> => (evaluation.tie_order);
    /// Most proposals of one applicant in a portfolio; where it is not given, any number.
    "evaluation.per_applicant": Optional<u32> => (evaluation.per_applicant);
    /// Year of the model's prices, to which money of other years is brought.
    "prices.year": Optional<i32> => (prices.year);
    /// The price index by which it is brought: its name and source.
    "prices.index": Optional<String> => (prices.index);
    /// Levels of the index: a section of `year = level`, in any unit, the same for all years.
    "prices.levels": List<PriceLevel> => (prices.levels);
}

/// The key whose value may also be written as a section of its own, a year and a level a line.
pub(in crate::io) const PRICE_LEVELS: &str = "prices.levels";

/// The settings where nothing is given.
pub(in crate::io) fn defaults() -> Settings {
    Settings {
        name: String::new(),
        description: None,
        currency: DEFAULT_CURRENCY.to_owned(),
        cycle: String::new(),
        horizon: 1,
        value: ValueSettings::default(),
        policy: PolicySettings::default(),
        moves: MoveSettings::default(),
        evidence: EvidenceSettings::default(),
        prices: PriceSettings::default(),
        ranges: RangeSettings::default(),
        evaluation: EvaluationSettings::default(),
    }
}

/// A key that a model gives, with its raw value or what is wrong with it.
pub(in crate::io) struct Given {
    /// Its path, `section.key`.
    pub key: String,
    /// The value.
    pub value: Result<Cell, Fault>,
    /// Where it was read.
    pub origin: Origin,
}

/// The keys that a model gives, each with its raw value.
#[derive(Debug, Default)]
pub(in crate::io) struct RawSettings {
    /// The file as the user named it.
    pub file: String,
    /// The sheet, where the file is a workbook.
    pub sheet: Option<String>,
    /// Raw values by key.
    pub cells: BTreeMap<&'static str, Cell>,
    /// Whether all of the file could be read.
    pub whole: bool,
}

impl RawSettings {
    /// The settings of a file; unknown and doubled keys are reported.
    pub fn read(file: &str, bytes: &[u8], findings: &mut Diagnostics) -> Self {
        let mut settings = RawSettings {
            file: file.to_owned(),
            ..RawSettings::default()
        };
        let Some(document) = Document::parse(file, bytes, findings) else {
            return settings;
        };
        settings.whole = document.whole;
        for leaf in document::leaves(&document.root, &document.lines) {
            let given = Given {
                key: leaf.key,
                value: document::cell(leaf.value),
                origin: Origin::line(file, Some(leaf.line)),
            };
            settings.add(given, findings);
        }
        settings
    }

    /// Adds a key; one that is unknown or given before is reported.
    pub fn add(&mut self, given: Given, findings: &mut Diagnostics) {
        let Given { key, value, origin } = given;
        let location = origin.location().column(key.clone());
        if let Some(year) = key
            .strip_prefix(PRICE_LEVELS)
            .and_then(|rest| rest.strip_prefix('.'))
        {
            match value.and_then(|cell| price_level(year, &cell)) {
                Ok(level) => self.add_price_level(&level, origin),
                Err(fault) => findings.push(fault.at(location)),
            }
            return;
        }
        let Some(setting) = find(&key) else {
            findings.push(unknown(&key, location));
            return;
        };
        match value {
            Ok(mut cell) => {
                cell.origin = Some(Arc::new(origin));
                if self.cells.insert(setting.key, cell).is_some() {
                    let message = format!("the key `{key}` is given twice");
                    findings.push(
                        Diagnostic::error(codes::DUPLICATE_KEY, location, message)
                            .hint("keep one of them"),
                    );
                }
            }
            Err(fault) => findings.push(fault.at(location)),
        }
    }

    /// Adds a line of the section of price levels to the value of its key.
    fn add_price_level(&mut self, level: &PriceLevel, origin: Origin) {
        let cell = self.cells.entry(PRICE_LEVELS).or_insert_with(|| Cell {
            origin: Some(Arc::new(origin)),
            ..Cell::blank()
        });
        let so_far = if cell.text.is_empty() {
            String::new()
        } else {
            format!("{};", cell.text)
        };
        cell.text = format!("{so_far}{}", level.encode()).into();
    }

    /// The place of a key: its own, or the file.
    pub fn location(&self, key: &str) -> Location {
        let origin = self.cells.get(key).and_then(|cell| cell.origin.as_ref());
        let location = origin.map_or_else(
            || Location {
                sheet: self.sheet.clone(),
                ..Location::file(self.file.clone(), None)
            },
            |origin| origin.location(),
        );
        location.column(key)
    }

    /// The settings, with defaults for what is not given; what is wrong is reported and left at its default.
    pub fn decode(&self, findings: &mut Diagnostics) -> Settings {
        let mut settings = defaults();
        for setting in SETTINGS {
            let blank = Cell::blank();
            let given = self.cells.get(setting.key).filter(|cell| !cell.is_blank());
            if given.is_none() && !(setting.required && self.whole) {
                continue;
            }
            let cell = given.unwrap_or(&blank);
            let read = cell
                .refusal()
                .map_or_else(|| (setting.read)(&mut settings, cell), Err);
            if let Err(fault) = read {
                let fault = if given.is_some() {
                    fault
                } else {
                    Fault::new(
                        codes::MISSING_VALUE,
                        format!("the key `{}` is missing", setting.key),
                    )
                    .hint(match self.sheet {
                        None => format!("{} = \"…\": {}", setting.key, setting.doc),
                        Some(_) => format!("{}: {}", setting.key, setting.doc),
                    })
                };
                findings.push(fault.at(self.location(setting.key)));
            }
        }
        settings
    }
}

/// One line of the section of price levels.
fn price_level(year: &str, level: &Cell) -> Result<PriceLevel, Fault> {
    if let Some(fault) = level.refusal() {
        return Err(fault);
    }
    Ok(PriceLevel {
        year: i32::decode(&Cell::plain(year))?,
        level: Positive::decode(level)?,
    })
}

/// The setting of a key.
pub(in crate::io) fn find(key: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|setting| setting.key == key)
}

/// The finding of a key that is not known.
pub(in crate::io) fn unknown(key: &str, location: Location) -> Diagnostic {
    let section = format!("{key}.");
    if SETTINGS
        .iter()
        .any(|setting| setting.key.starts_with(&section))
    {
        return Diagnostic::error(
            codes::UNKNOWN_KEY,
            location,
            format!("{} is a section, not a key", quoted(key)),
        )
        .hint(format!("write `[{key}]` and its keys below it"));
    }
    // A key that is known in another section is the likeliest slip: a line under the wrong heading.
    let last = key.rsplit('.').next().unwrap_or(key);
    let elsewhere = SETTINGS
        .iter()
        .map(|setting| setting.key)
        .find(|known| known.rsplit('.').next() == Some(last));
    let hint = suggestion(key, SETTINGS.iter().map(|setting| setting.key));
    let hint = match (elsewhere, hint) {
        (Some(known), _) => Some(format!("did you mean `{known}`?")),
        (None, hint) => hint,
    };
    Diagnostic::error(
        codes::UNKNOWN_KEY,
        location,
        format!("{} is not a known key", quoted(key)),
    )
    .maybe_hint(hint)
}
