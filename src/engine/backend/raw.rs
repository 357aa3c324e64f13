//! HiGHS through its C interface: keeps its basis while rows are added and objectives change.
#![expect(
    unsafe_code,
    reason = "the C interface of HiGHS; every call is in this file"
)]

use std::ffi::{CStr, CString, c_void};

use highs_sys as highs;

use super::{Backend, Limits, Outcome, SOLVER_TOLERANCE, Session, Solution};
use crate::engine::lp::{Lp, LpRow};

/// Dual simplex, without presolve: far the fastest on this family of programs, cold, after rows are
/// added, and after the objective turned to least moves (26 s for the whole of size L, against 240 s
/// with primal simplex in the second stage).
const DUAL_SIMPLEX: highs::HighsInt = 1;

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

struct RawSession {
    /// A HiGHS instance of this session's own; null where it could not be made.
    instance: *mut c_void,
    columns: usize,
    rows: usize,
    /// Whether every call that passed data succeeded.
    sound: bool,
    limits: Limits,
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
            sound: !instance.is_null(),
            limits,
        };
        if session.sound {
            session.sound = session.set_options() && session.pass(lp);
        }
        session
    }

    fn set_options(&mut self) -> bool {
        let mut sound = self.set_bool(c"output_flag", false)
            && self.set_text(c"presolve", c"off")
            && self.set_text(c"solver", c"simplex")
            && self.set_text(c"parallel", c"off")
            && self.set_int(c"threads", 1)
            && self.set_int(c"simplex_strategy", DUAL_SIMPLEX)
            && self.set_number(c"primal_feasibility_tolerance", SOLVER_TOLERANCE)
            && self.set_number(c"dual_feasibility_tolerance", SOLVER_TOLERANCE);
        if let Some(iterations) = self.limits.iterations {
            sound &= self.set_int(c"simplex_iteration_limit", int(iterations as usize));
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
}

impl Session for RawSession {
    fn solve(&mut self) -> Solution {
        let failed = Solution {
            outcome: Outcome::Failed,
            values: None,
            duals: None,
        };
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
        let outcome = match model {
            highs::MODEL_STATUS_OPTIMAL | highs::MODEL_STATUS_MODEL_EMPTY => Outcome::Optimal,
            highs::MODEL_STATUS_INFEASIBLE => Outcome::Infeasible,
            highs::MODEL_STATUS_UNBOUNDED | highs::MODEL_STATUS_UNBOUNDED_OR_INFEASIBLE => {
                Outcome::Unbounded
            }
            highs::MODEL_STATUS_REACHED_TIME_LIMIT
            | highs::MODEL_STATUS_REACHED_ITERATION_LIMIT => Outcome::Limit,
            _ => Outcome::Failed,
        };
        if status == highs::STATUS_ERROR
            || matches!(
                outcome,
                Outcome::Failed | Outcome::Infeasible | Outcome::Unbounded
            )
        {
            return Solution { outcome, ..failed };
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
            duals: Some(duals),
        }
    }

    fn add_rows(&mut self, rows: &[LpRow]) {
        if !self.sound || rows.is_empty() {
            return;
        }
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
