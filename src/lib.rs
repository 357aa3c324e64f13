//! Trefoil tells a partnership how to redirect the time, talent and treasure that it already has
//! toward the practices whose evidence says that they will close the gaps it cares about most.
//!
//! The rooms, each importing only to its right:
//! `cli → app → {io, engine, evidence, analysis, report} → domain → diagnostic`. A [`domain::Model`] is only ever
//! built valid; [`engine::recommend`] turns it into a certified [`domain::Recommendation`].

pub mod analysis;
pub mod app;
#[cfg(feature = "cli")]
pub mod cli;
pub mod diagnostic;
pub mod domain;
pub mod engine;
pub mod evidence;
pub mod io;
pub mod report;
