//! Texts that a spreadsheet would take for a formula, written such that none does and read back as they were.
//!
//! A spreadsheet evaluates a cell of a CSV file that begins with one of a few characters, whoever wrote it (OWASP,
//! "CSV Injection"). An apostrophe before it makes it a text. Where apostrophes already stand before such a
//! character, one more is put there, so that taking one away always gives back what was written.

use std::borrow::Cow;

/// What a formula, or what a spreadsheet takes for one, begins with.
const BEGINNINGS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// What makes a text of whatever follows.
const MARK: char = '\'';

/// Whether a spreadsheet would evaluate `text`, or does not because of apostrophes before it.
pub(super) fn is_suspect(text: &str) -> bool {
    text.trim_start_matches(MARK).starts_with(BEGINNINGS)
}

/// `text` as a cell of a CSV file.
pub(super) fn defused(text: &str) -> Cow<'_, str> {
    if is_suspect(text) {
        Cow::Owned(format!("{MARK}{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The text that a cell of a CSV file stands for.
pub(super) fn restored(cell: &str) -> &str {
    match cell.strip_prefix(MARK) {
        Some(text) if is_suspect(text) => text,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_reads_back_as_it_was_and_none_begins_as_a_formula_does() {
        for text in [
            "=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\r=1", "'=1", "''-x", "'tis", "'", "''", "x",
            "", "a=b",
        ] {
            let written = defused(text);
            assert!(!written.starts_with(BEGINNINGS), "{text:?}");
            assert_eq!(restored(&written), text);
        }
        assert_eq!(
            defused("'tis"),
            "'tis",
            "an apostrophe alone is none of this"
        );
    }
}
