//! Proposals and what becomes of them, as records.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::domain::{
    Assessment, AtPlace, Displaced, Doubt, ExpectedGain, Flag, Judgement, Model, NonNegative,
    NotScored, Offer, Proposal, Request, StandAlone, Tenths,
};
use crate::report::names::Names;
use crate::report::record::{
    DisplacedRecord, FindingRecord, FlagWord, ProposalDoubtRecord, ProposalGainRecord,
    ProposalPlaceRecord, ProposalRecord, ProposalRequestRecord, ProposalStatus, plain,
};

/// Standard normal quantile of 0.95: half of a 90 % range.
const NINETY_FIFTH: f64 = 1.644_853_626_951_472_2;

impl ProposalRecord {
    /// The record of a row that could not be read.
    #[must_use]
    pub fn rejected(
        model: &Model,
        row: u64,
        line: u64,
        id: Option<&str>,
        findings: Vec<Diagnostic>,
    ) -> Self {
        let mut all = Diagnostics::new();
        findings.into_iter().for_each(|finding| all.push(finding));
        ProposalRecord {
            proposal: id.map(str::to_owned),
            findings: FindingRecord::all(&all),
            ..ProposalRecord::empty(model, row, line, ProposalStatus::Rejected)
        }
    }

    /// The record of `proposal` in row `row` and what it is `assessed` to be.
    #[must_use]
    pub fn new(model: &Model, row: u64, proposal: &Proposal, assessed: &Assessment) -> Self {
        let names = Names::new(model);
        let status = match assessed.judgement {
            Judgement::Scored(_) => ProposalStatus::Scored,
            Judgement::Given(_) => ProposalStatus::Given,
            Judgement::NotScored(_) => ProposalStatus::NotScored,
        };
        let mut record = ProposalRecord {
            proposal: Some(proposal.id.to_string()),
            applicant: proposal.applicant.clone(),
            title: proposal.title.clone(),
            review: proposal.review(),
            claimed: proposal.participants.map(NonNegative::get),
            partial: proposal.partial,
            excludes: proposal.excludes.iter().map(ToString::to_string).collect(),
            requires: proposal.requires.iter().map(ToString::to_string).collect(),
            flags: flags(&assessed.flags),
            requests: assessed
                .requests
                .iter()
                .map(|request| request_record(names, model, request))
                .collect(),
            ..ProposalRecord::empty(model, row, proposal.line, status)
        };
        if let Offer::Practice(id) = &proposal.offer {
            record.practice = Some(id.to_string());
            record.practice_name = Some(names.practice(id));
        }
        match &assessed.judgement {
            Judgement::Scored(alone) => record.fill(names, model, alone),
            Judgement::Given(score) => record.score = Some(plain(*score)),
            Judgement::NotScored(why) => {
                record.why_not = Some(why.into());
                match why {
                    NotScored::Unmatched { text, suggestions } => {
                        record.why_not_text = Some(text.clone());
                        record.suggestions = suggestions.iter().map(ToString::to_string).collect();
                    }
                    NotScored::Evidence(text) => record.why_not_text = Some(text.clone()),
                    NotScored::NothingMoved | NotScored::NoGain | NotScored::NoCost => {}
                }
            }
        }
        if let Some(added) = &assessed.added {
            record.adds_at_least = Some(plain(added.low));
            record.adds_at_most = Some(plain(added.high));
            record.resolved = Some(added.resolved);
            record.part = added.part;
            record.displaced = added
                .displaced
                .iter()
                .map(|row| displaced_record(names, row))
                .collect();
        }
        record
    }

    fn fill(&mut self, names: Names<'_>, model: &Model, alone: &StandAlone) {
        let StandAlone {
            value,
            cost,
            components,
            level,
            places,
            gains,
            doubts,
        } = alone;
        self.score = Some(components.score().points());
        self.need = Some(components.need.points());
        self.effect = Some(components.effect.points());
        self.people = Some(components.people.points());
        self.cost = Some(components.cost.points());
        self.reviewers = components.reviewers.map(Tenths::points);
        self.counted = Some(places.iter().map(|at| at.counted).sum());
        self.money = Some(*cost);
        self.value = Some(plain(*value));
        self.level = *level;
        self.places = places.iter().map(|at| place_record(names, at)).collect();
        self.gains = gains.iter().map(|gain| gain_record(names, gain)).collect();
        self.doubts = doubts.iter().map(doubt_record).collect();
        self.gains.sort_by(|a, b| a.indicator.cmp(&b.indicator));
        self.currency.clone_from(&model.settings().currency);
    }

    fn empty(model: &Model, row: u64, line: u64, status: ProposalStatus) -> Self {
        ProposalRecord {
            row,
            line,
            proposal: None,
            status,
            applicant: None,
            title: None,
            practice: None,
            practice_name: None,
            why_not: None,
            why_not_text: None,
            suggestions: Vec::new(),
            score: None,
            need: None,
            effect: None,
            people: None,
            cost: None,
            reviewers: None,
            review: None,
            claimed: None,
            counted: None,
            money: None,
            currency: model.settings().currency.clone(),
            value: None,
            level: None,
            partial: false,
            adds_at_least: None,
            adds_at_most: None,
            resolved: None,
            part: None,
            excludes: Vec::new(),
            requires: Vec::new(),
            flags: Vec::new(),
            places: Vec::new(),
            requests: Vec::new(),
            gains: Vec::new(),
            doubts: Vec::new(),
            displaced: Vec::new(),
            findings: Vec::new(),
        }
    }
}

fn flags(flags: &[Flag]) -> Vec<String> {
    let words = flags.iter().map(|&flag| FlagWord::from(flag));
    words.map(|word| word.word().to_owned()).collect()
}

fn place_record(names: Names<'_>, at: &AtPlace) -> ProposalPlaceRecord {
    ProposalPlaceRecord {
        place: at.place.to_string(),
        place_name: names.place(&at.place),
        eligible: at.eligible,
        claimed: at.claimed,
        counted: at.counted,
    }
}

fn request_record(names: Names<'_>, model: &Model, request: &Request) -> ProposalRequestRecord {
    ProposalRequestRecord {
        resource: request.resource.to_string(),
        resource_name: names.resource(&request.resource),
        amount: request.amount,
        unit: request.unit.clone(),
        price: request.price,
        currency: model.settings().currency.clone(),
    }
}

fn gain_record(names: Names<'_>, row: &ExpectedGain) -> ProposalGainRecord {
    let half = NINETY_FIFTH * row.sd;
    let (first, last) = row.years;
    ProposalGainRecord {
        indicator: row.indicator.to_string(),
        indicator_name: names.indicator(&row.indicator),
        unit: row.unit.into(),
        gain: plain(row.gain),
        low: plain(row.gain - half),
        high: plain(row.gain + half),
        gain_unit: Names::gain_unit(row.unit).to_owned(),
        arrives_first: names.cycle().year(first),
        arrives_last: names.cycle().year(last),
    }
}

fn doubt_record(row: &Doubt) -> ProposalDoubtRecord {
    ProposalDoubtRecord {
        of: row.of.clone(),
        indicator: row.indicator.to_string(),
        place: row.place.as_ref().map(ToString::to_string),
        group: row.group.as_ref().map(ToString::to_string),
        shock_group: row.shock_group.as_ref().map(ToString::to_string),
        sd: plain(row.sd),
    }
}

fn displaced_record(names: Names<'_>, row: &Displaced) -> DisplacedRecord {
    DisplacedRecord {
        activity: row.activity.to_string(),
        activity_name: names.activity(&row.activity),
        change: plain(row.change),
    }
}
