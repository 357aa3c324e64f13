//! Who is served: the share of an activity's participants that a cell measures (FORMULATION 1).

use std::collections::BTreeMap;

use crate::domain::{
    Baseline, Group, GroupId, Indicator, IndicatorId, Model, PlaceId, Practice, PracticeId, Serves,
};

/// The set of groups that counts where it is present.
const EVERYBODY: &str = "all";

/// The people of one set of groups that an indicator measures at a place.
#[derive(Debug, Clone, Copy, PartialEq)]
struct SetPeople {
    people: f64,
    /// Whether every group of a partition has a row.
    whole: bool,
}

/// For each indicator and place: which set of groups counts, and how many people each set has.
pub(super) struct Populations<'a> {
    counted: BTreeMap<(&'a IndicatorId, &'a PlaceId), &'a str>,
    sets: BTreeMap<(&'a IndicatorId, &'a PlaceId), BTreeMap<&'a str, SetPeople>>,
    groups: BTreeMap<&'a GroupId, &'a Group>,
    baselines: &'a [Baseline],
}

impl<'a> Populations<'a> {
    /// The set `all` counts where it has a row; else the first partition, by name, of which every group has
    /// one; else the first that has any.
    pub fn new(model: &'a Model) -> Self {
        let tables = model.tables();
        let groups: BTreeMap<_, _> = tables
            .groups
            .iter()
            .map(|group| (&group.id, group))
            .collect();
        let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
        for group in tables.groups.iter().filter(|group| group.partition) {
            *sizes.entry(&group.set).or_default() += 1;
        }
        let mut found: BTreeMap<_, BTreeMap<&str, (f64, usize)>> = BTreeMap::new();
        for row in &tables.baselines {
            if let Some(group) = groups.get(&row.group)
                && (group.set == EVERYBODY || group.partition)
            {
                let sets = found.entry((&row.indicator, &row.place)).or_default();
                let (people, rows) = sets.entry(&group.set).or_default();
                *people += row.population.get();
                *rows += 1;
            }
        }
        let mut counted = BTreeMap::new();
        let mut sets = BTreeMap::new();
        for (key, of_place) in found {
            let of_place: BTreeMap<&str, SetPeople> = of_place
                .into_iter()
                .map(|(set, (people, rows))| {
                    let whole = sizes.get(set).is_some_and(|&size| rows == size);
                    (set, SetPeople { people, whole })
                })
                .collect();
            let first = of_place
                .get_key_value(EVERYBODY)
                .or_else(|| of_place.iter().find(|(_, set)| set.whole))
                .or_else(|| of_place.first_key_value());
            if let Some((&set, _)) = first {
                counted.insert(key, set);
            }
            sets.insert(key, of_place);
        }
        Populations {
            counted,
            sets,
            groups,
            baselines: &tables.baselines,
        }
    }

    /// The groups of a set.
    fn members(&self, set: &str) -> impl Iterator<Item = &'a Group> {
        let groups = self.groups.values().copied();
        groups.filter(move |group| group.set == set)
    }

    /// People of another group whom the row's indicator measures at its place; 0 where it has no row there.
    fn people_of(&self, row: &Baseline, group: &GroupId) -> f64 {
        let key = (&row.indicator, &row.place, group);
        self.baselines
            .binary_search_by(|other| (&other.indicator, &other.place, &other.group).cmp(&key))
            .map_or(0.0, |position| self.baselines[position].population.get())
    }

    fn people(&self, indicator: &IndicatorId, place: &PlaceId, set: &str) -> Option<SetPeople> {
        self.sets.get(&(indicator, place))?.get(set).copied()
    }

    /// People measured by an indicator at a place in one year, over the set that counts.
    pub fn total(&self, indicator: &IndicatorId, place: &PlaceId) -> Option<f64> {
        let set = self.counted.get(&(indicator, place))?;
        self.people(indicator, place, set).map(|set| set.people)
    }

    /// Whether a baseline row counts in the value.
    pub fn counts(&self, row: &Baseline) -> bool {
        let counted = self.counted.get(&(&row.indicator, &row.place));
        let group = self.groups.get(&row.group);
        matches!((counted, group), (Some(counted), Some(group)) if **counted == group.set)
    }

    /// The people among whom a row's group is a part: those of its own set where that is a partition of which
    /// every group has a row, so that the parts make a whole; else those of the set that counts.
    fn whole_of(&self, row: &Baseline, group: &Group) -> f64 {
        self.people(&row.indicator, &row.place, &group.set)
            .filter(|set| group.partition && set.whole)
            .map(|set| set.people)
            .or_else(|| self.total(&row.indicator, &row.place))
            .unwrap_or(0.0)
    }
}

/// What a row of `serves` speaks of.
type Subject<'a> = (
    &'a PracticeId,
    Option<&'a PlaceId>,
    Option<&'a IndicatorId>,
    Option<&'a GroupId>,
);

fn key_of(row: &Serves) -> Subject<'_> {
    (
        &row.practice,
        row.place.as_ref(),
        row.indicator.as_ref(),
        row.group.as_ref(),
    )
}

/// Whether each baseline row counts in the value, in the order of the rows.
#[must_use]
pub fn counted(model: &Model) -> Vec<bool> {
    let populations = Populations::new(model);
    let rows = model.tables().baselines.iter();
    rows.map(|row| populations.counts(row)).collect()
}

/// The rows of `serves` that speak of a practice at a place, the ones that name the place first of all.
fn rows<'a>(
    model: &'a Model,
    practice: &Practice,
    place: &PlaceId,
    indicator: Option<&IndicatorId>,
    group: Option<&GroupId>,
) -> Vec<&'a Serves> {
    // Rows are in the order of their keys: practice, place, indicator, group.
    let serves = &model.tables().serves;
    let of = |place: Option<&PlaceId>| -> Vec<&'a Serves> {
        let key = (&practice.id, place, indicator, group);
        let first = serves.partition_point(|row| key_of(row) < key);
        let own = serves[first..].iter().take_while(|row| key_of(row) == key);
        own.collect()
    };
    let named = of(Some(place));
    if named.is_empty() { of(None) } else { named }
}

fn profile(rows: &[&Serves]) -> Vec<(u32, f64)> {
    rows.iter()
        .map(|row| (row.years_later.unwrap_or(0), row.share.get()))
        .filter(|&(_, share)| share > 0.0)
        .collect()
}

/// Years in which participants of `practice` at `place` meet `indicator`, with the share of them that do.
///
/// Participants are spread evenly over the practice's grades; one in grade g meets an indicator of grade
/// G ≥ g once, G − g years later. An indicator without a grade is met at once by everybody.
pub(super) fn arrivals(
    model: &Model,
    practice: &Practice,
    place: &PlaceId,
    indicator: &Indicator,
) -> Vec<(u32, f64)> {
    let stated = rows(model, practice, place, Some(&indicator.id), None);
    if !stated.is_empty() {
        return profile(&stated);
    }
    let Some(measured) = indicator.grade else {
        return vec![(0, 1.0)];
    };
    let share = 1.0 / f64::from(practice.grades.grades());
    (practice.grades.low..=practice.grades.high.min(measured))
        .rev()
        .map(|grade| (measured.abs_diff(grade), share))
        .collect()
}

/// Share of the participants of `practice` at the row's place that the row's group and indicator measure, by year.
///
/// What `serves` says of the group goes first. A group that it does not name has its part of the rest: of all
/// participants less those of the named groups of its partition, in proportion to people. So the participants
/// over the groups of a partition add up to all that reach the indicator.
pub(super) fn reach(
    model: &Model,
    practice: &Practice,
    indicator: &Indicator,
    row: &Baseline,
    populations: &Populations<'_>,
) -> Vec<(u32, f64)> {
    let Some(group) = populations.groups.get(&row.group) else {
        return Vec::new();
    };
    let speaking = Speaking {
        model,
        practice,
        place: &row.place,
        indicator,
    };
    let stated = speaking.of_both(&row.group);
    if !stated.is_empty() {
        return stated;
    }
    let arrivals = arrivals(model, practice, &row.place, indicator);
    let share = speaking.group_share(row, group, populations, &arrivals);
    arrivals
        .into_iter()
        .map(|(years, reached)| (years, reached * share))
        .filter(|&(_, share)| share > 0.0)
        .collect()
}

/// What the rows of `serves` say of a practice at a place and an indicator.
struct Speaking<'a> {
    model: &'a Model,
    practice: &'a Practice,
    place: &'a PlaceId,
    indicator: &'a Indicator,
}

impl Speaking<'_> {
    /// Share of the participants that are of the group and reach the indicator, by year.
    fn of_both(&self, group: &GroupId) -> Vec<(u32, f64)> {
        let indicator = Some(&self.indicator.id);
        profile(&rows(
            self.model,
            self.practice,
            self.place,
            indicator,
            Some(group),
        ))
    }

    /// Share of the participants that are of the group.
    fn of_group(&self, group: &GroupId) -> Option<f64> {
        let stated = rows(self.model, self.practice, self.place, None, Some(group));
        stated.first().map(|row| row.share.get())
    }

    /// The group's share of the participants, stated or not.
    fn group_share(
        &self,
        row: &Baseline,
        group: &Group,
        populations: &Populations<'_>,
        arrivals: &[(u32, f64)],
    ) -> f64 {
        let own = self.of_group(&group.id);
        if !group.partition {
            let everybody = populations.whole_of(row, group);
            return own.unwrap_or_else(|| part(row.population.get(), everybody));
        }
        let reached: f64 = arrivals.iter().map(|(_, share)| share).sum();
        // Shares that rows give to groups of the partition, and the people of the groups without one.
        let mut given = 0.0;
        let mut others = populations.whole_of(row, group);
        let mut all_named = true;
        for member in populations.members(&group.set) {
            if let Some(share) = self.of_group(&member.id) {
                given += share;
            } else {
                all_named = false;
                let apart = self.of_both(&member.id);
                if apart.is_empty() {
                    continue;
                }
                // Of those who reach the indicator, so many are of the group.
                given += part(apart.iter().map(|(_, share)| share).sum(), reached);
            }
            others -= populations.people_of(row, &member.id);
        }
        match own {
            // Shares of all groups, written to a few digits, still make a whole.
            Some(share) if all_named && given > 0.0 => share / given,
            Some(share) => share,
            None => (1.0 - given).max(0.0) * part(row.population.get(), others),
        }
    }
}

/// `of` as a part of `whole`; nothing of nothing, and never more than the whole but by rounding.
fn part(of: f64, whole: f64) -> f64 {
    if whole > 0.0 {
        (of / whole).min(1.0)
    } else {
        0.0
    }
}
