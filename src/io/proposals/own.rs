//! A study of the applicant's own, of a practice that is not in the model.

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

use crate::diagnostic::{Diagnostics, Severity};
use crate::domain::{
    Band, Design, EffectUnit, Evidence, Finite, Indicator, IndicatorId, MAX_ID_LENGTH, Measured,
    Model, NonNegative, OwnEvidence, Practice, PracticeId, ProposalId, Provenance, Reading,
    Settings, StudyId, Tables, id_of,
};
use crate::io::cell::Fault;
use crate::io::journal::hexadecimal;
use crate::io::raw;

/// What the ids of a proposal's own practice and study begin with.
const OWN: &str = "proposal-";

/// Digits of the digest that tells proposals of like ids apart.
const DIGITS: usize = 8;

/// The cells of a study, each read by itself.
#[derive(Debug)]
pub(super) struct Study {
    pub grades: Band,
    pub indicator: IndicatorId,
    pub effect: Finite,
    pub effect_unit: EffectUnit,
    pub standard_error: Option<NonNegative>,
    pub scheme: Option<String>,
    pub rating: Option<String>,
    pub design: Option<Design>,
    pub independent: Option<bool>,
    pub sample: Option<NonNegative>,
    pub real_world: Option<bool>,
    pub baseline: Option<Finite>,
    pub years_after: Option<NonNegative>,
}

/// The id that a proposal's own practice and study have: of the proposal's id alone, and no other proposal's.
fn own_id(proposal: &ProposalId) -> String {
    let digest = hexadecimal(&Sha256::digest(proposal.as_str())[..DIGITS / 2]);
    let room = MAX_ID_LENGTH - OWN.len() - 1 - DIGITS;
    let name: String = id_of(proposal.as_str())
        .unwrap_or_default()
        .chars()
        .take(room)
        .collect();
    format!("{OWN}{name}-{digest}")
}

impl Study {
    /// The study with the practice that it is of: linear, of the grades that are stated, and of no model.
    pub fn evidence(
        self,
        proposal: &ProposalId,
        title: Option<&str>,
        provenance: Provenance,
    ) -> OwnEvidence {
        let id = own_id(proposal);
        let unreachable = "small letters, digits and hyphens are an id";
        let practice = PracticeId::new(&id).unwrap_or_else(|| unreachable!("{unreachable}"));
        let study = StudyId::new(&id).unwrap_or_else(|| unreachable!("{unreachable}"));
        let name = title.map_or_else(|| format!("Practice of proposal {proposal}"), str::to_owned);
        OwnEvidence {
            practice: Practice::plain(practice.clone(), name, self.grades, provenance.clone()),
            study: Evidence {
                study,
                practice,
                measured: Measured::Indicator(self.indicator),
                place: None,
                group: None,
                effect: self.effect,
                effect_unit: self.effect_unit,
                standard_error: self.standard_error,
                baseline: self.baseline,
                years_after: self.years_after,
                follow_up_years: None,
                follow_up_effect: None,
                scheme: self.scheme,
                rating: self.rating,
                design: self.design,
                independent: self.independent,
                sample: self.sample,
                real_world: self.real_world,
                provenance,
            },
        }
    }
}

/// Checks studies as a model checks its own.
#[derive(Debug)]
pub(super) struct Checker {
    settings: Settings,
    indicators: BTreeMap<IndicatorId, Indicator>,
}

impl Checker {
    /// A check against the settings and indicators of a model.
    pub fn new(tables: &Tables) -> Self {
        Checker {
            settings: tables.settings.clone(),
            indicators: tables
                .indicators
                .iter()
                .map(|row| (row.id.clone(), row.clone()))
                .collect(),
        }
    }

    /// The errors that a model would have with this practice and this study, by the column of the proposals file.
    pub fn check(&self, own: &OwnEvidence) -> Vec<(&'static str, Fault)> {
        let indicator = own.study.measured.indicator();
        let indicator = indicator.and_then(|id| self.indicators.get(id));
        let tables = Tables {
            indicators: indicator.into_iter().cloned().collect(),
            practices: vec![own.practice.clone()],
            evidence: vec![own.study.clone()],
            ..Tables::new(self.settings.clone())
        };
        // Of the other tables nothing is concluded: they are not here.
        let reading = Reading {
            incomplete: raw::specs().iter().map(|spec| spec.name).collect(),
            ..Reading::default()
        };
        let findings = match Model::checked(tables, &reading) {
            Ok((_, findings)) | Err(findings) => findings,
        };
        faults(&findings, own)
    }
}

/// The errors about the practice and the study, under the columns that they are read from.
fn faults(findings: &Diagnostics, own: &OwnEvidence) -> Vec<(&'static str, Fault)> {
    let rows = [
        (own.practice.path(), ""),
        (own.study.path(), super::columns::EVIDENCE),
    ];
    let errors = findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error);
    let mut faults = Vec::new();
    for finding in errors {
        let path = finding.location.path.as_deref().unwrap_or_default();
        let of_row = rows
            .iter()
            .find_map(|(row, prefix)| Some((path.strip_prefix(row.as_str())?, *prefix)));
        let Some((column, prefix)) = of_row else {
            continue;
        };
        let name = format!("{prefix}{}", column.trim_start_matches('.'));
        let known = super::columns::COLUMNS.iter();
        let column = known
            .map(|column| column.name)
            .find(|known| *known == name)
            .unwrap_or("evidence.effect");
        faults.push((
            column,
            Fault {
                code: finding.code,
                message: finding.message.clone(),
                hint: finding.hint.clone(),
            },
        ));
    }
    faults
}
