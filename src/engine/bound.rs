//! An upper bound on the optimum from the duals alone, safe against rounding.
//!
//! Neumaier & Shcherbina, "Safe bounds in linear and mixed-integer linear programming", Math.
//! Program. A 99 (2004) 283-296: for any row multipliers λ,
//! max c·x ≤ Σ_j max over [l, u] of (c − Aᵀλ)_j x_j + Σ_i max over [L, U] of λ_i r_i.
//! The solver's own objective is never used. Instead of directed rounding, the rounding error of each
//! sum is bounded by n·ε times the sum of its absolute terms and added.

use super::lp::Lp;

/// Relative rounding error of a sum of `terms` products, an upper bound (Higham 2002, lemma 3.1, doubled).
fn rounding(terms: usize) -> f64 {
    2.0 * (terms as f64 + 2.0) * f64::EPSILON
}

/// An upper bound on the optimum of `lp`, valid for any `duals` (one per row; the derivative of the
/// maximum in the row's bound). Infinite where a column that matters has no bound.
#[must_use]
pub fn upper_bound(lp: &Lp, duals: &[f64]) -> f64 {
    upper_bound_with(lp, &[], duals)
}

/// [`upper_bound`] of a program that has some entries more: row, column and coefficient.
pub(super) fn upper_bound_with(lp: &Lp, more: &[(usize, usize, f64)], duals: &[f64]) -> f64 {
    let mut reduced = lp.costs.clone();
    let mut magnitude: Vec<f64> = lp.costs.iter().map(|cost| cost.abs()).collect();
    let mut entries = vec![0usize; lp.columns()];
    let mut total = 0.0;
    let mut absolute = 0.0;
    let mut add = |term: f64| {
        total += term;
        absolute += term.abs();
    };
    for (row, &dual) in duals.iter().enumerate().take(lp.rows()) {
        let side = if dual > 0.0 {
            lp.row_upper[row]
        } else {
            lp.row_lower[row]
        };
        // A multiplier that leans on a side that is not there proves nothing: it is dropped.
        if dual == 0.0 || !side.is_finite() {
            continue;
        }
        add(dual * side);
        for (column, value) in lp.row(row) {
            reduced[column] -= dual * value;
            magnitude[column] += (dual * value).abs();
            entries[column] += 1;
        }
    }
    for &(row, column, value) in more {
        let dual = duals[row];
        let side = if dual > 0.0 {
            lp.row_upper[row]
        } else {
            lp.row_lower[row]
        };
        if dual != 0.0 && side.is_finite() {
            reduced[column] -= dual * value;
            magnitude[column] += (dual * value).abs();
            entries[column] += 1;
        }
    }
    for column in 0..lp.columns() {
        let error = rounding(entries[column]) * magnitude[column];
        let (lower, upper) = (lp.column_lower[column], lp.column_upper[column]);
        let largest = [reduced[column] - error, reduced[column] + error]
            .into_iter()
            .flat_map(|cost| [lower, upper].map(|end| if cost == 0.0 { 0.0 } else { cost * end }))
            .fold(f64::NEG_INFINITY, f64::max);
        if largest == f64::INFINITY {
            return f64::INFINITY;
        }
        add(largest);
    }
    total + rounding(lp.rows() + lp.columns()) * absolute
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::lp::LpRow;

    #[test]
    fn any_multipliers_bound_the_optimum_and_the_right_ones_meet_it() {
        // max 3x + 5y, x ≤ 4, 2y ≤ 12, 3x + 2y ≤ 18: optimum 36 with duals 0, 3/2, 1.
        let mut lp = Lp::new();
        lp.add_column(3.0, 0.0, 100.0);
        lp.add_column(5.0, 0.0, 100.0);
        for (upper, entries) in [
            (4.0, vec![(0, 1.0)]),
            (12.0, vec![(1, 2.0)]),
            (18.0, vec![(0, 3.0), (1, 2.0)]),
        ] {
            lp.add_row(LpRow {
                lower: f64::NEG_INFINITY,
                upper,
                entries,
            });
        }
        let tight = upper_bound(&lp, &[0.0, 1.5, 1.0]);
        assert!((36.0..36.0 + 1e-10).contains(&tight));
        for duals in [[0.0, 0.0, 0.0], [1.0, 1.0, 1.0], [-1.0, 2.0, 0.5]] {
            assert!(upper_bound(&lp, &duals) >= 36.0);
        }
    }
}
