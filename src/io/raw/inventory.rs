//! Mirror of what a partnership has: its list of programs.

use super::{Flag, Optional, Required, mirror};
use crate::domain::{Label, PlaceId, Positive, PracticeName, Program, Restricted};

mirror! {
    /// A program that runs today, and who pays for it: the other tables are derived from these rows, and rows of
    /// them that are given win.
    "inventory" => Program by ["program", "partner", "place", "source_of_funds"];
    /// Its name; the same name at another place, or of another partner or source, is the same program. A path names it
    /// by its id: small letters and digits, and `-` for all between them.
    program: Required<Label>,
    /// Who pays, the id or the name of a partner.
    partner: Required<Label>,
    /// Where it runs: a place of `baselines`.
    place: Required<PlaceId>,
    /// What is done: a practice of the model, or one that comes with the program (`trefoil models --practices`); unknown
    /// or blank: a practice of its own, never evaluated.
    practice: Optional<PracticeName>,
    /// What this partner gives it here from this source, a year.
    dollars: Required<Positive>,
    /// People served for that a year. Where several rows pay for one program, each row has its own part of them.
    participants: Required<Positive>,
    /// Where the partner has the money from; dollars of one partner and source are one pool.
    source_of_funds: Optional<Label>,
    /// Whether the money may be used for this alone; unclear or blank: it is locked.
    restricted: Optional<Restricted>,
    /// What it may be used for, in words. No program reads them: restricted money stays with what its pool pays today.
    restriction: Optional<String>,
    /// Whether it comes again each year; blank: not.
    recurring: Optional<bool>,
    /// Whether the program stays as it is.
    protected: Flag,
}
