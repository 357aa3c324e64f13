//! Proposals that are made up, and those that are shipped.

use super::*;
use trefoil::app::generate::{self, Size, proposals};
use trefoil::io::proposals::{csv, shipped as shipped_files};

fn made(model: &Model, count: usize, seed: u64) -> Vec<Proposal> {
    proposals(model, count, seed).collect()
}

#[test]
fn what_is_made_up_is_written_and_read_back_as_it_was() {
    let (model, _) = Model::new(generate::tables(Size::S, 3)).unwrap();
    for model in [&minimal(), &shipped("cincinnati"), &model] {
        let made = made(model, 300, 11);
        let (_folder, sources) = Export::new("made.csv", csv(&made)).write();
        let read: Vec<Row> = open(&sources, model).unwrap().collect();
        let expected: Vec<Row> = made
            .into_iter()
            .map(|row| Row::Read(Box::new(row)))
            .collect();
        assert_eq!(read, expected);
    }
}

#[test]
fn what_is_made_up_is_the_same_for_the_same_seed_alone() {
    let model = minimal();
    assert_eq!(made(&model, 50, 1), made(&model, 50, 1));
    assert_ne!(made(&model, 50, 1), made(&model, 50, 2));
}

#[test]
fn what_is_made_up_has_the_sizes_of_grants() {
    let model = shipped("cincinnati");
    let made = made(&model, 10_000, 5);
    assert_eq!(made.len(), 10_000);
    let share = |holds: &dyn Fn(&Proposal) -> bool| {
        made.iter().filter(|row| holds(row)).count() as f64 / made.len() as f64
    };
    let partial = share(&|row| row.partial);
    assert!((0.15..0.25).contains(&partial), "{partial}");
    assert!(share(&|row| !row.excludes.is_empty()) > 0.01);
    assert!(share(&|row| !row.requires.is_empty()) > 0.003);
    // Many times more participants than the money pays for.
    let too_much = share(&|row| {
        let Offer::Practice(practice) = &row.offer else {
            return false;
        };
        let needs = model.tables().needs.iter();
        let mut needs =
            needs.filter(|need| need.practice == *practice && need.per_participant.get() > 0.0);
        needs.any(|need| {
            let mut asked = row.requests.iter().filter(|(id, _)| *id == need.resource);
            let claimed = row.participants.unwrap().get() * need.per_participant.get();
            asked.any(|(_, amount)| claimed > 4.0 * amount.get())
        })
    });
    assert!((0.01..0.06).contains(&too_much), "{too_much}");
    let mut money: Vec<f64> = made
        .iter()
        .flat_map(|row| &row.requests)
        .filter(|(id, _)| id.as_str() == "dollars")
        .map(|(_, amount)| amount.get())
        .collect();
    money.sort_by(f64::total_cmp);
    let (low, high) = (money[money.len() / 10], money[money.len() * 9 / 10]);
    assert!(
        low > 100.0 && high / low > 10.0 && high < 1e7,
        "{low} to {high}"
    );
}

#[test]
fn shipped_proposals_are_all_read_and_matched() {
    let model = shipped("cincinnati");
    for name in shipped_files() {
        let sources = Sources {
            proposals: name.clone().into(),
            ..Sources::default()
        };
        let rows: Vec<Row> = open(&sources, &model).unwrap().collect();
        assert!(rows.len() >= 30, "{name}: {}", rows.len());
        for row in rows {
            let Row::Read(proposal) = row else {
                panic!("{name}: {row:?}")
            };
            assert!(matches!(proposal.offer, Offer::Practice(_)), "{proposal:?}");
        }
    }
}
