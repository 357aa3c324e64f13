//! How often something happens, with the range that so few trials leave open.

use statrs::distribution::{ContinuousCDF, Normal};

/// A share of trials and the interval it is in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Proportion {
    /// Successes over trials.
    pub share: f64,
    /// Lower end of the interval, at least 0.
    pub low: f64,
    /// Upper end of the interval, at most 1.
    pub high: f64,
}

/// The score interval of a share: every p that `successes` of `trials` does not speak against at the given
/// confidence, |share − p| ≤ z √(p (1 − p) / n) (Wilson 1927, "Probable inference, the law of succession, and
/// statistical inference", J. American Statistical Association 22). Unlike the interval around the share
/// itself it never has no width and never leaves 0 to 1.
///
/// `None` without trials, with more successes than trials, or with a confidence that is not strictly
/// between 0 and 1.
///
/// # Examples
/// ```
/// let found = trefoil::analysis::wilson(90, 100, 0.95).unwrap();
/// assert!(found.share == 0.9 && found.low > 0.82 && found.high < 0.95);
/// ```
#[must_use]
pub fn wilson(successes: u64, trials: u64, confidence: f64) -> Option<Proportion> {
    if trials == 0 || successes > trials || !(confidence > 0.0 && confidence < 1.0) {
        return None;
    }
    let z = -Normal::standard().inverse_cdf((1.0 - confidence) / 2.0);
    let n = trials as f64;
    let share = successes as f64 / n;
    let square = z * z / n;
    let middle = (share + square / 2.0) / (1.0 + square);
    let half = (square * (share * (1.0 - share) + square / 4.0)).sqrt() / (1.0 + square);
    Some(Proportion {
        share,
        // At none and at all the two terms are equal, which rounding would hide.
        low: if successes == 0 {
            0.0
        } else {
            (middle - half).clamp(0.0, share)
        },
        high: if successes == trials {
            1.0
        } else {
            (middle + half).clamp(share, 1.0)
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Newcombe (1998), "Two-sided confidence intervals for the single proportion", Statistics in Medicine
    /// 17, table I, method 3.
    #[test]
    fn intervals_are_those_of_the_published_table() {
        for (successes, trials, low, high) in [
            (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0, 0.1611),
            (1, 29, 0.0061, 0.1718),
        ] {
            let found = wilson(successes, trials, 0.95).unwrap();
            assert!((found.low - low).abs() < 5.1e-5, "{found:?}");
            assert!((found.high - high).abs() < 5.1e-5, "{found:?}");
        }
    }

    #[test]
    fn both_ends_solve_the_equation_of_the_score_test() {
        let z = 1.644_853_626_951_472_2;
        for (successes, trials) in [(1, 7), (3, 7), (500, 1_000), (999, 1_000)] {
            let found = wilson(successes, trials, 0.9).unwrap();
            for end in [found.low, found.high] {
                let allowed = z * (end * (1.0 - end) / trials as f64).sqrt();
                assert!(((found.share - end).abs() - allowed).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn none_and_all_reach_the_ends_and_mirror_one_another() {
        let (none, all) = (wilson(0, 12, 0.95).unwrap(), wilson(12, 12, 0.95).unwrap());
        assert_eq!((none.low, all.high), (0.0, 1.0));
        assert!((none.high - (1.0 - all.low)).abs() < 1e-15 && none.high > 0.2);
    }

    #[test]
    fn what_is_no_share_has_no_interval() {
        assert_eq!(wilson(0, 0, 0.95), None);
        assert_eq!(wilson(3, 2, 0.95), None);
        for confidence in [0.0, 1.0, -0.5, f64::NAN] {
            assert_eq!(wilson(1, 2, confidence), None);
        }
    }
}
