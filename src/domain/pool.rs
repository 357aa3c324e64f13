//! What there is to give: partners, resources, pools and today's allocation.

use super::{
    NonNegative, PartnerId, PlaceId, PoolId, Positive, PracticeId, Provenance, ResourceId, Share,
};

/// An organization that holds pools. Row of `partners`.
#[derive(Debug, Clone, PartialEq)]
pub struct Partner {
    /// Key.
    pub id: PartnerId,
    /// Its name for people.
    pub name: String,
    /// Where the row comes from.
    pub provenance: Provenance,
}

/// Which of the three kinds of input a resource is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ResourceClass {
    /// Hours that people give.
    Time,
    /// Staff with a skill.
    Talent,
    /// Money.
    Treasure,
}

/// A kind of input. Row of `resources`.
#[derive(Debug, Clone, PartialEq)]
pub struct Resource {
    /// Key.
    pub id: ResourceId,
    /// Time, talent or treasure.
    pub class: ResourceClass,
    /// Its unit: USD, hours, FTE.
    pub unit: String,
    /// Its name for people.
    pub name: String,
    /// Moves are multiples of this amount; 0: any amount; `None`: the setting for its class.
    pub step: Option<NonNegative>,
    /// Cost of adding one unit to an activity, in units of the resource; `None` is 0.
    pub switching: Option<NonNegative>,
    /// Where the row comes from.
    pub provenance: Provenance,
}

/// An amount of one resource that one partner holds. Row of `pools`.
#[derive(Debug, Clone, PartialEq)]
pub struct Pool {
    /// Key.
    pub id: PoolId,
    /// Who holds it.
    pub partner: PartnerId,
    /// What it is of.
    pub resource: ResourceId,
    /// Amount a year, in the resource's unit.
    pub amount: NonNegative,
    /// Whether it comes again each year.
    pub recurring: bool,
    /// Largest share of today's allocation that may move; `None`: the setting.
    pub max_moved: Option<Share>,
    /// Where the row comes from.
    pub provenance: Provenance,
}

/// What a pool may be given to; several rows are a union. Row of `restrictions`.
#[derive(Debug, Clone, PartialEq)]
pub struct Restriction {
    /// Key: the pool.
    pub pool: PoolId,
    /// Key: the practice; `None` is any.
    pub practice: Option<PracticeId>,
    /// Key: the place; `None` is any.
    pub place: Option<PlaceId>,
    /// Where the row comes from.
    pub provenance: Provenance,
}

impl Restriction {
    /// Whether it names the practice at the place, or any.
    #[must_use]
    pub fn names(&self, practice: &PracticeId, place: &PlaceId) -> bool {
        self.practice.as_ref().is_none_or(|only| only == practice)
            && self.place.as_ref().is_none_or(|only| only == place)
    }
}

/// What a pool gives to an activity today. Row of `allocations`.
#[derive(Debug, Clone, PartialEq)]
pub struct Allocation {
    /// Key: the pool.
    pub pool: PoolId,
    /// Key: the practice.
    pub practice: PracticeId,
    /// Key: the place.
    pub place: PlaceId,
    /// Amount a year, in the resource's unit.
    pub amount: NonNegative,
    /// Whether it must not be lowered.
    pub locked: bool,
    /// Where the row comes from.
    pub provenance: Provenance,
}

/// A resource that can be had for another: money hires staff at a wage. Row of `conversions`.
///
/// A pool of `from` may give it to an activity that it may serve and that needs `to`.
#[derive(Debug, Clone, PartialEq)]
pub struct Conversion {
    /// Key: what is given up.
    pub from: ResourceId,
    /// Key: what is had for it.
    pub to: ResourceId,
    /// Units of `to` for one unit of `from`.
    pub rate: Positive,
    /// Most of `from` that all pools together may convert a year, in its unit.
    pub cap: NonNegative,
    /// Where the row comes from.
    pub provenance: Provenance,
}
