//! Every column and setting whose figures can be uncertain, each declared once.

use super::span::{FigureKind, Held, Span};
use crate::domain::validate::{LARGEST_SLOPE, LEAST_SPREAD};
use crate::domain::{
    Activity, Allocation, Baseline, Basis, BiasMultiplier, Conversion, Direction, EffectUnit,
    Evidence, EvidenceSettings, Indicator, IndicatorId, LevelPrior, Link, Need, Place,
    PolicySettings, Pool, Practice, ResponseForm, ResponsePoint, Rule, RuleKind, Serves, Settings,
    Tables, Unit, ValueSettings,
};

/// Where the range of a figure comes from that `ranges` does not name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::domain) enum Unnamed {
    /// It is taken as known: a decision or a definition, or its uncertainty is dealt with elsewhere.
    Known,
    /// The width of its basis.
    ByBasis,
    /// The width of prior means.
    PriorMean,
}

/// A column of a table, or a key of a section of the settings, whose figures can be uncertain.
///
/// Figures are found by the position of their row. A position that is not there has no figure.
#[derive(Debug)]
pub(in crate::domain) struct Figure {
    /// The table; blank for settings.
    pub table: &'static str,
    /// The column, or the last part of the key.
    pub column: &'static str,
    /// Parts of the row's key that are numbers, so that different texts can mean the same.
    pub numbers: &'static [usize],
    pub unnamed: Unnamed,
    /// Number of rows.
    pub rows: fn(&Tables) -> usize,
    /// The path of a row, to which the column is added after a dot.
    pub row: fn(&Tables, usize) -> String,
    /// How far a row can be taken as known.
    pub basis: fn(&Tables, usize) -> Option<Basis>,
    /// The figure.
    pub get: fn(&Tables, usize) -> Option<f64>,
    /// Replaces the figure, where there is one.
    pub set: fn(&mut Tables, usize, f64),
    /// What the figure may be.
    pub span: fn(&Tables, usize) -> Span,
}

impl Figure {
    /// Its position among all of them.
    pub(super) fn number(&self) -> usize {
        let position = FIGURES.iter().position(|figure| std::ptr::eq(figure, self));
        position.unwrap_or(FIGURES.len())
    }

    /// Whether it is one of the settings.
    pub(super) fn is_setting(&self) -> bool {
        self.table.is_empty()
    }

    /// The logical path of a figure.
    pub(super) fn path(&self, tables: &Tables, row: usize) -> String {
        format!("{}.{}", (self.row)(tables, row), self.column)
    }
}

/// Parts of the key of a table's rows that are numbers.
const fn numeric_parts(table: &str) -> &'static [usize] {
    match table.as_bytes() {
        b"responses" => &[2],
        b"links" => &[2, 3],
        b"serves" => &[4],
        _ => &[],
    }
}

/// `table: Row { field; field within what it may be, how where unnamed; field ("column") … }`, then sections of the
/// settings as `count rows at path, read and written by functions of the settings and a row's position`.
macro_rules! figures {
    (
        tables { $($table:ident: $row:ty {
            $($field:ident $(($column:literal))? $(within $span:expr)? $(, $unnamed:ident)?;)+
        })+ }
        settings { $($count:literal rows at $path:expr, $read:expr, $write:expr => {
            $($key:ident within $key_span:expr $(, $key_unnamed:ident)?;)+
        })+ }
    ) => {
        /// Every column and setting.
        pub(super) static FIGURES: &[Figure] = &[
            $($(Figure {
                table: <$row>::TABLE,
                column: figures!(@column $field $($column)?),
                numbers: numeric_parts(<$row>::TABLE),
                unnamed: figures!(@unnamed $($unnamed)?),
                rows: |tables| tables.$table.len(),
                row: |tables, at| tables.$table.get(at).map(<$row>::path).unwrap_or_default(),
                basis: |tables, at| tables.$table.get(at).and_then(|row| row.provenance.basis),
                get: |tables, at| tables.$table.get(at).and_then(|row| row.$field.figure()),
                set: |tables, at, value| if let Some(row) = tables.$table.get_mut(at) {
                    row.$field.put(value);
                },
                span: |tables, at| tables.$table.get(at).map_or(Span::NUMBER, |row| {
                    figures!(@span tables, row, $field $(, $span)?)
                }),
            },)+)+
            $($(Figure {
                table: "",
                column: stringify!($key),
                numbers: &[],
                unnamed: figures!(@unnamed $($key_unnamed)?),
                rows: |_| $count,
                row: |_, at| $path(at),
                // A setting is a judgement, the program's or the model's own.
                basis: |_, _| Some(Basis::Default),
                get: |tables, at| $read(&tables.settings, at).and_then(|held| held.$key.figure()),
                set: |tables, at, value| if let Some(held) = $write(&mut tables.settings, at) {
                    held.$key.put(value);
                },
                span: |_, _| $key_span,
            },)+)+
        ];
    };
    (@column $field:ident) => { stringify!($field) };
    (@column $field:ident $column:literal) => { $column };
    (@unnamed) => { Unnamed::Known };
    (@unnamed $unnamed:ident) => { Unnamed::$unnamed };
    (@span $tables:ident, $row:ident, $field:ident) => {{
        let _ = $tables;
        $row.$field.span()
    }};
    (@span $tables:ident, $row:ident, $field:ident, $span:expr) => { $span($tables, $row) };
}

figures! {
    tables {
        activities: Activity {
            capacity, ByBasis;
            min_scale;
            participants_today;
        }
        allocations: Allocation {
            amount;
        }
        baselines: Baseline {
            baseline within level, ByBasis;
            population within people, ByBasis;
            target within level;
        }
        conversions: Conversion {
            cap;
            rate, ByBasis;
        }
        evidence: Evidence {
            effect within effect;
            follow_up_effect within follow_up;
            standard_error within standard_error;
        }
        indicators: Indicator {
            sd;
            weight within weight;
        }
        links: Link {
            extra_sd;
        }
        needs: Need {
            fixed, ByBasis;
            per_participant within per_participant, ByBasis;
        }
        places: Place {
            fidelity, ByBasis;
        }
        pools: Pool {
            amount, ByBasis;
            max_moved;
        }
        practices: Practice {
            fade, ByBasis;
            one_time_cost, ByBasis;
            response_last within response_last;
        }
        responses: ResponsePoint {
            effective_participants within effective;
        }
        rules: Rule {
            kind ("limit");
        }
        serves: Serves {
            share, ByBasis;
        }
    }
    settings {
        1 rows at |_| "value".to_owned(), value, value_mut => {
            beyond_target_slope within Span::SHARE;
            discount within Span { above: true, ..Span::SHARE };
            loss_slope within SLOPE;
        }
        1 rows at |_| "policy".to_owned(), policy, policy_mut => {
            max_moved within Span::SHARE;
        }
        1 rows at |_| "evidence".to_owned(), evidence, evidence_mut => {
            fade within Span::SHARE, ByBasis;
        }
        6 rows at |at| format!("evidence.levels.{at}"), level_prior, level_prior_mut => {
            mean within Span::NUMBER.from(-LARGEST_SLOPE).up_to(LARGEST_SLOPE), PriorMean;
            sd within SPREAD;
            standard_error within SPREAD;
        }
        5 rows at multiplier_path, multiplier, multiplier_mut => {
            mean within FACTOR;
            sd within FACTOR;
        }
    }
}

/// What a loss may be worth beside a gain.
const SLOPE: Span = Span {
    least: 1.0,
    most: LARGEST_SLOPE,
    ..Span::AMOUNT
};

/// What a standard deviation in SD may be.
const SPREAD: Span = Span {
    least: LEAST_SPREAD,
    most: LARGEST_SLOPE,
    ..Span::AMOUNT
};

/// What a multiplier or its spread may be.
const FACTOR: Span = Span {
    most: LARGEST_SLOPE,
    ..Span::AMOUNT
};

/// Names of the multipliers, by position.
const MULTIPLIERS: [&str; 5] = [
    "quasi_experimental",
    "correlational",
    "developer_made",
    "small",
    "not_real_world",
];

fn multiplier_path(at: usize) -> String {
    let name = MULTIPLIERS.get(at).copied().unwrap_or_default();
    format!("evidence.multipliers.{name}")
}

/// A pair of functions for a section of the settings: to read and to write.
macro_rules! sections {
    ($($read:ident, $write:ident: $kind:ty => |$settings:ident, $at:ident| $read_as:expr, $write_as:expr;)+) => {$(
        fn $read($settings: &Settings, $at: usize) -> Option<&$kind> {
            $read_as
        }

        fn $write($settings: &mut Settings, $at: usize) -> Option<&mut $kind> {
            $write_as
        }
    )+};
}

sections! {
    value, value_mut: ValueSettings => |settings, _at| Some(&settings.value), Some(&mut settings.value);
    policy, policy_mut: PolicySettings => |settings, _at| Some(&settings.policy), Some(&mut settings.policy);
    evidence, evidence_mut: EvidenceSettings =>
        |settings, _at| Some(&settings.evidence), Some(&mut settings.evidence);
    level_prior, level_prior_mut: LevelPrior =>
        |settings, at| settings.evidence.levels.get(at), settings.evidence.levels.get_mut(at);
    multiplier, multiplier_mut: BiasMultiplier => |settings, at| {
        let of = &settings.evidence;
        [&of.quasi_experimental, &of.correlational, &of.developer_made, &of.small, &of.not_real_world]
            .get(at)
            .copied()
    }, {
        let of = &mut settings.evidence;
        [
            &mut of.quasi_experimental,
            &mut of.correlational,
            &mut of.developer_made,
            &mut of.small,
            &mut of.not_real_world,
        ]
        .into_iter()
        .nth(at)
    };
}

/// A value of an indicator: in its unit, and no better than its ceiling.
fn level(tables: &Tables, row: &Baseline) -> Span {
    let Some(indicator) = indicator(tables, &row.indicator) else {
        return Span::NUMBER;
    };
    let span = match indicator.unit {
        Unit::Percent => Span::PERCENT,
        Unit::Count => Span::AMOUNT,
        Unit::Score | Unit::Dollars => Span {
            kind: FigureKind::Number {
                sd: indicator.sd.figure(),
            },
            ..Span::NUMBER
        },
    };
    match (indicator.ceiling.figure(), indicator.direction) {
        (None, _) => span,
        (Some(ceiling), Direction::Increase) => span.up_to(ceiling),
        (Some(ceiling), Direction::Decrease) => span.from(ceiling),
    }
}

fn indicator<'t>(tables: &'t Tables, id: &IndicatorId) -> Option<&'t Indicator> {
    tables.indicators.iter().find(|row| row.id == *id)
}

/// People of whom there are some: a baseline of nobody measures nothing.
fn people(_: &Tables, _: &Baseline) -> Span {
    Span::POSITIVE
}

/// Of the figures of a column at least one must be above zero; it is enough that those that are remain so.
fn stays_above_zero(figure: Option<f64>) -> Span {
    if figure.is_some_and(|figure| figure > 0.0) {
        Span::POSITIVE
    } else {
        Span::AMOUNT
    }
}

fn weight(_: &Tables, row: &Indicator) -> Span {
    stays_above_zero(row.weight.figure())
}

/// A practice that takes nothing could have any number of participants.
fn per_participant(_: &Tables, row: &Need) -> Span {
    stays_above_zero(row.per_participant.figure())
}

/// An exponential response never falls to nothing.
fn response_last(_: &Tables, row: &Practice) -> Span {
    Span {
        above: row.response == ResponseForm::Exponential,
        ..Span::SHARE
    }
}

/// Nothing for nobody.
fn effective(_: &Tables, row: &ResponsePoint) -> Span {
    if row.participants.get() > 0.0 {
        Span::AMOUNT
    } else {
        Span::AMOUNT.up_to(0.0)
    }
}

/// Units of a study's effect in the whole of its proportion, 1 or 100; `None` where it measures no proportion.
fn proportion(tables: &Tables, row: &Evidence) -> Option<f64> {
    let percent = row
        .measured
        .indicator()
        .and_then(|id| indicator(tables, id))
        .is_some_and(|indicator| indicator.unit == Unit::Percent);
    match row.effect_unit {
        EffectUnit::Share => Some(1.0),
        EffectUnit::Points if percent => Some(100.0),
        EffectUnit::Points | EffectUnit::Sd => None,
    }
}

/// An effect on a proportion leaves the comparison group's level between nobody and everybody.
fn effect(tables: &Tables, row: &Evidence) -> Span {
    let Some(whole) = proportion(tables, row) else {
        return Span::NUMBER;
    };
    let level = row.baseline.filter(|_| !row.is_as_given()).figure();
    match level.map(|level| level / 100.0 * whole) {
        Some(level) => Span {
            above: true,
            ..Span::NUMBER.from(-level).up_to(whole - level)
        },
        None => Span::NUMBER.from(-whole).up_to(whole),
    }
}

fn follow_up(tables: &Tables, row: &Evidence) -> Span {
    match proportion(tables, row) {
        Some(whole) => Span::NUMBER.from(-whole).up_to(whole),
        None => Span::NUMBER,
    }
}

fn standard_error(tables: &Tables, row: &Evidence) -> Span {
    match proportion(tables, row) {
        Some(whole) => Span::AMOUNT.up_to(whole),
        None => Span::AMOUNT,
    }
}

/// The limit of a rule.
impl Held for RuleKind {
    fn figure(&self) -> Option<f64> {
        match self {
            RuleKind::Fund { limit } => limit.figure(),
            RuleKind::Floor { limit, .. }
            | RuleKind::AtLeast { limit, .. }
            | RuleKind::AtMost { limit, .. } => limit.figure(),
            RuleKind::Exclude | RuleKind::Requires | RuleKind::Excludes => None,
        }
    }

    fn put(&mut self, value: f64) {
        match self {
            RuleKind::Fund { limit } => limit.put(value),
            RuleKind::Floor { limit, .. }
            | RuleKind::AtLeast { limit, .. }
            | RuleKind::AtMost { limit, .. } => limit.put(value),
            RuleKind::Exclude | RuleKind::Requires | RuleKind::Excludes => {}
        }
    }

    /// At least nothing holds always, and less than nothing can never be.
    fn span(&self) -> Span {
        match self {
            RuleKind::Fund { .. } | RuleKind::AtLeast { .. } => Span::POSITIVE,
            RuleKind::AtMost { .. } => Span::AMOUNT,
            RuleKind::Floor { .. }
            | RuleKind::Exclude
            | RuleKind::Requires
            | RuleKind::Excludes => Span::NUMBER,
        }
    }
}
