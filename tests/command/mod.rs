//! The command as a person uses it: shipped models, README, exit codes.

mod asks;
mod compare;
mod convert;
mod evaluate;
mod everything;
mod inventory;
mod long;
mod readme;
mod report;
mod resolved;
mod run;
mod shipped;
