//! What a figure may be, and from where to where it lies where nobody says so.

use std::f64::consts::PI;

use super::Distribution;
use crate::domain::{Finite, MAX_MAGNITUDE, NonNegative, Positive, Share};

/// What an open end keeps of the model's figure: a drawn value of a figure above zero is at least this share of it.
const LEAST_PART: f64 = 1e-6;

/// How a figure is measured, which says how its values are spread.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum FigureKind {
    /// A part of a whole: a share, a percentage.
    Part {
        /// The whole: 1 or 100.
        whole: f64,
    },
    /// An amount, a count, a price: zero or more, where differences are factors.
    Amount,
    /// A number on a scale whose zero means nothing: a score, an effect.
    Number {
        /// Its standard deviation over people, where that is known.
        sd: Option<f64>,
    },
}

/// The values that a figure may have.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Span {
    /// Lowest value.
    pub least: f64,
    /// Whether the figure must be above `least`.
    pub above: bool,
    /// Highest value.
    pub most: f64,
    /// How the figure is measured.
    pub kind: FigureKind,
}

impl Span {
    /// Any number.
    pub(super) const NUMBER: Span = Span {
        least: -MAX_MAGNITUDE,
        above: false,
        most: MAX_MAGNITUDE,
        kind: FigureKind::Number { sd: None },
    };

    /// An amount of zero or more.
    pub(super) const AMOUNT: Span = Span {
        least: 0.0,
        kind: FigureKind::Amount,
        ..Span::NUMBER
    };

    /// An amount above zero.
    pub(super) const POSITIVE: Span = Span {
        above: true,
        ..Span::AMOUNT
    };

    /// A share from 0 to 1.
    pub(super) const SHARE: Span = Span::part(1.0);

    /// A percentage from 0 to 100.
    pub(super) const PERCENT: Span = Span::part(100.0);

    const fn part(whole: f64) -> Self {
        Span {
            least: 0.0,
            above: false,
            most: whole,
            kind: FigureKind::Part { whole },
        }
    }

    /// The same span, no lower than `least`.
    pub(super) fn from(self, least: f64) -> Self {
        Span {
            least: self.least.max(least),
            ..self
        }
    }

    /// The same span, no higher than `most`.
    pub(super) fn up_to(self, most: f64) -> Self {
        Span {
            most: self.most.min(most),
            ..self
        }
    }

    /// Whether the figure may have that value.
    #[must_use]
    pub fn holds(self, value: f64) -> bool {
        value <= self.most
            && if self.above {
                value > self.least
            } else {
                value >= self.least
            }
    }

    /// The ends that values are held to, where the model has `now`: an end that the figure must be above is moved
    /// up to a millionth of the way to what the model has, so that it stays above.
    pub(super) fn ends(self, now: f64) -> (f64, f64) {
        let least = if self.above {
            self.least + LEAST_PART * (now - self.least)
        } else {
            self.least
        };
        (least, self.most)
    }

    /// The value, moved to the end that it lies beyond. Ends that are no numbers, or in no order, as tables may have
    /// them that were never checked, move it somewhere and stop nothing.
    pub(super) fn held(value: f64, (least, most): (f64, f64)) -> f64 {
        if value < least {
            least
        } else if value > most {
            most
        } else {
            value
        }
    }

    /// What a value must be, to complete "must be …".
    #[must_use]
    pub fn requirement(self) -> String {
        let lower = match (self.above, self.least <= -MAX_MAGNITUDE) {
            (_, true) => None,
            (true, false) => Some(format!("above {}", self.least)),
            (false, false) => Some(format!("{} or more", self.least)),
        };
        let upper = (self.most < MAX_MAGNITUDE).then(|| format!("at most {}", self.most));
        match (lower, upper) {
            (Some(lower), Some(upper)) => format!("{lower} and {upper}"),
            (Some(only), None) | (None, Some(only)) => only,
            (None, None) => "a number".to_owned(),
        }
    }

    /// The distribution of a figure where nobody names another: logit for parts of a whole, lognormal for amounts,
    /// normal for the rest.
    #[must_use]
    pub fn distribution(self) -> Distribution {
        match self.kind {
            FigureKind::Part { .. } => Distribution::Logit,
            FigureKind::Amount => Distribution::Lognormal,
            FigureKind::Number { .. } => Distribution::Normal,
        }
    }

    /// The whole that the figure is a part of; `None` where it is no part.
    #[must_use]
    pub fn part_of(self) -> Option<f64> {
        match self.kind {
            FigureKind::Part { whole } => Some(whole),
            FigureKind::Amount | FigureKind::Number { .. } => None,
        }
    }

    /// P10 and P90 of a figure whose relative half-width is `width`; `None` where the figure stands at an end of
    /// what it may be, nothing is wide, or its scale is not known.
    ///
    /// An amount is divided and multiplied by 1 + width; the odds of a part likewise. A score has no zero to take
    /// shares from: it is moved by ln(1 + width) · √3/π standard deviations over people, which is what that factor
    /// on the odds is as a distance between two groups (Hasselblad & Hedges 1995).
    pub(super) fn usual(self, value: f64, width: f64) -> Option<(f64, f64)> {
        if width <= 0.0 || value <= self.least || value >= self.most {
            return None;
        }
        let factor = 1.0 + width;
        let (low, high) = match self.kind {
            FigureKind::Part { whole } => {
                let odds = value / (whole - value);
                let part = |odds: f64| whole * odds / (1.0 + odds);
                (part(odds / factor), part(odds * factor))
            }
            FigureKind::Amount => (value / factor, value * factor),
            FigureKind::Number { sd } => {
                let shift = factor.ln() * 3.0_f64.sqrt() / PI * sd?;
                (value - shift, value + shift)
            }
        };
        // A width below the rounding of the figure is none; an end that rounds to the whole has no odds.
        let inside = !matches!(self.kind, FigureKind::Part { whole } if high >= whole);
        (low < value && value < high && inside).then_some((low, high))
    }
}

/// A number as a row or the settings hold it, blank or not.
pub(super) trait Held {
    /// The number; `None` where it is blank.
    fn figure(&self) -> Option<f64>;

    /// Replaces the number, where there is one and the new one is of its kind.
    fn put(&mut self, value: f64);

    /// What it may be by its kind.
    fn span(&self) -> Span;
}

impl Held for f64 {
    fn figure(&self) -> Option<f64> {
        Some(*self)
    }

    fn put(&mut self, value: f64) {
        if value.is_finite() {
            *self = value;
        }
    }

    fn span(&self) -> Span {
        Span::NUMBER
    }
}

macro_rules! held {
    ($($kind:ty: $span:expr;)+) => {$(
        impl Held for $kind {
            fn figure(&self) -> Option<f64> {
                Some(self.get())
            }

            fn put(&mut self, value: f64) {
                if let Some(value) = <$kind>::new(value) {
                    *self = value;
                }
            }

            fn span(&self) -> Span {
                $span
            }
        }
    )+};
}

held! {
    Finite: Span::NUMBER;
    NonNegative: Span::AMOUNT;
    Positive: Span::POSITIVE;
    Share: Span::SHARE;
}

impl<T: Held> Held for Option<T> {
    fn figure(&self) -> Option<f64> {
        self.as_ref().and_then(Held::figure)
    }

    fn put(&mut self, value: f64) {
        if let Some(held) = self {
            held.put(value);
        }
    }

    fn span(&self) -> Span {
        self.as_ref().map_or(Span::NUMBER, Held::span)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_range_is_a_factor_on_amounts_and_on_odds() {
        let (low, high) = Span::AMOUNT.usual(100.0, 0.25).unwrap();
        assert!((low - 80.0).abs() < 1e-12 && (high - 125.0).abs() < 1e-12);
        let (low, high) = Span::PERCENT.usual(75.0, 0.5).unwrap();
        let odds = |value: f64| value / (100.0 - value);
        assert!((odds(low) - 2.0).abs() < 1e-12 && (odds(high) - 4.5).abs() < 1e-12);
    }

    #[test]
    fn a_score_is_moved_as_far_as_a_percentage_in_standard_deviations() {
        let score = Span {
            kind: FigureKind::Number { sd: Some(10.0) },
            ..Span::NUMBER
        };
        let (low, high) = score.usual(-3.0, 0.5).unwrap();
        let shift = (high - low) / 2.0;
        assert!((f64::midpoint(low, high) + 3.0).abs() < 1e-12);
        assert!((shift / 10.0 * PI / 3.0_f64.sqrt() - 1.5_f64.ln()).abs() < 1e-12);
        assert_eq!(Span::NUMBER.usual(5.0, 0.5), None);
    }

    #[test]
    fn a_figure_at_an_end_of_what_it_may_be_has_no_usual_range() {
        assert_eq!(Span::AMOUNT.usual(0.0, 0.5), None);
        assert_eq!(Span::SHARE.usual(1.0, 0.5), None);
        assert_eq!(Span::PERCENT.up_to(80.0).usual(80.0, 0.5), None);
        assert_eq!(Span::AMOUNT.usual(5.0, 0.0), None);
    }

    #[test]
    fn a_figure_above_zero_is_held_above_zero_and_left_as_it_is() {
        let (least, most) = Span::POSITIVE.ends(1e-20);
        assert!(least > 0.0 && least < 1e-20);
        assert_eq!(Span::held(1e-20, (least, most)), 1e-20);
        assert_eq!(Span::held(0.0, (least, most)), least);
        assert!(!Span::POSITIVE.holds(0.0) && Span::AMOUNT.holds(0.0));
    }

    #[test]
    fn what_a_value_must_be_is_said() {
        let said =
            [Span::NUMBER, Span::AMOUNT, Span::POSITIVE, Span::PERCENT].map(Span::requirement);
        assert_eq!(
            said,
            [
                "a number",
                "0 or more",
                "above 0",
                "0 or more and at most 100"
            ]
        );
    }
}
