//! All integration tests, in one binary so that the solver is linked once.

mod command;
mod io;
