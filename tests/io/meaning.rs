//! What the checks of rows against each other let pass, and what they stop.

use trefoil::diagnostic::codes;
use trefoil::domain::{NonNegative, PoolId};

use super::folder::Folder;

#[test]
fn figures_at_the_edge_of_their_range_pass() {
    for folder in [
        Folder::minimal().replace("baselines.csv", "400,50,60", "400,0,100"),
        Folder::minimal().replace(
            "model.toml",
            "[value]",
            "[value]\ndiscount = 1\nloss_slope = 1\nbeyond_target_slope = 0",
        ),
        Folder::minimal().replace("pools.csv", "100000", "1e15"),
        Folder::minimal().replace("practices.csv", "0..3", "-6..20"),
        Folder::minimal().replace("evidence.csv", "0.2,share", "-0.2,share"),
    ] {
        let findings = folder.findings();
        assert!(findings.is_empty(), "{findings}");
    }
}

#[test]
fn a_target_that_one_place_has_passed_is_no_error_where_another_has_not() {
    let folder = Folder::minimal()
        .append("places.csv", "eastside,Eastside")
        .append("baselines.csv", "reading,eastside,all,100,70,60,2025,");
    assert_eq!(folder.codes(), [codes::TARGET_MET]);
    assert!(folder.load().is_ok());
}

#[test]
fn lower_is_better_turns_targets_and_ceilings_round() {
    let decrease = |baseline: &str| {
        Folder::minimal()
            .replace("indicators.csv", "direction\n", "direction,ceiling\n")
            .replace("indicators.csv", "increase", "decrease,20")
            .replace("baselines.csv", "400,50,60", baseline)
    };
    assert!(decrease("400,50,30").findings().is_empty());
    assert_eq!(decrease("400,10,5").codes(), [codes::BASELINE_PAST_CEILING]);
    assert_eq!(decrease("400,50,10").codes(), [codes::TARGET_PAST_CEILING]);
    assert_eq!(
        decrease("400,50,60").codes(),
        [codes::TARGET_AGAINST_DIRECTION]
    );
}

#[test]
fn a_count_is_never_below_zero() {
    let folder = Folder::minimal()
        .replace("indicators.csv", "percent", "count")
        .replace("baselines.csv", "400,50,60", "400,-50,60")
        .empty("evidence.csv");
    assert_eq!(folder.codes(), [codes::OUT_OF_RANGE]);
}

#[test]
fn a_partition_counts_where_there_is_no_row_of_everybody() {
    let folder = Folder::minimal()
        .append("groups.csv", "girls,Girls,sex,true")
        .append("groups.csv", "boys,Boys,sex,true")
        .replace(
            "baselines.csv",
            "reading,westside,all,400",
            "reading,westside,girls,190",
        )
        .append(
            "baselines.csv",
            "reading,westside,boys,210,45,60,2025,illustrative",
        );
    assert!(folder.findings().is_empty(), "{}", folder.findings());
}

#[test]
fn shares_of_groups_that_overlap_may_exceed_one_and_of_a_partition_may_not() {
    let serves = |partition: &str| {
        Folder::minimal()
            .append("groups.csv", &format!("girls,Girls,x,{partition}"))
            .append("groups.csv", &format!("boys,Boys,x,{partition}"))
            .put(
                "serves.csv",
                "practice,group,share\nbooks,girls,0.8\nbooks,boys,0.7\n",
            )
    };
    assert!(serves("false").findings().is_empty());
    assert_eq!(serves("true").codes(), [codes::SERVES_TOO_MANY]);
}

#[test]
fn shares_are_added_as_they_hold_at_a_place() {
    let serves = |rows: &str| {
        let folder = Folder::minimal()
            .append("places.csv", "eastside,Eastside")
            .append("baselines.csv", "reading,eastside,all,100,40,60,2025,")
            .append("groups.csv", "girls,Girls,x,true")
            .append("groups.csv", "boys,Boys,x,true")
            .put(
                "serves.csv",
                &format!("practice,place,indicator,group,share,years_later\n{rows}"),
            );
        folder.findings()
    };
    let fine = [
        "books,,,girls,0.8,\nbooks,eastside,,girls,0.1,\nbooks,eastside,,boys,0.9,\n",
        "books,,,girls,0.66,\nbooks,,,boys,0.33,\n",
        "books,,reading,girls,0.3,1\nbooks,,reading,girls,0.2,2\nbooks,,reading,boys,0.5,\n",
        "books,,reading,,0.4,1\nbooks,,reading,girls,0.4,1\n",
    ];
    for rows in fine {
        assert!(serves(rows).is_empty(), "{}", serves(rows));
    }
    insta::assert_snapshot!(
        [
            // The general row of boys holds at the place of the girls too.
            "books,,,boys,0.5,\nbooks,eastside,,girls,0.8,\n",
            "books,,,girls,0.5,\nbooks,,,boys,0.2,\n",
            "books,,reading,,0.4,1\nbooks,,reading,girls,0.5,1\n",
            "books,,,girls,0.2,\nbooks,,reading,girls,0.3,\n",
            "books,,reading,girls,0.6,\nbooks,,,boys,0.6,\n",
        ]
        .map(|rows| serves(rows).to_string())
        .join("\n"),
        @r"
    error[serves-too-many]: models/m/serves.csv:3, column share: the shares of books add up to 1.3, more than all its participants
      try: over the years and the groups of a partition, shares add up to at most 1
    error[serves-too-few]: models/m/serves.csv:2, column share: every group of the partition has a share of books, and they add up to 0.7: the rest are nobody
      try: let them add up to 1, or leave a group out: those left out share the rest by their people
    error[serves-too-many]: models/m/serves.csv:3, column share: the shares of books add up to 0.5, more than the 0.4 that reach the indicator
      try: over the years and the groups of a partition, shares add up to at most 1
    error[serves-too-many]: models/m/serves.csv:3, column share: the shares of books add up to 0.3, more than the 0.2 that are of girls
      try: over the years and the groups of a partition, shares add up to at most 1
    error[serves-too-many]: models/m/serves.csv:2, column share: the shares of books add up to 1.2, more than all its participants
      try: over the years and the groups of a partition, shares add up to at most 1
    "
    );
}

#[test]
fn what_a_study_reports_in_percent_stays_within_it() {
    let study = |cells: &str| {
        let header = "study,practice,indicator,effect,effect_unit,scheme,rating,baseline,standard_error,follow_up_years,follow_up_effect";
        let row = format!("{header}\nby-hand,tutoring,reading,{cells}\n");
        Folder::minimal().put("evidence.csv", &row).findings()
    };
    assert!(study("0.2,sd,what_works,strong,100,0.1,1,3").is_empty());
    insta::assert_snapshot!(
        [
            "0.2,sd,what_works,strong,101,,,",
            "0.2,share,as_given,,-1,,,",
            "20,points,what_works,strong,100,,,",
            "0.2,share,as_given,,,10,,",
            "0.2,share,as_given,,,0.1,1,-1.5",
        ]
        .map(|cells| study(cells).to_string())
        .join("\n"),
        @r"
    error[percent-out-of-range]: models/m/evidence.csv:2, column baseline: 101 is outside 0-100, and reading is in percent
    error[percent-out-of-range]: models/m/evidence.csv:2, column baseline: -1 is outside 0-100, and reading is in percent
    error[percent-out-of-range]: models/m/evidence.csv:2, column baseline: the comparison group's level 100 must be between 0 and 100 percent
    error[effect-out-of-range]: models/m/evidence.csv:2, column standard_error: a standard error of 1000 points is past 100 percent
      try: it is in the effect's unit: points are percentage points, share is 0-1
    error[effect-out-of-range]: models/m/evidence.csv:2, column follow_up_effect: an effect at follow-up of -150 points is past 100 percent
      try: it is in the effect's unit: points are percentage points, share is 0-1
    "
    );
}

#[test]
fn fund_and_exclude_on_one_activity_is_for_the_engine_to_refuse() {
    let folder = Folder::minimal().put(
        "rules.csv",
        "id,kind,practices\nyes,fund,books\nno,exclude,books\n",
    );
    assert!(folder.findings().is_empty(), "{}", folder.findings());
}

#[test]
fn rules_need_and_take_what_their_kind_says() {
    let rules = |rows: &str| {
        Folder::minimal()
            .put(
                "rules.csv",
                &format!(
                    "id,kind,indicator,practices,places,groups,partners,measure,limit\n{rows}\n"
                ),
            )
            .findings()
            .to_string()
    };
    insta::assert_snapshot!(rules(
        "a,floor,reading,books,,,,,\nb,at_least,,books,,all,,,5\nc,at_most,,,,,city,participants,5\n\
             d,fund,reading,,,,city,participants,5\ne,floored,,,,,,,1"
    ));
}

#[test]
fn a_pool_may_shrink_below_what_it_gives_when_a_model_is_changed_in_the_program() {
    let model = Folder::minimal().load().unwrap().model;
    let cut = |amount: f64| {
        model.with(|tables| {
            for pool in tables
                .pools
                .iter_mut()
                .filter(|pool| Some(&pool.id) == PoolId::new("grant").as_ref())
            {
                pool.amount = NonNegative::new(amount).unwrap();
            }
        })
    };
    assert!(cut(50_000.0).is_ok());
    let wrong = model.with(|tables| tables.needs.clear());
    let codes: Vec<&str> = wrong
        .unwrap_err()
        .iter()
        .map(|finding| finding.code)
        .collect();
    assert!(codes.contains(&codes::EMPTY_TABLE), "{codes:?}");
}

#[test]
fn no_quantity_is_larger_than_any_that_is_accepted() {
    assert!(NonNegative::new(1e15).is_some());
    assert!(NonNegative::new(1.1e15).is_none());
    assert!(NonNegative::new(f64::NAN).is_none());
    assert_eq!(
        NonNegative::new(-0.0).unwrap().get().to_bits(),
        0.0_f64.to_bits()
    );
}
