//! Why there is no plan, in the model's words, and the cheapest way out.

use std::collections::BTreeMap;

use crate::domain::{Clash, Infeasibility, Measure, Model, Rule, RuleId, RuleKind};
use crate::report::names::Names;
use crate::report::number::{UnitStyle, quantity};

/// Why there is no plan.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::report) struct ConflictView {
    /// The limits that clash.
    pub clashes: Vec<String>,
    /// A cheapest set of changes that makes a plan possible.
    pub relaxations: Vec<String>,
    /// The same as options of the command; empty where there are none.
    pub options: String,
}

impl ConflictView {
    /// The view of `infeasibility`.
    pub(in crate::report) fn new(
        model: &Model,
        names: Names,
        infeasibility: &Infeasibility,
    ) -> Self {
        let relaxations = &infeasibility.relaxations;
        ConflictView {
            clashes: infeasibility
                .clashes
                .iter()
                .map(|clash| clash_words(model, names, clash))
                .collect(),
            relaxations: relaxations
                .iter()
                .map(|row| {
                    let unit = names.unit(&row.unit);
                    relaxation_words(row.rule.as_str(), row.limit, row.relaxed, &unit)
                })
                .collect(),
            options: options(
                relaxations
                    .iter()
                    .map(|row| (row.rule.as_str(), row.limit, row.relaxed)),
            ),
        }
    }
}

/// A change of a limit that is part of the way out.
pub(in crate::report) fn relaxation_words(
    rule: &str,
    limit: f64,
    relaxed: f64,
    unit: &UnitStyle,
) -> String {
    let change = if relaxed < limit { "lower" } else { "raise" };
    format!(
        "{change} the limit of rule {rule} from {} to {}",
        unit.bare(limit),
        unit.amount(relaxed)
    )
}

fn find<'m>(model: &'m Model, id: &RuleId) -> Option<&'m Rule> {
    model.tables().rules.iter().find(|rule| rule.id == *id)
}

fn clash_words(model: &Model, names: Names, clash: &Clash) -> String {
    match clash.rule.as_ref().and_then(|id| find(model, id)) {
        Some(rule) => format!("{} ({})", clash.limit, rule_words(model, names, rule)),
        None => clash.limit.clone(),
    }
}

/// What a rule demands, with names in place of ids.
pub(super) fn rule_words(model: &Model, names: Names, rule: &Rule) -> String {
    let about = |all: &str| {
        let practices: Vec<String> = rule.practices.iter().map(|id| names.practice(id)).collect();
        let places: Vec<String> = rule.places.iter().map(|id| names.place(id)).collect();
        let what = if practices.is_empty() {
            all.to_owned()
        } else {
            practices.join(", ")
        };
        if places.is_empty() {
            what
        } else {
            format!("{what} in {}", places.join(", "))
        }
    };
    let total = |measure: &Measure, limit: f64| match measure {
        Measure::Participants => format!("{} participants in", quantity(limit)),
        Measure::Activities => format!("{} activities run of", quantity(limit)),
        Measure::Amount(id) => {
            let unit = model.resource(id).map_or("", |row| row.unit.as_str());
            let partners: Vec<String> = rule.partners.iter().map(|id| names.partner(id)).collect();
            let from = if partners.is_empty() {
                String::new()
            } else {
                format!(" from {}", partners.join(", "))
            };
            format!(
                "{} of {}{from} to",
                names.unit(unit).amount(limit),
                names.resource(id)
            )
        }
    };
    match &rule.kind {
        RuleKind::Fund { limit: Some(limit) } => {
            format!(
                "at least {} participants in each of {}",
                quantity(limit.get()),
                about("all activities")
            )
        }
        RuleKind::Fund { limit: None } => {
            format!(
                "at least today's participants in each of {}",
                about("all activities")
            )
        }
        RuleKind::Exclude => format!("nothing to {}", about("any activity")),
        RuleKind::Requires => format!(
            "the first of {} only where the others run",
            about("all activities")
        ),
        RuleKind::Excludes => format!("at most one of {} at a place", about("all activities")),
        RuleKind::Floor { indicator, limit } => {
            let indicator = indicator
                .as_ref()
                .map_or_else(|| "every indicator".to_owned(), |id| names.indicator(id));
            let places: Vec<String> = rule.places.iter().map(|id| names.place(id)).collect();
            let places = if places.is_empty() {
                "each place".to_owned()
            } else {
                places.join(", ")
            };
            format!(
                "{indicator} in {places} changes by at least {} points",
                quantity(limit.get())
            )
        }
        RuleKind::AtLeast { measure, limit } => {
            format!(
                "at least {} {}",
                total(measure, limit.get()),
                about("all activities")
            )
        }
        RuleKind::AtMost { measure, limit } => {
            format!(
                "at most {} {}",
                total(measure, limit.get()),
                about("all activities")
            )
        }
    }
}

/// The changes, each a rule with its limit and the relaxed one, as options: each rule once, rounded to the side on
/// which a plan exists.
pub(in crate::report) fn options<'r>(
    relaxations: impl Iterator<Item = (&'r str, f64, f64)>,
) -> String {
    const STEP: f64 = 1e4;
    // A value that is whole but for the solver's rounding is taken as whole.
    const SLACK: f64 = 1e-3;
    let mut limits: BTreeMap<&str, f64> = BTreeMap::new();
    for (rule, stated, relaxed) in relaxations {
        let lower = relaxed < stated;
        let limit = if lower {
            (relaxed * STEP + SLACK).floor() / STEP
        } else {
            (relaxed * STEP - SLACK).ceil() / STEP
        };
        // One rule may clash at several activities: its loosest limit lets them all through.
        limits
            .entry(rule)
            .and_modify(|known| {
                *known = if lower {
                    known.min(limit)
                } else {
                    known.max(limit)
                }
            })
            .or_insert(limit);
    }
    let options: Vec<String> = limits
        .iter()
        .map(|(rule, limit)| format!("--set 'rules[{rule}].limit={}'", limit + 0.0))
        .collect();
    options.join(" ")
}
