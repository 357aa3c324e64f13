//! From studies to effects: published figures, and what must hold for every rating.

mod chain;
mod published;
mod scale;
