//! Charts placed by hand. Small ones stand in the rows of tables and are as wide as their cell: their figures are
//! percentages of it, so that nothing is stretched. Large ones are drawn twice, for wide and for narrow screens.

pub(super) mod flow;
pub(super) mod line;
pub(super) mod row;
mod scale;
mod text;

pub(super) use scale::Scale;
