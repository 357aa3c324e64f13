//! Mirrors of what there is to give.

use super::{Flag, Optional, Required, mirror};
use crate::domain::{
    Allocation, Conversion, NonNegative, PartnerId, PlaceId, Pool, PoolId, Positive, PracticeId,
    Resource, ResourceClass, ResourceId, Restriction, Share,
};

mirror! {
    /// A kind of input.
    "resources" => Resource by ["id"];
    /// Short name by which other tables refer to it.
    id: Required<ResourceId>,
    /// Time (hours that people give), talent (staff with a skill) or treasure (money).
    class: Required<ResourceClass>,
    /// Its unit: USD, hours, FTE …
    unit: Required<String>,
    /// Its name for people.
    name: Required<String>,
    /// Moves are multiples of this amount; 0: any amount; blank: the setting (money and staff; any for what else there is).
    step: Optional<NonNegative>,
    /// Cost of adding one unit to an activity, in units of the resource; blank is 0.
    switching: Optional<NonNegative>,
}

mirror! {
    /// An amount of one resource that one partner holds.
    "pools" => Pool by ["id"];
    /// Short name by which other tables refer to it.
    id: Required<PoolId>,
    /// Who holds it.
    partner: Required<PartnerId>,
    /// What it is of.
    resource: Required<ResourceId>,
    /// Amount a year, in the resource's unit.
    amount: Required<NonNegative>,
    /// Whether it comes again each year.
    recurring: Required<bool>,
    /// Largest share of today's allocation that may move; blank: the setting.
    max_moved: Optional<Share>,
}

mirror! {
    /// What a pool may be given to; several rows are a union, no row is anything.
    "restrictions" => Restriction by ["pool", "practice", "place"];
    /// The pool.
    pool: Required<PoolId>,
    /// The practice; blank is any.
    practice: Optional<PracticeId>,
    /// The place; blank is any.
    place: Optional<PlaceId>,
}

mirror! {
    /// What a pool gives to an activity today.
    "allocations" => Allocation by ["pool", "practice", "place"];
    /// The pool.
    pool: Required<PoolId>,
    /// The practice.
    practice: Required<PracticeId>,
    /// The place.
    place: Required<PlaceId>,
    /// Amount a year, in the resource's unit.
    amount: Required<NonNegative>,
    /// Whether it must not be lowered.
    locked: Flag,
}

mirror! {
    /// A resource that can be had for another, such as staff for money at a wage.
    "conversions" => Conversion by ["from", "to"];
    /// The resource that is given up.
    from: Required<ResourceId>,
    /// The resource that is had for it.
    to: Required<ResourceId>,
    /// Units of `to` for one unit of `from`.
    rate: Required<Positive>,
    /// Most of `from` that all pools together may convert a year, in its unit.
    cap: Required<NonNegative>,
}
