//! Studies linked, pooled and kept: what one effect is made of, and what it does in a plan.

use trefoil::app::{evidence::conversions, recommend, watch::Watch};
use trefoil::domain::{
    Effect, EffectOrigin, Effects, Model, Recommendation, ResourceId, Standing, Step,
};
use trefoil::engine::Instance;
use trefoil::evidence::effects;

use crate::io::folder::Folder;

const HEADER: &str = "study,practice,indicator,study_outcome,place,group,effect,effect_unit,standard_error,baseline,years_after,scheme,rating";

fn studied(rows: &[&str]) -> Folder {
    Folder::minimal().put("evidence.csv", &format!("{HEADER}\n{}\n", rows.join("\n")))
}

fn model(folder: &Folder) -> Model {
    folder
        .load()
        .unwrap_or_else(|findings| panic!("{findings}"))
        .model
}

fn effects_of(folder: &Folder) -> Effects {
    effects(&model(folder)).unwrap()
}

fn books(found: &Effects) -> Vec<&Effect> {
    found
        .all()
        .iter()
        .filter(|effect| effect.practice.as_str() == "books")
        .collect()
}

fn steps(effect: &Effect) -> Vec<(Step, f64, f64)> {
    effect
        .chain
        .iter()
        .map(|step| (step.step, step.mean, step.sd))
        .collect()
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-12
}

fn solve(folder: &Folder) -> Recommendation {
    recommend::run(
        &model(folder),
        recommend::Options::without_draws(),
        Watch::nobody(),
    )
    .unwrap()
    .recommendation
}

/// Two equally precise studies, 0.5 and −0.1 with error 0.1: τ² = 0.17, se² = 0.09, so a new place has mean 0.2
/// and variance 0.26. Shrunk to level 4, N(0.06, 0.1²): weight 0.01 / 0.27.
#[test]
fn two_studies_are_pooled_for_a_new_place_and_then_shrunk() {
    let found = effects_of(&studied(&[
        "first,books,reading,,,,0.5,sd,0.1,,2,trefoil,5",
        "second,books,reading,,,,-0.1,sd,0.1,,0,trefoil,4",
    ]));
    let effect = books(&found)[0];
    let pooled = &effect.chain[effect.chain.len() - 2];
    assert_eq!(pooled.step, Step::Pooled);
    assert!(near(pooled.mean, 0.2) && near(pooled.sd * pooled.sd, 0.26));
    let weight = 0.01 / 0.27;
    assert!(near(effect.mean, 0.06 + weight * (0.2 - 0.06)));
    assert!(near(effect.sd * effect.sd, weight * 0.26));
    assert_eq!(effect.level, Some(4));
    assert_eq!(effect.studies.len(), 2);
    // Equal weights: the middle of two years and none.
    assert!(near(effect.years_after, 1.0));
    assert_eq!(
        effect
            .chain
            .iter()
            .map(|step| step.study.is_some())
            .collect::<Vec<_>>(),
        [true, true, true, true, true, true, false, false]
    );
}

/// The level of the rated study governs the one without a rating.
#[test]
fn an_unrated_study_takes_the_level_that_governs() {
    let found = effects_of(&studied(&[
        "first,books,reading,,,,0.2,sd,0.1,,,trefoil,3",
        "second,books,reading,,,,0.2,sd,0.1,,,,",
    ]));
    let effect = books(&found)[0];
    assert_eq!(
        (effect.level, effect.origin),
        (Some(3), EffectOrigin::Rated)
    );
    assert!(
        effect
            .chain
            .last()
            .unwrap()
            .origin
            .contains("trefoil 3 (level 3), unrated")
    );
}

/// A harmful pool is not drawn above zero: 0.06 is not what it is drawn to.
#[test]
fn a_harmful_pool_is_not_pulled_above_zero() {
    let found = effects_of(&studied(&[
        "first,books,reading,,,,-0.2,sd,0.1,,,trefoil,4",
        "second,books,reading,,,,-0.2,sd,0.1,,,trefoil,4",
    ]));
    let effect = books(&found)[0];
    // Variance 0.01 / 2, weight 0.01 / 0.015.
    assert!(near(effect.mean, -0.2 * 2.0 / 3.0));
    assert!(
        effect
            .chain
            .last()
            .unwrap()
            .origin
            .contains("not drawn above it")
    );
}

/// The rows that name place and group stand apart from the general ones; equally specific ones are pooled.
#[test]
fn the_most_specific_studies_govern_a_place() {
    let folder = studied(&[
        "first,books,reading,,,,0.4,sd,0.1,,,trefoil,4",
        "second,books,reading,,westside,,0.1,sd,0.1,,,trefoil,4",
        "third,books,reading,,westside,,0.1,sd,0.1,,,trefoil,4",
    ]);
    let found = effects_of(&folder);
    let both = books(&found);
    assert_eq!(both.len(), 2);
    let model = model(&folder);
    let row = &model.tables().baselines[0];
    let governing = found
        .governing(&both[0].practice, &row.indicator, &row.place, &row.group)
        .unwrap();
    assert_eq!(found.all()[governing].studies.len(), 2);
    assert!(found.all()[governing].place.is_some());
}

const LINKS: &str = "study_outcome,indicator,from_grade,to_grade,extra_sd";

/// A study of reading speed, 0.3 with error 0.06, counts for reading with 0.08 more: the error becomes 0.1.
#[test]
fn a_study_of_something_else_counts_through_its_link() {
    let rows = ["speedy,books,,reading-speed,,,0.3,sd,0.06,,,trefoil,4"];
    let linked = |link: &str| studied(&rows).put("links.csv", &format!("{LINKS}\n{link}\n"));
    let found = effects_of(&linked("reading-speed,reading,,,0.08"));
    let effect = books(&found)[0];
    let last = steps(effect);
    assert_eq!(last[3].0, Step::Linked);
    assert!(near(last[3].1, 0.3) && near(last[3].2, 0.1));
    assert!(near(effect.mean, 0.06 + 0.5 * 0.24));
    // minimal's practices are for grades 0 to 3.
    assert_eq!(
        books(&effects_of(&linked("reading-speed,reading,3,8,0"))).len(),
        1
    );
    assert!(books(&effects_of(&linked("reading-speed,reading,4,8,0"))).is_empty());
    assert!(books(&effects_of(&linked("reading-speed,reading,,-1,0"))).is_empty());
}

/// One study through two outcomes is one study: the mean of both, no more certain than either.
#[test]
fn a_study_does_not_count_twice() {
    let links = format!("{LINKS}\nspeed,reading,,,0\naccuracy,reading,,,0\n");
    let two = studied(&[
        "one,books,,speed,,,0.3,sd,0.1,,,trefoil,4",
        "one,books,,accuracy,,,0.1,sd,0.1,,,trefoil,4",
    ])
    .put("links.csv", &links);
    let found = effects_of(&two);
    let effect = books(&found)[0];
    let combined = &effect.chain[effect.chain.len() - 2];
    assert_eq!(combined.step, Step::Combined);
    assert!(near(combined.mean, 0.2) && near(combined.sd, 0.1));
    // What it measured itself stands for it alone.
    let own = studied(&[
        "one,books,,speed,,,0.3,sd,0.1,,,trefoil,4",
        "one,books,reading,,,,0.1,sd,0.1,,,trefoil,4",
    ])
    .put("links.csv", &links);
    let found = effects_of(&own);
    let effect = books(&found)[0];
    assert_eq!(effect.studies.len(), 1);
    assert!(effect.chain.iter().all(|step| step.step != Step::Combined));
    assert!(near(effect.chain[0].mean, 0.1));
}

/// Taken as given, in the indicator's own unit: pooled, never shrunk.
#[test]
fn studies_taken_as_given_are_pooled_in_their_own_unit() {
    let found = effects_of(&studied(&[
        "one,books,reading,,,,2,points,1,,,as_given,",
        "two,books,reading,,,,4,points,1,,,as_given,",
    ]));
    let effect = books(&found)[0];
    // v = 1e-4 and τ² = 2e-4 − 1e-4; a new place has τ² + (v + τ²) / 2.
    assert!(near(effect.mean, 0.03) && near(effect.sd * effect.sd, 2e-4));
    assert_eq!(effect.level, None);
}

/// A study in percent at a place: Φ(Φ⁻¹(0.5) + d) − 0.5 of the children cross the line.
#[test]
fn the_last_step_is_in_the_indicators_unit_at_each_place() {
    let folder = studied(&["one,books,reading,,,,0.3,sd,0.1,,,trefoil,4"]);
    let found = effects_of(&folder);
    let converted = conversions(&model(&folder), &found);
    let books_at = found
        .all()
        .iter()
        .position(|effect| effect.practice.as_str() == "books");
    let row = converted
        .iter()
        .find(|row| Some(row.effect) == books_at)
        .unwrap();
    // Shrunk to 0.18; Φ(0.18) = 0.571424 (standard normal table).
    assert!((row.step.mean - 7.1424).abs() < 1e-3, "{:?}", row.step);
    assert!(row.step.origin.contains("50% today"));
}

/// A practice that nobody studied changes no plan and no expectation; it only widens what its moves touch.
#[test]
fn what_was_never_evaluated_widens_the_range_and_changes_nothing_else() {
    let studied_books = "one,books,reading,,,,0.3,sd,0.1,,,trefoil,4";
    let null = "two,tutoring,reading,,,,0,sd,0.000001,,,trefoil,0";
    let other = "three,afterschool,reading,,,,0,sd,0.000001,,,trefoil,0";
    let with_null = solve(&studied(&[studied_books, null, other]));
    let never = solve(&studied(&[studied_books, null]));
    assert_eq!(with_null.activities.len(), never.activities.len());
    for (a, b) in with_null.activities.iter().zip(&never.activities) {
        assert!((a.plan - b.plan).abs() < 1e-6, "{a:?} {b:?}");
    }
    let (sure, doubtful) = (&with_null.cells[0], &never.cells[0]);
    assert!((sure.gain - doubtful.gain).abs() < 1e-9);
    // The plan takes 75 places from the after-school club, which nobody studied: 75 × 0.15 SD × φ(0) children.
    let half = |cell: &trefoil::domain::CellResult| cell.gain_high - cell.gain;
    let club = 1.644_853_6 * 75.0 * 0.15 * 0.398_942_3;
    let widened = (half(sure).powi(2) + f64::powi(club, 2)).sqrt();
    assert!(
        (half(doubtful) - widened).abs() < 1e-3,
        "{sure:?} {doubtful:?}"
    );
    let standing = |result: &Recommendation| {
        result
            .practices
            .iter()
            .map(|row| row.standing)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        standing(&with_null),
        [Standing::Null, Standing::Effective, Standing::Null]
    );
    assert_eq!(
        standing(&never),
        [
            Standing::NeverEvaluated,
            Standing::Effective,
            Standing::Null
        ]
    );
    assert!(never.activities[0].never_evaluated && !never.activities[1].never_evaluated);
}

/// An indicator that only unstudied practices could move is tracked, not modelled, and counts for no value.
#[test]
fn an_indicator_that_only_the_unknown_could_move_is_tracked() {
    let folder = studied(&[
        "one,books,reading,,,,0.3,sd,0.1,,,trefoil,4",
        "two,tutoring,,kindness,,,0.3,sd,0.1,,,trefoil,4",
    ])
    .append(
        "indicators.csv",
        "math,succeed-in-school,counts-well,Math,percent,increase",
    )
    .append("baselines.csv", "math,westside,all,400,50,60,2025,");
    let model = model(&folder);
    let instance = Instance::new(&model, &effects(&model).unwrap());
    assert_eq!(instance.tracked.len(), 1);
    assert!(
        instance
            .cells
            .iter()
            .all(|cell| cell.indicator.as_str() == "reading")
    );
    let result = solve(&folder);
    let standing: Vec<Standing> = result.practices.iter().map(|row| row.standing).collect();
    assert_eq!(
        standing,
        [
            Standing::NeverEvaluated,
            Standing::Effective,
            Standing::Unmeasured
        ]
    );
}

/// A rigorous null whose noise lies below zero is a null; one that is below zero beyond its noise is a harm.
#[test]
fn harm_is_kept_apart_from_nothing() {
    let standing = |effect: &str, error: &str, level: &str| {
        let row = format!("one,books,reading,,,,{effect},sd,{error},,,trefoil,{level}");
        solve(&studied(&[&row])).practices[1].standing
    };
    assert_eq!(standing("-0.01", "0.2", "0"), Standing::Null);
    assert_eq!(standing("0.05", "0.05", "0"), Standing::Null);
    assert_eq!(standing("-0.3", "0.05", "0"), Standing::Harmful);
    assert_eq!(standing("-0.05", "0.1", "3"), Standing::Harmful);
    assert_eq!(standing("0.05", "0.1", "3"), Standing::Effective);
}

/// 100 dollars at prices of 2015, an index of 200 then and 250 in the model's year: 125 dollars are used.
#[test]
fn money_of_another_year_is_brought_to_the_models_prices() {
    const PRICES: &str = "[prices]\nyear = 2023\nindex = \"made up\"\n[prices.levels]\n2015 = 200\n2023 = 250.0\n[value]";
    let folder = Folder::minimal()
        .replace("model.toml", "[value]", PRICES)
        .put(
            "needs.csv",
            "practice,resource,per_participant,price_year\nafterschool,money,400,2023\nbooks,money,100,2015\n\
             tutoring,money,500,1999\ntutoring,hours,20,2015\n",
        );
    let model = model(&folder);
    let factor = |resource: &str, year| {
        let id = ResourceId::new(resource).unwrap();
        model.tables().price_factor(&id, year)
    };
    assert!(near(factor("money", Some(2015)), 1.25));
    assert!(near(factor("money", Some(2023)), 1.0));
    assert!(near(factor("money", Some(1999)), 1.0) && near(factor("money", None), 1.0));
    assert!(near(factor("hours", Some(2015)), 1.0));
    let result = solve(&folder);
    let needs: Vec<(f64, f64, f64)> = result
        .activities
        .iter()
        .flat_map(|row| &row.uses)
        .map(|used| {
            (
                used.stated_per_participant,
                used.price_factor,
                used.per_participant,
            )
        })
        .collect();
    assert!(needs.contains(&(100.0, 1.25, 125.0)), "{needs:?}");
    assert!(needs.contains(&(20.0, 1.0, 20.0)), "{needs:?}");
    // Written back and read again, the prices are the same.
    let files = trefoil::io::model_files(model.tables());
    let text = String::from_utf8_lossy(&files[0].1).into_owned();
    assert!(
        text.contains("[prices.levels]\n2015 = 200\n2023 = 250\n"),
        "{text}"
    );
    let again = folder.put("model.toml", &text).load().unwrap().model;
    assert_eq!(again.settings().prices, model.settings().prices);
}
