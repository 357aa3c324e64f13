//! Ids resolved to the names that people use.

use super::cycle::Cycle;
use super::number::UnitStyle;
use crate::domain::{
    ActivityId, GroupId, IndicatorId, Model, PartnerId, PlaceId, PoolId, PracticeId, ResourceClass,
    ResourceId, Unit,
};

/// The names of a model. An id that the model does not hold stands for itself.
#[derive(Debug, Clone, Copy)]
pub(super) struct Names<'a> {
    model: &'a Model,
}

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident: $id:ty;)+) => {
        impl Names<'_> {$(
            $(#[$doc])*
            pub(super) fn $name(self, id: &$id) -> String {
                self.model.$name(id).map_or_else(|| id.to_string(), |row| row.name.clone())
            }
        )+}
    };
}

names! {
    /// Name of an indicator.
    indicator: IndicatorId;
    /// Name of a place.
    place: PlaceId;
    /// Name of a group.
    group: GroupId;
    /// Name of a partner.
    partner: PartnerId;
    /// Name of a practice.
    practice: PracticeId;
    /// Name of a resource.
    resource: ResourceId;
}

impl<'a> Names<'a> {
    /// The names of `model`.
    pub(super) fn new(model: &'a Model) -> Self {
        Names { model }
    }

    /// Number of indicators.
    pub(super) fn indicators(self) -> usize {
        self.model.tables().indicators.len()
    }

    /// A practice at a place: `Reading tutoring, Covington`.
    pub(super) fn activity(self, id: &ActivityId) -> String {
        format!("{}, {}", self.practice(&id.practice), self.place(&id.place))
    }

    /// A pool, which has no name of its own: what it is of, and its id.
    pub(super) fn pool(self, id: &PoolId) -> String {
        match self.model.pool(id) {
            Some(pool) => format!("{} ({id})", self.resource(&pool.resource)),
            None => id.to_string(),
        }
    }

    /// What a pool is of; `None` where the model does not hold the pool.
    pub(super) fn resource_of(self, id: &PoolId) -> Option<&'a ResourceId> {
        self.model.pool(id).map(|pool| &pool.resource)
    }

    /// The unit of an indicator; that of most where the model does not hold it.
    pub(super) fn unit_of(self, id: &IndicatorId) -> Unit {
        self.model
            .indicator(id)
            .map_or(Unit::Percent, |row| row.unit)
    }

    /// The class of a resource, by which lists of resources are sorted: time, talent, treasure.
    pub(super) fn class(self, id: &ResourceId) -> Option<ResourceClass> {
        self.model.resource(id).map(|row| row.class)
    }

    /// How amounts in `unit` are written.
    pub(super) fn unit(self, unit: &str) -> UnitStyle {
        UnitStyle::new(unit, &self.model.settings().currency)
    }

    /// A step of a resource that a person can picture: 10,000 of money, 1 FTE, else 100.
    pub(super) fn step(self, resource: &ResourceId, unit: &str) -> f64 {
        if matches!(self.unit(unit), UnitStyle::Money(_)) {
            return 10_000.0;
        }
        let is_talent = self
            .model
            .resource(resource)
            .is_some_and(|row| row.class == ResourceClass::Talent);
        if unit.eq_ignore_ascii_case("FTE") || (is_talent && !unit.eq_ignore_ascii_case("hours")) {
            1.0
        } else {
            100.0
        }
    }

    /// The years of the model.
    pub(super) fn cycle(self) -> Cycle {
        Cycle::new(&self.model.settings().cycle)
    }

    /// The unit of a gain in a cell of an indicator in that unit.
    pub(super) fn gain_unit(unit: Unit) -> &'static str {
        match unit {
            Unit::Percent => "people",
            Unit::Score => "sd_people",
            Unit::Count => "count",
            Unit::Dollars => "dollars",
        }
    }
}
