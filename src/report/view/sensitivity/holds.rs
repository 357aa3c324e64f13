//! Which moves hold, by partner, and what the others depend on.

use std::collections::BTreeMap;

use super::super::figure::{Figure, is_doubtful, standing};
use super::super::share::{interval, often};
use crate::domain::{Dependence, Model, MoveStanding, UncertainFigure, ValuePer};
use crate::report::names::Names;
use crate::report::record::{Scalar, SettingRecord};

/// A move and how firmly it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) struct StandingRow {
    /// The move: how much from what to what.
    pub words: String,
    /// How often the best plan of a draw makes it.
    pub share: String,
    /// What it depends on, each in a sentence; empty where it holds.
    pub reasons: Vec<String>,
}

/// The moves of a partner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) struct PartnerStandings {
    /// Name of the partner.
    pub partner: String,
    /// Its moves.
    pub rows: Vec<StandingRow>,
}

/// All moves by how firmly they stand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::report) struct HoldsView {
    /// Those that hold.
    pub holding: Vec<PartnerStandings>,
    /// Those that depend on something.
    pub depending: Vec<PartnerStandings>,
    /// Of those, how many hang on a figure that is illustrative or filled in.
    pub doubtful: usize,
}

impl HoldsView {
    /// How `moves` stand, where `figures` are not known for certain and `settings` are as they are.
    pub fn new(
        model: &Model,
        names: Names,
        moves: &[MoveStanding],
        figures: &[UncertainFigure],
        settings: &[SettingRecord],
    ) -> Self {
        let settings = settings.iter().filter_map(|row| match row.value {
            Scalar::Number(value) => Some((row.path.as_str(), value)),
            Scalar::Whole(value) => Some((row.path.as_str(), value.into())),
            Scalar::Text(_) => None,
        });
        let figures = figures
            .iter()
            .map(|figure| (figure.path.as_str(), figure.value));
        let now: BTreeMap<&str, f64> = settings.chain(figures).collect();
        let group = |holds: bool| {
            let mut rows: Vec<&MoveStanding> =
                moves.iter().filter(|row| row.holds == holds).collect();
            rows.sort_by(|a, b| {
                (&a.partner, &a.pool, &a.from, &a.to).cmp(&(&b.partner, &b.pool, &b.from, &b.to))
            });
            rows.chunk_by(|a, b| a.partner == b.partner)
                .map(|rows| PartnerStandings {
                    partner: names.partner(&rows[0].partner),
                    rows: rows
                        .iter()
                        .map(|row| standing_row(model, names, row, &now))
                        .collect(),
                })
                .collect()
        };
        HoldsView {
            holding: group(true),
            depending: group(false),
            doubtful: moves
                .iter()
                .filter(|row| row.depends_on.iter().any(|on| is_doubtful(on.basis)))
                .count(),
        }
    }
}

fn standing_row(
    model: &Model,
    names: Names,
    row: &MoveStanding,
    now: &BTreeMap<&str, f64>,
) -> StandingRow {
    let from = row.from.as_ref().map_or_else(
        || "what is unallocated today".to_owned(),
        |id| names.activity(id),
    );
    let to = row.to.as_ref().map_or_else(
        || "left unallocated".to_owned(),
        |id| format!("to {}", names.activity(id)),
    );
    let becomes = row
        .converted_to
        .as_ref()
        .map_or_else(String::new, |id| format!(", as {}", names.resource(id)));
    StandingRow {
        words: format!(
            "{} from {from} {to}{becomes}",
            names.unit(&row.unit).amount(row.amount)
        ),
        share: format!("{} of the draws", often(row.share.share)),
        reasons: if row.holds {
            Vec::new()
        } else {
            reasons(model, names, row, now)
        },
    }
}

fn reasons(
    model: &Model,
    names: Names,
    row: &MoveStanding,
    now: &BTreeMap<&str, f64>,
) -> Vec<String> {
    /// Share of the draws from which on a move is in enough of them.
    const ENOUGH: f64 = 0.9;
    let mut reasons = Vec::new();
    if row.share.share < ENOUGH {
        reasons.push(format!(
            "Made in {} of the draws only (90% interval {}).",
            often(row.share.share),
            interval(&row.share)
        ));
    }
    if !row.under_both_values {
        reasons.push(
            match model.settings().value.per {
                ValuePer::GapShare => {
                    "Not made where every person counts the same, whatever the indicator's gap."
                }
                ValuePer::Person => {
                    "Not made where an indicator counts by the share of its gap that closes."
                }
            }
            .to_owned(),
        );
    }
    if !row.under_other_targets {
        reasons.push("Not made with every gap a fifth smaller, or a fifth larger.".to_owned());
    }
    // What can be replaced first comes first.
    let mut figures: Vec<&Dependence> = row.depends_on.iter().collect();
    figures.sort_by_key(|on| (!is_doubtful(on.basis), on.path.as_str()));
    reasons.extend(figures.into_iter().map(|on| {
        let figure = Figure::new(model, names, &on.path);
        let words = match now.get(on.path.as_str()) {
            Some(&now) => {
                let (at, now) = figure.values(on.at, now);
                format!("is {at} (now {now})")
            }
            None => format!("is {}", figure.value(on.at)),
        };
        format!(
            "Goes where {} {words}: {}.",
            figure.in_sentence(),
            standing(on.basis, on.origin)
        )
    }));
    reasons
}
