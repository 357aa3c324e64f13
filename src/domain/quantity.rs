//! Numbers that cannot be wrong in kind: finite, not negative, or a share.

use std::fmt;

/// Largest size of any number of a model: ten times the world's yearly product in dollars, and
/// small enough that sums and products of a few of them stay exact to many digits.
pub const MAX_MAGNITUDE: f64 = 1e15;

macro_rules! quantities {
    ($($(#[$doc:meta])* $name:ident: $test:expr, $what:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
        pub struct $name(f64);

        impl $name {
            /// What a value of this kind must be, to complete "must be …".
            pub const REQUIREMENT: &'static str = $what;

            /// The quantity, or `None` where `value` is not of this kind; NaN, infinity and numbers beyond
            /// [`MAX_MAGNITUDE`] never are.
            #[must_use]
            pub fn new(value: f64) -> Option<Self> {
                let test: fn(f64) -> bool = $test;
                // Adding zero turns −0 into 0, so that equal quantities are written alike.
                (value.abs() <= MAX_MAGNITUDE && test(value)).then_some(Self(value + 0.0))
            }

            /// The value.
            #[must_use]
            pub fn get(self) -> f64 {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )+};
}

quantities! {
    /// A finite number of either sign.
    Finite: |_| true, "a finite number";
    /// A finite number, zero or more.
    NonNegative: |value| value >= 0.0, "a number of zero or more";
    /// A finite number above zero.
    Positive: |value| value > 0.0, "a number above zero";
    /// A part of a whole, 0-1.
    Share: |value| (0.0..=1.0).contains(&value), "a share from 0 to 1";
}

impl Share {
    /// A share written in the program; anything outside 0-1 is held to that range.
    pub(crate) fn literal(value: f64) -> Self {
        Share(value.clamp(0.0, 1.0))
    }
}
