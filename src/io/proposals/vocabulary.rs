//! What texts of an export name in the model, and what they look like.

use std::collections::BTreeMap;

use crate::diagnostic::{closest, codes, suggestion};
use crate::domain::{Label, Library, PracticeId};
use crate::io::cell::Fault;
use crate::io::scalar::quoted;

/// Most practices that are suggested for one text.
const MOST_SUGGESTIONS: usize = 3;

/// Likeness, from 0 to 1, from which a practice is suggested: half of the pairs of letters are the same.
const ALIKE: f64 = 0.5;

/// Longest text that is compared, in bytes.
const LONGEST_COMPARED: usize = 200;

/// Most texts whose suggestions are kept, since exports repeat a few.
const MOST_KEPT: usize = 1_000;

/// Rows of one table by id and by name.
#[derive(Debug)]
pub(super) struct Words<Id> {
    /// What a row is.
    kind: &'static str,
    ids: BTreeMap<String, Id>,
    /// Ids of each name, in small letters.
    names: BTreeMap<String, Vec<String>>,
}

/// A name without what does not count in it: capital letters, and spaces at the ends.
pub(super) fn folded(name: &str) -> String {
    name.trim().to_lowercase()
}

impl<Id: Clone> Words<Id> {
    /// Rows by their ids and names.
    pub fn new<'r>(kind: &'static str, rows: impl Iterator<Item = (&'r Id, &'r str)>) -> Self
    where
        Id: std::fmt::Display + 'r,
    {
        let mut words = Words {
            kind,
            ids: BTreeMap::new(),
            names: BTreeMap::new(),
        };
        for (id, name) in rows {
            let text = id.to_string();
            let same = words.names.entry(folded(name)).or_default();
            same.push(text.clone());
            words.ids.insert(text, id.clone());
        }
        words
    }

    /// The row of that id, else the only one of that name; capital letters of names and spaces at the ends do not
    /// count.
    pub fn find(&self, text: &str) -> Option<&Id> {
        let named = || match self.names.get(&folded(text))?.as_slice() {
            [only] => self.ids.get(only),
            _ => None,
        };
        self.ids.get(text.trim()).or_else(named)
    }

    /// The row, or what is wrong with the text that should name one.
    pub fn decode(&self, text: &str) -> Result<Id, Fault> {
        if let Some(found) = self.find(text) {
            return Ok(found.clone());
        }
        let kind = self.kind;
        let message = format!(
            "{} is neither the id nor the name of {kind} of the model",
            quoted(text)
        );
        let near = closest(text, self.names.keys().map(String::as_str));
        let near = near.and_then(|name| self.names.get(name)?.first());
        let hint = match near {
            Some(id) => Some(format!("did you mean `{id}`?")),
            None => suggestion(text, self.ids.keys().map(String::as_str)),
        };
        Err(Fault {
            hint,
            ..Fault::new(codes::UNKNOWN_ID, message)
        })
    }
}

/// Practices that texts look like.
#[derive(Debug)]
pub(super) struct Alike {
    /// Each practice with the texts that speak of it: id and name, in small letters.
    practices: Vec<(PracticeId, [String; 2])>,
    library: &'static Library,
    /// What was found already.
    kept: BTreeMap<String, Vec<PracticeId>>,
}

impl Alike {
    /// The practices of the model, with the words of the shipped ones.
    pub fn new<'r>(
        practices: impl Iterator<Item = (&'r PracticeId, &'r str)>,
        library: &'static Library,
    ) -> Self {
        Alike {
            practices: practices
                .map(|(id, name)| {
                    (
                        id.clone(),
                        [id.as_str().replace(['-', '_'], " "), folded(name)],
                    )
                })
                .collect(),
            library,
            kept: BTreeMap::new(),
        }
    }

    /// Practices that `text` looks like, the closest first; for a person to confirm.
    ///
    /// Likeness is the share of pairs of letters that both have (Dice), of the text and the id or name; a shipped
    /// practice whose own words the text holds comes first.
    pub fn suggest(&mut self, text: &str) -> Vec<PracticeId> {
        if let Some(kept) = self.kept.get(text) {
            return kept.clone();
        }
        let mut end = text.len().min(LONGEST_COMPARED);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let words = folded(&text[..end]);
        let held = Label::new(&words).and_then(|label| self.library.looks_like(&label));
        let held = held.map(|row| &row.practice.id);
        let mut found: Vec<(f64, &PracticeId)> = self
            .practices
            .iter()
            .map(|(id, texts)| {
                let likeness = texts
                    .iter()
                    .map(|text| strsim::sorensen_dice(&words, text))
                    .fold(0.0, f64::max);
                (if held == Some(id) { 1.0 } else { likeness }, id)
            })
            .filter(|(likeness, _)| *likeness >= ALIKE)
            .collect();
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
        let found: Vec<PracticeId> = found
            .into_iter()
            .take(MOST_SUGGESTIONS)
            .map(|(_, id)| id.clone())
            .collect();
        if self.kept.len() < MOST_KEPT {
            self.kept.insert(text.to_owned(), found.clone());
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::PlaceId;

    #[test]
    fn a_name_that_two_rows_bear_names_neither() {
        let ids = ["a", "b", "c"].map(|id| PlaceId::new(id).unwrap());
        let names = ["North", "north ", "South"];
        let words = Words::new("a place", ids.iter().zip(names));
        assert_eq!(words.find(" SOUTH"), Some(&ids[2]));
        assert_eq!(words.find("North"), None);
        assert_eq!(words.find("b"), Some(&ids[1]));
        assert_eq!(words.find("B"), None, "an id is as it is written");
        let fault = words.decode("Sout").unwrap_err();
        assert_eq!(fault.hint.as_deref(), Some("did you mean `c`?"));
    }

    #[test]
    fn the_closest_practices_come_first_and_far_ones_not_at_all() {
        static EMPTY: std::sync::LazyLock<Library> = std::sync::LazyLock::new(Library::default);
        let ids = ["tutoring", "books"].map(|id| PracticeId::new(id).unwrap());
        let names = ["Tutoring in pairs", "Books for the summer"];
        let mut alike = Alike::new(ids.iter().zip(names), &EMPTY);
        assert_eq!(alike.suggest("Tutoring pairs"), [ids[0].clone()]);
        assert_eq!(alike.suggest("Tutoring pairs"), [ids[0].clone()], "kept");
        assert_eq!(alike.suggest("Orchestra"), []);
    }
}
