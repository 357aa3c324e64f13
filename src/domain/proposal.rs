//! Candidates for support: what somebody offers to do, for whom, and what they ask for it.

use std::fmt;
use std::sync::Arc;

use super::{Evidence, NonNegative, PlaceId, Practice, PracticeId, ResourceId};

/// Names a proposal, as the system that it comes from writes it: any text without control characters, at most
/// [`MAX_PROPOSAL_ID`] bytes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProposalId(Arc<str>);

/// Longest id of a proposal, in bytes.
pub const MAX_PROPOSAL_ID: usize = 200;

impl ProposalId {
    /// The id written as `text`, without spaces around it; `None` where nothing is left, it is too long or holds
    /// control characters.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        let fits = !text.is_empty() && text.len() <= MAX_PROPOSAL_ID;
        (fits && !text.chars().any(char::is_control)).then(|| Self(text.into()))
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ProposalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a proposal's worth rests on.
#[derive(Debug, Clone, PartialEq)]
pub enum Offer {
    /// A practice of the model.
    Practice(PracticeId),
    /// Words for a practice that no practice of the model bears, and that nobody has matched yet.
    Unmatched {
        /// The words, as they are written.
        text: String,
        /// Practices that look like it, the closest first: for a person to confirm, never taken.
        suggestions: Vec<PracticeId>,
    },
    /// A study of the applicant's own, of a practice that is not in the model.
    Evidence(Box<OwnEvidence>),
    /// A score that somebody else gave: what the proposal is worth, in units of its own.
    Score(f64),
}

/// A study that an applicant puts forward.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnEvidence {
    /// Who is served, as a practice of its own: linear, and of the grades that are stated.
    pub practice: Practice,
    /// The study.
    pub study: Evidence,
}

/// What somebody offers to do and asks for. Row of a proposals file.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// Key.
    pub id: ProposalId,
    /// Line of the file, or row of the sheet.
    pub line: u64,
    /// Who asks.
    pub applicant: Option<String>,
    /// Its title for people.
    pub title: Option<String>,
    /// What its worth rests on.
    pub offer: Offer,
    /// Where, each place once; may be empty only beside a score.
    pub places: Vec<PlaceId>,
    /// Participants that are claimed, over all places; needed but beside a score.
    pub participants: Option<NonNegative>,
    /// Amounts that are asked for, a year, in the unit of each resource; above 0, each resource once, by id.
    pub requests: Vec<(ResourceId, NonNegative)>,
    /// Whether any part of it may be supported; all or nothing otherwise.
    pub partial: bool,
    /// Proposals that cannot be supported beside it.
    pub excludes: Vec<ProposalId>,
    /// Proposals without which it cannot be supported.
    pub requires: Vec<ProposalId>,
    /// What reviewers gave it, each on the scale of the settings.
    pub reviews: Vec<f64>,
}

impl Proposal {
    /// Mean of its reviews; `None` without any.
    #[must_use]
    pub fn review(&self) -> Option<f64> {
        let count = self.reviews.len();
        (count > 0).then(|| self.reviews.iter().sum::<f64>() / count as f64)
    }
}

/// A part of a proposal's score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Component {
    /// How much the model values a gain of the people it reaches.
    Need,
    /// What each of its participants gains.
    Effect,
    /// How many participants it has.
    People,
    /// What it asks for.
    Cost,
    /// What reviewers say.
    Reviewers,
}

impl Component {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Component; 5] = [
        Component::Need,
        Component::Effect,
        Component::People,
        Component::Cost,
        Component::Reviewers,
    ];

    /// Its word in settings and results.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Component::Need => "need",
            Component::Effect => "effect",
            Component::People => "people",
            Component::Cost => "cost",
            Component::Reviewers => "reviewers",
        }
    }
}
