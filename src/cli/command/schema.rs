//! `trefoil schema`: the JSON Schemas of a model's files and of results.

use serde_json::Value;

use crate::cli::exit::{Exit, Failure};
use crate::cli::job::SchemaJob;
use crate::cli::printer::Printer;
use crate::diagnostic::{Diagnostic, Diagnostics, Location};
use crate::io;
use crate::report;

/// Gives out schemas.
pub(in crate::cli) fn run(job: &SchemaJob, printer: &mut Printer) -> Result<Exit, Failure> {
    let mut schemas = io::schemas();
    schemas.extend(report::schemas());
    schemas.sort_by(|(a, _), (b, _)| a.cmp(b));
    match job {
        SchemaJob::List => {
            for (name, _) in &schemas {
                printer.data(&format!("{name}\n"));
            }
        }
        SchemaJob::Print(name) => match schemas.iter().find(|(known, _)| known == name) {
            Some((_, schema)) => printer.data(&text(schema)),
            None => return Err(unknown(name, &schemas).into()),
        },
        SchemaJob::Write(folder) => {
            let files: Vec<(String, Vec<u8>)> = schemas
                .iter()
                .map(|(name, schema)| (format!("{name}.schema.json"), text(schema).into_bytes()))
                .collect();
            io::write::folder(folder, &files)?;
            printer.message(&format!(
                "wrote {} schemas to {}",
                files.len(),
                folder.display()
            ));
        }
    }
    Ok(Exit::Done)
}

/// The schema, indented, with a line end.
fn text(schema: &Value) -> String {
    format!("{schema:#}\n")
}

fn unknown(name: &str, schemas: &[(String, Value)]) -> Diagnostics {
    /// Likeness from which one name is taken for a slip of another.
    const ALIKE: f64 = 0.8;
    let nearest = schemas
        .iter()
        .map(|(known, _)| (strsim::jaro_winkler(name, known), known))
        .filter(|(likeness, _)| *likeness >= ALIKE)
        .max_by(|a, b| a.0.total_cmp(&b.0));
    let hint = nearest.map_or_else(
        || "`trefoil schema` lists their names".to_owned(),
        |(_, known)| format!("did you mean {known}? `trefoil schema` lists all names"),
    );
    let mut findings = Diagnostics::new();
    findings.push(
        Diagnostic::error(
            "no-such-schema",
            Location::file("schema", None),
            format!("there is no schema {name}"),
        )
        .hint(hint),
    );
    findings
}
