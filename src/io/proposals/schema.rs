//! JSON Schemas and reference of proposals and of maps, from the declarations that also read them.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::columns::{COLUMNS, DOC, NAME, PATTERNS};
use super::map::{CONSTANTS, FORMAT, FORMAT_KEYS, VALUES};
use crate::io::schema::{DIALECT, described, push_row};

/// What a map is.
const MAP_DOC: &str = "Which columns of an export are which of ours: the name of the export's column under the name of ours. All other columns of the export are ignored.";

/// The name that a column has where a part of it is the file's own, as a regular expression.
fn pattern(name: &str) -> String {
    let start = name.split('<').next().unwrap_or_default();
    format!("^{}.+$", start.replace('.', "\\."))
}

/// A list of rows; a blank cell is null or left out.
pub(in crate::io) fn proposals_schema() -> Value {
    let mut properties = Map::new();
    for column in COLUMNS {
        let schema = described((column.schema)(), column.doc);
        properties.insert(column.name.to_owned(), schema);
    }
    let mut patterns = Map::new();
    for (name, kind, doc) in PATTERNS {
        patterns.insert(pattern(name), described(kind().schema, doc));
    }
    json!({
        "$schema": DIALECT,
        "title": NAME,
        "description": DOC,
        "type": "array",
        "items": {
            "type": "object",
            "properties": properties,
            "patternProperties": patterns,
            "required": ["id"],
            "additionalProperties": false,
        },
        "uniqueItems": true,
        "x-key": ["id"],
    })
}

/// A map; sections whose keys are columns may be written with dots or within each other.
pub(in crate::io) fn map_schema() -> Value {
    let text = json!({ "type": "string", "minLength": 1 });
    let texts = json!({ "type": "array", "items": text, "minItems": 1 });
    let one_or_more = json!({ "anyOf": [text, texts] });
    let column = json!({ "anyOf": [text, texts, { "type": "object" }] });
    let mut properties = Map::new();
    for spec in COLUMNS {
        properties.insert(spec.name.to_owned(), described(column.clone(), spec.doc));
    }
    let mut patterns = Map::new();
    for (name, _, doc) in PATTERNS {
        patterns.insert(pattern(name), described(column.clone(), doc));
    }
    for (name, doc) in [
        ("request", "Amounts that are asked for, by resource."),
        ("evidence", "The applicant's own study."),
    ] {
        properties.insert(name.to_owned(), described(json!({ "type": "object" }), doc));
    }
    let mut format = Map::new();
    for (name, doc) in FORMAT_KEYS {
        let schema = match *name {
            "list_separator" => &text,
            "strip" => &texts,
            _ => &one_or_more,
        };
        format.insert((*name).to_owned(), described(schema.clone(), doc));
    }
    for (name, doc, schema) in sections() {
        properties.insert(name.to_owned(), described(schema, doc));
    }
    properties.insert(
        FORMAT.to_owned(),
        json!({
            "type": "object",
            "description": FORMAT_DOC,
            "properties": format,
            "additionalProperties": false,
        }),
    );
    json!({
        "$schema": DIALECT,
        "title": "map",
        "description": MAP_DOC,
        "type": "object",
        "properties": properties,
        "patternProperties": patterns,
        "additionalProperties": false,
    })
}

const CONSTANTS_DOC: &str =
    "Values that are the same for every row, by column of ours, such as one place.";
const VALUES_DOC: &str = "What texts of the export stand for: a section for each column of ours, with what the export says and what that is in the model. A blank text stands for nothing.";
const FORMAT_DOC: &str = "How the export writes.";

fn sections() -> [(&'static str, &'static str, Value); 2] {
    let texts = json!({ "type": "object", "additionalProperties": true });
    [
        (CONSTANTS, CONSTANTS_DOC, json!({ "type": "object" })),
        (
            VALUES,
            VALUES_DOC,
            json!({ "type": "object", "additionalProperties": texts }),
        ),
    ]
}

/// Both formats in Markdown.
pub(in crate::io) fn reference() -> String {
    let mut text = format!(
        "\n## Proposals (`.csv`, `.jsonl`, `.xlsx`; `.parquet` with the feature of that name)\n\n{DOC} Key: id.\n\n| column | value | meaning |\n| --- | --- | --- |\n"
    );
    for column in COLUMNS {
        let value = match column.required {
            true => format!("{}; required", (column.what)()),
            false => (column.what)(),
        };
        push_row(&mut text, column.name, &value, column.doc);
    }
    for (name, kind, doc) in PATTERNS {
        push_row(&mut text, name, &kind().what, doc);
    }
    let _ = write!(
        text,
        "\n## `map.toml`\n\n{MAP_DOC}\n\n| key | meaning |\n| --- | --- |\n"
    );
    let _ = writeln!(
        text,
        "| any column of proposals | Name of the export's column, or a list of them for review, places, excludes and requires. |"
    );
    let _ = writeln!(text, "| [{CONSTANTS}] | {CONSTANTS_DOC} |");
    let _ = writeln!(text, "| [{VALUES}.<column>] | {VALUES_DOC} |");
    for (name, doc) in FORMAT_KEYS {
        let _ = writeln!(text, "| {FORMAT}.{name} | {doc} |");
    }
    text
}
