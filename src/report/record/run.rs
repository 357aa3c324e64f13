//! What every result says of the run that made it.

use serde::{Deserialize, Serialize};

use super::{SeverityWord, ToCell, plain, record};
use crate::diagnostic::Diagnostics;
use crate::domain::{BiasMultiplier, LevelPrior, Model, Overlap, Settings, ValuePer};
use crate::report::basis::{self, BasisRecord};
use crate::report::number::as_float;

record! {
    /// A change that a scenario or `--set` made to the model, in the order in which they were made.
    ChangeRecord in "changes" {
        /// What was changed, as a path of --set.
        path: String, "";
        /// The value before; missing: there was none.
        old: Option<String>, "";
        /// The value after; missing: it was removed.
        new: Option<String>, "";
        /// The scenario, or --set.
        by: String, "";
    }
}

/// The value of a setting.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(untagged)]
pub enum Scalar {
    /// A whole number.
    Whole(u32),
    /// A number.
    Number(f64),
    /// A word.
    Text(String),
}

impl ToCell for Scalar {
    fn cell(&self) -> super::Cell {
        match self {
            Scalar::Whole(value) => value.cell(),
            Scalar::Number(value) => value.cell(),
            Scalar::Text(value) => value.cell(),
        }
    }
}

impl From<f64> for Scalar {
    fn from(value: f64) -> Self {
        Scalar::Number(plain(value))
    }
}

impl From<u32> for Scalar {
    fn from(value: u32) -> Self {
        Scalar::Whole(value)
    }
}

impl From<&str> for Scalar {
    fn from(value: &str) -> Self {
        Scalar::Text(value.to_owned())
    }
}

impl From<usize> for Scalar {
    fn from(value: usize) -> Self {
        // A count beyond this is none that anybody asks for; it stays what it is, as a number.
        u32::try_from(value).map_or_else(|_| Scalar::Number(as_float(value)), Scalar::Whole)
    }
}

impl From<ValuePer> for Scalar {
    fn from(value: ValuePer) -> Self {
        Scalar::from(match value {
            ValuePer::GapShare => "gap_share",
            ValuePer::Person => "person",
        })
    }
}

impl From<Overlap> for Scalar {
    fn from(value: Overlap) -> Self {
        Scalar::from(match value {
            Overlap::Residual => "residual",
            Overlap::Sum => "sum",
        })
    }
}

record! {
    /// A setting that shaped the result.
    SettingRecord in "settings" {
        /// The setting, section.key of model.toml.
        path: String, "";
        /// Its value in this run.
        value: Scalar, "";
        /// Its value where nobody says otherwise; missing: it has no default.
        default: Option<Scalar>, "";
    }
}

record! {
    /// An option of the command that shaped the result.
    OptionRecord in "options" {
        /// The option, as it is typed.
        option: String, "";
        /// Its value in this run; missing: left to the program.
        value: Option<Scalar>, "";
    }
}

/// The settings of a model beside their defaults, in the order of their paths.
fn settings(model: &Model) -> Vec<SettingRecord> {
    let settings = model.settings();
    // Taken apart, so that a new setting cannot be forgotten here.
    let Settings {
        name: _,
        description: _,
        currency,
        cycle,
        horizon,
        value,
        policy,
        moves,
        evidence,
        prices,
        ranges,
        // They shape nothing but what becomes of proposals.
        evaluation: _,
    } = settings;
    let crate::domain::ValueSettings {
        per,
        loss_slope,
        beyond_target_slope,
        discount,
        least_gap_points,
        overlap,
    } = value;
    let crate::domain::PolicySettings {
        max_moved,
        chords,
        integer_gap,
        nodes,
    } = policy;
    let crate::domain::MoveSettings {
        money_step,
        staff_step,
        least_money,
        least_staff,
        most_per_partner,
    } = moves;
    let crate::domain::EvidenceSettings {
        levels,
        quasi_experimental,
        correlational,
        developer_made,
        small,
        small_below,
        not_real_world,
        fade,
        shared_shock,
    } = evidence;
    let crate::domain::RangeSettings {
        default,
        illustrative,
        derived,
        local,
        published,
        unstated,
        prior_means,
    } = ranges;
    let usual_value = crate::domain::ValueSettings::default();
    let usual_policy = crate::domain::PolicySettings::default();
    let usual_evidence = crate::domain::EvidenceSettings::default();
    let usual_ranges = crate::domain::RangeSettings::default();

    let mut rows = Vec::new();
    let mut add = |path: &str, value: Scalar, default: Option<Scalar>| {
        rows.push(SettingRecord {
            path: path.to_owned(),
            value,
            default,
        });
    };
    add("currency", currency.as_str().into(), None);
    add("cycle", cycle.as_str().into(), None);
    add("horizon", (*horizon).into(), None);
    add("value.per", (*per).into(), Some(usual_value.per.into()));
    add(
        "value.loss_slope",
        (*loss_slope).into(),
        Some(usual_value.loss_slope.into()),
    );
    add(
        "value.beyond_target_slope",
        (*beyond_target_slope).into(),
        Some(usual_value.beyond_target_slope.into()),
    );
    add(
        "value.discount",
        (*discount).into(),
        Some(usual_value.discount.into()),
    );
    add(
        "value.least_gap_points",
        (*least_gap_points).into(),
        Some(usual_value.least_gap_points.into()),
    );
    add(
        "value.overlap",
        (*overlap).into(),
        Some(usual_value.overlap.into()),
    );
    add(
        "policy.max_moved",
        max_moved.get().into(),
        Some(usual_policy.max_moved.get().into()),
    );
    add(
        "policy.chords",
        (*chords).into(),
        Some(usual_policy.chords.into()),
    );
    add(
        "policy.integer_gap",
        (*integer_gap).into(),
        Some(usual_policy.integer_gap.into()),
    );
    add(
        "policy.nodes",
        (*nodes).into(),
        Some(usual_policy.nodes.into()),
    );
    for (key, value) in [
        ("money_step", money_step),
        ("staff_step", staff_step),
        ("least_money", least_money),
        ("least_staff", least_staff),
    ] {
        if let Some(value) = value {
            add(&format!("moves.{key}"), value.get().into(), None);
        }
    }
    if let Some(most) = most_per_partner {
        add("moves.most_per_partner", (*most).into(), None);
    }
    for (level, (prior, usual)) in levels.iter().zip(usual_evidence.levels).enumerate() {
        let LevelPrior {
            mean,
            sd,
            standard_error,
        } = *prior;
        add(
            &format!("evidence.levels.{level}.mean"),
            mean.into(),
            Some(usual.mean.into()),
        );
        add(
            &format!("evidence.levels.{level}.sd"),
            sd.into(),
            Some(usual.sd.into()),
        );
        add(
            &format!("evidence.levels.{level}.standard_error"),
            standard_error.into(),
            Some(usual.standard_error.into()),
        );
    }
    for (key, factor, usual) in [
        (
            "quasi_experimental",
            quasi_experimental,
            usual_evidence.quasi_experimental,
        ),
        ("correlational", correlational, usual_evidence.correlational),
        (
            "developer_made",
            developer_made,
            usual_evidence.developer_made,
        ),
        ("small", small, usual_evidence.small),
        (
            "not_real_world",
            not_real_world,
            usual_evidence.not_real_world,
        ),
    ] {
        let BiasMultiplier { mean, sd } = *factor;
        add(
            &format!("evidence.multipliers.{key}.mean"),
            mean.into(),
            Some(usual.mean.into()),
        );
        add(
            &format!("evidence.multipliers.{key}.sd"),
            sd.into(),
            Some(usual.sd.into()),
        );
    }
    add(
        "evidence.small_below",
        (*small_below).into(),
        Some(usual_evidence.small_below.into()),
    );
    add(
        "evidence.fade",
        fade.get().into(),
        Some(usual_evidence.fade.get().into()),
    );
    add(
        "evidence.shared_shock",
        shared_shock.get().into(),
        Some(usual_evidence.shared_shock.get().into()),
    );
    for (key, width, usual) in [
        ("default", default, usual_ranges.default),
        ("illustrative", illustrative, usual_ranges.illustrative),
        ("derived", derived, usual_ranges.derived),
        ("local", local, usual_ranges.local),
        ("published", published, usual_ranges.published),
        ("unstated", unstated, usual_ranges.unstated),
        ("prior_means", prior_means, usual_ranges.prior_means),
    ] {
        add(
            &format!("ranges.{key}"),
            (*width).into(),
            Some(usual.into()),
        );
    }
    if let Some(year) = prices.year {
        add("prices.year", Scalar::from(year.to_string().as_str()), None);
    }
    if let Some(index) = &prices.index {
        add("prices.index", index.as_str().into(), None);
    }
    for level in &prices.levels {
        add(
            &format!("prices.levels.{}", level.year),
            level.level.get().into(),
            None,
        );
    }
    rows.sort_by(|a, b| a.path.cmp(&b.path));
    rows
}

/// A program and its version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Program {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
}

impl Program {
    /// A program named and numbered in one text, such as `HiGHS 1.13.0`.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let (name, version) = text.rsplit_once(' ').unwrap_or((text, ""));
        Program {
            name: name.to_owned(),
            version: version.to_owned(),
        }
    }
}

/// Facts of the run that no comparison should look at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Timing {
    /// Seconds from the command to its result.
    pub wall_seconds: f64,
}

/// What made a result: enough to make it again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Manifest {
    /// This program.
    pub tool: Program,
    /// The model's name for people; null where it could not be read.
    pub model: Option<String>,
    /// Hash of the files that were read; null where they could not be.
    pub input_hash: Option<String>,
    /// Scenario files, in the order in which they were applied.
    pub scenarios: Vec<String>,
    /// Values of `--set`, in the order in which they were applied.
    pub sets: Vec<String>,
    /// Every change that those made, old to new.
    pub changes: Vec<ChangeRecord>,
    /// Seed of the random numbers; null where none were used.
    pub seed: Option<u64>,
    /// The solver; null where nothing was solved.
    pub solver: Option<Program>,
    /// Seconds after which the search had to stop; null: no limit.
    pub time_limit_seconds: Option<f64>,
    /// What else the command was asked, as far as results depend on it.
    pub options: Vec<OptionRecord>,
    /// The settings beside their defaults.
    pub settings: Vec<SettingRecord>,
    /// How far the rows of each table can be taken as known.
    pub basis: Vec<BasisRecord>,
    /// Not to be compared.
    pub timing: Timing,
}

impl Manifest {
    /// The manifest of a run that has read no model yet.
    #[must_use]
    pub fn new() -> Self {
        Manifest {
            tool: Program {
                name: env!("CARGO_PKG_NAME").to_owned(),
                version: env!("CARGO_PKG_VERSION").to_owned(),
            },
            model: None,
            input_hash: None,
            scenarios: Vec::new(),
            sets: Vec::new(),
            changes: Vec::new(),
            seed: None,
            solver: None,
            time_limit_seconds: None,
            options: Vec::new(),
            settings: Vec::new(),
            basis: Vec::new(),
            timing: Timing { wall_seconds: 0.0 },
        }
    }

    /// The same manifest with the name, the settings and the sources of `model`.
    #[must_use]
    pub fn of_model(mut self, model: &Model) -> Self {
        self.model = Some(model.settings().name.clone());
        self.settings = settings(model);
        self.basis = basis::of_tables(model.tables());
        self
    }
}

impl Default for Manifest {
    fn default() -> Self {
        Manifest::new()
    }
}

record! {
    /// A finding about the input.
    FindingRecord in "diagnostics" {
        /// How bad it is.
        severity: SeverityWord, "";
        /// Stable name of the kind of finding.
        code: String, "";
        /// The file as the user named it, or --set.
        file: Option<String>, "";
        /// Sheet of a workbook.
        sheet: Option<String>, "";
        /// Line of the file or row of the sheet, from 1.
        line: Option<u64>, "";
        /// Cell of the sheet, such as D7.
        cell: Option<String>, "";
        /// Column of the table or key of the settings.
        column: Option<String>, "";
        /// Where it is in the model, as a path of --set.
        path: Option<String>, "";
        /// What is wrong.
        message: String, "";
        /// What to try.
        hint: Option<String>, "";
    }
}

impl FindingRecord {
    /// All of `findings`, in their order.
    #[must_use]
    pub fn all(findings: &Diagnostics) -> Vec<Self> {
        findings
            .iter()
            .map(|finding| FindingRecord {
                severity: finding.severity.into(),
                code: finding.code.to_owned(),
                file: finding.location.file.clone(),
                sheet: finding.location.sheet.clone(),
                line: finding.location.line,
                cell: finding.location.cell.clone(),
                column: finding.location.column.clone(),
                path: finding.location.path.clone(),
                message: finding.message.clone(),
                hint: finding.hint.clone(),
            })
            .collect()
    }
}
