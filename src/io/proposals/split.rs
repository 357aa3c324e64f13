//! The cells of one record of CSV.

use std::borrow::Cow;

use crate::io::form::QuoteFault;

/// The cells of a record without its line end, or what is wrong with its quotation marks.
pub(super) fn split(record: &str) -> Result<Vec<Cow<'_, str>>, QuoteFault> {
    let mut cells = Vec::new();
    let mut rest = Some(record);
    while let Some(text) = rest {
        let (cell, after) = match text.strip_prefix('"') {
            Some(inside) => quoted(inside)?,
            None => plain(text)?,
        };
        cells.push(cell);
        rest = after;
    }
    Ok(cells)
}

type Cut<'t> = (Cow<'t, str>, Option<&'t str>);

fn plain(text: &str) -> Result<Cut<'_>, QuoteFault> {
    let (cell, after) = match text.split_once(',') {
        Some((cell, after)) => (cell, Some(after)),
        None => (text, None),
    };
    if cell.contains('"') {
        return Err(QuoteFault::Inside);
    }
    Ok((Cow::Borrowed(cell), after))
}

fn quoted(inside: &str) -> Result<Cut<'_>, QuoteFault> {
    let mut whole = Cow::Borrowed("");
    let mut rest = inside;
    loop {
        let Some((part, after)) = rest.split_once('"') else {
            return Err(QuoteFault::Unclosed);
        };
        whole += part;
        match after.strip_prefix('"') {
            Some(after) => {
                whole += "\"";
                rest = after;
            }
            None => {
                let after = after.trim_start_matches([' ', '\t']);
                return match after.strip_prefix(',') {
                    Some(next) => Ok((whole, Some(next))),
                    None if after.is_empty() => Ok((whole, None)),
                    None => Err(QuoteFault::Behind),
                };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_those_that_a_reader_of_csv_finds() {
        for record in [
            "a,b",
            "",
            ",",
            "\"a, b\",c",
            "\"a \"\"b\"\"\",c,",
            "\"\",\"\"",
            "\"two\nlines\",x",
            " a , b ",
        ] {
            let mut reader = csv::ReaderBuilder::new()
                .has_headers(false)
                .from_reader(record.as_bytes());
            let expected = reader.records().next();
            let expected: Vec<String> = match expected {
                Some(record) => record.unwrap().iter().map(str::to_owned).collect(),
                None => vec![String::new()],
            };
            assert_eq!(split(record).unwrap(), expected, "{record:?}");
        }
    }

    #[test]
    fn quotation_marks_that_would_be_taken_for_something_else_are_named() {
        for (record, fault) in [
            ("a,\"b", QuoteFault::Unclosed),
            ("a, \"b, c\"", QuoteFault::Inside),
            ("5\" pipe,x", QuoteFault::Inside),
            ("\"1\"000,x", QuoteFault::Behind),
            ("\"a\" \"b\"", QuoteFault::Behind),
        ] {
            assert_eq!(split(record), Err(fault), "{record:?}");
        }
    }
}
