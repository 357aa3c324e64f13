//! The columns of a proposals file, each declared once.

use std::fmt;

use serde_json::{Value, json};

use crate::diagnostic::{codes, suggestion};
use crate::domain::{
    Band, Basis, Design, EffectUnit, Finite, MAX_PROPOSAL_ID, NonNegative, ProposalId, ResourceId,
};
use crate::io::cell::{Cell, Fault};
use crate::io::raw::{Column, ColumnSpec, Flag, List, Optional, Required};
use crate::io::scalar::{Scalar, quoted, text_of};

/// Name of the format, and of the sheet of a workbook.
pub(super) const NAME: &str = "proposals";

/// What a row is.
pub(in crate::io) const DOC: &str =
    "What somebody offers to do, for whom, and what they ask for it.";

/// What the columns of amounts begin with; the id of a resource follows.
pub(super) const REQUEST: &str = "request.";

/// What columns of reviews begin with where there are several; any name follows.
pub(super) const REVIEW: &str = "review.";

/// What the columns of an applicant's own study begin with.
pub(super) const EVIDENCE: &str = "evidence.";

impl Scalar for ProposalId {
    const FREE: bool = true;

    fn what() -> String {
        format!("the id that the applications go by, at most {MAX_PROPOSAL_ID} bytes")
    }

    fn schema() -> Value {
        json!({ "type": "string", "minLength": 1, "maxLength": MAX_PROPOSAL_ID })
    }

    fn decode(cell: &Cell) -> Result<Self, Fault> {
        let text = text_of(cell)?;
        ProposalId::new(text).ok_or_else(|| {
            let fault = Fault::new(
                codes::BAD_ID,
                format!("{} is no id of a proposal", quoted(text)),
            );
            fault.hint(format!(
                "at most {MAX_PROPOSAL_ID} bytes, on one line, without characters that cannot be seen"
            ))
        })
    }

    fn encode(&self) -> String {
        self.as_str().to_owned()
    }
}

macro_rules! columns {
    ($($name:literal: $kind:ty = $doc:literal;)+) => {
        /// Every column but those whose names have a part of the file's own, in the order of the reference.
        pub(in crate::io) const COLUMNS: &[ColumnSpec] = &[$(ColumnSpec {
            name: $name,
            doc: $doc,
            required: <$kind as Column>::REQUIRED,
            numeric: <$kind as Column>::NUMERIC,
            free: <$kind as Column>::FREE,
            label: <$kind as Column>::LABEL,
            what: <$kind as Column>::what,
            schema: <$kind as Column>::schema,
        }),+];
    };
}

columns! {
    "id": Required<ProposalId> = "The application's id, each once.";
    "applicant": Optional<String> = "Who asks.";
    "title": Optional<String> = "Its name for people.";
    "practice": Optional<String> = "What is done: the id or the exact name of a practice of the model, or a text that `practice_match` has. Exactly one of practice, evidence and score is filled.";
    "score": Optional<Finite> = "What it is worth, where somebody else scored it: in units of its own.";
    "places": List<String> = "Where: ids or exact names of places of the model. Needed, except beside a score.";
    "participants": Optional<NonNegative> = "Participants that it claims, a year, over all its places. Needed, except beside a score.";
    "partial": Flag = "Whether any part of it may be supported; blank: all or nothing.";
    "excludes": List<ProposalId> = "Proposals that cannot be supported beside it.";
    "requires": List<ProposalId> = "Proposals without which it cannot be supported.";
    "review": List<f64> = "What reviewers gave it, on the scale of the settings; `review.<name>` takes one reviewer each.";
    "grades": Optional<Band> = "Grades of the participants of the applicant's own study; used beside evidence alone.";
    "evidence.indicator": Optional<String> = "Indicator that the applicant's own study measured: its id or exact name.";
    "evidence.effect": Optional<Finite> = "Reported effect per participant, in the raw direction of the indicator.";
    "evidence.effect_unit": Optional<EffectUnit> = "Unit of the effect and of its error.";
    "evidence.standard_error": Optional<NonNegative> = "Standard error; blank: that of its level.";
    "evidence.scheme": Optional<String> = "Rating scheme, or several.";
    "evidence.rating": Optional<String> = "Rating within the scheme, one for each.";
    "evidence.design": Optional<Design> = "How the study was made.";
    "evidence.independent": Optional<bool> = "Whether the evaluator was independent of the developer.";
    "evidence.sample": Optional<NonNegative> = "Participants in the study.";
    "evidence.real_world": Optional<bool> = "Whether it ran in usual conditions.";
    "evidence.baseline": Optional<Finite> = "Level of the comparison group, in units of the indicator.";
    "evidence.years_after": Optional<NonNegative> = "Years between the practice and the measurement; blank is 0.";
    "source": Optional<String> = "Where the row was read.";
    "note": Optional<String> = "What a reader should know about it.";
    "basis": Optional<Basis> = "How far its figures can be taken as known.";
}

/// How a column with a part of the file's own in its name is called, what its cells hold, and what it means.
type Pattern = (&'static str, fn() -> ColumnKind, &'static str);

/// Columns with a part of the file's own in their name: the pattern, what a cell holds, and what it means.
pub(in crate::io) const PATTERNS: &[Pattern] = &[
    (
        "request.<resource>",
        || ColumnKind::of::<Optional<NonNegative>>(),
        "What it asks for of a resource of the model, a year, in the resource's unit; blank and 0 are nothing.",
    ),
    (
        "review.<name>",
        || ColumnKind::of::<Optional<f64>>(),
        "What one reviewer gave it.",
    ),
];

/// What cells of a column hold.
pub(in crate::io) struct ColumnKind {
    /// In words.
    pub what: String,
    /// As JSON Schema.
    pub schema: Value,
}

impl ColumnKind {
    fn of<C: Column>() -> Self {
        ColumnKind {
            what: C::what(),
            schema: C::schema(),
        }
    }
}

/// A column that a proposals file can have.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Target {
    /// One of [`COLUMNS`].
    Plain(&'static str),
    /// An amount of a resource.
    Request(ResourceId),
    /// What one reviewer gave.
    Review(String),
}

impl Target {
    /// Whether it takes any number of values.
    pub fn is_list(&self) -> bool {
        matches!(
            self,
            Target::Plain("places" | "excludes" | "requires" | "review")
        )
    }

    /// Whether its values are numbers.
    pub fn is_number(&self) -> bool {
        match self {
            Target::Request(_) | Target::Review(_) => true,
            Target::Plain(name) => *name == "review" || spec(name).is_some_and(|spec| spec.numeric),
        }
    }

    /// Whether its values are true or false.
    pub fn is_flag(&self) -> bool {
        matches!(
            self,
            Target::Plain("partial" | "evidence.independent" | "evidence.real_world")
        )
    }

    /// Whether it is free text, in which a date is as good as any other.
    pub fn is_words(&self) -> bool {
        matches!(
            self,
            Target::Plain("applicant" | "title" | "source" | "note")
        )
    }

    /// Whether any text may stand in it, so that one may look like a formula to a spreadsheet.
    pub fn is_free(&self) -> bool {
        matches!(self, Target::Plain(name) if spec(name).is_some_and(|spec| spec.free))
            && !self.is_number()
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Target::Plain(name) => f.write_str(name),
            Target::Request(resource) => write!(f, "{REQUEST}{resource}"),
            Target::Review(name) => write!(f, "{REVIEW}{name}"),
        }
    }
}

fn spec(name: &str) -> Option<&'static ColumnSpec> {
    COLUMNS.iter().find(|column| column.name == name)
}

/// The column of a name, where there is one; amounts are of `resources` alone.
pub(super) fn target(name: &str, resources: &[ResourceId]) -> Option<Target> {
    if let Some(resource) = name.strip_prefix(REQUEST) {
        let found = resources.iter().find(|id| id.as_str() == resource);
        return found.cloned().map(Target::Request);
    }
    if let Some(reviewer) = name.strip_prefix(REVIEW) {
        return (!reviewer.trim().is_empty()).then(|| Target::Review(reviewer.trim().to_owned()));
    }
    spec(name).map(|column| Target::Plain(column.name))
}

/// What to try for a name that is no column.
pub(super) fn hint(name: &str, resources: &[ResourceId], besides: &[&str]) -> Option<String> {
    if let Some(resource) = name.strip_prefix(REQUEST) {
        let known = resources.iter().map(ResourceId::as_str);
        let hint = suggestion(resource, known)?;
        return Some(format!("the resource is none of the model's: {hint}"));
    }
    let names = names(resources);
    let known = names.iter().map(String::as_str);
    suggestion(name, known.chain(besides.iter().copied()))
}

/// The names of all columns, for suggestions.
fn names(resources: &[ResourceId]) -> Vec<String> {
    let plain = COLUMNS.iter().map(|column| column.name.to_owned());
    let requests = resources.iter().map(|id| format!("{REQUEST}{id}"));
    plain.chain(requests).collect()
}
