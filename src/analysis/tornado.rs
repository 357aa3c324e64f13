//! One input at a time: which of them moves the result most.
//!
//! All others stay at their base, so that what inputs do together is not seen; that takes a sample of all.

/// What an input does alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Swing<T> {
    /// Position of the input.
    pub input: usize,
    /// The result at the first end of its range.
    pub low: T,
    /// The result at the second end of its range.
    pub high: T,
}

impl<T> Swing<T> {
    /// Distance of the two results, as far as `value` reads a number from them.
    pub fn size(&self, mut value: impl FnMut(&T) -> f64) -> f64 {
        (value(&self.high) - value(&self.low)).abs()
    }
}

/// The result of `function` with each input at either end of its range and all others at their base; the k-th
/// range is of the k-th input, and inputs beyond the ranges stay at their base. The function is called twice
/// an input, in order.
///
/// # Examples
/// ```
/// use trefoil::analysis::{largest_first, tornado};
/// let cost = |inputs: &[f64]| inputs[0] + 3.0 * inputs[1];
/// let swings = tornado(&[1.0, 1.0], &[(0.0, 2.0), (0.5, 1.5)], cost);
/// assert_eq!((swings[1].low, swings[1].high), (2.5, 5.5));
/// let order = largest_first(&swings, |cost| *cost);
/// assert_eq!(swings[order[0]].input, 1);
/// ```
pub fn tornado<T>(
    base: &[f64],
    ranges: &[(f64, f64)],
    mut function: impl FnMut(&[f64]) -> T,
) -> Vec<Swing<T>> {
    let mut inputs = base.to_vec();
    let mut swings = Vec::with_capacity(ranges.len());
    for (input, (&(low, high), &middle)) in ranges.iter().zip(base).enumerate() {
        inputs[input] = low;
        let low = function(&inputs);
        inputs[input] = high;
        let high = function(&inputs);
        inputs[input] = middle;
        swings.push(Swing { input, low, high });
    }
    swings
}

/// Positions of swings from the largest to the smallest, equal ones in the order given; a swing that is no
/// number comes last.
pub fn largest_first<T>(swings: &[Swing<T>], mut value: impl FnMut(&T) -> f64) -> Vec<usize> {
    let size = |swing: &Swing<T>| {
        let size = swing.size(&mut value);
        if size.is_nan() { -1.0 } else { size }
    };
    let sizes: Vec<f64> = swings.iter().map(size).collect();
    let mut order: Vec<usize> = (0..swings.len()).collect();
    order.sort_by(|&one, &other| sizes[other].total_cmp(&sizes[one]));
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inputs_move_alone_and_go_back() {
        let mut asked = Vec::new();
        let swings = tornado(&[1.0, 2.0, 3.0], &[(0.0, 5.0), (7.0, 8.0)], |inputs| {
            asked.push(inputs.to_vec());
            asked.len()
        });
        let expected = [
            [0.0, 2.0, 3.0],
            [5.0, 2.0, 3.0],
            [1.0, 7.0, 3.0],
            [1.0, 8.0, 3.0],
        ];
        assert_eq!(asked, expected);
        let found: Vec<_> = swings
            .iter()
            .map(|swing| (swing.input, swing.low, swing.high))
            .collect();
        assert_eq!(found, [(0, 1, 2), (1, 3, 4)]);
    }

    #[test]
    fn swings_stand_by_size_whichever_way_they_go() {
        let weights = [1.0, -4.0, 0.0, 4.0, f64::NAN];
        // The result is more than a number; the order reads one from it.
        let swings = tornado(&[0.0; 5], &[(-1.0, 1.0); 5], |inputs| {
            let moved = inputs.iter().position(|&input| input != 0.0).unwrap();
            (moved, inputs[moved] * weights[moved])
        });
        assert_eq!(largest_first(&swings, |result| result.1), [1, 3, 0, 2, 4]);
        assert_eq!(swings[1].size(|result| result.1), 8.0);
    }
}
