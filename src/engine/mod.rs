//! From a model and its effects to a certified plan: no files, no printing, no threads, no clock.
//!
//! [`Instance`] is the model as numbers; [`Problem`] the linear program over it; [`search`] the tangent
//! loop; [`verify`] the audit; [`recommend`] all of it. [`Lp`], [`backend`], [`upper_bound`] and
//! [`near_optimal_ranges`] are usable on any linear program.

pub mod backend;
mod bound;
mod brings;
mod carry;
mod entry;
mod evaluate;
mod explain;
mod extract;
mod formulation;
mod infeasible;
mod instance;
mod integer;
mod lp;
mod lp_file;
mod marginal;
mod moves;
mod near_optimal;
mod portfolio;
mod presolve;
mod recommend;
mod resolve;
mod rows;
mod solve;
mod steps;
mod transfer;
mod trim;
mod verify;

pub use bound::upper_bound;
pub use carry::{carried_plan, carry_out, changes};
pub use entry::{Added, Base, Entry, EntryError, Givers, Known, Valuer};
pub use evaluate::Evaluation;
pub use extract::{Allocation, allocation};
pub use formulation::{FAMILIES, Form, MoveInSteps, Problem, Touches};
pub use instance::{
    ActivityIndex, CellIndex, Demand, Instance, OfferTerm, Offers, PoolData, PoolIndex,
    ResourceIndex, RuleIndex, StepSize, counted,
};
pub use lp::{Lp, LpRow};
pub use lp_file::lp_text;
pub use marginal::more_of_pool;
pub use moves::{PoolMove, pool_moves};
pub use near_optimal::{NearOptimal, NearOptimalError, near_optimal_ranges};
pub use portfolio::{
    AtBudget, Cap, Choice, ChoiceError, ChoiceSettings, Counted, Item, Portfolio, Proof, Standing,
    choose, frontier, standings,
};
pub use presolve::check;
pub use recommend::{
    EngineError, EngineOptions, Planned, recommend, recommend_in_steps, recommend_plan,
};
pub use resolve::{
    Answer, RESOLVE_INTEGER_TOLERANCE, RESOLVE_TOLERANCE, Reached, Resolved, Resolver, Worker,
};
pub use solve::{
    Flow, Point, Progress, Search, SearchSettings, Solved, TOLERANCE, most_value, search,
};
pub use transfer::{Transferred, transfer};
pub use verify::{AUDIT_TOLERANCE, Refused, Verified, broken_limits, verify};
