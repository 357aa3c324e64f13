//! Why there is no plan, in the model's words, and the cheapest way out.

use crate::domain::{Infeasibility, Model, Relaxation};
use crate::report::names::Names;

/// Why there is no plan.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::report) struct ConflictView {
    /// The limits that clash.
    pub clashes: Vec<String>,
    /// A cheapest set of changes that makes a plan possible.
    pub relaxations: Vec<String>,
    /// The same as options of the command.
    pub options: String,
}

impl ConflictView {
    /// The view of `infeasibility`.
    pub(super) fn new(model: &Model, names: Names, infeasibility: &Infeasibility) -> Self {
        ConflictView {
            clashes: infeasibility
                .clashes
                .iter()
                .map(|clash| match &clash.rule {
                    Some(rule) => format!("rule {rule}: {}", clash.limit),
                    None => clash.limit.clone(),
                })
                .collect(),
            relaxations: infeasibility
                .relaxations
                .iter()
                .map(|row| {
                    let kind = model
                        .tables()
                        .rules
                        .iter()
                        .find(|rule| rule.id == row.rule)
                        .map_or(String::new(), |rule| format!(" ({})", rule.kind.word()));
                    let change = if row.relaxed < row.limit {
                        "lower"
                    } else {
                        "raise"
                    };
                    let unit = names.unit(&row.unit);
                    format!(
                        "{change} rule {}{kind} from {} to {}",
                        row.rule,
                        unit.amount(row.limit),
                        unit.amount(row.relaxed)
                    )
                })
                .collect(),
            options: infeasibility
                .relaxations
                .iter()
                .map(option)
                .collect::<Vec<_>>()
                .join(" "),
        }
    }
}

/// The change as an option, rounded to the side on which a plan exists.
fn option(row: &Relaxation) -> String {
    const STEP: f64 = 1e4;
    // A value that is whole but for the solver's rounding is taken as whole.
    const SLACK: f64 = 1e-3;
    let limit = if row.relaxed < row.limit {
        (row.relaxed * STEP + SLACK).floor() / STEP
    } else {
        (row.relaxed * STEP - SLACK).ceil() / STEP
    };
    format!("--set 'rules[{}].limit={}'", row.rule, limit + 0.0)
}
