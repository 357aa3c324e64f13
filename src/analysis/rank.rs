//! Whether an order holds: agreement of two rankings, who beats whom over draws, and what to call it.

use ndarray::{Array2, ArrayRef2};

/// Share of draws from which on something counts as robust.
pub const ROBUST_SHARE: f64 = 0.9;

/// Share of draws below which something counts as out.
pub const OUT_SHARE: f64 = 0.1;

/// How firmly something holds over draws.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stability {
    /// In fewer than [`OUT_SHARE`] of the draws.
    Out,
    /// Neither.
    Contested,
    /// In at least [`ROBUST_SHARE`] of the draws.
    Robust,
}

impl Stability {
    /// What a share of draws, 0 to 1, is called.
    #[must_use]
    pub fn of(share: f64) -> Self {
        if share >= ROBUST_SHARE {
            Stability::Robust
        } else if share < OUT_SHARE {
            Stability::Out
        } else {
            Stability::Contested
        }
    }
}

/// Kendall's τ-b of two lists of scores of the same items, −1 to 1: pairs in the same order less pairs in
/// opposite order, over √((n₀ − n₁)(n₀ − n₂)) with n₀ all pairs and n₁, n₂ those tied in either list (Kendall
/// 1945, "The treatment of ties in ranking problems", Biometrika 33). Counted in n log n steps (Knight 1966,
/// J. American Statistical Association 61).
///
/// `None` where the lists do not match, hold no two items or a NaN, or one of them ties all.
///
/// # Examples
/// ```
/// use trefoil::analysis::kendall_tau;
/// assert_eq!(kendall_tau(&[1.0, 2.0, 3.0], &[10.0, 20.0, 40.0]), Some(1.0));
/// assert_eq!(kendall_tau(&[1.0, 2.0], &[5.0, 5.0]), None);
/// ```
#[must_use]
pub fn kendall_tau(one: &[f64], other: &[f64]) -> Option<f64> {
    if one.len() != other.len() || one.iter().chain(other).any(|score| score.is_nan()) {
        return None;
    }
    // Adding 0 makes one zero of the two.
    let mut pairs: Vec<(f64, f64)> = one
        .iter()
        .zip(other)
        .map(|(one, other)| (one + 0.0, other + 0.0))
        .collect();
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let tied_in_one = tied_pairs(&pairs, |a, b| a.0 == b.0);
    let tied_in_both = tied_pairs(&pairs, |a, b| a == b);
    let mut scores: Vec<f64> = pairs.into_iter().map(|(_, other)| other).collect();
    // Items tied in the first list stand in the order of the second, so that none of them are exchanged.
    let opposite = exchanges(&mut scores);
    let tied_in_other = tied_pairs(&scores, |a, b| a == b);
    let all = one.len() as f64 * (one.len() as f64 - 1.0) / 2.0;
    let untied = (all - tied_in_one) * (all - tied_in_other);
    let agreement = all - tied_in_one - tied_in_other + tied_in_both - 2.0 * opposite;
    (untied > 0.0).then(|| agreement / untied.sqrt())
}

/// Pairs within groups of equal neighbours.
fn tied_pairs<T>(sorted: &[T], equal: impl FnMut(&T, &T) -> bool) -> f64 {
    let pairs = |group: &[T]| group.len() as f64 * (group.len() as f64 - 1.0) / 2.0;
    sorted.chunk_by(equal).map(pairs).sum()
}

/// Sorts, and counts the pairs that stood in the wrong order.
fn exchanges(scores: &mut [f64]) -> f64 {
    if scores.len() < 2 {
        return 0.0;
    }
    let (low, high) = scores.split_at_mut(scores.len() / 2);
    let mut count = exchanges(low) + exchanges(high);
    let mut merged = Vec::with_capacity(low.len() + high.len());
    let (mut left, mut right) = (low.iter().peekable(), high.iter().peekable());
    while let (Some(&&a), Some(&&b)) = (left.peek(), right.peek()) {
        if a <= b {
            merged.push(a);
            left.next();
        } else {
            merged.push(b);
            right.next();
            count += left.len() as f64;
        }
    }
    merged.extend(left.chain(right));
    scores.copy_from_slice(&merged);
    count
}

/// Share of the k items of largest score in one list that are so in the other too, 0 to 1. Where items tie for
/// the last places, each is counted among the k by the share of them that has a place.
///
/// `None` where the lists do not match or hold a NaN, or k is 0 or more than there are items.
///
/// # Examples
/// ```
/// let overlap = trefoil::analysis::top_overlap(&[9.0, 8.0, 1.0], &[9.0, 1.0, 8.0], 2);
/// assert_eq!(overlap, Some(0.5));
/// ```
#[must_use]
pub fn top_overlap(one: &[f64], other: &[f64], k: usize) -> Option<f64> {
    let nan = one.iter().chain(other).any(|score| score.is_nan());
    if one.len() != other.len() || nan || k == 0 || k > one.len() {
        return None;
    }
    let both = among_top(one, k).zip(among_top(other, k));
    Some(both.map(|(one, other)| one.min(other)).sum::<f64>() / k as f64)
}

/// By how much each item is among the k of largest score; `k` is one of their ranks.
fn among_top(scores: &[f64], k: usize) -> impl Iterator<Item = f64> {
    let mut sorted = scores.to_vec();
    sorted.sort_by(|a, b| b.total_cmp(a));
    let last = sorted[k - 1];
    let above = scores.iter().filter(|&&score| score > last).count();
    let tied = scores.iter().filter(|&&score| score == last).count();
    let share = (k - above) as f64 / tied as f64;
    scores.iter().map(move |&score| {
        if score > last {
            1.0
        } else if score == last {
            share
        } else {
            0.0
        }
    })
}

/// How often each item beats each other: a row a draw and a column an item go in; in row i and column j the
/// share of draws comes out in which item i scores above item j by more than `noise`, draws that differ by no
/// more counting half. So p_ij + p_ji = 1, and an item meets itself at ½.
///
/// `None` without draws, where a score is not finite, or where `noise` is negative or NaN.
///
/// # Examples
/// ```
/// use ndarray::array;
/// let draws = array![[3.0, 1.0], [3.0, 2.9]];
/// let wins = trefoil::analysis::pairwise_wins(&draws, 0.5).unwrap();
/// assert_eq!(wins[[0, 1]], 0.75);
/// ```
#[must_use]
pub fn pairwise_wins(draws: &ArrayRef2<f64>, noise: f64) -> Option<Array2<f64>> {
    let sound = draws.iter().all(|score| score.is_finite()) && noise >= 0.0;
    if !sound || draws.nrows() == 0 {
        return None;
    }
    let items = draws.ncols();
    // Halves, so that every count is whole.
    let mut halves = vec![0u64; items * items];
    for draw in draws.outer_iter() {
        for (one, a) in draw.iter().enumerate() {
            for (other, b) in draw.iter().enumerate() {
                halves[one * items + other] += match a - b {
                    lead if lead > noise => 2,
                    lead if lead < -noise => 0,
                    _ => 1,
                };
            }
        }
    }
    let all = 2.0 * draws.nrows() as f64;
    let share = |(one, other): (usize, usize)| halves[one * items + other] as f64 / all;
    Some(Array2::from_shape_fn((items, items), share))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::design;

    /// All pairs one by one.
    fn slow_tau(one: &[f64], other: &[f64]) -> f64 {
        let (mut agreement, mut in_one, mut in_other) = (0.0, 0.0, 0.0);
        for i in 0..one.len() {
            for j in 0..i {
                let sign = |scores: &[f64]| {
                    f64::from(i8::from(scores[i] > scores[j]) - i8::from(scores[i] < scores[j]))
                };
                let (a, b) = (sign(one), sign(other));
                agreement += a * b;
                in_one += a * a;
                in_other += b * b;
            }
        }
        agreement / f64::sqrt(in_one * in_other)
    }

    #[test]
    fn tau_is_that_of_all_pairs_one_by_one() {
        for draw in 0..200 {
            let sample = design(11, draw..draw + 1, 62);
            // Coarse, so that many scores tie, and of either sign, so that both zeros are met.
            let scores: Vec<f64> = sample.iter().map(|x| (x * 9.0 - 4.5).round()).collect();
            let (one, rest) = scores.split_at(30);
            let other = &rest[..30];
            let found = kendall_tau(one, other).unwrap();
            assert!((found - slow_tau(one, other)).abs() < 1e-12);
            assert!((found - kendall_tau(other, one).unwrap()).abs() < 1e-12);
            let mirrored: Vec<f64> = other.iter().map(|score| -score).collect();
            assert!((found + kendall_tau(one, &mirrored).unwrap()).abs() < 1e-12);
            assert!((kendall_tau(one, one).unwrap() - 1.0).abs() < 1e-12);
        }
    }

    /// Scores 1, 2, 2, 4 against 1, 3, 2, 4: five pairs agree, one ties. τ-b = 5 / √(5 · 6).
    #[test]
    fn tau_adds_up_by_hand() {
        let found = kendall_tau(&[1.0, 2.0, 2.0, 4.0], &[1.0, 3.0, 2.0, 4.0]).unwrap();
        assert!((found - 5.0 / 30f64.sqrt()).abs() < 1e-15);
        assert_eq!(kendall_tau(&[1.0], &[1.0]), None);
        assert_eq!(kendall_tau(&[], &[]), None);
        assert_eq!(kendall_tau(&[1.0, 2.0], &[1.0]), None);
        assert_eq!(kendall_tau(&[1.0, f64::NAN], &[1.0, 2.0]), None);
        assert_eq!(kendall_tau(&[0.0, -0.0], &[1.0, 2.0]), None);
    }

    #[test]
    fn ties_for_the_last_places_share_them() {
        let clear = [5.0, 4.0, 3.0, 2.0];
        assert_eq!(top_overlap(&clear, &clear, 2), Some(1.0));
        assert_eq!(top_overlap(&clear, &[2.0, 3.0, 4.0, 5.0], 2), Some(0.0));
        // Three items share one place.
        let tied = [5.0, 1.0, 1.0, 1.0];
        assert!((top_overlap(&tied, &tied, 2).unwrap() - 1.0).abs() < 1e-15);
        assert!((top_overlap(&clear, &tied, 2).unwrap() - 2.0 / 3.0).abs() < 1e-15);
        assert_eq!(top_overlap(&clear, &tied, 4), Some(1.0));
        assert_eq!(top_overlap(&clear, &tied, 0), None);
        assert_eq!(top_overlap(&clear, &tied, 5), None);
        assert_eq!(top_overlap(&clear, &tied[..3], 2), None);
    }

    #[test]
    fn the_two_sides_of_a_contest_add_up_and_noise_is_a_tie() {
        let draws = design(5, 0..1_000, 4);
        for noise in [0.0, 0.2] {
            let wins = pairwise_wins(&draws, noise).unwrap();
            for i in 0..4 {
                assert_eq!(wins[[i, i]], 0.5);
                for j in 0..4 {
                    assert_eq!(wins[[i, j]] + wins[[j, i]], 1.0);
                    let share = |won: &dyn Fn(f64) -> bool| {
                        let draws = draws.outer_iter();
                        draws.filter(|draw| won(draw[i] - draw[j])).count() as f64 / 1_000.0
                    };
                    let expected =
                        share(&|lead| lead > noise) + share(&|lead| lead.abs() <= noise) / 2.0;
                    assert!((wins[[i, j]] - expected).abs() < 1e-12);
                }
            }
        }
        assert_eq!(pairwise_wins(&Array2::zeros((0, 2)), 0.0), None);
        assert_eq!(pairwise_wins(&draws, -1.0), None);
        assert_eq!(pairwise_wins(&draws, f64::NAN), None);
        let hole = Array2::from_elem((1, 2), f64::NAN);
        assert_eq!(pairwise_wins(&hole, 0.0), None);
    }

    #[test]
    fn stability_turns_at_nine_tenths_and_one_tenth() {
        let found = [1.0, 0.9, 0.899_999, 0.5, 0.1, 0.099_999, 0.0].map(Stability::of);
        let (robust, contested, out) = (Stability::Robust, Stability::Contested, Stability::Out);
        assert_eq!(
            found,
            [robust, robust, contested, contested, contested, out, out]
        );
    }
}
