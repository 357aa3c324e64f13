//! Trefoil tells a partnership how to redirect the time, talent and treasure that it already has.

pub mod app;
pub mod diagnostic;
pub mod domain;
pub mod engine;
pub mod evidence;
