//! The score of a proposal by itself: what it would come to if it alone were added to what runs today.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::claims::{Claim, claim, price_of_participant};
use crate::domain::{
    Components, Doubt, EffectScale, Effects, EvaluationSettings, ExpectedGain, Flag, IndicatorId,
    Judgement, Model, NonNegative, NotScored, Offer, OwnEvidence, PlaceId, Practice, PracticeId,
    Proposal, Request, ResourceClass, ResourceId, StandAlone, Tenths, Unit,
};
use crate::engine::{CellIndex, Instance, OfferTerm, Offers};
use crate::evidence;

/// People in a hundred participants who gain in a proposal that scores 0.
const REFERENCE_GAIN: f64 = 0.01;

/// Standard normal quantile of 0.9: where the 90th percentile of a level's prior lies.
const NINETIETH: f64 = 1.281_551_565_544_600_4;

/// What a proposal comes to by itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Alone {
    /// What it is judged to be.
    pub judgement: Judgement,
    /// What to look twice at, in order.
    pub flags: Vec<Flag>,
    /// What it asks for.
    pub requests: Vec<Request>,
    /// What it changes by cell, all of it.
    pub changes: Vec<(CellIndex, f64)>,
}

/// Judges proposals one by one, each as if no other were there.
///
/// The score is ten points for each doubling of value for money: 10·log₂((v / v₀) / (c / c₀)), with v the exact value
/// that the proposal alone adds to today's, c the money that it asks for, and (v₀, c₀) those of a reference that the
/// settings and the model fix: so many participants of whom one in a hundred gains, at the average worth of closing
/// a gap, for so much money. v = people × gain per participant × worth per gain, so that the score is the sum of
/// four parts, each rounded to a tenth before they are added (Keeney & Raiffa 1976, ch. 6: a product of
/// attributes is additive in logarithms). Reviewers add to it.
pub struct Judge<'a> {
    model: &'a Model,
    effects: &'a Effects,
    instance: &'a Instance,
    offers: Offers<'a>,
    /// Money that one unit of a resource stands for.
    prices: BTreeMap<&'a ResourceId, f64>,
    /// Mean worth of a gain that closes a gap.
    usual_worth: f64,
    /// What is worked out once for each practice and place.
    known: Mutex<BTreeMap<(PracticeId, PlaceId), Arc<Known>>>,
}

/// What is the same for every proposal of a practice at a place.
struct Known {
    eligible: f64,
    terms: Vec<OfferTerm>,
    runs_today: bool,
}

/// What a proposal's gains rest on.
struct Basis<'e> {
    practice: &'e Practice,
    effects: &'e Effects,
    own: bool,
}

impl<'a> Judge<'a> {
    /// A judge of proposals to the community of `model`, of which `effects` and `instance` are worked out.
    #[must_use]
    pub fn new(model: &'a Model, effects: &'a Effects, instance: &'a Instance) -> Self {
        let counted = instance.cells.iter().filter(|cell| cell.counted);
        let gaps: f64 = counted.map(|cell| cell.gap).sum();
        let usual = instance.all_gaps / gaps;
        Judge {
            model,
            effects,
            instance,
            offers: Offers::new(model, instance),
            prices: prices(model),
            usual_worth: if usual.is_finite() && usual > 0.0 {
                usual
            } else {
                1.0
            },
            known: Mutex::default(),
        }
    }

    /// What a proposal comes to by itself.
    pub fn judge(&self, proposal: &Proposal) -> Alone {
        let mut alone = Alone {
            judgement: Judgement::NotScored(NotScored::NothingMoved),
            flags: Vec::new(),
            requests: self.requests(proposal),
            changes: Vec::new(),
        };
        let judgement = match &proposal.offer {
            Offer::Score(score) => Judgement::Given(*score),
            Offer::Unmatched { text, suggestions } => Judgement::NotScored(NotScored::Unmatched {
                text: text.clone(),
                suggestions: suggestions.clone(),
            }),
            Offer::Practice(id) => match self.model.practice(id) {
                Some(practice) => {
                    let basis = Basis {
                        practice,
                        effects: self.effects,
                        own: false,
                    };
                    self.worked_out(proposal, &basis, &mut alone)
                }
                None => Judgement::NotScored(NotScored::Unmatched {
                    text: id.to_string(),
                    suggestions: Vec::new(),
                }),
            },
            Offer::Evidence(own) => match self.own_effects(own, &mut alone.flags) {
                Ok(effects) => {
                    let basis = Basis {
                        practice: &own.practice,
                        effects: &effects,
                        own: true,
                    };
                    self.worked_out(proposal, &basis, &mut alone)
                }
                Err(why) => Judgement::NotScored(NotScored::Evidence(why)),
            },
        };
        alone.judgement = judgement;
        alone.flags.sort_unstable();
        alone.flags.dedup();
        alone
    }

    /// The effects of an applicant's own study: shrunk like any other, and held to what one in ten practices of its
    /// level exceeds.
    fn own_effects(&self, own: &OwnEvidence, flags: &mut Vec<Flag>) -> Result<Effects, String> {
        if own.study.is_as_given() {
            return Err(
                "the scheme as_given takes an effect as it stands, which an applicant's own study may not ask for"
                    .to_owned(),
            );
        }
        let effects = evidence::own_effects(self.model, own).map_err(|findings| {
            let messages: Vec<&str> = findings.iter().map(|one| one.message.as_str()).collect();
            messages.join("; ")
        })?;
        flags.push(Flag::OwnEvidence);
        let levels = &self.model.settings().evidence.levels;
        let mut held = effects.all().to_vec();
        for effect in &mut held {
            if effect.scale != EffectScale::Sd {
                continue;
            }
            let level = usize::from(effect.level.unwrap_or(evidence::UNRATED_LEVEL));
            let prior = levels[level.min(levels.len() - 1)];
            let most = prior.mean + NINETIETH * prior.sd;
            if effect.mean > most {
                effect.mean = most;
                flags.push(Flag::LargeEffect);
            }
        }
        Ok(Effects::new(held))
    }

    fn worked_out(&self, proposal: &Proposal, basis: &Basis<'_>, alone: &mut Alone) -> Judgement {
        let settings = &self.model.settings().evaluation;
        let known: Vec<Arc<Known>> = proposal
            .places
            .iter()
            .map(|place| self.known(basis, place))
            .collect();
        let eligible: Vec<f64> = known.iter().map(|known| known.eligible).collect();
        let claimed = proposal.participants.map_or(0.0, NonNegative::get);
        let Claim { places, too_many } = claim(
            &proposal.places,
            &eligible,
            claimed,
            settings.participants_kept.get(),
        );
        if too_many {
            alone.flags.push(Flag::TooManyParticipants);
        }
        let mut reached = Reached::new(self.instance);
        for (at, known) in places.iter().zip(&known) {
            let effective =
                self.offers
                    .response(basis.practice, &at.place, at.eligible, at.counted);
            for term in &known.terms {
                reached.add(term, effective, at.counted);
            }
            if known.runs_today {
                alone.flags.push(Flag::RunsToday);
            }
        }
        alone.changes = reached
            .changes
            .iter()
            .map(|(&cell, &d)| (cell, d))
            .collect();
        if !basis.own {
            let studied = basis.effects.of(&basis.practice.id);
            if studied.iter().all(|effect| !effect.is_evaluated()) {
                alone.flags.push(Flag::NeverEvaluated);
            }
        }

        let cost = Self::cost(alone);
        self.look_at_price(basis, cost, claimed, alone);
        if reached.changes.is_empty() {
            return Judgement::NotScored(NotScored::NothingMoved);
        }
        let outcome = reached.outcome(
            basis.effects,
            self.model.settings().evidence.shared_shock.get(),
        );
        if outcome.gains.iter().any(|gain| gain.gain < 0.0) {
            alone.flags.push(Flag::Harm);
        }
        let people: f64 = places.iter().map(|at| at.counted).sum();
        if !(outcome.value > 0.0 && outcome.gained > 0.0 && people > 0.0) {
            return Judgement::NotScored(NotScored::NoGain);
        }
        if cost <= 0.0 {
            return Judgement::NotScored(NotScored::NoCost);
        }
        let per_participant = outcome.gained / people;
        let worth = outcome.value / outcome.gained;
        let components = Components {
            need: Tenths::of_ratio(worth / self.usual_worth),
            effect: Tenths::of_ratio(per_participant / REFERENCE_GAIN),
            people: Tenths::of_ratio(people / settings.reference_participants),
            cost: Tenths::of_ratio(settings.reference_cost / cost),
            reviewers: proposal.review().map(|mark| reviewers(mark, settings)),
        };
        let of = if basis.own {
            proposal.id.as_str()
        } else {
            basis.practice.id.as_str()
        };
        Judgement::Scored(Box::new(StandAlone {
            value: outcome.value,
            cost,
            components,
            level: outcome.level,
            places,
            gains: outcome.gains,
            doubts: outcome
                .doubts
                .into_iter()
                .map(|(effect, sd)| {
                    let effect = &basis.effects.all()[effect];
                    Doubt {
                        of: of.to_owned(),
                        indicator: effect.indicator.clone(),
                        place: effect.place.clone(),
                        group: effect.group.clone(),
                        shock_group: effect.shock_group.clone(),
                        sd,
                    }
                })
                .collect(),
        }))
    }

    fn known(&self, basis: &Basis<'_>, place: &PlaceId) -> Arc<Known> {
        let work_out = || {
            Arc::new(Known {
                eligible: self.offers.eligible(basis.practice, basis.effects, place),
                terms: self.offers.terms(basis.practice, basis.effects, place),
                runs_today: !basis.own && self.runs_today(&basis.practice.id, place),
            })
        };
        if basis.own {
            return work_out();
        }
        let key = (basis.practice.id.clone(), place.clone());
        // A thread that panicked has passed its panic on; what it had put there is whole.
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = known().get(&key) {
            return Arc::clone(found);
        }
        let found = work_out();
        known().insert(key, Arc::clone(&found));
        found
    }

    fn runs_today(&self, practice: &PracticeId, place: &PlaceId) -> bool {
        let mut activities = self.instance.activities.iter();
        activities.any(|activity| {
            activity.id.practice == *practice && activity.id.place == *place && activity.today > 0.0
        })
    }

    fn requests(&self, proposal: &Proposal) -> Vec<Request> {
        let rows = proposal.requests.iter();
        rows.map(|(resource, amount)| {
            let unit = self.model.resource(resource).map(|row| row.unit.clone());
            Request {
                resource: resource.clone(),
                amount: amount.get(),
                unit: unit.unwrap_or_default(),
                price: self.prices.get(resource).copied(),
            }
        })
        .collect()
    }

    /// The money that requests stand for; what has no price is flagged.
    fn cost(alone: &mut Alone) -> f64 {
        if alone.requests.iter().any(|request| request.price.is_none()) {
            alone.flags.push(Flag::Unpriced);
        }
        let priced = alone.requests.iter();
        priced
            .filter_map(|request| Some(request.price? * request.amount))
            .sum()
    }

    /// Flags a price per claimed participant that is far from what the practice is known to take.
    fn look_at_price(&self, basis: &Basis<'_>, cost: f64, claimed: f64, alone: &mut Alone) {
        if basis.own || claimed <= 0.0 || cost <= 0.0 {
            return;
        }
        let usual = price_of_participant(self.model, &basis.practice.id, &self.prices);
        if let Some(usual) = usual.filter(|usual| *usual > 0.0) {
            let ratio = cost / claimed / usual;
            if ratio < 0.5 {
                alone.flags.push(Flag::CheapParticipants);
            } else if ratio > 2.0 {
                alone.flags.push(Flag::DearParticipants);
            }
        }
    }
}

/// Points that reviewers' mean mark adds: none at the middle of their scale.
fn reviewers(mark: f64, settings: &EvaluationSettings) -> Tenths {
    let (low, high) = (settings.review_low, settings.review_high);
    let middle = 2.0 * (mark - low) / (high - low) - 1.0;
    Tenths::of_points(settings.review_points * middle)
}

/// What one unit of each resource stands for in money: itself, or what it takes to have it by a conversion; the most
/// where there are several.
fn prices(model: &Model) -> BTreeMap<&ResourceId, f64> {
    let tables = model.tables();
    let money: Vec<&ResourceId> = tables
        .resources
        .iter()
        .filter(|row| row.class == ResourceClass::Treasure)
        .map(|row| &row.id)
        .collect();
    let mut prices: BTreeMap<&ResourceId, f64> = BTreeMap::new();
    for row in &tables.conversions {
        if money.contains(&&row.from) {
            let price = prices.entry(&row.to).or_default();
            *price = price.max(1.0 / row.rate.get());
        }
    }
    prices.extend(money.into_iter().map(|id| (id, 1.0)));
    prices
}

/// What participants come to, cell by cell.
struct Reached<'i> {
    instance: &'i Instance,
    changes: BTreeMap<CellIndex, f64>,
    /// Derivative of the change of a cell in an effect.
    slopes: BTreeMap<(CellIndex, usize), f64>,
}

/// What changes come to.
struct Outcome {
    value: f64,
    /// Gains of the cells that count, without those that get worse.
    gained: f64,
    gains: Vec<ExpectedGain>,
    /// Effects, with the standard deviation of the value by each alone.
    doubts: Vec<(usize, f64)>,
    level: Option<u8>,
}

/// Gains of an indicator while they are added up.
struct Sum {
    unit: Unit,
    gain: f64,
    by_effect: BTreeMap<usize, f64>,
    years: (u32, u32),
}

impl<'i> Reached<'i> {
    fn new(instance: &'i Instance) -> Self {
        Reached {
            instance,
            changes: BTreeMap::new(),
            slopes: BTreeMap::new(),
        }
    }

    /// A benefit follows the response, a harm the participants themselves.
    fn add(&mut self, term: &OfferTerm, effective: f64, participants: f64) {
        let people = if term.gain > 0.0 {
            effective
        } else {
            participants
        };
        *self.changes.entry(term.cell).or_default() += people * term.gain;
        *self.slopes.entry((term.cell, term.effect)).or_default() += people * term.sensitivity;
    }

    fn outcome(&self, effects: &Effects, shared_shock: f64) -> Outcome {
        let mut sums: BTreeMap<&IndicatorId, Sum> = BTreeMap::new();
        let mut doubts: BTreeMap<usize, f64> = BTreeMap::new();
        let (mut value, mut gained) = (0.0, 0.0);
        for (&index, &change) in &self.changes {
            let cell = &self.instance.cells[index];
            if !cell.counted {
                continue;
            }
            let gain = self.instance.overlap(cell, change);
            value += self.instance.worth(cell, gain);
            gained += gain.max(0.0);
            let sum = sums.entry(&cell.indicator).or_insert_with(|| Sum {
                unit: cell.unit,
                gain: 0.0,
                by_effect: BTreeMap::new(),
                years: (cell.years, cell.years),
            });
            sum.gain += gain;
            sum.years = (sum.years.0.min(cell.years), sum.years.1.max(cell.years));
            let slope = self.instance.overlap_slope(cell, change);
            let worth = self.instance.worth_slope(cell, gain);
            for (&(_, effect), sensitivity) in self.slopes.range((index, 0)..=(index, usize::MAX)) {
                let spread = slope * sensitivity * effects.all()[effect].sd;
                *sum.by_effect.entry(effect).or_default() += spread;
                *doubts.entry(effect).or_default() += worth * spread;
            }
        }
        let level = doubts
            .keys()
            .filter_map(|&effect| effects.all()[effect].level);
        Outcome {
            value,
            gained,
            level: level.min(),
            gains: sums
                .into_iter()
                .map(|(indicator, sum)| ExpectedGain {
                    indicator: indicator.clone(),
                    unit: sum.unit,
                    gain: sum.gain,
                    sd: super::doubt::spread(
                        sum.by_effect
                            .iter()
                            .map(|(&effect, &sd)| (effects.all()[effect].shock_group.as_ref(), sd)),
                        shared_shock,
                    ),
                    years: sum.years,
                })
                .collect(),
            doubts: doubts.into_iter().collect(),
        }
    }
}
