//! Random numbers that are named instead of drawn: each is a function of (seed, draw, input) alone.
//!
//! Whatever was asked before, on whichever thread, the number of an input in a draw is the same, so that
//! draws can be shared out freely and an input that is added leaves the others as they are. (Salmon,
//! Moraes, Dror & Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3".)
//!
//! The function is the key stream of ChaCha8 (Bernstein 2008), which is defined bit for bit: the seed is in
//! the key, the draw is the nonce, and the input is the position, 64 bits each.

use std::ops::Range;

use ndarray::Array2;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use statrs::distribution::{ContinuousCDF, Normal};

/// What stands in the key after the seed. Other uses of the same seed have another key, or other numbers.
const PURPOSE: &[u8; 24] = b"trefoil analysis stream ";

/// Words of 32 bits that a number takes.
const WORDS: u128 = 2;

/// The numbers of one draw: the first is that of input 0, the next that of input 1, and so on.
///
/// # Examples
/// ```
/// use trefoil::analysis::{Stream, uniform};
/// let mut stream = Stream::new(7, 3);
/// let first = stream.uniform();
/// assert_eq!(first, uniform(7, 3, 0));
/// assert_eq!(stream.at(9).uniform(), uniform(7, 3, 9));
/// ```
#[derive(Debug, Clone)]
pub struct Stream {
    generator: ChaCha8Rng,
}

impl Stream {
    /// The stream of a draw, at input 0.
    #[must_use]
    pub fn new(seed: u64, draw: u64) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        key[8..].copy_from_slice(PURPOSE);
        let mut generator = ChaCha8Rng::from_seed(key);
        generator.set_stream(draw);
        Stream { generator }
    }

    /// Goes to an input, before or behind.
    pub fn at(&mut self, input: usize) -> &mut Self {
        self.generator.set_word_pos(WORDS * input as u128);
        self
    }

    /// The number of the next input: uniform on the 2⁵² midpoints (k + ½) / 2⁵², so strictly between 0 and 1.
    pub fn uniform(&mut self) -> f64 {
        const CELLS: f64 = (1u64 << 52) as f64;
        ((self.generator.next_u64() >> 12) as f64 + 0.5) / CELLS
    }

    /// The number of the next input as a standard normal one: the quantile at [`Stream::uniform`], so that
    /// it rises with it.
    pub fn normal(&mut self) -> f64 {
        Normal::standard().inverse_cdf(self.uniform())
    }
}

/// The number of an input in a draw, uniform and strictly between 0 and 1. Where many inputs of one draw are
/// wanted, [`Stream`] is quicker.
#[must_use]
pub fn uniform(seed: u64, draw: u64, input: usize) -> f64 {
    Stream::new(seed, draw).at(input).uniform()
}

/// The number of an input in a draw, standard normal: the quantile at [`uniform`].
#[must_use]
pub fn normal(seed: u64, draw: u64, input: usize) -> f64 {
    Stream::new(seed, draw).at(input).normal()
}

/// The numbers of some draws, uniform and strictly between 0 and 1: a row a draw, a column an input. The
/// designs of neighbouring ranges put under one another are the design of the whole range.
///
/// # Examples
/// ```
/// use trefoil::analysis::{design, uniform};
/// let sample = design(7, 100..104, 2);
/// assert_eq!(sample.dim(), (4, 2));
/// assert_eq!(sample[[3, 1]], uniform(7, 103, 1));
/// ```
#[must_use]
pub fn design(seed: u64, draws: Range<u64>, inputs: usize) -> Array2<f64> {
    let count = draws.end.saturating_sub(draws.start);
    let mut sample = Array2::zeros((usize::try_from(count).unwrap_or(usize::MAX), inputs));
    for (mut row, draw) in sample.outer_iter_mut().zip(draws) {
        let mut stream = Stream::new(seed, draw);
        row.iter_mut().for_each(|number| *number = stream.uniform());
    }
    sample
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_the_same_whatever_was_asked_before() {
        let whole = design(1, 0..40, 100);
        let mut stream = Stream::new(1, 17);
        for input in [99, 3, 50, 3, 0, 31, 32, 33] {
            assert_eq!(stream.at(input).uniform(), whole[[17, input]]);
            assert_eq!(uniform(1, 17, input), whole[[17, input]]);
        }
        // More inputs and other draws leave what there is.
        let part = design(1, 10..20, 7);
        for ((row, input), &number) in part.indexed_iter() {
            assert_eq!(number, whole[[row + 10, input]]);
        }
    }

    #[test]
    fn seeds_draws_and_inputs_all_tell_numbers_apart() {
        let mut numbers: Vec<u64> = Vec::new();
        for seed in [0, 1, u64::MAX] {
            for draw in [0, 1, 2, u64::MAX] {
                for input in [0, 1, 2, 1_000_000] {
                    numbers.push(uniform(seed, draw, input).to_bits());
                }
            }
        }
        let all = numbers.len();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), all);
    }

    /// χ² of 64 equal cells over 100,000 numbers, by rows and by columns, and the correlation of neighbours.
    #[test]
    fn numbers_are_uniform_and_neighbours_are_independent() {
        const CELLS: usize = 64;
        // The 0.001 and 0.999 quantiles of χ² with 63 degrees of freedom.
        let allowed = 34.0..104.0;
        for (draws, inputs) in [(1, 100_000), (100_000, 1), (1_000, 100)] {
            let sample = design(20, 0..draws, inputs);
            let numbers: Vec<f64> = sample.iter().copied().collect();
            let mut counts = [0.0f64; CELLS];
            for &number in &numbers {
                assert!(number > 0.0 && number < 1.0);
                counts[(number * CELLS as f64) as usize] += 1.0;
            }
            let expected = numbers.len() as f64 / CELLS as f64;
            let chi_square: f64 = counts
                .iter()
                .map(|count| (count - expected).powi(2) / expected)
                .sum();
            assert!(allowed.contains(&chi_square), "{chi_square}");
            let product: f64 = numbers
                .windows(2)
                .map(|pair| (pair[0] - 0.5) * (pair[1] - 0.5))
                .sum();
            let correlation = 12.0 * product / numbers.len() as f64;
            // Four standard errors.
            assert!(correlation.abs() < 4.0 / (numbers.len() as f64).sqrt());
        }
    }

    #[test]
    fn normal_numbers_are_the_quantiles_of_the_uniform_ones() {
        let draws = 100_000;
        let (mut sum, mut squares, mut inside) = (0.0, 0.0, 0.0);
        for draw in 0..draws {
            let number = normal(3, draw, 5);
            assert_eq!(number > 0.0, uniform(3, draw, 5) > 0.5);
            sum += number;
            squares += number * number;
            inside += f64::from(u8::from(number.abs() < 1.959_963_984_540_054));
        }
        let count = draws as f64;
        // Four standard errors each.
        assert!((sum / count).abs() < 4.0 / count.sqrt());
        assert!((squares / count - 1.0).abs() < 4.0 * (2.0 / count).sqrt());
        assert!((inside / count - 0.95).abs() < 4.0 * (0.95 * 0.05 / count).sqrt());
    }

    /// The numbers of a ChaCha8 written after its definition in another language.
    #[test]
    fn the_numbers_never_change() {
        let found = [
            (0, 0, 0),
            (0, 0, 1),
            (0, 1, 0),
            (1, 0, 0),
            (42, 1_000_000, 53),
        ]
        .map(|(seed, draw, input)| uniform(seed, draw, input));
        let pinned = [
            0.4105026996363971,
            0.3027892803215756,
            0.4173804931955579,
            0.9556763508494032,
            0.6493929658956118,
        ];
        assert_eq!(found, pinned);
        // The quantile goes through a logarithm, whose last digit is the platform's.
        assert!((normal(0, 0, 0) + 0.226_252_038_012_956_12).abs() < 1e-12);
    }

    #[test]
    fn the_ends_of_the_uniform_numbers_are_not_reached() {
        let largest = ((u64::MAX >> 12) as f64 + 0.5) / (1u64 << 52) as f64;
        assert!(largest < 1.0 && Normal::standard().inverse_cdf(largest).is_finite());
        assert!(Normal::standard().inverse_cdf(1.0 - largest).is_finite());
    }

    #[test]
    fn a_range_without_draws_and_no_inputs_give_an_empty_design() {
        let from = 5;
        assert_eq!(design(1, from..3, 4).dim(), (0, 4));
        assert_eq!(design(1, 0..3, 0).dim(), (3, 0));
    }
}
