//! Values as shares of all gaps, and how often something was so, each in the digits that it carries.

use crate::domain::Frequency;
use crate::report::number::{NOISE, as_float, grouped, percent, trimmed};

/// What values are shares of.
#[derive(Debug, Clone, Copy)]
pub(in crate::report) struct Shares {
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

    /// Whether a difference of two values lies beyond what the searches leave open, `noise`, and beyond rounding.
    pub fn is_told(self, value: f64, noise: f64) -> bool {
        value.abs() > noise.max(NOISE * self.all_gaps)
    }

    /// A difference of two values of which the searches leave `noise` open: a figure only beyond that.
    pub fn told(self, value: f64, noise: f64) -> String {
        if self.is_told(value, noise) {
            self.of(value)
        } else if self.share(noise) > NOISE {
            WITHIN.to_owned()
        } else {
            "0%".to_owned()
        }
    }
}

/// Why plans that are sought anew, in any amounts and worth `any` with nothing changed, are not held against `plan`,
/// which is in steps, in a sentence; `None` where the two read alike.
pub(in crate::report) fn any_amounts_words(shares: Shares, plan: f64, any: f64) -> Option<String> {
    let (here, there) = (
        percent(shares.share(plan), 3),
        percent(shares.share(any), 3),
    );
    (here != there).then(|| {
        format!(
            "Plans that are sought anew may move any amounts, not steps only: with nothing changed they close {there} of \
             the gaps where the recommended plan, in steps, closes {here}. What is shown is against the former."
        )
    })
}

/// Stands for a difference that the searches cannot tell from none.
pub(in crate::report) const WITHIN: &str = "within gap";

/// A share this near to never or always is told as a count, so that it does not read as certainty.
const NEAR: f64 = 0.05;

/// A share of draws: `61%`, but `196 of 198` near never and always.
pub(in crate::report) fn often(share: f64, draws: usize) -> String {
    if draws > 0 && !(NEAR..=1.0 - NEAR).contains(&share) {
        let all = as_float(draws);
        return format!("{} of {}", grouped(share * all, 0), grouped(all, 0));
    }
    let text = trimmed(100.0 * share, 0);
    match text.as_str() {
        "0" if share > 0.0 => "<1%".to_owned(),
        "100" if share < 1.0 => ">99%".to_owned(),
        _ => format!("{text}%"),
    }
}

/// The same in a sentence: `61% of 198 draws`, `196 of 198 draws`.
pub(in crate::report) fn of_draws(share: f64, draws: usize) -> String {
    match often(share, draws) {
        text if draws == 0 => format!("{text} of the draws"),
        text if text.ends_with('%') => format!("{text} of {} draws", grouped(as_float(draws), 0)),
        text => format!("{text} draws"),
    }
}

/// The interval of a share: `90 to 97%`, with a decimal near never and always.
pub(super) fn interval(frequency: &Frequency) -> String {
    between(frequency.low, frequency.high)
}

/// An interval of shares from `low` to `high`, as [`interval`].
pub(in crate::report) fn between(low: f64, high: f64) -> String {
    let is_near = low < NEAR || high > 1.0 - NEAR;
    let decimals = usize::from(is_near);
    format!(
        "{} to {}%",
        trimmed(100.0 * low, decimals),
        trimmed(100.0 * high, decimals)
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
        assert_eq!(shares.told(0.000_9, 0.001), "within gap");
        assert_eq!(shares.told(0.0, 0.0), "0%");
        assert_eq!(shares.range(0.022, 0.136), "1.1 to 6.8%");
        assert_eq!(Shares { all_gaps: 0.0 }.of(1.0), "0%");
    }

    #[test]
    fn plans_in_any_amounts_are_told_apart_only_where_they_read_otherwise() {
        let shares = Shares { all_gaps: 100.0 };
        let words = any_amounts_words(shares, 1.61, 1.63).expect("they differ");
        assert!(words.contains("they close 1.63%") && words.contains("in steps, closes 1.61%"));
        assert_eq!(any_amounts_words(shares, 1.61, 1.610_001), None);
    }

    #[test]
    fn near_never_and_always_a_share_is_a_count() {
        assert_eq!(often(1.0, 198), "198 of 198");
        assert_eq!(often(0.99, 198), "196 of 198");
        assert_eq!(often(0.0, 198), "0 of 198");
        assert_eq!(often(0.614, 198), "61%");
        assert_eq!(of_draws(0.614, 198), "61% of 198 draws");
        assert_eq!(of_draws(1.0, 1_500), "1,500 of 1,500 draws");
    }

    #[test]
    fn where_the_draws_are_not_known_never_and_always_are_said_only_where_they_are_meant() {
        assert_eq!(often(0.0, 0), "0%");
        assert_eq!(often(0.001, 0), "<1%");
        assert_eq!(often(0.999, 0), ">99%");
        assert_eq!(of_draws(1.0, 0), "100% of the draws");
    }

    #[test]
    fn an_interval_near_certainty_keeps_its_decimal() {
        let interval = |low, high| {
            super::interval(&Frequency {
                share: low,
                low,
                high,
            })
        };
        assert_eq!(interval(0.986_5, 1.0), "98.7 to 100%");
        assert_eq!(interval(0.554, 0.667), "55 to 67%");
    }
}
