//! A row to a proposal, with everything that is wrong with it.

mod proposal;

use std::collections::BTreeMap;

use super::bind::{Binding, Input};
use super::columns::Target;
use super::map::{Format, Said};
use super::matches::Matches;
use super::number::{hinted, stripped};
use super::own;
use super::record::{Field, Header, Record};
use super::vocabulary::{Alike, Words};
use crate::diagnostic::{Diagnostic, Diagnostics, Location, codes};
use crate::domain::{IndicatorId, Model, PlaceId, PracticeId, Proposal, ProposalId};
use crate::io::cell::{Cell, Fault, Form};
use crate::io::formula;
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
}
