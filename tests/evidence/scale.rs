//! The one credibility scale, for every rating that it knows.

use trefoil::domain::{
    Design, EffectOrigin, Effects, EvidenceSettings, Finite, Model, NonNegative,
};
use trefoil::evidence::{effects, schemes};

use crate::io::folder::Folder;

/// `minimal` with other studies of its three practices, and tutoring never evaluated.
fn studied(rows: &str) -> Effects {
    effects(&studied_model(rows)).unwrap()
}

fn studied_model(rows: &str) -> Model {
    let folder = Folder::minimal().put(
        "evidence.csv",
        &format!(
            "study,practice,indicator,effect,effect_unit,standard_error,scheme,rating,design\n{rows}"
        ),
    );
    folder.load().unwrap().model
}

/// An unrated program is the most doubtful: wider than any rated one, whatever its study found, and as wide as
/// nothing learned where there is no study.
#[test]
fn an_unrated_programs_interval_is_wider_than_any_rated_ones() {
    let base = studied_model("r,books,reading,0,sd,,trefoil,3,\nu,afterschool,reading,0,sd,,,,\n");
    let ratings = schemes()
        .iter()
        .flat_map(|scheme| scheme.ratings.iter().map(move |rating| (scheme, rating)));
    let mut compared = 0;
    for (scheme, rating) in ratings {
        for effect in [-0.4, -0.05, 0.0, 0.02, 0.2, 1.5] {
            for error in [None, Some(0.001), Some(0.05), Some(0.2), Some(1.0)] {
                for design in [Design::Randomized, Design::Correlational] {
                    let model = base
                        .with(|tables| {
                            for row in &mut tables.evidence {
                                row.effect = Finite::new(effect).unwrap();
                                row.standard_error = error.and_then(NonNegative::new);
                                row.design = Some(design);
                                if row.study.as_str() == "r" {
                                    row.scheme = Some(scheme.name.clone());
                                    row.rating = Some(rating.rating.clone());
                                }
                            }
                        })
                        .unwrap();
                    let found = effects(&model).unwrap();
                    let of = |practice: &str| {
                        let mut all = found.all().iter();
                        all.find(|effect| effect.practice.as_str() == practice)
                            .unwrap()
                    };
                    let (rated, unrated, never) = (of("books"), of("afterschool"), of("tutoring"));
                    assert_eq!(rated.origin, EffectOrigin::Rated);
                    assert_eq!(unrated.origin, EffectOrigin::Unrated);
                    assert_eq!(never.origin, EffectOrigin::NeverEvaluated);
                    let of_what = format!("{} {} {effect} {error:?}", scheme.name, rating.rating);
                    assert!(never.sd > rated.sd && never.sd > unrated.sd, "{of_what}");
                    // The same study without its rating is more doubtful, unless the rating says as little.
                    if rating.level == 1 {
                        assert!((unrated.sd - rated.sd).abs() < 1e-12, "{of_what}");
                    } else {
                        assert!(unrated.sd > rated.sd, "{of_what}");
                    }
                    compared += 1;
                }
            }
        }
    }
    assert!(compared > 4_000, "{compared}");
}

/// What is said of a scheme is quoted from it, and what was not read there is not shown as if it were.
#[test]
fn every_rating_has_a_level_a_reason_and_a_source() {
    let own = "Trefoil's own credibility scale";
    let mut quoted = 0;
    for scheme in schemes() {
        for rating in &scheme.ratings {
            assert!(rating.level <= 5 && !rating.reason.is_empty() && !rating.source.is_empty());
            if rating.definition.is_some() {
                quoted += 1;
                assert_ne!(rating.source, own);
            }
        }
    }
    assert_eq!(schemes().len(), 17);
    assert_eq!(quoted, 40);
    let table = include_str!("../../src/evidence/schemes.csv");
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    for row in reader.records() {
        let row = row.unwrap();
        // scheme, rating, label, level, definition, reason, source, confidence
        if &row[7] != "quoted" {
            assert_eq!(&row[4], "", "{row:?}");
        }
    }
}

/// Rising credibility never lowers what is expected, and nothing learned is the widest of all.
#[test]
fn the_scale_is_in_order() {
    let levels = EvidenceSettings::default().levels;
    assert!(levels.windows(2).all(|pair| pair[0].mean <= pair[1].mean));
    assert!(
        levels
            .iter()
            .enumerate()
            .all(|(level, prior)| level == 1 || prior.sd < levels[1].sd)
    );
}

#[test]
fn of_two_ratings_that_disagree_the_lower_governs_and_both_are_shown() {
    let found = studied("one,books,reading,0.3,sd,0.1,wwc;results_first,positive;grey,\n");
    let books = &found.all()[1];
    assert_eq!((books.practice.as_str(), books.level), ("books", Some(0)));
    let last = &books.chain.last().unwrap().origin;
    assert!(
        last.contains("the lowest of its ratings governs: wwc positive (level 4), results_first grey (level 0)"),
        "{last}"
    );
}
