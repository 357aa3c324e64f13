//! The engine: families solved by hand, oracles over random models, reasons, and impossible models.

mod audit;
mod families;
mod infeasible;
mod integers;
mod oracles;
mod random;
mod reasons;
mod served;
mod served_always;
mod sketch;
mod vertices;
