//! JSON Schemas and the format reference, made from the declarations that also read the files.

use std::fmt::Write as _;

use schemars::{Schema, json_schema};
use serde_json::{Map, Value, json};

use super::overlay;
use super::proposals;
use super::raw::{self, BESIDE_INVENTORY, LATER_TABLES, REQUIRED_TABLES, SETTINGS, Spec};

/// Dialect of the schemas.
pub(super) const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// JSON Schemas of every table, of `model.toml`, of a scenario, and of proposals with their map and matches, each with
/// the stem of its file's name.
///
/// A table is described as a list of rows; a blank cell is null or left out.
#[must_use]
pub fn schemas() -> Vec<(String, Value)> {
    let mut schemas = vec![("model".to_owned(), settings_schema().to_value())];
    schemas.extend(
        raw::specs()
            .into_iter()
            .map(|spec| (spec.name.to_owned(), table_schema(spec).to_value())),
    );
    schemas.push(("scenario".to_owned(), scenario_schema().to_value()));
    schemas.push(("proposals".to_owned(), proposals::proposals_schema()));
    schemas.push(("map".to_owned(), proposals::map_schema()));
    let matches = proposals::match_spec();
    schemas.push((matches.name.to_owned(), table_schema(matches).to_value()));
    schemas
}

fn row_schema(spec: &Spec) -> Value {
    let mut properties = Map::new();
    for column in spec.columns {
        properties.insert(
            column.name.to_owned(),
            described((column.schema)(), column.doc),
        );
    }
    let required: Vec<&str> = spec
        .columns
        .iter()
        .filter(|column| column.required)
        .map(|column| column.name)
        .collect();
    json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

fn table_schema(spec: &Spec) -> Schema {
    json_schema!({
        "$schema": DIALECT,
        "title": spec.name,
        "description": spec.doc,
        "type": "array",
        "items": row_schema(spec),
        "uniqueItems": true,
        "x-key": spec.key,
    })
}

pub(super) fn described(mut schema: Value, doc: &str) -> Value {
    schema["description"] = json!(doc);
    schema
}

/// A section whose keys are years.
fn price_levels() -> Value {
    json!({
        "type": "object",
        "propertyNames": { "pattern": r"^-?\d+$" },
        "additionalProperties": { "type": "number", "exclusiveMinimum": 0 },
    })
}

fn settings_schema() -> Schema {
    let mut root = json!({ "type": "object", "properties": {}, "additionalProperties": false });
    for setting in SETTINGS {
        let mut section = &mut root;
        let mut parts = setting.key.split('.').peekable();
        while let Some(part) = parts.next() {
            if parts.peek().is_none() {
                let schema = if setting.key == raw::PRICE_LEVELS {
                    price_levels()
                } else {
                    (setting.schema)()
                };
                section["properties"][part] = described(schema, setting.doc);
            } else {
                if section["properties"].get(part).is_none() {
                    section["properties"][part] = json!({ "type": "object", "properties": {}, "additionalProperties": false });
                }
                section = &mut section["properties"][part];
            }
        }
    }
    let required: Vec<&str> = SETTINGS
        .iter()
        .filter(|setting| setting.required)
        .map(|setting| setting.key)
        .collect();
    json_schema!({
        "$schema": DIALECT,
        "title": "model",
        "description": "The settings of a model, model.toml.",
        "type": "object",
        "properties": root["properties"],
        "required": required,
        "additionalProperties": false,
    })
}

fn scenario_schema() -> Schema {
    let value = json!({ "type": ["string", "number", "boolean", "array", "object"] });
    let rows: Vec<Value> = raw::specs()
        .into_iter()
        .map(|spec| {
            json!({
                "type": "object",
                "properties": { "table": { "const": spec.name }, "row": row_schema(spec) },
                "required": ["table", "row"],
                "additionalProperties": false,
            })
        })
        .collect();
    let path = json!({ "type": "string" });
    let path_table = json!({
        "type": "object",
        "properties": { "path": path },
        "required": ["path"],
        "additionalProperties": false,
    });
    let kind = |key: &str| match key {
        "extends" => json!({ "anyOf": [path, { "type": "array", "items": path }] }),
        "override" => json!({ "type": "boolean" }),
        "set" => json!({ "type": "object", "additionalProperties": value }),
        "scale" => {
            json!({ "type": "object", "additionalProperties": { "type": ["number", "object"] } })
        }
        "add" => json!({ "type": "array", "items": { "anyOf": rows } }),
        "remove" => json!({ "type": "array", "items": { "anyOf": [path, path_table] } }),
        _ => json!({ "type": "string" }),
    };
    let mut properties = Map::new();
    for (key, doc) in overlay::KEYS {
        properties.insert((*key).to_owned(), described(kind(key), doc));
    }
    json_schema!({
        "$schema": DIALECT,
        "title": "scenario",
        "description": "A named overlay on a model.",
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    })
}

/// The format of a model in Markdown: every table with its columns, every key of `model.toml`, every key of a
/// scenario.
#[must_use]
pub fn format_reference() -> String {
    let mut text =
        String::from("## `model.toml`\n\n| key | value | meaning |\n| --- | --- | --- |\n");
    for setting in SETTINGS {
        let default = setting.text(&raw::defaults());
        let value = match (setting.required, default.as_str()) {
            (true, _) => format!("{}; required", (setting.what)()),
            (false, "") => (setting.what)(),
            (false, default) => format!("{}; default {default}", (setting.what)()),
        };
        push_row(&mut text, setting.key, &value, setting.doc);
    }
    for spec in raw::specs() {
        push_table(&mut text, spec, required_note(spec));
    }
    let _ = write!(text, "\n## Scenario\n\n| key | meaning |\n| --- | --- |\n");
    for (key, doc) in overlay::KEYS {
        let _ = writeln!(text, "| {key} | {} |", doc.replace('|', "\\|"));
    }
    text += &proposals::reference();
    push_table(&mut text, proposals::match_spec(), "");
    let _ = write!(
        text,
        "\nTables that are not served yet by this version: {}.\n",
        LATER_TABLES.join(", ")
    );
    text
}

/// Whether a model needs a table, as a sentence after its own.
fn required_note(spec: &Spec) -> &'static str {
    if BESIDE_INVENTORY.contains(&spec.name) {
        " Required."
    } else if REQUIRED_TABLES.contains(&spec.name) {
        " Required, unless there is an inventory."
    } else {
        ""
    }
}

fn push_table(text: &mut String, spec: &Spec, required: &str) {
    let _ = write!(
        text,
        "\n## `{}.csv`\n\n{}{required} Key: {}.\n\n| column | value | meaning |\n| --- | --- | --- |\n",
        spec.name,
        spec.doc,
        spec.key.join(", ")
    );
    for column in spec.columns {
        let value = if column.required {
            format!("{}; required", (column.what)())
        } else {
            (column.what)()
        };
        push_row(text, column.name, &value, column.doc);
    }
}

pub(super) fn push_row(text: &mut String, name: &str, value: &str, doc: &str) {
    let _ = writeln!(
        text,
        "| {name} | {} | {} |",
        value.replace('|', "\\|"),
        doc.replace('|', "\\|")
    );
}
