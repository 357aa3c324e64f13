//! The engine: families solved by hand, oracles over random models, reasons, and impossible models.

mod added;
mod again;
mod audit;
mod carried;
mod choices;
pub mod draws;
mod families;
mod infeasible;
mod integers;
mod oracles;
mod pieces;
pub mod random;
mod reasons;
mod served;
mod served_always;
pub mod sketch;
mod steps;
mod vertices;
