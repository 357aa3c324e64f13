//! The page as a whole: every section of what there is, nothing that was written becomes a part of it, and the same
//! bytes again.

use serde_json::Value;

use super::page;
use crate::report::read_tests::{gathered, whole};

/// Text that would be a part of the page if it were not escaped.
const HOSTILE: [&str; 12] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onload='alert(1)",
    "</style><script>alert(2)</script>",
    "</title></svg><script>alert(3)</script>",
    "]]><!--",
    "javascript:alert(4)",
    "\u{202e}turned around",
    "🎉 👩‍👩‍👧 教育",
    "a\nline\u{0}and\u{7}more",
    "&lt;b&gt; {{7*7}}",
    "<a href=https://example.org>",
];

/// Keys of results that hold what somebody wrote.
fn is_written(key: &str) -> bool {
    key.ends_with("_name")
        || matches!(
            key,
            "model"
                | "words"
                | "message"
                | "hint"
                | "reason"
                | "limit"
                | "old"
                | "new"
                | "by"
                | "studies"
                | "why"
        )
}

/// Puts hostile text, or a name of 300 letters, for all that somebody wrote.
fn spoil(value: &mut Value, key: &str, number: &mut usize) {
    match value {
        Value::Object(fields) => fields
            .iter_mut()
            .for_each(|(key, value)| spoil(value, key, number)),
        Value::Array(items) => items.iter_mut().for_each(|value| spoil(value, key, number)),
        // A limit on moves is a word of the format.
        Value::String(text)
            if (is_written(key) || key.ends_with("_names"))
                && !matches!(text.as_str(), "small" | "recommended" | "free") =>
        {
            *text = HOSTILE
                .get(*number % (HOSTILE.len() + 1))
                .map_or_else(|| "W".repeat(300), |text| (*text).to_owned());
            *number += 1;
        }
        _ => {}
    }
}

fn spoiled() -> Vec<(&'static str, String)> {
    let mut number = 0;
    whole()
        .into_iter()
        .map(|(kind, text)| {
            let mut value: Value = serde_json::from_str(&text).expect("JSON");
            spoil(&mut value["result"], "", &mut number);
            spoil(&mut value["manifest"]["model"], "model", &mut number);
            spoil(&mut value["manifest"]["changes"], "", &mut number);
            spoil(&mut value["diagnostics"], "", &mut number);
            (kind, value.to_string())
        })
        .collect()
}

fn ids(page: &str) -> Vec<&str> {
    page.split("<section")
        .skip(1)
        .filter_map(|rest| rest.split("id=\"").nth(1)?.split('"').next())
        .collect()
}

/// The elements of `page`, by their names.
fn elements(page: &str) -> std::collections::BTreeSet<&str> {
    page.split('<')
        .skip(1)
        .filter(|rest| rest.starts_with(|letter: char| letter.is_ascii_alphabetic()))
        .filter_map(|rest| {
            rest.split(|letter: char| !letter.is_ascii_alphanumeric())
                .next()
        })
        .collect()
}

#[test]
fn every_section_is_there_when_its_result_is() {
    let page = page(&gathered(&whole()));
    for section in [
        "asks",
        "change",
        "flows",
        "targets",
        "funded",
        "practices",
        "evidence",
        "swings",
        "frontier",
        "pools",
        "limits",
        "choices",
        "without",
        "assumptions",
        "made",
    ] {
        assert!(
            ids(&page).contains(&section),
            "{section} is not in {:?}",
            ids(&page)
        );
        assert!(
            page.contains(&format!("<a href=\"#{section}\">")),
            "nothing leads to {section}"
        );
    }
}

#[test]
fn a_section_stands_only_where_its_result_does() {
    let of = |kinds: &[&str]| {
        let mut texts = whole();
        texts.retain(|(kind, _)| kinds.contains(kind));
        page(&gathered(&texts))
    };
    let alone = of(&["sensitivity"]);
    assert!(ids(&alone).contains(&"swings") && !ids(&alone).contains(&"asks"));
    assert!(
        alone.contains("trefoil recommend"),
        "it says what is missing"
    );
    let others = of(&["alternatives"]);
    assert_eq!(ids(&others), ["in-short", "choices", "assumptions", "made"]);
    let evidence = of(&["validate"]);
    assert!(ids(&evidence).contains(&"evidence") && !ids(&evidence).contains(&"pools"));
}

#[test]
fn page_one_says_what_to_do_what_that_gains_and_how_far_it_holds() {
    let page = page(&gathered(&whole()));
    for words in [
        "<h1 id=\"in-short-title\">Put more into Small-group reading tutoring by teachers",
        "Grade 3 reading",
        "Of 3 moves 1 is firm",
        "near-equal substitute",
        "If the amount of",
        "no plan keeps every promise without it",
        "are illustrative",
        "What the next money buys",
    ] {
        assert!(page.contains(words), "{words}");
    }
    assert!(page.contains("94%"), "the chance of beating today");
}

#[test]
fn without_a_plan_the_page_says_which_limits_clash_and_the_cheapest_way_out() {
    let mut value: Value = serde_json::from_str(&whole().remove(0).1).expect("JSON");
    for key in [
        "value",
        "certificate",
        "trust",
        "moves_hold",
        "steps",
        "replace_first",
    ] {
        value["result"][key] = Value::Null;
    }
    for key in ["moves", "cells", "activities", "indicators", "move_limits"] {
        value["result"][key] = Value::Array(Vec::new());
    }
    value["result"]["status"] = "infeasible".into();
    value["result"]["infeasibility"] = serde_json::json!({
        "clashes": [{"rule": "keep", "limit": "the rule `keep` <funds> mentoring"}],
        "relaxations": [{"rule": "keep", "limit": 900.0, "relaxed": 500.0, "unit": "participants"}],
    });
    let page = page(&gathered(&[("recommend", value.to_string())]));
    for words in [
        "No plan keeps every promise",
        "the rule `keep` &lt;funds&gt; mentoring",
        "lower the limit of rule keep from 900 to 500 participants",
        "--set 'rules[keep].limit=500'",
    ] {
        assert!(page.contains(words), "{words}");
    }
    value["result"]["status"] = "stopped".into();
    value["result"]["infeasibility"] = Value::Null;
    let page = super::page(&gathered(&[("recommend", value.to_string())]));
    assert!(
        page.contains("The search stopped before it found a plan")
            && page.contains("Nothing is proved")
    );
}

#[test]
fn a_gap_that_is_open_and_a_run_that_was_interrupted_are_said_on_page_one() {
    let mut texts = whole();
    texts[0].1 = texts[0]
        .1
        .replacen("\"status\": \"optimal\"", "\"status\": \"gap_open\"", 1);
    texts[1].1 = texts[1]
        .1
        .replacen("\"interrupted\": false", "\"interrupted\": true", 1);
    let page = page(&gathered(&texts));
    assert!(page.contains("Not proved to be the best") && page.contains("Interrupted."));
}

#[test]
fn what_somebody_wrote_is_never_a_part_of_the_page() {
    let page = page(&gathered(&spoiled()));
    let usual = super::page(&gathered(&whole()));
    let added: Vec<&str> = elements(&page)
        .difference(&elements(&usual))
        .copied()
        .collect();
    assert_eq!(added, Vec::<&str>::new());
    for element in ["img", "iframe", "object", "link", "base", "form"] {
        assert!(!elements(&page).contains(element), "{element}");
    }
    assert_eq!(page.matches("<script").count(), 1);
    assert_eq!(page.matches("<style").count(), 1);
    for text in [
        "onerror=alert(1)>",
        "<!--",
        "]]>",
        "href=\"javascript",
        "\u{202e}",
        "\u{0}",
        "\u{7}",
    ] {
        assert!(!page.contains(text), "{text:?}");
    }
    assert!(
        page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"),
        "the names are there, as text"
    );
    assert!(page.contains(&"W".repeat(300)), "long ones whole");
    assert!(page.contains("&amp;lt;b&amp;gt; {{7*7}}"));
}

#[test]
fn the_page_fetches_nothing_and_says_so_to_the_browser() {
    for page in [page(&gathered(&whole())), page(&gathered(&spoiled()))] {
        let policy = page
            .split("Content-Security-Policy\" content=\"")
            .nth(1)
            .expect("a policy");
        assert!(
            policy.starts_with("default-src 'none'; style-src 'sha256-"),
            "{}",
            &policy[..80]
        );
        let markup = page.split("</style>").nth(1).expect("a body");
        let markup = markup.split("<script>").next().expect("before the script");
        for attribute in ["src=\"", "srcset", "url(", " style=\"", " onclick", "xlink"] {
            assert!(!markup.contains(attribute), "{attribute}");
        }
        // Every link leads into the page.
        let links: Vec<&str> = markup.split("href=\"").skip(1).collect();
        assert!(links.len() > 10 && links.iter().all(|link| link.starts_with('#')));
    }
}

#[test]
fn a_page_is_the_same_bytes_twice_and_in_any_order_of_the_files() {
    let mut texts = whole();
    let one = page(&gathered(&texts));
    texts.reverse();
    assert_eq!(one, page(&gathered(&texts)));
}

/// The page of the sample results, of which `change` made others.
fn changed(change: impl Fn(&str, &mut Value)) -> String {
    let texts: Vec<(&str, String)> = whole()
        .into_iter()
        .map(|(kind, text)| {
            let mut value: Value = serde_json::from_str(&text).expect("JSON");
            change(kind, &mut value);
            (kind, value.to_string())
        })
        .collect();
    page(&gathered(&texts))
}

/// The section of that id.
fn section<'p>(page: &'p str, id: &str) -> &'p str {
    let start = page
        .find(&format!("id=\"{id}\" aria-labelledby"))
        .expect("a section");
    let rest = &page[start..];
    &rest[..rest.find("</section>").expect("its end")]
}

#[test]
fn whether_it_is_an_exercise_stands_before_everything_else() {
    let exercise = page(&gathered(&whole()));
    let (notice, title) = (
        exercise.find("An exercise, not yet a plan."),
        exercise.find("<h1"),
    );
    assert!(notice.is_some() && notice < title);
    assert!(
        exercise.contains("Illustrative means made up") && exercise.contains("3 of 3 partners")
    );
    let real = changed(|_, value| {
        for row in value["manifest"]["basis"].as_array_mut().expect("rows") {
            let made_up = row["illustrative"].as_u64().unwrap_or(0)
                + row["default"].as_u64().unwrap_or(0)
                + row["unstated"].as_u64().unwrap_or(0);
            row["local"] = (row["local"].as_u64().unwrap_or(0) + made_up).into();
            for key in ["illustrative", "default", "unstated"] {
                row[key] = 0.into();
            }
        }
    });
    assert!(real.contains("A plan to act on. ") && !real.contains("An exercise"));
}

#[test]
fn moves_that_few_draws_make_are_listed_apart_and_what_is_freed_is_not_asked_for() {
    let usual = page(&gathered(&whole()));
    let asks = section(&usual, "asks");
    assert!(!asks.contains("settle these among yourselves"));
    assert!(
        asks.contains("Not asked: what is freed") && asks.contains("from 100 to 56 participants")
    );
    assert!(asks.contains("3 moves in all"));
    let open = changed(|_, value| {
        for row in value["result"]["moves_hold"]
            .as_array_mut()
            .into_iter()
            .flatten()
        {
            if row["pool"] == "agency-coaches" {
                row["share"] = 0.0.into();
                row["holds"] = false.into();
                // As an older version wrote it.
                row.as_object_mut().expect("an object").remove("firmness");
            }
        }
    });
    let asks = section(&open, "asks");
    let (first, apart) = asks
        .split_once("settle these among yourselves")
        .expect("a group of their own");
    assert!(
        !first.contains("made in 0 of"),
        "not among what is asked for first"
    );
    assert!(apart.contains("Open to choice</strong>: made in 0 of 196 draws"));
    assert!(open.contains("1 is open to choice") || open.contains("and 1 is open to choice"));
}

#[test]
fn a_figure_that_takes_a_move_away_is_told_in_words_with_its_value() {
    let page = page(&gathered(&whole()));
    let change = section(&page, "change");
    for words in [
        "Amount of Money (fund-open) of Rivers Community Foundation",
        "<span class=\"path\">pools[fund-open].amount</span>",
        "$390,000",
        "$400,000",
        "1 move drops out of the plan",
    ] {
        assert!(change.contains(words), "{words}\n{change}");
    }
    assert!(page.contains("href=\"#change\""));
}

#[test]
fn where_a_no_was_not_asked_for_page_one_says_which_command_does() {
    let known = page(&gathered(&whole()));
    assert!(section(&known, "in-short").contains("If it says no"));
    let unknown = changed(|kind, value| {
        if kind == "sensitivity" {
            value["result"]["refusals"] = Value::Null;
        }
    });
    assert!(section(&unknown, "in-short").contains("trefoil sensitivity --method refusals"));
}

#[test]
fn an_activity_that_is_cut_counts_by_the_draws_that_cut_it() {
    let page = page(&gathered(&whole()));
    let funded = section(&page, "funded");
    let row = funded
        .split("<tr>")
        .find(|row| row.contains("School-based mentoring by volunteers, Southgate"))
        .expect("its row");
    assert!(
        row.contains("shrinks") && row.contains("25%") && row.contains("contested"),
        "{row}"
    );
}

#[test]
fn places_in_files_stand_in_the_part_for_the_analyst_alone() {
    let page = page(&gathered(&whole()));
    let found = "What was found in the input";
    assert!(
        section(&page, "made").contains(found) && !section(&page, "assumptions").contains(found)
    );
}
