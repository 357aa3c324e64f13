//! Files to a model and back.

mod corpus;
pub mod folder;
mod fuzz;
mod meaning;
mod overlays;
mod reading;
mod schemas;
mod shipped;
mod writing;
