//! What a sample comes to: its mean with a standard error, and quantiles.

/// A sample in a few numbers, in the unit of the sample.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Summary {
    /// How many draws there are.
    pub count: usize,
    /// Their mean.
    pub mean: f64,
    /// Standard error of the mean, from independent draws: SD / √n. One draw has none.
    pub standard_error: Option<f64>,
    /// 5th percentile.
    pub p5: f64,
    /// 10th percentile.
    pub p10: f64,
    /// Median.
    pub p50: f64,
    /// 90th percentile.
    pub p90: f64,
    /// 95th percentile.
    pub p95: f64,
}

impl Summary {
    /// The summary of a sample; `None` where it is empty or holds a number that is not finite.
    ///
    /// # Examples
    /// ```
    /// use trefoil::analysis::Summary;
    /// let summary = Summary::of(&[3.0, 1.0, 2.0]).unwrap();
    /// assert_eq!((summary.mean, summary.p50), (2.0, 2.0));
    /// ```
    #[must_use]
    pub fn of(sample: &[f64]) -> Option<Self> {
        let [p5, p10, p50, p90, p95] = quantiles(sample, [0.05, 0.1, 0.5, 0.9, 0.95])?;
        let (mean, standard_error) = mean(sample)?;
        Some(Summary {
            count: sample.len(),
            mean,
            standard_error,
            p5,
            p10,
            p50,
            p90,
            p95,
        })
    }
}

/// Mean and its standard error, added up in the order of the sample; `None` where the sample is empty.
pub(super) fn mean(sample: &[f64]) -> Option<(f64, Option<f64>)> {
    if sample.is_empty() {
        return None;
    }
    let count = sample.len() as f64;
    let mean = sample.iter().sum::<f64>() / count;
    let squares: f64 = sample.iter().map(|number| (number - mean).powi(2)).sum();
    let standard_error =
        (sample.len() > 1).then(|| (squares / (count - 1.0)).sqrt() / count.sqrt());
    Some((mean, standard_error))
}

/// Quantiles of a sample at the given probabilities, by type 7 of Hyndman & Fan (1996), "Sample quantiles in
/// statistical packages", The American Statistician 50(4): with the n numbers in order, the quantile at p
/// lies (n − 1) p steps after the first, straight between neighbours. `None` where the sample is empty or
/// holds a number that is not finite, or a probability is not between 0 and 1.
#[must_use]
pub fn quantiles<const N: usize>(sample: &[f64], probabilities: [f64; N]) -> Option<[f64; N]> {
    let sound = sample.iter().all(|number| number.is_finite())
        && probabilities.iter().all(|p| (0.0..=1.0).contains(p));
    let last = sample.len().checked_sub(1).filter(|_| sound)?;
    let mut sorted = sample.to_vec();
    sorted.sort_by(f64::total_cmp);
    Some(probabilities.map(|probability| {
        let steps = last as f64 * probability;
        let below = (steps.floor() as usize).min(last);
        let (low, high) = (sorted[below], sorted[(below + 1).min(last)]);
        low + (steps - below as f64) * (high - low)
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: of 1, 2, 4, 8, 16 the quantile at 0.9 lies 3.6 steps after the first, at 8 + 0.6 · 8.
    #[test]
    fn quantiles_are_those_of_type_seven() {
        let sample = [8.0, 1.0, 16.0, 2.0, 4.0];
        let found = quantiles(&sample, [0.0, 0.1, 0.25, 0.5, 0.9, 1.0]).unwrap();
        for (found, expected) in found.iter().zip([1.0, 1.4, 2.0, 4.0, 12.8, 16.0]) {
            assert!((found - expected).abs() < 1e-12, "{found} for {expected}");
        }
        assert_eq!(quantiles(&[3.0], [0.0, 0.3, 1.0]), Some([3.0; 3]));
    }

    #[test]
    fn a_summary_adds_up_by_hand() {
        let sample: Vec<f64> = (0..=20).rev().map(f64::from).collect();
        let summary = Summary::of(&sample).unwrap();
        assert_eq!((summary.count, summary.mean), (21, 10.0));
        // Variance of 0..=20 is 770 / 20 = 38.5.
        assert!((summary.standard_error.unwrap() - (38.5f64 / 21.0).sqrt()).abs() < 1e-12);
        let found = [
            summary.p5,
            summary.p10,
            summary.p50,
            summary.p90,
            summary.p95,
        ];
        for (found, expected) in found.iter().zip([1.0, 2.0, 10.0, 18.0, 19.0]) {
            assert!((found - expected).abs() < 1e-12);
        }
    }

    #[test]
    fn a_sample_that_cannot_be_summed_up_has_no_summary() {
        assert_eq!(Summary::of(&[]), None);
        assert_eq!(Summary::of(&[1.0, f64::NAN]), None);
        assert_eq!(Summary::of(&[1.0, f64::INFINITY]), None);
        assert_eq!(quantiles(&[1.0], [1.5]), None);
        assert_eq!(Summary::of(&[2.0]).unwrap().standard_error, None);
    }
}
