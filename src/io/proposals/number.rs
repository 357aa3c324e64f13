//! Numbers as exports write them.

use super::map::Format;
use crate::diagnostic::codes;
use crate::io::cell::{Cell, Fault};
use crate::io::scalar::quoted;

/// What a map writes to take signs out of numbers.
const STRIP: &str = "[format] strip = [\"$\", \",\"]";

/// The cell without the signs that the map takes out.
///
/// A comma between digits is taken out only where it parts thousands: `1,5` would become another number.
pub(super) fn stripped(cell: &Cell, format: &Format) -> Result<Cell, Fault> {
    let mut text = cell.text.to_string();
    for sign in &format.strip {
        if !parts_thousands(&text, sign) {
            return Err(Fault::new(
                codes::BAD_NUMBER,
                format!(
                    "{} has `{sign}` where no thousands end, and is another number without it",
                    quoted(&cell.text)
                ),
            )
            .hint("write a decimal point"));
        }
        text = text.replace(sign.as_str(), "");
    }
    Ok(Cell {
        text: text.trim().into(),
        ..cell.clone()
    })
}

/// Whether a sign stands between digits only where three digits and no more are behind the last one.
fn parts_thousands(text: &str, sign: &str) -> bool {
    let whole = text.split('.').next().unwrap_or_default();
    if text[whole.len()..].contains(sign) && sign == "," {
        return false;
    }
    let groups: Vec<&str> = whole.split(sign).collect();
    let digits = |text: &str, from_end: bool| {
        let is_digit = |c: &char| c.is_ascii_digit();
        if from_end {
            text.chars().rev().take_while(is_digit).count()
        } else {
            text.chars().take_while(is_digit).count()
        }
    };
    let last = groups.len().saturating_sub(1);
    groups.windows(2).enumerate().all(|(at, pair)| {
        let between = digits(pair[0], true) > 0 && digits(pair[1], false) > 0;
        // In some countries the groups before the last have two digits.
        let behind = digits(pair[1], false);
        if between && at == 0 && pair[0].trim_start_matches(|c: char| !c.is_ascii_digit()) == "0" {
            return false;
        }
        !between || behind == 3 || (behind == 2 && at + 1 < last)
    })
}

/// The fault of a text that is no number, with what a map can do about it.
pub(super) fn hinted(fault: Fault, cell: &Cell, format: &Format) -> Fault {
    let signs = |c: char| "$€£¥,'’ ".contains(c);
    let plain: String = cell.text.chars().filter(|c| !signs(*c)).collect();
    let helps = plain != *cell.text
        && plain.parse::<f64>().is_ok_and(f64::is_finite)
        && parts_thousands(&cell.text, ",");
    if fault.code == codes::BAD_NUMBER && helps && format.strip.is_empty() {
        fault.hint(format!(
            "write `{plain}`; where the export writes so throughout, map.toml takes the signs out: {STRIP}"
        ))
    } else {
        fault
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Option<String> {
        let format = Format {
            strip: vec!["$".to_owned(), ",".to_owned()],
            ..Format::default()
        };
        let cell = stripped(&Cell::plain(text), &format).ok()?;
        Some(cell.text.into_string())
    }

    #[test]
    fn a_comma_that_parts_no_thousands_is_never_taken_out() {
        for (text, plain) in [
            ("$1,200", "1200"),
            ("1,234,567.50", "1234567.50"),
            ("12,34,567", "1234567"),
            ("$ 40", "40"),
            ("-$1,000", "-1000"),
        ] {
            assert_eq!(number(text).as_deref(), Some(plain), "{text}");
        }
        for text in ["1,5", "1,50", "1.234,5", "1,2345", "1,00,00", "0,004"] {
            assert_eq!(number(text), None, "{text}");
        }
    }
}
