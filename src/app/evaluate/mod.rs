//! Proposals, each judged by itself, and what becomes of them together.

mod claims;
pub mod rank;
mod score;

pub use score::{Alone, Judge};
