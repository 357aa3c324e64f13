//! Values as shares of all gaps, and how often something was so, each in the digits that it carries.

use crate::domain::Frequency;
use crate::report::number::{NOISE, percent, trimmed};

/// What values are shares of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shares {
    /// Worth of closing every gap.
    pub all_gaps: f64,
}

impl Shares {
    /// The share itself.
    pub fn share(self, value: f64) -> f64 {
        if self.all_gaps > 0.0 {
            value / self.all_gaps
        } else {
            0.0
        }
    }

    /// A value as a percentage of all gaps.
    pub fn of(self, value: f64) -> String {
        percent(self.share(value), 2)
    }

    /// The ends of a range: `1.1 to 6.8%`.
    pub fn range(self, low: f64, high: f64) -> String {
        let (from, to) = (self.of(low), self.of(high));
        format!("{} to {to}", from.trim_end_matches('%'))
    }

    /// A difference of two values of which the searches leave `noise` open: what is within it reads as below it.
    pub fn told(self, value: f64, noise: f64) -> String {
        if value.abs() > noise.max(NOISE * self.all_gaps) {
            self.of(value)
        } else if self.share(noise) > NOISE {
            format!("<{}", percent(self.share(noise), 1))
        } else {
            "0%".to_owned()
        }
    }
}

/// A share of draws: 0% and 100% only where it was never or always so.
pub(super) fn often(share: f64) -> String {
    let text = trimmed(100.0 * share, 0);
    match text.as_str() {
        "0" if share > 0.0 => "<1%".to_owned(),
        "100" if share < 1.0 => ">99%".to_owned(),
        _ => format!("{text}%"),
    }
}

/// The interval of a share: `90 to 97%`.
pub(super) fn interval(frequency: &Frequency) -> String {
    format!(
        "{} to {}%",
        trimmed(100.0 * frequency.low, 0),
        trimmed(100.0 * frequency.high, 0)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_searches_leave_open_is_not_told_as_a_result() {
        let shares = Shares { all_gaps: 2.0 };
        assert_eq!(shares.told(0.01, 0.001), "0.5%");
        assert_eq!(shares.told(-0.01, 0.001), "-0.5%");
        assert_eq!(shares.told(0.000_9, 0.001), "<0.05%");
        assert_eq!(shares.told(0.0, 0.0), "0%");
        assert_eq!(shares.range(0.022, 0.136), "1.1 to 6.8%");
        assert_eq!(Shares { all_gaps: 0.0 }.of(1.0), "0%");
    }

    #[test]
    fn never_and_always_are_said_only_where_they_are_meant() {
        assert_eq!(often(0.0), "0%");
        assert_eq!(often(0.001), "<1%");
        assert_eq!(often(0.999), ">99%");
        assert_eq!(often(1.0), "100%");
        assert_eq!(often(0.614), "61%");
    }
}
