//! The rows of a result, declared once: the same declaration makes the JSON object, its schema, the
//! CSV table and its entries in `columns.csv`.

mod alternatives;
mod ask;
mod compare;
mod evaluate;
mod evidence;
mod flatten;
mod models;
mod proposal;
mod reach;
mod recommend;
mod run;
mod sensitivity;
mod trust;
mod validate;
mod words;

pub use alternatives::*;
pub use ask::*;
pub use compare::*;
pub use evaluate::*;
pub use evidence::*;
pub use flatten::ComparedModel;
pub use models::*;
pub use proposal::*;
pub use reach::*;
pub use recommend::*;
pub use run::*;
pub use sensitivity::*;
pub use trust::*;
pub use validate::*;
pub use words::*;

use super::number::NOISE;

/// A column of a result table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Column {
    /// Its name, the key in JSON.
    pub name: &'static str,
    /// What it says.
    pub meaning: &'static str,
    /// Unit of its values; empty for text, or the column that holds it in brackets.
    pub unit: &'static str,
}

/// A cell of a result table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cell {
    /// Missing.
    Blank,
    /// Text that someone wrote, which a spreadsheet could take for a formula.
    Text(String),
    /// A number or a fixed word.
    Literal(String),
}

/// A row of a result table.
pub(super) trait Record {
    /// Name of the table.
    const TABLE: &'static str;
    /// Its columns, in order.
    const COLUMNS: &'static [Column];

    /// The cells, one a column.
    fn cells(&self) -> Vec<Cell>;
}

/// What can stand in a cell.
pub(super) trait ToCell {
    fn cell(&self) -> Cell;
}

impl ToCell for String {
    fn cell(&self) -> Cell {
        Cell::Text(self.clone())
    }
}

impl ToCell for f64 {
    fn cell(&self) -> Cell {
        // Both forms are the shortest that read back as the same number.
        let is_plain = *self == 0.0 || (1e-5..1e16).contains(&self.abs());
        match self {
            value if !value.is_finite() => Cell::Blank,
            value if is_plain => Cell::Literal(format!("{value}")),
            value => Cell::Literal(format!("{value:e}")),
        }
    }
}

macro_rules! literal_cells {
    ($($kind:ty),+) => {$(
        impl ToCell for $kind {
            fn cell(&self) -> Cell {
                Cell::Literal(self.to_string())
            }
        }
    )+};
}
literal_cells!(bool, u8, i32, u32, u64, usize);

impl<T: ToCell> ToCell for Option<T> {
    fn cell(&self) -> Cell {
        self.as_ref().map_or(Cell::Blank, ToCell::cell)
    }
}

/// A list in one cell; JSON keeps it a list.
impl ToCell for Vec<String> {
    fn cell(&self) -> Cell {
        if self.is_empty() {
            Cell::Blank
        } else {
            Cell::Text(self.join(";"))
        }
    }
}

/// A float without the sign of a zero, which would show in JSON.
pub(super) fn plain(value: f64) -> f64 {
    value + 0.0
}

/// Whether a change is more than the solver's rounding beside a whole of `size`.
pub(super) fn matters(change: f64, size: f64) -> bool {
    change.abs() > NOISE * size.abs().max(1.0)
}

/// Declares a row: `field: type, "unit";` under a one-line meaning, then lists that JSON nests in it
/// and CSV holds in tables of their own. A list that an older minor version did not write reads as empty, an
/// optional field as missing.
macro_rules! record {
    (
        $(#[doc = $about:literal])+
        $name:ident in $table:literal {
            $( #[doc = $meaning:literal] $field:ident: $kind:ty, $unit:literal; )+
            $( nested { $( #[doc = $inner_meaning:literal] $inner:ident: $inner_kind:ty; )+ } )?
        }
    ) => {
        $(#[doc = $about])+
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        pub struct $name {
            $( #[doc = $meaning] pub $field: $kind, )+
            $( $( #[doc = $inner_meaning] #[serde(default)] pub $inner: $inner_kind, )+ )?
        }

        impl $crate::report::record::Record for $name {
            const TABLE: &'static str = $table;
            const COLUMNS: &'static [$crate::report::record::Column] = &[
                $( $crate::report::record::Column {
                    name: stringify!($field),
                    meaning: $meaning.trim_ascii(),
                    unit: $unit,
                }, )+
            ];

            fn cells(&self) -> Vec<$crate::report::record::Cell> {
                vec![ $( $crate::report::record::ToCell::cell(&self.$field) ),+ ]
            }
        }
    };
}
pub(super) use record;
