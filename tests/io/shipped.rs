//! The shipped models and scenarios.

use std::path::PathBuf;

use trefoil::domain::RuleKind;
use trefoil::io::{LoadOptions, load, model_files, shipped_models};

use super::folder::{files_of, repository};

#[test]
fn every_shipped_model_loads_and_says_what_it_is() {
    let models = shipped_models();
    let names: Vec<&str> = models.iter().map(|model| model.name.as_str()).collect();
    assert!(
        names.contains(&"minimal") && names.contains(&"impossible"),
        "{names:?}"
    );
    for model in &models {
        assert!(
            !model.title.is_empty() && !model.description.is_empty(),
            "{}",
            model.name
        );
        let loaded = load(&model.name, &LoadOptions::default())
            .unwrap_or_else(|findings| panic!("{findings}"));
        assert_eq!(loaded.name, model.name);
        assert_eq!(loaded.model.settings().name, model.title);
    }
}

#[test]
fn the_program_holds_the_models_as_they_stand_on_disk() {
    for model in shipped_models() {
        let folder = repository().join("models").join(&model.name);
        let shipped = load(&model.name, &LoadOptions::default()).unwrap();
        let on_disk = load(&folder.to_string_lossy(), &LoadOptions::default()).unwrap();
        assert_eq!(
            shipped.input_hash, on_disk.input_hash,
            "{}: build again",
            model.name
        );
    }
}

#[test]
fn every_shipped_scenario_applies_to_its_model() {
    let mut applied = 0;
    for model in shipped_models() {
        let folder = repository().join("scenarios").join(&model.name);
        for file in files_of(&folder).into_keys() {
            let name = file
                .strip_suffix(".toml")
                .expect("only scenarios stand there");
            let options = LoadOptions {
                scenarios: vec![PathBuf::from(name)],
                sets: Vec::new(),
            };
            let loaded =
                load(&model.name, &options).unwrap_or_else(|findings| panic!("{findings}"));
            assert!(!loaded.changes.is_empty(), "{name}");
            applied += 1;
        }
    }
    assert!(applied >= 2);
}

#[test]
fn minimal_says_nothing_that_its_reader_should_worry_about() {
    let loaded = load("minimal", &LoadOptions::default()).unwrap();
    assert!(loaded.diagnostics.is_empty(), "{}", loaded.diagnostics);
}

#[test]
fn impossible_is_minimal_with_three_promises() {
    let minimal = load("minimal", &LoadOptions::default()).unwrap();
    let impossible = load("impossible", &LoadOptions::default()).unwrap();
    let without = |files: Vec<(String, Vec<u8>)>| -> Vec<(String, Vec<u8>)> {
        files
            .into_iter()
            .filter(|(name, _)| name != "model.toml" && name != "rules.csv")
            .collect()
    };
    assert_eq!(
        without(model_files(minimal.model.tables())),
        without(model_files(impossible.model.tables()))
    );
    let rules = &impossible.model.tables().rules;
    let kinds: Vec<&str> = rules.iter().map(|rule| rule.kind.word()).collect();
    assert_eq!(kinds, ["at_most", "floor", "at_most"]);
    assert!(
        rules
            .iter()
            .any(|rule| matches!(rule.kind, RuleKind::Floor { limit, .. } if limit.get() == 0.5))
    );
}
