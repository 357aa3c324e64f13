//! Numbers for people. A figure is rounded here, once, so that it reads the same wherever it stands.

/// Below this a figure is the solver's rounding, not a result, and reads 0.
pub(super) const NOISE: f64 = 1e-6;

/// How the amounts of a resource are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum UnitStyle {
    /// Money, with the symbol before the number.
    Money(String),
    /// Anything else, with the unit after the number.
    Plain(String),
}

impl UnitStyle {
    /// The style of `unit` where money is counted in `currency`, an ISO 4217 code.
    pub(super) fn new(unit: &str, currency: &str) -> Self {
        let (symbol, word) = match currency {
            "USD" => ("$".to_owned(), "dollars"),
            "GBP" => ("£".to_owned(), "pounds"),
            "EUR" => ("€".to_owned(), "euros"),
            other => (format!("{other} "), "dollars"),
        };
        if unit.eq_ignore_ascii_case(currency) || unit.eq_ignore_ascii_case(word) {
            UnitStyle::Money(symbol)
        } else {
            UnitStyle::Plain(unit.to_owned())
        }
    }

    /// `value` with its unit: `$1,200`, `12.5 FTE`.
    pub(super) fn amount(&self, value: f64) -> String {
        match self {
            UnitStyle::Money(_) => self.bare(value),
            UnitStyle::Plain(unit) => format!("{} {unit}", self.bare(value)),
        }
    }

    /// Whether an amount is less than the least that is written: a whole unit of money.
    pub(super) fn reads_nothing(&self, value: f64) -> bool {
        match self {
            UnitStyle::Money(_) => value.abs() < 1.0,
            UnitStyle::Plain(_) => value.abs() < NOISE,
        }
    }

    /// `value` where the unit stands in a heading; money keeps its symbol.
    pub(super) fn bare(&self, value: f64) -> String {
        match self {
            UnitStyle::Money(symbol) => {
                let sign = if value < 0.0 { "-" } else { "" };
                if value.abs() < NOISE {
                    format!("{symbol}0")
                } else if value.abs() < 1.0 {
                    format!("{sign}under {symbol}1")
                } else {
                    format!("{sign}{symbol}{}", grouped(value.abs(), 0))
                }
            }
            UnitStyle::Plain(_) => quantity(value),
        }
    }
}

/// `value` with thousands separated and `decimals` digits after the point; never `-0`.
pub(super) fn grouped(value: f64, decimals: usize) -> String {
    let digits = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
    let mut text = String::new();
    if value < 0.0 && digits.bytes().any(|digit| (b'1'..=b'9').contains(&digit)) {
        text.push('-');
    }
    for (position, digit) in whole.chars().enumerate() {
        if position > 0 && (whole.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if !fraction.is_empty() {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

/// Like [`grouped`], without zeros at the end of the fraction.
pub(super) fn trimmed(value: f64, decimals: usize) -> String {
    let text = grouped(value, decimals);
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

/// A number of people: whole, but one that is not nothing never reads 0.
pub(super) fn people(value: f64) -> String {
    if value.abs() < NOISE {
        "0".to_owned()
    } else if value.abs() < 0.5 {
        (if value > 0.0 { "<1" } else { ">-1" }).to_owned()
    } else {
        // Halves away from zero; the formatter alone would give 0 for 0.5.
        grouped(value.round(), 0)
    }
}

/// A number of people to so many significant digits, for the ends of a range.
pub(super) fn parts(value: f64, digits: usize) -> String {
    if value.abs() < NOISE {
        "0".to_owned()
    } else {
        significant(value, digits)
    }
}

/// Points of a mean score: two decimals, but what is not nothing never reads 0.
pub(super) fn points(value: f64) -> String {
    if value.abs() < NOISE {
        "0".to_owned()
    } else if value.abs() < 0.005 {
        (if value > 0.0 { "<0.01" } else { ">-0.01" }).to_owned()
    } else {
        trimmed(value, 2)
    }
}

/// An amount of something countable in parts, such as hours or FTE.
pub(super) fn quantity(value: f64) -> String {
    match value.abs() {
        size if size < NOISE => "0".to_owned(),
        size if size < 0.1 => significant(value, 2),
        size if size < 100.0 => trimmed(value, 2),
        size if size < 1000.0 => trimmed(value, 1),
        _ => grouped(value, 0),
    }
}

/// `value` to so many significant digits, without an exponent.
pub(super) fn significant(value: f64, digits: usize) -> String {
    if value == 0.0 || !value.is_finite() {
        return trimmed(value, 0);
    }
    // Rounding first lets 0.996 to two digits read 1, not 1.00.
    let rounded: f64 = format!("{value:.*e}", digits.saturating_sub(1))
        .parse()
        .unwrap_or(value);
    let mut decimals = digits.saturating_sub(1);
    let mut size = rounded.abs();
    while size >= 10.0 && decimals > 0 {
        size /= 10.0;
        decimals -= 1;
    }
    while size < 1.0 {
        size *= 10.0;
        decimals += 1;
    }
    trimmed(rounded, decimals)
}

/// A share as a percentage to so many significant digits; what is above nothing never reads 0.
pub(super) fn percent(share: f64, digits: usize) -> String {
    let value = 100.0 * share;
    if value.abs() < NOISE {
        "0%".to_owned()
    } else {
        format!("{}%", significant(value, digits))
    }
}

/// A share as a whole percentage, `<1%` where it would read 0.
pub(super) fn whole_percent(share: f64) -> String {
    format!("{}%", people(100.0 * share))
}

/// A very small number: `4e-7`.
pub(super) fn tiny(value: f64) -> String {
    if value == 0.0 {
        "0".to_owned()
    } else {
        format!("{value:.0e}")
    }
}

/// `text` of a number with its sign shown.
pub(super) fn signed(value: f64, text: &str) -> String {
    if value > 0.0 && !text.starts_with('<') && text != "0" {
        format!("+{text}")
    } else {
        text.to_owned()
    }
}

/// A count with its noun, which takes an `s` beyond one.
pub(super) fn count(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", grouped(as_float(number), 0))
}

/// A count with its noun, one or many: `1 activity`, `3 activities`.
pub(super) fn counted(number: usize, one: &str, many: &str) -> String {
    let noun = if number == 1 { one } else { many };
    format!("{} {noun}", grouped(as_float(number), 0))
}

/// A count as a float; exact up to 2⁵³.
#[expect(
    clippy::cast_precision_loss,
    reason = "counts of rows are far below 2^53"
)]
pub(super) fn as_float(number: usize) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_separated_and_zero_has_no_sign() {
        assert_eq!(grouped(1_234_567.0, 0), "1,234,567");
        assert_eq!(grouped(-999.5, 1), "-999.5");
        assert_eq!(grouped(-0.2, 0), "0");
        assert_eq!(grouped(123.0, 0), "123");
        assert_eq!(trimmed(1_200.50, 2), "1,200.5");
        assert_eq!(trimmed(1_000.0, 2), "1,000");
    }

    #[test]
    fn a_fraction_of_a_person_never_reads_as_nobody() {
        assert_eq!(people(0.4), "<1");
        assert_eq!(people(-0.4), ">-1");
        assert_eq!(people(0.5), "1");
        assert_eq!(people(1e-9), "0");
        assert_eq!(people(1_312.4), "1,312");
        assert_eq!(people(-12.0), "-12");
        assert_eq!(parts(-0.634, 1), "-0.6");
        assert_eq!(points(0.001), "<0.01");
        assert_eq!(points(-0.037), "-0.04");
    }

    #[test]
    fn a_sign_is_shown_for_gains_only_where_it_can_be_read() {
        assert_eq!(signed(312.0, &people(312.0)), "+312");
        assert_eq!(signed(0.4, &people(0.4)), "<1");
        assert_eq!(signed(-5.0, &people(-5.0)), "-5");
        assert_eq!(signed(0.0, &people(0.0)), "0");
    }

    #[test]
    fn money_stands_behind_its_symbol_and_other_units_after_the_number() {
        let dollars = UnitStyle::new("dollars", "USD");
        assert_eq!(dollars.amount(1_118_475.4), "$1,118,475");
        assert_eq!(dollars.amount(-20.0), "-$20");
        assert_eq!(dollars.amount(0.3), "under $1");
        assert_eq!(UnitStyle::new("GBP", "GBP").amount(5.0), "£5");
        assert_eq!(UnitStyle::new("CHF", "CHF").amount(1_000.0), "CHF 1,000");
        let staff = UnitStyle::new("FTE", "USD");
        assert_eq!(staff.amount(15.15), "15.15 FTE");
        assert_eq!(staff.amount(0.25), "0.25 FTE");
        assert_eq!(staff.amount(0.0123), "0.012 FTE");
        assert_eq!(
            UnitStyle::new("hours", "USD").amount(44_500.0),
            "44,500 hours"
        );
    }

    #[test]
    fn significant_digits_hold_over_sizes() {
        assert_eq!(significant(12.345, 3), "12.3");
        assert_eq!(significant(0.034_56, 2), "0.035");
        assert_eq!(significant(0.996, 2), "1");
        assert_eq!(significant(99.96, 3), "100");
        assert_eq!(significant(123_456.0, 3), "123,000");
        assert_eq!(percent(0.123_4, 3), "12.3%");
        assert_eq!(percent(0.0, 3), "0%");
        assert_eq!(whole_percent(0.002), "<1%");
        assert_eq!(tiny(3.2e-12), "3e-12");
    }

    #[test]
    fn a_count_takes_its_plural() {
        assert_eq!(count(1, "partner"), "1 partner");
        assert_eq!(count(1_200, "check"), "1,200 checks");
    }
}
