//! A program as text in the LP format, the same bytes for the same model: for goldens and other solvers.

use std::fmt::{self, Write as _};

use super::formulation::{Label, Problem};
use super::instance::Instance;

/// Entries on one line of text.
const ENTRIES_A_LINE: usize = 4;

/// The problem in CPLEX LP format, in scaled units; the names say what each column and row stands for.
#[must_use]
pub fn lp_text(instance: &Instance, problem: &Problem) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _written = write_problem(&mut text, instance, problem);
    text
}

fn write_problem(text: &mut String, instance: &Instance, problem: &Problem) -> fmt::Result {
    let lp = &problem.lp;
    let names: Vec<String> = problem
        .columns
        .iter()
        .map(|&key| name(&Label(instance, problem, key).to_string()))
        .collect();
    writeln!(text, "Maximize")?;
    let costs = lp
        .costs
        .iter()
        .copied()
        .enumerate()
        .filter(|&(_, cost)| cost != 0.0);
    write_sum(text, "value", costs, &names)?;
    writeln!(text, "\nSubject To")?;
    for row in 0..lp.rows() {
        let label = name(&Label(instance, problem, problem.rows[row]).to_string());
        let (lower, upper) = (lp.row_lower[row], lp.row_upper[row]);
        let sides = if lower == upper {
            vec![("", "=", lower)]
        } else {
            let both = lower.is_finite() && upper.is_finite();
            let mut sides = Vec::new();
            if upper.is_finite() {
                sides.push(("", "<=", upper));
            }
            if lower.is_finite() {
                sides.push((if both { "_low" } else { "" }, ">=", lower));
            }
            sides
        };
        for (suffix, relation, side) in sides {
            write_sum(text, &format!("{label}{suffix}"), lp.row(row), &names)?;
            writeln!(text, " {relation} {side}")?;
        }
    }
    writeln!(text, "Bounds")?;
    for (column, name) in names.iter().enumerate() {
        writeln!(
            text,
            " {} <= {name} <= {}",
            lp.column_lower[column], lp.column_upper[column]
        )?;
    }
    if !lp.integers.is_empty() {
        writeln!(text, "Binaries")?;
        for &column in &lp.integers {
            writeln!(text, " {}", names[column])?;
        }
    }
    writeln!(text, "End")
}

fn write_sum(
    text: &mut String,
    label: &str,
    entries: impl Iterator<Item = (usize, f64)>,
    names: &[String],
) -> fmt::Result {
    write!(text, " {label}:")?;
    let mut count = 0;
    for (column, value) in entries {
        if count > 0 && count % ENTRIES_A_LINE == 0 {
            write!(text, "\n   ")?;
        }
        let sign = if value < 0.0 { '-' } else { '+' };
        write!(text, " {sign} {} {}", value.abs(), names[column])?;
        count += 1;
    }
    if count == 0 {
        // The format wants a term on every line; a column times nothing is none.
        write!(
            text,
            " 0 {}",
            names.first().map_or("nothing", String::as_str)
        )?;
    }
    Ok(())
}

/// A label in the characters that the format allows.
fn name(label: &str) -> String {
    label
        .replace('[', "(")
        .replace(']', ")")
        .replace('@', "_at_")
        .replace('-', "_")
}
