//! Rows of a sheet of a workbook, which is read whole: the format has no order that could be followed row by row.

use super::columns::NAME;
use super::record::{Field, Found, Header, Record, Records};
use crate::diagnostic::Diagnostics;
use crate::io::workbook::{PlainRow, PlainSheet, plain};

/// The rows of a sheet.
pub(super) struct SheetRows {
    header: Header,
    rows: std::vec::IntoIter<PlainRow>,
}

impl SheetRows {
    /// The sheet `proposals` of a workbook, else its first; `None` where it cannot be read, which is reported.
    pub fn open(file: &str, bytes: &[u8], findings: &mut Diagnostics) -> Option<Self> {
        let PlainSheet { name, header, rows } = plain(file, bytes, NAME, findings)?;
        let (columns, names) = header.into_iter().unzip();
        Some(SheetRows {
            header: Header {
                file: file.to_owned(),
                sheet: Some(name),
                line: Some(1),
                names,
                columns,
                ..Header::default()
            },
            rows: rows.into_iter(),
        })
    }
}

impl Records for SheetRows {
    fn header(&self) -> &Header {
        &self.header
    }

    fn next(&mut self, wanted: &[bool]) -> Option<Found> {
        let row = self.rows.next()?;
        if !row.findings.is_empty() {
            return Some(Found::Broken {
                line: row.line,
                findings: row.findings,
            });
        }
        let fields = row
            .cells
            .into_iter()
            .enumerate()
            .filter_map(|(position, cell)| {
                let cell = cell.filter(|cell| !cell.is_blank())?;
                wanted
                    .get(position)
                    .copied()
                    .unwrap_or_default()
                    .then_some((position, Field::One(cell)))
            });
        Some(Found::Record(Record {
            line: row.line,
            fields: fields.collect(),
        }))
    }
}
