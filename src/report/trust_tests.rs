//! Draws, sensitivity and alternatives through every exporter.

use serde_json::Value;

use super::tests::{assert_explained, assert_fits, check_required, file, findings};
use super::{
    AlternativesReport, File, RecommendReport, Report, SensitivityReport, Style,
    alternatives_files, sample, schemas, sensitivity_files,
};
use crate::domain::{Alternatives, Recommendation, Sensitivity, Status};

const WHOLE: Style = Style {
    colour: false,
    all: true,
};

/// Every exporter of a result at once.
struct Exported {
    table: String,
    whole: String,
    json: Value,
    folder: Vec<File>,
}

fn exported(report: &dyn Report) -> Exported {
    let json = report.json();
    let folder = report.folder();
    assert_eq!(file(&folder, "result.json"), json);
    Exported {
        table: report.table(Style::default()),
        whole: report.table(WHOLE),
        json: serde_json::from_str(&json).expect("JSON"),
        folder,
    }
}

fn recommended(recommendation: &Recommendation) -> Exported {
    exported(&RecommendReport {
        model: &sample::model(),
        recommendation,
        manifest: &sample::manifest(),
        findings: &findings(),
    })
}

fn sensitive(recommendation: &Recommendation, sensitivity: &Sensitivity) -> Exported {
    exported(&SensitivityReport {
        model: &sample::model(),
        recommendation,
        sensitivity,
        manifest: &sample::manifest(),
        findings: &findings(),
    })
}

fn others(recommendation: &Recommendation, alternatives: &Alternatives) -> Exported {
    exported(&AlternativesReport {
        model: &sample::model(),
        recommendation,
        alternatives,
        manifest: &sample::manifest(),
        findings: &findings(),
    })
}

/// That the JSON has every key that its schema requires.
fn assert_whole(name: &str, json: &Value) {
    let (_, schema) = schemas()
        .into_iter()
        .find(|(known, _)| known == name)
        .expect("a schema of that name");
    let mut missing = Vec::new();
    check_required(&schema, &schema, json, "", &mut missing);
    assert_eq!(missing, Vec::<String>::new());
}

fn rows(files: &[File], name: &str) -> usize {
    let text = file(files, name);
    csv::Reader::from_reader(text.as_bytes()).records().count()
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_recommendation_with_draws_says_how_far_it_can_be_trusted() {
    let exported = recommended(&sample::trusted());
    assert_fits(&exported.table);
    insta::assert_snapshot!("trusted_recommendation", exported.table);
    let without = recommended(&sample::recommendation());
    let (lines, before) = (
        exported.table.lines().count(),
        without.table.lines().count(),
    );
    assert!(lines <= before + 16, "{before} lines grew to {lines}");
    assert_whole("result-recommend", &exported.json);
    assert_eq!(exported.json["result"]["trust"]["draws"]["done"], 196);
    assert_eq!(exported.json["result"]["moves_hold"][1]["holds"], true);
    assert!(
        without.json["result"]["trust"].is_null() && without.json["result"]["moves_hold"].is_null()
    );
    assert_eq!(rows(&exported.folder, "moves_hold.csv"), 4);
    assert_eq!(rows(&without.folder, "moves_hold.csv"), 0);
}

#[test]
fn ranges_come_from_the_draws_where_there_are_some_and_the_words_say_which() {
    let drawn = words(&recommended(&sample::trusted()).table);
    assert!(
        drawn.contains("90% of 196 draws of all that is not known"),
        "{drawn}"
    );
    assert!(drawn.contains("All places +16 6 to 25"), "{drawn}");
    let sums = words(&recommended(&sample::recommendation()).table);
    assert!(
        sums.contains("ends added up over years and groups"),
        "{sums}"
    );
    assert!(sums.contains("All places +16 5 to 27"), "{sums}");
}

#[test]
fn sensitivity_reads_well_in_80_columns() {
    let exported = sensitive(&sample::recommendation(), &sample::sensitivity());
    assert_fits(&exported.table);
    assert_fits(&exported.whole);
    insta::assert_snapshot!("sensitivity", exported.table);
}

#[test]
fn every_figure_of_sensitivity_is_in_the_json_and_in_a_table() {
    let exported = sensitive(&sample::recommendation(), &sample::sensitivity());
    assert_whole("result-sensitivity", &exported.json);
    let result = &exported.json["result"];
    assert_eq!(result["refusals"][0]["losers"][0]["gain_unit"], "people");
    assert_eq!(result["refusals"][0]["losers"][1]["gain_unit"], "sd_people");
    assert!(result["refusals"][1]["loss"].is_null(), "no plan is null");
    let depends = &result["moves_hold"]
        .as_array()
        .expect("moves")
        .iter()
        .find(|row| !row["depends_on"].as_array().expect("a list").is_empty())
        .expect("a move that depends")["depends_on"];
    assert_eq!(depends[1]["path"], "pools[fund-open].amount");
    assert_eq!(depends[1]["now"], 400_000.0);
    assert_eq!(depends[1]["basis"], "illustrative");
    assert!(
        depends[2]["now"].is_null() && depends[2]["origin"].is_null(),
        "a setting"
    );
    assert_eq!(
        result["frontier"][0]["points"][2]["dropped"][0],
        "tutoring@south"
    );

    let files = &exported.folder;
    assert_explained(files);
    for (name, expected) in [
        ("draws.csv", 1),
        ("failed_draws.csv", 1),
        ("drawn_values.csv", 2),
        ("improvements.csv", 6),
        ("activity_draws.csv", 6),
        ("stability.csv", 1),
        ("ties.csv", 1),
        ("perfect_information.csv", 1),
        ("moves_hold.csv", 4),
        ("dependences.csv", 3),
        ("figures.csv", 4),
        ("tornado.csv", 4),
        ("frontier.csv", 2),
        ("frontier_points.csv", 5),
        ("marginal.csv", 3),
        ("limitations.csv", 3),
        ("limitation_gains.csv", 2),
        ("refusals.csv", 3),
        ("losers.csv", 2),
        ("replacement.csv", 3),
    ] {
        assert_eq!(rows(files, name), expected, "{name}");
    }
    insta::assert_snapshot!("moves_hold.csv", file(files, "moves_hold.csv"));
    insta::assert_snapshot!("dependences.csv", file(files, "dependences.csv"));
    insta::assert_snapshot!("frontier_points.csv", file(files, "frontier_points.csv"));
    insta::assert_snapshot!("columns_of_sensitivity.csv", file(files, "columns.csv"));
}

#[test]
fn only_what_was_asked_for_is_there() {
    let only = Sensitivity {
        montecarlo: None,
        holds: None,
        tornado: None,
        frontier: None,
        marginal: None,
        rules: None,
        refusals: None,
        ..sample::sensitivity()
    };
    let exported = sensitive(&sample::recommendation(), &only);
    assert_whole("result-sensitivity", &exported.json);
    assert!(
        exported.table.contains("WITHOUT AN ACTIVITY"),
        "{}",
        exported.table
    );
    for heading in [
        "HOW FIRM THE MOVES",
        "HOW SURE",
        "WHAT DECIDES",
        "NEXT AMOUNT",
        "UNIT MORE",
        "EACH LIMIT",
        "SAYS NO",
        "KNOWING",
        "draws",
    ] {
        assert!(
            !exported.table.contains(heading),
            "{heading}\n{}",
            exported.table
        );
    }
    assert!(exported.json["result"]["tornado"].is_null());
    let names: Vec<String> = exported.folder.into_iter().map(|(name, _)| name).collect();
    assert_eq!(
        names,
        sensitivity_files(),
        "the files do not depend on what was asked"
    );
}

#[test]
fn an_interrupted_run_says_so_first_and_how_to_go_on() {
    let cut = Sensitivity {
        interrupted: true,
        ..sample::sensitivity()
    };
    let exported = sensitive(&sample::recommendation(), &cut);
    assert_eq!(exported.json["result"]["interrupted"], true);
    let third = exported.table.lines().nth(2).expect("a third line");
    assert!(third.starts_with("INTERRUPTED"), "{third}");
    assert!(exported.table.contains("--resume"), "{}", exported.table);
    assert_fits(&exported.table);
}

#[test]
fn without_a_plan_there_is_nothing_to_trust_and_the_clash_is_told() {
    let exported = sensitive(&sample::impossible(), &Sensitivity::default());
    assert_whole("result-sensitivity", &exported.json);
    assert!(
        exported.table.contains("NO PLAN KEEPS EVERY LIMIT"),
        "{}",
        exported.table
    );
    assert_eq!(rows(&exported.folder, "clashes.csv"), 2);
    let stopped = Recommendation {
        status: Status::Stopped,
        infeasibility: None,
        ..sample::impossible()
    };
    let exported = sensitive(&stopped, &Sensitivity::default());
    assert!(
        exported.table.contains("NO PLAN FOUND"),
        "{}",
        exported.table
    );
}

#[test]
fn a_draw_of_nothing_is_told_without_a_figure_that_is_not_there() {
    let mut none = sample::sensitivity();
    if let Some(drawn) = &mut none.montecarlo {
        drawn.draws.done = 0;
        drawn.draws.infeasible = 199;
        (drawn.plan, drawn.best, drawn.beats_today) = (None, None, None);
        (drawn.stability, drawn.perfect_information) = (None, None);
        drawn.improvements.clear();
        drawn.activities.clear();
    }
    let exported = sensitive(&sample::recommendation(), &none);
    assert_fits(&exported.table);
    assert_whole("result-sensitivity", &exported.json);
    assert!(
        !exported.table.contains("better than today"),
        "{}",
        exported.table
    );
    assert_eq!(
        exported.json["result"]["montecarlo"]["values"],
        Value::Array(Vec::new())
    );
}

#[test]
fn long_lists_are_cut_with_a_count_and_all_shows_them() {
    let mut long = sample::sensitivity();
    for _ in 0..5 {
        let moves = long.holds.get_or_insert_default();
        moves.extend(moves.clone());
        let swings = long.tornado.get_or_insert_default();
        swings.extend(swings.clone());
        let rules = long.rules.get_or_insert_default();
        rules.extend(rules.clone());
    }
    let exported = sensitive(&sample::recommendation(), &long);
    assert_fits(&exported.table);
    for rows in [
        "moves that are not firm",
        "figures that decide less",
        "limits that cost less",
    ] {
        let cut = format!("more {rows} (--all shows them)");
        assert!(exported.table.contains(&cut), "{cut}\n{}", exported.table);
        assert!(!exported.whole.contains(&cut), "{cut}");
    }
}

#[test]
fn moves_too_small_to_matter_are_counted_apart_and_stay_in_the_tables() {
    let mut tiny = sample::sensitivity();
    let moves = tiny.holds.get_or_insert_default();
    let all = moves.len();
    let asked = moves.iter().filter(|row| row.to.is_some()).count();
    moves[1].amount = 0.4;
    let exported = sensitive(&sample::recommendation(), &tiny);
    let said = words(&exported.table);
    assert!(said.contains("1 more move too small to matter"), "{said}");
    assert!(said.contains(&format!("Of {} moves", asked - 1)), "{said}");
    assert!(!exported.whole.contains("under $1"), "{}", exported.whole);
    assert_eq!(rows(&exported.folder, "moves_hold.csv"), all);
}

#[test]
fn what_the_searches_leave_open_is_never_printed_as_a_figure() {
    let exported = sensitive(&sample::recommendation(), &sample::sensitivity());
    for text in [&exported.table, &exported.whole] {
        assert!(!text.contains('<'), "{text}");
        assert!(
            words(text).contains("Nothing beyond what the gaps leave open: Volunteer network.")
        );
    }
}

#[test]
fn alternatives_read_well_in_80_columns() {
    let exported = others(&sample::recommendation(), &sample::alternatives());
    assert_fits(&exported.table);
    insta::assert_snapshot!("alternatives", exported.table);
}

#[test]
fn many_plans_stand_in_several_rows_of_columns() {
    let mut many = sample::alternatives();
    for _ in 0..2 {
        many.plans.extend(many.plans.clone());
    }
    let exported = others(&sample::recommendation(), &many);
    assert_fits(&exported.table);
    let headings: Vec<&str> = exported
        .table
        .lines()
        .filter(|line| line.split_whitespace().take(2).eq(["today", "plan"]))
        .collect();
    assert_eq!(headings.len(), 2, "{}", exported.table);
    assert!(headings[1].ends_with('8'), "{headings:?}");
}

#[test]
fn every_figure_of_the_alternatives_is_in_the_json_and_in_a_table() {
    let exported = others(&sample::recommendation(), &sample::alternatives());
    assert_whole("result-alternatives", &exported.json);
    let result = &exported.json["result"];
    assert_eq!(result["ranges"][2]["necessity"], "real_choice");
    assert_eq!(result["plans"][1]["plan"], 2);
    assert_eq!(result["plans"][0]["activities"][0]["participants"], 0.0);
    let files = &exported.folder;
    assert_explained(files);
    for (name, expected) in [
        ("ranges.csv", 5),
        ("plans.csv", 2),
        ("plan_activities.csv", 10),
        ("plan_gains.csv", 6),
    ] {
        assert_eq!(rows(files, name), expected, "{name}");
    }
    insta::assert_snapshot!("columns_of_alternatives.csv", file(files, "columns.csv"));
    let names: Vec<String> = files.iter().map(|(name, _)| name.clone()).collect();
    assert_eq!(names, alternatives_files());
    let none = others(
        &sample::impossible(),
        &Alternatives {
            plans: Vec::new(),
            ranges: Vec::new(),
            ..sample::alternatives()
        },
    );
    assert_whole("result-alternatives", &none.json);
    assert!(
        none.table.contains("NO PLAN KEEPS EVERY LIMIT"),
        "{}",
        none.table
    );
}

#[test]
fn text_that_a_spreadsheet_would_run_is_defused_in_every_table() {
    let mut hostile = sample::sensitivity();
    if let Some(rows) = &mut hostile.rules {
        rows[0].words = "=1+1".to_owned();
    }
    if let Some(drawn) = &mut hostile.montecarlo {
        drawn.draws.failed[0].why = "@sum".to_owned();
    }
    let files = sensitive(&sample::recommendation(), &hostile).folder;
    assert!(file(&files, "limitations.csv").contains(",'=1+1,"));
    assert!(file(&files, "failed_draws.csv").contains(",'@sum"));
    assert!(
        file(&files, "improvements.csv").contains(",-3.4,"),
        "numbers are numbers"
    );
}
