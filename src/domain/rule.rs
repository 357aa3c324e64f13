//! What a plan must promise.

use super::{
    Finite, GroupId, IndicatorId, PartnerId, PlaceId, PracticeId, Provenance, ResourceId, RuleId,
};

/// What a rule demands.
#[derive(Debug, Clone, PartialEq)]
pub enum RuleKind {
    /// Each matching activity has at least `limit` participants, or today's level where there is no limit.
    Fund {
        /// Least participants.
        limit: Option<Finite>,
    },
    /// No matching activity is given anything.
    Exclude,
    /// The people gained by an indicator, over the arrival years, are at least `limit` points of its population.
    Floor {
        /// The indicator; `None` is each one.
        indicator: Option<IndicatorId>,
        /// Least gain, in indicator units; negative allows a loss.
        limit: Finite,
    },
    /// At each matching place, the first practice of the list runs only where all the others run there.
    Requires,
    /// At each matching place, at most one practice of the list runs.
    Excludes,
    /// The measure over the matching activities is at least `limit`.
    AtLeast {
        /// What is added up.
        measure: Measure,
        /// Least total.
        limit: Finite,
    },
    /// The measure over the matching activities is at most `limit`.
    AtMost {
        /// What is added up.
        measure: Measure,
        /// Largest total.
        limit: Finite,
    },
}

impl RuleKind {
    /// The word for the kind in a rules table.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            RuleKind::Fund { .. } => "fund",
            RuleKind::Exclude => "exclude",
            RuleKind::Floor { .. } => "floor",
            RuleKind::Requires => "requires",
            RuleKind::Excludes => "excludes",
            RuleKind::AtLeast { .. } => "at_least",
            RuleKind::AtMost { .. } => "at_most",
        }
    }
}

/// What a limit adds up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Measure {
    /// Participants of the activities.
    Participants,
    /// Number of the activities that run: that have at least one participant.
    Activities,
    /// Amount of a resource that the matching partners' pools give to the activities.
    Amount(ResourceId),
}

/// A promise. Row of `rules`. An empty list matches everything.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// Key.
    pub id: RuleId,
    /// What it demands.
    pub kind: RuleKind,
    /// Practices it is about.
    pub practices: Vec<PracticeId>,
    /// Places it is about.
    pub places: Vec<PlaceId>,
    /// Groups it is about; for floors.
    pub groups: Vec<GroupId>,
    /// Partners whose pools it is about; for amounts.
    pub partners: Vec<PartnerId>,
    /// Where the row comes from.
    pub provenance: Provenance,
}

impl Rule {
    /// Whether the rule is about an activity of `practice` at `place`.
    #[must_use]
    pub fn covers(&self, practice: &PracticeId, place: &PlaceId) -> bool {
        (self.practices.is_empty() || self.practices.contains(practice))
            && (self.places.is_empty() || self.places.contains(place))
    }
}
