//! What it would be worth to know, and what one may come to regret.
//!
//! The expected value of perfect information is what deciding after the truth is known brings more, in the
//! mean, than the one decision that is best before (Raiffa & Schlaifer 1961, "Applied Statistical Decision
//! Theory"). No study of any kind can be worth more.

use ndarray::{Array2, ArrayRef2, Axis};

use super::summary::mean;

/// Largest distance of a sum of probabilities from 1.
const PROBABILITY_TOLERANCE: f64 = 1e-9;

/// A decision by its mean, and the worth of knowing the state first; payoffs in the unit of the table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PerfectInformation {
    /// The action of the largest mean payoff, the first of equal ones.
    pub best_action: usize,
    /// Its mean payoff.
    pub value: f64,
    /// Mean payoff where the best action of each state can be taken.
    pub with_perfect_information: f64,
    /// What the second has over the first, at least 0.
    pub evpi: f64,
}

/// The expected value of perfect information of a table of payoffs: a row an action, a column a state.
///
/// `None` where the table is empty or holds a number that is not finite, or where `probabilities` are not one
/// for each state, are negative, or do not add up to 1.
///
/// # Examples
/// ```
/// use ndarray::array;
/// // Umbrella or none, in rain or sun.
/// let payoff = array![[1.0, 2.0], [-4.0, 3.0]];
/// let found = trefoil::analysis::perfect_information(&payoff, &[0.5, 0.5]).unwrap();
/// assert_eq!((found.best_action, found.value, found.evpi), (0, 1.5, 0.5));
/// ```
#[must_use]
pub fn perfect_information(
    payoff: &ArrayRef2<f64>,
    probabilities: &[f64],
) -> Option<PerfectInformation> {
    let total: f64 = probabilities.iter().sum();
    let sound = probabilities.len() == payoff.ncols()
        && probabilities.iter().all(|&probability| probability >= 0.0)
        && (total - 1.0).abs() <= PROBABILITY_TOLERANCE;
    let best = best_of_states(payoff).filter(|_| sound)?;
    let expected = |payoffs: &mut dyn Iterator<Item = f64>| -> f64 {
        payoffs
            .zip(probabilities)
            .map(|(payoff, probability)| payoff * probability)
            .sum()
    };
    let mut chosen: Option<(usize, f64)> = None;
    for (action, row) in payoff.outer_iter().enumerate() {
        let value = expected(&mut row.iter().copied());
        if chosen.is_none_or(|(_, best)| value > best) {
            chosen = Some((action, value));
        }
    }
    let (best_action, value) = chosen?;
    // Both sums add the states in one order, so that rounding does not put the second below the first.
    let with_perfect_information = expected(&mut best.into_iter());
    Some(PerfectInformation {
        best_action,
        value,
        with_perfect_information,
        evpi: with_perfect_information - value,
    })
}

/// The worth of knowing, from a sample.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SampledEvpi {
    /// Mean over the draws of the optimum less the value of the plan.
    pub evpi: f64,
    /// Standard error of that mean, from the differences by draw; one draw has none. It takes the plan as
    /// given: that another sample would choose another plan is not in it.
    pub standard_error: Option<f64>,
}

/// The expected value of perfect information from draws: `optima` holds the best value that each draw allows,
/// `plan` the value in that draw of the plan that is best in the mean over these same draws. With a plan that
/// is not, it is that plan's expected regret, which is no less.
///
/// `None` where there are no draws, the two do not match, or a number is not finite.
///
/// # Examples
/// ```
/// let found = trefoil::analysis::sampled_evpi(&[5.0, 9.0], &[5.0, 6.0]).unwrap();
/// assert!(found.evpi == 1.5 && (found.standard_error.unwrap() - 1.5).abs() < 1e-12);
/// ```
#[must_use]
pub fn sampled_evpi(optima: &[f64], plan: &[f64]) -> Option<SampledEvpi> {
    let sound = optima.len() == plan.len() && optima.iter().chain(plan).all(|x| x.is_finite());
    let differences = optima.iter().zip(plan).map(|(best, value)| best - value);
    let differences: Vec<f64> = differences.filter(|_| sound).collect();
    let (evpi, standard_error) = mean(&differences)?;
    Some(SampledEvpi {
        evpi,
        standard_error,
    })
}

/// What each action falls short of the best one of each state, at least 0 (Savage 1951, "The theory of
/// statistical decision", J. American Statistical Association 46). `None` where the table is empty or holds
/// a number that is not finite.
#[must_use]
pub fn regret(payoff: &ArrayRef2<f64>) -> Option<Array2<f64>> {
    let best = best_of_states(payoff)?;
    let mut regret = payoff.to_owned();
    for mut row in regret.outer_iter_mut() {
        for (number, best) in row.iter_mut().zip(&best) {
            *number = best - *number;
        }
    }
    Some(regret)
}

/// The action whose largest regret is least, the first of equal ones, and that regret. `None` as for
/// [`regret`].
///
/// # Examples
/// ```
/// use ndarray::array;
/// let payoff = array![[1.0, 2.0], [-4.0, 3.0]];
/// assert_eq!(trefoil::analysis::minimax_regret(&payoff), Some((0, 1.0)));
/// ```
#[must_use]
pub fn minimax_regret(payoff: &ArrayRef2<f64>) -> Option<(usize, f64)> {
    let largest = regret(payoff)?
        .map_axis(Axis(1), |row| row.iter().copied().fold(0.0, f64::max))
        .into_iter()
        .enumerate();
    largest.min_by(|(_, one), (_, other)| one.total_cmp(other))
}

/// The largest payoff of each state; `None` where the table is empty or holds a number that is not finite.
fn best_of_states(payoff: &ArrayRef2<f64>) -> Option<Vec<f64>> {
    let sound = !payoff.is_empty() && payoff.iter().all(|payoff| payoff.is_finite());
    let best = |state: ndarray::ArrayView1<'_, f64>| {
        state.iter().copied().fold(f64::NEG_INFINITY, f64::max)
    };
    sound.then(|| payoff.axis_iter(Axis(1)).map(best).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Array1, array};

    #[test]
    fn a_table_is_worth_what_its_states_say() {
        let payoff = array![[10.0, 0.0, 4.0], [6.0, 6.0, 5.0], [0.0, 0.0, 0.0]];
        let found = perfect_information(&payoff, &[0.25, 0.5, 0.25]).unwrap();
        // 6·¼ + 6·½ + 5·¼ = 5.75; 10·¼ + 6·½ + 5·¼ = 6.75.
        assert_eq!(
            found,
            PerfectInformation {
                best_action: 1,
                value: 5.75,
                with_perfect_information: 6.75,
                evpi: 1.0
            }
        );
        assert_eq!(minimax_regret(&payoff), Some((1, 4.0)));
        let regret = regret(&payoff).unwrap();
        assert_eq!(
            regret,
            array![[0.0, 6.0, 1.0], [4.0, 0.0, 0.0], [10.0, 6.0, 5.0]]
        );
    }

    /// The table and the sample are one question: states as draws of equal probability.
    #[test]
    fn a_table_and_its_states_as_draws_agree() {
        let payoff = crate::analysis::design(4, 0..6, 5);
        let found = perfect_information(&payoff, &[0.2; 5]).unwrap();
        let best: Array1<f64> = payoff.map_axis(Axis(0), |state| {
            state.iter().copied().fold(f64::NEG_INFINITY, f64::max)
        });
        let plan = payoff.row(found.best_action).to_vec();
        let sampled = sampled_evpi(&best.to_vec(), &plan).unwrap();
        assert!((sampled.evpi - found.evpi).abs() < 1e-12 && found.evpi > 0.0);
        assert!(sampled.standard_error.unwrap() > 0.0);
    }

    #[test]
    fn knowing_is_worth_nothing_where_one_action_is_always_best() {
        let payoff = array![[0.1, 0.2, 0.3], [0.7, 0.8, 0.9]];
        let found = perfect_information(&payoff, &[0.1, 0.2, 0.7]).unwrap();
        assert_eq!((found.best_action, found.evpi), (1, 0.0));
        assert_eq!(minimax_regret(&payoff), Some((1, 0.0)));
    }

    #[test]
    fn what_is_no_table_and_no_sample_has_no_answer() {
        let payoff = array![[1.0, 2.0]];
        for probabilities in [&[1.0][..], &[0.5, 0.6], &[-0.5, 1.5], &[f64::NAN, 1.0]] {
            assert_eq!(perfect_information(&payoff, probabilities), None);
        }
        let hole = array![[1.0, f64::NAN]];
        assert_eq!(perfect_information(&hole, &[0.5, 0.5]), None);
        assert_eq!(regret(&hole), None);
        assert_eq!(minimax_regret(&Array2::zeros((0, 3))), None);
        assert_eq!(sampled_evpi(&[], &[]), None);
        assert_eq!(sampled_evpi(&[1.0], &[1.0, 2.0]), None);
        assert_eq!(sampled_evpi(&[f64::INFINITY], &[1.0]), None);
    }
}
