//! Trefoil tells a partnership how to redirect the time, talent and treasure that it already has.

#[cfg(feature = "cli")]
pub mod cli;
pub mod diagnostic;
pub mod domain;
pub mod report;
