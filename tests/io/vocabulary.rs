//! Words that damages of a folder are made of.

/// Texts that mean something to some cell, or that are close to it.
#[rustfmt::skip]
pub const TEXTS: &[&str] = &[
    "", "0", "-1", "1", "2", "0.5", "-0.5", "3", "100", "101", "400", "1e15", "-1e15", "1e-300", "1e-12", "1e16",
    "1e-400", "NaN", "inf", "1,000", "0x10", "+5", ".5", "5.", "12%", "$5", "\u{0663}", "\u{a0}5", "1\u{a0}000",
    "true", "false", "TRUE", "yes", "percent", "score", "count", "dollars", "increase", "decrease", "linear",
    "quadratic", "exponential", "table", "sd", "points", "share", "as_given", "wwc", "essa", "strong", "moderate",
    "1", "4", "randomized", "correlational", "0..3", "-6..20", "-5", "4..8", "3..0", "K-3", "all", "fund",
    "exclude", "floor", "at_least", "at_most", "requires", "participants", "money", "dollars", "illustrative",
    "published", "time", "talent", "treasure", "person", "gap_share", "sum", "residual", "a;b", ";",
    "\u{fc}n\u{ef}code", "a b", "\u{1b}[2J", "\u{200b}", "\"", "'", "\\", "{", "=1+1", "#N/A", "2026-07-01", "@",
    "normal", "lognormal", "logit", "uniform", "triangular", "pools[", "[]", "value.discount",
    "*", "a,b", "two\nlines", "\r",
];

/// Columns that some table may have besides those it has.
#[rustfmt::skip]
pub const COLUMNS: &[&str] = &[
    "grade", "sd", "weight", "ceiling", "fidelity", "set", "partition", "target", "year", "switching", "step",
    "response_last", "fade", "place", "group", "indicator", "capacity", "participants_today", "protected",
    "min_scale", "fixed", "price_year", "standard_error", "baseline", "years_after", "follow_up_years",
    "follow_up_effect", "scheme", "rating", "design", "independent", "sample", "real_world", "years_later",
    "max_moved", "locked", "path", "low", "high", "distribution", "practices", "places", "groups", "partners", "measure", "limit", "source", "note",
    "basis", "nonsense", "",
];

/// Keys of the settings and values for them, right or nearly so.
#[rustfmt::skip]
pub const SETTINGS: &[(&str, &[&str])] = &[
    ("name", &["\"x\"", "\"\"", "5", "[]"]),
    ("currency", &["\"EUR\"", "\"euro\"", "\"\""]),
    ("cycle", &["\"2030\"", "2030", "2026-07-01"]),
    ("horizon", &["1", "0", "3", "-1", "1.0"]),
    ("value.per", &["\"person\"", "\"gap_share\"", "\"dollars\""]),
    ("value.overlap", &["\"sum\"", "\"residual\"", "\"best_only\""]),
    ("value.loss_slope", &["1", "2.5", "0.5", "1e6", "nan", "inf"]),
    ("value.beyond_target_slope", &["0", "1", "0.3", "-1", "2"]),
    ("value.discount", &["1", "0.5", "1e-9", "0", "1.1"]),
    ("value.least_gap_points", &["1", "1e-6", "1e6", "0"]),
    ("policy.max_moved", &["0", "1", "0.05", "30"]),
    ("policy.chords", &["1", "3", "40", "0", "100000"]),
    ("evidence.fade", &["0", "1", "0.5", "-1"]),
    ("evidence.small_below", &["0", "1e9", "-1"]),
    ("evidence.levels.4.sd", &["0.2", "1e-6", "0", "1e6"]),
    ("evidence.levels.1.mean", &["0.5", "-0.5", "0", "1e7"]),
    ("evidence.multipliers.small.mean", &["0", "1", "2", "-1"]),
    ("evidence.shared_shock", &["0", "1", "0.3", "2"]),
    ("ranges.illustrative", &["0", "2", "1e6", "-1"]),
    ("ranges.unstated", &["0.2", "1e-9", "1e300"]),
    ("ranges.prior_means", &["0", "0.1", "1e-18", "nan"]),
    ("nonsense", &["1"]),
    ("value.nonsense", &["1"]),
    ("value", &["1"]),
];

/// Rows for tables that not every model has; `{practice}` and the like stand for an id of the model.
#[rustfmt::skip]
pub const ROWS: &[(&str, &str, &[&str])] = &[
    ("serves.csv",
        "practice,place,indicator,group,share,years_later", &[
        "{practice},,{indicator},,0.5,1",
        "{practice},,,{group},0.4,",
        "{practice},{place},{indicator},{group},1,3",
        "{practice},{place},,{group},0.7,",
        "{practice},,{indicator},{group},0.3,0",
        "{practice},,,,1,",
    ]),
    ("restrictions.csv",
        "pool,practice,place", &[
        "{pool},{practice},",
        "{pool},,{place}",
        "{pool},{practice},{place}",
        "{pool},,",
    ]),
    ("rules.csv",
        "id,kind,indicator,practices,places,groups,partners,measure,limit", &[
        "r1,fund,,{practice},,,,,",
        "r2,fund,,{practice},{place},,,,20",
        "r3,exclude,,{practice},,,,,",
        "r4,floor,{indicator},,,,,,0.5",
        "r5,floor,,,{place},{group},,,0",
        "r6,at_most,,{practice},,,,participants,50",
        "r7,at_least,,{practice};{practice},,,,participants,30",
        "r8,at_least,,,,,{partner},{resource},1000",
        "r9,at_most,,,{place},,,{resource},10",
    ]),
    ("responses.csv",
        "practice,place,participants,effective_participants", &[
        "{practice},,10,9",
        "{practice},,100,50",
        "{practice},{place},50,20",
        "{practice},,200,300",
    ]),
    ("ranges.csv",
        "path,low,high,distribution", &[
        "pools[{pool}].amount,10,2000000,",
        "pools[{pool}].amount,10,2000000,normal",
        "\"needs[{practice},{resource}].per_participant\",5,500,lognormal",
        "\"baselines[{indicator},{place},{group}].baseline\",40,60,triangular",
        "\"baselines[{indicator},{place},{group}].target\",50,90,",
        "\"activities[{practice},{place}].capacity\",10,300,uniform",
        "places[{place}].fidelity,0.4,0.9,normal",
        "practices[{practice}].fade,0.1,0.2,",
        "rules[r6].limit,20,90,",
        "\"responses[{practice},,100].effective_participants\",5,80,uniform",
        "evidence.levels.1.mean,-0.1,0.1,",
        "value.discount,0.9,0.99,logit",
        "nonsense[{place}].amount,1,2,",
    ]),
    ("inventory.csv",
        "program,partner,place,practice,dollars,participants,source_of_funds,restricted,restriction,recurring,protected", &[
        "Reading help,{partner},{place},{practice},5000,20,levy,no,,true,",
        "Reading help,{partner},{place},{practice},7000,20,,yes,books only,,",
        "Summer school,New Fund,{place},unknown,9000,30,gifts,,,,true",
        "{practice},{partner},{place},,100,1,levy,unclear,,false,",
        "Tutors,Another Fund,{place},adult-tutoring,60000,20,levy,no,,true,",
    ]),
    ("groups.csv",
        "id,name,set,partition", &[
        "girls,Girls,sex,true",
        "boys,Boys,sex,true",
        "poor,Poor,income,",
        "rest,Rest,all,true",
    ]),
    ("baselines.csv",
        "indicator,place,group,population,baseline,target", &[
        "{indicator},{place},girls,100,40,60",
        "{indicator},{place},boys,90,45,",
        "{indicator},{place},poor,30,20,60",
    ]),
];
