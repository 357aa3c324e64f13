//! Bands of grades, as schools write them and as a table takes them.

use serde_json::{Value, json};

use super::cell::{Cell, Fault};
use super::scalar::{Scalar, quoted};
use crate::diagnostic::codes;
use crate::domain::Band;

impl Scalar for Band {
    fn what() -> String {
        "a band of grades such as 0..3; a grade is the age less 5: -5 birth, -1 preschool, 0 kindergarten".to_owned()
    }

    fn schema() -> Value {
        json!({ "type": "string", "pattern": r"^-?\d+(\.\.-?\d+)?$" })
    }

    fn decode(cell: &Cell) -> Result<Self, Fault> {
        let text = &*cell.text;
        let (low, high) = text.split_once("..").unwrap_or((text, text));
        match (low.trim().parse(), high.trim().parse()) {
            (Ok(low), Ok(high)) => Ok(Band { low, high }),
            _ => {
                let fault = Fault::new(
                    codes::BAD_BAND,
                    format!("{} must be {}", quoted(text), Self::what()),
                );
                Err(match proposal(text) {
                    Some(band) => fault.hint(format!("write `{band}`")),
                    None => fault.hint("both ends are included; one grade alone is a band too"),
                })
            }
        }
    }

    fn encode(&self) -> String {
        format!("{}..{}", self.low, self.high)
    }
}

/// What a band that schools write otherwise is here: `K-3`, `Pre-K to 5`, `6–8`.
fn proposal(text: &str) -> Option<String> {
    let plain: String = text
        .to_lowercase()
        .replace("grades", "")
        .replace("grade", "")
        .replace("pre-k", "pk")
        .replace("prek", "pk");
    let grade = |name: &str| match name.trim() {
        "pk" => Some(-1),
        "k" => Some(0),
        number => number.parse::<i32>().ok().filter(|grade| *grade >= 0),
    };
    let ends = |separator: &str| {
        let (low, high) = plain.split_once(separator)?;
        Some(format!("{}..{}", grade(low)?, grade(high)?))
    };
    [" to ", "..", "-", "\u{2013}", "\u{2014}", ":", "/"]
        .into_iter()
        .find_map(ends)
        .or_else(|| grade(&plain).map(|only| only.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_as_schools_write_them_are_proposed_as_a_table_takes_them() {
        for (text, band) in [
            ("K-3", "0..3"),
            ("Pre-K to 5", "-1..5"),
            ("6\u{2013}8", "6..8"),
            ("Grades 9-12", "9..12"),
            ("PK", "-1"),
        ] {
            assert_eq!(proposal(text).as_deref(), Some(band), "{text}");
        }
        for text in ["birth", "03-May", "all", "--", ".."] {
            assert_eq!(proposal(text), None, "{text}");
        }
    }
}
