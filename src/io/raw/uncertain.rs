//! Mirror of how uncertain figures are.

use serde_json::Value;

use super::{Column, Optional, Required, mirror};
use crate::diagnostic::codes;
use crate::domain::{Distribution, Finite, Range};
use crate::io::cell::{Cell, Fault};
use crate::io::scalar::quoted;

/// The path of a figure; which one it names is for the model to say.
struct Path;

impl Column for Path {
    type Value = String;
    const REQUIRED: bool = true;
    const FREE: bool = true;

    fn what() -> String {
        "the path of a figure, `table[key,key].column` or a key of model.toml".to_owned()
    }

    fn schema() -> Value {
        <Required<String>>::schema()
    }

    fn decode(cell: &Cell) -> Result<String, Fault> {
        let path = <Required<String>>::decode(cell)?;
        // Without quotation marks its commas part it over the next columns, which then are no numbers.
        if path.contains('[') && !path.contains(']') {
            let message = format!("the path {} ends within its brackets", quoted(&path));
            return Err(Fault::new(codes::BAD_PATH, message)
                .hint("put the whole path in quotation marks, since it holds commas"));
        }
        Ok(path)
    }

    fn encode(value: &String) -> String {
        <Required<String>>::encode(value)
    }
}

mirror! {
    /// How uncertain a figure is: one value in ten lies below `low`, one in ten above `high`.
    "ranges" => Range by ["path"];
    /// The figure, as `--set` names it: `needs[books,money].per_participant`, in quotation marks for its commas, or a key
    /// of `model.toml` such as `value.discount`.
    path: Path,
    /// What one value in ten lies below (P10), in the figure's unit.
    low: Required<Finite>,
    /// What one value in ten lies above (P90), in the figure's unit.
    high: Required<Finite>,
    /// Form of the distribution; blank: logit for shares and percentages, lognormal for amounts, normal for the rest.
    distribution: Optional<Distribution>,
}
