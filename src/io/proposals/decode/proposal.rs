//! The parts of a proposal, each from its columns.

use super::{Refused, Row};
use crate::diagnostic::codes;
use crate::domain::{
    Basis, Finite, NonNegative, Offer, PlaceId, Proposal, ProposalId, Provenance, ResourceId,
};
use crate::io::cell::Fault;
use crate::io::proposals::columns::{EVIDENCE, Target};
use crate::io::proposals::number::hinted;
use crate::io::proposals::own::Study;
use crate::io::proposals::record::Field;
use crate::io::raw::{Column as _, Required};
use crate::io::scalar::{Scalar as _, quoted};

impl Row<'_> {
    /// The id, and the proposal where every value could be read.
    pub(super) fn proposal(&mut self) -> (Option<ProposalId>, Option<Proposal>) {
        self.strays();
        let id = self.id().ok();
        let applicant = self.one::<String>("applicant");
        let title = self.one::<String>("title");
        let provenance = self.provenance();
        let has_score = self.is_filled(&Target::Plain("score"));
        let study = self.study(has_score);
        let worth = self.worth();
        let places = self.places(has_score);
        let participants = match has_score {
            true => self.one::<NonNegative>("participants"),
            false => self
                .needed::<NonNegative>("participants", " except beside a score")
                .map(Some),
        };
        let requests = self.requests(has_score);
        let partial = self.flag("partial");
        let excludes = self.others("excludes", id.as_ref());
        let requires = self.others("requires", id.as_ref());
        self.contradictions(&excludes, &requires);
        let reviews = self.reviews();
        let build = || -> Result<Proposal, Refused> {
            let id = id.clone().ok_or(Refused)?;
            let title = title?;
            let provenance = provenance?;
            let offer = match (worth?, study?) {
                (Some(offer), _) => offer,
                (None, Some(study)) => {
                    let own = study.evidence(&id, title.as_deref(), provenance);
                    let found = self.decoder.own.check(&own);
                    let is_sound = found.is_empty();
                    for (name, fault) in found {
                        let place = self.place(&Target::Plain(name));
                        self.fault(fault, place);
                    }
                    if !is_sound {
                        return Err(Refused);
                    }
                    Offer::Evidence(Box::new(own))
                }
                (None, None) => return Err(Refused),
            };
            Ok(Proposal {
                id,
                line: self.record.line,
                applicant: applicant?,
                title,
                offer,
                places: places?,
                participants: participants?,
                requests: requests?,
                partial: partial?.unwrap_or_default(),
                excludes: excludes?,
                requires: requires?,
                reviews: reviews?,
            })
        };
        let proposal = build().ok();
        (id, proposal)
    }

    /// Values of columns without a name, which would be lost in silence.
    fn strays(&mut self) {
        let unnamed = &self.decoder.binding.unnamed;
        let mut strays = self.record.fields.iter();
        let Some((position, field)) = strays.find(|(position, _)| unnamed.contains(position))
        else {
            return;
        };
        let shown = match field {
            Field::One(cell) => quoted(&cell.text),
            Field::Many(_) => "a list".to_owned(),
        };
        let mut place = self.header.row_place(self.record.line, Some(*position));
        place.column = None;
        let fault = Fault::new(
            codes::UNKNOWN_COLUMN,
            format!(
                "{shown} stands in column {}, which has no name in the header",
                position + 1
            ),
        );
        self.fault(
            fault.hint("name the column, or clear it; a map.toml names the columns to read, and ignores all others"),
            place,
        );
    }

    fn id(&mut self) -> Result<ProposalId, Refused> {
        match self.one::<ProposalId>("id")? {
            Some(id) => Ok(id),
            None => Err(self.blank(&Target::Plain("id"), "", &ProposalId::what())),
        }
    }

    fn provenance(&mut self) -> Result<Provenance, Refused> {
        let source = self.one::<String>("source");
        let note = self.one::<String>("note");
        let basis = self.one::<Basis>("basis");
        Ok(Provenance {
            source: source?,
            note: note?,
            basis: basis?,
        })
    }

    /// What the worth rests on, but for a study of the applicant's own; exactly one thing must.
    fn worth(&mut self) -> Result<Option<Offer>, Refused> {
        let score = Target::Plain("score");
        let practice = Target::Plain("practice");
        let filled: Vec<&str> = [
            (self.is_filled(&practice), "practice"),
            (self.has_study(), "evidence"),
            (self.is_filled(&score), "score"),
        ]
        .into_iter()
        .filter_map(|(filled, name)| filled.then_some(name))
        .collect();
        if filled.len() != 1 {
            let message = match filled.as_slice() {
                [] => "nothing says what the proposal's worth rests on: practice, evidence and score are blank".to_owned(),
                several => format!("the proposal's worth rests on several things: {}", several.join(" and ")),
            };
            let fault = Fault::new(codes::PROPOSAL_WORTH, message);
            let place = self.row_place();
            return Err(self.fault(
                fault.hint(
                    "fill exactly one: a practice, a study of the applicant's own, or a score",
                ),
                place,
            ));
        }
        if let Some(score) = self.number::<Finite>(&score)? {
            return Ok(Some(Offer::Score(score.get())));
        }
        let Some(text) = self.one::<String>("practice")? else {
            return Ok(None);
        };
        let decoder = &mut self.decoder;
        let known = decoder.practices.find(&text).cloned();
        let known = known.or_else(|| decoder.matches.find(&text).cloned());
        Ok(Some(match known {
            Some(practice) => Offer::Practice(practice),
            None => Offer::Unmatched {
                suggestions: decoder.alike.suggest(&text),
                text,
            },
        }))
    }

    fn has_study(&self) -> bool {
        let mut targets = self.decoder.binding.inputs.keys();
        targets.any(|target| {
            matches!(target, Target::Plain(name) if name.starts_with(EVIDENCE))
                && self.is_filled(target)
        })
    }

    /// The study of the applicant's own, where any part of one is there.
    fn study(&mut self, has_score: bool) -> Result<Option<Study>, Refused> {
        if !self.has_study() || has_score || self.is_filled(&Target::Plain("practice")) {
            return Ok(None);
        }
        let why = " for a study of the applicant's own";
        let grades = self.needed("grades", why);
        let indicator = self.needed::<String>("evidence.indicator", why);
        let indicator = indicator.and_then(|text| {
            self.decoder.indicators.decode(&text).map_err(|fault| {
                let place = self.place(&Target::Plain("evidence.indicator"));
                self.fault(fault, place)
            })
        });
        let effect = self.needed("evidence.effect", why);
        let effect_unit = self.needed("evidence.effect_unit", why);
        let standard_error = self.one("evidence.standard_error");
        let scheme = self.one("evidence.scheme");
        let rating = self.one("evidence.rating");
        let design = self.one("evidence.design");
        let independent = self.flag("evidence.independent");
        let sample = self.one("evidence.sample");
        let real_world = self.flag("evidence.real_world");
        let baseline = self.one("evidence.baseline");
        let years_after = self.one("evidence.years_after");
        Ok(Some(Study {
            grades: grades?,
            indicator: indicator?,
            effect: effect?,
            effect_unit: effect_unit?,
            standard_error: standard_error?,
            scheme: scheme?,
            rating: rating?,
            design: design?,
            independent: independent?,
            sample: sample?,
            real_world: real_world?,
            baseline: baseline?,
            years_after: years_after?,
        }))
    }

    fn places(&mut self, has_score: bool) -> Result<Vec<PlaceId>, Refused> {
        let target = Target::Plain("places");
        let mut places = Vec::new();
        let mut refused = false;
        for value in self.values(&target)? {
            match self.decoder.places.decode(&value.cell.text) {
                Ok(place) if places.contains(&place) => {}
                Ok(place) => places.push(place),
                Err(fault) => {
                    let hint = fault.hint.clone().unwrap_or_default();
                    let hint = format!(
                        "{hint}; map.toml says what the export's words stand for: [values.places]"
                    );
                    self.fault(fault.hint(hint), value.place);
                    refused = true;
                }
            }
        }
        if refused {
            return Err(Refused);
        }
        if places.is_empty() && !has_score {
            return Err(self.blank(
                &target,
                " except beside a score",
                "ids or names of places of the model",
            ));
        }
        Ok(places)
    }

    fn requests(&mut self, has_score: bool) -> Result<Vec<(ResourceId, NonNegative)>, Refused> {
        let targets: Vec<(Target, ResourceId)> = self
            .decoder
            .binding
            .inputs
            .keys()
            .filter_map(|target| match target {
                Target::Request(resource) => Some((target.clone(), resource.clone())),
                _ => None,
            })
            .collect();
        let mut requests = Vec::new();
        let mut refused = false;
        for (target, resource) in &targets {
            match self.number::<NonNegative>(target) {
                Ok(Some(amount)) if amount.get() > 0.0 => requests.push((resource.clone(), amount)),
                Ok(_) => {}
                Err(Refused) => refused = true,
            }
        }
        if refused {
            return Err(Refused);
        }
        if requests.is_empty() && !has_score {
            let place = match targets.as_slice() {
                [(only, _)] => self.place(only),
                _ => self.row_place(),
            };
            let fault = Fault::new(
                codes::MISSING_VALUE,
                "the proposal asks for nothing: no request is above 0",
            );
            return Err(self.fault(
                fault.hint("fill request.<resource>; only a score may stand without a request"),
                place,
            ));
        }
        Ok(requests)
    }

    /// Proposals that it names, each once.
    fn others(
        &mut self,
        name: &'static str,
        own: Option<&ProposalId>,
    ) -> Result<Vec<ProposalId>, Refused> {
        let mut others = Vec::new();
        let mut refused = false;
        for value in self.values(&Target::Plain(name))? {
            match <Required<ProposalId>>::decode(&value.cell) {
                Ok(id) if Some(&id) == own => {
                    let fault = Fault::new(
                        codes::MISPLACED_VALUE,
                        format!("{} is the proposal itself", quoted(id.as_str())),
                    );
                    self.fault(fault.hint("name other proposals alone"), value.place);
                    refused = true;
                }
                Ok(id) if others.contains(&id) => {}
                Ok(id) => others.push(id),
                Err(fault) => {
                    self.fault(fault, value.place);
                    refused = true;
                }
            }
        }
        if refused { Err(Refused) } else { Ok(others) }
    }

    /// What is excluded cannot be required.
    fn contradictions(
        &mut self,
        excludes: &Result<Vec<ProposalId>, Refused>,
        requires: &Result<Vec<ProposalId>, Refused>,
    ) {
        let (Ok(excludes), Ok(requires)) = (excludes, requires) else {
            return;
        };
        if let Some(both) = requires.iter().find(|id| excludes.contains(id)) {
            let place = self.place(&Target::Plain("requires"));
            let fault = Fault::new(
                codes::MISPLACED_VALUE,
                format!("{} is required and excluded", quoted(both.as_str())),
            );
            self.fault(fault.hint("keep it in one of the two"), place);
        }
    }

    fn reviews(&mut self) -> Result<Vec<f64>, Refused> {
        let targets: Vec<Target> = self
            .decoder
            .binding
            .inputs
            .keys()
            .filter(|target| matches!(target, Target::Plain("review") | Target::Review(_)))
            .cloned()
            .collect();
        let (low, high) = self.decoder.marks;
        let mut reviews = Vec::new();
        let mut refused = false;
        for target in targets {
            let Ok(values) = self.values(&target) else {
                refused = true;
                continue;
            };
            for value in values {
                let fault = match f64::decode(&value.cell) {
                    Ok(mark) if (low..=high).contains(&mark) => {
                        reviews.push(mark);
                        continue;
                    }
                    Ok(_) => Fault::new(
                        codes::OUT_OF_RANGE,
                        format!(
                            "{} must be a mark from {low} to {high}",
                            quoted(&value.cell.text)
                        ),
                    )
                    .hint("the scale is evaluation.review_low and review_high of model.toml"),
                    Err(fault) => hinted(fault, &value.cell, &self.decoder.format),
                };
                self.fault(fault, value.place);
                refused = true;
            }
        }
        if refused { Err(Refused) } else { Ok(reviews) }
    }
}
