//! One sheet as it stands: a header and rows, of columns that nobody declared.

use std::collections::{BTreeMap, BTreeSet};

use super::FOR_PEOPLE;
use super::cells::{BookSheet, open};
use super::read::{at, cell, header_text, unknown_error};
use crate::diagnostic::{Diagnostic, Diagnostics, Location, codes};
use crate::io::cell::Cell;
use crate::io::table::cell_name;

/// A sheet.
#[derive(Debug)]
pub(in crate::io) struct PlainSheet {
    /// Its name.
    pub name: String,
    /// Its columns, from 0, with what its first row calls them.
    pub header: Vec<(u32, String)>,
    /// The other rows that are not blank, in their order.
    pub rows: Vec<PlainRow>,
}

/// A row.
#[derive(Debug)]
pub(in crate::io) struct PlainRow {
    /// Its number.
    pub line: u64,
    /// A cell for each column of the header.
    pub cells: Vec<Option<Cell>>,
    /// Why it, or all from it on, cannot be read.
    pub findings: Vec<Diagnostic>,
}

/// The sheet `name` of a workbook, however its capitals are, else the first one that is not for people alone; `None`
/// where there is none or the workbook cannot be read, which is reported.
pub(in crate::io) fn plain(
    file: &str,
    bytes: &[u8],
    name: &str,
    findings: &mut Diagnostics,
) -> Option<PlainSheet> {
    let sheets = open(file, bytes, findings)?;
    let bears = |sheet: &BookSheet| sheet.name.trim().to_lowercase();
    let filled = |sheet: &&BookSheet| !sheet.rows.is_empty() || sheet.stopped.is_some();
    let named = sheets.iter().find(|sheet| bears(sheet) == name);
    let first = || {
        let mut for_rows = sheets
            .iter()
            .filter(|sheet| !FOR_PEOPLE.contains(&bears(sheet).as_str()));
        for_rows.find(filled)
    };
    let Some(sheet) = named.or_else(first) else {
        let message = "no sheet of the workbook has a row";
        findings.push(
            Diagnostic::error(codes::HEADER_ROW, Location::file(file, None), message)
                .hint("name the columns in row 1 of the first sheet"),
        );
        return None;
    };
    if sheet.hidden {
        findings.push(Diagnostic::note(
            codes::HIDDEN_SHEET,
            Location::file(file, None).sheet(sheet.name.clone()),
            "the sheet is hidden, and is the one that is read",
        ));
    }
    let Some(first) = sheet.rows.get(&1) else {
        let place = Location::file(file, Some(1)).sheet(sheet.name.clone());
        findings.push(
            Diagnostic::error(
                codes::HEADER_ROW,
                place,
                "row 1 is blank, and must name the columns",
            )
            .hint("delete the rows above the header"),
        );
        return None;
    };
    let mut header: Vec<(u32, String)> = first
        .iter()
        .map(|(column, value)| (*column, header_text(value)))
        .collect();
    // What stands in a column without a name must not be lost in silence.
    let filled: BTreeSet<u32> = sheet
        .rows
        .values()
        .flat_map(BTreeMap::keys)
        .copied()
        .collect();
    for column in filled {
        if !first.contains_key(&column) {
            header.push((column, String::new()));
        }
    }
    header.sort();
    let mut rows: Vec<PlainRow> = sheet
        .rows
        .range(2..)
        .map(|(line, _)| row(file, sheet, &header, *line))
        .collect();
    if let Some((text, last)) = &sheet.stopped {
        let line = last.map_or(1, |(_, row)| row);
        let mut finding = unknown_error(file, sheet, text, *last);
        finding.message += &format!(", and nothing from row {line} on can be read");
        rows.retain(|row| row.line < line);
        rows.push(PlainRow {
            line,
            cells: Vec::new(),
            findings: vec![finding],
        });
    }
    Some(PlainSheet {
        name: sheet.name.clone(),
        header,
        rows,
    })
}

fn row(file: &str, sheet: &BookSheet, header: &[(u32, String)], line: u64) -> PlainRow {
    let mut findings = Vec::new();
    for region in &sheet.merged {
        let within = (region.rows.0..=region.rows.1).contains(&line);
        let single = region.rows.0 == region.rows.1 && region.columns.0 == region.columns.1;
        if within && !single && header.iter().any(|(column, _)| region.covers(*column)) {
            let column = region.columns.0;
            let message = format!(
                "the cells {}:{} are merged, so that it is not known what their value is of",
                cell_name(region.columns.0, region.rows.0),
                cell_name(region.columns.1, region.rows.1)
            );
            findings.push(
                Diagnostic::error(codes::MERGED_CELLS, at(file, sheet, line, column), message)
                    .hint("unmerge them, and fill each cell"),
            );
        }
    }
    let cells = header.iter().map(|(column, _)| {
        let own = sheet.rows.get(&line).and_then(|cells| cells.get(column));
        own.map(|value| cell(value, None, false))
    });
    PlainRow {
        line,
        cells: cells.collect(),
        findings,
    }
}
