//! Distributions of uncertain figures, each given by its 10 % and its 90 % point.

use statrs::distribution::{ContinuousCDF, Normal};

/// Standard normal quantile of 90 %: distance of the 90 % point from the middle, in standard deviations.
const NINE_TENTHS: f64 = 1.281_551_565_544_600_4;

/// How the values of a figure are spread around what the model states.
///
/// Whatever the form, one value in ten lies below `low` and one in ten above `high` (P10 and P90): two figures that
/// people can judge, unlike a standard deviation of logarithms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Distribution {
    /// Bell, the same to both sides.
    Normal,
    /// Bell of the logarithms: above zero, further to the upper side.
    Lognormal,
    /// Bell of the log odds: between zero and the whole.
    Logit,
    /// Every value alike.
    Uniform,
    /// Straight up to the middle and straight down from it.
    Triangular,
}

impl Distribution {
    /// The value below which a share `p` of all values lies, 0 < p < 1: the quantile function.
    ///
    /// With z(p) the standard normal quantile of p divided by that of 0.9 (−1 at 10 %, 1 at 90 %):
    ///
    /// | form | value at p |
    /// | --- | --- |
    /// | normal | (low + high) / 2 + z (high − low) / 2: mean the middle, standard deviation (high − low) / 2.563 |
    /// | lognormal | the same of the logarithms: exp((ln low + ln high) / 2 + z (ln high − ln low) / 2) |
    /// | logit | the same of the log odds ln(v / (whole − v)) |
    /// | uniform | low + (p − 0.1) / 0.8 · (high − low) |
    /// | triangular | w = (high − low) / 2 / (1 − √0.2) to either side of the middle m: m − w + w √(2p) below it, m + w − w √(2(1 − p)) above |
    ///
    /// `whole` is the upper end of a logit, 1 for shares and 100 for percent; the others do not look at it. The
    /// bounds must be finite, `low < high`; `low > 0` for a lognormal, `0 < low` and `high < whole` for a logit:
    /// else the value is no number.
    #[must_use]
    pub fn at(self, low: f64, high: f64, whole: f64, p: f64) -> f64 {
        let normal = |low: f64, high: f64| {
            let z = Normal::standard().inverse_cdf(p) / NINE_TENTHS;
            f64::midpoint(low, high) + z * (high - low) / 2.0
        };
        match self {
            Distribution::Normal => normal(low, high),
            Distribution::Lognormal => normal(low.ln(), high.ln()).exp(),
            Distribution::Logit => {
                let log_odds = |value: f64| (value / (whole - value)).ln();
                whole / (1.0 + (-normal(log_odds(low), log_odds(high))).exp())
            }
            Distribution::Uniform => low + (p - 0.1) / 0.8 * (high - low),
            Distribution::Triangular => {
                let middle = f64::midpoint(low, high);
                // A tenth lies beyond t where (1 − t / w)² = 0.2.
                let width = (high - low) / 2.0 / (1.0 - 0.2_f64.sqrt());
                if p <= 0.5 {
                    middle - width + width * (2.0 * p).sqrt()
                } else {
                    middle + width - width * (2.0 * (1.0 - p)).sqrt()
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use statrs::distribution::{LogNormal, Triangular, Uniform};

    use super::*;

    const FORMS: [Distribution; 5] = [
        Distribution::Normal,
        Distribution::Lognormal,
        Distribution::Logit,
        Distribution::Uniform,
        Distribution::Triangular,
    ];

    fn near(one: f64, other: f64) -> bool {
        (one - other).abs() <= 1e-9 * one.abs().max(other.abs())
    }

    #[test]
    fn the_constant_is_the_normal_quantile_of_nine_tenths() {
        assert!(near(Normal::standard().inverse_cdf(0.9), NINE_TENTHS));
    }

    #[test]
    fn one_value_in_ten_lies_below_low_and_one_in_ten_above_high() {
        for form in FORMS {
            for (low, high, whole) in [(0.2, 0.3, 1.0), (12.0, 97.0, 100.0), (1e-9, 1e-3, 1.0)] {
                assert!(near(form.at(low, high, whole, 0.1), low), "{form:?}");
                assert!(near(form.at(low, high, whole, 0.9), high), "{form:?}");
            }
        }
    }

    #[test]
    fn values_rise_with_their_share() {
        for form in FORMS {
            let values: Vec<f64> = (1..200)
                .map(|step| form.at(20.0, 60.0, 100.0, f64::from(step) / 200.0))
                .collect();
            assert!(values.windows(2).all(|pair| pair[0] < pair[1]), "{form:?}");
        }
    }

    #[test]
    fn the_share_of_values_below_is_that_of_the_published_distribution() {
        let (low, high) = (20.0_f64, 60.0_f64);
        let sd = (high - low) / (2.0 * NINE_TENTHS);
        let normal = Normal::new(40.0, sd).unwrap();
        let (log_low, log_high) = (low.ln(), high.ln());
        let lognormal = LogNormal::new(
            f64::midpoint(log_low, log_high),
            (log_high - log_low) / (2.0 * NINE_TENTHS),
        )
        .unwrap();
        // Eight tenths are as wide as from low to high.
        let uniform = Uniform::new(low - 5.0, high + 5.0).unwrap();
        let width = 20.0 / (1.0 - 0.2_f64.sqrt());
        let triangular = Triangular::new(40.0 - width, 40.0 + width, 40.0).unwrap();
        // The log odds of a logit are normal.
        let odds = |value: f64| (value / (100.0 - value)).ln();
        let of_odds = Normal::new(
            f64::midpoint(odds(low), odds(high)),
            (odds(high) - odds(low)) / (2.0 * NINE_TENTHS),
        )
        .unwrap();
        for step in 1..100 {
            let p = f64::from(step) / 100.0;
            let value = |form: Distribution| form.at(low, high, 100.0, p);
            let shares = [
                normal.cdf(value(Distribution::Normal)),
                lognormal.cdf(value(Distribution::Lognormal)),
                uniform.cdf(value(Distribution::Uniform)),
                triangular.cdf(value(Distribution::Triangular)),
                of_odds.cdf(odds(value(Distribution::Logit))),
            ];
            for (position, share) in shares.into_iter().enumerate() {
                assert!((share - p).abs() < 1e-9, "{position} at {p}: {share}");
            }
        }
    }

    #[test]
    fn a_logit_stays_between_zero_and_the_whole() {
        for p in [1e-12, 0.5, 1.0 - 1e-12] {
            let value = Distribution::Logit.at(1.0, 99.0, 100.0, p);
            assert!(value > 0.0 && value < 100.0, "{p}: {value}");
        }
    }
}
