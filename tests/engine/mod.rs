//! The engine: families solved by hand, oracles over random models, published cases, impossible models.

mod audit;
mod families;
mod infeasible;
mod oracles;
mod random;
mod sketch;
mod vertices;
