//! Samples and shares in the words of the result.

use crate::analysis::{Stability as Share, Summary, wilson};
use crate::domain::{Firmness, Frequency, Sample};

/// Confidence of every interval.
const CONFIDENCE: f64 = 0.9;

/// A sample in a few figures; `None` where it is empty.
pub(in crate::app) fn sample(values: &[f64]) -> Option<Sample> {
    let summary = Summary::of(values)?;
    Some(Sample {
        mean: summary.mean,
        standard_error: summary.standard_error.unwrap_or(0.0),
        low: summary.p5,
        median: summary.p50,
        high: summary.p95,
    })
}

/// How often something was so; `None` without trials.
pub(in crate::app) fn frequency(times: usize, trials: usize) -> Option<Frequency> {
    let found = wilson(times as u64, trials as u64, CONFIDENCE)?;
    Some(Frequency {
        share: found.share,
        low: found.low,
        high: found.high,
    })
}

/// How firmly what is so in a share of draws belongs to the best plan.
pub(super) fn firmness(share: f64) -> Firmness {
    match Share::of(share) {
        Share::Robust => Firmness::Robust,
        Share::Contested => Firmness::Contested,
        Share::Out => Firmness::Out,
    }
}
