//! Seeded proposals for a model. Every figure is illustrative.

use std::collections::BTreeMap;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::tidy;
use crate::domain::{
    Activity, EvaluationSettings, Model, NonNegative, Offer, PlaceId, PracticeId, Proposal,
    ProposalId, ResourceId,
};

/// Participants of the proposal in the middle.
const MEDIAN_PARTICIPANTS: f64 = 60.0;
/// Standard deviation of the logarithm of participants: one proposal in six is of half a classroom, one of two grades.
const SPREAD_PARTICIPANTS: f64 = 0.9;
/// Standard deviation of the logarithm of what a proposal asks for about what its participants take.
const SPREAD_PRICE: f64 = 0.2;
/// Share of the proposals of which any part may be supported.
const PARTIAL: f64 = 0.2;
/// Share of the proposals at two places.
const TWO_PLACES: f64 = 0.1;
/// Share of the proposals that claim many times what their request pays for.
const CLAIMS_TOO_MUCH: f64 = 0.03;
/// Share of the proposals that exclude an earlier one.
const EXCLUDES: f64 = 0.03;
/// Share of the proposals that need an earlier one.
const REQUIRES: f64 = 0.01;
/// Proposals of an applicant, on average.
const PER_APPLICANT: usize = 3;
/// Amount that is asked for where a practice is not said to take anything.
const PLAIN_REQUEST: f64 = 1_000.0;

/// Made-up proposals for `model`, the same for the same seed: of practices at places where the model offers them, with
/// participants and requests that are spread as grants are, each about what its participants take. A few claim many
/// times what they ask for, some exclude or need an earlier one, some may be supported in part.
///
/// None where the model offers nothing anywhere.
pub fn proposals(model: &Model, count: usize, seed: u64) -> impl Iterator<Item = Proposal> {
    let tables = model.tables();
    let mut needs: BTreeMap<PracticeId, Vec<(ResourceId, f64, f64)>> = BTreeMap::new();
    for need in &tables.needs {
        let row = needs.entry(need.practice.clone()).or_default();
        row.push((
            need.resource.clone(),
            need.per_participant.get(),
            need.fixed.map_or(0.0, NonNegative::get),
        ));
    }
    let mut places: BTreeMap<PracticeId, Vec<PlaceId>> = BTreeMap::new();
    for activity in &tables.activities {
        let row = places.entry(activity.practice.clone()).or_default();
        row.push(activity.place.clone());
    }
    let mut maker = Maker {
        rng: ChaCha8Rng::seed_from_u64(seed),
        names: tables
            .practices
            .iter()
            .map(|row| (row.id.clone(), row.name.clone()))
            .collect(),
        activities: tables.activities.clone(),
        needs,
        places,
        resource: tables.resources.first().map(|row| row.id.clone()),
        evaluation: model.settings().evaluation.clone(),
        applicants: (count / PER_APPLICANT).max(1),
    };
    (0..count).map_while(move |at| maker.proposal(at))
}

struct Maker {
    rng: ChaCha8Rng,
    names: BTreeMap<PracticeId, String>,
    activities: Vec<Activity>,
    /// What a practice takes: the resource, per participant, and by running at all.
    needs: BTreeMap<PracticeId, Vec<(ResourceId, f64, f64)>>,
    places: BTreeMap<PracticeId, Vec<PlaceId>>,
    /// What is asked for where nothing is taken.
    resource: Option<ResourceId>,
    evaluation: EvaluationSettings,
    applicants: usize,
}

/// The id of the proposal at a position: always a letter and digits.
fn id(at: usize) -> ProposalId {
    ProposalId::new(&format!("p-{:06}", at + 1))
        .unwrap_or_else(|| unreachable!("a letter and digits are an id"))
}

fn amount(value: f64) -> NonNegative {
    NonNegative::new(value).unwrap_or_else(|| unreachable!("made-up amounts are positive"))
}

impl Maker {
    fn chance(&mut self, probability: f64) -> bool {
        self.rng.random::<f64>() < probability
    }

    fn below(&mut self, count: usize) -> usize {
        (self.rng.random::<f64>() * count as f64) as usize
    }

    /// A figure that is log-normal about `median` (Box and Muller 1958, for the normal one).
    fn spread(&mut self, median: f64, sd: f64) -> f64 {
        let (radius, angle) = (self.rng.random::<f64>(), self.rng.random::<f64>());
        let normal = (-2.0 * (1.0 - radius).ln()).sqrt() * (std::f64::consts::TAU * angle).cos();
        median * (sd * normal).exp()
    }

    fn proposal(&mut self, at: usize) -> Option<Proposal> {
        if self.activities.is_empty() {
            return None;
        }
        let position = self.below(self.activities.len());
        let activity = self.activities[position].clone();
        let practice = activity.practice;
        let participants = self
            .spread(MEDIAN_PARTICIPANTS, SPREAD_PARTICIPANTS)
            .clamp(4.0, 20_000.0)
            .round();
        let requests = self.requests(&practice, participants)?;
        let mut places = vec![activity.place];
        if self.chance(TWO_PLACES) {
            let offered = self.places.get(&practice).map_or(0, Vec::len);
            let other = self.below(offered);
            let other = self.places.get(&practice).and_then(|all| all.get(other));
            places.extend(other.filter(|other| **other != places[0]).cloned());
        }
        let claimed = if self.chance(CLAIMS_TOO_MUCH) {
            let times = self.below(16) + 5;
            participants * times as f64
        } else {
            participants
        };
        let earlier = |maker: &mut Self, probability| {
            let named = maker.chance(probability) && at > 0;
            let other = maker.below(at);
            named.then(|| id(other))
        };
        let excludes = earlier(self, EXCLUDES);
        let requires = earlier(self, REQUIRES).filter(|other| Some(other) != excludes.as_ref());
        let applicant = self.below(self.applicants) + 1;
        let name = self.names.get(&practice).map_or("", String::as_str);
        Some(Proposal {
            id: id(at),
            // The header is the first line.
            line: at as u64 + 2,
            applicant: Some(format!("Applicant {applicant}")),
            title: Some(format!("{name}, {}", places[0])),
            partial: self.chance(PARTIAL),
            reviews: self.reviews(),
            offer: Offer::Practice(practice),
            places,
            participants: Some(amount(claimed)),
            requests,
            excludes: excludes.into_iter().collect(),
            requires: requires.into_iter().collect(),
        })
    }

    /// What is asked for: about what the participants take.
    fn requests(
        &mut self,
        practice: &PracticeId,
        participants: f64,
    ) -> Option<Vec<(ResourceId, NonNegative)>> {
        let taken = self.needs.get(practice).cloned().unwrap_or_default();
        let mut requests: Vec<(ResourceId, NonNegative)> = taken
            .into_iter()
            .filter_map(|(resource, per_participant, fixed)| {
                let median = participants * per_participant + fixed;
                let asked = tidy(self.spread(median, SPREAD_PRICE), 2);
                (asked > 0.0).then(|| (resource, amount(asked)))
            })
            .collect();
        if requests.is_empty() {
            let asked = self.spread(PLAIN_REQUEST, SPREAD_PARTICIPANTS).round();
            requests.push((self.resource.clone()?, amount(asked.max(1.0))));
        }
        requests.sort_by(|a, b| a.0.cmp(&b.0));
        Some(requests)
    }

    /// Marks of two or three reviewers, in halves of the scale's quarters.
    fn reviews(&mut self) -> Vec<f64> {
        let (low, high) = (self.evaluation.review_low, self.evaluation.review_high);
        let count = 2 + self.below(2);
        let mark = |step: usize| low + (high - low) * step as f64 / 8.0;
        (0..count).map(|_| mark(self.below(9))).collect()
    }
}
