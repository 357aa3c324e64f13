//! One job a file: from a valid model to a result, with limits and progress as values.

pub mod alternatives;
pub mod compare;
pub mod evaluate;
pub mod evidence;
pub mod generate;
mod moved;
pub mod practices;
pub mod recommend;
mod runner;
pub mod sensitivity;
pub mod validate;
pub mod watch;
