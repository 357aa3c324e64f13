//! Ranges: that each names one figure, rises, and stays within what the figure may be.

use std::collections::BTreeMap;

use super::{Check, at, figure};
use crate::diagnostic::{Diagnostic, codes};
use crate::domain::uncertain::Finder;
use crate::domain::{Distribution, Input, Range, Span};

pub(super) fn check(check: &mut Check<'_>) {
    let tables = check.tables;
    let mut finder = Finder::new(tables);
    let mut named: BTreeMap<String, &Range> = BTreeMap::new();
    for row in &tables.ranges {
        let rises = rises(check, row);
        let (column, position) = match finder.find(&row.path) {
            Ok(found) => found,
            Err(fault) => {
                if fault.without_row.is_none_or(|table| check.complete(table)) {
                    let finding = Diagnostic::error(
                        codes::UNKNOWN_PATH,
                        at(&row.path(), "path"),
                        fault.message,
                    );
                    check.findings.push(finding.maybe_hint(fault.hint));
                }
                continue;
            }
        };
        let path = Input::at(column, tables, position).path();
        if let Some(other) = named.get(&path).filter(|other| other.path != row.path) {
            let message = format!("`{}` names the same figure as `{}`", row.path, other.path);
            check.findings.push(
                Diagnostic::error(codes::RANGE_TWICE, at(&row.path(), "path"), message)
                    .hint("keep one of them"),
            );
        }
        named.insert(path, row);
        let Some(value) = (column.get)(tables, position) else {
            check.findings.push(
                Diagnostic::error(
                    codes::RANGE_OF_BLANK,
                    at(&row.path(), "path"),
                    "the figure is blank, so that there is nothing to vary",
                )
                .hint(
                    "give the figure, or remove the range; what is filled in for a blank has none",
                ),
            );
            continue;
        };
        let span = (column.span)(tables, position);
        if within(check, row, span) && rises {
            distribution(check, row, span);
        }
        if rises && !(row.low.get()..=row.high.get()).contains(&value) {
            let message = format!(
                "the figure is {}, outside its own range from {} to {}",
                figure(value),
                row.low,
                row.high
            );
            check.findings.push(
                Diagnostic::warning(codes::RANGE_WITHOUT_VALUE, at(&row.path(), "path"), message)
                    .hint("check the figure, its unit and the bounds: plans are made with the figure, draws with the range"),
            );
        }
    }
}

/// Notes bounds that do not rise; whether they do.
fn rises(check: &mut Check<'_>, row: &Range) -> bool {
    let (column, message) = if row.low > row.high {
        (
            "low",
            format!("the range falls from {} to {}", row.low, row.high),
        )
    } else if row.low == row.high {
        ("high", format!("the range begins and ends at {}", row.low))
    } else {
        return true;
    };
    check.findings.push(
        Diagnostic::error(codes::RANGE_ORDER, at(&row.path(), column), message).hint(
            "one value in ten is below low, one in ten above high; a figure that is known has no range",
        ),
    );
    false
}

/// Notes bounds beyond what the figure may be; whether both are within.
fn within(check: &mut Check<'_>, row: &Range, span: Span) -> bool {
    let mut inside = true;
    for (column, bound) in [("low", row.low), ("high", row.high)] {
        if !span.holds(bound.get()) {
            inside = false;
            let message = format!("{bound} must be {}", span.requirement());
            check.error(codes::RANGE_OUT_OF_REACH, at(&row.path(), column), message);
        }
    }
    inside
}

/// Notes a distribution that cannot have such bounds.
fn distribution(check: &mut Check<'_>, row: &Range, span: Span) {
    let distribution = row.distribution.unwrap_or_else(|| span.distribution());
    let (low, high) = (row.low.get(), row.high.get());
    let message = match (distribution, span.part_of()) {
        (Distribution::Lognormal, _) if low <= 0.0 => {
            format!("a lognormal figure is above 0, and low is {low}")
        }
        (Distribution::Logit, None) => {
            "a logit is for shares and percentages, and this figure is neither".to_owned()
        }
        (Distribution::Logit, Some(whole)) if low <= 0.0 || high >= whole => {
            format!("a logit lies between 0 and {whole}, and the range is from {low} to {high}")
        }
        _ => return,
    };
    let hint = match row.distribution {
        Some(_) => "name another distribution: uniform and triangular take any bounds",
        None => {
            "that is the distribution of this column where none is named: name another one; uniform and triangular take any bounds"
        }
    };
    check.findings.push(
        Diagnostic::error(
            codes::RANGE_DISTRIBUTION,
            at(&row.path(), "distribution"),
            message,
        )
        .hint(hint),
    );
}
