//! HiGHS through good_lp: slower, said in another way, and so a check on the direct calls.

use good_lp::solvers::highs::{
    HighsParallelType, HighsPresolveType, HighsProblem, HighsSolverType, highs,
};
use good_lp::{
    Expression, ProblemVariables, ResolutionError, Solution as _, SolutionStatus,
    SolutionWithDual as _, SolverModel as _, Variable, constraint, solvers::DualValues as _,
    variable,
};

use super::raw::outcome;
use super::{Backend, Limits, Outcome, SOLVER_TOLERANCE, Session, Solution, Tree};
use crate::engine::lp::{Lp, LpRow};

/// The HiGHS solver, through good_lp.
#[derive(Debug, Clone, Copy, Default)]
pub struct Reference;

impl Backend for Reference {
    fn name(&self) -> String {
        "HiGHS through good_lp".to_owned()
    }

    fn start(&self, lp: &Lp, limits: Limits) -> Box<dyn Session> {
        Box::new(ReferenceSession {
            lp: lp.clone(),
            limits,
        })
    }
}

/// Keeps the program only: each solve starts from nothing.
struct ReferenceSession {
    lp: Lp,
    limits: Limits,
}

impl Session for ReferenceSession {
    fn solve(&mut self) -> Solution {
        let lp = &self.lp;
        let mut variables = ProblemVariables::new();
        let columns: Vec<Variable> = (0..lp.columns())
            .map(|column| {
                let bounded = variable()
                    .min(lp.column_lower[column])
                    .max(lp.column_upper[column]);
                let integer = lp.integers.binary_search(&column).is_ok();
                variables.add(if integer { bounded.integer() } else { bounded })
            })
            .collect();
        let sum = |entries: &mut dyn Iterator<Item = (usize, f64)>| -> Expression {
            entries.map(|(column, value)| value * columns[column]).sum()
        };
        let objective = sum(&mut lp.costs.iter().copied().enumerate());
        let mut model = variables
            .maximise(objective)
            .using(highs)
            .set_presolve(HighsPresolveType::Off)
            .set_solver(HighsSolverType::Simplex)
            .set_parallel(HighsParallelType::Off)
            .set_threads(1)
            .set_option("primal_feasibility_tolerance", SOLVER_TOLERANCE)
            .set_option("dual_feasibility_tolerance", SOLVER_TOLERANCE);
        if let Some(iterations) = self.limits.iterations {
            model = model.set_option(
                "simplex_iteration_limit",
                i32::try_from(iterations).unwrap_or(i32::MAX),
            );
        }
        if let Some(seconds) = self.limits.seconds {
            model = model.set_time_limit(seconds);
        }
        // A row with two finite ends is two constraints here; its dual is the sum of theirs.
        let mut references = Vec::with_capacity(lp.rows());
        for row in 0..lp.rows() {
            let (lower, upper) = (lp.row_lower[row], lp.row_upper[row]);
            let left = || sum(&mut lp.row(row));
            let mut mine = Vec::new();
            if lower == upper {
                mine.push(model.add_constraint(constraint!(left() == lower)));
            } else {
                if lower.is_finite() {
                    mine.push(model.add_constraint(constraint!(left() >= lower)));
                }
                if upper.is_finite() {
                    mine.push(model.add_constraint(constraint!(left() <= upper)));
                }
            }
            references.push(mine);
        }
        if !lp.integers.is_empty() {
            return integer(model, self.limits);
        }
        match model.solve() {
            Ok(mut solved) => {
                let outcome = match solved.status() {
                    SolutionStatus::Optimal | SolutionStatus::GapLimit => Outcome::Optimal,
                    SolutionStatus::TimeLimit => Outcome::Limit,
                };
                let values = columns.iter().map(|&column| solved.value(column)).collect();
                let dual = solved.compute_dual();
                let duals = references
                    .into_iter()
                    .map(|mine| mine.into_iter().map(|reference| dual.dual(reference)).sum())
                    .collect();
                Solution {
                    outcome,
                    values: Some(values),
                    duals: Some(duals),
                    tree: None,
                }
            }
            Err(error) => {
                let outcome = match error {
                    ResolutionError::Infeasible => Outcome::Infeasible,
                    ResolutionError::Unbounded => Outcome::Unbounded,
                    _ => Outcome::Failed,
                };
                Solution::without_point(outcome)
            }
        }
    }

    fn add_rows(&mut self, rows: &[LpRow]) {
        for row in rows {
            self.lp.add_row(row.clone());
        }
    }

    fn set_costs(&mut self, costs: &[f64]) {
        self.lp.costs = costs.to_vec();
    }
}

/// Solves with integers: by good_lp's own HiGHS model, since good_lp does not tell the bound; options are given to
/// that model, which does not take over good_lp's.
fn integer(model: HighsProblem, limits: Limits) -> Solution {
    let Ok(mut model) = model.try_into_inner() else {
        return Solution::without_point(Outcome::Failed);
    };
    model.make_quiet();
    let mut set = vec![
        model.try_set_option("parallel", "off"),
        model.try_set_option("threads", 1),
        model.try_set_option("primal_feasibility_tolerance", SOLVER_TOLERANCE),
        model.try_set_option("dual_feasibility_tolerance", SOLVER_TOLERANCE),
        model.try_set_option("mip_feasibility_tolerance", SOLVER_TOLERANCE),
        model.try_set_option("mip_rel_gap", 0.0),
        model.try_set_option("mip_abs_gap", limits.gap.unwrap_or(0.0)),
    ];
    if let Some(nodes) = limits.nodes {
        let nodes = i32::try_from(nodes).unwrap_or(i32::MAX);
        set.push(model.try_set_option("mip_max_nodes", nodes));
    }
    if let Some(seconds) = limits.seconds {
        set.push(model.try_set_option("time_limit", seconds));
    }
    let sound = set.iter().all(Result::is_ok);
    let solved = if sound { model.try_solve().ok() } else { None };
    let Some(solved) = solved else {
        return Solution::without_point(Outcome::Failed);
    };
    let status = highs_sys::HighsInt::try_from(solved.status() as isize);
    let outcome = status.map_or(Outcome::Failed, outcome);
    let tree = solved
        .double_info_value(c"mip_dual_bound")
        .ok()
        .filter(|bound| bound.is_finite())
        // The number of nodes is not among what this way tells.
        .map(|bound| Tree { bound, nodes: 0 });
    let point = highs_sys::HighsInt::try_from(solved.primal_solution_status() as isize);
    let has_point = point == Ok(highs_sys::SOLUTION_STATUS_FEASIBLE);
    Solution {
        outcome,
        values: has_point.then(|| solved.get_solution().columns().to_vec()),
        duals: None,
        tree,
    }
}
