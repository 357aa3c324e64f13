//! The one decoder of values, for cells of tables, keys of `model.toml`, overlays and `--set` alike.

use serde_json::{Value, json};

use super::cell::{Cell, Fault, Form};
use crate::diagnostic::codes;
use crate::domain::{
    Finite, GroupId, IndicatorId, MAX_ID_LENGTH, MAX_MAGNITUDE, NonNegative, OutcomeId, PartnerId,
    PlaceId, PoolId, Positive, PracticeId, PriceLevel, ResourceId, RuleId, Share, ShockGroupId,
    StudyId, id_of,
};

/// Longest text that a message repeats, in characters.
const LONGEST_QUOTED: usize = 40;

/// A kind of value that a single cell holds.
pub(super) trait Scalar: Sized {
    /// Whether the value is a number, so that different texts can mean the same.
    const NUMERIC: bool = false;
    /// Whether the value is a name, so that different spellings can mean the same.
    const LABEL: bool = false;

    /// Whether any text is a value, so that one may look like a formula to a spreadsheet.
    const FREE: bool = false;

    /// What a value is, to complete "must be …".
    fn what() -> String;

    /// JSON Schema of a value.
    fn schema() -> Value;

    /// The value that a cell holds; the cell is not blank.
    fn decode(cell: &Cell) -> Result<Self, Fault>;

    /// The text that decodes to the value.
    fn encode(&self) -> String;
}

/// `text` as a message repeats it: no longer than a line, and with nothing in it that cannot be seen.
pub(super) fn quoted(text: &str) -> String {
    format!("`{}`", shortened(text, LONGEST_QUOTED))
}

/// The first characters of a text, those that cannot be seen as their numbers.
pub(super) fn shortened(text: &str, longest: usize) -> String {
    let mut shown = String::new();
    for (position, c) in text.chars().enumerate() {
        if position == longest {
            shown.push('…');
            break;
        }
        // White space that is no plain one, and what has no shape at all, would look like an error of ours.
        let hidden = c.is_control() || (c.is_whitespace() && c != ' ') || is_invisible(c);
        if hidden {
            shown.extend(c.escape_unicode());
        } else {
            shown.push(c);
        }
    }
    shown
}

/// Characters without width or that turn the direction of writing: U+00AD, U+200B-200F, U+202A-202E, U+2060-2069,
/// U+FEFF (Unicode, general category Cf).
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// The shortest text that reads back as the same number.
pub(super) fn number_text(value: f64) -> String {
    // Plain digits are easiest to read; a very small number would need many zeros.
    if value != 0.0 && value.abs() < 1e-6 {
        format!("{value:e}")
    } else {
        format!("{}", value + 0.0)
    }
}

fn wrong_type(cell: &Cell, needed: &str, hint: &str) -> Fault {
    let given = match cell.form {
        Form::Plain | Form::Quoted => "text in quotation marks",
        Form::Number => "a number",
        Form::Flag => "true or false",
        Form::Date => "a date",
        Form::Failed | Form::Uncomputed => "no value",
    };
    Fault::new(
        codes::WRONG_TYPE,
        format!("{} is {given}, and {needed} is needed", quoted(&cell.text)),
    )
    .hint(hint)
}

/// The finite number that a cell holds, of a size that is accepted.
pub(super) fn number(cell: &Cell) -> Result<f64, Fault> {
    if matches!(cell.form, Form::Quoted | Form::Flag) {
        return Err(wrong_type(
            cell,
            "a number",
            "write the number without quotation marks",
        ));
    }
    let text = &*cell.text;
    let not_a_number = || {
        Fault::new(
            codes::BAD_NUMBER,
            format!("{} is not a number", quoted(text)),
        )
    };
    let value: f64 = text.parse().map_err(|_| {
        let stripped: String = text
            .chars()
            .filter(|c| !("$€£¥,_'’".contains(*c) || c.is_whitespace() || is_invisible(*c)))
            .map(|c| if c == '\u{2212}' { '-' } else { c })
            .collect();
        // A comma with other than three digits behind it is no separator of thousands.
        let thousands = text.split(',').skip(1).all(|group| {
            group.len() == 3 && group.bytes().all(|byte| byte.is_ascii_digit())
        });
        if text.contains('%') {
            not_a_number().hint("write the figure alone: a percent column takes 0-100, a share 0-1")
        } else if !thousands {
            not_a_number().hint("write a decimal point, as in 0.04, and no separators")
        } else if stripped.parse::<f64>().is_ok_and(f64::is_finite) {
            not_a_number().hint(format!("write `{stripped}`, in plain digits without units and separators"))
        } else {
            not_a_number().hint("digits with a decimal point, such as 1200 or 0.15; leave it blank where it is not known")
        }
    })?;
    if text
        .bytes()
        .any(|byte| byte.is_ascii_alphabetic() && !matches!(byte, b'e' | b'E'))
        || value.is_nan()
    {
        return Err(Fault::new(
            codes::NOT_FINITE,
            format!("{} is not a finite number", quoted(text)),
        )
        .hint("leave the cell blank where the number is not known"));
    }
    let mantissa = text.split(['e', 'E']).next().unwrap_or_default();
    if value == 0.0 && mantissa.bytes().any(|byte| matches!(byte, b'1'..=b'9')) {
        return Err(Fault::new(
            codes::BAD_NUMBER,
            format!(
                "{} is closer to zero than any number that can be kept",
                quoted(text)
            ),
        )
        .hint("write 0 where nothing is meant"));
    }
    if value.abs() > MAX_MAGNITUDE {
        return Err(Fault::new(
            codes::NUMBER_TOO_LARGE,
            format!(
                "{} is larger than any number that is accepted, {MAX_MAGNITUDE:e}",
                quoted(text)
            ),
        )
        .hint("use a larger unit"));
    }
    Ok(value + 0.0)
}

fn out_of_range(cell: &Cell, requirement: &str) -> Fault {
    Fault::new(
        codes::OUT_OF_RANGE,
        format!("{} must be {requirement}", quoted(&cell.text)),
    )
}

pub(super) fn text_of(cell: &Cell) -> Result<&str, Fault> {
    match cell.form {
        Form::Plain | Form::Quoted => Ok(&cell.text),
        Form::Number | Form::Flag | Form::Date | Form::Failed | Form::Uncomputed => {
            Err(wrong_type(cell, "text", "put it in quotation marks"))
        }
    }
}

macro_rules! quantities {
    ($($kind:ident $schema:tt;)+) => {$(
        impl Scalar for $kind {
            const NUMERIC: bool = true;

            fn what() -> String {
                $kind::REQUIREMENT.to_owned()
            }

            fn schema() -> Value {
                json!($schema)
            }

            fn decode(cell: &Cell) -> Result<Self, Fault> {
                $kind::new(number(cell)?).ok_or_else(|| {
                    let fault = out_of_range(cell, $kind::REQUIREMENT);
                    match stringify!($kind) {
                        "Share" => fault.hint("write 30 % as 0.3"),
                        _ => fault,
                    }
                })
            }

            fn encode(&self) -> String {
                number_text(self.get())
            }
        }
    )+};
}

quantities! {
    Finite { "type": "number", "minimum": -MAX_MAGNITUDE, "maximum": MAX_MAGNITUDE };
    NonNegative { "type": "number", "minimum": 0, "maximum": MAX_MAGNITUDE };
    Positive { "type": "number", "exclusiveMinimum": 0, "maximum": MAX_MAGNITUDE };
    Share { "type": "number", "minimum": 0, "maximum": 1 };
}

/// Plain numbers of the settings, whose ranges the model checks.
impl Scalar for f64 {
    const NUMERIC: bool = true;

    fn what() -> String {
        "a number".to_owned()
    }

    fn schema() -> Value {
        json!({ "type": "number" })
    }

    fn decode(cell: &Cell) -> Result<Self, Fault> {
        number(cell)
    }

    fn encode(&self) -> String {
        number_text(*self)
    }
}

macro_rules! integers {
    ($($kind:ident $what:literal;)+) => {$(
        impl Scalar for $kind {
            const NUMERIC: bool = true;

            fn what() -> String {
                $what.to_owned()
            }

            fn schema() -> Value {
                json!({ "type": "integer", "minimum": $kind::MIN, "maximum": $kind::MAX })
            }

            fn decode(cell: &Cell) -> Result<Self, Fault> {
                let value = number(cell)?;
                // Spreadsheets write whole numbers as 2013.0: the value counts, not its text.
                if value.fract() == 0.0 && value >= f64::from($kind::MIN) && value <= f64::from($kind::MAX) {
                    // Whole and within the range, as just checked.
                    let whole = value as $kind;
                    Ok(whole)
                } else {
                    Err(out_of_range(cell, $what))
                }
            }

            fn encode(&self) -> String {
                self.to_string()
            }
        }
    )+};
}

integers! {
    i32 "a whole number";
    u32 "a whole number of zero or more";
}

impl Scalar for bool {
    fn what() -> String {
        "true or false".to_owned()
    }

    fn schema() -> Value {
        json!({ "type": "boolean" })
    }

    fn decode(cell: &Cell) -> Result<Self, Fault> {
        match (cell.form, &*cell.text) {
            // Spreadsheets write them in capitals.
            (Form::Plain | Form::Flag, "true" | "TRUE") => Ok(true),
            (Form::Plain | Form::Flag, "false" | "FALSE") => Ok(false),
            (Form::Plain | Form::Flag, text) => {
                let fault = Fault::new(
                    codes::BAD_CHOICE,
                    format!("{} must be true or false", quoted(text)),
                );
                Err(match text.to_lowercase().as_str() {
                    "yes" | "y" | "1" | "true" | "x" | "wahr" => fault.hint("write `true`"),
                    "no" | "n" | "0" | "false" => fault.hint("write `false`"),
                    _ => fault,
                })
            }
            _ => Err(wrong_type(
                cell,
                "true or false",
                "write true or false without quotation marks",
            )),
        }
    }

    fn encode(&self) -> String {
        self.to_string()
    }
}

impl Scalar for String {
    const FREE: bool = true;

    fn what() -> String {
        "text".to_owned()
    }

    fn schema() -> Value {
        json!({ "type": "string", "minLength": 1 })
    }

    fn decode(cell: &Cell) -> Result<Self, Fault> {
        let text = text_of(cell)?;
        // A terminal would obey them where the text is printed.
        let control = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
        match text.chars().find(|c| control(*c)) {
            None => Ok(text.to_owned()),
            Some(c) => Err(Fault::new(
                codes::CONTROL_CHARACTER,
                format!(
                    "{} holds the control character {}",
                    quoted(text),
                    c.escape_unicode()
                ),
            )
            .hint("remove it: it cannot be seen, and often comes with text that was copied")),
        }
    }

    fn encode(&self) -> String {
        self.trim().to_owned()
    }
}

macro_rules! ids {
    ($($kind:ident),+ $(,)?) => {$(
        impl Scalar for $kind {
            fn what() -> String {
                "an id".to_owned()
            }

            fn schema() -> Value {
                json!({ "type": "string", "pattern": format!("^[a-z0-9][a-z0-9_-]{{0,{}}}$", MAX_ID_LENGTH - 1) })
            }

            fn decode(cell: &Cell) -> Result<Self, Fault> {
                let text = text_of(cell)?;
                $kind::new(text).ok_or_else(|| bad_id(text))
            }

            fn encode(&self) -> String {
                self.as_str().to_owned()
            }
        }
    )+};
}

ids!(
    IndicatorId,
    PlaceId,
    GroupId,
    PartnerId,
    PracticeId,
    ResourceId,
    PoolId,
    RuleId,
    StudyId,
    OutcomeId,
    ShockGroupId
);

fn bad_id(text: &str) -> Fault {
    let fault = Fault::new(codes::BAD_ID, format!("{} is not an id", quoted(text)));
    let rule = format!("small letters, digits, - and _, at most {MAX_ID_LENGTH}");
    fault.hint(match id_of(text) {
        None => rule,
        Some(candidate) => format!("`{candidate}`: {rule}"),
    })
}

impl Scalar for PriceLevel {
    fn what() -> String {
        "a year and the level of the index in it, such as 2023 = 304.7".to_owned()
    }

    fn schema() -> Value {
        json!({ "type": "string", "pattern": r"^\s*-?\d+\s*=.+$" })
    }

    fn decode(cell: &Cell) -> Result<Self, Fault> {
        let text = &*cell.text;
        let Some((year, level)) = text.split_once('=') else {
            return Err(Fault::new(
                codes::BAD_NUMBER,
                format!("{} must be {}", quoted(text), Self::what()),
            ));
        };
        Ok(PriceLevel {
            year: i32::decode(&Cell::plain(year.trim()))?,
            level: Positive::decode(&Cell::plain(level.trim()))?,
        })
    }

    fn encode(&self) -> String {
        format!("{} = {}", self.year, self.level.encode())
    }
}
#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> &'static str {
        Finite::decode(&Cell::plain(text)).unwrap_err().code
    }

    #[test]
    fn numbers_read_back_as_written() {
        for value in [
            0.0,
            -0.0,
            0.1,
            1e15,
            1e-300,
            123_456.789,
            f64::MIN_POSITIVE,
            1.0 / 3.0,
        ] {
            let cell = Cell::plain(&number_text(value));
            assert_eq!(
                number(&cell).unwrap().to_bits(),
                (value + 0.0).to_bits(),
                "{}",
                cell.text
            );
        }
    }

    #[test]
    fn texts_that_are_no_finite_numbers_are_named() {
        for text in ["NaN", "nan", "-inf", "Infinity"] {
            assert_eq!(fault(text), codes::NOT_FINITE, "{text}");
        }
        for text in ["1,000", "$5", "5%", "abc", "0x10", "1_000"] {
            assert_eq!(fault(text), codes::BAD_NUMBER, "{text}");
        }
        assert_eq!(fault("1e16"), codes::NUMBER_TOO_LARGE);
        assert_eq!(fault("1e400"), codes::NUMBER_TOO_LARGE);
    }

    #[test]
    fn an_id_that_is_none_gets_one_proposed() {
        let fault = PoolId::decode(&Cell::plain("Title I (2024)")).unwrap_err();
        assert!(fault.hint.unwrap().starts_with("`title-i-2024`"));
    }
}
