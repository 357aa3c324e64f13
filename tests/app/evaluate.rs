//! Proposals: scores that can be worked out by hand, claims that buy nothing, and the line where money ends.

use std::collections::BTreeMap;

use trefoil::analysis::{Stream, ticket};
use trefoil::app::evaluate::rank::{Entrant, Merit, Side, beats, line, rank};
use trefoil::app::evaluate::{Community, Round, Tally, Together, changes, settle};
use trefoil::domain::{
    Assessment, Component, Components, Flag, Judgement, Model, NonNegative, NotScored, Offer,
    PlaceId, PracticeId, Proposal, ProposalId, ResourceId, StandAlone, Tenths,
};
use trefoil::io::{LoadOptions, load};
use trefoil::report::{EvaluateResult, ProposalRecord};

fn model(name: &str, sets: &[&str]) -> Model {
    let options = LoadOptions {
        sets: sets.iter().map(|set| (*set).to_owned()).collect(),
        ..LoadOptions::default()
    };
    let loaded = load(name, &options);
    loaded.unwrap_or_else(|findings| panic!("{findings}")).model
}

fn amount(value: f64) -> NonNegative {
    NonNegative::new(value).unwrap()
}

fn proposal(id: &str, practice: &str, participants: f64, money: f64) -> Proposal {
    Proposal {
        id: ProposalId::new(id).unwrap(),
        line: 2,
        applicant: None,
        title: None,
        offer: Offer::Practice(PracticeId::new(practice).unwrap()),
        places: vec![PlaceId::new("westside").unwrap()],
        participants: Some(amount(participants)),
        requests: vec![(ResourceId::new("money").unwrap(), amount(money))],
        partial: false,
        excludes: Vec::new(),
        requires: Vec::new(),
        reviews: Vec::new(),
    }
}

fn assess(model: &Model, proposals: &[Proposal]) -> Vec<Assessment> {
    let community = Community::new(model).unwrap();
    let round = Round::new(&community, false).unwrap();
    let mut worker = round.worker();
    proposals
        .iter()
        .map(|one| round.assess(&mut worker, one))
        .collect()
}

fn alone(assessment: &Assessment) -> &StandAlone {
    match &assessment.judgement {
        Judgement::Scored(alone) => alone,
        other => panic!("{other:?}"),
    }
}

fn tally(model: &Model, proposals: &[Proposal]) -> Tally {
    let mut tally = Tally::default();
    for (row, (proposal, assessed)) in (1..).zip(proposals.iter().zip(assess(model, proposals))) {
        let record = ProposalRecord::new(model, row, proposal, &assessed);
        // Through the line that is written, so that what is read back is what was meant.
        tally.add(&ProposalRecord::read(&record.line()).unwrap());
    }
    tally
}

fn settled(model: &Model, proposals: &[Proposal], budget: Option<f64>) -> EvaluateResult {
    let budget: BTreeMap<ResourceId, f64> = budget
        .into_iter()
        .map(|amount| (ResourceId::new("money").unwrap(), amount))
        .collect();
    let asked = Together {
        model,
        seed: 7,
        budget: &budget,
    };
    settle(tally(model, proposals), asked).result
}

/// 80 % of 60 participants count: 48, of whom one in five comes to read at grade level, 9.6 people of a gap of 40.
/// Worth per gain is that of any gap: need 0. One in five against one in a hundred: 10·log₂ 20 = 43.22. 48 people
/// against 100: −10.59. 40,000 against 100,000: 13.22.
#[test]
fn a_score_is_the_sum_of_parts_that_can_be_worked_out_by_hand() {
    let found = assess(
        &model("minimal", &[]),
        &[proposal("a", "tutoring", 60.0, 40_000.0)],
    );
    let alone = alone(&found[0]);
    assert!((alone.value - 9.6 / 40.0).abs() < 1e-12);
    assert_eq!(
        alone.components,
        Components {
            need: Tenths(0),
            effect: Tenths(432),
            people: Tenths(-106),
            cost: Tenths(132),
            reviewers: None,
        }
    );
    assert_eq!(alone.components.score(), Tenths(458));
    assert!((alone.gains[0].gain - 9.6).abs() < 1e-12);
    assert_eq!(found[0].flags, [Flag::RunsToday]);
}

#[test]
fn twice_the_money_for_the_same_is_ten_points_less_and_reviewers_add_theirs() {
    let model = model("minimal", &[]);
    let mut dear = proposal("b", "tutoring", 60.0, 80_000.0);
    let found = assess(
        &model,
        &[proposal("a", "tutoring", 60.0, 40_000.0), dear.clone()],
    );
    let score = |one: &Assessment| alone(one).components.score();
    assert_eq!(score(&found[0]).0 - score(&found[1]).0, 100);

    // The mean of 5 and 4 on a scale from 1 to 5 is three quarters of the way from the middle to the top.
    dear.reviews = vec![5.0, 4.0];
    let reviewed = assess(&model, &[dear]);
    assert_eq!(alone(&reviewed[0]).components.reviewers, Some(Tenths(75)));
}

#[test]
fn ten_times_the_participants_past_the_cap_change_no_score_and_raise_a_flag() {
    let model = model("minimal", &[]);
    // Four grades of 400 pupils: 1,600 could take part; 80 % of 2,000 are that many.
    let claims = [1_600.0, 2_000.0, 20_000.0, 200_000.0];
    let proposals = claims.map(|claimed| proposal("a", "books", claimed, 40_000.0));
    let found = assess(&model, &proposals);
    let scores: Vec<Tenths> = found
        .iter()
        .map(|one| alone(one).components.score())
        .collect();
    assert!(scores[0] < scores[1]);
    assert_eq!(scores[1], scores[2]);
    assert_eq!(scores[2], scores[3]);
    assert!(!found[0].flags.contains(&Flag::TooManyParticipants));
    assert!(found[2].flags.contains(&Flag::TooManyParticipants));
    assert!(found[2].flags.contains(&Flag::CheapParticipants));
    let record = ProposalRecord::new(&model, 1, &proposals[2], &found[2]);
    assert_eq!(
        (record.claimed, record.counted),
        (Some(20_000.0), Some(1_600.0))
    );
}

#[test]
fn no_rival_changes_a_score() {
    let model = model("cincinnati", &[]);
    let practice = PracticeId::new("adult-tutoring").unwrap();
    let place = PlaceId::new("cps").unwrap();
    let base = |id: &str, people: f64| Proposal {
        offer: Offer::Practice(practice.clone()),
        places: vec![place.clone()],
        requests: vec![(ResourceId::new("dollars").unwrap(), amount(30_000.0))],
        ..proposal(id, "tutoring", people, 30_000.0)
    };
    let few = [base("a", 50.0), base("b", 90.0)];
    let many: Vec<Proposal> = (0..40)
        .map(|number| base(&format!("rival-{number}"), 10.0 + 7.0 * f64::from(number)))
        .chain(few.clone())
        .collect();
    let before = assess(&model, &few);
    let after = assess(&model, &many);
    assert_eq!(before[0].judgement, after[40].judgement);
    assert_eq!(before[1].judgement, after[41].judgement);
    assert!(matches!(before[0].judgement, Judgement::Scored(_)));
}

#[test]
fn what_cannot_be_scored_says_why() {
    let model = model(
        "minimal",
        &["evidence[by-hand,books,reading,,,].effect=-0.02"],
    );
    let mut unpriced = proposal("c", "tutoring", 10.0, 1.0);
    unpriced.requests = vec![(ResourceId::new("hours").unwrap(), amount(50.0))];
    let mut unmatched = proposal("d", "tutoring", 10.0, 1.0);
    unmatched.offer = Offer::Unmatched {
        text: "Homework help".to_owned(),
        suggestions: Vec::new(),
    };
    let found = assess(
        &model,
        &[proposal("a", "books", 100.0, 5_000.0), unpriced, unmatched],
    );
    let why: Vec<&NotScored> = found
        .iter()
        .map(|one| match &one.judgement {
            Judgement::NotScored(why) => why,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(why[0], &NotScored::NoGain);
    assert!(found[0].flags.contains(&Flag::Harm));
    assert_eq!(why[1], &NotScored::NoCost);
    assert!(found[1].flags.contains(&Flag::Unpriced));
    assert!(matches!(why[2], NotScored::Unmatched { .. }));
}

#[test]
fn a_ranking_says_why_one_stands_below_the_next() {
    let model = model("minimal", &[]);
    let proposals = [
        proposal("cheap", "tutoring", 60.0, 40_000.0),
        proposal("dear", "tutoring", 60.0, 80_000.0),
        proposal("wide", "afterschool", 200.0, 40_000.0),
    ];
    let found = settled(&model, &proposals, None);
    assert_eq!((found.read, found.scored, found.rejected), (3, 3, 0));
    let order: Vec<(usize, &str)> = found
        .ranking
        .iter()
        .map(|row| (row.rank, row.proposal.as_str()))
        .collect();
    // 160 of whom 4 % gain are 6.4 people: less than the 9.6 of the first for the same money, more than for twice.
    assert_eq!(order, [(1, "cheap"), (2, "wide"), (3, "dear")]);
    assert_eq!(found.ranking[0].below_because, None);
    assert_eq!(
        found.ranking[1].below_because.as_deref(),
        Some("5.8 below cheap: effect -23.2, people +17.4")
    );
    for row in &found.ranking {
        let parts = [row.need, row.effect, row.people, row.cost, row.reviewers];
        let tenths: i64 = parts
            .iter()
            .flatten()
            .map(|points| (points * 10.0).round() as i64)
            .sum();
        assert_eq!(tenths, (row.score * 10.0).round() as i64);
    }
}

fn scored(id: &str, value: f64, cost: f64, doubt: &[(u32, f64)]) -> Entrant {
    Entrant {
        id: id.to_owned(),
        merit: Merit::Scored {
            components: Components {
                need: Tenths(0),
                effect: Tenths::of_ratio(value),
                people: Tenths(0),
                cost: Tenths::of_ratio(1.0 / cost),
                reviewers: None,
            },
            value,
            cost,
            doubts: doubt.to_vec(),
        },
        requests: vec![(ResourceId::new("money").unwrap(), cost)],
        applicant: None,
        partial: false,
        excludes: Vec::new(),
        requires: Vec::new(),
    }
}

#[test]
fn what_rests_on_the_same_effect_is_told_apart_and_what_does_not_is_a_tie() {
    let model = model("minimal", &[]);
    let tally = Tally::default();
    let nothing = BTreeMap::new();
    let asked = Together {
        model: &model,
        seed: 1,
        budget: &nothing,
    };
    let rule = asked.rule(&tally.field);
    let same = [
        scored("a", 1.1, 1.0, &[(0, 0.55)]),
        scored("b", 1.0, 1.0, &[(0, 0.5)]),
    ];
    let placed = rank(&same, rule);
    // Whatever the effect, the first is worth a tenth more: only below zero, two standard deviations down, is it less.
    assert!((placed[0].beats_next.unwrap() - 0.977_249_868_051_820_8).abs() < 1e-9);
    let other = [
        scored("a", 1.1, 1.0, &[(0, 0.55)]),
        scored("b", 1.0, 1.0, &[(1, 0.5)]),
    ];
    let share = rank(&other, rule)[0].beats_next.unwrap();
    assert!(share > 0.5 && share < 0.6, "{share}");
}

#[test]
fn money_ends_in_a_tie_that_the_seed_settles_and_that_leaves_the_firm_ones_alone() {
    let model = model("minimal", &[]);
    let tally = Tally::default();
    let budget = BTreeMap::from([(ResourceId::new("money").unwrap(), 3.0)]);
    let entrants = [
        scored("best", 9.0, 1.0, &[(0, 0.1)]),
        scored("tie-1", 1.02, 1.0, &[(1, 0.5)]),
        scored("tie-2", 1.01, 1.0, &[(2, 0.5)]),
        scored("tie-3", 1.0, 1.0, &[(3, 0.5)]),
        scored("worst", 0.1, 1.0, &[(4, 0.01)]),
    ];
    let mut winners = std::collections::BTreeSet::new();
    for seed in 0..40 {
        let asked = Together {
            model: &model,
            seed,
            budget: &budget,
        };
        let rule = asked.rule(&tally.field);
        let placed = rank(&entrants, rule);
        let drawn = line(&entrants, &placed, &budget, rule);
        assert_eq!(drawn.sides[0], Side::Above);
        assert_eq!(drawn.sides[4], Side::Below);
        assert_eq!(drawn.tied.len(), 3);
        let supported = drawn
            .sides
            .iter()
            .filter(|side| side.is_supported())
            .count();
        assert_eq!(supported, 3);
        assert_eq!(drawn.left.values().sum::<f64>(), 0.0);
        assert_eq!(drawn, line(&entrants, &placed, &budget, rule));
        winners.insert(
            drawn
                .sides
                .iter()
                .map(|side| side.is_supported())
                .collect::<Vec<_>>(),
        );
    }
    // Each of the three is left out by some seed.
    assert_eq!(winners.len(), 3);
}

/// Firmly apart, so that no tie is in the way: what is left, and who is passed over for a condition.
#[test]
fn the_line_leaves_what_was_not_given_and_keeps_conditions() {
    let model = model("minimal", &[]);
    let tally = Tally::default();
    let entrants = |requires: &str| {
        let mut entrants = [
            scored("first", 9.0, 1.0, &[(0, 0.1)]),
            scored("second", 6.0, 1.0, &[(1, 0.1)]),
            scored("third", 4.0, 1.0, &[(2, 0.1)]),
            scored("fourth", 2.0, 1.0, &[(3, 0.1)]),
        ];
        entrants[0].requires = vec![requires.to_owned()];
        entrants[2].excludes = vec!["second".to_owned()];
        entrants
    };
    let drawn = |entrants: &[Entrant], money: f64| {
        let budget = BTreeMap::from([(ResourceId::new("money").unwrap(), money)]);
        let asked = Together {
            model: &model,
            seed: 1,
            budget: &budget,
        };
        let rule = asked.rule(&tally.field);
        let drawn = line(entrants, &rank(entrants, rule), &budget, rule);
        (drawn.sides, drawn.left.into_values().sum::<f64>())
    };
    // With money for all the third is excluded by the second, and two of five are left.
    let (sides, left) = drawn(&entrants("fourth"), 5.0);
    assert_eq!(
        sides,
        [Side::Above, Side::Above, Side::Condition, Side::Above]
    );
    assert_eq!(left, 2.0);
    // With money for two the first lacks the fourth, which is out of reach; without the first it is not.
    let (sides, left) = drawn(&entrants("fourth"), 2.0);
    assert_eq!(
        sides,
        [Side::Condition, Side::Above, Side::Condition, Side::Above]
    );
    assert_eq!(left, 0.0);
    // Nobody has the id that it requires.
    let (sides, left) = drawn(&entrants("nobody"), 5.0);
    assert_eq!(
        sides,
        [Side::Condition, Side::Above, Side::Condition, Side::Above]
    );
    assert_eq!(left, 3.0);
}

/// Two of one practice: the second is worth half as much for its money, whatever the effect. A third rests on another
/// effect, and ties with both. No lot puts the second before the first.
#[test]
fn no_lot_puts_one_before_another_that_is_firmly_better() {
    let model = model("minimal", &[]);
    let tally = Tally::default();
    let budget = BTreeMap::from([(ResourceId::new("money").unwrap(), 1.0)]);
    let entrants = [
        scored("other", 1.05, 1.0, &[(1, 0.8)]),
        scored("better", 1.0, 1.0, &[(0, 0.5)]),
        scored("worse", 0.5, 1.0, &[(0, 0.25)]),
    ];
    let mut first = std::collections::BTreeSet::new();
    for seed in 0..60 {
        let asked = Together {
            model: &model,
            seed,
            budget: &budget,
        };
        let rule = asked.rule(&tally.field);
        let drawn = line(&entrants, &rank(&entrants, rule), &budget, rule);
        let order: Vec<usize> = drawn.tied.iter().map(|tied| tied.entrant).collect();
        assert_eq!(order.len(), 3);
        let place = |entrant: usize| order.iter().position(|one| *one == entrant);
        assert!(place(1) < place(2), "seed {seed}: {order:?}");
        first.insert(order[0]);
    }
    assert_eq!(first.into_iter().collect::<Vec<_>>(), [0, 1]);
}

/// Of many who are tied, resting on one to three of eight effects, some of which practices share shocks: at each turn the
/// lowest lot among those that nobody left is firmly better than, by comparing all with all.
#[test]
fn the_order_of_many_who_are_tied_is_that_of_comparing_all_with_all() {
    let model = model("minimal", &[]);
    let mut tally = Tally::default();
    for effect in 0..8 {
        let group = (effect < 3).then_some("shock");
        assert_eq!(tally.field.doubts.index(&effect.to_string(), group), effect);
    }
    let mut stream = Stream::new(11, 0);
    let entrants: Vec<Entrant> = (0..120)
        .map(|number| {
            let value = 0.4 + 2.0 * stream.uniform();
            let first = (stream.uniform() * 8.0) as u32;
            let last = (first + (stream.uniform() * 3.0) as u32).min(7);
            let doubt: Vec<(u32, f64)> = (first..=last)
                .map(|effect| (effect, value * (0.1 + 0.3 * stream.uniform())))
                .collect();
            scored(&format!("p-{number}"), value, 1.0, &doubt)
        })
        .collect();
    let budget = BTreeMap::from([(ResourceId::new("money").unwrap(), 40.0)]);
    let asked = Together {
        model: &model,
        seed: 5,
        budget: &budget,
    };
    let rule = asked.rule(&tally.field);
    let drawn = line(&entrants, &rank(&entrants, rule), &budget, rule);
    let order: Vec<usize> = drawn.tied.iter().map(|tied| tied.entrant).collect();
    assert!(order.len() > 60, "{}", order.len());

    let mut left = order.clone();
    left.sort_by_key(|&one| ticket(rule.seed, &entrants[one].id));
    let by_lot = left.clone();
    let is_better = |better: usize, other: usize| {
        let (better, other) = (&entrants[better].merit, &entrants[other].merit);
        better.score() > other.score() && beats(better, other, rule) >= 0.9
    };
    let mut expected = Vec::new();
    while !left.is_empty() {
        let next = left
            .iter()
            .position(|&one| !left.iter().any(|&other| is_better(other, one)));
        expected.push(left.remove(next.unwrap()));
    }
    assert_eq!(order, expected);
    assert_ne!(order, by_lot);
}

#[test]
fn the_order_of_the_notice_goes_before_the_lottery() {
    let model = model("minimal", &["evaluation.tie_order=people"]);
    assert_eq!(model.settings().evaluation.tie_order, [Component::People]);
    // Twice the people for twice the money: the same score.
    let proposals = [
        proposal("small", "tutoring", 20.0, 20_000.0),
        proposal("large", "tutoring", 40.0, 40_000.0),
    ];
    let found = settled(&model, &proposals, None);
    assert_eq!(found.ranking[0].proposal, "large");
    assert_eq!((found.ranking[0].rank, found.ranking[1].rank), (1, 1));
    assert_eq!(
        found.ranking[1].below_because.as_deref(),
        Some("the same score as large, which has more for people: the order of the notice")
    );
}

#[test]
fn every_change_of_rank_after_a_correction_has_its_cause() {
    let model = model("minimal", &[]);
    let proposals = |claimed: f64| {
        [
            proposal("a", "tutoring", 60.0, 40_000.0),
            proposal("b", "tutoring", claimed, 40_000.0),
            proposal("c", "tutoring", 40.0, 40_000.0),
            proposal("d", "tutoring", 10.0, 40_000.0),
        ]
    };
    let ranking = |claimed| settled(&model, &proposals(claimed), None).ranking;
    let (before, now) = (ranking(50.0), ranking(30.0));
    let told: Vec<(String, Option<usize>, Option<usize>, String)> = changes(&before, &now)
        .into_iter()
        .map(|row| (row.proposal, row.rank_before, row.rank_now, row.because))
        .collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert_eq!(
        (told[0].0.as_str(), told[0].1, told[0].2),
        ("c", Some(3), Some(2))
    );
    assert_eq!(
        told[0].3,
        "the same score; b does not stand above it any more"
    );
    assert_eq!(
        (told[1].0.as_str(), told[1].1, told[1].2),
        ("b", Some(2), Some(3))
    );
    assert!(told[1].3.contains("claims 50 to 30"), "{}", told[1].3);
    assert_eq!(changes(&before, &before), []);
}
