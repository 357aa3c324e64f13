//! Results written, read back and written again; and what a reader is told of damaged ones.

use serde_json::Value;

use super::tests::findings;
use super::{
    AlternativesReport, EffectRecord, ReadResult, RecommendReport, Report, Results,
    SensitivityReport, ValidateResult, json, read, sample,
};
use crate::diagnostic::{Diagnostics, codes};

/// The four results of the sample model, by kind, as JSON.
pub(super) fn whole() -> Vec<(&'static str, String)> {
    let (model, manifest, findings) = (sample::model(), sample::manifest(), findings());
    let recommendation = sample::trusted();
    let recommend = RecommendReport {
        model: &model,
        recommendation: &recommendation,
        manifest: &manifest,
        findings: &findings,
    };
    let sensitivity = SensitivityReport {
        model: &model,
        recommendation: &recommendation,
        sensitivity: &sample::sensitivity(),
        manifest: &manifest,
        findings: &findings,
    };
    let alternatives = AlternativesReport {
        model: &model,
        recommendation: &recommendation,
        alternatives: &sample::alternatives(),
        manifest: &manifest,
        findings: &findings,
    };
    let mut validate = ValidateResult::new(Some(&model), None, &findings);
    validate.effects = Some(vec![effect()]);
    vec![
        ("recommend", recommend.json()),
        ("sensitivity", sensitivity.json()),
        ("alternatives", alternatives.json()),
        ("validate", json(&validate, &manifest, &findings)),
    ]
}

fn effect() -> EffectRecord {
    let step = |step: &str, study: Option<&str>, at: Option<&str>| {
        serde_json::json!({
            "practice": "tutoring", "indicator": "g3-reading", "place": null, "group": null, "step": step,
            "study": study, "at_place": at, "at_group": at.map(|_| "all"), "mean": 0.21, "sd": 0.05, "unit": "SD",
            "origin": "a review of trials"
        })
    };
    serde_json::from_value(serde_json::json!({
        "practice": "tutoring", "practice_name": "Small-group reading tutoring by teachers",
        "indicator": "g3-reading", "indicator_name": "Grade 3 reading", "place": null, "group": null,
        "origin": "rated", "studies": "one-2011;other-2015", "level": 4, "mean": 0.2, "sd": 0.05, "unit": "SD",
        "years_after": 0.0, "fade": 0.15, "shock_group": null,
        "chain": [step("reported", Some("one-2011"), None), step("shrunk", None, None), step("converted", None, Some("north"))]
    }))
    .expect("an effect")
}

/// The results of all of `texts`, each a kind with its JSON.
pub(super) fn gathered(texts: &[(&str, String)]) -> Results {
    let read_all = texts
        .iter()
        .map(|(kind, text)| read(&format!("{kind}.json"), text.as_bytes()).expect("a result"));
    Results::gather(read_all.collect()).expect("results of one model")
}

fn json_of(result: &ReadResult) -> String {
    match result {
        ReadResult::Recommend(read) => read.json(),
        ReadResult::Sensitivity(read) => read.json(),
        ReadResult::Alternatives(read) => read.json(),
        ReadResult::Compare(read) => read.json(),
        ReadResult::Validate(read) => read.json(),
    }
}

fn refused(file: &str, text: impl AsRef<[u8]>) -> Diagnostics {
    read(file, text.as_ref()).expect_err("refused")
}

fn recommend() -> String {
    whole().remove(0).1
}

#[test]
fn every_kind_of_result_is_the_same_bytes_after_it_was_read() {
    let mut texts = whole();
    let (model, manifest, findings) = (sample::model(), sample::manifest(), findings());
    for recommendation in [sample::recommendation(), sample::impossible()] {
        let report = RecommendReport {
            model: &model,
            recommendation: &recommendation,
            manifest: &manifest,
            findings: &findings,
        };
        texts.push(("recommend", report.json()));
    }
    for (kind, text) in texts {
        let result = read("result.json", text.as_bytes()).expect(kind);
        assert_eq!(json_of(&result), text, "{kind}");
    }
}

#[test]
fn what_a_later_minor_version_adds_is_passed_over_and_what_an_earlier_one_lacks_is_empty() {
    let mut value: Value = serde_json::from_str(&recommend()).expect("JSON");
    value["format_version"] = "1.7".into();
    value["result"]["colour"] = "blue".into();
    value["result"]["moves"][0]["mood"] = 3.into();
    value["result"]
        .as_object_mut()
        .expect("an object")
        .remove("indicators");
    value["result"]
        .as_object_mut()
        .expect("an object")
        .remove("move_limits");
    value["result"]
        .as_object_mut()
        .expect("an object")
        .remove("replace_first");
    let Ok(ReadResult::Recommend(result)) = read("later.json", value.to_string().as_bytes()) else {
        panic!("refused")
    };
    assert_eq!(result.format_version, "1.7");
    assert!(result.result.indicators.is_empty() && result.result.replace_first.is_none());
    assert!(!result.result.moves.is_empty());
}

#[test]
fn each_damage_has_its_finding_with_the_file_and_what_to_try() {
    let text = recommend();
    let with = |key: &str, to: Value| {
        let mut value: Value = serde_json::from_str(&text).expect("JSON");
        value[key] = to;
        value.to_string()
    };
    let mut utf16 = vec![0xff, 0xfe];
    utf16.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    let cases: [(&str, Vec<u8>, &str); 13] = [
        ("empty", Vec::new(), "is empty"),
        (
            "cut",
            text.as_bytes()[..text.len() / 2].to_vec(),
            "ends before its JSON does",
        ),
        ("no JSON", b"status: optimal".to_vec(), "is not JSON"),
        ("not UTF-8", b"{\"kind\": \"\xff\"}".to_vec(), "is not JSON"),
        ("UTF-16", utf16, "is in UTF-16"),
        (
            "another JSON",
            b"{\"name\": \"x\"}".to_vec(),
            "is JSON, but not a result",
        ),
        ("a list", b"[1, 2]".to_vec(), "is not a whole result"),
        (
            "newer",
            with("format_version", "2.0".into()).into_bytes(),
            "newer than 1.0",
        ),
        (
            "no version",
            with("format_version", "next".into()).into_bytes(),
            "version `next`",
        ),
        (
            "unknown kind",
            with("kind", "recomend".into()).into_bytes(),
            "kind `recomend`",
        ),
        (
            "a list of models",
            with("kind", "models".into()).into_bytes(),
            "a list of models",
        ),
        (
            "another kind's",
            with("kind", "sensitivity".into()).into_bytes(),
            "is not a whole result",
        ),
        (
            "another type",
            text.replace("\"moves\": [", "\"moves\": 3, \"x\": [")
                .into_bytes(),
            "is not a whole result",
        ),
    ];
    for (what, bytes, message) in cases {
        let findings = refused("my result.json", bytes);
        let finding = findings.iter().next().expect("a finding");
        assert_eq!(findings.len(), 1, "{what}");
        assert_eq!(finding.code, codes::BAD_RESULT, "{what}");
        assert_eq!(finding.location.file.as_deref(), Some("my result.json"));
        assert!(
            finding.message.contains(message),
            "{what}: {}",
            finding.message
        );
        assert!(finding.hint.is_some(), "{what}");
    }
    let recomend = refused("x", with("kind", "recomend".into())).to_string();
    assert!(recomend.contains("did you mean `recommend`?"), "{recomend}");
}

#[test]
fn the_line_of_a_damage_is_named() {
    let text = recommend().replacen("\"status\": \"optimal\"", "\"status\": \"splendid\"", 1);
    let line = text
        .lines()
        .position(|line| line.contains("splendid"))
        .expect("there")
        + 1;
    let findings = refused("plan.json", &text);
    let finding = findings.iter().next().expect("a finding");
    assert_eq!(finding.location.line, u64::try_from(line).ok());
    assert!(finding.message.contains("splendid"), "{}", finding.message);
}

#[test]
fn two_of_a_kind_and_another_model_are_refused_at_once() {
    let texts = whole();
    let result = |file: &str, text: &str| read(file, text.as_bytes()).expect("a result");
    let other = texts[1].1.replace("sha256:0", "sha256:1");
    let findings = Results::gather(vec![
        result("a.json", &texts[0].1),
        result("b.json", &texts[0].1),
        result("c.json", &other),
    ])
    .expect_err("refused");
    let said: Vec<(&str, &str)> = findings
        .iter()
        .map(|finding| (finding.code, finding.location.file.as_deref().unwrap_or("")))
        .collect();
    assert_eq!(
        said,
        [
            (codes::BAD_RESULT, "b.json"),
            (codes::DIFFERENT_INPUT, "c.json")
        ]
    );
    let text = findings.to_string();
    assert!(
        text.contains("a.json") && text.contains("sha256:0") && text.contains("sha256:1"),
        "{text}"
    );
}
