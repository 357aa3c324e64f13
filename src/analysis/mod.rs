//! Mathematics on samples and results: samples in, indices out. It calls no solver and knows no models, so it
//! serves any function of numbers.
//!
//! A sample is an array of a row a draw and a column an input. [`design`] makes one, of numbers that depend on
//! nothing but (seed, draw, input); the caller turns them into inputs and runs a function of its own, on as many
//! threads as it likes; the rest of the room says what the results come to. What a result cannot answer, such
//! as the mean of no draws, is `None`.
//!
//! | question | answer |
//! | --- | --- |
//! | what does the result come to? | [`Summary`], [`quantiles`], [`wilson`] |
//! | which input moves it most? | [`tornado`] |
//! | how does an optimum grow with a budget? | [`frontier`](frontier()) |
//! | does an order hold? | [`kendall_tau`], [`top_overlap`], [`pairwise_wins`], [`Stability`] |
//! | what is it worth to know more? | [`perfect_information`], [`sampled_evpi`], [`regret`], [`minimax_regret`] |
//!
//! # Examples
//! The cost of a house as a function of one's own: its size uniform between 90 and 150 m², the price of a square
//! metre normal.
//! ```
//! use statrs::distribution::{ContinuousCDF, Normal};
//! use trefoil::analysis::{Summary, design, largest_first, tornado};
//!
//! let price = Normal::new(3_000.0, 400.0)?;
//! let inputs = |uniform: &[f64]| [90.0 + 60.0 * uniform[0], price.inverse_cdf(uniform[1])];
//! let cost = |inputs: &[f64]| inputs[0] * inputs[1];
//!
//! let sample = design(2024, 0..1_000, 2);
//! let costs: Vec<f64> = sample
//!     .outer_iter()
//!     .map(|draw| cost(&inputs(&draw.to_vec())))
//!     .collect();
//! let summary = Summary::of(&costs).ok_or("no draws")?;
//! assert!((summary.mean - 360_000.0).abs() < 4.0 * summary.standard_error.ok_or("one draw")?);
//! assert!(summary.p10 < 300_000.0 && summary.p90 > 420_000.0);
//!
//! // Each input alone, from its 10th to its 90th percentile.
//! let (low, high) = (inputs(&[0.1, 0.1]), inputs(&[0.9, 0.9]));
//! let ranges = [(low[0], high[0]), (low[1], high[1])];
//! let swings = tornado(&inputs(&[0.5, 0.5]), &ranges, cost);
//! let order = largest_first(&swings, |cost| *cost);
//! assert_eq!(order, [0, 1], "the size matters more than the price");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod frontier;
mod lottery;
mod proportion;
mod rank;
mod stream;
mod summary;
mod tornado;
mod voi;

pub use frontier::{Breakpoint, Frontier, FrontierSettings, Tangent, frontier};
pub use lottery::ticket;
pub use proportion::{Proportion, wilson};
pub use rank::{OUT_SHARE, ROBUST_SHARE, Stability, kendall_tau, pairwise_wins, top_overlap};
pub use stream::{Stream, design, normal, uniform};
pub use summary::{Summary, quantiles};
pub use tornado::{Swing, largest_first, tornado};
pub use voi::{
    PerfectInformation, SampledEvpi, minimax_regret, perfect_information, regret, sampled_evpi,
};
