//! Who is served: the share of an activity's participants that a cell measures (FORMULATION 1).

use std::collections::BTreeMap;

use crate::domain::{Baseline, GroupId, Indicator, IndicatorId, Model, PlaceId, Practice, Serves};

/// The set of groups that counts where it is present.
const EVERYBODY: &str = "all";

/// For each indicator and place: which set of groups counts, and how many people it has.
pub(super) struct Populations<'a> {
    by_indicator_and_place: BTreeMap<(&'a IndicatorId, &'a PlaceId), (&'a str, f64)>,
    sets: BTreeMap<&'a GroupId, &'a str>,
}

impl<'a> Populations<'a> {
    /// The set `all` counts where it has a row; else the first partition, by name, that has one.
    pub fn new(model: &'a Model) -> Self {
        let tables = model.tables();
        let sets: BTreeMap<_, _> = tables
            .groups
            .iter()
            .map(|group| (&group.id, group.set.as_str()))
            .collect();
        let partitions: Vec<&str> = tables
            .groups
            .iter()
            .filter(|group| group.partition)
            .map(|group| group.set.as_str())
            .collect();
        let mut totals: BTreeMap<(&IndicatorId, &PlaceId), BTreeMap<&str, f64>> = BTreeMap::new();
        for row in &tables.baselines {
            if let Some(&set) = sets.get(&row.group)
                && (set == EVERYBODY || partitions.contains(&set))
            {
                *totals
                    .entry((&row.indicator, &row.place))
                    .or_default()
                    .entry(set)
                    .or_default() += row.population.get();
            }
        }
        let by_indicator_and_place = totals
            .into_iter()
            .filter_map(|(key, sets)| {
                let counted = sets
                    .get_key_value(EVERYBODY)
                    .or_else(|| sets.first_key_value());
                counted.map(|(&set, &total)| (key, (set, total)))
            })
            .collect();
        Populations {
            by_indicator_and_place,
            sets,
        }
    }

    /// People measured by an indicator at a place in one year, over the set that counts.
    pub fn total(&self, indicator: &IndicatorId, place: &PlaceId) -> Option<f64> {
        self.by_indicator_and_place
            .get(&(indicator, place))
            .map(|&(_, total)| total)
    }

    /// Whether a baseline row counts in the value.
    pub fn counts(&self, row: &Baseline) -> bool {
        match (
            self.by_indicator_and_place
                .get(&(&row.indicator, &row.place)),
            self.sets.get(&row.group),
        ) {
            (Some((counted, _)), Some(set)) => counted == set,
            _ => false,
        }
    }
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
    let matching = |named: bool| -> Vec<&'a Serves> {
        model
            .tables()
            .serves
            .iter()
            .filter(|row| {
                row.practice == practice.id
                    && row.indicator.as_ref() == indicator
                    && row.group.as_ref() == group
                    && if named {
                        row.place.as_ref() == Some(place)
                    } else {
                        row.place.is_none()
                    }
            })
            .collect()
    };
    let named = matching(true);
    if named.is_empty() {
        matching(false)
    } else {
        named
    }
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
pub(super) fn reach(
    model: &Model,
    practice: &Practice,
    indicator: &Indicator,
    row: &Baseline,
    populations: &Populations<'_>,
) -> Vec<(u32, f64)> {
    let both = rows(
        model,
        practice,
        &row.place,
        Some(&indicator.id),
        Some(&row.group),
    );
    if !both.is_empty() {
        return profile(&both);
    }
    let group = rows(model, practice, &row.place, None, Some(&row.group));
    let group_share = match group.first() {
        Some(stated) => stated.share.get(),
        None => match populations.total(&row.indicator, &row.place) {
            Some(total) if total > 0.0 => row.population.get() / total,
            _ => 0.0,
        },
    };
    arrivals(model, practice, &row.place, indicator)
        .into_iter()
        .map(|(years, share)| (years, share * group_share))
        .filter(|&(_, share)| share > 0.0)
        .collect()
}
