//! All proposals of a round as they stand side by side, from the records of each.

use super::doubt::Doubts;
use super::rank::{Entrant, Merit};
use crate::domain::{Components, ResourceId, Tenths};
use crate::report::{ProposalRecord, ProposalStatus};

/// The proposals that have a score, and what their worth rests on.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Field {
    /// The proposals, in the order of the file.
    pub entrants: Vec<Entrant>,
    /// The effects that their values rest on.
    pub doubts: Doubts,
}

impl Field {
    /// Adds the proposal of a record, where it has a score; whether it had.
    pub fn add(&mut self, record: &ProposalRecord) -> bool {
        let (Some(id), Some(score)) = (&record.proposal, record.score) else {
            return false;
        };
        let merit = match record.status {
            ProposalStatus::Given => Merit::Given(score),
            ProposalStatus::Scored => match self.scored(record) {
                Some(merit) => merit,
                None => return false,
            },
            ProposalStatus::NotScored | ProposalStatus::Rejected => return false,
        };
        let requests = record.requests.iter().filter_map(|request| {
            ResourceId::new(&request.resource).map(|resource| (resource, request.amount))
        });
        self.entrants.push(Entrant {
            id: id.clone(),
            merit,
            requests: requests.collect(),
            applicant: record.applicant.clone(),
            partial: record.partial,
            excludes: record.excludes.clone(),
            requires: record.requires.clone(),
        });
        true
    }

    fn scored(&mut self, record: &ProposalRecord) -> Option<Merit> {
        let mut doubts: Vec<_> = record
            .doubts
            .iter()
            .map(|doubt| {
                let blank = String::new();
                let part = |text: &Option<String>| text.clone().unwrap_or_else(|| blank.clone());
                let place = part(&doubt.place);
                let group = part(&doubt.group);
                // Ids hold no line end, and an id of a proposal no control character.
                let key = [&doubt.of, &doubt.indicator, &place, &group].map(String::as_str);
                let shock_group = doubt.shock_group.as_deref();
                (self.doubts.index(&key.join("\n"), shock_group), doubt.sd)
            })
            .collect();
        doubts.sort_unstable_by_key(|&(doubt, _)| doubt);
        Some(Merit::Scored {
            components: Components {
                need: Tenths::of_points(record.need?),
                effect: Tenths::of_points(record.effect?),
                people: Tenths::of_points(record.people?),
                cost: Tenths::of_points(record.cost?),
                reviewers: record.reviewers.map(Tenths::of_points),
            },
            value: record.value?,
            cost: record.money?,
            doubts,
        })
    }
}
