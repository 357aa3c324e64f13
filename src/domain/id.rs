//! Ids: the short names by which rows of different tables refer to each other.

use std::fmt;
use std::sync::Arc;

/// Longest id that is accepted, in bytes.
pub const MAX_ID_LENGTH: usize = 64;

/// Whether `text` is an id: `[a-z0-9][a-z0-9_-]{0,63}`.
#[must_use]
pub fn is_id(text: &str) -> bool {
    let mut bytes = text.bytes();
    text.len() <= MAX_ID_LENGTH
        && bytes
            .next()
            .is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        && bytes.all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_' || b == b'-')
}

/// The id that a name comes to: small letters and digits, everything between them one `-`; `None` where nothing of
/// it is left.
#[must_use]
pub fn id_of(name: &str) -> Option<String> {
    let mut id = String::new();
    for c in name.to_lowercase().chars() {
        if c.is_ascii_lowercase()
            || c.is_ascii_digit()
            || (!id.is_empty() && matches!(c, '-' | '_'))
        {
            id.push(c);
        } else if !id.is_empty() && !id.ends_with('-') {
            id.push('-');
        }
    }
    id.truncate(MAX_ID_LENGTH);
    let id = id.trim_end_matches('-');
    (!id.is_empty()).then(|| id.to_owned())
}

/// A name for people, and the id that it comes to: equal ids are one thing, however it is written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label {
    id: String,
    text: String,
}

impl Label {
    /// The label of a name, or `None` where no id can be made of it (see [`id_of`]).
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim().to_owned();
        id_of(&text).map(|id| Label { id, text })
    }

    /// The id that it comes to.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The name as it is written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The id written as `text`, or `None` where it is not an id (see [`is_id`]).
            #[must_use]
            pub fn new(text: &str) -> Option<Self> {
                is_id(text).then(|| Self(text.into()))
            }

            /// The id as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

ids! {
    /// Names an indicator.
    IndicatorId,
    /// Names a place.
    PlaceId,
    /// Names a student group.
    GroupId,
    /// Names a partner.
    PartnerId,
    /// Names a practice.
    PracticeId,
    /// Names a resource.
    ResourceId,
    /// Names a pool.
    PoolId,
    /// Names a rule.
    RuleId,
    /// Names a study.
    StudyId,
    /// Names what a study measured, where that is not an indicator of the model.
    OutcomeId,
    /// Names a group of practices that are uncertain together.
    ShockGroupId,
}

/// A practice at a place, written `practice@place`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActivityId {
    /// What is done.
    pub practice: PracticeId,
    /// Where it is done.
    pub place: PlaceId,
}

impl fmt::Display for ActivityId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.practice, self.place)
    }
}
