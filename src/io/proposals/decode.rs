//! A row to a proposal, with everything that is wrong with it.

use std::collections::BTreeMap;

use super::bind::{Binding, Input};
use super::columns::{EVIDENCE, Target};
use super::map::{Format, Said};
use super::matches::Matches;
use super::number::{hinted, stripped};
use super::own::{self, Study};
use super::record::{Field, Header, Record};
use super::vocabulary::{Alike, Words};
use crate::diagnostic::{Diagnostic, Diagnostics, Location, codes};
use crate::domain::{
    Basis, Finite, IndicatorId, Model, NonNegative, Offer, PlaceId, PracticeId, Proposal,
    ProposalId, Provenance, ResourceId,
};
use crate::io::cell::{Cell, Fault, Form};
use crate::io::formula;
use crate::io::raw::{Column as _, Required};
use crate::io::scalar::{Scalar, quoted};

/// What to try where the fault itself says what is needed.
const UNSAID: &str = "write such a value, or leave the cell blank where it is not known";

/// What is needed to read a row, beside the row.
#[derive(Debug)]
pub(super) struct Decoder {
    binding: Binding,
    /// What texts of the export stand for.
    values: BTreeMap<Target, BTreeMap<String, Said>>,
    format: Format,
    /// The map as the user named it.
    map_file: String,
    matches: Matches,
    practices: Words<PracticeId>,
    places: Words<PlaceId>,
    indicators: Words<IndicatorId>,
    alike: Alike,
    /// Lowest and highest mark of a reviewer.
    marks: (f64, f64),
    own: own::Checker,
    /// Whether texts that look like formulas have a mark before them.
    is_text_file: bool,
}

/// What a map and a table of matches say, beside the columns.
#[derive(Debug, Default)]
pub(super) struct Meanings {
    /// What texts of the export stand for.
    pub values: BTreeMap<Target, BTreeMap<String, Said>>,
    /// How the export writes.
    pub format: Format,
    /// The map as the user named it.
    pub map_file: String,
    /// Matches that a person confirmed.
    pub matches: Matches,
}

/// A value and where it was read.
struct Value {
    cell: Cell,
    place: Location,
}

/// A value that could not be read; the finding is kept.
struct Refused;

impl Decoder {
    /// A decoder for proposals that a model is to judge.
    pub fn new(model: &Model, binding: Binding, said: Meanings, is_text_file: bool) -> Self {
        let tables = model.tables();
        let practices = || {
            tables
                .practices
                .iter()
                .map(|row| (&row.id, row.name.as_str()))
        };
        let places = tables.places.iter().map(|row| (&row.id, row.name.as_str()));
        let indicators = tables
            .indicators
            .iter()
            .map(|row| (&row.id, row.name.as_str()));
        let evaluation = &model.settings().evaluation;
        Decoder {
            binding,
            values: said.values,
            format: said.format,
            map_file: said.map_file,
            matches: said.matches,
            practices: Words::new("a practice", practices()),
            places: Words::new("a place", places),
            indicators: Words::new("an indicator", indicators),
            alike: Alike::new(practices(), crate::io::library()),
            marks: (evaluation.review_low, evaluation.review_high),
            own: own::Checker::new(tables),
            is_text_file,
        }
    }

    /// Whether each column of the file is looked at.
    pub fn wanted(&self) -> &[bool] {
        &self.binding.wanted
    }

    /// The place of a row's id.
    pub fn id_place(&self, header: &Header, line: u64) -> Location {
        let inputs = self.binding.inputs.get(&Target::Plain("id"));
        let at = inputs.and_then(|inputs| inputs.first());
        match at {
            Some(Input::Column(position)) => header.row_place(line, Some(*position)),
            _ => header.row_place(line, None),
        }
    }

    /// What is wrong with the values that the map gives every row, or gives texts of the export.
    pub fn check_map(&mut self, header: &Header, findings: &mut Diagnostics) {
        let (_, result) = self.decode(header, &Record::default());
        let of_map =
            |finding: &Diagnostic| finding.location.file.as_deref() == Some(&self.map_file);
        for finding in result.err().into_iter().flatten().filter(of_map) {
            findings.push(finding);
        }
        for (target, known) in &self.values {
            for (text, said) in known {
                if said.text.is_empty() {
                    continue;
                }
                let cell = Cell::plain(&said.text);
                let fault = match target {
                    Target::Plain("places") => self.places.decode(&said.text).err(),
                    Target::Plain("practice") => self.practices.decode(&said.text).err(),
                    Target::Plain("evidence.indicator") => self.indicators.decode(&said.text).err(),
                    Target::Plain("evidence.effect_unit") => {
                        crate::domain::EffectUnit::decode(&cell).err()
                    }
                    Target::Plain("evidence.design") => crate::domain::Design::decode(&cell).err(),
                    target if target.is_flag() => self.flag(&cell).err(),
                    target if target.is_number() => f64::decode(&cell).err(),
                    _ => None,
                };
                if let Some(fault) = fault {
                    let place = Location::file(self.map_file.clone(), Some(said.line));
                    findings.push(fault.at(place.column(format!("values.{target}.{text}"))));
                }
            }
        }
    }

    /// The id of a row, where it has one, and its proposal or what is wrong with it.
    pub fn decode(
        &mut self,
        header: &Header,
        record: &Record,
    ) -> (Option<ProposalId>, Result<Box<Proposal>, Vec<Diagnostic>>) {
        let mut row = Row {
            decoder: self,
            header,
            record,
            findings: Vec::new(),
        };
        let proposal = row.proposal();
        let findings = row.findings;
        let (id, proposal) = proposal;
        match proposal {
            Some(proposal) if findings.is_empty() => (id, Ok(Box::new(proposal))),
            _ => (id, Err(findings)),
        }
    }

    fn flag(&self, cell: &Cell) -> Result<bool, Fault> {
        let is = |words: &[String]| words.iter().any(|word| word.as_str() == &*cell.text);
        if is(&self.format.yes) {
            return Ok(true);
        }
        if is(&self.format.no) {
            return Ok(false);
        }
        bool::decode(cell).map_err(|fault| {
            fault.hint("write `true` or `false`, or say in map.toml what the export writes: [format] true = \"Yes\", false = \"No\"")
        })
    }
}

struct Row<'a> {
    decoder: &'a mut Decoder,
    header: &'a Header,
    record: &'a Record,
    findings: Vec<Diagnostic>,
}

impl Row<'_> {
    fn row_place(&self) -> Location {
        self.header.row_place(self.record.line, None)
    }

    /// The place where a column of ours is read, filled or not.
    fn place(&self, target: &Target) -> Location {
        let inputs = self.decoder.binding.inputs.get(target);
        match inputs.and_then(|inputs| inputs.first()) {
            Some(input) => self.input_place(target, input),
            None => self.row_place().column(target.to_string()),
        }
    }

    fn input_place(&self, target: &Target, input: &Input) -> Location {
        match input {
            Input::Column(position) => {
                let mut place = self.header.row_place(self.record.line, Some(*position));
                place.column = place.column.map(|name| super::text::column_name(&name));
                place
            }
            Input::Constant(_, line) => Location::file(self.decoder.map_file.clone(), Some(*line))
                .column(format!("constants.{target}")),
        }
    }

    fn fault(&mut self, fault: Fault, place: Location) -> Refused {
        let finding = fault.at(place);
        // Whoever gets the rejected rows back did not write the model: each says what to try.
        let hint = finding.hint.clone().unwrap_or_else(|| UNSAID.to_owned());
        self.findings.push(finding.hint(hint));
        Refused
    }

    /// Whether anything stands in a column.
    fn is_filled(&self, target: &Target) -> bool {
        let inputs = self.decoder.binding.inputs.get(target);
        inputs.into_iter().flatten().any(|input| match input {
            Input::Column(at) => self
                .record
                .fields
                .iter()
                .any(|(position, _)| position == at),
            Input::Constant(field, _) => !field.is_blank(),
        })
    }

    /// The values of a column, with what the map says that they stand for; blank ones are left out.
    fn values(&mut self, target: &Target) -> Result<Vec<Value>, Refused> {
        let mut values = Vec::new();
        let mut refused = Vec::new();
        for input in self
            .decoder
            .binding
            .inputs
            .get(target)
            .into_iter()
            .flatten()
        {
            let found;
            let (field, is_ours) = match input {
                Input::Constant(field, _) => (field, true),
                Input::Column(at) => {
                    let mut fields = self.record.fields.iter();
                    found = fields.find(|(position, _)| position == at);
                    match found {
                        Some((_, field)) => (field, false),
                        None => continue,
                    }
                }
            };
            let place = self.input_place(target, input);
            match self.read(target, field, is_ours) {
                Ok(cells) => values.extend(cells.into_iter().map(|cell| Value {
                    cell,
                    place: place.clone(),
                })),
                Err(fault) => refused.push(fault.at(place)),
            }
        }
        if refused.is_empty() {
            Ok(values)
        } else {
            self.findings.extend(refused);
            Err(Refused)
        }
    }

    /// The cells of a field: its items, each as the map says.
    fn read(&self, target: &Target, field: &Field, is_ours: bool) -> Result<Vec<Cell>, Fault> {
        let decoder = &self.decoder;
        let format = &decoder.format;
        let restored = |cell: &Cell| -> Result<Cell, Fault> {
            if cell.form == Form::Date && target.is_words() {
                return Ok(Cell::plain(&cell.text));
            }
            if let Some(fault) = cell.refusal() {
                return Err(fault);
            }
            let text = match decoder.is_text_file && !is_ours && target.is_free() {
                true => formula::restored(&cell.text),
                false => &cell.text,
            };
            Ok(Cell::plain(text))
        };
        let meant = |cell: &Cell| {
            let known = decoder.values.get(target).filter(|_| !is_ours);
            let said = known.and_then(|known| known.get(&*cell.text));
            said.map(|said| Cell::plain(&said.text))
        };
        let items: Vec<Cell> = match field {
            Field::One(cell) => {
                let cell = restored(cell)?;
                match meant(&cell) {
                    Some(cell) => vec![cell],
                    None if target.is_list() => {
                        let separator = match is_ours {
                            true => ";",
                            false => &format.list_separator,
                        };
                        let items = cell.text.split(separator).map(Cell::plain);
                        let items: Vec<Cell> = items.collect();
                        if items.iter().any(Cell::is_blank) && !cell.is_blank() {
                            return Err(Fault::new(
                                codes::MISSING_VALUE,
                                "an item of the list is blank",
                            )
                            .hint(format!(
                                "one {} between two items, none at the ends",
                                quoted(separator)
                            )));
                        }
                        items
                    }
                    None => vec![cell],
                }
            }
            Field::Many(cells) => cells.iter().map(restored).collect::<Result<_, _>>()?,
        };
        let items: Vec<Cell> = items
            .into_iter()
            .map(|cell| meant(&cell).unwrap_or(cell))
            .filter(|cell| !cell.is_blank())
            .collect();
        if items.len() > 1 && !target.is_list() {
            return Err(Fault::new(
                codes::WRONG_TYPE,
                format!("`{target}` is one value, and a list stands there"),
            )
            .hint("give one value"));
        }
        if !target.is_number() || is_ours {
            return Ok(items);
        }
        items.iter().map(|cell| stripped(cell, format)).collect()
    }

    /// The only value of a column; `None` where it is blank.
    fn only(&mut self, target: &Target) -> Result<Option<Value>, Refused> {
        Ok(self.values(target)?.pop())
    }

    fn number<T: Scalar>(&mut self, target: &Target) -> Result<Option<T>, Refused> {
        let Some(value) = self.only(target)? else {
            return Ok(None);
        };
        match T::decode(&value.cell) {
            Ok(number) => Ok(Some(number)),
            Err(fault) => {
                let fault = hinted(fault, &value.cell, &self.decoder.format);
                Err(self.fault(fault, value.place))
            }
        }
    }

    fn one<T: Scalar>(&mut self, name: &'static str) -> Result<Option<T>, Refused> {
        let target = Target::Plain(name);
        if target.is_number() {
            return self.number(&target);
        }
        match self.only(&target)? {
            None => Ok(None),
            Some(value) => match T::decode(&value.cell) {
                Ok(decoded) => Ok(Some(decoded)),
                Err(fault) => Err(self.fault(fault, value.place)),
            },
        }
    }

    fn flag(&mut self, name: &'static str) -> Result<Option<bool>, Refused> {
        match self.only(&Target::Plain(name))? {
            None => Ok(None),
            Some(value) => match self.decoder.flag(&value.cell) {
                Ok(flag) => Ok(Some(flag)),
                Err(fault) => Err(self.fault(fault, value.place)),
            },
        }
    }

    /// A value that must be there.
    fn needed<T: Scalar>(&mut self, name: &'static str, why: &str) -> Result<T, Refused> {
        match self.one::<T>(name)? {
            Some(value) => Ok(value),
            None => Err(self.blank(&Target::Plain(name), why, &T::what())),
        }
    }

    fn blank(&mut self, target: &Target, why: &str, what: &str) -> Refused {
        let place = self.place(target);
        let fault = Fault::new(
            codes::MISSING_VALUE,
            format!("`{target}` is blank, and must be filled{why}"),
        );
        self.fault(
            fault.hint(format!(
                "{what}; blank means that it is not known, never zero"
            )),
            place,
        )
    }

    /// The id, and the proposal where every value could be read.
    fn proposal(&mut self) -> (Option<ProposalId>, Option<Proposal>) {
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
