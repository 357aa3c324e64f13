//! Paths of overlays and `--set`: `table[key,key].column`, or a key of `model.toml`.

use crate::diagnostic::{closest, codes, suggestion};
use crate::io::cell::{Cell, Fault};
use crate::io::raw::{self, SETTINGS, Setting, Spec};
use crate::io::scalar::quoted;
use crate::io::table::key_text;

/// Stands for every key at its place.
const ANY: &str = "*";

/// One part of a row's key: a text, or any.
pub(super) type Pattern = Option<String>;

/// What a path names.
pub(super) enum Target {
    /// A key of `model.toml`.
    Setting(&'static Setting),
    /// The rows that match.
    Rows(&'static Spec, Vec<Pattern>),
    /// One column of the rows that match; its position.
    Cells(&'static Spec, Vec<Pattern>, usize),
}

/// The table of a name.
pub(super) fn table(name: &str) -> Result<&'static Spec, Fault> {
    let specs = raw::specs();
    if let Some(spec) = specs.iter().find(|spec| spec.name == name) {
        return Ok(spec);
    }
    if raw::LATER_TABLES.contains(&name) {
        return Err(Fault::new(
            codes::NOT_SERVED_YET,
            format!("the table {name} is not served yet by this version"),
        ));
    }
    let mut fault = Fault::new(
        codes::UNKNOWN_PATH,
        format!("there is no table {}", quoted(name)),
    );
    fault.hint = suggestion(name, specs.iter().map(|spec| spec.name));
    Err(fault)
}

/// What a path names; its rows are not looked up.
pub(super) fn parse(path: &str) -> Result<Target, Fault> {
    let path = path.trim();
    let Some((name, rest)) = path.split_once('[') else {
        return setting(path);
    };
    let spec = table(name.trim())?;
    let form = || {
        let parts = spec.key.join(",");
        Fault::new(
            codes::BAD_PATH,
            format!("{} does not name a row of {}", quoted(path), spec.name),
        )
        .hint(format!(
            "write `{0}[{parts}]` or `{0}[{parts}].column`; a blank key is empty",
            spec.name
        ))
    };
    let (keys, rest) = if spec.is_keyed_by_path() {
        rest.split_at_checked(path_end(rest).ok_or_else(form)?)
            .map(|(key, rest)| (vec![key.trim()], &rest[1..]))
            .ok_or_else(form)?
    } else {
        let (keys, rest) = rest.split_once(']').ok_or_else(form)?;
        (keys.split(',').map(str::trim).collect(), rest)
    };
    if keys.len() != spec.key.len() {
        return Err(form());
    }
    let keys: Vec<Pattern> = keys
        .into_iter()
        .zip(spec.key_positions())
        .map(|(key, position)| (key != ANY).then(|| key_text(spec, position, &Cell::plain(key))))
        .collect();
    if rest.is_empty() {
        return Ok(Target::Rows(spec, keys));
    }
    let column = rest.strip_prefix('.').ok_or_else(form)?.trim();
    match spec.position(column) {
        Some(position) => Ok(Target::Cells(spec, keys, position)),
        None => {
            let mut fault = Fault::new(
                codes::UNKNOWN_PATH,
                format!("{} has no column {}", spec.name, quoted(column)),
            );
            fault.hint = suggestion(column, spec.columns.iter().map(|column| column.name));
            Err(fault)
        }
    }
}

/// Where the bracket closes that holds a path as a key: the brackets of that path come in pairs.
fn path_end(text: &str) -> Option<usize> {
    let mut open = 0_usize;
    text.char_indices().find_map(|(at, c)| match (c, open) {
        (']', 0) => Some(at),
        (']', _) => {
            open -= 1;
            None
        }
        ('[', _) => {
            open += 1;
            None
        }
        _ => None,
    })
}

fn setting(path: &str) -> Result<Target, Fault> {
    if let Some(found) = raw::find_setting(path) {
        return Ok(Target::Setting(found));
    }
    let mut fault = Fault::new(
        codes::UNKNOWN_PATH,
        format!("{} is not a key of the settings", quoted(path)),
    );
    let first = path.split('.').next().unwrap_or(path);
    // Some sections bear the name of a table.
    let section = format!("{first}.");
    let keys = SETTINGS.iter().map(|setting| setting.key);
    if let Some(meant) = closest(path, keys.filter(|key| key.starts_with(&section))) {
        return Err(fault.hint(format!("did you mean `{meant}`?")));
    }
    fault.hint = match raw::specs().iter().find(|spec| spec.name == first) {
        Some(spec) => Some(format!(
            "a value of a table is `{}[{}].column`",
            spec.name,
            spec.key.join(",")
        )),
        None => suggestion(path, SETTINGS.iter().map(|setting| setting.key)),
    };
    Err(fault)
}

/// Whether a row of that key matches.
pub(super) fn matches(pattern: &[Pattern], key: &[String]) -> bool {
    pattern
        .iter()
        .zip(key)
        .all(|(wanted, part)| wanted.as_ref().is_none_or(|wanted| wanted == part))
}

/// The pattern as it is written in a path.
pub(super) fn text(pattern: &[Pattern]) -> String {
    let parts: Vec<&str> = pattern
        .iter()
        .map(|part| part.as_deref().unwrap_or(ANY))
        .collect();
    parts.join(",")
}
