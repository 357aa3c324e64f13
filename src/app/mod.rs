//! One job a file: from a valid model to a result, with limits and progress as values.

pub mod evidence;
pub mod generate;
pub mod recommend;
pub mod validate;
