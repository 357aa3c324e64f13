//! Options side by side, as rows.

use super::PARTICIPANTS;
use crate::diagnostic::Diagnostics;
use crate::domain::{
    ActivityId, ComparedActivity, ComparedIndicator, ComparedOption, ComparedPractice, Comparison,
    Frequency, GroupId, IndicatorId, MatchedMoney, Model, OptionIndex, PracticeId, Regret,
    ResourceId,
};
use crate::report::names::Names;
use crate::report::record::{
    ChangeRecord, CompareResult, ComparedActivityRecord, ComparedGainRecord,
    ComparedPracticeRecord, ComparedRecord, MatchingMoneyRecord, OptionChangeRecord,
    OptionResourceRecord, RegretRecord, UnusableRecord, plain,
};
use crate::report::view::ConflictView;

/// A model that is compared, with what its scenario changed in it.
#[derive(Debug, Clone, Copy)]
pub struct ComparedModel<'a> {
    /// Name of the option.
    pub name: &'a str,
    /// The model.
    pub model: &'a Model,
    /// What was changed, beyond what all options change.
    pub changes: &'a [ChangeRecord],
}

/// The names of several models; an id is called as the first says that holds it.
#[derive(Clone, Copy)]
struct Books<'a>(&'a [ComparedModel<'a>]);

impl Books<'_> {
    fn of<T>(self, holds: impl Fn(&Model) -> bool, name: impl Fn(Names<'_>) -> T) -> Option<T> {
        let mut all = self.0.iter();
        let found = all.find(|row| holds(row.model)).or(self.0.first())?;
        Some(name(Names::new(found.model)))
    }

    fn indicator(self, id: &IndicatorId) -> String {
        self.of(
            |model| model.indicator(id).is_some(),
            |names| names.indicator(id),
        )
        .unwrap_or_default()
    }

    fn group(self, id: &GroupId) -> String {
        self.of(|model| model.group(id).is_some(), |names| names.group(id))
            .unwrap_or_default()
    }

    fn practice(self, id: &PracticeId) -> String {
        self.of(
            |model| model.practice(id).is_some(),
            |names| names.practice(id),
        )
        .unwrap_or_default()
    }

    fn resource(self, id: &ResourceId) -> String {
        self.of(
            |model| model.resource(id).is_some(),
            |names| names.resource(id),
        )
        .unwrap_or_default()
    }

    fn place(self, id: &ActivityId) -> String {
        self.of(
            |model| model.place(&id.place).is_some(),
            |names| names.place(&id.place),
        )
        .unwrap_or_default()
    }
}

impl CompareResult {
    /// The rows of `comparison` of `models`, of which the first is the model as it is; `unusable` are scenarios that
    /// could not be used, with why.
    #[must_use]
    pub fn new(
        models: &[ComparedModel<'_>],
        comparison: &Comparison,
        unusable: &[(String, Diagnostics)],
    ) -> Self {
        let books = Books(models);
        let name = |index: OptionIndex| comparison.options[index].name.clone();
        CompareResult {
            interrupted: comparison.interrupted,
            reference: name(comparison.reference),
            unit: comparison.unit.to_owned(),
            all_gaps: plain(comparison.all_gaps),
            seed: comparison.seed,
            draws_asked: comparison.draws.0,
            draws: comparison.draws.1,
            regrets_in_one_unit: comparison.one_unit,
            options: (0..comparison.options.len())
                .map(|index| option(books, comparison, index))
                .collect(),
            gains: comparison
                .indicators
                .iter()
                .flat_map(|row| gains(books, comparison, row))
                .collect(),
            activities: comparison
                .activities
                .iter()
                .flat_map(|row| activities(books, comparison, row))
                .collect(),
            practices: comparison
                .practices
                .iter()
                .map(|row| practice(books, comparison, row))
                .collect(),
            regrets: comparison
                .regrets
                .iter()
                .map(|row| regret(comparison, row))
                .collect(),
            money: comparison.money.as_ref().map(|money| {
                let pairs = money.pairs.iter();
                pairs
                    .map(|pair| matching(comparison, pair, &money.unit))
                    .collect()
            }),
            unusable: unusable
                .iter()
                .flat_map(|(option, findings)| findings.iter().map(move |row| (option, row)))
                .map(|(option, row)| UnusableRecord {
                    option: option.clone(),
                    code: row.code.to_owned(),
                    place: row.location.to_string(),
                    message: row.message.clone(),
                    hint: row.hint.clone(),
                })
                .collect(),
        }
    }
}

fn option(books: Books<'_>, comparison: &Comparison, index: OptionIndex) -> ComparedRecord {
    let row: &ComparedOption = &comparison.options[index];
    let value = row.value.as_ref();
    let share = |worth: f64| {
        if comparison.all_gaps > 0.0 {
            plain(worth / comparison.all_gaps)
        } else {
            0.0
        }
    };
    let range = value.and_then(|value| value.range);
    let today = value.and_then(|value| value.beats_today);
    let reference = value.and_then(|value| value.beats_reference);
    let share_of = |often: Option<Frequency>| often.map(|often| plain(often.share));
    let low = |often: Option<Frequency>| often.map(|often| plain(often.low));
    let high = |often: Option<Frequency>| often.map(|often| plain(often.high));
    let model = books.0.iter().find(|model| model.name == row.name);
    let conflict = row
        .infeasibility
        .as_ref()
        .zip(model)
        .map(|(why, model)| ConflictView::new(model.model, Names::new(model.model), why));
    let conflict = conflict.unwrap_or_default();
    ComparedRecord {
        option: row.name.clone(),
        kind: row.kind.into(),
        description: row.description.clone(),
        status: row.status.into(),
        is_reference: index == comparison.reference,
        same_value: row.same_value,
        worth: value.map(|value| plain(value.worth)),
        worth_low: range.map(|range| plain(range.low)),
        worth_high: range.map(|range| plain(range.high)),
        closes: value.map(|value| share(value.worth)),
        closes_low: range.map(|range| share(range.low)),
        closes_high: range.map(|range| share(range.high)),
        value: value.map(|value| plain(value.plan)),
        bound: value.map(|value| plain(value.bound)),
        gap: value.map(|value| plain(value.gap)),
        unit: comparison.unit.to_owned(),
        beats_today: share_of(today),
        beats_today_low: low(today),
        beats_today_high: high(today),
        beats_reference: share_of(reference),
        beats_reference_low: low(reference),
        beats_reference_high: high(reference),
        largest_regret: value.and_then(|value| value.largest_regret).map(plain),
        worst_world: value
            .and_then(|value| value.worst_world)
            .map(|world| comparison.options[world].name.clone()),
        least_regret: comparison.least_regret == Some(index),
        moves: row.moves,
        partners: row.partners,
        clashes: conflict.clashes,
        way_out: conflict.relaxations,
        failed: row.failed.clone(),
        resources: row
            .resources
            .iter()
            .map(|resource| OptionResourceRecord {
                option: row.name.clone(),
                resource: resource.resource.to_string(),
                resource_name: books.resource(&resource.resource),
                held: plain(resource.held),
                cut: plain(resource.cut),
                moved: plain(resource.moved),
                unit: resource.unit.clone(),
            })
            .collect(),
        changes: model
            .into_iter()
            .flat_map(|model| model.changes)
            .map(|change| OptionChangeRecord {
                option: row.name.clone(),
                path: change.path.clone(),
                old: change.old.clone(),
                new: change.new.clone(),
                by: change.by.clone(),
            })
            .collect(),
    }
}

fn gains<'a>(
    books: Books<'a>,
    comparison: &'a Comparison,
    row: &'a ComparedIndicator,
) -> impl Iterator<Item = ComparedGainRecord> + 'a {
    let options = comparison.options.iter().zip(&row.gains);
    options.filter_map(move |(option, gain)| {
        let gain = gain.as_ref()?;
        Some(ComparedGainRecord {
            indicator: row.indicator.to_string(),
            indicator_name: books.indicator(&row.indicator),
            group: row.group.as_ref().map(ToString::to_string),
            group_name: row.group.as_ref().map(|group| books.group(group)),
            counted: row.counted,
            option: option.name.clone(),
            gain: plain(gain.gain),
            low: gain.range.map(|range| plain(range.low)),
            high: gain.range.map(|range| plain(range.high)),
            gain_unit: Names::gain_unit(row.unit).to_owned(),
        })
    })
}

fn activities<'a>(
    books: Books<'a>,
    comparison: &'a Comparison,
    row: &'a ComparedActivity,
) -> impl Iterator<Item = ComparedActivityRecord> + 'a {
    let options = comparison.options.iter().zip(&row.levels);
    options.filter_map(move |(option, level)| {
        let level = level.as_ref()?;
        Some(ComparedActivityRecord {
            activity: row.activity.to_string(),
            practice_name: books.practice(&row.activity.practice),
            place_name: books.place(&row.activity),
            option: option.name.clone(),
            today: plain(level.today),
            plan: plain(level.plan),
            unit: PARTICIPANTS.to_owned(),
            change: level.change.into(),
        })
    })
}

fn practice(
    books: Books<'_>,
    comparison: &Comparison,
    row: &ComparedPractice,
) -> ComparedPracticeRecord {
    let names = |options: &[OptionIndex]| {
        let options = options.iter();
        options
            .map(|&index| comparison.options[index].name.clone())
            .collect()
    };
    ComparedPracticeRecord {
        practice: row.practice.to_string(),
        practice_name: books.practice(&row.practice),
        running: row.running.into(),
        growing: row.growing.into(),
        runs: names(&row.runs),
        grows: names(&row.grows),
    }
}

fn regret(comparison: &Comparison, row: &Regret) -> RegretRecord {
    let found = row.found.as_ref();
    RegretRecord {
        plan: comparison.options[row.plan].name.clone(),
        world: comparison.options[row.world].name.clone(),
        value: found.map(|found| plain(found.value)),
        regret: found.map(|found| plain(found.regret)),
        at_most: found.map(|found| plain(found.at_most)),
        share: found
            .filter(|_| comparison.one_unit && comparison.all_gaps > 0.0)
            .map(|found| plain(found.regret / comparison.all_gaps)),
        unit: comparison.unit.to_owned(),
        breaks: found.map_or_else(Vec::new, |found| found.breaks.clone()),
        reason: row.reason.clone(),
    }
}

fn matching(comparison: &Comparison, row: &MatchedMoney, unit: &str) -> MatchingMoneyRecord {
    MatchingMoneyRecord {
        option: comparison.options[row.option].name.clone(),
        matches: comparison.options[row.other].name.clone(),
        how: row.kind.into(),
        at_least: plain(row.at_least),
        at_most: row.at_most.map(plain),
        unit: unit.to_owned(),
        target: plain(row.target),
        ceiling: plain(row.ceiling),
        value_unit: comparison.unit.to_owned(),
    }
}
