//! What a result rests on: how many rows of each table are published, local, defaulted or illustrative.

use super::record::record;
use crate::domain::{Basis, Provenance, Tables};

record! {
    /// How far the rows of a table can be taken as known.
    BasisRecord in "basis" {
        /// The table.
        table: String, "";
        /// Read in a named source.
        published: usize, "rows";
        /// Computed from published figures.
        derived: usize, "rows";
        /// The partnership's own record.
        local: usize, "rows";
        /// Filled in by Trefoil, with its reason.
        default: usize, "rows";
        /// Plausible, and not published anywhere.
        illustrative: usize, "rows";
        /// The row does not say.
        unstated: usize, "rows";
    }
}

impl BasisRecord {
    /// All the rows of the table.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.published
            + self.derived
            + self.local
            + self.default
            + self.illustrative
            + self.unstated
    }
}

fn count<'a>(table: &str, rows: impl Iterator<Item = &'a Provenance>) -> BasisRecord {
    let mut record = BasisRecord {
        table: table.to_owned(),
        published: 0,
        derived: 0,
        local: 0,
        default: 0,
        illustrative: 0,
        unstated: 0,
    };
    for provenance in rows {
        *match provenance.basis {
            Some(Basis::Published) => &mut record.published,
            Some(Basis::Derived) => &mut record.derived,
            Some(Basis::Local) => &mut record.local,
            Some(Basis::Default) => &mut record.default,
            Some(Basis::Illustrative) => &mut record.illustrative,
            None => &mut record.unstated,
        } += 1;
    }
    record
}

/// Every table of a model, in the order of the name; a table without rows counts nothing.
#[must_use]
pub fn of_tables(tables: &Tables) -> Vec<BasisRecord> {
    macro_rules! count_all {
        ($($table:ident),+) => {{
            // Taken apart, so that a new table cannot be forgotten here.
            let Tables { settings: _, $($table),+ } = tables;
            vec![$( count(stringify!($table), $table.iter().map(|row| &row.provenance)) ),+]
        }};
    }
    count_all!(
        activities,
        allocations,
        baselines,
        conversions,
        evidence,
        groups,
        indicators,
        links,
        needs,
        partners,
        places,
        pools,
        practices,
        ranges,
        resources,
        responses,
        restrictions,
        rules,
        serves
    )
}
