//! Axes: from values to places, with round ticks.

use crate::report::number::{NOISE, as_float};

/// A range of values laid along an axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::report::html) struct Scale {
    /// Least value.
    pub low: f64,
    /// Largest value.
    pub high: f64,
    step: f64,
}

/// Steps between ticks, as parts of a power of ten.
const STEPS: [f64; 4] = [1.0, 2.0, 5.0, 10.0];

impl Scale {
    /// A scale with about `ticks` ticks that holds all of `values`, and 0 where `from_zero`.
    pub(in crate::report::html) fn around(
        values: impl IntoIterator<Item = f64>,
        ticks: usize,
        from_zero: bool,
    ) -> Self {
        let finite = values.into_iter().filter(|value| value.is_finite());
        let (mut low, mut high) = finite
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
                (low.min(value), high.max(value))
            });
        if low > high {
            (low, high) = (0.0, 1.0);
        }
        if from_zero {
            (low, high) = (low.min(0.0), high.max(0.0));
        }
        if high - low < NOISE * high.abs().max(low.abs()).max(NOISE) {
            high = low + low.abs().max(1.0);
        }
        let rough = (high - low) / as_float(ticks.max(1));
        let power = 10f64.powf(rough.log10().floor());
        let step = power
            * STEPS
                .into_iter()
                .find(|part| part * power >= rough * (1.0 - NOISE))
                .unwrap_or(10.0);
        Scale {
            low: (low / step + NOISE).floor() * step,
            high: (high / step - NOISE).ceil() * step,
            step,
        }
    }

    /// Where `value` stands: 0 at the low end, 1 at the high one.
    pub(in crate::report::html) fn part(self, value: f64) -> f64 {
        ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0)
    }

    /// The values at which there is a tick.
    pub(in crate::report::html) fn ticks(self) -> Vec<f64> {
        let mut ticks = Vec::new();
        let mut number = 0;
        loop {
            let value = self.low + self.step * as_float(number);
            if value > self.high + self.step * 0.5 || number > 20 {
                return ticks;
            }
            // A tick at nothing is nothing, not the rest of a subtraction.
            ticks.push(if value.abs() < self.step * 1e-9 {
                0.0
            } else {
                value
            });
            number += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Scale;

    #[test]
    fn ticks_are_round_and_hold_all_values() {
        let scale = Scale::around([3.0, 47.0], 5, true);
        assert_eq!(scale.ticks(), [0.0, 10.0, 20.0, 30.0, 40.0, 50.0]);
        assert!((scale.part(25.0) - 0.5).abs() < 1e-12);
        let scale = Scale::around([-0.12, 0.31], 4, false);
        assert!(scale.low <= -0.12 && scale.high >= 0.31);
    }

    #[test]
    fn a_scale_of_one_value_or_none_is_still_a_scale() {
        for values in [vec![], vec![0.0], vec![7.0], vec![f64::NAN], vec![-3.0]] {
            let scale = Scale::around(values, 4, true);
            assert!(
                scale.high > scale.low && scale.ticks().len() >= 2,
                "{scale:?}"
            );
        }
    }
}
