//! Results as rows: names beside ids, units beside amounts, each list in the order of its key.

mod alternatives;
mod ask;
mod compare;
mod evaluate;
mod reach;
mod recommend;
mod sensitivity;
mod trust;

pub use compare::ComparedModel;

use crate::domain::ActivityId;
use crate::report::names::Names;

/// Unit of participants.
const PARTICIPANTS: &str = "participants";

/// Activities as their ids and their names.
fn activities(names: Names, ids: &[ActivityId]) -> (Vec<String>, Vec<String>) {
    let mut ids: Vec<&ActivityId> = ids.iter().collect();
    ids.sort();
    (
        ids.iter().map(ToString::to_string).collect(),
        ids.iter().map(|id| names.activity(id)).collect(),
    )
}
