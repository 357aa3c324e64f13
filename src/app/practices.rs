//! The practices that come with the program, and how sure what is known of them is.

use std::collections::BTreeMap;

use crate::domain::{Evidence, ShippedPractice};
use crate::evidence::schemes;
use crate::io;

/// A shipped practice in short.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    /// The practice.
    pub shipped: &'static ShippedPractice,
    /// The outcomes that its studies count for, as an indicator names them, each with the best credibility level of
    /// those studies.
    pub outcomes: BTreeMap<String, Option<u8>>,
}

/// The shipped practices, in the order of their ids.
#[must_use]
pub fn listed() -> Vec<Listed> {
    let library = io::library();
    library
        .practices
        .iter()
        .map(|shipped| {
            let mut outcomes: BTreeMap<String, Option<u8>> = BTreeMap::new();
            for study in &shipped.evidence {
                let measured = study.measured.outcome();
                for outcome in measured.map_or(&[][..], |id| library.counts_for(id)) {
                    let best = outcomes.entry(outcome.text().to_owned()).or_default();
                    *best = (*best).max(level(study));
                }
            }
            Listed { shipped, outcomes }
        })
        .collect()
}

/// The level of a study: the lowest of its ratings.
fn level(study: &Evidence) -> Option<u8> {
    let of = |(scheme, rating): (&str, &str)| {
        let scheme = schemes().iter().find(|known| known.name == scheme)?;
        let rating = scheme.ratings.iter().find(|known| known.rating == rating)?;
        Some(rating.level)
    };
    study.ratings().filter_map(of).min()
}
