//! Findings about an input as text: what, where, what to try.

use super::number::count;
use super::table::Style;
use super::table::layout::hang;
use crate::diagnostic::{Diagnostics, Severity};

const PLAIN: &str = "\u{1b}[0m";

/// The escape sequence of a severity, for terminals that show colour.
fn colour(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "\u{1b}[1;31m",
        Severity::Warning => "\u{1b}[1;33m",
        Severity::Note => "\u{1b}[1;36m",
    }
}

/// Each of `findings` on lines of its own, in their order.
#[must_use]
pub fn findings(findings: &Diagnostics, style: Style) -> String {
    let mut text = String::new();
    for finding in findings {
        let severity = finding.severity.to_string();
        let head = hang(
            "",
            "",
            &format!("{severity}[{}] {}", finding.code, finding.location),
        );
        if style.colour {
            text.push_str(&head.replacen(
                &severity,
                &format!("{}{severity}{PLAIN}", colour(finding.severity)),
                1,
            ));
        } else {
            text.push_str(&head);
        }
        text.push_str(&hang("  ", "  ", &finding.message));
        if let Some(hint) = &finding.hint {
            text.push_str(&hang("  try: ", "       ", hint));
        }
    }
    text
}

/// How many findings there are of each severity: `3 errors, 1 warning`; `None` where there is none.
#[must_use]
pub fn summary(findings: &Diagnostics) -> Option<String> {
    let parts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .filter_map(|severity| {
            let number = findings
                .iter()
                .filter(|finding| finding.severity == severity)
                .count();
            (number > 0).then(|| count(number, &severity.to_string()))
        })
        .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Diagnostic, Location};

    fn some() -> Diagnostics {
        let mut findings = Diagnostics::new();
        findings.push(
            Diagnostic::error(
                "unknown-column",
                Location::file("models/minimal/pools.csv", Some(1)).column("amuont"),
                "the table pools has no column amuont, and every column that is not known is refused",
            )
            .hint("did you mean amount?"),
        );
        findings.push(Diagnostic::error(
            "missing-key",
            Location::path("pools[].id"),
            "the key is blank",
        ));
        findings.push(Diagnostic::warning(
            "no-needs",
            Location::default(),
            "a practice needs nothing",
        ));
        findings
    }

    #[test]
    fn a_finding_says_what_where_and_what_to_try() {
        insta::assert_snapshot!(findings(&some(), Style::default()));
    }

    #[test]
    fn colour_adds_nothing_but_escapes() {
        let coloured = findings(
            &some(),
            Style {
                colour: true,
                all: false,
            },
        );
        let stripped = coloured
            .replace("\u{1b}[1;31m", "")
            .replace("\u{1b}[1;33m", "")
            .replace(PLAIN, "");
        assert_ne!(coloured, stripped);
        assert_eq!(stripped, findings(&some(), Style::default()));
    }

    #[test]
    fn the_summary_counts_each_severity() {
        assert_eq!(summary(&some()).as_deref(), Some("2 errors, 1 warning"));
        assert_eq!(summary(&Diagnostics::new()), None);
    }
}
