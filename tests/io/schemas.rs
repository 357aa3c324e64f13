//! The schemas and the format reference say what the reader does.

use serde_json::Value;
use trefoil::io::{format_reference, schemas};

fn schema(name: &str) -> Value {
    schemas()
        .into_iter()
        .find(|(stem, _)| stem == name)
        .unwrap()
        .1
}

#[test]
fn there_is_a_schema_for_every_file_and_none_lets_an_unknown_key_pass() {
    let names: Vec<String> = schemas().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names.len(), 25, "{names:?}");
    for (name, schema) in schemas() {
        assert_eq!(
            schema["$schema"], "https://json-schema.org/draft/2020-12/schema",
            "{name}"
        );
        let object = if schema["type"] == "array" {
            &schema["items"]
        } else {
            &schema
        };
        assert_eq!(object["additionalProperties"], false, "{name}");
        assert!(
            object["properties"]
                .as_object()
                .unwrap()
                .values()
                .all(|p| p.get("description").is_some() || p["type"] == "object"),
            "{name}"
        );
    }
}

#[test]
fn a_table_schema_says_what_each_column_holds() {
    let needs = schema("needs");
    insta::assert_snapshot!(serde_json::to_string_pretty(&needs).unwrap());
}

#[test]
fn settings_are_nested_as_in_the_file() {
    let model = schema("model");
    assert_eq!(model["required"], serde_json::json!(["name"]));
    assert_eq!(
        model["properties"]["value"]["properties"]["per"]["enum"],
        serde_json::json!(["gap_share", "person"])
    );
    assert_eq!(
        model["properties"]["evidence"]["properties"]["levels"]["properties"]["5"]["additionalProperties"],
        false
    );
}

#[test]
fn the_reference_has_every_table_with_its_key() {
    let text = format_reference();
    for heading in [
        "## `model.toml`",
        "## `evidence.csv`",
        "## `rules.csv`",
        "## Scenario",
    ] {
        assert!(text.contains(heading), "{heading}");
    }
    assert!(
        text.contains("| value.discount | a number; default 0.97 |"),
        "{text}"
    );
    assert!(text.contains("Key: practice, place, indicator, group, years_later."));
}
