//! Results as CSV: a file per table, and `columns.csv` that says what each column means.

use super::basis::BasisRecord;
use super::record::{
    ActivityRecord, Cell, CellRecord, CertificateRecord, ChainRecord, ChangeRecord, ClashRecord,
    Column, CoverageRecord, EffectRecord, FindingRecord, Manifest, MoveRecord, PoolRecord,
    PracticeRecord, RecommendResult, Record, RelaxationRecord, SettingRecord, TrackedRecord,
    UseRecord, ValueRecord,
};
use crate::diagnostic::Diagnostics;

/// A file of a result: its name and its bytes.
pub type File = (String, Vec<u8>);

/// A table of a result with its columns.
struct Table {
    name: &'static str,
    columns: &'static [Column],
    rows: Vec<Vec<Cell>>,
}

impl Table {
    fn new<'a, R: Record + 'a>(rows: impl IntoIterator<Item = &'a R>) -> Self {
        Table {
            name: R::TABLE,
            columns: R::COLUMNS,
            rows: rows.into_iter().map(Record::cells).collect(),
        }
    }
}

/// `text` such that no spreadsheet takes it for a formula.
fn defused(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

fn bytes<S: AsRef<[u8]>>(header: &[&str], rows: impl IntoIterator<Item = Vec<S>>) -> Vec<u8> {
    const IN_MEMORY: &str = "every row has a cell a column, and writing into memory cannot fail";
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header).expect(IN_MEMORY);
    for row in rows {
        writer.write_record(row).expect(IN_MEMORY);
    }
    writer.into_inner().expect(IN_MEMORY)
}

fn file(table: Table) -> File {
    let header: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
    let rows = table.rows.into_iter().map(|row| {
        row.into_iter()
            .map(|cell| match cell {
                Cell::Blank => String::new(),
                Cell::Literal(literal) => literal,
                Cell::Text(text) => defused(&text),
            })
            .collect()
    });
    (
        format!("{}.csv", table.name),
        bytes::<String>(&header, rows),
    )
}

/// Every step of every effect, as one table.
#[must_use]
pub fn chains(effects: &[EffectRecord]) -> String {
    let (_, bytes) = file(Table::new::<ChainRecord>(
        effects.iter().flat_map(|effect| &effect.chain),
    ));
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Every table of a recommendation, also those that are empty, and `columns.csv`.
#[must_use]
pub fn recommendation(
    result: &RecommendResult,
    manifest: &Manifest,
    findings: &Diagnostics,
) -> Vec<File> {
    let findings = FindingRecord::all(findings);
    let infeasibility = result.infeasibility.as_ref();
    let tables = vec![
        Table::new::<ValueRecord>(&result.value),
        Table::new::<MoveRecord>(&result.moves),
        Table::new::<ActivityRecord>(&result.activities),
        Table::new::<UseRecord>(result.activities.iter().flat_map(|row| &row.uses)),
        Table::new::<CellRecord>(&result.cells),
        Table::new::<CoverageRecord>([&result.coverage]),
        Table::new::<TrackedRecord>(&result.tracked),
        Table::new::<PoolRecord>(&result.pools),
        Table::new::<PracticeRecord>(&result.practices),
        Table::new::<CertificateRecord>(&result.certificate),
        Table::new::<ClashRecord>(infeasibility.into_iter().flat_map(|why| &why.clashes)),
        Table::new::<RelaxationRecord>(infeasibility.into_iter().flat_map(|why| &why.relaxations)),
        Table::new::<ChangeRecord>(&manifest.changes),
        Table::new::<SettingRecord>(&manifest.settings),
        Table::new::<BasisRecord>(&manifest.basis),
        Table::new::<FindingRecord>(&findings),
    ];
    let dictionary = bytes(
        &["table", "name", "meaning", "unit"],
        tables.iter().flat_map(|table| {
            table
                .columns
                .iter()
                .map(|column| vec![table.name, column.name, column.meaning, column.unit])
        }),
    );
    let mut files: Vec<File> = tables.into_iter().map(file).collect();
    files.push(("columns.csv".to_owned(), dictionary));
    files
}
