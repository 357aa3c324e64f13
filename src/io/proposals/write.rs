//! Proposals to CSV.

use super::columns::{COLUMNS, REQUEST};
use crate::domain::{Offer, OwnEvidence, PlaceId, Proposal, ProposalId, ResourceId};
use crate::io::formula::defused;
use crate::io::raw::{Column, Flag, List, Optional};
use crate::io::scalar::{Scalar, number_text};

/// The CSV file of proposals, which reads back as the same: its columns are those that any of them fills.
///
/// Reviews are one list, so that an exported order of reviewers is kept. The ids of a study of an applicant's own are
/// made of the proposal's id again, and the name of its practice of the title.
#[must_use]
pub fn csv(proposals: &[Proposal]) -> Vec<u8> {
    let mut resources: Vec<&ResourceId> = proposals
        .iter()
        .flat_map(|row| row.requests.iter().map(|(resource, _)| resource))
        .collect();
    resources.sort();
    resources.dedup();
    let names: Vec<&str> = COLUMNS.iter().map(|column| column.name).collect();
    let mut filled: Vec<bool> = names.iter().map(|name| *name == "id").collect();
    for row in proposals {
        for (filled, name) in filled.iter_mut().zip(&names) {
            *filled = *filled || !text(row, name).is_empty();
        }
    }
    let plain: Vec<&str> = names
        .into_iter()
        .zip(filled)
        .filter_map(|(name, filled)| filled.then_some(name))
        .collect();
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::Any(b'\n'))
        .from_writer(Vec::new());
    let requests = resources.iter().map(|id| format!("{REQUEST}{id}"));
    let header = plain.iter().map(|name| (*name).to_owned());
    // Memory does not fail to be written to.
    let _ = writer.write_record(header.chain(requests));
    for row in proposals {
        let cells = plain.iter().map(|name| {
            let text = text(row, name);
            let column = COLUMNS.iter().find(|column| column.name == *name);
            match column.is_some_and(|column| column.free) {
                true => defused(&text).into_owned(),
                false => text,
            }
        });
        let amounts = resources.iter().map(|resource| {
            let mut requests = row.requests.iter();
            let asked = requests.find(|(other, _)| other == *resource);
            asked.map_or_else(String::new, |(_, amount)| number_text(amount.get()))
        });
        let _ = writer.write_record(cells.chain(amounts));
    }
    writer.into_inner().unwrap_or_default()
}

fn optional<T: Scalar + Clone>(value: Option<&T>) -> String {
    <Optional<T>>::encode(&value.cloned())
}

/// The text of a column; empty where it is blank.
fn text(row: &Proposal, column: &str) -> String {
    let ids = |ids: &Vec<ProposalId>| <List<ProposalId>>::encode(ids);
    match column {
        "id" => row.id.as_str().to_owned(),
        "applicant" => optional(row.applicant.as_ref()),
        "title" => optional(row.title.as_ref()),
        "practice" => match &row.offer {
            Offer::Practice(id) => id.as_str().to_owned(),
            Offer::Unmatched { text, .. } => text.clone(),
            Offer::Evidence(_) | Offer::Score(_) => String::new(),
        },
        "score" => match &row.offer {
            Offer::Score(score) => number_text(*score),
            _ => String::new(),
        },
        "places" => <List<PlaceId>>::encode(&row.places),
        "participants" => optional(row.participants.as_ref()),
        "partial" => Flag::encode(&row.partial),
        "excludes" => ids(&row.excludes),
        "requires" => ids(&row.requires),
        "review" => <List<f64>>::encode(&row.reviews),
        other => match &row.offer {
            Offer::Evidence(own) => of_study(own, other),
            _ => String::new(),
        },
    }
}

fn of_study(own: &OwnEvidence, column: &str) -> String {
    let OwnEvidence { practice, study } = own;
    match column {
        "grades" => practice.grades.encode(),
        "evidence.indicator" => study
            .measured
            .indicator()
            .map_or_else(String::new, |id| id.as_str().to_owned()),
        "evidence.effect" => study.effect.encode(),
        "evidence.effect_unit" => study.effect_unit.encode(),
        "evidence.standard_error" => optional(study.standard_error.as_ref()),
        "evidence.scheme" => optional(study.scheme.as_ref()),
        "evidence.rating" => optional(study.rating.as_ref()),
        "evidence.design" => optional(study.design.as_ref()),
        "evidence.independent" => optional(study.independent.as_ref()),
        "evidence.sample" => optional(study.sample.as_ref()),
        "evidence.real_world" => optional(study.real_world.as_ref()),
        "evidence.baseline" => optional(study.baseline.as_ref()),
        "evidence.years_after" => optional(study.years_after.as_ref()),
        "source" => optional(study.provenance.source.as_ref()),
        "note" => optional(study.provenance.note.as_ref()),
        "basis" => optional(study.provenance.basis.as_ref()),
        _ => String::new(),
    }
}
