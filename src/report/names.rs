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
    is_brief: bool,
}

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident: $id:ty;)+) => {
        impl Names<'_> {$(
            $(#[$doc])*
            pub(super) fn $name(self, id: &$id) -> String {
                self.model.$name(id).map_or_else(|| id.to_string(), |row| self.written(&row.name))
            }
        )+}
    };
}

names! {
    /// Name of an indicator.
    indicator: IndicatorId;
    /// Name of a group.
    group: GroupId;
    /// Name of a partner.
    partner: PartnerId;
    /// Name of a practice.
    practice: PracticeId;
    /// Name of a resource.
    resource: ResourceId;
}

/// What ids are called, where a path is put in words: by a model, or by the rows of results. `None` where a text is
/// no id.
pub(super) trait Called {
    /// Name of a practice.
    fn practice_called(&self, id: &str) -> Option<String>;
    /// Name of a place.
    fn place_called(&self, id: &str) -> Option<String>;
    /// Name of a group.
    fn group_called(&self, id: &str) -> Option<String>;
    /// Name of an indicator.
    fn indicator_called(&self, id: &str) -> Option<String>;
    /// Name of a resource.
    fn resource_called(&self, id: &str) -> Option<String>;
    /// A pool and the partner that holds it.
    fn pool_called(&self, id: &str) -> Option<String>;
    /// How amounts of a resource are written.
    fn unit_of_resource(&self, id: &str) -> UnitStyle;
    /// How amounts of a pool are written; `None` where that is not known.
    fn unit_of_pool(&self, id: &str) -> Option<UnitStyle>;
    /// Whether an indicator is a percentage.
    fn is_percent(&self, id: &str) -> bool;
}

impl Called for Names<'_> {
    fn practice_called(&self, id: &str) -> Option<String> {
        PracticeId::new(id).map(|id| self.practice(&id))
    }

    fn place_called(&self, id: &str) -> Option<String> {
        PlaceId::new(id).map(|id| self.place(&id))
    }

    fn group_called(&self, id: &str) -> Option<String> {
        GroupId::new(id).map(|id| self.group(&id))
    }

    fn indicator_called(&self, id: &str) -> Option<String> {
        IndicatorId::new(id).map(|id| self.indicator(&id))
    }

    fn resource_called(&self, id: &str) -> Option<String> {
        ResourceId::new(id).map(|id| self.resource(&id))
    }

    fn pool_called(&self, id: &str) -> Option<String> {
        PoolId::new(id).map(|id| self.pool_of(&id))
    }

    fn unit_of_resource(&self, id: &str) -> UnitStyle {
        let row = ResourceId::new(id).and_then(|id| self.model.resource(&id));
        self.unit(row.map_or("", |row| row.unit.as_str()))
    }

    fn unit_of_pool(&self, id: &str) -> Option<UnitStyle> {
        let pool = PoolId::new(id)?;
        let resource = self.resource_of(&pool)?;
        Some(self.unit_of_resource(resource.as_str()))
    }

    fn is_percent(&self, id: &str) -> bool {
        IndicatorId::new(id).is_some_and(|id| self.unit_of(&id) == Unit::Percent)
    }
}

impl<'a> Names<'a> {
    /// The names of `model`.
    pub(super) fn new(model: &'a Model) -> Self {
        Names {
            model,
            is_brief: false,
        }
    }

    /// The names of `model` for long lists: without a remark in brackets at their end, and `*` for one that says
    /// that something is illustrative.
    pub(super) fn brief(model: &'a Model) -> Self {
        Names {
            model,
            is_brief: true,
        }
    }

    fn written(self, name: &str) -> String {
        if self.is_brief {
            brief(name)
        } else {
            name.to_owned()
        }
    }

    /// `amount` as a share of a pool, 0-1; `None` where the model does not hold the pool or it is empty.
    pub(super) fn share_of_pool(self, id: &PoolId, amount: f64) -> Option<f64> {
        let all = self.model.pool(id)?.amount.get();
        (all > 0.0).then(|| amount / all)
    }

    /// Number of indicators.
    pub(super) fn indicators(self) -> usize {
        self.model.tables().indicators.len()
    }

    /// Name of a place; a brief one is without the words at its end that it shares with other places, where they
    /// are several and it is still told from all others.
    pub(super) fn place(self, id: &PlaceId) -> String {
        let Some(row) = self.model.place(id) else {
            return id.to_string();
        };
        if self.is_brief {
            let places = self.model.tables().places.iter();
            let others: Vec<&str> = places
                .filter(|other| other.id != *id)
                .map(|other| other.name.as_str())
                .collect();
            without_shared_end(&row.name, &others).to_owned()
        } else {
            row.name.clone()
        }
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

    /// A pool and the partner that holds it; brief ones have the id only where that partner holds several of the
    /// resource.
    pub(super) fn pool_of(self, id: &PoolId) -> String {
        let Some(pool) = self.model.pool(id) else {
            return id.to_string();
        };
        let pools = self.model.tables().pools.iter();
        let alike =
            pools.filter(|row| (&row.partner, &row.resource) == (&pool.partner, &pool.resource));
        let what = if self.is_brief && alike.count() == 1 {
            self.resource(&pool.resource)
        } else {
            self.pool(id)
        };
        format!("{what} of {}", self.partner(&pool.partner))
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

/// A name without a remark in brackets at its end; that it is illustrative is kept as a star.
pub(super) fn brief(name: &str) -> String {
    let remark = name
        .strip_suffix(')')
        .and_then(|name| name.rsplit_once(" ("));
    match remark {
        Some((rest, "illustrative")) => format!("{rest}{STAR}"),
        Some((rest, _)) if !rest.is_empty() => rest.to_owned(),
        _ => name.to_owned(),
    }
}

/// `name` without the words at its end that it shares with one of `others`: at least two, and never so many that it
/// could be taken for another.
fn without_shared_end<'n>(name: &'n str, others: &[&str]) -> &'n str {
    let shared = |other: &&str| {
        let pairs = name.split(' ').rev().zip(other.split(' ').rev());
        pairs.take_while(|(one, other)| one == other).count()
    };
    let words: Vec<&str> = name.split(' ').collect();
    let most = others.iter().map(shared).max().unwrap_or(0);
    if most < 2 || most >= words.len() {
        return name;
    }
    let left: usize = words[..words.len() - most]
        .iter()
        .map(|word| word.len() + 1)
        .sum();
    let short = name[..left - 1].trim_end_matches(',');
    if others.iter().any(|other| other.starts_with(short)) {
        name
    } else {
        short
    }
}

/// Marks a brief name of something illustrative.
pub(super) const STAR: char = '*';

#[cfg(test)]
mod tests {
    use super::{brief, without_shared_end};

    #[test]
    fn a_brief_place_drops_the_words_that_several_places_end_in() {
        let short = |name, others: &[&'static str]| without_shared_end(name, others).to_owned();
        assert_eq!(
            short(
                "Covington Independent Schools",
                &["Newport Independent Schools"]
            ),
            "Covington"
        );
        assert_eq!(
            short("Xavier University", &["Northern University"]),
            "Xavier University",
            "one word may be what tells a place from a region"
        );
        assert_eq!(
            short(
                "North Public Schools",
                &["South Public Schools", "North Side"]
            ),
            "North Public Schools",
            "it could be taken for another"
        );
        assert_eq!(
            short("Public Schools", &["North Public Schools"]),
            "Public Schools"
        );
    }

    #[test]
    fn a_brief_name_keeps_that_it_is_illustrative_and_nothing_else_in_brackets() {
        assert_eq!(brief("Preschool fund (illustrative)"), "Preschool fund*");
        assert_eq!(brief("Home lessons (HIPPY model)"), "Home lessons");
        assert_eq!(brief("Reading (all) at night"), "Reading (all) at night");
    }
}
