//! What a list of models writes.

use serde::{Deserialize, Serialize};

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

record! {
    /// A practice that comes with the program, for an inventory to name.
    ShippedPracticeRecord in "shipped_practices" {
        /// The id to name it by.
        practice: String, "";
        /// Its name for people.
        practice_name: String, "";
        /// Lowest grade of its participants: the age less 5.
        from_grade: i32, "grade";
        /// Highest grade of its participants.
        to_grade: i32, "grade";
        /// Published cost of a participant; missing: none was found.
        cost: Option<f64>, "USD";
        /// Year of the prices of that cost.
        price_year: Option<i32>, "year";
        nested {
            /// Outcomes of indicators that its studies count for.
            outcomes: Vec<ShippedOutcomeRecord>;
        }
    }
}

record! {
    /// An outcome of indicators that studies of a shipped practice count for.
    ShippedOutcomeRecord in "shipped_outcomes" {
        /// The practice.
        practice: String, "";
        /// The outcome, as the column `outcome` of indicators names it.
        outcome: String, "";
        /// Best credibility level of those studies, 0-5; missing: not rated.
        level: Option<u8>, "level";
    }
}

/// The practices that come with the program.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct PracticesResult {
    /// The practices, by id.
    pub practices: Vec<ShippedPracticeRecord>,
}

/// The models that come with the program.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ModelsResult {
    /// The models, by name.
    pub models: Vec<ModelRecord>,
}
