//! All integration tests, in one binary so that the solver is linked once.

mod app;
mod by_hand;
mod cases;
mod command;
mod engine;
mod evidence;
mod io;
mod layers;
