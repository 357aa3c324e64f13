//! What applicants claim, and how much of it is counted.

use std::collections::BTreeMap;

use crate::domain::{AtPlace, Model, PlaceId, PracticeId, ResourceId};

/// Participants of a proposal by place.
pub(super) struct Claim {
    pub places: Vec<AtPlace>,
    /// Whether more are claimed somewhere than could take part.
    pub too_many: bool,
}

/// Participants that are `claimed` over all `places`, in proportion to who is `eligible` at each; of them the share
/// `kept` is counted, and nowhere more than are eligible.
pub(super) fn claim(places: &[PlaceId], eligible: &[f64], claimed: f64, kept: f64) -> Claim {
    let everybody: f64 = eligible.iter().sum();
    let places: Vec<AtPlace> = places
        .iter()
        .zip(eligible)
        .map(|(place, &eligible)| {
            let claimed = if everybody > 0.0 {
                claimed * eligible / everybody
            } else {
                claimed / places.len() as f64
            };
            AtPlace {
                place: place.clone(),
                eligible,
                claimed,
                counted: (kept * claimed).min(eligible),
            }
        })
        .collect();
    Claim {
        too_many: places.iter().any(|at| at.claimed > at.eligible),
        places,
    }
}

/// Money that a participant of a practice is known to take: its priced needs; `None` where it has none.
pub(super) fn price_of_participant(
    model: &Model,
    practice: &PracticeId,
    prices: &BTreeMap<&ResourceId, f64>,
) -> Option<f64> {
    let tables = model.tables();
    let needs = tables
        .needs
        .iter()
        .filter(|need| need.practice == *practice);
    needs
        .filter_map(|need| {
            let factor = tables.price_factor(&need.resource, need.price_year);
            Some(prices.get(&need.resource)? * need.per_participant.get() * factor)
        })
        .reduce(|sum, cost| sum + cost)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(names: &[&str]) -> Vec<PlaceId> {
        names.iter().filter_map(|name| PlaceId::new(name)).collect()
    }

    #[test]
    fn participants_go_where_people_are_and_only_as_many_as_there_are() {
        let places = places(&["east", "west"]);
        let found = claim(&places, &[300.0, 100.0], 200.0, 0.8);
        let counted: Vec<f64> = found.places.iter().map(|at| at.counted).collect();
        assert_eq!(counted, [120.0, 40.0]);
        assert!(!found.too_many);

        let ten_times = claim(&places, &[300.0, 100.0], 6000.0, 0.8);
        let hundred_times = claim(&places, &[300.0, 100.0], 60_000.0, 0.8);
        let counted = |claim: &Claim| claim.places.iter().map(|at| at.counted).collect::<Vec<_>>();
        assert_eq!(counted(&ten_times), [300.0, 100.0]);
        assert_eq!(counted(&ten_times), counted(&hundred_times));
        assert!(ten_times.too_many && hundred_times.too_many);
    }

    #[test]
    fn nobody_is_counted_where_nobody_is_measured() {
        let found = claim(&places(&["east"]), &[0.0], 50.0, 1.0);
        assert_eq!(found.places[0].counted, 0.0);
        assert!(found.too_many);
    }
}
