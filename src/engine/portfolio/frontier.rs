//! What can be chosen as one limit grows.

use super::program::Program;
use super::{Choice, ChoiceError, ChoiceSettings, Portfolio, portfolio, search};

/// The best choice at a budget.
#[derive(Debug, Clone, PartialEq)]
pub struct AtBudget {
    /// The budget: the limit that was changed, in its unit.
    pub budget: f64,
    /// The choice.
    pub portfolio: Portfolio,
    /// Items chosen, at least in part, at the budget before, of which nothing or less is chosen here: where there are
    /// any the choices are not nested, and a larger budget would drop what a smaller one promised.
    pub dropped: Vec<usize>,
}

/// Part of an item that is rounding.
const PART: f64 = 1e-9;

/// The best choices at each of `budgets` in place of the limit at position `limit`, smallest budget first. Each
/// search begins from the choice before, so that a larger budget never gets a worse choice.
///
/// # Errors
/// As [`super::choose`]; a limit that is not there, or a budget that is none.
pub fn frontier(
    choice: &Choice,
    settings: ChoiceSettings<'_>,
    limit: usize,
    budgets: &[f64],
) -> Result<Vec<AtBudget>, ChoiceError> {
    if limit >= choice.limits.len() {
        let problem = format!("there is no limit {limit}");
        return Err(ChoiceError::Input(problem));
    }
    let mut budgets = budgets.to_vec();
    budgets.sort_by(f64::total_cmp);
    budgets.dedup();
    let mut choice = choice.clone();
    let mut points: Vec<AtBudget> = Vec::with_capacity(budgets.len());
    let mut from: Option<Vec<f64>> = None;
    for budget in budgets {
        choice.limits[limit] = budget;
        let program = Program::new(&choice)?;
        let found = search(&program, settings, from.as_deref())?;
        from = Some(found.point.clone());
        let portfolio = portfolio(&choice, found, settings)?;
        let dropped = points.last().map_or_else(Vec::new, |before| {
            let both = before.portfolio.chosen.iter().zip(&portfolio.chosen);
            let less = both
                .enumerate()
                .filter(|(_, (before, here))| **here < **before - PART);
            less.map(|(item, _)| item).collect()
        });
        points.push(AtBudget {
            budget,
            portfolio,
            dropped,
        });
    }
    Ok(points)
}
