//! Files to a model and back.

mod corpus;
pub mod folder;
mod fuzz;
mod hazards;
mod inventory;
mod journal;
mod meaning;
mod mutate;
mod overlays;
mod ranges;
mod reading;
mod refined;
mod schemas;
mod shipped;
mod uncertain;
mod vocabulary;
mod whole;
mod writing;

pub use folder::files_of;
