//! Mirror of the rules: which columns a row may fill depends on its kind.

use serde_json::{Value, json};

use super::{List, Optional, Record, Required, RowReader, Spec, mirror};
use crate::diagnostic::codes;
use crate::domain::{
    Finite, GroupId, IndicatorId, Measure, PartnerId, PlaceId, PracticeId, Provenance, ResourceId,
    Rule, RuleId, RuleKind,
};
use crate::io::cell::{Cell, Fault};
use crate::io::choice::bad_choice;
use crate::io::scalar::Scalar;

/// The word of a rule's kind, and which columns it takes beside `id`.
struct Kind {
    word: &'static str,
    required: &'static [&'static str],
    optional: &'static [&'static str],
}

const KINDS: &[Kind] = &[
    Kind {
        word: "fund",
        required: &[],
        optional: &["practices", "places", "limit"],
    },
    Kind {
        word: "exclude",
        required: &[],
        optional: &["practices", "places"],
    },
    Kind {
        word: "floor",
        required: &["limit"],
        optional: &["indicator", "places", "groups"],
    },
    Kind {
        word: "requires",
        required: &["practices"],
        optional: &["places"],
    },
    Kind {
        word: "excludes",
        required: &["practices"],
        optional: &["places"],
    },
    Kind {
        word: "at_least",
        required: &["measure", "limit"],
        optional: &["practices", "places", "partners"],
    },
    Kind {
        word: "at_most",
        required: &["measure", "limit"],
        optional: &["practices", "places", "partners"],
    },
];

/// Measure that adds up participants; every one but these two is a resource.
const PARTICIPANTS: &str = "participants";

/// Measure that counts the activities that run.
const ACTIVITIES: &str = "activities";

struct Word(&'static Kind);

impl Scalar for Word {
    fn what() -> String {
        let words: Vec<&str> = KINDS.iter().map(|kind| kind.word).collect();
        format!("one of {}", words.join(", "))
    }

    fn schema() -> Value {
        let words: Vec<&str> = KINDS.iter().map(|kind| kind.word).collect();
        json!({ "type": "string", "enum": words })
    }

    fn decode(cell: &Cell) -> Result<Self, Fault> {
        KINDS
            .iter()
            .find(|kind| kind.word == &*cell.text)
            .map(Word)
            .ok_or_else(|| {
                let words: Vec<&str> = KINDS.iter().map(|kind| kind.word).collect();
                bad_choice(&cell.text, &words)
            })
    }

    fn encode(&self) -> String {
        self.0.word.to_owned()
    }
}

impl Scalar for Measure {
    fn what() -> String {
        format!("`{PARTICIPANTS}`, `{ACTIVITIES}`, or the id of a resource")
    }

    fn schema() -> Value {
        ResourceId::schema()
    }

    fn decode(cell: &Cell) -> Result<Self, Fault> {
        match &*cell.text {
            PARTICIPANTS => Ok(Measure::Participants),
            ACTIVITIES => Ok(Measure::Activities),
            _ => ResourceId::decode(cell).map(Measure::Amount),
        }
    }

    fn encode(&self) -> String {
        match self {
            Measure::Participants => PARTICIPANTS.to_owned(),
            Measure::Activities => ACTIVITIES.to_owned(),
            Measure::Amount(resource) => resource.encode(),
        }
    }
}

struct RuleRow {
    id: RuleId,
    kind: Word,
    indicator: Option<IndicatorId>,
    practices: Vec<PracticeId>,
    places: Vec<PlaceId>,
    groups: Vec<GroupId>,
    partners: Vec<PartnerId>,
    measure: Option<Measure>,
    limit: Option<Finite>,
    provenance: Provenance,
}

mirror! {
    /// A promise that the plan must keep; an empty list matches everything.
    "rules" => RuleRow by ["id"];
    /// Short name of the rule.
    id: Required<RuleId>,
    /// fund (each matching activity has at least `limit` participants, or today's where there is no limit), exclude
    /// (nothing for the matching activities), floor (at least `limit` points gained), at_least and at_most (a limit on
    /// `measure` over the matching activities), requires (at each place, the first of `practices` runs only where all the
    /// others run), excludes (at each place, at most one of `practices` runs).
    kind: Required<Word>,
    /// The indicator of a floor; blank is each one.
    indicator: Optional<IndicatorId>,
    /// Practices it is about.
    practices: List<PracticeId>,
    /// Places it is about.
    places: List<PlaceId>,
    /// Student groups that a floor is about.
    groups: List<GroupId>,
    /// Partners whose pools an amount is about.
    partners: List<PartnerId>,
    /// What at_least and at_most add up: `participants`, `activities` (the number of them that run), or the id of a resource.
    measure: Optional<Measure>,
    /// The limit: participants (fund), indicator units (floor), the measure's unit.
    limit: Optional<Finite>,
}

impl RuleRow {
    fn filled(&self, column: &str) -> bool {
        match column {
            "indicator" => self.indicator.is_some(),
            "practices" => !self.practices.is_empty(),
            "places" => !self.places.is_empty(),
            "groups" => !self.groups.is_empty(),
            "partners" => !self.partners.is_empty(),
            "measure" => self.measure.is_some(),
            "limit" => self.limit.is_some(),
            _ => false,
        }
    }

    /// Notes every column that the kind needs or cannot take; whether there is none.
    fn check(&self, reader: &mut RowReader<'_>) -> bool {
        let kind = self.kind.0;
        let mut sound = true;
        for (position, column) in Self::SPEC.columns.iter().enumerate() {
            let required = kind.required.contains(&column.name);
            let taken = required || kind.optional.contains(&column.name);
            let fault = if required && !self.filled(column.name) {
                Fault::new(
                    codes::MISSING_VALUE,
                    format!("a rule of kind `{}` needs `{}`", kind.word, column.name),
                )
                .hint((column.what)())
            } else if !taken && self.filled(column.name) {
                let takes: Vec<&str> = kind.required.iter().chain(kind.optional).copied().collect();
                Fault::new(
                    codes::MISPLACED_VALUE,
                    format!(
                        "a rule of kind `{}` does not take `{}`",
                        kind.word, column.name
                    ),
                )
                .hint(format!(
                    "leave it blank; the kind takes {}",
                    takes.join(", ")
                ))
            } else if column.name == "partners"
                && self.filled("partners")
                && matches!(
                    self.measure,
                    Some(Measure::Participants | Measure::Activities)
                )
            {
                Fault::new(
                    codes::MISPLACED_VALUE,
                    "a limit on participants or activities does not take `partners`",
                )
                .hint("leave it blank, or name a resource as the measure: partners give amounts")
            } else {
                continue;
            };
            sound = false;
            reader.fault(position, fault);
        }
        sound
    }

    fn into_rule(self) -> Option<Rule> {
        let kind = match (self.kind.0.word, self.limit, self.measure) {
            ("fund", limit, None) => RuleKind::Fund { limit },
            ("exclude", None, None) => RuleKind::Exclude,
            ("floor", Some(limit), None) => RuleKind::Floor {
                indicator: self.indicator,
                limit,
            },
            ("requires", None, None) => RuleKind::Requires,
            ("excludes", None, None) => RuleKind::Excludes,
            ("at_least", Some(limit), Some(measure)) => RuleKind::AtLeast { measure, limit },
            ("at_most", Some(limit), Some(measure)) => RuleKind::AtMost { measure, limit },
            _ => return None,
        };
        Some(Rule {
            id: self.id,
            kind,
            practices: self.practices,
            places: self.places,
            groups: self.groups,
            partners: self.partners,
            provenance: self.provenance,
        })
    }
}

impl Record for Rule {
    const SPEC: &'static Spec = RuleRow::SPEC;

    fn decode(reader: &mut RowReader<'_>) -> Option<Self> {
        let row = RuleRow::decode(reader)?;
        if row.check(reader) {
            row.into_rule()
        } else {
            None
        }
    }

    fn encode(&self) -> Vec<String> {
        let (indicator, measure, limit) = match self.kind.clone() {
            RuleKind::Fund { limit } => (None, None, limit),
            RuleKind::Exclude | RuleKind::Requires | RuleKind::Excludes => (None, None, None),
            RuleKind::Floor { indicator, limit } => (indicator, None, Some(limit)),
            RuleKind::AtLeast { measure, limit } | RuleKind::AtMost { measure, limit } => {
                (None, Some(measure), Some(limit))
            }
        };
        // Every word has its kind: the registry test below holds them together.
        let word = self.kind.word();
        let kind = KINDS
            .iter()
            .find(|kind| kind.word == word)
            .unwrap_or(&KINDS[0]);
        RuleRow {
            id: self.id.clone(),
            kind: Word(kind),
            indicator,
            practices: self.practices.clone(),
            places: self.places.clone(),
            groups: self.groups.clone(),
            partners: self.partners.clone(),
            measure,
            limit,
            provenance: self.provenance.clone(),
        }
        .encode()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_the_model_has_its_word() {
        let limit = Finite::new(1.0).unwrap();
        let measure = Measure::Participants;
        for kind in [
            RuleKind::Fund { limit: None },
            RuleKind::Exclude,
            RuleKind::Requires,
            RuleKind::Excludes,
            RuleKind::Floor {
                indicator: None,
                limit,
            },
            RuleKind::AtLeast {
                measure: measure.clone(),
                limit,
            },
            RuleKind::AtMost { measure, limit },
        ] {
            assert!(
                KINDS.iter().any(|known| known.word == kind.word()),
                "{}",
                kind.word()
            );
        }
    }
}
