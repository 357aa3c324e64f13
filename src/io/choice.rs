//! Values that are one of a few words.

use serde_json::{Value, json};

use super::cell::{Cell, Fault};
use super::scalar::{Scalar, quoted, text_of};
use crate::diagnostic::{closest, codes, suggestion};
use crate::domain::{
    Basis, Component, Design, Direction, Distribution, EffectUnit, Overlap, ResourceClass,
    ResponseForm, Restricted, Unit, ValuePer,
};

/// Words that a cell chooses from; the second list is known and not served by this version.
macro_rules! choices {
    ($($kind:ty { $($word:literal => $value:path),+ $(,)? } $(later { $($later:literal),+ })?;)+) => {$(
        impl Scalar for $kind {
            fn what() -> String {
                format!("one of {}", [$($word),+].join(", "))
            }

            fn schema() -> Value {
                json!({ "type": "string", "enum": [$($word),+] })
            }

            fn decode(cell: &Cell) -> Result<Self, Fault> {
                match text_of(cell)? {
                    $($word => Ok($value),)+
                    $($($later => Err(Fault::new(
                        codes::NOT_SERVED_YET,
                        format!("`{}` is not served yet by this version", $later),
                    )
                    .hint(Self::what())),)+)?
                    text => Err(bad_choice(text, &[$($word),+])),
                }
            }

            fn encode(&self) -> String {
                match self {
                    $($value => $word,)+
                }
                .to_owned()
            }
        }
    )+};
}

/// The fault of a word that is not one of `known`.
pub(super) fn bad_choice(text: &str, known: &[&str]) -> Fault {
    let mut fault = Fault::new(
        codes::BAD_CHOICE,
        format!("{} must be one of {}", quoted(text), known.join(", ")),
    );
    fault.hint = closest(text, known.iter().copied()).and_then(|meant| suggestion(text, [meant]));
    fault
}

choices! {
    Basis {
        "published" => Basis::Published,
        "derived" => Basis::Derived,
        "local" => Basis::Local,
        "default" => Basis::Default,
        "illustrative" => Basis::Illustrative,
    };
    Unit {
        "percent" => Unit::Percent,
        "score" => Unit::Score,
        "count" => Unit::Count,
        "dollars" => Unit::Dollars,
    };
    Direction {
        "increase" => Direction::Increase,
        "decrease" => Direction::Decrease,
    };
    ResourceClass {
        "time" => ResourceClass::Time,
        "talent" => ResourceClass::Talent,
        "treasure" => ResourceClass::Treasure,
    };
    ResponseForm {
        "linear" => ResponseForm::Linear,
        "quadratic" => ResponseForm::Quadratic,
        "exponential" => ResponseForm::Exponential,
        "table" => ResponseForm::Table,
    };
    Restricted {
        "yes" => Restricted::Yes,
        "no" => Restricted::No,
        "unclear" => Restricted::Unclear,
    };
    EffectUnit {
        "sd" => EffectUnit::Sd,
        "points" => EffectUnit::Points,
        "share" => EffectUnit::Share,
    };
    Design {
        "randomized" => Design::Randomized,
        "quasi_experimental" => Design::QuasiExperimental,
        "correlational" => Design::Correlational,
    };
    Distribution {
        "normal" => Distribution::Normal,
        "lognormal" => Distribution::Lognormal,
        "logit" => Distribution::Logit,
        "uniform" => Distribution::Uniform,
        "triangular" => Distribution::Triangular,
    };
    Component {
        "need" => Component::Need,
        "effect" => Component::Effect,
        "people" => Component::People,
        "cost" => Component::Cost,
        "reviewers" => Component::Reviewers,
    };
    ValuePer {
        "gap_share" => ValuePer::GapShare,
        "person" => ValuePer::Person,
    } later { "dollars" };
    Overlap {
        "residual" => Overlap::Residual,
        "sum" => Overlap::Sum,
    } later { "best_only" };
}
