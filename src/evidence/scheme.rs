//! The shipped table of rating schemes: where each rating stands on the credibility scale.

use std::sync::LazyLock;

/// The table, as shipped.
const TABLE: &str = include_str!("schemes.csv");

/// One rating of a scheme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rating {
    /// The rating as a person writes it.
    pub rating: String,
    /// Its name in the scheme.
    pub label: String,
    /// Credibility level, 0-5.
    pub level: u8,
    /// What the scheme itself says it takes, in short; `None` where that was not read in its source. Where it stands
    /// then rests on what is commonly known of the scheme.
    pub definition: Option<String>,
    /// Why it stands there.
    pub reason: String,
    /// Where its definition stands.
    pub source: String,
}

/// A rating scheme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scheme {
    /// Its name in an evidence table.
    pub name: String,
    /// Its ratings, in the order of the shipped table.
    pub ratings: Vec<Rating>,
}

/// Why a rating has no level.
pub(super) enum Unknown {
    /// The scheme is not in the table.
    Scheme { known: String },
    /// The scheme has no such rating.
    Rating { known: String },
}

static SCHEMES: LazyLock<Vec<Scheme>> = LazyLock::new(read);

fn read() -> Vec<Scheme> {
    let mut schemes: Vec<Scheme> = Vec::new();
    let mut reader = csv::Reader::from_reader(TABLE.as_bytes());
    for record in reader.records().flatten() {
        let cell = |column: usize| record.get(column).unwrap_or_default().to_owned();
        let Ok(level) = cell(3).parse() else { continue };
        let rating = Rating {
            rating: cell(1),
            label: cell(2),
            level,
            definition: Some(cell(4)).filter(|definition| !definition.is_empty()),
            reason: cell(5),
            source: cell(6),
        };
        match schemes.iter_mut().find(|scheme| scheme.name == cell(0)) {
            Some(scheme) => scheme.ratings.push(rating),
            None => schemes.push(Scheme {
                name: cell(0),
                ratings: vec![rating],
            }),
        }
    }
    schemes
}

/// All schemes, in the order of the shipped table.
#[must_use]
pub fn schemes() -> &'static [Scheme] {
    &SCHEMES
}

/// The credibility level of a rating.
pub(super) fn find(scheme: &str, rating: &str) -> Result<u8, Unknown> {
    let list = |names: Vec<&str>| names.join(", ");
    let Some(found) = SCHEMES.iter().find(|known| known.name == scheme) else {
        return Err(Unknown::Scheme {
            known: list(SCHEMES.iter().map(|known| known.name.as_str()).collect()),
        });
    };
    found
        .ratings
        .iter()
        .find(|known| known.rating == rating)
        .map(|known| known.level)
        .ok_or_else(|| Unknown::Rating {
            known: list(
                found
                    .ratings
                    .iter()
                    .map(|known| known.rating.as_str())
                    .collect(),
            ),
        })
}
