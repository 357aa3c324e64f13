//! What becomes of proposals, as plain data; amounts stand beside their unit.

use super::{
    ActivityId, Component, GroupId, IndicatorId, PlaceId, PracticeId, ProposalId, ResourceId,
    ShockGroupId, Unit,
};

/// Points of a score, in tenths: whole, so that components add up to the last printed digit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tenths(pub i64);

impl Tenths {
    /// Ten points for each doubling of `ratio`, which is above 0.
    #[must_use]
    pub fn of_ratio(ratio: f64) -> Self {
        // A ratio of numbers within a model's range has a logarithm of at most a few hundred.
        Tenths((100.0 * ratio.log2()).round() as i64)
    }

    /// `points`, to the nearest tenth.
    #[must_use]
    pub fn of_points(points: f64) -> Self {
        Tenths((10.0 * points).round() as i64)
    }

    /// The points.
    #[must_use]
    pub fn points(self) -> f64 {
        self.0 as f64 / 10.0
    }
}

/// The parts of a score, in the order of [`Component::ALL`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Components {
    /// How much the model values a gain of the people it reaches.
    pub need: Tenths,
    /// What each of its participants gains.
    pub effect: Tenths,
    /// How many participants it has.
    pub people: Tenths,
    /// What it asks for; more is less.
    pub cost: Tenths,
    /// What reviewers say; `None` without any.
    pub reviewers: Option<Tenths>,
}

impl Components {
    /// A part; 0 for reviewers where there are none.
    #[must_use]
    pub fn get(&self, component: Component) -> Tenths {
        match component {
            Component::Need => self.need,
            Component::Effect => self.effect,
            Component::People => self.people,
            Component::Cost => self.cost,
            Component::Reviewers => self.reviewers.unwrap_or_default(),
        }
    }

    /// The score: their sum.
    #[must_use]
    pub fn score(&self) -> Tenths {
        let parts = Component::ALL.iter().map(|&part| self.get(part).0);
        Tenths(parts.sum())
    }
}

/// What makes a reader look twice at a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Flag {
    /// More participants are claimed than there are people who could take part.
    TooManyParticipants,
    /// It asks for less than half of what a participant of the practice is known to take.
    CheapParticipants,
    /// It asks for more than twice of what a participant of the practice is known to take.
    DearParticipants,
    /// The effect of the applicant's own study was held to the level's 90th percentile.
    LargeEffect,
    /// Its worth rests on the applicant's own study.
    OwnEvidence,
    /// No study speaks of its practice.
    NeverEvaluated,
    /// It asks for a resource that has no price, which its cost leaves out.
    Unpriced,
    /// Some indicator gets worse.
    Harm,
    /// The practice runs at the place today.
    RunsToday,
}

/// Why a proposal that can be read has no score.
#[derive(Debug, Clone, PartialEq)]
pub enum NotScored {
    /// Nobody has said which practice it is.
    Unmatched {
        /// The words, as they are written.
        text: String,
        /// Practices that look like it, the closest first.
        suggestions: Vec<PracticeId>,
    },
    /// Its evidence cannot be used: why.
    Evidence(String),
    /// Nothing that the model measures at its places is moved by it.
    NothingMoved,
    /// No gain is expected of it, all indicators together.
    NoGain,
    /// Nothing that it asks for has a price.
    NoCost,
}

/// Participants of a proposal at a place.
#[derive(Debug, Clone, PartialEq)]
pub struct AtPlace {
    /// The place.
    pub place: PlaceId,
    /// People who could take part.
    pub eligible: f64,
    /// Participants that are claimed there: in proportion to the people who could take part.
    pub claimed: f64,
    /// Participants that are counted: a share of those claimed, at most the people who could take part.
    pub counted: f64,
}

/// An amount that a proposal asks for.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// The resource.
    pub resource: ResourceId,
    /// Amount a year.
    pub amount: f64,
    /// Its unit.
    pub unit: String,
    /// Money that one unit stands for; `None` where nothing says.
    pub price: Option<f64>,
}

/// What a proposal alone is expected to do to an indicator, over places, groups that count and arrival years.
#[derive(Debug, Clone, PartialEq)]
pub struct ExpectedGain {
    /// The indicator.
    pub indicator: IndicatorId,
    /// Its unit.
    pub unit: Unit,
    /// Gain: people for percent, SD × people for a score, units for a count.
    pub gain: f64,
    /// Its standard deviation, as far as effects are uncertain.
    pub sd: f64,
    /// The first and the last arrival year, 0 is the plan's own.
    pub years: (u32, u32),
}

/// What one effect contributes to how uncertain a proposal's worth is.
#[derive(Debug, Clone, PartialEq)]
pub struct Doubt {
    /// The practice, or the proposal where it is of the applicant's own study.
    pub of: String,
    /// The indicator.
    pub indicator: IndicatorId,
    /// The place that the effect is for; `None`: any.
    pub place: Option<PlaceId>,
    /// The group; `None`: any.
    pub group: Option<GroupId>,
    /// Practices that share it are uncertain together.
    pub shock_group: Option<ShockGroupId>,
    /// Standard deviation of the worth by this effect alone, in units of value; negative where a larger effect is
    /// worth less.
    pub sd: f64,
}

/// What a proposal alone is expected to be worth, and how that comes about.
#[derive(Debug, Clone, PartialEq)]
pub struct StandAlone {
    /// Value against today, in units of value.
    pub value: f64,
    /// What it asks for, in money.
    pub cost: f64,
    /// The parts of the score.
    pub components: Components,
    /// Lowest credibility level of its effects; `None` where they are taken as given.
    pub level: Option<u8>,
    /// Where, and for how many.
    pub places: Vec<AtPlace>,
    /// What it is expected to do.
    pub gains: Vec<ExpectedGain>,
    /// How uncertain its worth is.
    pub doubts: Vec<Doubt>,
}

/// What a proposal is judged to be.
#[derive(Debug, Clone, PartialEq)]
pub enum Judgement {
    /// It has a score of its own.
    Scored(Box<StandAlone>),
    /// Somebody else gave it a score.
    Given(f64),
    /// It has none: why.
    NotScored(NotScored),
}

/// What a participant change at an activity is.
#[derive(Debug, Clone, PartialEq)]
pub struct Displaced {
    /// The activity.
    pub activity: ActivityId,
    /// Participants with the proposal less those without.
    pub change: f64,
}

/// What a proposal adds to the best plan of the community: with it less without it.
#[derive(Debug, Clone, PartialEq)]
pub struct AddedValue {
    /// It adds at least this, in units of value.
    pub low: f64,
    /// It adds at most this.
    pub high: f64,
    /// Whether the plan was sought again with it; otherwise the prices of the plan without it prove that it adds at
    /// most `high`.
    pub resolved: bool,
    /// Part of it that the best plan takes, 0-1; `None` where the plan was not sought again.
    pub part: Option<f64>,
    /// What the best plan changes elsewhere, the largest change first.
    pub displaced: Vec<Displaced>,
}

/// A proposal and what becomes of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Assessment {
    /// The proposal.
    pub id: ProposalId,
    /// What it is judged to be.
    pub judgement: Judgement,
    /// What to look twice at.
    pub flags: Vec<Flag>,
    /// What it asks for.
    pub requests: Vec<Request>,
    /// What it adds to the best plan; `None` where that was not asked, or it has no score.
    pub added: Option<AddedValue>,
}
