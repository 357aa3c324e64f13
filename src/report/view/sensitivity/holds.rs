//! Which moves hold, what the others depend on, and which figures decide most of them.

use std::collections::{BTreeMap, BTreeSet};

use super::super::figure::{Figure, is_doubtful, origin_word};
use super::super::firm::firmness_words;
use super::super::share::{interval, of_draws};
use super::super::trust::is_small;
use crate::domain::{Dependence, Model, MoveStanding, UncertainFigure, ValuePer};
use crate::report::names::Names;
use crate::report::record::{Scalar, SettingRecord};

/// A move and how firmly it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) struct StandingRow {
    /// Name of the partner.
    pub partner: String,
    /// The move: how much from what to what.
    pub words: String,
    /// How often the best plan of a draw makes it: `64% of 198 draws`.
    pub often: String,
    /// The interval of that.
    pub interval: String,
    /// How firm it is, in a word or two.
    pub firmness: &'static str,
    /// Whether it holds.
    pub holds: bool,
    /// Settings under which it is not made, each in a few words.
    pub settings: Vec<&'static str>,
    /// Figures that take it away, each with the value at which it goes; those that can be replaced come first.
    pub figures: Vec<String>,
}

/// A figure by how many moves it decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) struct DecidingRow {
    /// The figure.
    pub figure: String,
    /// What it is now.
    pub now: String,
    /// The values at which moves go.
    pub at: String,
    /// Where it comes from, in a word.
    pub origin: &'static str,
    /// How many moves go.
    pub moves: usize,
}

/// All moves by how firmly they stand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::report) struct HoldsView {
    /// Those that hold, the largest part of its pool first.
    pub holding: Vec<StandingRow>,
    /// Those that depend on something, likewise; leaning before open to choice.
    pub depending: Vec<StandingRow>,
    /// Of those, how many hang on a figure that is illustrative or filled in.
    pub doubtful: usize,
    /// Moves too small to matter, which stand in neither list.
    pub small: usize,
    /// The figures that decide moves, the one that decides most first.
    pub deciding: Vec<DecidingRow>,
}

impl HoldsView {
    /// How `moves` stand, where `figures` are not known for certain and `settings` are as they are; shares are of
    /// `draws`, 0 where their number is not known.
    pub fn new(
        model: &Model,
        names: Names,
        moves: &[MoveStanding],
        draws: usize,
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
        let known = Known {
            model,
            names,
            draws,
            now: settings.chain(figures).collect(),
        };
        let (small, mut matter): (Vec<&MoveStanding>, Vec<&MoveStanding>) =
            moves.iter().partition(|row| is_small(names, row));
        let part = |row: &MoveStanding| names.share_of_pool(&row.pool, row.amount).unwrap_or(0.0);
        matter.sort_by(|a, b| {
            part(b).total_cmp(&part(a)).then_with(|| {
                (&a.partner, &a.pool, &a.from, &a.to).cmp(&(&b.partner, &b.pool, &b.from, &b.to))
            })
        });
        let (holding, depending): (Vec<&MoveStanding>, Vec<&MoveStanding>) =
            matter.into_iter().partition(|row| row.holds);
        let mut depending = depending;
        // What is asked for first stands first; the sort keeps the order by size within.
        depending.sort_by_key(|row| row.firmness());
        HoldsView {
            small: small.len(),
            doubtful: depending
                .iter()
                .filter(|row| {
                    row.depends_on
                        .iter()
                        .any(|on| is_doubtful(on.basis.map(Into::into)))
                })
                .count(),
            deciding: known.deciding(&depending),
            holding: holding.into_iter().map(|row| known.row(row)).collect(),
            depending: depending.into_iter().map(|row| known.row(row)).collect(),
        }
    }
}

/// What the rows are told with.
struct Known<'a> {
    model: &'a Model,
    names: Names<'a>,
    draws: usize,
    /// What figures and settings are now, by their path.
    now: BTreeMap<&'a str, f64>,
}

impl Known<'_> {
    fn row(&self, row: &MoveStanding) -> StandingRow {
        StandingRow {
            partner: self.names.partner(&row.partner),
            words: self.move_words(row),
            often: of_draws(row.share.share, self.draws),
            interval: interval(&row.share),
            firmness: firmness_words(row.firmness()),
            holds: row.holds,
            settings: if row.holds {
                Vec::new()
            } else {
                self.settings(row)
            },
            figures: if row.holds {
                Vec::new()
            } else {
                self.figures(row)
            },
        }
    }

    /// A move, naming a practice or a place once where both ends share it.
    fn move_words(&self, row: &MoveStanding) -> String {
        let names = self.names;
        let amount = names.unit(&row.unit).amount(row.amount);
        let becomes = row
            .converted_to
            .as_ref()
            .map_or_else(String::new, |id| format!(", as {}", names.resource(id)));
        let words = match (&row.from, &row.to) {
            (Some(from), Some(to)) if from.practice == to.practice => format!(
                "{amount} of {}, from {} to {}",
                names.practice(&from.practice),
                names.place(&from.place),
                names.place(&to.place)
            ),
            (Some(from), Some(to)) if from.place == to.place => format!(
                "{amount} from {} to {}, {}",
                names.practice(&from.practice),
                names.practice(&to.practice),
                names.place(&to.place)
            ),
            (from, to) => {
                let from = from.as_ref().map_or_else(
                    || "what is unallocated today".to_owned(),
                    |id| names.activity(id),
                );
                let to = to.as_ref().map_or_else(
                    || ", left unallocated".to_owned(),
                    |id| format!(" to {}", names.activity(id)),
                );
                format!("{amount} from {from}{to}")
            }
        };
        words + &becomes
    }

    fn settings(&self, row: &MoveStanding) -> Vec<&'static str> {
        let mut settings = Vec::new();
        if !row.under_both_values {
            settings.push(match self.model.settings().value.per {
                ValuePer::GapShare => "not made where every person counts the same",
                ValuePer::Person => "not made where an indicator counts by the share of its gap",
            });
        }
        if !row.under_other_targets {
            settings.push("not made with every gap a fifth smaller, or larger");
        }
        settings
    }

    fn figures(&self, row: &MoveStanding) -> Vec<String> {
        // What can be replaced first comes first.
        let mut figures: Vec<&Dependence> = row.depends_on.iter().collect();
        figures.sort_by_key(|on| (!is_doubtful(on.basis.map(Into::into)), on.path.as_str()));
        figures
            .into_iter()
            .map(|on| {
                let figure = Figure::new(&self.names, &on.path);
                let words = match self.now.get(on.path.as_str()) {
                    Some(&now) => {
                        let (at, now) = figure.values(on.at, now);
                        format!("{at}, now {now}")
                    }
                    None => figure.value(on.at),
                };
                let origin = origin_word(on.basis.map(Into::into), on.origin.map(Into::into));
                format!("{}: {words} ({origin})", figure.words)
            })
            .collect()
    }

    /// The figures that decide some of `moves`, the one that decides most first.
    fn deciding(&self, moves: &[&MoveStanding]) -> Vec<DecidingRow> {
        let mut deciding: BTreeMap<&str, (&Dependence, Vec<f64>, usize)> = BTreeMap::new();
        for row in moves {
            let mut counted: BTreeSet<&str> = BTreeSet::new();
            for on in &row.depends_on {
                let entry = deciding
                    .entry(&on.path)
                    .or_insert_with(|| (on, Vec::new(), 0));
                if !entry.1.contains(&on.at) {
                    entry.1.push(on.at);
                }
                // A figure that takes a move away at both ends decides one move.
                entry.2 += usize::from(counted.insert(&on.path));
            }
        }
        let mut rows: Vec<_> = deciding.into_values().collect();
        rows.sort_by(|a, b| b.2.cmp(&a.2).then_with(|| a.0.path.cmp(&b.0.path)));
        rows.into_iter()
            .map(|(on, mut at, moves)| {
                at.sort_by(f64::total_cmp);
                let figure = Figure::new(&self.names, &on.path);
                let at: Vec<String> = at.into_iter().map(|at| figure.value(at)).collect();
                DecidingRow {
                    now: self
                        .now
                        .get(on.path.as_str())
                        .map_or_else(|| "-".to_owned(), |&now| figure.value(now)),
                    at: at.join(" or "),
                    origin: origin_word(on.basis.map(Into::into), on.origin.map(Into::into)),
                    figure: figure.at_start(),
                    moves,
                }
            })
            .collect()
    }
}
