//! What a list of models writes.

use serde::Serialize;

use super::record;

record! {
    /// A model that comes with the program.
    ModelRecord in "models" {
        /// The name to use it by.
        name: String, "";
        /// Its name for people.
        title: String, "";
        /// What it is about.
        description: String, "";
    }
}

/// The models that come with the program.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct ModelsResult {
    /// The models, by name.
    pub models: Vec<ModelRecord>,
}
