//! From the records of all proposals to the ranking, the line, and what else is said of them together.

use std::collections::BTreeMap;

use super::field::Field;
use super::portfolio::{Candidates, Changes, best_set};
use super::rank::{Entrant, Line, Merit, Placed, Side, TieRule, line, rank};
use crate::analysis::{OUT_SHARE, ROBUST_SHARE, ticket};
use crate::domain::{Component, Model, ResourceId};
use crate::engine::{ChoiceError, Instance, Standing};
use crate::report::{
    BudgetRecord, EvaluateResult, LotRecord, NotScoredWord, PortfolioPointRecord, PortfolioRecord,
    ProposalRecord, ProposalStatus, RankRecord, RejectedRecord, UnmatchedRecord, WhyNotRecord,
};

/// Records of proposals, as far as they are needed side by side.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    read: u64,
    scored: u64,
    not_scored: u64,
    rejected: u64,
    why_not: BTreeMap<&'static str, (NotScoredWord, u64)>,
    unmatched: BTreeMap<String, UnmatchedRecord>,
    rejections: Vec<RejectedRecord>,
    /// Proposals that have a score.
    pub field: Field,
    /// The row of each of them, not placed yet.
    rows: Vec<RankRecord>,
}

impl Tally {
    /// Adds the record of a row of the file.
    pub fn add(&mut self, record: &ProposalRecord) {
        self.read += 1;
        match record.status {
            ProposalStatus::Rejected => {
                self.rejected += 1;
                self.rejections.extend(RejectedRecord::all(record));
            }
            ProposalStatus::NotScored => {
                self.not_scored += 1;
                if let Some(why) = record.why_not {
                    self.why_not.entry(why.word()).or_insert((why, 0)).1 += 1;
                }
                if let (Some(NotScoredWord::Unmatched), Some(text)) =
                    (record.why_not, &record.why_not_text)
                {
                    let row =
                        self.unmatched
                            .entry(text.clone())
                            .or_insert_with(|| UnmatchedRecord {
                                text: text.clone(),
                                practice: None,
                                suggestions: record.suggestions.clone(),
                                proposals: 0,
                            });
                    row.proposals += 1;
                }
            }
            ProposalStatus::Scored | ProposalStatus::Given => {
                if self.field.add(record) {
                    self.scored += 1;
                    self.rows.push(RankRecord::unplaced(record));
                } else {
                    self.not_scored += 1;
                }
            }
        }
    }
}

/// What is asked of proposals together.
#[derive(Debug, Clone, Copy)]
pub struct Together<'a> {
    /// The model that they are for.
    pub model: &'a Model,
    /// Seed of the lottery.
    pub seed: u64,
    /// What there is to give, by resource; empty: no line is drawn.
    pub budget: &'a BTreeMap<ResourceId, f64>,
}

impl<'a> Together<'a> {
    /// The rule of ties among `field`.
    #[must_use]
    pub fn rule(&self, field: &'a Field) -> TieRule<'a> {
        TieRule {
            order: &self.model.settings().evaluation.tie_order,
            seed: self.seed,
            doubts: &field.doubts,
            shared_shock: self.model.settings().evidence.shared_shock.get(),
        }
    }
}

/// Proposals that are ranked, with the line drawn.
#[derive(Debug, Clone)]
pub struct Settled {
    /// What is said of them.
    pub result: EvaluateResult,
    field: Field,
    placed: Vec<Placed>,
    drawn: Line,
}

/// The ranking of the proposals of `tally` and the line.
#[must_use]
pub fn settle(tally: Tally, asked: Together<'_>) -> Settled {
    let rule = asked.rule(&tally.field);
    let entrants = &tally.field.entrants;
    let placed = rank(entrants, rule);
    let drawn = line(entrants, &placed, asked.budget, rule);
    let mut result = EvaluateResult {
        read: tally.read,
        scored: tally.scored,
        not_scored: tally.not_scored,
        rejected: tally.rejected,
        why_not: tally
            .why_not
            .values()
            .map(|&(why_not, proposals)| WhyNotRecord { why_not, proposals })
            .collect(),
        rejections: tally.rejections,
        unmatched: tally.unmatched.into_values().collect(),
        ranking: ranking(entrants, tally.rows, &placed, rule),
        ..EvaluateResult::default()
    };
    if !asked.budget.is_empty() {
        for (row, placed) in result.ranking.iter_mut().zip(&placed) {
            row.side = Some(word(drawn.sides[placed.entrant]).to_owned());
        }
        result.lottery = drawn
            .tied
            .iter()
            .map(|tied| LotRecord {
                proposal: entrants[tied.entrant].id.clone(),
                lot: format!("{:016x}", tied.lot),
                supported: tied.supported,
            })
            .collect();
        result.budget = asked
            .budget
            .iter()
            .map(|(id, &amount)| {
                let known = asked.model.resource(id);
                BudgetRecord {
                    resource: id.to_string(),
                    resource_name: known.map_or_else(|| id.to_string(), |row| row.name.clone()),
                    amount,
                    left: drawn.left.get(id).copied().unwrap_or_default(),
                    left_by_portfolio: None,
                    unit: known.map(|row| row.unit.clone()).unwrap_or_default(),
                }
            })
            .collect();
    }
    Settled {
        result,
        field: tally.field,
        placed,
        drawn,
    }
}

impl Settled {
    /// Adds the best set: `changes` by cell by the id of each.
    ///
    /// # Errors
    /// The search failed.
    pub fn choose_set(
        &mut self,
        asked: Together<'_>,
        instance: &Instance,
        changes: &BTreeMap<String, Changes>,
        samples: usize,
    ) -> Result<(), ChoiceError> {
        let Settled {
            result,
            field,
            placed,
            drawn,
        } = self;
        let rule = asked.rule(field);
        let entrants = &field.entrants;
        let changes: Vec<Changes> = entrants
            .iter()
            .map(|entrant| changes.get(&entrant.id).cloned().unwrap_or_default())
            .collect();
        let candidates = Candidates {
            model: asked.model,
            instance,
            entrants,
            changes: &changes,
            budget: asked.budget,
        };
        let best = best_set(
            candidates,
            Some(drawn),
            samples,
            asked.seed,
            &|index, stream| {
                let doubts = entrants[index].merit.doubts();
                field.doubts.drawn(doubts, rule.shared_shock, stream)
            },
        )?;
        // What is in the best set in part is in some of those that are nearly as good, if not in full in any.
        let standings = best.standings.as_ref().map(|standings| {
            let parts = standings.iter().zip(&best.chosen);
            let told = parts.map(|(&standing, &part)| match standing {
                Standing::Exterior if part > 0.0 => Standing::Borderline,
                standing => standing,
            });
            told.collect::<Vec<_>>()
        });
        let count = |standing: Standing| {
            let standings = standings.iter().flatten();
            standings.filter(|found| **found == standing).count()
        };
        result.portfolio = Some(PortfolioRecord {
            proposals: best.chosen.iter().filter(|part| **part > 0.0).count(),
            value: best.value,
            bound: best.bound,
            gap: gap(best.value, best.bound),
            value_by_ranking: best.by_ranking,
            told: best.standings.is_some(),
            core: count(Standing::Core),
            borderline: count(Standing::Borderline),
            exterior: count(Standing::Exterior),
            undecided: count(Standing::Undecided),
            draws: if best.drawn.is_some() { samples } else { 0 },
        });
        for (row, placed) in result.ranking.iter_mut().zip(&*placed) {
            let index = placed.entrant;
            row.in_portfolio = Some(best.chosen[index]);
            row.portfolio = standings
                .as_ref()
                .map(|standings| standing_word(standings[index]).to_owned());
            row.drawn = best.drawn.as_ref().map(|drawn| drawn[index]);
        }
        for row in &mut result.budget {
            let used: f64 = entrants
                .iter()
                .zip(&best.chosen)
                .flat_map(|(entrant, part)| {
                    let requests = entrant.requests.iter();
                    requests.map(move |(id, amount)| (id, part * amount))
                })
                .filter(|(id, _)| id.as_str() == row.resource)
                .map(|(_, amount)| amount)
                .sum();
            row.left_by_portfolio = Some(row.amount - used);
        }
        result.frontier = best
            .points
            .iter()
            .map(|point| PortfolioPointRecord {
                factor: point.factor,
                proposals: point.proposals,
                value: point.value,
                bound: point.bound,
                dropped: point
                    .dropped
                    .iter()
                    .map(|&index| entrants[index].id.clone())
                    .collect(),
            })
            .collect();
        Ok(())
    }
}

/// Gap of a value and its bound, relative to the value; all where nothing was found that is worth something.
fn gap(value: f64, bound: f64) -> f64 {
    if value == 0.0 {
        f64::from(u8::from(bound > 0.0))
    } else {
        (bound - value) / value.abs()
    }
}

fn standing_word(standing: Standing) -> &'static str {
    match standing {
        Standing::Core => "core",
        Standing::Borderline => "borderline",
        Standing::Exterior => "exterior",
        Standing::Undecided => "undecided",
    }
}

fn word(side: Side) -> &'static str {
    match side {
        Side::Above => "above",
        Side::TieSupported => "tie_supported",
        Side::TiePassedOver => "tie_passed_over",
        Side::Condition => "condition",
        Side::Below => "below",
    }
}

/// The `rows` of the entrants in their order.
fn ranking(
    entrants: &[Entrant],
    rows: Vec<RankRecord>,
    placed: &[Placed],
    rule: TieRule<'_>,
) -> Vec<RankRecord> {
    // A long ranking is not held twice.
    let mut rows: Vec<Option<RankRecord>> = rows.into_iter().map(Some).collect();
    let mut above: Option<usize> = None;
    placed
        .iter()
        .filter_map(|place| {
            let because = above.map(|above| {
                let (above, this) = (&entrants[above], &entrants[place.entrant]);
                below_because((&above.id, &above.merit), (&this.id, &this.merit), rule)
            });
            above = Some(place.entrant);
            Some(RankRecord {
                rank: place.rank,
                beats_next: place.beats_next,
                tied_with_next: place
                    .beats_next
                    .map(|share| share < ROBUST_SHARE && share > OUT_SHARE),
                below_because: because,
                ..rows[place.entrant].take()?
            })
        })
        .collect()
}

/// Why the first of two stands above the second, in words.
fn below_because(above: (&str, &Merit), this: (&str, &Merit), rule: TieRule<'_>) -> String {
    let (id, above_merit) = above;
    let less = above_merit.score() - this.1.score();
    if less <= 0.0 {
        let (Merit::Scored { components: a, .. }, Merit::Scored { components: b, .. }) =
            (above_merit, this.1)
        else {
            return by_lot(id, this.0, rule.seed);
        };
        let mut order = rule.order.iter();
        return match order.find(|&&part| a.get(part) != b.get(part)) {
            Some(part) => format!(
                "the same score as {id}, which has more for {}: the order of the notice",
                part.word()
            ),
            None => by_lot(id, this.0, rule.seed),
        };
    }
    let mut text = format!("{less:.1} below {id}");
    if let (Merit::Scored { components: a, .. }, Merit::Scored { components: b, .. }) =
        (above_merit, this.1)
    {
        let mut parts: Vec<(Component, i64)> = Component::ALL
            .into_iter()
            .map(|part| (part, b.get(part).0 - a.get(part).0))
            .filter(|(_, more)| *more != 0)
            .collect();
        parts.sort_by_key(|(part, more)| (more.signum(), -more.abs(), *part));
        let said: Vec<String> = parts
            .iter()
            .map(|(part, more)| {
                format!(
                    "{} {}{:.1}",
                    part.word(),
                    sign(*more),
                    more.abs() as f64 / 10.0
                )
            })
            .collect();
        text.push_str(&format!(": {}", said.join(", ")));
    }
    text
}

fn sign(more: i64) -> char {
    if more < 0 { '-' } else { '+' }
}

fn by_lot(above: &str, this: &str, seed: u64) -> String {
    format!(
        "the same score as {above}, which goes first by lot: {:016x} before {:016x}",
        ticket(seed, above),
        ticket(seed, this)
    )
}
