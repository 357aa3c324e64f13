//! Which practice each program is: one of the model, a shipped one, or one of its own.

use std::collections::{BTreeMap, BTreeSet};

use super::derive::{Derived, Inventory};
use super::{Library, Program, filled_in};
use crate::diagnostic::{Diagnostic, codes, suggestion};
use crate::domain::{Band, Basis, MAX_ID_LENGTH, Practice, PracticeId, Reading, Tables};

/// Grades of a program of which nothing is known, where no indicator has a grade: kindergarten to the last of school.
const SCHOOL: Band = Band { low: 0, high: 12 };

/// Added to the id of a program where a practice is called so that it was not said to be.
const OF_A_PROGRAM: &str = "-program";

/// What a program does.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Doing {
    /// The practice.
    pub practice: PracticeId,
    /// Whether nobody says which it is.
    pub unknown: bool,
}

/// What each program does; `None` where that cannot be told, which is reported.
pub(super) fn resolve(
    programs: &[&Program],
    given: &Tables,
    reading: &Reading,
    library: &Library,
    derived: &mut Derived,
) -> Vec<Option<Doing>> {
    let named: BTreeSet<&PracticeId> = programs.iter().filter_map(|row| row.named()).collect();
    let mut told = BTreeSet::new();
    programs
        .iter()
        .map(|program| match program.named() {
            Some(id) => known(program, id, (given, reading), library, derived),
            None => {
                if told.insert(program.program.id()) {
                    suggest(program, library, derived);
                }
                of_its_own(program, &named, given, library, derived)
            }
        })
        .collect()
}

fn known(
    program: &Program,
    id: &PracticeId,
    (given, reading): (&Tables, &Reading),
    library: &Library,
    derived: &mut Derived,
) -> Option<Doing> {
    let own = given.practices.iter().find(|row| row.id == *id);
    let shipped = library.practice(id);
    if own.is_none() && shipped.is_none() {
        if reading.incomplete.contains(Practice::TABLE) {
            return None;
        }
        let ids = given.practices.iter().map(|row| row.id.as_str());
        let shipped = library.practices.iter().map(|row| row.practice.id.as_str());
        let hint = match suggestion(id.as_str(), ids.chain(shipped)) {
            Some(text) if text.starts_with("did you mean") => text,
            _ => "`trefoil models --practices` lists the shipped ones; write unknown, or add it to practices".to_owned(),
        };
        let message = format!("`{id}` is neither a practice of the model nor a shipped one");
        derived.findings.push(
            Diagnostic::error(codes::UNKNOWN_ID, Derived::at(program, "practice"), message)
                .hint(hint),
        );
        return None;
    }
    // A row of that id refines the shipped practice, whose evidence it keeps: it must be the same thing.
    if let (Some(own), Some(shipped)) = (own, shipped) {
        let (ours, theirs) = (own.grades, shipped.practice.grades);
        if ours.low > theirs.high || theirs.low > ours.high {
            let message = format!(
                "`{id}` is a shipped practice of the grades {}..{}, and the one of the table practices has {}..{}",
                theirs.low, theirs.high, ours.low, ours.high
            );
            derived.findings.push(
                Diagnostic::error(codes::INVENTORY_CLASH, Derived::at(program, "practice"), message)
                    .hint("give the model's own practice another id, or let its grades meet those of the shipped one, whose evidence it uses"),
            );
            return None;
        }
    }
    Some(Doing {
        practice: id.clone(),
        unknown: false,
    })
}

/// A practice of the program's own. What bears the id of a shipped practice is not that practice: nobody said so.
fn of_its_own(
    program: &Program,
    named: &BTreeSet<&PracticeId>,
    given: &Tables,
    library: &Library,
    derived: &mut Derived,
) -> Option<Doing> {
    let mut id = PracticeId::new(program.program.id())?;
    if library.practice(&id).is_some() {
        let room = MAX_ID_LENGTH - OF_A_PROGRAM.len();
        let stem: String = id.as_str().chars().take(room).collect();
        id = PracticeId::new(&format!("{stem}{OF_A_PROGRAM}"))?;
    }
    if named.contains(&id) && given.practices.iter().any(|row| row.id == id) {
        let message = format!(
            "the program would become the practice `{id}`, which other rows name as theirs"
        );
        derived.findings.push(
            Diagnostic::error(codes::INVENTORY_CLASH, Derived::at(program, "program"), message)
                .hint(format!("write `{id}` in its practice column where it is the same, or give the program another name")),
        );
        return None;
    }
    Some(Doing {
        practice: id,
        unknown: true,
    })
}

fn suggest(program: &Program, library: &Library, derived: &mut Derived) {
    if let Some(shipped) = library.looks_like(&program.program) {
        let message = format!(
            "program '{}' looks like practice `{}` ({}), and is taken as never evaluated",
            program.program.text(),
            shipped.practice.id,
            shipped.practice.name
        );
        derived.findings.push(
            Diagnostic::warning(
                codes::LOOKS_LIKE_PRACTICE,
                Derived::at(program, "practice"),
                message,
            )
            .hint("write it in the practice column to use its evidence, if that is what is done"),
        );
    }
}

/// The rows of practices that nobody wrote.
pub(super) fn rows(inventory: &Inventory<'_>, derived: &mut Derived) {
    let mut first: BTreeMap<&PracticeId, (&Program, bool)> = BTreeMap::new();
    for (program, doing) in inventory.programs.iter().zip(&inventory.doing) {
        first
            .entry(&doing.practice)
            .or_insert((program, doing.unknown));
    }
    let grades = inventory
        .given
        .indicators
        .iter()
        .filter_map(|row| row.grade);
    let all = grades.fold(None, |band: Option<Band>, grade| {
        Some(band.map_or(
            Band {
                low: grade,
                high: grade,
            },
            |band| Band {
                low: band.low.min(grade),
                high: band.high.max(grade),
            },
        ))
    });
    for (id, (program, unknown)) in first {
        let row = match inventory.library.practice(id).filter(|_| !unknown) {
            Some(shipped) => shipped.practice.clone(),
            None => Practice::plain(
                id.clone(),
                program.program.text().to_owned(),
                all.unwrap_or(SCHOOL),
                filled_in(
                    Basis::Default,
                    "filled in: which practice this is nobody says, so it is one of its own, never evaluated; grades: those of all indicators",
                ),
            ),
        };
        derived.from(row.path(), program);
        derived.tables.practices.push(row);
    }
}

/// The band of a practice, as somebody wrote it or as it was derived.
pub(super) fn grades(id: &PracticeId, given: &Tables, derived: &Derived) -> Option<Band> {
    let rows = given.practices.iter().chain(&derived.tables.practices);
    rows.filter(|row| row.id == *id)
        .map(|row| row.grades)
        .next()
}
