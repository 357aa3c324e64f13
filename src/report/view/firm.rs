//! How firm the moves of a plan are, in a few counts and sentences that do not contradict each other.

use crate::domain::MoveFirmness;
use crate::report::number::counted;
use crate::report::record::MoveFirmnessWord;

/// Chance of doing better than today from which the direction of a plan is called firm.
const FIRM_CHANCE: f64 = 0.9;

/// Moves that matter, by how firm they are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::report) struct MoveTally {
    /// Asked for, and made in at least 90 % of the draws and under every setting.
    pub firm: usize,
    /// Asked for, and made in at least half of the draws.
    pub leaning: usize,
    /// Asked for, and made in fewer.
    pub toss_up: usize,
    /// Freed by the others, with nothing that takes it up: nobody is asked.
    pub freed: usize,
}

impl MoveTally {
    /// The tally of moves, each by how firm it is and whether something receives it.
    pub fn new(moves: impl Iterator<Item = (MoveFirmness, bool)>) -> Self {
        let mut tally = MoveTally::default();
        for (firmness, is_taken_up) in moves {
            *match (is_taken_up, firmness) {
                (false, _) => &mut tally.freed,
                (true, MoveFirmness::Firm) => &mut tally.firm,
                (true, MoveFirmness::Leaning) => &mut tally.leaning,
                (true, MoveFirmness::TossUp) => &mut tally.toss_up,
            } += 1;
        }
        tally
    }

    /// Moves that somebody is asked for.
    pub fn asked(self) -> usize {
        self.firm + self.leaning + self.toss_up
    }

    /// How many are how firm, in a sentence.
    pub fn words(self) -> String {
        match self.asked() {
            0 => "The plan asks for no move, so there is none to be sure of.".to_owned(),
            1 => format!(
                "The one move is {}.",
                match (self.firm, self.leaning) {
                    (1, _) => "firm: made in at least 90% of the draws",
                    (_, 1) => "leaning: made in at least half of the draws",
                    _ => "open to choice: made in fewer than half of the draws",
                }
            ),
            asked => format!(
                "Of {asked} moves {} firm (made in at least 90% of the draws), {} leaning (in at least half) and {} \
                 open to choice.",
                is_or_are(self.firm),
                is_or_are(self.leaning),
                is_or_are(self.toss_up)
            ),
        }
    }

    /// How doubtful moves go together with the chance of doing better than today, in a sentence; `None` where there is
    /// nothing to reconcile.
    pub fn reconciled(self, better_than_today: f64) -> Option<&'static str> {
        let mostly_open = 2 * self.firm < self.asked();
        if self.asked() == 0 {
            None
        } else if better_than_today >= FIRM_CHANCE && mostly_open {
            Some(
                "The direction is firm, single moves are less so: often a near-equal substitute does about as much.",
            )
        } else if better_than_today < FIRM_CHANCE {
            Some(
                "Whether the plan does better than today is itself in doubt: begin with what is firm.",
            )
        } else {
            None
        }
    }
}

fn is_or_are(number: usize) -> String {
    match number {
        0 => "none is".to_owned(),
        1 => "1 is".to_owned(),
        _ => format!("{number} are"),
    }
}

/// What the moves are counted as that nobody is asked for, in a sentence; `None` without any.
pub(in crate::report) fn freed_words(freed: usize) -> Option<String> {
    (freed > 0).then(|| {
        format!(
            "{} free what nothing in the plan takes up: nobody is asked for those.",
            counted(freed, "further move would", "further moves would")
        )
    })
}

/// A firmness in a word or two.
pub(in crate::report) fn firmness_words(firmness: MoveFirmness) -> &'static str {
    match firmness {
        MoveFirmness::Firm => "firm",
        MoveFirmness::Leaning => "leaning",
        MoveFirmness::TossUp => "open to choice",
    }
}

/// The firmness of a row that an older version may have written without it.
pub(in crate::report) fn firmness_of(
    known: Option<MoveFirmnessWord>,
    holds: bool,
    share: f64,
) -> MoveFirmness {
    match known {
        Some(MoveFirmnessWord::Firm) => MoveFirmness::Firm,
        Some(MoveFirmnessWord::Leaning) => MoveFirmness::Leaning,
        Some(MoveFirmnessWord::TossUp) => MoveFirmness::TossUp,
        None => MoveFirmness::of(holds, share),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(firm: usize, leaning: usize, toss_up: usize) -> MoveTally {
        MoveTally {
            firm,
            leaning,
            toss_up,
            freed: 0,
        }
    }

    #[test]
    fn what_nothing_takes_up_is_not_asked_for() {
        let moves = [
            (MoveFirmness::Firm, true),
            (MoveFirmness::Firm, false),
            (MoveFirmness::TossUp, true),
        ];
        let found = MoveTally::new(moves.into_iter());
        assert_eq!((found.asked(), found.firm, found.freed), (2, 1, 1));
        assert!(freed_words(1).is_some_and(|words| words.starts_with("1 further move would")));
        assert_eq!(freed_words(0), None);
    }

    #[test]
    fn a_plan_that_is_surely_better_by_doubtful_moves_is_explained() {
        assert_eq!(
            tally(1, 30, 26).words(),
            "Of 57 moves 1 is firm (made in at least 90% of the draws), 30 are leaning (in at least half) and 26 are \
             open to choice."
        );
        let words = |tally: MoveTally, chance| tally.reconciled(chance).unwrap_or("");
        assert!(words(tally(1, 30, 26), 0.99).contains("near-equal substitute"));
        assert!(words(tally(1, 30, 26), 0.6).contains("itself in doubt"));
        assert_eq!(words(tally(30, 1, 1), 0.99), "");
        assert_eq!(words(tally(0, 0, 0), 0.99), "");
    }
}
