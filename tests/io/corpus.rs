//! The negative corpus: one damaged `minimal` for each code, and what its reader is told.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use trefoil::diagnostic::Diagnostics;
use trefoil::diagnostic::codes::{self, CODES};
use trefoil::io::{LoadOptions, load, write};

use super::folder::{Folder, make_folder, write_file};

fn minimal() -> Folder {
    Folder::minimal()
}

/// A second group set, by sex, beside `all`.
fn with_sex() -> Folder {
    minimal()
        .append("groups.csv", "girls,Girls,sex,true")
        .append("groups.csv", "boys,Boys,sex,true")
}

fn table_response() -> Folder {
    minimal().replace(
        "practices.csv",
        "books,Books for the summer,0..3,linear",
        "books,Books for the summer,0..3,table",
    )
}

fn rated(cells: &str) -> Folder {
    // study, practice, indicator, effect, effect_unit, scheme, basis, and what a case adds
    minimal().put(
        "evidence.csv",
        &format!(
            "study,practice,indicator,effect,effect_unit,scheme,rating,baseline,years_after,follow_up_years,follow_up_effect\n\
             by-hand,tutoring,reading,{cells}\n"
        ),
    )
}

/// study_outcome, effect, effect_unit, scheme, rating of a study of tutoring.
fn on_outcome(cells: &str) -> Folder {
    minimal().put(
        "evidence.csv",
        &format!(
            "study,practice,indicator,study_outcome,effect,effect_unit,scheme,rating\n\
             by-hand,tutoring,,{cells}\n"
        ),
    )
}

const LINK: &str = "study_outcome,indicator,extra_sd\nreading-speed,reading,0.1\n";

/// Years of the prices of two of the needs of money.
fn priced(books: i32, tutoring: i32) -> Folder {
    minimal().put(
        "needs.csv",
        &format!(
            "practice,resource,per_participant,price_year\nafterschool,money,400,\nbooks,money,100,{books}\n\
             tutoring,money,500,{tutoring}\ntutoring,hours,20,\n"
        ),
    )
}

/// Rows of `ranges`: path, low, high, distribution.
fn ranges(rows: &str) -> Folder {
    minimal().put(
        "ranges.csv",
        &format!("path,low,high,distribution\n{rows}\n"),
    )
}

const PRICES: &str =
    "[prices]\nyear = 2023\nindex = \"made up\"\n[prices.levels]\n2015 = 200\n2023 = 250\n[value]";

fn rule(row: &str) -> Folder {
    minimal().put(
        "rules.csv",
        &format!("id,kind,indicator,practices,places,groups,partners,measure,limit\n{row}\n"),
    )
}

/// Every code with the damage that earns it; the order is that of the codes.
#[rustfmt::skip]
fn cases() -> Vec<(&'static str, Folder)> {
    vec![
        (codes::NOT_UTF8, {
            let mut folder = minimal();
            folder.files.insert("places.csv".to_owned(), b"id,name\nwestside,Caf\xe9 district\n".to_vec());
            folder
        }),
        (codes::BAD_TOML, minimal().replace("model.toml", "currency = \"USD\"", "currency = USD")),
        (codes::BAD_CSV, minimal().replace("places.csv", "Westside district", "\"Westside district")),
        (codes::WRONG_SEPARATOR, minimal().put("places.csv", "id;name\nwestside;Westside district\n").put("partners.csv", "id\tname\ncity\tCity\nneighbors\tNeighbors\n").put("groups.csv", "sep=,\nid,name,set\nall,All,all\n")),
        (codes::ROW_LENGTH, minimal().replace("pools.csv", "100000,true", "100,000,true")),
        (codes::MISSING_TABLE, minimal().without("needs.csv").without("model.toml")),
        (codes::DUPLICATE_TABLE, minimal().put("pools.CSV", "id,partner,resource,amount,recurring\n")),
        (codes::UNKNOWN_TABLE, minimal().put("pool.csv", "id\n")),
        (codes::EMPTY_TABLE, minimal().empty("pools.csv").empty("allocations.csv")),
        (codes::UNKNOWN_COLUMN, minimal().replace("pools.csv", "amount", "ammount")),
        (codes::DUPLICATE_COLUMN, minimal().replace("places.csv", "id,name", "id,id")),
        (codes::MISSING_COLUMN, minimal().replace("pools.csv", "recurring", "note")),
        (codes::UNKNOWN_KEY, minimal().replace("model.toml", "[value]", "[value]\ndiscuont = 0.9\n[policy]\noverlap = \"sum\"\n[valve]")),
        (codes::NOT_SERVED_YET, minimal()
            .replace("model.toml", "[value]", "horizon = 3\n[value]\nper = \"dollars\"")
            .replace("activities.csv", "capacity,basis\nafterschool,westside,200", "min_scale,basis\nafterschool,westside,20")
            .put("votes.csv", "partner,indicator,points\ncity,reading,5\n")
            .put("rules.csv", "id,kind,practices,measure,limit\nboth,requires,books;tutoring,,\nfew,at_most,,activities,2\n")),
        (codes::MISSING_VALUE, minimal().replace("baselines.csv", "all,400,50", "all,,50")),
        (codes::MISPLACED_VALUE, rule("none,exclude,,books,,,,,5")),
        (codes::WRONG_TYPE, minimal().replace("model.toml", "\"2026-27\"", "2026-07-01").replace("model.toml", "\"USD\"", "5").replace("model.toml", "[value]", "[value]\ndiscount = \"0.9\"")),
        (codes::BAD_ID, minimal().replace("pools.csv", "volunteers,", "Volunteer Hours,")),
        (codes::CONTROL_CHARACTER, minimal().replace("places.csv", "Westside", "\u{1b}[31mWestside")),
        (codes::BAD_NUMBER, minimal().replace("pools.csv", "100000", "$100000")),
        (codes::NOT_FINITE, minimal().replace("pools.csv", "100000", "NaN").replace("pools.csv", "1000,", "inf,")),
        (codes::NUMBER_TOO_LARGE, minimal().replace("pools.csv", "100000", "1e16")),
        (codes::OUT_OF_RANGE, minimal().replace("pools.csv", "100000", "-100000").replace("practices.csv", "afterschool,After-school club,0..3", "afterschool,After-school club,0..99")),
        (codes::BAD_CHOICE, minimal().replace("indicators.csv", "increase", "incraese").replace("pools.csv", "100000,true", "100000,yes")),
        (codes::BAD_BAND, minimal().replace("practices.csv", "0..3", "K-3")),
        (codes::NO_SUCH_SCENARIO, minimal().beside("less-money", "").apply("lessmoney")),
        (codes::SCENARIO_CYCLE, minimal().beside("b", "extends = \"a\"\n").scenario("a", "extends = \"b\"\n")),
        (codes::BAD_PATH, minimal().set("pools[grant=5").set("needs[books].per_participant=5").set("pools[grant]=5").set("loss")),
        (codes::UNKNOWN_PATH, minimal()
            .scenario("typos", "[set]\n\"pool[grant].amount\" = 5\n\"pools[grand].amount\" = 5\n\"pools[grant].amuont\" = 5\nvalue.discuont = 0.9\n")
            .set("pools.amount=5")),
        (codes::CONFLICTING_CHANGE, minimal()
            .scenario("less", "[scale]\n\"pools[grant].amount\" = 0.9\n")
            .scenario("more", "[set]\n\"pools[grant].amount\" = 120000\n")),
        (codes::BAD_CHANGE, minimal().scenario("odd",
            "[set]\n\"pools[grant].id\" = \"x\"\n[scale]\n\"pools[grant].max_moved\" = 2\n\"pools[grant].recurring\" = 2\n\
             [[add]]\ntable = \"places\"\nrow = { id = \"westside\", name = \"Again\" }\n")),
        (codes::DUPLICATE_KEY, minimal().append("needs.csv", "books,money,120,")),
        (codes::UNKNOWN_ID, minimal().replace("allocations.csv", "grant,tutoring", "grant,tutorng").append("allocations.csv", "grant,books,eastside,0,")),
        (codes::OUT_OF_RANGE, minimal().replace("model.toml", "[value]", "[prices]\nyear = 2023\nindex = \"CPI\"\n[prices.levels]\n2023 = 300\n2015 = 0\n2o16 = 240\n[value]")),
        (codes::SETTING_OUT_OF_RANGE, minimal().replace("model.toml", "[value]", "[prices]\nyear = 2022\n[prices.levels]\n2023 = 300\n[value]")),
        (codes::SETTING_OUT_OF_RANGE, minimal().replace("model.toml", "[value]", "[policy]\nchords = 0\n[value]\ndiscount = 1.2")),
        (codes::PERCENT_OUT_OF_RANGE, minimal().replace("baselines.csv", "400,50,60", "400,0.5,600")),
        (codes::PERCENT_AS_SHARE, minimal().replace("baselines.csv", "400,50,60", "400,0.5,0.6")),
        (codes::SCORE_WITHOUT_SD, minimal().replace("indicators.csv", "percent", "score").replace("evidence.csv", "0.04,share", "0.04,points").replace("evidence.csv", "0.02,share", "0.02,points").replace("evidence.csv", "0.2,share", "0.2,points")),
        (codes::UNEVEN_WEIGHTS, minimal().replace("indicators.csv", "direction\n", "direction,weight\n").replace("indicators.csv", "increase", "increase,2").append("indicators.csv", "math,succeed-in-school,counts-well,Math,percent,increase,")),
        (codes::TARGET_AGAINST_DIRECTION, minimal().replace("indicators.csv", "increase", "decrease")),
        (codes::TARGET_MET, minimal().append("places.csv", "eastside,Eastside district").append("baselines.csv", "reading,eastside,all,100,70,60,2025,")),
        (codes::BASELINE_PAST_CEILING, minimal().replace("indicators.csv", "direction\n", "direction,ceiling\n").replace("indicators.csv", "increase", "increase,45")),
        (codes::TARGET_PAST_CEILING, minimal().replace("indicators.csv", "direction\n", "direction,ceiling\n").replace("indicators.csv", "increase", "increase,55")),
        (codes::ZERO_POPULATION, minimal().replace("baselines.csv", "400,", "0,")),
        (codes::MIXED_PARTITION, with_sex().append("groups.csv", "unknown-sex,Not stated,sex,false")),
        (codes::SEVERAL_ALL_GROUPS, minimal().append("groups.csv", "everybody,Everybody,all,").append("baselines.csv", "reading,westside,everybody,400,50,60,2025,")),
        (codes::PARTITION_OVERLAP, with_sex().append("baselines.csv", "reading,westside,girls,300,50,60,2025,").append("baselines.csv", "reading,westside,boys,300,50,60,2025,")),
        (codes::PARTITION_SUM, with_sex().append("baselines.csv", "reading,westside,girls,100,50,60,2025,").append("baselines.csv", "reading,westside,boys,200,50,60,2025,")),
        (codes::PARTIAL_PARTITION, with_sex().replace("baselines.csv", "westside,all", "westside,girls")),
        (codes::NOTHING_COUNTED, minimal().append("groups.csv", "poor,Low income,income,").replace("baselines.csv", "westside,all", "westside,poor")),
        (codes::BAND_ORDER, minimal().replace("practices.csv", "0..3", "3..0")),
        (codes::PRACTICE_WITHOUT_NEEDS, minimal().replace("needs.csv", "books,money,100", "books,money,0")),
        (codes::PRACTICE_WITHOUT_ACTIVITY, minimal().replace("activities.csv", "books,westside,400,illustrative\n", "")),
        (codes::RESPONSE_LAST, minimal().replace("practices.csv", "books,Books for the summer,0..3,linear", "books,Books for the summer,0..3,quadratic")),
        (codes::RESPONSE_POINTS, table_response()),
        (codes::RESPONSE_ORDER, table_response().put("responses.csv", "practice,participants,effective_participants\nbooks,100,100\nbooks,200,90\n")),
        (codes::ONE_TIME_COST, minimal().replace("practices.csv", "response\n", "response,one_time_cost\n").replace("practices.csv", "club,0..3,linear", "club,0..3,linear,").replace("practices.csv", "pairs,0..3,linear", "pairs,0..3,linear,").replace("practices.csv", "summer,0..3,linear", "summer,0..3,linear,500")),
        (codes::SCALE_ABOVE_CAPACITY, minimal().replace("activities.csv", "capacity,basis", "capacity,min_scale").replace("activities.csv", "400,illustrative", "400,500").replace("activities.csv", "100,illustrative", "100,").replace("activities.csv", "200,illustrative", "200,")),
        (codes::PARTICIPANTS_APART, minimal().replace("activities.csv", "capacity,basis", "participants_today,basis").replace("activities.csv", "books,westside,400", "books,westside,0").replace("activities.csv", "tutoring,westside,100", "tutoring,westside,80")),
        (codes::EFFECT_UNIT, rated("0.2,sd,as_given,,,,,")),
        (codes::EFFECT_UNIT, on_outcome("reading-speed,5,points,,").append("evidence.csv", "given,tutoring,,reading-speed,0.2,sd,as_given,").put("links.csv", LINK)),
        (codes::EFFECT_ON_WHAT, on_outcome(",0.2,sd,,").append("evidence.csv", "both,tutoring,reading,reading-speed,0.2,sd,,")),
        (codes::EFFECT_WITHOUT_BASELINE, rated("20,points,what_works,strong,,,,")),
        (codes::EFFECT_OUT_OF_RANGE, rated("20,share,as_given,,,,,")),
        (codes::EFFECT_NEVER_ARRIVES, minimal().replace("indicators.csv", "direction\n", "direction,grade\n").replace("indicators.csv", "increase", "increase,3").replace("practices.csv", "tutoring,Tutoring in pairs,0..3", "tutoring,Tutoring in pairs,4..8")),
        (codes::SCHEME_WITHOUT_RATING, rated("0.2,sd,what_works,,,,,")),
        (codes::SCHEME_WITHOUT_RATING, rated("0.2,sd,wwc;essa,positive,,,,")),
        (codes::MIXED_STUDIES, minimal().append("evidence.csv", "another,books,reading,0.3,sd,,")),
        (codes::OUTCOME_WITHOUT_LINK, on_outcome("reading-speed,0.2,sd,,")),
        (codes::LINK_CONTRADICTS, on_outcome("reading-speed,0.2,sd,,")
            .append("indicators.csv", "absences,succeed-in-school,attends,Absences,percent,decrease")
            .append("indicators.csv", "visits,succeed-in-school,attends,Visits,count,increase")
            .put("links.csv", "study_outcome,indicator,from_grade,to_grade,extra_sd\nreading-speed,reading,3,0,0\nreading-speed,absences,,,0\nspeed,visits,,,0.1\n")),
        (codes::FOLLOW_UP, rated("0.2,sd,what_works,strong,,2,1,0.1")),
        (codes::SERVES_NOBODY, minimal().put("serves.csv", "practice,share\nbooks,0.5\n")),
        (codes::SERVES_TOO_MANY, minimal().put("serves.csv", "practice,indicator,share,years_later\nbooks,reading,0.6,0\nbooks,reading,0.6,1\n")),
        (codes::PRICE_YEARS_DIFFER, priced(2015, 2023)),
        (codes::PRICE_YEAR_UNKNOWN, priced(2015, 2010).replace("model.toml", "[value]", PRICES)),
        (codes::SERVES_TOO_FEW, with_sex().put("serves.csv", "practice,group,share\nbooks,boys,0.3\nbooks,girls,0.5\n")),
        (codes::NEED_WITHOUT_POOL, minimal().append("resources.csv", "nurses,talent,FTE,School nurses").append("needs.csv", "books,nurses,0.001,")),
        (codes::UNUSABLE_POOL, minimal().put("restrictions.csv", "pool,practice,place\nvolunteers,books,\n").replace("allocations.csv", "volunteers,tutoring,westside,800,illustrative\n", "")),
        (codes::UNNEEDED_ALLOCATION, minimal().append("allocations.csv", "volunteers,books,westside,100,")),
        (codes::ALLOCATION_OUTSIDE_RESTRICTION, minimal().put("restrictions.csv", "pool,practice,place\ngrant,tutoring,\ngrant,books,\n")),
        (codes::OVER_ALLOCATED_POOL, minimal().replace("pools.csv", "100000", "90000")),
        (codes::IDLE_ALLOCATION, minimal().replace("allocations.csv", "20000", "10000")),
        (codes::CONVERSION_CYCLE, minimal().put("conversions.csv", "from,to,rate,cap\nmoney,hours,0.05,1000\nhours,money,25,100\n")),
        (codes::RULE_PRACTICES, rule("pair,excludes,,books,,,,,")),
        (codes::RULE_MATCHES_NOTHING, rule("hours,at_least,,books,,,,hours,10")),
        (codes::RULE_LIMIT, rule("less,at_most,,books,,,,participants,-1")),
        (codes::UNKNOWN_PATH, ranges(
            "\"needs[book,money].per_participant\",80,120,\npools[grant].amuont,1,2,\npools[grant].recurring,0,1,\n\
             pool[grant].amount,1,2,\ngroups[all].set,1,2,\npools[grant],1,2,\nvalue.discuont,0.9,0.99,\ndiscount,0.9,0.99,")),
        (codes::BAD_PATH, ranges("needs[books,money].per_participant,80,120,")),
        (codes::ROW_LENGTH, ranges("needs[books,money].per_participant,80,120,normal")),
        (codes::BAD_CHOICE, ranges("pools[grant].amount,90000,110000,log-normal")),
        (codes::DUPLICATE_KEY, ranges("pools[grant].amount,90000,110000,\npools[grant].amount,80000,110000,")),
        (codes::RANGE_OF_BLANK, ranges("pools[grant].max_moved,0.2,0.4,\n\"activities[tutoring,westside].min_scale\",10,20,")),
        (codes::RANGE_ORDER, ranges("pools[grant].amount,110000,90000,\npools[volunteers].amount,1000,1000,")),
        (codes::RANGE_OUT_OF_REACH, ranges(
            "pools[grant].amount,-5,200000,normal\n\"baselines[reading,westside,all].baseline\",45,105,\n\
             value.loss_slope,0.5,2,\nevidence.fade,0.1,15,\n\"baselines[reading,westside,all].population\",0,900,uniform")),
        (codes::RANGE_DISTRIBUTION, ranges(
            "pools[grant].amount,0,200000,\npools[volunteers].amount,0,2000,lognormal\n\
             \"needs[books,money].per_participant\",80,120,logit\n\"baselines[reading,westside,all].baseline\",0,60,\n\
             value.discount,0.9,1,logit")),
        (codes::UNKNOWN_ID, Folder::inventory()
            .replace("inventory.csv", "Tutors,City Fund,east,adult-tutoring", "Tutors,City Fund,eest,adult-tutoring")
            .replace("inventory.csv", "west,adult-tutoring", "west,adult-tutorng")
            .put("partners.csv", "id,name\nrotary,Rotary Club\ncity,City Funds\n")),
        (codes::MISSING_VALUE, Folder::inventory().replace("inventory.csv", "60000,100", "60000,")),
        (codes::OUT_OF_RANGE, Folder::inventory().replace("inventory.csv", "60000,100", "60000,0").replace("inventory.csv", "9000,300", "-9000,300")),
        (codes::BAD_CHOICE, Folder::inventory().replace("inventory.csv", "levy,no", "levy,maybe")),
        (codes::BAD_ID, Folder::inventory().replace("inventory.csv", "Book Bus", "\u{2605}").replace("inventory.csv", "unknown", "Reading Bus")),
        (codes::MISSING_TABLE, Folder::inventory().without("baselines.csv")),
        (codes::DUPLICATE_KEY, Folder::inventory().append("inventory.csv", "tutors,CITY fund,east,adult-tutoring,1,1,Levy,no,,true,")),
        (codes::MISPLACED_VALUE, Folder::inventory().replace("inventory.csv", "levy,no,", "levy,no,tutors only")),
        (codes::INVENTORY_CLASH, Folder::inventory().put("practices.csv", "id,name,grades,response\nadult-tutoring,Tutors of adults,13..13,linear\n")),
        (codes::INVENTORY_CLASH, Folder::inventory()
            .put("practices.csv", "id,name,grades,response\nbook-bus,Bus with books,0..5,linear\n")
            .append("inventory.csv", "Wagon,City Fund,east,book-bus,100,10,levy,no,,true,")),
        (codes::INVENTORY_CLASH, Folder::inventory().put("resources.csv", "id,class,unit,name\ncash,treasure,USD,Cash\ngrants,treasure,USD,Grants\n")),
        (codes::FILLED_IN_FROM_INVENTORY, Folder::inventory()),
        (codes::LOOKS_LIKE_PRACTICE, Folder::inventory().replace("inventory.csv", "Book Bus", "Book bus to summer school")),
        (codes::RESTRICTION_UNCLEAR, Folder::inventory()),
        (codes::RESTRICTION_NOT_READ, Folder::inventory().replace("inventory.csv", "levy,no,", "levy,yes,reading only")),
        (codes::OUTCOME_NOT_SHIPPED, Folder::inventory().replace("indicators.csv", "Reading", "Reeding")),
        (codes::RANGE_TWICE, ranges("\"needs[books,money].per_participant\",80,120,\n\"needs[books, money].per_participant\",80,130,")),
        (codes::RANGE_WITHOUT_VALUE, ranges("pools[grant].amount,90,110,")),
        (codes::SETTING_OUT_OF_RANGE, minimal().replace("model.toml", "[value]", "[ranges]\nlocal = -0.1\npublished = 1e7\n[value]")),
        (codes::OUT_OF_RANGE, minimal().replace("model.toml", "[value]", "[evidence]\nshared_shock = 1.5\n[value]")),
        (codes::UNKNOWN_KEY, minimal().replace("model.toml", "[value]", "[ranges]\nilustrative = 0.2\n[value]")),
    ]
}

/// Damage that can be read, and that the evidence or the program to solve shows.
#[rustfmt::skip]
fn cases_after_reading() -> Vec<(&'static str, Folder)> {
    vec![
        (codes::FIGURES_NOT_PUBLISHED, minimal()),
        (codes::UNKNOWN_RATING, rated("0.2,sd,what_works,strong,,,,")),
        (codes::NEED_UNCHECKED, minimal().replace("allocations.csv", "volunteers,tutoring,westside,800,illustrative\n", "")),
        (codes::TODAY_OUTSIDE_SCALE, minimal().replace("activities.csv", "capacity,basis", "capacity,min_scale").replace("activities.csv", "100,illustrative", "100,60").replace("activities.csv", "200,illustrative", "200,").replace("activities.csv", "400,illustrative", "400,")),
        (codes::LARGE_EFFECT, rated("2.5,sd,trefoil,4,,,,")),
        (codes::LARGE_EFFECT, rated("0.989,share,trefoil,4,0.5,,,")),
        (codes::PRICES_CONVERTED, priced(2015, 2023).replace("model.toml", "[value]", PRICES)),
        (codes::CAPACITY_FILLED_IN, minimal().replace("activities.csv", "books,westside,400", "books,westside,")),
        (codes::TARGET_FILLED_IN, minimal().replace("baselines.csv", "400,50,60", "400,50,")),
        (codes::INDICATOR_NOT_MOVED, minimal().append("indicators.csv", "math,succeed-in-school,counts-well,Math,percent,increase,")),
        (codes::TARGET_OUT_OF_REACH, minimal().replace("activities.csv", "books,westside,400", "books,westside,40")),
        (codes::EXTREME_COEFFICIENT, minimal().replace("evidence.csv", "0.02,share", "1e-11,share")),
    ]
}

/// Codes of findings that no damage of a folder earns; each has a test of its own, below or among those of workbooks.
const ELSEWHERE: &[&str] = &[
    codes::NO_SUCH_MODEL,
    codes::FOLDER_HIDES_SHIPPED,
    codes::UNREADABLE_FILE,
    codes::UNWRITABLE_FILE,
    codes::JOURNAL,
    codes::BAD_RESULT,
    codes::DIFFERENT_INPUT,
    codes::BAD_WORKBOOK,
    codes::HIDDEN_SHEET,
    codes::HEADER_ROW,
    codes::MERGED_CELLS,
    codes::EXAMPLE_ROW,
    codes::CELL_ERROR,
    codes::FORMULA_WITHOUT_VALUE,
    codes::NO_SUCH_PROPOSALS,
    codes::UNKNOWN_FORMAT,
    codes::BAD_JSON,
    codes::ROW_TOO_LONG,
    codes::REST_UNREADABLE,
    codes::COLUMNS_IGNORED,
    codes::MAP_CONTRADICTS,
    codes::PROPOSAL_WORTH,
    codes::NO_SUCH_PROPOSAL,
    codes::NO_SUCH_RESOURCE,
    codes::NO_PLAN_WITHOUT_PROPOSALS,
    codes::FROZEN_RULES,
];

#[test]
fn every_code_has_a_damaged_minimal_that_earns_it() {
    let covered: BTreeSet<&str> = cases()
        .iter()
        .chain(&cases_after_reading())
        .map(|(code, _)| *code)
        .chain(ELSEWHERE.iter().copied())
        .collect();
    let known: BTreeSet<&str> = CODES.iter().map(|(code, _)| *code).collect();
    assert_eq!(covered, known);
    for (code, folder) in cases() {
        assert!(
            folder.codes().contains(&code),
            "{code} is not among\n{}",
            folder.findings()
        );
    }
    for (code, folder) in cases_after_reading() {
        let advice = folder.advice();
        assert!(
            advice.iter().any(|finding| finding.code == code),
            "{code} is not among\n{advice}"
        );
    }
}

#[test]
fn what_a_reader_is_told_of_each_damage() {
    let mut text = String::new();
    for (code, folder) in cases() {
        writeln!(text, "## {code}\n{}\n", folder.findings()).unwrap();
    }
    for (code, folder) in cases_after_reading() {
        writeln!(text, "## {code}\n{}\n", folder.advice()).unwrap();
    }
    insta::assert_snapshot!(text.trim_end());
}

#[test]
fn codes_are_kebab_case_and_documented() {
    for (code, meaning) in CODES {
        assert!(
            code.bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'),
            "{code}"
        );
        assert!(meaning.ends_with('.'), "{code}: {meaning}");
    }
}

fn error_of(spec: &str) -> String {
    load(spec, &LoadOptions::default())
        .map(|_| ())
        .unwrap_err()
        .to_string()
}

#[test]
fn a_model_that_is_not_there_is_named_with_those_that_are() {
    let known = error_of("minimla");
    assert!(known.contains("did you mean `minimal`?"), "{known}");
    insta::assert_snapshot!(error_of("somewhere/else"), @r"
    error[no-such-model]: somewhere/else: there is no such folder
      try: check the path; `trefoil models` lists the shipped models
    ");
    insta::assert_snapshot!(error_of("region.xlsx"), @r"
    error[no-such-model]: region.xlsx: there is no such file
      try: check the path; `trefoil template` writes a workbook to fill in
    ");
}

#[test]
fn a_file_in_place_of_a_model_is_no_model() {
    let folder = tempfile::tempdir().unwrap();
    let table = folder.path().join("pools.csv");
    write_file(&table, b"id");
    assert!(error_of(&table.to_string_lossy()).contains("give the folder that holds it"));
}

#[test]
fn what_cannot_be_written_is_named() {
    let root = tempfile::tempdir().unwrap();
    let taken = root.path().join("taken");
    write_file(&taken, b"");
    let refused = |result: Result<(), Diagnostics>| {
        result
            .unwrap_err()
            .iter()
            .map(|finding| finding.code)
            .next()
            == Some(codes::UNWRITABLE_FILE)
    };
    assert!(refused(write::folder(
        &taken,
        &[("a.csv".to_owned(), Vec::new())]
    )));
    assert!(refused(write::file(&taken.join("below"), b"x")));
    assert!(refused(write::folder(
        root.path(),
        &[("../a.csv".to_owned(), Vec::new())]
    )));
    let stale = root.path().join("model");
    make_folder(&stale);
    write_file(&stale.join("serves.csv"), b"practice\n");
    assert!(refused(write::folder(
        &stale,
        &[("pools.csv".to_owned(), Vec::new())]
    )));
}
