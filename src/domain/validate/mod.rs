//! Checks of the rows of a model against each other.

use super::Tables;
use crate::diagnostic::Diagnostics;

/// All that is wrong with the rows, in any order.
pub(super) fn check(_tables: &Tables) -> Diagnostics {
    Diagnostics::new()
}
