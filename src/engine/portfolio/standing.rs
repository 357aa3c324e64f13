//! How firmly each item stands in or out of the choices that are nearly as good as the best.
//!
//! The core index of robust portfolio modelling (Liesiö, Mild & Salo, *EJOR* 181, 2007), here over near-optimal choices:
//! an item that all of them take is core, one that none takes is exterior, and the rest are borderline.

use super::program::Program;
use super::{Choice, ChoiceError, ChoiceSettings, Portfolio, portfolio, search};

/// Where an item stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Every choice within the slack takes it, at least in part.
    Core,
    /// Some within the slack takes it in full, and some leaves it out.
    Borderline,
    /// No choice within the slack takes it in full.
    Exterior,
    /// The nodes did not suffice to tell.
    Undecided,
}

/// The best choice and where each item stands among the choices worth at least value − slack · |value|.
///
/// Reduced costs of the relaxation decide most items, and choices found on the way others; each that is left is
/// searched for with the item held in or out, with as many nodes as the settings allow. With slack 0 the choices are
/// those of the same value, as far as steps of the values tell. Where the best choice itself is not proved, no item is
/// core or exterior but by bounds below what was found.
///
/// # Errors
/// As [`super::choose`]; a slack that is not a share.
pub fn standings(
    choice: &Choice,
    settings: ChoiceSettings<'_>,
    slack: f64,
) -> Result<(Portfolio, Vec<Standing>), ChoiceError> {
    if !(slack >= 0.0 && slack.is_finite()) {
        let problem = format!("a slack of {slack} is not a share that is at least 0");
        return Err(ChoiceError::Input(problem));
    }
    let mut program = Program::new(choice)?;
    let found = search(&program, settings, None)?;
    let best = found.value / program.value_scale;
    // Less than this is not within the slack; what lies between for rounding alone is.
    let least = best - slack * best.abs() - ROUNDING * best.abs();
    let reduced = program.reduced(&found.duals);
    let mut seen = vec![found.point.clone()];
    let mut standings = Vec::with_capacity(choice.items.len());
    for (item, reduced) in reduced.iter().enumerate().take(choice.items.len()) {
        let mut ends = [Known::Open; 2];
        for (end, known) in ends.iter_mut().enumerate() {
            let side = end as f64;
            let favoured = if *reduced > 0.0 { 1.0 } else { 0.0 };
            if seen.iter().any(|point| point[item] == side) {
                *known = Known::Possible;
            } else if side != favoured && below(&program, found.relaxed - reduced.abs(), least) {
                *known = Known::Impossible;
            } else {
                program.hold(item, side);
                *known = held(&program, settings, least, &mut seen)?;
                program.free(item);
            }
        }
        standings.push(match ends {
            [Known::Impossible, _] => Standing::Core,
            [_, Known::Impossible] => Standing::Exterior,
            [Known::Possible, Known::Possible] => Standing::Borderline,
            _ => Standing::Undecided,
        });
    }
    Ok((portfolio(choice, found, settings)?, standings))
}

/// Part of the value that is rounding.
const ROUNDING: f64 = 1e-9;

/// What is known of choices within the slack that have an item at an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Known {
    Possible,
    Impossible,
    Open,
}

/// Whether a bound shows that no choice is worth `least`.
fn below(program: &Program, bound: f64, least: f64) -> bool {
    match program.step {
        // Values are multiples of the step: none lies between a bound and the multiple below it.
        Some(step) => (bound / step * (1.0 + ROUNDING)).floor() * step < least,
        None => bound < least,
    }
}

/// Searches with what is held; a choice that is found is seen.
fn held(
    program: &Program,
    settings: ChoiceSettings<'_>,
    least: f64,
    seen: &mut Vec<Vec<f64>>,
) -> Result<Known, ChoiceError> {
    let found = match search(
        program,
        ChoiceSettings {
            gap: 0.0,
            ..settings
        },
        None,
    ) {
        // Nothing keeps everything with the item held there.
        Err(ChoiceError::Solver(crate::engine::backend::Outcome::Infeasible)) => {
            return Ok(Known::Impossible);
        }
        other => other?,
    };
    let (value, bound) = (
        found.value / program.value_scale,
        found.bound / program.value_scale,
    );
    if value >= least {
        seen.push(found.point);
        Ok(Known::Possible)
    } else if below(program, bound, least) {
        Ok(Known::Impossible)
    } else {
        Ok(Known::Open)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Cap, Counted, Item, Proof, choose, relative};
    use super::*;
    use crate::engine::backend::Raw;

    /// Of 6, 5, 4 and 1 for 3, 2, 2 and 4 of a limit of 4 the best is 5 + 4; within a third are 6 alone (6 ≥ 6).
    #[test]
    fn what_every_good_choice_takes_is_core_and_what_none_takes_is_exterior() {
        let item = |value, cost| Item {
            value,
            uses: vec![(0, cost)],
            whole: true,
        };
        let choice = Choice {
            items: vec![
                item(6.0, 3.0),
                item(5.0, 2.0),
                item(4.0, 2.0),
                item(1.0, 4.0),
            ],
            limits: vec![4.0],
            ..Choice::default()
        };
        let settings = ChoiceSettings {
            backend: &Raw,
            gap: 0.0,
            nodes: 1_000,
        };
        use Standing::{Borderline, Core, Exterior};
        let (best, exact) = standings(&choice, settings, 0.0).unwrap();
        assert_eq!(best.value, 9.0);
        assert_eq!(best.proof, Proof::Optimal);
        assert_eq!(relative(best.bound, best.value), 0.0);
        assert_eq!(best, choose(&choice, settings).unwrap());
        assert_eq!(exact, [Exterior, Core, Core, Exterior]);
        let (_, near) = standings(&choice, settings, 0.34).unwrap();
        assert_eq!(near, [Borderline, Borderline, Borderline, Exterior]);
    }

    /// Of items 3 and 8 with 5 there is room for most of item 6, but not for all of it: only a search tells that 5 is
    /// in no good choice.
    #[test]
    fn an_item_that_only_a_search_rules_out_is_exterior() {
        let item = |value, uses: [f64; 2]| Item {
            value,
            uses: vec![(0, uses[0]), (1, uses[1])],
            whole: true,
        };
        let choice = Choice {
            items: vec![
                item(5.654287068599216, [1.0, 0.0]),
                item(0.0, [0.0, 0.0]),
                item(6.220294849559282, [7.0, 0.0]),
                item(19.80044769648432, [5.0, 0.0]),
                item(19.984465390884733, [8.0, 7.0]),
                item(5.738696958604089, [9.0, 6.0]),
                item(6.63214740967424, [8.0, 2.0]),
                item(0.5072869360223506, [2.0, 0.0]),
                item(15.230437282410257, [6.0, 0.0]),
            ],
            limits: vec![27.106805710889862, 26.946855620742607],
            excludes: vec![vec![3, 7]],
            requires: Vec::new(),
            caps: vec![
                Cap {
                    items: vec![0, 1, 2, 3],
                    counted: Counted::Items,
                    most: 1.0,
                },
                Cap {
                    items: vec![4, 5, 6],
                    counted: Counted::Uses(1),
                    most: 8.715181740008541,
                },
            ],
        };
        let settings = ChoiceSettings {
            backend: &Raw,
            gap: 0.0,
            nodes: 1_000_000,
        };
        let (_, standings) = standings(&choice, settings, 0.16162975804558374).unwrap();
        assert_eq!(standings[5], Standing::Exterior);
    }
}
