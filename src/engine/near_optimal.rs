//! How far each column can go while the objective stays close to its optimum.
//!
//! An optimum is one point of many that are nearly as good, and reasons that the program does not know may
//! speak for another one (Brill, Chang & Hopkins 1982, "Modeling to generate alternatives: the HSJ approach and
//! an illustration using a problem in land use planning", Management Science 28(3)). Here the alternatives are
//! the two ends of each column by itself; all columns cannot be at their ends at once.

use super::backend::{Backend, Limits, Outcome, Session, start};
use super::lp::{Lp, LpRow};

/// What near-optimal points have in common.
#[derive(Debug, Clone, PartialEq)]
pub struct NearOptimal {
    /// Largest objective.
    pub optimum: f64,
    /// Least and largest value of each column that was asked for, in that order; infinite where it has no end.
    pub ranges: Vec<(f64, f64)>,
}

/// Why there are no ranges.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum NearOptimalError {
    /// A number of the program, the slack or a column asked for is not one.
    #[error("{0}")]
    Input(String),
    /// The program has no optimum, or none was found: what the solver ended with.
    #[error("the program has no optimum: the solver ended with {0:?}")]
    Optimum(Outcome),
    /// An end of a column's range was not found.
    #[error("an end of column {column} was not found: the solver ended with {outcome:?}")]
    End {
        /// Column.
        column: usize,
        /// What the solver ended with.
        outcome: Outcome,
    },
}

/// The least and the largest value of each of `columns` over the points that keep every row and bound and whose
/// objective is at least optimum − slack · |optimum|; `slack` is a share, at least 0.
///
/// One session solves for the optimum and then twice a column, each from the basis before. The ends are values
/// of points that the solver found, so that they are reached up to its tolerance. With integers the limit on
/// the gap is one on the objective and on each end alike.
///
/// # Errors
/// [`NearOptimalError`]; an infeasible or unbounded program is [`NearOptimalError::Optimum`], while a column
/// without an end is no error.
///
/// # Examples
/// ```
/// use trefoil::engine::{Lp, LpRow, backend::{Limits, Raw}, near_optimal_ranges};
/// // Two columns that are worth the same share ten.
/// let mut lp = Lp::new();
/// let columns = [lp.add_column(1.0, 0.0, 8.0), lp.add_column(1.0, 0.0, 8.0)];
/// lp.add_row(LpRow { lower: 0.0, upper: 10.0, entries: vec![(0, 1.0), (1, 1.0)] });
/// let found = near_optimal_ranges(&lp, &Raw, Limits::default(), 0.1, &columns)?;
/// assert!((found.optimum - 10.0).abs() < 1e-9);
/// assert!((found.ranges[0].0 - 1.0).abs() < 1e-9 && (found.ranges[0].1 - 8.0).abs() < 1e-9);
/// # Ok::<(), trefoil::engine::NearOptimalError>(())
/// ```
pub fn near_optimal_ranges(
    lp: &Lp,
    backend: &dyn Backend,
    limits: Limits,
    slack: f64,
    columns: &[usize],
) -> Result<NearOptimal, NearOptimalError> {
    if let Some(what) = lp.not_finite() {
        let problem = format!("not finite, or without room between its bounds: {what}");
        return Err(NearOptimalError::Input(problem));
    }
    if !(slack >= 0.0 && slack.is_finite()) {
        let problem = format!("a slack of {slack} is not a share that is at least 0");
        return Err(NearOptimalError::Input(problem));
    }
    if let Some(column) = columns.iter().find(|&&column| column >= lp.columns()) {
        let problem = format!("there is no column {column}");
        return Err(NearOptimalError::Input(problem));
    }
    let mut session = start(backend, lp, limits);
    let solution = session.solve();
    let optimum = match (solution.outcome, solution.values) {
        (Outcome::Optimal, Some(values)) => lp.objective(&values),
        (outcome, _) => return Err(NearOptimalError::Optimum(outcome)),
    };
    let costs = lp.costs.iter().copied().enumerate();
    session.add_rows(&[LpRow {
        lower: optimum - slack * optimum.abs(),
        upper: f64::INFINITY,
        entries: costs.filter(|&(_, cost)| cost != 0.0).collect(),
    }]);
    let mut costs = vec![0.0; lp.columns()];
    let mut end = |column: usize, direction: f64| {
        costs[column] = direction;
        session.set_costs(&costs);
        costs[column] = 0.0;
        furthest(session.as_mut(), column, direction)
    };
    let range = |&column: &usize| -> Result<(f64, f64), NearOptimalError> {
        let (low, high) = (end(column, -1.0)?, end(column, 1.0)?);
        // A column that cannot move is found twice, and rounding may turn the two around.
        Ok((low.min(high), high.max(low)))
    };
    let ranges = columns.iter().map(range).collect::<Result<_, _>>()?;
    Ok(NearOptimal { optimum, ranges })
}

/// The value of a column at the end of the session's objective, which is this column in a direction.
fn furthest(
    session: &mut dyn Session,
    column: usize,
    direction: f64,
) -> Result<f64, NearOptimalError> {
    let solution = session.solve();
    match (solution.outcome, solution.values) {
        (Outcome::Optimal, Some(values)) => Ok(values[column]),
        // There is a point, the optimum: so it is not the other thing that this outcome may stand for.
        (Outcome::Unbounded, _) => Ok(direction * f64::INFINITY),
        (outcome, _) => Err(NearOptimalError::End { column, outcome }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::backend::{Raw, Reference};

    const FREE: f64 = f64::INFINITY;

    fn row(lower: f64, upper: f64, entries: &[(usize, f64)]) -> LpRow {
        LpRow {
            lower,
            upper,
            entries: entries.to_vec(),
        }
    }

    fn near(found: f64, expected: f64) -> bool {
        found == expected || (found - expected).abs() < 1e-7
    }

    #[track_caller]
    fn check(lp: &Lp, slack: f64, optimum: f64, expected: &[(f64, f64)]) {
        let columns: Vec<usize> = (0..lp.columns()).collect();
        for backend in [&Raw as &dyn Backend, &Reference] {
            let found = near_optimal_ranges(lp, backend, Limits::default(), slack, &columns);
            let found = found.unwrap();
            assert!(near(found.optimum, optimum), "{found:?}");
            for (found, expected) in found.ranges.iter().zip(expected) {
                let same = near(found.0, expected.0) && near(found.1, expected.1);
                assert!(same, "{found:?} for {expected:?}");
            }
            assert_eq!(found.ranges.len(), expected.len());
        }
    }

    /// max 3x + 5y, x ≤ 4, 2y ≤ 12, 3x + 2y ≤ 18: optimum 36 at (2, 6).
    #[test]
    fn ranges_grow_with_the_slack() {
        let mut lp = Lp::new();
        lp.add_column(3.0, 0.0, FREE);
        lp.add_column(5.0, 0.0, FREE);
        lp.add_row(row(-FREE, 4.0, &[(0, 1.0)]));
        lp.add_row(row(-FREE, 12.0, &[(1, 2.0)]));
        lp.add_row(row(-FREE, 18.0, &[(0, 3.0), (1, 2.0)]));
        check(&lp, 0.0, 36.0, &[(2.0, 2.0), (6.0, 6.0)]);
        // At 32.4 the line 3x + 5y meets y = 6 at x = 0.8 and 3x + 2y = 18 at y = 4.8, x = 2.8.
        check(&lp, 0.1, 36.0, &[(0.8, 2.8), (4.8, 6.0)]);
        check(&lp, 1.0, 36.0, &[(0.0, 4.0), (0.0, 6.0)]);
    }

    #[test]
    fn a_column_without_an_end_is_infinite_and_those_after_it_are_still_right() {
        let mut lp = Lp::new();
        let costs = [1.0, 0.0, 0.0, 0.0, -1.0];
        let lower = [0.0, 0.0, -FREE, -FREE, 0.0];
        for (cost, lower) in costs.into_iter().zip(lower) {
            lp.add_column(cost, lower, FREE);
        }
        lp.add_row(row(-FREE, 10.0, &[(0, 1.0)]));
        // The second and third grow together, the fourth is alone.
        lp.add_row(row(0.0, 0.0, &[(1, 1.0), (2, 2.0)]));
        check(
            &lp,
            0.2,
            10.0,
            &[
                (8.0, 10.0),
                (0.0, FREE),
                (-FREE, 0.0),
                (-FREE, FREE),
                (0.0, 2.0),
            ],
        );
    }

    /// The share of a negative optimum goes down as well.
    #[test]
    fn a_negative_optimum_gives_way_downwards() {
        let mut lp = Lp::new();
        lp.add_column(-2.0, 5.0, FREE);
        check(&lp, 0.1, -10.0, &[(5.0, 5.5)]);
    }

    #[test]
    fn whole_columns_stay_whole() {
        let mut lp = Lp::new();
        for cost in [6.0, 5.0, 4.0] {
            lp.add_column(cost, 0.0, 1.0);
        }
        lp.integers = vec![0, 1, 2];
        lp.add_row(row(-FREE, 2.5, &[(0, 1.0), (1, 1.0), (2, 1.0)]));
        // 11 of the first two; at 9.9 the first and the third will do as well, the last two will not.
        check(&lp, 0.1, 11.0, &[(1.0, 1.0), (0.0, 1.0), (0.0, 1.0)]);
    }

    #[test]
    fn what_cannot_be_answered_says_why() {
        let ask = |lp: &Lp, slack: f64, columns: &[usize]| {
            near_optimal_ranges(lp, &Raw, Limits::default(), slack, columns).unwrap_err()
        };
        let mut lp = Lp::new();
        lp.add_column(1.0, 0.0, 1.0);
        assert!(matches!(ask(&lp, 0.1, &[1]), NearOptimalError::Input(_)));
        for slack in [-0.1, f64::NAN, f64::INFINITY] {
            assert!(matches!(ask(&lp, slack, &[0]), NearOptimalError::Input(_)));
        }
        let mut free = lp.clone();
        free.column_upper[0] = FREE;
        let unbounded = NearOptimalError::Optimum(Outcome::Unbounded);
        assert_eq!(ask(&free, 0.1, &[0]), unbounded);
        lp.add_row(row(2.0, FREE, &[(0, 1.0)]));
        let infeasible = NearOptimalError::Optimum(Outcome::Infeasible);
        assert_eq!(ask(&lp, 0.1, &[0]), infeasible);
        lp.costs[0] = f64::NAN;
        assert!(matches!(ask(&lp, 0.1, &[0]), NearOptimalError::Input(_)));
    }

    #[test]
    fn a_program_without_columns_has_an_optimum_and_no_ranges() {
        check(&Lp::new(), 0.1, 0.0, &[]);
    }
}
