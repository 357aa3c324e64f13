//! The mirrors of the tables: each column declared once, with its kind and its meaning.
//!
//! From that declaration come the decoding with every error of every cell, the writing back, the
//! JSON Schema and the format reference. Where a row of the file and a row of the model hold the same
//! columns, the declaration names the model's type; rules, whose columns depend on their kind, have a
//! mirror of their own.

mod column;
mod community;
mod inventory;
mod practice;
mod resource;
mod rule;
mod settings;
mod uncertain;

pub(super) use column::{Column, Defaulted, Flag, List, Optional, Required};
pub(super) use settings::{
    Given, PRICE_LEVELS, RawSettings, SETTINGS, Setting, defaults, find as find_setting,
};

use serde_json::Value;

use super::cell::Fault;
use super::table::{RawRow, RawTable};
use crate::diagnostic::Diagnostics;

/// Column by which a row is named that is about a figure of another one.
const PATH: &str = "path";

/// One column, as every use but the decoding needs it.
#[derive(Debug)]
pub(super) struct ColumnSpec {
    /// Name in the header.
    pub name: &'static str,
    /// What it means.
    pub doc: &'static str,
    /// Whether its cells must be filled.
    pub required: bool,
    /// Whether its cells are numbers.
    pub numeric: bool,
    /// Whether its cells may hold any text.
    pub free: bool,
    /// Whether its cells are names, told apart by the ids that they come to.
    pub label: bool,
    /// What a cell holds, in words.
    pub what: fn() -> String,
    /// JSON Schema of a cell's value.
    pub schema: fn() -> Value,
}

/// One table.
#[derive(Debug)]
pub(super) struct Spec {
    /// Name of the table, and of its file without `.csv`.
    pub name: &'static str,
    /// What a row is.
    pub doc: &'static str,
    /// Columns that name a row, in the order of its path.
    pub key: &'static [&'static str],
    /// Columns, in the order of the file.
    pub columns: &'static [ColumnSpec],
}

impl Spec {
    /// Position of a column.
    pub fn position(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|known| known.name == column)
    }

    /// Whether a row is named by a path, which holds the commas and brackets that part other keys.
    pub fn is_keyed_by_path(&self) -> bool {
        self.key == [PATH]
    }

    /// Positions of the columns that name a row.
    pub fn key_positions(&self) -> Vec<usize> {
        self.key
            .iter()
            .filter_map(|name| self.position(name))
            .collect()
    }
}

/// A row that the model keeps, and its mirror.
pub(super) trait Record: Sized {
    /// The table it is a row of.
    const SPEC: &'static Spec;

    /// The row, or `None` where any cell is wrong; the reader holds the findings.
    fn decode(reader: &mut RowReader<'_>) -> Option<Self>;

    /// The row's cells, in the order of the columns.
    fn encode(&self) -> Vec<String>;
}

/// A value that one of two neighbouring columns holds.
pub(super) trait Either: Sized {
    /// The first column.
    type First: Column;
    /// The second column.
    type Second: Column;

    /// The value, or what is wrong where not exactly one of the two is filled.
    fn join(
        first: <Self::First as Column>::Value,
        second: <Self::Second as Column>::Value,
    ) -> Result<Self, Fault>;

    /// The texts of the two cells; one of them is blank.
    fn encode(&self) -> [String; 2];
}

/// Takes the cells of a row one by one, in the order of the columns, and notes what is wrong.
pub(super) struct RowReader<'a> {
    table: &'a RawTable,
    row: &'a RawRow,
    next: usize,
    findings: &'a mut Diagnostics,
}

impl<'a> RowReader<'a> {
    /// A reader at the first column of a row.
    pub fn new(table: &'a RawTable, row: &'a RawRow, findings: &'a mut Diagnostics) -> Self {
        RowReader {
            table,
            row,
            next: 0,
            findings,
        }
    }

    /// Takes the next two columns, of which exactly one is filled.
    pub fn either<E: Either>(&mut self) -> Option<E> {
        let first = self.next;
        let (one, other) = (self.take::<E::First>(), self.take::<E::Second>());
        match E::join(one?, other?) {
            Ok(value) => Some(value),
            Err(fault) => {
                self.fault(first, fault);
                None
            }
        }
    }

    /// The value of the next column, or `None` with a finding.
    pub fn take<C: Column>(&mut self) -> Option<C::Value> {
        let position = self.next;
        self.next += 1;
        let cell = &self.row.cells[position];
        match cell.refusal().map_or_else(|| C::decode(cell), Err) {
            Ok(value) => Some(value),
            Err(fault) => {
                // A column that is missing from the header was reported once, for the whole table.
                let missing = self.table.lacks(position) && self.row.cells[position].is_blank();
                if !missing {
                    self.fault(position, fault);
                }
                None
            }
        }
    }

    /// Notes what is wrong with the cell of a column.
    pub fn fault(&mut self, position: usize, fault: Fault) {
        let mut finding = fault.at(self.table.location(self.row, position));
        finding.location.path = self.table.cell_path(self.row, position);
        self.findings.push(finding);
    }
}

/// Declares the columns of a table in the order of the file; `[either field: Kind = a "meaning", b "meaning"]` are two
/// columns of which exactly one is filled. The columns of provenance follow by themselves.
macro_rules! mirror {
    (
        $(#[doc = $table_doc:literal])+
        $table:literal => $row:ident by [$($key:literal),+];
        $(
            $([either $pair:ident: $pair_kind:ty = $one:ident $one_doc:literal, $other:ident $other_doc:literal])?
            $(#[doc = $doc:literal])+
            $field:ident: $kind:ty,
        )+
    ) => {
        impl $crate::io::raw::Record for $row {
            const SPEC: &'static $crate::io::raw::Spec = &$crate::io::raw::Spec {
                name: $table,
                doc: concat!($($table_doc),+).trim_ascii(),
                key: &[$($key),+],
                columns: &[
                    $(
                        $(
                            $crate::io::raw::mirror!(
                                @column $one, <$pair_kind as $crate::io::raw::Either>::First, $one_doc
                            ),
                            $crate::io::raw::mirror!(
                                @column $other, <$pair_kind as $crate::io::raw::Either>::Second, $other_doc
                            ),
                        )?
                        $crate::io::raw::mirror!(@column $field, $kind, $($doc),+),
                    )+
                    $crate::io::raw::mirror!(
                        @column source, $crate::io::raw::Optional<String>, "Where the figures were read."
                    ),
                    $crate::io::raw::mirror!(
                        @column note, $crate::io::raw::Optional<String>, "What a reader should know about them."
                    ),
                    $crate::io::raw::mirror!(
                        @column basis,
                        $crate::io::raw::Optional<$crate::domain::Basis>,
                        "How far they can be taken as known."
                    ),
                ],
            };

            fn decode(reader: &mut $crate::io::raw::RowReader<'_>) -> Option<Self> {
                $(
                    $(let $pair = reader.either::<$pair_kind>();)?
                    let $field = reader.take::<$kind>();
                )+
                let source = reader.take::<$crate::io::raw::Optional<String>>();
                let note = reader.take::<$crate::io::raw::Optional<String>>();
                let basis = reader.take::<$crate::io::raw::Optional<$crate::domain::Basis>>();
                let provenance = $crate::domain::Provenance { source: source?, note: note?, basis: basis? };
                Some($row { $($($pair: $pair?,)? $field: $field?,)+ provenance })
            }

            fn encode(&self) -> Vec<String> {
                use $crate::io::raw::Column as _;
                let mut cells: Vec<String> = Vec::with_capacity(Self::SPEC.columns.len());
                $(
                    $(cells.extend($crate::io::raw::Either::encode(&self.$pair));)?
                    cells.push(<$kind>::encode(&self.$field));
                )+
                cells.push(<$crate::io::raw::Optional<String>>::encode(&self.provenance.source));
                cells.push(<$crate::io::raw::Optional<String>>::encode(&self.provenance.note));
                cells.push(<$crate::io::raw::Optional<$crate::domain::Basis>>::encode(&self.provenance.basis));
                cells
            }
        }
    };
    (@column $name:ident, $kind:ty, $($doc:literal),+) => {
        $crate::io::raw::ColumnSpec {
            name: stringify!($name),
            doc: concat!($($doc),+).trim_ascii(),
            required: <$kind as $crate::io::raw::Column>::REQUIRED,
            numeric: <$kind as $crate::io::raw::Column>::NUMERIC,
            free: <$kind as $crate::io::raw::Column>::FREE,
            label: <$kind as $crate::io::raw::Column>::LABEL,
            what: <$kind as $crate::io::raw::Column>::what,
            schema: <$kind as $crate::io::raw::Column>::schema,
        }
    };
    (@skip $name:ident) => {};
    (@blank $name:ident) => { String::new() };
}
pub(in crate::io) use mirror;

/// Runs a macro with every table that the model keeps: `field: Row`, in the order in which a person
/// fills them in.
macro_rules! for_each_table {
    ($run:ident) => {
        $run! {
            indicators: Indicator,
            places: Place,
            groups: Group,
            partners: Partner,
            baselines: Baseline,
            resources: Resource,
            practices: Practice,
            responses: ResponsePoint,
            activities: Activity,
            needs: Need,
            evidence: Evidence,
            links: Link,
            serves: Serves,
            pools: Pool,
            restrictions: Restriction,
            allocations: Allocation,
            conversions: Conversion,
            rules: Rule,
            ranges: Range,
        }
    };
}
pub(in crate::io) use for_each_table;

macro_rules! specs {
    ($($field:ident: $row:ident,)+) => {
        /// Every table that is read: the inventory, and those that the model keeps.
        pub(super) fn specs() -> Vec<&'static Spec> {
            use crate::domain::{
                Activity, Allocation, Baseline, Conversion, Evidence, Group, Indicator, Link, Need, Partner, Place, Pool, Practice, Program, Range, Resource, ResponsePoint, Restriction, Rule, Serves,
            };
            vec![<Program as Record>::SPEC, $(<$row as Record>::SPEC),+]
        }
    };
}
for_each_table!(specs);

/// Tables without which there is no model.
pub(super) const REQUIRED_TABLES: &[&str] = &crate::domain::REQUIRED_TABLES;

/// Tables that are needed beside an inventory, from which the others can be derived.
pub(super) const BESIDE_INVENTORY: &[&str] = &["indicators", "baselines"];

/// Tables that are known and that a later version serves.
pub(super) const LATER_TABLES: &[&str] = &["commitments", "votes", "proposals", "observations"];
