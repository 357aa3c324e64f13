//! Files to a model and back.

mod book;
mod corpus;
pub mod folder;
mod fuzz;
mod hazards;
mod inventory;
mod journal;
mod meaning;
mod mutate;
mod overlays;
mod proposals;
mod ranges;
mod reading;
mod refined;
mod schemas;
mod shipped;
mod templates;
mod uncertain;
mod vocabulary;
mod whole;
mod workbooks;
mod writing;

pub use folder::{files_of, read_file};
