//! HiGHS through its C interface: keeps its basis while rows are added and objectives change.
#![expect(
    unsafe_code,
    reason = "the C interface of HiGHS; every call is in this file"
)]

use std::ffi::{CStr, CString, c_void};

use highs_sys as highs;

use super::{Backend, Basis, Beside, Limits, Outcome, SOLVER_TOLERANCE, Session, Solution, Tree};
use crate::engine::lp::{Lp, LpRow};

/// Dual simplex, without presolve: far the fastest on this family of programs, cold, after rows are
/// added, and after the objective turned to least moves (26 s for the whole of size L, against 240 s
/// with primal simplex in the second stage).
const DUAL_SIMPLEX: highs::HighsInt = 1;
/// Of the same option. A column that is added to an optimum leaves it feasible, so that few steps of this are left.
const PRIMAL_SIMPLEX: highs::HighsInt = 4;

/// Status of a column at its lower bound.
pub(super) const AT_LOWER: highs::HighsInt = highs::kHighsBasisStatusLower;
/// Status of a row or column that the point rests on.
pub(super) const BASIC: highs::HighsInt = highs::kHighsBasisStatusBasic;

/// The HiGHS solver, called directly.
#[derive(Debug, Clone, Copy, Default)]
pub struct Raw;

impl Backend for Raw {
    fn name(&self) -> String {
        // SAFETY: Highs_version returns a pointer to a static, NUL-terminated string.
        let version = unsafe { CStr::from_ptr(highs::Highs_version()) };
        format!("HiGHS {}", version.to_string_lossy())
    }

    fn start(&self, lp: &Lp, limits: Limits) -> Box<dyn Session> {
        Box::new(RawSession::new(lp, limits))
    }
}

/// Presolve is on for searches over integers: probing and the tightening of bounds are worth it there.
const INTEGER_PRESOLVE: &CStr = c"on";

struct RawSession {
    /// A HiGHS instance of this session's own; null where it could not be made.
    instance: *mut c_void,
    columns: usize,
    rows: usize,
    /// Columns and rows of the program itself, beside which others may stand.
    own: (usize, usize),
    /// Whether columns must be whole numbers.
    integer: bool,
    /// Whether every call that passed data succeeded.
    sound: bool,
    limits: Limits,
}

/// What a model status of HiGHS comes to.
pub(super) fn outcome(status: highs::HighsInt) -> Outcome {
    match status {
        highs::MODEL_STATUS_OPTIMAL | highs::MODEL_STATUS_MODEL_EMPTY => Outcome::Optimal,
        highs::MODEL_STATUS_INFEASIBLE => Outcome::Infeasible,
        highs::MODEL_STATUS_UNBOUNDED | highs::MODEL_STATUS_UNBOUNDED_OR_INFEASIBLE => {
            Outcome::Unbounded
        }
        highs::MODEL_STATUS_REACHED_TIME_LIMIT
        | highs::MODEL_STATUS_REACHED_ITERATION_LIMIT
        | highs::MODEL_STATUS_REACHED_SOLUTION_LIMIT => Outcome::Limit,
        _ => Outcome::Failed,
    }
}

fn int(value: usize) -> highs::HighsInt {
    highs::HighsInt::try_from(value).unwrap_or(highs::HighsInt::MAX)
}

impl RawSession {
    fn new(lp: &Lp, limits: Limits) -> Self {
        // SAFETY: Highs_create returns an instance that is ours alone until Highs_destroy.
        let instance = unsafe { highs::Highs_create() };
        let mut session = RawSession {
            instance,
            columns: lp.columns(),
            rows: lp.rows(),
            own: (lp.columns(), lp.rows()),
            integer: !lp.integers.is_empty(),
            sound: !instance.is_null(),
            limits,
        };
        if session.sound {
            session.sound = session.set_options() && session.pass(lp) && session.set_integers(lp);
        }
        session
    }

    fn set_options(&mut self) -> bool {
        let presolve = if self.integer {
            INTEGER_PRESOLVE
        } else {
            c"off"
        };
        let mut sound = self.set_bool(c"output_flag", false)
            && self.set_text(c"presolve", presolve)
            && self.set_text(c"solver", c"simplex")
            && self.set_text(c"parallel", c"off")
            && self.set_int(c"threads", 1)
            && self.set_int(c"simplex_strategy", DUAL_SIMPLEX)
            && self.set_number(c"primal_feasibility_tolerance", SOLVER_TOLERANCE)
            && self.set_number(c"dual_feasibility_tolerance", SOLVER_TOLERANCE);
        if let Some(iterations) = self.limits.iterations {
            sound &= self.set_int(c"simplex_iteration_limit", int(iterations as usize));
        }
        if self.integer {
            sound &= self.set_bool(c"mip_heuristic_run_feasibility_jump", false)
                && self.set_number(c"mip_feasibility_tolerance", SOLVER_TOLERANCE)
                && self.set_number(c"mip_rel_gap", 0.0)
                && self.set_number(c"mip_abs_gap", self.limits.gap.unwrap_or(0.0));
            if let Some(nodes) = self.limits.nodes {
                sound &= self.set_int(c"mip_max_nodes", int(nodes as usize));
            }
        }
        if let Some(seconds) = self.limits.seconds {
            sound &= self.set_number(c"time_limit", seconds);
        }
        sound
    }

    fn set_bool(&mut self, name: &CStr, value: bool) -> bool {
        // SAFETY: `instance` is live and `name` is NUL-terminated.
        unsafe {
            highs::Highs_setBoolOptionValue(self.instance, name.as_ptr(), value.into())
                == highs::STATUS_OK
        }
    }

    fn set_int(&mut self, name: &CStr, value: highs::HighsInt) -> bool {
        // SAFETY: as for set_bool.
        unsafe {
            highs::Highs_setIntOptionValue(self.instance, name.as_ptr(), value) == highs::STATUS_OK
        }
    }

    fn set_number(&mut self, name: &CStr, value: f64) -> bool {
        // SAFETY: as for set_bool.
        unsafe {
            highs::Highs_setDoubleOptionValue(self.instance, name.as_ptr(), value)
                == highs::STATUS_OK
        }
    }

    fn set_text(&mut self, name: &CStr, value: &CStr) -> bool {
        let value = CString::from(value);
        // SAFETY: as for set_bool; `value` is NUL-terminated and copied by the call.
        unsafe {
            highs::Highs_setStringOptionValue(self.instance, name.as_ptr(), value.as_ptr())
                == highs::STATUS_OK
        }
    }

    fn pass(&mut self, lp: &Lp) -> bool {
        let starts: Vec<highs::HighsInt> = lp.starts[..lp.rows()]
            .iter()
            .map(|&start| int(start))
            .collect();
        let indices: Vec<highs::HighsInt> = lp.indices.iter().map(|&column| int(column)).collect();
        // SAFETY: every array has the length that the call is told, and HiGHS copies them all.
        let status = unsafe {
            highs::Highs_passLp(
                self.instance,
                int(lp.columns()),
                int(lp.rows()),
                int(lp.values.len()),
                highs::MATRIX_FORMAT_ROW_WISE,
                highs::OBJECTIVE_SENSE_MAXIMIZE,
                0.0,
                lp.costs.as_ptr(),
                lp.column_lower.as_ptr(),
                lp.column_upper.as_ptr(),
                lp.row_lower.as_ptr(),
                lp.row_upper.as_ptr(),
                starts.as_ptr(),
                indices.as_ptr(),
                lp.values.as_ptr(),
            )
        };
        // A warning tells of entries so small that they were dropped; the answer is checked anyway.
        status != highs::STATUS_ERROR
    }

    /// Takes away what stands beside the program, and forgets all that was solved.
    fn take_back(&mut self) -> bool {
        let (columns, rows) = self.own;
        let mut sound = true;
        // SAFETY: `instance` is live, and the ranges are of columns and rows that it has.
        unsafe {
            if self.rows > rows {
                let status =
                    highs::Highs_deleteRowsByRange(self.instance, int(rows), int(self.rows - 1));
                sound &= status != highs::STATUS_ERROR;
            }
            if self.columns > columns {
                let status = highs::Highs_deleteColsByRange(
                    self.instance,
                    int(columns),
                    int(self.columns - 1),
                );
                sound &= status != highs::STATUS_ERROR;
            }
            sound &= highs::Highs_clearSolver(self.instance) != highs::STATUS_ERROR;
        }
        (self.columns, self.rows) = self.own;
        sound
    }

    /// Adds the columns of what stands beside the program.
    fn add_columns(&mut self, beside: &Beside<'_>) -> bool {
        let count = beside.columns.len();
        let costs = vec![0.0; count];
        let (lower, upper): (Vec<f64>, Vec<f64>) = beside.columns.iter().copied().unzip();
        let mut entries = beside.entries.to_vec();
        entries.sort_by_key(|&(row, column, _)| (column, row));
        let starts: Vec<highs::HighsInt> = (0..count)
            .map(|column| {
                int(entries.partition_point(|&(_, other, _)| other < self.columns + column))
            })
            .collect();
        let indices: Vec<highs::HighsInt> = entries.iter().map(|&(row, ..)| int(row)).collect();
        let values: Vec<f64> = entries.iter().map(|&(.., value)| value).collect();
        // SAFETY: every array has the length that the call is told, and HiGHS copies them all.
        let status = unsafe {
            highs::Highs_addCols(
                self.instance,
                int(count),
                costs.as_ptr(),
                lower.as_ptr(),
                upper.as_ptr(),
                int(values.len()),
                starts.as_ptr(),
                indices.as_ptr(),
                values.as_ptr(),
            )
        };
        self.columns += count;
        status != highs::STATUS_ERROR
    }

    /// Makes the columns that must be whole numbers so.
    fn set_integers(&mut self, lp: &Lp) -> bool {
        if lp.integers.is_empty() {
            return true;
        }
        let columns: Vec<highs::HighsInt> = lp.integers.iter().map(|&column| int(column)).collect();
        let kinds = vec![highs::VAR_TYPE_INTEGER; columns.len()];
        // SAFETY: both arrays have the length that the call is told, and every column is of the program passed.
        let status = unsafe {
            highs::Highs_changeColsIntegralityBySet(
                self.instance,
                int(columns.len()),
                columns.as_ptr(),
                kinds.as_ptr(),
            )
        };
        status != highs::STATUS_ERROR
    }

    /// What the search over integers says of itself, where it says anything finite.
    fn tree(&self) -> Option<Tree> {
        let (mut bound, mut nodes) = (0.0, 0i64);
        // SAFETY: the names are NUL-terminated, and each call writes one value of its type.
        let statuses = unsafe {
            [
                highs::Highs_getDoubleInfoValue(
                    self.instance,
                    c"mip_dual_bound".as_ptr(),
                    &raw mut bound,
                ),
                highs::Highs_getInt64InfoValue(
                    self.instance,
                    c"mip_node_count".as_ptr(),
                    &raw mut nodes,
                ),
            ]
        };
        let known = !statuses.contains(&highs::STATUS_ERROR) && bound.is_finite();
        known.then(|| Tree {
            bound,
            nodes: u64::try_from(nodes).unwrap_or(0),
        })
    }

    /// Whether there is a point that keeps every row.
    fn has_point(&self) -> bool {
        let mut status = 0;
        // SAFETY: the name is NUL-terminated, and the call writes one integer.
        let read = unsafe {
            highs::Highs_getIntInfoValue(
                self.instance,
                c"primal_solution_status".as_ptr(),
                &raw mut status,
            )
        };
        read != highs::STATUS_ERROR && status == highs::SOLUTION_STATUS_FEASIBLE
    }
}

impl Session for RawSession {
    fn solve(&mut self) -> Solution {
        let failed = Solution::without_point(Outcome::Failed);
        if !self.sound {
            return failed;
        }
        // SAFETY: `instance` is live.
        let (status, model) = unsafe {
            (
                highs::Highs_run(self.instance),
                highs::Highs_getModelStatus(self.instance),
            )
        };
        let outcome = outcome(model);
        if status == highs::STATUS_ERROR
            || matches!(
                outcome,
                Outcome::Failed | Outcome::Infeasible | Outcome::Unbounded
            )
        {
            return Solution { outcome, ..failed };
        }
        let tree = if self.integer { self.tree() } else { None };
        if self.integer && !self.has_point() {
            return Solution {
                outcome,
                tree,
                ..failed
            };
        }
        let mut values = vec![0.0; self.columns];
        let mut column_duals = vec![0.0; self.columns];
        let mut row_values = vec![0.0; self.rows];
        let mut duals = vec![0.0; self.rows];
        // SAFETY: the four arrays have as many places as the instance has columns and rows.
        let status = unsafe {
            highs::Highs_getSolution(
                self.instance,
                values.as_mut_ptr(),
                column_duals.as_mut_ptr(),
                row_values.as_mut_ptr(),
                duals.as_mut_ptr(),
            )
        };
        if status == highs::STATUS_ERROR {
            return failed;
        }
        Solution {
            outcome,
            values: Some(values),
            duals: (!self.integer).then_some(duals),
            tree,
        }
    }

    fn add_rows(&mut self, rows: &[LpRow]) {
        if !self.sound || rows.is_empty() {
            return;
        }
        // Rows cut off the point that there is: the dual simplex goes on from it.
        self.sound = self.set_int(c"simplex_strategy", DUAL_SIMPLEX);
        let lower: Vec<f64> = rows.iter().map(|row| row.lower).collect();
        let upper: Vec<f64> = rows.iter().map(|row| row.upper).collect();
        let mut starts = Vec::with_capacity(rows.len());
        let mut indices = Vec::new();
        let mut values = Vec::new();
        for row in rows {
            starts.push(int(indices.len()));
            for &(column, value) in &row.entries {
                indices.push(int(column));
                values.push(value);
            }
        }
        // SAFETY: every array has the length that the call is told, and HiGHS copies them all.
        let status = unsafe {
            highs::Highs_addRows(
                self.instance,
                int(rows.len()),
                lower.as_ptr(),
                upper.as_ptr(),
                int(values.len()),
                starts.as_ptr(),
                indices.as_ptr(),
                values.as_ptr(),
            )
        };
        self.rows += rows.len();
        self.sound = status != highs::STATUS_ERROR;
    }

    fn seconds(&self) -> f64 {
        if self.sound {
            // SAFETY: `instance` is live.
            unsafe { highs::Highs_getRunTime(self.instance) }
        } else {
            0.0
        }
    }

    fn basis(&self) -> Option<Basis> {
        let mut basis = Basis {
            columns: vec![AT_LOWER; self.columns],
            rows: vec![BASIC; self.rows],
        };
        // SAFETY: the two arrays have as many places as the instance has columns and rows.
        let status = unsafe {
            highs::Highs_getBasis(
                self.instance,
                basis.columns.as_mut_ptr(),
                basis.rows.as_mut_ptr(),
            )
        };
        (self.sound && status != highs::STATUS_ERROR).then_some(basis)
    }

    fn restart(&mut self, lp: &Lp, basis: &Basis) -> bool {
        if self.instance.is_null()
            || self.integer
            || basis.columns.len() != lp.columns()
            || basis.rows.len() != lp.rows()
        {
            return false;
        }
        // SAFETY: `instance` is live.
        let cleared = unsafe { highs::Highs_clearSolver(self.instance) };
        self.columns = lp.columns();
        self.rows = lp.rows();
        self.own = (self.columns, self.rows);
        self.sound = cleared != highs::STATUS_ERROR
            && self.set_int(c"simplex_strategy", DUAL_SIMPLEX)
            && self.pass(lp);
        if self.sound {
            // SAFETY: the two arrays have as many places as the program that was passed has columns and rows.
            let status = unsafe {
                highs::Highs_setBasis(self.instance, basis.columns.as_ptr(), basis.rows.as_ptr())
            };
            self.sound = status != highs::STATUS_ERROR;
        }
        self.sound
    }

    fn put_beside(&mut self, beside: &Beside<'_>, basis: &Basis) -> bool {
        let (columns, rows) = self.own;
        if self.instance.is_null()
            || self.integer
            || basis.columns.len() != columns
            || basis.rows.len() != rows
        {
            return false;
        }
        self.sound = self.take_back() && self.add_columns(beside);
        self.add_rows(beside.rows);
        if self.sound {
            let mut basis = basis.clone();
            basis.columns.resize(self.columns, AT_LOWER);
            basis.rows.resize(self.rows, BASIC);
            // SAFETY: the two arrays have as many places as the instance has columns and rows.
            let status = unsafe {
                highs::Highs_setBasis(self.instance, basis.columns.as_ptr(), basis.rows.as_ptr())
            };
            self.sound = status != highs::STATUS_ERROR;
        }
        // Columns that start at nothing and tangents keep the base's point feasible; what is held above that does not.
        let feasible = beside.columns.iter().all(|&(lower, _)| lower <= 0.0);
        let strategy = if feasible {
            PRIMAL_SIMPLEX
        } else {
            DUAL_SIMPLEX
        };
        self.sound = self.sound && self.set_int(c"simplex_strategy", strategy);
        self.sound
    }

    fn suggest(&mut self, point: &[f64]) {
        if !self.sound || !self.integer || point.len() != self.columns {
            return;
        }
        // SAFETY: `point` has one place per column; the three other arrays may be null.
        let _status = unsafe {
            highs::Highs_setSolution(
                self.instance,
                point.as_ptr(),
                std::ptr::null(),
                std::ptr::null(),
                std::ptr::null(),
            )
        };
    }

    fn set_costs(&mut self, costs: &[f64]) {
        if !self.sound || self.columns == 0 {
            return;
        }
        // SAFETY: `costs` has one place per column of the range.
        let status = unsafe {
            highs::Highs_changeColsCostByRange(
                self.instance,
                0,
                int(self.columns - 1),
                costs.as_ptr(),
            )
        };
        self.sound = status != highs::STATUS_ERROR;
    }
}

impl Drop for RawSession {
    fn drop(&mut self) {
        if !self.instance.is_null() {
            // SAFETY: the instance was made by Highs_create and is not used again.
            unsafe { highs::Highs_destroy(self.instance) };
        }
    }
}
